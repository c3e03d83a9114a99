"""Going from one sentence of a kind to the next, and what to say of it."""

from collections.abc import Callable, Collection

from annotator.finding import Kind, Sought, nearest, places_of_kind
from annotator.labelling import Labelling

LETTERS = {
    "f": Kind.FLAGGED,
    "d": Kind.DISAGREEING,
    "s": Kind.SAME_SOURCE,
    "c": Kind.COMMENTED,
    "w": Kind.WAITING,
    "u": Kind.UNLABELLED,
    "n": Kind.NOT_SURE,
}
"""The kinds of sentences that have a letter; a capital one goes backwards."""


class Jumps:
    """Remembers what was gone to last, so that one key goes on."""

    def __init__(self, labelling: Callable[[], Labelling]) -> None:
        """Go through the article of the labelling that is asked for each time; flagged ones at first."""
        self._labelling = labelling
        self.sought = Sought()

    def to(self, place: int, step: int, disagreeing: Collection[str] = ()) -> tuple[int | None, str]:
        """Give the index of the next unit that is sought, or none, and what to say."""
        places = places_of_kind(self._labelling(), self.sought, place, disagreeing)
        what = self.sought.kind.value
        found = nearest(places, place, step)
        if found is None or (self.sought.kind is Kind.SAME_SOURCE and places == [place]):
            return None, f"No {'other ' if found else ''}{what}."
        there, wrapped = found
        if there == place:
            return there, f"This is the only {what}."
        count = f"{what[0].upper()}{what[1:]}: {places.index(there) + 1} of {len(places)}"
        round_the_end = "the end" if step > 0 else "the beginning"
        return there, f"{count}, round {round_the_end}." if wrapped else f"{count}."

    def to_number(self, number: int) -> tuple[int, str]:
        """Give the index of the unit with this number, or of the nearest one, and what to say."""
        units = self._labelling().article.units
        place = min(range(len(units)), key=lambda index: abs(units[index].number - number))
        nearby = units[place].number
        return place, "" if nearby == number else f"There is no sentence {number}; {nearby} is the nearest."
