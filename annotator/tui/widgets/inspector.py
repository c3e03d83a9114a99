"""What is decided about the current unit, and the rules to decide by."""

from collections.abc import Iterator
from typing import ClassVar

from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from schemas import Annotation, Codebook, CodebookLabel, Unit, UnitKind


class Inspector(Widget):
    """A pane beside the text, or a strip of two lines below it where the terminal is narrow."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "inspector--strong",
        "inspector--quiet",
        "inspector--mark",
        "inspector--rule",
        "inspector--text",
        *(f"inspector--label-{place}" for place in range(1, 9)),
    }

    compact: reactive[bool] = reactive(False)
    """Two lines instead of a pane."""

    def __init__(self, codebook: Codebook, units: int) -> None:
        """Explain the labels of `codebook` for an article of so many units."""
        super().__init__()
        self._codebook = codebook
        self._units = units
        self._unit: Unit | None = None
        self._record: Annotation | None = None

    def show_unit(self, unit: Unit, record: Annotation | None) -> None:
        """Show another unit, or the same one after a decision."""
        self._unit, self._record = unit, record
        self.refresh()

    def render(self) -> Content:
        """Draw pane or strip."""
        if self._unit is None:
            return Content("")
        return self._strip() if self.compact else self._pane(self._unit)

    def _strip(self) -> Content:
        remark = self._remark()
        second = remark if remark else Content.styled(self._codebook.question, self._style("quiet"))
        return Content("\n").join([self._decision(), second])

    def _pane(self, unit: Unit) -> Content:
        kind = "sentence" if unit.kind is UnitKind.SENTENCE else str(unit.kind)
        place = f"{kind} {unit.number} of {self._units}, paragraph {unit.paragraph}"
        parts = [Content.styled(place, self._style("quiet")), Content(""), self._decision()]
        if remark := self._remark():
            parts += [Content(""), remark]
        parts += [Content(""), Content.styled(self._codebook.question, self._style("strong"))]
        parts += self._rules()
        if self._record is None or self._record.label is None:
            parts += [Content(""), *(self._defined(label) for label in self._codebook.labels)]
        return Content("\n").join(parts)

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
            return Content.styled("not labelled yet", self._style("quiet"))
        label = self._codebook.label(self._record.label)
        carried = self._record.same_source and bool(label.same_source_key)
        title = f"{label.title}, same source" if carried else label.title
        definition = label.same_source_definition if carried else label.definition
        return Content.assemble((f" {title} ", self._chip(label)), f" {definition}")

    def _remark(self) -> Content:
        """Flag and comment, in words."""
        if self._record is None:
            return Content("")
        flag = Content.styled("flagged  " if self._record.flag else "", self._style("mark"))
        return flag + Content(self._record.comment)

    def _chip(self, label: CodebookLabel) -> Style:
        return self._style(f"label-{self._codebook.label_names.index(label.name) % 8 + 1}")

    def _style(self, name: str) -> Style:
        return self.get_visual_style(f"inspector--{name}")
