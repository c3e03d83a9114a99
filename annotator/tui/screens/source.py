"""Who said it: the source of a sentence, through whom it came, and what the register knows of the source."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import DescendantFocus, Resize
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from annotator.errors import AnnotatorError
from annotator.sources import Answer, Settled, SourceRegister, folded, names_in, settle, short_name
from annotator.sources.choosing import BETWEEN_NAMES
from annotator.tui.screens.answering_screen import DialogScreen
from annotator.tui.widgets.inspected import TYPES
from annotator.tui.widgets.keybar import KeyBar
from annotator.tui.widgets.line import Line
from annotator.tui.widgets.sourcefields import Chosen, KeyLine, NameLine
from annotator.tui.widgets.wrapping import shown
from schemas import Attribution, Reliability, Source, SourceType

_TYPE_KEYS = {str(key): kind for key, kind in enumerate(SourceType, start=1)}
_RELIABILITIES = {
    Reliability.COMPLETELY: "completely reliable",
    Reliability.USUALLY: "usually reliable",
    Reliability.FAIRLY: "fairly reliable",
    Reliability.NOT_USUALLY: "not usually reliable",
    Reliability.UNRELIABLE: "unreliable",
    Reliability.CANNOT_BE_JUDGED: "cannot be judged",
}


_ROOMY = 30
"""Lines of the terminal from which all choices of a line are shown at once."""


class SourceScreen(DialogScreen[Settled | None]):
    """Gives what the record keeps of the answer, or None when it was left with Escape.

    What is said of the source goes into the register before that: its type, and its reliability, which is
    rated here once for the source, while credibility is rated claim by claim.
    """

    CSS_PATH = "source.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "keep", key_display="enter", id="source-keep", priority=True),
        Binding("tab", "app.focus_next", "next line", key_display="tab", id="source-next-line"),
        Binding("shift+tab", "app.focus_previous", "line before", show=False, id="source-previous-line"),
        Binding("down", "choose(1)", "next choice", key_display="↓", id="source-down", priority=True),
        Binding(
            "up", "choose(-1)", "choice before", show=False, key_display="↑", id="source-up", priority=True
        ),
        Binding("escape", "dismiss(None)", "leave it as it was", key_display="esc", id="source-leave"),
    ]

    @dataclass
    class Saved(Message):
        """The register has been written, or not."""

        settled: Settled | None
        problem: str = ""
        """One line; empty when all is on the disk."""

    def __init__(
        self, register: SourceRegister, by: str, sentence: str, words: str, attribution: Attribution
    ) -> None:
        """Ask who said `sentence`; `words` are those marked as its source, `attribution` what is known.

        What is said of the register's entries is said `by` this annotator.
        """
        super().__init__()
        self._register = register
        self._by = by
        self._sentence = sentence
        self._words = " ".join(words.split())
        self._attribution = attribution
        self._about: Source | None = None
        """The entry that the lower lines are about."""
        self._problem = ""

    def compose(self) -> ComposeResult:
        """Lay out the sentence, a line for each thing to say, and what may be chosen in it."""
        source, via = self._names()
        longer = self._words if source == short_name(self._words) != self._words else ""
        with Vertical(id="box"):
            yield Static(Content(shown(self._sentence)), id="sentence")
            yield from _line("Who says it", NameLine(self._register, source, or_else=longer, id="source"))
            yield from _line("via", NameLine(self._register, via, several=True, id="via"))
            yield Static("", id="about", markup=False)
            types = {key: TYPES[kind] for key, kind in _TYPE_KEYS.items()}
            yield from _line("type", KeyLine(types, id="type"))
            ratings = {rating.value: words for rating, words in _RELIABILITIES.items()}
            yield from _line("reliability", KeyLine(ratings, id="reliability"))
            yield from _line("note", Line(compact=True, max_length=10_000, id="note"))
            alias = {"Y": f"yes: {shown(self._words)}"}
            yield from _line("also called", KeyLine(alias, "no", id="alias"))
            yield OptionList(markup=False)
            yield Static("", id="said", markup=False)
            yield KeyBar()

    def on_mount(self) -> None:
        """Begin with the source."""
        self.query_one(OptionList).can_focus = False
        self._show_entry()
        self.query_one("#source").focus()

    def on_resize(self, event: Resize) -> None:
        """Show more choices at once where there is room."""
        self.set_class(event.size.height >= _ROOMY, "-roomy")

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Show what may be chosen in the line that one came to."""
        for line in self.query(".line"):
            line.set_class(event.widget in line.children, "-current")
        self._show_rows()

    def on_chosen(self, message: Chosen) -> None:
        """Show what is chosen; of another source, show what the register knows of it."""
        if message.line.id == "source":
            self._show_entry()
        if message.line is self.focused:
            self._show_rows()

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Take what was clicked."""
        if isinstance(self.focused, NameLine | KeyLine):
            self.focused.choose(message.option_index)

    def action_choose(self, step: int) -> None:
        """Go on to the next choice in the current line."""
        self._after_typing(lambda: self._choose(step))

    def action_keep(self) -> None:
        """Put it into the register, and leave when it is there."""
        self._after_typing(self._keep)

    def _after_typing(self, do: Callable[[], None]) -> None:
        """Do something behind the letters that the current line has not yet taken in."""
        (self.focused or self).call_later(do)

    def _choose(self, step: int) -> None:
        line = self.focused
        if isinstance(line, NameLine | KeyLine) and line.rows:
            line.choose((line.index + step) % len(line.rows))

    def _keep(self) -> None:
        self._say("")
        kind, rating = self.query_one("#type", KeyLine).key, self.query_one("#reliability", KeyLine).key
        self._save(
            Answer(
                source=self.query_one("#source", NameLine).chosen,
                via=names_in(self.query_one("#via", NameLine).value),
                source_type=_TYPE_KEYS[kind] if kind else None,
                reliability=Reliability(rating) if rating else None,
                note=self.query_one("#note", Input).value.strip(),
                alias=self._words if self.query_one("#alias", KeyLine).key else "",
            )
        )

    @work(thread=True, exclusive=True)
    def _save(self, answer: Answer) -> None:
        """Write into the register, away from the interface's thread: a disk may take its time."""
        try:
            self.post_message(self.Saved(settle(self._register, answer, self._by)))
        except AnnotatorError as error:
            self.post_message(self.Saved(None, str(error)))

    def on_source_screen_saved(self, message: Saved) -> None:
        """Leave, or say why nothing was kept."""
        if not self.is_current:
            return  # left meanwhile
        if message.settled:
            self.dismiss(message.settled._replace(source_type=self._type_of_sentence(message.settled)))
        else:
            self.app.bell()
            self._say(message.problem)

    def _names(self) -> tuple[str, str]:
        """What the lines for source and relays begin with."""
        try:
            entries = self._register.entries
        except AnnotatorError as error:
            self._problem = str(error)
            entries = {}
        known = entries.get(self._attribution.source_id or "")
        relays = (entries[name].name if name in entries else name for name in self._attribution.via)
        words = self._words if self._problem or self._register.find(self._words) else short_name(self._words)
        return (known.name if known else words), f"{BETWEEN_NAMES} ".join(relays)

    def _show_entry(self) -> None:
        """Fill the lower lines with what the register knows of the chosen source."""
        line = self.query_one("#source", NameLine)
        name, entry = line.chosen
        if entry is None:
            about = "A new source in the register:" if name else "Nobody is named."
        else:
            about = f"In the register, for {shown(entry.name)} wherever it speaks:"
        self.query_one("#about", Static).update(about)
        known_by = [entry.name, *entry.aliases] if entry else [name]
        strange = bool(self._words and name) and folded(self._words) not in map(folded, known_by)
        self.query_one("#alias-line").visible = strange
        self._say(line.problem or self._problem)
        if entry == self._about and entry is not None:
            return
        had = self._about
        self._about = entry
        if entry is None and had is None and self.query_one("#type", KeyLine).key:
            return  # a new name, typed on: what was said of it stays
        self.query_one("#type", KeyLine).answer(self._type_key(entry))
        self.query_one("#reliability", KeyLine).answer(entry.reliability or "" if entry else "")
        self.query_one("#note", Input).value = entry.note if entry else ""
        self.query_one("#alias", KeyLine).answer("")

    def _type_key(self, entry: Source | None) -> str:
        kind = entry.source_type if entry else self._attribution.source_type
        return next((key for key, known in _TYPE_KEYS.items() if known is kind), "")

    def _type_of_sentence(self, settled: Settled) -> SourceType | None:
        """The type chosen here; where none was, what was said of the sentence, else of the source."""
        key = self.query_one("#type", KeyLine).key
        if key and key != self._type_key(self._about):
            return _TYPE_KEYS[key]
        return self._attribution.source_type or settled.source_type

    def _show_rows(self) -> None:
        """Show what may be chosen in the current line."""
        line, rows = self.focused, self.query_one(OptionList)
        rows.clear_options()
        if isinstance(line, NameLine | KeyLine):
            rows.add_options(
                Option(("> " if place == line.index else "  ") + row) for place, row in enumerate(line.rows)
            )
            rows.highlighted = line.index if line.rows else None

    def _say(self, text: str) -> None:
        self.query_one("#said", Static).update(shown(text))


def _line(name: str, field: Widget) -> ComposeResult:
    """A line with its name before it."""
    with Horizontal(classes="line", id=f"{field.id}-line"):
        yield Static(name, classes="name", markup=False)
        yield field
