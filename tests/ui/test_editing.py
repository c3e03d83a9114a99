"""Editing sentences in the app: keys in, edits in the file, labels to be confirmed on the screen."""

import random
from collections.abc import Callable
from functools import partial

import pytest
from textual.binding import Binding

from annotator.editing import change_metadata, merge, split_at_words
from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.edit_unit import EditUnitScreen
from schemas import Article, EditAction, UnitKind
from tests.ui.looking import (
    annotating,
    line_of,
    on_top,
    reader,
    reader_lines,
    screen_text,
    until,
    until_saved,
)

OpenApp = Callable[..., AnnotatorApp]


def ferry(project: Project) -> list[str]:
    of = project.article("ferry")
    return [f"{unit.id} {of.unit_text(unit)}" for unit in of.units]


def seen(app: AnnotatorApp) -> str:
    return " ".join(screen_text(app).split())


def elsewhere(project: Project, *plans: Callable[[Article], object], who: str = "Lea") -> Article:
    """Edit the ferry article as another program would."""
    made = [lambda of, plan=plan: [plan(of)] for plan in plans]
    return project.revise("ferry", made, who, force=True).article


def merge_at(place: int, of: Article) -> object:
    return merge(of, of.units[place])


async def test_split_at_the_cut_that_is_offered(open_app: OpenApp, project: Project) -> None:
    elsewhere(project, lambda of: merge(of, of.units[2]))
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("home", "down", "down", "e")
        assert isinstance(app.screen, EditUnitScreen)
        assert "Edit u003, sentence: what is wrong with it?" in seen(app)
        await pilot.press("s")
        assert "where does the second part begin?" in seen(app)
        marked = "\n".join(reader_lines(app))
        assert "said.┃Nobody was hurt." in " ".join(marked.split()).replace(" ┃", "┃") or "┃Nobody" in marked
        await pilot.press("enter")
        await pilot.pause()
        assert on_top(app)
        assert "u003 split into u003 and u012. z takes it back." in seen(app)
        assert "┃" not in "\n".join(reader_lines(app))
    assert "u012 Nobody was hurt." in ferry(project)
    assert project.article("ferry").edits[-1].editor == "Ana"


async def test_the_cut_moves_by_words_and_characters(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "e", "s")

        def second() -> str:
            return " ".join("\n".join(reader_lines(app)).split()).partition("┃")[2][:5]

        await pilot.press("home")
        assert second() == "ferry"
        await pilot.press("left", "right", "right")
        assert second() == "ran a"
        await pilot.press("left", "left")
        assert second() == "ferry"
        await pilot.press("end")
        assert second() == "said."
        await pilot.press("shift+right", "shift+right", "shift+left")
        assert second() == "aid." + second()[4:]
        await pilot.press("escape")
        assert on_top(app)
        assert "┃" not in "\n".join(reader_lines(app))
    assert project.article("ferry").edits == ()


async def test_merge_kind_and_taking_back(open_app: OpenApp, project: Project) -> None:
    before = project.article("ferry").units
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "e", "m")
        await pilot.pause()
        assert len(project.article("ferry").units) == len(before) - 1
        assert f"0/{len(before) - 1}" in seen(app)
        await pilot.press("e", "k", "right", "right", "enter")
        await pilot.pause()
        assert project.article("ferry").unit("u003").kind is UnitKind.CAPTION
        await pilot.press("z", "z")
        await pilot.pause()
        assert project.article("ferry").units == before
        assert f"0/{len(before)}" in seen(app)
        await pilot.press("Z")
        await pilot.pause()
        assert len(project.article("ferry").units) == len(before) - 1
        await pilot.press("e", "z")
        await pilot.pause()
        assert project.article("ferry").units == before
        actions = [edit.action for edit in project.article("ferry").edits]
        assert actions[2:] == [EditAction.UNDO, EditAction.UNDO, EditAction.REDO, EditAction.UNDO]
        assert on_top(app)


async def test_labels_are_asked_about_and_wait_to_be_confirmed(open_app: OpenApp, project: Project) -> None:
    app, unit = open_app(), project.article("ferry").unit("u003")
    async with app.run_test(size=(80, 24)) as pilot:
        # Accepting what is offered takes the offered passages.
        await until(pilot, lambda: annotating(app).labelling.suggestion(unit) is not None)
        await pilot.press("n", "n", "space", "u", "up", "up", "e", "m")
        await pilot.pause()
        assert "2 labels here by Ana will have to be confirmed" in seen(app)
        assert "2 labels of other sentences by Ana stay" in seen(app)
        assert len(ferry(project)) == 11
        await pilot.press("escape")
        assert project.article("ferry").edits == ()
        await pilot.press("e", "m", "y")
        await pilot.pause()
        assert "~S " in line_of(app, "ran aground")
        merged = "sourced, unverified, to be confirmed: the sentence was merged with another;"
        assert f"{merged} give one label for the whole" in seen(app)
        assert "space" not in seen(app)
        await pilot.press("z")
        await pilot.pause()
        assert on_top(app)
        assert " S " in line_of(app, "ran aground")
        assert annotating(app).labelling.labelled == 4
        await pilot.press("e", "s", "home", "right", "enter", "y")
        await pilot.pause()
        assert "~S " in line_of(app, "The ferry")
        lost = "the sentence was split; 3 marked passages fall away; space confirms"
        assert f"sourced, to be confirmed: {lost}" in seen(app)
        await pilot.press("f")
        await pilot.pause()
        assert "waits to be confirmed" in seen(app)
        await pilot.press("space")
        await until_saved(pilot)
        assert " S " in line_of(app, "The ferry")
        assert reader(app).cursor == 3
        assert reader(app).unit.id == "u012"
    labels = project.labelled(project.article("ferry")).labels["Ana"]
    assert sorted(labels) == ["u001", "u002", "u003", "u004"]


async def test_the_labels_own_key_confirms_too(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("home", "down", "down", "x", *"hm", "enter", "s", "up", "e", "m", "y", "s")
        await until_saved(pilot)
    record = project.labelled(project.article("ferry")).labels["Ana"]["u003"]
    assert (record.label, record.comment) == ("sourced", "hm")


async def test_edits_by_others_are_shown_and_nothing_is_lost(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "n", "s")
        await until_saved(pilot)
        elsewhere(
            project, lambda of: merge(of, of.unit("u004")), lambda of: change_metadata(of, {"title": "Ahoy"})
        )
        assert reader(app).unit.id == "u004"
        await pilot.press("u")
        await pilot.pause()
        assert annotating(app).labelling.labelled == 3
        assert "Edited by Lea: u004 and u005 merged into u004; title" in seen(app)
        assert "Ahoy" in seen(app)
        await pilot.press("u")
        await until_saved(pilot)
        assert annotating(app).labelling.labelled == 4
        elsewhere(project, lambda of: split_at_words(of, of.unit("u003"), "the harbour"))
        await pilot.press("up")
        await pilot.pause()
        assert "~S " in line_of(app, "ran aground")
        await pilot.press("home", "z", "z")
        await until_saved(pilot)
    assert list(project.labelled(project.article("ferry")).labels["Ana"]) == ["u001", "u002"]


async def test_an_articles_file_that_is_damaged_meanwhile_stops_nobody(
    open_app: OpenApp, project: Project
) -> None:
    (file,) = project.corpus.glob("ferry*.json")
    good = file.read_bytes()
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        file.write_bytes(good[:200])
        await pilot.press("n")
        await until_saved(pilot)
        assert "no valid article" in seen(app)
        assert "You go on with the article as it was." in seen(app)
        assert annotating(app).labelling.labelled == 2
        file.write_bytes(good)
        elsewhere(project, lambda of: change_metadata(of, {"title": "Ahoy"}))
        await pilot.press("escape", "n")
        await until_saved(pilot)
        assert "Ahoy" in seen(app)
    assert sorted(project.labelled(project.article("ferry")).labels["Ana"]) == ["u001", "u002", "u003"]


async def test_undo_turns_to_labels_when_the_edits_are_taken_back(
    open_app: OpenApp, project: Project
) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e", "k", "right", "enter")
        await pilot.pause()
        await pilot.press("n", "e", "k", "right", "enter", "y")
        await pilot.pause()
        await pilot.press("z")
        await pilot.pause()
        await pilot.press("z")
        await until_saved(pilot)
        assert annotating(app).labelling.labelled == 0
        await pilot.press("z")
        await pilot.pause()
        assert "nothing to undo" in seen(app)
    assert len(project.article("ferry").edits) == 3


@pytest.mark.parametrize("seed", range(4))
async def test_no_sequence_of_keys_breaks_anything(open_app: OpenApp, project: Project, seed: int) -> None:
    draw = random.Random(seed)
    app = open_app()
    keys = [
        "e",
        "e",
        "e",
        "s",
        "s",
        "m",
        "k",
        "z",
        "Z",
        "y",
        "enter",
        "escape",
        "left",
        "right",
        "home",
        "end",
    ]
    keys += ["shift+left", "shift+right", "down", "up", "space", "n", "u", "f", "delete", "tab"]
    text = project.article("ferry").text
    async with app.run_test(size=(80, 24)) as pilot:
        for number in range(150):
            await pilot.press(draw.choice(keys))
            if number % 40 == 39:
                place = draw.randrange(len(project.article("ferry").units) - 1)
                elsewhere(project, partial(merge_at, place))
        for _ in range(2):
            if not on_top(app):
                await pilot.press("escape")
        await until_saved(pilot)
        work = annotating(app).labelling
        of = project.article("ferry")
        await pilot.press("up")
        assert work.article == of
        assert of.text == text
        assert all(
            record.text_sha256 == of.unit_sha256(of.unit(unit)) for unit, record in work.store.labels.items()
        )
    assert [finding for finding in project.check() if finding.level == "problem"] == []


async def test_edits_are_noticed_without_any_key(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        elsewhere(project, lambda of: merge(of, of.unit("u004")))
        await until(pilot, lambda: "0/10" in seen(app))


async def test_a_decision_on_a_sentence_that_is_as_it_was_goes_on(
    open_app: OpenApp, project: Project
) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        elsewhere(project, lambda of: merge(of, of.unit("u004")))
        await pilot.press("n")
        await until_saved(pilot)
        assert annotating(app).labelling.labelled == 1
        assert "0/11" not in seen(app)


async def test_undo_of_a_label_on_a_sentence_that_is_gone(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("home", "down", "down", "down", "u")
        await until_saved(pilot)
        elsewhere(project, lambda of: merge(of, of.unit("u003")))
        await pilot.press("home", "z")
        await until_saved(pilot)
        assert "That was about u004, which is part of another sentence now." in seen(app)
        await pilot.press("Z")
        await until_saved(pilot)
    assert [finding.level for finding in project.check()] == ["note"]


async def test_anothers_edit_is_taken_back_only_when_confirmed(open_app: OpenApp, project: Project) -> None:
    elsewhere(project, lambda of: merge(of, of.unit("u004")))
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e", "z")
        await pilot.pause()
        assert "Lea did this: u004 and u005 merged into u004. Really take it back?" in seen(app)
        assert len(ferry(project)) == 10
        await pilot.press("y")
        await pilot.pause()
        assert on_top(app)
    assert len(ferry(project)) == 11


async def test_what_cannot_be_done_is_said_and_the_menu_stays(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end", "e", "m")
        await pilot.pause()
        assert "is the last unit" in seen(app)
        assert "take back" not in seen(app)
        await pilot.press("z", "Z", "k", "enter")
        await pilot.pause()
        assert "already" in seen(app)
        await pilot.press("u", "n", "o")
        assert annotating(app).labelling.labelled == 0
        await pilot.press("escape")
        assert on_top(app)


async def test_every_key_of_editing_is_in_the_help_and_by_mouse(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(100, 400)) as pilot:
        await pilot.press("question_mark")
        text = screen_text(app)
        for binding in EditUnitScreen.BINDINGS:
            assert isinstance(binding, Binding)
            assert binding.description in text
    async with open_app().run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "e")
        bar = next(widget for widget in pilot.app.screen.query("KeyBar"))
        await pilot.click(bar, offset=(18, 0))
        await pilot.pause()
    assert [edit.action for edit in project.article("ferry").edits] == [EditAction.MERGE]


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (160, 45)])
async def test_the_sentence_stays_in_sight_while_it_is_edited(
    open_app: OpenApp, project: Project, size: tuple[int, int]
) -> None:
    app = open_app()
    async with app.run_test(size=size) as pilot:
        for place in range(len(project.article("ferry").units)):
            await pilot.press("e")
            lines = app.export_screenshot()
            assert "▌" in lines, place
            await pilot.press("s")
            await pilot.press("escape", "escape") if not on_top(app) else None
            if not on_top(app):
                await pilot.press("escape")
            await pilot.press("down")
        assert project.article("ferry").edits == ()


async def test_a_text_of_another_script_can_be_cut(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        reader(app).cursor = next(i for i, unit in enumerate(ferry(project)) if "漢字" in unit)
        whole = project.article("ferry").unit_text(reader(app).unit)
        await pilot.press("e", "s", "home", *["shift+left"] * 60, "shift+right", "enter")
        await pilot.pause()
        of = project.article("ferry")
        (edit,) = of.edits
        assert [of.unit_text(unit) for unit in edit.after] == [whole[:2], whole[2:]]
