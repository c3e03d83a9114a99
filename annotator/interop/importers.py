"""Formats that labels are read from, by name, and which of them a file is."""

from collections.abc import Mapping
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.interop import (
    brat_reader,
    cas_xmi_reader,
    doccano_reader,
    label_studio_reader,
    prodigy_reader,
)
from annotator.interop.foreign import Importer

IMPORTERS: Mapping[str, Importer] = {
    importer.name: importer
    for importer in (
        label_studio_reader.IMPORTER,
        prodigy_reader.IMPORTER,
        doccano_reader.IMPORTER,
        brat_reader.IMPORTER,
        cas_xmi_reader.IMPORTER,
    )
}
"""All formats by name; where a file might be of several, the first one counts."""

HEAD = 65_536
"""Bytes from the beginning of a file that tell its format."""


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


def _sniffed(path: Path) -> Importer:
    head = b""
    if not path.is_dir():
        try:
            with path.open("rb") as stream:
                head = stream.read(HEAD)
        except OSError as error:
            raise AnnotatorError(f"{path}: cannot be read ({error.strerror or error})") from None
        if not head:
            raise AnnotatorError(f"{path}: is empty; there is nothing to import")
    for importer in IMPORTERS.values():
        if importer.sniff(path, head):
            return importer
    raise AnnotatorError(f"{path}: no known format; name it with --format ({', '.join(IMPORTERS)})")
