"""The project's settings, `annotator.toml`, and the user's own."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.base import LanguageTag, Record


class ProjectSettings(Record):
    """Everything optional; a folder without the file has these defaults."""

    name: str = ""
    """The project's name, shown in the app; empty: the folder's name."""
    language: LanguageTag = "en"
    """BCP 47 tag given to imported articles that do not say their own."""
    suggestions: bool = True
    """Offer labels and passages while annotating; what was offered and accepted is recorded."""
    blind: bool = True
    """The app shows no annotator what others have decided, nor where they disagree."""


class Advance(StrEnum):
    """Where the cursor goes after a label."""

    NEXT = "next"
    UNLABELLED = "unlabelled"
    STAY = "stay"


class Density(StrEnum):
    """How much room there is between sentences."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


class RightToLeft(StrEnum):
    """Who puts Arabic, Hebrew and other text that is read from the right in its order on the screen."""

    TERMINAL = "terminal"
    WORDS = "words"
    LETTERS = "letters"


class UserSettings(Record):
    """One user's own, in every project; everything optional."""

    annotator: str = ""
    """The name to annotate under; empty: asked at the first start."""
    theme: str = ""
    """The theme's name; empty: the dark one, or the terminal's own colours where it has few."""
    advance: Advance = Advance.NEXT
    """Where the cursor goes after a label: the next sentence, the next without a label, or nowhere."""
    density: Density = Density.COMFORTABLE
    """Comfortable: a blank line between paragraphs; compact: none."""
    measure: Annotated[int, Field(ge=40, le=160, strict=True)] = 84
    """Longest line of text, in columns."""
    right_to_left: RightToLeft = RightToLeft.TERMINAL
    """Text read from the right: the terminal orders it; or the app orders its words, or words and letters."""
    mouse: bool = True
    """Whether the app takes the mouse; without it the terminal selects text as usual."""
    repeat_guard: Annotated[float, Field(ge=0, le=2)] = 0.15
    """Seconds within which the same label key again does not count: it was pressed twice or held down."""
    tour_seen: bool = False
    """Whether the guided tour was shown or skipped."""
    keys: dict[str, str] = Field(default_factory=dict)
    """Other keys for actions: the action's id, as `annotator keys` lists them, and its keys with commas."""
