"""Dealing into parts: what is asked for, what stays together, who goes where, and what leaks."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.splits import (
    Group,
    Leak,
    Piece,
    Sentences,
    crossing,
    deal,
    find_leaks,
    grouped,
    plan_of,
    stories,
)
from benchmarks.splits import corpus, label_gap, share_gap, without_looking
from schemas import SplitBy, SplitPlan

PARTS = ("train", "validation", "test")
PLAN = plan_of("80/10/10")


@pytest.mark.parametrize(
    "typed",
    ["80/10/10", "0.8,0.1,0.1", "80-10-10", "8:1:1", " 80 10 10 ", "80%/10%/10%", "0,8/0,1/0,1", ".8;.1;.1"],
)
def test_equal_shares_are_one_plan_however_they_are_typed(typed: str) -> None:
    assert plan_of(typed) == PLAN
    assert PLAN.key == "train=8 validation=1 test=1 seed=0 by=article"


def test_shares_are_numbers_too_and_parts_have_names() -> None:
    assert plan_of([0.8, 0.1, 0.1]) == PLAN
    assert plan_of("2/1").parts == ("train", "test")
    assert plan_of("1/1/1").shares == {"train": 1 / 3, "validation": 1 / 3, "test": 1 / 3}
    assert plan_of("70-15-15", parts=("train", "dev", "test")).weights == (14, 3, 3)
    assert plan_of("1/1/1/1", parts=("a", "b", "c", "d"), by="outlet", seed=7).by is SplitBy.OUTLET


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("80/10/5", "make 95, not 100"),
        ("0.8,0.1", "make 0.9, not 1"),
        ("100/0", "a share of 0"),
        ("80", "are no shares"),
        ("80/x", "are no shares"),
        ("", "are no shares"),
        ("80//20", "are no shares"),
        ("-1/2", "are no shares"),
        ("1e3/1", "are no shares"),
        ("٨٠/٢٠", "are no shares"),
        ("1/1/1/1", "name their parts"),
    ],
)
def test_shares_that_make_no_sense_are_refused_in_a_line(typed: str, told: str) -> None:
    with pytest.raises(AnnotatorError, match=told) as caught:
        plan_of(typed)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "parts",
    [
        ("train", "train"),
        ("train",),
        ("Train", "test"),
        ("../x", "test"),
        ("", "test"),
        ("a", "b", "c"),
        ("con", "test"),
        ("all", "test"),
    ],
)
def test_parts_have_names_that_folders_can_have(parts: tuple[str, ...]) -> None:
    with pytest.raises(AnnotatorError, match="no split can be made so"):
        plan_of("1/1", parts=parts)


def test_what_stays_together_is_one_of_a_few() -> None:
    with pytest.raises(AnnotatorError, match="there are: article, outlet, story"):
        plan_of("1/1", by="author")


@given(
    st.lists(st.integers(1, 1000), min_size=2, max_size=5),
    st.integers(0, 10**9),
    st.sampled_from(list(SplitBy)),
)
def test_a_plan_comes_back_from_its_name(weights: list[int], seed: int, by: SplitBy) -> None:
    parts = tuple(f"part_{number}" for number in range(len(weights)))
    plan = SplitPlan(parts=parts, weights=tuple(weights), seed=seed, by=by)
    assert SplitPlan.from_key(plan.key) == plan
    assert sum(plan.shares.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "train=8",
        "train=16 test=4 seed=0 by=article",
        "train=4 test=1 by=article seed=0",
        "a=1 b=x seed=0 by=story",
    ],
)
def test_what_names_no_plan_is_refused(key: str) -> None:
    with pytest.raises(ValueError):
        SplitPlan.from_key(key)


NAMES = tuple(f"a{number:02}" for number in range(12))


@st.composite
def corpora(draw: st.DrawFn) -> tuple[list[Piece], dict[str, str]]:
    """Articles that are linked in any way, and some that were dealt before, in the corpus or not."""
    names = st.sampled_from(NAMES)
    there = draw(st.lists(names, unique=True, min_size=1))
    pieces = [
        Piece(
            name,
            tuple(other for other in draw(st.lists(names, max_size=2)) if other != name),
            draw(st.sampled_from(("", "", "", *(other for other in NAMES if other < name)))),
            draw(st.sampled_from(("", "", "Courier", "Ledger"))),
            draw(st.integers(0, 5)) > 0,
        )
        for name in there
    ]
    return pieces, draw(st.dictionaries(names, st.sampled_from(PARTS), max_size=4))


def neighbours(pieces: Iterable[Piece]) -> dict[str, set[str]]:
    """What each article may not be torn from, directly."""
    found: dict[str, set[str]] = {name: set() for name in NAMES}
    by_key: dict[str, set[str]] = {}
    for piece in pieces:
        for other in (*piece.near, *([piece.replaces] if piece.replaces else [])):
            found[piece.id].add(other)
            found[other].add(piece.id)
        if piece.together:
            by_key.setdefault(piece.together, set()).add(piece.id)
    for members in by_key.values():
        for name in members:
            found[name] |= members - {name}
    return found


def dealt(pieces: Sequence[Piece], before: Mapping[str, str], plan: SplitPlan = PLAN) -> dict[str, str]:
    found = grouped(pieces, before, plan.parts)
    sizes = {"sentences": 3, "articles": 1}
    parts = deal((Group(names[0], sizes) for names in found.free), {}, plan)
    return {**found.part_of, **{name: parts[names[0]] for names in found.free for name in names}}


@given(corpora())
def test_nothing_new_is_torn_from_what_it_belongs_to(given_: tuple[list[Piece], dict[str, str]]) -> None:
    pieces, before = given_
    part_of = dealt(pieces, before)
    near = neighbours(pieces)
    for piece in pieces:
        for other in near[piece.id] & part_of.keys():
            if piece.id in part_of and not (piece.id in before and other in before):
                assert part_of[piece.id] == part_of[other]


@given(corpora())
def test_what_was_dealt_stays_and_every_article_is_in_a_part_or_told(
    given_: tuple[list[Piece], dict[str, str]],
) -> None:
    pieces, before = given_
    found = grouped(pieces, before, PARTS)
    part_of = dealt(pieces, before)
    counting = {piece.id for piece in pieces if piece.counts}
    assert counting <= part_of.keys() | found.linked.keys()
    assert found.linked.keys() <= counting - part_of.keys()
    assert all(part_of[name] == part for name, part in before.items() if name in part_of)
    assert not before.keys() & found.linked.keys()
    assert all(len(parts) > 1 for parts in found.linked.values())


@given(corpora(), st.randoms(use_true_random=False))
def test_the_order_of_articles_does_not_matter(
    given_: tuple[list[Piece], dict[str, str]], chance: Random
) -> None:
    pieces, before = given_
    assert dealt(chance.sample(pieces, len(pieces)), before) == dealt(pieces, before)


@given(corpora())
def test_dealing_again_changes_nothing_and_groups_keep_their_names(
    given_: tuple[list[Piece], dict[str, str]],
) -> None:
    pieces, before = given_
    part_of = dealt(pieces, before)
    names = grouped(pieces, before, PARTS).names(part_of, {})
    again = dealt(pieces, {**before, **part_of})
    assert again == part_of
    later = [*pieces, Piece("a", near=(pieces[0].id,))]
    found = grouped(later, {**before, **part_of}, PARTS)
    kept = found.names({**dealt(later, {**before, **part_of})}, names)
    assert {name: kept[name] for name in names} == names
    for one in part_of:
        for other in part_of:
            assert names[one] != names[other] or part_of[one] == part_of[other]


def test_a_new_article_that_links_two_parts_is_in_none() -> None:
    pieces = [Piece("a"), Piece("b"), Piece("link", near=("a", "b")), Piece("c", near=("link",))]
    found = grouped(pieces, {"a": "train", "b": "test"}, PARTS)
    assert found.linked == {"link": ("train", "test")}
    assert found.free == [("c",)]


def test_what_hangs_together_by_an_article_that_is_gone_stays_together() -> None:
    pieces = [Piece("new", near=("a",), replaces="gone"), Piece("b", replaces="gone")]
    found = grouped(pieces, {"a": "train", "b": "test"}, PARTS)
    assert found.linked == {"new": ("train", "test")}


def test_of_a_chain_that_leads_to_two_parts_the_most_stays() -> None:
    chain = [Piece("x", near=("a",)), Piece("y", near=("x", "a")), Piece("z", near=("y", "b"))]
    found = grouped([Piece("a"), Piece("b"), *chain], {"a": "test", "b": "train"}, PARTS)
    assert found.part_of == {"a": "test", "b": "train", "x": "test", "y": "test"}
    assert found.linked == {"z": ("train", "test")}


def test_one_article_of_an_outlet_that_leads_elsewhere_does_not_take_the_outlet_along() -> None:
    old = [Piece("a", together="Courier"), Piece("b", together="Ledger")]
    new = [Piece(f"n{number}", together="Courier") for number in range(5)]
    copied = Piece("copied", near=("b",), together="Courier")
    found = grouped([*old, *new, copied], {"a": "train", "b": "test"}, PARTS)
    assert found.linked == {"copied": ("train", "test")}
    assert all(found.part_of[piece.id] == "train" for piece in new)


def test_a_version_stays_where_the_one_before_was_even_if_that_is_gone() -> None:
    pieces = [
        Piece("v3", replaces="v2"),
        Piece("v2", replaces="v1", counts=False),
        Piece("w", replaces="gone"),
    ]
    found = grouped(pieces, {"v1": "test", "gone": "validation"}, PARTS)
    assert found.part_of == {"v3": "test", "v2": "test", "w": "validation"}
    assert not found.free


def test_versions_that_replace_each_other_in_a_circle_end() -> None:
    pieces = [Piece("a", replaces="b"), Piece("b", replaces="a")]
    assert grouped(pieces, {}, PARTS).free == [("a", "b")]


def groups_of(*sentences: int) -> list[Group]:
    return [
        Group(f"g{number:03}", {"articles": 1, "sentences": count}) for number, count in enumerate(sentences)
    ]


def counts(groups: Iterable[Group], parts: Mapping[str, str], plan: SplitPlan = PLAN) -> list[int]:
    """Groups in each part."""
    placed = [parts[group.name] for group in groups]
    return [placed.count(part) for part in plan.parts]


def test_parts_stay_empty_only_where_there_are_too_few_groups() -> None:
    assert deal([], {}, PLAN) == {}
    assert sorted(counts(groups_of(5), deal(groups_of(5), {}, PLAN))) == [0, 0, 1]
    assert sorted(counts(groups_of(5, 5), deal(groups_of(5, 5), {}, PLAN))) == [0, 1, 1]
    for sizes in ((5, 5, 5), (100, 1, 1), (9, 8, 7, 6), (1000, 1, 1, 1, 1, 1)):
        assert min(counts(groups_of(*sizes), deal(groups_of(*sizes), {}, PLAN))) > 0


def test_one_huge_group_goes_to_the_largest_part_and_the_rest_to_the_others() -> None:
    groups = groups_of(900, *[5] * 20)
    parts = deal(groups, {}, PLAN)
    assert parts["g000"] == "train"
    assert min(counts(groups, parts)[1:]) >= 8


def test_groups_without_sentences_are_dealt_by_their_number() -> None:
    groups = [Group(f"g{number:03}", {"articles": 1}) for number in range(100)]
    assert counts(groups, deal(groups, {}, PLAN)) == [80, 10, 10]


def test_what_parts_have_already_counts() -> None:
    before = {"train": {"articles": 80, "sentences": 800}}
    groups = groups_of(*[10] * 20)
    assert counts(groups, deal(groups, before, PLAN)) == [0, 10, 10]


@given(
    st.lists(st.integers(1, 200), min_size=20, max_size=60),
    st.sampled_from(("80/10/10", "1/1/1", "60/30/10", "50/25/25")),
    st.integers(0, 3),
)
def test_shares_are_as_near_as_the_largest_group_lets_them(sizes: list[int], shares: str, seed: int) -> None:
    plan = plan_of(shares, seed=seed)
    groups = [Group(f"g{number:03}", {"sentences": count, "=x": count}) for number, count in enumerate(sizes)]
    parts = deal(groups, {}, plan)
    total = sum(sizes)
    for part, share in plan.shares.items():
        have = sum(group.sizes["sentences"] for group in groups if parts[group.name] == part)
        assert abs(have - share * total) <= max(sizes)
    assert parts == deal(groups[::-1], {}, plan)


def test_another_seed_deals_otherwise() -> None:
    groups = corpus(200, seed=1)
    dealings = {tuple(sorted(deal(groups, {}, plan_of("80/10/10", seed=seed)).items())) for seed in range(4)}
    assert len(dealings) == 4


@pytest.mark.parametrize(("articles", "points"), [(100, 2.0), (300, 0.5), (1000, 0.3)])
def test_labels_are_spread_more_evenly_than_without_looking(articles: int, points: float) -> None:
    for seed in range(3):
        groups = corpus(articles, seed)
        plan = plan_of("80/10/10", seed=seed)
        parts = deal(groups, {}, plan)
        assert share_gap(groups, parts, plan) < 1
        assert label_gap(groups, parts, plan) < points
        assert label_gap(groups, parts, plan) < label_gap(groups, without_looking(groups, plan), plan) / 3


def test_a_growing_corpus_stays_even_and_nothing_moves() -> None:
    groups = corpus(400, seed=5)
    parts: dict[str, str] = {}
    for end in range(50, len(groups) + 50, 50):
        have: dict[str, dict[str, int]] = {part: {} for part in PLAN.parts}
        for group in groups[: end - 50]:
            for what, count in group.sizes.items():
                at = have[parts[group.name]]
                at[what] = at.get(what, 0) + count
        parts |= deal(groups[end - 50 : end], have, PLAN)
    assert share_gap(groups, parts, PLAN) < 1
    assert label_gap(groups, parts, PLAN) < 2


TELLING = "The mayor said on Tuesday that the reservoir is nearly dry."


def leaks(*articles: tuple[str, str, Sequence[str]]) -> list[Leak]:
    def read(only: Collection[str] | None) -> Iterable[Sentences]:
        return (Sentences(*one) for one in articles if only is None or one[0] in only)

    return find_leaks(read)


def test_a_sentence_in_two_parts_is_named_with_its_places() -> None:
    (leak,) = leaks(
        ("a", "train", [TELLING, "Nobody else said anything about it."]),
        ("b", "train", [TELLING]),
        ("c", "test", ["Another sentence that is only here.", TELLING]),
    )
    assert leak.exact
    assert not leak.short
    assert [(place.part, place.article) for place in leak.places] == [
        ("train", "a"),
        ("train", "b"),
        ("test", "c"),
    ]


@pytest.mark.parametrize(
    "same",
    [
        "the mayor said, on Tuesday, that the RESERVOIR is “nearly dry”!",
        "The  mayor said\non Tuesday that\u00a0the reservoir is nearly dry",
        "Ｔhe mayor said on Tuesday that the reservoir is nearly dry…",
    ],
)
def test_case_signs_and_blanks_do_not_hide_a_leak(same: str) -> None:
    (leak,) = leaks(("a", "train", [TELLING]), ("b", "test", [same]))
    assert not leak.exact
    assert leak.text == TELLING


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Share this article", True),
        ("Read more: sport", True),
        ("The harbour closed at noon.", False),
        ("市议会批准了新的水库。", False),
        ("分享", True),
    ],
)
def test_short_sentences_are_told_apart(text: str, short: bool) -> None:
    (leak,) = leaks(("a", "train", [text]), ("b", "test", [text]))
    assert leak.short is short


def test_what_is_no_leak() -> None:
    assert not leaks(("a", "train", [TELLING, TELLING]), ("b", "train", [TELLING]))
    assert not leaks(("a", "train", ["***", "—"]), ("b", "test", ["…", "***"]))
    assert not leaks(
        ("a", "train", ["The harbour closed at noon."]), ("b", "test", ["The harbour closed at nine."])
    )
    assert not leaks()


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(PARTS), st.text("xy .", max_size=4)), max_size=12
    )
)
def test_leaks_are_all_that_stand_in_two_parts(rows: list[tuple[str, str, str]]) -> None:
    found = leaks(*((article, part, [text]) for article, part, text in rows))
    expected = {
        tuple(text.replace(".", " ").split())
        for _, part, text in rows
        for _, other, same in rows
        if part != other and text.replace(".", " ").split() == same.replace(".", " ").split() != []
    }
    assert {tuple(leak.text.replace(".", " ").split()) for leak in found} == expected


def test_pairs_in_two_parts_are_told_once() -> None:
    part_of = {"a": "train", "b": "test", "c": "test"}
    assert crossing({"a": ["b", "gone"], "b": ["a", "c"]}, part_of) == [("a", "b")]


def test_stories_have_titles_and_days_in_common() -> None:
    told = [
        ("one", "Reservoir dam bursts above Ostbrück", "2031-03-04"),
        ("two", "Dam of reservoir bursts, Ostbrück flooded", "2031-03-06T10:00+01:00"),
        ("late", "Reservoir dam bursts above Ostbrück", "2031-05-04"),
        ("other", "Harbour closed after crane falls", "2031-03-04"),
        ("undated", "Reservoir dam bursts above Ostbrück", ""),
        ("same", "RESERVOIR DAM BURSTS ABOVE OSTBRÜCK!", "no date"),
    ]
    found = {frozenset((name, other)) for name, others in stories(told).items() for other in others}
    assert found == {frozenset(("one", "two")), frozenset(("undated", "same"))}
