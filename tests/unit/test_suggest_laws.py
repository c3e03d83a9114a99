"""What holds of the suggestions for any text whatever."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.codebook import load_codebook
from annotator.segment import segment
from annotator.suggest import suggest
from schemas import Annotation, Article
from tests.unit.labelled import article, record

WORDS = """
    the a mayor Brook Ada Mr. he she it who which that said says told according to reporters on Tuesday in
    statement , . : ; ? ! “ ” " ' ’ '' ( ) [ ] — – - and but as quoted saying adding not has been will would
    claimed denied announced report officials police it's drivers’ 1,200 17:10 a.m. U.S. 3 may seems regime
    so-called reportedly unclear nothing of at before refused comment « » 說 「 」 ‍ é 👩‍🚒
"""
NEWS = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=60).map(" ".join)
ANY = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=200)
TEXTS = (NEWS | ANY).map(str.strip).filter(bool)
LANGUAGES = st.sampled_from(["en", "en-GB", "de", "fr", "zh", "ar", "tlh"])


def whole(text: str, language: str) -> Article:
    return article([text], language=language)


@given(TEXTS, LANGUAGES)
def test_spans_lie_in_their_unit_and_hold_words(text: str, language: str) -> None:
    read = whole(text, language)
    for one in suggest(read):
        unit = read.unit(one.unit)
        marked = [span for each in one.attributions for span in each.spans()]
        for span in (*marked, *(mark.span for mark in one.bias)):
            assert unit.start <= span.start < span.end <= unit.end
            assert any(char.isalnum() for char in text[span.start : span.end])
            assert not text[span.start].isspace()
            assert not text[span.end - 1].isspace()


@given(TEXTS, LANGUAGES)
def test_an_offer_that_is_taken_as_it_stands_is_valid(text: str, language: str) -> None:
    read, codebook = whole(text, language), load_codebook()
    for one in suggest(read):
        said = {"same_source": one.same_source, "attributions": one.attributions, "bias": one.bias}
        taken: Annotation = record(read, one.unit, "Ana", one.label, codebook=codebook.ref, **said)
        assert list(codebook.errors(taken, read.unit(one.unit))) == []


@given(st.lists(NEWS, min_size=1, max_size=6), LANGUAGES)
def test_units_are_offered_for_in_order_at_most_once_and_always_alike(
    texts: list[str], language: str
) -> None:
    read = whole("\n\n".join(texts).strip(), language)
    read = read.model_copy(update={"units": tuple(segment(read.text, language))})
    found = suggest(read)
    places = [read.place(one.unit) for one in found]
    assert places == sorted(set(places))
    assert suggest(read) == found
    assert all("\n" not in one.reason and one.reason for one in found)


@given(
    st.sampled_from(
        ["he said that ", "according to ", "“a ” ", "''", "A.", "it is ", "((((", "Ann left, saying "]
    )
)
def test_a_unit_of_any_length_is_read(part: str) -> None:
    for one in suggest(whole((part * 3000).strip(), "en")):
        assert one.label in (None, "not_a_claim", "sourced")
