"""Where text stands on the page: every character has its cell, and every cell its character."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotator.tui.widgets.layout import Layout
from annotator.tui.widgets.view import View
from annotator.tui.widgets.wrapping import cell_of, clusters, offset_at, shown, snapped
from schemas import RightToLeft, UnitKind
from tests.ui.pages import page

LETTERS = [*"ab ,.—“”\n\t漢字。éмирשלוםمرحبا한🇩🇪👍❤"]
PARTS = ["\u0301", "\ufe0f", "\U0001f3fd", "\u200d", "\u00ad", "\u200b", "\u202e", "\ufeff", "क", "्", "ा"]
TEXTS = st.text(alphabet=st.sampled_from([*LETTERS, *PARTS, "\u1112", "\u1161"]), max_size=60)
WIDTHS = st.integers(24, 60)


@given(TEXTS)
def test_what_is_drawn_as_one_covers_the_text_and_takes_cells(text: str) -> None:
    found = clusters(text)
    assert "".join(text[start:end] for start, end, _ in found) == text
    assert all(cells > 0 for _, _, cells in found) or len(found) == 1


@given(TEXTS)
def test_the_pieces_of_a_line_take_the_cells_that_they_take_drawn(text: str) -> None:
    assert sum(cells for _, _, cells in clusters(text)) == cell_len(shown(text))
    assert all(cell_len(shown(text[start:end])) == cells for start, end, cells in clusters(text))


@given(TEXTS)
def test_from_a_character_to_its_cell_and_back(text: str) -> None:
    visible = [(start, cells) for start, _, cells in clusters(text) if cells]
    for start, cells in visible:
        first = cell_of(text, start)
        assert {offset_at(text, cell) for cell in range(first, first + cells)} == {start}
    assert offset_at(text, cell_of(text, len(text))) == len(text)


@given(TEXTS, st.data())
def test_no_passage_cuts_what_is_drawn_as_one(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = snapped(text, start, end)
    assert first <= start and end <= last
    borders = {0, len(text), *(end for _, end, _ in clusters(text))}
    assert start == end or {first, last} <= borders


@given(
    st.lists(TEXTS.map(lambda text: f"a{text}b"), min_size=1, max_size=5),
    WIDTHS,
    st.sampled_from(["en", "he"]),
    st.sampled_from(RightToLeft),
)
def test_from_an_offset_to_the_page_and_back(
    texts: list[str], width: int, language: str, right_to_left: RightToLeft
) -> None:
    of = page(*zip(texts, UnitKind, strict=False), language=language)
    layout = Layout(of, width, 40, 12, spaced=True, right_to_left=right_to_left)
    for index, unit in enumerate(of.units):
        for line in range(*layout.extent(index)):
            assert layout.unit_on(line) == index
            words, begin = layout.words(index, line)
            for start, _, cells in clusters(words):
                if cells:
                    x, there = layout.cell_of(index, begin + start)
                    assert there == line
                    assert layout.left(index, line) <= x and x + cells < width
                    assert layout.offset_at(index, x, line) == begin + start
            ends = [layout.offset_at(index, x, line) for x in (0, 10_000)]
            turned = layout.turned(index)
            assert ends == [begin, begin + len(words)][:: -1 if turned else 1] or words != shown(words)
            assert all(unit.start <= end <= unit.end for end in ends)


@given(st.integers(1, 30), WIDTHS, st.booleans())
def test_units_stand_in_order_and_apart(count: int, width: int, spaced: bool) -> None:
    of = page(*(f"Sentence {number} of this page is not long." for number in range(count)))
    layout = Layout(of, width, 84, 12, spaced=spaced)
    for index in range(1, count):
        assert layout.tops[index] - layout.extent(index - 1)[1] == int(spaced)
    assert layout.height == layout.extent(count - 1)[1]
    assert layout.unit_on(0) is None
    assert layout.unit_on(layout.height) is None
    assert layout.nearest(10_000) == count - 1


EXTENTS = st.tuples(st.integers(1, 200), st.integers(1, 60)).map(lambda pair: (pair[0], sum(pair)))
VIEWS = st.builds(View, st.integers(0, 220), st.integers(8, 50))


@given(VIEWS, EXTENTS)
def test_after_scrolling_it_is_clear_of_the_edges(view: View, extent: tuple[int, int]) -> None:
    line = view.clear_of_edges(extent)
    if line is not None:
        view = View(max(0, line), view.height)
        assert view.clear_of_edges(extent) is None or view.top == 0
    assert view.shows(extent)


@given(VIEWS, st.integers(1, 200))
def test_after_scrolling_a_line_is_above_a_strip(view: View, line: int) -> None:
    wanted = view.clear_line(line)
    top = view.top if wanted is None else max(0, wanted)
    assert top < line < top + view.height - view.height // 3 or top == 0


@given(EXTENTS, st.integers(8, 50))
def test_a_tall_unit_is_read_in_screenfuls_from_its_first_line_to_its_last(
    extent: tuple[int, int], height: int
) -> None:
    view, seen = View(extent[0] - 1, height), set[int]()
    for _ in range(60):
        seen.update(range(view.top, view.top + height))
        line = view.further(extent, 1)
        if line is None:
            break
        assert line > view.top
        view = View(line, height)
    assert set(range(*extent)) <= seen


@given(EXTENTS, st.integers(8, 50), st.integers(-100, 100))
def test_a_row_is_restored_as_far_as_something_stays_in_sight(
    extent: tuple[int, int], height: int, row: int
) -> None:
    line = View(0, height).with_row(extent, row)
    assert View(line, height).shows(extent)
    if 0 <= row <= height - 2:
        assert extent[0] - line == row
