"""Who may see what: labels of others until one's own are finished, and where an article comes from."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Protocol

from annotator.corpus import ArticleHeader
from annotator.errors import AnnotatorError
from annotator.store import Tally, annotator_folder, label_files
from schemas import Article, ProjectSettings, slug

UNFINISHED = (
    "Blind: what others decided is shown here when every sentence has your label; "
    "`blind = false` in annotator.toml shows it at once."
)
"""Why labels of others are not shown in an article, and what to do."""
NO_OUTLETS = "Outlets are hidden in this project; `blind_outlet = false` in annotator.toml shows them."
"""Why nothing can be found by its outlet, and what to do."""


class Blinded(Protocol):
    """What is needed of a project."""

    root: Path

    @property
    def settings(self) -> ProjectSettings:
        """Raises `AnnotatorError` when they are not valid."""

    def header(self, name: str) -> ArticleHeader:
        """What a list shows of the article with this id."""

    def tally(self, article: ArticleHeader | str, annotator: str) -> Tally:
        """Count what an annotator has labelled of an article."""

    def labelled_units(self, article: ArticleHeader | str, annotator: str) -> int:
        """Count the units of an article that an annotator has labelled; 0 for a damaged file."""


def sees(project: Blinded, viewer: str, *, to_adjudicate: bool = False) -> Callable[[str], bool]:
    """Give what tells of an article's id whether `viewer` may see the labels of others in it.

    All, where the project is not blind or for whoever adjudicates; else only articles of which every unit
    has the viewer's own label by now. `to_adjudicate` as in `adjudicates`.
    """
    if not project.settings.blind or adjudicates(project, viewer, to_adjudicate=to_adjudicate):
        return lambda _: True
    return partial(_has_finished, project, viewer)


def adjudicates(project: Blinded, viewer: str, *, to_adjudicate: bool = False) -> bool:
    """Whether somebody settles disagreements and so may see all labels.

    Those named in the settings. Where none are: whoever has no label, and either no place in the rule of
    assignment, or, without a rule, came `to_adjudicate`: who opens the app to annotate is about to.
    """
    settings = project.settings
    if settings.adjudicators:
        return _is_among(viewer, settings.adjudicators)
    dealt = settings.assignment
    outside = not _is_among(viewer, dealt.annotators) if dealt else to_adjudicate
    return outside and not _has_labels(project, viewer)


def hides_outlet(settings: ProjectSettings, viewer: str) -> bool:
    """Whether outlet, authors and address of articles are not shown to `viewer`."""
    return settings.blind_outlet and not _is_among(viewer, settings.adjudicators)


def without_outlet(article: Article) -> Article:
    """Give an article as it is shown where outlets are hidden; never to be written."""
    return article.model_copy(update={"outlet": "", "authors": (), "url": ""})


def over_finished(articles: int) -> str:
    """Say of figures that they are over so many articles, as the viewer sees no others."""
    which = "article that you have" if articles == 1 else f"{articles:,} articles that you have"
    return f"over the {which} finished: the project is blind"


def _has_finished(project: Blinded, viewer: str, article: str) -> bool:
    header = project.header(article)
    return not header.problem and project.labelled_units(header, viewer) >= header.units > 0


def _has_labels(project: Blinded, viewer: str) -> bool:
    for file in label_files(annotator_folder(project.root, viewer)):
        try:
            if project.tally(file.stem, viewer).labelled:
                return True
        except AnnotatorError:
            return True  # what cannot be read is still somebody's work
    return False


def _is_among(viewer: str, names: Iterable[str]) -> bool:
    return slug(viewer) in map(slug, names)
