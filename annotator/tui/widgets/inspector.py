"""What is decided about the current unit, and the rules to decide by."""

from collections.abc import Iterator
from typing import ClassVar

from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from annotator.labelling import Waiting
from annotator.tui.widgets.chips import CHIP_CLASSES, chip_class
from annotator.tui.widgets.wrapping import shortened, shown
from schemas import Annotation, Article, Codebook, CodebookLabel, Span, Unit, UnitKind

_COMMENT_LINES = 3


class Inspector(Widget):
    """A pane beside the text, or a strip of two lines below it where the terminal is narrow."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "inspector--strong",
        "inspector--quiet",
        "inspector--mark",
        "inspector--rule",
        "inspector--text",
        *CHIP_CLASSES,
    }

    compact: reactive[bool] = reactive(False)
    """Two lines instead of a pane."""

    def __init__(self, article: Article, codebook: Codebook) -> None:
        """Explain the labels of `codebook` on the units of `article`."""
        super().__init__()
        self._article = article
        self._codebook = codebook
        self._unit: Unit | None = None
        self._record: Annotation | None = None
        self._waiting: Waiting | None = None

    def show_unit(
        self, article: Article, unit: Unit, record: Annotation | None, waiting: Waiting | None = None
    ) -> None:
        """Show another unit, or the same one after a decision; `waiting`: what is to be confirmed."""
        self._article, self._unit, self._record, self._waiting = article, unit, record, waiting
        self.refresh()

    def render(self) -> Content:
        """Draw pane or strip."""
        if self._unit is None:
            return Content("")
        return self._strip() if self.compact else self._pane(self._unit)

    def _strip(self) -> Content:
        """Label and definition; below them what else was said of the unit, or the question.

        What is to be confirmed, and how, takes both lines where it needs them.
        """
        width = self.content_size.width
        said = [self._remark(), *self._details()]
        waits = self._waiting and (self._record is None or self._record.label is None)
        if waits and not any(said):
            first, *more = self._decision().wrap(max(1, width))
            second = Content(" ").join(more) if more else self._question("quiet")
            return Content("\n").join((first, second.truncate(width, ellipsis=True)))
        second = Content("  ").join(part for part in said if part) if any(said) else self._question("quiet")
        lines = (self._decision(), second)
        return Content("\n").join(line.truncate(width, ellipsis=True) for line in lines)

    def _pane(self, unit: Unit) -> Content:
        what = f"quotation {unit.quotation}" if unit.quotation else unit.kind
        kind = "" if unit.kind is UnitKind.SENTENCE else f" ({what})"
        count, place = len(self._article.units), self._article.place(unit.id) + 1
        number = "" if place == unit.number else f", number {unit.number}"
        where = f"sentence {place} of {count}{number}{kind}, paragraph {unit.paragraph}"
        parts = [Content.styled(where, self._style("quiet")), Content(""), self._decision()]
        if said := [part for part in (self._remark(), *self._details()) if part]:
            parts += [Content(""), *said]
        parts += [Content(""), self._question("strong")]
        parts += self._rules()
        if self._record is None or self._record.label is None:
            parts += [Content(""), *(self._defined(label) for label in self._codebook.labels)]
        return self._fitted(Content("\n").join(parts))

    def _fitted(self, text: Content) -> Content:
        """Cut what the pane has no room for, and say where the rest is."""
        lines = text.wrap(max(1, self.content_size.width))
        room = self.content_size.height
        if len(lines) <= room:
            return text
        return Content("\n").join(
            [*lines[: room - 1], Content.styled("… all rules: ?", self._style("quiet"))]
        )

    def _rules(self) -> Iterator[Content]:
        """The rules in order; those that lead to the label given are said in full."""
        chosen = self._record.label if self._record else None
        for rule in self._codebook.rules:
            decided = rule.decides is not None and rule.decides == chosen
            arrow = f" → {self._codebook.label(rule.decides).title}" if rule.decides else ""
            style = self._style("rule" if decided else "quiet")
            yield Content.styled(f"{rule.number}  {rule.title}{arrow}", style)
            if decided:
                yield Content.styled(rule.text, self._style("text"))

    def _defined(self, label: CodebookLabel) -> Content:
        return Content.assemble((f" {label.title} ", self._chip(label)), f" {label.definition}")

    def _decision(self) -> Content:
        """The label as a chip with its definition, or that there is none yet."""
        if self._record is None or self._record.label is None:
            if self._waiting and self._waiting.labels:
                return self._to_be_confirmed(self._waiting)
            return Content.styled("not labelled yet", self._style("quiet"))
        label = self._codebook.label(self._record.label)
        carried = self._record.same_source and bool(label.same_source_key)
        title = f"{label.title}, same source" if carried else label.title
        definition = label.same_source_definition if carried else label.definition
        return Content.assemble((f" {title} ", self._chip(label)), f" {definition}")

    def _to_be_confirmed(self, waiting: Waiting) -> Content:
        """The old label, what happened since, and what to do."""
        titles = [
            self._codebook.label(name).title if name in self._codebook.label_names else name
            for name in waiting.labels
        ]
        if waiting.confirmable:
            how = "space confirms"
        else:
            how = "label it again" if len(titles) == 1 else "give one label for the whole"
        lost = f"; {waiting.lost} marked passages fall away" if waiting.lost else ""
        text = f"{', '.join(titles)}, to be confirmed: {waiting.reason}{lost}; {how}"
        return Content.styled(text, self._style("mark"))

    def _question(self, style: str) -> Content:
        return Content.styled(self._codebook.question, self._style(style))

    def _remark(self) -> Content:
        """Flag, doubt and comment, in words."""
        record = self._record
        if record is None:
            return Content("")
        words = [
            word for word, set_ in (("flagged", record.flag), ("not sure", record.low_confidence)) if set_
        ]
        marks = Content.styled(", ".join(words), self._style("mark"))
        comment = Content(shortened(shown(record.comment), _COMMENT_LINES * self.content_size.width))
        return Content("  ").join(part for part in (marks, comment) if part)

    def _details(self) -> Iterator[Content]:
        """Who said it, how, and in what words: what the record holds beside the label."""
        record = self._record
        if record is None:
            return
        for attribution in record.attributions:
            yield self._detail("source", self._quoted(attribution.source))
            yield self._detail("cue", self._quoted(attribution.cue))
            kind = (attribution.source_type or "").replace("_", " ")
            relays = f"{kind}, chain of {attribution.chain_length}" if attribution.chain_length > 1 else kind
            yield self._detail("type", relays)
        yield self._detail("hedge", record.hedge or "")
        for mark in record.bias:
            yield self._detail(mark.kind, self._quoted(mark.span))

    def _detail(self, name: str, value: str) -> Content:
        return Content.assemble((f"{name} ", self._style("quiet")), value) if value else Content("")

    def _quoted(self, span: Span | None) -> str:
        return f"“{shown(self._article.text[span.start : span.end])}”" if span else ""

    def _chip(self, label: CodebookLabel) -> Style:
        return self.get_visual_style(chip_class(self._codebook, label.name))

    def _style(self, name: str) -> Style:
        return self.get_visual_style(f"inspector--{name}")
