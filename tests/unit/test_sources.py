"""The source register: found by name, written by several programs at once, never lost."""

import multiprocessing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from annotator.errors import AnnotatorError
from annotator.sources import (
    Answer,
    Choice,
    SourceRegister,
    check_register,
    choices,
    folded,
    names_in,
    settle,
    short_name,
)
from schemas import Reliability, Source, SourceType

BODY = SourceType.NAMED_ORGANISATION


@pytest.fixture
def register(tmp_path: Path) -> SourceRegister:
    return SourceRegister(tmp_path / "sources.json")


def names(sources: list[Source]) -> list[str]:
    return [source.name for source in sources]


def test_an_entry_is_on_the_disk_and_others_see_it(register: SourceRegister) -> None:
    other = SourceRegister(register.path)
    assert not other.entries
    made = register.add(
        "Water  Board ",
        "Ana",
        aliases=["the board", "The Board", "water board"],
        source_type=BODY,
        note="since 1987",
    )
    assert (made.name, made.aliases, made.source_type, made.note) == (
        "Water Board",
        ("the board",),
        BODY,
        "since 1987",
    )
    assert dict(other.entries) == {made.id: made}
    changed = other.change(made.id, "Ben", reliability=Reliability.USUALLY, name="Vinnar Water Board")
    assert register.entries[made.id] == changed
    assert [(event.annotator, event.before) for event in register.history] == [("Ana", None), ("Ben", made)]
    assert list(check_register(register.path)) == []
    with TinyDB(register.path) as plain:
        assert [row["name"] for row in plain.table("sources")] == ["Vinnar Water Board"]


def test_what_changes_nothing_is_no_change(register: SourceRegister) -> None:
    made = register.add("Mayor Ruiz", "Ana")
    before = register.path.read_bytes()
    assert register.change(made.id, "Ben", note="") == made
    assert register.path.read_bytes() == before


def test_ids_come_from_the_name_and_stay(register: SourceRegister, tmp_path: Path) -> None:
    made = register.add("The Water Board", "Ana")
    assert made.id.startswith("water-board-")
    assert len(made.id) == len("water-board-") + 8
    (tmp_path / "elsewhere").mkdir()
    assert SourceRegister(tmp_path / "elsewhere" / "sources.json").add("water board", "Ben").id == made.id
    assert register.change(made.id, "Ana", name="River Board").id == made.id
    again = register.add("Water Board", "Ana")
    assert again.id.startswith("water-board-")
    assert again.id != made.id


def test_names_that_cannot_be_are_refused(register: SourceRegister) -> None:
    made = register.add("Water Board", "Ana")
    other = register.add("Mayor Ruiz", "Ana")
    with pytest.raises(AnnotatorError, match="there is a source named 'Water Board' already"):
        register.add("the WATER  board", "Ana")
    with pytest.raises(AnnotatorError, match="named 'Water Board' already"):
        register.change(other.id, "Ana", name="water board")
    with pytest.raises(AnnotatorError, match="a name has a letter or digit"):
        register.add("—", "Ana")
    with pytest.raises(AnnotatorError, match="name: "):
        register.add("x" * 201, "Ana")
    with pytest.raises(AnnotatorError, match="no source 'nobody'"):
        register.change("nobody", "Ana", note="x")
    for name in (" \n", "Ana\x1b[2J", "Ana\udcff"):
        with pytest.raises(AnnotatorError, match="no source can be named"):
            register.add(name, "Ana")
        with pytest.raises(AnnotatorError, match="no source can be named"):
            register.change(made.id, "Ana", name=name)
    assert register.change(made.id, "Ana", name=" WATER  BOARD").name == "WATER BOARD"
    assert len(register.entries) == 2


def test_wordings_are_found_whatever_their_case_and_article(register: SourceRegister) -> None:
    board = register.add("Water Board", "Ana", aliases=["the utility"])
    ruiz = register.add("Ruiz", "Ana", aliases=["the mayor"])
    vale = register.add("Vale", "Ana", aliases=["the mayor", "Ruiz"])
    assert register.find("the  water board") == [board]
    assert register.find("UTILITY") == [board]
    assert register.find("The Mayor") == [ruiz, vale]
    assert register.find("ruiz") == [ruiz, vale]
    assert register.find("nobody") == register.find("") == []


def test_typing_offers_what_begins_so_first(register: SourceRegister) -> None:
    for name in ("Mining Board", "Board of Trade", "Overboard", "Mayor Ruiz"):
        register.add(name, "Ana")
    assert names(register.complete("the boa")) == ["Board of Trade", "Mining Board", "Overboard"]
    assert names(register.complete("board", limit=1)) == ["Board of Trade"]
    assert names(register.complete("", limit=2)) == ["Mayor Ruiz", "Overboard"]
    assert register.complete("zz") == []


@given(st.text(max_size=30))
def test_a_folded_name_stays_as_it_is(name: str) -> None:
    assert folded(folded(name)) == folded(name)
    assert folded(f" The  {name} ") == folded(name) or not folded(name)


def _add_many(path: Path, who: str) -> None:
    register = SourceRegister(path)
    for number in range(10):
        register.add(f"{who} {number}", who)
        register.change(register.find("shared")[0].id, who, note=f"{who} {number}")


def test_several_programs_that_write_at_once_lose_nothing(register: SourceRegister) -> None:
    register.add("shared", "Ana")
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_add_many, args=(register.path, who)) for who in ("ana", "ben", "cleo")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert len(register.entries) == 31
    assert len(register.history) == 61
    assert list(check_register(register.path)) == []


@pytest.mark.parametrize("damage", ["cut", "bit", "conflict", "hand"])
def test_a_damaged_file_is_set_aside_and_not_overwritten(register: SourceRegister, damage: str) -> None:
    made = [register.add(f"Source {number}", "Ana", note="seen") for number in range(5)]
    whole = register.path.read_bytes()
    damaged = {
        "cut": whole[: whole.index(b"Source 3")],
        "bit": whole.replace(b'"note": "seen"', b'"note": "sewn"', 1),
        "conflict": b"<<<<<<< ours\n" + whole,
        "hand": whole.replace(b'"name": "Source 2"', b'"name": ""', 1),
    }[damage]
    register.path.write_bytes(damaged)
    problems = list(check_register(register.path))
    assert problems
    fresh = SourceRegister(register.path)
    assert len(fresh.entries) >= (3 if damage == "cut" else 5)
    assert register.path.read_bytes() == damaged  # reading changes nothing
    fresh.add("Another", "Ben")
    aside = list(register.path.parent.glob("sources.json.damaged-*"))
    assert [path.read_bytes() for path in aside] == [damaged]
    assert "it was set aside as" in fresh.notices[0]
    assert {"Source 0", "Source 1", "Source 2", "Another"} <= {one.name for one in register.entries.values()}
    assert made[0].id in register.entries
    assert list(check_register(register.path)) == []
    fresh.add("One more", "Ben")
    assert len(list(register.path.parent.glob("*.damaged-*"))) == 1


def test_a_file_of_a_newer_version_is_left_alone(register: SourceRegister) -> None:
    newer = b'{"meta": {"1": {"schema_version": 99, "checksum": "x"}}, "sources": {}}'
    register.path.write_bytes(newer)
    for _ in range(2):
        with pytest.raises(AnnotatorError, match="newer Annotator"):
            register.complete("x")
        with pytest.raises(AnnotatorError, match="newer Annotator"):
            register.add("Ruiz", "Ana")
    assert register.path.read_bytes() == newer
    assert [finding.problem[:25] for finding in check_register(register.path)] == [
        "made by a newer Annotator"
    ]


def test_a_register_whose_folder_is_gone_says_so(tmp_path: Path) -> None:
    register = SourceRegister(tmp_path / "gone" / "annotations" / "sources.json")
    assert not register.entries
    with pytest.raises(AnnotatorError, match="folder is gone"):
        register.add("Ruiz", "Ana")
    (tmp_path / "gone").mkdir()
    made = register.add("Ruiz", "Ana")
    assert register.entries[made.id] == made


def test_two_registers_are_joined_by_entry_and_conflicts_are_told(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    ours, theirs = (
        SourceRegister(tmp_path / "sources.json"),
        SourceRegister(tmp_path / "other" / "sources.json"),
    )
    both = ours.add("Water Board", "Ana")
    mine = ours.add("Mayor Ruiz", "Ana")
    theirs.join(ours)
    theirs.add("Mining Board", "Ben")
    theirs.change(mine.id, "Ben", note="in office until May")
    ours.change(both.id, "Ana", reliability=Reliability.FAIRLY)
    theirs.change(both.id, "Ben", reliability=Reliability.UNRELIABLE)
    news = ours.join(theirs)
    assert (news.added, news.changed, [conflict.kept for conflict in news.conflicts]) == (1, 2, ["theirs"])
    assert ours.entries[both.id].reliability is Reliability.UNRELIABLE
    assert ours.entries[mine.id].note == "in office until May"
    back = theirs.join(ours)
    assert (back.added, back.changed, back.conflicts) == (0, 0, ())
    assert dict(ours.entries) == dict(theirs.entries)
    before = ours.path.read_bytes()
    assert ours.join(theirs) == (0, 0, ())
    assert ours.path.read_bytes() == before
    assert list(check_register(ours.path)) == list(check_register(theirs.path)) == []


def test_a_damaged_register_is_not_joined(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.json"
    theirs.write_text("{}")
    with pytest.raises(AnnotatorError, match="mend it there"):
        SourceRegister(tmp_path / "sources.json").join(SourceRegister(theirs))
    assert not (tmp_path / "sources.json").exists()


def test_times_are_kept(register: SourceRegister) -> None:
    before = datetime.now(UTC)
    made = register.add("Ruiz", "Ana")
    assert made.updated is not None
    assert before <= made.updated <= datetime.now(UTC)
    assert SourceRegister(register.path).entries[made.id].updated == made.updated


def test_what_is_typed_means_an_entry_or_a_new_one(register: SourceRegister) -> None:
    board = register.add("Water Board", "Ana", aliases=["the utility"])
    other = register.add("Utility Workers' Union", "Ana")
    assert choices(register, " the  water board") == [Choice("Water Board", board)]
    assert choices(register, "utility") == [
        Choice("Water Board", board),
        Choice("Utility Workers' Union", other),
        Choice("utility"),
    ]
    assert choices(register, "wat") == [Choice("wat"), Choice("Water Board", board)]
    assert choices(register, "Winsk", "Winsk, a clerk")[:2] == [Choice("Winsk"), Choice("Winsk, a clerk")]
    assert [choice.name for choice in choices(register, "")] == ["", "Utility Workers' Union", "Water Board"]


def test_names_are_told_apart_in_a_line() -> None:
    assert names_in(" Coast  Agency ;; Port Radio;") == ["Coast Agency", "Port Radio"]
    assert short_name("Ola Brandt, a passenger") == "Ola Brandt"
    assert short_name(", she") == ", she"


def test_an_answer_becomes_entries(register: SourceRegister) -> None:
    settled = settle(register, Answer(Choice("Ola Brandt"), ["Port Radio", "port radio"], BODY), "Ana")
    ola, radio = register.find("Ola Brandt")[0], register.find("Port Radio")[0]
    assert settled == (ola.id, (radio.id,), BODY)
    named = Answer(Choice(ola.name, ola), note="a passenger", alias="the passenger", source_type=BODY)
    assert settle(register, named, "Ben") == (ola.id, (), BODY)
    assert register.entries[ola.id].aliases == ("the passenger",)
    assert len(register.history) == 3
    # Chosen before the alias above was there.
    settle(register, named._replace(alias="her"), "Cleo")
    assert register.entries[ola.id].aliases == ("the passenger", "her")
    with pytest.raises(AnnotatorError, match="its own relay"):
        settle(register, Answer(Choice(ola.name, ola), ["the passenger"]), "Ben")
    assert settle(register, Answer(Choice("")), "Ben") == (None, (), None)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Ola Brandt, a passenger", "Ola Brandt"),
        ("Its spokesman, Henrik Vole", "Henrik Vole"),
        ("The operator, Tarn Hydro, a subsidiary", "Tarn Hydro"),
        ("The Tarn Board, Orsova", "The Tarn Board"),
        ("the operator, which is foreign", "the operator"),
        ("a clerk", "a clerk"),
    ],
)
def test_the_name_is_found_beside_what_somebody_is(words: str, name: str) -> None:
    assert short_name(words) == name
