"""What every key of the annotate screen and of its strip for marking words does, one after another."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Input

from annotator.codebook import load_codebook
from annotator.tui.app import AnnotatorApp
from annotator.tui.bindings import ANNOTATE_BINDINGS, KEYLESS
from annotator.tui.keymap import bindings_of, screen_bindings
from annotator.tui.screens.articles import ArticlesScreen
from annotator.tui.screens.choice import ChoiceScreen
from annotator.tui.screens.comment import CommentScreen
from annotator.tui.screens.compare import CompareScreen
from annotator.tui.screens.edit_unit import EditUnitScreen
from annotator.tui.screens.go import GoScreen
from annotator.tui.screens.help import HelpScreen
from annotator.tui.screens.pace import PaceScreen
from annotator.tui.screens.palette import Palette
from annotator.tui.screens.practice import PracticeScreen
from annotator.tui.screens.search import SearchScreen
from annotator.tui.screens.settings import SettingsScreen
from annotator.tui.screens.source import SourceScreen
from annotator.tui.screens.tour import TourScreen
from annotator.tui.widgets.spans import SpanPanel
from schemas import (
    Advance,
    Annotation,
    Attribution,
    Density,
    Directness,
    Hedge,
    Origin,
    SourceType,
    UserSettings,
)
from tests.ui.looking import annotating, reader, reader_lines, screen_text, until

OpenApp = Callable[..., AnnotatorApp]
Seen = Callable[[AnnotatorApp], bool]

SOURCED = ("down", "down", "s", "up")
"""Keys that label the third sentence, the first with a source, and stay there."""
LAST = 10
"""Index of the last sentence."""


@dataclass(frozen=True)
class Case:
    """What a key does."""

    before: tuple[str, ...]
    """Keys that lead to where it does it."""
    seen: Seen
    """What is so afterwards, and was not before."""


def record(app: AnnotatorApp, index: int | None = None) -> Annotation | None:
    """What is decided of a sentence, or of the current one."""
    article = annotating(app).labelling.article
    return annotating(app).labelling.record(article.units[reader(app).cursor if index is None else index])


def decided(holds: Callable[[Annotation], bool], index: int | None = None) -> Seen:
    """Whether something holds of what is decided of a sentence."""

    def seen(app: AnnotatorApp) -> bool:
        found = record(app, index)
        return found is not None and holds(found)

    return seen


def attributed(holds: Callable[[Attribution], bool]) -> Seen:
    """Whether something holds of the current sentence's first source."""
    return decided(lambda found: bool(found.attributions) and holds(found.attributions[0]))


def at(index: int) -> Seen:
    """Whether a sentence is the current one."""
    return lambda app: reader(app).cursor == index


def labelled(count: int) -> Seen:
    """Whether so many sentences have a label."""
    return lambda app: annotating(app).labelling.labelled == count


def opened(screen: type[Screen[Any]]) -> Seen:
    """Whether a screen is on top."""
    return lambda app: isinstance(app.screen, screen)


def says(words: str) -> Seen:
    """Whether words are on the screen."""
    return lambda app: words in screen_text(app)


def typed(kind: SourceType) -> Case:
    """A key that says of which type the source is."""
    return Case(("down", "down"), decided(lambda found: found.attributions[0].source_type is kind, 2))


CASES = {
    "label-sourced": Case((), decided(lambda found: found.label == "sourced", 0)),
    "same-source-sourced": Case(("s",), decided(lambda found: found.same_source, 1)),
    "label-unverified": Case((), decided(lambda found: found.label == "unverified", 0)),
    "label-opinion": Case((), decided(lambda found: found.label == "opinion", 0)),
    "label-not_a_claim": Case((), decided(lambda found: found.label == "not_a_claim", 0)),
    **{f"type-{kind}": typed(kind) for kind in SourceType},
    "source": Case(SOURCED, opened(SourceScreen)),
    "hedge": Case(SOURCED, decided(lambda found: found.hedge is Hedge.HEDGED)),
    "worth": Case(SOURCED, decided(lambda found: found.check_worthiness == 2)),
    "directness": Case(SOURCED, attributed(lambda said: said.directness is Directness.DIRECT)),
    "source-view": Case(SOURCED, attributed(lambda said: said.source_view)),
    "relay": Case(SOURCED, attributed(lambda said: said.chain_length == 2)),
    "relay-less": Case((*SOURCED, "plus", "plus"), attributed(lambda said: said.chain_length == 2)),
    "credibility": Case(SOURCED, opened(ChoiceScreen)),
    "gap": Case(("n", "up"), decided(lambda found: found.gap)),
    "mixed": Case(SOURCED, decided(lambda found: found.mixed)),
    "not-sure": Case(SOURCED, decided(lambda found: found.low_confidence)),
    "accept": Case((), decided(lambda found: found.origin is Origin.SUGGESTION_ACCEPTED, 0)),
    "spans": Case((), lambda app: isinstance(app.focused, SpanPanel)),
    "flag": Case((), decided(lambda found: found.flag)),
    "comment": Case((), opened(CommentScreen)),
    "undo": Case(("s",), labelled(0)),
    "redo": Case(("s", "z"), labelled(1)),
    "range": Case((), says("A range begins here")),
    "repeat": Case(("u",), decided(lambda found: found.label == "unverified", 1)),
    "edit": Case((), opened(EditUnitScreen)),
    "remove": Case(("s", "up"), labelled(0)),
    "next-unlabelled": Case(("n", "n", "home"), at(2)),
    "previous-unlabelled": Case(("n", "n", "down"), at(2)),
    "next": Case((), at(1)),
    "previous": Case(("down", "down"), at(1)),
    "page-down": Case((), lambda app: reader(app).cursor > 3),
    "page-up": Case(("end",), lambda app: reader(app).cursor < LAST - 3),
    "first": Case(("end",), at(0)),
    "last": Case((), at(LAST)),
    "search": Case((), opened(SearchScreen)),
    "go": Case((), opened(GoScreen)),
    "jump-on": Case(("down", "down", "f", "home"), at(2)),
    "jump-back": Case(("down", "f", "down", "down"), at(1)),
    "articles": Case((), opened(ArticlesScreen)),
    "next-article": Case((), lambda app: annotating(app).labelling.article.title == "Market reopens"),
    "compare": Case((), opened(CompareScreen)),
    "disagreements": Case((), says("Nothing to settle")),
    "adjudicate": Case((), says("Nothing to settle")),
    "copy": Case((), lambda app: app.clipboard == "Ferry stranded off Port Anselm"),
    "text-only": Case((), lambda app: reader(app).text_only),
    "theme": Case((), lambda app: app.theme == "annotator-light"),
    "pace": Case((), opened(PaceScreen)),
    "retest": Case((), says("no second pass here")),
    "settings": Case((), opened(SettingsScreen)),
    "palette": Case((), opened(Palette)),
    "dismiss": Case(("r", "down"), lambda app: "┃" not in "".join(reader_lines(app))),
    "quit": Case((), lambda app: not app.is_running),
    "help": Case((), opened(HelpScreen)),
}
"""By the id of the binding."""

KEYLESS_CASES: dict[str, Seen] = {
    "tour": opened(TourScreen),
    "practice": opened(PracticeScreen),
    "wider": lambda app: app.settings.measure > UserSettings().measure,
    "narrower": lambda app: app.settings.measure < UserSettings().measure,
    "density": lambda app: app.settings.density is not Density.COMFORTABLE,
    "advance": lambda app: app.settings.advance is not Advance.NEXT,
}
"""What the actions do that have no key of their own."""


def own_bindings() -> list[Binding]:
    """Those of the annotate screen, with the labels of the shipped codebook."""
    return list(bindings_of(screen_bindings(ANNOTATE_BINDINGS, load_codebook(), {})))


def each_key(bindings: Iterable[Binding]) -> list[tuple[str, str]]:
    """Every key with the id of its binding."""
    return [(one.id or "", key) for one in bindings for key in one.key.split(",")]


def test_what_every_key_does_is_said_here() -> None:
    assert CASES.keys() == {binding.id for binding in own_bindings()}
    assert KEYLESS_CASES.keys() == {binding.id for binding in KEYLESS}


@pytest.mark.parametrize(("name", "key"), each_key(own_bindings()))
async def test_a_key_does_what_it_says(open_app: OpenApp, name: str, key: str) -> None:
    app, case = open_app(), CASES[name]
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: says("N?")(app))  # suggestions are there
        await pilot.press(*case.before)
        assert not case.seen(app)
        await pilot.press(key)
        await until(pilot, lambda: case.seen(app))


@pytest.mark.parametrize("binding", KEYLESS, ids=lambda binding: binding.id)
async def test_what_has_no_key_is_in_the_palette(open_app: OpenApp, binding: Binding) -> None:
    app, seen = open_app(), KEYLESS_CASES[binding.id or ""]
    async with app.run_test(size=(80, 24)) as pilot:
        assert not seen(app)
        await pilot.press("colon")
        await until(pilot, lambda: isinstance(app.focused, Input))
        app.screen.query_one(Input).value = binding.description
        await until(pilot, lambda: f"         {binding.description}" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: seen(app))
