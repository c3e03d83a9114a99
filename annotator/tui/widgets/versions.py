"""What each annotator says of one sentence, side by side, and what the gold label is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.events import Click
from textual.message import Message

from annotator.tui.widgets.chips import CHIP_CLASSES, chip_class
from annotator.tui.widgets.inspected import InspectorState, marks
from annotator.tui.widgets.linepane import Line, LinePane, Piece, cut, wrapped
from annotator.tui.widgets.said import COMMENT, LABEL, Column, columns_of, said
from annotator.tui.widgets.wrapping import fitted, shown
from schemas import Annotation, Article, Codebook, Source, Unit

_BAR, _STRONG, _QUIET, _ALERT = "versions--bar", "versions--strong", "versions--quiet", "versions--alert"
_GAP = 2
_KEY_CELLS = 4
_NAME_CELLS = 12
_LEAST_CELLS = 6
GOLD_NAME = "gold"


@dataclass(frozen=True, slots=True)
class Version:
    """What one annotator says."""

    key: str
    """That takes it; empty: none does."""
    name: str
    """As shown."""
    record: Annotation


@dataclass(frozen=True, slots=True)
class VersionsState:
    """All that is shown of one sentence."""

    article: Article
    unit: Unit
    versions: tuple[Version, ...]
    looked_at: int = 0
    """Index of the version whose passages are in the text; that of the gold label is one past the last."""
    gold: Annotation | None = None
    gold_words: str = ""
    """What stands in the place of a gold label that there is not."""
    head: Line = ()
    """The first line."""
    foot: Line = ()
    """What stands on the lines that are left."""
    source: Callable[[str], Source | None] = lambda _: None
    """Gives the entry of the source register with an id."""

    def record(self) -> Annotation | None:
        """The version that is looked at."""
        return self.versions[self.looked_at].record if self.looked_at < len(self.versions) else self.gold


class VersionsPane(LinePane):
    """A line for each annotator and one for gold; what differs has the columns in which it stands marked."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {_BAR, _STRONG, _QUIET, _ALERT, *CHIP_CLASSES}

    @dataclass
    class Chosen(Message):
        """A version was clicked."""

        index: int
        """As `VersionsState.looked_at`."""

    def __init__(self, codebook: Codebook, *, gold: bool = True) -> None:
        """Name the labels of `codebook`; `gold`: whether there is a line for the gold label."""
        super().__init__()
        self._codebook = codebook
        self._gold = gold
        self._state: VersionsState | None = None
        self._first_row = 0

    def show_versions(self, state: VersionsState | None) -> None:
        """Show another sentence, or the same one after something was decided; None: nothing."""
        self._state = state
        self.show_lines()

    def fit(self, annotators: int, height: int) -> None:
        """Take the lines that so many annotators need, on a screen of so many lines."""
        needed = 2 + annotators + self._gold
        spare = 4 if height >= 40 else 2 * (height >= 20)
        self.styles.height = max(3, min(needed + spare, height // 2 - 1))

    def lines(self, width: int, height: int) -> Iterator[Line]:
        """Give the head, the columns, the versions, gold, and what does not fit of the one looked at."""
        state = self._state
        if state is None:
            return
        rows = list(self._rows(state, width))
        self._first_row = 2
        if len(rows) >= height:
            # Versions go before the headings of their columns; the one looked at is among those that fit.
            before = max(0, state.looked_at + 2 - height)
            rows = rows[1 + before : before + height]
            self._first_row = 1 - before
        yield cut(state.head, width)
        yield from rows
        yield from self._details(state, width, height - 1 - len(rows))

    def on_click(self, event: Click) -> None:
        """Look at the version under the mouse."""
        offset = event.get_content_offset(self)
        if self._state is None or offset is None:
            return
        index = offset.y - self._first_row
        if offset.y and 0 <= index < len(self._state.versions) + self._gold:
            self.post_message(self.Chosen(index))

    def _rows(self, state: VersionsState, width: int) -> Iterator[Line]:
        cells_said = [
            said(InspectorState(state.article, state.unit, one.record, source=state.source), self._codebook)
            for one in state.versions
        ]
        of_gold: dict[str, str] = {}
        if state.gold is not None:
            looked = InspectorState(state.article, state.unit, state.gold, source=state.source)
            of_gold = said(looked, self._codebook)
        names = min(_NAME_CELLS, max((cell_len(one.name) for one in state.versions), default=0))
        names = max(names, len(GOLD_NAME))
        columns = columns_of(cells_said, of_gold, width - _KEY_CELLS - names - _GAP, _GAP)
        yield self._headings(columns, names)
        for index, version in enumerate(state.versions):
            first = self._first(index == state.looked_at, version.key, version.name, names)
            yield cut((*first, *self._cells(version.record, cells_said[index], columns)), width)
        if self._gold:
            first = self._first(state.looked_at == len(state.versions), "", GOLD_NAME, names)
            if of_gold and state.gold:
                yield cut((*first, *self._cells(state.gold, of_gold, columns)), width)
            else:
                yield cut((*first, (shown(state.gold_words), _QUIET)), width)

    def _first(self, current: bool, key: str, name: str, names: int) -> Line:
        """Bar, key and name."""
        look = _STRONG if current else ""
        return (
            ("▌" if current else " ", _BAR),
            (f"{key:>{_KEY_CELLS - 2}} ", _STRONG),
            (fitted(shown(name), names), look),
            (" " * _GAP, ""),
        )

    def _headings(self, columns: Sequence[Column], names: int) -> Line:
        head: list[Piece] = [(" " * (_KEY_CELLS + names + _GAP), "")]
        for column in columns:
            name = f"≠ {column.name}" if column.differs else column.name
            head.append((fitted(name, column.cells), _STRONG if column.differs else _QUIET))
            head.append((" " * _GAP, ""))
        return tuple(head)

    def _cells(
        self, record: Annotation, values: dict[str, str], columns: Sequence[Column]
    ) -> Iterator[Piece]:
        for column in columns:
            value = values.get(column.name, "")
            if column.name == LABEL and record.label:
                yield fitted(f" {shown(value)} ", column.cells), self._chip(record.label)
            else:
                yield fitted(shown(value), column.cells), "" if column.differs else _QUIET
            yield " " * _GAP, ""

    def _chip(self, label: str) -> str:
        return chip_class(self._codebook, label) if label in self._codebook.label_names else _STRONG

    def _details(self, state: VersionsState, width: int, height: int) -> Iterator[Line]:
        """The passages and the whole comment of the version looked at."""
        record = state.record()
        if height < 1:
            return
        pieces = list(self._passages(state, record)) if record else []
        room = width - _KEY_CELLS
        lines = _fitted(tuple(pieces[:-1]), room, height)
        lines += _fitted(state.foot, room, height - len(lines))
        for line in lines:
            yield ((" " * _KEY_CELLS, ""), *line)

    def _passages(self, state: VersionsState, record: Annotation) -> Iterator[Piece]:
        looked = InspectorState(state.article, state.unit, record, source=state.source)
        if record.comment:
            yield from (("comment ", _QUIET), (shown(record.comment), ""), ("   ", ""))
        for role, words in marks(looked):
            yield from ((f"{role} ", _QUIET), (f"“{shown(words)}”", ""), ("  ", ""))


def _fitted(line: Line, width: int, height: int) -> list[Line]:
    """Break a line into at most so many, of which the last is cut."""
    if not line or height < 1:
        return []
    lines = wrapped(line, width)
    if len(lines) > height:
        rest = tuple(piece for one in lines[height - 1 :] for piece in (*one, (" ", "")))
        lines = [*lines[: height - 1], cut(rest, width)]
    return lines


__all__ = ["COMMENT", "GOLD_NAME", "Version", "VersionsPane", "VersionsState"]
