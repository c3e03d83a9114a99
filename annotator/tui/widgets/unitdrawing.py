"""Drawing one unit: its gutter, and its words with what is marked in them."""

from collections.abc import Mapping
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from annotator.tui.widgets.chips import chip_class
from annotator.tui.widgets.layout import Layout, rule_of
from annotator.tui.widgets.passages import Passage, marked, styled, suggested
from annotator.tui.widgets.wrapping import shown
from schemas import Annotation, Article, Codebook, Suggestion, Unit, UnitKind

BAR_CELLS = 2
"""Before everything else: the bar of the current unit, and that of a range."""
_SIGN_CELLS = 7
"""After the number: blank, label chip, flag, comment, saving."""
_CUT = "┃"
_SECOND = Style(bold=False, underline=True)
"""What would be the second of two units."""
_END_SIGNS = {(False, True): "[>", (False, False): "<]", (True, True): "]<", (True, False): ">["}
"""What stands before and after a selection: in text drawn from the right or not, moving at its end or not."""
_ASIDES = (UnitKind.CAPTION, UnitKind.DATELINE, UnitKind.BYLINE)


@dataclass(frozen=True, slots=True)
class UnitState:
    """What is known of a unit besides its words."""

    record: Annotation | None = None
    waiting: Annotation | None = None
    """What was decided before its words or the rules changed, to be confirmed."""
    saving: bool = False
    """Staged, but not on the disk yet."""
    failed: bool = False
    """Staged, and the last attempt to save failed."""
    suggestion: Suggestion | None = None
    """What is offered while nothing is decided."""
    in_range: bool = False
    """Among the units that the next label is for."""
    votes: str = ""
    """Signs of what several annotators said, shown while nothing is decided; at most three cells."""
    looked_at: Annotation | None = None
    """Whose passages are drawn, where they are not the record's."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Chosen words, [start, end) in the article, and which of the two moves next."""

    start: int
    end: int
    active_end: bool = True


class UnitDrawing:
    """Draws the units of one article."""

    def __init__(self, article: Article, codebook: Codebook, *, text_only: bool = False) -> None:
        """Draw for `codebook`; with `text_only`, only the words and the bar of the current unit."""
        self.styles: Mapping[str, Style] = {}
        """What each component class adds; `base` and `cursor` are whole, of ground and current unit."""
        self._article = article
        self._text_only = text_only
        self._letters = {label.name: label.key.upper() for label in codebook.labels}
        self._same_source = {label.name: label.same_source_key or "" for label in codebook.labels}
        self._chips = {name: chip_class(codebook, name) for name in codebook.label_names}
        self._digits = max(3, len(str(article.last_number)))

    @property
    def gutter(self) -> int:
        """Cells before the text."""
        return BAR_CELLS + (1 if self._text_only else self._digits + _SIGN_CELLS)

    def strips(
        self,
        layout: Layout,
        index: int,
        state: UnitState,
        *,
        current: bool = False,
        cut: int | None = None,
        selection: Selection | None = None,
    ) -> list[Strip]:
        """Draw all lines of a unit, each as wide as the page.

        `cut` is where it would be split, and `selection` what is chosen in it, as offsets of the article.
        """
        unit = self._article.units[index]
        base = self.styles["cursor" if current else "base"]
        text_style = self._text_style(unit, base, current)
        passages = self._passages(state, current, selection)
        if cut is not None:
            passages = [Passage(cut, unit.end, _SECOND)]
        bars = [Segment(" " * layout.margin, base), *self._bars(base, current, state.in_range)]
        rule = [Segment(rule, base + self.styles[_rule_class(unit)])] if (rule := rule_of(unit)) else []
        reversed_rule = [Segment(segment.text[::-1], segment.style) for segment in rule]
        strips = []
        for line in range(*layout.extent(index)):
            first = line == layout.tops[index]
            gutter = self._signs(unit, state, base, current, first)
            words, begin = layout.words(index, line)
            pieces = layout.pieces(index, line)
            if cut is None or pieces:
                text = styled(words, begin, text_style, passages, pieces)
            else:
                text = iter(self._cut_line(words, cut - begin, text_style))
            if layout.from_right(index):
                free = layout.left(index, line) - layout.text_left
                row = [*bars, *gutter, Segment(" " * free, base), *text, *reversed_rule]
            else:
                row = [*bars, *gutter, *rule, *text]
            # Every segment costs a terminal some forty bytes.
            strips.append(Strip(row).adjust_cell_length(layout.width, base).simplify())
        if selection:
            self._mark_ends(strips, layout, index, selection)
        return strips

    def _passages(self, state: UnitState, current: bool, selection: Selection | None) -> list[Passage]:
        passages: list[Passage] = []
        if current and not self._text_only:
            passages += suggested(state.waiting or state.suggestion, self.styles)
        if not self._text_only:
            passages += marked(state.looked_at or state.record, self.styles)
        if selection:
            passages.append(Passage(selection.start, selection.end, self.styles["reader--selection"]))
        return passages

    def _bars(self, base: Style, current: bool, in_range: bool) -> list[Segment]:
        style = base + self.styles["reader--bar"]
        bars = ("▌" if current else " ", "┃" if in_range else " ")
        return [Segment(bar, base if bar.isspace() else style) for bar in bars]

    def _signs(self, unit: Unit, state: UnitState, base: Style, current: bool, first: bool) -> list[Segment]:
        """The number, the label and the signs of one line: on the first only."""
        if not first or self._text_only:
            return [Segment(" " * (self.gutter - BAR_CELLS), base)]
        record = state.record or state.waiting
        quiet = base if current else base + self.styles["reader--quiet"]
        flag = "!" if record and record.flag else " "
        comment = "+" if record and record.comment else " "
        return [
            Segment(f"{unit.number:>{self._digits}} ", quiet),
            self._chip(state, base, quiet),
            Segment(flag + comment, base + self.styles["reader--sign"] if flag + comment != "  " else base),
            Segment(
                "×" if state.failed else "…" if state.saving else " ",
                base + self.styles["reader--failed"] if state.failed else quiet,
            ),
        ]

    def _chip(self, state: UnitState, base: Style, quiet: Style) -> Segment:
        """Three cells: what is decided in its colour, what waits or is offered quietly and with a sign."""
        record = state.record or state.waiting
        if record and record.label:
            letter = self._letter(record.label, record.same_source)
            if state.record:
                return Segment(f" {letter} ", base + self.styles[self._chips[record.label]])
            return Segment(f"~{letter} " if letter else " ~ ", quiet)
        if state.votes:
            return Segment(f"{state.votes:^3}", quiet)
        offer = state.suggestion
        if offer and (letter := self._letter(offer.label or "", offer.same_source)):
            return Segment(f" {letter}?", quiet)
        return Segment(" · ", quiet)

    def _letter(self, label: str, same_source: bool) -> str:
        """The sign of a label; empty for one that the codebook does not have."""
        return (same_source and self._same_source.get(label)) or self._letters.get(label, "")

    def _cut_line(self, words: str, cut: int, style: Style) -> list[Segment]:
        """One line of a unit that is to be split at `cut`: a mark there, and the second part underlined."""
        second = style + _SECOND
        mark = style + self.styles["reader--failed"]
        if cut <= 0:
            return [*([Segment(_CUT, mark)] if cut == 0 else []), Segment(shown(words), second)]
        if cut >= len(words):
            return [Segment(shown(words), style)]
        before = words[:cut].rstrip()
        blank = words[len(before) : cut]
        return [
            Segment(shown(before), style),
            Segment(f"{shown(blank)[:-1]}{_CUT}", mark),
            Segment(shown(words[cut:]), second),
        ]

    def _mark_ends(self, strips: list[Strip], layout: Layout, index: int, selection: Selection) -> None:
        """Put a bracket on each side of the selection where a cell is free: an arrow where it moves."""
        style = self.styles["cursor"] + self.styles["reader--selection-end"]
        ends = layout.beside(index, selection.start, selection.end)
        signs = _END_SIGNS[layout.turned(index), selection.active_end]
        for (x, line), sign in zip(ends, signs, strict=True):
            row = line - layout.tops[index]
            strip = strips[row]
            if strip.crop(x, x + 1).text == " ":
                strips[row] = Strip.join([strip.crop(0, x), Strip([Segment(sign, style)]), strip.crop(x + 1)])

    def _text_style(self, unit: Unit, base: Style, current: bool) -> Style:
        if current:
            # Whatever it is, the current unit is the brightest; what it is shows in its slant and rule.
            return base + Style(bold=True, italic=unit.kind in _ASIDES)
        if unit.kind is UnitKind.HEADING:
            return base + self.styles["reader--heading"]
        if unit.kind in _ASIDES:
            return base + self.styles["reader--aside"]
        if unit.kind is UnitKind.BOILERPLATE:
            return base + self.styles["reader--boilerplate"]
        return base


def _rule_class(unit: Unit) -> str:
    quoted = unit.kind is UnitKind.QUOTE or unit.quotation is not None
    return "reader--quote" if quoted else "reader--quiet"
