"""The articles screen: find an article by typing, see how far one is, open it."""

from collections.abc import Callable
from itertools import permutations as pairs
from pathlib import Path

from textual.events import Key
from textual.pilot import Pilot

from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.articles import ArticlesScreen
from annotator.tui.widgets.article_list import ArticleList
from tests.ui.conftest import FERRY
from tests.ui.looking import annotating, reader, screen_text, until, until_saved

OpenApp = Callable[..., AnnotatorApp]

WORDS = ("gate", "quay", "crane", "bridge", "lock", "tower", "light", "ferry", "market", "office", "school")


async def show_articles(pilot: Pilot[None]) -> None:
    await pilot.press("a")
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    assert isinstance(pilot.app.screen, ArticlesScreen)


async def test_filter_as_you_type_and_open(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await show_articles(pilot)
        assert "Ferry stranded" in screen_text(app)
        assert "enter open" in screen_text(app)
        await pilot.press(*"mark")
        await pilot.pause()
        assert "Ferry stranded" not in screen_text(app)
        assert "1 of 2 articles" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert annotating(app).labelling.article.title == "Market reopens"


async def test_progress_is_shown_and_unfinished_articles_are_a_key_away(open_app: OpenApp) -> None:
    app = open_app(article="market")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "s", "u")
        await until_saved(pilot)
        await show_articles(pilot)
        assert "3/3" in screen_text(app)
        assert "1 finished" in screen_text(app)
        await pilot.press("tab")
        row = app.screen.query_one(ArticleList).row
        assert row is not None
        assert row.header.title.startswith("Ferry")


async def test_escape_goes_back_to_the_same_sentence(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down")
        await show_articles(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is annotating(app)
        assert reader(app).cursor == 2


async def test_each_article_is_resumed_where_it_was_left(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "down")
        await show_articles(pilot)
        await pilot.press(*"market", "enter")
        await pilot.pause()
        await pilot.press("down", "q")
    app = AnnotatorApp(project, "Ana")
    async with app.run_test(size=(80, 24)) as pilot:
        assert annotating(app).labelling.article.title == "Market reopens"
        assert reader(app).cursor == 1
        await show_articles(pilot)
        await pilot.press("up", "enter")
        await pilot.pause()
        assert reader(app).cursor == 3


async def test_a_damaged_article_is_listed_with_its_problem(open_app: OpenApp, project: Project) -> None:
    market = project.article("market").id
    (project.corpus / f"{market}.json").write_text("{ not json")
    app = open_app()
    async with app.run_test(size=(120, 24)) as pilot:
        await show_articles(pilot)
        assert "damaged" in screen_text(app)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, ArticlesScreen)


async def test_two_thousand_articles_scroll_and_filter(open_app: OpenApp, project: Project) -> None:
    source = (project.corpus / f"{project.article('market').id}.json").read_text()
    for number in range(2_000):
        (project.corpus / f"copy-{number:04}-00000000.json").write_text(source)
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await show_articles(pilot)
        assert "2,002 articles" in screen_text(app)
        current = app.screen.query_one(ArticleList).row
        assert current
        assert current.header.title.startswith("Ferry")
        await pilot.press("pagedown", "pagedown")
        listing = app.screen.query_one(ArticleList)
        assert listing.row
        assert listing.row.header.title == "Market reopens"
        assert listing.scroll_offset.y > 10
        assert "▌" in screen_text(app)
        await pilot.press(*"ferry")
        await until(pilot, lambda: "1 of 2,002 articles" in screen_text(app))
        assert "1 of 2,002 articles" in screen_text(app)


async def test_one_damaged_article_does_not_keep_the_others_shut(open_app: OpenApp, project: Project) -> None:
    ferry, _ = project.article_ids()
    (project.corpus / f"{ferry}.json").write_text("{ no")
    app = AnnotatorApp(project, "Ana")
    async with app.run_test(size=(80, 24)):
        assert annotating(app).labelling.article.title == "Market reopens"


async def test_the_first_unfinished_article_is_opened(project: Project) -> None:
    app = AnnotatorApp(project, "Ana", project.article("ferry").id)
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in project.article("ferry").units:
            await pilot.press("n")
        await until_saved(pilot)
        assert "Every sentence has a label" in screen_text(app)
    app = AnnotatorApp(project, "Ben")
    async with app.run_test(size=(80, 24)):
        assert annotating(app).labelling.article.title.startswith("Ferry")
    assert project.next_article("Ana") == project.article("market").id


async def test_enter_opens_what_was_typed_however_fast(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await show_articles(pilot)
        for key in [*"market", "enter"]:
            app.post_message(Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: not isinstance(app.screen, ArticlesScreen))
        assert annotating(app).labelling.article.title == "Market reopens"


async def test_a_new_version_stands_in_the_list_for_the_old_one(
    open_app: OpenApp, project: Project, tmp_path: Path
) -> None:
    corrected = tmp_path / "corrected.txt"
    corrected.write_text(FERRY.replace("at dawn", "at noon"), encoding="utf-8")
    list(project.import_files([corrected], replaces="ferry"))
    app = open_app(article="market")
    async with app.run_test(size=(100, 24)) as pilot:
        await show_articles(pilot)
        assert screen_text(app).count("Ferry stranded") == 1
        assert "2 articles" in screen_text(app)
        await pilot.press(*"ferry")
        await pilot.press("enter")
        await pilot.pause()
        assert "at noon" in annotating(app).labelling.article.text


async def test_articles_that_share_their_words_are_told(project: Project, tmp_path: Path) -> None:
    story = " ".join(
        f"The {one} beside the {other} was shut when {other} and {one} flooded."
        for one, other in pairs(WORDS, 2)
    )
    for name, text in (("first", story), ("second", f"{story} Nobody was hurt.")):
        (tmp_path / f"{name}.txt").write_text(f"{name.title()}\n\n{text}\n", encoding="utf-8")
    list(project.import_files([tmp_path / "first.txt", tmp_path / "second.txt"]))
    app = AnnotatorApp(project, "Ana", project.article("first").id)
    async with app.run_test(size=(100, 24)) as pilot:
        await show_articles(pilot)
        await until(pilot, lambda: "much like 1 other" in screen_text(app))
