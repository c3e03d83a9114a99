"""The source register as a file that several programs read and write at the same time."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from annotator.errors import AnnotatorError, describe
from annotator.sources.joining import Joined, join
from annotator.sources.naming import folded, new_id
from annotator.sources.tables import SourceTables, new_event, read_tables, recovered
from annotator.store import DurableJSONStorage
from annotator.store.locking import locked
from annotator.store.recovery import set_aside
from schemas import Reliability, Source, SourceEvent, SourceType

SOURCES_FILE = "sources.json"
"""In `annotations/`."""


class SourceRegister:
    """The register of a project: entries, found by name or alias, added and changed.

    Every change takes the file's lock for a moment, reads the file anew, changes one entry and writes it
    durably: what other programs wrote meanwhile stays. Reading takes no lock and sees their changes. A
    damaged file is never overwritten: it is set aside with the next change, and `notices` tells so.
    """

    def __init__(self, path: Path) -> None:
        """Use the file at `path`, `annotations/sources.json`, which need not exist yet."""
        self.path = path
        self._storage = DurableJSONStorage(path)
        self._tables = SourceTables()
        self._names: list[tuple[Source, tuple[str, ...]]] = []
        self.notices: tuple[str, ...] = ()
        """What a person should know of the state of the file, one line each."""

    @property
    def entries(self) -> Mapping[str, Source]:
        """All entries by id, as the file has them now; raises `AnnotatorError` when it cannot be read."""
        self._read_if_changed()
        return MappingProxyType(self._tables.entries)

    @property
    def history(self) -> tuple[SourceEvent, ...]:
        """Every change of the register, oldest first."""
        self._read_if_changed()
        return tuple(self._tables.events.values())

    def find(self, text: str) -> list[Source]:
        """Entries that a wording means, by name or alias: see `folded` for what does not matter.

        Those of this name come first. More than one is found where different sources go by the same wording.
        """
        self._read_if_changed()
        wanted = folded(text)
        found = [(names.index(wanted) > 0, source) for source, names in self._names if wanted in names]
        return [source for _, source in sorted(found, key=lambda one: one[0])]

    def complete(self, typed: str, limit: int = 8) -> list[Source]:
        """Entries that what was typed may become: first those that begin with it, then with a word of it.

        Of nothing typed, the entries that were changed last.
        """
        self._read_if_changed()
        wanted = folded(typed)
        if not wanted:
            latest = sorted(self._tables.entries.values(), key=_updated, reverse=True)
            return latest[:limit]
        ranked = [
            (rank, names[0], source)
            for source, names in self._names
            if (rank := min(_rank(name, wanted) for name in names)) < _NOT_IN_IT
        ]
        return [source for *_, source in sorted(ranked, key=lambda one: one[:2])[:limit]]

    def add(
        self,
        name: str,
        by: str,
        *,
        aliases: Iterable[str] = (),
        source_type: SourceType | None = None,
        reliability: Reliability | None = None,
        note: str = "",
    ) -> Source:
        """Make an entry, on the disk when this returns; `by` is who does it.

        Raises `AnnotatorError` when there is one of this name, or it could not be saved.
        """
        name = _written(name)

        def made(entries: Mapping[str, Source]) -> dict[str, Any]:
            _refuse_known_name(name, entries)
            return {
                "id": new_id(name, entries),
                "name": name,
                "aliases": _aliases(aliases, name),
                "source_type": source_type,
                "reliability": reliability,
                "note": note,
            }

        return self._put(made, by)

    def change(self, source_id: str, by: str, *, also: str = "", **fields: Any) -> Source:
        """Change fields of an entry: `name`, `aliases`, `source_type`, `reliability`, `note`.

        `also` is one alias more, besides those that the entry has by then. It is on the disk when this
        returns. Raises `AnnotatorError` as `add` does, and for an unknown id.
        """

        def changed(entries: Mapping[str, Source]) -> dict[str, Any]:
            before = entries.get(source_id)
            if before is None:
                raise AnnotatorError(f"{self.path}: no source {source_id!r}; it was taken away meanwhile")
            after = dict(before) | fields
            name = _written(after["name"])
            if folded(name) != folded(before.name):
                _refuse_known_name(name, entries)
            return after | {"name": name, "aliases": _aliases((*after["aliases"], also), name)}

        return self._put(changed, by)

    def join(self, other: "SourceRegister") -> Joined:
        """Take over what another copy's register has and this one has not; see `annotator.sources.joining`.

        The other file is only read. Raises `AnnotatorError` when that is damaged.
        """
        other._read_if_changed()
        if other._tables.problems:
            entry, problem = other._tables.problems[0]
            raise AnnotatorError(f"{other.path}: {entry}: {problem}; mend it there, then merge again")
        with self._locked():
            joined, news = join(self._tables, other._tables)
            if joined != self._tables:
                self._write(joined)
        return news

    def take_in(self, sources: Iterable[Source], by: str) -> int:
        """Take over entries as they are, ids and times too, that are not here; gives how many were missing.

        An entry that is here stays as it is. On the disk when this returns.
        """
        with self._locked():
            tables = SourceTables(dict(self._tables.entries), dict(self._tables.events))
            missing = [source for source in sources if source.id not in tables.entries]
            for source in missing:
                tables.put(new_event(None, source, by, source.updated or datetime.now(UTC)))
            if missing:
                self._write(tables)
        return len(missing)

    def _put(self, make: Callable[[Mapping[str, Source]], dict[str, Any]], by: str) -> Source:
        """Change one entry under the lock; `make` gives its fields from the entries as they are then."""
        with self._locked():
            now = datetime.now(UTC)
            fields = make(self._tables.entries)
            before = self._tables.entries.get(fields["id"])
            try:
                after = Source.model_validate(fields | {"updated": before.updated if before else now})
                if after == before:
                    return after
                after = after.model_copy(update={"updated": now})
                event = new_event(before, after, by, now)
            except ValidationError as error:
                raise AnnotatorError(f"source {fields['name'][:60]!r}: {describe(error)}") from error
            tables = SourceTables(dict(self._tables.entries), dict(self._tables.events))
            tables.put(event)
            self._write(tables)
            return after

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Be the only writer, with the file as it is now in memory; a damaged one is set aside."""
        with locked(self.path, "the source register"):
            data = self._read() if self._storage.changed() or self._tables.problems else None
            if data is not None and self._tables.problems:
                aside = set_aside(self.path, data)
                entry, problem = self._tables.problems[0]
                told = f"{self.path}: {entry or 'the file'}: {problem}; it was set aside as {aside.name}; "
                told += f"{len(self._tables.entries)} sources could be recovered; a backup may have more"
                self.notices = (*self.notices, told)
                self._write(recovered(self._tables))
            yield

    def _write(self, tables: SourceTables) -> None:
        self._storage.write(tables.written())
        self._take(tables)

    def _read_if_changed(self) -> None:
        if self._storage.changed():
            self._read()

    def _read(self) -> bytes | None:
        try:
            data = self._storage.read_bytes()
            self._take(read_tables(self.path, data))
        except BaseException:
            self._storage.forget()
            raise
        return data

    def _take(self, tables: SourceTables) -> None:
        self._tables = tables
        self._names = [
            (source, tuple(folded(name) for name in (source.name, *source.aliases)))
            for source in tables.entries.values()
        ]


_NOT_IN_IT = 3


def _rank(name: str, wanted: str) -> int:
    if name.startswith(wanted):
        return 0
    if f" {wanted}" in name:
        return 1
    return 2 if wanted in name else _NOT_IN_IT


def _updated(source: Source) -> datetime:
    return source.updated or datetime.min.replace(tzinfo=UTC)


def _refuse_known_name(name: str, entries: Mapping[str, Source]) -> None:
    known = next((one for one in entries.values() if folded(one.name) == folded(name)), None)
    if known:
        raise AnnotatorError(f"there is a source named {known.name!r} already: take that, or add to the name")


def _written(name: str) -> str:
    """A name with single blanks; raises `AnnotatorError` for an empty one and for control characters."""
    name = " ".join(name.split())
    if not name or any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise AnnotatorError(f"no source can be named {name[:60]!a}: it has to be shown")
    return name


def _aliases(aliases: Iterable[str], name: str) -> tuple[str, ...]:
    """Aliases as written first, each once, without the name itself."""
    found: dict[str, str] = {}
    for alias in aliases:
        if alias.strip():
            found.setdefault(folded(alias), _written(alias))
    return tuple(alias for key, alias in found.items() if key not in ("", folded(name)))
