"""The user's own settings: each with a sentence under it, changed at once and kept."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from annotator.errors import AnnotatorError
from annotator.tui.choices import CHOICES, Choice
from annotator.tui.personal import PersonalApp
from annotator.tui.screens.answering_screen import DialogScreen
from annotator.tui.widgets.keybar import KeyBar
from annotator.tui.widgets.line import Line
from annotator.usersettings import user_settings_file
from schemas import UserSettings
from schemas.json_schema import sentences

_NEXT_START = "From the next start on."


class SettingsList(OptionList):
    """The settings, one under the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "screen.step(-1)", "back", key_display="←", id="settings-back"),
        Binding("right,space", "screen.step(1)", "on", key_display="→", id="settings-on"),
        Binding("enter", "select", "type it, or on", key_display="enter", id="settings-choose"),
    ]


class ValueLine(Line):
    """The line to type a value in; it takes enter, after everything typed before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "keep it", key_display="enter", id="settings-keep")
    ]


class SettingsScreen(DialogScreen[None]):
    """Steps through values with the arrows; where a value can be typed, enter begins a line for it."""

    CSS_PATH = "settings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "close", key_display="esc", id="settings-close"),
    ]

    def __init__(self) -> None:
        """Read the sentences."""
        super().__init__()
        self._sentences = sentences(UserSettings)

    def compose(self) -> ComposeResult:
        """Lay out the file's path, the settings, the line to type in, what happened, the keys."""
        with Vertical():
            yield Static(Content(f"Your settings, in every project: {user_settings_file()}"), id="file")
            yield SettingsList(*(Option(self._row(choice)) for choice in CHOICES), Option(self._keys()))
            yield ValueLine(select_on_focus=False)
            yield Static(id="said")
            yield KeyBar()

    def on_mount(self) -> None:
        """Begin with the first one."""
        self.query_one(Input).display = False
        rows = self.query_one(OptionList)
        rows.focus()
        rows.highlighted = 0

    def action_step(self, step: int) -> None:
        """Change the setting under the cursor."""
        if choice := self._choice:
            self._change(choice, choice.stepped(self._settings, step))

    def action_leave(self) -> None:
        """Leave the line as it was; without one, close."""
        if self.query_one(Input).display:
            self._close_line()
        else:
            self.dismiss(None)

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Begin to type, or go on to the next value."""
        choice, line = self._choice, self.query_one(Input)
        if choice and choice.typed:
            line.value = str(getattr(self._settings, choice.name))
            line.display = True
            line.focus()
        else:
            self.action_step(1)

    def on_option_list_option_highlighted(self, message: OptionList.OptionHighlighted) -> None:
        """What was said was about another setting."""
        self._say("")

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Take what was typed."""
        choice = self._choice
        if choice is None:
            return
        try:
            value = choice.read(message.value)
        except ValueError as error:
            self._say(str(error))
            return
        self._close_line()
        self._change(choice, value)

    def _close_line(self) -> None:
        self.query_one(Input).display = False
        self.query_one(OptionList).focus()

    def _change(self, choice: Choice, value: object) -> None:
        try:
            problem = self._app.change_settings(**{choice.name: value})
        except AnnotatorError as error:
            self._say(str(error))
            return
        place = CHOICES.index(choice)
        self.query_one(OptionList).replace_option_prompt_at_index(place, self._row(choice))
        self._say(problem or f"Saved. {_NEXT_START if choice.at_next_start else ''}")

    def _row(self, choice: Choice) -> Content:
        value = choice.shown(getattr(self._settings, choice.name))
        more = f" {_NEXT_START}" if choice.at_next_start else ""
        return Content.assemble(
            (f"{choice.title}: ", "bold"), f"{value}\n", (f"{self._sentences[choice.name]}{more}", "$quiet")
        )

    def _keys(self) -> Content:
        keys = ", ".join(f"{name} = {given}" for name, given in self._settings.keys.items())
        how = "annotator settings keys.ID 'KEYS'; `annotator keys` lists the actions' ids."
        return Content.assemble(
            ("Keys: ", "bold"),
            f"{keys or 'as they come'}\n",
            (f"In the file, or by the command {how} {_NEXT_START}", "$quiet"),
        )

    def _say(self, text: str) -> None:
        self.query_one("#said", Static).update(Content(text))

    @property
    def _choice(self) -> Choice | None:
        """The setting under the cursor, if it can be changed here."""
        place = self.query_one(OptionList).highlighted
        return CHOICES[place] if place is not None and place < len(CHOICES) else None

    @property
    def _app(self) -> PersonalApp:
        assert isinstance(self.app, PersonalApp)
        return self.app

    @property
    def _settings(self) -> UserSettings:
        return self._app.settings
