"""The colours that the style sheets get under a theme, so that all text can be read."""

from collections.abc import Mapping, Sequence

from textual.color import Color
from textual.theme import Theme

from annotator.tui.themes import ANSI, ANSI_LIGHT, DARK, LIGHT, THEMES

_TEXT = (
    *("accent", "warning", "error", "success", "quiet", "heading"),
    *("mark-source", "mark-cue", "mark-content", "mark-bias", "mark-suggested"),
)
"""Variables that are the colour of text; `foreground` and `cursor-text` besides."""
GROUNDS = ("background", "surface", "panel", "footer-background", "cursor-background")
"""Variables that text stands on."""
_CONTRAST = 4.5
"""Least contrast of text, WCAG 2.2, 1.4.3."""
_HEATS = {"heat-1": 0.1, "heat-2": 0.2, "heat-3": 0.31, "heat-4": 0.43}
"""Shades of a heat map: how much of the primary colour is in each. `foreground` stands on them."""


def css_variables(theme: Theme) -> dict[str, str]:
    """The colours that the style sheets get under a theme: all named, and all text readable.

    The app's own themes name every colour. Textual's lack some, which are derived here, and some of their
    texts are too faint for reading all day: they are taken towards black or white as far as needed.
    """
    given = theme.to_color_system().generate() | theme.variables
    if theme.ansi:
        given = dict.fromkeys(_HEATS, "ansi_default") | given
        return given if theme in THEMES else (ANSI if theme.dark else ANSI_LIGHT).variables | given
    if theme in THEMES:
        return given | _heats(given)
    like = DARK if theme.dark else LIGHT
    background, foreground = Color.parse(given["background"]), Color.parse(given["foreground"])
    colours = like.variables | given
    colours["footer-background"] = given["surface"]
    colours["cursor-background"] = background.blend(foreground, 0.14, alpha=1).hex
    colours["cursor-text"] = given["foreground"]
    bias_ground = background.blend(Color.parse(colours["mark-bias"]), 0.25, alpha=1)
    colours["mark-bias-ground"] = bias_ground.hex
    grounds = [Color.parse(colours[name]) for name in GROUNDS]
    for name in ("foreground", "cursor-text", *_TEXT):
        colours[name] = readable(Color.parse(colours[name]), grounds).hex
    colours["mark-bias"] = readable(Color.parse(colours["mark-bias"]), [*grounds, bias_ground]).hex
    colours["alarm-text"] = readable(
        Color.parse(like.variables["alarm-text"]), [Color.parse(colours["error"])]
    ).hex
    return colours | _heats(colours)


def contrast(one: Color, other: Color) -> float:
    """WCAG 2 contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: Color, grounds: Sequence[Color], least: float = _CONTRAST) -> Color:
    """Take a colour of text towards black or white until it has `least` contrast to all `grounds`."""
    ends = (Color(0, 0, 0), Color(255, 255, 255))
    end = max(ends, key=lambda one: min(contrast(one, ground) for ground in grounds))
    steps = (colour.blend(end, step / 20, alpha=1) for step in range(21))
    return next((one for one in steps if all(contrast(one, ground) >= least for ground in grounds)), end)


def _heats(colours: Mapping[str, str]) -> dict[str, str]:
    """Shades of the primary colour on which text can be read."""
    background, foreground, primary = (
        Color.parse(colours[name]) for name in ("background", "foreground", "primary")
    )
    end = background.blend(primary, max(_HEATS.values()), alpha=1)
    return {
        name: background.blend(primary, share, alpha=1).hex
        if contrast(foreground, end) >= _CONTRAST
        else readable(background.blend(primary, share, alpha=1), [foreground]).hex
        for name, share in _HEATS.items()
    }


def _luminance(colour: Color) -> float:
    """Relative luminance, WCAG 2."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
