"""Agreement on spans, checked against character matrices and against every possible matching."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.compare import ratings_agreement
from annotator.compare.fields import rows_of
from annotator.compare.result import SpanAgreement
from annotator.compare.spanmatches import largest_matching
from annotator.compare.spans import Marked, SpanField
from schemas import Annotation, LabelledArticle
from tests.unit.labelled import article, record
from tests.unit.spantables import Given, Unit, span_table

LENGTH = 12


@st.composite
def marks(draw: st.DrawFn) -> Given:
    """What one annotator marks in a unit that begins at 0: possibly nested, touching, or nothing."""
    if draw(st.integers(0, 3)) == 0:
        return None
    found = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, LENGTH - 1))
        found.append((start, draw(st.integers(start + 1, LENGTH)), draw(st.sampled_from(["", "", "other"]))))
    return found


def placed(given: Given, start: int) -> Given:
    return None if given is None else [(start + s, start + e, kind) for s, e, kind in given]


@st.composite
def articles_of_units(draw: st.DrawFn) -> tuple[int, list[list[Unit]]]:
    """A number of raters, and articles of units that somebody has seen."""
    raters = draw(st.integers(2, 4))
    articles: list[list[Unit]] = []
    for _ in range(draw(st.integers(1, 3))):
        units: list[Unit] = []
        for place in range(draw(st.integers(1, 4))):
            start = place * (LENGTH + 1)
            given = [placed(draw(marks()), start) for _ in range(raters)]
            if any(spans is not None for spans in given):
                units.append((start, start + LENGTH, given))
        articles.append(units)
    return raters, articles


def measured(raters: int, articles: list[list[Unit]]) -> SpanAgreement:
    return span_table(articles, raters).figures(bootstrap=0, seed=0)


def characters(articles: list[list[Unit]]) -> list[tuple[str, str, str]]:
    """Give every character that each rater has seen as marked or not."""
    return [
        (f"{number} {character}", f"{rater}", str(any(s <= character < e for s, e, _ in given)))
        for number, units in enumerate(articles)
        for start, end, spans in units
        for rater, given in enumerate(spans)
        if given is not None
        for character in range(start, end)
    ]


def largest_by_trial(a: list[tuple[int, int, str]], b: list[tuple[int, int, str]]) -> int:
    if not a:
        return 0
    (start, end, kind), *rest = a
    best = largest_by_trial(rest, b)
    for other in b:
        if other[2] == kind and other[0] < end and start < other[1]:
            best = max(best, 1 + largest_by_trial(rest, [one for one in b if one != other]))
    return best


@settings(deadline=None)
@given(articles_of_units())
def test_alpha_is_that_of_the_character_matrix(drawn: tuple[int, list[list[Unit]]]) -> None:
    raters, articles = drawn
    matrix = ratings_agreement(characters(articles), values=("True", "False"), bootstrap=0)[1]
    found = measured(raters, articles).krippendorff_alpha.value
    assert found == pytest.approx(matrix.krippendorff_alpha.value, abs=1e-9)


@settings(deadline=None)
@given(articles_of_units())
def test_f1_counts_equal_and_overlapping_spans(drawn: tuple[int, list[list[Unit]]]) -> None:
    raters, articles = drawn
    figures = measured(raters, articles)
    units = [unit for units in articles for unit in units]
    totals = [0, 0, 0]
    for pair, (a, b) in zip(figures.pairs, combinations(range(raters), 2), strict=True):
        both = [
            (sorted(set(spans[a] or ())), sorted(set(spans[b] or ())))
            for *_, spans in units
            if spans[a] is not None and spans[b] is not None
        ]
        assert pair.units == len(both)
        assert pair.a_spans == sum(len(one) for one, _ in both)
        assert pair.b_spans == sum(len(other) for _, other in both)
        assert pair.exact == sum(len(set(one) & set(other)) for one, other in both)
        assert pair.overlapping == sum(largest_by_trial(one, other) for one, other in both)
        for place, number in enumerate((pair.exact, pair.overlapping, pair.a_spans + pair.b_spans)):
            totals[place] += number
    exact, overlapping, spans_of_both = totals
    if spans_of_both:
        assert figures.exact_f1.value == pytest.approx(2 * exact / spans_of_both)
        assert figures.relaxed_f1.value == pytest.approx(2 * overlapping / spans_of_both)
    else:
        assert figures.exact_f1.value is None


@settings(deadline=None)
@given(articles_of_units())
def test_nothing_depends_on_the_order_of_raters(drawn: tuple[int, list[list[Unit]]]) -> None:
    raters, articles = drawn
    turned: list[list[Unit]] = [
        [(start, end, list(reversed(spans))) for start, end, spans in units] for units in articles
    ]
    before, after = measured(raters, articles), measured(raters, turned)
    for name in ("krippendorff_alpha", "exact_f1", "relaxed_f1"):
        assert getattr(after, name).value == pytest.approx(getattr(before, name).value, abs=1e-12)
    assert after.disagreeing_units == before.disagreeing_units


@settings(deadline=None)
@given(articles_of_units())
def test_overlapping_spans_match_at_least_as_often_as_equal_ones(
    drawn: tuple[int, list[list[Unit]]],
) -> None:
    for pair in measured(*drawn).pairs:
        assert pair.exact <= pair.overlapping <= min(pair.a_spans, pair.b_spans)


def test_a_chain_of_overlaps_is_matched_one_to_one() -> None:
    # 1 and 2 both want a; only 1 can do with b, only 2 with c: three partners for three.
    assert largest_matching({1: [10, 11], 2: [10, 12], 3: [12, 13]}) == 3
    assert largest_matching({1: [10], 2: [10], 3: [10, 11]}) == 2
    assert largest_matching({}) == 0


def test_a_long_chain_needs_no_deep_recursion() -> None:
    chain = [(n, n + 2, "") for n in range(0, 6000, 2)]
    other = [(n + 1, n + 3, "") for n in range(0, 6000, 2)]
    figures = measured(2, [[(0, 6004, [chain, other])]])
    assert figures.pairs[0].overlapping == 3000
    assert figures.exact_f1.value == 0


def test_a_sentence_that_was_seen_and_has_no_span_counts() -> None:
    nothing: Given = []
    marked: Given = [(0, 4, "")]
    figures = measured(2, [[(0, 10, [marked, marked]), (11, 21, [nothing, nothing])]])
    assert (figures.units, figures.pairable_units, figures.disagreeing_units) == (2, 2, 0)
    assert figures.krippendorff_alpha.value == 1
    alone = measured(2, [[(0, 4, [marked, marked])]])
    assert alone.krippendorff_alpha.undefined == "everything is marked"
    assert alone.exact_f1.value == 1


def test_spans_in_sentences_that_the_other_has_not_seen_are_no_misses() -> None:
    marked: Given = [(0, 4, "")]
    later: Given = [(12, 14, "")]
    figures = measured(2, [[(0, 10, [marked, marked]), (11, 21, [later, None])]])
    assert figures.spans == {"rater 0": 2, "rater 1": 1}
    assert figures.pairs[0].exact_f1 == 1
    assert (figures.units, figures.pairable_units, figures.ratings) == (2, 1, 3)


def test_without_spans_there_is_a_reason() -> None:
    nothing: Given = []
    figures = measured(2, [[(0, 10, [nothing, nothing])]])
    assert figures.krippendorff_alpha.undefined == "no span is marked in a unit that two annotators saw"
    assert figures.relaxed_f1.undefined == figures.krippendorff_alpha.undefined
    assert measured(2, []).krippendorff_alpha.undefined == "no unit is rated by two annotators"


def test_kinds_must_be_the_same_to_match_but_not_for_characters() -> None:
    figures = measured(2, [[(0, 10, [[(0, 4, "loaded")], [(0, 4, "propaganda")]])]])
    assert figures.exact_f1.value == figures.relaxed_f1.value == 0
    assert figures.krippendorff_alpha.value == 1
    assert figures.disagreeing_units == 1


def test_the_interval_resamples_articles_and_repeats_with_its_seed() -> None:
    given: list[Given] = [[(0, 4, "")], [(2, 6, "")]]
    same: list[Given] = [[(0, 4, "")], [(0, 4, "")]]
    table = span_table([[(0, 10, given if n % 3 else same)] for n in range(12)], 2)
    one, two = (table.figures(bootstrap=200, seed=4) for _ in range(2))
    assert one == two
    found = one.exact_f1
    assert found.value is not None and found.low is not None and found.high is not None
    assert found.value == pytest.approx(1 / 3)
    assert found.low < found.value < found.high
    assert one.warnings == ("12 articles rated by two: intervals are too narrow below 30",)


def test_a_field_reads_spans_of_records_under_its_condition() -> None:
    def first_word(given: Annotation) -> list[Marked]:
        start = int(of.unit(given.unit).start)
        return [(start, start + 3, ""), (start, start + 3, "")] if given.flag else []

    of = article(["One two three.", "Four five six."])
    first, second = of.units
    field = SpanField("words", first_word, "both say red", lambda given: given.label == "red")
    labels = {
        "ana": {
            first.id: record(of, first.id, "ana", "red", flag=True),
            second.id: record(of, second.id, "ana", "red", flag=True),
        },
        "ben": {
            first.id: record(of, first.id, "ben", "red", flag=True),
            second.id: record(of, second.id, "ben", "blue", flag=True),
        },
    }
    table = field.table(("ana", "ben"))
    rows = rows_of(LabelledArticle(article=of, labels=labels), ("ana", "ben"))
    table.add(field.reduce(rows.meeting(field.applies)))
    figures = table.figures(bootstrap=0, seed=0)
    assert (figures.units, figures.pairable_units) == (2, 1)
    assert figures.spans == {"ana": 2, "ben": 1}
    assert figures.exact_f1.value == 1
