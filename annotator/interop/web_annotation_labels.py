"""Of the annotations on one text, which are labels of sentences, and which passages in them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from annotator.interop.flat import Passage, passage_names
from annotator.interop.foreign import ForeignLabel, ForeignText, Refused
from annotator.interop.json_rows import RowError
from annotator.interop.standoff import in_stretches
from annotator.interop.web_annotation_model import Annotation, Said
from annotator.interop.web_selectors import Places, Selected, Stretch, within

_PASSAGE_NAMES = frozenset(passage_names())
_VARIANT = re.compile(r"(@source)?(#\d{1,2})?$")


class _Mark(NamedTuple):
    """What one person says of one stretch."""

    annotation: Annotation
    said: Said
    stretch: Stretch

    @property
    def labels(self) -> list[str]:
        return [name for name in self.said.names if not self._is_passage(name)]

    @property
    def passage_names(self) -> list[str]:
        return [name for name in self.said.names if self._is_passage(name)]

    def _is_passage(self, name: str) -> bool:
        """Our own say what they are of: a label may have the name of a passage."""
        return self.annotation.of_passage if self.annotation.is_ours else _is_passage(name)

    @property
    def may_carry(self) -> bool:
        """Whether it is of a sentence, as far as it says itself."""
        if self.annotation.is_ours:
            return not self.annotation.of_passage
        return bool(self.labels) or not self.said.names

    def passages(self, names: Iterable[str]) -> list[Passage]:
        return [Passage(*self.stretch, name) for name in names]


def on_text(group: Sequence[Annotation], text: str | None) -> Iterator[ForeignText | Refused]:
    """Give the labels of annotations on one text; without it, each sentence by its own words."""
    problems: list[Refused] = []
    by_person: dict[str, list[_Mark]] = {}
    for mark in _placed(group, text, problems):
        by_person.setdefault(mark.said.creator, []).append(mark)
    document = group[0].document
    blank = ForeignText(group[0].where, text, document.article, document.sha256, about=document.about)
    labels: list[ForeignLabel] = []
    for marks in by_person.values():
        for mark, names, passages in _of_person(marks, text is not None, problems):
            if text is not None:
                labels += _labels(mark, names, [passage for passage, _ in passages])
            else:
                yield _alone(mark, names, passages, blank, problems)
    if text is not None:
        yield replace(blank, labels=tuple(labels))
    yield from problems


def _placed(group: Sequence[Annotation], text: str | None, problems: list[Refused]) -> Iterator[_Mark]:
    places = Places(text or "", [one.place for one in group])
    for one in group:
        try:
            stretch = _by_itself(one.place) if text is None else places.find(one.place)
        except RowError as error:
            problems.append(Refused(one.where, str(error)))
        else:
            yield from (_Mark(one, said, stretch) for said in one.said)


def _by_itself(place: Selected) -> Stretch:
    """Give what a target says of its position, in whatever unit: a hint for who looks for its words."""
    if not place.exact:
        raise RowError("the text that it is on is not beside the file, and it does not say the words")
    return Stretch(place.start or 0, place.end or len(place.exact))


_Held = list[tuple[Passage, _Mark]]


def _of_person(
    marks: list[_Mark], is_text_known: bool, problems: list[Refused]
) -> Iterator[tuple[_Mark, Sequence[str | None], _Held]]:
    """Give the marks that carry labels, with these and the passages that they hold."""
    fixed = []
    for mark in marks:
        place = mark.annotation.place
        if place.is_whole or (place.start is None and not is_text_known):
            yield mark, mark.said.names or [None], []
        else:
            fixed.append(mark)
    outer, inner = _nested([mark for mark in fixed if mark.may_carry])
    givers = [mark for mark in fixed if not mark.may_carry] + inner
    problems += [
        Refused(mark.annotation.where, "of a passage there is a place for its name only")
        for mark in givers
        if mark.said.comments or mark.said.attributes
    ]
    held, rest = _dealt(outer, givers)
    for mark, passages in zip(outer, held, strict=True):
        passages += [(passage, mark) for passage in mark.passages(mark.passage_names)]
        yield mark, mark.labels or [None], passages
    for passage, mark in rest:
        yield mark._replace(said=Said(mark.said.creator)), [None], [(passage, mark)]


def _nested(marks: list[_Mark]) -> tuple[list[_Mark], list[_Mark]]:
    """Part marks from those that stand inside another one, both in the order of the text."""
    outer: list[_Mark] = []
    inner: list[_Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.stretch.start, -mark.stretch.end)):
        last = outer[-1].stretch if outer else Stretch(0, 0)
        if mark.annotation.is_ours or mark.stretch.end > last.end or mark.stretch == last:
            outer.append(mark)
        else:
            inner.append(mark)
    return outer, inner


def _dealt(outer: list[_Mark], givers: list[_Mark]) -> tuple[list[_Held], _Held]:
    """Deal passages to the marks that hold them: our own by their unit, others by where they are."""
    held: list[_Held] = [[] for _ in outer]
    of_unit = {mark.annotation.unit: place for place, mark in enumerate(outer) if mark.annotation.is_ours}
    mark_of: dict[Passage, _Mark] = {}
    for mark in givers:
        place = of_unit.get(mark.annotation.unit) if mark.annotation.is_ours else None
        for passage in mark.passages(mark.said.names):
            if place is None:
                mark_of[passage] = mark
            else:
                held[place].append((passage, mark))
    dealt, rest = in_stretches(mark_of, [(mark.stretch.start, mark.stretch.end) for mark in outer])
    for place, passages in enumerate(dealt):
        held[place] += [(passage, mark_of[passage]) for passage in passages]
    return held, [(passage, mark_of[passage]) for passage in rest]


def _labels(mark: _Mark, names: Sequence[str | None], passages: Sequence[Passage]) -> Iterator[ForeignLabel]:
    """Give the labels of a stretch; the first of several has what else is said."""
    one, said = mark.annotation, mark.said
    attributes = dict(said.attributes)
    if said.comments:
        attributes["comment"] = "\n".join(said.comments)
    start, end = (None, None) if one.place.is_whole else mark.stretch
    quote = one.place.exact or None
    for place, name in enumerate(names):
        first = not place
        yield ForeignLabel(
            one.where,
            name,
            said.creator,
            start,
            end,
            one.unit,
            quote,
            tuple(passages) if first else (),
            attributes if first else {},
        )


def _alone(
    mark: _Mark, names: Sequence[str | None], passages: _Held, blank: ForeignText, problems: list[Refused]
) -> ForeignText:
    """Give a labelled stretch as a text of its own, of which only a hint says where it is."""
    place = mark.annotation.place
    found = []
    for passage, giver in passages:
        inside = within(place.exact, place, giver.annotation.place)
        if inside is None:
            problems.append(Refused(giver.annotation.where, "its words are not in the stretch around it"))
        else:
            found.append(Passage(*inside, passage.name))
    labels = [replace(label, start=None, end=None) for label in _labels(mark, names, found)]
    where = mark.annotation.where
    return replace(blank, where=where, text=place.exact, sha256="", start=place.start, labels=tuple(labels))


def _is_passage(name: str) -> bool:
    return _VARIANT.sub("", name) in _PASSAGE_NAMES
