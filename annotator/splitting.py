"""Dealing the articles of a project into parts: what stays together, what was dealt before, what is new."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from annotator.corpus import ArticleHeader, read_article
from annotator.errors import AnnotatorError
from annotator.interop.sentences import sentences
from annotator.interop.writer import Split, place
from annotator.labelreader import LabelReader, OnProblem
from annotator.parallel import in_order
from annotator.splitfile import REPAIR, Splits
from annotator.splits import (
    Group,
    Grouped,
    Leak,
    Piece,
    Sentences,
    Sizes,
    crossing,
    deal,
    find_leaks,
    grouped,
    stories,
)
from annotator.store import FileCache
from schemas import Codebook, SplitBy, SplitPlan

SENTENCES = "sentences"
ARTICLES = "articles"
"""Names under which sizes count them; labels go by `=` and their name."""


class Divided(Protocol):
    """What is needed of a project."""

    root: Path
    corpus: Path

    @property
    def codebook(self) -> Codebook:
        """Which labels there are."""

    @property
    def splits(self) -> Splits:
        """What was dealt before."""

    def all_headers(self) -> list[ArticleHeader]:
        """The headers of all articles, with the versions that came after them."""

    def voices(self) -> list[str]:
        """Names by which labels can be read."""


@dataclass(frozen=True, slots=True)
class DealtSplit(Split):
    """A split with what there is to tell of it."""

    asked: SplitPlan | None = None
    news: frozenset[str] = frozenset()
    """Ids of articles that are dealt for the first time."""
    linked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Ids of articles that belong into several parts, and so into none, with these parts."""
    sizes: Mapping[str, Sizes] = field(default_factory=dict)
    """What is counted of each article; empty where nothing had to be dealt, nor was asked for."""

    def totals(self) -> dict[str, Sizes]:
        """What each part has, by its name."""
        return _totals(self.parts, self.part_of, self.sizes)


@dataclass(frozen=True)
class Leaking:
    """What is in two parts of a split."""

    part_of: Mapping[str, str]
    """By article id."""
    sentences: list[Leak]
    articles: list[tuple[str, str]]
    """Near-duplicates, or versions, in different parts."""


class _Counted(NamedTuple):
    sizes: Sizes
    problems: list[str]


def deal_parts(
    project: Divided,
    plan: SplitPlan,
    *,
    dry_run: bool = False,
    measured: bool = False,
    mend: bool = False,
    processes: int = 1,
    progress: Callable[[int], None] | None = None,
    on_problem: OnProblem,
) -> DealtSplit:
    """Deal what is not dealt yet, and write it down unless it is a `dry_run`; what was dealt stays.

    Labels are read only where something is to be dealt, or with `measured`. Raises `AnnotatorError` when the
    file of the splits is damaged, unless it is to be mended or only a dry run, or cannot be written.
    """
    pieces = _pieces(project.all_headers(), plan.by)
    splits = project.splits
    if splits.damage and not (mend or dry_run):
        raise AnnotatorError(f"{splits.damage}; {REPAIR}")
    before = splits.parts_of(plan)
    found = grouped(pieces, before, plan.parts)
    sizes: Mapping[str, Sizes] = {}
    if found.free or measured:
        counting = [piece.id for piece in pieces if piece.counts]
        sizes = _sizes(project, counting, processes, progress, on_problem)
    if not dry_run and (splits.damage or _news(found, before)):
        with splits.writing():
            before = splits.parts_of(plan)
            found = grouped(pieces, before, plan.parts)
            part_of = _deal(found, sizes, plan)
            splits.deal(plan, part_of, datetime.now(UTC))
    else:
        part_of = _deal(found, sizes, plan)
    return _dealt(plan, found, part_of, frozenset(part_of.keys() - before.keys()), sizes)


def leaks_of(
    project: Divided, plan: SplitPlan, progress: Callable[[int], None] | None, on_problem: OnProblem
) -> Leaking:
    """Find what is in two parts of a split as it was dealt."""
    headers = [header for header in project.all_headers() if not header.replaced_by and not header.problem]
    before = project.splits.parts_of(plan)
    found = grouped(_pieces(project.all_headers(), plan.by), before, plan.parts)
    part_of = {header.id: part for header in headers if (part := found.part_of.get(header.id))}
    near = {header.id: [one.article for one in header.near_duplicates] for header in headers}

    def read(only: Iterable[str] | None) -> Iterator[Sentences]:
        wanted = part_of if only is None else [name for name in part_of if name in set(only)]
        for done, name in enumerate(wanted, start=1):
            try:
                article = read_article(project.corpus / f"{name}.json")
            except AnnotatorError as error:
                on_problem(str(error))
                continue
            yield Sentences(name, part_of[name], [article.unit_text(unit) for unit in article.units])
            if progress is not None and only is None:
                progress(done)

    return Leaking(part_of, find_leaks(read), crossing(near, part_of))


def _pieces(headers: Sequence[ArticleHeader], by: SplitBy) -> list[Piece]:
    told = stories((one.id, one.title, one.published) for one in headers) if by is SplitBy.STORY else {}
    return [
        Piece(
            header.id,
            (*(older.article for older in header.near_duplicates), *told.get(header.id, ())),
            header.replaces,
            header.outlet if by is SplitBy.OUTLET else "",
            not (header.replaced_by or header.problem),
        )
        for header in headers
    ]


def _news(found: Grouped, before: Mapping[str, str]) -> bool:
    return bool(found.free or found.part_of.keys() - before.keys())


def _deal(found: Grouped, sizes: Mapping[str, Sizes], plan: SplitPlan) -> dict[str, str]:
    have = _totals(plan.parts, found.part_of, sizes)
    dealt = deal((Group(group[0], _sum(group, sizes)) for group in found.free), have, plan)
    free = {name: dealt[group[0]] for group in found.free for name in group}
    return {**found.part_of, **free}


def _dealt(
    plan: SplitPlan,
    found: Grouped,
    part_of: Mapping[str, str],
    news: frozenset[str],
    sizes: Mapping[str, Sizes],
) -> DealtSplit:
    return DealtSplit(
        parts=plan.parts,
        part_of=part_of,
        group_of=found.names(part_of),
        plan={"shares": dict(plan.shares), "seed": plan.seed, "by": plan.by.value},
        asked=plan,
        news=news,
        linked=found.linked,
        sizes=sizes,
    )


def _totals(parts: Iterable[str], part_of: Mapping[str, str], sizes: Mapping[str, Sizes]) -> dict[str, Sizes]:
    members: dict[str, list[str]] = {part: [] for part in parts}
    for name, part in part_of.items():
        members[part].append(name)
    return {part: _sum(names, sizes) for part, names in members.items()}


def _sum(names: Iterable[str], sizes: Mapping[str, Sizes]) -> Sizes:
    total: Counter[str] = Counter()
    for name in names:
        total.update(sizes.get(name, {ARTICLES: 1}))
    return dict(total)


def _sizes(
    project: Divided,
    articles: Sequence[str],
    processes: int,
    progress: Callable[[int], None] | None,
    on_problem: OnProblem,
) -> dict[str, Sizes]:
    counting = partial(_counting, project.root, project.codebook, tuple(project.voices()))
    sizes = {}
    for name, counted in zip(articles, in_order(counting, articles, processes), strict=True):
        sizes[name] = counted.sizes
        for problem in counted.problems:
            on_problem(problem)
        if progress is not None:
            progress(len(sizes))
    return sizes


def _counting(root: Path, codebook: Codebook, voices: tuple[str, ...]) -> Callable[[str], _Counted]:
    """Make what counts the sentences of an article by their one label."""
    reader = LabelReader(root, codebook, FileCache(root))

    def count(article: str) -> _Counted:
        problems: list[str] = []
        sizes: Counter[str] = Counter({ARTICLES: 1})
        for labelled in reader.stream([article], voices, problems.append):
            item = place(labelled, None, {}, Split()).item
            sizes[SENTENCES] = len(item.article.units)
            sizes.update(f"={one.label}" for one in sentences(item) if one.label is not None)
        return _Counted(dict(sizes), problems)

    return count
