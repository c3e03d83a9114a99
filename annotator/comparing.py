"""Comparing the annotators of a project: reading, in several processes where that pays, and all figures."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from annotator.compare import Comparison, Field, Reducer
from annotator.compare.agreement import distinct, reduced_agreement
from annotator.compare.besides import Besides, Taken
from annotator.compare.fieldlist import fields_of
from annotator.errors import AnnotatorError
from annotator.identity import Identities, identities
from annotator.labelreader import LabelReader, OnProblem
from annotator.parallel import in_order
from annotator.sources import SOURCES_FILE, SourceRegister
from annotator.store import FileCache, annotator_folder, read_labels, retest_path
from annotator.store.files import RETEST
from annotator.withheld import shown
from schemas import GOLD, Annotation, Article, Codebook

Counting = Callable[[Iterable["_Reading"]], Iterable["_Reading"]]
"""Passes on what was read, and tells how much that is."""


@dataclass(frozen=True)
class Asked:
    """What is compared; small, since each process that reads gets one."""

    root: Path
    codebook: Codebook
    annotators: tuple[str, ...]
    identities: Identities
    fields: tuple[str, ...] = ()
    """Names of the fields that are wanted; none: all, and what there is besides."""
    suggestion_share: float = 1.0
    gold: bool = False
    """Whether there are adjudicated labels."""
    retested: tuple[str, ...] = ()
    """Annotators with a second pass."""

    def reducer(self) -> Reducer:
        """Make what takes from an article what the fields need."""
        return Reducer(self.annotators, wanted(fields_of(self.codebook, self.identities), self.fields))

    def besides(self) -> Besides | None:
        """Make what takes the rest; None where only some fields are wanted."""
        if self.fields:
            return None
        share = self.suggestion_share
        offered = (lambda record: shown(record.text_sha256, share)) if share < 1 else None
        return Besides(self.annotators, self.codebook, offered)


class _Reading(NamedTuple):
    """What is taken from one article, and what had to be left out."""

    reduced: list[Any] | None
    """None: the article cannot be read."""
    besides: Taken | None
    outdated: Mapping[str, int]
    problems: list[str]


def asked(
    root: Path,
    codebook: Codebook,
    annotators: Sequence[str],
    *,
    fields: Sequence[str] = (),
    suggestion_share: float = 1.0,
) -> Asked:
    """Look what there is to compare.

    Raises:
        AnnotatorError: an annotator is named twice, there is no such field, or the source register cannot be
            read.
    """
    names = distinct(annotators)
    found = Asked(
        root,
        codebook,
        names,
        identities(SourceRegister(root / "annotations" / SOURCES_FILE).entries.values()),
        tuple(fields),
        suggestion_share,
        (root / "annotations" / GOLD).is_dir(),
        tuple(name for name in names if name != GOLD and (annotator_folder(root, name) / RETEST).is_dir()),
    )
    found.reducer()  # raises for a field that is not there
    return found


def wanted(fields: Sequence[Field], names: Sequence[str]) -> tuple[Field, ...]:
    """Give the fields of these names, in the order of the report; raises `AnnotatorError` for another one."""
    known = [field.name for field in fields]
    for name in names:
        if name not in known:
            raise AnnotatorError(f"no field {name!r}; this codebook has: {', '.join(known)}")
    return tuple(field for field in fields if not names or field.name in names)


def compare(
    asked: Asked,
    articles: Sequence[str],
    *,
    bootstrap: int,
    seed: int,
    gamma: int,
    processes: int,
    counting: Counting,
    on_problem: OnProblem,
) -> Comparison:
    """Read the articles with these ids, and compute all figures; see `Project.compare`."""
    from annotator.compare.bootstrap import forget_draws

    if gamma:
        from annotator.compare.aligning import require_scipy

        require_scipy()
    reducer, besides = asked.reducer(), asked.besides()
    outdated: Counter[str] = Counter()

    def reduced() -> Iterator[list[Any]]:
        for reading in counting(in_order(partial(_reading, asked), articles, processes)):
            for problem in reading.problems:
                on_problem(problem)
            outdated.update({name: reading.outdated.get(name, 0) for name in asked.annotators})
            if besides and reading.besides and reading.reduced:
                besides.add(reading.besides, label=reading.reduced[0])
            if reading.reduced is not None:
                yield reading.reduced

    figures = reduced_agreement(reducer, reduced(), bootstrap=bootstrap, seed=seed, gamma=gamma)
    comparison = Comparison(annotators=asked.annotators, fields=figures, outdated=dict(+outdated))
    if besides is None:
        return comparison
    of_all = comparison.label.krippendorff_alpha
    found = besides.figures(of_all, bootstrap=bootstrap, seed=seed)
    forget_draws()
    return comparison.model_copy(update=found)


def _reading(asked: Asked) -> Callable[[str], _Reading]:
    """Make what reads an article by its id and takes from it what the figures need."""
    reader = LabelReader(asked.root, asked.codebook, FileCache(asked.root))
    reducer, besides = asked.reducer(), asked.besides()
    names = [*asked.annotators, *([GOLD] if asked.gold and GOLD not in asked.annotators else [])]

    def read(name: str) -> _Reading:
        problems: list[str] = []
        for labelled in reader.stream([name], names, problems.append):
            again = _second_pass(asked, labelled.article, problems.append)
            taken = besides.take(labelled, again) if besides else None
            return _Reading(reducer(labelled), taken, labelled.outdated, problems)
        return _Reading(None, None, {}, problems)

    return read


def _second_pass(
    asked: Asked, article: Article, on_problem: OnProblem
) -> dict[str, Mapping[str, Annotation]]:
    """Read the labels of the second pass of an article, by annotator; a damaged file is told and left out."""
    found = {}
    for name in asked.retested:
        try:
            found[name] = read_labels(retest_path(asked.root, name, article.id), article, asked.codebook)
        except AnnotatorError as error:
            on_problem(str(error))
    return {name: records for name, records in found.items() if records}
