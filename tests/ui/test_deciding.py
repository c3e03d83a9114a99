"""Attributes, ranges, repeating and where the cursor goes: one key each, and never by accident."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.strip import Strip

from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.choice import ChoiceScreen
from annotator.tui.widgets.keybar import KeyBar
from schemas import Annotation, Directness, Hedge, SourceType
from tests.ui.looking import annotating, on_top, reader, screen_text, until_saved

OpenApp = Callable[..., AnnotatorApp]

RAN_AGROUND = 2
"""Index of a sentence of the ferry article with a source."""


def settings(tmp_path: Path, text: str) -> None:
    """Write the user's settings before the app starts."""
    (tmp_path / "config" / "annotator" / "settings.toml").write_text(text, encoding="utf-8")


def record(project: Project, index: int = RAN_AGROUND) -> Annotation | None:
    """What the disk holds of a unit of the ferry article."""
    article = project.article("ferry")
    with project.store(article, "Ana", read_only=True) as store:
        return store.labels.get(article.units[index].id)


async def test_every_attribute_has_a_key(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("down", "down", "s", "up")
        await pilot.press("6", "h", "w", "d", "b", "plus", "plus", "minus", "m", "i", "f")
        await until_saved(pilot)
        found = record(project)
        assert found is not None
        (attribution,) = found.attributions
        assert attribution.source_type is SourceType.UNNAMED_GROUP
        assert attribution.directness is Directness.DIRECT
        assert attribution.source_view
        assert attribution.chain_length == 2
        assert found.hedge is Hedge.HEDGED
        assert found.check_worthiness == 2
        assert (found.mixed, found.low_confidence, found.flag) == (True, True, True)
        assert reader(app).cursor == RAN_AGROUND


async def test_credibility_is_asked_for_and_can_be_taken_back(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "u", "up", "c")
        assert isinstance(app.screen, ChoiceScreen)
        assert "4  doubtful" in screen_text(app)
        await pilot.press("4")
        await until_saved(pilot)
        rated = record(project)
        assert rated is not None
        assert rated.credibility == 4
        await pilot.press("c", "0")
        await until_saved(pilot)
        unrated = record(project)
        assert unrated is not None
        assert unrated.credibility is None
        await pilot.press("c", "escape")
        assert on_top(app)


async def test_a_digit_labels_a_sentence_sourced_with_its_type(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "2")
        await until_saved(pilot)
        found = record(project)
        assert found is not None
        assert found.label == "sourced"
        assert found.attributions[0].source_type is SourceType.NAMED_ORGANISATION
        assert reader(app).cursor == RAN_AGROUND + 1
        await pilot.press("up", "3")
        await until_saved(pilot)
        again = record(project)
        assert again is not None
        assert again.attributions[0].source_type is SourceType.DOCUMENT
        assert reader(app).cursor == RAN_AGROUND


async def test_keys_that_do_not_apply_are_not_offered_and_do_nothing(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("o", "up")
        offered = {active.binding.id for active in app.screen.active_bindings.values()}
        assert "mixed" in offered
        assert not offered & {"hedge", "credibility", "source", "type-document", "gap", "relay"}
        events = len(annotating(app).labelling.store.history)
        await pilot.press("h", "c", "3", "p", "enter")
        assert on_top(app)
        assert len(annotating(app).labelling.store.history) == events
        await pilot.press("n", "up")
        assert "gap" in {active.binding.id for active in app.screen.active_bindings.values()}
        assert "gap" in "\n".join(line.text for line in _drawn(app.screen.query_one(KeyBar)))


async def test_a_key_that_does_not_apply_says_why(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("o", "up", "h")
        await pilot.pause()
        assert "hedge does not apply to opinion" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert on_top(app) and "a source does not apply to opinion" in screen_text(app)
        await pilot.press("delete", "w")
        await pilot.pause()
        assert "give the sentence a label first" in screen_text(app)


def _drawn(widget: KeyBar) -> list[Strip]:
    return list(widget.render_lines(widget.outer_size.region))


async def test_a_range_is_labelled_at_once_and_taken_back_at_once(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "r", "down", "down", "down")
        await pilot.press("n")
        labelling = annotating(app).labelling
        assert labelling.labelled == 4
        assert reader(app).cursor == 5
        await pilot.press("z")
        assert labelling.labelled == 0
        await pilot.press("Z")
        assert labelling.labelled == 4
        await until_saved(pilot)


async def test_a_range_upwards_and_one_given_up(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "r", "up", "up", "u")
        labelling = annotating(app).labelling
        assert labelling.labelled == 3
        await pilot.press("end", "r", "up", "escape", "o")
        assert labelling.labelled == 4
        await pilot.press("home", "r", "down", "r", "s")
        assert labelling.labelled == 4


async def test_a_quoted_block_has_one_source(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "2", "r", "down", "quotation_mark")
        await until_saved(pilot)
        for index in (RAN_AGROUND + 1, RAN_AGROUND + 2):
            found = record(project, index)
            assert found is not None
            assert found.same_source
            assert found.attributions[0].source_type is SourceType.NAMED_ORGANISATION


async def test_repeat_gives_label_and_attributes_but_no_comment(open_app: OpenApp, project: Project) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "u", "up", "h", "x", *"why", "enter", "down", "full_stop")
        await until_saved(pilot)
        found = record(project, RAN_AGROUND + 1)
        assert found is not None
        assert (found.label, found.hedge, found.comment) == ("unverified", Hedge.HEDGED, "")
        assert reader(app).cursor == RAN_AGROUND + 2


async def test_a_key_held_down_labels_one_sentence(open_app: OpenApp, tmp_path: Path) -> None:
    settings(tmp_path, "repeat_guard = 2.0\n")
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*["s"] * 8)
        assert annotating(app).labelling.labelled == 1
        assert reader(app).cursor == 1
        assert "counted once" in screen_text(app)
        await pilot.press("u")
        assert annotating(app).labelling.labelled == 2


@pytest.mark.parametrize(("advance", "place"), [("next", 2), ("unlabelled", 3), ("stay", 1)])
async def test_where_the_cursor_goes_after_a_label(
    open_app: OpenApp, tmp_path: Path, advance: str, place: int
) -> None:
    settings(tmp_path, f'repeat_guard = 0\nadvance = "{advance}"\n')
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "u", "home", "down", "o")
        assert reader(app).cursor == place
