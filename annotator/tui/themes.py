"""The app's own themes, and which one a terminal gets.

Each names the colours of up to eight labels, the first four for the shipped codebook. Labels always carry a
letter as well: colour is never the only sign. `mark-…` are the colours of the passages marked in a sentence.
"""

from collections.abc import Mapping

from textual.theme import BUILTIN_THEMES, Theme

_DARK_LABELS = ("#6fb7f8", "#f0b35a", "#d697d7", "#8b96a5", "#81d297", "#f08a7a", "#5dd0d2", "#cdd46e")
_LIGHT_LABELS = ("#1552b9", "#7f3c00", "#7a2a96", "#4b4d6c", "#1d753c", "#ac3520", "#0b6466", "#626000")
_DARK_CONTRAST_LABELS = (
    "#7cc7ff", "#ffaa00", "#eaa5dd", "#cacbc5", "#00e676", "#ff8a80", "#40f0e0", "#ffff66"
)  # fmt: skip
_LIGHT_CONTRAST_LABELS = (
    "#003fa3", "#774100", "#6a007f", "#3f3940", "#004327", "#870000", "#00505a", "#4b3e00"
)  # fmt: skip
_ANSI_LABELS = (
    "ansi_cyan",
    "ansi_yellow",
    "ansi_bright_magenta",
    "ansi_white",
    "ansi_green",
    "ansi_bright_red",
    "ansi_bright_cyan",
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
        alarm_text="#0d0f12",
        cursor_background="#323843",
        cursor_text="#ffffff",
        heading="#a9cdf5",
        quiet="#9aa5b3",
        mark_source="#8fc4f7",
        mark_cue="#f2c063",
        mark_content="#b5dbb9",
        mark_bias="#ffd5cd",
        mark_bias_ground="#703530",
        mark_bias_style="none",
        mark_suggested="#a5aebb",
        footer_background="#1c1f25",
        **_scrollbar("#414853", "#15171b"),
    ),
)

LIGHT = Theme(
    name="annotator-light",
    primary="#1558a6",
    secondary="#0b6566",
    accent="#a04614",
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
        alarm_text="#ffffff",
        cursor_background="#e3ecf7",
        cursor_text="#0b0d10",
        heading="#1558a6",
        quiet="#59616c",
        mark_source="#1558a6",
        mark_cue="#7d4400",
        mark_content="#1d5c33",
        mark_bias="#6d150b",
        mark_bias_ground="#f0bfb4",
        mark_bias_style="none",
        mark_suggested="#535b66",
        footer_background="#f1efe9",
        **_scrollbar("#c9c4b6", "#fbfaf7"),
    ),
)

DARK_CONTRAST = Theme(
    name="annotator-dark-contrast",
    primary="#7cc7ff",
    secondary="#40f0e0",
    accent="#ffe14d",
    warning="#ffaa00",
    error="#ffa59b",
    success="#00e676",
    foreground="#ffffff",
    background="#000000",
    surface="#0a0a0a",
    panel="#1c1c1c",
    dark=True,
    variables=_variables(
        _DARK_CONTRAST_LABELS,
        label_text="#000000",
        alarm_text="#000000",
        cursor_background="#2a2a2a",
        cursor_text="#ffffff",
        heading="#9fd6ff",
        quiet="#c4c4c4",
        mark_source="#8fd0ff",
        mark_cue="#ffc04d",
        mark_content="#a8f0b8",
        mark_bias="#ffa69c",
        mark_bias_ground="#000000",
        mark_bias_style="reverse",
        mark_suggested="#c4c4c4",
        footer_background="#0a0a0a",
        **_scrollbar("#8a8a8a", "#000000"),
    ),
)

LIGHT_CONTRAST = Theme(
    name="annotator-light-contrast",
    primary="#003fa3",
    secondary="#00505a",
    accent="#8a2600",
    warning="#6b3a00",
    error="#870000",
    success="#004327",
    foreground="#000000",
    background="#ffffff",
    surface="#f6f6f6",
    panel="#e8e8e8",
    dark=False,
    variables=_variables(
        _LIGHT_CONTRAST_LABELS,
        label_text="#ffffff",
        alarm_text="#ffffff",
        cursor_background="#dfe9f7",
        cursor_text="#000000",
        heading="#003a94",
        quiet="#404040",
        mark_source="#003a94",
        mark_cue="#5f3300",
        mark_content="#00401f",
        mark_bias="#800000",
        mark_bias_ground="#ffffff",
        mark_bias_style="reverse",
        mark_suggested="#404040",
        footer_background="#f6f6f6",
        **_scrollbar("#707070", "#ffffff"),
    ),
)


def _ansi(name: str, dark: bool, **colours: str) -> Theme:
    """A theme of the terminal's own sixteen colours on the terminal's own background."""
    return Theme(
        name=name,
        ansi=True,
        primary=colours["accent"],
        secondary=colours["accent"],
        accent=colours["accent"],
        warning=colours["warning"],
        error=colours["error"],
        success=colours["success"],
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        dark=dark,
        variables=BUILTIN_THEMES["ansi-dark" if dark else "ansi-light"].variables
        | _variables(
            _ANSI_LABELS,
            label_text="ansi_black",
            alarm_text="ansi_black" if dark else "ansi_bright_white",
            cursor_background="ansi_default",
            cursor_text="ansi_default",
            heading="ansi_default",
            quiet="ansi_default",
            mark_source=colours["source"],
            mark_cue=colours["cue"],
            mark_content=colours["content"],
            mark_bias=colours["error"],
            mark_bias_ground="ansi_default",
            mark_bias_style="reverse",
            mark_suggested="ansi_default",
            footer_background="ansi_default",
            **_scrollbar("ansi_blue", "ansi_default"),
        ),
    )


ANSI = _ansi(
    "annotator-ansi",
    dark=True,
    accent="ansi_yellow",
    warning="ansi_yellow",
    error="ansi_bright_red",
    success="ansi_green",
    source="ansi_cyan",
    cue="ansi_yellow",
    content="ansi_green",
)

ANSI_LIGHT = _ansi(
    "annotator-ansi-light",
    dark=False,
    accent="ansi_blue",
    warning="ansi_magenta",
    error="ansi_red",
    success="ansi_blue",
    source="ansi_blue",
    cue="ansi_magenta",
    content="ansi_default",
)

THEMES = (DARK, LIGHT, DARK_CONTRAST, LIGHT_CONTRAST, ANSI, ANSI_LIGHT)
"""The app's own, in the order in which one key changes between them."""

_LIGHT_BACKGROUNDS = frozenset({"7", "15"})


def all_themes() -> dict[str, Theme]:
    """Every theme by its name: the app's own first, then Textual's."""
    return {theme.name: theme for theme in THEMES} | BUILTIN_THEMES


def theme_for(environ: Mapping[str, str], color_system: str | None, chosen: str) -> str:
    """Name the theme for a terminal.

    `TEXTUAL_THEME` wins; terminals of 16 colours or none, and `NO_COLOR`, get one made of their own colours;
    else what the user chose, or the light or dark one, as far as the terminal says what it is.
    """
    themes = all_themes()
    wanted = environ.get("TEXTUAL_THEME", "")
    if wanted in themes:
        return wanted
    light = environ.get("COLORFGBG", "").rpartition(";")[2] in _LIGHT_BACKGROUNDS
    if "NO_COLOR" in environ or color_system in (None, "standard"):
        if chosen in themes and themes[chosen].ansi:
            return chosen
        return (ANSI_LIGHT if light else ANSI).name
    return chosen if chosen in themes else (LIGHT if light else DARK).name
