"""Readers of tasks of other tools: whatever a row holds, it is read or refused, its neighbours are kept."""

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.interop import Request, export
from annotator.interop.foreign import ForeignText, Importer, Refused
from annotator.interop.importers import IMPORTERS, importer_of
from tests.unit.nasty import NASTY_CODEBOOK, nasty

FORMATS = ("label-studio", "doccano", "prodigy")
TEXT = "The pump 🚰 failed twice."
FOREIGN: dict[str, list[dict[str, Any]]] = {
    "label-studio": [
        {
            "id": 1,
            "data": {"text": TEXT},
            "annotations": [
                {
                    "completed_by": {"id": 1, "email": "a@b.org"},
                    "ground_truth": False,
                    "was_cancelled": False,
                    "result": [
                        {"from_name": "s", "to_name": "text", "type": "choices", "value": {"choices": ["A"]}},
                        {
                            "from_name": "n",
                            "to_name": "text",
                            "type": "labels",
                            "value": {"start": 4, "end": 8, "text": "pump", "labels": ["P"]},
                        },
                    ],
                }
            ],
            "predictions": [],
        },
        {"text": TEXT, "id": 1, "annotator": 1, "annotation_id": 2, "choice": "A", "x": [{"start": 0}]},
    ],
    "doccano": [
        {"id": 1, "text": TEXT, "label": [[4, 8, "P"]], "Comments": ["why"]},
        {
            "id": 1,
            "text": TEXT,
            "cats": ["A"],
            "entities": [{"start_offset": 4, "end_offset": 8, "label": "P"}],
        },
        {"id": 1, "text": TEXT, "annotations": [{"label": 1, "user": 2}], "meta": {}},
    ],
    "prodigy": [
        {
            "text": TEXT,
            "spans": [{"start": 4, "end": 8, "label": "P"}],
            "options": [{"id": "A"}],
            "accept": ["A"],
            "answer": "accept",
            "_annotator_id": "x",
        },
        {"text": TEXT, "label": "A", "answer": "reject", "_input_hash": 1},
    ],
}

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-10, 10)
    | st.sampled_from([10**30, -1.5, 1e300, "", "x", "0", "-1", "é", "\ud800", "a\nb", "A"])
    | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@cache
def rows_of(format: str, folder: Path) -> list[dict[str, Any]]:
    """Give rows that we write, and some as the other tool does."""
    export([nasty()], NASTY_CODEBOOK, Request(format), folder)
    files = [path for path in sorted(folder.rglob("*.json*")) if path.name != "manifest.json"]
    found = []
    for path in files:
        content = path.read_text(encoding="utf-8")
        if path.name == "tasks.json":
            found += json.loads(content)
        elif path.suffix == ".jsonl":
            found += [json.loads(line) for line in content.splitlines()]
    return [*FOREIGN[format], *found]


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the way to every value inside another one."""
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*path, key))


def replaced(row: dict[str, Any], path: tuple[Any, ...], value: object) -> dict[str, Any]:
    changed: Any = copy.deepcopy(row)
    inside = changed
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    return changed  # type: ignore[no-any-return]


def check(importer: Importer, path: Path) -> list[ForeignText | Refused]:
    """Read a file, and check that what comes can be used or shown."""
    found = list(importer.read(path))
    for one in found:
        if isinstance(one, Refused):
            assert one.reason and "\n" not in one.reason and len(one.reason) < 400
            continue
        assert one.text
        for label in one.labels:
            assert label.label != ""
            assert isinstance(label.annotator, str)
            assert all(isinstance(word, str) for word in label.attributes.values())
            assert (label.start is None) == (label.end is None)
            for start, end, name in label.passages:
                assert 0 <= start < end <= len(one.text) and name
    return found


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_value_may_stand_anywhere(
    tmp_path_factory: pytest.TempPathFactory, format: str, data: st.DataObject
) -> None:
    folder = tmp_path_factory.getbasetemp() / f"hostile-{format}"
    rows = rows_of(format, folder)
    good = FOREIGN[format][0]
    row = data.draw(st.sampled_from(rows))
    bad = replaced(row, data.draw(st.sampled_from(list(places(row)))), data.draw(values))
    path = folder.parent / f"{format}.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in (good, bad, good)))
    found = check(IMPORTERS[format], path)
    kept = {one.where for one in found if isinstance(one, ForeignText)}
    assert {"line 1", "line 3"} <= kept
    assert any(one.where.startswith("line 2") for one in found)


@pytest.mark.parametrize("format", FORMATS)
def test_every_row_as_it_is_written_is_of_its_format(tmp_path: Path, format: str) -> None:
    for row in rows_of(format, tmp_path / "out"):
        path = tmp_path / "one.jsonl"
        path.write_text(json.dumps(row) + "\n" + json.dumps(row) + "\n")
        assert importer_of(path) is IMPORTERS[format]
        check(IMPORTERS[format], path)


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_bytes_that_are_nothing_are_refused_in_lines(
    tmp_path_factory: pytest.TempPathFactory, format: str, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / f"bytes-{format}.json"
    path.write_bytes(content)
    try:
        found = check(IMPORTERS[format], path)
    except AnnotatorError as error:
        assert "\n" not in str(error)
        return
    assert all(isinstance(one, Refused) for one in found)
