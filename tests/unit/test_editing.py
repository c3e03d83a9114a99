"""Editing an article after its import: units stay exact, ids bound, labels apply to their own words."""

import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.cuts import cut_places, likely_cut
from annotator.editing import (
    Draft,
    apply,
    change_kind,
    change_metadata,
    in_words,
    merge,
    redo,
    split,
    split_at_words,
    undo,
)
from annotator.errors import AnnotatorError
from annotator.labelling import Labelling
from annotator.project import Project
from annotator.revision import LabelsTouched
from annotator.store import Expected, read_all_labels
from annotator.store.judging import Judge
from schemas import Article, Attribution, EditAction, Span, UnitKind
from tests.unit.commandline import CommandLine, make_project
from tests.unit.labelled import CODEBOOK, article, record

WORDS = ("Rain fell on the quay.", "Nobody, she said, was hurt. It was late!", "漢字の文です。次の文です。")


@pytest.fixture
def annotator(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path)


def done(of: Article, draft: Draft | None, who: str = "Ana") -> Article:
    assert draft is not None
    return apply(of, draft.signed(who))


def words(of: Article) -> list[tuple[str, str]]:
    return [(unit.id, of.unit_text(unit)) for unit in of.units]


def covered(of: Article) -> str:
    return "".join("".join(of.unit_text(unit).split()) for unit in of.units)


def test_a_split_keeps_the_id_for_the_first_part() -> None:
    before = article(["The well ran dry. It had never happened.", "Farmers are angry."])
    after = done(before, split_at_words(before, before.units[0], "It  had"))
    assert words(after) == [
        ("u001", "The well ran dry."),
        ("u003", "It had never happened."),
        ("u002", "Farmers are angry."),
    ]
    assert [after.place(unit.id) for unit in after.units] == [0, 1, 2]
    assert in_words(after.edits[0]) == "u001 split into u001 and u003"


def test_a_merge_keeps_the_id_of_the_first() -> None:
    before = article(["The U.S.", "Senate met.", "It rained."])
    after = done(before, merge(before, before.units[0]))
    assert words(after) == [("u001", "The U.S.\nSenate met."), ("u003", "It rained.")]
    assert after.merged_away() == {"u002": "u001"}
    assert in_words(after.edits[0]) == "u001 and u002 merged into u001"


def test_an_id_that_was_merged_away_is_never_given_again() -> None:
    before = article(["One here. Two here.", "Three."])
    merged = done(before, merge(before, before.units[0]))
    parted = done(merged, split_at_words(merged, merged.units[0], "Two"))
    assert [unit.id for unit in parted.units] == ["u001", "u003"]
    with pytest.raises(ValueError, match="used again"):
        reused = parted.units[1].model_copy(update={"id": "u002"})
        Article(**{**dict(parted), "units": (parted.units[0], reused)})


def test_undo_and_redo_bring_the_same_units_and_ids() -> None:
    one = article(["One here. Two here.", "Three."])
    two = done(one, merge(one, one.units[0]))
    three = done(two, split_at_words(two, two.units[0], "Two"))
    back = done(three, undo(three))
    again = done(back, undo(back))
    assert (back.units, again.units) == (two.units, one.units)
    assert again.merged_away() == {"u003": "u001"}
    forward = done(again, redo(again))
    assert done(forward, redo(forward)).units == three.units
    assert [edit.action for edit in forward.edits[2:]] == [EditAction.UNDO, EditAction.UNDO, EditAction.REDO]
    with pytest.raises(AnnotatorError, match="take back"):
        undo(again)
    changed = done(again, change_kind(again, again.units[0], "heading"))
    with pytest.raises(AnnotatorError, match="make again"):
        redo(changed)


def test_units_of_one_quotation_stay_in_it_and_others_leave_it() -> None:
    of = article(["She said.", "It rained.", "It poured."])
    quoted = (of.units[0], *(unit.model_copy(update={"quotation": 1}) for unit in of.units[1:]))
    of = Article(**{**dict(of), "units": quoted})
    assert [unit.quotation for unit in done(of, merge(of, of.units[1])).units] == [None, 1]
    assert [unit.quotation for unit in done(of, merge(of, of.units[0])).units] == [None, 1]
    assert [unit.quotation for unit in done(of, split_at_words(of, of.units[1], "rained")).units] == [
        None,
        1,
        1,
        1,
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda of: split(of, of.units[0], 0), "cannot be split at 0: it goes from 0 to"),
        (lambda of: split(of, of.units[0], of.units[0].end), "cannot be split"),
        (lambda of: split(of, of.units[1], of.units[1].start + 4), "cut a character in two"),
        (lambda of: split_at_words(of, of.units[0], "snow"), "has no words 'snow'"),
        (lambda of: split_at_words(of, of.units[0], " "), "has no words"),
        (lambda of: split_at_words(of, of.units[0], "the"), "2 times; give more"),
        (lambda of: split_at_words(of, of.units[0], "Rain"), "begins with"),
        (lambda of: merge(of, of.units[-1]), "is the last unit"),
        (lambda of: change_kind(of, of.units[0], "verse"), "'verse' is no kind of unit; there are sentence,"),
        (lambda of: change_kind(of, of.units[0], "sentence"), "u001 is a sentence already"),
        (lambda of: merge(of, of.units[0].model_copy(update={"end": 3})), "changed meanwhile"),
        (lambda of: change_metadata(of, {"title": " "}), "title cannot be empty"),
        (lambda of: change_metadata(of, {"language": ""}), "language cannot be empty"),
        (lambda of: change_metadata(of, {"language": "English!"}), "language: 'English!' is not allowed"),
        (
            lambda of: change_metadata(of, {"language": "German"}),
            "language: 'German' is not allowed: a language is a tag like en, de or pt-BR",
        ),
        (lambda of: change_metadata(of, {"published": "yesterday"}), "published: 'yesterday' is not a date"),
        (lambda of: change_metadata(of, {"outlet": "a\x1bb"}), r"outlet: U\+001B is no character"),
        (lambda of: undo(of), "to take back"),
    ],
)
def test_what_cannot_be_done_is_one_line(change: Callable[[Article], object], message: str) -> None:
    of = article(["Rain on the quay and the mole.", "Cafe\u0301 closed."])
    with pytest.raises(AnnotatorError, match=message) as raised:
        change(of)
    assert "\n" not in str(raised.value)


def test_metadata_says_what_changed_and_an_empty_value_clears() -> None:
    of = article(["It rained."], outlet="Post", published="2031-03-04", authors=("A. Brook",))
    after = done(
        of, change_metadata(of, {"outlet": "", "published": "", "authors": [], "url": " x.example "})
    )
    assert (after.outlet, after.published, after.authors, after.url) == ("", None, (), "x.example")
    assert after.id == of.id
    assert in_words(after.edits[0]) == (
        "outlet 'Post' → (nothing), published '2031-03-04' → (nothing), authors 'A. Brook' → (nothing), "
        "url (nothing) → 'x.example'"
    )
    assert change_metadata(after, {"outlet": " ", "url": "x.example"}) is None


STEPS = st.lists(
    st.tuples(st.sampled_from(["split", "merge", "kind", "undo", "redo"]), st.integers(0, 10_000))
)


def step(of: Article, what: str, number: int) -> Article:
    """One edit, as far as it can be made here."""
    unit = of.units[number % len(of.units)]
    try:
        if what == "split":
            return done(of, split(of, unit, unit.start + number // 7 % (unit.end - unit.start + 1)))
        if what == "merge":
            return done(of, merge(of, unit))
        if what == "kind":
            return done(of, change_kind(of, unit, list(UnitKind)[number % len(UnitKind)]))
        return done(of, undo(of) if what == "undo" else redo(of))
    except AnnotatorError:
        return of


@settings(max_examples=200, deadline=None)
@given(STEPS)
def test_any_edits_keep_the_words_covered_and_the_ids_bound_to_their_place(
    steps: list[tuple[str, int]],
) -> None:
    of = first = article(WORDS)
    begins = {unit.id: unit.start for unit in of.units}
    highest = of.last_number
    labels = {unit.id: record(of, unit.id, "Ana", "red") for unit in of.units}
    for what, number in steps:
        before, of = of, step(of, what, number)
        fresh = {unit.id for unit in of.units} - begins.keys()
        assert all(int(name[1:]) > highest for name in fresh)
        highest = max(highest, of.last_number)
        for unit in of.units:
            assert begins.setdefault(unit.id, unit.start) == unit.start
        assert covered(of) == covered(first)
        assert Article.model_validate_json(of.model_dump_json()) == of
        assert of.edits[: len(before.edits)] == before.edits
        judge = Judge(of, CODEBOOK)
        there = dict(words(of))
        for name, label in labels.items():
            assert judge.applies(label) == (there.get(name) == dict(words(first))[name])


@given(st.text(alphabet="ab .…”“A漢。\u0301-", min_size=1))
def test_every_place_that_is_offered_can_be_cut(text: str) -> None:
    stripped = text.strip()
    if not stripped or stripped[0] == "\u0301":
        return
    of = article([stripped])
    for place in cut_places(stripped):
        parts = done(of, split(of, of.units[0], place))
        assert covered(parts) == covered(of)
    assert likely_cut(stripped) in {*cut_places(stripped), -1}


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("“We ran,” he said. Nobody was hurt.", "Nobody was hurt."),
        ("In that direction….Overall it is calm.", "Overall it is calm."),
        ("The minister declared: we go on", "we go on"),
        ("雨が降った。誰も来ない。", "誰も来ない。"),
        ("one two three", "three"),
        ("word", ""),
    ],
)
def test_the_cut_begins_where_one_would_cut(text: str, second: str) -> None:
    place = likely_cut(text)
    assert (text[place:] if place >= 0 else "") == second


def edit(project: Project, *arguments: str, who: str = "Lea") -> list[str]:
    return ["edit-article", "council", *arguments, "--annotator", who, "--project", str(project.root)]


def test_the_command_changes_metadata_and_keeps_the_id(annotator: CommandLine, project: Project) -> None:
    before = project.article("council")
    ran = annotator(*edit(project, "--title", "Reservoir approved", "--authors", "A. Brook; Ben Ito"))
    assert (ran.code, ran.err) == (0, "")
    assert "title 'Council approves reservoir' → 'Reservoir approved'" in ran.out
    assert "the id stays as it is" in ran.out
    after = project.article(before.id)
    assert (after.title, after.authors, after.units) == (
        "Reservoir approved",
        ("A. Brook", "Ben Ito"),
        before.units,
    )
    assert [(one.editor, one.action) for one in after.edits] == [("Lea", EditAction.METADATA)]
    assert [header.title for header in project.headers()] == ["Reservoir approved", "Harbour closed"]
    shown = annotator("show", "council", "--project", project.root).out
    assert "by: A. Brook; Ben Ito" in shown
    assert "edited: 1 time, last by Lea on " in shown
    again = annotator(*edit(project, "--title", "Reservoir approved", "--json"))
    assert (again.code, again.json["edits"]) == (0, [])
    assert project.article("council") == after
    cleared = annotator(*edit(project, "--authors", "", "--json")).json["edits"][0]["fields"]
    assert cleared == [{"field": "authors", "before": ["A. Brook", "Ben Ito"], "after": []}]
    assert list(project.check()) == []


def test_the_command_makes_all_changes_or_none(annotator: CommandLine, project: Project) -> None:
    file = project.corpus / f"{project.article('harbour').id}.json"
    before = file.read_bytes()
    base = ["edit-article", "harbour", "--annotator", "Lea", "--project", str(project.root)]
    for wrong in (
        ["--kind", "u9=heading"],
        ["--published", "soon"],
        ["--kind", "u001"],
        ["--split", "u003:7"],
    ):
        ran = annotator(*base, "--split", "u003:said a crane", "--outlet", "Post", *wrong)
        assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1), wrong
        assert file.read_bytes() == before
    assert annotator(*base).code == 2
    ran = annotator(*base, "--split", "u003:said a crane", "--merge", "2", "--kind", "u004=caption")
    assert (ran.code, ran.err) == (0, "")
    of = project.article("harbour")
    assert [(unit.id, unit.kind.value) for unit in of.units] == [
        ("u001", "heading"),
        ("u002", "sentence"),
        ("u004", "caption"),
    ]
    assert of.unit_text(of.unit("u004")) == "said a crane had fallen."
    text = file.read_text()
    assert text.count('\n  {"time": ') == 3
    assert '"quotation"' not in text
    assert annotator(*base, "--undo").code == 0
    assert project.article("harbour").unit("u004").kind is UnitKind.SENTENCE


def test_the_help_names_every_kind(annotator: CommandLine) -> None:
    said = " ".join(annotator("edit-article", "--help").out.split())
    assert f"say what it is: {', '.join(UnitKind)} " in said


def test_labels_are_never_touched_without_being_asked(annotator: CommandLine, project: Project) -> None:
    before = project.article("council")
    ran = annotator(*edit(project, "--split", "u003:said it would"))
    assert (ran.code, ran.out) == (2, "")
    assert (
        "there are labels already: 2 labels here by Ana and Ben Ito will have to be confirmed, 8 labels of "
        "other sentences by Ana and Ben Ito stay; nothing was changed; --force edits all the same"
    ) in ran.err
    assert project.article("council") == before
    forced = annotator(*edit(project, "--split", "u003:said it would", "--force", "--json"))
    assert (forced.code, forced.json["to_confirm"]) == (0, {"Ana": 1, "Ben Ito": 1})
    assert [one["after"][1]["id"] for one in forced.json["edits"]] == ["u006"]
    kept = project.labelled(project.article("council")).labels["Ana"]
    assert sorted(kept) == ["u001", "u002", "u004", "u005"]


def test_a_label_of_a_sentence_that_was_merged_away_is_shown_where_its_words_are(
    annotator: CommandLine, project: Project
) -> None:
    article = project.article("council")
    project.save(article, record(article, "u004", "Cleo", "opinion"))
    annotator(*edit(project, "--merge", "u003", "--force"))
    shown = annotator("show", "council", "--annotator", "Cleo", "--project", project.root).out
    assert "\n3  ~o Ada Brook" in shown
    assert "~ to be confirmed (1)" in shown


def test_those_who_wait_are_told_everywhere_and_nothing_is_damaged(
    annotator: CommandLine, project: Project
) -> None:
    where = ("--project", project.root)
    annotator(*edit(project, "--split", "u003:said it would", "--merge", "u004", "--force"))
    status = annotator("status", *where)
    assert "Ana: 2 of 8 (25.0 %), 3 to be confirmed" in status.out
    assert "3  ~s~s Ada Brook, the mayor," in annotator("show", "council", *where).out
    shown = annotator("show", "council", *where, "--json").json
    assert shown["units"][2]["to_confirm"]["Ana"]["label"] == "sourced"
    assert shown["merged_away"]["u005"]["into"] == "u004"
    compared = annotator("compare", *where, "--bootstrap", "0")
    assert (
        "6 labels were given under other rules or words and left out; in the app they can be confirmed"
        in " ".join(compared.out.split())
    )
    checked = annotator("check", *where)
    assert checked.code == 0
    assert checked.out.count("3 labels to be confirmed (u003, u004, u005)") == 2
    assert "0 problems, 2 notes" in checked.out


def labelling(project: Project, who: str = "Ana") -> Labelling:
    return project.labelling(project.article("council"), who)


def force(project: Project, *plans: Callable[[Article], list[Draft]]) -> Article:
    return project.revise("council", plans, "Lea", force=True).article


def test_confirming_keeps_the_spans_that_still_lie_in_the_sentence(project: Project) -> None:
    of = project.article("council")
    unit = of.unit("u003")
    start = of.text.index("Ada Brook")
    content = of.text.index("it would cost")
    whole = record(
        of,
        "u003",
        "Ana",
        "sourced",
        codebook=project.codebook.ref,
        comment="who paid?",
        attributions=(
            Attribution(
                source=Span(start=start, end=start + 9), content=(Span(start=content, end=unit.end),)
            ),
        ),
    )
    project.save(of, whole)
    force(project, lambda of: [split_at_words(of, of.unit("u003"), "said it would")])
    work = labelling(project)
    first, second = work.article.unit("u003"), work.article.unit("u006")
    assert work.record(first) is None
    assert work.waiting(second) is None
    waiting = work.waiting(first)
    assert waiting is not None
    assert (waiting.labels, waiting.lost, waiting.reason) == (("sourced",), 1, "the sentence was split")
    with pytest.raises(AnnotatorError, match="waits to be confirmed"):
        work.toggle(first, "flag")
    work.confirm(first)
    confirmed = work.record(first)
    assert confirmed is not None
    assert confirmed.text_sha256 == work.article.unit_sha256(first)
    assert (confirmed.label, confirmed.comment) == ("sourced", "who paid?")
    assert confirmed.attributions[0].source == Span(start=start, end=start + 9)
    assert confirmed.attributions[0].content == ()
    work.undo()
    assert work.waiting(first) == waiting
    work.redo()
    work.store.close()
    assert sorted(project.labelled(work.article, "Ana").labels["Ana"])[2] == "u003"
    assert project.waiting(work.article, "Ana") == {}


def test_what_was_said_of_both_parts_is_asked_of_the_whole(project: Project) -> None:
    force(project, lambda of: [merge(of, of.unit("u004"))])
    work = labelling(project)
    whole = work.article.unit("u004")
    waiting = work.waiting(whole)
    assert waiting is not None
    assert (waiting.labels, waiting.confirmable) == (("opinion", "not_a_claim"), False)
    with pytest.raises(AnnotatorError, match="give the sentence a label"):
        work.confirm(whole)
    assert work.next_unlabelled(0) == 3
    work.label(whole, "opinion")
    assert work.waiting(whole) is None
    assert work.next_unlabelled(0) is None
    work.store.close()
    assert project.waiting(work.article, "Ana") == {}
    assert project.tally(work.article.id, "Ana").labelled == 4
    assert [finding.level for finding in project.check()] == ["note"]


def test_taking_a_merge_back_brings_every_label_back(project: Project) -> None:
    before = project.labelled(project.article("council"))
    force(project, lambda of: [merge(of, of.unit("u001"))])
    assert project.labelled(project.article("council")).outdated == {"Ana": 2, "Ben Ito": 2}
    project.revise("council", [lambda of: [undo(of)]], "Lea")
    after = project.labelled(project.article("council"))
    assert (after.labels, after.article.units) == (before.labels, before.article.units)


def test_a_label_given_meanwhile_to_the_old_words_is_not_applied(project: Project) -> None:
    work = labelling(project)
    old = work.article.unit("u004")
    new = force(project, lambda of: [split_at_words(of, of.unit("u004"), "in years")])
    work.label(old, "unverified")
    work.commit()
    work.revise(new)
    assert work.record(new.unit("u004")) is None
    waiting = work.waiting(new.unit("u004"))
    assert waiting is not None
    assert waiting.labels == ("unverified",)
    work.label(new.unit("u006"), "opinion")
    work.store.close()
    kept = read_all_labels(work.store.path, Expected(new, "Ana", project.codebook))
    assert sorted(kept.records) == ["u001", "u002", "u003", "u005", "u006"]
    assert sorted(kept.waiting) == ["u004"]


def test_undoing_a_label_of_a_unit_that_is_gone_says_so_and_breaks_nothing(project: Project) -> None:
    work = labelling(project)
    work.label(work.article.unit("u005"), "opinion")
    work.commit()
    work.revise(force(project, lambda of: [merge(of, of.unit("u004"))]))
    event = work.undo()
    assert event is not None
    assert event.unit == "u005"
    work.store.close()
    assert [finding.level for finding in project.check()] == ["note", "note"]


def test_two_programs_at_once_lose_no_edit(project: Project) -> None:
    def work(number: int) -> None:
        other = Project.open(project.root)
        other.revise("harbour", [lambda of: _draft(of, number)], f"Lea {number}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    of = project.article("harbour")
    assert {edit.editor for edit in of.edits} == {f"Lea {number}" for number in range(8)}


def _draft(of: Article, number: int) -> list[Draft]:
    draft = change_metadata(of, {"outlet": f"Post {number}"})
    assert draft is not None
    return [draft]


def test_an_edit_that_cannot_be_written_changes_nothing(project: Project) -> None:
    of = project.article("harbour")
    shutil.rmtree(project.corpus)
    with pytest.raises(AnnotatorError):
        project.revise(of.id, [lambda of: [merge(of, of.units[0])]], "Lea")


@pytest.fixture
def other(project: Project, tmp_path: Path) -> Project:
    shutil.copytree(project.root, tmp_path / "laptop")
    return Project.open(tmp_path / "laptop")


def test_merging_takes_edits_over_from_the_side_that_has_them(
    annotator: CommandLine, project: Project, other: Project
) -> None:
    force(other, lambda of: [merge(of, of.unit("u004"))])
    ran = annotator("merge", other.root, "--project", project.root)
    assert (ran.code, ran.err) == (0, "")
    assert f"joined: {project.article('council').id} (1 edit), 4 labels to be confirmed\n" in ran.out
    assert project.article("council") == other.article("council")
    force(project, lambda of: [change_kind(of, of.unit("u004"), "quote")])
    state = project.article("council")
    assert annotator("merge", other.root, "--project", project.root).code == 0
    assert project.article("council") == state


def test_edits_on_both_sides_are_a_conflict_and_ours_is_kept(
    annotator: CommandLine, project: Project, other: Project
) -> None:
    force(other, lambda of: [merge(of, of.unit("u004"))])
    force(project, lambda of: [change_kind(of, of.unit("u004"), "quote")])
    state = project.article("council")
    ran = annotator("merge", other.root, "--project", project.root)
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert "edited here and in the other copy; ours is kept" in ran.err
    assert project.article("council") == state


def test_a_refusal_says_whose_labels_to_programs_too(project: Project) -> None:
    with pytest.raises(LabelsTouched) as refused:
        project.revise("council", [lambda of: [change_kind(of, of.units[0], "caption")]], "Lea")
    touched = refused.value.touched
    assert (touched.here, touched.elsewhere) == ({"Ana": 1, "Ben Ito": 1}, {"Ana": 4, "Ben Ito": 4})
    assert "stay as they are" in str(touched)


def test_an_article_without_edits_is_written_as_before(project: Project) -> None:
    (file,) = project.corpus.glob("harbour*.json")
    assert "edits" not in json.loads(file.read_text())
