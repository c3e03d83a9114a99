"""Splitting a sentence with the mouse, while the strip that asks where lies over the text."""

from collections.abc import Callable

from textual.events import MouseScrollDown
from textual.geometry import Offset

from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from tests.ui.looking import on_top, reader, reader_lines

OpenApp = Callable[..., AnnotatorApp]


def cell(app: AnnotatorApp, words: str) -> Offset:
    """Where words are on the screen."""
    y, line = next((y, line) for y, line in enumerate(reader_lines(app)) if words in line)
    return reader(app).content_region.offset + Offset(line.index(words), y)


async def test_a_click_places_the_cut_before_a_word(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(90, 30)) as pilot:
        await pilot.press("down", "down", "e", "s")
        await pilot.click(offset=cell(app, "ground at"))
        assert "ran┃aground" in "\n".join(reader_lines(app))
        await pilot.click(offset=cell(app, "Ferry stranded"))
        assert "ran┃aground" in "\n".join(reader_lines(app))
        await pilot.press("enter")
        await pilot.pause()
        assert on_top(app)
    of = project.article("ferry")
    assert [of.unit_text(unit) for unit in of.units[2:4]] == [
        "The ferry Lisbet ran",
        "aground at dawn, the harbour office said.",
    ]


async def test_marks_that_open_a_word_go_with_it(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(90, 30)) as pilot:
        of = project.article("ferry")
        await pilot.press(
            *["down"] * next(i for i, unit in enumerate(of.units) if "[sic]" in of.unit_text(unit))
        )
        await pilot.press("e", "s")
        await pilot.click(offset=cell(app, "odd[/b]"))
        assert "has┃[b]odd[/b]" in "\n".join(reader_lines(app))


async def test_the_wheel_scrolls_the_text_below(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(60, 16)) as pilot:
        await pilot.press("e", "s")
        before = reader(app).scroll_offset.y
        app.screen.post_message(MouseScrollDown(app.screen, 5, 5, 0, 0, 0, False, False, False))
        await pilot.pause()
        assert reader(app).scroll_offset.y > before
