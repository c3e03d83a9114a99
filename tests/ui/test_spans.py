"""Marking words: every key of the strip, the mouse, and what is stored of it."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.events import AppBlur, AppFocus, Key
from textual.pilot import Pilot
from textual.screen import ModalScreen

from annotator.editing import split
from annotator.marking import marks_of
from annotator.project import Project
from annotator.steps import characters
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.help import HelpScreen
from annotator.tui.widgets.keybar import KeyBar
from annotator.tui.widgets.spans import SpanPanel
from schemas import Attribution, BiasKind, BiasMark, Span, Suggestion, Unit
from tests.ui.looking import annotating, reader, reader_lines, screen_text, until, until_saved

OpenApp = Callable[..., AnnotatorApp]


def unit_with(app: AnnotatorApp, words: str) -> Unit:
    article = annotating(app).labelling.article
    return next(unit for unit in article.units if words in article.unit_text(unit))


def place(app: AnnotatorApp, words: str) -> Span:
    """Where words stand in the article."""
    start = annotating(app).labelling.article.text.index(words)
    return Span(start=start, end=start + len(words))


def marks(app: AnnotatorApp) -> list[tuple[str, str]]:
    """The marks of the current sentence: role, with the number of the source if not the first, and words."""
    labelling = annotating(app).labelling
    text = labelling.article.text
    return [
        (
            mark.role + (str(mark.attribution + 1) if mark.attribution else ""),
            text[mark.span.start : mark.span.end],
        )
        for mark in marks_of(labelling.record(reader(app).unit))
    ]


def offer(
    app: AnnotatorApp, words: str, source: str = "", cue: str = "", content: str = "", loaded: str = ""
) -> None:
    """Suggest passages of the sentence that holds `words`."""
    attribution = Attribution(
        source=place(app, source) if source else None,
        cue=place(app, cue) if cue else None,
        content=(place(app, content),) if content else (),
    )
    unit = unit_with(app, words).id
    suggestion = Suggestion(
        unit=unit,
        label="sourced",
        reason="said",
        confidence=0.9,
        attributions=(attribution,) if source or cue or content else (),
        bias=(BiasMark(kind=BiasKind.LOADED, span=place(app, loaded)),) if loaded else (),
    )
    annotating(app).labelling.offer({unit: suggestion}, "test 1")


async def go_to(pilot: Pilot[None], app: AnnotatorApp, words: str) -> None:
    """Go to the sentence that holds `words`."""
    await app.workers.wait_for_complete()
    await pilot.pause()
    reader(app).cursor = annotating(app).labelling.article.place(unit_with(app, words).id)
    await pilot.pause()


def marking(app: AnnotatorApp) -> bool:
    """Whether keys mark words now."""
    return isinstance(annotating(app).focused, SpanPanel)


def strip(app: AnnotatorApp) -> tuple[str, str]:
    """The two lines over the keys."""
    widget = annotating(app).query_one(SpanPanel)
    return widget.render_line(0).text.rstrip(), widget.render_line(1).text.rstrip()


def chosen(app: AnnotatorApp) -> str:
    """The words that the strip shows as chosen."""
    return strip(app)[0].rpartition("]")[0].removeprefix("[")


@pytest.fixture
def project(project: Project) -> Project:
    """Nothing is suggested but what a test suggests."""
    (project.root / "annotator.toml").write_text("suggestions = false\n", encoding="utf-8")
    return Project.open(project.root)


@pytest.fixture
def app(open_app: OpenApp) -> AnnotatorApp:
    return open_app()


async def test_words_are_marked_one_after_another(app: AnnotatorApp) -> None:
    async with app.run_test() as pilot:
        await go_to(pilot, app, "aground")
        await pilot.press("v", "end", "c", "left", "space", "left", "left", "s", "home", "u", "t", "escape")
        assert marks(app) == [
            ("content", "The ferry Lisbet ran aground at dawn"),
            ("source", "the harbour office"),
            ("cue", "said"),
        ]
        assert not marking(app)
        record = annotating(app).labelling.record(reader(app).unit)
        assert record is not None
        assert record.label == "sourced"
        await until_saved(pilot)


@pytest.mark.parametrize(
    ("suggested", "keys", "made"),
    [
        ("the harbour office said", ["v", "left", "s"], "the harbour office"),
        ("harbour office", ["v", "o", "left", "s"], "the harbour office"),
        ("dawn, the harbour office", ["v", "o", "right", "s"], "the harbour office"),
        ("the harbour", ["v", "right", "s"], "the harbour office"),
    ],
)
async def test_a_suggested_source_off_by_a_word_takes_four_keys(
    app: AnnotatorApp, suggested: str, keys: list[str], made: str
) -> None:
    async with app.run_test() as pilot:
        await go_to(pilot, app, "aground")
        offer(app, "aground", source=suggested, content="The ferry Lisbet ran aground at dawn")
        assert len(keys) <= 4
        await pilot.press(*keys)
        assert marks(app) == [("source", made)]
        assert chosen(app) == "The ferry Lisbet ran aground at dawn"  # the next that is suggested


CHOICES = [
    ([], "The"),
    (["right", "right"], "Lisbet"),
    (["right", "left", "left"], "The"),
    (["space", "right", "right"], "The ferry Lisbet"),
    (["space", "right", "right", "left"], "The ferry"),
    (["right", "space", "left"], "The ferry"),
    (["end"], "said"),
    (["end", "home"], "The"),
    (["right", "space", "end"], "ferry Lisbet ran aground at dawn, the harbour office said"),
    (["right", "space", "home"], "The ferry"),
    (["right", "space", "right", "o", "right"], "Lisbet"),
    (["right", "o", "left"], "The ferry"),
    (["space", "right", "space", "right"], "Lisbet"),
    (["right", "shift+right", "shift+right"], "ferry L"),
    (["right", "shift+left"], "ferr"),
    (["ctrl+right"], "The ferry Lisbet ran aground at dawn"),
    (["ctrl+right", "ctrl+right"], "the harbour office said"),
    (["ctrl+right", "ctrl+right", "ctrl+left"], "The ferry Lisbet ran aground at dawn"),
    (["u"], "The ferry Lisbet ran aground at dawn"),
    (["u", "right"], "the harbour office said"),
    (["u", "u", "right"], "h"),
    (["u", "u", "u", "right"], "ferry"),
    (["space", "u", "right"], "The ferry Lisbet ran aground at dawn"),
]
"""What is chosen after `v` and these keys."""


async def test_keys_choose_words(app: AnnotatorApp) -> None:
    async with app.run_test() as pilot:
        await go_to(pilot, app, "aground")
        for keys, words in CHOICES:
            await pilot.press("v", *keys)
            assert (keys, chosen(app)) == (keys, words)
            await pilot.press("escape")


async def test_up_and_down_go_by_lines(app: AnnotatorApp) -> None:
    async with app.run_test(size=(60, 16)) as pilot:
        await go_to(pilot, app, "aground")
        await pilot.press("v", "right", "right", "down")
        assert chosen(app) == "office"
        await pilot.press("down")
        assert chosen(app) == "office"  # there is no line below
        await pilot.press("space", "up")
        assert chosen(app) == "Lisbet ran aground at dawn, the harbour office"
        await pilot.press("down")
        assert chosen(app) == "office"


async def test_arrows_point_where_words_are_read_from_the_right(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "mina.txt"
    path.write_text("الميناء\n\nقال مدير الميناء إن السفينة وصلت أمس إلى المدينة.\n", encoding="utf-8")
    known = set(project.article_ids())
    list(project.import_files([path]))
    (article,) = set(project.article_ids()) - known
    app = AnnotatorApp(project, "Ana", article)
    async with app.run_test() as pilot:
        await go_to(pilot, app, "مدير")
        await pilot.press("v", "left", "space", "left")
        assert chosen(app) == "مدير الميناء"
        await pilot.press("right", "shift+left", "s")
        assert marks(app) == [("source", "مدير ")]


async def test_marks_overlap_and_a_mark_twice_is_one(app: AnnotatorApp) -> None:
    async with app.run_test() as pilot:
        await go_to(pilot, app, "careless")
        await pilot.press("v", "right", "space", "right", "right", "right", "l", "l", "e", "left", "i")
        assert marks(app) == [
            ("informational", "The"),
            ("loaded", "captain is a careless"),
            ("epistemological", "captain is a careless"),
        ]
        record = annotating(app).labelling.record(reader(app).unit)
        assert record is not None
        assert record.label is None  # wording is marked whatever the label


async def test_a_mark_is_edited_by_its_ends(app: AnnotatorApp) -> None:
    async with app.run_test() as pilot:
        await go_to(pilot, app, "careless")
        await pilot.press("v", "right", "l", "end", "l", "escape")
        await pilot.press("v", "shift+tab", "shift+tab")
        assert strip(app)[0] == "[captain]  loaded"
        await pilot.press("right", "right", "l")
        assert marks(app) == [("loaded", "captain is a"), ("loaded", "man")]
        await pilot.press("space", "left", "l")  # and once more
        assert marks(app) == [("loaded", "captain is"), ("loaded", "man")]


async def test_del_takes_a_mark_away(app: AnnotatorApp) -> None:
    async with app.run_test() as pilot:
        await go_to(pilot, app, "careless")
        await pilot.press("v", "space", "end", "l", "home", "right", "i")
        assert len(marks(app)) == 2
        await pilot.press("delete")
        assert marks(app) == [("loaded", "The captain is a careless man")]
        await pilot.press("backspace")
        assert marks(app) == []
        assert annotating(app).labelling.record(reader(app).unit) is None


async def test_a_sentence_may_have_two_sources(app: AnnotatorApp) -> None:
    async with app.run_test() as pilot:
        await go_to(pilot, app, "aground")
        await pilot.press("v", "right", "s", "n", "right", "s", "right", "c")
        assert marks(app) == [("source", "ferry"), ("source2", "Lisbet"), ("cue2", "ran")]
        assert "source 2" in strip(app)[1]
        await pilot.press("n")  # a third, which is not there yet
        assert "source 3" in strip(app)[1]
        await pilot.press("n", "right", "c")
        assert ("cue", "aground") in marks(app)
        await pilot.press("tab", "tab")
        assert strip(app)[0] == "[Lisbet]  source 2"


async def test_all_that_is_suggested_is_one_key_and_one_step(app: AnnotatorApp) -> None:
    async with app.run_test() as pilot:
        await go_to(pilot, app, "aground")
        offer(app, "aground", "the harbour office", "said", "The ferry Lisbet ran aground at dawn", "aground")
        await pilot.press("v")
        assert strip(app)[0] == "[the harbour office]  suggested: source"
        await pilot.press("a")
        assert [role for role, _ in marks(app)] == ["content", "loaded", "source", "cue"]
        await pilot.press("z")
        assert marks(app) == []
        await pilot.press("Z")
        assert len(marks(app)) == 4
        assert not [
            key
            for key in app.screen.active_bindings.values()
            if key.binding.id == "spans-accept" and key.enabled
        ]


async def test_what_is_suggested_while_words_are_marked_is_shown_at_once(app: AnnotatorApp) -> None:
    async with app.run_test() as pilot:
        await go_to(pilot, app, "aground")
        await pilot.press("v")
        assert "suggested" not in strip(app)[1]
        screen, unit = annotating(app), unit_with(app, "aground")
        words = BiasMark(kind=BiasKind.LOADED, span=place(app, "aground"))
        offer = Suggestion(unit=unit.id, label="sourced", reason="said", confidence=0.9, bias=(words,))
        screen.post_message(screen.Suggested(screen.labelling.article, {unit.id: offer}, "test 1"))
        await until(pilot, lambda: "1 suggested" in strip(app)[1])
        assert "all suggested" in screen_text(app)
        assert marking(app)


async def test_suggestions_are_taken_one_by_one(app: AnnotatorApp) -> None:
    async with app.run_test() as pilot:
        await go_to(pilot, app, "aground")
        offer(app, "aground", "the harbour office", "said", "The ferry Lisbet ran aground at dawn")
        await pilot.press("v", "s", "c", "t", "escape")
        assert marks(app) == [
            ("content", "The ferry Lisbet ran aground at dawn"),
            ("source", "the harbour office"),
            ("cue", "said"),
        ]


async def test_suggestions_can_be_marked_in_a_labelled_sentence(app: AnnotatorApp) -> None:
    async with app.run_test() as pilot:
        await go_to(pilot, app, "aground")
        offer(app, "aground", "the harbour office", loaded="aground")
        await pilot.press("u", "up", "v", "a")
        assert marks(app) == [("loaded", "aground")]  # what is unverified has no source


async def test_undo_and_redo_stay_with_what_was_marked_here(app: AnnotatorApp) -> None:
    async with app.run_test() as pilot:
        await go_to(pilot, app, "aground")
        await pilot.press("f", "v", "l", "right", "l", "z", "z", "z", "z")
        assert marks(app) == []
        record = annotating(app).labelling.record(reader(app).unit)
        assert record is not None
        assert record.flag  # that was before
        await pilot.press("Z", "Z", "Z")
        assert marks(app) == [("loaded", "The"), ("loaded", "ferry")]
        await pilot.press("z", "i", "Z")
        assert marks(app) == [("loaded", "The"), ("informational", "ferry")]


async def test_propaganda_asks_for_the_technique(app: AnnotatorApp) -> None:
    async with app.run_test() as pilot:
        await go_to(pilot, app, "careless")
        await pilot.press("v", "p", "f")
        assert strip(app)[0] == "[The]  propaganda: doubt"
        await pilot.press("p", "j")
        assert strip(app)[0] == "[The]  propaganda: name calling or labelling"
        await pilot.press("right", "p", "escape")
        assert len(marks(app)) == 1
        await pilot.press("p", "0")
        assert strip(app)[0] == "[captain]  propaganda"


async def test_a_source_in_another_kind_of_sentence_is_refused_in_one_line(app: AnnotatorApp) -> None:
    async with app.run_test() as pilot:
        await go_to(pilot, app, "careless")
        await pilot.press("o", "up", "v", "s")
        assert strip(app)[1].startswith("opinion has no source. Leave, and s makes it sourced.")
        assert marks(app) == []
        await pilot.press("escape", "s", "up", "v", "s")
        assert marks(app) == [("source", "The")]


@pytest.mark.parametrize("key", ["escape", "enter", "v"])
async def test_leaving_is_one_key(app: AnnotatorApp, key: str) -> None:
    async with app.run_test() as pilot:
        await go_to(pilot, app, "aground")
        await pilot.press("v", "l", key)
        assert not marking(app)
        assert "[" not in "".join(line for line in reader_lines(app) if "Lisbet" in line)
        await pilot.press("z")
        assert marks(app) == []


async def test_keys_typed_ahead_are_those_of_the_panel(app: AnnotatorApp) -> None:
    async with app.run_test() as pilot:
        await go_to(pilot, app, "careless")
        for key in ("v", "l", "right", "i", "escape", "u"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: annotating(app).labelling.labelled == 1)
        reader(app).cursor -= 1
        assert marks(app) == [("loaded", "The"), ("informational", "captain")]


async def test_another_window_meanwhile_changes_nothing(app: AnnotatorApp) -> None:
    async with app.run_test() as pilot:
        await go_to(pilot, app, "careless")
        await pilot.press("v", "right", "space", "right")
        app.post_message(AppBlur())
        await pilot.pause()
        app.post_message(AppFocus())
        await pilot.pause()
        assert (marking(app), chosen(app)) == (True, "captain is")
        await pilot.resize_terminal(30, 8)
        await pilot.pause()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await pilot.press("right", "l")
        assert marks(app) == [("loaded", "captain is a")]


async def test_no_other_keys_work_meanwhile(app: AnnotatorApp) -> None:
    async with app.run_test() as pilot:
        await go_to(pilot, app, "careless")
        place = reader(app).cursor
        await pilot.press(
            "v", "f", "k", "q", "2", "x", "g", "quotation_mark", "r", "pagedown", "question_mark"
        )
        assert isinstance(app.screen, HelpScreen)
        assert "the chosen words as" in screen_text(app)
        await pilot.press("escape")
        assert marking(app)
        assert reader(app).cursor == place
        assert annotating(app).labelling.record(reader(app).unit) is None


async def test_the_mouse_draws_over_words(app: AnnotatorApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await go_to(pilot, app, "careless")
        await drag(pilot, app, "Lisbet ran", "at")
        assert marking(app)
        assert chosen(app) == "Lisbet ran aground at"
        await drag(pilot, app, "the harbour", "office")  # and again, in the mode
        assert chosen(app) == "the harbour office"
        await click(pilot, "source")
        assert marks(app) == [("source", "the harbour office")]
        await drag(pilot, app, "captain", "ptain")
        assert chosen(app) == "captain"
        assert "careless" in annotating(app).labelling.article.unit_text(reader(app).unit)
        await click(pilot, "loaded")
        assert marks(app) == [("loaded", "captain")]
        await click(pilot, "done")
        assert not marking(app)
        await until_saved(pilot)


async def test_a_word_is_chosen_by_clicking_it_twice(app: AnnotatorApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await go_to(pilot, app, "careless")
        await pilot.double_click(offset=cell(app, "aground"))
        assert chosen(app) == "aground"
        await pilot.click(offset=cell(app, "careless"))
        assert not marking(app)
        assert "careless" in annotating(app).labelling.article.unit_text(reader(app).unit)


def cell(app: AnnotatorApp, words: str) -> tuple[int, int]:
    """Where on the screen words of the article are drawn."""
    lines = reader_lines(app)
    row = next(row for row, line in enumerate(lines) if words in line)
    region = reader(app).content_region
    return region.x + lines[row].index(words) + 1, region.y + row


async def drag(pilot: Pilot[None], app: AnnotatorApp, begin: str, end: str) -> None:
    await pilot.mouse_down(offset=cell(app, begin))
    await pilot.hover(offset=cell(app, end))
    await pilot.mouse_up(offset=cell(app, end))
    await pilot.pause()


async def click(pilot: Pilot[None], words: str) -> None:
    """Click on a key of the strip."""
    bar = pilot.app.screen.query_one(KeyBar)
    lines = [bar.render_line(row).text for row in range(bar.size.height)]
    row = next(row for row, line in enumerate(lines) if words in line)
    await pilot.click(bar, offset=(lines[row].index(words) + 1, row))


async def test_the_strip_holds_its_place_and_the_text_stays(app: AnnotatorApp) -> None:
    async with app.run_test(size=(60, 16)) as pilot:
        await go_to(pilot, app, "aground")
        offer(app, "aground", source="harbour office")
        await pilot.press("v")
        assert "[harbour office>" in "".join(reader_lines(app))
        for size in ((80, 24), (160, 45), (60, 16)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            top = app.screen.query_one(SpanPanel).region.y
            row = cell(app, "harbour office")[1]
            assert row < top
            assert strip(app)[0] == "[harbour office]  suggested: source"
            assert all(
                key in screen_text(app) for key in ("s source", "t content", "p propaganda", "esc done")
            )


async def test_the_strip_at_80_columns(app: AnnotatorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await go_to(pilot, app, "aground")
        offer(app, "aground", source="harbour office", cue="said")
        await pilot.press("v", "o", "left", "s")
        bar = app.screen.query_one(KeyBar)
        assert [*strip(app), *(bar.render_line(y).text.rstrip() for y in range(3))] == [
            "[said]  suggested: cue",
            "Marked as source. ← → move its end by a word, 1 marked, 1 suggested",
            "s source  c cue  t content  l loaded  e epistemological  i informational",
            "p propaganda  tab next passage  space hold  o other end  a all suggested",
            "u word or clause  n another source  z undo  esc done",
        ]


async def test_words_marked_are_told_apart_without_colour(app: AnnotatorApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await go_to(pilot, app, "aground")
        await pilot.press("v", "l", "right", "space", "right")
        line = next(line for line in reader_lines(app) if "Lisbet" in line)
        assert "The[ferry Lisbet>ran" in line
        await pilot.press("o")
        line = next(line for line in reader_lines(app) if "Lisbet" in line)
        assert "The<ferry Lisbet]ran" in line


async def test_the_sentence_goes_while_it_is_marked(app: AnnotatorApp, project: Project) -> None:
    async with app.run_test() as pilot:
        await go_to(pilot, app, "aground")
        await pilot.press("v", "right", "l")
        await until_saved(pilot)
        unit = reader(app).unit
        project.revise("ferry", [lambda article: [split(article, unit, unit.start + 10)]], "Lea", force=True)
        await pilot.press("right", "l")
        await pilot.pause()
        assert not marking(app)
        assert reader(app).unit != unit
        await pilot.press("v", "end", "i", "escape")  # the sentence as it is now
        assert marks(app) == [("loaded", "ferry"), ("informational", "ferry")]


KEYS = [
    *("left", "right", "up", "down", "home", "end", "tab", "shift+tab", "space", "o", "u", "n", "a"),
    *("shift+left", "shift+right", "ctrl+left", "ctrl+right", "s", "c", "t", "l", "e", "i", "p", "0", "f"),
    *("delete", "backspace", "z", "Z", "v", "escape", "enter"),
]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(KEYS), max_size=25), st.integers(0, 10), st.booleans())
def test_any_keys_leave_marks_that_are_valid(
    open_app: OpenApp, keys: list[str], index: int, offered: bool
) -> None:
    async def press() -> None:
        app = open_app()
        async with app.run_test(size=(60, 16)) as pilot:
            await go_to(pilot, app, "aground")
            labelling = annotating(app).labelling
            article = labelling.article
            if offered:
                offer(
                    app,
                    "aground",
                    "harbour office",
                    "said",
                    "The ferry Lisbet ran aground at dawn",
                    "aground",
                )
            reader(app).cursor = index
            for key in keys:
                await pilot.press(*([] if marking(app) else ["v"]), key)
            while isinstance(app.screen, ModalScreen):
                await pilot.press("escape")
            for unit in article.units:
                record = labelling.record(unit)
                assert record is None or not list(labelling.codebook.errors(record, unit))
                whole = {unit.start + start for start, _ in characters(article.unit_text(unit))} | {unit.end}
                for mark in marks_of(record):
                    assert {mark.span.start, mark.span.end} <= whole
            while labelling.undo():  # for the next example
                pass

    asyncio.run(press())
