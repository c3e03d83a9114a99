"""Reading many label files: the fast ways say what the thorough way says, and what is remembered is safe."""

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from annotator import Project
from annotator.errors import AnnotatorError
from annotator.store import Expected, Labels, label_path, read_again, read_all_labels
from annotator.store.contents import read_contents
from annotator.store.form import decode, encode, rows_of
from annotator.store.intact import read_intact
from annotator.store.judging import Judge
from benchmarks.bigproject import build
from benchmarks.samples import CODEBOOK, make_article, make_record
from schemas import Annotation, Attribute, LabelledArticle, Unit

ARTICLE = make_article(4)
ELSEWHERE = make_article(2, place="Fernbach")
STRICT = CODEBOOK.model_copy(
    update={
        "attributes": (
            Attribute(field="attributions", title="who", labels=("sourced",)),
            Attribute(field="credibility", title="credibility", labels=("sourced", "unverified")),
            Attribute(field="hedge", title="hedge"),
            Attribute(field="gap", title="gap", labels=("opinion",)),
        )
    }
)
MOMENTS = (
    "2031-03-04T09:30:00Z",
    "2031-03-04T09:30:00.25Z",
    "2031-03-04T11:30:00+02:00",
    "2031-03-05T00:00:00Z",
)


def outdated(project: Project, *annotators: str) -> dict[str, int]:
    """How many labels of each annotator wait to be confirmed or replaced."""
    counted = (Counter(one.outdated) for one in project.progress(*annotators))
    return dict(sum(counted, Counter[str]()))


def spans() -> st.SearchStrategy[dict[str, int]]:
    """Inside the article's units, across them, empty, reversed, negative."""
    return st.fixed_dictionaries({"start": st.integers(-1, 160), "end": st.integers(0, 160)})


def tight(unit: Unit) -> st.SearchStrategy[dict[str, int]]:
    return st.builds(
        lambda start, length: {"start": start, "end": min(start + length, unit.end)},
        st.integers(unit.start, unit.end - 1),
        st.integers(0, 30),
    )


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Records as files may hold them: most of them valid, many not."""
    article = draw(st.sampled_from([ARTICLE, ARTICLE, ARTICLE, ELSEWHERE]))
    unit = draw(st.sampled_from(article.units))
    span = tight(unit) if draw(st.booleans()) else spans()
    attribution = st.fixed_dictionaries(
        {}, optional={"source": span, "cue": st.none() | span, "content": st.lists(span, max_size=2)}
    )
    mark = st.fixed_dictionaries({"kind": st.sampled_from(["loaded", "propaganda"]), "span": span})
    words = article.unit_sha256(unit)
    document = {
        "unit": unit.id,
        "label": draw(st.sampled_from(["sourced", "unverified", "opinion", None, "rumour"])),
        "annotator": draw(st.sampled_from(["ana", "ana", "ana", "Ana", "ben"])),
        "created": MOMENTS[0],
        "updated": MOMENTS[0],
        "codebook": {"name": "sample", "version": "1"},
        "text_sha256": draw(st.sampled_from([words, words, words, "0" * 64])),
    }
    optional = {
        "attributions": st.lists(attribution, max_size=2),
        "bias": st.lists(mark, max_size=2),
        "credibility": st.none() | st.integers(0, 7),
        "gap": st.booleans() | st.just("yes"),
        "hedge": st.sampled_from(["certain", "denied", "perhaps"]),
        "seconds": st.sampled_from([0.0, 4.5, -1, 90_000, "3"]),
        "created": st.sampled_from(MOMENTS),
        "updated": st.sampled_from(MOMENTS),
        "colour": st.just("red"),
    }
    chosen = draw(st.lists(st.sampled_from(sorted(optional)), max_size=2, unique=True))
    return document | {name: draw(optional[name]) for name in chosen}


def file_of(rows: list[dict[str, Any]], *, shifted: bool = False) -> bytes:
    """A file with a right checksum, whatever is in it."""
    meta = {
        "schema_version": 1,
        "article": ARTICLE.id,
        "article_sha256": ARTICLE.sha256,
        "annotator": "ana",
        "codebook": {"name": "sample", "version": "1"},
    }
    labels = {str(int(row["unit"][1:]) + shifted): row for row in rows}
    return encode({"meta": {"1": meta}, "labels": labels, "history": {}})


@settings(max_examples=400)
@given(st.lists(documents(), max_size=4), st.booleans(), st.sampled_from([None, "ana", "ben"]))
def test_the_fast_way_gives_what_the_thorough_way_gives_or_leaves_it_to_that(
    rows: list[dict[str, Any]], shifted: bool, annotator: str | None
) -> None:
    data = file_of(rows, shifted=shifted)
    expected = Expected(ARTICLE, annotator, STRICT)
    contents = read_contents(Path("labels.json"), data, expected, history=False)
    fast = read_intact(data, expected)
    if fast is None:
        return
    assert contents.problems == []
    thorough = expected.judge.labels(contents.records.values())
    assert (fast.records, fast.waiting) == (thorough.records, thorough.waiting)
    assert list(fast.records) == list(thorough.records)
    assert [record.model_dump_json() for record in fast.records.values()] == [
        record.model_dump_json() for record in thorough.records.values()
    ]
    assert (read_again(data) == fast.records) == fast.plain


@settings(max_examples=400)
@given(documents())
def test_what_applies_is_what_breaks_no_rule(document: dict[str, Any]) -> None:
    try:
        record = Annotation.model_validate(document)
    except ValidationError:
        return
    judge = Judge(ARTICLE, STRICT)
    units = {unit.id: unit for unit in ARTICLE.units}
    unit = units.get(record.unit)
    applies = (
        unit is not None
        and ARTICLE.unit_sha256(unit) == record.text_sha256
        and not list(STRICT.errors(record, unit))
    )
    assert judge.applies(record) == applies == (judge.why_stale(record) is None)


def test_valid_records_go_the_fast_way() -> None:
    rows = [
        make_record(ARTICLE, unit.id, label, flag=True).model_dump(mode="json", exclude_defaults=True)
        for unit, label in zip(ARTICLE.units, ("sourced", "unverified", None, "sourced"), strict=True)
    ]
    read = read_intact(file_of(rows), Expected(ARTICLE, None, STRICT))
    assert read is not None
    assert read.plain
    assert list(read.records) == ["u001", "u002", "u003", "u004"]


@pytest.mark.parametrize("rule", ["a span is empty", "updated before created"])
def test_rules_between_fields_hold_on_the_fast_way(rule: str, tmp_path: Path) -> None:
    row = make_record(ARTICLE, "u001").model_dump(mode="json", exclude_defaults=True)
    if rule == "a span is empty":
        row["attributions"][0]["cue"] = {"start": 5, "end": 5}
    else:
        row["created"] = "2031-03-04T09:30:01Z"
    path = tmp_path / "labels.json"
    path.write_bytes(file_of([row]))
    with pytest.raises(AnnotatorError, match=rule.split()[-1]):
        read_all_labels(path, Expected(ARTICLE, None, CODEBOOK))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """Six articles by two annotators, and a cache that trusts also what was written a moment ago."""
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")
    monkeypatch.setattr("annotator.store.filecache.SETTLED_SECONDS", -1000.0)
    monkeypatch.setattr("annotator.store.filecache._WORTH_WRITING", 1)
    yield build(tmp_path / "project", 6, names=("ana", "ben"), units=5)


def read(project: Project) -> list[LabelledArticle]:
    """All labels, as a program gives them that begins now."""
    return list(Project.open(project.root).labels())


def test_what_is_remembered_changes_nothing(project: Project) -> None:
    first = read(project)
    assert sum(len(records) for article in first for records in article.labels.values()) == 6 * 2 * 5
    assert read(project) == first
    counted = Project.open(project.root)
    assert outdated(counted) == {}


def one_file(project: Project) -> Path:
    return label_path(project.root, "ana", project.article_ids()[2])


@pytest.mark.parametrize("how", ["in place", "another file", "with its time set back"])
def test_a_changed_file_is_judged_again(project: Project, how: str) -> None:
    read(project)
    path = one_file(project)
    was = path.stat()
    data = path.read_bytes().replace(b'"seconds": 4.5', b'"seconds": 5.5', 1)
    if how == "another file":
        other = path.with_name("other")
        other.write_bytes(data)
        other.rename(path)
    else:
        path.write_bytes(data)
    if how == "with its time set back":
        os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    with pytest.raises(AnnotatorError, match="checksum"):
        read(project)


def test_a_changed_codebook_counts_at_once(project: Project) -> None:
    before = read(project)
    opinions = sum(
        record.label == "opinion" for article in before for record in article.labels["ana"].values()
    )
    assert opinions
    text = project.write_codebook().read_text(encoding="utf-8")
    (project.root / "codebook.toml").write_text(text.replace("opinion", "view"), encoding="utf-8")
    for _ in range(2):
        assert sum(article.outdated["ana"] for article in read(project)) == opinions
        assert outdated(Project.open(project.root), "ana") == {"ana": opinions}


def test_what_is_remembered_was_written_here(project: Project, tmp_path: Path) -> None:
    text = project.write_codebook().read_text(encoding="utf-8")
    (project.root / "codebook.toml").write_text(text.replace("opinion", "view"), encoding="utf-8")
    before = read(project)
    assert all(article.outdated for article in before)
    [kept] = (tmp_path / "cache").iterdir()
    for value in ("'[0, true]'", "'{}'", "''", "NULL", "x'00ff'"):
        with closing(sqlite3.connect(kept)) as database, database:
            database.execute(f"UPDATE files SET value = {value} WHERE folder LIKE '%:judged'")
        assert read(project) == before


def test_a_cache_that_somebody_has_locked_changes_nothing(project: Project, tmp_path: Path) -> None:
    before = read(project)
    [kept] = (tmp_path / "cache").iterdir()
    with closing(sqlite3.connect(kept, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        assert read(project) == before


def test_a_changed_article_counts_at_once(project: Project) -> None:
    read(project)
    article = project.article(project.article_ids()[2])
    before_last, last = article.units[-2:]
    merged = before_last.model_copy(update={"end": last.end})
    edited = article.model_copy(update={"units": (*article.units[:-2], merged)})
    (project.corpus / f"{article.id}.json").write_text(edited.model_dump_json(), encoding="utf-8")
    for _ in range(2):
        assert read(project)[2].outdated == {"ana": 2, "ben": 2}
        assert outdated(Project.open(project.root)) == {"ana": 2, "ben": 2}


@pytest.mark.parametrize(("settled", "remembered"), [(-1000.0, 12), (3600.0, 0)])
def test_a_file_changed_a_moment_ago_is_not_remembered(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settled: float, remembered: int
) -> None:
    monkeypatch.setattr("annotator.store.filecache.SETTLED_SECONDS", settled)
    list(project.headers())
    read(project)
    [kept] = (tmp_path / "cache").iterdir()
    with closing(sqlite3.connect(kept)) as database:
        rows = database.execute("SELECT count(*) FROM files WHERE folder LIKE '%:judged'").fetchone()
    assert rows == (remembered,)


def test_checking_remembers_nothing_and_asks_nothing(project: Project) -> None:
    read(project)
    path = one_file(project)
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"seconds": 4.5', b'"seconds": 5.5', 1))
    assert {finding.file for finding in project.check()} == {path}
    path.write_bytes(data)
    assert list(project.check()) == []


def test_nothing_is_read_from_a_file_that_is_not_laid_out_as_ours() -> None:
    assert read_again(b"") is None
    assert read_again(b'{"labels": {"1": {}}}') is None
    assert read_again(b'{\n"labels": {\n"1": {}\n}\n}\n') is None
    assert read_again(file_of([])) == {}
    assert Labels({}).outdated == 0


def test_the_project_to_measure_with_is_as_the_app_writes_it(project: Project) -> None:
    article = project.article(project.article_ids()[0])
    path = label_path(project.root, "ana", article.id)
    made = decode(path.read_bytes())
    records = project.labelled(article, "ana").labels["ana"]
    path.unlink()
    with project.store(article, "ana") as store:
        for unit, record in records.items():
            store.save(unit, record)
    saved = decode(path.read_bytes())
    assert made["labels"] == saved["labels"]
    assert [(row.entry, list(row.document)) for row in rows_of(made)] == [
        (row.entry, list(row.document)) for row in rows_of(saved)
    ]
