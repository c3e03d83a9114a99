"""A table beside the files: what is known of each that it does not say itself."""

from pathlib import Path, PurePath

from annotator.errors import AnnotatorError
from annotator.ingest import Entry, Metadata, ReadOptions, Refused, read_entries

_COLUMN = "file"
_MOST_NAMED = 5


class MetadataTable:
    """Metadata by file: read like any table, with a file's name where others have the text."""

    def __init__(self, path: Path) -> None:
        """Read the table; raises `AnnotatorError` for rows that are not good or name a file twice."""
        self._path = path
        self._rows: dict[tuple[str, ...], Metadata] = {}
        self._used: set[tuple[str, ...]] = set()
        for found in read_entries(path, ReadOptions(columns={"text": _COLUMN})):
            if isinstance(found, Refused):
                raise AnnotatorError(found.reason)
            if isinstance(found, Entry):
                self._add(found)

    def of(self, file: Path) -> Metadata:
        """Give what the table says of a file: by its path, or as much of its end as the table has."""
        for first in range(len(file.parts)):
            key = file.parts[first:]
            if key in self._rows:
                self._used.add(key)
                return self._rows[key]
        return Metadata()

    def not_used(self) -> str:
        """Say which files of the table have not been asked for, in one line; empty if all have."""
        left = ["/".join(key) for key in self._rows if key not in self._used]
        if not left:
            return ""
        more = f" and {len(left) - _MOST_NAMED} more" if len(left) > _MOST_NAMED else ""
        return f"{self._path}: not among the files imported: {', '.join(left[:_MOST_NAMED])}{more}"

    def _add(self, row: Entry) -> None:
        document = row.document
        key = PurePath(document.text.strip().replace("\\", "/")).parts
        if bad := [change for change in document.changes if "left out" in change]:
            raise AnnotatorError(f"{row.where}: {'; '.join(bad)}")
        if key in self._rows:
            raise AnnotatorError(f"{row.where}: {document.text.strip()} is there twice")
        self._rows[key] = document.metadata
