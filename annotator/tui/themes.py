"""The app's own themes, and which one a terminal gets.

Each names the colours of up to eight labels, the first four for the shipped codebook. Labels always carry a
letter as well: colour is never the only sign. `mark-…` are the colours of the passages marked in a sentence.
"""

from collections.abc import Mapping

from textual.theme import BUILTIN_THEMES, Theme

_DARK_LABELS = ("#6fb3f2", "#f0b35a", "#d79be8", "#8b96a5", "#7fcf9b", "#f08a7a", "#5fd0cf", "#c7c26a")
_LIGHT_LABELS = ("#1558a6", "#8a4b00", "#7a2a96", "#505a68", "#1d6b3c", "#a32a1e", "#0b6566", "#5f5a00")
_ANSI_LABELS = (
    "ansi_cyan",
    "ansi_yellow",
    "ansi_magenta",
    "ansi_white",
    "ansi_green",
    "ansi_red",
    "ansi_bright_blue",
    "ansi_bright_yellow",
)


def _variables(labels: tuple[str, ...], **colours: str) -> dict[str, str]:
    named = {f"label-{place}": colour for place, colour in enumerate(labels, start=1)}
    return named | {name.replace("_", "-"): colour for name, colour in colours.items()}


def _scrollbar(thumb: str, track: str) -> dict[str, str]:
    """The scrollbar is a hint, not a sight."""
    states = ("", "-hover", "-active")
    return {f"scrollbar{state}": thumb for state in states} | {
        f"scrollbar-background{state}": track for state in states
    }


DARK = Theme(
    name="annotator-dark",
    primary="#6fb3f2",
    secondary="#5fd0cf",
    accent="#ffd479",
    warning="#f0b35a",
    error="#f08a7a",
    success="#7fcf9b",
    foreground="#d6d9de",
    background="#15171b",
    surface="#1c1f25",
    panel="#262a32",
    dark=True,
    variables=_variables(
        _DARK_LABELS,
        label_text="#0d0f12",
        cursor_background="#323843",
        cursor_text="#ffffff",
        heading="#a9cdf5",
        quiet="#8b96a5",
        mark_source="#8fc4f7",
        mark_cue="#f2c063",
        mark_content="#b5dbb9",
        mark_bias="#f49a8b",
        mark_suggested="#a5aebb",
        footer_background="#1c1f25",
        **_scrollbar("#414853", "#15171b"),
    ),
)

LIGHT = Theme(
    name="annotator-light",
    primary="#1558a6",
    secondary="#0b6566",
    accent="#a84c17",
    warning="#8a4b00",
    error="#a32a1e",
    success="#1d6b3c",
    foreground="#23272e",
    background="#fbfaf7",
    surface="#f1efe9",
    panel="#e6e3da",
    dark=False,
    variables=_variables(
        _LIGHT_LABELS,
        label_text="#ffffff",
        cursor_background="#e3ecf7",
        cursor_text="#0b0d10",
        heading="#1558a6",
        quiet="#59616c",
        mark_source="#1558a6",
        mark_cue="#7d4400",
        mark_content="#1d5c33",
        mark_bias="#a32a1e",
        mark_suggested="#535b66",
        footer_background="#f1efe9",
        **_scrollbar("#c9c4b6", "#fbfaf7"),
    ),
)

ANSI = Theme(
    name="annotator-ansi",
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_cyan",
    accent="ansi_yellow",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    dark=True,
    variables=BUILTIN_THEMES["ansi-dark"].variables
    | _variables(
        _ANSI_LABELS,
        label_text="ansi_black",
        cursor_background="ansi_default",
        cursor_text="ansi_default",
        heading="ansi_default",
        quiet="ansi_default",
        mark_source="ansi_cyan",
        mark_cue="ansi_yellow",
        mark_content="ansi_green",
        mark_bias="ansi_red",
        mark_suggested="ansi_default",
        footer_background="ansi_default",
        **_scrollbar("ansi_blue", "ansi_default"),
    ),
)

THEMES = (DARK, LIGHT, ANSI)


def theme_for(
    environ: Mapping[str, str], color_system: str | None, chosen: str, available: frozenset[str]
) -> str:
    """Name the theme for a terminal, one of `available`.

    `TEXTUAL_THEME` wins; terminals of 16 colours or none, and `NO_COLOR`, get the one made of their own
    colours; else what the user chose last, or the dark one.
    """
    wanted = environ.get("TEXTUAL_THEME", "")
    if wanted in available:
        return wanted
    if "NO_COLOR" in environ or color_system in (None, "standard"):
        return ANSI.name
    return chosen if chosen in available else DARK.name
