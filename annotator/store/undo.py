"""What undo takes back next and redo brings back, derived from the history alone."""

from collections.abc import Iterable

from schemas import Cause, Event

_UNDOABLE = frozenset({Cause.KEY, Cause.SUGGESTION, Cause.ADJUDICATION})


class UndoStacks:
    """The changes that can be taken back and brought back, latest last.

    Only decisions can be undone, not imports and migrations; and a decision that one of those has replaced
    cannot either, as undoing it would silently take the import away.
    """

    def __init__(self, history: Iterable[Event] = ()) -> None:
        """Derive the stacks from all events so far, oldest first."""
        self._done: list[Event] = []
        self._undone: list[Event] = []
        for event in history:
            self.apply(event)

    def apply(self, event: Event) -> None:
        """Take note of one more event."""
        if event.cause is Cause.UNDO:
            self._undone += _take(self._done, event)
        elif event.cause is Cause.REDO:
            self._done += _take(self._undone, event)
        else:
            self._undone.clear()
            if event.cause in _UNDOABLE:
                self._done.append(event)
            else:
                self._done = [done for done in self._done if done.unit != event.unit]

    @property
    def undoable(self) -> Event | None:
        """The change that undo takes back next."""
        return self._done[-1] if self._done else None

    @property
    def redoable(self) -> Event | None:
        """The change that redo brings back next."""
        return self._undone[-1] if self._undone else None


def _take(stack: list[Event], reverting: Event) -> list[Event]:
    """Remove the event that is reverted; it is the last one unless histories were merged."""
    for place in range(len(stack) - 1, -1, -1):
        if stack[place].id == reverting.reverts:
            return [stack.pop(place)]
    return []
