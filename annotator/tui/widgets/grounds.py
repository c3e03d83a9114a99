"""What to settle a disagreement by, beside the text: the rule at which they parted, and what they say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from annotator.tui.widgets.chips import CHIP_CLASSES, chip_class
from annotator.tui.widgets.linepane import Line, LinePane, wrapped
from annotator.tui.widgets.wrapping import shown
from schemas import Article, Codebook, CodebookRule, Unit

_STRONG, _QUIET, _ALERT = "grounds--strong", "grounds--quiet", "grounds--alert"
_BLANK: Line = ()


@dataclass(frozen=True, slots=True)
class Grounds:
    """All that the pane says of one sentence."""

    article: Article
    unit: Unit
    rule: int | None = None
    """Number of the rule at which the annotators parted."""
    changed: tuple[str, ...] = ()
    """What changed under the decision since."""
    labels: tuple[str, ...] = ()
    """Those that annotators gave, most frequent first."""
    comments: Mapping[str, str] | None = None
    """By the shown name of the annotator."""
    said: tuple[tuple[str, str], ...] = ()
    """What the adjudicator says: what it is, and the words."""


class GroundsPane(LinePane):
    """A pane beside the text, where the terminal is wide."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {_STRONG, _QUIET, _ALERT, *CHIP_CLASSES}

    def __init__(self, codebook: Codebook) -> None:
        """Explain by the rules of `codebook`."""
        super().__init__()
        self._codebook = codebook
        self._grounds: Grounds | None = None

    def show_grounds(self, grounds: Grounds | None) -> None:
        """Show another sentence, or the same one after a decision; None: nothing."""
        self._grounds = grounds
        self.show_lines()

    def lines(self, width: int, height: int) -> Iterator[Line]:
        """Give what fits."""
        if self._grounds:
            for line in self._paragraphs(self._grounds):
                yield from wrapped(line, width)

    def _paragraphs(self, grounds: Grounds) -> Iterator[Line]:
        article, unit = grounds.article, grounds.unit
        place = article.place(unit.id) + 1
        yield (
            (f"sentence {place} of {len(article.units)}, paragraph {unit.paragraph}, {unit.kind}", _QUIET),
        )
        for line in grounds.changed:
            yield ((f"changed since: {shown(line)}", _ALERT),)
        for what, words in grounds.said:
            yield (f"{what} ", _QUIET), (shown(words), "")
        for name, comment in (grounds.comments or {}).items():
            yield _BLANK
            yield (f"{shown(name)} says ", _QUIET), (f"“{shown(comment)}”", "")
        yield from self._rule(grounds)
        for name in grounds.labels:
            if name in self._codebook.label_names:
                label = self._codebook.label(name)
                yield _BLANK
                yield (f" {label.title} ", chip_class(self._codebook, name)), (f" {label.definition}", "")

    def _rule(self, grounds: Grounds) -> Iterator[Line]:
        rule = next((rule for rule in self._codebook.rules if rule.number == grounds.rule), None)
        if rule:
            yield _BLANK
            yield ((f"They part at rule {self._titled(rule)}", _STRONG),)
            yield ((rule.text, ""),)
            if rule.examples:
                yield ((f"For example: {rule.examples[0]}", _QUIET),)

    def _titled(self, rule: CodebookRule) -> str:
        arrow = ""
        if rule.decides in self._codebook.label_names:
            arrow = f" → {self._codebook.label(rule.decides).title}"
        return f"{rule.number}, {rule.title}{arrow}"
