"""The formats that are read: their endings, their readers, and what must be installed for them.

A format is one entry here and one module with its reader. The module is imported when a file of the format is
read, so that a library costs nothing before.
"""

import shlex
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple, cast

from annotator.errors import AnnotatorError
from annotator.ingest.source import MAX_BYTES

if TYPE_CHECKING:
    from annotator.ingest.document import Reader

_DISTRIBUTION = "credibility-annotator"
_MB = 1024 * 1024
_WEB = ("lxml", "trafilatura")


class Format(NamedTuple):
    """One format of files."""

    name: str
    """As in `--format` and in the provenance."""
    title: str
    """For people."""
    endings: tuple[str, ...]
    """In lower case, with the dot."""
    reader: str
    """Module in `annotator.ingest` and name of the `Reader` in it, e.g. `text.read_text`."""
    extra: str = ""
    """What to install beside Annotator for it, as in `credibility-annotator[pdf]`."""
    needs: tuple[str, ...] = ()
    """Modules that the extra brings."""
    max_bytes: int = MAX_BYTES
    """Most bytes of a file that is read as a whole; those that are streamed may be larger."""

    @property
    def installed(self) -> bool:
        """Whether everything is there that its reader needs."""
        return all(find_spec(module) for module in self.needs)

    @property
    def install(self) -> str:
        """The command that brings what its reader needs to the environment in use, active or not."""
        return f"{shlex.quote(sys.executable)} -m pip install '{_DISTRIBUTION}[{self.extra}]'"

    def load(self, where: str) -> "Reader":
        """Give the reader; raises `AnnotatorError` saying what to install for the file `where`."""
        if not self.installed:
            raise AnnotatorError(f"{where}: reading {self.title} needs: {self.install}")
        module, _, name = self.reader.rpartition(".")
        return cast("Reader", getattr(import_module(f"annotator.ingest.{module}"), name))


FORMATS = {
    format.name: format
    for format in (
        Format("text", "plain text", (".txt", ".text"), "text.read_text"),
        Format("markdown", "Markdown", (".md", ".markdown"), "markdown.read_markdown"),
        Format("pdf", "PDF with a text layer", (".pdf",), "pdf.read_pdf", "pdf", ("pypdfium2",), 128 * _MB),
        Format("docx", "Word documents", (".docx", ".docm"), "docx.read_docx", max_bytes=128 * _MB),
        Format("odt", "OpenDocument texts", (".odt", ".ott"), "odt.read_odt", max_bytes=128 * _MB),
        Format("rtf", "rich text", (".rtf",), "rtf.read_rtf", max_bytes=64 * _MB),
        Format("csv", "tables (CSV, semicolons, bars)", (".csv",), "tables.read_table"),
        Format("tsv", "tables (tabs)", (".tsv", ".tab"), "tables.read_table"),
        Format("jsonl", "JSON, an object per line", (".jsonl", ".ndjson"), "records.read_json"),
        Format("json", "JSON, an array or an object", (".json",), "records.read_json"),
        Format("zip", "ZIP archives of such files", (".zip",), "archive.read_zip", max_bytes=256 * _MB),
        Format("gzip", "files packed with gzip", (".gz",), "archive.read_gzip"),
        Format("html", "web pages", (".html", ".htm", ".xhtml"), "web.html.read_html", "web", _WEB),
        Format("mhtml", "saved pages", (".mhtml", ".mht"), "web.mhtml.read_mhtml", "web", _WEB, 64 * _MB),
        Format("eml", "mails", (".eml",), "web.mail.read_mail", max_bytes=64 * _MB),
        Format("feed", "feeds (RSS, Atom)", (".rss", ".atom", ".rdf", ".xml"), "web.feed.read_feed"),
        Format("warc", "web archives", (".warc",), "web.warc.read_warc", "web", _WEB),
    )
}
"""By name, in the order in which they are listed."""

BY_ENDING = {ending: format for format in FORMATS.values() for ending in format.endings}

SUPPORTED = tuple(BY_ENDING)
"""Endings of files that can be read, those of extras that are not installed too."""


def format_named(name: str) -> Format:
    """Find a format by its name; raises `AnnotatorError` naming those there are."""
    try:
        return FORMATS[name]
    except KeyError:
        raise AnnotatorError(f"unknown format {name!r}; known are {', '.join(FORMATS)}") from None
