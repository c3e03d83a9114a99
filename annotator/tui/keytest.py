"""What a terminal sends: each key as it arrives, and what it does in the app."""

from collections import defaultdict
from collections.abc import Sequence

from textual.app import App, ComposeResult
from textual.events import Event, Key
from textual.widgets import RichLog

from annotator.tui.keylist import ListedKey
from annotator.tui.keynames import read_keys, shown_key, trouble

_INTRODUCTION = (
    "Press any key: what your terminal sends is shown here, and what it does in the app.\n"
    "A key that shows nothing never arrives: the terminal, tmux or the desktop has taken it.\n"
    "q twice ends.\n"
)


class KeyTest(App[None], inherit_bindings=False):
    """Shows keys until q is pressed twice."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, listed: Sequence[ListedKey]) -> None:
        """Know what every key does."""
        super().__init__()
        self._does: dict[str, list[str]] = defaultdict(list)
        for action in listed:
            for key in action.keys:
                (name,) = read_keys(key)
                self._does[name].append(f"{action.screen}: {action.does}")
        self._last = ""

    def compose(self) -> ComposeResult:
        """Lay out the list of keys."""
        yield RichLog(wrap=True, markup=False)

    def on_mount(self) -> None:
        """Say what to do."""
        log = self.query_one(RichLog)
        log.can_focus = False
        log.write(_INTRODUCTION)

    async def on_event(self, event: Event) -> None:
        """Take every key before anything else can."""
        if isinstance(event, Key):
            self._show(event)
        else:
            await super().on_event(event)

    def _show(self, event: Key) -> None:
        does = "; ".join(self._does.get(event.key, ["nothing"]))
        sent = f"  ({event.character!r})" if event.character and event.is_printable else ""
        why = f"   Elsewhere: {doubt}." if (doubt := trouble(event.key)) else ""
        self.query_one(RichLog).write(f"{shown_key(event.key):12}{event.key}{sent}   {does}{why}")
        if event.key == self._last == "q":
            self.exit()
        self._last = event.key
