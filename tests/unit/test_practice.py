"""The practice articles: labelled all through, by rules that the codebook has, with a reason each."""

from itertools import pairwise

import pytest

from annotator.codebook import load_codebook
from annotator.practice import PracticeArticle, fits, outcome, practice_article, practice_names
from schemas import Annotation
from tests.unit.labelled import CODEBOOK, record

SHIPPED = load_codebook()


def answers(practice: PracticeArticle, **wrong: str) -> dict[str, Annotation]:
    """Records as the codebook asks for them, but for these labels by unit."""
    return {
        unit: record(
            practice.article,
            unit,
            "Ana",
            wrong.get(unit, gold.label),
            same_source=gold.same_source and unit not in wrong,
            codebook=SHIPPED.ref,
        )
        for unit, gold in practice.gold.items()
    }


@pytest.mark.parametrize("name", practice_names())
def test_every_sentence_has_a_label_a_rule_and_a_reason(name: str) -> None:
    practice = practice_article(name)
    decides = {rule.number: rule.decides for rule in SHIPPED.rules}
    assert fits(practice, SHIPPED)
    assert 20 <= len(practice.gold) <= 30
    for unit in practice.article.units:
        gold = practice.gold[unit.id]
        assert practice.article.unit_text(unit) == gold.text
        assert decides[gold.rule] == gold.label
        assert gold.why.endswith(".") and "\n" not in gold.why and len(gold.why) <= 110


@pytest.mark.parametrize("name", practice_names())
def test_every_rule_and_every_label_is_practised(name: str) -> None:
    gold = practice_article(name).gold.values()
    assert {one.rule for one in gold} == {rule.number for rule in SHIPPED.rules}
    assert {one.label for one in gold} == set(SHIPPED.label_names)
    assert any(one.same_source for one in gold)
    assert any(one.gap for one in gold)


@pytest.mark.parametrize("name", practice_names())
def test_right_answers_agree_in_all(name: str) -> None:
    practice = practice_article(name)
    result = outcome(practice, answers(practice))
    assert result.differences == ()
    assert result.agreed == result.labelled == result.units == len(practice.gold)


def test_a_carried_source_follows_a_sourced_sentence() -> None:
    for name in practice_names():
        labels = [(one.label, one.same_source) for one in practice_article(name).gold.values()]
        for before, (label, same) in pairwise(labels):
            assert not same or (label == "sourced" and before[0] == "sourced")


def test_differences_are_told_in_the_order_of_the_text() -> None:
    practice = practice_article("ferry")
    given = answers(practice, u018="unverified", u005="opinion")
    del given["u001"]
    result = outcome(practice, given)
    assert [difference.unit.id for difference in result.differences] == ["u005", "u018"]
    assert (result.labelled, result.agreed) == (result.units - 1, result.units - 3)
    assert result.differences[0].gold.rule == 2 and not result.differences[0].only_source


def test_a_source_that_should_be_carried_over_is_a_lesser_difference() -> None:
    practice = practice_article("ferry")
    result = outcome(practice, answers(practice, u009="sourced"))
    assert [difference.only_source for difference in result.differences] == [True]
    assert result.agreed == result.units


def test_what_has_only_a_flag_is_not_labelled() -> None:
    practice = practice_article("bell")
    flagged = record(practice.article, "u001", "Ana", None, flag=True, codebook=SHIPPED.ref)
    assert outcome(practice, {"u001": flagged}).labelled == 0


def test_another_codebook_does_not_fit() -> None:
    assert not fits(practice_article("ferry"), CODEBOOK)
    later = SHIPPED.model_copy(update={"version": "1.1"})
    assert not fits(practice_article("ferry"), later)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        practice_article("../ferry")
