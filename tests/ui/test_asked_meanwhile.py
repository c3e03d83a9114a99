"""What happens to the sentence and its labels while something is asked about it."""

from collections.abc import Callable

import pytest

from annotator.editing import merge
from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from schemas import ProjectSettings
from tests.ui.looking import annotating, line_of, on_top, reader_lines, screen_text, until, until_saved

OpenApp = Callable[..., AnnotatorApp]

ASKED = {
    "comment": (["x"], ["h", "i", "enter"]),
    "credibility": (["u", "up", "c"], ["3"]),
    "source": (["s", "up", "enter"], ["A", "n", "a", "enter"]),
}


@pytest.mark.parametrize(("ask", "answer"), ASKED.values(), ids=ASKED)
async def test_an_answer_about_a_sentence_that_others_have_merged_is_not_kept(
    open_app: OpenApp, project: Project, ask: list[str], answer: list[str]
) -> None:
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("home", "down", "down", *ask)
        await until(pilot, lambda: not on_top(app))
        await until_saved(pilot)
        kept = dict(annotating(app).labelling.store.labels)
        project.revise("ferry", [lambda of: [merge(of, of.unit("u002"))]], "Bo", force=True)
        annotating(app).look_at_article()  # as it does every few seconds
        await pilot.press(*answer)
        await until(pilot, lambda: on_top(app))
        await pilot.pause(0.1)
        seen = screen_text(app)
        assert "edited meanwhile; nothing was changed" in seen or "the comment was: hi" in seen
        work = annotating(app).labelling
        assert set(work.store.labels) <= set(kept)
        assert all(not record.comment and record.credibility is None for record in work.store.labels.values())
        await until_saved(pilot)


@pytest.mark.parametrize("keys", [["x"], ["c"], ["enter"]], ids=["comment", "credibility", "source"])
async def test_a_window_that_only_reads_asks_nothing_that_it_could_not_keep(
    open_app: OpenApp, project: Project, keys: list[str]
) -> None:
    article = project.article("ferry")
    first = project.labelling(article, "Ana")
    label = "unverified" if keys == ["c"] else "sourced"
    first.label(article.units[2], label)
    first.commit()
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("home", "down", "down", "escape", *keys)
        await pilot.pause()
        assert on_top(app)
        assert "Read only: Ana on" in screen_text(app)
    first.store.close()


async def test_suggestions_stay_while_the_labels_of_another_program_are_followed(
    open_app: OpenApp, project: Project
) -> None:
    article = project.article("ferry")
    first = project.labelling(article, "Ana")
    first.toggle(article.units[0], "flag")
    first.commit()
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        screen = annotating(app)
        followed = screen.labelling
        await until(pilot, lambda: screen.labelling.suggestion(article.units[2]) is not None)
        project.settings = ProjectSettings(suggestions=False)  # nothing is thought of once more
        await pilot.press("home", "down", "down")
        plain = line_of(app, "harbour office")
        await pilot.press("v")
        place = next(place for place, line in enumerate(reader_lines(app)) if "harbour office" in line)
        chosen = reader_lines(app)[place]
        assert chosen != plain
        first.toggle(article.units[1], "flag")
        first.commit()
        await until(pilot, lambda: screen.labelling is not followed)
        await until(pilot, lambda: "!" in line_of(app, "PORT ANSELM"))
        assert reader_lines(app)[place] == chosen
        assert screen.labelling.suggestion(article.units[2]) is not None
    first.store.close()
