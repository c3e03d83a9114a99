"""The first line of the adjudication screen."""

from annotator.tui.widgets.titlebar import TitleBar


class QueueTitle(TitleBar):
    """Tells how many of the disagreements are settled, then which article this is."""

    def show_settled(self, settled: int, of: int) -> None:
        """Show the progress."""
        self._units = of
        self.labelled = settled
        self.show_lines()

    def show_article_of(self, title: str, origin: str) -> None:
        """Show another article; the progress is that of the queue."""
        self.show_article(title, origin, self._units)

    @property
    def progress(self) -> str:
        """How far the queue is."""
        return f"{self.labelled} of {self._units} settled"
