"""Everything by mouse alone: sentences, labels, words, screens, and all that is in the menu."""

from collections.abc import Callable

import pytest
from textual.command import CommandList
from textual.events import MouseScrollDown
from textual.pilot import Pilot
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from annotator.marking import marks_of
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.articles import ArticlesScreen
from annotator.tui.screens.choice import ChoiceScreen
from annotator.tui.screens.help import HelpScreen
from annotator.tui.screens.palette import Palette
from annotator.tui.screens.search import SearchScreen
from annotator.tui.screens.settings import SettingsScreen
from annotator.tui.screens.source import SourceScreen
from annotator.tui.widgets.article_list import ArticleList
from annotator.tui.widgets.hit_list import HitList
from annotator.tui.widgets.keybar import KeyBar
from annotator.tui.widgets.spans import SpanPanel
from annotator.usersettings import save_user_settings
from schemas import Annotation, SourceType
from tests.ui.looking import annotating, on_top, reader, reader_lines, screen_text, until, until_saved

OpenApp = Callable[..., AnnotatorApp]
SIZES = [(80, 24), (160, 45)]


def cell(app: AnnotatorApp, words: str) -> tuple[int, int]:
    """Where on the screen words of the article are drawn."""
    lines = reader_lines(app)
    row = next(row for row, line in enumerate(lines) if words in line)
    region = reader(app).content_region
    return region.x + lines[row].index(words) + 1, region.y + row


async def click(pilot: Pilot[None], words: str) -> None:
    """Click words of the key bar, when they are there."""
    place: list[tuple[int, int]] = []

    def there() -> bool:
        bars = pilot.app.screen.query(KeyBar)
        lines = [line for bar in bars for line in bar.render_lines(bar.size.region)] if bars else []
        place[:] = [(line.text.index(words), y) for y, line in enumerate(lines) if words in line.text]
        return bool(place)

    await until(pilot, there)
    await pilot.click(pilot.app.screen.query_one(KeyBar), offset=place[0])
    await pilot.pause()


async def choose(pilot: Pilot[None], words: str, within: type[OptionList] = OptionList) -> None:
    """Click the answer that has these words, having turned the wheel until it is in sight."""

    def said(option: Option) -> bool:
        return words in str(option.prompt)

    await until(pilot, lambda: any(map(said, pilot.app.screen.query_one(within).options)))
    answers = pilot.app.screen.query_one(within)
    for _ in range(100):
        lines = [answers.render_line(y).text for y in range(answers.content_size.height)]
        if any(words in line for line in lines):
            break
        await pilot._post_mouse_events([MouseScrollDown], answers, (2, 0))  # pilots have no wheel to turn
    row = next(row for row, line in enumerate(lines) if words in line)
    left, top = answers.content_region.offset
    await pilot.click(offset=(left + 2, top + row))
    await pilot.pause()


async def menu(pilot: Pilot[None], words: str) -> None:
    """Choose from the menu."""
    await click(pilot, ": menu")
    await until(pilot, lambda: isinstance(pilot.app.screen, Palette))
    await choose(pilot, words, CommandList)


def record(app: AnnotatorApp) -> Annotation:
    """What is decided of the current sentence."""
    found = annotating(app).labelling.record(reader(app).unit)
    assert found is not None
    return found


def kind_of(found: Annotation) -> SourceType | None:
    """Of which type the first source is."""
    return found.attributions[0].source_type if found.attributions else None


def source_of(found: Annotation) -> str:
    """Id of the first source's entry in the register; empty where nobody is named."""
    return found.attributions[0].source_id or "" if found.attributions else ""


async def drag(pilot: Pilot[None], app: AnnotatorApp, begin: str, end: str) -> None:
    """Draw over words of the article."""
    await pilot.mouse_down(offset=cell(app, begin))
    await pilot.hover(offset=cell(app, end))
    await pilot.mouse_up(offset=cell(app, end))
    await pilot.pause()


async def test_what_the_key_bar_asks_is_answered_with_the_keys_of_the_settings(open_app: OpenApp) -> None:
    save_user_settings(keys={"type-document": "f5, Y"})
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(offset=cell(app, "ran aground"))
        await click(pilot, "source type")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        await pilot.press("f5")
        await until(pilot, lambda: on_top(app) and annotating(app).labelling.labelled == 1)
        await pilot.click(offset=cell(app, "ran aground"))
        assert kind_of(record(app)) is SourceType.DOCUMENT
        await until_saved(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_a_sentence_is_decided(open_app: OpenApp, size: tuple[int, int]) -> None:
    app = open_app()
    async with app.run_test(size=size) as pilot:
        await pilot.click(offset=cell(app, "ran aground"))
        await click(pilot, "source type")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        await choose(pilot, "named organisation")
        await until(pilot, lambda: on_top(app) and reader(app).cursor == 3)
        await pilot.click(offset=cell(app, "ran aground"))
        await click(pilot, "h hedge")
        await click(pilot, "f flag")
        assert kind_of(record(app)) is SourceType.NAMED_ORGANISATION
        assert (record(app).hedge, record(app).flag) == ("hedged", True)
        await click(pilot, "z undo")
        assert not record(app).flag
        await menu(pilot, "redo")
        await until(pilot, lambda: record(app).flag)
        await menu(pilot, "credibility")
        await choose(pilot, "doubtful")
        await until(pilot, lambda: record(app).credibility == 4)
        await pilot.click(offset=cell(app, "Was he asleep"))
        for words, label in ((" u ", "unverified"), (" o ", "opinion"), (" n ", "not_a_claim")):
            await pilot.click(offset=cell(app, "Was he asleep"))
            await click(pilot, words)
            await pilot.click(offset=cell(app, "Was he asleep"))
            assert record(app).label == label
        await until_saved(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_words_are_marked(open_app: OpenApp, size: tuple[int, int]) -> None:
    app = open_app()
    async with app.run_test(size=size) as pilot:
        await pilot.click(offset=cell(app, "careless"))
        await drag(pilot, app, "a careless", "man.")
        await until(pilot, lambda: isinstance(app.focused, SpanPanel))
        await click(pilot, "l loaded")
        await drag(pilot, app, "captain", "tain")
        await click(pilot, "p propaganda")
        await choose(pilot, "doubt")
        await click(pilot, "done")
        await until(pilot, lambda: app.focused is reader(app))
        assert [mark.role for mark in marks_of(record(app))] == ["propaganda", "loaded"]


@pytest.mark.parametrize("size", SIZES)
async def test_every_screen_is_opened_and_left(open_app: OpenApp, size: tuple[int, int]) -> None:
    app = open_app()
    async with app.run_test(size=size) as pilot:
        await pilot.click(offset=cell(app, "ran aground"))
        await click(pilot, " s ")
        await pilot.click(offset=cell(app, "ran aground"))
        await click(pilot, "who says it")
        await until(pilot, lambda: isinstance(app.screen, SourceScreen))
        await pilot.click("#type")
        await choose(pilot, "unnamed group")
        await click(pilot, "keep")
        await until(pilot, lambda: on_top(app) and bool(source_of(record(app))))
        assert app.project.sources.entries[source_of(record(app))].source_type is SourceType.UNNAMED_GROUP
        await menu(pilot, "settings")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await choose(pilot, "After a label go to")
        assert app.settings.advance == "unlabelled"
        await click(pilot, "close")
        await click(pilot, "help")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        await click(pilot, "close")
        await menu(pilot, "pace of this session")
        await until(pilot, lambda: "This session" in screen_text(app))
        await click(pilot, "close")
        await menu(pilot, "search")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen))
        await pilot.press(*"prices")
        await click(pilot, "this article or all")
        await until(pilot, lambda: "1 sentence" in screen_text(app))
        await pilot.click(HitList, offset=(12, 1))
        await until(pilot, lambda: on_top(app))
        assert annotating(app).labelling.article.title == "Market reopens"
        await menu(pilot, "go to")
        await click(pilot, "unlabelled")
        await until(pilot, lambda: on_top(app) and reader(app).cursor == 0)
        await menu(pilot, "articles")
        await until(
            pilot, lambda: isinstance(app.screen, ArticlesScreen) and "2 articles" in screen_text(app)
        )
        rows = app.screen.query_one(ArticleList)
        lines = [line.text for line in rows.render_lines(rows.size.region)]
        place = next(place for place, line in enumerate(lines) if "Ferry" in line)
        await pilot.click(rows, offset=(12, place))
        await until(pilot, lambda: on_top(app))
        assert annotating(app).labelling.article.title.startswith("Ferry")
        await click(pilot, "quit")
        await until(pilot, lambda: not app.is_running)


async def test_the_tour_and_practice_are_begun_and_ended(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=SIZES[0]) as pilot:
        await menu(pilot, "the guided tour")
        await until(pilot, lambda: app.visiting and "Tour, 1 of" in screen_text(app))
        await click(pilot, "end the tour")
        await until(pilot, lambda: not app.visiting)
        await menu(pilot, "practise on a labelled article")
        await until(pilot, lambda: app.visiting and "Practice" in screen_text(app))
        await click(pilot, "end it")
        await until(pilot, lambda: not app.visiting)
