"""What the reader draws, as text: `{bui:words}` are bold, underlined and italic; colours aside."""

import itertools

import pytest
from textual.app import App
from textual.color import Color
from textual.theme import Theme

from annotator.tui.themes import DARK, LIGHT, THEMES
from annotator.tui.widgets.reader import UnitState
from schemas import Density, Suggestion, UnitKind
from tests.ui.pages import ReaderApp, page, record

HARBOUR = "“Nobody drowned,” the harbour office boasted on Friday, “nobody was hurt.”"
SAID = ("the harbour office", "boasted", "Nobody drowned", "nobody was hurt")


async def test_marks_read_without_colour() -> None:
    of = page("First.", HARBOUR)
    app = ReaderApp(of, {"u002": UnitState(record(of, 1, "sourced", SAID, ["boasted"]))})
    async with app.run_test(size=(96, 10)):
        assert app.drawn("harbour office") == (
            "    2  {b:S}    “{i:Nobody drowned},” {u:the harbour office} {iur:boasted} on Friday, "
            "“{i:nobody was hurt}.”"
        )


async def test_the_current_sentence_keeps_its_marks_and_is_bold() -> None:
    of = page(HARBOUR, "Second.")
    app = ReaderApp(of, {"u001": UnitState(record(of, 0, "sourced", SAID))})
    async with app.run_test(size=(96, 10)):
        assert app.drawn("harbour office") == (
            "{b:▌}   1  {b:S}    {b:“}{bi:Nobody drowned}{b:,”} {bu:the harbour office} {biu:boasted} "
            "{b:on Friday, “}{bi:nobody was hurt}{b:.”}"
        )


async def test_passages_overlap_within_and_across_lines() -> None:
    of = page("First.", "The so-called expert of the board claims that the tap is safe for everybody.")
    marks = record(
        of,
        1,
        "sourced",
        ["The so-called expert of the board", "claims", "the tap is safe"],
        ["so-called expert of the"],
    )
    app = ReaderApp(of, {"u002": UnitState(marks)})
    async with app.run_test(size=(40, 10)):
        assert [app.drawn(words) for words in ("so-called", "board", "tap")] == [
            "    2  {b:S}    {u:The }{ur:so-called expert of}",
            "            {ur:the}{u: board} {iu:claims} that {i:the}",
            "            {i:tap is safe} for everybody.",
        ]


async def test_what_is_offered_is_unlike_any_decision() -> None:
    of = page(HARBOUR, "Second.", "Third.")
    offer = record(of, 0, "sourced", SAID)
    suggestion = Suggestion(
        unit="u001", label="sourced", reason="said", confidence=0.9, attributions=offer.attributions
    )
    same = Suggestion(unit="u003", label="sourced", same_source=True, reason="quote", confidence=0.6)
    app = ReaderApp(of, {"u001": UnitState(suggestion=suggestion), "u003": UnitState(suggestion=same)})
    async with app.run_test(size=(96, 10)):
        assert app.drawn("harbour office") == (
            "{b:▌}   1  S?   {b:“Nobody drowned,”} {u:the harbour office} {u:boasted} "
            "{b:on Friday, “nobody was hurt.”}"
        )
        assert app.drawn("Third") == '    3  "?   Third.'
        app.reader.cursor = 1
        assert app.drawn("harbour office") == f"    1  S?   {HARBOUR}"


async def test_what_waits_to_be_confirmed_is_drawn_as_undecided() -> None:
    of = page(HARBOUR, HARBOUR.replace("drowned", "died"))
    waiting = [UnitState(waiting=record(of, 0, "sourced", SAID)), UnitState(record(of, 1, None, flag=True))]
    app = ReaderApp(of, {"u001": waiting[0], "u002": waiting[1]})
    async with app.run_test(size=(96, 10)):
        assert app.drawn("drowned") == (
            "{b:▌}   1 ~S    {b:“Nobody drowned,”} {u:the harbour office} {u:boasted} "
            "{b:on Friday, “nobody was hurt.”}"
        )
        app.reader.cursor = 1
        assert "{u" not in app.drawn("drowned")


async def test_decided_marks_stand_over_what_is_offered() -> None:
    of = page(HARBOUR)
    offer = record(of, 0, "sourced", SAID)
    suggestion = Suggestion(
        unit="u001", label="sourced", reason="said", confidence=0.9, attributions=offer.attributions
    )
    marks = record(of, 0, None, loaded=["boasted"])
    app = ReaderApp(of, {"u001": UnitState(marks, suggestion=suggestion)})
    async with app.run_test(size=(96, 10)):
        assert "  S?   {b:“Nobody drowned,”} {u:the harbour office} {ur:boasted} {b:on" in app.drawn(
            "harbour"
        )


async def test_what_a_unit_is_can_be_seen() -> None:
    kinds = (
        ("Lake dry", UnitKind.HEADING),
        ("By Ana Vell", UnitKind.BYLINE),
        ("The lake in May. Photo: Vell", UnitKind.CAPTION),
        ("“It is dry.”", UnitKind.QUOTE),
        ("“We left.", UnitKind.SENTENCE),
        ("Share this article", UnitKind.BOILERPLATE),
        ("The lake is dry.", UnitKind.SENTENCE),
    )
    of = page("First.", *kinds, quotation=[5])
    app = ReaderApp(of)
    async with app.run_test(size=(50, 20)):
        lines = [app.drawn(text).split("·", 1)[1].strip() for text, _ in kinds]
        assert lines == [
            "{b:Lake dry}",
            "{i:By Ana Vell}",
            "║ {i:The lake in May. Photo: Vell}",
            "│ “It is dry.”",
            "│ “We left.",
            ": Share this article",
            "The lake is dry.",
        ]


async def test_signs_of_the_gutter() -> None:
    of = page(*(f"Sentence {number}." for number in range(1, 9)))
    app = ReaderApp(
        of,
        {
            "u002": UnitState(record(of, 1, "opinion", flag=True, comment="who?"), saving=True),
            "u003": UnitState(record(of, 2, None, flag=True), saving=True, failed=True),
            "u004": UnitState(waiting=record(of, 3, "opinion")),
            "u005": UnitState(record(of, 4, "sourced", same_source=True), in_range=True),
            "u006": UnitState(in_range=True),
            "u007": UnitState(waiting=record(of, 6, "gone")),
        },
    )
    async with app.run_test(size=(40, 20)):
        assert [line for line in app.lines() if line] == [
            "▌   1  ·    Sentence 1.",
            "    2  O !+…Sentence 2.",
            "    3  · ! ×Sentence 3.",
            "    4 ~O    Sentence 4.",
            ' ┃  5  "    Sentence 5.',
            " ┃  6  ·    Sentence 6.",
            "    7  ~    Sentence 7.",
            "    8  ·    Sentence 8.",
        ]


async def test_a_selection_shows_its_ends_and_which_one_moves() -> None:
    of = page(HARBOUR)
    app = ReaderApp(of, {"u001": UnitState(record(of, 0, "sourced", SAID, ["boasted"]))})
    start = of.text.index("office")
    end = of.text.index(" on Friday")
    async with app.run_test(size=(96, 10)):
        app.reader.show_selection(start, end, active_end=True)
        assert "{bu:the harbour}{b:[}{bur:office}{br: }{biur:boasted}{b:>on Friday" in app.drawn("harbour")
        app.reader.show_selection(start, end, active_end=False)
        assert "{bu:the harbour}{b:<}{bur:office}{br: }{biur:boasted}{b:]on Friday" in app.drawn("harbour")
        app.reader.show_selection(None)
        assert "[" not in "".join(app.lines())


async def test_a_selection_at_the_ends_of_lines_is_marked_in_the_margin() -> None:
    of = page("alpha beta gamma delta epsilon")
    app = ReaderApp(of)
    async with app.run_test(size=(30, 8)):
        assert app.lines()[1:3] == ["▌   1  ·    alpha beta gamma", "▌           delta epsilon"]
        app.reader.show_selection(0, 16, active_end=False)
        assert app.lines()[1] == "▌   1  ·   <alpha beta gamma]"
        app.reader.show_selection(11, 30)
        assert app.lines()[1:3] == ["▌   1  ·    alpha beta[gamma", "▌           delta epsilon>"]


async def test_marks_widen_to_what_is_drawn_as_one() -> None:
    of = page("First.", "Cafe\u0301 👩\u200d👩\u200d👧 end.")
    begin = of.text.index("e\u0301")
    marks = record(of, 1, "opinion")
    bias = [{"kind": "loaded", "span": {"start": begin + 1, "end": begin + 5}}]
    app = ReaderApp(of, {"u002": UnitState(marks.model_validate(marks.model_dump() | {"bias": bias}))})
    async with app.run_test(size=(50, 8)):
        assert app.drawn("end.") == "    2  {b:O}    Caf{r:e\u0301 👩\u200d👩\u200d👧} end."


async def test_text_only_shows_nothing_else_and_stays_on_its_row() -> None:
    of = page(*(f"Sentence {number} is here." for number in range(1, 40)))
    app = ReaderApp(of, {"u010": UnitState(record(of, 9, "opinion", loaded=["Sentence 10"]))})
    async with app.run_test(size=(60, 20)):
        app.reader.cursor = 9
        row = app.reader.row
        app.reader.text_only = True
        assert app.reader.row == row
        assert app.lines()[row] == "▌  Sentence 10 is here."
        assert app.drawn("Sentence 10") == "{b:▌}  {b:Sentence 10 is here.}"
        app.reader.text_only = False
        assert app.drawn("Sentence 10").startswith("{b:▌}  10  {b:O}")


async def test_density_and_measure_keep_the_sentence_on_its_row() -> None:
    of = page(*("A sentence that is about as long as these are, sixty letters." for _ in range(60)))
    app = ReaderApp(of)
    async with app.run_test(size=(120, 20)):
        app.reader.cursor = 30
        row = app.reader.row
        assert "" in app.lines()[1:]
        app.reader.density = Density.COMPACT
        assert app.reader.row == row
        assert "" not in app.lines()
        app.reader.measure = 40
        assert app.reader.row == row
        assert max(len(line.strip().removeprefix("▌")) for line in app.lines()) <= 40 + 12
        assert app.lines()[row].strip().startswith("▌  31")


async def test_a_wide_page_stands_in_the_middle() -> None:
    of = page("word " * 40 + "end")
    app = ReaderApp(of)
    async with app.run_test(size=(160, 20)):
        line = app.lines()[1]
        assert len(line) - len(line.lstrip()) == 159 // 2 - (84 + 12) // 2
        assert len(line.split("·")[1].strip()) <= 84


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_marks_are_told_apart(theme: Theme) -> None:
    marks = [theme.variables[f"mark-{name}"] for name in ("source", "cue", "content", "bias", "suggested")]
    for one, other in itertools.combinations(marks, 2):
        first, second = Color.parse(one), Color.parse(other)
        assert sum((a - b) ** 2 for a, b in zip(first.rgb, second.rgb, strict=True)) ** 0.5 >= 40


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_every_theme_shows_which_sentence_is_current(theme: str) -> None:
    of = page("First.", "Second.")
    app = ReaderApp(of, theme=theme)
    async with app.run_test(size=(40, 10)):
        assert app.drawn("First").startswith("{b:▌}")
        assert app.drawn("First").endswith("{b:First.}")
        assert app.drawn("Second").endswith("Second.")


async def test_another_theme_is_drawn_at_once() -> None:
    app = ReaderApp(page("First."), theme=DARK.name)

    def colours(of: App[None]) -> set[str]:
        return {str(segment.style) for segment in app.reader.render_line(1)}

    async with app.run_test(size=(40, 10)) as pilot:
        dark = colours(app)
        app.theme = LIGHT.name
        await pilot.pause()
        assert not dark & colours(app)
