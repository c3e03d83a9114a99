"""Where in an article a foreign label belongs: exactly one place, or none."""

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from annotator.interop.flat import Passage
from annotator.interop.foreign import ForeignLabel, ForeignText
from annotator.labelimport.offsets import CanonicalText
from schemas import Article, Unit

_SHOWN = 40
"""Characters of a text that a message shows."""


class Unusable(Exception):
    """A row cannot be used; the text is the reason."""


class Placed(NamedTuple):
    """A label with its unit."""

    unit: Unit
    label: ForeignLabel
    passages: tuple[Passage, ...]
    """Into the article's text."""


class ArticlePlaces:
    """The units of an article, by where they stand and what they say."""

    def __init__(self, article: Article) -> None:
        """Look through the units once."""
        self.article = article
        self._by_place = {(unit.start, unit.end): unit for unit in article.units}
        self._by_id = {unit.id: unit for unit in article.units}
        self._begins = [unit.start for unit in article.units]
        self._by_words: dict[str, list[Unit]] = {}
        for unit in article.units:
            self._by_words.setdefault(article.unit_text(unit), []).append(unit)

    def place(self, text: ForeignText) -> Iterator[Placed | tuple[ForeignLabel, str]]:
        """Give each label of a foreign text with its unit, or with the reason why it has none."""
        words = None if text.text is None else canonical_text(text)
        problem = ""
        if text.sha256 and text.sha256 != self.article.sha256:
            problem = f"is of another text than {self.article.id} (the hash differs)"
        for label in text.labels:
            try:
                if problem:
                    raise Unusable(problem)
                if words is not None and is_passages_only(label):
                    yield from self._spread(text, words, label)
                else:
                    yield self._placed(text, words, label)
            except (Unusable, ValueError) as error:
                yield label, str(error)

    def _placed(self, text: ForeignText, words: CanonicalText | None, label: ForeignLabel) -> Placed:
        if words is None:
            unit = self._without_words(label)
            passages = label.passages
        else:
            base = self._base(text, words, label)
            if label.start is None or label.end is None:
                start, end = base + words.lead, base + words.lead + len(words.words)
            else:
                start, end = (base + place for place in words.stretch(label.start, label.end))
            unit = self._unit_at(start, end)
            passages = tuple(_moved(passage, words, base) for passage in label.passages)
        if label.unit and label.unit in self._by_id and label.unit != unit.id:
            raise Unusable(f"is {unit.id} by its place, and {label.unit} by its id")
        self._check_words(unit, label)
        return Placed(unit, label, passages)

    def _spread(
        self, text: ForeignText, words: CanonicalText, label: ForeignLabel
    ) -> Iterator[Placed | tuple[ForeignLabel, str]]:
        """Give passages without a label to the sentences in which they stand."""
        base = self._base(text, words, label)
        of: dict[str, list[Passage]] = {}
        for passage in label.passages:
            try:
                moved = _moved(passage, words, base)
                place = bisect_right(self._begins, moved.start) - 1
                unit = self.article.units[max(place, 0)]
                if not unit.start <= moved.start < moved.end <= unit.end:
                    where = _shown(self.article.text[moved.start : moved.end])
                    raise Unusable(f"passage {passage.name!a} {where} stands in no one sentence")
                of.setdefault(unit.id, []).append(moved)
            except Unusable as error:
                yield label, str(error)
        for unit_id, passages in of.items():
            yield Placed(self._by_id[unit_id], label, tuple(passages))

    def _base(self, text: ForeignText, words: CanonicalText, label: ForeignLabel) -> int:
        """Where in the article a foreign text begins."""
        said, there = words.words, self.article.text
        if not said:
            raise Unusable("the text is empty")
        if text.start is not None and there.startswith(said, text.start + words.lead):
            return text.start
        if len(there) - len(said) <= 2 * len(said) and there.strip() == said:
            return len(there) - len(there.lstrip()) - words.lead
        return self._only_place(said, label.unit) - words.lead

    def _only_place(self, said: str, unit_id: str) -> int:
        named = self._by_id.get(unit_id)
        units = self._by_words.get(said, [])
        if named is not None and named in units:
            return named.start
        if named is not None:
            raise Unusable(f"{unit_id} reads {_shown(self.article.unit_text(named))}, not {_shown(said)}")
        if len(units) == 1:
            return units[0].start
        if units:
            raise Unusable(
                f"{_shown(said)} is {len(units)} sentences of the article; say which with unit or start"
            )
        first = self.article.text.find(said)
        if first < 0:
            raise Unusable(f"{self.article.id} does not have these words: {_shown(said)}")
        if self.article.text.find(said, first + 1) >= 0:
            raise Unusable(f"{_shown(said)} stands in several places of the article; say which with start")
        return first

    def _without_words(self, label: ForeignLabel) -> Unit:
        """Find the unit of a label that comes without its text."""
        if label.start is not None and label.end is not None:
            if not 0 <= label.start < label.end <= len(self.article.text):
                raise Unusable(
                    f"[{label.start}, {label.end}) is empty, reversed or outside the article's "
                    f"{len(self.article.text):,} characters"
                )
            return self._unit_at(label.start, label.end)
        if label.unit:
            if label.unit not in self._by_id:
                raise Unusable(f"{self.article.id} has no unit {label.unit!a}")
            if "text_sha256" not in label.fields and label.quote is None and self._has_changed(label.unit):
                raise Unusable(
                    f"{label.unit} was split or merged since; say which words with text, or start and end"
                )
            return self._by_id[label.unit]
        if label.quote is None or not (said := CanonicalText(label.quote, is_part=True).words):
            raise Unusable("nothing says which sentence is labelled")
        start = self._only_place(said, "")
        return self._unit_at(start, start + len(said))

    def _has_changed(self, unit_id: str) -> bool:
        """Whether a unit has had other words than now under the same id."""
        unit = self._by_id[unit_id]
        had = (one for edit in self.article.edits for one in (*edit.before, *edit.after) if one.id == unit_id)
        return any((one.start, one.end) != (unit.start, unit.end) for one in had)

    def _unit_at(self, start: int, end: int) -> Unit:
        if unit := self._by_place.get((start, end)):
            return unit
        stretch = self.article.text[start:end]
        inner = stretch.strip()
        if inner and len(inner) < len(stretch):
            first = start + len(stretch) - len(stretch.lstrip())
            if unit := self._by_place.get((first, first + len(inner))):
                return unit
        touched = [unit for unit in self.article.units if unit.start < end and start < unit.end]
        if len(touched) == 1:
            raise Unusable(
                f"labels a part of {touched[0].id} only, {_shown(inner)}; a label is of one sentence"
            )
        raise Unusable(
            f"labels a stretch over {len(touched)} sentences, {_shown(inner)}; a label is of one sentence"
        )

    def _check_words(self, unit: Unit, label: ForeignLabel) -> None:
        if label.quote is not None and (said := CanonicalText(label.quote).words):
            there = self.article.unit_text(unit)
            if said != there.lstrip("\ufeff"):
                raise Unusable(f"is said to read {_shown(said)}, and {unit.id} reads {_shown(there)}")
        expected: object = label.fields.get("text_sha256")
        if expected is not None and expected != self.article.unit_sha256(unit):
            raise Unusable(f"was given to other words than {unit.id} has (the hash differs)")


def is_passages_only(label: ForeignLabel) -> bool:
    """Whether marked words are all that a label of a whole text has: they belong to their own sentences."""
    said = label.label or label.attributes or label.fields or label.unit or label.quote
    return bool(label.passages) and not said and label.start is None


def canonical_text(text: ForeignText) -> CanonicalText:
    """Make a foreign text canonical; what begins further on in an article is a part of it."""
    return CanonicalText(text.text or "", is_part=bool(text.start))


def words_of(text: ForeignText) -> str:
    """Give the words of a foreign text, canonical, without blanks around them; empty: it has none."""
    return canonical_text(text).words


def stretches(text: ForeignText, words: CanonicalText) -> set[tuple[int, int]]:
    """Give the labelled stretches of a text, offsets into its canonical form."""
    found = set[tuple[int, int]]()
    for label in text.labels:
        if is_passages_only(label):
            continue
        if label.start is None or label.end is None:
            found.add((words.lead, words.lead + len(words.words)))
            continue
        with suppress(ValueError):  # it is refused when it is placed
            found.add(words.stretch(label.start, label.end))
    return found


def _moved(passage: Passage, words: CanonicalText, base: int) -> Passage:
    if not 0 <= passage.start < passage.end <= words.raw_length:
        where = f"passage {passage.name!a} [{passage.start}, {passage.end})"
        raise Unusable(f"{where} is empty, reversed or outside the text")
    return Passage(base + words.offset(passage.start), base + words.offset(passage.end), passage.name)


def _shown(text: str) -> str:
    words = " ".join(text.split())
    return f"“{words if len(words) <= _SHOWN else words[: _SHOWN - 1] + '…'}”"
