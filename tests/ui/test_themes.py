"""The colours: everything readable, and labels told apart, also by the colour-blind."""

import itertools
import math

import pytest
from textual.color import Color
from textual.theme import Theme

from annotator.tui.colours import GROUNDS, contrast, css_variables, readable
from annotator.tui.themes import (
    ANSI,
    ANSI_LIGHT,
    DARK_CONTRAST,
    LIGHT_CONTRAST,
    THEMES,
    all_themes,
    theme_for,
)
from tests.ui.looking import style_sheets

LABELS = [f"label-{place}" for place in range(1, 9)]
HEATS = [f"heat-{step}" for step in range(1, 5)]
FIRST = LABELS[:4]
"""Those of the shipped codebook."""
PAINTED = [theme for theme in all_themes().values() if not theme.ansi]
OWN = [theme for theme in THEMES if not theme.ansi]
Linear = tuple[float, float, float]

# What the common kinds of colour blindness leave of linear RGB: Machado, Oliveira and Fernandes, A
# Physiologically-based Model for Simulation of Color Vision Deficiency, 2009, severity 1.0.
SIGHTS = {
    "full": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# The sixteen colours of xterm, as an example of what a terminal may have.
XTERM = {
    "ansi_black": "#000000",
    "ansi_red": "#cd0000",
    "ansi_green": "#00cd00",
    "ansi_yellow": "#cdcd00",
    "ansi_blue": "#0000ee",
    "ansi_magenta": "#cd00cd",
    "ansi_cyan": "#00cdcd",
    "ansi_white": "#e5e5e5",
    "ansi_bright_red": "#ff0000",
    "ansi_bright_magenta": "#ff00ff",
    "ansi_bright_cyan": "#00ffff",
    "ansi_bright_yellow": "#ffff00",
    "ansi_bright_white": "#ffffff",
}


def distance(one: str, other: str, sight: str = "full") -> float:
    """How different two colours look: Euclid in OKLab (Ottosson, 2020); black to white is 1."""
    first, second = (_oklab(_seen(Color.parse(colour), sight)) for colour in (one, other))
    return math.dist(first, second)


def _seen(colour: Color, sight: str) -> Linear:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    ]
    red, green, blue = (
        sum(weight * part for weight, part in zip(row, linear, strict=True)) for row in SIGHTS[sight]
    )
    return max(0.0, red), max(0.0, green), max(0.0, blue)


def _oklab(colour: Linear) -> Linear:
    red, green, blue = colour
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def test_the_distance_is_that_of_its_source() -> None:
    assert distance("#000000", "#ffffff") == pytest.approx(1, abs=1e-3)
    assert _oklab(_seen(Color.parse("#ff0000"), "full")) == pytest.approx((0.628, 0.225, 0.126), abs=1e-3)


def test_the_contrast_is_that_of_its_source() -> None:
    assert contrast(Color.parse("black"), Color.parse("white")) == pytest.approx(21)
    assert contrast(Color.parse("#777777"), Color.parse("white")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", PAINTED, ids=lambda theme: theme.name)
def test_everything_that_is_read_has_contrast(theme: Theme) -> None:
    least = 7 if theme in (DARK_CONTRAST, LIGHT_CONTRAST) else 4.5
    colours = css_variables(theme)
    texts = [name for name in style_sheets().texts if name not in ("label-text", "alarm-text")]
    assert {"foreground", "quiet", "accent", "mark-source", "cursor-text"} <= set(texts)
    pairs = [
        *itertools.product(texts, GROUNDS),
        *(("label-text", label) for label in LABELS),
        ("alarm-text", "error"),
        ("mark-bias", "mark-bias-ground"),
        *(("foreground", heat) for heat in HEATS),
    ]
    for text, ground in pairs:
        found = contrast(Color.parse(colours[text]), Color.parse(colours[ground]))
        assert found >= least, f"{text} on {ground} in {theme.name}: {found:.2f}"


def test_text_stands_on_no_other_ground() -> None:
    grounds = {name for name in style_sheets().grounds if not name.startswith("label-")}
    assert grounds <= {*GROUNDS, *HEATS, "error", "mark-bias-ground"}


@pytest.mark.parametrize("theme", PAINTED, ids=lambda theme: theme.name)
def test_labels_are_told_apart(theme: Theme) -> None:
    colours = css_variables(theme)
    for sight in SIGHTS:
        for one, other in itertools.combinations(LABELS, 2):
            shipped = one in FIRST and other in FIRST
            least = (
                {True: 0.11, False: 0.084}[shipped]
                if sight == "full"
                else {True: 0.06, False: 0.034}[shipped]
            )
            found = distance(colours[one], colours[other], sight)
            assert found >= least, f"{one} and {other} in {theme.name}, {sight}: {found:.3f}"


@pytest.mark.parametrize(
    ("theme", "ground"), [(ANSI, "#000000"), (ANSI_LIGHT, "#ffffff")], ids=["dark", "light"]
)
def test_sixteen_colours_are_enough(theme: Theme, ground: str) -> None:
    colours = css_variables(theme)
    for name in style_sheets().texts:
        if colours[name] != "ansi_default" and name not in ("label-text", "alarm-text"):
            found = contrast(Color.parse(XTERM[colours[name]]), Color.parse(ground))
            assert found >= 4.5, f"{name} in {theme.name}: {found:.2f}"
    for label in LABELS:
        found = contrast(Color.parse(XTERM[colours["label-text"]]), Color.parse(XTERM[colours[label]]))
        assert found >= 4.5, f"{label} in {theme.name}: {found:.2f}"
    alarm = contrast(Color.parse(XTERM[colours["alarm-text"]]), Color.parse(XTERM[colours["error"]]))
    assert alarm >= 4.5
    for one, other in itertools.combinations(LABELS, 2):
        assert distance(XTERM[colours[one]], XTERM[colours[other]]) >= 0.1, (one, other)


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
def test_the_current_sentence_stands_out(theme: Theme) -> None:
    colours = css_variables(theme)
    assert distance(colours["cursor-background"], colours["background"]) >= 0.04


@pytest.mark.parametrize("theme", all_themes().values(), ids=lambda theme: theme.name)
def test_every_theme_names_every_colour(theme: Theme) -> None:
    sheets = style_sheets()
    assert {*sheets.texts, *sheets.grounds, *LABELS} <= css_variables(theme).keys()


def test_a_text_is_changed_no_further_than_needed() -> None:
    grounds = [Color.parse("#202020")]
    enough = Color.parse("#dddddd")
    assert readable(enough, grounds) == enough
    faint = readable(Color.parse("#555555"), grounds)
    assert 4.5 <= contrast(faint, grounds[0]) < 6


@pytest.mark.parametrize(
    ("environ", "colours", "chosen", "expected"),
    [
        ({}, "truecolor", "", "annotator-dark"),
        ({"COLORFGBG": "0;15"}, "truecolor", "", "annotator-light"),
        ({"COLORFGBG": "0;default;15"}, "256", "nord", "nord"),
        ({}, "256", "annotator-light", "annotator-light"),
        ({}, "256", "gone", "annotator-dark"),
        ({}, "standard", "annotator-light", "annotator-ansi"),
        ({}, "standard", "annotator-ansi-light", "annotator-ansi-light"),
        ({"COLORFGBG": "0;15"}, "standard", "annotator-dark", "annotator-ansi-light"),
        ({"COLORFGBG": "15;0"}, "standard", "", "annotator-ansi"),
        ({}, None, "", "annotator-ansi"),
        ({"NO_COLOR": ""}, "truecolor", "annotator-light", "annotator-ansi"),
        ({"TEXTUAL_THEME": "annotator-light", "NO_COLOR": "1"}, "truecolor", "", "annotator-light"),
        ({"TEXTUAL_THEME": "no such theme"}, "truecolor", "", "annotator-dark"),
    ],
)
def test_the_theme_suits_the_terminal(
    environ: dict[str, str], colours: str | None, chosen: str, expected: str
) -> None:
    assert theme_for(environ, colours, chosen) == expected
