"""Screens that give an answer and go, once, however often they are told to."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen

R = TypeVar("R")


class AnsweringScreen(Screen[R]):
    """Goes only from the top of the screens; when something lies over it, it goes as soon as that is gone.

    Two quick keys both tell a screen to go before the first has been heeded. Textual would then take away
    whatever is on top by that time.
    """

    _going: Callable[[], object] | None = None
    """Goes with the answer given while something lay over it."""

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """Give the answer; of several, the first counts."""
        go = partial(super().dismiss, result)
        if self.app.screen is self:
            return go()
        if self in self.app.screen_stack and self._going is None:
            self._going = go
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """Go, if that was to be done when nothing lay over it any more."""
        going, self._going = self._going, None
        if going and self.app.screen is self:
            going()


class TellingScreen(AnsweringScreen[R]):
    """One that has a line of its own for what the app has to say."""

    def say(self, text: str) -> None:
        """Show a passing message."""


class DialogScreen(ModalScreen[R], AnsweringScreen[R]):
    """One that lies over another, which stays in sight."""
