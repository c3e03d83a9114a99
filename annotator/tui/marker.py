"""What is chosen in one sentence, what is marked and suggested there, and which mark a role key makes."""

from collections.abc import Callable

from annotator.labelling import Labelling
from annotator.marking import marks_of
from annotator.tui.chosen import Chosen, Step, Steps
from schemas import Mark, PropagandaTechnique, Role, Span, Unit

_ROLES = tuple(Role)
_STEPS = tuple(Step)


class Marker:
    """The choice of words in one unit; it decides nothing itself."""

    def __init__(self, labelling: Callable[[], Labelling], unit: Unit) -> None:
        """Begin at what is suggested and not marked yet, or else after the last mark."""
        self._labelling = labelling
        self.unit = unit
        self.text = labelling().article.unit_text(unit)
        self.step = Step.WORD
        self._steps = Steps(self.text)
        self.at: Mark | None = None
        """The mark or suggestion that the choice came from, while only its ends are moved."""
        self.attribution = 0
        """Which source of the sentence, from 0, the next source, cue or content belongs to."""
        ranges = self._steps[Step.WORD]
        after = max((mark.span.end for mark in self.marks()), default=unit.start) - unit.start
        self.chosen = Chosen(*next((one for one in ranges if one[0] >= after), ranges[0]))
        self.take_offer()

    def marks(self) -> tuple[Mark, ...]:
        """What is marked, in the order of the text."""
        return marks_of(self._labelling().record(self.unit))

    def offers(self) -> list[Mark]:
        """What is suggested, may be marked, and has no mark of its role yet: sources first."""
        labelling, marks = self._labelling(), self.marks()
        offers = [
            offer
            for offer in marks_of(labelling.offered(self.unit))
            if not any(_settles(mark, offer) for mark in marks)
            and labelling.applies(self.unit, "bias" if offer.role.is_bias else "attributions")
        ]
        return sorted(offers, key=lambda offer: (_ROLES.index(offer.role), *_order(offer)))

    def sources(self) -> int:
        """How many sources the sentence has, in the sense of the attributions of its record."""
        record = self._labelling().record(self.unit)
        return len(record.attributions) if record else 0

    def span(self) -> Span:
        """What is chosen, in the article."""
        return Span(start=self.unit.start + self.chosen.start, end=self.unit.start + self.chosen.end)

    def under_choice(self) -> Mark | None:
        """The mark that is chosen, or else the shortest of those that the chosen words touch."""
        marks, span = self.marks(), self.span()
        if self.at in marks:
            return self.at
        touched = [mark for mark in marks if _touch(mark.span, span)]
        return min(touched, key=lambda mark: mark.span.end - mark.span.start, default=None)

    def is_at_offer(self) -> bool:
        """Whether what is chosen came from a suggestion that is not settled yet."""
        return self.at is not None and self.at in self.offers()

    def why_not(self, role: Role) -> str:
        """Say what to do first where the sentence has a label that sources do not stand with."""
        labelling = self._labelling()
        record = labelling.record(self.unit)
        name = labelling.source_label
        if role.is_bias or name is None or not (record and record.label):
            return ""
        if labelling.applies(self.unit, "attributions"):
            return ""
        other, label = labelling.codebook.label(record.label), labelling.codebook.label(name)
        return f"{other.title} has no {role}. Leave, and {label.key} makes it {label.title}."

    def mark_as(self, role: Role, technique: PropagandaTechnique | None = None) -> tuple[Mark, Mark | None]:
        """Give the mark that the chosen words become in a role, and the one that it takes the place of."""
        mark = Mark(
            role=role,
            span=self.span(),
            attribution=0 if role.is_bias else self.attribution,
            technique=technique,
        )
        edited = self.at is not None and _same_part(self.at, mark) and self.at in self.marks()
        return mark, self.at if edited else None

    def stay_at(self, mark: Mark) -> None:
        """Let go of the words that were just marked; whoever takes hold of them again changes that mark."""
        self.chosen = Chosen(self.chosen.start, self.chosen.end)
        made = (one for one in self.marks() if _same_part(one, mark) and _covers(one.span, mark.span))
        self.at = next(made, None)

    def take_offer(self) -> bool:
        """Choose the first suggestion that is not settled yet; False when there is none."""
        offers = self.offers()
        if offers:
            self.come_from(offers[0])
        return bool(offers)

    def next_passage(self, direction: int) -> bool:
        """Choose the next marked or suggested passage, round the end; False when there is none."""
        marks = sorted([*self.marks(), *self.offers()], key=_order)
        if not marks:
            return False
        if self.at is not None and self.at in marks:
            place = marks.index(self.at) + direction
        else:
            before = sum(mark.span.start < self.span().start for mark in marks)
            place = before if direction > 0 else before - 1
        self.come_from(marks[place % len(marks)])
        return True

    def come_from(self, mark: Mark) -> None:
        """Choose a passage, to be changed by its ends."""
        self.at = mark
        self.chosen = Chosen(mark.span.start - self.unit.start, mark.span.end - self.unit.start, held=True)
        if not mark.role.is_bias:
            self.attribution = min(mark.attribution, self.sources())

    def move(self, direction: int, step: Step | None = None) -> None:
        """Move the choice, or its active end when it is held, by `step` or as far as keys go now."""
        ranges = self._steps[step or self.step]
        if self.chosen.held:
            self.chosen = self.chosen.grown(ranges, direction)
        else:
            self.choose(self.chosen.moved(ranges, direction))

    def nudge(self, direction: int) -> None:
        """Move the active end by a character."""
        self.chosen = self.chosen.grown(self._steps[Step.CHARACTER], direction)

    def to_edge(self, direction: int) -> None:
        """Move to the end of the sentence, or to its beginning."""
        self._follow(self.chosen.to_edge(self._steps[self.step], direction))

    def go_to(self, place: int) -> None:
        """Choose the word at the offset `place` of the article, or move the active end to it."""
        word = self._steps.around(place - self.unit.start, place - self.unit.start)
        self._follow(self.chosen.up_to(word) if self.chosen.held else Chosen(*word))

    def active(self) -> int:
        """The offset in the article of the character at the end that moves."""
        chosen = self.chosen
        return self.unit.start + (chosen.end - 1 if chosen.held and chosen.forward else chosen.start)

    def choose(self, chosen: Chosen) -> None:
        """Choose other words, which stand for no mark."""
        self.chosen = chosen
        self.at = None

    def hold(self) -> None:
        """Hold what is chosen, so that its end moves, or let go."""
        self.chosen = Chosen(self.chosen.start, self.chosen.end, held=not self.chosen.held)

    def turn(self) -> None:
        """Move the other end from now on."""
        self.chosen = self.chosen.turned()

    def change_step(self) -> None:
        """Go on by clauses, by characters, and by words again."""
        self.step = _STEPS[(_STEPS.index(self.step) + 1) % len(_STEPS)]
        if not self.chosen.held:
            self.choose(self.chosen.snapped(self._steps[self.step]))

    def change_source(self) -> None:
        """Mark for the next source of the sentence, for one more after the last, and round to the first."""
        self.attribution = (self.attribution + 1) % (self.sources() + 1)

    def forget(self) -> None:
        """Begin anew where marks may have gone: what is chosen stays."""
        self.at = None
        self.attribution = min(self.attribution, self.sources())

    def _follow(self, chosen: Chosen) -> None:
        if self.chosen.held:
            self.chosen = chosen
        else:
            self.choose(chosen)


def _order(mark: Mark) -> tuple[int, int, int, int]:
    return mark.span.start, mark.span.end, _ROLES.index(mark.role), mark.attribution


def _same_part(one: Mark, other: Mark) -> bool:
    """Whether two marks are of the same role, and of the same attribution."""
    return (one.role, one.attribution) == (other.role, other.attribution)


def _covers(one: Span, other: Span) -> bool:
    return one.start <= other.start and other.end <= one.end


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _settles(mark: Mark, offer: Mark) -> bool:
    """Whether a mark makes a suggestion superfluous; an attribution has one source and one cue."""
    single = offer.role in (Role.SOURCE, Role.CUE)
    return _same_part(mark, offer) and (single or _touch(mark.span, offer.span))
