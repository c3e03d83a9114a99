"""Breaking text into screen lines: nothing lost, nothing too wide, offsets exact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotator.tui.widgets.wrapping import shown, wrap

TEXTS = st.text(alphabet=st.sampled_from("ab cde ,.—“”\n漢字。é\u0301❤️👍 мир"), max_size=120)


@given(TEXTS, st.integers(2, 30))
def test_lines_cover_all_words_in_order(text: str, width: int) -> None:
    position = 0
    for start, end in wrap(text, width):
        assert position <= start <= end <= len(text)
        assert not text[position:start].strip()
        position = end
    assert not text[position:].strip()


@given(TEXTS, st.integers(2, 30))
def test_no_line_is_wider_than_asked(text: str, width: int) -> None:
    for start, end in wrap(text, width):
        assert cell_len(shown(text[start:end]).rstrip()) <= width


@given(st.text(alphabet="abc  defg", max_size=100).map(str.strip), st.integers(2, 20))
def test_the_fast_way_and_the_exact_way_agree(text: str, width: int) -> None:
    # A soft hyphen is not drawn, but sends the text the exact way.
    fast = [text[start:end] for start, end in wrap(text, width)]
    exact_text = text + "\u00ad"
    exact = [exact_text[start:end].rstrip("\u00ad") for start, end in wrap(exact_text, width)]
    assert [line for line in exact if line] == [line for line in fast if line]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one  two", 4, ["one", "two"]),
        ("incomprehensible", 6, ["incomp", "rehens", "ible"]),
        ("a\nb c", 3, ["a\nb", "c"]),
        ("漢字漢字漢", 5, ["漢字", "漢字", "漢"]),
        (" aa。", 3, ["", "aa", "。"]),
        ("", 10, [""]),
    ],
)
def test_lines_break_where_a_reader_expects(text: str, width: int, lines: list[str]) -> None:
    assert [text[start:end] for start, end in wrap(text, width)] == lines


def test_characters_that_reorder_text_are_shown_as_marks() -> None:
    assert shown("a\u202eb") == "a·b"


def test_a_family_emoji_is_never_cut() -> None:
    family = "👨\u200d👩\u200d👧"
    lines = [(family * 4)[start:end] for start, end in wrap(family * 4, 5)]
    assert all(len(line) % len(family) == 0 for line in lines)
