"""`annotator practice`: label an article whose labels are known, and see where one differs."""

import argparse

from annotator.cli.open_app import add_annotator_option, add_mouse_option, need_terminal, open_app

PURPOSE = "Label an article whose labels are known, and see where you differ and by which rule."
EXAMPLES = ("annotator practice",)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the name to annotate as."""
    add_annotator_option(parser)
    add_mouse_option(parser)


def run(args: argparse.Namespace) -> int:
    """Open the app on the practice article, in a folder that goes at the end."""
    need_terminal()
    from tempfile import TemporaryDirectory

    from annotator.practice import practice_article, practice_names, require_fitting
    from annotator.project import Project

    practice = practice_article(practice_names()[0])
    if args.project:
        require_fitting(practice, Project.open(args.project).codebook)
    with TemporaryDirectory(prefix="annotator-practice-", ignore_cleanup_errors=True) as folder:
        project = Project.create(folder)
        project.add(practice.article)
        return open_app(
            project,
            args.annotator or "you",
            mouse=not args.no_mouse,
            begin_with="practice",
            only_visiting=True,
        )
