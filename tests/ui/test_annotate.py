"""The annotate screen as an annotator uses it: keys in, labels on the disk, signs on the screen."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from tinydb import TinyDB

from annotator.codebook import default_codebook_text
from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.articles import ArticlesScreen
from annotator.tui.screens.comment import CommentScreen
from annotator.tui.screens.help import HelpScreen
from annotator.tui.screens.too_small import TooSmallScreen
from annotator.tui.widgets.inspector import Inspector
from annotator.tui.widgets.titlebar import SaveState, TitleBar
from schemas import Annotation
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


def labels_on_disk(project: Project, annotator: str = "ana") -> dict[int, str | None]:
    """What plain TinyDB finds in the ferry article's file: label by unit number."""
    (path,) = (project.root / "annotations" / annotator).glob("ferry*.json")
    with TinyDB(path) as database:
        return {document.doc_id: document.get("label") for document in database.table("labels").all()}


def record_of(project: Project, number: int, annotator: str = "Ana") -> Annotation:
    """One validated record, read anew from the disk."""
    article = project.article("ferry")
    with project.store(article, annotator, read_only=True) as store:
        return store.labels[article.units[number - 1].id]


async def test_each_label_key_labels_saves_and_moves_on(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "n", "s", "u", "o")
        await until_saved(pilot)
        assert reader(app).cursor == 5
        assert " N " in line_of(app, "Ferry stranded off")
        assert " S " in line_of(app, "ran aground")
        assert labels_on_disk(project) == {
            1: "not_a_claim",
            2: "not_a_claim",
            3: "sourced",
            4: "unverified",
            5: "opinion",
        }


async def test_every_key_of_the_codebook_is_bound(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s")
        for label in project.codebook.labels:
            for key, same_source in ((label.key, False), (label.same_source_key, True)):
                if key is not None:
                    place = reader(app).cursor
                    await pilot.press(key)
                    record = annotating(app).labelling.record(project.article("ferry").units[place])
                    assert record is not None
                    assert (record.label, record.same_source) == (label.name, same_source)


async def test_same_source_needs_a_sourced_sentence_before_it(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("quotation_mark")
        await pilot.pause()
        assert annotating(app).labelling.labelled == 0
        assert reader(app).cursor == 0
        assert "no sourced sentence before this one" in screen_text(app)
        await pilot.press("s", "quotation_mark")
        assert ' " ' in reader_lines(app)[3]
        assert annotating(app).labelling.labelled == 2


async def test_undo_and_redo_go_where_the_change_was(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "n", "s", "end", "z")
        await until_saved(pilot)
        assert reader(app).cursor == 2
        assert labels_on_disk(project) == {1: "not_a_claim", 2: "not_a_claim"}
        await pilot.press("Z")
        await until_saved(pilot)
        assert labels_on_disk(project)[3] == "sourced"


async def test_undo_reaches_into_the_session_before(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "s", "q")
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        assert reader(app).cursor == 2
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+y")
        await until_saved(pilot)
        assert labels_on_disk(project) == {1: "not_a_claim"}


async def test_flag_comment_and_remove(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "f", "x")
        assert isinstance(app.screen, CommentScreen)
        await pilot.press(*"who?", "enter")
        await until_saved(pilot)
        assert "!+" in line_of(app, "ran aground")
        assert record_of(project, 3).comment == "who?"
        assert record_of(project, 3).flag
        await pilot.press("s", "up", "delete")
        await until_saved(pilot)
        assert labels_on_disk(project) == {}
        await pilot.press("z")
        await until_saved(pilot)
        assert record_of(project, 3).comment == "who?"


async def test_keys_typed_into_a_comment_label_nothing(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x", *"sunoq", "escape")
        await pilot.pause()
        assert annotating(app).labelling.labelled == 0
        assert app.screen is annotating(app)


async def test_moving(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    last = len(project.article("ferry").units) - 1
    async with app.run_test(size=(80, 24)) as pilot:
        for keys, place in (
            (["down", "j"], 2),
            (["up", "k"], 0),
            (["up"], 0),
            (["end"], last),
            (["down"], last),
            (["home"], 0),
            (["pagedown"], None),
            (["pageup"], 0),
            (["n", "n", "home", "tab"], 2),
            (["home", "shift+tab"], last),
        ):
            await pilot.press(*keys)
            if place is None:
                assert reader(app).cursor > 3
            else:
                assert reader(app).cursor == place


async def test_a_click_moves_the_cursor(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        row = next(y for y, line in enumerate(reader_lines(app)) if "Then it went quiet" in line)
        await pilot.click(reader(app), offset=(20, row))
        assert "Then it went quiet" in reader_lines(app)[row]
        assert reader_lines(app)[row].lstrip().startswith("▌")


async def test_a_click_on_the_key_bar_does_what_the_key_does(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click("KeyBar", offset=(2, 0))
        assert annotating(app).labelling.labelled == 1


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (160, 45), (200, 60)])
async def test_the_current_sentence_is_marked_and_never_at_the_edge(
    open_app: OpenApp, project: Project, size: tuple[int, int]
) -> None:
    app = open_app()
    async with app.run_test(size=size) as pilot:
        for place in range(len(project.article("ferry").units)):
            lines = reader_lines(app)
            marked = [y for y, line in enumerate(lines) if "▌" in line]
            assert marked, f"unit {place} is not in view"
            assert max(marked) < len(lines) - 1
            assert place == reader(app).cursor
            await pilot.press("down")


async def test_article_text_is_never_markup(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(160, 45)) as pilot:
        for part in ("[sic]", "[b]odd[/b]", "[/", "[red]colours"):
            assert part in "\n".join(reader_lines(app))
        await pilot.press("end", "up", "up", "x")
        await pilot.press(*"[b] [/", "enter")
        await until_saved(pilot)
        assert "[b] [/" in screen_text(app)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (200, 60)])
async def test_every_word_is_drawn_whatever_the_script(
    open_app: OpenApp, project: Project, size: tuple[int, int]
) -> None:
    app = open_app()
    seen: list[str] = []
    async with app.run_test(size=size) as pilot:
        for _ in project.article("ferry").units:
            seen += [line for line in reader_lines(app) if line not in seen]
            await pilot.press("down")
    drawn = "".join("".join(seen).split())
    for word in project.article("ferry").text.replace("\u202e", "·").split():
        assert word in drawn
    assert "\u202e" not in drawn


async def test_a_sentence_taller_than_the_screen_can_be_read_to_its_end(
    open_app: OpenApp, project: Project, tmp_path: Path
) -> None:
    words = [f"word{number}" for number in range(400)]
    (tmp_path / "long.txt").write_text("A short one. " + " ".join(words) + ". The end.")
    list(project.import_files([tmp_path / "long.txt"]))
    app = open_app(article="a-short-one")
    async with app.run_test(size=(60, 16)) as pilot:
        seen = ""
        for _ in range(60):
            seen += " ".join(reader_lines(app))
            if reader(app).cursor == 2:
                break
            await pilot.press("down")
        assert all(word in seen for word in words)
        await pilot.press("up")
        assert reader(app).cursor == 1
        for _ in range(60):
            if reader(app).cursor == 1:
                await pilot.press("up")
        assert reader(app).cursor == 0


async def test_a_key_never_decides_about_a_sentence_out_of_sight(
    open_app: OpenApp, project: Project, tmp_path: Path
) -> None:
    (tmp_path / "many.txt").write_text("Many\n\n" + "Something happened here. " * 80)
    list(project.import_files([tmp_path / "many.txt"]))
    app = open_app(article="many")
    async with app.run_test(size=(80, 24)) as pilot:
        reader(app).scroll_to(y=60, animate=False)
        await pilot.pause()
        assert "▌" not in "\n".join(reader_lines(app))
        await pilot.press("s")
        assert annotating(app).labelling.labelled == 0
        assert "▌" in "\n".join(reader_lines(app))
        await pilot.press("s")
        assert annotating(app).labelling.labelled == 1


async def test_time_is_counted_for_the_sentence_that_had_it(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    now = 1_000.0
    async with app.run_test(size=(80, 24)) as pilot:
        labelling = annotating(app).labelling
        labelling._clock = lambda: now  # the only way to pass time without waiting for it
        labelling.resume()
        now += 40
        await pilot.press("down")
        now += 5
        await pilot.press("f")
        now += 2
        await pilot.press("s")
        await until_saved(pilot)
    assert record_of(project, 2).seconds == 7


async def test_the_theme_changes_what_is_drawn_already(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s")

        def colours() -> set[str]:
            return {str(segment.style) for y in range(4) for segment in reader(app).render_line(y)}

        dark = colours()
        await pilot.press("t")
        await pilot.pause()
        assert app.theme == "annotator-light"
        assert not dark & colours()


async def test_resizing_keeps_the_sentence_in_view_and_asks_for_room(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        place = reader(app).cursor
        for size in ((160, 45), (60, 16), (120, 30)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert any("▌" in line for line in reader_lines(app))
            assert app.screen.query_one(Inspector).compact == (size[0] < 120)
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        assert isinstance(app.screen, TooSmallScreen)
        assert "needs 60×16; this terminal is 40×10" in " ".join(screen_text(app).split())
        await pilot.press("s")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert on_top(app)
        assert reader(app).cursor == place
        assert annotating(app).labelling.labelled == 0


async def test_help_shows_the_rules_and_every_key(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(100, 400)) as pilot:
        bindings = [active.binding for active in annotating(app).active_bindings.values()]
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        text = screen_text(app)
        for rule in project.codebook.rules:
            assert rule.title in text
        for binding in bindings:
            if binding.id:
                assert binding.description in text
        await pilot.press("escape")
        assert on_top(app)


async def test_an_unsaved_label_stays_visible_and_is_saved_when_the_disk_is_back(
    open_app: OpenApp, project: Project
) -> None:
    app = open_app()
    annotations = project.root / "annotations"
    async with app.run_test(size=(80, 24)) as pilot:
        shutil.rmtree(annotations)
        annotations.write_text("in the way")
        await pilot.press("s")
        title = annotating(app).query_one(TitleBar)
        await until(pilot, lambda: title.saving is SaveState.FAILED)
        assert "×" in line_of(app, "Ferry stranded off")
        assert "is a file, a folder is needed" in " ".join(screen_text(app).split())
        await pilot.press("q")
        await pilot.pause()
        assert app.is_running
        annotations.unlink()
        await until_saved(pilot)
        assert "×" not in line_of(app, "Ferry stranded off")
        assert "Not saved" not in screen_text(app)
    assert labels_on_disk(project) == {1: "sourced"}


@pytest.fixture
def slow_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """A disk that answers only when the event is set, or in the end."""
    answers = Event()
    flush = os.fsync

    def wait_and_flush(descriptor: int) -> None:
        answers.wait(30)
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", wait_and_flush)
    yield answers
    answers.set()


async def test_leaving_waits_for_a_slow_disk_and_the_screen_goes_on(
    open_app: OpenApp, project: Project, slow_disk: Event
) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "q")
        await until(pilot, lambda: "closes when everything is on the disk" in screen_text(app))
        await pilot.press("down", "u")  # work goes on, and calls it off
        assert annotating(app).place == 3 and app.is_running
        await pilot.press("q", "q")
        await until(pilot, lambda: "has not answered yet" in screen_text(app))
        slow_disk.set()
        await until(pilot, lambda: not app.is_running)
    assert labels_on_disk(project) == {1: "sourced", 3: "unverified"}


async def test_another_article_opens_when_a_slow_disk_has_answered(
    open_app: OpenApp, project: Project, slow_disk: Event
) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "a")
        await until(pilot, lambda: "2 articles" in screen_text(app))
        await pilot.press(*"market", "enter")
        await until(pilot, lambda: "opens when everything is on the disk" in screen_text(app))
        assert isinstance(app.screen, ArticlesScreen)
        slow_disk.set()
        await until(pilot, lambda: isinstance(app.screen, AnnotateScreen))
        assert "Market reopens" in screen_text(app)
    assert labels_on_disk(project) == {1: "sourced"}


async def test_a_sentence_is_edited_when_a_slow_disk_has_answered(
    open_app: OpenApp, project: Project, slow_disk: Event
) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "e", "m")
        await until(pilot, lambda: "done when the labels are on the disk" in screen_text(app))
        assert not project.article("ferry").edits
        slow_disk.set()
        await until(pilot, lambda: "has labels" in screen_text(app))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, AnnotateScreen))
    assert labels_on_disk(project) == {1: "sourced"}
    assert [edit.action for edit in project.article("ferry").edits] == ["merge"]


async def test_an_edit_that_waits_for_the_disk_is_called_off(
    open_app: OpenApp, project: Project, slow_disk: Event
) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "e", "m", "escape")
        await until(pilot, lambda: isinstance(app.screen, AnnotateScreen))
        slow_disk.set()
        await until_saved(pilot)
    assert not project.article("ferry").edits


async def test_leaving_without_saving_is_asked_anew_after_every_decision(
    open_app: OpenApp, project: Project
) -> None:
    app = open_app()
    annotations = project.root / "annotations"
    async with app.run_test(size=(80, 24)) as pilot:
        annotations.rmdir()
        annotations.write_text("in the way")
        await pilot.press("s", "q")
        await until(pilot, lambda: annotating(app).warned)
        assert "q again leaves without saving" in " ".join(screen_text(app).split())
        await pilot.press("u", "q")
        await until(pilot, lambda: annotating(app).warned)
        assert app.is_running
        await pilot.press("q")
        await pilot.pause()
        assert not app.is_running


async def test_a_second_window_only_reads_follows_and_takes_over(open_app: OpenApp, project: Project) -> None:
    article = project.article("ferry")
    first = project.labelling(article, "Ana")
    first.toggle(article.units[0], "flag")
    first.commit()
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s")
        await pilot.pause()
        assert annotating(app).query_one(TitleBar).saving is SaveState.READ_ONLY
        assert annotating(app).labelling.labelled == 0
        assert "READ ONLY" in screen_text(app)
        assert "Read only: Ana on" in screen_text(app)
        first.label(article.units[3], "opinion")
        first.commit()
        await until(pilot, lambda: " O " in "\n".join(reader_lines(app)))
        first.store.close()
        await until(pilot, lambda: not annotating(app).labelling.store.read_only)
        await pilot.press("s")
        await until_saved(pilot)
        assert "Read only" not in screen_text(app)
    assert labels_on_disk(project) == {1: "sourced", 4: "opinion"}


async def test_a_file_damaged_while_another_writes_is_told_when_it_is_set_aside(
    open_app: OpenApp, project: Project
) -> None:
    article = project.article("ferry")
    first = project.labelling(article, "Ana")
    first.label(article.units[3], "opinion")
    first.commit()
    path = first.store.path
    path.write_bytes(path.read_bytes().replace(b'"opinion"', b'"sourced"', 1))
    app = open_app()
    async with app.run_test(size=(160, 50)) as pilot:
        await until(pilot, lambda: "Read only: Ana on" in screen_text(app))
        assert "damaged" in screen_text(app)
        first.store.close()
        await until(pilot, lambda: "set aside" in screen_text(app))
    assert len(list(path.parent.glob("*.damaged-*"))) == 1


async def test_the_other_quit_key_asks_too(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    annotations = project.root / "annotations"
    async with app.run_test(size=(80, 24)) as pilot:
        annotations.rmdir()
        annotations.write_text("in the way")
        await pilot.press("s", "ctrl+q")
        await pilot.pause()
        assert app.is_running
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert not app.is_running


async def test_no_label_key_is_left_out_where_the_screen_is_narrow(
    open_app: OpenApp, project: Project
) -> None:
    app = open_app()
    async with app.run_test(size=(60, 16)):
        text = screen_text(app)
        for label in project.codebook.labels:
            assert f" {label.key}  {label.title}" in text
        assert "? help" in text


@pytest.mark.parametrize(
    ("environment", "theme"),
    [({}, "annotator-dark"), ({"NO_COLOR": "1"}, "annotator-ansi"), ({"TEXTUAL_THEME": "nord"}, "nord")],
)
async def test_the_theme_suits_the_terminal(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], theme: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.theme == theme
        await pilot.press("s", "t", "t", "t")
        assert " S " in line_of(app, "Ferry stranded off")


async def test_nobody_sees_the_labels_of_another(open_app: OpenApp) -> None:
    app = open_app("Ana")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "u", "o", "q")
    app = open_app("Ben")
    async with app.run_test(size=(80, 24)):
        assert annotating(app).labelling.labelled == 0
        assert " S " not in "\n".join(reader_lines(app))


async def test_a_label_given_under_other_rules_is_shown_and_not_applied(
    open_app: OpenApp, project: Project
) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "u", "q")
    text = (
        default_codebook_text()
        .replace('name = "sourced"', 'name = "quoted"')
        .replace('"sourced"]', '"quoted"]')
    )
    text = text.replace('"sourced", ', '"quoted", ').replace('decides = "sourced"', 'decides = "quoted"')
    (project.root / "codebook.toml").write_text(text.replace('version = "1.0"', 'version = "2.0"'))
    app = AnnotatorApp(Project.open(project.root), "Ana", project.article("ferry").id)
    async with app.run_test(size=(80, 24)) as pilot:
        assert annotating(app).labelling.labelled == 1
        await pilot.press("home")
        assert " ~ " in line_of(app, "Ferry stranded off")
        assert "label it again" in screen_text(app)
        await pilot.press("s")
        await until_saved(pilot)
        assert " S " in line_of(app, "Ferry stranded off")
        assert labels_on_disk(project) == {1: "quoted", 2: "unverified"}
