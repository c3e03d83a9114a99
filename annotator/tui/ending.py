"""An app that can be left at any moment, also while a screen is just coming."""

from typing import Any

from rich.console import RenderableType
from textual.app import App
from textual.await_complete import AwaitComplete


class EndingApp(App[None]):
    """Ends when every screen is there, and shows none after that.

    Textual gives a screen that is pushed at the end no widgets; it would look for them all the same.
    """

    _ended = False

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """End as soon as no screen is just coming."""
        self._ended = True
        if all(screen.is_mounted for screen in self.screen_stack):
            super().exit(result, return_code, message)
        else:
            self.call_later(self.exit, result, return_code, message)

    def push_screen(self, *args: Any, **named: Any) -> Any:
        """Show a screen on top, unless the app has ended."""
        return AwaitComplete() if self._ended else super().push_screen(*args, **named)
