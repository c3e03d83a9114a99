"""The keys that work now, on the last lines of the screen; a click does what the key does."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding
from textual.events import Click

from annotator.tui.bindings import ATTRIBUTES, TYPES
from annotator.tui.widgets.chips import CHIP_CLASSES
from annotator.tui.widgets.linepane import Line, LinePane

_GAP = 2
_ALWAYS = ("quit", "visit-end", "tour-end", "help", "palette")
"""Ids of the bindings shown however narrow the terminal is; the menu has the others, for the mouse."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A key, or the keys of a compact group, and what it does."""

    bindings: tuple[Binding, ...]
    key: str
    what: str
    look: str
    """Component class of the key."""

    @property
    def width(self) -> int:
        """Cells, the gap behind it not counted."""
        return cell_len(self.key) + 1 + cell_len(self.what)

    @property
    def id(self) -> str | None:
        """That of the binding; a blank has none."""
        return self.bindings[0].id if self.bindings else None

    @property
    def essential(self) -> bool:
        return self.id in _ALWAYS


class KeyBar(LinePane):
    """Shows the active bindings that want to be shown, in their order.

    It reads the screen's real bindings, so that it cannot promise a key that does nothing. Where there are
    labels, they come first, then what else applies to the sentence, each on lines of their own; those stay
    blank when nothing does. Labels are all there; what else does not fit is left to the help screen.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keybar--key", "keybar--text", *CHIP_CLASSES}

    def __init__(
        self,
        chips: Mapping[str, str] | None = None,
        second: Collection[Binding.Group] = (ATTRIBUTES, TYPES),
    ) -> None:
        """Draw the bindings whose ids are in `chips` as labels, in the component classes it names.

        Below them, on a line of their own, stand the groups `second`.
        """
        super().__init__()
        self._chips = chips or {}
        self._second = second
        self._items: list[list[_Item]] = []
        self.left_out: frozenset[str] = frozenset()
        """Ids of bindings that are not shown, though their keys may work."""
        self.set_class(bool(chips), "-labels")

    def on_mount(self) -> None:
        """Follow the keys that work."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.show_lines())

    def lines(self, width: int, height: int) -> Iterator[Line]:
        """Give the lines that fit, the most important keys first."""
        self._items = self._arranged([*self._active()], width, height)
        for items in self._items:
            yield tuple(piece for item in items for piece in self._drawn(item))

    async def on_click(self, event: Click) -> None:
        """Do what the key under the mouse does; of several keys, ask which."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y >= len(self._items):
            return
        left = 0
        for item in self._items[offset.y]:
            if left <= offset.x < left + item.width:
                await self._do(item)
                return
            left += item.width + _GAP

    async def _do(self, item: _Item) -> None:
        if len(item.bindings) < 2:
            for binding in item.bindings:
                await self._run(binding)
            return
        from annotator.tui.screens.choice import ChoiceScreen

        answers = {self.app.get_key_display(one).split()[0]: one for one in item.bindings}

        async def chosen(key: str | None) -> None:
            if key is not None:
                await self._run(answers[key])

        asked = ChoiceScreen(item.what.capitalize(), {key: one.description for key, one in answers.items()})
        self.app.push_screen(asked, chosen)

    async def _run(self, binding: Binding) -> None:
        """Do what a key does, for whoever it belongs to."""
        for active in self.screen.active_bindings.values():
            if active.enabled and active.binding.id == binding.id and active.binding.action == binding.action:
                await self.app.run_action(active.binding.action, active.node)
                return

    def _active(self) -> Iterator[_Item]:
        """What is shown: each action once, each compact group once."""
        seen: set[str] = set()
        compact: dict[Binding.Group, list[Binding]] = {}
        order: list[Binding | Binding.Group] = []
        for active in self.screen.active_bindings.values():
            binding, group = active.binding, active.binding.group
            left_out = binding.id in self.left_out
            if not binding.show or left_out or not active.enabled or binding.action in seen:
                continue
            seen.add(binding.action)
            if group and group.compact:
                order += [group] if group not in compact else []
                compact.setdefault(group, []).append(binding)
            else:
                order.append(binding)
        for one in order:
            yield self._item(one) if isinstance(one, Binding) else self._grouped(one, compact[one])

    def _item(self, binding: Binding) -> _Item:
        key = self.app.get_key_display(binding)
        chip = self._chips.get(binding.id or "")
        return _Item((binding,), f" {key} " if chip else key, binding.description, chip or "keybar--key")

    def _grouped(self, group: Binding.Group, bindings: Sequence[Binding]) -> _Item:
        keys = [self.app.get_key_display(binding) for binding in bindings]
        return _Item(tuple(bindings), _together(keys), group.description, "keybar--key")

    def _arranged(self, items: Iterable[_Item], width: int, height: int) -> list[list[_Item]]:
        """Put items on so many lines: labels, attributes, the rest."""
        labels: list[_Item] = []
        attributes: list[_Item] = []
        rest: list[_Item] = []
        for item in items:
            if item.id in self._chips:
                labels.append(item)
            elif self._chips and item.bindings[0].group in self._second:
                attributes.append(item)
            else:
                rest.append(item)
        lines = _wrapped(labels, width) if labels else []
        if labels and len(lines) + 2 <= height:
            lines.append(_fit(attributes, width))
        else:
            rest = attributes + rest
        return lines[: height - 1] + _filled(rest, width, max(1, height - len(lines)))

    def _drawn(self, item: _Item) -> Line:
        text = f" {item.what}{' ' * _GAP}"
        return ((item.key, item.look), (text, "keybar--text"))


def _together(keys: Sequence[str]) -> str:
    """Keys as one, e.g. `1-8`, or one after another where they are no row of digits."""
    row = "".join(keys)
    if len(keys) > 2 and row in "123456789":
        return f"{keys[0]}-{keys[-1]}"
    return row if all(len(key) == 1 for key in keys) else " ".join(keys)


def _wrapped(items: Iterable[_Item], width: int) -> list[list[_Item]]:
    """Put items on as many lines as they need."""
    lines: list[list[_Item]] = [[]]
    for item in items:
        if lines[-1] and _width([*lines[-1], item]) > width:
            lines.append([])
        lines[-1].append(item)
    return lines


def _filled(items: Sequence[_Item], width: int, most: int) -> list[list[_Item]]:
    """Put items on at most so many lines; what is left out stands before the last, which is always there."""
    lines = _wrapped(items, width)
    if len(lines) <= most:
        return lines
    here = [item for line in lines[: most - 1] for item in line]
    rest = items[len(here) :]
    kept = [item for item in rest if item.essential] or rest[-1:]
    return [*lines[: most - 1], _fit(rest, width, kept)]


def _fit(items: Sequence[_Item], width: int, always: Sequence[_Item] = ()) -> list[_Item]:
    """Drop items from the end, but those that are always there, until the line fits."""
    kept = list(items)
    spare = [item for item in items if item not in always]
    while spare and _width(kept) > width:
        kept.remove(spare.pop())
    return kept


def _width(items: Sequence[_Item]) -> int:
    return sum(item.width for item in items) + _GAP * (len(items) - 1)
