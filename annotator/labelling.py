"""One annotator at work on one article: what each decision does to the record of a unit."""

from collections.abc import Sequence
from typing import Any

from annotator.attributes import (
    UNLABELLED,
    bare,
    cycled,
    named_relays,
    relayed,
    value_of,
    with_source_of,
    with_values,
)
from annotator.errors import AnnotatorError
from annotator.marking import with_marks, without_marks
from annotator.offering import Offering
from schemas import (
    Attribution,
    Event,
    Mark,
    Origin,
    SourceType,
    Unit,
)

_REPEATED = ("hedge", "check_worthiness", "gap", "mixed", "low_confidence")
"""What is repeated besides label and source; credibility is rated claim by claim."""


class Labelling(Offering):
    """Turns decisions into validated records and stages them; `commit` puts them on the disk.

    Every method that changes something gives the event, or None when nothing changed, and raises
    `AnnotatorError` in one line when the file is read-only or the decision is impossible; nothing has changed
    then. Every call is one step for `undo` and `redo`.
    """

    def warnings(self, unit: Unit) -> tuple[str, ...]:
        """What the annotator may want to look at again in the record of a unit, one line each."""
        record = self.record(unit)
        return tuple(self.codebook.warnings(record)) if record else ()

    def label(self, unit: Unit, name: str, *, same_source: bool = False) -> Event | None:
        """Give a unit a label; attributes that do not apply to it are dropped, flag and comment stay.

        With `same_source`, source, type and chain come from the nearest sourced sentence before it
        (codebook, rule 3); without such a sentence that is an error. What is offered is not taken, whatever
        the label: a record says no more than its annotator did.
        """
        carried = self._carried_over(unit, name) if same_source else None
        return self._change(unit, self._labelled_as(unit, name, carried))

    def label_range(self, units: Sequence[Unit], name: str, same_source: bool = False) -> list[Event]:
        """Give all of these units, in the order of the text, a label: one step for undo and redo.

        With `same_source` they are one quotation or block: where the first has the label already, its source
        is that of the others; else all have that of the sourced sentence before them.
        """
        carried = None
        if same_source and units:
            first = self.record(units[0])
            begins = first is not None and first.label == name
            carried = bare(first.attributions) if first and begins else self._carried_over(units[0], name)
            units = units[1:] if begins else units
        changes = {unit.id: (unit, self._labelled_as(unit, name, carried)) for unit in units}
        return self._change_all(changes)

    def repeat(self, unit: Unit) -> Event | None:
        """Give a unit the label and attributes of the one that was decided last in this session.

        Passages, comment, flag and credibility belong to their sentence and are not repeated.
        """
        units = {other.id: other for other in self.article.units if other.id in self._decided_here}
        for name in reversed(self._decided_here):
            last = self.record(units[name]) if name in units and name != unit.id else None
            if last and last.label:
                same = last.same_source
                carried = self._carried_over(unit, last.label) if same else bare(last.attributions)
                change = self._labelled_as(unit, last.label, carried) | {"same_source": same}
                return self._change(unit, change | {field: getattr(last, field) for field in _REPEATED})
        raise AnnotatorError("nothing to repeat: no other sentence was labelled since the article was opened")

    def set_source_type(self, unit: Unit, source_type: SourceType) -> Event | None:
        """Say of what type the source is; a unit without a label gets the one that sources stand with.

        What is said of a source here, by `relay` and by `set_source` goes on to the units after it that carry
        on the same source, in the same step.
        """

        def said() -> Event | None:
            change = self._with_source_label(unit, "source_type")
            change |= with_values(self._known(unit), source_type=source_type)
            return self._change_source(unit, change)

        return self._say_more(unit, "source_type", said)

    def cycle(self, unit: Unit, field: str, step: int = 1) -> Event | None:
        """Go on to the next value of `hedge`, `check_worthiness` or `directness`, then the default."""
        return self._say_more(unit, field, lambda: self._change(unit, cycled(self.record(unit), field, step)))

    def toggle(self, unit: Unit, field: str) -> Event | None:
        """Set `mixed`, `low_confidence`, `gap`, `source_view` or `flag`, or take it back."""

        def switched() -> Event | None:
            record = self._known(unit)
            return self._change(unit, with_values(record, **{field: not value_of(record, field)}))

        return self._say_more(unit, field, switched)

    def rate(self, unit: Unit, credibility: int | None) -> Event | None:
        """Rate the information from 1 confirmed to 6 cannot be judged (NATO Admiralty); None: not rated."""
        return self._say_more(unit, "credibility", lambda: self._change(unit, {"credibility": credibility}))

    def relay(self, unit: Unit, step: int) -> Event | None:
        """Count so many relays more, or less, between source and outlet; the chain is never below 1."""
        return self._say_more(
            unit, "chain_length", lambda: self._change_source(unit, relayed(self.record(unit), step))
        )

    def set_source(
        self,
        unit: Unit,
        source_id: str | None,
        via: Sequence[str] = (),
        source_type: SourceType | None = None,
    ) -> Event | None:
        """Name the source, and the relays nearest to it first, by their entries in the register.

        Without a `source_type` the unit keeps its own. The chain counts at least the relays named.
        """

        def named() -> Event | None:
            change, record = self._with_source_label(unit, "source_id"), self._known(unit)
            said = {"source_id": source_id, "source_type": source_type or value_of(record, "source_type")}
            change |= with_values(record, **said, **named_relays(record, tuple(via)))
            return self._change_source(unit, change)

        return self._say_more(unit, "source_id", named)

    def named_before(self, unit: Unit) -> str | None:
        """The register entry of the nearest unit before in which a source is named; None without one."""
        for earlier in reversed(self.article.units[: self.article.place(unit.id)]):
            record = self.record(earlier)
            for one in record.attributions if record else ():
                if one.source_id:
                    return one.source_id
        return None

    def mark(self, unit: Unit, *marks: Mark, instead_of: Mark | None = None) -> Event | None:
        """Mark passages, `instead_of` one that is marked; see `annotator.marking.with_marks`.

        A source, cue or content on a unit without a label gives it the one that sources stand with.
        """
        change: dict[str, Any] = {}
        for mark in marks:
            if mark.role.is_bias:
                self._refuse_unless(unit, "bias")
            else:
                change |= self._with_source_label(unit, "attributions")
        return self._change(unit, change | with_marks(self._known(unit), marks, unit, instead_of=instead_of))

    def unmark(self, unit: Unit, *marks: Mark) -> Event | None:
        """Take the marks from passages."""
        self._refuse_while_waiting(unit)
        return self._change(unit, without_marks(self._known(unit), marks, unit))

    def confirm(self, unit: Unit) -> Event | None:
        """Say that what was decided about a unit before holds for it as it is now; see `waiting`.

        Raises `AnnotatorError` when nothing waits that can be confirmed as it is.
        """
        waiting = self.waiting(unit)
        if waiting is None or not waiting.confirmable:
            raise AnnotatorError("nothing to confirm here: give the sentence a label")
        return self._change(unit, {"label": waiting.record.label})

    def comment(self, unit: Unit, text: str) -> Event | None:
        """Set a unit's comment; an empty one removes it."""
        self._refuse_while_waiting(unit)
        return self._change(unit, {"comment": text})

    def _labelled_as(
        self, unit: Unit, name: str, carried: tuple[Attribution, ...] | None = None
    ) -> dict[str, Any]:
        """The fields that change with a label; `carried` is the source of a sentence before it."""
        record = self._known(unit)
        change: dict[str, Any] = {"label": name, "same_source": carried is not None}
        if carried is not None or (record and record.same_source):
            change["attributions"] = with_source_of(record.attributions if record else (), carried or ())
        if record and record.origin is Origin.IMPORTED:
            change["origin"] = Origin.MANUAL
        return change | self._attributes.dropped_by(name)

    def _with_source_label(self, unit: Unit, field: str) -> dict[str, Any]:
        """Give a unit without a label the one that sources stand with; refuse where sources do not apply."""
        self._refuse_unless(unit, field)
        record = self._known(unit)
        if record and record.label:
            return {}
        if self.source_label is None:
            raise AnnotatorError(UNLABELLED)
        return self._labelled_as(unit, self.source_label)

    def _change_source(self, unit: Unit, change: dict[str, Any]) -> Event | None:
        """Change the source of a unit, and of those after it that carry on the same one."""
        changes = {unit.id: (unit, change)}
        record = self.record(unit)
        before, after = bare(record.attributions) if record else (), bare(change["attributions"])
        for later in self.article.units[self.article.place(unit.id) + 1 :] if record else ():
            found = self.record(later)
            if found is None or record is None or found.label != record.label:
                continue
            if not found.same_source or bare(found.attributions)[:1] != before[:1]:
                break
            changes[later.id] = (later, {"attributions": with_source_of(found.attributions, after)})
        events = self._change_all(changes)
        if events:
            self._note_decided(unit)
        return events[0] if events else None
