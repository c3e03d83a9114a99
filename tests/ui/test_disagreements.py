"""The list of disagreements: filtered while typing, each in its article; what becomes of the one chosen."""

from collections.abc import Callable
from shutil import rmtree

import pytest

from annotator.compare.wanted import Wanted
from annotator.project import Project
from annotator.settings import SETTINGS_FILE
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.adjudicate import AdjudicateScreen
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.disagreements import DisagreementsScreen
from annotator.tui.widgets.disagreement_list import DisagreementList
from annotator.tui.widgets.reader import Reader
from tests.ui.looking import on_top, reader, screen_text, until
from tests.ui.several import adjudicate, disagree, list_disagreements, listed, open_as_adjudicator, place, say

OpenApp = Callable[..., AnnotatorApp]
TIE = "The ferry Lisbet ran aground at dawn, the harbour office said."


@pytest.fixture
def app(project: Project) -> AnnotatorApp:
    """The app of somebody who has labelled nothing, and may see all labels."""
    disagree(project)
    return open_as_adjudicator(project)


def rows(app: AnnotatorApp) -> list[str]:
    """The lines of the list as drawn now."""
    widget = app.screen.query_one(DisagreementList)
    return [widget.render_line(y).text for y in range(len(widget.items))]


async def test_the_worst_comes_first_with_a_letter_for_everybody(app: AnnotatorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await list_disagreements(pilot)
        assert listed(app)[0] == TIE
        assert rows(app)[0].startswith("▌ S   U   O")
        assert "5 disagreements, 5 in the label" in screen_text(app)
        assert "1 Ana  2 Ben  3 Cem" in screen_text(app)


async def test_the_one_chosen_stands_in_its_article_with_what_everybody_says(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await list_disagreements(pilot)
        text = screen_text(app)
        assert "Nobody was hurt." in text  # the sentence after it
        assert "comment the office says it" in text
        assert "they part at rule 2" in text
        assert "Rule 2, Who says so, in this sentence?" in text
        assert screen.query_one(Reader).cursor == 2
        await pilot.press("end")
        await until(pilot, lambda: "Prices rose" in screen_text(app) and "Ana" in screen_text(app))


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("pair:ana,ben", 4),
        ("pair:cem", 3),
        ("label:sourced/opinion", 1),
        ("label:sou", 2),
        ("state:tie", 3),
        ("state:maj", 2),
        ("kind:heading", 0),
        ("article:market", 2),
        ("rule:2", 2),
        ("field:hedge", 0),
        ("ferry aground", 1),
        ("market pair:ana,cem", 0),
        ("is:changed", 0),
    ],
)
async def test_the_list_is_filtered_while_typing(app: AnnotatorApp, typed: str, count: int) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        await list_disagreements(pilot)
        await pilot.press(*typed)
        await until(pilot, lambda: len(listed(app)) == count)
        assert f"{count} of 5 disagreements" in screen_text(app) or count == 5
        await pilot.press("escape")
        await until(pilot, lambda: len(listed(app)) == 5)


async def test_what_is_not_understood_is_told_and_filters_nothing(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        await list_disagreements(pilot)
        await pilot.press(*"state:x")
        await until(pilot, lambda: "state: unanimous, majority, tie" in screen_text(app))
        assert len(listed(app)) == 5


async def test_what_differs_though_the_label_agrees_is_listed_last(
    project: Project, app: AnnotatorApp
) -> None:
    labelling = project.labelling(project.article("ferry"), "Ana")
    labelling.toggle(labelling.article.units[0], "gap")
    labelling.commit()
    labelling.store.close()
    async with app.run_test(size=(120, 30)) as pilot:
        await list_disagreements(pilot)
        assert "6 disagreements, 5 in the label" in screen_text(app)
        await pilot.press(*"field:gap")
        await until(pilot, lambda: listed(app) == ["Ferry stranded off Port Anselm"])
        await until(pilot, lambda: "they differ in gap" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, AdjudicateScreen))
        assert "all agree, but for gap" in screen_text(app)
        await pilot.press("1")
        assert "by Mara, as Ana" in screen_text(app)


async def test_enter_settles_and_goes_on_through_what_is_listed(app: AnnotatorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await list_disagreements(pilot)
        await pilot.press(*"article:market", "enter")
        await until(pilot, lambda: isinstance(app.screen, AdjudicateScreen))
        first = place(app)
        await pilot.press("1")
        assert place(app)[0] == first[0] != "Ferry stranded off Port Anselm"
        await pilot.press("1")
        assert "All of this is settled" in screen_text(app)
        await pilot.press("D")
        await until(pilot, lambda: isinstance(app.screen, DisagreementsScreen))
        assert all("=" in row for row in rows(app))


async def test_tab_goes_to_the_sentence_in_ones_own_article(app: AnnotatorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await list_disagreements(pilot)
        await pilot.press(*"prices", "tab")
        await until(pilot, lambda: on_top(app) and "Market reopens" in screen_text(app))
        assert reader(app).cursor == 2


async def test_whoever_may_not_settle_is_led_to_the_own_article(project: Project) -> None:
    disagree(project)
    with (project.root / SETTINGS_FILE).open("a", encoding="utf-8") as settings:
        settings.write('\nadjudicators = ["Mara"]\nblind = false\n')
    app = AnnotatorApp(Project.open(project.root), "Cem", project.article("market").id)
    async with app.run_test(size=(80, 24)) as pilot:
        await list_disagreements(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, AnnotateScreen))
        assert reader(app).cursor == 2
        assert "Lisbet" in screen_text(app)


async def test_in_a_blind_project_the_list_has_finished_articles_only(
    project: Project, open_app: OpenApp
) -> None:
    disagree(project)
    app = open_app("Ana")
    async with app.run_test(size=(120, 24)) as pilot:
        await list_disagreements(pilot)
        assert len(listed(app)) == 2
        assert "over the article that you have finished: the project is blind" in screen_text(app)


async def test_hidden_outlets_are_neither_shown_nor_sought(project: Project) -> None:
    disagree(project)
    with (project.root / SETTINGS_FILE).open("a", encoding="utf-8") as settings:
        settings.write("\nblind = false\nblind_outlet = true\n")
    app = AnnotatorApp(Project.open(project.root), "Mara", project.article("ferry").id)
    async with app.run_test(size=(120, 24)) as pilot:
        await list_disagreements(pilot)
        await pilot.press(*"outlet:x")
        await until(pilot, lambda: "outlets are hidden in this project" in screen_text(app))
        assert len(listed(app)) == 5


async def test_the_list_opens_on_what_another_screen_asks_for(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        app.show_disagreements(Wanted(pair=("Ana", "Ben"), labels=("unverified", "opinion")))
        await until(
            pilot, lambda: isinstance(app.screen, DisagreementsScreen) and bool(app.screen.is_mounted)
        )
        await until(pilot, lambda: len(listed(app)) == 2)
        assert "pair:ana,ben label:unverified/opinion field:label" in screen_text(app)


async def test_a_click_chooses_and_a_second_one_opens(app: AnnotatorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await list_disagreements(pilot)
        await pilot.click(DisagreementList, offset=(30, 3))
        chosen = app.screen.query_one(DisagreementList).item
        assert chosen == app.screen.query_one(DisagreementList).items[3]
        await pilot.click(DisagreementList, offset=(30, 3))
        await until(pilot, lambda: isinstance(app.screen, AdjudicateScreen))
        assert chosen is not None
        assert place(app) == (chosen.title, chosen.place)


async def test_a_damaged_file_is_told_and_left_out(project: Project, app: AnnotatorApp) -> None:
    article = project.article("market").id
    damaged = project.root / "annotations" / "ben" / f"{article}.json"
    damaged.write_text("{", encoding="utf-8")
    async with app.run_test(size=(160, 30)) as pilot:
        await list_disagreements(pilot)
        assert "1 damaged file left out" in screen_text(app)
        assert len(listed(app)) == 3


async def test_many_annotators_fit_in_a_small_terminal(project: Project, app: AnnotatorApp) -> None:
    for name in ("Dora", "Emil", "Fay", "Gus"):
        say(project, "ferry", name, "nnuuo")
    async with app.run_test(size=(80, 24)) as pilot:
        await list_disagreements(pilot)
        assert all(f"{place} {name}" in screen_text(app) for place, name in ((1, "Ana"), (7, "Gus")))
        assert sum(TIE[:20] in row for row in rows(app)) == 1


async def test_what_was_asked_for_is_left_with_one_key_and_what_was_typed_first(app: AnnotatorApp) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        app.show_disagreements(Wanted(pair=("Ana", "Ben")))
        await until(pilot, lambda: isinstance(app.screen, DisagreementsScreen) and bool(listed(app)))
        await pilot.press(*" zzz")
        await until(pilot, lambda: "0 of 5 disagreements, esc shows all" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: len(listed(app)) == 5)
        await pilot.press("escape")
        await until(pilot, lambda: on_top(app))
        app.show_disagreements(Wanted(pair=("Ana", "Ben")))
        await until(pilot, lambda: isinstance(app.screen, DisagreementsScreen) and bool(listed(app)))
        await pilot.press("escape")
        await until(pilot, lambda: on_top(app))


async def test_names_and_letters_are_those_that_the_queue_was_read_with(
    project: Project, app: AnnotatorApp
) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        await adjudicate(pilot)
        rmtree(project.root / "annotations" / "cem")
        say(project, "market", "Abe", "nnn")
        await pilot.press("D")
        await until(pilot, lambda: isinstance(app.screen, DisagreementsScreen) and app.screen.is_mounted)
        assert "1 Ana  2 Ben  3 Cem" in screen_text(app)
        assert len(listed(app)) == 5


async def test_whoever_labels_first_while_letters_are_shown_is_not_named(project: Project) -> None:
    disagree(project)
    with (project.root / SETTINGS_FILE).open("a", encoding="utf-8") as settings:
        settings.write('\nadjudicators = ["Mara"]\nblind_adjudication = true\n')
    app = AnnotatorApp(Project.open(project.root), "Mara", project.article("ferry").id)
    async with app.run_test(size=(160, 45)) as pilot:
        await adjudicate(pilot)
        say(project, "ferry", "Zoe", "nnsuo", {2: "the first time"})
        await until(pilot, lambda: "new 1" in screen_text(app))
        assert "Zoe" not in screen_text(app)
        await pilot.press("1", "less_than_sign")
        assert "Zoe" not in screen_text(app)
