"""Right-to-left text in the order in which it is read; expected orders by hand from UAX #9."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.tui.widgets.bidi import joined_letters, mirrored, reads_from_right, visual_order

ALPHABET = "abc XYZ אבג دمر \u0301\u064e 123 ٤٥ .,:/-+%$!?()“”"


def seen(text: str, *, from_right: bool = True, whole_words: bool = False) -> str:
    """What stands on the screen from left to right."""
    order = visual_order(list(text), from_right=from_right, whole_words=whole_words)
    return "".join(mirrored(text[place]) if turned else text[place] for place, turned in order)


@pytest.mark.parametrize(
    ("text", "from_right", "expected"),
    [
        ("car is מכונית now", False, "car is תינוכמ now"),
        ("אני קניתי car", True, "car יתינק ינא"),
        ("שלום, עולם.", True, ".םלוע ,םולש"),
        ("בשנת 1948 קם", True, "םק 1948 תנשב"),
        ("מחיר 12.50$ בלבד", True, "דבלב 12.50$ ריחמ"),
        ("في 25% من", True, "نم %25 يف"),
        ("طبقا (بيان) له", True, "هل (نايب) اقبط"),
        ("אבג (ABC) דהו", True, "והד (ABC) גבא"),
        ("12 abc", True, "abc 12"),
        ("abc אב 12 גד", False, "abc דג 12 בא"),
    ],
)
def test_the_order_of_the_standard(text: str, from_right: bool, expected: str) -> None:
    assert seen(text, from_right=from_right) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("שלום, עולם.", ".עולם ,שלום"), ("בשנת 1948 קם", "קם 1948 בשנת"), ("אני קניתי car", "car קניתי אני")],
)
def test_words_in_order_and_their_letters_as_stored(text: str, expected: str) -> None:
    assert seen(text, whole_words=True) == expected


@given(st.text(alphabet=ALPHABET, max_size=40), st.booleans(), st.booleans())
def test_every_part_stands_somewhere_once(text: str, from_right: bool, whole_words: bool) -> None:
    order = visual_order(list(text), from_right=from_right, whole_words=whole_words)
    assert sorted(place for place, _ in order) == list(range(len(text)))


@given(st.text(alphabet="abc XYZ 12.,!“”", max_size=40))
def test_text_from_the_left_stays(text: str) -> None:
    assert seen(text, from_right=False) == text


@given(st.text(alphabet="אבגדمرح ,.!", max_size=40))
def test_text_from_the_right_is_turned(text: str) -> None:
    assert seen(text) == text[::-1]


@given(st.text(alphabet="السلام عليكم و\u064eabc 12", max_size=40))
def test_joined_letters_are_the_same_letters(text: str) -> None:
    joined = joined_letters(text)
    assert len(joined) == len(text)
    assert unicodedata.normalize("NFKC", joined) == unicodedata.normalize("NFKC", text)


def test_letters_take_the_shape_of_their_place() -> None:
    assert joined_letters("بب ب") == "\ufe91\ufe90 \ufe8f"
    assert joined_letters("ببب") == "\ufe91\ufe92\ufe90"
    assert joined_letters("دب") == "\ufea9\ufe8f"
    assert joined_letters("ب\u064eب") == "\ufe91\u064e\ufe90"
    assert joined_letters("ب\u200cب") == "\ufe8f\u200c\ufe8f"
    assert joined_letters("שלום abc") == "שלום abc"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("שלום עולם", "en", True),
        ("The word שלום", "en", False),
        ("BBC قال Reuters Agence France Presse", "ar", True),
        ("Reuters", "ar", False),
        ("BBC قال Reuters Agence", "en-GB", False),
        ("", "he", False),
    ],
)
def test_from_which_side_a_unit_is_read(text: str, language: str, expected: bool) -> None:
    assert reads_from_right(text, language) is expected
