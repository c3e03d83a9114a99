"""A screen on one article in which words can be marked, and sentences copied; it has a page of help."""

import os
from collections.abc import Sequence
from types import new_class
from typing import TYPE_CHECKING, Self, cast

from textual.binding import BindingType

from annotator.openarticle import OpenArticle
from annotator.tui.screens.deciding_screen import DecidingScreen
from annotator.tui.widgets.keybar import KeyBar
from annotator.tui.widgets.reader import Reader
from schemas import Span, UserSettings

if TYPE_CHECKING:
    from annotator.tui.widgets.spans import SpanPanel


class MarkingScreen(DecidingScreen):
    """What annotating and settling have in common beyond decisions."""

    def __init__(self, source: OpenArticle, settings: UserSettings) -> None:
        """Open the labels of an article; raises `AnnotatorError` when they cannot be opened."""
        super().__init__(source, settings)
        self._marking: SpanPanel | None = None
        """Where words were marked last."""

    @classmethod
    def with_bindings(cls, bindings: Sequence[BindingType]) -> type[Self]:
        """Make the class of this screen that has these keys and no others."""
        made = new_class(
            cls.__name__,
            (cls,),
            {"inherit_bindings": False},
            lambda body: body.update(BINDINGS=bindings, __module__=cls.__module__),
        )
        return cast(type[Self], made)

    async def action_spans(self, span: Span | None = None) -> None:
        """Mark words of the current unit; `span` is what is chosen already."""
        from annotator.tui.widgets.spans import SpanPanel

        reader = self.query_one(Reader)
        reader.reveal()
        self._marking = SpanPanel(reader, lambda: self.labelling, self._decide, span)
        # Awaited, so that the keys after this one are the panel's.
        await self.mount(self._marking, before=self.query_one(KeyBar))

    async def on_reader_selected(self, message: Reader.Selected) -> None:
        """Mark the words that were chosen with the mouse."""
        await self.action_spans(Span(start=message.start, end=message.end))

    def action_help(self) -> None:
        """Show the codebook's rules and all keys."""
        from annotator.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.labelling.codebook, self.BINDINGS))

    def action_copy(self) -> None:
        """Copy the current sentence through the terminal, and say what came of it."""
        from annotator.tui.clipboard import copy

        self.say(copy(self.app, self._article.unit_text(self.query_one(Reader).unit), os.environ))

    @property
    def _origin(self) -> str:
        """Where and when the article came out."""
        date = (self._article.published or "")[:10]
        return ", ".join(part for part in (self._article.outlet, date) if part)
