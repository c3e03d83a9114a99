"""Text that is read from the right: at the right margin, in the terminal's order or in that of the app."""

import pytest

from annotator.tui.widgets.reader import UnitState
from schemas import Article, RightToLeft, UnitKind
from tests.ui.pages import ReaderApp, page, record

HARBOUR = "המעבורת עלתה על שרטון, אמר משרד הנמל."


def article() -> Article:
    return page("כותרת", HARBOUR, ("“לא ראינו דבר.”", UnitKind.QUOTE), "English words", language="he")


async def test_it_stands_at_the_right_margin_in_the_order_of_the_text() -> None:
    app = ReaderApp(article())
    async with app.run_test(size=(60, 12)):
        lines = [line for line in app.lines() if line]
        assert lines == [
            "▌   1  ·" + "כותרת".rjust(50),
            "    2  ·" + HARBOUR.rjust(50),
            "    3  ·" + "“לא ראינו דבר.” │".rjust(50),
            "    4  ·    English words",
        ]
        assert app.reader.from_right


async def test_the_app_orders_words_or_letters_where_the_terminal_does_not() -> None:
    app = ReaderApp(article())
    async with app.run_test(size=(60, 12)) as pilot:
        app.reader.right_to_left = RightToLeft.WORDS
        await pilot.pause()
        assert app.lines()[3].split("·")[1].strip() == ".הנמל משרד אמר ,שרטון על עלתה המעבורת"
        app.reader.right_to_left = RightToLeft.LETTERS
        await pilot.pause()
        assert app.lines()[3].split("·")[1].strip() == HARBOUR[::-1]
        assert app.lines()[7].endswith("English words")


@pytest.mark.parametrize("order", RightToLeft)
async def test_marks_stay_on_their_words(order: RightToLeft) -> None:
    of = article()
    marks = record(of, 1, "sourced", ["משרד הנמל", "אמר", "המעבורת עלתה"])
    app = ReaderApp(of, {"u002": UnitState(marks)})
    async with app.run_test(size=(60, 12)):
        app.reader.right_to_left = order
        line = app.drawn("S" if order is RightToLeft.LETTERS else "אמר")
        drawn = {
            RightToLeft.TERMINAL: "{i:המעבורת עלתה} על שרטון, {iu:אמר} {u:משרד הנמל}.",
            RightToLeft.WORDS: ".{u:הנמל משרד} {iu:אמר} ,שרטון על {i:עלתה המעבורת}",
            RightToLeft.LETTERS: ".{u:למנה דרשמ} {iu:רמא} ,ןוטרש לע {i:התלע תרובעמה}",
        }
        assert line.split("{b:S}")[1].strip() == drawn[order]


async def test_a_selection_begins_on_the_right_where_the_app_orders() -> None:
    of = article()
    app = ReaderApp(of)
    start = of.text.index("על שרטון")
    async with app.run_test(size=(60, 12)):
        app.reader.cursor = 1
        app.reader.show_selection(start, start + len("על"), active_end=True)
        assert "עלתה[על>שרטון" in app.lines()[3]
        app.reader.right_to_left = RightToLeft.WORDS
        assert "שרטון<על]עלתה" in app.lines()[3]
        app.reader.show_selection(start, start + len("על"), active_end=False)
        assert "שרטון[על>עלתה" in app.lines()[3]


@pytest.mark.parametrize("order", RightToLeft)
async def test_the_mouse_finds_the_words_that_it_points_at(order: RightToLeft) -> None:
    of = article()
    app = ReaderApp(of)
    async with app.run_test(size=(60, 12)):
        app.reader.right_to_left = order
        word = "שרטון"[::-1] if order is RightToLeft.LETTERS else "שרטון"
        x = app.lines()[3].index(word)
        offsets = [app.reader.hit(cell, 3) for cell in range(x, x + len(word))]
        begin = of.text.index("שרטון")
        expected = [(1, begin + place) for place in range(len(word))]
        assert offsets == (expected[::-1] if order is RightToLeft.LETTERS else expected)
