"""Marking words: every key of the strip, the mouse, and what is stored of it."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from annotator.marking import marks_of
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.spans import SpanScreen
from annotator.tui.widgets.reader import Reader
from schemas import Attribution, BiasKind, BiasMark, Mark, Role, Span, Suggestion, Unit
from tests.ui.looking import annotating, on_top, reader, screen_text, until_saved

OpenApp = Callable[..., AnnotatorApp]


def unit_with(app: AnnotatorApp, words: str) -> Unit:
    article = annotating(app).labelling.article
    return next(unit for unit in article.units if words in article.unit_text(unit))


def place(app: AnnotatorApp, words: str) -> Span:
    """Where words stand in the article."""
    start = annotating(app).labelling.article.text.index(words)
    return Span(start=start, end=start + len(words))


def marks(app: AnnotatorApp) -> list[tuple[str, str]]:
    """The marks of the current sentence: role, with the number of the source if not the first, and words."""
    labelling = annotating(app).labelling
    text = labelling.article.text
    return [
        (
            mark.role + (str(mark.attribution + 1) if mark.attribution else ""),
            text[mark.span.start : mark.span.end],
        )
        for mark in marks_of(labelling.record(reader(app).unit))
    ]


def offer(
    app: AnnotatorApp, words: str, source: str = "", cue: str = "", content: str = "", loaded: str = ""
) -> None:
    """Suggest passages of the sentence that holds `words`."""
    attribution = Attribution(
        source=place(app, source) if source else None,
        cue=place(app, cue) if cue else None,
        content=(place(app, content),) if content else (),
    )
    unit = unit_with(app, words).id
    suggestion = Suggestion(
        unit=unit,
        label="sourced",
        reason="said",
        confidence=0.9,
        attributions=(attribution,) if source or cue or content else (),
        bias=(BiasMark(kind=BiasKind.LOADED, span=place(app, loaded)),) if loaded else (),
    )
    annotating(app).labelling.offer({unit: suggestion}, "test 1")


async def go_to(pilot: Pilot[None], app: AnnotatorApp, words: str) -> None:
    """Go to the sentence that holds `words`, with nothing suggested."""
    await app.workers.wait_for_complete()
    await pilot.pause()
    annotating(app).labelling.offer({}, "test 1")
    reader(app).cursor = annotating(app).labelling.article.place(unit_with(app, words).id)
    await pilot.pause()


def strip(app: AnnotatorApp) -> tuple[str, str]:
    """The two lines over the keys."""
    chosen, _, state = str(app.screen.query_one("#chosen", Static).content).partition("\n")
    return chosen, state


def chosen(app: AnnotatorApp) -> str:
    """The words that the strip shows as chosen."""
    return strip(app)[0].rpartition("]")[0].removeprefix("[")


HARBOUR = "The ferry Lisbet ran aground at dawn, the harbour office said."


@pytest.fixture
def app(open_app: OpenApp) -> AnnotatorApp:
    return open_app()


async def test_words_are_marked_one_after_another(app: AnnotatorApp) -> None:
    async with app.run_test() as pilot:
        await go_to(pilot, app, "aground")
        await pilot.press("v", "end", "c", "left", "space", "left", "left", "s", "home", "u", "t", "escape")
        assert marks(app) == [
            ("content", "The ferry Lisbet ran aground at dawn"),
            ("source", "the harbour office"),
            ("cue", "said"),
        ]
        assert on_top(app)
        record = annotating(app).labelling.record(reader(app).unit)
        assert record is not None
        assert record.label == "sourced"
        await until_saved(pilot)


@pytest.mark.parametrize(
    ("suggested", "keys", "made"),
    [
        ("the harbour office said", ["v", "left", "s"], "the harbour office"),
        ("harbour office", ["v", "o", "left", "s"], "the harbour office"),
        ("dawn, the harbour office", ["v", "o", "right", "s"], "the harbour office"),
        ("the harbour", ["v", "right", "s"], "the harbour office"),
    ],
)
async def test_a_suggested_source_off_by_a_word_takes_four_keys(
    app: AnnotatorApp, suggested: str, keys: list[str], made: str
) -> None:
    async with app.run_test() as pilot:
        await go_to(pilot, app, "aground")
        offer(app, "aground", source=suggested, content="The ferry Lisbet ran aground at dawn")
        assert len(keys) <= 4
        await pilot.press(*keys)
        assert marks(app) == [("source", made)]
        assert chosen(app) == "The ferry Lisbet ran aground at dawn"  # the next that is suggested
