"""What is chosen while words are marked, what it is marked as, and how the keys go on."""

from collections.abc import Iterator
from typing import ClassVar

from annotator.tui.marker import Marker
from annotator.tui.techniques import in_words
from annotator.tui.widgets.linepane import Line, LinePane, cells
from annotator.tui.widgets.wrapping import shortened, shown
from schemas import Mark

_FEWEST = 10
"""Cells that the chosen words have at least."""


class ChosenStrip(LinePane):
    """Two lines: the chosen words with their marks, and what came of the last key with what the next do."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"chosenstrip--words"}

    def __init__(self, marker: Marker) -> None:
        """Show what is chosen in `marker`."""
        super().__init__()
        self._marker = marker
        self._said = ""

    def say(self, said: str) -> None:
        """Show what is chosen now, and what is to be said of the last key."""
        self._said = said
        self.show_lines()

    def lines(self, width: int, height: int) -> Iterator[Line]:
        """Give the two lines."""
        roles = self._roles()
        chosen = self._marker.chosen
        words = shown(self._marker.text[chosen.start : chosen.end])
        room = max(_FEWEST, width - cells([(roles, "")]) - 4)
        yield (f"[{shortened(words, room)}]", "chosenstrip--words"), (f"  {shortened(roles, width)}", "")
        told = f"{self._said} {self._state()}".strip()
        yield ((shortened(self._said if self._said and cells([(told, "")]) > width else told, width), ""),)

    def _roles(self) -> str:
        """What the chosen words are marked as, or suggested to be."""
        span = self._marker.span()
        said = []
        for mark in self._marker.marks():
            if mark.span == span:
                said.append(named(mark, self._marker))
            elif mark.span.start <= span.start and span.end <= mark.span.end:
                said.append(f"in {named(mark, self._marker)}")
        if self._marker.at and self._marker.is_at_offer():
            said.append(f"suggested: {named(self._marker.at, self._marker)}")
        return ", ".join(dict.fromkeys(said))

    def _state(self) -> str:
        """What the arrows do, and what there is in the sentence."""
        marker = self._marker
        end = "end" if marker.chosen.forward else "beginning"
        held = marker.chosen.held
        said = [f"← → move its {end} by a {marker.step}" if held else f"← → choose the next {marker.step}"]
        if marker.attribution or marker.sources() > 1:
            said.append(f"source {marker.attribution + 1}")
        marks, offers = len(marker.marks()), len(marker.offers())
        said += [f"{marks} marked"] * bool(marks) + [f"{offers} suggested"] * bool(offers)
        return ", ".join(said)


def named(mark: Mark, marker: Marker) -> str:
    """Name a mark by its role, with its technique or the number of its source where there are several."""
    if mark.technique:
        return f"{mark.role}: {in_words(mark.technique)}"
    several = not mark.role.is_bias and (mark.attribution or marker.sources() > 1)
    return f"{mark.role} {mark.attribution + 1}" if several else mark.role.value
