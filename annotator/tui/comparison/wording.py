"""How figures are written, and what they are called."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.tui.widgets.wrapping import shown
from schemas import Codebook

_SHORT = 5
"""Cells that a name may take at the head of a column."""
NONE = "–"
"""Where there is no figure."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Who looks, and how much room there is."""

    codebook: Codebook
    width: int
    """Cells."""
    height: int = 20
    """Lines on the screen."""
    second: bool = False
    """Whether cells show the second of two measures: alpha for kappa, overlap for same ends, precision for
    recall."""

    @property
    def wide(self) -> bool:
        """Whether there is room for two columns."""
        return self.width >= 118

    @property
    def roomy(self) -> bool:
        """Whether lines can be left free."""
        return self.height >= 36

    def value(self, field: str, name: str) -> str:
        """A value of a field, as shown."""
        if field == "label":
            titles = {label.name: label.title for label in self.codebook.labels}
            return shown(titles.get(name, name))
        return shown(in_words(name))

    def named(self, field: str, values: Sequence[str]) -> dict[str, tuple[str, str]]:
        """For each value what stands at the head of its column, in few cells, and before its row."""
        titles = {value: self.value(field, value) for value in values}
        if field == "label":
            keys = {label.name: shown(label.key).upper() for label in self.codebook.labels}
            return {
                value: (keys.get(value, "?"), f"{keys.get(value, '?')} {titles[value]}") for value in values
            }
        short = {
            value: title if len(title) <= _SHORT else title.split()[0] for value, title in titles.items()
        }
        if all(len(one) <= _SHORT for one in short.values()) and len({*short.values()}) == len(values):
            return {value: (short[value], titles[value]) for value in values}
        return {value: (f"{at}", f"{at} {titles[value]}") for at, value in enumerate(values, start=1)}


def in_words(name: str) -> str:
    """The name of a field or value without underscores."""
    return name.replace("_", " ")


def number(value: float | None) -> str:
    """A coefficient with three digits, e.g. `.812`, `-.050`, `1.00`."""
    if value is None:
        return NONE
    digits = f"{value:.3f}"
    return "1.00" if digits == "1.000" else digits.replace("0.", ".", 1) if "0." in digits[:3] else digits


def interval(low: float | None, high: float | None) -> str:
    """Both ends; empty when there are none."""
    return "" if low is None or high is None else f"{number(low)} to {number(high)}"


def percent(share: float | None) -> str:
    """A share with one digit, e.g. `86.7 %`."""
    return NONE if share is None else f"{100 * share:.1f} %"


def counted(count: int, one: str) -> str:
    """A number with its noun."""
    return f"{count:,} {one}{'s' * (count != 1)}"


def estimated(
    value: float | None, low: float | None, high: float | None, undefined: str | None, no_interval: str | None
) -> str:
    """A coefficient in words, with its interval or why there is none."""
    if value is None:
        return f"not computed: {undefined or 'no data'}"
    if low is not None and high is not None:
        return f"{number(value)} (95 % interval {interval(low, high)})"
    return f"{number(value)} (no interval{': ' + no_interval if no_interval else ''})"
