"""Which key does what: the screens' own keys, the codebook's label keys, and the keys of the user's settings.

A label's key wins over a key of the app: the app's action keeps its other keys, or is reached through the
palette only. Keys that the user gives win over the app's own, but never silently.
"""

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.keys import key_to_character

from annotator.errors import AnnotatorError
from annotator.tui.bindings import ANNOTATE_BINDINGS, KEYLESS
from annotator.tui.goldbindings import ADJUDICATE, ADJUDICATE_BINDINGS
from annotator.tui.keynames import ALWAYS, read_keys, shown_key
from annotator.tui.widgets.chips import chip_class
from annotator.usersettings import place_of_setting
from schemas import Codebook

ESSENTIAL = frozenset({"quit", "undo", "help", "next", "previous"})
"""Ids of the actions that must have a key."""

UserKeys = Mapping[str, tuple[str, ...]]
"""Keys by the id of the action, in Textual's names."""


def read_user_keys(keys: Mapping[str, str]) -> UserKeys:
    """Read `UserSettings.keys`; raises `AnnotatorError` with the line of what is no key."""
    read = {}
    for name, text in keys.items():
        try:
            read[name] = read_keys(text)
        except ValueError as error:
            raise _slip(name, str(error)) from None
        for key in read[name]:
            if key in ALWAYS:
                raise _slip(name, f"{shown_key(key)} {ALWAYS[key]}")
    return read


def screen_bindings(
    own: Iterable[BindingType], codebook: Codebook, keys: UserKeys, inherited: Iterable[BindingType] = ()
) -> list[BindingType]:
    """Give the bindings of the annotate screen: labels first, then what is left for the app's actions.

    Of those that are `inherited`, the ones stay whose keys are free. Raises `AnnotatorError` when two actions
    want one key, or an essential action is left without any.
    """
    labels = list(label_bindings(codebook, keys))
    actions = bindings_of(own)
    kept = final_keys(actions, keys, keys_of(labels))
    for action in actions:
        if action.id in ESSENTIAL and not kept[action.id]:
            taken = ", ".join(shown_key(key) for key in _split(action))
            raise AnnotatorError(
                f"codebook {codebook.name}: its labels take every key of {action.description!r} ({taken}); "
                f"give a label another key, or this action, in your settings: [keys] {action.id} = …"
            )
    bound = [_with_keys(action, left) for action in actions if (left := kept[action.id or ""])]
    bound_keys = keys_of([*labels, *bound])
    free = (one for one in inherited if isinstance(one, Binding) and bound_keys.isdisjoint(keys_of([one])))
    return [*labels, *bound, *free]


def label_bindings(codebook: Codebook, keys: UserKeys) -> Iterable[Binding]:
    """Make the bindings that give the codebook's labels, in its order."""
    taken: dict[str, str] = {}
    for label in codebook.labels:
        wanted = [(label.key, f"label({label.name!r})", label.title, "label")]
        if label.same_source_key:
            wanted.append(
                (label.same_source_key, f"label({label.name!r}, True)", "same source", "same-source")
            )
        for key, action, title, kind in wanted:
            name = f"{kind}-{label.name}"
            # In a binding a comma separates keys.
            binding = Binding("comma" if key == "," else key, action, title, key_display=key, id=name)
            if name in keys:
                binding = _with_keys(binding, keys[name])
            for one in _split(binding):
                if one in taken:
                    mine, other = (name, taken[one]) if name in keys else (taken[one], name)
                    raise _slip(mine, f"{shown_key(one)} is the key of {other}", other)
                taken[one] = name
            yield binding


def label_chips(codebook: Codebook) -> dict[str, str]:
    """The component class of the label colour for every binding of `label_bindings`, by its id."""
    return {
        f"{kind}-{name}": chip_class(codebook, name)
        for name in codebook.label_names
        for kind in ("label", "same-source")
    }


def final_keys(
    actions: Sequence[Binding], keys: UserKeys, labels: Collection[str] = ()
) -> dict[str, tuple[str, ...]]:
    """Say which keys each action of one screen has, by its id; `labels` are keys that labels have.

    Raises `AnnotatorError` when the user gives a key that another action of the screen has.
    """
    names = {action.id or "": action.description for action in actions}
    owner: dict[str, str] = {}
    for name, given in keys.items():
        for key in given if name in names else ():
            if key not in labels and key in owner:
                raise _slip(name, f"{shown_key(key)} is the key of {owner[key]}", owner[key])
            owner[key] = name
    kept: dict[str, tuple[str, ...]] = {}
    for action in actions:
        name = action.id or ""
        wanted = [key for key in keys.get(name, ()) if key not in labels]
        # Where labels have taken all that the user wanted, its own keys are better than none.
        for key in wanted or _split(action):
            if key not in labels and owner.get(key, name) != name:
                raise _slip(owner[key], f"{shown_key(key)} is the key of {name} ({action.description})", name)
        kept[name] = tuple(key for key in wanted or _split(action) if key not in labels)
    return kept


def keys_to_settle(keys: UserKeys, labels: Collection[str] = ()) -> UserKeys:
    """Those of the user's keys that hold on the adjudication screen; `labels` are keys that labels have.

    Actions that it has in common with annotating keep their own keys there where the user's are in the way of
    its other ones: whoever has chosen keys to annotate with need not know the keys of that screen.
    """
    try:
        final_keys(bindings_of(ADJUDICATE_BINDINGS), keys, labels)
    except AnnotatorError:
        return {name: given for name, given in keys.items() if name.startswith(ADJUDICATE)}
    return keys


def bindings_of(listed: Iterable[BindingType]) -> list[Binding]:
    """Those of a screen's bindings that have an id, each once."""
    return [binding for binding in listed if isinstance(binding, Binding) and binding.id]


def keys_of(bindings: Iterable[Binding]) -> frozenset[str]:
    """All keys of some bindings, in Textual's names."""
    return frozenset(key for binding in bindings for key in _split(binding))


def first_keys(node: DOMNode) -> dict[str, str]:
    """The first key of each action of a screen or widget in a running app by its id, as shown."""
    bound = node._bindings.copy()
    bound.apply_keymap(node.app._keymap)
    keys: dict[str, str] = {}
    for _, binding in bound:
        if binding.id:
            keys.setdefault(binding.id, node.app.get_key_display(binding).split()[0])
    return keys


def way_to(name: str, keys: Mapping[str, str]) -> str:
    """How to do an action: its key among `first_keys`, or what the menu calls it."""
    if key := keys.get(name):
        return key
    called = next(
        (
            one.description
            for one in (*bindings_of([*ANNOTATE_BINDINGS, *ADJUDICATE_BINDINGS]), *KEYLESS)
            if one.id == name
        ),
        name,
    )
    menu = f" ({key})" if (key := keys.get("palette")) else ""
    return f"“{called}” in the menu{menu}"


def refuse_unknown(keys: UserKeys, known: Collection[str]) -> None:
    """Raise `AnnotatorError` for keys of an action that there is not, naming the nearest one."""
    import difflib

    for name in keys:
        # A label of another project's codebook is none of this one's.
        if name not in known and not name.startswith(("label-", "same-source-")):
            near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0)[0]
            raise _slip(name, f"no action {name!r}; did you mean {near!r}? `annotator keys` lists them")


def refuse_typed(keys: UserKeys, names: Collection[str]) -> None:
    """Raise `AnnotatorError` where an action of `names` is given a key that has to be typed there."""
    for name, given in keys.items():
        for key in given if name in names else ():
            if key_to_character(key) is not None:
                raise _slip(name, f"{shown_key(key)} is typed there; take enter, esc, an arrow, F5, ctrl+e …")


def _split(binding: Binding) -> tuple[str, ...]:
    return _split_keys(binding.key) if binding.key else ()


@cache
def _split_keys(keys: str) -> tuple[str, ...]:
    return tuple(one.key for one in Binding.make_bindings([Binding(keys, "")]))


def _with_keys(binding: Binding, keys: Sequence[str]) -> Binding:
    """The same action on other keys; shown as it was when they are the same."""
    if tuple(keys) == _split(binding):
        return binding
    display = " ".join(shown_key(key) for key in keys)
    return dataclasses.replace(binding, key=",".join(keys), key_display=display)


def _slip(name: str, said: str, other: str = "") -> AnnotatorError:
    """What is wrong with the keys of one action in the settings; `other` is in the way."""
    place = place_of_setting(name)
    mend = f"; give {other} another one too: {other} = …" if other else ""
    return AnnotatorError(f"{place}: keys.{name}: {said}{mend}")
