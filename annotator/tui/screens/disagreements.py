"""The disagreements screen: what annotators differ on, worst first, filtered while typing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from annotator.adjudication.items import UNSETTLED, Item
from annotator.adjudication.queue import Queue
from annotator.adjudication.typed import TypedFilter
from annotator.compare.wanted import Wanted
from annotator.errors import AnnotatorError
from annotator.project import Project
from annotator.tui.screens.typing_screen import TypingScreen
from annotator.tui.widgets.disagreement_list import DisagreementList
from annotator.tui.widgets.keybar import KeyBar
from annotator.tui.widgets.line import Line as TypingLine
from annotator.tui.widgets.linepane import Line
from annotator.tui.widgets.messageline import MessageLine
from annotator.tui.widgets.reader import Reader, UnitState
from annotator.tui.widgets.versions import Version, VersionsPane, VersionsState
from annotator.tui.widgets.wrapping import shown
from schemas import GOLD, Annotation, LabelledArticle, Unit

_WIDGETS = Path(__file__).parents[1] / "widgets"
_REST_SECONDS = 0.08
"""How long the cursor must rest before the article of an item is read."""
_BESIDE_THE_FILTER = 3
"""Columns of its line: the margins, and the cursor behind the last letter."""


class DisagreementsLine(TypingLine):
    """The line to filter with; it takes enter, after everything typed before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "settle it", key_display="enter", id="disagreements-open")
    ]


class ReadingLine(DisagreementsLine):
    """The line to filter with, for somebody who settles nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "in my own article", key_display="enter", id="disagreements-read")
    ]


@dataclass(frozen=True)
class Chosen:
    """What was chosen, and how."""

    item: Item
    wanted: Wanted
    """What else is in the list."""
    in_own: bool = False
    """Whether to go to the sentence in one's own article."""


class DisagreementsScreen(TypingScreen[Chosen | None]):
    """Gives the item to go to, or None when it was left with Escape."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [
        "disagreements.tcss",
        _WIDGETS / "disagreement_list.tcss",
        _WIDGETS / "versions.tcss",
    ]
    # The line to filter with has the focus: what is no letter moves in the list.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "next", show=False, priority=True, id="disagreements-next"),
        Binding("up", "move(-1)", "previous", show=False, priority=True, id="disagreements-previous"),
        Binding(
            "pagedown", "page(1)", "a screen down", show=False, priority=True, id="disagreements-page-down"
        ),
        Binding("pageup", "page(-1)", "a screen up", show=False, priority=True, id="disagreements-page-up"),
        Binding("home", "move_to(0)", "first", show=False, priority=True, id="disagreements-first"),
        Binding("end", "move_to(-1)", "last", show=False, priority=True, id="disagreements-last"),
        Binding("tab", "own", "in my own article", key_display="tab", priority=True, id="disagreements-own"),
        Binding(
            "right", "look(1)", "look at versions", key_display="← →", priority=True, id="disagreements-look"
        ),
        Binding(
            "left", "look(-1)", "the version before", show=False, priority=True, id="disagreements-look-back"
        ),
        Binding("escape", "back", "back", key_display="esc", priority=True, id="disagreements-back"),
    ]

    @dataclass
    class ArticleRead(Message):
        """The article of an item was read, with everybody's labels."""

        item: Item
        labelled: LabelledArticle | None
        problem: str = ""

    def __init__(
        self,
        project: Project,
        queue: Queue,
        wanted: Wanted | None = None,
        current: Item | None = None,
        told: str = "",
        without_outlets: bool = False,
        settles: bool = True,
    ) -> None:
        """List the items of `queue` that are `wanted`, beginning on `current`.

        What is `told` stands beside the count, and outlets are neither shown nor sought if so wished.
        `settles` is False for somebody who may only look.
        """
        super().__init__()
        self._project = project
        self._queue = queue
        self._names = names = queue.names
        self._told = told
        self._without_outlets = without_outlets
        self._settles = settles
        hidden = project.settings.blind_adjudication
        self._order = (
            sorted(queue.annotators, key=lambda name: (len(names[name]), names[name]))
            if hidden
            else [*queue.annotators]
        )
        fields = (field.name for field in project.fields())
        self._filter = TypedFilter(
            project.codebook, {**names, GOLD: GOLD}, fields, without_outlets=without_outlets
        )
        self._begin_with = self._filter.write(wanted) if wanted else ""
        self._asked_for = "" if current else self._begin_with
        """What stands for the place that the list was opened from: nothing to be taken back."""
        self._current = current
        self._typed = ""
        self._labelled: LabelledArticle | None = None
        """The article in sight."""
        self._shown: Item | None = None
        """The item in sight."""
        self._look = 0
        self._rest: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out heading, filter, list, the article and the versions, keys."""
        codebook = self._project.codebook
        yield Static(id="heading")
        line = DisagreementsLine if self._settles else ReadingLine
        yield line(self._begin_with, select_on_focus=False)
        with Horizontal(id="both"):
            with Vertical(id="listed"):
                yield Static(id="names")
                yield DisagreementList(codebook, self._order)
            yield Vertical(id="context")
        yield VersionsPane(codebook)
        yield MessageLine()
        yield KeyBar()

    def on_mount(self) -> None:
        """Show what there is."""
        self.query_one("#names", Static).update(Content(self._headings()), layout=False)
        self._answer(self._begin_with)
        self.begin_typing()

    def on_resize(self, event: Resize) -> None:
        """Give the versions the lines that they need, and the filter the examples that fit."""
        self.query_one(Input).placeholder = self._filter.hint(event.size.width - _BESIDE_THE_FILTER)
        self.query_one(VersionsPane).fit(len(self._order), event.size.height)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Show what matches."""
        self._answer(message.value)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Choose what is current, after everything typed before was heeded."""
        self._answer(message.value)
        self._choose()

    def on_disagreement_list_opened(self, message: DisagreementList.Opened) -> None:
        """Choose what was clicked."""
        self._choose()

    def on_disagreement_list_cursor_moved(self, message: DisagreementList.CursorMoved) -> None:
        """Show the article of the item that the cursor came to, when it rests there."""
        if self._rest:
            self._rest.stop()
        self._rest = self.set_timer(_REST_SECONDS, self._look_into)

    def _answer(self, typed: str) -> None:
        listing = self.query_one(DisagreementList)
        self._typed = typed
        asked = self._filter.read(typed)
        before = listing.item or self._current
        items = self._queue.select(asked.wanted)
        places = (place for place, item in enumerate(items) if before and item[:2] == before[:2])
        listing.show_items(items, next(places, 0))
        self._tell(asked.unclear)

    def _tell(self, unclear: str) -> None:
        listed, there = self.query_one(DisagreementList).items, len(self._queue)
        count = f"{len(listed):,} of {there:,}" if len(listed) != there else f"{there:,}"
        labels = sum(item.size > 0 for item in listed)
        what = f"{labels:,} in the label, worst first" if listed else "esc shows all"
        said = [f"{count} disagreement{'s' * (there != 1)}, {what}"]
        said += [text for text in (self._told, unclear) if text]
        self.query_one("#heading", Static).update(Content("; ".join(said)))

    def _headings(self) -> str:
        """The beginnings of the annotators' names over their columns, then the whole names."""
        cells = self.query_one(DisagreementList).label_cells
        keys = "".join(f"{str(place)[-1]:^{cells - 1}} " for place in range(1, len(self._order) + 1))
        names = "  ".join(f"{place} {self._names[name]}" for place, name in enumerate(self._order, start=1))
        return f" {keys} gold  {names}"

    def _choose(self, *, in_own: bool = False) -> None:
        item = self.query_one(DisagreementList).item
        if item:
            self.dismiss(Chosen(item, self._filter.read(self._typed).wanted, in_own))

    def action_back(self) -> None:
        """Empty the filter; without one, or with the one that the list was asked for with, go back."""
        line = self.query_one(Input)
        if line.value not in ("", self._asked_for):
            line.value = ""
        else:
            self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Have one key for what enter does anyway."""
        return action != "own" or self._settles

    def action_own(self) -> None:
        """Go to the sentence in one's own article."""
        self._choose(in_own=True)

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.query_one(DisagreementList).cursor += step

    def action_move_to(self, index: int) -> None:
        """Move the cursor to the first item, or to the last with -1."""
        listing = self.query_one(DisagreementList)
        listing.cursor = index % max(1, len(listing.items))

    def action_page(self, direction: int) -> None:
        """Move the cursor by a screenful."""
        listing = self.query_one(DisagreementList)
        listing.cursor += direction * max(1, listing.size.height - 1)

    # The article of the current item

    def _look_into(self) -> None:
        item = self.query_one(DisagreementList).item
        self.query_one("#context").visible = item is not None
        if item is None:
            self._shown = None
            self.query_one(VersionsPane).show_versions(None)
        elif self._labelled and self._labelled.article.id == item.article:
            self._show(item)
        else:
            self._read(item)

    @work(thread=True, exclusive=True, group="article")
    def _read(self, item: Item) -> None:
        """Read an article with everybody's labels, away from the interface's thread."""
        worker = get_current_worker()
        try:
            article = self._project.article(item.article)
            names = (*self._order, *([GOLD] if item.gold else []))
            found, problem = self._project.labelled(article, *names), ""
        except AnnotatorError as error:
            found, problem = None, str(error)
        if not worker.is_cancelled:
            self.post_message(self.ArticleRead(item, found, problem))

    async def on_disagreements_screen_article_read(self, message: ArticleRead) -> None:
        """Show it, if it is still the current one."""
        current = self.query_one(DisagreementList).item
        if current is None or current[:2] != message.item[:2]:
            return
        if message.labelled is None:
            self.query_one(MessageLine).say(message.problem)
            return
        self._labelled = message.labelled
        article = message.labelled.article
        if readers := self.query(Reader):
            readers.first().show_article(article)
        else:
            await self.query_one("#context").mount(Reader(article, self._project.codebook, self._state))
            self.query_one(Reader).can_focus = False
        self._show(message.item)

    def _show(self, item: Item) -> None:
        """Show an item in its article, which is there."""
        if self._labelled is None or not self.query(Reader):
            return  # its article is just coming
        if self._shown is None or self._shown[:2] != item[:2]:
            self._look = 0
        self._shown = item
        article = self._labelled.article
        reader = self.query_one(Reader)
        reader.refresh_units()
        reader.cursor = article.place(item.unit)
        reader.show_at(max(0, reader.size.height // 3))
        self.query_one(VersionsPane).show_versions(self._versions(item))

    def action_look(self, step: int) -> None:
        """Draw the passages of the next version in the text."""
        if self._shown:
            self._look = (self._look + step) % (len(self._said(self._shown.unit)) + 1)
            self._show(self._shown)

    def on_versions_pane_chosen(self, message: VersionsPane.Chosen) -> None:
        """Look at the version that was clicked."""
        self._look = message.index
        if self._shown:
            self._show(self._shown)

    def _said(self, unit: str) -> Mapping[str, Annotation]:
        by = self._labelled.labels if self._labelled else {}
        return {name: by[name][unit] for name in self._order if unit in by.get(name, {})}

    def _gold(self, unit: str) -> Annotation | None:
        return self._labelled.labels.get(GOLD, {}).get(unit) if self._labelled else None

    def _versions(self, item: Item) -> VersionsState | None:
        if self._labelled is None:
            return None
        article = self._labelled.article
        versions = tuple(
            Version(str(self._order.index(name) + 1), self._names[name], record)
            for name, record in self._said(item.unit).items()
        )
        gold = self._gold(item.unit)
        said = "not settled" if item.state in UNSETTLED else str(item.state)
        unit = article.units[article.place(item.unit)]
        return VersionsState(
            article,
            unit,
            versions,
            self._look,
            gold=gold,
            gold_words=said,
            head=tuple(self._head(item)),
            foot=self._rule(item),
        )

    def _head(self, item: Item) -> Sequence[tuple[str, str]]:
        """Its state, what differs, and the rule at which they parted."""
        head = [(f"{item.state}", "versions--strong")]
        head += [(f"   changed since: {line}", "versions--alert") for line in item.changed[:1]]
        if item.fields:
            head.append(
                (f"   they differ in {', '.join(name.replace('_', ' ') for name in item.fields)}", "")
            )
        if item.rule is not None:
            rules = {rule.number: rule.title for rule in self._project.codebook.rules}
            head.append((f"   they part at rule {item.rule}, {rules.get(item.rule, '')}", "versions--quiet"))
        origin = "" if self._without_outlets else item.outlet
        head.append(
            (f"   in {', '.join(shown(part) for part in (item.title, origin) if part)}", "versions--quiet")
        )
        return head

    def _rule(self, item: Item) -> Line:
        """The rule at which they parted, in full."""
        rules = {rule.number: rule for rule in self._project.codebook.rules}
        found = rules.get(item.rule) if item.rule is not None else None
        return (
            ((f"Rule {found.number}, {found.title}: ", "versions--strong"), (found.text, "")) if found else ()
        )

    def _state(self, unit: Unit) -> UnitState:
        """What the text shows of a unit: signs of labels, and the passages of the version looked at."""
        said = self._said(unit.id)
        keys = {label.name: label.key.upper() for label in self._project.codebook.labels}
        signs = "".join(dict.fromkeys(keys.get(one.label, "?") for one in said.values() if one.label))[:3]
        gold = self._gold(unit.id)
        looked_at = None
        if self._shown and unit.id == self._shown.unit:
            versions = [*said.values()]
            looked_at = versions[self._look] if self._look < len(versions) else gold
        return UnitState(gold if gold and gold.label else None, votes=signs, looked_at=looked_at)
