"""Rows of a table, or records, to articles."""

import hashlib
import html
import re
from collections.abc import Mapping
from dataclasses import replace

from annotator.errors import AnnotatorError
from annotator.ingest.canonical import canonical
from annotator.ingest.columns import choose_columns, is_nothing, mapping_in_words, metadata_of, named
from annotator.ingest.decoding import Decoded
from annotator.ingest.document import Document, Note, Refused, refuse
from annotator.ingest.formats import FORMATS
from annotator.ingest.html_marks import without_html
from annotator.ingest.source import MAX_BYTES, SourceFile

_TAG = re.compile(r"<(?:p|br|div|h[1-6]|li|blockquote|span|a|strong|em|b|i)(?:\s[^<>]*)?/?>", re.I)
_REFERENCE = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
_ESCAPED = re.compile(r"[\ud800-\udfff]")
_MAX_ID = 80
_MAX_KNOWN = 1000
"""Sets of keys that are remembered."""


class Rows:
    """Makes articles of rows; which column holds what is settled by the first one."""

    def __init__(self, source: SourceFile, encoding: str, changes: tuple[str, ...] = ()) -> None:
        """Say how the text was decoded; that goes into each article's provenance."""
        self._source = source
        self._encoding = encoding
        self._changes = changes
        self._chosen: dict[str, str] = {}
        self._given: dict[str, str] = {}
        self._text = ""
        """The column of the text in the first row."""
        self._known: dict[tuple[str, ...], dict[str, str]] = {}
        self._raw, self._sha256 = "", hashlib.sha256().hexdigest()

    def settle(self, columns: tuple[str, ...]) -> Note:
        """Choose the columns, and say which; raises `AnnotatorError` when none holds the text."""
        try:
            self._chosen = choose_columns(columns, self._source.options.columns)
        except AnnotatorError as error:
            raise AnnotatorError(f"{self._source.where}: {error}") from None
        self._known[columns] = self._chosen
        self._text = self._chosen["text"]
        self._given = {field: self._chosen[field] for field in self._source.options.columns}
        return Note(mapping_in_words(self._source, self._chosen, columns))

    def widen(self, keys: tuple[str, ...]) -> None:
        """Choose anew for a record with these keys, which may have more or fewer; raises as `settle`."""
        if keys not in self._known:
            if len(self._known) == _MAX_KNOWN:
                self._known.clear()
            given = {f: column for f, column in self._given.items() if column in keys or f == "text"}
            try:
                self._known[keys] = choose_columns(keys, given)
            except AnnotatorError:
                raise AnnotatorError(f"there is no text: no {self._text!r}; {named(keys)}") from None
        self._chosen = self._known[keys]

    def article(self, place: str, row: Mapping[str, object], raw: str) -> Document | Refused:
        """Make the article of a row that stands at a `place` such as `row 7`, as `raw` in the file."""
        column = self._chosen["text"]
        written = row.get(column)
        name = self._named(place, row)
        if is_nothing(written):
            return refuse(self._source, name, f"there is no text in {column!r}")
        if not isinstance(written, str):
            return refuse(self._source, name, f"{column!r} is no text but {_kind(written)}")
        if len(written) > MAX_BYTES:
            return refuse(self._source, name, f"the text has more than {MAX_BYTES} characters")
        words, damaged = self._undamaged(written)
        try:
            body = self._body(name, words)
        except AnnotatorError as error:
            return Refused(str(error), self._source.inside(name))
        known, left_out = metadata_of(row, self._chosen)
        return replace(
            body,
            changes=(*self._changes, *damaged, *body.changes, *left_out),
            metadata=known.over(body.metadata),
            entry=name,
            source_sha256=self._hashed(raw),
        )

    def _body(self, name: str, words: str) -> Document:
        """Make the article of what stands in a cell, which may be HTML."""
        if _TAG.search(words):
            if FORMATS["html"].installed:
                from annotator.ingest.web.html import Page, article_of

                where = f"{self._source.where}, {name}"
                return article_of(Page(where, Decoded(words, self._encoding), is_page=False))
            words, dropped = without_html(words)
            marks: tuple[str, ...] = (f"{len(dropped)} HTML tags dropped",)
        else:
            marks = ("HTML references replaced",) if _REFERENCE.search(words) else ()
        if marks:
            words = html.unescape(words).strip()
        text, changes = canonical(words)
        return Document(text.strip("\n"), self._encoding, (*marks, *changes))

    def _hashed(self, raw: str) -> str:
        if raw is not self._raw:  # many records may be of one and the same
            self._raw, self._sha256 = raw, hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()
        return self._sha256

    def _named(self, place: str, row: Mapping[str, object]) -> str:
        value = row.get(self._chosen.get("id", ""))
        if is_nothing(value) or not isinstance(value, str | int):
            return place
        known = " ".join(str(value).split())[:_MAX_ID].encode("utf-8", "replace").decode()
        return f"{place} ({known})"

    def _undamaged(self, written: str) -> tuple[str, tuple[str, ...]]:
        """Replace what was no UTF-8; see `annotator.ingest.decoding.Lines`."""
        if self._encoding != "utf-8" or not _ESCAPED.search(written):
            return written, ()
        text, count = re.subn("[\udc80-\udcff]", "\ufffd", written)
        return text, (f"{count} damaged byte{'s' * (count > 1)} to U+FFFD",) if count else ()


def _kind(value: object) -> str:
    if isinstance(value, list):
        return "a list"
    return "an object" if isinstance(value, Mapping) else f"{str(value)[:20]!r}"
