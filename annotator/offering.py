"""What may be said of a unit now, what is offered for it, and what taking the offer does."""

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

from annotator.attributes import Attributes, bare, value_of, with_source_of
from annotator.deciding import Deciding
from annotator.errors import AnnotatorError
from annotator.store import LabelStore
from schemas import Article, Attribution, Cause, Codebook, Event, Origin, Suggestion, Unit

_WAITS = "its label waits to be confirmed: confirm it, or give another one, first"
_NAMES_SOURCE = ("attributions", "source_type", "source_id")
"""To say who it is from is to say that it has a source."""


class Offering(Deciding):
    """Decides with what is offered at hand: an offer is taken, or what is said of it takes it along."""

    def __init__(
        self, article: Article, codebook: Codebook, store: LabelStore, clock: Callable[[], float] = monotonic
    ) -> None:
        """Work on `article` with the labels in `store`; `clock` gives seconds and never goes back."""
        super().__init__(article, codebook, store, clock)
        self._attributes = Attributes(codebook)

    @property
    def source_label(self) -> str | None:
        """The label that sources and their passages stand with; None in a codebook without such a one."""
        return self._attributes.source_label

    def applies(self, unit: Unit, field: str) -> bool:
        """Whether a field of the record, or of its attribution, may be set now.

        So it may be for what names the source of a unit without a label, which gives it one, and for what
        belongs to a label that is offered: that is taken with it.
        """
        return not self.why_not(unit, field)

    def why_not(self, unit: Unit, field: str) -> str:
        """Say why a field of a unit cannot be set now; empty: it can."""
        waiting = self.waiting(unit)
        if waiting and waiting.record.label:
            return _WAITS
        record = self.record(unit)
        label = record.label if record else None
        if label is None:
            offer = self.suggestion(unit)
            label = offer.label if offer and self._belongs(field, offer.label) else None
            if field in _NAMES_SOURCE:
                label = self.source_label
        return self._attributes.why_not(field, label)

    def value(self, unit: Unit, field: str) -> Any:
        """What is said of a unit in a field of the record or of its first attribution, or offered.

        `cycle` and `relay` go on from there. Raises `AnnotatorError` where the offer cannot be taken.
        """
        offer = self.suggestion(unit)
        if offer and offer.label and self._belongs(field, offer.label):
            taken = self._offered(unit, offer)["attributions"]
            return value_of(offer.model_copy(update={"attributions": taken}), field)
        return value_of(self._known(unit), field)

    def offer(self, suggestions: Mapping[str, Suggestion], version: str) -> None:
        """Offer these suggestions, by unit id, made by a suggester of this version, instead of all others.

        What was offered is kept with the decision. A label that is not in the codebook is not offered.
        """
        self._offers.put(suggestions, version, self.codebook)

    def suggestion(self, unit: Unit) -> Suggestion | None:
        """What is offered for a unit, while it has no label and none that waits to be confirmed."""
        offer = self._offers.of(unit)
        known = self._known(unit) if offer else None
        return None if known and known.label else offer

    def offered(self, unit: Unit) -> Suggestion | None:
        """What was offered for a unit, whatever was decided about it: its passages may still be of use."""
        return self._offers.of(unit)

    def accept(self, unit: Unit) -> Event | None:
        """Take what is offered for a unit: label, source and passages; raises when no label is offered."""
        offer = self.suggestion(unit)
        if offer is None or offer.label is None:
            raise AnnotatorError("no label is offered here: give the sentence one")
        return self._change(unit, self._offered(unit, offer), Cause.SUGGESTION)

    def _offered(self, unit: Unit, offer: Suggestion) -> dict[str, Any]:
        """The fields that change when an offer with a label is taken, as far as the codebook has them."""
        if offer.label is None:
            return {}
        attributions, bias = (
            () if self._attributes.why_not(field, offer.label) else getattr(offer, field)
            for field in ("attributions", "bias")
        )
        if offer.same_source:
            attributions = with_source_of(attributions, self._carried_over(unit, offer.label))
        known = self._known(unit)
        marked = known.bias if known else ()
        said = {
            "attributions": attributions,
            "bias": (*marked, *(mark for mark in bias if mark not in marked)),
            "same_source": offer.same_source,
            "origin": Origin.SUGGESTION_ACCEPTED,
        }
        return {"label": offer.label} | said | self._attributes.dropped_by(offer.label)

    def _say_more(self, unit: Unit, field: str, decide: Callable[[], Event | None]) -> Event | None:
        """Say something beside the label; where that is only offered, it is taken first, in the same step."""
        self._refuse_unless(unit, field)
        offer = self.suggestion(unit)
        if offer is None or not self._belongs(field, offer.label):
            return decide()
        taken = self.accept(unit)
        try:
            event = decide()
        except AnnotatorError:
            if taken:
                self.undo()
            raise
        self._join_steps(taken, event)
        return event or taken

    def _belongs(self, field: str, label: str | None) -> bool:
        """Whether a field says something of this label, not of the sentence whatever its label."""
        if label is None or field in ("flag", "comment", "bias"):
            return False
        return not self._attributes.why_not(field, label)

    def _refuse_unless(self, unit: Unit, field: str) -> None:
        if problem := self.why_not(unit, field):
            raise AnnotatorError(problem)

    def _refuse_while_waiting(self, unit: Unit) -> None:
        """What is said beside a label must not confirm it, nor take its place."""
        waiting = self.waiting(unit)
        if waiting and waiting.record.label:
            raise AnnotatorError(_WAITS)

    def _carried_over(self, unit: Unit, name: str) -> tuple[Attribution, ...]:
        """The attribution of the nearest unit before with this label, without spans: those are elsewhere."""
        for earlier in reversed(self.article.units[: self.article.place(unit.id)]):
            record = self.record(earlier)
            if record and record.label == name:
                return bare(record.attributions)
        title = self.codebook.label(name).title
        raise AnnotatorError(f"no {title} sentence before this one: label that first, or give {title} here")
