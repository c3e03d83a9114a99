"""Names of keys: as people write them in settings, as Textual knows them, as the screen shows them."""

from textual.binding import Binding
from textual.keys import KEY_NAME_REPLACEMENTS, Keys, format_key, key_to_character

_MODIFIERS = {"ctrl": "ctrl", "control": "ctrl", "shift": "shift", "alt": "alt", "option": "alt"}
_MODIFIERS |= dict.fromkeys(("super", "cmd", "command", "win"), "super")
_OTHER_NAMES = {
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "spacebar": "space",
    "↑": "up",
    "↓": "down",
    "←": "left",
    "→": "right",
}
_SHOWN = {
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "insert": "Ins",
    # Textual's signs for these are missing in common fonts.
    "enter": "enter",
    "backspace": "backspace",
}
_NAMED = frozenset(
    {key.value for key in Keys if "+" not in key.value and key.value[0] != "<"} - {"ctrl-at", "return"}
    | set(KEY_NAME_REPLACEMENTS.values())
)

_SAME_AS = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+j": "enter", "ctrl+h": "backspace"}
_SWALLOWED = {
    "ctrl+a": "screen takes it as its own prefix",
    "ctrl+b": "tmux takes it as its own prefix",
    "ctrl+c": "it interrupts or copies in many terminals",
    "ctrl+s": "terminals stop the output on it",
    "ctrl+w": "browsers and editors close the window on it",
    "ctrl+t": "browsers and editors open a tab on it",
    "ctrl+n": "browsers and editors open a window on it",
    "ctrl+p": "editors open a file list on it",
    "ctrl+up": "desktops take it",
    "ctrl+down": "desktops take it",
    "ctrl+tab": "terminals change tabs on it",
    "f10": "terminal windows open their menu on it",
    "f11": "terminal windows fill the screen on it",
    "shift+insert": "terminals paste on it",
}
ALWAYS = {"ctrl+q": "quits, anywhere"}
"""Keys that cannot be given to anything else, and what they do."""


def read_keys(text: str) -> tuple[str, ...]:
    """Read keys separated by commas, e.g. `F, ctrl+f`, into Textual's names.

    Raises `ValueError` saying what is no key, and the nearest that is one.
    """
    if text.strip() == ",":
        return ("comma",)
    return tuple(dict.fromkeys(_read_key(word.strip()) for word in text.split(",")))


def trouble(key: str) -> str:
    """Why some terminals never send a key, or send another one; empty when all do."""
    *modifiers, base = key.split("+")
    if key in _SAME_AS:
        return f"many terminals send it as {_SAME_AS[key]}"
    if key in _SWALLOWED:
        return _SWALLOWED[key]
    if "super" in modifiers:
        return "few terminals send it"
    if "alt" in modifiers:
        return "terminals open menus on it or need a setting to send it"
    if len(modifiers) > 1 or ("shift" in modifiers and base in ("enter", "space", "escape", "backspace")):
        return "few terminals send it"
    if "shift" in modifiers and base in ("pageup", "pagedown", "home", "end"):
        return "terminals scroll on it"
    if "ctrl" in modifiers and not (base.isalpha() and len(base) == 1) and base not in ("left", "right"):
        return "few terminals send it"
    return ""


def shown_key(key: str) -> str:
    """Write a key as the screen shows it, e.g. `↓`, `PgDn`, `?`, `ctrl+f`."""
    *modifiers, base = key.split("+")
    return "+".join([*modifiers, _SHOWN.get(base) or format_key(base)])


def _read_key(word: str) -> str:
    if not word:
        raise ValueError("a key is missing; the keys , and space are written comma and space")
    # The last sign may be + itself.
    before, _, base = word[:-1].rpartition("+")
    base += word[-1]
    modifiers = {_modifier(name, word) for name in before.lower().split("+") if name}
    base = _OTHER_NAMES.get(base.lower(), base)
    if len(base) == 1:
        if base.isalpha() and modifiers:
            base = base.upper() if modifiers == {"shift"} else base.lower()
            modifiers -= {"shift"} if modifiers == {"shift"} else set()
        base = next(iter(Binding.make_bindings([Binding(base, "")]))).key
    else:
        base = base.lower()
        if base not in _NAMED and key_to_character(base) is None:
            raise ValueError(f"no key {word!r}{_nearest(base, sorted(_NAMED))}")
    return "+".join([*sorted(modifiers), base])


def _modifier(name: str, word: str) -> str:
    if name not in _MODIFIERS:
        raise ValueError(f"no key {word!r}{_nearest(name, sorted(_MODIFIERS))}")
    return _MODIFIERS[name]


def _nearest(name: str, known: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]!r}?" if near else ""
