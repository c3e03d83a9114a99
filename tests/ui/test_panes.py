"""What stands around the text: title, inspector, keys, messages; only what changes is sent."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import platformdirs
import pytest
from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from annotator.codebook import load_codebook
from annotator.tui.app import AnnotatorApp
from annotator.tui.bindings import ANNOTATE_BINDINGS
from annotator.tui.personal import PersonalApp
from annotator.tui.screens.choice import ChoiceScreen
from annotator.tui.screens.help import HelpScreen
from annotator.tui.widgets.inspected import InspectorState, attributes, changed, changes, marks
from annotator.tui.widgets.inspector import Inspector
from annotator.tui.widgets.keybar import KeyBar
from annotator.tui.widgets.linepane import Line, LinePane, cells, cut, wrapped
from annotator.tui.widgets.messageline import MessageLine
from benchmarks.samples import make_article, make_record
from schemas import (
    Annotation,
    Attribution,
    BiasKind,
    BiasMark,
    Cause,
    Event,
    Reliability,
    Source,
    SourceType,
    Span,
    Suggestion,
    UserSettings,
)
from tests.ui.looking import annotating, on_top, reader, screen_text, until, until_saved

OpenApp = Callable[..., AnnotatorApp]
CODEBOOK = load_codebook()
ARTICLE = make_article(3)
UNIT = ARTICLE.units[0]


def drawn(widget: Widget) -> list[str]:
    """The lines of a widget without the blanks behind them."""
    return [line.text.rstrip() for line in widget.render_lines(widget.outer_size.region)]


def record(**fields: object) -> Annotation:
    """A record of the first sentence in the shipped codebook."""
    return make_record(ARTICLE, UNIT.id, codebook=CODEBOOK.ref, **fields)  # type: ignore[arg-type]


class KeyedScreen(Screen[None]):
    """An inspector alone, with the keys of the annotate screen."""

    CSS = "Inspector { height: 1fr; width: 100%; padding: 0; }"
    BINDINGS = ANNOTATE_BINDINGS

    def __init__(self, state: InspectorState, *, compact: bool) -> None:
        super().__init__()
        self._state, self._compact = state, compact

    def compose(self) -> ComposeResult:
        inspector = Inspector(CODEBOOK)
        inspector.compact = self._compact
        yield inspector

    def on_mount(self) -> None:
        self.query_one(Inspector).show_unit(self._state)


async def inspected(state: InspectorState, size: tuple[int, int] = (50, 40), compact: bool = False) -> str:
    """What an inspector of this size says of a sentence."""
    app = PersonalApp(UserSettings())
    # The colours of chips, which the app loads as a file of their own.
    async with app.run_test(size=size) as pilot:
        await app.push_screen(KeyedScreen(state, compact=compact))
        await pilot.pause()
        return "\n".join(drawn(app.screen.query_one(Inspector))).rstrip()


async def test_the_inspector_says_all_that_is_known_of_a_sentence() -> None:
    start = UNIT.start
    attribution = Attribution(
        source=Span(start=start, end=start + 21),
        cue=Span(start=start + 22, end=start + 26),
        source_id="mayor",
        via=("news",),
        chain_length=2,
        source_type=SourceType.NAMED_PERSON,
        source_view=True,
    )
    loaded = BiasMark(kind=BiasKind.LOADED, span=Span(start=start + 4, end=start + 9))
    known = record(
        attributions=(attribution,),
        bias=(loaded,),
        credibility=2,
        flag=True,
        comment="ask [him]",
        hedge="denied",
    )
    register = {
        "mayor": Source(id="mayor", name="Ida Berg", reliability=Reliability.USUALLY),
        "news": Source(id="news", name="The Courier"),
    }
    said = await inspected(InspectorState(ARTICLE, UNIT, known, source=register.get))
    assert (
        said
        == """\
sentence 1 of 3, paragraph 1

 sourced  The text says who said it. However weak
or vague the source.

flagged
comment ask [him]

enter source           Ida Berg; B usually
                       reliable
      source type      named person
+     relays           1: The Courier
d     directness       indirect
b     source's view    yes
h     hedge            denied
w     check-worthiness 1 ordinary
c     credibility      2 probably true
m     mixed            no
i     not sure         no

source “The mayor of Ostbrück”
loaded “mayor”
cue “said”

4 s

2  Who says so, in this sentence? → sourced
A speaker (person, body, group, document, outlet,
however vague) and a saying cue (say, tell, claim,
announce, insist, confirm, call on, refuse to
comment, according to; also expect, believe, fear)
and content. Not enough alone: an agentless
“reportedly”, “were claimed to”, “there are
concerns that”; wishing (“the capital wants to”);
acts (“hosted a delegation”); scare quotes and
orphan fragments.
For example: The gates were opened at dawn, a dam
engineer said.
3  Carried over → sourced
… more: ?"""
    )


async def test_a_sourced_sentence_without_a_type_is_asked_for_it() -> None:
    known = record(attributions=())
    said = await inspected(InspectorState(ARTICLE, UNIT, known, warnings=("sourced without a source",)))
    assert "sourced without a source" in said
    for key, kind in enumerate(("named person", "named organisation", "document or data"), start=1):
        assert f"{key} {kind}" in said
    assert "8 reporter at the scene" in said
    typed = record(attributions=(Attribution(source_type=SourceType.DOCUMENT),))
    assert "8 reporter at the scene" not in await inspected(InspectorState(ARTICLE, UNIT, typed))


async def test_a_sentence_without_a_label_is_offered_a_suggestion_and_all_labels() -> None:
    offer = Suggestion(unit=UNIT.id, label="sourced", reason="“said” after “the mayor”", confidence=0.9)
    said = await inspected(InspectorState(ARTICLE, UNIT, suggestion=offer))
    assert "sourced? “said” after “the mayor” (90%); space\naccepts" in said
    for label in CODEBOOK.labels:
        assert f" {label.title}  {label.definition[:20]}" in said
    assert "5  Otherwise → opinion" in said
    assert "not labelled yet" in await inspected(InspectorState(ARTICLE, UNIT))
    unsure = Suggestion(unit=UNIT.id, reason="two readings", confidence=0.4)
    assert "no suggestion: two readings" in await inspected(InspectorState(ARTICLE, UNIT, suggestion=unsure))


async def test_attributes_are_those_that_the_codebook_lets_stand_with_the_label() -> None:
    def named(label: str) -> list[str]:
        state = InspectorState(ARTICLE, UNIT, record(label=label))
        return [fact.name for fact in attributes(state, CODEBOOK)]

    assert named("opinion") == ["mixed", "not sure"]
    assert named("not_a_claim") == ["gap", "mixed", "not sure"]
    assert named("unverified") == ["hedge", "check-worthiness", "credibility", "mixed", "not sure"]
    assert named("sourced")[:5] == ["source", "source type", "relays", "directness", "source's view"]


async def test_the_strip_says_first_what_is_urgent() -> None:
    known = record(hedge="hedged", flag=True, attributions=())
    state = InspectorState(ARTICLE, UNIT, known, warnings=("sourced without a source",), of_range=3)
    first, second = (await inspected(state, (100, 2), compact=True)).splitlines()
    assert first.startswith(" sourced  The text says who said it.")
    assert second.startswith(
        "range of 3: a label key labels them all  sourced without a source  flagged  hedge"
    )
    plain = await inspected(InspectorState(ARTICLE, UNIT), (100, 2), compact=True)
    assert plain.splitlines() == ["not labelled yet", CODEBOOK.question]


def event(before: Annotation | None, after: Annotation | None, cause: Cause = Cause.KEY) -> Event:
    """A change of the first sentence."""
    reverts = "f" * 32 if cause is not Cause.KEY else None
    moment = datetime(2031, 3, 4, 12, 5, tzinfo=UTC)
    return Event(
        id="a" * 32,
        time=moment,
        annotator="ana",
        unit=UNIT.id,
        before=before,
        after=after,
        cause=cause,
        reverts=reverts,
    )


def test_history_says_when_and_what() -> None:
    titles = {label.name: label.title for label in CODEBOOK.labels}
    plain, hedged = record(label="unverified"), record(label="unverified", hedge="hedged", flag=True)
    assert changed(event(None, plain), titles) == "unverified"
    assert changed(event(plain, hedged), titles) == "hedge, flag"
    assert changed(event(plain, record(label="sourced", same_source=True)), titles) == "sourced, same source"
    assert changed(event(hedged, None), titles) == "taken away"
    assert changed(event(None, record(label=None, comment="hm", attributions=())), titles) == "comment"
    of_unit = (event(None, plain), event(plain, None, Cause.UNDO))
    state = InspectorState(ARTICLE, UNIT, changes=of_unit)
    moment = of_unit[0].time
    assert list(changes(state, titles, moment)) == [
        f"{moment.astimezone():%H:%M} taken away undone",
        f"{moment.astimezone():%H:%M} unverified",
    ]
    later = list(changes(state, titles, moment + timedelta(days=2)))
    assert later[1] == f"{moment.astimezone():%Y-%m-%d %H:%M} unverified"


def test_marks_are_said_with_their_role_and_words() -> None:
    def at(first: int, last: int) -> Span:
        return Span(start=UNIT.start + first, end=UNIT.start + last)

    two = (Attribution(source=at(0, 9)), Attribution(cue=at(22, 26)))
    leaning = BiasMark(kind=BiasKind.PROPAGANDA, span=at(4, 9), technique="flag_waving")
    state = InspectorState(ARTICLE, UNIT, record(attributions=two, bias=(leaning,)))
    assert list(marks(state)) == [
        ("source 1", "The mayor"),
        ("propaganda, flag waving", "mayor"),
        ("cue 2", "said"),
    ]


# The panes in the app


async def test_the_inspector_follows_what_is_decided(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(160, 45)) as pilot:
        inspector = annotating(app).query_one(Inspector)
        await pilot.press("down", "down", "s", "up", "2", "h")
        await until_saved(pilot)
        said = "\n".join(drawn(inspector))
        assert "source type      named organisation" in said
        assert "hedge            hedged" in said
        assert "2  Who says so, in this sentence? → sourced" in said
        await pilot.press("z")
        await pilot.pause()
        assert "hedge            certain" in "\n".join(drawn(inspector))


def bar(app: App[None]) -> list[str]:
    """The lines of the key bar on the screen on top."""
    return [line.strip() for line in drawn(app.screen.query_one(KeyBar))]


async def test_the_key_bar_has_a_line_for_labels_and_one_for_attributes(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(160, 45)) as pilot:
        assert bar(app)[0] == 's  sourced   "  same source   u  unverified   o  opinion   n  not a claim'
        await pilot.press("o", "up")
        await pilot.pause()
        _, second, third = bar(app)
        assert second == "m mixed  i not sure"
        await pilot.press("s", "up")
        await pilot.pause()
        assert bar(app)[1].startswith("1-8 source type  enter ")
        assert third.endswith("q quit  ? help")


async def test_a_narrow_key_bar_leaves_out_what_matters_least(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "accept" in " ".join(bar(app)))
        assert [line[-14:] for line in bar(app)[2:]] == ["q quit  ? help"]
        wide = bar(app)
        await pilot.resize_terminal(60, 16)
        await pilot.pause()
        narrow = bar(app)
        assert "n  not a claim" in narrow[1]
        assert narrow[2].endswith("q quit  ? help")
        assert set(narrow[2].split("  ")) < set("  ".join(wide).split("  "))


async def test_the_key_bar_shows_the_users_own_keys(open_app: OpenApp) -> None:
    folder = Path(platformdirs.user_config_path("annotator", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.toml").write_text('[keys]\nflag = "F5"\n', encoding="utf-8")
    app = open_app()
    async with app.run_test(size=(160, 45)):
        assert "f5 flag" in bar(app)[2].lower()
        assert "  f flag" not in bar(app)[2]


async def test_one_of_several_keys_is_asked_for_on_a_click(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "s", "up")
        await pilot.click(KeyBar, offset=(4, 1))
        await pilot.pause()
        assert isinstance(app.screen, ChoiceScreen)
        assert "document or data" in screen_text(app)
        await pilot.press("3")
        await until_saved(pilot)
        assert on_top(app)
        known = annotating(app).labelling.record(reader(app).unit)
        assert known is not None
        assert known.attributions[0].source_type is SourceType.DOCUMENT


async def test_a_click_beside_the_keys_does_nothing(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.click(KeyBar, offset=(150, 0))
        await pilot.pause()
        assert on_top(app)
        assert annotating(app).labelling.labelled == 0


async def test_every_key_that_is_shown_is_in_the_help(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        shown = [one.binding for one in annotating(app).active_bindings.values() if one.binding.show]
        await pilot.press("question_mark")
        await until(pilot, lambda: "Keys after e" in help_text(app))
        said = help_text(app)
        for binding in shown:
            assert app.get_key_display(binding) in said
            assert binding.description in said
        for heading in ("Keys: Labels", "Keys: Going about", "Keys after v", "Keys after a", "Keys after /"):
            assert heading in said
        for words in (
            "a character back",
            "merge with the next",
            "this article or all",
            "No agreement has been",
        ):
            assert words in said
        await pilot.press("end", "q")
        await pilot.pause()
        assert on_top(app)


def help_text(app: App[None]) -> str:
    """All of the help, also what is not on the screen."""
    assert isinstance(app.screen, HelpScreen)
    return "\n".join(str(widget.content) for widget in app.screen.query(Static))


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (160, 45)])
async def test_a_message_moves_nothing(open_app: OpenApp, size: tuple[int, int]) -> None:
    app = open_app()
    async with app.run_test(size=size) as pilot:
        await pilot.press("down", "down")
        await pilot.pause()
        before = reader(app).region, reader(app).scroll_offset, reader(app).render_line(3).text
        for words in ("A word.", "A long message. " * 12, "An alarm\nof three\nlines"):
            annotating(app).query_one(MessageLine).alarm(words)
            await pilot.pause()
            assert words.split()[-1] in screen_text(app)
            after = reader(app).region, reader(app).scroll_offset, reader(app).render_line(3).text
            assert after == before
            assert any("▌" in line.text for line in reader(app).render_lines(visible(app)))


def visible(app: App[None]) -> Region:
    """The part of the text that no message lies over."""
    message = annotating(app).query_one(MessageLine)
    area = reader(app).region
    return Region(0, 0, area.width, max(0, min(area.bottom, message.region.y) - area.y))


# What is sent


class CountingDriver(HeadlessDriver):
    """Takes what a terminal would get."""

    sent: ClassVar[list[str]] = []

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self.sent.append(data)


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_a_label_sends_little(open_app: OpenApp, size: tuple[int, int]) -> None:
    app = open_app()
    app.driver_class = CountingDriver
    counts: list[int] = []

    async def label(pilot: Pilot[Any]) -> None:
        await until(pilot, lambda: "accept" in " ".join(bar(app)))
        await pilot.press("u")  # takes away what was said at the start
        await until_saved(pilot)
        while CountingDriver.sent:  # the suggestions are still being drawn
            CountingDriver.sent.clear()
            await pilot.pause(0.3)
        for _ in range(4):
            CountingDriver.sent.clear()
            await pilot.press("u")
            await until_saved(pilot)
            await pilot.pause(0.05)
            counts.append(sum(len(data.encode()) for data in CountingDriver.sent))
        app.exit()

    await app.run_async(size=size, auto_pilot=label)
    assert len(counts) == 4
    assert 0 < max(counts) <= 2048


class Lines(LinePane):
    """Draws what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Line] = []

    def lines(self, width: int, height: int) -> Iterable[Line]:
        return self.told


class LinesApp(App[None]):
    """A pane of three lines."""

    CSS = "Lines { height: 3; width: 20; }"

    def compose(self) -> ComposeResult:
        yield Lines()


async def test_only_the_cells_that_differ_are_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[tuple[int, int, int]] = []
    refresh = Lines.refresh

    def note(self: Lines, *regions: Region, **how: Any) -> Lines:
        painted.extend((region.x, region.y, region.width) for region in regions)
        return refresh(self, *regions, **how)

    app = LinesApp()
    async with app.run_test() as pilot:
        pane = app.query_one(Lines)

        async def show(*told: Line) -> list[tuple[int, int, int]]:
            painted.clear()
            pane.told = list(told)
            pane.show_lines()
            pane.show_lines()
            await pilot.pause()
            assert drawn(pane) == [
                *("".join(text for text, _ in line) for line in told),
                *[""] * (3 - len(told)),
            ]
            return sorted(painted)

        await show((("one ", ""), ("two", ""), (" end", "")))
        monkeypatch.setattr(Lines, "refresh", note)
        assert await show((("one ", ""), ("two", ""), (" end", ""))) == []
        assert await show((("one ", ""), ("TWO", ""), (" end", ""))) == [(4, 0, 3)]
        assert await show((("one ", ""), ("漢", ""), ("x", ""), (" end", ""))) == [(4, 0, 3)]
        assert await show((("one ", ""), ("twice", ""), (" end", ""))) == [(4, 0, 9)]
        assert await show((("one ", ""), ("twice", "")), (("more", ""),)) == [(0, 1, 4), (9, 0, 4)]


def test_lines_are_wrapped_and_cut_in_their_colours() -> None:
    line = (("a chip", "chip-1"), (" and some words", ""))
    assert wrapped(line, 10) == [(("a chip", "chip-1"), (" and", "")), (("some words", ""),)]
    assert wrapped((), 10) == [()]
    assert cut(line, 30) == line
    assert cut(line, 12) == (("a chip", "chip-1"), (" and", ""), ("…", ""))
    assert cells(cut((("漢字漢字", ""),), 6)) <= 6
