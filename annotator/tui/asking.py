"""The small app that asks for a name before the project is opened."""

from pathlib import Path, PurePath
from typing import ClassVar

from annotator.tui.personal import PersonalApp
from annotator.tui.screens.name import NameScreen
from schemas import UserSettings


class NameApp(PersonalApp):
    """Asks once; `given` is the answer."""

    TITLE = "Annotator"
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        Path(__file__).parent / name for name in ("app.tcss", "widgets/keybar.tcss", "widgets/chips.tcss")
    ]

    def __init__(self, settings: UserSettings, suggested: str) -> None:
        """Ask, beginning with `suggested`."""
        super().__init__(settings)
        self._suggested = suggested
        self.given: str | None = None
        """The name; None when nobody wanted to give one."""

    def on_mount(self) -> None:
        """Ask."""
        self.push_screen(NameScreen(self._suggested), self._answered)

    def _answered(self, name: str | None) -> None:
        self.given = name
        self.exit()


def ask_name(settings: UserSettings, suggested: str) -> str | None:
    """Ask for the name to annotate under; None when it was left."""
    app = NameApp(settings, suggested)
    app.run()
    return app.given
