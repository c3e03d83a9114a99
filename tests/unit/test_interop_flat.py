"""What an annotator said, as other tools can hold it, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.interop.flat import Flat, Passage, flatten, passage_names, unflatten
from annotator.interop.offsets import Utf16
from schemas import (
    Annotation,
    Attribution,
    BiasKind,
    BiasMark,
    Directness,
    Hedge,
    PropagandaTechnique,
    SourceType,
    Span,
    Voice,
)
from tests.unit.labelled import article, record

TEXT = "The harbour office said “no ferry sails”, its clerk boasted."

spans = st.tuples(st.integers(0, 50), st.integers(1, 9)).map(
    lambda place: Span(start=place[0], end=place[0] + place[1])
)
attributions = st.builds(
    Attribution,
    source=st.none() | spans,
    cue=st.none() | spans,
    content=st.lists(spans, max_size=3).map(tuple),
    source_id=st.none() | st.just("harbour-office"),
    via=st.lists(st.sampled_from(["agency", "paper-2"]), max_size=2).map(tuple),
    chain_length=st.integers(1, 20),
    source_type=st.none() | st.sampled_from(SourceType),
    directness=st.sampled_from(Directness),
    source_view=st.booleans(),
)
techniques = st.sampled_from(PropagandaTechnique)
plain_marks = st.builds(
    BiasMark, kind=st.sampled_from([*BiasKind][:3]), span=spans, voice=st.sampled_from(Voice)
)
propaganda = st.builds(
    BiasMark,
    kind=st.just(BiasKind.PROPAGANDA),
    span=spans,
    technique=techniques,
    voice=st.sampled_from(Voice),
)
flags = st.booleans()


@given(
    st.none() | st.sampled_from(["red", "blue"]),
    st.lists(attributions, max_size=3),
    st.lists(plain_marks | propaganda, max_size=3),
    st.none() | st.sampled_from(Hedge),
    st.none() | st.integers(0, 2),
    st.none() | st.integers(1, 6),
    st.tuples(flags, flags, flags, flags, flags),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=9),
)
def test_all_that_was_said_comes_back(
    label: str | None,
    attributions: list[Attribution],
    bias: list[BiasMark],
    hedge: Hedge | None,
    worth: int | None,
    credibility: int | None,
    flags: tuple[bool, ...],
    comment: str,
) -> None:
    # What is at its default in an attribution at the end leaves no trace: neither words nor passages.
    while attributions and attributions[-1] == Attribution():
        attributions.pop()
    of = article([TEXT])
    before = record(of, "u001", "Ann", label).model_copy(
        update={
            "attributions": tuple(attributions),
            "bias": tuple(bias),
            "hedge": hedge,
            "check_worthiness": worth,
            "credibility": credibility,
            "comment": comment,
            **dict(zip(("same_source", "gap", "mixed", "low_confidence", "flag"), flags, strict=True)),
        }
    )
    said = unflatten(flatten(before))
    bare = record(of, "u001", "Ann", None)
    assert Annotation.model_validate(bare.model_dump() | said) == before


@pytest.mark.parametrize("name", passage_names())
def test_every_name_of_a_passage_is_understood(name: str) -> None:
    passage = Passage(0, 3, name)
    fields = unflatten(Flat(passages=(passage,)))
    bare = record(article([TEXT]), "u001", "Ann", "blue")
    assert flatten(bare.model_copy(update=fields)).passages == (passage,)


@pytest.mark.parametrize(
    ("flat", "said"),
    [
        (Flat(attributes={"colour": "red"}), "no attribute 'colour'"),
        (Flat(attributes={"hedge#2": "denied"}), "no attribute 'hedge#2'"),
        (Flat(attributes={"gap": "yes"}), "gap 'yes' is neither true nor false"),
        (Flat(attributes={"credibility": "²"}), "credibility '²' is no number"),
        (Flat(attributes={"source_type#1": "document"}), "no number from 2 to 99"),
        (Flat(attributes={"source_type#100000000000": "document"}), "no number from 2 to 99"),
        (Flat(passages=(Passage(0, 3, "PER"),)), "no passage 'PER'"),
        (Flat(passages=(Passage(0, 3, "propaganda:shouting"),)), "no propaganda technique 'shouting'"),
        (Flat(passages=(Passage(0, 3, "cue"), Passage(4, 5, "cue"))), "two passages 'cue'"),
        (Flat(passages=(Passage(3, 3, "cue"),)), "empty or reversed"),
    ],
)
def test_what_it_cannot_be_is_told(flat: Flat, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        unflatten(flat)


@given(st.text(alphabet="ab😀é👩\u200d漢"), st.integers(0, 30))
def test_offsets_in_utf16_and_back(text: str, place: int) -> None:
    place = min(place, len(text))
    utf16 = Utf16(text)
    units = len(text[:place].encode("utf-16-le")) // 2
    assert utf16.from_code_points(place) == units
    assert utf16.to_code_points(units) == place
    assert utf16.length == len(text.encode("utf-16-le")) // 2


def test_an_offset_inside_a_character_is_an_error() -> None:
    with pytest.raises(ValueError, match="UTF-16 offset 2 is in the middle"):
        Utf16("a😀b").to_code_points(2)
