"""What is decided about the current sentence, what else can be said of it, and the rules to decide by."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import ClassVar

from textual.reactive import reactive

from annotator.tui.keymap import first_keys, way_to
from annotator.tui.widgets.chips import CHIP_CLASSES, chip_class
from annotator.tui.widgets.inspected import TYPES, InspectorState, attributes, changes, marks
from annotator.tui.widgets.linepane import Line, LinePane, cells, cut, wrapped
from annotator.tui.widgets.wrapping import shortened, shown, wrap
from annotator.waiting import Waiting
from schemas import Codebook, CodebookLabel, CodebookRule, SourceType, UnitKind

_STRONG, _QUIET, _ALERT = "inspector--strong", "inspector--quiet", "inspector--alert"
_KEY_CELLS = 6
_NAME_CELLS = 17
_LEAST_CELLS = 12
_COMMENT_LINES = 3
_DECISION_LINES = 3
_BLANK: Line = ()
_OF_SOURCE = ("source", "type")
"""Actions of the facts that say who it is."""


class Inspector(LinePane):
    """A pane beside the text, or a strip below it where the terminal is narrow."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {_STRONG, _QUIET, _ALERT, *CHIP_CLASSES}

    compact: reactive[bool] = reactive(False, repaint=False)
    """A strip instead of a pane."""

    def __init__(self, codebook: Codebook) -> None:
        """Explain the labels of `codebook`, and the keys of the screen that it stands on."""
        super().__init__()
        self._codebook = codebook
        self._titles = {label.name: label.title for label in codebook.labels}
        self._state: InspectorState | None = None

    def show_unit(self, state: InspectorState) -> None:
        """Show another sentence, or the same one after a decision."""
        self._state = state
        self.show_lines()

    def watch_compact(self) -> None:
        """Draw the other form."""
        self.show_lines()

    def lines(self, width: int, height: int) -> Iterable[Line]:
        """Give pane or strip."""
        if self._state is None:
            return ()
        return (self._strip if self.compact else self._pane)(self._state, width, height)

    # The strip

    def _strip(self, state: InspectorState, width: int, height: int) -> Iterator[Line]:
        """The label with its definition; below, what else was said or is asked, most urgent first.

        What is to be confirmed, and how, takes all lines where it needs them.
        """
        decision = self._decision(state)
        told = list(self._told(state, width))
        if not told and (state.waiting or state.suggestion) and not state.label:
            first, *more = wrapped(decision, width)
            rest = tuple(piece for line in more for piece in ((" ", ""), *line))[1:]
            yield first
            yield cut(rest, width) if rest else self._question(_QUIET)
            return
        if told and cells(_joined(told)) > width:
            # What was decided goes before what the label means.
            first, *more = wrapped((decision[0], ("  ", ""), *_joined(told)), width)
            yield first
            yield cut(tuple(piece for line in more for piece in ((" ", ""), *line))[1:], width)
            return
        yield cut(decision, width)
        yield cut(_joined(told) if told else self._question(_QUIET), width)

    def _told(self, state: InspectorState, width: int) -> Iterator[Line]:
        yield from self._remarks(state, width)
        # The source is drawn in the text too, so that it can stand behind what is seen here alone.
        facts = sorted(attributes(state, self._codebook), key=lambda fact: fact.action in _OF_SOURCE)
        source = next((fact.value for fact in facts if fact.action == "source"), "")
        for fact in facts:
            if not fact.default and not (fact.action == "type" and fact.value in source):
                yield (f"{fact.name} ", _QUIET), (shown(fact.value), "")
        for role, words in marks(state):
            yield (f"{role} ", _QUIET), (f"“{shown(words)}”", "")

    # The pane

    def _pane(self, state: InspectorState, width: int, height: int) -> Iterator[Line]:
        """What fits; a line that points to help in the place of what does not."""
        found: list[Line] = []
        for line in self._paragraphs(state, width):
            found += wrapped(line, width)
            if len(found) > height:
                yield from found[: height - 1]
                yield ((f"… more: {way_to('help', self._keys)}", _QUIET),)
                return
        yield from found

    def _paragraphs(self, state: InspectorState, width: int) -> Iterator[Line]:
        yield ((self._where(state), _QUIET),)
        yield _BLANK
        decision = wrapped(self._decision(state), width)
        yield from decision
        if not state.label:
            # What is below stands still while suggestions of different length come and go.
            yield from [_BLANK] * (_DECISION_LINES - len(decision))
        yield from _after_blank(self._remarks(state, width))
        if state.label:
            yield from _after_blank(self._facts(state, width))
            yield from self._types(state)
            yield from _after_blank(self._marks(state, width))
        yield from _after_blank(self._history(state))
        yield from self._deciding(state)

    def _where(self, state: InspectorState) -> str:
        article, unit = state.article, state.unit
        what = f"quotation {unit.quotation}" if unit.quotation else unit.kind
        kind = "" if unit.kind is UnitKind.SENTENCE else f" ({what})"
        count, place = len(article.units), article.place(unit.id) + 1
        number = "" if place == unit.number else f", number {unit.number}"
        return f"sentence {place} of {count}{number}{kind}, paragraph {unit.paragraph}"

    def _remarks(self, state: InspectorState, width: int) -> Iterator[Line]:
        """Warnings, flag and comment."""
        if state.of_range:
            yield ((f"range of {state.of_range}: a label key labels them all", _ALERT),)
        for warning in state.warnings:
            yield ((warning, _ALERT),)
        record = state.record
        if record and record.flag:
            yield (("flagged", _ALERT),)
        if record and record.comment:
            yield ("comment ", _QUIET), (shortened(shown(record.comment), _COMMENT_LINES * width), "")

    def _facts(self, state: InspectorState, width: int) -> Iterator[Line]:
        """Each attribute: its key, its name, and its value beside them."""
        for fact in attributes(state, self._codebook):
            head = f"{self._keys.get(fact.action, ''):<{_KEY_CELLS}}{fact.name:<{_NAME_CELLS}}"
            value = shown(fact.value)
            for start, end in wrap(value, max(_LEAST_CELLS, width - len(head))):
                yield (head, _QUIET), (value[start:end], _QUIET if fact.default else "")
                head = " " * len(head)

    def _types(self, state: InspectorState) -> Iterator[Line]:
        """The source types with their keys, while none is given."""
        if any(fact.action == "type" and fact.default for fact in attributes(state, self._codebook)):
            for kind in SourceType:
                key = f"{self._keys.get(f'type-{kind}', ''):>{_KEY_CELLS + 1}} "
                yield (key, _STRONG), (TYPES[kind], "")

    def _marks(self, state: InspectorState, width: int) -> Iterator[Line]:
        for role, words in marks(state):
            quoted = shortened(shown(words), 2 * width - len(role) - 4)
            yield (f"{role} ", _QUIET), (f"“{quoted}”", "")

    def _deciding(self, state: InspectorState) -> Iterator[Line]:
        """The rules that lead to the label given, in full; without one, the labels and all rules in order."""
        yield _BLANK
        if state.label:
            for rule in self._codebook.rules:
                if rule.decides == state.label:
                    yield ((self._titled(rule), _STRONG),)
                    yield ((rule.text, ""),)
                    if rule.examples:
                        yield ((f"For example: {rule.examples[0]}", _QUIET),)
            return
        yield self._question(_STRONG)
        for label in self._codebook.labels:
            yield (f" {label.title} ", self._chip(label)), (f" {label.definition}", "")
        yield from _after_blank(((self._titled(rule), _QUIET),) for rule in self._codebook.rules)

    def _titled(self, rule: CodebookRule) -> str:
        arrow = f" → {self._titles[rule.decides]}" if rule.decides else ""
        return f"{rule.number}  {rule.title}{arrow}"

    def _history(self, state: InspectorState) -> Iterator[Line]:
        """The latest changes, and the time that the sentence took."""
        said = list(changes(state, self._titles, datetime.now(UTC)))
        if state.record and state.record.seconds >= 1:
            said.append(f"{state.record.seconds:.0f} s")
        if said:
            yield (("; ".join(said), _QUIET),)

    # What both say

    def _decision(self, state: InspectorState) -> Line:
        """The label as a chip with its definition, what is offered, or that there is none yet."""
        record = state.record
        if record is None or record.label is None:
            if state.waiting and state.waiting.labels:
                return self._to_be_confirmed(state.waiting)
            return self._offered(state) if state.suggestion else (("not labelled yet", _QUIET),)
        label = self._codebook.label(record.label)
        carried = record.same_source and bool(label.same_source_key)
        title = f"{label.title}, same source" if carried else label.title
        definition = label.same_source_definition if carried else label.definition
        return (f" {title} ", self._chip(label)), (f" {definition}", "")

    def _offered(self, state: InspectorState) -> Line:
        """What is suggested, why, and how to take it."""
        offer = state.suggestion
        if offer is None or offer.label is None:
            reason = f": {offer.reason}" if offer else ""
            return ((f"not labelled yet; no suggestion{shown(reason)}", _QUIET),)
        title = self._titles.get(offer.label, offer.label) + (", same source" if offer.same_source else "")
        how = f"{way_to('accept', self._keys)} accepts"
        sure = f"{offer.confidence:.0%}"
        return (f"{title}? ", _STRONG), (f"{shown(offer.reason)} ({sure}); ", ""), (how, _STRONG)

    def _to_be_confirmed(self, waiting: Waiting) -> Line:
        """The old label, what happened since, and what to do."""
        titles = [self._titles.get(name, name) for name in waiting.labels]
        if waiting.confirmable:
            how = f"{way_to('accept', self._keys)} confirms"
        else:
            how = "label it again" if len(titles) == 1 else "give one label for the whole"
        lost = f"; {waiting.lost} marked passages fall away" if waiting.lost else ""
        return ((f"{', '.join(titles)}, to be confirmed: {waiting.reason}{lost}; {how}", _ALERT),)

    def _question(self, look: str) -> Line:
        return ((self._codebook.question, look),)

    @cached_property
    def _keys(self) -> dict[str, str]:
        return first_keys(self.screen)

    def _chip(self, label: CodebookLabel) -> str:
        return chip_class(self._codebook, label.name)


def _after_blank(lines: Iterable[Line]) -> Iterator[Line]:
    """Put an empty line before some, if there are any."""
    for place, line in enumerate(lines):
        if not place:
            yield _BLANK
        yield line


def _joined(lines: Iterable[Line]) -> Line:
    """Put lines behind one another."""
    return tuple(piece for line in lines for piece in (("  ", ""), *line))[1:]
