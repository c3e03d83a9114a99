"""`annotator settings`: the user's own settings, a sentence each, and how to change them."""

import argparse
from typing import TYPE_CHECKING

from annotator.cli.options import json_option
from annotator.cli.output import document, hanging, line, note
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from schemas import UserSettings

PURPOSE = "Show your own settings, which hold in every project, or change one."
EXAMPLES = (
    "annotator settings",
    "annotator settings measure 76",
    "annotator settings theme annotator-light",
    "annotator settings keys.flag 'F, ctrl+f'",
)

_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the setting to change and its value."""
    parser.add_argument("name", metavar="NAME", nargs="?", help="the setting; keys.ID: the keys of an action")
    parser.add_argument("value", metavar="VALUE", nargs="?", help="its new value; '' takes other keys back")
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Show all settings or one, or change one."""
    from annotator.usersettings import load_user_settings, save_user_settings, user_settings_file

    settings = load_user_settings()
    name, _, action = (args.name or "").partition(".")
    if name and (name not in type(settings).model_fields or (action and name != "keys")):
        raise AnnotatorError(f"no setting {args.name!r}; did you mean {_nearest(args.name, settings)!r}?")
    if args.value is not None:
        changed = _changed(settings, name, action, args.value)
        settings = save_user_settings(**{name: changed})
        note(f"saved in {user_settings_file()}")
    if args.json:
        document({"path": str(user_settings_file()), "settings": settings.model_dump(mode="json")})
    else:
        _show(settings, name)
    return 0


def _changed(settings: "UserSettings", name: str, action: str, text: str) -> object:
    """Read the new value of a setting; what only the app can judge is judged here too."""
    if name == "keys":
        return _changed_keys(settings.keys, action, text)
    if name == "theme" and text:
        from annotator.tui.themes import all_themes

        if text not in all_themes():
            raise AnnotatorError(f"no theme {text!r}; there are: {', '.join(sorted(all_themes()))}")
    kind = type(getattr(settings, name))
    if kind is bool:
        if text.lower() not in _WORDS:
            raise AnnotatorError(f"{name}: {text!r} is neither true nor false")
        return _WORDS[text.lower()]
    try:
        return kind(text) if kind in (int, float) else text
    except ValueError:
        raise AnnotatorError(f"{name}: {text!r} is no number") from None


def _changed_keys(keys: dict[str, str], action: str, text: str) -> dict[str, str]:
    from annotator.codebook import load_codebook
    from annotator.tui.keylist import listed_keys
    from annotator.tui.keymap import read_user_keys

    if not action:
        raise AnnotatorError("keys of which action? annotator settings keys.ID; `annotator keys` lists them")
    changed = {name: given for name, given in keys.items() if name != action}
    if text:
        changed[action] = text
    listed_keys(load_codebook(), read_user_keys(changed))
    return changed


def _nearest(name: str, settings: "UserSettings") -> str:
    import difflib

    return difflib.get_close_matches(name, type(settings).model_fields, n=1, cutoff=0)[0]


def _show(settings: "UserSettings", only: str) -> None:
    """Write the file's path and each setting with its sentence."""
    from annotator.usersettings import user_settings_file
    from schemas.json_schema import sentences

    line(f"{user_settings_file()}\n")
    for name, sentence in sentences(type(settings)).items():
        if only in ("", name):
            value = settings.model_dump(mode="json")[name]
            line(f"{name} = {_in_toml(value)}")
            hanging("    ", sentence)


def _in_toml(value: object) -> str:
    import json

    if isinstance(value, dict):
        return (
            "{ " + ", ".join(f"{key} = {_in_toml(one)}" for key, one in value.items()) + " }"
            if value
            else "{}"
        )
    return json.dumps(value, ensure_ascii=False)
