"""Screens with a line to type in, which lose no letter however soon it is typed."""

from typing import TypeVar

from textual.events import Key
from textual.widgets import Input

from annotator.tui.screens.answering_screen import AnsweringScreen

R = TypeVar("R")


class TypingScreen(AnsweringScreen[R]):
    """Takes the keys that were typed after the one that opened it, and before it was there.

    Those went to the screen below, which has no use for them, and come back from there to the app.
    """

    _early: tuple[Key, ...] = ()
    _replaying = False

    def begin_typing(self, *, anew: bool = False) -> None:
        """Give the focus to the line, and to it what was typed by now: behind what it has, or instead."""
        line = self.query_one(Input)
        line.focus()
        line.action_end()
        if anew:
            line.action_select_all()
        early, self._early = self._early, ()
        self._replaying = True
        for event in early:
            self._take(event)
        self._replaying = False

    def take_key(self, event: Key) -> bool:
        """Take a key that nobody had a use for; False if there is none here either."""
        if self.focused is None:
            self._early = (*self._early, event)
            return True
        return self._take(event)

    def _take(self, event: Key) -> bool:
        line = self.query_one(Input)
        if event.is_printable and event.character:
            line.replace(event.character, *sorted(line.selection))
            return True
        active = self.active_bindings.get(event.key)
        if active is None:
            return False
        if self._replaying or active.binding.priority:
            # The app looks for keys with priority before it asks anybody, which is over by now.
            self.call_later(self.app.run_action, active.binding.action, active.node)
            return True
        return False
