"""The adjudicator's queue: states, order, what can be asked of it, what changed under decisions."""

import pickle
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.adjudication.golden import GoldLabelling
from annotator.adjudication.items import UNSETTLED, Item, State, state_of
from annotator.adjudication.queue import Queue, Wanted
from annotator.adjudication.reading import ItemReader
from annotator.compare.rules import Rules, parted
from annotator.identity import identities
from annotator.project import Project
from benchmarks.bigproject import build
from benchmarks.samples import make_article
from schemas import (
    GOLD,
    Annotation,
    Article,
    BiasKind,
    BiasMark,
    Codebook,
    DisagreementReason,
    GoldOrigin,
    LabelledArticle,
    Span,
)
from tests.unit.labelled import CODEBOOK, labelled, record

NAMES = ("Ann", "Bob", "Cem")
LABELS = ("red", "green", "blue")
VOTES = st.lists(st.sampled_from(LABELS), max_size=7)


@settings(deadline=None)
@given(VOTES, st.randoms(use_true_random=False))
def test_a_state_knows_no_order_of_annotators(votes: list[str], random: Random) -> None:
    mixed = votes[:]
    random.shuffle(mixed)
    assert state_of(mixed) is state_of(votes)


@settings(deadline=None)
@given(VOTES)
def test_states_are_as_they_are_counted(votes: list[str]) -> None:
    most = max((votes.count(label) for label in LABELS), default=0)
    expected = {
        State.NONE: not votes,
        State.SINGLE: len(votes) == 1,
        State.UNANIMOUS: len(votes) > 1 and most == len(votes),
        State.MAJORITY: len(votes) > 1 and len(votes) / 2 < most < len(votes),
        State.TIE: len(votes) > 1 and most <= len(votes) / 2,
    }
    assert [state for state, holds in expected.items() if holds] == [state_of(votes)]


@settings(deadline=None)
@given(VOTES.filter(bool), st.sampled_from(LABELS))
def test_one_more_vote_moves_a_state_only_as_it_can(votes: list[str], label: str) -> None:
    before, after = state_of(votes), state_of([*votes, label])
    if before in (State.SINGLE, State.UNANIMOUS) and label == votes[0]:
        assert after is State.UNANIMOUS
    else:
        assert after in UNSETTLED
    if before is State.MAJORITY and votes.count(label) * 2 > len(votes):
        assert after is State.MAJORITY


PATTERN = st.lists(st.sampled_from([None, *LABELS]), min_size=1, max_size=6)
ARTICLES = st.lists(st.tuples(PATTERN, PATTERN, PATTERN), min_size=1, max_size=5)


def queue_of(articles: Sequence[LabelledArticle], names: Sequence[str] = NAMES) -> Queue:
    reader = ItemReader(tuple(names), CODEBOOK)
    return Queue(reader, map(reader, articles))


def labelled_all(patterns: Sequence[tuple[list[str | None], ...]]) -> list[LabelledArticle]:
    return [
        labelled(dict(zip(NAMES, given, strict=True)), f"Part {number}")
        for number, given in enumerate(patterns)
    ]


@settings(max_examples=60, deadline=None)
@given(ARTICLES)
def test_the_queue_holds_what_is_unsettled_worst_first(patterns: list[tuple[list[str | None], ...]]) -> None:
    articles = labelled_all(patterns)
    queue = queue_of(articles)
    units = sum(len(one.article.units) for one in articles)
    assert sum(queue.states.values()) == units
    assert len(queue) == queue.states[State.MAJORITY] + queue.states[State.TIE]
    corpus = {one.article.id: place for place, one in enumerate(articles)}
    order = [(-item.size, -item.entropy, corpus[item.article], item.place) for item in queue.items]
    assert order == sorted(order)
    assert all(item.suggestion is None or item.suggestion[1] > 0.5 for item in queue.items)


@settings(max_examples=30, deadline=None)
@given(ARTICLES, st.permutations(NAMES))
def test_the_order_of_annotators_changes_no_state_and_no_size(
    patterns: list[tuple[list[str | None], ...]], names: list[str]
) -> None:
    articles = labelled_all(patterns)
    one, other = queue_of(articles), queue_of(articles, names)
    assert one.states == other.states
    found = {(item.article, item.unit): (item.state, item.size) for item in one.items}
    assert {(item.article, item.unit): (item.state, item.size) for item in other.items} == found


WANTED = st.builds(
    Wanted,
    pair=st.one_of(
        st.just(()), st.permutations(NAMES).flatmap(lambda n: st.sampled_from([n[:1], n[:2]])).map(tuple)
    ),
    labels=st.one_of(
        st.just(()), st.permutations(LABELS).flatmap(lambda n: st.sampled_from([n[:1], n[:2]])).map(tuple)
    ),
    states=st.frozensets(st.sampled_from(sorted(UNSETTLED)), max_size=2),
    words=st.sampled_from([(), ("sentence",), ("part", "2"), ("absent",)]),
    changed=st.sampled_from([None, False, True]),
)


@settings(max_examples=60, deadline=None)
@given(ARTICLES, WANTED)
def test_selecting_and_stepping_agree_in_both_directions(
    patterns: list[tuple[list[str | None], ...]], wanted: Wanted
) -> None:
    queue = queue_of(labelled_all(patterns))
    found = queue.select(wanted)
    assert walked(queue, wanted, 1) == found
    assert walked(queue, wanted, -1) == found[::-1]
    for item in found:
        said = dict(item.votes)
        assert not wanted.states or item.state in wanted.states
        assert all(name in said for name in wanted.pair)
        if len(wanted.pair) == 2:
            two = tuple(said[name] for name in wanted.pair)
            assert two[0] != two[1]
            assert len(wanted.labels) < 2 or two == wanted.labels
        assert all(label in said.values() for label in wanted.labels)


def walked(queue: Queue, wanted: Wanted, step: int) -> list[Item]:
    found, item = [], queue.next(None, step, wanted)
    while item is not None:
        found.append(item)
        item = queue.next(item, step, wanted)
    return found


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.tuples(PATTERN, PATTERN, PATTERN), st.tuples(PATTERN, PATTERN, PATTERN)), max_size=4
    )
)
def test_taking_articles_in_again_is_as_good_as_reading_all(
    changes: list[tuple[tuple[list[str | None], ...], tuple[list[str | None], ...]]],
) -> None:
    """The labels of each article change, and nothing else: the sentences stay as many as they may be."""
    six: list[list[tuple[list[str | None], ...]]] = [
        [tuple([*votes, *[None] * 6][:6] for votes in version) for version in versions]
        for versions in zip(*changes, strict=True)
    ] or [[], []]
    before, now = map(labelled_all, six)
    queue = queue_of(before)
    for one in now:
        queue.update(one)
    fresh = queue_of(now)
    assert queue.states == fresh.states
    assert sorted(map(bare, queue.items)) == sorted(map(bare, fresh.items))
    order = [(-item.size, -item.entropy, item.title, item.place) for item in queue.items]
    assert order == sorted(order)


def bare(item: Item) -> Item:
    """Without what was estimated from all labels together."""
    return item._replace(suggestion=None, entropy=0.0, rule=0)


def test_several_processes_make_the_same_queue(tmp_path: Path) -> None:
    project = build(tmp_path / "project", 200, ("ana", "ben"), units=3)
    dee = project.adjudication("Dee")
    done: list[int] = []
    one, several = dee.queue(), dee.queue(processes=2, progress=done.append)
    assert len(one) > 100
    assert several.items == one.items
    assert several.states == one.states
    assert done[-1] == 200
    assert project.codebook_report(processes=2) == project.codebook_report()


def test_each_pair_of_annotators_and_labels_is_found_in_its_direction() -> None:
    queue = queue_of(
        [labelled({"Ann": ["red", "green", "red"], "Bob": ["green", "red", "red"], "Cem": ["red"]})]
    )
    assert units(queue, Wanted(pair=("Ann", "Bob"))) == {"u001", "u002"}
    assert units(queue, Wanted(pair=("Ann", "Bob"), labels=("red", "green"))) == {"u001"}
    assert units(queue, Wanted(pair=("Bob", "Ann"), labels=("red", "green"))) == {"u002"}
    assert units(queue, Wanted(labels=("red", "green"))) == {"u001", "u002"}
    assert units(queue, Wanted(pair=("Ann", "Cem"))) == set()
    assert units(queue, Wanted(pair=("Cem",))) == {"u001"}
    assert units(queue, Wanted(labels=("blue",))) == set()


def units(queue: Queue, wanted: Wanted) -> set[str]:
    return {item.unit for item in queue.select(wanted)}


def test_articles_outlets_and_kinds_are_asked_for_by_what_begins_or_holds_them() -> None:
    one = labelled({"Ann": ["red"], "Bob": ["blue"]}, "Paint")
    other = labelled({"Ann": ["red"], "Bob": ["blue"]}, "Brush")
    of = other.article.model_copy(update={"outlet": "Écho du Port"})
    queue = queue_of([one, other.model_copy(update={"article": of})])
    by = {
        wanted: [item.title for item in queue.select(wanted)]
        for wanted in (
            Wanted(article="brush"),
            Wanted(article=of.sha256[:6]),
            Wanted(outlet="echo"),
            Wanted(kind="sentence"),
            Wanted(kind="heading"),
            Wanted(field="label"),
            Wanted(field="hedge"),
            Wanted(words=("paint",)),
        )
    }
    assert list(by.values()) == [
        ["Brush"],
        ["Brush"],
        ["Brush"],
        ["Paint", "Brush"],
        [],
        ["Paint", "Brush"],
        [],
        ["Paint"],
    ]


def test_a_careless_annotator_makes_a_suggestion_and_a_tie_of_equals_makes_none() -> None:
    agreed = {"Ann": ["red"] * 20 + ["blue"] * 20, "Bob": ["red"] * 20 + ["blue"] * 20, "Cem": ["red"] * 40}
    divided: dict[str, list[str | None]] = {"Ann": ["blue"], "Bob": [None], "Cem": ["red"]}
    queue = queue_of([labelled(agreed, "Agreed"), labelled(divided, "Divided")])
    [item] = queue.select(Wanted(article="divided"))
    assert item.state is State.TIE
    assert item.suggestion is not None
    assert item.suggestion[0] == "blue"
    equals = queue_of([labelled({"Ann": ["red", "blue"], "Bob": ["blue", "red"]})])
    assert [item.suggestion for item in equals.items] == [None, None]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "project")


def save(project: Project, article: Article, by: Mapping[str, Sequence[str | None]]) -> None:
    for name, labels in by.items():
        for unit, label in zip(article.units, labels, strict=False):
            if label is not None:
                said = record(article, unit.id, name, label, codebook=project.codebook.ref)
                project.save(article, said)


@contextmanager
def deciding(work: GoldLabelling) -> Iterator[GoldLabelling]:
    """Put what is decided on the disk, and let the gold labels go."""
    try:
        yield work
        work.store.commit()
    finally:
        work.store.close()


def test_decisions_are_kept_and_what_changed_under_them_is_told(project: Project) -> None:
    article = make_article(4)
    project.add(article)
    save(
        project, article, {"Ann": ["sourced", "opinion", "opinion"], "Bob": ["opinion", "opinion", "sourced"]}
    )
    dee = project.adjudication("Dee")
    queue = dee.queue()
    assert [item.unit for item in queue.items] == ["u001", "u003"]
    assert queue.states[State.UNANIMOUS] == queue.states[State.NONE] == 1

    with deciding(dee.labelling(article)) as work:
        work.take(article.units[0], "Ann")
        work.explain(article.units[0], reason=DisagreementReason.SLIP, note="Read again.", needs_change=2)
        work.decline(article.units[2])
        work.accept_unanimous()
    again = dee.queue()
    assert [(item.unit, item.state, item.gold) for item in again.items] == [
        ("u001", State.ADJUDICATED, "sourced"),
        ("u003", State.DECLINED, None),
    ]
    assert again.states[State.UNANIMOUS] == 1
    assert again.items[0].origin is GoldOrigin.DECIDED
    assert units(again, Wanted(reason=DisagreementReason.SLIP)) == {"u001"}
    assert units(again, Wanted(needs_change=True)) == {"u001"}
    assert units(again, Wanted(needs_change=False)) == {"u003"}
    assert units(again, Wanted(changed=True)) == set()
    assert again.next(None, 1, Wanted(states=UNSETTLED)) is None

    later = record(article, "u001", "Ann", "unverified", codebook=project.codebook.ref)
    project.save(article, later.model_copy(update={"updated": later.updated + timedelta(hours=1)}))
    save(project, article, {"Cem": ["sourced", "sourced"]})
    changed = {item.unit: item for item in dee.queue().items}
    assert changed["u001"].changed == ("Ann: sourced is now unverified", "Cem has labelled it since")
    assert changed["u001"].gold == "sourced"
    assert changed["u002"].state is State.MAJORITY
    assert changed["u002"].changed == ("Cem has labelled it since",)
    assert changed["u003"].changed == ()


def test_one_more_who_agrees_with_all_changes_nothing(project: Project) -> None:
    article = make_article(2)
    project.add(article)
    save(project, article, {"Ann": ["sourced", "sourced"], "Bob": ["sourced", "opinion"]})
    dee = project.adjudication("Dee")
    with deciding(dee.labelling(article)) as work:
        work.accept_unanimous()
        work.take(article.units[1], "Ann")
    save(project, article, {"Cem": ["sourced", "sourced"]})
    queue = dee.queue()
    assert [(item.unit, item.changed) for item in queue.items] == [("u002", ("Cem has labelled it since",))]
    assert queue.states[State.UNANIMOUS] == 1


def test_hidden_names_stay_hidden_in_what_changed(project: Project) -> None:
    (project.root / "annotator.toml").write_text("blind_adjudication = true\n", encoding="utf-8")
    project = Project(project.root)
    article = make_article(1)
    project.add(article)
    save(project, article, {"Ann": ["sourced"], "Bob": ["opinion"]})
    dee = project.adjudication("Dee")
    with deciding(dee.labelling(article)) as work:
        work.take(article.units[0], "Ann")
    save(project, article, {"Cem": ["opinion"]})
    [item] = dee.queue().items
    assert item.changed == (f"{dee.names['Cem']} has labelled it since",)
    assert "Cem" not in item.changed[0]


def test_one_article_is_taken_in_again_without_the_others_moving(project: Project) -> None:
    articles = [make_article(3, place=place) for place in ("Ostbrück", "Westbrück", "Südbrück")]
    for article in articles:
        project.add(article)
        save(project, article, {"Ann": ["sourced", "opinion"], "Bob": ["opinion", "sourced", "sourced"]})
    dee = project.adjudication("Dee")
    queue = dee.queue()
    before = [(item.article, item.unit) for item in queue.items]
    first = queue.items[0]
    article = project.article(first.article)
    with deciding(dee.labelling(article)) as work:
        work.label(article.unit(first.unit), "unverified")
    queue.update(next(one for one in project.labels("Ann", "Bob", GOLD) if one.article.id == article.id))
    assert [(item.article, item.unit) for item in queue.items] == before
    assert queue.items[0].state is State.ADJUDICATED
    assert queue.states == dee.queue().states
    assert queue.item(first.article, first.unit) == queue.items[0]
    following = queue.next(first, 1, Wanted(states=UNSETTLED))
    assert following is not None
    assert following.unit == before[1][1]

    save(project, article, {"Ann": ["sourced", "opinion", "opinion"]})
    queue.update(next(one for one in project.labels("Ann", "Bob", GOLD) if one.article.id == article.id))
    assert len(queue) == len(before) + 1
    assert queue.states == dee.queue().states


def test_what_differs_though_the_label_agrees_is_named(project: Project) -> None:
    article = make_article(3)
    loaded = BiasMark(kind=BiasKind.LOADED, span=Span(start=0, end=3))
    ref = project.codebook.ref

    def said(name: str, unit: str, label: str, **fields: object) -> Annotation:
        return record(article, unit, name, label, codebook=ref, **fields)

    both = LabelledArticle(
        article=article,
        labels={
            "Ann": {
                "u001": said("Ann", "u001", "unverified", hedge="hedged"),
                "u002": said("Ann", "u002", "opinion"),
                "u003": said("Ann", "u003", "opinion", comment="Hm.", hedge=None),
            },
            "Bob": {
                "u001": said("Bob", "u001", "unverified"),
                "u002": said("Bob", "u002", "opinion", bias=(loaded,)),
                "u003": said("Bob", "u003", "opinion"),
            },
        },
    )
    reader = ItemReader(("Ann", "Bob"), project.codebook, identities=identities(()))
    queue = Queue(reader, [reader(both)])
    fields = {item.unit: item.fields for item in queue.items}
    assert fields == {"u001": ("hedge",), "u002": ("bias", "bias_author", "bias_spans", "loaded_spans")}
    assert [item.unit for item in queue.select(Wanted(field="hedge"))] == ["u001"]
    assert {item.state for item in queue.items} == {State.UNANIMOUS}
    assert queue.select(Wanted(field="label")) == []


def test_a_reader_can_be_handed_to_another_process(project: Project) -> None:
    reader = ItemReader(("Ann", "Bob"), project.codebook, {"Ann": "A"}, identities(()))
    one = labelled({"Ann": ["sourced"], "Bob": ["opinion"]})
    again = pickle.loads(pickle.dumps(reader))
    assert again == reader
    assert pickle.loads(pickle.dumps(again(one))) == reader(one)


def test_the_rule_at_which_annotators_parted_is_that_of_the_first_yes(project: Project) -> None:
    codebook = project.codebook
    article = make_article(1)

    def said(label: str | None, **fields: object) -> Annotation:
        return record(article, "u001", "Ann", label, codebook=codebook.ref, **fields)

    rules = {
        "structure": said("not_a_claim"),
        "gap": said("not_a_claim", gap=True),
        "sourced": said("sourced"),
        "carried over": said("sourced", same_source=True),
        "unverified": said("unverified"),
        "opinion": said("opinion"),
    }
    assert [*map(Rules(codebook).of, rules.values())] == [0, 1, 2, 3, 4, 5]
    assert parted(codebook, [rules["opinion"], rules["carried over"]]) == 3
    assert parted(codebook, [rules["sourced"], rules["carried over"]]) == 2
    assert parted(codebook, [rules["opinion"], rules["opinion"]]) is None
    assert parted(codebook, [rules["opinion"], said(None, flag=True)]) is None


def test_a_codebook_without_rules_has_none_at_which_annotators_part() -> None:
    one = labelled({"Ann": ["red"], "Bob": ["blue"]})
    assert [item.rule for item in queue_of([one]).items] == [None]
    ruled = Codebook.model_validate(
        {
            **CODEBOOK.model_dump(),
            "rules": [{"number": 7, "title": "Sea", "text": "Is it the sea?", "decides": "blue"}],
        }
    )
    reader = ItemReader(NAMES, ruled)
    assert [item.rule for item in Queue(reader, [reader(one)]).items] == [7]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["take", "decline", "undo", "explain", "fill"]), st.integers(0, 5)))
)
def test_a_queue_that_takes_in_each_decision_is_the_queue_made_anew(steps: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        project = Project.create(Path(folder))
        article = make_article(6)
        project.add(article)
        save(project, article, {"Ann": ["sourced"] * 6, "Bob": ["sourced", "opinion", "unverified"] * 2})
        dee = project.adjudication("Dee")
        queue = dee.queue()
        with deciding(dee.labelling(article)) as work:
            queue.update(work.everything())
            for what, place in steps:
                unit = article.units[place]
                if what == "take":
                    work.take(unit, ("Ann", "Bob")[place % 2])
                elif what == "decline":
                    work.decline(unit)
                elif what == "explain":
                    work.explain(unit, needs_change=place)
                elif what == "fill":
                    work.accept_unanimous()
                else:
                    work.undo()
                queue.update(work.everything())
        anew = dee.queue()
        assert list(queue.items) == list(anew.items)
        assert queue.states == anew.states
