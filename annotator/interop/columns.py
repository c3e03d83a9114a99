"""The tables of a dataset for spreadsheets and statistics, column by column."""

from collections.abc import Iterator
from typing import NamedTuple

from annotator.interop.rows import LABEL_FIELDS, OWN_FIELDS, Cell, cells_of, compact_json
from annotator.interop.sentences import LabelState, Sentence, sentences
from annotator.interop.writer import Item, Job, PlacedLabel
from schemas import GOLD, Article, Hedge, Origin, Unit, UnitKind

UNIT_FIELDS = ("kind", "paragraph", "quotation")
ARTICLE_FIELDS = ("title", "outlet", "url", "authors", "published", "language")
PLACE = ("article", "unit", "start", "end", "text")
SAID = (
    "same_source",
    "attributions",
    "hedge",
    "check_worthiness",
    "gap",
    "bias",
    "credibility",
    "mixed",
    "low_confidence",
    "flag",
)
"""Fields of the record that speaks for a sentence."""

_TAIL = ("split", *UNIT_FIELDS, *ARTICLE_FIELDS)

LABELS = (*LABEL_FIELDS, *_TAIL)
"""Columns of the long tables: one row per article, unit and annotator."""

SENTENCES = (*PLACE, "text_sha256", "label", "state", "votes", "distribution", *SAID, *_TAIL)
"""Columns of the wide table: one row per unit with its one label, labelled or not."""

ARTICLES = ("article", *ARTICLE_FIELDS, "sha256", "units", "replaces", "split", "group")
"""Columns of the table of articles."""

_KEYS = {
    "labels": ("article", "unit", "annotator"),
    "gold": ("article", "unit", "annotator"),
    "sentences": ("article", "unit"),
    "articles": ("article",),
}


class Table(NamedTuple):
    """One table of the dataset."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    """Columns that together are different in every row."""


TABLES = tuple(
    Table(name, columns, _KEYS[name])
    for name, columns in (
        ("labels", LABELS),
        ("gold", LABELS),
        ("sentences", SENTENCES),
        ("articles", ARTICLES),
    )
)
"""`labels` has what each annotator said, `gold` the adjudicated records in the same form."""

TYPES = {
    **dict.fromkeys(
        ("start", "end", "paragraph", "quotation", "check_worthiness", "credibility", "units"), "integer"
    ),
    **dict.fromkeys(("same_source", "gap", "mixed", "low_confidence", "flag"), "boolean"),
    **dict.fromkeys(("attributions", "bias", "authors"), "array"),
    **dict.fromkeys(("suggestion", "codebook", "adjudication", "votes", "distribution"), "object"),
    **dict.fromkeys(("created", "updated"), "datetime"),
    "seconds": "number",
}
"""What a column holds, by its name; a column that is not here holds words."""

VALUES: dict[str, tuple[str, ...]] = {
    "state": tuple(LabelState),
    "kind": tuple(UnitKind),
    "hedge": tuple(Hedge),
    "origin": tuple(Origin),
}
"""All values that a column may have, by its name, beside none at all; labels are the codebook's."""

_own = cells_of(OWN_FIELDS)
_said = cells_of(SAID)
_unit = cells_of(UNIT_FIELDS)
_about = cells_of(ARTICLE_FIELDS)
_NOTHING: list[Cell] = [None] * len(SAID)


class UnitRows(NamedTuple):
    """What the rows of one unit are put together of, in the order of the columns."""

    place: list[Cell]
    """`PLACE`."""
    labels: list[list[Cell]]
    """From `label` to the last field of `Annotation`, for each annotator."""
    gold: list[list[Cell]]
    """The same of the adjudicated record, by annotator `gold`: one row or none."""
    sentence: list[Cell]
    """From `text_sha256` to the last of `SAID`."""
    tail: list[Cell]
    """`split` and `UNIT_FIELDS`; `ARTICLE_FIELDS` follow."""


class Rows:
    """Makes the rows of one article after the other."""

    def __init__(self, job: Job) -> None:
        self._names = job.codebook.label_names
        self._text = job.options.text
        self._gold_is_label = job.annotators is not None and GOLD in job.annotators
        self._ballots: dict[tuple[tuple[str, int], ...], tuple[str, str]] = {}

    def about(self, article: Article) -> list[Cell]:
        """Give `ARTICLE_FIELDS`, which all rows of an article end with."""
        return _about(article)

    def article(self, item: Item) -> list[Cell]:
        """Give the row of an article: `ARTICLES`."""
        of = item.article
        return [
            of.id,
            *_about(of),
            of.sha256,
            len(of.units),
            of.replaces,
            item.part or None,
            item.group or None,
        ]

    def units(self, item: Item) -> Iterator[UnitRows]:
        """Give the rows of each unit, labelled or not."""
        article = item.article
        for sentence in sentences(item):
            unit, gold = sentence.unit, sentence.gold
            text = article.unit_text(unit) if self._text else None
            settled = [] if gold is None or self._gold_is_label else [_label(PlacedLabel(unit, GOLD, gold))]
            yield UnitRows(
                [article.id, unit.id, unit.start, unit.end, text],
                [_label(placed) for placed in sentence.labels],
                settled,
                self._sentence(article, unit, sentence),
                [item.part or None, *_unit(unit)],
            )

    def _sentence(self, article: Article, unit: Unit, sentence: Sentence) -> list[Cell]:
        record = sentence.record
        return [
            sentence.text_sha256 or article.unit_sha256(unit),
            sentence.label,
            sentence.state.value,
            *self._ballot(sentence),
            *(_NOTHING if record is None else _said(record)),
        ]

    def _ballot(self, sentence: Sentence) -> tuple[str, str]:
        votes = tuple(sentence.votes.items())
        found = self._ballots.get(votes)
        if found is None:
            counts = compact_json({name: sentence.votes.get(name, 0) for name in self._names})
            found = self._ballots[votes] = counts, compact_json(sentence.distribution(self._names))
        return found


def _label(placed: PlacedLabel) -> list[Cell]:
    return [placed.record.label, placed.annotator, *_own(placed.record)]
