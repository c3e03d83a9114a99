"""Articles with everybody's labels, one at a time: what comparing, counting and exporting read."""

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from annotator import __version__
from annotator.corpus import read_article
from annotator.errors import AnnotatorError
from annotator.store import (
    Expected,
    FileCache,
    Labels,
    is_settled,
    labels_in,
    labels_path,
    read_again,
    read_with_status,
    signature_of,
)
from schemas import Article, Codebook, LabelledArticle

OnProblem = Callable[[str], None]
"""Called with one line for each file that cannot be read and is left out."""

_KIND = "judged"
"""What is remembered of a label file that is in order: how many labels are outdated, and `Labels.plain`."""


class LabelReader:
    """Reads label files, and need not judge again those that were found in order and are as they were.

    What is remembered is the outcome of the checksum and of holding every record against article and
    codebook. It counts for as long as the label file, the article's file, the codebook and the version of
    Annotator are the same; the records themselves are read from the file each time.
    """

    def __init__(self, root: Path, codebook: Codebook, cache: FileCache) -> None:
        """Read the project at `root`, whose codebook is given."""
        self._root = root
        self._codebook = codebook
        self._cache = cache
        self._rules = hashlib.sha256(f"{__version__} {codebook.model_dump_json()}".encode()).hexdigest()

    def stream(
        self, articles: Iterable[str], names: Sequence[str], on_problem: OnProblem
    ) -> Iterator[LabelledArticle]:
        """Give the articles with these ids and the labels of the annotators named.

        A damaged article, or one annotator's damaged file of it, is told and left out.
        """
        for name in articles:
            basis = self._basis(name)
            with _collector_paused():
                try:
                    article = read_article(self._article_path(name))
                except AnnotatorError as error:
                    on_problem(str(error))
                    continue
                found = self._labelled(article, names, on_problem, basis)
            yield found
            del found  # so that its memory can serve the next one

    def labelled(
        self, article: Article, names: Sequence[str], on_problem: OnProblem | None = None
    ) -> LabelledArticle:
        """Give one article with the labels of the annotators named.

        A damaged file raises `AnnotatorError`, or with `on_problem` is told and left out.
        """
        return self._labelled(article, names, on_problem, None)

    def outdated(self, article: str, names: Sequence[str]) -> Mapping[str, int]:
        """Count the outdated labels of an article by annotator; files that cannot be read have none."""
        basis = self._basis(article)
        counts = {name: self._known_outdated(labels_path(self._root, name, article), basis) for name in names}
        unknown = [name for name, count in counts.items() if count is None]
        found: dict[str, int] = {}
        if unknown:
            ignored: list[str] = []
            for labelled in self.stream([article], unknown, ignored.append):
                found.update(labelled.outdated)
        return found | {name: count for name, count in counts.items() if count}

    def _labelled(
        self, article: Article, names: Sequence[str], on_problem: OnProblem | None, basis: str | None
    ) -> LabelledArticle:
        found: dict[str, Labels] = {}
        expected = Expected(article, None, self._codebook)
        for name in names:
            try:
                found[name] = self._labels(labels_path(self._root, name, article.id), expected, basis)
            except AnnotatorError as error:
                if on_problem is None:
                    raise
                on_problem(str(error))
        # Everything in it is validated: to look at each record once more takes as long as to judge it.
        return LabelledArticle.model_construct(
            article=article,
            labels={name: labels.records for name, labels in found.items() if labels.records},
            outdated={name: labels.outdated for name, labels in found.items() if labels.outdated},
        )

    def _labels(self, path: Path, expected: Expected, basis: str | None) -> Labels:
        read = read_with_status(path)
        if read is None:
            return Labels({})
        data, status = read
        if basis is None:
            return labels_in(path, data, expected)
        signature = f"{signature_of(status)} {basis}"
        if self._cache.known(path, signature, _KIND) == [0, True]:
            records = read_again(data)
            if records is not None:
                return Labels(records)
        labels = labels_in(path, data, expected)
        if is_settled(status):
            self._cache.remember(path, signature, [labels.outdated, labels.plain], _KIND)
        return labels

    def _known_outdated(self, path: Path, basis: str | None) -> int | None:
        try:
            signature = signature_of(path.stat())
        except FileNotFoundError:
            return 0
        except OSError:
            return None
        known = self._cache.known(path, f"{signature} {basis}", _KIND) if basis else None
        return known[0] if known else None

    def _basis(self, article: str) -> str | None:
        """What a judgement rests on beside the label file; None when nothing is to be remembered.

        Asked before the article is read: should it change meanwhile, the judgement is never found again.
        """
        try:
            status = self._article_path(article).stat()
        except OSError:
            return None
        return f"{self._rules} {signature_of(status)}" if is_settled(status) else None

    def _article_path(self, article: str) -> Path:
        return self._root / "corpus" / f"{article}.json"


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the cycle collector from looking through thousands of new records, none of which is in a cycle."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # both together: what is new counts as old, without a look at it
        gc.unfreeze()
        gc.enable()
