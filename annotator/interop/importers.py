"""Formats that labels are read from, by name, and which of them a file is."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.interop import (
    brat_reader,
    cas_xmi_reader,
    csv_reader,
    doccano_reader,
    jsonl_reader,
    label_studio_reader,
    prodigy_reader,
    web_annotation_reader,
    webanno_tsv_reader,
)
from annotator.interop.folder import MANIFEST, TOOL
from annotator.interop.foreign import ForeignText, Importer, Refused

IMPORTERS: Mapping[str, Importer] = {
    importer.name: importer
    for importer in (
        jsonl_reader.IMPORTER,
        csv_reader.IMPORTER,
        label_studio_reader.IMPORTER,
        prodigy_reader.IMPORTER,
        doccano_reader.IMPORTER,
        brat_reader.IMPORTER,
        cas_xmi_reader.IMPORTER,
        webanno_tsv_reader.IMPORTER,
        web_annotation_reader.IMPORTER,
    )
}
"""All formats by name; where a file might be of several, the first one counts."""

HEAD = 65_536
"""Bytes from the beginning of a file that tell its format."""

_FIRST_ROWS = 20
"""Of JSON Lines; what does not look like any format after these is none."""


def importer_of(path: Path, name: str = "") -> Importer:
    """Find the format with this name, or that of a file or folder by what is in it.

    Raises:
        AnnotatorError: there is no such format, its extra is missing, the file cannot be read, or nothing
            tells what it is.
    """
    if name:
        importer = IMPORTERS.get(name)
        if importer is None:
            raise AnnotatorError(f"no format {name!r} to import; there are {', '.join(IMPORTERS)}")
    else:
        importer = _sniffed(path)
    importer.require()
    return importer


def read_foreign(
    importer: Importer, path: Path, columns: Mapping[str, str] | None = None
) -> Iterator[ForeignText | Refused]:
    """Read a file or folder; `columns` are those of a table, by what they hold, where somebody names them.

    Raises:
        AnnotatorError: the file is wrong as a whole, or the format has no columns to name.
    """
    if not columns:
        return importer.read(path)
    if importer.of_columns is None:
        raise AnnotatorError(f"{path}: is {importer.name}, which has no columns to be named")
    return importer.of_columns(path, columns)


def dataset_format(folder: Path) -> str:
    """Give the format of a dataset that we wrote, by its manifest; empty: it is none."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        return str(manifest["format"]) if manifest["tool"]["name"] == TOOL else ""
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""


def _sniffed(path: Path) -> Importer:
    head = b""
    if path.is_dir():
        if ours := dataset_format(path):
            if ours not in IMPORTERS:
                raise AnnotatorError(f"{path}: is a dataset in format {ours}, which is not read back")
            return IMPORTERS[ours]
    else:
        head = _head(path)
    for beginning in (head, *_rows_in(head)):
        for importer in IMPORTERS.values():
            if importer.sniff(path, beginning):
                return importer
    known = ", ".join(IMPORTERS)
    if path.is_dir():
        raise AnnotatorError(f"{path}: no file in it is of a known format; name it with --format ({known})")
    raise AnnotatorError(
        f"{path}: no known format of labels; name it with --format ({known}), or bring in texts without "
        "labels by `annotator import`"
    )


def _head(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise AnnotatorError(f"{path}: is no regular file; save what it gives to one")
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError as error:
        raise AnnotatorError(f"{path}: cannot be read ({error.strerror or error})") from None
    if not head:
        raise AnnotatorError(f"{path}: is empty; there is nothing to import")
    return head


def _rows_in(head: bytes) -> Iterator[bytes]:
    """Give the head from each later row of JSON on: a bad first row is to cost that row, not the file."""
    lines = head.splitlines(keepends=True)
    for number in range(1, min(len(lines), _FIRST_ROWS)):
        if lines[number].startswith(b"{"):
            yield b"".join(lines[number:])
