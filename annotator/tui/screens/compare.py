"""The compare screen: how far annotators agree, on what, and where they do not."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from annotator.project import Project
from annotator.tui.screens.answering_screen import AnsweringScreen
from annotator.tui.widgets.keybar import KeyBar

if TYPE_CHECKING:
    from annotator.adjudication.queue import Wanted


class CompareScreen(AnsweringScreen[None]):
    """Shows the figures of `Project.compare`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,C", "dismiss", "back", key_display="esc q", id="compare-back"),
    ]

    def __init__(
        self,
        project: Project,
        viewer: str,
        when_saved: Callable[[Callable[[str], None]], None],
        show: "Callable[[Wanted, str], None]",
    ) -> None:
        """Compare the annotators of `project`, as far as `viewer` may see their labels.

        `when_saved` tells when all labels are on the disk, or the problem; `show` shows the disagreements
        that are wanted, of a field.
        """
        super().__init__()
        self._project = project
        self._viewer = viewer
        self._when_saved = when_saved
        self._show = show

    def compose(self) -> ComposeResult:
        """Lay out heading and keys."""
        yield Static(Content("Comparing annotators"))
        yield KeyBar()
