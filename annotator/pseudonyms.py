"""Names under which people's labels are given out, as `annotations/pseudonyms.json` keeps them.

The file is the key to them: it stays with the project, and no dataset has it.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from annotator.errors import AnnotatorError, describe
from annotator.store import DurableJSONStorage, Finding, annotator_folders, label_files
from annotator.store.form import UNSIGNED, FormError, checksum_holds, decode
from annotator.store.locking import locked
from annotator.store.migrations import refuse_newer
from annotator.store.storage import read_limited
from schemas import GOLD, slug
from schemas.pseudonym import Pseudonym, PseudonymFileMeta

PSEUDONYMS_FILE = "pseudonyms.json"
"""In `annotations/`."""
REPAIR = "restore it from a backup or from git; without it, the next export deals new pseudonyms"

_TABLE = "pseudonyms"
_ANNOTATOR = "annotator"
_PERSON = "person"
"""What the pseudonym of somebody begins with who has no labels of their own, e.g. an adjudicator."""


class Pseudonyms(Mapping[str, str]):
    """Gives every name a pseudonym, the same for all its spellings; whoever is new gets the next number.

    It has every name but that of the adjudicated labels, so `get(name, name)` never gives a name back. What
    is new is on the disk after `save`. Numbers tell nothing: annotators of the first export get theirs in
    the order of a random number in their label files that no dataset has.

    Raises:
        AnnotatorError: the file is damaged.
    """

    def __init__(self, root: Path) -> None:
        """Use the pseudonyms of the project at `root`; the file need not exist yet."""
        self.path = root / "annotations" / PSEUDONYMS_FILE
        self._storage = DurableJSONStorage(self.path)
        self._rows = _read(self.path)
        self._saved = dict(self._rows)
        folders = annotator_folders(root)
        self._taken = {slug(name) for name in folders.values()}
        new = {name: folder for folder, name in folders.items() if _key(name) not in self._rows}
        for name in sorted(new, key=lambda name: _secret_in(new[name])):
            self._deal(name, _ANNOTATOR)

    def __getitem__(self, name: str) -> str:
        """Give the pseudonym of a name; `KeyError` for that of the adjudicated labels alone."""
        if name == GOLD:
            raise KeyError(name)
        known = self._rows.get(_key(name))
        return known.pseudonym if known else self._deal(name, _PERSON)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name != GOLD

    def __iter__(self) -> Iterator[str]:
        """Go through the names that have a pseudonym by now."""
        return (row.name for row in self._rows.values())

    def __len__(self) -> int:
        return len(self._rows)

    def __bool__(self) -> bool:
        """It has all names, whatever their number is by now."""
        return True

    def save(self) -> None:
        """Put what is new on the disk.

        Raises `AnnotatorError` when it cannot be, or another program has dealt otherwise meanwhile.
        """
        if self._rows == self._saved:
            return
        with self._writing() as there:
            merged = there | {key: row for key, row in self._rows.items() if key not in there}
            if any(merged[key] != row for key, row in self._rows.items()) or _twice(merged.values()):
                raise AnnotatorError(
                    f"{self.path} was written by another program meanwhile; export once more"
                )
            self._write(merged)

    def join(self, other: "Pseudonyms") -> "tuple[int, list[str]]":
        """Take over the pseudonyms of another copy; of a name that has one in both, ours stays.

        Gives how many are new here, and the names that had another pseudonym there. The other file is only
        read.
        """
        with self._writing() as there:
            numbers = {row.pseudonym for row in there.values()}
            merged, differing = dict(there), list[str]()
            for key, row in other._saved.items():
                if key in there:
                    differing += [row.name] if there[key].pseudonym != row.pseudonym else []
                elif row.pseudonym in numbers:
                    differing.append(row.name)
                else:
                    merged[key] = row
            if merged != there:
                self._write(merged)
            return len(merged) - len(there), differing

    def _deal(self, name: str, kind: str) -> str:
        """Give the first free number; one that stands for nobody's real name."""
        used = {row.pseudonym for row in self._rows.values()}
        number = 1
        while f"{kind}_{number}" in used or slug(f"{kind}_{number}") in self._taken:
            number += 1
        pseudonym = f"{kind}_{number}"
        self._rows[_key(name)] = Pseudonym(name=name, pseudonym=pseudonym)
        return pseudonym

    @contextmanager
    def _writing(self) -> Iterator[dict[str, Pseudonym]]:
        with locked(self.path, "the pseudonyms"):
            yield _read(self.path)

    def _write(self, rows: Mapping[str, Pseudonym]) -> None:
        meta = PseudonymFileMeta(checksum=UNSIGNED)
        table = {str(number): row.model_dump(mode="json") for number, row in enumerate(rows.values(), 1)}
        self._storage.write_tables({"meta": {"1": meta.model_dump(mode="json")}, _TABLE: table})
        self._rows = dict(rows)
        self._saved = dict(rows)


def people_of(root: Path) -> dict[str, str]:
    """Give the names of people by their pseudonyms in the project at `root`; none where none are dealt.

    Raises `AnnotatorError` when the file is damaged.
    """
    return {row.pseudonym: row.name for row in _read(root / "annotations" / PSEUDONYMS_FILE).values()}


def in_order(people: Iterable[str], names: Mapping[str, str] | None) -> tuple[str, ...]:
    """Put people under pseudonyms in the order of these: their own order would tell of their names."""
    if not isinstance(names, Pseudonyms):
        return tuple(people)
    return tuple(sorted(people, key=lambda name: by_number(names.get(name, name))))


def by_number(pseudonym: str) -> tuple[int, str]:
    """What pseudonyms are sorted by."""
    return len(pseudonym), pseudonym


@contextmanager
def keeping(names: Mapping[str, str]) -> Iterator[None]:
    """Put new pseudonyms on the disk before something is written under them; those met on the way, after."""
    if not isinstance(names, Pseudonyms):
        yield
        return
    names.save()
    yield
    names.save()


def check_pseudonyms(path: Path) -> Iterator[Finding]:
    """Check the file of pseudonyms, if it is there."""
    try:
        _read(path)
    except AnnotatorError as error:
        problem = str(error).removeprefix(str(path)).lstrip(":, ").removesuffix(f"; {REPAIR}")
        yield Finding(path, "", problem, REPAIR)


def _read(path: Path) -> dict[str, Pseudonym]:
    """Read the rows by the slug of the name; raises `AnnotatorError` for anything that is not in order."""
    data = read_limited(path)
    if data is None:
        return {}
    try:
        tables = decode(data)
        refuse_newer(path, tables.get("meta", {}).get("1", {}).get("schema_version"))
        rows = [Pseudonym.model_validate(document) for document in tables.get(_TABLE, {}).values()]
        if problem := _problem(rows, intact=checksum_holds(data, tables)):
            raise ValueError(problem)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        what = describe(error) if isinstance(error, ValidationError) else str(error)
        raise AnnotatorError(f"{path}: {what}; {REPAIR}") from error
    return {_key(row.name): row for row in rows}


def _secret_in(folder: Path) -> str:
    """Give the random id of the first change in the first label file of a folder."""
    try:
        first = next(iter(label_files(folder)))
        history = decode(read_limited(first) or b"")["history"]
        return str(next(iter(history.values()))["id"])
    except (StopIteration, LookupError, TypeError, FormError, AnnotatorError):
        return secrets.token_hex(16)


def _key(name: str) -> str:
    """What all spellings of a name have in common."""
    return slug(name) or name


def _problem(rows: list[Pseudonym], *, intact: bool) -> str:
    if twice := _twice(rows):
        return f"{twice} is there twice"
    return "" if intact else "the checksum is wrong: changed outside Annotator or by a disk error"


def _twice(rows: Iterable[Pseudonym]) -> str:
    """Give a pseudonym or a name that stands in two rows."""
    seen = set[str]()
    for row in rows:
        for word in (row.pseudonym, f"the name {_key(row.name)}"):
            if word in seen:
                return word
            seen.add(word)
    return ""
