"""Every action of every screen that has a key, found in the screens themselves, so that none is forgotten."""

import pkgutil
from collections.abc import Iterable
from importlib import import_module

from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from annotator.tui import screens, widgets
from annotator.tui.bindings import KEYLESS
from annotator.tui.keymap import UserKeys, bindings_of, final_keys, refuse_unknown

ANNOTATE = "annotate"
"""Name of the screen that has the label keys."""

Actions = dict[str, list[Binding]]
"""The bindings of the app by the name of their screen, e.g. `edit unit`."""


def all_actions() -> Actions:
    """Give the bindings of all screens as they stand in the code: what loads every screen."""
    found: Actions = {}
    for package in (screens, widgets):
        for module in pkgutil.iter_modules(package.__path__):
            name = f"{package.__name__}.{module.name}"
            if bindings := bindings_of(_bindings_in(name)):
                found[module.name.replace("_", " ")] = bindings
    found[ANNOTATE] += KEYLESS
    return found


def check_everywhere(keys: UserKeys) -> None:
    """Raise `AnnotatorError` when the user's keys name no action, or one that another action has."""
    actions = all_actions()
    refuse_unknown(keys, {binding.id or "" for bindings in actions.values() for binding in bindings})
    for screen, bindings in actions.items():
        if screen != ANNOTATE:  # that one is judged together with its labels
            final_keys(bindings, keys)


def _bindings_in(module: str) -> Iterable[BindingType]:
    for kind in vars(import_module(module)).values():
        if isinstance(kind, type) and issubclass(kind, DOMNode) and kind.__module__ == module:
            yield from kind.__dict__.get("BINDINGS", ())
