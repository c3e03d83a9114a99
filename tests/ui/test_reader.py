"""The reader in the hands of somebody: moving, choosing words, the mouse, resizing."""

import random

import pytest
from textual.events import MouseScrollDown
from textual.geometry import Offset
from textual.pilot import Pilot

from annotator.tui.widgets.reader import Reader, UnitState
from schemas import Article, Density
from tests.ui.pages import ReaderApp, page, record

SENTENCES = [
    "The ferry ran aground at dawn, the harbour office said.",
    "Nobody was hurt.",
    "“We heard a bang,” said Ola Brandt, a passenger.",
]
LONG = " ".join(f"word{number}" for number in range(600))


def cell(app: ReaderApp, words: str) -> Offset:
    """Where on the screen words begin."""
    y, line = next((y, line) for y, line in enumerate(app.lines()) if words in line)
    return Offset(line.index(words), y)


async def drag(pilot: Pilot[None], start: Offset, end: Offset) -> None:
    await pilot.mouse_down(offset=start)
    await pilot.hover(offset=Offset((start.x + end.x) // 2, (start.y + end.y) // 2))
    await pilot.hover(offset=end)
    await pilot.mouse_up(offset=end)


def chosen(app: ReaderApp) -> str:
    """What is shown as chosen, from the attributes of what is drawn."""
    height = app.reader.size.height
    segments = (segment for y in range(height) for segment in app.reader.render_line(y))
    return "".join(segment.text for segment in segments if segment.style and segment.style.reverse)


async def test_every_character_is_hit_where_it_is_drawn() -> None:
    of = page(*SENTENCES, "漢字の文です مرحبا Cafe\u0301 👩\u200d👩\u200d👧 ❤\ufe0f end")
    app = ReaderApp(of)
    async with app.run_test(size=(40, 30)):
        for index, unit in enumerate(of.units):
            for word in of.unit_text(unit).split():
                if of.text.count(word) > 1:
                    continue
                place = cell(app, word)
                line = app.lines()[place.y]
                x = app.reader.render_line(place.y).index_to_cell_position(line.index(word))
                assert app.reader.hit(x, place.y) == (index, of.text.index(word))
        assert app.reader.hit(0, 0) is None
        assert app.reader.hit(5, 29) is None
        assert app.reader.hit(39, 1) == (0, of.text.index("at dawn") + len("at"))
        assert app.reader.hit(0, 1) == (0, 0)


async def test_a_click_makes_the_sentence_current_and_nothing_moves() -> None:
    app = ReaderApp(page(*SENTENCES * 9))
    async with app.run_test(size=(60, 12)) as pilot:
        app.reader.cursor = 9
        await pilot.pause()
        before = app.reader.scroll_offset.y
        lowest = max(y for y, line in enumerate(app.lines()) if line and not line.startswith("▌"))
        assert lowest > 9
        await pilot.click(offset=Offset(20, lowest))
        assert app.reader.cursor > 9
        assert app.lines()[lowest].startswith("▌")
        assert app.reader.scroll_offset.y == before
        assert app.selected == []


async def test_words_are_chosen_whole_by_dragging_over_them() -> None:
    app = ReaderApp(page(*SENTENCES))
    async with app.run_test(size=(90, 12)) as pilot:
        await drag(pilot, cell(app, "arbour"), cell(app, "ffice"))
        assert app.selected == ["harbour office"]
        assert chosen(app) == "harbour office"
        await drag(pilot, cell(app, "Brandt"), cell(app, "heard"))
        assert app.selected[-1] == "heard a bang,” said Ola Brandt"
        assert app.reader.cursor == 2
        assert "<heard" in "\n".join(app.lines())
        await pilot.click(offset=cell(app, "Nobody"))
        assert chosen(app) == ""
        assert len(app.selected) == 2


async def test_a_drag_ends_with_the_sentence_in_which_it_began() -> None:
    app = ReaderApp(page(*SENTENCES))
    async with app.run_test(size=(60, 12)) as pilot:
        await drag(pilot, cell(app, "was hurt"), Offset(59, 11))
        assert app.selected == ["was hurt"]
        await drag(pilot, cell(app, "hurt"), Offset(13, 0))
        assert app.selected[-1] == "Nobody was hurt"
        assert app.reader.cursor == 1


async def test_a_click_with_a_shaking_hand_is_a_click() -> None:
    app = ReaderApp(page(*SENTENCES))
    async with app.run_test(size=(60, 12)) as pilot:
        place = cell(app, "hurt")
        await pilot.mouse_down(offset=place)
        await pilot.hover(offset=place)
        await pilot.mouse_up(offset=place)
        assert app.selected == []
        assert app.reader.cursor == 1


async def test_a_key_during_a_drag_calls_it_off() -> None:
    app = ReaderApp(page(*SENTENCES))
    async with app.run_test(size=(60, 12)) as pilot:
        place = cell(app, "Nobody")
        await pilot.mouse_down(offset=place)
        app.reader.move(1)
        await pilot.hover(offset=place + Offset(8, 0))
        await pilot.mouse_up(offset=place + Offset(8, 0))
        assert app.selected == []
        assert chosen(app) == ""


async def test_other_buttons_choose_nothing() -> None:
    app = ReaderApp(page(*SENTENCES))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.click(offset=cell(app, "Nobody"), button=3)
        assert app.reader.cursor == 0


async def test_a_word_is_chosen_by_clicking_it_twice() -> None:
    app = ReaderApp(page(*SENTENCES))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.click(offset=cell(app, "ground"), times=2)
        assert app.selected == ["aground"]
        assert chosen(app) == "aground"


async def test_the_wheel_scrolls_and_the_sentence_stays() -> None:
    app = ReaderApp(page(*SENTENCES * 20))
    async with app.run_test(size=(60, 12)) as pilot:
        for _ in range(12):
            app.reader.post_message(MouseScrollDown(app.reader, 5, 5, 0, 0, 0, False, False, False))
        await pilot.pause()
        assert app.reader.scroll_offset.y > 10
        assert app.reader.cursor == 0
        assert not app.reader.in_view
        app.reader.reveal()
        assert app.reader.in_view


async def test_a_selection_far_down_in_a_tall_sentence_comes_into_sight() -> None:
    of = page("First.", LONG)
    app = ReaderApp(of)
    async with app.run_test(size=(60, 16)):
        app.reader.cursor = 1
        for word, forward in (("word590", True), ("word10", False), ("word300", True)):
            start = of.text.index(word)
            app.reader.show_selection(start, start + len(word), forward)
            y = cell(app, word).y
            assert 0 < y < 16 - 16 // 3
        end = of.text.index("word590") + len("word590")
        app.reader.show_selection(start, end, active_end=True)
        assert "word590>" in "\n".join(app.lines())
        app.reader.show_selection(start, end, active_end=False)
        assert "<word300" in "\n".join(app.lines())


async def test_up_and_down_inside_a_sentence() -> None:
    of = page("alpha beta gamma delta epsilon zeta")
    app = ReaderApp(of)
    async with app.run_test(size=(30, 8)):
        beta = of.text.index("beta")
        assert app.reader.offset_beside(beta, 1) == of.text.index("epsilon")
        assert app.reader.offset_beside(of.text.index("epsilon"), -1) == beta
        assert app.reader.offset_beside(beta, -1) is None


async def test_the_row_is_kept_for_the_next_time() -> None:
    of = page(*SENTENCES * 20)
    app = ReaderApp(of)
    async with app.run_test(size=(60, 20)):
        app.reader.cursor = 30
        app.reader.show_at(3)
        assert app.reader.row == 3
        assert app.lines()[3].startswith("▌")
        app.reader.show_at(500)
        assert app.reader.row == 18
        app.reader.cursor = 31
        assert 5 <= app.reader.row <= 14


class ResumedApp(ReaderApp):
    """Asks for place and row before there is a screen, as when the app starts."""

    def on_mount(self) -> None:
        self.reader.cursor = 30
        self.reader.show_at(2)


async def test_the_row_may_be_asked_for_before_the_first_drawing() -> None:
    app = ResumedApp(page(*SENTENCES * 20))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert app.lines()[2].startswith("▌  31")
        await pilot.resize_terminal(50, 24)
        await pilot.pause()
        assert app.lines()[2].startswith("▌  31")


async def test_only_what_differs_is_painted_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    of = page(*SENTENCES)
    app = ReaderApp(of)
    painted: list[tuple[int, int]] = []
    refresh = Reader.refresh

    def note(self: Reader, *regions: object, **how: object) -> Reader:
        painted.extend((region.x, region.width) for region in regions)  # type: ignore[attr-defined]
        return refresh(self, *regions, **how)  # type: ignore[arg-type]

    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        app.lines()
        monkeypatch.setattr(Reader, "refresh", note)
        app.states["u001"] = UnitState(record(of, 0, "opinion"))
        app.reader.refresh_unit(0)
        assert painted == [(1, 11)]
        app.reader.refresh_unit(0)
        assert painted == [(1, 11)]
        assert app.lines()[1].startswith("▌   1  O ")


async def test_any_way_of_using_it_keeps_the_sentence_in_sight() -> None:
    """Moves, resizes and settings in any order, from fixed seeds."""
    of = page(*SENTENCES * 5, LONG, *SENTENCES * 5, "漢字の文です。" * 40, quotation=[2, 3])
    rng = random.Random(7)
    app = ReaderApp(of)
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(120):
            reader = app.reader
            what = rng.randrange(8)
            if what < 3:
                reader.move(rng.choice([-1, 1]))
            elif what == 3:
                reader.page(rng.choice([-1, 1]))
            elif what == 4:
                await pilot.resize_terminal(rng.randrange(40, 200), rng.randrange(10, 60))
                await pilot.pause()
            elif what == 5:
                reader.measure = rng.choice([40, 84, 160])
                reader.density = rng.choice(list(Density))
            elif what == 6:
                reader.text_only = not reader.text_only
            else:
                unit = reader.unit
                start = rng.randrange(unit.start, unit.end)
                reader.show_selection(start, rng.randrange(start + 1, unit.end + 1), rng.random() < 0.5)
            assert reader.in_view
            assert any("▌" in line for line in app.lines())


async def test_another_state_of_the_article_keeps_the_place() -> None:
    of = page(*SENTENCES * 9)
    app = ReaderApp(of)

    def merged(of: Article) -> Article:
        first, second = of.units[:2]
        return of.model_copy(update={"units": (first.model_copy(update={"end": second.end}), *of.units[2:])})

    async with app.run_test(size=(60, 20)):
        app.reader.cursor = 15
        unit, row = app.reader.unit, app.reader.row
        app.reader.show_article(merged(of))
        assert app.reader.unit == unit
        assert app.reader.cursor == 14
        assert app.reader.row == row


async def test_the_terminals_cursor_stands_on_the_current_sentence() -> None:
    app = ReaderApp(page(*SENTENCES * 20))
    async with app.run_test(size=(90, 20)) as pilot:
        for key in (1, 7, 30, 59):
            app.reader.cursor = key
            await pilot.pause()
            place = app.cursor_position
            assert app.lines()[place.y].startswith("▌")
            assert app.lines()[place.y][place.x :].startswith(SENTENCES[key % 3][:20])


async def test_an_article_that_comes_while_there_is_no_room_is_drawn_when_there_is() -> None:
    app = ReaderApp(page(*SENTENCES * 3))
    async with app.run_test(size=(60, 12)) as pilot:
        reader = app.reader
        reader.styles.width = 0
        await pilot.pause()
        reader.show_article(page("Short."))
        reader.render_line(4)  # as when something else is drawn meanwhile
        reader.styles.width = "1fr"
        await pilot.pause()
        assert next(line for line in app.lines() if line).endswith("Short.")
