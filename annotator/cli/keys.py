"""`annotator keys`: every action of the app, its id, its keys, what it does; and what a terminal sends."""

import argparse
from itertools import groupby
from typing import TYPE_CHECKING

from annotator.cli.options import json_option
from annotator.cli.output import document, line, note
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from annotator.tui.keylist import ListedKey
    from schemas import Codebook

PURPOSE = "List every action of the app with its id and keys; --test shows what your terminal sends."
EXAMPLES = (
    "annotator keys",
    "annotator keys --json",
    "annotator keys --test",
    "annotator settings keys.flag F",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the form of the answer and the test."""
    parser.add_argument(
        "--test", action="store_true", help="show each key as it arrives, and what it does; q twice ends"
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """List the actions; 1 when some of the user's keys may not work."""
    from annotator.tui.keylist import listed_keys, warnings
    from annotator.tui.keymap import read_user_keys
    from annotator.usersettings import load_user_settings, user_settings_file

    keys = read_user_keys(load_user_settings().keys)
    codebook = _codebook(args)
    listed = listed_keys(codebook, keys)
    if args.test:
        from annotator.cli.open_app import need_terminal

        need_terminal()
        from annotator.tui.keytest import KeyTest

        KeyTest(listed).run()
        return 0
    doubts = list(warnings(codebook, keys))
    if args.json:
        document(
            {
                "codebook": codebook.name,
                "settings": str(user_settings_file()),
                "actions": [
                    {"screen": one.screen, "id": one.id or None, "keys": list(one.keys), "does": one.does}
                    for one in listed
                ],
                "warnings": doubts,
            }
        )
    else:
        _print(listed)
        line(f'\nOther keys: in {user_settings_file()}, e.g.\n\n[keys]\nflag = "F, ctrl+f"')
    for doubt in doubts:
        note(doubt)
    return 1 if doubts else 0


def _print(listed: "list[ListedKey]") -> None:
    """Write the actions under the names of their screens, in columns."""
    wide = max(len(one.id) for one in listed)
    keys_wide = max(len(", ".join(one.keys)) for one in listed)
    for number, (screen, actions) in enumerate(groupby(listed, key=lambda one: one.screen)):
        line(f"{'' if number == 0 else chr(10)}{screen}")
        for one in actions:
            keys = ", ".join(one.keys) or "-"
            line(f"  {one.id:{wide}}  {keys:{keys_wide}}  {one.does}")


def _codebook(args: argparse.Namespace) -> "Codebook":
    """The project's codebook; the shipped one where there is no project."""
    from annotator.codebook import load_codebook
    from annotator.project import Project

    try:
        return Project.open(args.project).codebook
    except AnnotatorError:
        if args.project:
            raise
        return load_codebook()
