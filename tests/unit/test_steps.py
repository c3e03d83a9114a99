"""Words, characters and clauses as a person sees them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.steps import characters, clauses, words

texts = st.text(
    st.sampled_from(
        [*"ab1 .,-—–'’“”()$%\n\t", *"漢か、。สีक्ا،", *"\u0301\u200d\u00ad\ufe0f\u200b\xa0", *"👩👧🏽❤🇩🇪🇫각"]
    )
    | st.characters(exclude_categories=["Cs"]),
    max_size=40,
)


def said(text: str, step: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in step]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We heard a bang,” said Ola.", ["We", "heard", "a", "bang", "said", "Ola"]),
        ("The co-op’s ferry—a U.S. one...sank.", ["The", "co-op’s", "ferry", "a", "U.S.", "one", "sank"]),
        (
            "It cost $5m (3%), 1,000.50 all -- or so",
            ["It", "cost", "$5m", "3%", "1,000.50", "all", "or", "so"],
        ),
        ("漢字です。カタカナ", ["漢", "字", "で", "す", "カタカナ"]),
        ("مرحبا، بالعالم", ["مرحبا", "بالعالم"]),
        ("Cafe\u0301 co\u00adop", ["Cafe\u0301", "co\u00adop"]),
        ("***", []),
        ("", []),
    ],
)
def test_words_stand_without_the_punctuation_around_them(text: str, expected: list[str]) -> None:
    assert said(text, words(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“We heard a bang,” said Mr. Brandt, who left.",
            ["We heard a bang", "said Mr. Brandt", "who left"],
        ),
        ("He came - and went, for 1,000 euros", ["He came", "and went", "for 1,000 euros"]),
        ("彼は言った、行くと。", ["彼は言った", "行くと"]),
    ],
)
def test_clauses_go_from_their_first_word_to_their_last(text: str, expected: list[str]) -> None:
    assert said(text, clauses(text)) == expected


def test_what_is_drawn_as_one_is_one_character() -> None:
    text = "e\u0301👩\u200d👩\u200d👧🇩🇪🇫🇷👍🏽각❤️"
    assert said(text, characters(text)) == ["e\u0301", "👩\u200d👩\u200d👧", "🇩🇪", "🇫🇷", "👍🏽", "각", "❤️"]


@given(texts)
def test_characters_cover_the_text(text: str) -> None:
    assert "".join(said(text, characters(text))) == text


@given(texts)
def test_words_hold_every_letter_and_cut_no_character(text: str) -> None:
    starts = {start for start, _ in characters(text)} | {len(text)}
    covered: set[int] = set()
    last = 0
    for start, end in words(text):
        assert last <= start < end
        assert {start, end} <= starts
        covered |= set(range(start, end))
        last = end
    assert {place for place, one in enumerate(text) if one.isalnum()} <= covered


@given(texts)
def test_clauses_are_made_of_whole_words(text: str) -> None:
    begins, ends = {a for a, _ in words(text)}, {b for _, b in words(text)}
    found = clauses(text)
    assert all(start in begins and end in ends for start, end in found)
    assert [one for one in words(text) if any(a <= one[0] and one[1] <= b for a, b in found)] == words(text)
