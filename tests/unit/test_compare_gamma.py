"""Gamma over articles."""

import subprocess
import sys
from itertools import combinations, product

import numpy as np
import pytest

from annotator.compare.aligning import Parameters, Spans, best_alignment, dissimilarity
from annotator.compare.gamma import Continuum, shuffled
from annotator.errors import AnnotatorError
from tests.unit.spantables import Given, Unit, span_table


def text(*given: Given, start: int = 0, end: int = 400) -> list[Unit]:
    return [(start, end, given)]


def every(step: int, by: int = 0, length: int = 12, kind: str = "") -> Given:
    return [(place + by, place + by + length, kind) for place in range(0, 380, step)]


def test_the_same_spans_agree_fully_and_shifted_ones_less() -> None:
    same = span_table([text(every(40), every(40), every(40))], 3).gamma(1)
    near = span_table([text(every(40), every(40, 3), every(40, 5))], 3).gamma(1)
    far = span_table([text(every(40), every(40, 18), every(40, 30))], 3).gamma(1)
    assert same.value == 1
    assert near.value is not None and far.value is not None
    assert 1 > near.value > far.value


def test_other_kinds_are_disagreement() -> None:
    table = span_table([text(every(40, kind="loaded"), every(40, kind="propaganda"))], 2)
    found = table.gamma(1)
    assert found.value is not None and found.value < 0.5
    assert found.kinds is not None and found.kinds < 0.1
    assert span_table([text(every(40), every(40, 2))], 2).gamma(1).kinds is None


def test_a_sample_of_articles_repeats_with_its_seed_and_has_an_interval() -> None:
    articles = [text(every(40), every(40, by)) for by in (0, 1, 2, 4, 6, 8, 10, 14)]
    table = span_table(articles, 2)
    one, two, other = table.gamma(6, seed=3), table.gamma(6, seed=3), table.gamma(6, seed=4)
    assert one == two != other
    assert (one.articles, one.samples, one.seed) == (6, 30, 3)
    assert one.value is not None and one.low is not None and one.high is not None
    assert one.low <= one.value <= one.high
    assert table.gamma(100).articles == 8


def test_only_text_that_all_have_seen_counts() -> None:
    seen_by_both = span_table([text(every(40), every(40, 3))], 2)
    more: list[Unit] = [*text(every(40), every(40, 3)), (401, 500, [[(410, 420, "")], None])]
    assert span_table([more], 2).gamma(1) == seen_by_both.gamma(1)
    # Text that is left out leaves no gap.
    apart: list[Unit] = [
        (0, 400, [every(40), every(40, 3)]),
        (401, 9000, [[(410, 420, "")], None]),
        (9001, 9100, [[(9010, 9020, "")], [(9010, 9020, "")]]),
    ]
    joined: list[Unit] = [*apart[:1], (400, 499, [[(409, 419, "")], [(409, 419, "")]])]
    assert span_table([apart], 2).gamma(1) == span_table([joined], 2).gamma(1)


def test_what_cannot_be_computed_says_why() -> None:
    alone = span_table([text(every(40), None)], 2).gamma(5)
    assert alone.value is None and alone.articles == 0
    assert alone.undefined == alone.no_interval == "no article has spans in text that two annotators saw"
    one = span_table([text(every(40), every(40, 2))], 2).gamma(5)
    assert one.low is None and one.no_interval == "1 article, an interval needs at least 5"
    with pytest.raises(AnnotatorError, match="gamma over 0 articles"):
        span_table([], 2).gamma(0)


def test_one_who_marks_nothing_where_another_does() -> None:
    found = span_table([text(every(40), [])], 2).gamma(1)
    assert found.value is not None and found.value < 0.3


def test_alpha_u_of_the_same_articles() -> None:
    assert span_table([text(every(40), every(40))], 2).gamma(1).alpha_u == 1
    far = span_table([text(every(40), every(40, 18))], 2).gamma(1).alpha_u
    assert far is not None and far < 0


def random_spans(seed: int, number: int) -> Spans:
    random = np.random.default_rng(seed)
    starts = random.uniform(0, 30, number)
    return Spans(starts, starts + random.uniform(1, 9, number), random.integers(0, 2, number))


def least_cost(annotators: list[Spans]) -> float:
    """Try every division of the spans into tuples."""
    apart = {
        (a, b): dissimilarity(annotators[a], annotators[b], Parameters())
        for a, b in combinations(range(len(annotators)), 2)
    }
    pairs = len(apart)

    def cost(chosen: list[int | None]) -> float:
        total = 0.0
        for (a, b), costs in apart.items():
            one, other = chosen[a], chosen[b]
            total += 1.0 if one is None or other is None else float(costs[one, other])
        return total / pairs

    def best(left: list[frozenset[int]]) -> float:
        first = next((place for place, spans in enumerate(left) if spans), None)
        if first is None:
            return 0.0
        one = min(left[first])
        # Those before have none left: the tuple of this span takes none of them.
        options: list[list[int | None]] = [
            [None] if place < first else [None, *spans] for place, spans in enumerate(left)
        ]
        options[first] = [one]
        return min(
            cost(list(chosen)) + best([spans - {taken} for spans, taken in zip(left, chosen, strict=True)])
            for chosen in product(*options)
        )

    return best([frozenset(range(len(spans.starts))) for spans in annotators])


@pytest.mark.parametrize("sizes", [(3, 3), (4, 2), (2, 2, 2), (3, 1, 2), (2, 0, 3), (1, 2, 1, 2)])
def test_no_division_into_tuples_costs_less(sizes: tuple[int, ...]) -> None:
    for seed in range(5):
        annotators = [random_spans(10 * seed + place, size) for place, size in enumerate(sizes)]
        alignment = best_alignment(annotators, Parameters())
        assert alignment.cost == pytest.approx(least_cost(annotators), abs=1e-9)
        for column, size in zip(alignment.tuples.T, sizes, strict=True):
            assert sorted(column[column >= 0].tolist()) == list(range(size))


def test_a_random_annotation_keeps_the_spans_of_its_annotators_whole() -> None:
    continuum = Continuum(40, (random_spans(1, 6), random_spans(2, 9)))
    drawn = shuffled(continuum, np.random.default_rng(0))
    lengths = [sorted((spans.ends - spans.starts).round(9)) for spans in continuum.annotators]
    for spans in drawn.annotators:
        assert sorted((spans.ends - spans.starts).round(9)) in lengths
        assert (spans.starts >= 0).all() and (spans.starts < 40).all()


def test_without_scipy_one_line_says_how_to_get_it() -> None:
    program = (
        "import sys; sys.modules['scipy'] = None\n"
        "from annotator.compare.aligning import require_scipy\n"
        "from annotator.errors import AnnotatorError\n"
        "try: require_scipy()\n"
        "except AnnotatorError as error: print(error)\n"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout == (
        "gamma needs scipy, which is not installed: pip install 'credibility-annotator[gamma]'\n"
    )
