"""Replacing a file: old state or new state, never neither, and the reason in one line."""

import errno
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where

from annotator.errors import AnnotatorError
from annotator.store import DurableJSONStorage, clear_temporaries, write_durably
from annotator.store.form import FormError, checksum_holds, decode, encode
from annotator.store.written import WrittenTable

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
TABLES = st.dictionaries(
    st.sampled_from(["labels", "history", "other"]),
    st.dictionaries(st.integers(1, 10**6).map(str), st.dictionaries(st.text(), JSON, max_size=3), max_size=4),
)


def fail(monkeypatch: pytest.MonkeyPatch, call: str, code: int, *, after: int = 0) -> None:
    """Let a system call fail from its `after`-th call on."""
    original, calls = getattr(os, call), [0]

    def failing(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        if calls[0] > after:
            raise OSError(code, os.strerror(code))
        return original(*args, **kwargs)

    monkeypatch.setattr(os, call, failing)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_writes_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    write_durably(path, b"old")
    write_durably(path, b"new")
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["file.json"]


def test_keeps_the_permissions_of_a_shared_file(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(b"old")
    path.chmod(0o664)
    write_durably(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o664


def test_replaces_a_link_and_not_what_it_points_to(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"precious")
    path = tmp_path / "file.json"
    path.symlink_to(tmp_path / "precious")
    write_durably(path, b"new")
    assert (tmp_path / "precious").read_bytes() == b"precious"
    assert path.read_bytes() == b"new"


def test_a_short_write_is_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: original(descriptor, bytes(data[:3])))
    write_durably(tmp_path / "file.json", b"0123456789")
    assert (tmp_path / "file.json").read_bytes() == b"0123456789"


@pytest.mark.parametrize(
    ("call", "code", "after", "says", "left"),
    [
        ("write", errno.ENOSPC, 0, "disk is full", b"old"),
        ("write", errno.EDQUOT, 0, "quota", b"old"),
        ("write", errno.EIO, 0, "reports an error", b"old"),
        ("fsync", errno.EIO, 0, "reports an error", b"old"),
        ("fsync", errno.EIO, 1, "reports an error", b"new"),
        ("replace", errno.EROFS, 0, "read-only", b"old"),
        ("replace", errno.EACCES, 0, "no permission", b"old"),
        ("open", errno.EROFS, 0, "read-only", b"old"),
        ("open", errno.EMFILE, 0, "Too many open files", b"old"),
    ],
)
def test_a_failing_system_call(
    call: str, code: int, after: int, says: str, left: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file.json"
    write_durably(path, b"old")
    with monkeypatch.context() as patch:
        fail(patch, call, code, after=after)
        with pytest.raises(AnnotatorError, match=says) as caught:
            write_durably(path, b"new")
    assert isinstance(caught.value.__cause__, OSError)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == left
    assert names(tmp_path) == ["file.json"]
    write_durably(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_file_system_that_cannot_flush_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(monkeypatch, "fsync", errno.EINVAL, after=1)
    write_durably(tmp_path / "file.json", b"new")
    assert (tmp_path / "file.json").read_bytes() == b"new"


def test_a_vanished_folder(tmp_path: Path) -> None:
    with pytest.raises(AnnotatorError, match="folder is gone"):
        write_durably(tmp_path / "gone" / "file.json", b"new")


def test_clears_the_temporaries_of_one_file_or_of_all(tmp_path: Path) -> None:
    ours = [".a.json.12-0123456789abcdef.tmp", ".a.history-x.json.3-0123456789abcdef.tmp"]
    others = [".b.json.12-0123456789abcdef.tmp"]
    kept = [".a.json.tmp", "a.json", "a.json.12-0123456789abcdef.tmp"]
    for name in (*ours, *others, *kept):
        (tmp_path / name).write_bytes(b"")
    assert clear_temporaries(tmp_path, "a.json") == 2
    assert names(tmp_path) == sorted([*others, *kept])
    assert clear_temporaries(tmp_path) == 1
    assert names(tmp_path) == sorted(kept)


@settings(deadline=None)
@given(TABLES)
def test_what_is_written_is_read(tables: dict[str, dict[str, dict[str, Any]]]) -> None:
    try:
        data = encode(tables)
    except UnicodeEncodeError:
        return  # lone surrogates have no UTF-8
    read = decode(data)
    assert checksum_holds(data, read)
    assert {name: table for name, table in read.items() if name != "meta"} == tables
    assert encode(read) == data
    rows = sum(len(table) for table in tables.values())
    assert data.count(b"\n") == 1 + 3 + 2 * len(tables) + rows + 1
    assert not {"\u2028", "\u2029", "\r"} & set(data.decode())


IDS = st.integers(1, 100) | st.integers(1, 10**6)


@settings(deadline=None)
@given(st.lists(st.tuples(IDS, st.none() | st.text(st.characters(codec="utf-8"), max_size=3))))
def test_a_table_changed_row_by_row_is_written_like_a_new_one(changes: list[tuple[int, str | None]]) -> None:
    table, model = WrittenTable(), dict[str, dict[str, Any]]()
    for key, text in changes:
        before, snapshot = encode({"labels": table}), table.copy()
        if text is None:
            table.remove(key)
            model.pop(str(key), None)
        else:
            table.put(key, {"text": text})
            model[str(key)] = {"text": text}
        assert encode({"labels": snapshot}) == before
    data = encode({"labels": table, "history": {"1": {}}})
    assert data == encode({"labels": model, "history": {"1": {}}})
    meta = decode(data)["meta"]
    assert checksum_holds(data, {"meta": meta}), "checked without parsing the rows"
    assert not checksum_holds(data.replace(b'"1": {}', b'"1": {"a": 1}'), {"meta": meta})
    assert not checksum_holds(data.replace(b'"history"', b'"labels"'), {"meta": meta})


def test_the_checksum_is_what_its_definition_says() -> None:
    labels = {str(key): {"n": key} for key in (1, 31, 32, 70)}
    rows = ['"1": {"n": 1},\n"31": {"n": 31},\n', '"32": {"n": 32},\n', '"70": {"n": 70},\n']
    hashes = [hashlib.sha256(block.encode()).hexdigest() for block in rows]
    meta = '"meta": {\n"1": {"checksum": "' + "0" * 64 + '"}\n}'
    lines = [meta, '"labels":', *hashes, '"history":']
    expected = hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
    assert decode(encode({"labels": labels, "history": {}}))["meta"]["1"]["checksum"] == expected


def test_layout_does_not_matter_to_the_checksum_but_content_does() -> None:
    data = encode({"labels": {"1": {"a": 1.0, "b": "„quoted“\u2028"}, "12": {"a": 2}}})
    tables = decode(data)
    for other in (data.replace(b"\n", b"\r\n"), json.dumps(tables, indent=3).encode()):
        assert checksum_holds(other, decode(other))
    for changed in (data.replace(b'"12"', b'"13"'), data.replace(b"1.0", b"1.5"), data.replace(b"a", b"c")):
        assert not checksum_holds(changed, decode(changed))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"[]", "list"),
        (b'{"labels": [1]}', "'labels' is a JSON list"),
        (b'{"a": {"1": NaN}}', "NaN"),
        (b"\xff\xfe{}", "byte 0 is not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a": ' * 100_000, "nested too deeply"),
        (b'{\n<<<<<<< HEAD\n"meta": {}\n=======\n>>>>>>> other\n}', "line 2: git conflict markers"),
        (b'{"labels": {', "not JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not JSON"),
    ],
)
def test_what_is_no_file_of_tables(data: bytes, says: str) -> None:
    with pytest.raises(FormError, match=says) as caught:
        decode(data)
    assert "\n" not in str(caught.value)


@given(st.binary(max_size=200))
def test_any_bytes_are_tables_or_a_form_error(data: bytes) -> None:
    try:
        assert isinstance(decode(data), dict)
    except FormError as error:
        assert str(error)


def test_serves_tinydb_like_its_own_storage(tmp_path: Path) -> None:
    path = tmp_path / "sources.json"
    with TinyDB(path, storage=DurableJSONStorage) as database:
        database.insert({"name": "Zoë", "spellings": ["Zoe"]})
        database.table("more").insert_multiple([{"n": 1}, {"n": 2}])
        database.update({"name": "Zoë Ek"}, where("name") == "Zoë")

        def add_spelling(document: Any) -> None:
            document["spellings"].append("Zoé")

        database.update(add_spelling, doc_ids=[1])
        database.table("more").remove(doc_ids=[1])
    with TinyDB(path, encoding="utf-8") as plain:
        assert plain.all() == [{"name": "Zoë Ek", "spellings": ["Zoe", "Zoé"]}]
        assert [(row.doc_id, dict(row)) for row in plain.table("more")] == [(2, {"n": 2})]
    data = path.read_bytes()
    assert checksum_holds(data, decode(data))


def test_reads_again_when_another_program_wrote(tmp_path: Path) -> None:
    path = tmp_path / "sources.json"
    database = TinyDB(path, storage=DurableJSONStorage)
    database.insert({"n": 1})
    storage = database.storage
    assert storage.read() is storage.read()
    with TinyDB(path) as plain:
        plain.insert({"n": 2})
    assert len(database) == 2
    path.unlink()
    assert storage.read() is None


def test_a_failing_write_leaves_tinydb_with_the_state_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = TinyDB(tmp_path / "sources.json", storage=DurableJSONStorage)
    database.insert({"n": 1})
    with monkeypatch.context() as patch:
        fail(patch, "fsync", errno.ENOSPC)
        with pytest.raises(AnnotatorError, match="disk is full"):
            database.update({"n": 2})
    with pytest.raises(AnnotatorError, match="not be valid JSON"):
        database.update({"n": float("nan")})
    assert database.all() == [{"n": 1}]
