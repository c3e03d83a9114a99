"""Which article was dealt into which part of a dataset, as `annotations/splits.json` keeps it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from annotator.errors import AnnotatorError
from annotator.store import Finding, SharedFile
from schemas import SplitArticle, SplitPlan

SPLITS_FILE = "splits.json"
"""In `annotations/`."""

REPAIR = (
    "bring the file back from a backup or from git; or run `annotator split`: what can be read of it stays, "
    "the rest is dealt anew"
)
"""What to do about a damaged file."""

Key = tuple[str, ...]
"""Name of the plan, and id of the article."""


class Dealt(NamedTuple):
    """Where an article is, with what it stays together, and since when."""

    part: str
    group: str
    dealt: datetime


class Splits(SharedFile[Key, Dealt]):
    """The parts of all articles that were ever dealt, by plan: there they stay."""

    table = "splits"
    what = "the splits"

    def plans(self) -> list[SplitPlan]:
        """The plans by which articles were dealt, in the order of the file."""
        return [SplitPlan.from_key(key) for key in dict.fromkeys(plan for plan, _ in self.rows)]

    def of(self, plan: SplitPlan) -> dict[str, Dealt]:
        """Give by id all articles that were dealt by a plan."""
        key = plan.key
        return {article: row for (name, article), row in self.rows.items() if name == key}

    def deal(self, plan: SplitPlan, rows: Mapping[str, Dealt]) -> None:
        """Note, while `writing`, where articles are; those that were dealt before stay where they are."""
        news: dict[Key, Dealt] = {(plan.key, article): row for article, row in rows.items()}
        self.write(news | dict(self.rows))

    def join(self, other: "Splits") -> tuple[int, list[str]]:
        """Take over what another copy has: gives how many rows are new or others now, and which differed.

        Of an article that both have dealt by the same plan the earlier dealing counts. The other file is only
        read. Raises `AnnotatorError` when that is damaged.
        """
        theirs = self.rows_to_join(other)
        with self.writing():
            ours = self.rows
            joined = {**theirs, **ours}
            differing = []
            for key, row in theirs.items():
                if key in ours and ours[key].part != row.part:
                    differing.append(key[1])
                    joined[key] = min(ours[key], row, key=lambda one: (one.dealt, one))
            return self.take_over(joined, other), sorted(set(differing))

    def row_of(self, document: Any) -> tuple[Key, Dealt]:
        """Validate one row; raises `ValueError`."""
        one = SplitArticle.model_validate(document)
        if one.part not in _parts_of(one.plan):
            raise ValueError(f"{one.part!r} is no part of the split {one.plan[:200]!r}")
        return (one.plan, one.article), Dealt(one.part, one.group, one.dealt)

    def document_of(self, key: Key, value: Dealt) -> dict[str, Any]:
        """Write one row."""
        row = SplitArticle(plan=key[0], article=key[1], **value._asdict())
        return row.model_dump(mode="json")

    def rows_in(self, documents: Iterable[Any]) -> dict[Key, Dealt]:
        """Read all rows of an intact file: most of them differ in the article only."""
        rows: dict[Key, Dealt] = {}
        same: dict[Key, Dealt] = {}
        for row in documents:
            said = row["plan"], row["part"], row["dealt"]
            if said not in same:
                same[said] = self.row_of(row)[1]
            key, group = (row["plan"], row["article"]), row["group"]
            if not (_is_word(key[1]) and _is_word(group)) or len(row) > 5 or key in rows:
                raise ValueError("a row is not as it was written")
            rows[key] = same[said]._replace(group=group)
        return rows


def check_splits(splits: Splits, articles: Collection[str]) -> Iterator[Finding]:
    """Check the file: form, checksum, every row; and ids of articles that are not among those given."""
    try:
        rows = splits.rows
    except AnnotatorError as error:
        yield Finding.of(splits.path, error)
        return
    for entry, problem in splits.problems:
        yield Finding(splits.path, entry, problem, REPAIR)
    gone = sorted({article for _, article in rows if article not in articles})
    if gone:
        few = ", ".join(gone[:3]) + (" …" if len(gone) > 3 else "")
        problem = f"{len(gone):,} article{'s' * (len(gone) != 1)} not in corpus/: {few}"
        remedy = "nothing, if that is meant: their place is kept should they come back"
        yield Finding(splits.path, "", problem, remedy, "note")


_known: dict[str, tuple[str, ...]] = {}


def _parts_of(plan: str) -> tuple[str, ...]:
    """Give the parts of a plan that many rows have; raises `ValueError` where it is none."""
    if plan not in _known:
        _known[plan] = SplitPlan.from_key(plan).parts
    return _known[plan]


def _is_word(value: Any) -> bool:
    return type(value) is str and bool(value)
