"""The project's settings, `annotator.toml`, and the user's own."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from schemas.base import LanguageTag, Name, Record
from schemas.dataset import DatasetInfo
from schemas.naming import annotator_slug


class AssignmentRule(Record):
    """Who is to annotate what: `annotator assign` deals the articles out by it."""

    annotators: Annotated[tuple[Name, ...], Field(min_length=1)]
    overlap: Annotated[float, Field(ge=0, le=1)] = 0.2
    """Share of the articles that several annotate, so that agreement can be measured; the rest one each."""
    raters: Annotated[int, Field(ge=2, strict=True)] = 2
    """How many annotate each article of the overlap."""
    seed: Annotated[int, Field(ge=0, strict=True)] = 0

    @model_validator(mode="after")
    def _can_be_dealt_by(self) -> Self:
        folders = dict[str, str]()
        for name in self.annotators:
            same = folders.setdefault(annotator_slug(name), name)
            if same is not name:
                raise ValueError(f"{same!r} and {name!r} are the same annotator")
        if self.overlap and self.raters > len(self.annotators):
            there = len(self.annotators)
            raise ValueError(
                f"raters = {self.raters}, and annotators has {there}: name more, or set overlap = 0"
            )
        return self


class RetestRule(Record):
    """Sentences that an annotator gets again, without seeing the first label, to measure self-consistency."""

    share: Annotated[float, Field(ge=0, le=1)] = 0.05
    """Of the sentences that the annotator has labelled."""
    after_days: Annotated[float, Field(ge=0)] = 7
    """How long ago the first label was given, at least."""
    seed: Annotated[int, Field(ge=0, strict=True)] = 0


class ProjectSettings(Record):
    """Everything optional; a folder without the file has these defaults."""

    name: str = ""
    """The project's name, shown in the app; empty: the folder's name."""
    language: LanguageTag = "en"
    """BCP 47 tag given to imported articles that do not say their own."""
    suggestions: bool = True
    """Offer labels and passages while annotating; what was offered and accepted is recorded."""
    blind: bool = True
    """The app shows annotators what others decided only in articles that they have finished themselves."""
    blind_outlet: bool = False
    """The app shows annotators neither outlet nor authors nor address of an article."""
    suggestion_share: Annotated[float, Field(ge=0, le=1)] = 1.0
    """Share of the sentences on which suggestions are shown, the same ones to all; the rest measures what
    they lead to."""
    adjudicators: tuple[Name, ...] = ()
    """Who settles disagreements and may see all labels; empty: anybody who has and is to annotate nothing."""
    blind_adjudication: bool = False
    """Adjudicators see the annotators as A, B, C."""
    assignment: AssignmentRule | None = None
    """Who is to annotate what; None: everybody everything."""
    retest: RetestRule | None = None
    """Which sentences come again after some time; None: none."""
    dataset: DatasetInfo = Field(default_factory=DatasetInfo)
    """What only people can tell of the dataset, for its card; `annotator card --ask` asks."""


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
