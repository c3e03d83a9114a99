"""What the app has to say, on the lines above the keys."""

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

_SECONDS = 8.0


class MessageLine(Static):
    """A passing message, or an alarm that stays until its cause is gone or it is dismissed.

    It lies over the last lines of the text, where the current sentence never is, and so moves nothing.
    """

    def __init__(self) -> None:
        """Begin with nothing to say."""
        super().__init__()
        self._alarm = ""
        self._passing = ""
        self._timer: Timer | None = None

    def say(self, text: str) -> None:
        """Show a message for some seconds; an alarm comes first."""
        self._passing = text
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(_SECONDS, self.hush)
        self._show()

    def hush(self) -> None:
        """Take the passing message away."""
        if self._passing:
            self._passing = ""
            self._show()

    def alarm(self, text: str) -> None:
        """Show an alarm; an empty one ends it."""
        if text != self._alarm:
            self._alarm = text
            self._show()

    def _show(self) -> None:
        text = self._alarm or self._passing
        self.set_class(bool(self._alarm), "-alarm")
        self.display = bool(text)
        self.update(Content(text))
