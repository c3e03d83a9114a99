"""Who says it: keys in the source screen, entries in the register, the source in the record."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import OptionList

from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.source import SourceScreen
from annotator.tui.widgets.keybar import KeyBar
from annotator.tui.widgets.sourcefields import NameLine
from schemas import Attribution, Mark, Reliability, Role, Source, SourceType, Span, Unit
from tests.ui.looking import annotating, on_top, screen_text, until, until_saved

OpenApp = Callable[..., AnnotatorApp]
SIZES = pytest.mark.parametrize("size", [(80, 24), (160, 45)])


@pytest.fixture
def marked(project: Project) -> Project:
    """Ana has marked who speaks in two sentences; the article opens at the first of them."""
    article = project.article("ferry")
    labelling = project.labelling(article, "Ana")
    for words in ("the harbour office", "Ola Brandt, a passenger"):
        unit = sentence(project, words)
        start = article.text.index(words, unit.start)
        span = Span(start=start, end=start + len(words))
        labelling.mark(unit, Mark(role=Role.SOURCE, span=span))
    for unit in article.units[:2]:
        labelling.label(unit, "not_a_claim")
    labelling.store.close()
    return project


def sentence(project: Project, words: str) -> Unit:
    article = project.article("ferry")
    return next(unit for unit in article.units if words in article.unit_text(unit))


async def ask(pilot: Pilot[None], project: Project, words: str) -> SourceScreen:
    """Go to the sentence with these words and ask who says it."""
    place = project.article("ferry").place(sentence(project, words).id)
    await pilot.press("home", *["down"] * place, "enter")
    await pilot.pause()
    assert isinstance(pilot.app.screen, SourceScreen)
    return pilot.app.screen


async def type_in(pilot: Pilot[None], text: str) -> None:
    names = {" ": "space", ";": "semicolon", ",": "comma"}
    await pilot.press(*(names.get(character, character) for character in text))


async def kept(pilot: Pilot[None]) -> None:
    """Press enter and wait until the answer is kept."""
    await pilot.press("enter")
    await until(pilot, lambda: on_top(pilot.app))
    await until_saved(pilot)


def said(project: Project, words: str) -> Attribution:
    labels = project.labelled(project.article("ferry"), "Ana").labels["Ana"]
    return labels[sentence(project, words).id].attributions[0]


def entry(project: Project, name: str) -> Source:
    (found,) = (source for source in project.sources.entries.values() if source.name == name)
    return found


def seen(app: AnnotatorApp) -> str:
    return " ".join(screen_text(app).split())


@SIZES
async def test_marked_words_become_an_entry(
    open_app: OpenApp, marked: Project, size: tuple[int, int]
) -> None:
    app = open_app()
    async with app.run_test(size=size) as pilot:
        await ask(pilot, marked, "harbour office")
        assert "> a new source: the harbour office" in seen(app)
        await kept(pilot)
    made = entry(marked, "the harbour office")
    assert said(marked, "harbour office").source_id == made.id
    assert said(marked, "harbour office").source is not None
    assert [event.annotator for event in marked.sources.history] == ["Ana"]


async def test_what_is_said_of_a_source_is_said_once(open_app: OpenApp, marked: Project) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, marked, "harbour office")
        await pilot.press("tab", "tab", "2", "tab", "b", "tab")
        await type_in(pilot, "open at night")
        await kept(pilot)
        made = entry(marked, "the harbour office")
        assert (made.source_type, made.reliability, made.note) == (
            SourceType.NAMED_ORGANISATION,
            Reliability.USUALLY,
            "open at night",
        )
        assert said(marked, "harbour office").source_type is SourceType.NAMED_ORGANISATION
        await ask(pilot, marked, "heard a bang")
        await type_in(pilot, "harb")
        assert "> a new source: harb the harbour office" in seen(app)
        assert "reliability not said" in seen(app)
        await pilot.press("down")
        assert "In the register, for the harbour office wherever it speaks:" in seen(app)
        assert "reliability B usually reliable note open at night" in seen(app)
        await pilot.press("tab", "tab", "tab", "0")
        await kept(pilot)
    assert entry(marked, "the harbour office").reliability is None
    assert said(marked, "heard a bang").source_id == made.id
    assert len(marked.sources.entries) == 1


async def test_a_type_chosen_here_is_the_sentences_too_one_left_alone_changes_nothing(
    open_app: OpenApp, marked: Project
) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, marked, "harbour office")
        await pilot.press("escape", "2")
        await ask(pilot, marked, "harbour office")
        await pilot.press("tab", "tab", "6")
        await kept(pilot)
        assert said(marked, "harbour office").source_type is SourceType.UNNAMED_GROUP
        assert entry(marked, "the harbour office").source_type is SourceType.UNNAMED_GROUP
        await pilot.press("3")
        await ask(pilot, marked, "harbour office")
        await kept(pilot)
    assert said(marked, "harbour office").source_type is SourceType.DOCUMENT
    assert entry(marked, "the harbour office").source_type is SourceType.UNNAMED_GROUP


async def test_the_name_before_a_comma_is_offered_and_all_the_words_are_a_key_away(
    open_app: OpenApp, marked: Project
) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, marked, "heard a bang")
        assert "> a new source: Ola Brandt a new source: Ola Brandt, a passenger" in seen(app)
        await pilot.press("down")
        assert "> a new source: Ola Brandt, a passenger" in seen(app)
        await pilot.press("up")
        await kept(pilot)
    assert entry(marked, "Ola Brandt").aliases == ()


async def test_marked_words_become_another_name_of_an_entry(open_app: OpenApp, marked: Project) -> None:
    port = marked.sources.add("Port Authority", "Ben")
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(pilot, marked, "harbour office")
        assert not screen.query_one("#alias-line").visible
        await type_in(pilot, "port")
        await pilot.press("down")
        assert screen.query_one("#alias-line").visible
        assert "also called no" in seen(app)
        await pilot.press("shift+tab")
        assert "Y yes: the harbour office" in seen(app)
        await pilot.press("y")
        await kept(pilot)
        assert marked.sources.entries[port.id].aliases == ("the harbour office",)
        await ask(pilot, marked, "harbour office")
        assert "> Port Authority also: the harbour office" in seen(app)
    assert said(marked, "harbour office").source_id == port.id


async def test_relays_are_named_nearest_to_the_source_first(open_app: OpenApp, marked: Project) -> None:
    agency = marked.sources.add("Coast Agency", "Ben")
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, marked, "harbour office")
        await pilot.press("tab")
        await type_in(pilot, "coas")
        await pilot.press("down")
        await type_in(pilot, "; Port Radio")
        assert "> a new source: Port Radio" in seen(app)
        await kept(pilot)
        radio = entry(marked, "Port Radio")
        first = said(marked, "harbour office")
        assert (first.via, first.chain_length) == ((agency.id, radio.id), 3)
        await ask(pilot, marked, "harbour office")
        assert "via Coast Agency; Port Radio" in seen(app)
        await pilot.press("escape")
        await pilot.press("z")
        await until_saved(pilot)
        assert said(marked, "harbour office").via == ()


async def test_letters_that_came_in_one_burst_with_enter_are_all_kept(
    open_app: OpenApp, marked: Project
) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(pilot, marked, "harbour office")
        screen.query_one("#source", NameLine).value = ""
        await pilot.pause()
        for key in [*"pilots", "enter"]:
            app.post_message(Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: on_top(app))
        await until_saved(pilot)
    assert said(marked, "harbour office").source_id == entry(marked, "pilots").id


async def test_the_arrows_complete_the_name_at_the_cursor(open_app: OpenApp, marked: Project) -> None:
    for name in ("Coast Agency", "Port Radio"):
        marked.sources.add(name, "Ben")
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(pilot, marked, "harbour office")
        line = screen.query_one("#via", NameLine)
        await pilot.press("tab")
        await type_in(pilot, "coas; Port Radio")
        await pilot.press("home", "down")
        assert line.value == "Coast Agency; Port Radio"
        await pilot.press("down")
        assert line.value == "coas; Port Radio"


async def test_escape_leaves_everything_as_it_was(open_app: OpenApp, marked: Project) -> None:
    before = said(marked, "harbour office")
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, marked, "harbour office")
        await type_in(pilot, "somebody")
        await pilot.press("tab", "tab", "3", "escape")
        await pilot.pause()
        assert on_top(app)
        assert not annotating(app).labelling.store.pending
    assert said(marked, "harbour office") == before
    assert not marked.sources.path.exists()


async def test_the_mouse_does_what_the_keys_do(open_app: OpenApp, marked: Project) -> None:
    port = marked.sources.add("Harbour Office of the Port", "Ben")
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(pilot, marked, "harbour office")
        await pilot.click("#source")
        await pilot.press("end", *["backspace"] * 3)
        assert "a new source: the harbour off Harbour Office of the Port" in seen(app)
        await pilot.click(OptionList, offset=(4, 1))
        assert "for Harbour Office of the Port wherever it speaks" in seen(app)
        await pilot.click("#type")
        await pilot.click(OptionList, offset=(4, 3))
        assert "type 3 document or data" in seen(app)
        bar = screen.query_one(KeyBar)
        await pilot.click(bar, offset=(bar.render_line(0).text.index("keep"), 0))
        await until(pilot, lambda: on_top(app))
        await until_saved(pilot)
    assert said(marked, "harbour office").source_id == port.id
    assert entry(marked, port.name).source_type is SourceType.DOCUMENT


async def test_what_cannot_be_kept_is_told_and_nothing_is_lost(open_app: OpenApp, marked: Project) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, marked, "harbour office")
        await pilot.press("tab")
        await type_in(pilot, "The Harbour Office")
        await pilot.press("enter")
        await until(pilot, lambda: "cannot be its own relay" in seen(app))
        await pilot.press("escape")
        assert not annotating(app).labelling.store.pending


async def test_a_register_that_cannot_be_read_is_told(open_app: OpenApp, marked: Project) -> None:
    newer = '{"meta": {"1": {"schema_version": 99}}}'
    marked.sources.path.write_text(newer)
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, marked, "harbour office")
        assert "made by a newer Annotator" in seen(app)
        await pilot.press("enter")
        await pilot.pause()
        await until(pilot, lambda: "made by a newer Annotator" in seen(app))
        await pilot.press("escape")
    assert marked.sources.path.read_text() == newer


async def test_a_sentence_that_nobody_says_is_not_asked_about(open_app: OpenApp, marked: Project) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("home", "enter")
        await pilot.pause()
        assert on_top(app)


async def test_a_pronoun_means_the_source_named_before(open_app: OpenApp, tmp_path: Path) -> None:
    text = "News\n\nThe mayor said it was late. She said nobody was hurt. Rain fell.\n"
    (tmp_path / "mayor.txt").write_text(text, encoding="utf-8")
    project = Project.create(tmp_path / "mayors")
    list(project.import_files([tmp_path / "mayor.txt"]))
    app = AnnotatorApp(project, "Ana", project.article("news").id)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "accept" in seen(app))
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "a new source: The mayor" in seen(app)
        await kept(pilot)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "> The mayor" in seen(app) and "a new source: She" not in seen(app)
        await kept(pilot)
    article = project.article("news")
    labels = project.labelled(article, "Ana").labels["Ana"]
    first, second = (labels[unit.id].attributions[0] for unit in article.units[1:3])
    assert first.source_id == second.source_id and second.source is not None
