"""Looking for words in articles, and filtering a list of them by what was typed."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.filtering import ArticleFilter, State, parse_filter
from annotator.folding import folded, places_of
from annotator.project import Project
from annotator.search import _may_hold, hits_in, may_hold, search, spans_of, words_of

QUAY = """\
Crane falls at quay

The crane fell on Monday, said Zoë Müller. “It wasn’t safe,” she said.

Nobody was hurt. The naïve café owner saw the fall from the quay.
"""
LOCK = """\
Lock shut

The lock is shut until May. Boats wait in the rain.
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for name, text in (("quay.txt", QUAY), ("lock.txt", LOCK)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    project = Project.create(tmp_path / "project")
    list(project.import_files([tmp_path / "quay.txt", tmp_path / "lock.txt"]))
    return project


def found(project: Project, article: str, typed: str) -> list[str]:
    return [hit.text for hit in hits_in(project.article(article), words_of(typed))]


@given(st.text())
def test_folding_a_text_is_folding_its_characters(text: str) -> None:
    assert folded(text) == "".join(map(folded, text))
    assert len(places_of(text)) == len(folded(text)) + 1


@given(st.text(), st.text(), st.text())
def test_what_stands_in_a_text_is_found_where_it_stands(before: str, word: str, after: str) -> None:
    text = before + word + after
    words = words_of(word)
    spans = spans_of(text, words)
    assert bool(spans) == bool(words)
    assert all(any(one in folded(text[start:end]) for one in words) for start, end in spans)


@given(
    st.text(alphabet="aé “’ü\u0301sß.漢", max_size=40), st.text(alphabet="aeus'\"s漢", min_size=1, max_size=3)
)
def test_the_quick_look_at_a_file_leaves_no_article_out(text: str, word: str) -> None:
    line = json.dumps(text, ensure_ascii=False).encode()
    if word in folded(text):
        assert _may_hold(line, [word])
        assert _may_hold(json.dumps(text).encode(), [word])


def test_a_hit_has_all_words_whatever_their_case_accents_and_quotes(project: Project) -> None:
    assert found(project, "crane", "CRANE monday") == ["The crane fell on Monday, said Zoë Müller."]
    assert found(project, "crane", "zoe muller") == ["The crane fell on Monday, said Zoë Müller."]
    assert found(project, "crane", "Müller") == ["The crane fell on Monday, said Zoë Müller."]
    assert found(project, "crane", "wasn't") == ["“It wasn’t safe,” she said."]
    assert found(project, "crane", '"it') == ["“It wasn’t safe,” she said."]
    assert len(found(project, "crane", "fall")) == 2
    assert found(project, "crane", "crane cafe") == []
    assert found(project, "crane", "  ") == []


def test_a_hit_says_where_the_words_stand(project: Project) -> None:
    (hit,) = hits_in(project.article("crane"), words_of("NAIVE fall"))
    assert [hit.text[start:end] for start, end in hit.spans] == ["naïve", "fall"]
    assert project.article("crane").units[hit.place].number == hit.number


def test_all_articles_are_searched_and_each_is_accounted_for(project: Project) -> None:
    ids = project.article_ids()
    results = list(search(project, words_of("the SHUT"), ids))
    assert [result.article for result in results] == ids
    assert [hit.text for result in results for hit in result.hits] == ["The lock is shut until May."]
    # Words of the file's own making are not the article's.
    assert not any(result.hits for result in search(project, words_of("sha256"), ids))


def test_files_as_other_programs_write_them_are_searched_too(project: Project) -> None:
    article = project.article("crane").id
    path = project.corpus / f"{article}.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8"))), encoding="utf-8")
    assert may_hold(path, words_of("müller"))
    assert not may_hold(path, words_of("boats"))


def test_what_cannot_be_read_has_nothing(project: Project) -> None:
    article = project.article("lock").id
    path = project.corpus / f"{article}.json"
    path.write_text('{\n "text": "the lock', encoding="utf-8")
    assert [result.hits for result in search(project, ("lock",), [article])] == [()]
    assert not may_hold(project.corpus / "gone.json", ("lock",))


def test_plain_words_need_no_syntax() -> None:
    wanted = parse_filter("Évening  ferry: 2031-03")
    assert wanted.words == ("evening", "ferry:", "2031-03")
    assert not wanted.states
    assert parse_filter("   ") == ArticleFilter()


def test_tokens_are_understood_while_they_are_typed() -> None:
    assert parse_filter("is:unfin").states == (State.UNFINISHED,)
    unclear = parse_filter("is:f")
    assert "flagged" in unclear.unclear
    assert unclear == ArticleFilter(unclear=unclear.unclear)
    assert parse_filter("text:Water text:").text == ("water",)
    assert parse_filter("outlet:Küsten").outlets == ("kusten",)


@pytest.mark.parametrize(
    ("typed", "published", "meant"),
    [
        ("date:2031-03", "2031-03-09", True),
        ("date:2031-03", "2031-04-01", False),
        (">2031-03-01", "2031-03-02", True),
        (">2031-03-01", "2031-03-01", False),
        (">=2031-03-01", "2031-03-01T09:00:00Z", True),
        (">2031-03", "2031-03-30", False),
        ("<2031-04 >2030", "2031-03-30", True),
        ("<2031-04", "", False),
    ],
)
def test_dates_are_compared_as_far_as_they_are_typed(typed: str, published: str, meant: bool) -> None:
    assert parse_filter(typed).on_date(published) is meant


def test_a_date_that_is_none_filters_nothing_and_is_told() -> None:
    wanted = parse_filter(">March")
    assert wanted == ArticleFilter(unclear=wanted.unclear)
    assert "2031-03" in wanted.unclear
