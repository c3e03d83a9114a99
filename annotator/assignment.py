"""Who is to annotate which article, as `annotations/assignment.json` keeps it."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from annotator.errors import AnnotatorError, describe
from annotator.store import DurableJSONStorage, Finding
from annotator.store.form import UNSIGNED, FormError, checksum_holds, decode, intact_tables, rows_of, salvage
from annotator.store.locking import locked
from annotator.store.migrations import refuse_newer
from annotator.store.recovery import set_aside
from schemas import SCHEMA_VERSION, AssignmentRule, annotator_slug, slug
from schemas.assignment import AssignedArticle, AssignmentFileMeta

ASSIGNMENT_FILE = "assignment.json"
"""In `annotations/`."""

REPAIR = "run `annotator assign`: the file is set aside, and what cannot be read is dealt anew"
"""What to do about a damaged file."""

Dealt = Mapping[str, tuple[str, ...]]
"""Names of annotators by article id."""

_TABLE = "assignment"
_NEVER = datetime.min.replace(tzinfo=UTC)
_MOST_PROBLEMS = 100


class Assignment:
    """The dealing of a project, read when it is asked for, and again when the file has changed.

    Reading takes no lock. A damaged file is never overwritten: what can be read of it counts, `problems`
    tells so, and it is set aside by the next writing.
    """

    def __init__(self, path: Path) -> None:
        """Use the file at `path`, `annotations/assignment.json`, which need not exist yet."""
        self.path = path
        self.problems: tuple[tuple[str, str], ...] = ()
        """Entry in the file, e.g. `assignment 3`, and what is wrong with it."""
        self._storage = DurableJSONStorage(path)
        self._rows: dict[str, tuple[str, ...]] = {}
        self._dealt = _NEVER
        self._by_annotator: dict[str, frozenset[str]] = {}

    @property
    def rows(self) -> Dealt:
        """Who has which article, as the file has it now; raises `AnnotatorError` when it cannot be read."""
        self._read_if_changed()
        return MappingProxyType(self._rows)

    @property
    def damage(self) -> str:
        """What is wrong with the file and where, in one line; empty where nothing is."""
        self._read_if_changed()
        if not self.problems:
            return ""
        entry, problem = self.problems[0]
        where = f"{self.path}, {entry}" if entry else f"{self.path}"
        more = len(self.problems) - 1
        return f"{where}: {problem}{f' (and {more} more)' if more else ''}"

    def articles_of(self, annotator: str) -> frozenset[str]:
        """Ids of the articles of an annotator."""
        self._read_if_changed()
        own = slug(annotator)
        if own not in self._by_annotator:
            rows = self._rows.items()
            self._by_annotator[own] = frozenset(name for name, who in rows if own in map(_slug_of, who))
        return self._by_annotator[own]

    def of(self, article: str, earlier: Mapping[str, str]) -> tuple[str, ...]:
        """Who has an article, or else the `earlier` version that it replaces, and so on."""
        rows, seen = self.rows, set[str]()
        while article and article not in rows and article not in seen:
            seen.add(article)
            article = earlier.get(article, "")
        return rows.get(article, ())

    def own_articles(
        self, annotator: str, rule: AssignmentRule, replaces: Mapping[str, str]
    ) -> frozenset[str] | None:
        """Do as `Project.own_articles` where there is a rule."""
        own, who = self.articles_of(annotator), slug(annotator)
        if not own and who not in map(slug, rule.annotators):
            return None
        return own.union(name for name in replaces if who in map(_slug_of, self.of(name, replaces)))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer for a while; raises `AnnotatorError` when another program goes on writing."""
        with locked(self.path, "the assignment"):
            self._read_if_changed()
            yield

    def write(self, rows: Dealt) -> None:
        """Put a new dealing on the disk, while `writing`."""
        if rows != self._rows or self.problems or not self.path.exists():
            self._write(rows, datetime.now(UTC))

    def join(self, other: "Assignment") -> int:
        """Take over what another copy has, and give how many articles are new or of others now.

        Of an article that both have the later dealing counts. The other file is only read. Raises
        `AnnotatorError` when that is damaged.
        """
        theirs = other.rows
        if other.damage:
            raise AnnotatorError(f"{other.damage}; mend it there, then merge again")
        with self.writing():
            later = other._dealt > self._dealt
            joined = {**self._rows, **theirs} if later else {**theirs, **self._rows}
            news = sum(self._rows.get(name) != who for name, who in joined.items())
            if news:
                self._write(joined, max(self._dealt, other._dealt))
            return news

    def _write(self, rows: Dealt, dealt: datetime) -> None:
        data = self._storage.read_bytes() if self.problems else None
        if data is not None:
            set_aside(self.path, data)
        meta = AssignmentFileMeta(schema_version=SCHEMA_VERSION, dealt=dealt, checksum=UNSIGNED)
        table = {
            str(number): {"article": name, "annotators": list(rows[name])}
            for number, name in enumerate(self._in_order(rows), start=1)
        }
        self._storage.write_tables({"meta": {"1": meta.model_dump(mode="json")}, _TABLE: table})
        self._take({name: rows[name] for name in self._in_order(rows)}, dealt, ())

    def _in_order(self, rows: Dealt) -> Iterator[str]:
        """What is there stays where it stands, so that git shows what is new."""
        yield from (name for name in self._rows if name in rows)
        yield from sorted(name for name in rows if name not in self._rows)

    def _read_if_changed(self) -> None:
        if not self._storage.changed():
            return
        try:
            data = self._storage.read_bytes()
            if data is None:
                self._take({}, _NEVER, ())
            else:
                self._take(*(_read_intact(self.path, data) or _read_damaged(self.path, data)))
        except BaseException:
            self._storage.forget()
            raise

    def _take(self, rows: Dealt, dealt: datetime, problems: tuple[tuple[str, str], ...]) -> None:
        self._rows, self._dealt, self.problems = dict(rows), dealt, problems
        self._by_annotator = {}


def check_assignment(
    assignment: Assignment, rule: AssignmentRule | None, articles: Collection[str], labelling: Iterable[str]
) -> Iterator[Finding]:
    """Check the dealing: form, checksum, every row; names, and ids of articles, that it should not have.

    `articles` are the ids of all articles, `labelling` the names of all who have labels.
    """
    path = assignment.path
    try:
        rows = assignment.rows
    except AnnotatorError as error:
        yield Finding.of(path, error)
        return
    for entry, problem in assignment.problems:
        yield Finding(path, entry, problem, REPAIR)
    again = "run `annotator assign` again"
    if not rows and rule and not assignment.problems:
        yield Finding(
            path, "", "annotator.toml has an [assignment], and no article is dealt out", again, "note"
        )
    if rows and rule is None:
        remedy = "write the table back, or delete the file"
        yield Finding(path, "", "annotator.toml has no [assignment], so it does not count", remedy, "note")
        return
    known = {slug(name) for name in (*(rule.annotators if rule else ()), *labelling)}
    for name in dict.fromkeys(name for who in rows.values() for name in who if _slug_of(name) not in known):
        count = sum(name in who for who in rows.values())
        problem = f"{name} has {_articles(count)}, and is neither in [assignment] nor has labels"
        yield Finding(path, "", problem, again, "note")
    gone = [name for name in rows if name not in articles]
    if gone:
        few = ", ".join(gone[:3]) + (" …" if len(gone) > 3 else "")
        problem = f"{_articles(len(gone))} not in corpus/: {few}"
        yield Finding(path, "", problem, again, "note")


def _articles(count: int) -> str:
    return f"{count:,} article{'s' * (count != 1)}"


_slugs: dict[str, str] = {}


def _slug_of(name: str) -> str:
    """Give the slug of a name that many rows have."""
    if name not in _slugs:
        _slugs[name] = slug(name)
    return _slugs[name]


_Read = tuple[dict[str, tuple[str, ...]], datetime, tuple[tuple[str, str], ...]]


def _read_intact(path: Path, data: bytes) -> _Read | None:
    """Read a file as it was written; None when anything about it is otherwise."""
    try:
        tables = intact_tables(data) or {}
        if tables.keys() != {"meta", _TABLE}:
            return None
        meta = AssignmentFileMeta.model_validate(json.loads(tables["meta"])["1"])
        if meta.schema_version != SCHEMA_VERSION:
            return None
        rows: dict[str, tuple[str, ...]] = {}
        same: dict[tuple[str, ...], tuple[str, ...]] = {}
        for row in json.loads(tables[_TABLE]).values():
            name, who = row["article"], tuple(row["annotators"])
            if who not in same:
                same[who] = _validated(row).annotators
            if type(name) is not str or not name or len(row) > 2 or name in rows:
                return None
            rows[name] = same[who]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    return rows, meta.dealt, ()


def _read_damaged(path: Path, data: bytes) -> _Read:
    """Read what can be read, with what is wrong; raises `AnnotatorError` for a file of a newer version."""
    problems: list[tuple[str, str]] = []
    try:
        tables = decode(data)
        found = list(rows_of(tables))
        intact = checksum_holds(data, tables)
    except FormError as error:
        problems.append(("", str(error)))
        found, intact = list(salvage(data)), True
    rows: dict[str, tuple[str, ...]] = {}
    dealt = _NEVER
    for row in found:
        if row.table == "meta" and isinstance(row.document, dict):
            refuse_newer(path, row.document.get("schema_version"))
        try:
            if row.table not in ("meta", _TABLE):
                raise ValueError("no document of an assignment")
            if row.table == "meta":
                dealt = AssignmentFileMeta.model_validate(row.document).dealt
            else:
                one = _validated(row.document)
                if one.article in rows:
                    raise ValueError(f"{one.article} is there twice")
                rows[one.article] = one.annotators
        except (ValueError, RecursionError, OverflowError) as error:
            what = describe(error) if isinstance(error, ValidationError) else str(error)
            problems.append((row.entry, "".join(c for c in what[:300] if c.isprintable())))
    if not intact:
        problems.append(("meta 1", "the checksum is wrong: changed outside Annotator or by a disk error"))
    return rows, dealt, tuple(problems[:_MOST_PROBLEMS])


def _validated(document: Any) -> AssignedArticle:
    """Validate one row; raises `ValueError`."""
    one = AssignedArticle.model_validate(document)
    for name in one.annotators:
        annotator_slug(name)
    return one
