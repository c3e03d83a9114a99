"""Everybody comes back to where they were: article, sentence, and the row it stood on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.project import Project
from annotator.session import Place, Session
from annotator.tui.app import AnnotatorApp
from tests.ui.looking import annotating, reader, until

OpenApp = Callable[..., AnnotatorApp]

SENTENCES = " ".join(f"The gauge at lock {number} showed less than the day before." for number in range(120))


@pytest.fixture
def long_article(project: Project, tmp_path: Path) -> str:
    """Id of an article of several screens."""
    (tmp_path / "long.txt").write_text(f"Gauges fall\n\n{SENTENCES}\n", encoding="utf-8")
    (result,) = project.import_files([tmp_path / "long.txt"])
    return str(result.article)


async def test_the_sentence_stands_on_the_row_where_it_stood(project: Project, long_article: str) -> None:
    app = AnnotatorApp(project, "Ana", long_article)
    async with app.run_test(size=(90, 30)) as pilot:
        await pilot.press(*["down"] * 40)
        reader(app).show_at(4)
        await pilot.pause()
        assert reader(app).row == 4
        await pilot.press("q")
    app = AnnotatorApp(project, "Ana")
    async with app.run_test(size=(90, 30)) as pilot:
        await pilot.pause()
        assert annotating(app).labelling.article.id == long_article
        assert (reader(app).cursor, reader(app).row) == (40, 4)


async def test_a_smaller_terminal_has_the_sentence_in_sight(project: Project, long_article: str) -> None:
    app = AnnotatorApp(project, "Ana", long_article)
    async with app.run_test(size=(120, 50)) as pilot:
        await pilot.press(*["down"] * 60)
        reader(app).show_at(38)
        await pilot.press("q")
    app = AnnotatorApp(project, "Ana")
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert reader(app).cursor == 60
        assert reader(app).in_view
        await pilot.resize_terminal(100, 40)
        await pilot.pause()
        assert reader(app).cursor == 60
        assert reader(app).in_view


async def test_a_move_is_remembered_without_any_decision(project: Project, long_article: str) -> None:
    app = AnnotatorApp(project, "Ana", long_article)
    async with app.run_test(size=(90, 30)) as pilot:
        await pilot.press("end")
        session = Session.load(project.root, "Ana")
        last = len(annotating(app).labelling.article.units) - 1
        await until(pilot, lambda: (session.place_in(long_article) or Place(0)).unit == last)
        # Nothing of what a killed app would not have done is needed from here on.
        assert Session.load(project.root, "Ana").article == long_article


def test_what_is_remembered_is_each_annotators_and_each_articles_own(tmp_path: Path) -> None:
    session = Session.load(tmp_path, "Ana")
    for article, place in (("one-00000001", Place(3, 5)), ("two-00000002", Place(0, None))):
        session.article = article
        session.save(place)
    again = Session.load(tmp_path, "ana")
    assert again.article == "two-00000002"
    assert again.place_in("one-00000001") == Place(3, 5)
    assert again.place_in("two-00000002") == Place(0)
    assert again.place_in("three-00000003") is None
    assert Session.load(tmp_path, "Ben").article == ""


@pytest.mark.parametrize("damage", ["", "{", "[]", '["x", 1]', "[1.5, 2]", "[-9, 2]", "null", "[" * 5000])
def test_a_damaged_place_is_no_place(tmp_path: Path, damage: str) -> None:
    session = Session.load(tmp_path, "Ana")
    session.article = "one-00000001"
    session.save(Place(3, 5))
    for file in session.folder.rglob("*.json"):
        file.write_text(damage)
    again = Session.load(tmp_path, "Ana")
    assert again.article == ""
    assert again.place_in("one-00000001") is None
