"""Blindness: labels of others, where articles come from, and suggestions are shown as the project says."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.blindness import NO_OUTLETS, adjudicates, over_finished, sees
from annotator.errors import AnnotatorError
from annotator.filtering import parse_filter
from annotator.listing import Listing, SortKey
from annotator.openarticle import OpenArticle
from annotator.plain import Desk
from annotator.project import Project
from annotator.withheld import shown
from benchmarks.samples import article_of, make_record
from schemas import AssignmentRule, Cause

HASHES = st.binary().map(lambda data: hashlib.sha256(data).hexdigest())
SAID = (
    "The harbour closed at noon, the port office said.",
    "It is a disgrace, said Ola Brandt.",
    "Prices rose by three per cent, according to the council.",
    "Nobody knows who paid, the mayor said.",
)


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two articles, which Ben has labelled."""
    project = Project.create(tmp_path / "project")
    for title, outlet in (("Harbour closed", "Evening Tide"), ("Council meets", "The Upland Watch")):
        said = [f"{line} ({title})" for line in SAID]
        article = article_of(
            said,
            title,
            outlet=outlet,
            url="https://tide.example/a",
            authors=("Mira Kess",),
            published="2031-03-04",
        )
        project.add(article)
        label(project, article.id, "Ben", "opinion")
    return project


def label(project: Project, name: str, annotator: str, given: str = "unverified", units: int = 4) -> None:
    article = project.article(name)
    for unit in article.units[:units]:
        record = make_record(article, unit.id, given, annotator=annotator, codebook=project.codebook.ref)
        project.save(article, record, Cause.KEY)


def set_up(project: Project, text: str) -> Project:
    (project.root / "annotator.toml").write_text(text)
    return Project.open(project.root)


def listed(project: Project) -> Listing:
    listing = Listing(project, "Ana")
    listing.begin()
    for _ in listing.refresh():
        pass
    return listing


def ids(project: Project) -> tuple[str, str]:
    council, harbour = project.article_ids()
    return council, harbour


def test_an_annotator_sees_the_labels_of_others_in_finished_articles_only(project: Project) -> None:
    council, harbour = ids(project)
    label(project, council, "Ana")
    label(project, harbour, "Ana", units=3)
    allowed = sees(project, "ana")
    assert (allowed(council), allowed(harbour)) == (True, False)
    label(project, harbour, "Ana")
    assert allowed(harbour)


def test_a_project_that_is_not_blind_shows_all(project: Project) -> None:
    label(project, ids(project)[0], "Ana", units=1)
    assert not any(map(sees(project, "Ana"), ids(project)))
    assert all(map(sees(set_up(project, "blind = false\n"), "Ana"), ids(project)))


def test_whoever_annotates_nothing_adjudicates_unless_somebody_is_named(project: Project) -> None:
    assert adjudicates(project, "Zoe", to_adjudicate=True)
    assert not adjudicates(project, "Zoe")  # who opens the app to annotate is about to
    assert not adjudicates(project, "Ben", to_adjudicate=True)
    named = set_up(project, 'adjudicators = ["Ben"]\n')
    assert adjudicates(named, "ben")
    assert all(map(sees(named, "Ben"), ids(project)))
    assert not any(map(sees(named, "Zoe"), ids(project)))


def test_whoever_is_to_annotate_sees_nothing_before_the_first_label(project: Project) -> None:
    project.assign(AssignmentRule(annotators=("Ana", "Ben"), overlap=1.0))
    assert not adjudicates(project, "Ana")
    assert not any(map(sees(project, "Ana"), ids(project)))
    assert adjudicates(Project.open(project.root), "Zoe")


def test_a_label_file_that_cannot_be_read_is_still_work(project: Project) -> None:
    path = project.root / "annotations" / "ana" / f"{ids(project)[0]}.json"
    path.parent.mkdir()
    path.write_text("{")
    assert not adjudicates(project, "Ana")
    assert not sees(project, "Ana")(ids(project)[0])


def test_figures_say_what_they_are_over() -> None:
    assert over_finished(4) == "over the 4 articles that you have finished: the project is blind"
    assert over_finished(1) == "over the article that you have finished: the project is blind"


def test_sentences_that_others_labelled_otherwise_are_gone_to_once_the_article_is_finished(
    project: Project,
) -> None:
    council, _ = ids(project)
    label(project, council, "Ana", units=3)
    source = OpenArticle(project, council, "Ana")
    with source.labelling().store as store, pytest.raises(AnnotatorError, match="when every sentence has"):
        source.labelled_otherwise(store.labels)
    label(project, council, "Ana")
    with source.labelling().store as store:
        assert len(source.labelled_otherwise(store.labels)) == 4


def test_what_is_decided_and_not_yet_on_the_disk_counts_as_finished(project: Project) -> None:
    council, _ = ids(project)
    label(project, council, "Ana", units=3)
    source = OpenArticle(project, council, "Ana")
    labelling = source.labelling()
    labelling.label(labelling.article.units[3], "opinion")
    assert len(source.labelled_otherwise(labelling.store.labels)) == 3
    labelling.store.close()


@given(HASHES, st.floats(0, 1), st.floats(0, 1))
def test_a_greater_share_shows_all_that_a_smaller_one_does(digest: str, one: float, other: float) -> None:
    assert shown(digest, 1.0)
    assert not shown(digest, 0.0)
    assert shown(digest, max(one, other)) >= shown(digest, min(one, other))


def test_the_share_is_that_of_the_sentences() -> None:
    digests = [hashlib.sha256(f"sentence {number}".encode()).hexdigest() for number in range(4_000)]
    found = sum(shown(digest, 0.3) for digest in digests)
    assert 0.27 < found / len(digests) < 0.33


def test_suggestions_are_withheld_from_the_same_sentences_for_all(project: Project) -> None:
    council, _ = ids(project)
    every, version = OpenArticle(project, council, "Ana").suggestions()
    assert len(every) == 4
    article = project.article(council)
    half = set_up(project, "suggestion_share = 0.5\n")
    expected = {unit.id for unit in article.units if shown(article.unit_sha256(unit), 0.5)}
    for name in ("Ana", "Ben"):
        offered, same_version = OpenArticle(half, council, name).suggestions()
        assert set(offered) == expected
        assert same_version == version
        assert all(offered[unit] == every[unit] for unit in offered)
    assert 0 < len(expected) < 4
    nothing, _ = OpenArticle(set_up(project, "suggestion_share = 0.0\n"), council, "Ana").suggestions()
    assert len(nothing) == 0


def test_an_open_article_has_no_outlet_where_it_is_hidden_and_its_file_keeps_it(project: Project) -> None:
    council, _ = ids(project)
    hidden = set_up(project, 'blind_outlet = true\nadjudicators = ["Mira"]\n')
    source = OpenArticle(hidden, council, "Ana")
    assert (source.article.outlet, source.article.url, source.article.authors) == ("", "", ())
    assert OpenArticle(hidden, council, "mira").article.outlet == "The Upland Watch"
    before = (project.corpus / f"{council}.json").read_bytes()
    assert not source.changed()
    with source.labelling().store as store:
        assert store.labels == {}
    assert (project.corpus / f"{council}.json").read_bytes() == before


def test_suggestions_do_not_depend_on_whether_the_outlet_is_shown(project: Project) -> None:
    council, _ = ids(project)
    before, _ = OpenArticle(project, council, "Ana").suggestions()
    after, _ = OpenArticle(set_up(project, "blind_outlet = true\n"), council, "Ana").suggestions()
    assert dict(after) == dict(before)


def test_a_list_neither_shows_nor_finds_nor_sorts_by_a_hidden_outlet(project: Project) -> None:
    open_to_all = listed(project)
    hidden = listed(set_up(project, "blind_outlet = true\n"))
    order = hidden.order(SortKey.OUTLET)
    assert [hidden[place].header.outlet for place in order] == ["", ""]
    assert order == hidden.order(SortKey.DATE)
    for typed, before, after in (("upland", 1, 0), ("outlet:upland", 1, 2), ("council", 1, 1)):
        wanted = parse_filter(typed)
        assert len(open_to_all.select(open_to_all.order(SortKey.DATE), wanted)) == before
        assert len(hidden.select(order, wanted)) == after


def test_line_mode_says_no_outlet_where_it_is_hidden(project: Project) -> None:
    def said(settings: str) -> str:
        desk = Desk(set_up(project, settings), "Ana", ids(project)[0])
        try:
            lines = [*desk.greeting()]
            for typed in ("articles", "articles upland", "read all", "?", "open harbour"):
                lines += desk.do(typed)
            return "\n".join(lines)
        finally:
            desk.close()

    assert said("").count("Upland Watch") == 3
    hidden = said("blind_outlet = true\n")
    for word in ("Upland", "Evening Tide", "Mira Kess", "tide.example"):
        assert word not in hidden
    assert f"No article has these words. {NO_OUTLETS}" in hidden


def test_line_mode_goes_through_ones_own_articles_and_says_when_one_is_not(project: Project) -> None:
    rows = project.assign(AssignmentRule(annotators=("Ana", "Cleo"), overlap=0.0)).rows
    own = next(name for name, who in rows.items() if who == ("Ana",))
    other = next(name for name, who in rows.items() if who == ("Cleo",))
    desk = Desk(project, "Ana")
    try:
        assert desk.labelling.article.id == own
        assert not [line for line in desk.greeting() if "Not assigned" in line]
        listed = [line for line in desk.do("articles") if line[0].isdigit()]
        assert [line.endswith("labelled; yours.") for line in listed] == [True, False]
        assert len([line for line in desk.do("articles is:mine") if line[0].isdigit()]) == 1
        assert "Not assigned to you; what you label counts all the same. open: the next one of yours." in [
            *desk.do(f"open {other}")
        ]
        list(desk.do("open"))
        assert desk.labelling.article.id == own
    finally:
        desk.close()
