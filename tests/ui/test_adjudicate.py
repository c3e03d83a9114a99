"""Settling disagreements: one key each, over articles, saved like labels."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.labelling import Labelling
from annotator.project import Project
from annotator.settings import SETTINGS_FILE
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.adjudicate import AdjudicateScreen
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.choice import ChoiceScreen
from annotator.tui.screens.comment import CommentScreen
from annotator.tui.screens.disagreements import DisagreementsScreen
from annotator.tui.screens.source import SourceScreen
from annotator.tui.widgets.reader import Reader
from annotator.tui.widgets.spans import SpanPanel
from annotator.tui.widgets.versions import VersionsPane
from schemas import Advance, DisagreementReason, GoldOrigin, Hedge, Mark, Role, Span, UserSettings
from tests.ui.looking import screen_text, until
from tests.ui.several import (
    adjudicate,
    disagree,
    gold,
    open_as_adjudicator,
    place,
    say,
    until_settled,
)
from tests.ui.terminal import Terminal

OpenApp = Callable[..., AnnotatorApp]
FERRY, MARKET = "Ferry stranded off Port Anselm", "Market reopens"
WORST = (FERRY, 2)
"""The tie of three."""
NAMES = ("Ana", "Ben", "Cem")


@pytest.fixture
def app(project: Project) -> AnnotatorApp:
    """The app of an adjudicator, who has labelled nothing."""
    disagree(project)
    return open_as_adjudicator(project)


def looked_at(screen: AdjudicateScreen, name: str) -> bool:
    """Whether the version of an annotator, or the gold label, is the one whose passages are in the text."""
    pane = screen.query_one(VersionsPane)
    lines = [line.text for line in pane.render_lines(pane.outer_size.region)]
    return any("▌" in line for line in lines if f" {name} " in line)


def origin(project: Project, article: str, index: int) -> GoldOrigin | None:
    """What the gold label of a sentence rests on, on the disk."""
    found = gold(project, article).get(index)
    return found.adjudication.origin if found and found.adjudication else None


async def test_each_decision_is_one_key_over_all_articles(project: Project, app: AnnotatorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await adjudicate(pilot)
        assert place(app) == WORST
        assert "0 of 5 settled" in screen_text(app)
        await pilot.press("1")
        places = {place(app)}
        for _ in range(3):
            await pilot.press("2")
            places.add(place(app))
        assert places == {(FERRY, 3), (FERRY, 4), (MARKET, 1), (MARKET, 2)}
        await pilot.press("2")
        assert "5 of 5 settled" in screen_text(app)
        assert "All of this is settled" in screen_text(app)
        await until_settled(pilot)
    assert {index: gold(project, "ferry")[index].label for index in (2, 3, 4)} == {
        2: "sourced",
        3: "unverified",
        4: "opinion",
    }
    assert [gold(project, "market")[index].label for index in (1, 2)] == ["unverified", "opinion"]
    taken = gold(project, "ferry")[2].adjudication
    assert taken and (taken.adjudicator, taken.taken_from) == ("Mara", "Ana")
    assert [vote.label for vote in taken.votes] == ["sourced", "unverified", "opinion"]


async def test_what_all_agree_on_is_filled_in_and_marked_so(project: Project, app: AnnotatorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await adjudicate(pilot)
        await until_settled(pilot)
        assert origin(project, "ferry", 0) is GoldOrigin.UNANIMOUS
        assert set(gold(project, "ferry")) == {0, 1}
        await pilot.press("home")
        assert "all 3 agree" in screen_text(app)


async def test_a_label_of_ones_own_goes_on_too_and_the_suggestion_is_taken_only_where_one_is(
    project: Project, app: AnnotatorApp
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await adjudicate(pilot)
        await pilot.press("n")
        assert place(app) != WORST
        while not (item := screen.here()) or not item.suggestion:
            before = place(app)
            await pilot.press("space")
            assert place(app) == before
            assert "nothing is suggested here" in screen_text(app)
            await pilot.press("tab")
        where, suggested = item.place, item.suggestion[0]
        article = "ferry" if place(app)[0] == FERRY else "market"
        await pilot.press("space")
        await until_settled(pilot)
        assert gold(project, article)[where].label == suggested
        assert origin(project, article, where) is GoldOrigin.DECIDED
    assert gold(project, "ferry")[2].label == "not_a_claim"


async def test_there_may_be_no_right_label(project: Project, app: AnnotatorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await adjudicate(pilot)
        await pilot.press("0")
        assert "1 of 5 settled" in screen_text(app)
        await pilot.press("less_than_sign")
        assert place(app) == WORST
        assert "no right label, by Mara" in screen_text(app)
        await until_settled(pilot)
    assert origin(project, "ferry", 2) is GoldOrigin.DECLINED
    assert gold(project, "ferry")[2].label is None


async def test_undo_goes_back_over_articles_and_redo_forth(project: Project, app: AnnotatorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await adjudicate(pilot)
        visited = []
        for _ in range(5):
            visited.append(place(app))
            await pilot.press("2")
            await until_settled(pilot)
        for there in reversed(visited):
            await pilot.press("z")
            assert place(app) == there
        assert "0 of 5 settled" in screen_text(app)
        await pilot.press("z")
        assert "nothing to undo in this session" in screen_text(app)
        for there in visited:
            await pilot.press("Z")
            assert place(app) == there
        assert "5 of 5 settled" in screen_text(app)
        await pilot.press("Z")
        assert "nothing to redo" in screen_text(app)
        await until_settled(pilot)
    assert origin(project, "ferry", 0) is GoldOrigin.UNANIMOUS
    assert origin(project, "market", 1) is GoldOrigin.DECIDED


async def test_a_reason_is_given_only_if_wanted_also_for_what_was_settled_last(
    project: Project, app: AnnotatorApp
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await adjudicate(pilot)
        await pilot.press("R")
        assert "Nothing was settled in this session yet" in screen_text(app)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        await pilot.press("2")
        assert "codebook gap" in screen_text(app)
        assert place(app) == WORST
        await pilot.press("1", "R")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        assert "ran aground at dawn" in screen_text(app)
        await pilot.press("3")
        await until(pilot, lambda: "Kept for “The ferry Lisbet" in screen_text(app))
        await pilot.press("X")
        await until(pilot, lambda: isinstance(app.screen, CommentScreen))
        await pilot.press(*"talk", "enter")
        await pilot.press("less_than_sign", "B")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        await pilot.press("2")
        await until_settled(pilot)
    told = gold(project, "ferry")[2].adjudication
    assert told and (told.reason, told.note, told.needs_change) == (DisagreementReason.SLIP, "talk", 2)
    assert told.taken_from == "Ana"


async def test_what_else_there_is_to_say_is_said_of_the_gold_label(
    project: Project,
) -> None:
    disagree(project)
    app = open_as_adjudicator(project)
    app.settings = app.settings.model_copy(update={"advance": Advance.STAY})
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await adjudicate(pilot)
        await pilot.press("s", "h", "f", "v")
        await until(pilot, lambda: isinstance(app.focused, SpanPanel))
        await pilot.press("s", "escape")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SourceScreen))
        await pilot.press("escape")
        await until_settled(pilot)
        assert place(app) == WORST
        assert screen.labelling.is_labelled(screen.query_one(Reader).unit)
    found = gold(project, "ferry")[2]
    assert (found.label, found.hedge, found.flag) == ("sourced", Hedge.HEDGED, True)
    assert found.attributions[0].source is not None


async def test_a_version_is_looked_at_in_the_text(project: Project, app: AnnotatorApp) -> None:
    labelling = project.labelling(project.article("ferry"), "Ben")
    unit = labelling.article.units[2]
    labelling.mark(unit, Mark(role=Role.LOADED, span=Span(start=unit.start, end=unit.start + 9)))
    labelling.commit()
    labelling.store.close()
    async with app.run_test(size=(120, 30)) as pilot:
        screen = await adjudicate(pilot)
        text, drawn = screen.query_one(Reader), {}
        for _ in range(4):
            name = next(name for name in (*NAMES, "gold") if looked_at(screen, name))
            drawn[name] = [*text.render_line(text.row)]
            await pilot.press("right")
    assert drawn.keys() == {*NAMES, "gold"}
    assert drawn["Ana"] == drawn["Cem"] != drawn["Ben"]


async def test_a_click_looks_at_a_version(app: AnnotatorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await adjudicate(pilot)
        assert not looked_at(screen, "Cem")
        await pilot.click(VersionsPane, offset=(10, 4))
        assert looked_at(screen, "Cem")


async def test_names_are_letters_where_the_project_says_so(project: Project) -> None:
    disagree(project)
    with (project.root / SETTINGS_FILE).open("a", encoding="utf-8") as settings:
        settings.write('\nadjudicators = ["Mara"]\nblind_adjudication = true\n')
    app = AnnotatorApp(Project.open(project.root), "Mara", project.article("ferry").id)
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.press("C")
        await until(pilot, lambda: "who is A and who is B" in screen_text(app))
        screen = await adjudicate(pilot)
        text = screen_text(app)
        assert not any(name in text for name in ("Ana", "Ben", "Cem"))
        assert all(f"{key} {letter} " in text for key, letter in (("1", "A"), ("2", "B"), ("3", "C")))
        names = screen.desk.adjudicating.names
        await pilot.press("2", "less_than_sign")
        assert "by Mara, as B" in screen_text(app)
        await pilot.press("D")
        await until(pilot, lambda: isinstance(app.screen, DisagreementsScreen))
        assert not any(name in screen_text(app) for name in ("Ana", "Ben", "Cem"))
        await until_settled(pilot)
    told = gold(project, "ferry")[2].adjudication
    assert told and names[told.taken_from or ""] == "B"


async def test_what_changed_under_a_decision_is_listed(project: Project, app: AnnotatorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await adjudicate(pilot)
        await pilot.press("1")
        await until_settled(pilot)
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, AnnotateScreen))
        say(project, "ferry", "Ben", "nno")
        await adjudicate(pilot)
        await pilot.press("D")
        await until(pilot, lambda: isinstance(app.screen, DisagreementsScreen))
        await pilot.press(*"is:changed", "enter")
        await until(pilot, lambda: isinstance(app.screen, AdjudicateScreen))
        assert place(app) == WORST
        assert "changed since: Ben: unverified is now opinion" in screen_text(app)
        await pilot.press("1")
        assert "changed since" not in screen_text(app)
        await until_settled(pilot)
    told = gold(project, "ferry")[2].adjudication
    assert told and [vote.label for vote in told.votes] == ["sourced", "opinion", "opinion"]


async def test_what_annotators_say_meanwhile_is_shown(project: Project, app: AnnotatorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await adjudicate(pilot)
        assert "tie 1:1:1" in screen_text(app)
        say(project, "ferry", "Ben", "nno")
        await until(pilot, lambda: "majority 2:1" in screen_text(app))


async def test_gold_labels_that_another_program_writes_are_only_read_until_it_ends(
    project: Project, app: AnnotatorApp, environ: dict[str, str]
) -> None:
    command = ["adjudicate", "--annotator", "Noor", "--project", str(project.root)]
    with Terminal(command, environ) as terminal:
        terminal.wait_for(lambda text: "0 of 5 settled" in text and "saved" in text)
        async with app.run_test(size=(80, 24)) as pilot:
            await adjudicate(pilot)
            assert "Noor" in screen_text(app)
            assert "READ ONLY" in screen_text(app)
            await pilot.press("1")
            assert place(app) == WORST
            terminal.press("q")
            assert terminal.end() == 0
            await until(pilot, lambda: "READ ONLY" not in screen_text(app))
            await pilot.press("1")
            await until_settled(pilot)
    assert origin(project, "ferry", 2) is GoldOrigin.DECIDED


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A common terminal of somebody who knows the tour."""
    config = tmp_path / "config" / "annotator" / "settings.toml"
    config.write_text("repeat_guard = 0\ntour_seen = true\n", encoding="utf-8")
    return {
        "TERM": "xterm-256color",
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }


def test_a_decision_shown_as_saved_survives_a_kill(project: Project, environ: dict[str, str]) -> None:
    disagree(project)
    command = ["adjudicate", "--annotator", "Mara", "--project", str(project.root)]
    with Terminal(command, environ) as terminal:
        terminal.wait_for(lambda text: "0 of 5 settled" in text and "saved" in text)
        terminal.press("122")
        terminal.wait_for(lambda text: "3 of 5 settled" in text and text.startswith((" saved", "saved")))
        terminal.kill()
    found = [*gold(project, "ferry").values(), *gold(project, "market").values()]
    decided = [one for one in found if one.adjudication and one.adjudication.origin is GoldOrigin.DECIDED]
    assert len(decided) == 3


async def test_leaving_leads_back_and_ends_an_app_opened_for_it(app: AnnotatorApp) -> None:
    app.begin_with = "adjudicate"
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, AdjudicateScreen) and app.screen.is_whole)
        await pilot.press("q")
        await until(pilot, lambda: not app.is_running)


async def test_with_an_article_named_it_begins_there(project: Project) -> None:
    disagree(project)
    app = AnnotatorApp(project, "Mara", project.article("market").id)
    app.begin_with = "adjudicate"
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, AdjudicateScreen) and app.screen.is_whole)
        assert place(app)[0] == MARKET
        await pilot.press("tab", "tab")
        assert place(app)[0] == MARKET


async def test_who_may_not_settle_is_told_why(project: Project) -> None:
    disagree(project)
    with (project.root / SETTINGS_FILE).open("a", encoding="utf-8") as settings:
        settings.write('\nadjudicators = ["Mara"]\n')
    app = AnnotatorApp(Project.open(project.root), "Ana", project.article("ferry").id)
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.press("A")
        await until(pilot, lambda: "Mara settles" in screen_text(app))


async def test_in_a_blind_project_only_finished_articles_are_settled_by_annotators(
    project: Project, open_app: OpenApp
) -> None:
    disagree(project)
    assert project.settings.blind
    app = open_app("Ana")
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.press("A")
        await until(pilot, lambda: isinstance(app.screen, AdjudicateScreen))
        assert place(app)[0] == MARKET
        assert "of 2 settled" in screen_text(app)
    other = open_app("Cem")
    async with other.run_test(size=(120, 24)) as pilot:
        await pilot.press("A")
        await until(pilot, lambda: "Blind: disagreements are shown" in screen_text(other))


async def test_nothing_is_settled_where_nobody_differs(project: Project) -> None:
    say(project, "ferry", "Ana", "nn")
    app = open_as_adjudicator(project)
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.press("A")
        await until(pilot, lambda: "Nothing to settle" in screen_text(app))


async def test_the_user_may_stay_after_a_decision(app: AnnotatorApp) -> None:
    app.settings = UserSettings(repeat_guard=0, advance=Advance.STAY)
    async with app.run_test(size=(80, 24)) as pilot:
        await adjudicate(pilot)
        await pilot.press("1")
        assert place(app) == WORST
        assert "by Mara, as Ana" in screen_text(app)


@pytest.mark.parametrize(
    ("keys", "pressed", "expected"),
    [
        ('adjudicate-take-1 = "F5"\n', "f5", "1 of 5 settled"),
        ('flag = "x"\ncomment = "f"\n', "1", "1 of 5 settled"),
        ('label-opinion = "1"\n', "1", "1 of 5 settled"),
        ('adjudicate-reason = "s"\n', "s", "1 of 5 settled"),
    ],
)
async def test_keys_of_the_users_own_never_keep_anybody_from_settling(
    project: Project, tmp_path: Path, keys: str, pressed: str, expected: str
) -> None:
    disagree(project)
    settings = tmp_path / "config" / "annotator" / "settings.toml"
    settings.write_text(f"repeat_guard = 0\n[keys]\n{keys}", encoding="utf-8")
    app = open_as_adjudicator(project)
    async with app.run_test(size=(80, 24)) as pilot:
        await adjudicate(pilot)
        await pilot.press(pressed)
        assert expected in screen_text(app)


async def test_in_a_small_terminal_the_version_looked_at_is_in_sight(
    project: Project, app: AnnotatorApp
) -> None:
    for name in ("Dora", "Emil", "Fay", "Gus", "Hana"):
        say(project, "ferry", name, "nnuuo")
    async with app.run_test(size=(60, 16)) as pilot:
        screen = await adjudicate(pilot)
        await pilot.press("home")  # all agree there, so that the gold label is looked at
        for name in ("Ana", "Ben", "Cem", "Dora", "Emil", "Fay", "Gus", "Hana", "gold"):
            await pilot.press("right")
            assert looked_at(screen, name)
        await pilot.press("left")
        pane = screen.query_one(VersionsPane)
        lines = [line.text for line in pane.render_lines(pane.outer_size.region)]
        await pilot.click(VersionsPane, offset=(10, next(y for y, line in enumerate(lines) if "Fay" in line)))
        assert looked_at(screen, "Fay")


SEVEN = """
name = "truth"
version = "1"
question = "How true is it?"
""" + "".join(
    f"""
[[labels]]
name = "{name}"
title = "{name}"
key = "{key}"
definition = "It is {name}."
"""
    for key, name in enumerate(
        ("true", "mostly true", "half-true", "größtenteils falsch", "false", "Pants on fire!", "no claim"), 1
    )
)


@pytest.mark.parametrize("settings", ["", '[keys]\nadjudicate-take-1 = "F4"\n'])
async def test_versions_have_other_keys_where_labels_have_the_digits(
    project: Project, settings: str, tmp_path: Path
) -> None:
    with (tmp_path / "config" / "annotator" / "settings.toml").open("a") as stream:
        stream.write(settings)
    (project.root / "codebook.toml").write_text(SEVEN, encoding="utf-8")
    article = project.article("market")
    for annotator, names in (("Ana", ("true", "half-true")), ("Ben", ("mostly true", "no claim"))):
        with project.store(article, annotator) as store:
            labelling = Labelling(article, project.codebook, store)
            for unit, name in zip(article.units, names, strict=False):
                labelling.label(unit, name)
            labelling.commit()
    app = open_as_adjudicator(project)
    async with app.run_test(size=(100, 30)) as pilot:
        await adjudicate(pilot)
        assert "mostly true" in screen_text(app)
        await pilot.press("f4")
        await pilot.press("4")
        await until_settled(pilot)
    first = "true" if settings else "mostly true"
    assert [record.label for record in gold(project, "market").values()] == [first, "größtenteils falsch"]
