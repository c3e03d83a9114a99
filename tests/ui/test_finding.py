"""Going to sentences: by number, by kind, by words, in this article and in others."""

from collections.abc import Callable

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input

from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.go import GoScreen
from annotator.tui.screens.search import SearchScreen
from annotator.tui.widgets.hit_list import HitList
from annotator.tui.widgets.messageline import MessageLine
from tests.ui.looking import annotating, on_top, reader, screen_text, until, until_saved

OpenApp = Callable[..., AnnotatorApp]


def said(app: AnnotatorApp) -> str:
    """What the message line says."""
    return "\n".join(
        line.text
        for line in annotating(app)
        .query_one(MessageLine)
        .render_lines(annotating(app).query_one(MessageLine).size.region)
    )


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


async def test_a_number_goes_to_the_sentence_that_shows_it(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "g")
        assert isinstance(app.screen, GoScreen)
        await press(pilot, "1", "5", "backspace")
        assert "Go to sentence 1" in screen_text(app)
        await press(pilot, "0", "enter")
        assert on_top(app)
        assert reader(app).unit.number == 10
        await press(pilot, "g", "9", "9", "enter")
        assert reader(app).cursor == len(annotating(app).labelling.article.units) - 1
        assert "There is no sentence 99" in said(app)
        await press(pilot, "g", "escape")
        await press(pilot, "g", "enter")
        assert on_top(app)


async def test_a_letter_goes_to_the_next_of_a_kind_and_one_key_goes_on(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        for place in (1, 4, 7):
            annotating(app).move_to(place)
            await press(pilot, "f")
        annotating(app).move_to(2)
        await press(pilot, "g", "f")
        assert reader(app).cursor == 4
        assert "Flagged sentence: 2 of 3." in said(app)
        await press(pilot, "greater_than_sign")
        assert reader(app).cursor == 7
        await press(pilot, "greater_than_sign")
        assert reader(app).cursor == 1
        assert "1 of 3, round the end" in said(app)
        await press(pilot, "less_than_sign")
        assert reader(app).cursor == 7
        await press(pilot, "g", "F")
        assert reader(app).cursor == 4
        await press(pilot, "g", "c")
        assert reader(app).cursor == 4
        assert "No commented sentence." in said(app)


async def test_where_others_decided_otherwise_is_hidden_while_the_project_is_blind(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "u")
        await until_saved(pilot)
        await press(pilot, "g", "d")
        await until(pilot, lambda: "blind = false" in said(app))


async def test_sentences_that_others_labelled_otherwise_are_gone_to(project: Project) -> None:
    (project.root / "annotator.toml").write_text("blind = false\n", encoding="utf-8")
    article = project.article("ferry").id
    app = AnnotatorApp(Project.open(project.root), "Ben", article)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, *"uoun")
        await until_saved(pilot)
    app = AnnotatorApp(Project.open(project.root), "Ana", article)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, *"uuu")
        await press(pilot, "g", "d")
        await until(pilot, lambda: "1 of 1" in said(app) or "only" in said(app))
        assert reader(app).cursor == 1


async def test_hits_come_as_one_types_and_one_key_goes_on_through_them(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash")
        assert isinstance(app.screen, SearchScreen)
        await press(pilot, *"BANG")
        await until(pilot, lambda: "1 sentence" in screen_text(app))
        await press(pilot, *["backspace"] * 4, *"the")
        await until(pilot, lambda: "the" in screen_text(app) and "sentences" in screen_text(app))
        hit = app.screen.query_one(HitList).hit
        assert hit is not None
        await press(pilot, "down", "enter")
        assert on_top(app)
        here = reader(app).cursor
        await press(pilot, "greater_than_sign")
        assert reader(app).cursor > here
        assert "with these words" in said(app)
        await press(pilot, "less_than_sign")
        assert reader(app).cursor == here


async def test_accents_do_not_matter_and_the_search_is_remembered(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", *"cafe", "enter")
        await until(pilot, lambda: on_top(app))
        assert "Cafe" in annotating(app).labelling.article.unit_text(reader(app).unit)
        await press(pilot, "slash")
        assert app.screen.query_one(Input).value == "cafe"


async def test_all_articles_are_searched_and_the_hit_opened(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", *"prices", "tab")
        await until(pilot, lambda: "Market reopens" in screen_text(app) and "1 sentence" in screen_text(app))
        await press(pilot, "enter")
        await until(pilot, lambda: annotating(app).labelling.article.title == "Market reopens")
        await until(pilot, lambda: on_top(app))
        assert reader(app).cursor == 2
        await press(pilot, "greater_than_sign")
        assert "This is the only sentence with these words." in said(app)


async def test_enter_goes_to_the_first_hit_of_what_was_typed_however_fast(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"brandt", "enter")
        await until(pilot, lambda: on_top(app))
        assert "Ola Brandt" in annotating(app).labelling.article.unit_text(reader(app).unit)


async def test_nothing_found_says_so_and_escape_stays(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "down", "slash", *"xylophone")
        await until(pilot, lambda: "0 sentences" in screen_text(app))
        await press(pilot, "enter", "escape")
        assert on_top(app)
        assert reader(app).cursor == 1


async def test_a_hit_can_be_clicked(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", *"quiet")
        await until(pilot, lambda: "1 sentence" in screen_text(app))
        await pilot.click(HitList, offset=(12, 0))
        await until(pilot, lambda: on_top(app))
        assert "went quiet" in annotating(app).labelling.article.unit_text(reader(app).unit)


@pytest.mark.parametrize("opens", ["slash", "a", "x"])
async def test_what_is_typed_before_the_line_is_there_is_typed_into_it(open_app: OpenApp, opens: str) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        for key in (opens, *"quay uns"):
            app.post_message(Key("space" if key == " " else key, key if len(key) == 1 else None))
        await until(pilot, lambda: not on_top(app) and app.screen.query_one(Input).value == "quay uns")
        assert annotating(app).labelling.labelled == 0


async def test_a_number_is_gone_to_however_fast_it_is_typed(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("g", "1", "0", "enter"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: on_top(app) and reader(app).unit.number == 10)


async def test_a_search_typed_at_once_goes_to_its_hit(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("slash", *"prices", "tab", "enter"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        await until(
            pilot, lambda: on_top(app) and annotating(app).labelling.article.title == "Market reopens"
        )
        assert reader(app).cursor == 2


async def test_a_new_search_is_typed_over_the_last_one(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", *"bang", "enter")
        await until(pilot, lambda: on_top(app))
        await press(pilot, "slash", *"quiet", "enter")
        await until(pilot, lambda: on_top(app))
        assert "went quiet" in annotating(app).labelling.article.unit_text(reader(app).unit)
