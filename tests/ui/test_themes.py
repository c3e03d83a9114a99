"""The app's own colours: readable, and labels told apart."""

import itertools

import pytest
from textual.color import Color
from textual.theme import Theme

from annotator.tui.themes import DARK, LIGHT, THEMES, theme_for

LABELS = [f"label-{place}" for place in range(1, 9)]
NAMES = frozenset(theme.name for theme in THEMES)


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio, 1 to 21."""

    def luminance(name: str) -> float:
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in Color.parse(name).normalized
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_everything_that_is_read_has_contrast(theme: Theme) -> None:
    colours = theme.variables
    background, surface, panel = (str(getattr(theme, name)) for name in ("background", "surface", "panel"))
    pairs = [
        (colours["cursor-text"], colours["cursor-background"]),
        *((colours["label-text"], colours[label]) for label in LABELS),
        *((str(theme.foreground), ground) for ground in (background, surface, panel)),
        *((colours["quiet"], ground) for ground in (background, surface, panel)),
        *((str(theme.accent), ground) for ground in (background, colours["footer-background"])),
        (colours["heading"], background),
        (str(theme.error), background),
        (str(theme.warning), background),
    ]
    for text, ground in pairs:
        assert contrast(text, ground) >= 4.5, f"{text} on {ground} in {theme.name}"


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_labels_are_told_apart(theme: Theme) -> None:
    for one, other in itertools.combinations(LABELS, 2):
        first, second = Color.parse(theme.variables[one]), Color.parse(theme.variables[other])
        distance = sum((a - b) ** 2 for a, b in zip(first.rgb, second.rgb, strict=True)) ** 0.5
        assert distance >= 40, f"{one} and {other} in {theme.name}"


@pytest.mark.parametrize(
    ("environ", "colours", "chosen", "expected"),
    [
        ({}, "truecolor", "", "annotator-dark"),
        ({}, "256", "annotator-light", "annotator-light"),
        ({}, "256", "gone", "annotator-dark"),
        ({}, "standard", "annotator-light", "annotator-ansi"),
        ({}, None, "", "annotator-ansi"),
        ({"NO_COLOR": ""}, "truecolor", "annotator-light", "annotator-ansi"),
        ({"TEXTUAL_THEME": "annotator-light", "NO_COLOR": "1"}, "truecolor", "", "annotator-light"),
        ({"TEXTUAL_THEME": "no such theme"}, "truecolor", "", "annotator-dark"),
    ],
)
def test_the_theme_suits_the_terminal(
    environ: dict[str, str], colours: str | None, chosen: str, expected: str
) -> None:
    assert theme_for(environ, colours, chosen, NAMES) == expected
