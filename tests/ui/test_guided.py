"""The tour, practice and the pace of a session, in the app."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from annotator.practice import PracticeArticle, practice_article, practice_names
from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.pace import PaceScreen
from annotator.tui.screens.practice import ComparisonScreen, PracticeScreen
from annotator.tui.screens.visit import Banner, VisitScreen
from annotator.tui.widgets.reader import Reader
from annotator.usersettings import load_user_settings
from schemas import UserSettings
from tests.ui.looking import screen_text, until, until_saved

Open = Callable[..., AnnotatorApp]


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what the tour writes down inside the test."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def visit_of(app: AnnotatorApp) -> VisitScreen:
    """The tour or practice on top."""
    screen = app.annotating
    assert isinstance(screen, VisitScreen)
    return screen


def banner(app: AnnotatorApp) -> str:
    """What the banner says."""
    return str(visit_of(app).query_one(Banner).render())


async def begin(pilot: Pilot[None], action: str) -> None:
    """Start the tour or practice and wait for it."""
    await pilot.app.run_action(f"app.{action}")
    await until(pilot, lambda: isinstance(pilot.app.screen, VisitScreen) and pilot.app.screen.is_mounted)


async def until_step(pilot: Pilot[None], number: int) -> None:
    """Wait until the tour asks for the step of this number, from 1."""
    assert isinstance(pilot.app, AnnotatorApp)
    app = pilot.app
    await until(pilot, lambda: f"Tour, {number} of" in banner(app))


async def test_the_tour_goes_on_when_the_real_thing_is_done(open_app: Open, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await begin(pilot, "tour")
        await until_step(pilot, 1)
        for number, keys in enumerate(
            (
                ["down"],
                ["s"],
                ["z"],
                ["2"],
                ["v", "s", "escape"],
                ["f"],
                ["tab"],
                ["question_mark", "escape"],
            ),
            start=1,
        ):
            await until_step(pilot, number)
            for key in keys:
                await pilot.press(key)
                await pilot.pause()
        await until_step(pilot, 9)
        assert "a lists the articles" in banner(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.home)
        assert app.home.labelling.store.labels == {}
        assert load_user_settings().tour_seen
    assert project.annotators() == []


async def test_enter_goes_on_without_doing_it_and_esc_ends_the_tour_at_any_time(open_app: Open) -> None:
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await begin(pilot, "tour")
        await until_step(pilot, 1)
        await pilot.press("enter", "enter")
        await until_step(pilot, 3)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.home)
        assert app.settings.tour_seen
        # Again, from the beginning.
        await begin(pilot, "tour")
        await until_step(pilot, 1)


async def test_the_folder_of_a_visit_goes_with_it(open_app: Open) -> None:
    app = open_app()
    async with app.run_test() as pilot:
        await begin(pilot, "practice")
        path = visit_of(app).labelling.store.path
        await pilot.press("n")
        await until(pilot, path.exists)
        await pilot.press("q")
        await until(pilot, lambda: app.screen is app.home)
        await until(pilot, lambda: not path.parents[2].exists())


async def test_quitting_ends_the_visit_first_and_forgets_no_place(open_app: Open, project: Project) -> None:
    app = open_app()
    async with app.run_test() as pilot:
        await pilot.press("down", "down")
        await begin(pilot, "practice")
        await pilot.press("n", "n", "n", "n")
        await until_saved(pilot)
        await app.run_action("app.leave")
        await until(pilot, lambda: app.screen is app.home)
        await pilot.press("q")
        await pilot.pause()
    again = AnnotatorApp(project, "Ana")
    async with again.run_test() as pilot:
        assert again.home.labelling.article.title.startswith("Ferry")
        assert again.home.query_one(Reader).cursor == 2


async def test_no_article_is_opened_during_a_visit(open_app: Open) -> None:
    app = open_app()
    async with app.run_test() as pilot:
        await begin(pilot, "tour")
        visit = app.screen
        for action in ("articles", "next_article", "tour", "practice"):
            await app.run_action(f"app.{action}")
            await pilot.pause()
            assert app.screen is visit


def right_key(practice: PracticeArticle, unit: str) -> str:
    gold = practice.gold[unit]
    return '"' if gold.same_source else {"not_a_claim": "n"}.get(gold.label, gold.label[0])


@pytest.mark.parametrize("name", practice_names())
async def test_practice_shows_where_and_by_which_rule_one_differs(project: Project, name: str) -> None:
    app = AnnotatorApp(project, "Ana", settings=UserSettings(repeat_guard=0))
    practice = practice_article(name)
    units = [unit.id for unit in practice.article.units]
    async with app.run_test(size=(100, 40)) as pilot:
        app.action_practice(name)
        await until(pilot, lambda: isinstance(app.screen, PracticeScreen) and app.screen.is_mounted)
        assert "Practice" in banner(app)
        await pilot.press("home")
        for place, unit in enumerate(units):
            await until(pilot, lambda place=place: visit_of(app).query_one(Reader).cursor == place)  # type: ignore[misc]
            await pilot.press("o" if place == 2 else right_key(practice, unit))
        await until(pilot, lambda: isinstance(app.screen, ComparisonScreen))
        text = screen_text(app)
        gold = practice.gold["u003"]
        assert f"{len(units) - 1} of {len(units)} labels are those of the codebook" in text
        assert f"Rule {gold.rule} (" in text and gold.why[:40] in text
        assert text.count("Rule ") == 1


async def test_practice_may_be_compared_early_begun_again_and_ended(open_app: Open) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, "practice")
        await pilot.press("equals_sign")
        await until(pilot, lambda: "No sentence has a label yet" in screen_text(app))
        await pilot.press("escape", "s", "equals_sign")
        await until(pilot, lambda: "0 of 1 labels are those" in screen_text(app))
        first = visit_of(app)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, PracticeScreen) and app.screen is not first)
        assert app.annotating.labelling.labelled == 0
        title = app.annotating.labelling.article.title
        await pilot.press("equals_sign")
        await until(pilot, lambda: isinstance(app.screen, ComparisonScreen))
        await pilot.press("n")
        await until(pilot, lambda: app.annotating.labelling.article.title != title)
        await until(pilot, lambda: isinstance(app.screen, PracticeScreen) and app.screen.is_mounted)
        await pilot.press("equals_sign")
        await until(pilot, lambda: isinstance(app.screen, ComparisonScreen))
        await pilot.press("q")
        await until(pilot, lambda: app.screen is app.home)
        assert sum(isinstance(screen, AnnotateScreen) for screen in app.screen_stack) == 1


async def test_practice_says_that_it_is_for_the_shipped_codebook(open_app: Open, project: Project) -> None:
    path = project.write_codebook()
    path.write_text(path.read_text().replace('version = "1.0"', 'version = "1.1"'))
    app = AnnotatorApp(Project.open(project.root), "Ana")
    async with app.run_test(size=(160, 45)) as pilot:
        await app.run_action("app.practice")
        await until(pilot, lambda: "practice is for the codebook credibility 1.0" in screen_text(app))
        assert app.screen is app.home
        # The tour is about the app, and takes the project's own labels.
        await begin(pilot, "tour")
        assert visit_of(app).labelling.codebook.version == "1.1"


async def test_the_tour_leaves_out_sources_where_the_codebook_has_none(project: Project) -> None:
    path = project.write_codebook()
    text = path.read_text()
    path.write_text(text[: text.index("[[attributes]]")].replace("source_expected = true\n", ""))
    app = AnnotatorApp(Project.open(project.root), "Ana")
    async with app.run_test(size=(100, 30)) as pilot:
        await begin(pilot, "tour")
        await until(pilot, lambda: "1 of 7" in banner(app))


async def test_the_pace_of_the_session_is_a_key_away_and_said_at_the_end(open_app: Open) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("P")
        await until(pilot, lambda: isinstance(app.screen, PaceScreen))
        assert "No sentence labelled yet" in screen_text(app)
        await pilot.press("escape", "n", "u")
        await until_saved(pilot)
        await begin(pilot, "practice")
        await pilot.press("s", "P")
        await until(pilot, lambda: isinstance(app.screen, PaceScreen))
        text = screen_text(app)
        assert "with a label    2 of 11" in text and "not a claim   1" in text  # the visit does not count
        await pilot.press("escape", "q")
        await until(pilot, lambda: app.screen is app.home)
        await pilot.press("q")
        await pilot.pause()
    assert app.closing_words[0].startswith("2 sentences labelled in ")
