"""Settings in the app: followed at once, kept, and said; the palette and copying."""

import base64
from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from annotator.errors import AnnotatorError
from annotator.tui.app import AnnotatorApp
from annotator.tui.asking import NameApp
from annotator.tui.choices import CHOICES, Choice
from annotator.tui.clipboard import LONGEST_BYTES, copy
from annotator.tui.screens.palette import Palette
from annotator.tui.screens.settings import SettingsScreen
from annotator.tui.themes import all_themes
from annotator.usersettings import load_user_settings, save_user_settings, user_settings_file
from schemas import Advance, Density, UserSettings
from tests.ui.looking import annotating, on_top, reader, screen_text, until

OpenApp = Callable[..., AnnotatorApp]
ROWS = {choice.name: place for place, choice in enumerate(CHOICES)}


async def go_to(pilot: Pilot[None], name: str) -> None:
    """Open the settings and put the cursor on one."""
    await pilot.press("comma", "home", *["down"] * ROWS[name])


def test_every_setting_is_offered() -> None:
    assert {choice.name for choice in CHOICES} | {"keys"} == set(UserSettings.model_fields)


@pytest.mark.parametrize("choice", [choice for choice in CHOICES if choice.step], ids=lambda one: one.name)
def test_bounds_are_those_of_the_schema(choice: Choice) -> None:
    for edge, beyond in ((choice.least, choice.least - 1), (choice.most, choice.most + 1)):
        settings = UserSettings.model_validate({choice.name: choice.read(f"{edge:g}")})
        assert getattr(settings, choice.name) == edge
        with pytest.raises(ValueError, match=choice.name):
            UserSettings.model_validate({choice.name: beyond})
        with pytest.raises(ValueError, match="between"):
            choice.read(f"{beyond:g}")


async def test_a_change_is_seen_at_once_and_kept(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await go_to(pilot, "measure")
        await pilot.press("left")
        assert reader(app).measure == app.settings.measure == load_user_settings().measure == 80
        assert "Saved." in screen_text(app)
        await pilot.press("up", "right")
        assert reader(app).density is load_user_settings().density is Density.COMPACT
        await pilot.press("up", "right", "right", "escape")
        assert on_top(app)
        assert load_user_settings().advance is Advance.STAY
        await pilot.press("home", "s")
        assert reader(app).cursor == 0
    assert load_user_settings().repeat_guard == 0


async def test_a_number_can_be_typed(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await go_to(pilot, "measure")
        await pilot.press("enter", "end", "backspace", "backspace", "3", "0", "enter")
        assert "between 40 and 160" in screen_text(app)
        await pilot.press("backspace", "backspace", "6", "left", "right", "6", "enter")
        assert reader(app).measure == load_user_settings().measure == 66
        await pilot.press("enter", "9", "escape")
        assert isinstance(app.screen, SettingsScreen)
        assert not app.screen.query_one(Input).display
        assert load_user_settings().measure == 66
        await pilot.press("escape")
        assert on_top(app)


async def test_a_name_can_be_typed_with_any_letter(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await go_to(pilot, "annotator")
        await pilot.press("enter", *"Bo", "space", *"Ek", "enter")
        assert load_user_settings().annotator == "Bo Ek"
        assert app.annotator == "Ana"
        assert "Bo Ek" in screen_text(app)


async def test_by_mouse_alone(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("comma")
        await pilot.click(OptionList, offset=(5, 0))
        assert load_user_settings().theme == next(iter(all_themes()))


async def test_every_theme_can_be_taken(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        for name in all_themes():
            app.use_theme(name)
            await pilot.pause()
            assert app.theme == name
            assert "The ferry Lisbet" in screen_text(app)


async def test_the_theme_key_goes_round_and_is_kept(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t")
        assert app.theme == load_user_settings().theme == "annotator-light"
        await pilot.press(*"ttttt")
        assert app.theme == "annotator-dark"
    app = open_app()
    save_user_settings(theme="annotator-light-contrast")
    assert open_app().theme == "annotator-light-contrast"


def test_a_theme_that_there_is_not_is_named(open_app: OpenApp) -> None:
    user_settings_file().write_text('# mine\ntheme = "annotator-drak"\n')
    with pytest.raises(
        AnnotatorError, match="line 2: no theme 'annotator-drak'; did you mean 'annotator-dark'"
    ):
        open_app()


async def test_with_few_colours_the_key_keeps_to_the_terminals_own(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        seen = [app.theme]
        for _ in range(2):
            await pilot.press("t")
            seen.append(app.theme)
        assert seen == ["annotator-ansi", "annotator-ansi-light", "annotator-ansi"]


async def test_settings_that_cannot_be_kept_hold_for_now(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(120, 40)) as pilot:
        user_settings_file().write_text("mesure = 3\n")
        await go_to(pilot, "measure")
        await pilot.press("right")
        assert reader(app).measure == 88
        assert "did you mean 'measure'?" in screen_text(app)
    assert user_settings_file().read_text() == "mesure = 3\n"


async def test_what_another_program_has_set_is_not_lost(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(120, 40)) as pilot:
        save_user_settings(measure=50)
        await pilot.press("t")
        assert app.settings.measure == 84
    assert load_user_settings().measure == 50
    assert load_user_settings().theme == "annotator-light"


async def test_the_palette_does_what_the_keys_do(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("home", "down", "colon")
        await until(pilot, lambda: isinstance(app.screen, Palette) and "opinion" in screen_text(app))
        await pilot.press(*"flag")
        await until(pilot, lambda: "opinion" not in screen_text(app) and "flag" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: on_top(app))
        unit = annotating(app).labelling.article.units[1]
        await until(pilot, lambda: bool((record := annotating(app).labelling.record(unit)) and record.flag))


async def test_the_palette_finds_themes_and_actions_without_a_key(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("f2", *"theme: nord")
        await until(pilot, lambda: "theme: nord" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.theme == "nord")
        await pilot.press("colon", *"wider")
        await until(pilot, lambda: "wider lines" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: reader(app).measure == 88)
        assert "Longest line: 88 columns." in screen_text(app)


async def test_the_palette_offers_only_what_works_now(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(100, 60)) as pilot:
        await pilot.press("home", "n", "home", "colon")
        await until(pilot, lambda: isinstance(app.screen, Palette) and "opinion" in screen_text(app))
        text = screen_text(app)
        assert "gap" in text  # the current sentence is no claim
        assert "one relay more" not in text


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"TERM": "xterm-256color"}, "Sent to the terminal's clipboard; many terminals need it allowed."),
        ({"TERM": "linux"}, "Not copied: this terminal has no clipboard."),
        ({"TMUX": "/no/such/socket,1,0", "PATH": ""}, "Sent to the terminal's clipboard"),
        ({"TERM_PROGRAM": "Apple_Terminal"}, "but this terminal takes none"),
    ],
)
async def test_copying_says_what_happened(open_app: OpenApp, environ: dict[str, str], said: str) -> None:
    app = open_app()
    async with app.run_test():
        assert said in copy(app, "Was he asleep?", environ)
        assert app.clipboard == ("" if "Not copied" in said else "Was he asleep?")


async def test_what_no_terminal_takes_is_not_copied(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test():
        assert copy(app, "é" * (LONGEST_BYTES // 2), {}).startswith("Sent")
        assert copy(app, "é" * (LONGEST_BYTES // 2 + 1), {}).startswith("Not copied: 37,498 characters")
    assert len(base64.b64encode(b"x" * LONGEST_BYTES)) < 100_000


async def test_the_current_sentence_is_copied(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("home", "down", "down", "y")
        assert app.clipboard == "The ferry Lisbet ran aground at dawn, the harbour office said."
        assert "clipboard" in screen_text(app)


async def test_a_name_is_asked_for_and_checked() -> None:
    app = NameApp(UserSettings(), "Ola Brandt")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end", *["backspace"] * 10, *"gold", "enter")
        assert "reserved" in screen_text(app)
        await pilot.press("space", *"ie", "enter")
    assert app.given == "gold ie"


@pytest.mark.parametrize(("key", "given"), [("enter", "Ola Brandt"), ("escape", None), ("ctrl+q", None)])
async def test_the_name_is_kept_or_left(key: str, given: str | None) -> None:
    app = NameApp(UserSettings(), "Ola Brandt")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
    assert app.given == given
