"""What undo takes back next and redo brings back, derived from the history alone."""

from collections.abc import Iterable

from schemas import Annotation, Cause, Event

_UNDOABLE = frozenset({Cause.KEY, Cause.SUGGESTION, Cause.ADJUDICATION})


class UndoStacks:
    """The changes that can be taken back and brought back, latest last.

    Only decisions can be undone, not imports and migrations; and a decision that one of those has replaced
    cannot either, as undoing it would silently take the import away. In a history that was joined from two
    machines, undo leads to the record before the decision in the joined order (as far as that is known, else
    to the one that the annotator saw), and a decision that the other machine's has overtaken is passed over.
    """

    def __init__(self, history: Iterable[Event] = (), *, complete: bool = True) -> None:
        """Derive the stacks from all events so far, oldest first; or, not `complete`, from the latest ones.

        The latest are enough until `needs_more` says that what came before must be known.
        """
        self._complete = complete
        self._unknown = False
        self._done: list[Event] = []
        self._undone: list[Event] = []
        self._records: dict[str, Annotation | None] = {}
        for event in history:
            self.apply(event)

    def apply(self, event: Event) -> None:
        """Take note of one more event."""
        before = self._records.get(event.unit, event.before)
        self._records[event.unit] = event.after
        if event.cause is Cause.UNDO:
            self._undone += self._take(self._done, event)
        elif event.cause is Cause.REDO:
            self._done += self._take(self._undone, event)
        else:
            self._undone.clear()
            if event.cause not in _UNDOABLE:
                self._done = [done for done in self._done if done.unit != event.unit]
            elif before is not None or event.after is not None:
                same = before is event.before
                self._done.append(event if same else event.model_copy(update={"before": before}))

    @property
    def needs_more(self) -> bool:
        """Whether earlier events may have to do with what can be undone or redone next.

        One that was reverted is not among those known, or there is nothing to undo or redo as far as known.
        """
        return not self._complete and (self._unknown or self.undoable is None)

    @property
    def undoable(self) -> Event | None:
        """The change that undo takes back next."""
        while self._done and self._records[self._done[-1].unit] != self._done[-1].after:
            self._done.pop()
        return self._done[-1] if self._done else None

    @property
    def redoable(self) -> Event | None:
        """The change that redo brings back next."""
        while self._undone and self._records[self._undone[-1].unit] != self._undone[-1].before:
            self._undone.pop()
        return self._undone[-1] if self._undone else None

    def _take(self, stack: list[Event], reverting: Event) -> list[Event]:
        """Remove the event that is reverted; it is the last one unless histories were merged."""
        for place in range(len(stack) - 1, -1, -1):
            if stack[place].id == reverting.reverts:
                return [stack.pop(place)]
        self._unknown = True
        return []
