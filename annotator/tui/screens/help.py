"""Help: every key, the signs of the screen, the labels, and the rules in order with examples."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from annotator.tui.bindings import LABELS
from annotator.tui.keymap import UserKeys, read_user_keys
from annotator.tui.personal import PersonalApp
from annotator.tui.screens.answering_screen import DialogScreen
from annotator.tui.widgets.keybar import KeyBar
from schemas import Codebook, CodebookRule

_KEY_CELLS = 12
_COLUMN_CELLS = 44
"""Of a key with what it does, where there is room for two beside one another."""
_AFTER = {
    "spans": "spans",
    "source": "source",
    "edit unit": "edit",
    "go": "go",
    "search": "search",
    "articles": "articles",
    "compare": "compare",
    "disagreements": "disagreements",
    "adjudicate": "adjudicate",
    "settings": "settings",
    "practice": "practice",
    "tour": "tour",
}
"""Screens whose keys are explained, with the id of the annotate screen's binding that leads there."""
_SIGNS = """\
In the margin
▌ the current sentence   ┃ in the range   · no label yet   S? suggested   S labelled   ~S to be confirmed
! flagged   + commented   … being saved   × not saved yet, tried again
In the text
source underlined   cue underlined and slanted   content slanted   loaded and other wording reversed"""

Row = tuple[str, str]
"""Keys, and what they do."""


class HelpScreen(DialogScreen[None]):
    """Made from the codebook and the real bindings, so that it says what is so."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1,enter", "dismiss", "close", key_display="esc q", id="help-close"),
        Binding("down,j", "line(1)", "down", key_display="↓ j", id="help-down"),
        Binding("up,k", "line(-1)", "up", key_display="↑ k", id="help-up"),
        Binding("pagedown,space", "page(1)", "a screen on", key_display="PgDn", id="help-page-down"),
        Binding("pageup", "page(-1)", "a screen back", key_display="PgUp", id="help-page-up"),
        Binding("home", "ends(False)", "beginning", key_display="Home", id="help-first"),
        Binding("end", "ends(True)", "end", key_display="End", id="help-last"),
    ]

    def __init__(self, codebook: Codebook, bindings: Iterable[BindingType]) -> None:
        """Explain `codebook` and the bindings of the annotate screen; then those of the other screens."""
        super().__init__()
        self._codebook = codebook
        # Textual's own bindings have no id.
        self._bindings_shown = [one for one in bindings if isinstance(one, Binding) and one.id]

    def compose(self) -> ComposeResult:
        """Lay out sections under one another, and the keys of this screen below them."""
        with VerticalScroll():
            yield from self._own_keys()
            yield Static(Content("Signs"), classes="title")
            yield Static(Content(_SIGNS), classes="hint")
            yield Static(Content(f"Labels: {self._codebook.question}"), classes="title")
            yield Static(self._labels())
            if self._codebook.rules:
                yield Static(Content("Decide in this order; the first yes counts"), classes="title")
                for rule in self._codebook.rules:
                    yield Static(self._rule(rule), classes="rule")
            yield Vertical(id="others")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the other screens' keys when the first sections are there: that loads all of them."""
        self.call_after_refresh(self._show_others)

    def action_line(self, lines: int) -> None:
        """Scroll the text by so many lines."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll the text by so many screens."""
        text = self.query_one(VerticalScroll)
        text.scroll_relative(y=pages * max(1, text.size.height - 2), animate=False)

    def action_ends(self, end: bool) -> None:
        """Scroll to the beginning or the end."""
        text = self.query_one(VerticalScroll)
        if end:
            text.scroll_end(animate=False)
        else:
            text.scroll_home(animate=False)

    def _own_keys(self) -> Iterator[Static]:
        """The annotate screen's keys, a heading for each group in the order of the bindings."""
        groups = dict.fromkeys(binding.group or LABELS for binding in self._bindings_shown)
        for group in groups:
            of_group = [one for one in self._bindings_shown if (one.group or LABELS) == group]
            yield Static(Content(f"Keys: {group.description}"), classes="title")
            yield Static(self._table([self._row(binding) for binding in of_group]))

    def _row(self, binding: Binding) -> Row:
        return self.app.get_key_display(binding), binding.description

    async def _show_others(self) -> None:
        from annotator.tui.keylist import listed_keys

        keys = listed_keys(self._codebook, self._user_keys)
        by_screen = groupby(keys, key=lambda key: key.screen)
        sections = {screen: [(" ".join(key.keys), key.does) for key in found] for screen, found in by_screen}
        for screen, opener in _AFTER.items():
            if rows := sections.get(screen):
                heading = Static(Content(f"Keys after {self._leads(opener, screen)}"), classes="title")
                await self.query_one("#others").mount(heading, Static(self._table(rows)))

    def _leads(self, opener: str, screen: str) -> str:
        """What leads to a screen: its key with what that does, or the name that the palette knows."""
        for binding in self._bindings_shown:
            if binding.id == opener:
                return "  ".join(self._row(binding))
        return screen

    @property
    def _user_keys(self) -> UserKeys:
        return read_user_keys(self.app.settings.keys) if isinstance(self.app, PersonalApp) else {}

    def _table(self, rows: Sequence[Row]) -> Content:
        """Rows in two columns where all of them fit in, else in one."""
        width = min(self.app.size.width - 8, 2 * _COLUMN_CELLS)
        wide = max((cell_len(does) for _, does in rows), default=0) + _KEY_CELLS < _COLUMN_CELLS
        lines = -(-len(rows) // 2) if wide and width >= 2 * _COLUMN_CELLS else len(rows)
        return Content("\n").join(
            Content.assemble(*(part for row in rows[place::lines] for part in _drawn(row)))
            for place in range(lines)
        )

    def _labels(self) -> Content:
        keys = {one.id: self.app.get_key_display(one) for one in self._bindings_shown}
        lines = []
        for label in self._codebook.labels:
            lines.append((keys.get(f"label-{label.name}", ""), label.title, label.definition))
            if label.same_source_key:
                key = keys.get(f"same-source-{label.name}", "")
                lines.append((key, f"{label.title}, same source", label.same_source_definition))
        return Content("\n").join(
            Content.assemble((f"{key}  {title}: ", "bold"), text) for key, title, text in lines
        )

    def _rule(self, rule: CodebookRule) -> Content:
        arrow = f" → {self._codebook.label(rule.decides).title}" if rule.decides else ""
        parts: list[Content | str] = [
            Content.styled(f"{rule.number}  {rule.title}{arrow}\n", "bold"),
            rule.text,
        ]
        parts += [Content.styled(f"\n    {example}", "italic") for example in rule.examples]
        return Content("").join(parts)


def _drawn(row: Row) -> Iterator[Content | tuple[str, str] | str]:
    """A key and what it does, as wide as a column."""
    keys, does = row
    key = f"{keys} " + " " * (_KEY_CELLS - 1 - cell_len(keys))
    yield key, "bold"
    yield does + " " * (_COLUMN_CELLS - cell_len(key) - cell_len(does))
