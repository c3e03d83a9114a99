"""The tables of a dataset for spreadsheets and statistics, column by column."""

from collections.abc import Iterator
from operator import itemgetter
from typing import Any, NamedTuple

from annotator.interop.rows import LABEL_FIELDS, OWN_FIELDS, Cell, Encoder, Encoding, compact_json
from annotator.interop.sentences import LabelState, Sentence, sentences
from annotator.interop.writer import Item, Job
from schemas import GOLD, Annotation, Article, Hedge, Origin, UnitKind

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


class UnitRows(NamedTuple):
    """What the rows of one unit are put together of, in the order of the columns."""

    place: list[Cell]
    """`PLACE`."""
    labels: list[list[Cell]]
    """From `label` to the last field of `Annotation`, for each annotator."""
    gold: list[Cell] | None
    """The same of the adjudicated record, by annotator `gold`, where it has a row of its own."""
    sentence: list[Cell]
    """From `text_sha256` to the last of `SAID`."""
    tail: list[Cell]
    """`split` and `UNIT_FIELDS`; `ARTICLE_FIELDS` follow."""


class _Names(dict[str | None, Cell]):
    """The cells of labels, annotators and parts, of which there are few."""

    def __init__(self, encoding: Encoding) -> None:
        super().__init__({None: encoding.nothing})
        self._words = encoding.words

    def __missing__(self, name: str | None) -> Cell:
        cell = self[name] = self._words(name)
        return cell


class Rows:
    """Makes the rows of one article after the other, cells as the encoding has them."""

    def __init__(self, job: Job, encoding: Encoding) -> None:
        self._encoding = encoding
        self._label_names = job.codebook.label_names
        self._text = job.options.text
        self._gold_is_label = job.annotators is not None and GOLD in job.annotators
        self._own = encoding.fields(OWN_FIELDS)
        self._unit = encoding.fields(UNIT_FIELDS)
        self._about = encoding.fields(ARTICLE_FIELDS)
        self._nothing = [encoding.nothing] * len(SAID)
        self._ballots: dict[tuple[tuple[str, int], ...], tuple[Cell, Cell]] = {}
        self._names = _Names(encoding)

    def about(self, article: Article) -> list[Cell]:
        """Give `ARTICLE_FIELDS`, which all rows of an article end with."""
        return _encoded(self._about, _about(vars(article)))

    def article(self, item: Item) -> list[Cell]:
        """Give the row of an article: `ARTICLES`."""
        of = item.article
        units = self._encoding.number(len(of.units))
        nothing, part = self._encoding.nothing, self._names[item.part or None]
        replaces, group = of.replaces or nothing, item.group or nothing
        return [of.id, *self.about(of), of.sha256, units, replaces, part, group]

    def units(self, item: Item) -> Iterator[UnitRows]:
        """Give the rows of each unit, labelled or not."""
        article, encoding = item.article, self._encoding
        words, number, nothing = encoding.words, encoding.number, encoding.nothing
        text_of = article.text if self._text else None
        part = self._names[item.part or None]
        for sentence in sentences(item):
            unit, gold = sentence.unit, sentence.gold
            start, end = unit.start, unit.end
            labels = [self._label(placed.record, placed.annotator) for placed in sentence.labels]
            settled = None if gold is None else self._label(gold, GOLD)
            speaks = settled or (labels[0] if len(labels) == 1 else None)
            yield UnitRows(
                [
                    article.id,
                    unit.id,
                    number(start),
                    number(end),
                    nothing if text_of is None else words(text_of[start:end]),
                ],
                labels,
                None if self._gold_is_label else settled,
                [
                    sentence.text_sha256 or article.unit_sha256(unit),
                    self._names[sentence.label],
                    _STATES[sentence.state],
                    *self._ballot(sentence),
                    *(self._nothing if speaks is None else _said(speaks)),
                ],
                [part, *_encoded(self._unit, _unit(vars(unit)))],
            )

    def _label(self, record: Annotation, annotator: str) -> list[Cell]:
        names, own = self._names, _own(vars(record))
        cells = [encode(value) for encode, value in zip(self._own, own, strict=True)]
        return [names[record.label], names[annotator], *cells]

    def _ballot(self, sentence: Sentence) -> tuple[Cell, Cell]:
        votes = tuple(sentence.votes.items())
        found = self._ballots.get(votes)
        if found is None:
            counts = {name: sentence.votes.get(name, 0) for name in self._label_names}
            shares = sentence.distribution(self._label_names)
            json = self._encoding.json
            found = self._ballots[votes] = json(compact_json(counts)), json(compact_json(shares))
        return found


_STATES = {state: state.value for state in LabelState}

# Of `vars`: to ask a record for its attributes takes three times as long.
_own = itemgetter(*OWN_FIELDS)
_unit = itemgetter(*UNIT_FIELDS)
_about = itemgetter(*ARTICLE_FIELDS)
_said = itemgetter(*(2 + OWN_FIELDS.index(name) for name in SAID))


def _encoded(encoders: list[Encoder], values: tuple[Any, ...]) -> list[Cell]:
    return [encode(value) for encode, value in zip(encoders, values, strict=True)]
