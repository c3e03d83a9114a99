"""Who is to annotate which article, as `annotations/assignment.json` keeps it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.errors import AnnotatorError
from annotator.store import Finding, SharedFile
from schemas import AssignmentRule, annotator_slug, slug
from schemas.assignment import AssignedArticle

ASSIGNMENT_FILE = "assignment.json"
"""In `annotations/`."""

REPAIR = "run `annotator assign`: the file is set aside, and what cannot be read is dealt anew"
"""What to do about a damaged file."""

Who = tuple[str, ...]
"""Names of annotators."""

Dealt = Mapping[str, Who]
"""Names of annotators by article id."""


class Assignment(SharedFile[str, Who]):
    """The dealing of a project: who has which article."""

    table = "assignment"
    what = "the assignment"

    def __init__(self, path: Path) -> None:
        """Use the file at `path`, `annotations/assignment.json`, which need not exist yet."""
        super().__init__(path)
        self._by_annotator: dict[str, frozenset[str]] = {}
        self._by_annotator_of: Dealt = {}

    def articles_of(self, annotator: str) -> frozenset[str]:
        """Ids of the articles of an annotator."""
        rows = self.rows
        if self._by_annotator_of is not self._rows:
            self._by_annotator, self._by_annotator_of = {}, self._rows
        own = slug(annotator)
        if own not in self._by_annotator:
            mine = frozenset(name for name, who in rows.items() if own in map(_slug_of, who))
            self._by_annotator[own] = mine
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

    def join(self, other: "Assignment") -> int:
        """Take over what another copy has, and give how many articles are new or of others now.

        Of an article that both have the later dealing counts. The other file is only read. Raises
        `AnnotatorError` when that is damaged.
        """
        theirs = self.rows_to_join(other)
        with self.writing():
            later = other.dealt > self.dealt
            joined = {**self._rows, **theirs} if later else {**theirs, **self._rows}
            return self.take_over(joined, other)

    def row_of(self, document: Any) -> tuple[str, Who]:
        """Validate one row; raises `ValueError`."""
        one = AssignedArticle.model_validate(document)
        for name in one.annotators:
            annotator_slug(name)
        return one.article, one.annotators

    def document_of(self, key: str, value: Who) -> dict[str, Any]:
        """Write one row."""
        return {"article": key, "annotators": list(value)}

    def rows_in(self, documents: Iterable[Any]) -> dict[str, Who]:
        """Read all rows of an intact file: many of them name the same annotators, validated once."""
        rows: dict[str, Who] = {}
        same: dict[Who, Who] = {}
        for row in documents:
            name, who = row["article"], tuple(row["annotators"])
            if who not in same:
                same[who] = self.row_of(row)[1]
            if type(name) is not str or not name or len(row) > 2 or name in rows:
                raise ValueError("a row is not as it was written")
            rows[name] = same[who]
        return rows


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
