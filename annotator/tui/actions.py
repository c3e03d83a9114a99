"""Every action of every screen that has a key, found in the screens themselves, so that none is forgotten."""

import pkgutil
from collections.abc import Iterable
from importlib import import_module

from textual.binding import Binding
from textual.dom import DOMNode
from textual.widgets import Input

from annotator.tui import screens, widgets
from annotator.tui.bindings import KEYLESS
from annotator.tui.goldbindings import ADJUDICATE
from annotator.tui.keymap import (
    UserKeys,
    bindings_of,
    final_keys,
    keys_to_settle,
    refuse_typed,
    refuse_unknown,
)

ANNOTATE = "annotate"
"""Name of the screen that has the label keys."""

Actions = dict[str, list[Binding]]
"""The bindings of the app by the name of their screen, e.g. `edit unit`."""


def all_actions() -> Actions:
    """Give the bindings of all screens as they stand in the code: what loads every screen."""
    found: Actions = {}
    for kind in _kinds():
        if bindings := bindings_of(kind.__dict__.get("BINDINGS", ())):
            screen = kind.__module__.rpartition(".")[2].replace("_", " ")
            found[screen] = [*found.get(screen, ()), *bindings]
    found[ANNOTATE] += KEYLESS
    return found


def check_everywhere(keys: UserKeys) -> None:
    """Raise `AnnotatorError` for keys of no action, of another action too, or needed for typing."""
    actions = all_actions()
    refuse_unknown(keys, {binding.id or "" for bindings in actions.values() for binding in bindings})
    for screen, bindings in actions.items():
        if screen != ANNOTATE:  # that one is judged together with its labels
            final_keys(bindings, keys_to_settle(keys) if screen == ADJUDICATE else keys)
    refuse_typed(keys, {binding.id or "" for binding in _where_one_types()})


def _where_one_types() -> Iterable[Binding]:
    """The bindings that would take a letter away from a line to type in."""
    for kind in _kinds():
        for binding in bindings_of(kind.__dict__.get("BINDINGS", ())):
            if binding.priority or issubclass(kind, Input):
                yield binding


def _kinds() -> Iterable[type[DOMNode]]:
    """Every screen and widget of the app."""
    for package in (screens, widgets):
        for module in pkgutil.iter_modules(package.__path__):
            name = f"{package.__name__}.{module.name}"
            for kind in vars(import_module(name)).values():
                if isinstance(kind, type) and issubclass(kind, DOMNode) and kind.__module__ == name:
                    yield kind
