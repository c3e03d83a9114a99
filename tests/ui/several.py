"""What several annotators say of the articles of a project, and the screens on which that is settled."""

from collections.abc import Mapping
from typing import TypeVar

from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from annotator.project import Project
from annotator.settings import SETTINGS_FILE
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.adjudicate import AdjudicateScreen
from annotator.tui.screens.disagreements import DisagreementsScreen
from annotator.tui.widgets.disagreement_list import DisagreementList
from annotator.tui.widgets.reader import Reader
from schemas import GOLD, Annotation
from tests.ui.looking import until

S = TypeVar("S", bound=Screen[object])

LABELS = {"s": "sourced", "u": "unverified", "o": "opinion", "n": "not_a_claim"}


def say(
    project: Project, article: str, annotator: str, labels: str, comments: Mapping[int, str] = {}
) -> None:
    """Let an annotator label an article: a letter a sentence, a dot for none."""
    labelling = project.labelling(project.article(article), annotator)
    units = labelling.article.units
    for unit, letter in zip(units, labels, strict=False):
        if letter in LABELS:
            labelling.label(unit, LABELS[letter])
    for place, words in comments.items():
        labelling.comment(units[place], words)
    labelling.commit()
    labelling.store.close()


def disagree(project: Project) -> None:
    """Let three annotators differ on five sentences.

    In the ferry article the third sentence is a tie of three; the fourth and fifth have a majority. In the
    market article two sentences are ties of two. All else, as far as it is labelled, is unanimous.
    """
    say(project, "ferry", "Ana", "nnsuu", {2: "the office says it"})
    say(project, "ferry", "Ben", "nnuuo")
    say(project, "ferry", "Cem", "nnono")
    say(project, "market", "Ana", "nsu")
    say(project, "market", "Ben", "nuo")


def open_as_adjudicator(project: Project) -> AnnotatorApp:
    """The app of Mara, who is named as an adjudicator, as Noor is, and has labelled nothing."""
    with (project.root / SETTINGS_FILE).open("a", encoding="utf-8") as settings:
        settings.write('\nadjudicators = ["Mara", "Noor"]\n')
    return AnnotatorApp(Project.open(project.root), "Mara", project.article("ferry").id)


def gold(project: Project, article: str) -> Mapping[int, Annotation]:
    """The gold records on the disk, by the index of their sentence."""
    opened = project.article(article)
    found = project.labelled(opened, GOLD).labels.get(GOLD, {})
    return {opened.place(unit): record for unit, record in found.items()}


def adjudicating(app: App[None]) -> AdjudicateScreen:
    """The adjudication screen, which may be covered."""
    return next(screen for screen in app.screen_stack if isinstance(screen, AdjudicateScreen))


def place(app: App[None]) -> tuple[str, int]:
    """The title of the article that is adjudicated, and the index of the current sentence."""
    screen = adjudicating(app)
    return screen.labelling.article.title, screen.query_one(Reader).cursor


def listed(app: App[None]) -> list[str]:
    """The sentences in the list of disagreements."""
    return [item.text for item in app.screen.query_one(DisagreementList).items]


async def adjudicate(pilot: Pilot[None]) -> AdjudicateScreen:
    """Open the adjudication screen."""
    await pilot.press("A")
    await until(pilot, lambda: isinstance(pilot.app.screen, AdjudicateScreen) and pilot.app.screen.is_whole)
    return adjudicating(pilot.app)


async def list_disagreements(pilot: Pilot[None]) -> DisagreementsScreen:
    """Open the list of disagreements, with the article of the first one."""
    await pilot.press("D")
    await until(pilot, lambda: isinstance(pilot.app.screen, DisagreementsScreen))
    await until(pilot, lambda: bool(pilot.app.screen.query(Reader)))
    screen = pilot.app.screen
    assert isinstance(screen, DisagreementsScreen)
    return screen


async def until_settled(pilot: Pilot[None]) -> None:
    """Wait until all that was decided is on the disk."""
    await until(pilot, lambda: not adjudicating(pilot.app).unsaved)
