"""Which of the theme's label colours a label has, the same on every part of the screen."""

from schemas import Codebook

_COLOURS = 8

CHIP_CLASSES = frozenset(f"chip-{place}" for place in range(1, _COLOURS + 1))
"""Component classes of the label colours, for the widgets that draw chips."""


def chip_class(codebook: Codebook, label: str) -> str:
    """The component class of a label's colour; more labels than colours begin again."""
    return f"chip-{codebook.label_names.index(label) % _COLOURS + 1}"
