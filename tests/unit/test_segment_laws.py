"""What holds for the units of any text, however broken."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.segment import Hint, segment
from schemas import Unit, UnitKind

LANGUAGES = st.sampled_from(["en", "en-GB", "de", "fr", "es", "ru", "ar", "he", "tr", "zh", "ja", "hi", "xx"])
FRAGMENTS = st.sampled_from(
    [
        *("Gen. ", "U.S. ", "J. ", "No. 4 ", "He left. ", "“Yes.” ", "(No.) ", "[1] ", "….", "?!", '"', "’"),
        *(
            "\n",
            "\n\n",
            "\r\n",
            "\u2028",
            "\u00a0",
            "\ufeff",
            "\u200b",
            "\ud800",
            "\x00",
            "\x1c",
            "\x85",
            "\t",
        ),
        *("***", "\n    ", " of the long road to the north of the\n", "He said:\n", "“A. B", "”", "« ", " »"),
        *("> ", "- ", "1. ", "Photo: ", "By Ann Lee", "March 3, 2031", "14:20 ", "Share", "town.Then "),
        *("😀", "e\u0301", "。", "؟ ", "a", "A", " "),
    ]
)
ANY_TEXT = st.one_of(
    st.text(st.characters(), max_size=200),
    st.text(st.characters(codec="ascii"), max_size=300),
    st.lists(FRAGMENTS, max_size=60).map("".join),
)


def check_laws(text: str, units: list[Unit]) -> None:
    position, paragraph = 0, 1
    for number, unit in enumerate(units, start=1):
        assert unit.id == f"u{number:03d}"
        assert position <= unit.start < unit.end <= len(text)
        assert not text[position : unit.start].strip()
        assert not text[unit.start].isspace()
        assert not text[unit.end - 1].isspace()
        assert unit.paragraph >= paragraph
        position, paragraph = unit.end, unit.paragraph
    assert not text[position:].strip()
    assert not units or units[0].paragraph == 1
    numbers = [unit.quotation for unit in units if unit.quotation is not None]
    assert list(dict.fromkeys(numbers)) == list(range(1, len(set(numbers)) + 1))
    assert all((unit.quotation is not None) == (unit.kind is UnitKind.QUOTE) for unit in units)


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT, LANGUAGES)
def test_units_are_ordered_disjoint_and_cover_all_words(text: str, language: str) -> None:
    check_laws(text, segment(text, language))


@settings(deadline=None)
@given(ANY_TEXT, st.integers(0, 100), st.integers(1, 100), st.sampled_from(UnitKind))
def test_hints_never_lose_a_word(text: str, start: int, length: int, kind: UnitKind) -> None:
    check_laws(text, segment(text, hints=[Hint(start, start + length, kind)]))


SENTENCES = [
    "The convoy of forty lorries reached the town on Friday after two days at the last checkpoint.",
    "Residents said it was the first in weeks.",
    "“We did not stop it,” said Gen. Hale, who commands the brigade that holds the road to the north.",
    "Nobody was hurt, although shots had been heard from the hills in the night before.",
    "The governor, whose term ends in May, told reporters that flour and medicine would follow.",
]


@pytest.mark.parametrize("width", range(50, 101))
def test_wrapping_changes_no_sentence(width: int) -> None:
    wrapped = textwrap.fill(" ".join(SENTENCES * 2), width, break_on_hyphens=False)
    found = [wrapped[unit.start : unit.end].replace("\n", " ") for unit in segment(wrapped)]
    assert found == SENTENCES * 2
