"""Counting what the card tells while the articles of a dataset pass, once."""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from annotator.card.facts import CardFacts, OfferFacts, PartFacts
from annotator.compare import FieldAgreement, label_field
from annotator.interop.sentences import LabelState, Sentence, sentences
from annotator.interop.writer import Item
from schemas import GOLD, Annotation, Article, Codebook, GoldOrigin, Origin

_MISSING = -1
_TAKEN = {Origin.SUGGESTION_ACCEPTED: "accepted", Origin.SUGGESTION_EDITED: "edited"}
_TALLIES = (
    "origins",
    "gold",
    "reasons",
    "outlets",
    "months",
    "languages",
    "kinds",
    "formats",
    "segmenters",
    "changes",
    "offers",
)
_COUNT = re.compile(r"\b\d[\d,]*\s")


class Gathering:
    """Takes one article after the other; what is kept of each label are the two bytes of its rating."""

    def __init__(self, codebook: Codebook, annotators: Sequence[str], parts: Sequence[str] = ()) -> None:
        """Begin; `annotators` are the names that will come, as written, `parts` those of the split."""
        self._labels = codebook.label_names
        self._codes = {name: code for code, name in enumerate(self._labels)}
        people = [name for name in dict.fromkeys(annotators) if name != GOLD]
        self._columns = {name: column for column, name in enumerate(people)}
        self._ratings = label_field(codebook).table(people)
        self._given: Counter[tuple[str, str]] = Counter({(name, ""): 0 for name in people})
        self._sentences: Counter[tuple[str, str | None, LabelState]] = Counter()
        self._articles: Counter[str] = Counter(dict.fromkeys(parts, 0))
        self._parts = tuple(parts)
        self._characters = self._comments = self._near = self._edited = self._second = 0
        self._tallies: dict[str, Counter[str]] = {name: Counter() for name in _TALLIES}
        self._adjudicators: set[str] = set()

    def add(self, item: Item) -> None:
        """Take an article into account."""
        article, part = item.article, item.part
        rows = list(sentences(item))
        self._articles[part] += 1
        self._sentences.update([(part, row.label, row.state) for row in rows])
        self._characters += len(article.text)
        self._second += len(item.second_passes)
        self._add_article(article)
        self._add_records([placed.record for placed in item.labels])
        self._given.update([(placed.annotator, placed.record.label or "") for placed in item.labels])
        self._add_gold(item.gold.values())
        self._add_ratings(rows)

    def _add_article(self, article: Article) -> None:
        count, source = self._tallies, article.provenance
        count["outlets"][article.outlet] += 1
        count["months"][(article.published or "")[:7]] += 1
        count["languages"][article.language] += 1
        count["formats"][source.format] += 1
        count["segmenters"][source.segmenter] += 1
        count["changes"].update({_COUNT.sub("", change, count=1) for change in source.changes})
        count["kinds"].update([unit.kind for unit in article.units])
        self._near += bool(article.near_duplicates)
        self._edited += bool(article.edits)

    def _add_records(self, records: Sequence[Annotation]) -> None:
        """Count what annotators' records say of how they came about; adjudicated ones are no annotator's."""
        own = [one for one in records if one.adjudication is None and one.label is not None]
        self._comments += sum(bool(one.comment) for one in records if one.adjudication is None)
        self._tallies["origins"].update([one.origin for one in own])
        offers = self._tallies["offers"]
        for one in own:
            if one.suggestion is not None and one.origin is not Origin.IMPORTED:
                same = "same" if one.label == one.suggestion.label else "overruled"
                offers[_TAKEN.get(one.origin, same)] += 1

    def _add_gold(self, records: Iterable[Annotation]) -> None:
        for record in records:
            decision = record.adjudication
            if decision is None:
                continue
            settled = record.label is not None or decision.origin is GoldOrigin.DECLINED
            self._comments += bool(record.comment) + bool(decision.note)
            if decision.reason is not None:
                self._tallies["reasons"][decision.reason] += 1
            if settled:
                self._tallies["gold"][decision.origin] += 1
                self._adjudicators.add(decision.adjudicator)

    def _add_ratings(self, rows: Iterable[Sentence]) -> None:
        """Lay out who gave which label, row after row, as agreement is computed from."""
        columns, codes = self._columns, self._codes
        nobody = array("h", [_MISSING]) * len(columns)
        found = array("h")
        for row in rows:
            if not row.votes:
                continue
            ratings = nobody[:]
            for placed in row.labels:
                if placed.record.label is not None and placed.record.adjudication is None:
                    ratings[columns[placed.annotator]] = codes[placed.record.label]
            found.extend(ratings)
        self._ratings.add(found.tobytes())

    def facts(self, *, replaced: int = 0, bootstrap: int = 1000, seed: int = 0) -> CardFacts:
        """Give the figures; `replaced` are the articles that never came since a newer version is there."""
        tallies = {name: _by_count(tally) for name, tally in self._tallies.items()}
        tallies["months"] = dict(sorted(tallies["months"].items()))
        offers = tallies.pop("offers")
        own = sum(tallies["origins"].values()) - tallies["origins"].get(Origin.IMPORTED.value, 0)
        return CardFacts(
            whole=self._part(None),
            parts={part: self._part(part) for part in self._parts},
            characters=self._characters,
            annotators={name: self._labels_of(name) for name in self._columns},
            adjudicators=len(self._adjudicators),
            comments=self._comments,
            offers=OfferFacts(
                labels=own,
                offered=sum(offers.values()),
                **{name: offers.get(name, 0) for name in ("accepted", "edited", "same", "overruled")},
            ),
            second_passes=self._second,
            near_duplicates=self._near,
            replaced=replaced,
            edited=self._edited,
            agreement=self._agreement(bootstrap, seed),
            **tallies,
        )

    def _agreement(self, bootstrap: int, seed: int) -> FieldAgreement | None:
        if len(self._columns) < 2:
            return None
        return self._ratings.figures(bootstrap=bootstrap, seed=seed)

    def _part(self, part: str | None) -> PartFacts:
        """Add up one part of the split, or with None all."""
        mine = {key[1:]: 0 for key in self._sentences}
        for (where, label, state), count in self._sentences.items():
            mine[label, state] += count if part in (None, where) else 0
        labels = {name: sum(n for (label, _), n in mine.items() if label == name) for name in self._labels}
        states = {each.value: sum(n for (_, one), n in mine.items() if one is each) for each in LabelState}
        return PartFacts(
            articles=sum(self._articles.values()) if part is None else self._articles[part],
            sentences=sum(mine.values()),
            labels=labels,
            states={name: count for name, count in states.items() if count},
        )

    def _labels_of(self, annotator: str) -> dict[str, int]:
        return {label: self._given[annotator, label] for label in self._labels}


def _by_count(tally: Mapping[str, int]) -> dict[str, int]:
    """Put the most frequent first, equal ones by name."""
    return {str(name): count for name, count in sorted(tally.items(), key=lambda one: (-one[1], one[0]))}
