"""The command line: one module per command, each imported only when it is the one asked for.

stdout is data, stderr is narration. Exit codes: 0 done, 1 needs attention, 2 wrong use or bad input; of
`import-labels` also 3: done in part, for rows were refused.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn, Protocol, cast

from annotator import __version__
from annotator.cli.output import note, prepare_streams
from annotator.errors import AnnotatorError

COMMANDS = {
    "open": "open_app",
    "demo": "demo",
    "practice": "practice",
    "retest": "retest",
    "init": "init",
    "import": "import_files",
    "import-labels": "import_labels",
    "edit-article": "edit_article",
    "segment": "segment",
    "suggest": "suggest",
    "assign": "assign",
    "articles": "articles",
    "status": "status",
    "show": "show",
    "history": "history",
    "compare": "compare",
    "agreement": "agreement",
    "adjudicate": "adjudicate",
    "split": "split",
    "export": "export",
    "rehydrate": "rehydrate",
    "card": "card",
    "merge": "merge",
    "codebook": "codebook",
    "check": "check",
    "keys": "keys",
    "settings": "settings",
}
"""Every command and the module of this package that holds it."""

_INTERRUPTED = 130
_READER_GONE = 141


class Command(Protocol):
    """What a command's module offers. Nothing heavy may be imported before `run`."""

    PURPOSE: str
    """One sentence."""
    EXAMPLES: tuple[str, ...]
    """Whole command lines."""

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own arguments."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it and give the exit code."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and give its exit code; bad input is one line on stderr, never a traceback."""
    prepare_streams()
    # Pydantic would look through all installed packages for plugins that change its validation.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # Read when numpy is loaded. Its products here are small: threads that wait for busy cores slow them down.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        code = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
        return code
    except AnnotatorError as error:
        note(str(error))
    except BrokenPipeError:
        # What is left in the buffer must not fail once more when the interpreter closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _READER_GONE
    except UnicodeEncodeError as error:
        note(f"{error.object!r} cannot be a file's name in this locale ({error.encoding}); set PYTHONUTF8=1")
    except OSError as error:
        note(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except MemoryError as error:
        note(f"not enough memory for that: {error}" if str(error) else "not enough memory for that")
    except KeyboardInterrupt:
        return _INTERRUPTED
    return 2


def _run(argv: list[str]) -> int:
    argv = _command_first(argv)
    try:
        args = _parser(argv[0]).parse_args(argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    return cast(int, args.run(args))


def _command_first(argv: list[str]) -> list[str]:
    """Put the command first: `--project` may stand before it, and without any command it is `open`."""
    before: list[str] = []
    rest = argv
    if argv[:1] == ["--project"]:
        before, rest = argv[:2], argv[2:]
    elif argv and argv[0].startswith("--project="):
        before, rest = argv[:1], argv[1:]
    if not rest:
        return ["open", *before]
    if rest[0].startswith("-") and rest[0] not in ("-h", "--help", "--version"):
        return ["open", *before, *rest]
    return [rest[0], *before, *rest[1:]]


def _parser(command: str) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="annotator",
        description="Read news articles sentence by sentence, tag each claim, compare annotators.",
        epilog="Without a command: open the app on the project of this folder.\n"
        "`annotator COMMAND --help` explains a command. Exit codes: 0 done, 1 something needs attention, "
        "2 wrong use or bad input, 3 done in part (rows were refused).",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"annotator {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, title="commands")
    for name in [command] if command in COMMANDS else COMMANDS:
        module = cast(Command, import_module(f"annotator.cli.{COMMANDS[name]}"))
        sub = commands.add_parser(
            name,
            help=module.PURPOSE,
            description=module.PURPOSE,
            epilog="Examples:\n" + "\n".join(f"  {example}" for example in module.EXAMPLES),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        if name == command:  # the list of all commands shows no arguments
            sub.add_argument(
                "--project", metavar="DIR", help="the project (default: found here or above, like git)"
            )
            module.configure(sub)
        sub.set_defaults(run=module.run)
    return parser


class _Parser(argparse.ArgumentParser):
    """An argument parser that names the nearest command for an unknown one."""

    def error(self, message: str) -> NoReturn:
        if "invalid choice: " in message and "argument COMMAND" in message:
            import difflib

            asked = message.partition("invalid choice: '")[2].partition("'")[0]
            near = difflib.get_close_matches(asked, COMMANDS, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]!r}?" if near else "`annotator --help` lists the commands"
            message = f"no command {asked!r}; {hint}"
        super().error(message)
