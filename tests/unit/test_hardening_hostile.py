"""What somebody may leave where a label file is expected: nothing happens but a clear line."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.corpus import article_json, read_article
from annotator.errors import AnnotatorError
from annotator.store import (
    Finding,
    LabelStore,
    annotator_folders,
    check_label_file,
    label_path,
    read_labels,
    tally,
)
from benchmarks.samples import CODEBOOK, make_article, make_record

ARTICLE = make_article(6)
PRECIOUS = b"root:x:0:0\n"


SECONDS = 20
"""A test that waits longer for a pipe is ended with an error."""


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    """Let no test hang where the system can interrupt it."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def end(*_: object) -> None:
        raise AssertionError(f"not done after {SECONDS} s")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A label file with one label, and a file outside of the project that must stay as it is."""
    (tmp_path / "precious").write_bytes(PRECIOUS)
    path = label_path(tmp_path / "project", "ana", ARTICLE.id)
    with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
        store.save("u001", make_record(ARTICLE, "u001", "opinion", comment="number 0"))
    return path


def use(path: Path) -> list[str]:
    """Do all that can be done with a label file; gives the lines that a person gets."""
    lines: list[str] = []
    for act in (
        lambda: read_labels(path, ARTICLE, CODEBOOK),
        lambda: tally(path),
        lambda: annotator_folders(path.parents[2]),
        lambda: lines.extend(f"{found.entry} {found.problem}" for found in check(path)),
        lambda: lines.extend(label(path)),
    ):
        try:
            act()
        except AnnotatorError as error:
            lines.append(str(error))
    return lines


def check(path: Path) -> list[Finding]:
    return list(check_label_file(path, ARTICLE, CODEBOOK))


def label(path: Path) -> tuple[str, ...]:
    with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
        store.save("u002", make_record(ARTICLE, "u002", "opinion"))
        return store.notices


def lock_of(path: Path) -> Path:
    return path.with_name(f".{path.stem}.lock")


PLACES: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "a link to a file elsewhere": (lambda path, precious: path.symlink_to(precious), "not JSON"),
    "a link to itself": (lambda path, _: path.symlink_to(path), "Too many levels"),
    "a link to what never ends": (lambda path, _: path.symlink_to("/dev/zero"), "no ordinary file"),
    "a named pipe": (lambda path, _: os.mkfifo(path), "no ordinary file"),
    "a folder": (lambda path, _: path.mkdir(), "cannot be read: Is a directory"),
}


@pytest.mark.skipif(os.name != "posix", reason="links and devices as POSIX has them")
@pytest.mark.parametrize("what", PLACES)
def test_something_else_in_the_place_of_a_label_file(path: Path, tmp_path: Path, what: str) -> None:
    put, says = PLACES[what]
    path.unlink()
    put(path, tmp_path / "precious")
    lines = use(path)
    assert says in " | ".join(lines)
    assert all(line.isprintable() and len(line) < 600 for line in lines)
    assert (tmp_path / "precious").read_bytes() == PRECIOUS


@pytest.mark.skipif(os.name != "posix", reason="links as POSIX has them")
@pytest.mark.parametrize("what", ["a link to a file elsewhere", "a folder", "a named pipe"])
def test_something_else_in_the_place_of_a_lock(path: Path, tmp_path: Path, what: str) -> None:
    lock_of(path).unlink(missing_ok=True)
    PLACES[what][0](lock_of(path), tmp_path / "precious")
    assert "no lock can be taken" in " | ".join(use(path))
    assert (tmp_path / "precious").read_bytes() == PRECIOUS
    assert list(read_labels(path, ARTICLE, CODEBOOK)) == ["u001"]


@pytest.mark.skipif(os.name != "posix", reason="pipes as POSIX has them")
def test_check_names_a_file_once_and_what_to_do_with_it(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)
    [found] = check(path)
    assert (found.file, found.remedy) == (path, "move it away")
    assert found.problem == "cannot be read: it is no ordinary file"


@pytest.mark.skipif(os.name != "posix", reason="pipes as POSIX has them")
def test_a_named_pipe_in_the_place_of_sealed_history(path: Path) -> None:
    os.mkfifo(path.with_name(f"{path.stem}.history-20310304T093000.000000Z.json"))
    assert "no ordinary file" in " | ".join(use(path))
    assert list(read_labels(path, ARTICLE, CODEBOOK)) == ["u001", "u002"]


ROWS: dict[str, tuple[bytes, bytes, str]] = {
    "a number of 5,000 digits": (b'"seconds": 4.5', b'"seconds": ' + b"9" * 5000, "Exceeds the limit"),
    "a number of 400 digits": (b'"seconds": 4.5', b'"seconds": ' + b"9" * 400, "seconds"),
    "1e400": (b'"seconds": 4.5', b'"seconds": 1e400', "seconds"),
    "a time before the year 1": (b"2031-03-04T09:30:00Z", b"0001-01-01T00:00:00+23:59", "before the year 1"),
    "an offset of 10**30": (
        b'"comment"',
        b'"bias": [{"kind": "loaded", "span": {"start": 0, "end": 1' + b"0" * 30 + b'}}], "comment"',
        "is outside its unit",
    ),
    "a negative offset": (
        b'"comment"',
        b'"bias": [{"kind": "loaded", "span": {"start": -5, "end": 10}}], "comment"',
        "bias.0.span.start",
    ),
    "a unit with ../": (b'"unit": "u001"', b'"unit": "../u001"', "unit"),
    "a huge document id": (b'"1": {"unit"', b'"' + b"9" * 5000 + b'": {"unit"', "document id"),
    "NUL in a document id": (b'"1": {"unit"', b'"\\u0000": {"unit"', "document id"),
    "a table with ../": (b'"labels"', b'"../../labels"', "no table of a label file"),
    "an article with ../": (ARTICLE.id.encode(), b"../../x", "belongs to the article"),
    "a label twice, the last one right": (
        b'"1": {"unit"',
        b'"1": {"unit": "u001", "label": "sourced"},\n"1": {"unit"',
        "'1' is there twice",
    ),
    "a field twice, the last one right": (
        b'"label": "opinion"',
        b'"label": "sourced", "label": "opinion"',
        "'label' is there twice",
    ),
    "deep nesting": (b'"number 0"', b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
    "nesting that parses": (b'"number 0"', b"[" * 900 + b"]" * 900, "comment"),
    "a lone surrogate": (b'"number 0"', b'"\\ud800"', "comment"),
    "what a terminal would obey": (b'"annotator": "ana"', b'"annotator": "a\\u001b[31m"', "belongs to"),
    "a version of the far future": (
        b'"schema_version": 1',
        b'"schema_version": 1' + b"0" * 30,
        "newer Annotator",
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_absurd_values_are_refused_with_a_line_and_kept(path: Path, row: str) -> None:
    old, new, says = ROWS[row]
    data = path.read_bytes().replace(old, new)
    assert data != path.read_bytes()
    path.write_bytes(data)
    lines = use(path)
    assert says in " | ".join(lines)
    assert all(line.isprintable() and len(line) < 600 for line in lines)
    kept = [
        found for found in path.parent.iterdir() if found.suffix != ".lock" and found.read_bytes() == data
    ]
    assert len(kept) == 1


@pytest.mark.parametrize("above", [0, 1])
def test_a_file_where_a_folder_should_be_is_named(tmp_path: Path, above: int) -> None:
    path = label_path(tmp_path, "ana", ARTICLE.id)
    place = path.parents[above]
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(PRECIOUS)
    with pytest.raises(AnnotatorError, match=f"{re.escape(str(place))} is a file, a folder is needed"):
        label(path)
    assert place.read_bytes() == PRECIOUS


@pytest.mark.parametrize("unit", ["u000", "u0001", "u01", "u00000002"])
def test_two_units_never_have_the_same_number(tmp_path: Path, unit: str) -> None:
    file = tmp_path / f"{ARTICLE.id}.json"
    file.write_text(article_json(ARTICLE).replace('"u002"', f'"{unit}"'), encoding="utf-8")
    with pytest.raises(AnnotatorError, match=r"units\.1\.id"):
        read_article(file)
