"""The annotate screen beside one's own work: on a copy to look and try, or on sentences that come again."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import new_class
from typing import ClassVar, NamedTuple, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from annotator.openarticle import OpenArticle
from annotator.project import Project
from annotator.settings import SETTINGS_FILE
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.answering_screen import AnsweringScreen
from schemas import Article, UserSettings


class Visitor(NamedTuple):
    """Who looks, and with which screen."""

    screen: type[AnnotateScreen]
    """The app's annotate screen, with all its keys."""
    annotator: str
    settings: UserSettings


class Banner(Static):
    """Says above the text where one is and what to do."""


class VisitScreen(AnnotateScreen, AnsweringScreen[None]):
    """Says in a banner where one is; only what it shows can be worked on until it ends."""

    CSS_PATH = "visit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "end_visit", "end it", key_display="q", id="visit-end")
    ]
    visiting = True

    def __init__(self, source: OpenArticle, visitor: Visitor) -> None:
        """Work on an article; raises `AnnotatorError` when its labels cannot be opened."""
        super().__init__(source, None, visitor.settings)
        self.visitor = visitor

    def compose(self) -> ComposeResult:
        """Put the banner over everything else."""
        yield Banner()
        yield from super().compose()

    def tell(self, text: str, hints: Mapping[str, str], before: str = "") -> None:
        """Say something in the banner, and below it, quietly, what else can be done: words and actions.

        A click on the words does the action, too.
        """
        quiet = [Content.styled(before, "$quiet")] if before else []
        for words, action in hints.items():
            click = Style.from_meta({"@click": f"screen.{action}"})
            quiet.append(Content.styled(words, "$quiet").stylize(click))
        self.query_one(Banner).update(
            Content("\n").join((Content.styled(text, "bold"), Content("   ").join(quiet)))
        )

    def action_end_visit(self) -> None:
        """Go back to one's own work."""
        self.dismiss(None)


class CopyScreen(VisitScreen):
    """Works on a folder of its own, which goes when the screen does. See `visit`, which makes one."""

    def __init__(self, source: OpenArticle, visitor: Visitor, folder: "TemporaryDirectory[str]") -> None:
        """Work on the only article of the project in `folder`."""
        super().__init__(source, visitor)
        self._folder = folder

    def _close(self) -> None:
        super()._close()
        self._folder.cleanup()


V = TypeVar("V", bound=VisitScreen)
C = TypeVar("C", bound=CopyScreen)


def with_keys_of(kind: type[V], visitor: Visitor) -> type[V]:
    """Give a kind of visit the keys of the visitor's own work, and on top those of its own."""
    body = {"__module__": kind.__module__}
    screen = new_class(kind.__name__, (kind, visitor.screen), {}, lambda namespace: namespace.update(body))
    return cast(type[V], screen)


def visit(kind: type[C], visitor: Visitor, article: Article, codebook: Path | None = None) -> C:
    """Make a screen of this kind on a copy of `article` in a new folder.

    `codebook` is the file of the project's own, if it has one. Nothing is suggested. Raises `AnnotatorError`
    or `OSError` when there is no room for the folder.
    """
    folder = TemporaryDirectory(prefix="annotator-visit-", ignore_cleanup_errors=True)
    root = Path(folder.name)
    (root / SETTINGS_FILE).write_text("suggestions = false\n", encoding="utf-8")
    if codebook:
        (root / codebook.name).write_bytes(codebook.read_bytes())
    project = Project.create(root)
    project.add(article)
    source = OpenArticle(project, article.id, visitor.annotator)
    return with_keys_of(kind, visitor)(source, visitor, folder)
