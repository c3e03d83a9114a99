"""Every action with its id, its keys and what it does, as the codebook and the user's settings leave them."""

from collections.abc import Iterator
from dataclasses import dataclass

from textual.binding import Binding

from annotator.tui.actions import ANNOTATE, all_actions, check_everywhere
from annotator.tui.goldbindings import ADJUDICATE
from annotator.tui.keymap import UserKeys, bindings_of, final_keys, keys_to_settle, screen_bindings
from annotator.tui.keynames import ALWAYS, shown_key, trouble
from schemas import Codebook

EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class ListedKey:
    """One action of one screen."""

    screen: str
    id: str
    """What to write in the settings to give it other keys."""
    keys: tuple[str, ...]
    """As they are written in the settings; none: it is reached through the palette."""
    does: str


def listed_keys(codebook: Codebook, keys: UserKeys) -> list[ListedKey]:
    """List all actions by screen; raises `AnnotatorError` for what is wrong with the user's keys."""
    check_everywhere(keys)
    found = [ListedKey(EVERYWHERE, "", tuple(ALWAYS), "quit")]
    for screen, own in all_actions().items():
        if screen == ANNOTATE:
            found += _annotate(own, codebook, keys)
        else:
            kept = final_keys(own, keys_to_settle(keys) if screen == ADJUDICATE else keys)
            found += [_listed(screen, binding, kept[binding.id or ""]) for binding in own]
    return found


def _annotate(own: list[Binding], codebook: Codebook, keys: UserKeys) -> Iterator[ListedKey]:
    bound = {binding.id: binding for binding in bindings_of(screen_bindings(own, codebook, keys))}
    ids = dict.fromkeys([*bound, *(binding.id for binding in own)])
    all_of_them = {binding.id: binding for binding in own} | bound
    for name in ids:
        taken = [one.key for one in Binding.make_bindings([bound[name]])] if name in bound else []
        yield _listed(ANNOTATE, all_of_them[name], tuple(taken))


def _listed(screen: str, binding: Binding, keys: tuple[str, ...]) -> ListedKey:
    shown = tuple("comma" if key == "comma" else shown_key(key) for key in keys)
    return ListedKey(screen, binding.id or "", shown, binding.description)


def warnings(codebook: Codebook, keys: UserKeys) -> Iterator[str]:
    """Say which of the user's keys may never reach the app, and which name no label of this codebook."""
    for name, given in keys.items():
        for key in given:
            if why := trouble(key):
                yield f"{name}: {shown_key(key)} may not arrive: {why}"
    known = {binding.id for binding in bindings_of(screen_bindings((), codebook, {}))}
    for name in keys:
        if name.startswith(("label-", "same-source-")) and name not in known:
            yield f"{name}: the codebook {codebook.name} has no such label"
