"""What the adjudication screen says of one sentence: votes, gold label, what to settle it by."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from annotator.adjudication.golden import GoldLabelling
from annotator.adjudication.items import Item, State, changes
from annotator.compare.rules import parted
from annotator.compare.states import state_of
from annotator.tui.widgets.grounds import Grounds
from annotator.tui.widgets.linepane import Line, Piece
from schemas import Adjudication, Annotation, DisagreementReason, GoldOrigin, Unit

REASONS = {
    DisagreementReason.AMBIGUOUS_TEXT: "ambiguous text",
    DisagreementReason.CODEBOOK_GAP: "codebook gap",
    DisagreementReason.SLIP: "a slip of one of them",
    DisagreementReason.SUBJECTIVE: "legitimately subjective",
}
"""Why annotators disagree, in words."""
_SURE = 0.99
_LETTERS = 3
"""Signs of labels in the margin of a sentence that is not settled."""
_STRONG, _QUIET, _ALERT = "versions--strong", "versions--quiet", "versions--alert"


class GoldWords:
    """Says it of the units of one article."""

    def __init__(self, labelling: GoldLabelling, shown: Mapping[str, str]) -> None:
        """Tell of the gold labels of an article; `shown` are the names to show for the annotators."""
        self._labelling = labelling
        self._shown = shown

    def head(self, unit: Unit, item: Item | None) -> Iterator[Piece]:
        """The state of the unit, what is suggested, where annotators parted, what changed."""
        votes = [vote.label for vote in self._labelling.votes(unit)]
        for line in self._changed_since(unit)[:1]:
            yield f"changed since: {line}   ", _ALERT
        yield _in_words(votes), _STRONG
        if self._labelling.is_labelled(unit):
            yield "   gold ", _QUIET
            yield self.gold(unit), ""
        if item and item.suggestion and not self._labelling.is_settled(unit):
            label, probability = item.suggestion
            yield "   suggested: ", _QUIET
            yield f"{self._title(label)} ({_percent(probability)})", ""
        if item and item.fields:
            yield f"   they differ in {', '.join(_plain(name) for name in item.fields)}", ""
        rule = parted(self._labelling.codebook, self._labelling.versions(unit).values())
        if rule is not None:
            known = next((one.title for one in self._labelling.codebook.rules if one.number == rule), "")
            yield f"   they part at rule {rule}, {known}", _QUIET

    def rule(self, unit: Unit) -> Line:
        """The rule at which annotators parted, in full."""
        number = parted(self._labelling.codebook, self._labelling.versions(unit).values())
        rules = self._labelling.codebook.rules
        found = next((one for one in rules if number is not None and one.number == number), None)
        return ((f"Rule {found.number}, {found.title}: ", _STRONG), (found.text, "")) if found else ()

    def gold(self, unit: Unit) -> str:
        """What the gold label rests on, or that there is none, with what the adjudicator says of it."""
        decision = self._labelling.decision(unit)
        if decision is None:
            return "not settled"
        settled = self._labelling.is_labelled(unit) or decision.origin is GoldOrigin.DECLINED
        said = [self._rests_on(decision)] if settled else ["not settled"]
        return "; ".join(
            (*said, *(f"{what} {words}".strip() for what, words in self._explained_so(decision)))
        )

    def _rests_on(self, decision: Adjudication) -> str:
        if decision.origin is GoldOrigin.UNANIMOUS:
            differ = ", ".join(_plain(name) for name in decision.open)
            return "all agree" + (f", but for {differ}" if differ else "")
        if decision.origin is GoldOrigin.MAJORITY:
            return f"by majority, {decision.adjudicator}"
        taken = (
            f", as {self._shown.get(decision.taken_from, decision.taken_from)}" if decision.taken_from else ""
        )
        declined = "no right label, " if decision.origin is GoldOrigin.DECLINED else ""
        return f"{declined}by {decision.adjudicator}{taken}"

    def _explained_so(self, decision: Adjudication) -> Iterator[tuple[str, str]]:
        if decision.reason:
            yield "", REASONS[decision.reason]
        if decision.needs_change is not None:
            yield "", f"rule {decision.needs_change} needs a change"
        if decision.note:
            yield "note:", decision.note

    def grounds(self, unit: Unit, names: Sequence[str]) -> Grounds:
        """What to settle it by, with the comments in the order of these annotators."""
        said = self._labelling.versions(unit)
        decision = self._labelling.decision(unit)
        votes = Counter(vote.label for vote in self._labelling.votes(unit))
        return Grounds(
            self._labelling.article,
            unit,
            parted(self._labelling.codebook, said.values()),
            self._changed_since(unit),
            tuple(label for label, _ in votes.most_common()),
            {self._shown.get(name, name): said[name].comment for name in names if said[name].comment},
            tuple(self._explained_so(decision)) if decision else (),
        )

    def _changed_since(self, unit: Unit) -> tuple[str, ...]:
        return changes(self._labelling.record(unit), self._labelling.versions(unit), self._shown)

    def _title(self, label: str) -> str:
        codebook = self._labelling.codebook
        return codebook.label(label).title if label in codebook.label_names else label

    def signs(self, unit: Unit, record: Annotation | None) -> str:
        """What stands in the margin: the letters of the labels given, most frequent first."""
        if record and record.adjudication and record.adjudication.origin is GoldOrigin.DECLINED:
            return "–"
        keys = {label.name: label.key.upper() for label in self._labelling.codebook.labels}
        counts = Counter(vote.label for vote in self._labelling.votes(unit))
        signs = [keys.get(label, "?") for label, _ in counts.most_common()]
        return "".join(signs[:_LETTERS])


def _in_words(votes: Sequence[str]) -> str:
    """The state of votes, and how they stand."""
    state = state_of(votes)
    counts = ":".join(str(count) for _, count in Counter(votes).most_common())
    if state is State.NONE:
        return "nobody has labelled it"
    if state is State.SINGLE:
        return "one label"
    return f"{state} {counts}" if state is not State.UNANIMOUS else f"all {len(votes)} agree"


def _percent(probability: float) -> str:
    """Never a certainty, which such a probability is not."""
    return f"{probability:.0%}" if probability < _SURE else f"over {_SURE:.0%}"


def _plain(name: str) -> str:
    return name.replace("_", " ")
