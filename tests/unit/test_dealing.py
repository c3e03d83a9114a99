"""Dealing articles out: the same for the same seed, balanced, and what somebody has stays theirs."""

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from annotator.dealing import ToDeal, deal, pairs_of
from schemas import AssignmentRule

TEAM = ("Ana", "Ben", "Cleo", "Dora", "Emil", "Finn")
OUTLETS = st.sampled_from(("Courier", "Ledger", "Courier", "Gazette", ""))


@st.composite
def pieces(draw: st.DrawFn, most: int = 60) -> list[ToDeal]:
    """Articles that nobody has."""
    rows = draw(st.lists(st.tuples(OUTLETS, st.integers(1, 90)), min_size=1, max_size=most))
    return [ToDeal(f"article-{number:08x}", *row) for number, row in enumerate(rows)]


@st.composite
def rules(draw: st.DrawFn) -> AssignmentRule:
    several = draw(st.integers(2, len(TEAM)))
    return AssignmentRule(
        annotators=TEAM[:several],
        overlap=draw(st.sampled_from((0.0, 0.1, 0.2, 0.25, 0.5, 1.0))),
        raters=draw(st.integers(2, several)),
        seed=draw(st.integers(0, 5)),
    )


def spread(counts: Counter[str], names: tuple[str, ...]) -> int:
    return max(counts[name] for name in names) - min(counts[name] for name in names)


@given(pieces(), rules())
def test_it_is_the_same_in_whatever_order_the_articles_come(
    articles: list[ToDeal], rule: AssignmentRule
) -> None:
    shuffled = sorted(articles, key=lambda piece: (piece.units, piece.id))
    assert deal(articles, rule) == deal(shuffled, rule)


@given(pieces(), rules())
def test_every_article_has_one_annotator_and_the_share_of_the_overlap_several(
    articles: list[ToDeal], rule: AssignmentRule
) -> None:
    dealt = deal(articles, rule)
    assert dealt.keys() == {piece.id for piece in articles}
    assert {len(who) for who in dealt.values()} <= {1, rule.raters}
    assert all(len(set(who)) == len(who) and set(who) <= set(rule.annotators) for who in dealt.values())
    several = [piece for piece in articles if len(dealt[piece.id]) > 1]
    assert abs(len(several) - rule.overlap * len(articles)) <= 0.5
    counts = Counter(piece.outlet for piece in articles)
    shared = Counter(piece.outlet for piece in several)
    assert all(abs(shared[outlet] - rule.overlap * count) <= 1 for outlet, count in counts.items())


@given(pieces(), rules())
def test_articles_outlets_and_overlap_are_balanced(articles: list[ToDeal], rule: AssignmentRule) -> None:
    dealt = deal(articles, rule)
    names = rule.annotators
    assert spread(Counter(name for who in dealt.values() for name in who), names) <= 2
    several = [who for who in dealt.values() if len(who) > 1]
    assert spread(Counter(name for who in several for name in who), names) <= 2
    for outlet in {piece.outlet for piece in articles}:
        of_it = Counter(name for piece in articles if piece.outlet == outlet for name in dealt[piece.id])
        assert spread(of_it, names) <= 2


@given(pieces(), rules())
def test_every_pair_shares_something_as_soon_as_there_is_enough_to_share(
    articles: list[ToDeal], rule: AssignmentRule
) -> None:
    dealt = deal(articles, rule)
    shared = Counter(pair for who in dealt.values() for pair in pairs_of(who))
    counts = [shared[frozenset(pair)] for pair in combinations(rule.annotators, 2)]
    several = sum(len(who) > 1 for who in dealt.values())
    if several >= len(counts):
        assert min(counts) >= 1
    if rule.raters == 2:
        assert max(counts) - min(counts) <= 1


@given(pieces(), pieces(most=20), rules())
def test_what_was_dealt_stays_when_articles_are_added(
    articles: list[ToDeal], more: list[ToDeal], rule: AssignmentRule
) -> None:
    before = deal(articles, rule)
    known = [piece._replace(held=before[piece.id], dealt=True) for piece in articles]
    new = [piece._replace(id=f"new-{piece.id}") for piece in more]
    after = deal([*known, *new], rule)
    assert {name: who for name, who in after.items() if name in before} == before
    several = sum(len(who) > 1 for who in after.values())
    assert abs(several - rule.overlap * len(after)) <= 0.5
    assert deal([piece._replace(held=after[piece.id], dealt=True) for piece in [*known, *new]], rule) == after


@given(pieces(), rules(), st.data())
def test_what_somebody_has_begun_stays_theirs_and_counts(
    articles: list[ToDeal], rule: AssignmentRule, data: st.DataObject
) -> None:
    begun = [
        piece._replace(held=(data.draw(st.sampled_from(rule.annotators)),))
        if data.draw(st.booleans())
        else piece
        for piece in articles
    ]
    dealt = deal(begun, rule)
    assert all(set(piece.held) <= set(dealt[piece.id]) for piece in begun)
    assert {len(who) for who in dealt.values()} <= {1, rule.raters}
    assert abs(sum(len(who) > 1 for who in dealt.values()) - rule.overlap * len(dealt)) <= 0.5


def test_a_greater_overlap_gives_dealt_articles_to_more_people() -> None:
    articles = [ToDeal(f"article-{number:08x}", "Courier", 10) for number in range(10)]
    rule = AssignmentRule(annotators=TEAM[:3], overlap=0.2)
    before = deal(articles, rule)
    known = [piece._replace(held=before[piece.id], dealt=True) for piece in articles]
    after = deal(known, rule.model_copy(update={"overlap": 0.5}))
    assert sum(len(who) > 1 for who in after.values()) == 5
    assert all(set(before[name]) <= set(after[name]) for name in before)


def test_another_seed_deals_otherwise() -> None:
    articles = [ToDeal(f"article-{number:08x}", "Courier", 10) for number in range(10)]
    rules = (AssignmentRule(annotators=TEAM[:3], overlap=0.2, seed=seed) for seed in range(3))
    assert len({tuple(deal(articles, rule).items()) for rule in rules}) == 3


def test_sentences_are_balanced_too() -> None:
    articles = [ToDeal(f"article-{number:08x}", "Courier", 5 + number * 7 % 60) for number in range(60)]
    dealt = deal(articles, AssignmentRule(annotators=TEAM[:4], overlap=0.2))
    units = Counter[str]()
    for piece in articles:
        units.update(dict.fromkeys(dealt[piece.id], piece.units))
    assert spread(units, TEAM[:4]) <= 0.1 * min(units.values())
