"""What of the app is the user's own: themes, keys as shown, settings kept and applied at once."""

import os

from textual.binding import Binding

from annotator.errors import AnnotatorError
from annotator.tui.colours import css_variables
from annotator.tui.ending import EndingApp
from annotator.tui.keynames import shown_key
from annotator.tui.themes import THEMES, all_themes, theme_for
from schemas import UserSettings


class PersonalApp(EndingApp):
    """An app that heeds the user's settings; `settle` is called when they change."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, settings: UserSettings) -> None:
        """Take the settings; raises `AnnotatorError` when they name a theme that there is not."""
        if settings.theme and settings.theme not in all_themes():
            raise _no_theme(settings.theme)
        # Without colour the terminal's own foreground and background are the only safe ones.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.animation_level = "none"
        self.settings = settings
        for own in THEMES:
            self.register_theme(own)
        self.theme = theme_for(os.environ, self.console.color_system, settings.theme)
        # A theme that the environment names was unknown when the style sheet was made.
        self.stylesheet.set_variables(self.get_css_variables())

    def get_css_variables(self) -> dict[str, str]:
        """The colours of the current theme, all text readable."""
        if not hasattr(self, "settings"):
            return {}  # asked while Textual sets itself up, before there is a theme
        self.theme_variables = css_variables(self.current_theme)
        return self.theme_variables

    def get_key_display(self, binding: Binding) -> str:
        """Write a key with signs that every font has."""
        return binding.key_display or shown_key(binding.key)

    def settle(self) -> None:
        """Follow the settings as they are now."""

    def tell(self, text: str) -> None:
        """Say something in passing."""

    def change_settings(self, **changes: object) -> str:
        """Change settings, keep them and follow them; gives in one line why they could not be kept, if so.

        They are followed until the end all the same. Raises `AnnotatorError` for a value that is not allowed.
        """
        from annotator.usersettings import save_user_settings

        UserSettings.model_validate(self.settings.model_dump() | changes)
        problem = ""
        try:
            save_user_settings(**changes)
        except AnnotatorError as error:
            problem = str(error)
        # What other programs have written since does not change this window behind one's back.
        self.settings = UserSettings.model_validate(self.settings.model_dump() | changes)
        if "theme" in changes:
            self.theme = self.settings.theme or theme_for(os.environ, self.console.color_system, "")
        self.settle()
        return problem

    def action_change(self, name: str, step: int) -> None:
        """Take a setting to its next value, or the one before, and say which that is."""
        from annotator.tui.choices import choice_of

        choice = choice_of(name)
        value = choice.stepped(self.settings, step)
        self.tell(self.change_settings(**{name: value}) or f"{choice.title}: {choice.shown(value)}.")

    def action_next_theme(self) -> None:
        """Change between the app's own themes that this terminal can show."""
        few = self.console.color_system in (None, "standard") or self.no_color
        names = [theme.name for theme in THEMES if theme.ansi or not few]
        place = names.index(self.theme) + 1 if self.theme in names else 0
        self.use_theme(names[place % len(names)])

    def use_theme(self, name: str) -> None:
        """Take a theme and keep it."""
        self.tell(self.change_settings(theme=name) or f"Theme: {name}.")

    def action_settings(self) -> None:
        """Show the user's settings."""
        from annotator.tui.screens.settings import SettingsScreen

        self.push_screen(SettingsScreen())

    def action_palette(self) -> None:
        """Show all commands, to search in."""
        from annotator.tui.screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())


def _no_theme(name: str) -> AnnotatorError:
    import difflib

    from annotator.usersettings import place_of_setting

    near = difflib.get_close_matches(name, all_themes(), n=1, cutoff=0)[0]
    place = place_of_setting("theme")
    return AnnotatorError(f"{place}: no theme {name!r}; did you mean {near!r}? '' takes the app's own")
