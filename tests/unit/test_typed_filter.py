"""What is typed to filter disagreements, and what is written for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.adjudication.items import State
from annotator.adjudication.typed import TypedFilter
from annotator.codebook import load_codebook
from annotator.compare.wanted import Wanted
from schemas import DisagreementReason, UnitKind

NAMES = {"Ana": "Ana", "Ben Ohm": "Ben Ohm", "gold": "gold"}
CODEBOOK = load_codebook()
TYPED = TypedFilter(CODEBOOK, NAMES, ["hedge", "source"])


@given(
    st.builds(
        Wanted,
        pair=st.lists(st.sampled_from(sorted(NAMES)), max_size=2, unique=True).map(tuple),
        labels=st.lists(st.sampled_from(CODEBOOK.label_names), max_size=2).map(tuple),
        kind=st.sampled_from(["", *map(str, UnitKind)]),
        article=st.sampled_from(["", "market", "9e1f2c5f"]),
        outlet=st.sampled_from(["", "post"]),
        rule=st.sampled_from([None, *(rule.number for rule in CODEBOOK.rules)]),
        field=st.sampled_from(["", "label", "hedge", "source"]),
        states=st.frozensets(st.sampled_from(State)),
        reason=st.sampled_from([None, *DisagreementReason]),
        words=st.lists(st.sampled_from(["dam", "gate"]), max_size=2).map(tuple),
        needs_change=st.sampled_from([None, True]),
        changed=st.sampled_from([None, True]),
    )
)
def test_what_is_written_is_read_as_it_was_meant(wanted: Wanted) -> None:
    asked = TYPED.read(TYPED.write(wanted))
    assert asked.wanted == wanted
    assert not asked.unclear


OWN = CODEBOOK.model_copy(
    update={
        "rules": (),
        "attributes": (),
        "labels": tuple(
            CODEBOOK.labels[0].model_copy(update={"name": name, "key": key})
            for key, name in enumerate(
                ("mostly true", "Mostly false", "true", "True", "größtenteils wahr"), 1
            )
        ),
    }
)


@given(st.lists(st.sampled_from(OWN.label_names), min_size=1, max_size=2, unique=True))
def test_labels_of_ones_own_are_typed_with_an_underscore_for_a_blank(labels: list[str]) -> None:
    filter_ = TypedFilter(OWN, NAMES)
    asked = filter_.read(filter_.write(Wanted(labels=tuple(labels))))
    assert asked.wanted.labels == tuple(labels)
    assert filter_.read("label:MOSTLY_F").wanted.labels == ("Mostly false",)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read(typed: str) -> None:
    assert isinstance(TYPED.read(typed).wanted, Wanted)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("pair:ben", Wanted(pair=("Ben Ohm",))),
        ("pair:ana,b", Wanted(pair=("Ana", "Ben Ohm"))),
        ("label:sou/op", Wanted(labels=("sourced", "opinion"))),
        ("state:tie state:maj", Wanted(states=frozenset({State.TIE, State.MAJORITY}))),
        ("is:ch", Wanted(changed=True)),
        ("Ämter", Wanted(words=("amter",))),
        ("rule:", Wanted()),
    ],
)
def test_the_beginning_of_a_word_is_enough(typed: str, wanted: Wanted) -> None:
    assert TYPED.read(typed).wanted == wanted


@pytest.mark.parametrize("typed", ["state:x", "rule:99", "pair:zoe", "label:s/x", "is:odd"])
def test_what_is_not_understood_is_told_and_filters_nothing(typed: str) -> None:
    asked = TYPED.read(typed)
    assert asked.wanted == Wanted()
    assert asked.unclear.startswith(typed.partition(":")[0])


def test_the_hint_names_whole_examples_only() -> None:
    shown = TYPED.hint(77)
    assert shown.endswith("rule:5") and len(shown) <= 77
    assert TYPED.hint(12) == "words"
    assert "is:changed" in TYPED.hint(160)


def test_the_hint_has_only_what_the_codebook_has() -> None:
    shown = TypedFilter(OWN, NAMES).hint(160)
    assert "label:mostly_true/Mostly_false" in shown
    assert "rule:" not in shown and "field:" not in shown
