"""The second pass in the app: sentences come again without what was said of them."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from annotator.project import Project
from annotator.settings import SETTINGS_FILE
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.retest import RetestScreen
from annotator.tui.screens.visit import Banner
from tests.ui.looking import screen_text, until, until_saved

LABELS = ("not_a_claim", "not_a_claim", "sourced", "unverified")


def settle(project: Project, text: str) -> Project:
    """The project with these settings."""
    (project.root / SETTINGS_FILE).write_text(text, encoding="utf-8")
    return Project.open(project.root)


@pytest.fixture
def labelled(project: Project) -> Project:
    """Two articles that Ana has begun, all of which comes again at once."""
    for article in project.articles:
        labelling = project.labelling(article, "Ana")
        for unit, label in zip(article.units, LABELS, strict=False):
            labelling.label(unit, label)
        labelling.commit()
        labelling.store.close()
    return settle(project, "[retest]\nshare = 1.0\nafter_days = 0\n")


def banner(app: AnnotatorApp) -> str:
    return str(app.annotating.query_one(Banner).render())


async def begin(pilot: Pilot[None], app: AnnotatorApp) -> RetestScreen:
    """Press the key and wait for the second pass."""
    await pilot.press("R")
    await until(pilot, lambda: isinstance(app.screen, RetestScreen) and app.screen.is_whole)
    assert isinstance(app.screen, RetestScreen)
    return app.screen


async def test_sentences_come_again_unseen_and_are_kept_apart(labelled: Project) -> None:
    first = labelled.article("ferry")
    before = labelled.labelled(first, "Ana").labels["Ana"]
    app = AnnotatorApp(labelled, "Ana", first.id)
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await begin(pilot, app)
        again = screen.labelling.article
        assert "The 4 sentences with ┃" in banner(app)
        assert "0/4" in screen_text(app)
        assert screen.labelling.record(again.units[2]) is None  # what was said is not shown
        assert screen.place == 0
        await pilot.press("u")
        await until(pilot, lambda: "The 4 sentences with ┃" in banner(app) and "3 left." in banner(app))
        await pilot.press("u", "s", "s")
        await until(pilot, lambda: "this article is done" in banner(app))
        await until_saved(pilot)
        await pilot.press("q")
        await until(pilot, lambda: app.screen is app.home)
    assert labelled.labelled(first, "Ana").labels["Ana"] == before
    left = [due.article for due in labelled.retests("Ana")]
    assert again.id not in left and len(left) == 1


async def test_the_next_article_is_a_key_away_and_then_there_is_nothing(labelled: Project) -> None:
    app = AnnotatorApp(labelled, "Ana", labelled.article("ferry").id)
    seen: set[str] = set()

    def ended() -> bool:
        return app.screen is app.home and "Nothing to label once more" in screen_text(app)

    def another() -> bool:
        screen = app.screen
        return (
            isinstance(screen, RetestScreen) and screen.is_whole and screen.labelling.article.id not in seen
        )

    async with app.run_test(size=(100, 30)) as pilot:
        for _ in range(2):
            if not isinstance(app.screen, RetestScreen):
                await begin(pilot, app)
            article = app.annotating.labelling.article.id
            seen.add(article)
            await pilot.press("u", "u", "u", "u")
            await until(pilot, lambda: "this article is done" in banner(app))
            await pilot.press("N")
            await until(pilot, lambda: ended() or another())
        assert len(seen) == 2
        assert app.screen is app.home


async def test_other_sentences_cannot_be_labelled_meanwhile(labelled: Project) -> None:
    app = AnnotatorApp(labelled, "Ana", labelled.article("ferry").id)
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await begin(pilot, app)
        await pilot.press("end", "u")
        await until(pilot, lambda: "only the sentences marked" in screen_text(app))
        await pilot.press("e", "r")  # the text stays as it is, and each sentence is asked by itself
        assert app.screen is screen
        assert screen.labelling.labelled == 0


async def test_without_a_rule_the_key_says_how_it_begins(project: Project) -> None:
    app = AnnotatorApp(project, "Ana", project.article("ferry").id)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: "[retest]" in screen_text(app))


async def test_at_the_start_it_is_said_that_something_is_due(labelled: Project) -> None:
    app = AnnotatorApp(labelled, "Ana", labelled.article("ferry").id)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "to be labelled once more: R" in screen_text(app))


async def test_an_article_that_cannot_be_read_is_passed_over(labelled: Project) -> None:
    ferry, market = (labelled.article(name).id for name in ("ferry", "market"))
    (labelled.root / "annotations" / "ana" / f"{min(ferry, market)}.json").write_text("{", encoding="utf-8")
    app = AnnotatorApp(labelled, "Ana", max(ferry, market))
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await begin(pilot, app)
        assert screen.labelling.article.id == max(ferry, market)
    assert Path(labelled.root / "annotations" / "ana" / f"{min(ferry, market)}.json").read_text() == "{"
