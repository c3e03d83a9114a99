"""Keys that come faster than screens do: over a slow line, held down, or pasted."""

from collections.abc import Callable, Sequence

import pytest
from textual.events import Key
from textual.keys import key_to_character
from textual.pilot import Pilot

from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.choice import ChoiceScreen
from annotator.tui.screens.too_small import TooSmallScreen
from annotator.tui.screens.tour import TourScreen
from annotator.tui.widgets.spans import SpanPanel
from tests.ui.looking import annotating, on_top, until, until_saved
from tests.ui.several import disagree

OpenApp = Callable[..., AnnotatorApp]


async def at_once(pilot: Pilot[None], keys: Sequence[str]) -> None:
    """Send keys as a terminal does that had to wait: all of them before the first one is heeded."""
    for key in keys:
        pilot.app.post_message(Key(key, key_to_character(key)))
    await pilot.pause(0.2)


HASTY = {
    "a comment": [["x"], ["h", "enter", "enter", "enter"]],
    "a choice": [["u", "up"], ["c"], ["enter", "enter", "enter"]],
    "another answer": [["u", "up"], ["c", "3", "3"]],
    "articles": [["a"], ["down", "enter", "enter", "enter"]],
    "search": [["slash"], ["t", "h", "e"], ["enter", "enter", "down", "enter"]],
    "commands": [["colon"], ["h", "e", "l", "p"], ["enter", "enter", "enter"]],
    "a source": [["s", "up"], ["enter"], ["A", "n", "a", "enter", "enter", "enter"]],
    "a number": [["g", "2", "enter"], ["g", "2", "enter", "escape"]],
    "a split": [["e", "s", "enter", "enter"]],
    "help": [["question_mark", "escape", "escape", "question_mark", "q"]],
    "pace": [["P", "enter"], ["P", "escape", "escape"]],
}


@pytest.mark.parametrize("keys", HASTY.values(), ids=HASTY)
async def test_a_screen_that_is_told_to_go_twice_takes_no_other_with_it(
    open_app: OpenApp, keys: list[list[str]]
) -> None:
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        for group in keys:
            await at_once(pilot, group)
        for _ in range(4):
            if not on_top(app):
                await pilot.press("escape")
        await until_saved(pilot)
        assert sum(isinstance(screen, AnnotateScreen) for screen in app.screen_stack) == 1
        before = annotating(app).labelling.labelled
        await pilot.press("tab", "n")
        await until(pilot, lambda: annotating(app).labelling.labelled == before + 1)
        await until_saved(pilot)


async def test_the_tour_left_twice_leaves_ones_own_work_where_it_was(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        for keys in (["escape", "escape", "escape"], ["enter"] * 10):
            app.action_tour()
            await pilot.pause()
            assert isinstance(app.screen, TourScreen)
            await at_once(pilot, keys)
            await until(pilot, lambda: not app.visiting)
            if not on_top(app):  # the last enter was the source's
                await pilot.press("escape")
            assert on_top(app)


async def test_words_are_marked_only_once_however_fast_marking_begins_and_ends(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press("down", "down")
        await at_once(pilot, ["v", "escape", "v", "l", "escape", "v"])
        await until(pilot, lambda: len(annotating(app).labelling.store.labels) == 1)
        await until(pilot, lambda: len(annotating(app).query(SpanPanel)) == 1)
        assert annotating(app).has_class("-marking")
        (record,) = annotating(app).labelling.store.labels.values()
        assert len(record.bias) == 1
        await until_saved(pilot)


async def test_what_is_answered_behind_the_notice_of_a_small_terminal_goes_with_it(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("u", "up", "c")
        choice = app.screen
        assert isinstance(choice, ChoiceScreen)
        await pilot.resize_terminal(40, 10)
        assert isinstance(app.screen, TooSmallScreen)
        choice.dismiss("3")
        choice.dismiss("4")
        await pilot.pause()
        assert isinstance(app.screen, TooSmallScreen)
        await pilot.resize_terminal(100, 30)
        await until(pilot, lambda: on_top(app))
        (record,) = annotating(app).labelling.store.labels.values()
        assert record.credibility == 3
        await until_saved(pilot)


async def test_the_notice_of_a_small_terminal_goes_from_under_the_tour_too(open_app: OpenApp) -> None:
    app = open_app()
    app.begin_with = "tour"
    async with app.run_test(size=(40, 10)) as pilot:
        await until(pilot, lambda: app.visiting)
        await until(pilot, lambda: isinstance(app.screen, TooSmallScreen))
        await pilot.resize_terminal(100, 30)
        await until(pilot, lambda: isinstance(app.screen, TourScreen))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.home)


@pytest.mark.parametrize(
    "after",
    [["q", "down", "s", "v"], ["question_mark", "q", "q", "enter", "tab"], ["ctrl+q", "x", "a"]],
    ids=["q", "help", "ctrl-q"],
)
async def test_keys_after_the_last_one_are_no_trouble(open_app: OpenApp, after: list[str]) -> None:
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await at_once(pilot, after)
    assert app.return_code == 0


@pytest.mark.parametrize(
    "action", ["settings", "palette", "compare", "disagreements", "adjudicate", "articles", "search"]
)
@pytest.mark.parametrize("ends_first", [False, True], ids=["coming", "called too late"])
async def test_the_app_can_be_left_while_a_screen_is_just_coming(
    project: Project, open_app: OpenApp, action: str, *, ends_first: bool
) -> None:
    disagree(project)
    app = open_app("Mara")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        steps = [app.exit, getattr(app, f"action_{action}")]
        for step in steps if ends_first else reversed(steps):
            app.call_later(step)
        await pilot.pause()
