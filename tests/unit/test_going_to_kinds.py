"""Which sentences are of a kind, and which of them is next."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.finding import Kind, Sought, labelled_otherwise, nearest, places_of_kind
from annotator.labelling import Labelling
from annotator.project import Project
from schemas import Attribution, Cause, Span

TEXT = """\
Well runs dry

The mayor said the well ran dry. It had never happened, she added. Farmers are angry.

“Pumps failed,” the council wrote. The Mayor denied that.
"""


@pytest.fixture
def labelling(tmp_path: Path) -> Iterator[Labelling]:
    (tmp_path / "well.txt").write_text(TEXT, encoding="utf-8")
    project = Project.create(tmp_path / "project")
    list(project.import_files([tmp_path / "well.txt"]))
    article = next(iter(project.articles))
    with project.store(article, "Ana") as store:
        yield Labelling(article, project.codebook, store)


def source(labelling: Labelling, place: int, words: str, source_id: str | None = None) -> None:
    """Label a sentence as sourced by these words of it."""
    unit = labelling.article.units[place]
    labelling.label(unit, "sourced")
    start = labelling.article.text.index(words, unit.start)
    said = Attribution(source=Span(start=start, end=start + len(words)), source_id=source_id)
    record = labelling.record(unit)
    assert record
    labelling.store.stage(unit.id, record.model_copy(update={"attributions": (said,)}), Cause.KEY)


def places(labelling: Labelling, kind: Kind, place: int = 0, words: tuple[str, ...] = ()) -> list[int]:
    return places_of_kind(labelling, Sought(kind, words), place)


def test_each_kind_has_its_sentences(labelling: Labelling) -> None:
    units = labelling.article.units
    labelling.label(units[1], "opinion")
    labelling.toggle(units[2], "flag")
    labelling.comment(units[3], "check")
    labelling.toggle(units[1], "low_confidence")
    assert places(labelling, Kind.FLAGGED) == [2]
    assert places(labelling, Kind.COMMENTED) == [3]
    assert places(labelling, Kind.NOT_SURE) == [1]
    assert places(labelling, Kind.UNLABELLED) == [0, 2, 3, 4, 5]
    assert places(labelling, Kind.WAITING) == []
    assert places(labelling, Kind.WORDS, words=("mayor",)) == [1, 5]
    assert places_of_kind(labelling, Sought(Kind.DISAGREEING), 0, {units[4].id}) == [4]


def test_the_same_source_is_the_same_words_the_same_entry_or_the_same_run(labelling: Labelling) -> None:
    units = labelling.article.units
    source(labelling, 1, "The mayor")
    labelling.label(units[2], "sourced", same_source=True)
    source(labelling, 4, "the council", "s1")
    source(labelling, 5, "The Mayor")
    assert places(labelling, Kind.SAME_SOURCE, 5) == [1, 2, 5]
    assert places(labelling, Kind.SAME_SOURCE, 2) == [1, 2, 5]
    assert places(labelling, Kind.SAME_SOURCE, 4) == [4]
    assert places(labelling, Kind.SAME_SOURCE, 3) == []
    source(labelling, 3, "Farmers", "s1")
    assert places(labelling, Kind.SAME_SOURCE, 4) == [3, 4]


@given(st.lists(st.integers(0, 20), unique=True).map(sorted), st.integers(0, 20), st.sampled_from([1, -1]))
def test_going_on_and_on_visits_every_place_once_a_round(found: list[int], place: int, step: int) -> None:
    visited: list[int] = []
    rounds = 0
    for _ in found:
        there = nearest(found, place, step)
        assert there
        place, wrapped = there
        visited.append(place)
        rounds += wrapped
    assert sorted(visited) == found
    assert rounds <= 1
    assert nearest([], place, step) is None


def test_only_labels_that_both_have_can_disagree(labelling: Labelling) -> None:
    units = labelling.article.units
    for unit, label in zip(units, ("opinion", "opinion", "unverified"), strict=False):
        labelling.label(unit, label)
    labelling.toggle(units[3], "flag")
    own = dict(labelling.store.labels)
    changed = {unit: record.model_copy(update={"label": "unverified"}) for unit, record in own.items()}
    others = {"Ben": changed, "Cleo": {units[4].id: changed[units[0].id]}}
    assert labelled_otherwise(own, others) == {units[0].id, units[1].id}
