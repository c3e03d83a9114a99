"""Help: the question, the labels, the rules in order, and every key that works."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from schemas import Codebook, CodebookRule

_KEY_WIDTH = 12


class HelpScreen(ModalScreen[None]):
    """Made from the codebook and the real bindings, so that it says what is so."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1,enter", "dismiss", "close"),
        Binding("down,j", "scroll_by(1)", "down", show=False),
        Binding("up,k", "scroll_by(-1)", "up", show=False),
    ]

    def __init__(
        self, codebook: Codebook, bindings: Iterable[Binding], more: Mapping[str, Iterable[Binding]]
    ) -> None:
        """Explain `codebook`, the keys of the screen that asked and, by heading, those that follow on one."""
        super().__init__()
        self._codebook = codebook
        self._keys_shown = tuple(bindings)
        self._more = more

    def compose(self) -> ComposeResult:
        """Show sections under one another."""
        with VerticalScroll():
            yield Static(Content("Help     ↓ ↑ scroll     esc closes"), classes="hint")
            yield Static(Content("Keys"), classes="title")
            yield Static(self._keys(self._keys_shown))
            for heading, bindings in self._more.items():
                yield Static(Content(heading), classes="title")
                yield Static(self._keys(bindings))
            yield Static(Content(self._signs()), classes="hint")
            yield Static(Content(f"Labels: {self._codebook.question}"), classes="title")
            yield Static(self._labels())
            if self._codebook.rules:
                yield Static(Content("Decide in this order; the first yes counts"), classes="title")
                for rule in self._codebook.rules:
                    yield Static(self._rule(rule), classes="rule")

    def action_scroll_by(self, lines: int) -> None:
        """Scroll the text."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def _labels(self) -> Content:
        lines = []
        for label in self._codebook.labels:
            lines.append(_row(label.key, label.title, label.definition))
            if label.same_source_key:
                lines.append(
                    _row(label.same_source_key, f"{label.title}, same source", label.same_source_definition)
                )
        return Content("\n").join(lines)

    def _rule(self, rule: CodebookRule) -> Content:
        arrow = f" → {self._codebook.label(rule.decides).title}" if rule.decides else ""
        parts: list[Content | str] = [
            Content.styled(f"{rule.number}  {rule.title}{arrow}\n", "bold"),
            rule.text,
        ]
        parts += [Content.styled(f"\n    {example}", "italic") for example in rule.examples]
        return Content("").join(parts)

    def _keys(self, bindings: Iterable[Binding]) -> Content:
        by_action: dict[str, Binding] = {}
        for binding in bindings:
            # Textual's own bindings have no id.
            if binding.description and binding.id:
                by_action.setdefault(binding.action, binding)
        return Content("\n").join(
            Content.assemble(
                (f"{self.app.get_key_display(binding):<{_KEY_WIDTH}}", "bold"), binding.description
            )
            for binding in by_action.values()
        )

    def _signs(self) -> str:
        return (
            "In the margin: · no label yet   ~ a label to be confirmed   ! flagged   + commented   "
            "… being saved   × not saved"
        )


def _row(key: str, title: str, text: str) -> Content:
    return Content.assemble((f"{key}  {title}: ", "bold"), text)
