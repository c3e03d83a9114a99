"""Quotations: units wholly inside one know it, whatever marks or structure show it."""

import pytest

from annotator.segment import Hint, segment
from schemas import UnitKind


def quoted(text: str, hints: list[Hint] | None = None, language: str = "en") -> list[tuple[int, str]]:
    """Give number and words of the units that lie in a quotation."""
    units = segment(text, language, hints or [])
    for unit in units:
        assert (unit.quotation is not None) == (unit.kind is UnitKind.QUOTE)
    return [(unit.quotation, text[unit.start : unit.end]) for unit in units if unit.quotation is not None]


def test_sentences_of_one_quotation_share_its_number() -> None:
    text = "“We won. They fled. It is over.” Nobody cheered. “Yes.”"
    assert quoted(text) == [(1, "“We won."), (1, "They fled."), (1, "It is over.”"), (2, "“Yes.”")]


def test_a_sentence_that_says_who_speaks_is_no_quotation() -> None:
    assert quoted("“We won,” he said. She said: “They fled.” He called it “a mess.”") == []


def test_only_the_sentences_wholly_inside_belong_to_it() -> None:
    assert quoted("He said: “We won. They fled.” “It was hard. I wept,” he said.") == [
        (1, "They fled.”"),
        (2, "“It was hard."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        '"We won. They fled." He left.',
        "‘We won. It’s the soldiers’ day.’ He left.",
        "'We won. It's the soldiers' day.' He left.",
        "''We won. They fled.'' He left.",
        "«We won. They fled.» He left.",
        "„We won. They fled.“ He left.",
        "»We won. They fled.« He left.",
        "“He said ‘No.’ They fled.” He left.",
    ],
)
def test_quote_marks_of_any_kind(text: str) -> None:
    assert [number for number, _ in quoted(text)] == [1, 1]


def test_a_quotation_goes_on_in_paragraphs_that_open_it_again() -> None:
    text = "“We won.\n“They fled. It is over.\n“I wept,” he said.\nHe left."
    assert quoted(text) == [(1, "“We won."), (1, "“They fled."), (1, "It is over.")]


@pytest.mark.parametrize(
    "text",
    [
        "“We forgot to close it. He left. It rained.\nThe army came. “Yes,” said one. It stayed.",
        'It was 6" long. It rained. He left.\nThe army came. It stayed.',
        "He closed” it. It rained. He left.",
        "The ‘90s were good. It’s over. They’re gone.",
    ],
)
def test_unbalanced_marks_swallow_nothing(text: str) -> None:
    assert quoted(text) == []


def test_a_lead_in_with_a_colon_makes_the_next_block_a_quotation() -> None:
    text = "The deputy minister declared:\nWe shall not leave. Nobody can make us.\nThe army left."
    assert quoted(text) == [(1, "We shall not leave."), (1, "Nobody can make us.")]
    assert [unit.paragraph for unit in segment(text)] == [1, 2, 2, 3]


@pytest.mark.parametrize(
    "text",
    [
        "There are three reasons:\nWe shall not leave. Nobody can make us.",
        "He said:\n- We shall not leave. Nobody can make us.",
        "The minister told reporters:\n“We won,” he began. “They fled,” he went on.",
        "What he said:\n\nPhoto: The minister.",
    ],
)
def test_a_colon_alone_makes_no_quotation(text: str) -> None:
    assert quoted(text) == []


def test_neighbouring_blocks_that_a_reader_marked_are_one_quotation() -> None:
    text = "One. Two.\nThree.\nFour.\nFive. Six."
    hints = [Hint(0, 9, UnitKind.QUOTE), Hint(10, 16, UnitKind.QUOTE), Hint(23, 32, UnitKind.QUOTE)]
    assert quoted(text, hints) == [(1, "One."), (1, "Two."), (1, "Three."), (2, "Five."), (2, "Six.")]


def test_headings_and_captions_in_quote_marks_are_no_quotation() -> None:
    assert quoted("“We Will Stay”\nThe army stayed.\nPhoto: “We will stay.”") == []
