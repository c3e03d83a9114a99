"""Line mode: typed lines in, spoken lines out, every decision on the disk before its answer."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.plain import Desk
from annotator.plain.commands import COMMANDS
from annotator.project import Project
from schemas import Advance, Annotation, UserSettings
from tests.unit.commandline import Ran

QUAY = """\
Quay closed

The quay was closed at noon, the harbour office said. “Nobody was hurt,” said Ola Brandt.

It was a scandal. Who paid for it? The captain’s wife said that the captain’s ship – the Lisbet – was fine.
"""
_PLAIN = [sys.executable, "-m", "annotator", "open", "--plain", "--annotator", "Ana", "--project"]
MILL = "Mill burns\n\nThe mill burned down on Friday. The owner refused to comment.\n"


@pytest.fixture(autouse=True)
def quiet_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep remembered places and settings inside the test."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for name, text in (("quay", QUAY), ("mill", MILL)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    project = Project.create(tmp_path / "project")
    # A suggestion would be told, too; here it is about what is typed.
    (project.root / "annotator.toml").write_text("suggestions = false\n")
    list(project.import_files([tmp_path / "quay.txt", tmp_path / "mill.txt"]))
    return project


@pytest.fixture
def desk(project: Project) -> Iterator[Desk]:
    desk = Desk(project, "Ana", "quay")
    desk.hints = False
    yield desk
    desk.close()


def say(desk: Desk, *typed: str) -> list[str]:
    """Type these lines; gives the answer to the last."""
    answer: list[str] = []
    for line in typed:
        answer = list(desk.do(line))
    return answer


def on_disk(desk: Desk) -> dict[str, Annotation]:
    """The records as another program reads them."""
    article = desk.labelling.article
    return dict(desk.project.labelled(article).labels.get("Ana", {}))


def piped(project: Project, text: str | bytes, *argv: str, **environment: str) -> Ran:
    """Run the command as a process with `text` on its stdin."""
    given = text.encode() if isinstance(text, str) else text
    done = subprocess.run(
        [*_PLAIN, str(project.root), *argv],
        input=given,
        capture_output=True,
        env={**os.environ, **environment},
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_a_sentence_is_told_with_number_kind_words_and_label(desk: Desk) -> None:
    assert list(desk.greeting())[2:] == [
        "Article: Quay closed",
        "0 of 6 sentences have a label.",
        "",
        "Sentence 1 of 6. Heading. Paragraph 1.",
        "Quay closed",
        "No label yet.",
    ]


def test_a_label_is_on_the_disk_when_it_is_said_to_be(desk: Desk) -> None:
    assert say(desk, "n") == [
        "Saved. Label: not a claim.",
        "",
        "Sentence 2 of 6. Paragraph 2.",
        "The quay was closed at noon, the harbour office said.",
        "No label yet.",
    ]
    assert on_disk(desk)["u001"].label == "not_a_claim"


@pytest.mark.parametrize("typed", ["n", "not a claim", "not_a_claim", "NOT A CLAIM", "not a"])
def test_a_label_is_given_by_key_or_in_words(desk: Desk, typed: str) -> None:
    say(desk, typed)
    assert on_disk(desk)["u001"].label == "not_a_claim"


@pytest.mark.parametrize("typed", ['"', "same", "same source"])
def test_the_source_before_is_carried_over(desk: Desk, typed: str) -> None:
    say(desk, "g 2", "2", "advance stay", "g 3", typed)
    record = on_disk(desk)["u003"]
    assert record.same_source and record.attributions[0].source_type == "named_organisation"


def test_words_of_the_sentence_become_marks(desk: Desk) -> None:
    answer = say(desk, "g 2", "source The Harbour Office", "cue said", "content the quay ... noon", "5")
    assert answer == [
        "Saved. Label: sourced. Content “The quay was closed at noon”; source “the harbour office”; "
        "cue “said”; type unnamed person."
    ]
    (attribution,) = on_disk(desk)["u002"].attributions
    text = desk.labelling.article.text
    assert attribution.source and attribution.cue
    assert text[attribution.source.start : attribution.source.end] == "the harbour office"
    assert text[attribution.cue.start : attribution.cue.end] == "said"


def test_what_is_on_the_keyboard_finds_what_is_printed(desk: Desk) -> None:
    assert say(desk, "g 6", "unverified", "g 6", "loaded captain's ship - the lisbet") == [
        "Saved. Label: unverified. Loaded “captain’s ship – the Lisbet”."
    ]


def test_words_that_are_there_twice_ask_which(desk: Desk) -> None:
    say(desk, "g 6", "sourced", "g 6")
    (asked,) = say(desk, "source captain's")
    assert asked.startswith("“captain's” is in this sentence 2 times: add #1")
    assert say(desk, "source captain's #3")[0].endswith("there is no #3.")
    say(desk, "source captain's #2")
    span = on_disk(desk)["u006"].attributions[0].source
    assert span and desk.labelling.article.text[span.start - 9 : span.start] == "that the "


def test_marks_are_taken_away_by_their_words_or_kind(desk: Desk) -> None:
    say(desk, "g 2", "source the harbour office", "cue said", "loaded closed")
    assert say(desk, "unmark the harbour office")[0].startswith(
        "Saved. Label: sourced. Loaded “closed”; cue “said”."
    )
    assert say(desk, "unmark loaded")[0].startswith("Saved. Label: sourced. Cue “said”.")
    assert say(desk, "unmark noon") == ["No such mark is here; nothing changed."]
    before = on_disk(desk)["u002"]
    say(desk, "loaded noon", "unmark")
    assert on_disk(desk)["u002"].spans() == ()
    say(desk, "undo", "undo")
    assert on_disk(desk)["u002"].spans() == before.spans()


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("hedge denied", "hedge", "denied"),
        ("h", "hedge", "hedged"),
        ("worth 2", "check_worthiness", 2),
        ("w", "check_worthiness", 2),
        ("credibility 3", "credibility", 3),
        ("c 6", "credibility", 6),
        ("m", "mixed", True),
        ("unsure", "low_confidence", True),
        ("f", "flag", True),
        ("x who [said] that?", "comment", "who [said] that?"),
    ],
)
def test_attributes_in_words_or_by_key(desk: Desk, typed: str, field: str, value: object) -> None:
    say(desk, "g 2", "s", "g 2", typed)
    assert getattr(on_disk(desk)["u002"], field) == value


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("d", "directness", "direct"),
        ("directness mixed", "directness", "mixed"),
        ("view", "source_view", True),
        ("+", "chain_length", 2),
        ("relay 4", "chain_length", 4),
        ("type document", "source_type", "document"),
        ("8", "source_type", "reporter_at_scene"),
    ],
)
def test_attributes_of_the_source(desk: Desk, typed: str, field: str, value: object) -> None:
    say(desk, "g 2", "s", "g 2", typed)
    assert getattr(on_disk(desk)["u002"].attributions[0], field) == value


def test_the_source_is_named_by_the_register(desk: Desk) -> None:
    say(desk, "g 2", "2", "g 2")
    (answer,) = say(desk, "who The Harbour Office via Radio Halm; Halm Post")
    assert "Said by The Harbour Office; via Radio Halm, Halm Post" in answer
    assert "chain of 3" in answer
    register = desk.project.sources
    (entry,) = register.find("the harbour office")
    assert entry.source_type == "named_organisation"
    attribution = on_disk(desk)["u002"].attributions[0]
    assert attribution.source_id == entry.id and len(attribution.via) == 2
    say(desk, "g 3", "s", "g 3", "who the harbour office")
    assert on_disk(desk)["u003"].attributions[0].source_id == entry.id
    assert len(register.entries) == 3
    say(desk, "who -")
    assert all(one.source_id is None for one in on_disk(desk)["u003"].attributions)


def test_a_sentence_that_is_not_sourced_names_no_source(desk: Desk) -> None:
    assert len(say(desk, "g 4", "o", "g 4", "who the harbour office")) == 1
    assert not desk.project.sources.entries


def test_a_type_labels_a_sentence_and_leaves_it_as_in_the_app(desk: Desk) -> None:
    answer = say(desk, "g 2", "2")
    assert answer[0] == "Saved. Label: sourced. Type named organisation."
    assert answer[2].startswith("Sentence 3 of 6")


def test_what_is_suggested_is_told_and_taken_with_one_word(project: Project) -> None:
    (project.root / "annotator.toml").unlink()
    desk = Desk(Project.open(project.root), "Ana", "quay")
    told = say(desk, "g 2")
    assert any(line.startswith("No label yet. Suggested: sourced") for line in told)
    assert any("source “the harbour office”" in line for line in told)
    say(desk, "accept")
    record = on_disk(desk)["u002"]
    assert (record.label, record.origin) == ("sourced", "suggestion_accepted")
    say(desk, "undo", "directness indirect", "relay 2")
    (said,) = on_disk(desk)["u002"].attributions
    assert (said.directness, said.chain_length) == ("indirect", 2)
    desk.close()


def test_an_attribute_goes_back_to_its_default_in_words(desk: Desk) -> None:
    say(desk, "g 2", "s", "g 2", "hedge denied", "relay 3", "worth 0", "c 2")
    say(desk, "hedge certain", "relay 1", "worth 1", "c 0")
    record = on_disk(desk)["u002"]
    assert (record.hedge, record.check_worthiness, record.credibility) == (None, None, None)
    assert record.attributions == ()


def test_undo_and_redo_go_where_the_decision_was(desk: Desk) -> None:
    assert say(desk, "n", "z")[:3] == ["Saved. Undone.", "", "Sentence 1 of 6. Heading. Paragraph 1."]
    assert on_disk(desk) == {}
    assert say(desk, "Z")[0] == "Saved. Done again."
    assert on_disk(desk)["u001"].label == "not_a_claim"
    assert say(desk, "z", "z") == ["Nothing can be undone."]


def test_going_about(desk: Desk) -> None:
    def where(*typed: str) -> str:
        return next(line for line in say(desk, *typed) if line.startswith("Sentence"))

    assert where("").startswith("Sentence 2")
    assert where("b").startswith("Sentence 1")
    assert where("g6").startswith("Sentence 6")
    assert where("-").startswith("Sentence 5")
    assert where("g1", "/SAID").startswith("Sentence 2")
    assert where("/").startswith("Sentence 3")
    assert where("g 1", "n", "unlabelled").startswith("Sentence 3")
    assert where("g 2", "unlabelled back").startswith("Sentence 6")
    assert say(desk, "g 6", "") == ["That was the last sentence. Without a label: 5; unlabelled goes there."]
    assert say(desk, "g 1", "b")[0].startswith("This is the first sentence.")


def test_where_one_goes_after_a_label_is_a_setting(project: Project) -> None:
    for advance, place in ((Advance.STAY, 1), (Advance.NEXT, 2), (Advance.UNLABELLED, 3)):
        desk = Desk(project, f"Ana {advance}", "quay", UserSettings(advance=advance))
        say(desk, "g 3", "n", "g 2", "n")
        assert desk.place == place
        desk.close()


def test_articles_are_listed_and_opened(desk: Desk) -> None:
    assert say(desk, "n", "articles") == [
        "1. Mill burns; 0 of 3 labelled.",
        "2. Quay closed; 1 of 6 labelled.",
        "open and a number opens one.",
    ]
    assert say(desk, "articles MILL")[0] == "1. Mill burns; 0 of 3 labelled."
    assert say(desk, "open 1")[0] == "Article: Mill burns"
    say(desk, "n")
    assert "Quay closed" in say(desk, "open quay")[0]
    assert say(desk, "open 9") == ["no article of the last list has this number: articles makes a list."]


@pytest.mark.parametrize(
    "typed",
    [
        "nonsense",
        "un",
        "g 99",
        "g",
        "source nowhere to be found",
        "source",
        "c 9",
        "hedge maybe",
        "relay many",
        "type nobody",
        "propaganda nothing: quay",
        "gap",
        "accept",
        "repeat",
        "/not there",
        "open no-such-article",
        "advance sideways",
        "read many",
        "remove",
        "who",
        "[/b]",
        "non\0sense",
        "open no\0such",
        f"open {'a' * 5000}",
        *(f"{word} {'9' * 5000}" for word in ("g", "read", "type", "c", "open", "source the #")),
        f"g{'9' * 5000}",
    ],
)
def test_a_mistake_is_one_line_and_changes_nothing(desk: Desk, typed: str) -> None:
    assert len(say(desk, typed)) == 1
    assert on_disk(desk) == {} and desk.place == 0


def test_every_command_is_in_the_help_and_answers(desk: Desk) -> None:
    told = "\n".join(say(desk, "?"))
    for command in COMMANDS:
        assert f"{command.names[0]}" in told
        if command.names[0] != "quit":
            assert isinstance(say(desk, command.names[0]), list)


def test_keys_mean_one_thing(desk: Desk) -> None:
    names = [name for command in COMMANDS for name in command.names]
    assert len(set(names)) == len(names)
    assert not set(names) & set(desk.label_keys)


def test_a_label_key_of_the_project_goes_before_a_command(project: Project) -> None:
    codebook = project.write_codebook()
    codebook.write_text(codebook.read_text().replace('key = "n"', 'key = "q"'))
    desk = Desk(Project.open(project.root), "Ana", "quay")
    assert say(desk, "q")[0] == "Saved. Label: not a claim."
    assert not desk.left
    say(desk, "quit")
    assert desk.left
    desk.close()


def test_work_goes_on_where_it_was_left(project: Project) -> None:
    first = Desk(project, "Ana", "quay")
    say(first, "n", "g 5")
    first.close()
    again = Desk(project, "Ana")
    assert (again.labelling.article.title, again.place) == ("Quay closed", 4)
    again.close()


def test_a_second_program_may_read_but_not_write_until_the_first_ends(project: Project) -> None:
    with subprocess.Popen([*_PLAIN, str(project.root), "quay"], stdin=PIPE, stdout=PIPE, text=True) as holder:
        assert holder.stdin and holder.stdout
        holder.stdin.write("n\n")
        holder.stdin.flush()
        while "Saved" not in holder.stdout.readline():
            assert holder.poll() is None
        reader = Desk(project, "Ana", "quay")
        told = next(line for line in reader.greeting() if line.startswith("Read only: "))
        assert f"pid {holder.pid}" in told
        (refused,) = say(reader, "n")
        assert "cannot be changed" in refused
        holder.stdin.close()
        assert holder.wait(60) == 0
    assert say(reader, "u")[0] == "Saved. Label: unverified."
    assert on_disk(reader)["u001"].label == "unverified"
    reader.close()


def test_what_cannot_be_saved_is_said_kept_and_tried_again(project: Project) -> None:
    desk = Desk(project, "Ana", "quay")
    folder = project.root / "annotations"
    folder.rename(project.root / "elsewhere")
    folder.write_text("in the way")
    answer = say(desk, "n")
    assert answer[0] == "Not saved yet. Label: not a claim."
    assert answer[-1].endswith("It is kept and tried again with the next line.")
    assert say(desk, "q")[0].startswith("Not everything is saved.") and not desk.left
    folder.unlink()
    (project.root / "elsewhere").rename(folder)
    assert say(desk, "here")[-1] == "Everything is saved now."
    assert on_disk(desk)["u001"].label == "not_a_claim"
    desk.close()


def test_it_works_from_a_pipe_on_a_dumb_terminal(project: Project) -> None:
    ran = piped(project, "n\nsource the harbour office\ng 3\no\n", "quay", TERM="dumb")
    assert ran.code == 0
    assert "\x1b" not in ran.out and ">" not in ran.out
    assert "Saved. Label: sourced. Source “the harbour office”." in ran.out
    assert "2 sentences" not in ran.err and "3 sentences labelled" in ran.err
    labels = project.labelled(project.article("quay")).labels["Ana"]
    assert {unit: record.label for unit, record in labels.items()} == {
        "u001": "not_a_claim",
        "u002": "sourced",
        "u003": "opinion",
    }


def test_no_input_at_all_ends_cleanly(project: Project) -> None:
    ran = piped(project, "", "quay")
    assert (ran.code, ran.err) == (0, "")


def test_bytes_that_are_no_text_are_a_mistake_like_another(project: Project) -> None:
    ran = piped(project, b"\xff\xfe\nn\nq\n", "quay", PYTHONUTF8="1")
    assert ran.code == 0 and "nothing is called" in ran.out and "Saved. Label: not a claim." in ran.out


def test_texts_cannot_steer_the_terminal(project: Project, tmp_path: Path) -> None:
    text = "Evil\n\nIt is \u202eesrever and \u2067right. Yes.\n"
    (tmp_path / "evil.txt").write_text(text, encoding="utf-8")
    list(project.import_files([tmp_path / "evil.txt"]))
    ran = piped(project, "read all\n", "evil")
    assert ran.code == 0 and not {"\u202e", "\u2067"} & set(ran.out) and "esrever" in ran.out


def test_a_project_without_articles_says_so(tmp_path: Path) -> None:
    ran = piped(Project.create(tmp_path / "empty"), "n\n")
    assert ran.code == 2 and ran.err.count("\n") == 1 and "no articles" in ran.err


_WORDS = (
    "",
    "1",
    "3",
    "99",
    "all",
    "-",
    "said",
    "the captain's",
    "WHO",
    "hedged",
    "[/b]",
    "via x",
    "back",
    "😀",
)
_LINES = st.one_of(
    st.builds(
        lambda name, rest: f"{name} {rest}",
        st.sampled_from(
            [name for command in COMMANDS for name in command.names if name not in ("quit", "q")]
        ),
        st.sampled_from(_WORDS),
    ),
    st.sampled_from(["s", '"', "u", "o", "n", "", "same source", "/said", "/", "g3"]),
    st.text(st.characters(exclude_characters="\r\n"), max_size=8),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(_LINES, max_size=40))
def test_any_lines_keep_every_label_and_write_no_invalid_one(project: Project, lines: list[str]) -> None:
    desk = Desk(project, "Ana", "quay")
    for line in lines:
        for said in desk.do(line):
            assert isinstance(said, str)
        held = dict(desk.labelling.store.labels)
        article = desk.labelling.article
        assert held == project.labelled(article).labels.get("Ana", {})
    desk.close()
    assert list(project.check()) == []
