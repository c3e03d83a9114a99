"""The articles screen: find an article by typing, see how far one is, open it."""

from collections.abc import Callable
from itertools import pairwise
from itertools import permutations as pairs
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input

from annotator.ingest import Metadata
from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.articles import ArticlesScreen
from annotator.tui.widgets.article_columns import columns_for
from annotator.tui.widgets.article_headings import ArticleHeadings
from annotator.tui.widgets.article_list import ArticleList
from tests.ui.conftest import FERRY
from tests.ui.looking import annotating, on_top, reader, screen_text, until, until_saved

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


def shown_titles(app: AnnotatorApp) -> list[str]:
    """The titles on the screen, from the top."""
    listing = app.screen.query_one(ArticleList)
    lines = (listing.render_line(y).text for y in range(len(listing.places)))
    return [next(word for word in ("Ferry", "Market", "Harbour") if word in line) for line in lines]


@pytest.fixture
def dated(project: Project, tmp_path: Path) -> Project:
    """Three articles, the new one with a date and an outlet."""
    (tmp_path / "harbour.txt").write_text("Harbour closes\n\nNobody was told. It rained.\n", encoding="utf-8")
    list(project.import_files([tmp_path / "harbour.txt"], Metadata(outlet="Courier", published="2031-03-05")))
    return project


async def test_arrows_and_headings_sort_and_turn_the_order(open_app: OpenApp, dated: Project) -> None:
    app = open_app()
    async with app.run_test(size=(120, 24)) as pilot:
        await show_articles(pilot)
        assert shown_titles(app) == ["Harbour", "Ferry", "Market"]
        assert "date▲" in screen_text(app)
        await pilot.press("left", "left")
        assert "title▲" in screen_text(app)
        assert shown_titles(app) == ["Ferry", "Harbour", "Market"]
        await pilot.press("shift+tab")
        assert "title▼" in screen_text(app)
        assert shown_titles(app) == ["Market", "Harbour", "Ferry"]
        words = next(column for column in columns_for(119) if column.name == "words")
        await pilot.click(ArticleHeadings, offset=(words.left + words.cells - 1, 0))
        assert shown_titles(app) == ["Harbour", "Market", "Ferry"]
        await pilot.click(ArticleHeadings, offset=(words.left + words.cells - 1, 0))
        assert shown_titles(app) == ["Ferry", "Market", "Harbour"]


async def test_words_and_tokens_filter_together(open_app: OpenApp, dated: Project) -> None:
    app = open_app()
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.press("f")
        await until_saved(pilot)
        await show_articles(pilot)
        for typed, left in (
            ("is:flagged", ["Ferry"]),
            ("is:new >2031-03-01", ["Harbour"]),
            ("courier", ["Harbour"]),
            ("is:unfinished outlet:cour", ["Harbour"]),
            ("is:", ["Harbour", "Ferry", "Market"]),
        ):
            app.screen.query_one(Input).value = typed
            await pilot.pause()
            assert shown_titles(app) == left
        assert "is: unfinished, finished" in screen_text(app)


async def test_texts_are_searched_while_the_list_is_shown(open_app: OpenApp, dated: Project) -> None:
    app = open_app()
    async with app.run_test(size=(120, 24)) as pilot:
        await show_articles(pilot)
        app.screen.query_one(Input).value = "text:NOBODY text:was"
        await until(pilot, lambda: shown_titles(app) == ["Harbour", "Ferry"])
        app.screen.query_one(Input).value = "text:nobody ferry"
        await until(pilot, lambda: shown_titles(app) == ["Ferry"])
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, ArticlesScreen))


async def test_what_others_have_finished_is_told_as_a_number_only(dated: Project) -> None:
    harbour = dated.article("harbour").id
    for name in ("Ben", "Cleo"):
        app = AnnotatorApp(dated, name, harbour)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("n", "o", "o")
            await until_saved(pilot)
    app = AnnotatorApp(dated, "Ana", harbour)
    async with app.run_test(size=(120, 24)) as pilot:
        await show_articles(pilot)
        await until(pilot, lambda: "2 others finished" in screen_text(app))
        assert "Ben" not in screen_text(app)


async def test_the_next_unfinished_article_is_one_key_away(open_app: OpenApp, dated: Project) -> None:
    app = open_app(article="harbour")

    def opened(title: str) -> bool:
        return on_top(app) and annotating(app).labelling.article.title.startswith(title)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "o", "o", "N")
        await until(pilot, lambda: opened("Ferry"))
        await pilot.press("N")
        await until(pilot, lambda: opened("Market"))
        await pilot.press("n", "s", "u", "N")
        await until(pilot, lambda: opened("Ferry"))
        await pilot.press("N")
        await until(pilot, lambda: "no other unfinished article" in screen_text(app))


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_columns_fill_the_line_and_leave_room_for_the_title(width: int) -> None:
    columns = columns_for(width)
    assert all(one.left + one.cells < other.left for one, other in pairwise(columns))
    assert columns[-1].left + columns[-1].cells == width
    assert next(column.cells for column in columns if column.name == "title") >= 20
