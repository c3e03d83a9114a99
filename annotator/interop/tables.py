"""The rows of an article in each table of `annotator.interop.table_columns`, column by column."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain, repeat
from operator import attrgetter, itemgetter
from types import SimpleNamespace
from typing import Any, NamedTuple

from annotator.interop.flat import OF_SOURCES, places
from annotator.interop.flat import SAID as FIELDS
from annotator.interop.losses import OUTSIDE
from annotator.interop.sentences import Sentence, sentences
from annotator.interop.writer import Item, Job, PlacedLabel
from schemas import GOLD, Adjudication, Annotation, Article, OfferedSuggestion, Unit

_NO_GOLD = SimpleNamespace(
    origin=None,
    adjudicator=None,
    taken_from=None,
    reason=None,
    note=None,
    needs_change=None,
    open=(),
    votes=(),
)
_NO_LISTS: Mapping[str, Iterable[Any]] = dict.fromkeys(
    ("open/", "votes/annotator", "votes/label", "votes/updated"), ()
)
_OF_GOLD = ("adjudicator", "taken_from", "reason", "note", "needs_change")
_OF_ARTICLE = ("title", "outlet", "url", "published", "language")
_PASSAGE = ("start", "end", "article_start", "article_end", "name", "text")
_UNKNOWN = "label that the codebook does not have"

Cells = Mapping[str, Iterable[Any]]
"""Cells of some rows, by the paths of `annotator.interop.arrow`."""
_Passage = tuple[int, int, int, int, str, str | None]
"""As the part `passages` of a row."""


class Rows(NamedTuple):
    """Rows of one article."""

    where: Cells
    """The columns `WHERE` of sentences; annotations have those of their sentence."""
    sentences: Cells
    """The other ones that only sentences have."""
    said: Cells
    """The columns `SAID` of annotations; sentences have those of the record that speaks for them."""
    annotations: Cells
    """The other ones that only annotations have."""
    articles: Cells
    speaks: list[int]
    """For each sentence, the place of the annotation that speaks for it; -1: none does."""
    whose: list[int]
    """For each annotation, the place of its sentence."""


class Tables:
    """Makes the rows of an article for each table; `dropped` counts what they cannot hold."""

    def __init__(self, job: Job, *, numbered: bool) -> None:
        """Write labels as their names, or `numbered`."""
        self.dropped: Counter[str] = Counter()
        self._text = job.options.text
        names = job.codebook.label_names
        self._names = names
        self._written: dict[str | None, str | int | None] = {None: None}
        self._written |= {name: place if numbered else name for place, name in enumerate(names)}
        self._certain = {name: [float(name == other) for other in names] for name in names}

    def rows(self, item: Item) -> Rows:
        """Give the rows of an article."""
        found = list(sentences(item))
        records, speaks, whose = _records(found)
        passages = [self._passages(item.article, record.unit, record.record) for record in records]
        return Rows(
            self._where(item, found),
            {**self._labels(found), **_layout(item, found)},
            _said([record.record for record in records], passages),
            self._annotations(records),
            self._article(item),
            speaks,
            whose,
        )

    def _where(self, item: Item, found: Sequence[Sentence]) -> Cells:
        article, count = item.article, len(found)
        units = [sentence.unit for sentence in found]
        fields = list(map(vars, units))
        return {
            "article": repeat(article.id, count),
            "unit": map(itemgetter("id"), fields),
            **_each(fields, "start", "end"),
            "text": map(article.unit_text, units) if self._text else repeat(None, count),
            "text_sha256": [sentence.text_sha256 or article.unit_sha256(sentence.unit) for sentence in found],
            "split": repeat(item.part or None, count),
        }

    def _labels(self, found: Sequence[Sentence]) -> dict[str, Iterable[Any]]:
        shares = [self._shares(sentence) for sentence in found]
        votes = [
            [
                (placed.annotator, placed.record.label)
                for placed in sentence.labels
                if placed.record.label is not None and placed.record.adjudication is None
            ]
            for sentence in found
        ]
        return {
            "label": [self._written.get(sentence.label) for sentence in found],
            "state": [sentence.state.value for sentence in found],
            "distribution": map(len, shares),
            "distribution/": chain.from_iterable(shares),
            "labels": map(len, votes),
            "labels/annotator": [name for given in votes for name, _ in given],
            "labels/label": [self._written.get(label) for given in votes for _, label in given],
        }

    def _shares(self, sentence: Sentence) -> Sequence[float]:
        votes = sentence.votes
        if len(votes) == 1:
            (label,) = votes
            if label in self._certain:
                return self._certain[label]
        return [*sentence.distribution(self._names).values()] if votes else ()

    def _annotations(self, records: Sequence[PlacedLabel]) -> dict[str, Iterable[Any]]:
        fields = [vars(placed.record) for placed in records]
        codebooks = [vars(own["codebook"]) for own in fields]
        return {
            "annotator": map(_get("annotator"), records),
            "label": [self._label(own["label"]) for own in fields],
            **_each(fields, "origin", "seconds", "created", "updated"),
            "codebook": map(itemgetter("name"), codebooks),
            "codebook_version": map(itemgetter("version"), codebooks),
            **_offered([own["suggestion"] for own in fields]),
            **self._gold([own["adjudication"] for own in fields]),
        }

    def _gold(self, given: Sequence[Adjudication | None]) -> dict[str, Iterable[Any]]:
        if not any(given):
            nothing = dict.fromkeys(("state", *_OF_GOLD), given)
            return {**nothing, **dict.fromkeys(("open", "votes"), [0] * len(given)), **_NO_LISTS}
        gold = [rests_on or _NO_GOLD for rests_on in given]
        votes = [vote for rests_on in gold for vote in rests_on.votes]
        return {
            "state": map(_get("origin"), gold),
            **_each(list(map(vars, gold)), *_OF_GOLD),
            "open": [len(rests_on.open) for rests_on in gold],
            "open/": [field for rests_on in gold for field in rests_on.open],
            "votes": [len(rests_on.votes) for rests_on in gold],
            "votes/annotator": map(_get("annotator"), votes),
            "votes/label": [self._written.get(vote.label) for vote in votes],
            "votes/updated": map(_get("updated"), votes),
        }

    def _article(self, item: Item) -> Cells:
        article = item.article
        near = article.near_duplicates
        return {
            **{name: [getattr(article, name)] for name in ("id", *_OF_ARTICLE, "sha256")},
            "authors": [len(article.authors)],
            "authors/": article.authors,
            "text": [article.text if self._text else None],
            "units": [len(article.units)],
            "replaces": [article.replaces or None],
            "near_duplicates": [len(near)],
            "near_duplicates/article": map(_get("article"), near),
            "near_duplicates/similarity": map(_get("similarity"), near),
            "group": [item.group or None],
            "split": [item.part or None],
        }

    def _passages(self, article: Article, unit: Unit, record: Annotation) -> Sequence[_Passage]:
        if not record.attributions and not record.bias:
            return ()
        rows: list[_Passage] = []
        first, last = unit.start, unit.end
        words = article.text if self._text else None
        for start, end, name in places(record):
            if first <= start < end <= last:
                rows.append((start - first, end - first, start, end, name, words and words[start:end]))
            else:
                self.dropped[OUTSIDE] += 1
        return rows

    def _label(self, name: str | None) -> str | int | None:
        """Give what is written for a label; one that the codebook does not have is counted instead."""
        try:
            return self._written[name]
        except KeyError:
            self.dropped[_UNKNOWN] += 1
            return None


_get = cache(attrgetter)


def _each(fields: Sequence[Mapping[str, Any]], *names: str) -> dict[str, Iterable[Any]]:
    """Give columns of records' fields; from `vars`, which takes half as long as from the records."""
    return {name: map(itemgetter(name), fields) for name in names}


def _records(found: Iterable[Sentence]) -> tuple[list[PlacedLabel], list[int], list[int]]:
    """Give all records, gold too; see `Rows` for the places."""
    records: list[PlacedLabel] = []
    speaks: list[int] = []
    whose: list[int] = []
    for place, sentence in enumerate(found):
        first = len(records)
        records += sentence.labels
        if sentence.gold is None:
            speaks.append(first if len(sentence.labels) == 1 else -1)
        else:
            names = [placed.annotator for placed in sentence.labels]
            if GOLD not in names:
                records.append(PlacedLabel(sentence.unit, GOLD, sentence.gold))
            speaks.append(first + (names.index(GOLD) if GOLD in names else len(names)))
        whose += [place] * (len(records) - first)
    return records, speaks, whose


def _said(records: Sequence[Any], passages: Sequence[Sequence[_Passage]]) -> dict[str, Iterable[Any]]:
    attributions = [attribution for record in records for attribution in record.attributions]
    of_sources = _each(list(map(vars, attributions)), *OF_SOURCES)
    columns = list(zip(*chain.from_iterable(passages), strict=True)) or [()] * len(_PASSAGE)
    return {
        **_each(list(map(vars, records)), *FIELDS),
        **{f"attributions/{name}": cells for name, cells in of_sources.items()},
        "attributions": [len(record.attributions) for record in records],
        "attributions/via": [len(attribution.via) for attribution in attributions],
        "attributions/via/": [entry for attribution in attributions for entry in attribution.via],
        "passages": map(len, passages),
        **{f"passages/{name}": cells for name, cells in zip(_PASSAGE, columns, strict=True)},
    }


def _offered(given: Sequence[OfferedSuggestion | None]) -> dict[str, Iterable[Any]]:
    return {
        "suggestion": [offered and offered.label for offered in given],
        "suggestion_version": [offered and offered.version for offered in given],
    }


def _layout(item: Item, found: Sequence[Sentence]) -> dict[str, Iterable[Any]]:
    article = item.article
    return {
        **_each([vars(sentence.unit) for sentence in found], "kind", "paragraph", "quotation"),
        **{name: repeat(getattr(article, name), len(found)) for name in _OF_ARTICLE},
        "group": repeat(item.group or None, len(found)),
    }


NOTHING_SAID: Cells = {
    path: list(cells)
    for path, cells in _said([SimpleNamespace(**dict.fromkeys(FIELDS), attributions=())], [()]).items()
}
"""The columns `SAID` of one row, where no record speaks for the sentence."""
