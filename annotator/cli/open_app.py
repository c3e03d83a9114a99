"""`annotator open`: the app, as whom and on what."""

import argparse
import gc
import os
import sys
from typing import TYPE_CHECKING

from annotator.cli.options import ARTICLE_HELP, open_project
from annotator.cli.output import note
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from annotator.project import Project
    from schemas import UserSettings

PURPOSE = "Open the app to read and label articles; the same as `annotator` alone."
EXAMPLES = (
    "annotator",
    "annotator open reservoir --annotator ana",
    "annotator open --project ~/reservoir-story",
    "annotator open --plain",
)

_GIT_SECONDS = 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the article to begin with and the name to annotate as."""
    parser.add_argument("article", metavar="ARTICLE", nargs="?", help=ARTICLE_HELP)
    add_annotator_option(parser)
    add_mouse_option(parser)
    parser.add_argument(
        "--plain",
        action="store_true",
        help="work line by line, for screen readers and terminals that cannot draw; also from a pipe",
    )


def add_annotator_option(parser: argparse.ArgumentParser, who: str = "who annotates") -> None:
    """Let the command be told who annotates, or does what else it is for."""
    parser.add_argument(
        "--annotator",
        metavar="NAME",
        help=f"{who} (default: ANNOTATOR_NAME, your settings; the first time it is asked for)",
    )


def add_mouse_option(parser: argparse.ArgumentParser) -> None:
    """Let the terminal keep the mouse."""
    parser.add_argument(
        "--no-mouse", action="store_true", help="leave the mouse to the terminal, e.g. to select text with it"
    )


def run(args: argparse.Namespace) -> int:
    """Open the app; one line instead where it cannot run."""
    if args.plain:
        return open_plain(open_project(args), args.annotator, args.article)
    # Nothing made while starting is garbage; the app collects again from its first picture on.
    gc.disable()
    return open_app(open_project(args), args.annotator, args.article, mouse=not args.no_mouse)


def need_terminal() -> None:
    """Raise where no full-screen app can be drawn, saying what to use instead."""
    instead = "what needs none: annotator open --plain, annotator show, status, import, compare, export"
    if os.environ.get("TERM") == "dumb":
        raise AnnotatorError(f"the app needs a terminal that it can draw on, and TERM is dumb; {instead}")
    # It is drawn on stderr, so that stdout stays data.
    for name in ("stdin", "stdout", "stderr"):
        if not getattr(sys, name).isatty():
            raise AnnotatorError(f"the app needs a terminal, and {name} is none; {instead}")


def open_app(
    project: "Project",
    annotator: str | None,
    article: str | None = None,
    *,
    mouse: bool = True,
    begin_with: str = "",
    only_visiting: bool = False,
) -> int:
    """Run the app on a project that has something to show; `annotator` is the name given, if any.

    Without any name it is asked for, once, and the guided tour follows. `mouse`: whether the app may take the
    mouse, if the user wants it. `begin_with` and `only_visiting` as in `annotator.tui.run`.
    """
    begin = _first_article(project, article)
    from annotator.usersettings import load_user_settings

    settings = load_user_settings()
    if name := _given_name(annotator, settings):
        project.require_folder(_checked(name))
    need_terminal()
    if not name:
        name = _asked_name(settings)
        begin_with = begin_with or ("" if settings.tour_seen else "tour")
    if not name:
        return 0
    from annotator.tui import run

    code, done = run(
        project,
        _checked(name),
        begin,
        settings,
        mouse=mouse and settings.mouse,
        begin_with=begin_with,
        only_visiting=only_visiting,
    )
    for said in done:
        note(said)
    return code


def open_plain(project: "Project", annotator: str | None, article: str | None = None) -> int:
    """Work on a project line by line."""
    begin = _first_article(project, article)
    name = annotator_name(annotator)
    project.require_folder(name)
    from annotator.cli.plain import work
    from annotator.usersettings import load_user_settings

    return work(project, name, begin or "", load_user_settings())


def annotator_name(given: str | None) -> str:
    """Give the name to work under without asking for it.

    The one given, else `ANNOTATOR_NAME`, the user's settings, git's user.name, the login. Raises
    `AnnotatorError` when no folder can be named after it.
    """
    from annotator.usersettings import load_user_settings

    return _checked(_given_name(given, load_user_settings()) or _git_name() or _login())


def _first_article(project: "Project", article: str | None) -> str | None:
    """The id of the article to begin with, if one was asked for; raises where there is none at all."""
    if not project.has_articles:
        raise AnnotatorError("no articles yet: annotator import FILE…")
    return project.article(article).id if article else None


def _given_name(given: str | None, settings: "UserSettings") -> str:
    return given or os.environ.get("ANNOTATOR_NAME") or settings.annotator


def _asked_name(settings: "UserSettings") -> str:
    """Ask who annotates and remember it; empty when nobody wanted to say."""
    from annotator.tui.asking import ask_name
    from annotator.usersettings import save_user_settings

    name = ask_name(settings, _git_name() or _login())
    if name:
        try:
            save_user_settings(annotator=name)
        except AnnotatorError as error:
            note(f"the name is not kept: {error}")
    return name or ""


def _checked(name: str) -> str:
    from schemas import annotator_slug

    name = " ".join(name.split())
    try:
        annotator_slug(name)
    except ValueError as error:
        raise AnnotatorError(f"{error}; give another with --annotator NAME") from None
    return name


def _git_name() -> str:
    import subprocess

    try:
        asked = subprocess.run(
            ["git", "config", "user.name"], capture_output=True, timeout=_GIT_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return asked.stdout.decode(errors="replace").strip()


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
