"""Damaged, edited, foreign and hostile label files: noticed, named, set aside, never overwritten."""

import json
import os
import random
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import AnnotatorError
from annotator.store import (
    LabelStore,
    annotator_folders,
    check_label_file,
    label_path,
    read_labels,
    tally,
)
from annotator.store.form import encode
from annotator.store.sealing import EVENTS_PER_SEAL, accompanied, sealed_files
from benchmarks.samples import CODEBOOK, make_article, make_record
from schemas import Annotation, Cause

ARTICLE = make_article(6)
Tables = dict[str, dict[str, dict[str, Any]]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A label file with three labels and five events."""
    path = label_path(tmp_path, "ana", ARTICLE.id)
    with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
        for unit in ("u001", "u002", "u003", "u004"):
            store.save(unit, record(unit))
        store.save("u004", None)
    return path


def record(unit: str, label: str | None = "sourced", **fields: Any) -> Annotation:
    return make_record(ARTICLE, unit, label, **fields)


def reopen(path: Path, **options: Any) -> LabelStore:
    with LabelStore(path, ARTICLE, "ana", CODEBOOK, **options) as store:
        return store


def asides(path: Path) -> list[Path]:
    return sorted(path.parent.glob("*.damaged-*"))


def labels_of(store: LabelStore) -> dict[str, str | None]:
    return {unit: found.label for unit, found in sorted(store.labels.items())}


def edit(path: Path, change: Callable[[Tables], object], *, sign: bool = False) -> bytes:
    """Change the tables of a file as another program would, on request with a right checksum."""
    tables: Tables = json.loads(path.read_bytes())
    change(tables)
    path.write_bytes(encode(tables) if sign else json.dumps(tables).encode())
    return path.read_bytes()


ALL = {"u001": "sourced", "u002": "sourced", "u003": "sourced"}


def test_a_hand_edit_is_kept_told_and_put_into_the_history(path: Path) -> None:
    damaged = edit(path, lambda tables: tables["labels"]["2"].update(label="opinion"))
    with pytest.raises(AnnotatorError, match=r"checksum is wrong.*differ at u002"):
        read_labels(path, ARTICLE, CODEBOOK)
    store = reopen(path)
    [notice] = store.notices
    assert str(path) in notice and "u002" in notice and "set aside as" in notice
    assert [aside.read_bytes() for aside in asides(path)] == [damaged]
    assert labels_of(store) == ALL | {"u002": "opinion"}
    last = store.history[-1]
    assert (last.cause, last.unit) == (Cause.IMPORT, "u002")
    assert last.before and last.before.label == "sourced"
    assert reopen(path).notices == ()
    assert labels_of(reopen(path)) == labels_of(store)
    assert [found.file for found in check_label_file(path, ARTICLE, CODEBOOK)] == asides(path)


def test_read_only_touches_nothing(path: Path) -> None:
    damaged = edit(path, lambda tables: tables["labels"].pop("2"))
    orphan = path.with_name(f".{path.name}.1-0123456789abcdef.tmp")
    orphan.write_bytes(b"half")
    before = {found.name: found.stat().st_mtime_ns for found in path.parent.iterdir()}
    with LabelStore(path, ARTICLE, "ana", CODEBOOK, read_only=True) as store:
        assert "left as it is" in store.notices[0]
        assert labels_of(store) == ALL, "the history still has the label"
        with pytest.raises(AnnotatorError, match="opened to be read only"):
            store.save("u001", None)
        with pytest.raises(AnnotatorError, match="opened to be read only"):
            store.undo()
    assert {found.name: found.stat().st_mtime_ns for found in path.parent.iterdir()} == before
    assert path.read_bytes() == damaged


DAMAGE: dict[str, tuple[Callable[[Tables], object], str]] = {
    "a removed label": (lambda t: t["labels"].pop("1"), "differ at u001"),
    "a removed event": (lambda t: t["history"].pop("3"), "checksum is wrong"),
    "an added table": (lambda t: t.update(_default={"1": {}}), "_default 1: no table of a label file"),
    "an unknown label": (lambda t: t["labels"]["1"].update(label="doubtful"), "labels 1: label 'doubtful'"),
    "an unknown field": (lambda t: t["labels"]["1"].update(colour="red"), "labels 1: colour"),
    "a wrong type": (lambda t: t["labels"]["1"].update(flag="perhaps"), "labels 1: flag"),
    "a number for a row": (lambda t: t["labels"].update({"1": 7}), "labels 1"),  # type: ignore[dict-item]
    "a span out of its unit": (
        lambda t: t["labels"]["2"]["attributions"][0]["cue"].update(start=0),
        "labels 2: span",
    ),
    "an id that is no number": (lambda t: t["labels"].update(x=t["labels"].pop("1")), "labels x: the doc"),
    "an id of another unit": (
        lambda t: t["labels"].update({"9": t["labels"].pop("1")}),
        "is a label of u001",
    ),
    "an event twice": (lambda t: t["history"].update({"9": t["history"]["2"]}), "history 9: the event"),
    "an event of somebody else": (lambda t: t["history"]["1"].update(annotator="ben"), "history 1"),
    "a time of an event that is none": (
        lambda t: t["history"]["1"].update(time="yesterday"),
        "history 1: time",
    ),
    "no meta": (lambda t: t.pop("meta"), "meta 1: missing"),
    "a meta of two": (lambda t: t["meta"].update({"2": t["meta"]["1"]}), "unexpected document '2'"),
    "schema version 0": (lambda t: t["meta"]["1"].update(schema_version=0), "meta 1: schema_version: "),
    "another codebook": (lambda t: t["meta"]["1"]["codebook"].update(version="7"), "checksum is wrong"),
}

# `check` compares such files with their history; what the codebook refuses is outdated, not damaged; a key
# that is no number cannot be signed.
UNSEEN_WITH_A_RIGHT_CHECKSUM = (
    "a removed label",
    "a removed event",
    "another codebook",
    "an unknown label",
    "a span out of its unit",
    "an id that is no number",
)


@pytest.mark.parametrize("sign", [False, True])
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_row_is_named_and_all_else_recovered(path: Path, damage: str, sign: bool) -> None:
    change, says = DAMAGE[damage]
    if sign and damage in UNSEEN_WITH_A_RIGHT_CHECKSUM:
        return
    data = edit(path, change, sign=sign)
    findings = list(check_label_file(path, ARTICLE, CODEBOOK))
    assert says in " | ".join(f"{found.entry}: {found.problem}" for found in findings)
    if not (sign and "event" in damage):  # a right checksum spares the history when only labels are read
        with pytest.raises(AnnotatorError) as caught:
            read_labels(path, ARTICLE, CODEBOOK)
        assert "\n" not in str(caught.value)
    store = reopen(path)
    assert says in " | ".join(store.notices)
    assert [aside.read_bytes() for aside in asides(path)] == [data]
    assert labels_of(store) == ALL
    assert reopen(path).notices == ()
    assert len(read_labels(path, ARTICLE, CODEBOOK)) == 3


def edit_row(path: Path, **fields: object) -> None:
    edit(path, lambda tables: tables["labels"]["2"].update(**fields))


def edit_event(path: Path, **fields: object) -> None:
    edit(path, lambda tables: tables["history"]["2"]["after"].update(**fields))


@pytest.mark.parametrize("change", [edit_row, edit_event])
@pytest.mark.parametrize("fields", [{"text_sha256": "0" * 64}, {"label": "doubtful"}])
def test_what_damage_made_inapplicable_yields_to_what_applies(
    path: Path, change: Callable[..., None], fields: dict[str, str]
) -> None:
    """A flipped digit in the checksum of a sentence must not hide a label that the file has twice."""
    change(path, **fields)
    store = reopen(path)
    assert labels_of(store) == ALL
    assert store.stale == {}
    assert len(asides(path)) == 1
    assert len(read_labels(path, ARTICLE, CODEBOOK)) == 3


def test_labels_against_history_with_a_right_checksum(path: Path) -> None:
    edit(path, lambda tables: tables["labels"]["1"].update(label="opinion", attributions=[]), sign=True)
    edit(path, lambda tables: tables["history"].pop("3"), sign=True)
    found = [(finding.entry, finding.problem) for finding in check_label_file(path, ARTICLE, CODEBOOK)]
    assert found == [
        ("u001", "label and last event of the history differ"),
        ("u003", "has a label that no event in the history explains"),
    ]


@pytest.mark.parametrize("share", [0.0, 0.2, 0.45, 0.7, 0.95])
def test_a_truncated_file(path: Path, share: float) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    found = whole[: int(len(whole) * share)].count(b'\n"')
    store = reopen(path)
    assert "not JSON" in store.notices[0] or "empty" in store.notices[0]
    assert len(store.labels) >= min(3, max(0, found - 4))
    # A label whose removal is lost comes back: better one too many than one lost.
    assert labels_of(store).items() <= (ALL | {"u004": "sourced"}).items()
    assert reopen(path).notices == ()
    store = LabelStore(path, ARTICLE, "ana", CODEBOOK)
    store.save("u005", record("u005"))
    store.close()
    assert "u005" in read_labels(path, ARTICLE, CODEBOOK)


@pytest.mark.parametrize("indent", [None, 2])
def test_a_file_written_by_another_program_and_cut_off(path: Path, indent: int | None) -> None:
    whole = json.dumps(json.loads(path.read_bytes()), indent=indent)
    path.write_text(whole[: whole.rindex('"before"')], encoding="utf-8")
    # The removal is lost: better one too many than one lost.
    assert labels_of(reopen(path)) == ALL | {"u004": "sourced"}


def test_what_a_link_leads_to_is_not_copied_into_the_project(path: Path, tmp_path: Path) -> None:
    private = tmp_path / "private.txt"
    private.write_bytes(b"nobody's business")
    path.unlink()
    path.symlink_to(private)
    with pytest.raises(AnnotatorError, match="a link to another file"):
        LabelStore(path, ARTICLE, "ana", CODEBOOK)
    assert not asides(path) and path.is_symlink()
    with pytest.raises(AnnotatorError, match=str(path)):
        read_labels(path, ARTICLE, CODEBOOK)


def test_a_file_of_countless_broken_rows_is_told_in_a_few_lines(path: Path) -> None:
    path.write_bytes(b'{"labels": {' + b",".join(b'"%d": {}' % row for row in range(1, 20_000)) + b"}}")
    assert len(reopen(path).notices) < 20
    path.write_bytes(b'{"labels": {' + b'"1": {"a": [' * 100_000)  # each begins a document, none ends
    assert "not JSON" in reopen(path).notices[0]


def test_an_end_to_broken_rows(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.store.contents._MOST_BROKEN", 500)
    data = path.read_bytes().replace(b'"labels": {', b'"labels": {' + b'"9": {}, ' * 700)
    path.write_bytes(data + b"}")
    found = [finding.problem for finding in check_label_file(path, ARTICLE, CODEBOOK)]
    assert "after 500 broken rows nothing more was read" in found
    LabelStore(path, ARTICLE, "ana", CODEBOOK).close()
    assert [file.read_bytes() for file in path.parent.glob("*.damaged-*")] == [data + b"}"]


def test_a_change_that_keeps_size_and_time_is_joined_and_not_overwritten(path: Path) -> None:
    with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
        store.save("u005", record("u005"))
        was = path.stat()
        changed = path.read_bytes().replace(b'"seconds": 4.5', b'"seconds": 5.5', 1)
        path.write_bytes(changed)
        os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
        store.save("u006", record("u006"))
    assert [file.read_bytes() for file in path.parent.glob("*.damaged-*")] == [changed]


def test_git_conflict_markers_lose_neither_side(path: Path) -> None:
    base = path.read_text(encoding="utf-8").splitlines()
    sides = []
    for unit, label in (("u005", "sourced"), ("u006", "opinion")):
        copy = path.with_name("copy.json")
        copy.write_bytes(path.read_bytes())
        with LabelStore(copy, ARTICLE, "ana", CODEBOOK) as store:
            store.save(unit, record(unit, label))
        sides.append(copy.read_text(encoding="utf-8").splitlines())
        copy.unlink()
    split = base.index("{") + 1
    merged = ["{", "<<<<<<< HEAD", *sides[0][split:], "=======", *sides[1][split:], ">>>>>>> other", "}"]
    path.write_text("\n".join(merged), encoding="utf-8")
    store = reopen(path)
    assert "line 2: git conflict markers" in store.notices[0]
    assert labels_of(store) == ALL | {"u005": "sourced", "u006": "opinion"}
    assert len(asides(path)) == 1


def test_every_flipped_bit_is_noticed(path: Path) -> None:
    whole, choose = path.read_bytes(), random.Random(7)
    for _ in range(300):
        place, bit = choose.randrange(len(whole)), choose.randrange(8)
        flipped = bytearray(whole)
        flipped[place] ^= 1 << bit
        path.write_bytes(flipped)
        with pytest.raises(AnnotatorError) as caught:
            read_labels(path, ARTICLE, CODEBOOK)
        assert str(path) in str(caught.value)
    for _ in range(20):
        place, bit = choose.randrange(len(whole)), choose.randrange(8)
        flipped = bytearray(whole)
        flipped[place] ^= 1 << bit
        path.write_bytes(flipped)
        try:
            store = reopen(path)
        except AnnotatorError as error:  # the version now says that a newer program wrote it
            assert "newer" in str(error)
            continue
        assert store.notices
        assert labels_of(store).keys() >= ALL.keys()
        assert asides(path)[-1].read_bytes() == bytes(flipped)
        for aside in asides(path):
            aside.unlink()


def test_a_file_of_a_newer_version_is_refused_unchanged(path: Path) -> None:
    data = edit(path, lambda tables: tables["meta"]["1"].update(schema_version=2), sign=True)
    for read in (lambda: read_labels(path, ARTICLE, CODEBOOK), lambda: reopen(path)):
        with pytest.raises(AnnotatorError, match="newer Annotator"):
            read()
    [finding] = check_label_file(path, ARTICLE, CODEBOOK)
    assert "newer Annotator" in finding.problem
    assert path.read_bytes() == data
    assert asides(path) == []


@pytest.mark.parametrize("whose", ["article", "annotator"])
def test_an_intact_file_of_others_gives_us_nothing(path: Path, tmp_path: Path, whose: str) -> None:
    other = make_article(5) if whose == "article" else ARTICLE
    name = "ben" if whose == "annotator" else "ana"
    theirs = label_path(tmp_path, name, other.id).with_name("theirs.json")
    with LabelStore(theirs, other, name, CODEBOOK) as store:
        store.save("u001", make_record(other, "u001", annotator=name))
    theirs.replace(path)
    data = path.read_bytes()
    store = reopen(path)
    assert "belongs to" in store.notices[0]
    assert (dict(store.labels), list(store.history)) == ({}, [])
    assert [aside.read_bytes() for aside in asides(path)] == [data]


def test_damage_while_we_write_costs_nothing(path: Path) -> None:
    with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
        path.write_bytes(b"{")
        store.save("u005", record("u005"))
        assert "set aside" in store.notices[0]
        assert labels_of(store) == ALL | {"u005": "sourced"}
    assert [aside.read_bytes() for aside in asides(path)] == [b"{"]
    assert len(read_labels(path, ARTICLE, CODEBOOK)) == 4


def test_a_damaged_sealed_file_is_told_and_left(path: Path) -> None:
    with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
        for number in range(EVENTS_PER_SEAL):
            store.stage("u001", record("u001", "opinion", comment=str(number)), Cause.KEY)
        store.commit()
    [sealed] = sealed_files(path)
    damaged = sealed.read_bytes().replace(b'"comment": "500"', b'"comment": "5x0"')
    sealed.write_bytes(damaged)
    with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
        assert len(store.history) == EVENTS_PER_SEAL + 5
        assert sealed.name in store.notices[0]
        store.save("u005", record("u005"))
    assert sealed.read_bytes() == damaged
    assert any(sealed.name in found.problem for found in check_label_file(path, ARTICLE, CODEBOOK))


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 200_000,
        b'{"labels": ' * 200_000,
        b"[1, 2]",
        b"null",
        b'{"meta": null}',
        b'{"meta": {"1": {"schema_version": "two"}}}',
        b'{"labels": {"-1": {}, "1e3": {}, "\xd9\xa1": {}, "99999999999": {}}}',
        b'{"labels": {"1": {"seconds": NaN}}}',
        b'{"labels": {"1": {"seconds": 1e999, "unit": "u001"}}}',
        b'{"history": {"1": {"time": "99999-01-01T00:00:00Z"}}}',
        b'{"../../etc": {"1": {"\\u001b[31m": 1}}}',
        b'{"labels": {"1": {"\\u001b[31m": 1}, "2": {"' + b"x" * 100_000 + b'": 1}}}',
        b"\x00\xff\xfe",
    ],
)
def test_hostile_files_give_one_clear_line(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with pytest.raises(AnnotatorError) as caught:
        read_labels(path, ARTICLE, CODEBOOK)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 500 + len(str(path))
    findings = list(check_label_file(path, ARTICLE, CODEBOOK))
    assert findings
    assert all(f"{found.entry}{found.problem}".isprintable() for found in findings)
    with suppress(AnnotatorError):
        assert tally(path).labelled >= 0
    store = reopen(path)
    assert all(notice.isprintable() for notice in store.notices)
    assert asides(path)[0].read_bytes() == data


def test_the_files_that_have_something_beside_them(tmp_path: Path) -> None:
    folder = tmp_path / "ana"
    assert accompanied(folder) == frozenset()
    folder.mkdir()
    for name in (
        "a-1.json",
        ".a-1.lock",
        "a-1.json.damaged-20310304",
        "b-2.history-20310304T093000.000000Z.json",
    ):
        (folder / name).touch()
    (folder / ".c-3.json.12-0123456789abcdef.tmp").touch()
    (folder / ".d-4.history-20310304T093000.000000Z.json.12-0123456789abcdef.tmp").touch()
    assert accompanied(folder) == {"b-2", "c-3", "d-4"}
    with pytest.raises(AnnotatorError, match="cannot be read"):
        accompanied(folder / "a-1.json")


def test_an_absurdly_big_file_is_refused_unread(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(65 * 1024 * 1024)
    for read in (lambda: read_labels(path, ARTICLE, CODEBOOK), lambda: reopen(path), lambda: tally(path)):
        with pytest.raises(AnnotatorError, match="bigger than 64 MiB"):
            read()
    assert asides(path) == []


def test_check_finds_what_interrupted_saves_left(path: Path) -> None:
    orphan = path.with_name(f".{path.name}.999999999-0123456789abcdef.tmp")
    orphan.write_bytes(b"half")
    [finding] = check_label_file(path, ARTICLE, CODEBOOK)
    assert (finding.file, finding.problem) == (orphan, "left behind by an interrupted save")
    living = path.with_name(f".{path.name}.{os.getpid()}-0123456789abcdef.tmp")
    orphan.rename(living)
    assert list(check_label_file(path, ARTICLE, CODEBOOK)) == [], "may be somebody saving just now"
    os.utime(living, (time.time() - 3600,) * 2)
    assert [found.file for found in check_label_file(path, ARTICLE, CODEBOOK)] == [living]
    reopen(path)
    assert not living.exists()


def test_paths_of_label_files(tmp_path: Path) -> None:
    assert label_path(tmp_path, "Ana Ek", ARTICLE.id) == (
        tmp_path / "annotations" / "ana-ek" / f"{ARTICLE.id}.json"
    )
    for name, says in (("gold", "reserved"), ("GOLD", "reserved"), ("?!", "no letter"), ("", "no letter")):
        with pytest.raises(AnnotatorError, match=says):
            label_path(tmp_path, name, ARTICLE.id)
    for article in ("../x-01234567", "..", "a/b-01234567", "/etc/passwd", "", "x", "a\\b-01234567"):
        with pytest.raises(AnnotatorError, match="no article id"):
            label_path(tmp_path, "ana", article)


def test_annotators_names_as_typed(tmp_path: Path) -> None:
    assert annotator_folders(tmp_path) == {}
    for name in ("Ana Ek", "ben"):
        with LabelStore(label_path(tmp_path, name, ARTICLE.id), ARTICLE, name, CODEBOOK) as store:
            store.save("u001", make_record(ARTICLE, "u001", annotator=name))
    annotations = tmp_path / "annotations"
    for folder in ("gold", "carla", ".hidden", "dora"):
        (annotations / folder).mkdir()
    (annotations / "dora" / "broken.json").write_bytes(b'{"meta": {"1": {"annotator": "Ana Ek"}}}')
    assert annotator_folders(tmp_path) == {
        annotations / "ana-ek": "Ana Ek",
        annotations / "ben": "ben",
        annotations / "carla": "carla",
        annotations / "dora": "dora",
    }


def test_counting_labels_without_validation(path: Path, tmp_path: Path) -> None:
    with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
        store.save("u005", record("u005", None, flag=True))
    assert tally(path).labelled == 3, "a flag alone is no label"
    assert tally(tmp_path / "missing.json").labelled == 0
