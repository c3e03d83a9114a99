"""One's own articles first, where they are dealt out; nothing on any screen of what the project hides."""

from functools import partial
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.articles import ArticlesScreen
from annotator.tui.widgets.article_list import ArticleList
from benchmarks.samples import article_of, make_record
from schemas import AssignmentRule, Cause
from tests.ui.looking import annotating, on_top, screen_text, until, until_saved

TITLES = ("Alder bridge", "Birch quay", "Cedar lock", "Dogwood gate", "Elm tower", "Fir crane")
SECRETS = ("Evening Tide", "Mira Kess", "tide.example")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Six articles of one outlet, a day each, of which Ben and Cleo have labelled the first two."""
    project = Project.create(tmp_path / "dealt")
    for day, title in enumerate(TITLES, start=1):
        said = [f"{title} was closed at noon, the port office said.", f"Nobody knows why {title} fell."]
        article = article_of(
            said,
            title,
            outlet="Evening Tide",
            url="https://tide.example/a",
            authors=("Mira Kess",),
            published=f"2031-03-{day:02}",
        )
        project.add(article)
    for title in TITLES[:2]:
        label(project, title, "Ben", "opinion")
        label(project, title, "Cleo", "unverified")
    return project


def label(project: Project, title: str, annotator: str, given: str) -> None:
    article = project.article(title.lower().replace(" ", "-"))
    for unit in article.units:
        record = make_record(article, unit.id, given, annotator=annotator, codebook=project.codebook.ref)
        project.save(article, record, Cause.KEY)


def dealt(project: Project, *annotators: str) -> dict[str, tuple[str, ...]]:
    """Deal the articles out, one annotator each, and give titles and names."""
    rows = project.assign(AssignmentRule(annotators=annotators, overlap=0.0)).rows
    return {project.header(name).title: who for name, who in rows.items()}


def title(app: App[None]) -> str:
    return annotating(app).labelling.article.title


def is_open(app: App[None], name: str) -> bool:
    return title(app) == name


async def show_articles(pilot: Pilot[None]) -> None:
    await pilot.press("a")
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    assert isinstance(pilot.app.screen, ArticlesScreen)


def listed(app: App[None]) -> list[str]:
    listing = app.screen.query_one(ArticleList)
    rows = (listing.render_line(place).text for place in range(len(listing.places)))
    return [" ".join(row.split()) for row in rows]


async def test_work_begins_with_ones_own_articles_and_goes_on_through_them(project: Project) -> None:
    rows = dealt(project, "Ana", "Dora")
    own = [name for name in TITLES if rows[name] == ("Ana",)]
    assert len(own) == 3
    app = AnnotatorApp(project, "Ana")
    async with app.run_test(size=(100, 30)) as pilot:
        for name in own:
            assert title(app) == name
            await pilot.press("u", "u")
            await until_saved(pilot)
            await pilot.press("N")
            if name != own[-1]:
                await until(pilot, partial(is_open, app, own[own.index(name) + 1]))
        await until(pilot, lambda: "No other article" in screen_text(app))
        assert title(app) == own[-1]
        assert "No other article of yours is unfinished. a lists all." in screen_text(app)


async def test_the_list_has_ones_own_first_and_marked_and_can_show_them_alone(project: Project) -> None:
    rows = dealt(project, "Ana", "Dora")
    own = [name for name in TITLES if rows[name] == ("Ana",)]
    app = AnnotatorApp(project, "Ana", project.article_ids()[0])
    async with app.run_test(size=(100, 30)) as pilot:
        await show_articles(pilot)
        lines = listed(app)
        assert ["*" in line for line in lines] == [True] * 3 + [False] * 3
        assert all(name in line for name, line in zip(own, lines, strict=False))
        assert "6 articles, 3 yours (*), 0 finished" in screen_text(app)
        await pilot.press("end")
        await pilot.pause()
        assert "not assigned to you" in screen_text(app)
        await pilot.press(*"is:mine")
        await until(pilot, lambda: len(listed(app)) == 3)
        assert "3 of 6 articles" in screen_text(app)


async def test_another_article_can_be_opened_by_hand_and_that_is_said(project: Project) -> None:
    rows = dealt(project, "Ana", "Dora")
    other = next(name for name in TITLES if rows[name] == ("Dora",))
    app = AnnotatorApp(project, "Ana")
    async with app.run_test(size=(100, 30)) as pilot:
        assert "Not assigned" not in screen_text(app)
        await show_articles(pilot)
        await pilot.press(*other.split()[0].lower())
        await until(pilot, lambda: len(listed(app)) == 1)
        await pilot.press("enter")
        await until(pilot, lambda: on_top(app) and title(app) == other)
        await until(pilot, lambda: "Not assigned to you" in screen_text(app))
        await pilot.press("u")
        await until_saved(pilot)
    assert project.labelled_units(project.article(other.split()[0].lower()).id, "Ana") == 1


async def test_where_nothing_is_dealt_out_nothing_is_said_of_it(project: Project) -> None:
    app = AnnotatorApp(project, "Ana")
    async with app.run_test(size=(100, 30)) as pilot:
        await show_articles(pilot)
        assert not [line for line in listed(app) if "*" in line]
        assert "yours" not in screen_text(app)
    guest = Project.open(project.root)
    dealt(guest, "Dora", "Emil")
    app = AnnotatorApp(guest, "Ana")
    async with app.run_test(size=(100, 30)) as pilot:
        await show_articles(pilot)
        assert not [line for line in listed(app) if "*" in line]


async def test_an_annotator_without_articles_is_told(project: Project) -> None:
    (project.root / "annotator.toml").write_text('[assignment]\nannotators = ["Ana", "Ben"]\n')
    app = AnnotatorApp(project, "Ana")
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "Not assigned to you" in screen_text(app))
        await pilot.press("N")
        await until(pilot, lambda: "No article is assigned to you" in screen_text(app))


KEYS = ("a", "slash", "g", "question_mark", "comma", "e", "enter", "x", "P", "colon", "C", "D", "A")


async def opened_everywhere(app: AnnotatorApp) -> str:
    """All that the app shows on every screen that a key opens from a sentence with a label."""
    told = []
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.press("s", "up")
        await until_saved(pilot)
        for key in KEYS:
            home = app.screen
            await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause(0.05)
            told.append(screen_text(app))
            assert app.screen is not home
            if isinstance(app.screen, ArticlesScreen):
                app.screen.query_one(Input).value = "outlet:evening"
                await pilot.pause(0.05)
                told.append(screen_text(app))
                app.screen.query_one(Input).value = ""
            for _ in range(4):
                if app.screen is home:
                    break
                await pilot.press("escape")
                await pilot.pause(0.02)
    return "\n".join(told)


async def test_no_screen_says_where_an_article_comes_from_when_that_is_hidden(project: Project) -> None:
    first = project.article_ids()[0]
    label(project, TITLES[0], "Ana", "opinion")
    text = await opened_everywhere(AnnotatorApp(project, "Ana", first))
    assert text.count("Evening Tide") > 5
    (project.root / "annotator.toml").write_text("blind_outlet = true\n")
    before = (project.corpus / f"{first}.json").read_bytes()
    text = await opened_everywhere(AnnotatorApp(Project.open(project.root), "Ana", first))
    assert not [secret for secret in SECRETS if secret in text]
    assert "Outlets are hidden in this project" in text
    assert (project.corpus / f"{first}.json").read_bytes() == before


async def test_an_adjudicator_is_shown_where_articles_come_from(project: Project) -> None:
    (project.root / "annotator.toml").write_text('blind_outlet = true\nadjudicators = ["Ana"]\n')
    app = AnnotatorApp(project, "Ana", project.article_ids()[0])
    async with app.run_test(size=(160, 30)):
        assert "Evening Tide" in screen_text(app)
