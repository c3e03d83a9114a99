"""All commands, to search in: made from the real keys of the screen below, so that it cannot lie."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from textual.actions import parse
from textual.binding import Binding
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon
from textual.content import Content
from textual.dom import DOMNode
from textual.types import IgnoreReturnCallbackType

from annotator.tui.keymap import bindings_of
from annotator.tui.personal import PersonalApp
from annotator.tui.screens.answering_screen import AnsweringScreen
from annotator.tui.screens.labels_screen import LabelsScreen
from annotator.tui.themes import all_themes

_KEY_CELLS = 9


@dataclass(frozen=True, slots=True)
class _Command:
    """Something that can be done now."""

    words: str
    key: str
    """As shown; empty when it has none."""
    do: IgnoreReturnCallbackType


class Commands(Provider):
    """What the keys of the screen below do now, the actions without a key, and every theme."""

    async def discover(self) -> Hits:
        """Give everything but the themes, in the order of the keys."""
        for command in self._actions():
            yield DiscoveryHit(_with_key(Content(command.words), command.key), command.do, command.words)

    async def search(self, query: str) -> Hits:
        """Give what matches."""
        matcher = self.matcher(query)
        for command in (*self._actions(), *self._themes()):
            score = matcher.match(command.words)
            if score > 0:
                drawn = Content.from_text(matcher.highlight(command.words), markup=False)
                yield Hit(score, _with_key(drawn, command.key), command.do, command.words)

    def _actions(self) -> Iterator[_Command]:
        seen: set[str] = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            # Textual's own have no id.
            if binding.id and binding.description and active.enabled and binding.id not in seen:
                seen.add(binding.id)
                yield self._command(binding, active.node, self.app.get_key_display(binding))
        if isinstance(self.screen, LabelsScreen):
            for binding in bindings_of(self.screen.ACTIONS):
                if binding.id not in seen and self._possible(binding):
                    yield self._command(binding, self.screen, "")

    def _possible(self, binding: Binding) -> bool:
        """Whether an action that has no key can be done now."""
        place, name, parameters = parse(binding.action)
        node = self.app if place == "app" else self.screen
        return hasattr(node, f"action_{name}") and bool(node.check_action(name, parameters))

    def _command(self, binding: Binding, node: DOMNode, key: str) -> _Command:
        return _Command(binding.description, key, partial(self.app.run_action, binding.action, node))

    def _themes(self) -> Iterator[_Command]:
        app = self.app
        assert isinstance(app, PersonalApp)
        for name in all_themes():
            yield _Command(f"theme: {name}", "", partial(app.use_theme, name))


class Palette(CommandPalette, AnsweringScreen[None]):
    """Textual's palette over our commands."""

    CSS_PATH = "palette.tcss"

    def __init__(self) -> None:
        """Search in `Commands`."""
        super().__init__([Commands], placeholder="What to do? Type a part of it.")

    def on_mount(self) -> None:
        """No sign that fonts lack."""
        self.query_one(SearchIcon).icon = ">"


def _with_key(words: Content, key: str) -> Content:
    return Content.assemble((f"{key:<{_KEY_CELLS}}", "bold"), words)
