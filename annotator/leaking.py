"""What stands in two parts of a split, in the project or in an exported dataset."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from annotator.corpus import ArticleHeader, read_article
from annotator.errors import AnnotatorError
from annotator.importing.importer import NEAR
from annotator.interop.sentencetexts import sentence_texts
from annotator.interop.splitlist import SPLITS, read_split_list
from annotator.labelreader import OnProblem
from annotator.similarity import fingerprint, similar_pairs
from annotator.splitfile import Splits
from annotator.splits import Leak, Sentences, crossing, find_leaks, grouped
from annotator.splitting import by_name, pieces_of
from schemas import SplitPlan

if TYPE_CHECKING:
    from annotator.similarity import Fingerprint


class Divided(Protocol):
    """What is needed of a project."""

    corpus: Path

    @property
    def splits(self) -> Splits:
        """What was dealt."""

    def all_headers(self) -> list[ArticleHeader]:
        """The headers of all articles, with the versions that came after them."""


@dataclass(frozen=True)
class Leaking:
    """What is in two parts of a split."""

    part_of: Mapping[str, str]
    """By article id, of the articles looked at."""
    sentences: list[Leak]
    articles: list[tuple[str, str]]
    """Near-duplicates in different parts."""

    @property
    def serious(self) -> bool:
        """Whether it is more than a few words that many articles have."""
        return bool(self.articles) or any(not leak.short for leak in self.sentences)


def leaks_of(
    project: Divided, plan: SplitPlan, progress: Callable[[int], None] | None, on_problem: OnProblem
) -> Leaking:
    """Find what is in two parts of a split of the project, as it was dealt."""
    headers = project.all_headers()
    dealt = {name: row.part for name, row in project.splits.of(plan).items()}
    found = grouped(pieces_of(headers, plan.by, {}), dealt, plan.parts)
    there = {header.id for header in headers if not header.replaced_by}
    part_of = {name: found.part_of[name] for name in sorted(found.part_of.keys() & there)}
    near = [(header.id, one.article) for header in headers for one in header.near_duplicates]
    prints: list[tuple[str, Fingerprint]] = []

    def read(only: Collection[str] | None) -> Iterator[Sentences]:
        wanted = [name for name in part_of if only is None or name in only]
        for done, name in enumerate(wanted, start=1):
            try:
                article = read_article(project.corpus / f"{name}.json")
            except AnnotatorError as error:
                if only is None:
                    on_problem(str(error))
                continue
            yield Sentences(name, part_of[name], [article.unit_text(unit) for unit in article.units])
            if only is None:
                prints.append((name, fingerprint(article.text)))
                (progress or _silent)(done)

    return _leaking(part_of, find_leaks(read), near, prints)


def leaks_in_dataset(folder: Path, progress: Callable[[int], None] | None = None) -> Leaking:
    """Find what is in two parts of a dataset that was exported with a split.

    Raises `AnnotatorError` when it has none, or its sentences cannot be read back.
    """
    part_of = {row.article: row.part for row in read_split_list(folder)}
    prints: list[tuple[str, Fingerprint]] = []

    def read(only: Collection[str] | None) -> Iterator[Sentences]:
        for article, texts in sentence_texts(folder):
            if article in part_of and (only is None or article in only):
                yield Sentences(article, part_of[article], texts)
                if only is None:
                    prints.append((article, fingerprint("\n".join(texts))))
                    (progress or _silent)(len(prints))

    found = find_leaks(read)
    if part_of and not prints:
        raise AnnotatorError(f"{folder}: none of its sentences is of an article in {SPLITS}; export it again")
    return _leaking(part_of, found, [], prints)


def _leaking(
    part_of: Mapping[str, str],
    sentences: list[Leak],
    near: Sequence[tuple[str, str]],
    prints: Sequence[tuple[str, "Fingerprint"]],
) -> Leaking:
    pairs = by_name((*near, *similar_pairs(prints, NEAR)))
    return Leaking(part_of, sentences, crossing(pairs, part_of))


def _silent(done: int) -> None:
    """Nobody asked how far it is."""
