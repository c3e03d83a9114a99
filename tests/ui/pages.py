"""An app of nothing but the reader, and what it draws as text: `{bu:words}` are bold and underlined."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.style import Style
from textual.app import App, ComposeResult
from textual.strip import Strip

import annotator.tui.widgets
from annotator.codebook import load_codebook
from annotator.tui.themes import ANSI, THEMES
from annotator.tui.widgets.reader import Reader, UnitState
from benchmarks.samples import article_of, make_record
from schemas import Annotation, Article, Attribution, BiasKind, BiasMark, Span, Unit, UnitKind

_FOLDER = Path(annotator.tui.widgets.__file__).parent
_SIGNS = {"b": "bold", "i": "italic", "u": "underline", "r": "reverse"}
CODEBOOK = load_codebook()


class ReaderApp(App[None]):
    """Shows an article; `states` are asked for by unit id."""

    CSS_PATH = [_FOLDER / "reader.tcss", _FOLDER / "chips.tcss"]  # noqa: RUF012
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, article: Article, states: Mapping[str, UnitState] | None = None, theme: str = ANSI.name
    ) -> None:
        super().__init__()
        self.animation_level = "none"
        self.article = article
        self.states = dict(states or {})
        self.selected: list[str] = []
        for own in THEMES:
            self.register_theme(own)
        self.theme = theme

    def compose(self) -> ComposeResult:
        yield Reader(self.article, CODEBOOK, self._state)

    @property
    def reader(self) -> Reader:
        return self.query_one(Reader)

    def lines(self) -> list[str]:
        """The lines on the screen, without the blanks at their ends."""
        return [self.reader.render_line(y).text.rstrip() for y in range(self.reader.size.height)]

    def drawn(self, words: str) -> str:
        """The line that holds `words`, with the attributes of its letters."""
        strips = (self.reader.render_line(y) for y in range(self.reader.size.height))
        return marked_up(next(strip for strip in strips if words in strip.text))

    def on_reader_selected(self, message: Reader.Selected) -> None:
        self.selected.append(self.article.text[message.start : message.end])

    def _state(self, unit: Unit) -> UnitState:
        return self.states.get(unit.id, UnitState())


def page(*units: str | tuple[str, UnitKind], quotation: Sequence[int] = (), **fields: Any) -> Article:
    """Make an article of units, each a paragraph of its own; `quotation` are places of those quoted."""
    pairs = [(unit, UnitKind.SENTENCE) if isinstance(unit, str) else unit for unit in units]
    article = article_of([text for text, _ in pairs], "Page", between="\n", block=1, **fields)
    kinds = [
        unit.model_copy(update={"kind": kind, "quotation": 1 if place in quotation else None})
        for place, (unit, (_, kind)) in enumerate(zip(article.units, pairs, strict=True))
    ]
    return article.model_copy(update={"units": tuple(kinds)})


def where(article: Article, words: str) -> Span:
    """Find words of an article."""
    start = article.text.index(words)
    return Span(start=start, end=start + len(words))


def record(
    of: Article,
    place: int,
    label: str | None,
    said: Sequence[str] = (),
    loaded: Sequence[str] = (),
    **fields: Any,
) -> Annotation:
    """Give a record whose first attribution has source, cue and contents in these words."""
    spans = [where(of, words) for words in said]
    attributions = (Attribution(source=spans[0], cue=spans[1], content=tuple(spans[2:])),) if spans else ()
    bias = tuple(BiasMark(kind=BiasKind.LOADED, span=where(of, words)) for words in loaded)
    bare: dict[str, Any] = {
        "codebook": CODEBOOK.ref,
        "attributions": attributions,
        "bias": bias,
        "seconds": 0.0,
    }
    return make_record(of, of.units[place].id, label, annotator="Ana", **(bare | fields))


def marked_up(strip: Strip) -> str:
    """Write a line with the attributes of its letters, and those of blanks where one sees them."""
    runs: list[tuple[str, str]] = []
    for segment in strip:
        style = segment.style or Style()
        signs = "".join(sign for sign, name in _SIGNS.items() if getattr(style, name))
        if runs and runs[-1][0] == signs:
            runs[-1] = signs, runs[-1][1] + segment.text
        else:
            runs.append((signs, segment.text))
    return "".join(_written(signs, text) for signs, text in runs).rstrip()


def _written(signs: str, text: str) -> str:
    seen = text if "u" in signs or "r" in signs else text.strip()
    return text.replace(seen, f"{{{signs}:{seen}}}") if signs and seen else text
