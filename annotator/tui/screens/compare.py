"""The compare screen: how far annotators agree, on what, and where they do not."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from annotator.blindness import sees
from annotator.errors import AnnotatorError
from annotator.project import Project
from annotator.tui.comparison.computing import Compared, Kept, LeftError, computed, notes
from annotator.tui.comparison.pages import MEASURED, PAGES, heading, page
from annotator.tui.comparison.wording import Sight, counted
from annotator.tui.screens.answering_screen import TellingScreen
from annotator.tui.widgets.blocks import ALERT, Behind, Block, Opens, below, text
from annotator.tui.widgets.keybar import KeyBar
from annotator.tui.widgets.sheet import Sheet
from annotator.tui.widgets.tabline import TabLine

if TYPE_CHECKING:
    from annotator.compare.wanted import Wanted

_WIDGETS = Path(__file__).parents[1] / "widgets"
_ROOMY = 30
"""Lines from which some can be left free."""


class CompareScreen(TellingScreen[None]):
    """Shows the figures of `Project.compare`, page by page; enter leads to the disagreements behind one."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [
        "compare.tcss",
        _WIDGETS / "sheet.tcss",
        _WIDGETS / "tabline.tcss",
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "go(1, 0)", "right", show=False, key_display="→ l", id="compare-right"),
        Binding("left,h", "go(-1, 0)", "left", show=False, key_display="← h", id="compare-left"),
        Binding("down,j", "go(0, 1)", "down", show=False, key_display="↓ j", id="compare-down"),
        Binding("up,k", "go(0, -1)", "up", show=False, key_display="↑ k", id="compare-up"),
        Binding(
            "pagedown", "page(1)", "a screen down", show=False, key_display="PgDn", id="compare-page-down"
        ),
        Binding("pageup", "page(-1)", "a screen up", show=False, key_display="PgUp", id="compare-page-up"),
        Binding("home", "ends(0)", "first", show=False, key_display="Home", id="compare-first"),
        Binding("end", "ends(-1)", "last", show=False, key_display="End", id="compare-last"),
        Binding("enter", "open", "show what is behind it", key_display="enter", id="compare-open"),
        Binding("tab", "turn(1)", "next page", key_display="tab", id="compare-next-page"),
        Binding("shift+tab", "turn(-1)", "previous page", show=False, id="compare-previous-page"),
        *(
            Binding(
                str(number),
                f"show_page({number - 1})",
                f"page: {name}",
                show=False,
                id=f"compare-page-{number}",
            )
            for number, name in enumerate(PAGES, start=1)
        ),
        Binding("m", "measure", "the other measure", id="compare-measure"),
        Binding("escape,q,C", "back", "back", key_display="esc q", id="compare-back"),
    ]

    @dataclass
    class Computed(Message):
        """The figures are there, or cannot be."""

        found: Compared

    @dataclass
    class Read(Message):
        """So many articles were read."""

        articles: int
        of: int

    def __init__(
        self,
        project: Project,
        viewer: str,
        when_saved: Callable[[Callable[[str], None]], None],
        show: "Callable[[Wanted, str], None]",
        kept: Kept | None = None,
        *,
        to_adjudicate: bool = False,
    ) -> None:
        """Compare the annotators of `project`, as far as `viewer` may see their labels.

        `when_saved` tells when all labels are on the disk, or the problem; `show` shows the disagreements
        that are wanted, of a field. `kept` keeps the figures for the next time, until a file changes.
        `to_adjudicate` as in `annotator.blindness.sees`.
        """
        super().__init__()
        self._project = project
        self._may_see = partial(sees, project, viewer, to_adjudicate=to_adjudicate)
        self._when_saved = when_saved
        self._show = show
        self._kept = {} if kept is None else kept
        self._computed: Compared | None = None
        self._waiting = "Saving: figures are computed when everything is on the disk."
        self._field = ""
        """The field whose page is shown instead of the table of all fields."""
        self._second = False
        """Whether cells show the second measure."""
        self._cursors: dict[tuple[int, str], int] = {}
        """Where the cursor was on each page, and page of a field."""

    def compose(self) -> ComposeResult:
        """Lay out heading, pages, figures, what the current one says, keys."""
        yield Static(id="heading")
        yield TabLine(PAGES)
        yield Sheet(self._draw)
        yield Static(id="detail")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin to compute as soon as all labels are on the disk."""
        self.query_one(Sheet).focus()
        self._tell()
        self._when_saved(self._saved)

    def _saved(self, problem: str) -> None:
        if not self.is_attached:
            return
        if problem:
            self.on_compare_screen_computed(self.Computed(Compared(None, problem)))
        else:
            self._waiting = "Reading…"
            self._redraw()
            self._compute()

    @work(thread=True, exclusive=True, group="compare")
    def _compute(self) -> None:
        """Compute all figures away from the interface's thread."""
        worker = get_current_worker()

        def read(articles: int, of: int) -> None:
            self.post_message(self.Read(articles, of))

        try:
            found = computed(self._project, self._may_see, self._kept, read, lambda: worker.is_cancelled)
        except LeftError:
            return
        except (AnnotatorError, OSError) as error:
            found = Compared(None, str(error))
        self.post_message(self.Computed(found))

    def on_compare_screen_read(self, message: Read) -> None:
        """Say how far it is."""
        of = counted(message.of, "article")
        done = message.articles == message.of
        self._waiting = (
            "Computing figures and intervals…" if done else f"Reading: {message.articles:,} of {of}…"
        )
        if self._computed is None:
            self._redraw()

    def on_compare_screen_computed(self, message: Computed) -> None:
        """Show the figures."""
        self._computed = message.found
        self._redraw()

    def on_sheet_cursor_moved(self, message: Sheet.CursorMoved) -> None:
        """Say what the current figure says, and what can be done with it."""
        self._tell()
        self.refresh_bindings()

    def on_sheet_chosen(self, message: Sheet.Chosen) -> None:
        """Show what is behind what was clicked twice."""
        self.action_open()

    def on_tab_line_clicked(self, message: TabLine.Clicked) -> None:
        """Show the page that was clicked."""
        self.action_show_page(message.page)

    def say(self, text: str) -> None:
        """Show a passing message in the place of what the current figure says."""
        self.query_one("#detail", Static).update(Content(text), layout=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done on this page, with the figure that the cursor is at."""
        if not self.is_mounted or action not in ("open", "measure"):
            return True
        if action == "measure":
            number, field = self._page
            return PAGES[number] in MEASURED or bool(field)
        spot = self.query_one(Sheet).spot
        return spot is not None and spot.leads is not None

    def action_go(self, right: int, down: int) -> None:
        """Go to the next figure in a direction."""
        self.query_one(Sheet).go(right, down)

    def action_page(self, direction: int) -> None:
        """Go a screenful down or up."""
        self.query_one(Sheet).page(direction)

    def action_ends(self, index: int) -> None:
        """Go to the first figure, or to the last with -1."""
        sheet = self.query_one(Sheet)
        sheet.cursor = index % max(1, len(sheet.block.spots))

    def action_turn(self, step: int) -> None:
        """Show the next page or the one before."""
        self.action_show_page((self.query_one(TabLine).current + step) % len(PAGES))

    def action_show_page(self, number: int) -> None:
        """Show a page by its index; the field that was opened there is closed if it is shown already."""
        self._keep_cursor()
        tabs = self.query_one(TabLine)
        if number == tabs.current:
            self._field = ""
        tabs.current = number
        self._redraw()

    def action_measure(self) -> None:
        """Show the other measure in the cells."""
        self._keep_cursor()
        self._second = not self._second
        self._redraw()

    def action_open(self) -> None:
        """Show the disagreements behind the current figure, or the page of a field."""
        spot = self.query_one(Sheet).spot
        if spot is None or spot.leads is None:
            return
        if isinstance(spot.leads, Opens):
            self._keep_cursor()
            self._field = spot.leads.field
            self._redraw()
        else:
            self._show(_wanted(spot.leads), spot.leads.field)

    def action_back(self) -> None:
        """Close the field that was opened, or leave."""
        if self._field and PAGES[self.query_one(TabLine).current] == "Fields":
            self.action_show_page(self.query_one(TabLine).current)
        else:
            self.workers.cancel_group(self, "compare")
            self.dismiss(None)

    @property
    def _page(self) -> tuple[int, str]:
        number = self.query_one(TabLine).current
        return number, self._field if PAGES[number] == "Fields" else ""

    def _keep_cursor(self) -> None:
        self._cursors[self._page] = self.query_one(Sheet).cursor

    def _redraw(self) -> None:
        self.query_one(Sheet).show_page(self._cursors.get(self._page, 0))

    def _draw(self, width: int, height: int) -> Block:
        """The current page, under what must be known of it."""
        found, (number, field) = self._computed, self._page
        if found is None:
            return text(self._waiting, width)
        if found.comparison is None:
            return text(found.said, width, ALERT)
        above = below([text(line, width, ALERT) for line in notes(found, self._project.root)], gap=0)
        sight = Sight(self._project.codebook, width, height - len(above.lines), self._second)
        drawn = page(PAGES[number], found.comparison, field, sight)
        return below([above, drawn], gap=int(height > _ROOMY))

    def _tell(self) -> None:
        number, field = self._page
        comparison = self._computed.comparison if self._computed else None
        spot = self.query_one(Sheet).spot
        said = heading(PAGES[number], comparison, field) if comparison else "Compare annotators"
        self.query_one("#heading", Static).update(Content(said), layout=False)
        self.query_one("#detail", Static).update(Content(f"{spot.words}." if spot else ""), layout=False)


def _wanted(behind: Behind) -> "Wanted":
    """What to ask of the disagreements."""
    from annotator.compare.wanted import Wanted

    return Wanted(pair=behind.pair, labels=behind.labels, field=behind.field)
