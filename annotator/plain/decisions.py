"""What is said of the current sentence in line mode: label, attributes, marks, comment, undo."""

from collections.abc import Callable, Iterator

from annotator.errors import AnnotatorError
from annotator.labelling import Labelling
from annotator.marking import marks_of
from annotator.plain import words
from annotator.plain.desk import Desk
from annotator.plain.quoting import find_words
from annotator.plain.typed import one_of, whole_number
from schemas import Directness, Event, Hedge, Mark, PropagandaTechnique, Role, SourceType, Span, Unit

Lines = Iterator[str]
Does = Callable[[Desk, str], Lines]
"""What a command does: it takes what follows its word, and gives the lines to print."""


def give(desk: Desk, name: str, same_source: bool) -> Lines:
    """Label the sentence and go on; the same label again changes nothing and goes on, too."""
    desk.decide(lambda labelling, unit: labelling.label(unit, name, same_source=same_source))
    yield desk.saved(f"Label: {words.title(desk.labelling.codebook, name, same_source)}.")
    yield from desk.go_on()


def _decided(desk: Desk, decision: Callable[[Labelling, Unit], Event | None], otherwise: str) -> Lines:
    """Make a decision that says something more of the sentence, and say all that is decided about it."""
    if not desk.decide(decision):
        yield f"{otherwise}; nothing changed."
        return
    yield desk.saved(_all_said(desk))


def _all_said(desk: Desk) -> str:
    """All that is decided about the current sentence."""
    return " ".join(words.decided(desk.labelling, desk.unit, desk.name_of))


def source_type(desk: Desk, rest: str) -> Lines:
    """Say of what type the source is, by number or name; a sentence without a label is left with it."""
    kinds, place = list(SourceType), whole_number(rest) or 0
    kind = kinds[place - 1] if 1 <= place <= len(kinds) else one_of(kinds, rest, "type")
    labelled = desk.labelling.is_labelled(desk.unit)
    yield from _decided(
        desk, lambda labelling, unit: labelling.set_source_type(unit, kind), "It has this type"
    )
    if not labelled:
        yield from desk.go_on()


def who(desk: Desk, rest: str) -> Lines:
    """Name the source by its entry in the register, `via` relays; `-` is nobody."""
    from annotator.sources import Answer, choices, names_in, settle

    name, _, relays = f" {rest} ".partition(" via ")
    if not rest:
        raise AnnotatorError("who said it? e.g.: who the harbour office via Radio Halm")
    register = desk.project.sources

    def decide(labelling: Labelling, unit: Unit) -> Event | None:
        if name.strip() == "-" or not labelling.applies(unit, "source_id"):
            return labelling.set_source(unit, None)  # which says why not, where it may not be set
        choice = choices(register, name)[0]
        kind = labelling.value(unit, "source_type")
        answer = Answer(choice, names_in(relays), kind)
        if known := choice.source:
            answer = Answer(
                choice, names_in(relays), known.source_type or kind, known.reliability, known.note
            )
        settled = settle(register, answer, labelling.store.annotator)
        return labelling.set_source(unit, settled.source_id, settled.via, kind or settled.source_type)

    return _decided(desk, decide, "It says so already")


def typed_by_number(number: int) -> Does:
    """Make the command that says that the source is of the type with this number."""
    return lambda desk, rest: source_type(desk, str(number))


def _round(field: str, values: dict[str, object], desk: Desk, rest: str) -> Lines:
    """Go on to the next value of an attribute, or to the one that is named."""

    def decide(labelling: Labelling, unit: Unit) -> Event | None:
        if not rest:
            return labelling.cycle(unit, field)
        order = list(values.values())
        wanted = values[one_of(list(values), rest, field.replace("_", " "))]
        now = labelling.value(unit, field)
        return labelling.cycle(unit, field, order.index(wanted) - (order.index(now) if now in order else 0))

    return _decided(desk, decide, "It is so")


def hedge(desk: Desk, rest: str) -> Lines:
    """How the claim is put."""
    return _round("hedge", {"certain": None, "hedged": Hedge.HEDGED, "denied": Hedge.DENIED}, desk, rest)


def worth(desk: Desk, rest: str) -> Lines:
    """How much it matters."""
    return _round("check_worthiness", {"1": None, "2": 2, "0": 0}, desk, rest)


def directness(desk: Desk, rest: str) -> Lines:
    """Whether it is the source's words or a report of them."""
    return _round("directness", {str(value): value for value in Directness}, desk, rest)


def credibility(desk: Desk, rest: str) -> Lines:
    """Rate the information."""
    value = whole_number(rest)
    if value is None or value > 6:
        raise AnnotatorError("credibility goes from 1, confirmed, to 6, cannot be judged; 0 takes it away")
    return _decided(desk, lambda labelling, unit: labelling.rate(unit, value or None), "It is so")


def relay(desk: Desk, rest: str) -> Lines:
    """How long the chain from the source to the outlet is."""

    def decide(labelling: Labelling, unit: Unit) -> Event | None:
        if not rest:
            return labelling.relay(unit, 1)
        length = whole_number(rest)
        if not length:
            raise AnnotatorError("say how long the chain is, 1 without a relay: relay 2")
        return labelling.relay(unit, length - labelling.value(unit, "chain_length"))

    return _decided(desk, decide, "The chain is so long")


def toggle(field: str) -> Does:
    """Make the command that sets a field or takes it back."""
    return lambda desk, rest: _decided(
        desk, lambda labelling, unit: labelling.toggle(unit, field), "It is so"
    )


def mark(role: Role) -> Does:
    """Make the command that marks quoted words of the sentence in a role."""

    def marked(desk: Desk, rest: str) -> Lines:
        technique = None
        if role is Role.PROPAGANDA and ":" in rest:
            name, _, rest = rest.partition(":")
            technique = one_of(list(PropagandaTechnique), name, "technique")
        start, end = find_words(desk.labelling.article.unit_text(desk.unit), rest)
        span = Span(start=desk.unit.start + start, end=desk.unit.start + end)
        made = Mark(role=role, span=span, technique=technique)
        return _decided(desk, lambda labelling, unit: labelling.mark(unit, made), "It is marked so")

    return marked


def unmark(desk: Desk, rest: str) -> Lines:
    """Take marks away: all, all in a role, or those on the words quoted."""
    known = ("", "all", *Role)
    place = None if rest in known else find_words(desk.labelling.article.unit_text(desk.unit), rest)

    def meant(mark: Mark) -> bool:
        if place is None:
            return rest in ("", "all", mark.role)
        return (mark.span.start - desk.unit.start, mark.span.end - desk.unit.start) == place

    def decide(labelling: Labelling, unit: Unit) -> Event | None:
        return labelling.unmark(unit, *filter(meant, marks_of(labelling.record(unit))))

    return _decided(desk, decide, "No such mark is here")


def comment(desk: Desk, rest: str) -> Lines:
    """Set, read or remove the comment."""
    record = desk.labelling.record(desk.unit)
    now = record.comment if record else ""
    if not rest:
        yield f"Comment: {now}" if now else "No comment here; x and some words make one."
        return
    text = "" if rest == "-" else rest
    yield from _decided(
        desk, lambda labelling, unit: labelling.comment(unit, text), "There is no other comment"
    )


def remove(desk: Desk, rest: str) -> Lines:
    """Take the label and all else away."""
    return _decided(desk, lambda labelling, unit: labelling.remove(unit), "Nothing is decided here")


def accept(desk: Desk, rest: str) -> Lines:
    """Take what is offered, or let the label hold that waits to be confirmed."""

    def decide(labelling: Labelling, unit: Unit) -> Event | None:
        return labelling.confirm(unit) if labelling.waiting(unit) else labelling.accept(unit)

    desk.decide(decide)
    yield desk.saved(_all_said(desk))
    yield from desk.go_on()


def repeat(desk: Desk, rest: str) -> Lines:
    """The last label and attributes for this sentence."""
    desk.decide(lambda labelling, unit: labelling.repeat(unit))
    yield desk.saved(_all_said(desk))
    yield from desk.go_on()


def undo(desk: Desk, rest: str) -> Lines:
    """Take the last decision back."""
    return _back(desk, Labelling.undo, "undone")


def redo(desk: Desk, rest: str) -> Lines:
    """Bring back what undo took."""
    return _back(desk, Labelling.redo, "done again")


def _back(desk: Desk, change: Callable[[Labelling], Event | None], what: str) -> Lines:
    """Undo or redo, and go where that was."""
    events: list[Event] = []

    def decide(labelling: Labelling, unit: Unit) -> Event | None:
        event = change(labelling)
        events.extend([event] if event else [])
        return event

    if not desk.decide(decide):
        yield f"Nothing can be {what}."
        return
    yield desk.saved(f"{what.capitalize()}.")
    units = [unit.id for unit in desk.labelling.article.units]
    if events[0].unit in units:
        yield from desk.go(units.index(events[0].unit))
