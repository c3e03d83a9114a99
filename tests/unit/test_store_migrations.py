"""Files of an older schema version: read as if written today, and left as they are until something is saved.

There is no older version yet, so a fictitious version 0 is registered: its records called the label `tag`,
and had a tag `rumour`, which version 1 calls `unverified`. Its articles called the outlet `paper`.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from annotator.errors import AnnotatorError
from annotator.project import Project
from annotator.store import LabelStore, check_label_file, join_label_files, read_history, read_labels, tally
from annotator.store.form import encode
from annotator.store.migrations import ARTICLES, LABEL_FILES
from benchmarks.samples import CODEBOOK, make_article, make_record
from schemas import SCHEMA_VERSION, Cause

ARTICLE = make_article(3)

OLD_META = {
    "schema_version": 0,
    "article": ARTICLE.id,
    "article_sha256": ARTICLE.sha256,
    "annotator": "ana",
    "codebook": {"name": "sample", "version": "1"},
}


def old_record(unit: str, tag: str) -> dict[str, Any]:
    return {
        "unit": unit,
        "tag": tag,
        "annotator": "ana",
        "created": "2031-03-04T09:30:00Z",
        "updated": "2031-03-04T09:30:00Z",
        "codebook": {"name": "sample", "version": "1"},
        "text_sha256": ARTICLE.unit_sha256(ARTICLE.unit(unit)),
    }


def old_event(number: int, unit: str, tag: str) -> dict[str, Any]:
    return {
        "id": f"{number:016x}",
        "time": f"2031-03-04T09:30:0{number}Z",
        "annotator": "ana",
        "unit": unit,
        "after": old_record(unit, tag),
        "cause": "key",
    }


def rename_tag(record: dict[str, Any]) -> dict[str, Any]:
    return {"label" if name == "tag" else name: value for name, value in record.items()}


def from_0(tables: dict[str, Any]) -> dict[str, Any]:
    """Rename a field everywhere; a record with a word that is gone changes, which is an event."""
    labels = {key: rename_tag(row) for key, row in tables.get("labels", {}).items()}
    history = dict(tables.get("history", {}))
    for key, event in history.items():
        sides = {side: rename_tag(event[side]) for side in ("before", "after") if event.get(side)}
        history[key] = event | sides
    for row in labels.values():
        if row["label"] == "rumour":
            change = {"before": dict(row), "after": row, "cause": "migration"}
            row["label"] = "unverified"
            event = {"id": f"{row['text_sha256'][:32]}", "time": row["updated"], "annotator": "ana"}
            history[str(len(history) + 1)] = event | {"unit": row["unit"]} | change
    return tables | {"labels": labels, "history": history}


@pytest.fixture
def version_0(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LABEL_FILES, 0, from_0)
    monkeypatch.setitem(
        ARTICLES,
        0,
        lambda found: {"outlet" if name == "paper" else name: value for name, value in found.items()},
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of version 0: three labels, the last with a word that version 1 does not have."""
    file = tmp_path / "ana" / f"{ARTICLE.id}.json"
    file.parent.mkdir()
    tags = {"u001": "sourced", "u002": "opinion", "u003": "rumour"}
    labels = {unit[-1]: old_record(unit, tag) for unit, tag in tags.items()}
    history = {unit[-1]: old_event(int(unit[-1]), unit, tag) for unit, tag in tags.items()}
    file.write_bytes(encode({"meta": {"1": dict(OLD_META)}, "labels": labels, "history": history}))
    return file


def read(path: Path) -> dict[str, str | None]:
    return {unit: found.label for unit, found in read_labels(path, ARTICLE, CODEBOOK).items()}


def schema_version(path: Path) -> object:
    return json.loads(path.read_bytes())["meta"]["1"]["schema_version"]


def test_the_steps_lead_to_the_present_version() -> None:
    for steps in (LABEL_FILES, ARTICLES):
        assert list(steps) == list(range(SCHEMA_VERSION - len(steps), SCHEMA_VERSION))


@pytest.mark.usefixtures("version_0")
def test_an_older_file_is_read_as_if_written_today(path: Path) -> None:
    before = path.read_bytes()
    assert read(path) == {"u001": "sourced", "u002": "opinion", "u003": "unverified"}
    assert list(check_label_file(path, ARTICLE, CODEBOOK)) == []
    events = read_history(path, ARTICLE, CODEBOOK)
    assert [event.cause for event in events] == [*[Cause.KEY] * 3, Cause.MIGRATION]
    with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
        assert store.notices == ()
        assert list(store.history) == events
        assert store.labels["u001"].label == "sourced"
        store.commit()
    assert path.read_bytes() == before


@pytest.mark.usefixtures("version_0")
def test_it_is_written_in_the_present_version_when_something_is_saved(path: Path) -> None:
    with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
        store.save("u001", make_record(ARTICLE, "u001", "opinion"))
    assert schema_version(path) == SCHEMA_VERSION
    with TinyDB(path, access_mode="r", encoding="utf-8") as database:
        assert [row.get("label") for row in database.table("labels")] == ["opinion", "opinion", "unverified"]
        assert not any("tag" in row for row in database.table("labels"))
    causes = [event.cause for event in read_history(path, ARTICLE, CODEBOOK)]
    assert causes == [*[Cause.KEY] * 3, Cause.MIGRATION, Cause.KEY]
    assert list(check_label_file(path, ARTICLE, CODEBOOK)) == []
    with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
        assert store.undo()
        undone = store.undo()
        assert undone and undone.unit == "u002", "a migration is not undone, nor what it changed"


@pytest.mark.usefixtures("version_0")
def test_sealed_history_is_migrated_too(path: Path) -> None:
    sealed = path.with_name(f"{path.stem}.history-20310304T093009.000000Z.json")
    sealed.write_bytes(
        encode({"meta": {"1": dict(OLD_META)}, "history": {"1": old_event(9, "u002", "sourced")}})
    )
    with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
        assert store.history[0].after and store.history[0].after.label == "sourced"
        assert store.notices == ()
        assert [event.id for event in store.history].count(f"{9:016x}") == 1
    assert schema_version(sealed) == 0


@pytest.mark.usefixtures("version_0")
def test_copies_of_different_versions_are_merged(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "there" / "ana" / path.name
    other.parent.mkdir(parents=True)
    other.write_bytes(path.read_bytes())
    with LabelStore(other, ARTICLE, "ana", CODEBOOK) as store:
        store.save("u001", None)
    assert join_label_files(path, other, ARTICLE, CODEBOOK).events == 1
    assert schema_version(path) == SCHEMA_VERSION
    assert read(path) == read(other) == {"u002": "opinion", "u003": "unverified"}
    assert read_history(path, ARTICLE, CODEBOOK) == read_history(other, ARTICLE, CODEBOOK)


@pytest.mark.usefixtures("version_0")
def test_of_a_damaged_older_file_what_can_be_read_is_migrated(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: content.index(b'"history"') + 30])
    with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
        assert {unit: found.label for unit, found in store.labels.items()} == {
            "u001": "sourced",
            "u002": "opinion",
            "u003": "unverified",
        }
        assert "set aside" in store.notices[0]


@pytest.mark.usefixtures("version_0")
def test_a_row_that_no_step_can_read_costs_only_itself(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"tag": "opinion"', b'"tog": "opinion"'))
    with pytest.raises(AnnotatorError, match="cannot be brought from schema 0 to 1: KeyError"):
        read(path)
    with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
        assert sorted(store.labels) == ["u001", "u003"]


@pytest.mark.parametrize("version", [0, -1])
def test_a_version_that_never_was_is_damage(path: Path, version: int) -> None:
    path.write_bytes(path.read_bytes().replace(b'"schema_version": 0', b'"schema_version": %d' % version))
    with pytest.raises(AnnotatorError, match="meta 1: "):
        read(path)


@pytest.mark.usefixtures("version_0")
@pytest.mark.parametrize("version", [SCHEMA_VERSION + 1, 10**30])
def test_a_newer_one_is_refused_unchanged(path: Path, version: int) -> None:
    path.write_bytes(path.read_bytes().replace(b'"schema_version": 0', b'"schema_version": %d' % version))
    before = path.read_bytes()
    with pytest.raises(AnnotatorError, match="newer Annotator"):
        LabelStore(path, ARTICLE, "ana", CODEBOOK)
    path.write_bytes(before[:-5])
    with pytest.raises(AnnotatorError, match="newer Annotator"):
        LabelStore(path, ARTICLE, "ana", CODEBOOK)
    assert path.read_bytes() == before[:-5]
    assert [found.name for found in path.parent.iterdir() if found.suffix != ".lock"] == [path.name]


def write_article(project: Project, **changes: Any) -> Path:
    document = json.loads(ARTICLE.model_dump_json()) | {"schema_version": 0, **changes}
    document["paper"] = document.pop("outlet") or "Morning Wire"
    file = project.corpus / f"{ARTICLE.id}.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


@pytest.mark.usefixtures("version_0")
def test_an_older_article_is_read_as_if_written_today(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    file = write_article(project)
    before = file.read_bytes()
    article = project.article(ARTICLE.id)
    assert (article.outlet, article.schema_version) == ("Morning Wire", SCHEMA_VERSION)
    assert list(project.check()) == []
    [header] = project.headers()
    assert (header.outlet, header.problem) == ("Morning Wire", "")
    assert file.read_bytes() == before


@pytest.mark.usefixtures("version_0")
def test_what_only_counts_understands_older_files(path: Path, tmp_path: Path) -> None:
    assert tally(path).labelled == 3
    project = Project.create(tmp_path / "project")
    path.parent.rename(project.root / "annotations" / "ana")
    assert project.annotators() == ["ana"]


def test_lists_tell_of_an_article_of_a_newer_version(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    write_article(project, schema_version=SCHEMA_VERSION + 1)
    [header] = project.headers()
    assert "newer Annotator" in header.problem


@pytest.mark.usefixtures("version_0")
@pytest.mark.parametrize(
    ("version", "says"),
    [(SCHEMA_VERSION + 1, "newer Annotator"), (-3, "schema_version: should be"), ([], "valid")],
)
def test_an_article_of_another_version_is_refused(tmp_path: Path, version: object, says: str) -> None:
    project = Project.create(tmp_path / "project")
    write_article(project, schema_version=version)
    with pytest.raises(AnnotatorError, match=says):
        project.article(ARTICLE.id)
