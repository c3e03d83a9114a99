"""Dealing the articles of a project into parts: what stays together, what was dealt before, what is new."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from annotator.corpus import ArticleHeader
from annotator.errors import AnnotatorError
from annotator.importing.addresses import same_page
from annotator.importing.importer import NEAR
from annotator.interop.sentences import sentences
from annotator.interop.writer import Split, place
from annotator.labelreader import LabelReader, OnProblem
from annotator.parallel import in_order
from annotator.similarity import fingerprint, similar_pairs
from annotator.splitfile import REPAIR, Dealt, Splits
from annotator.splits import Group, Piece, Sizes, deal, grouped, stories
from annotator.store import FileCache
from schemas import Codebook, SplitBy, SplitPlan

if TYPE_CHECKING:
    from annotator.similarity import Fingerprint

SENTENCES = "sentences"
ARTICLES = "articles"
"""Names under which sizes count them; labels go by `=` and their name."""


class Divided(Protocol):
    """What is needed of a project."""

    root: Path

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
    places: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Part and group by article id, of versions that were replaced, too."""
    news: frozenset[str] = frozenset()
    """Ids of articles that are dealt for the first time."""
    linked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Ids of articles that belong into several parts, and so into none, with these parts."""
    sizes: Mapping[str, Sizes] = field(default_factory=dict)
    """What is counted of each article; empty where nothing had to be dealt, nor was asked for."""

    def totals(self) -> dict[str, Sizes]:
        """What each part has, by its name."""
        return _totals(self.parts, self.part_of, self.sizes)


class _Counted(NamedTuple):
    """What is taken from one article."""

    sizes: Sizes
    words: "Fingerprint | None"
    page: str
    """What is the same for all addresses of the page it is from; empty: not known, or a whole site."""
    problems: list[str]


class _Known(NamedTuple):
    """What is taken from all articles."""

    sizes: Mapping[str, Sizes] = {}
    near: Mapping[str, Sequence[str]] = {}
    """Articles that share much of their text or are from one page, by id, of those that one of the two
    names."""


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
    headers = project.all_headers()
    splits = project.splits
    if splits.damage and not (mend or dry_run):
        raise AnnotatorError(f"{splits.damage}; {REPAIR}")
    before = splits.of(plan)
    counting = [header.id for header in headers if not (header.replaced_by or header.problem)]
    known = _Known()
    if measured or not all(name in before for name in counting):
        known = _read(project, counting, processes, progress, on_problem)
    pieces = pieces_of(headers, plan.by, known.near)
    split = _deal(pieces, before, known.sizes, plan)
    if not dry_run and (splits.damage or split.news):
        with splits.writing():
            split = _deal(pieces, splits.of(plan), known.sizes, plan)  # others may have dealt meanwhile
            now = datetime.now(UTC)
            splits.deal(plan, {name: Dealt(*place, now) for name, place in split.places.items()})
    return split


def pieces_of(
    headers: Sequence[ArticleHeader], by: SplitBy, near: Mapping[str, Sequence[str]]
) -> list[Piece]:
    """Say of every article what it stays together with; `near` is what is known besides its header."""
    told = stories((one.id, one.title, one.published) for one in headers) if by is SplitBy.STORY else {}
    return [
        Piece(
            header.id,
            (
                *(older.article for older in header.near_duplicates),
                *near.get(header.id, ()),
                *told.get(header.id, ()),
            ),
            header.replaces,
            header.outlet if by is SplitBy.OUTLET else "",
            not header.replaced_by,
        )
        for header in headers
        if not header.problem
    ]


def by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Give the second names of pairs by their first."""
    found: dict[str, list[str]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
    return found


def _deal(
    pieces: Sequence[Piece], before: Mapping[str, Dealt], sizes: Mapping[str, Sizes], plan: SplitPlan
) -> DealtSplit:
    found = grouped(pieces, {name: row.part for name, row in before.items()}, plan.parts)
    have = _totals(plan.parts, found.part_of, sizes)
    dealt = deal((Group(group[0], _sum(group, sizes)) for group in found.free), have, plan)
    part_of = {**found.part_of, **{name: dealt[group[0]] for group in found.free for name in group}}
    group_of = found.names(part_of, {name: row.group for name, row in before.items()})
    counting = [piece.id for piece in pieces if piece.id in part_of and piece.counts]
    return DealtSplit(
        parts=plan.parts,
        part_of={name: part_of[name] for name in counting},
        group_of={name: group_of[name] for name in counting},
        plan={"shares": dict(plan.shares), "seed": plan.seed, "by": plan.by.value},
        asked=plan,
        places={name: (part, group_of[name]) for name, part in part_of.items()},
        news=frozenset(part_of.keys() - before.keys()),
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
        total.update(sizes.get(name, {}))
    return dict(total)


def _read(
    project: Divided,
    articles: Sequence[str],
    processes: int,
    progress: Callable[[int], None] | None,
    on_problem: OnProblem,
) -> _Known:
    """Count the labels of all articles, and find those that share their words.

    Links from the import are not enough: copies that were merged, for example, do not know each other, and a
    table with a sentence a row makes an article of each, though its `url` says that several were one.
    """
    counting = partial(_counting, project.root, project.codebook, tuple(project.voices()))
    sizes, prints = {}, []
    pages: dict[str, str] = {}
    of_one_page: list[tuple[str, str]] = []
    for name, counted in zip(articles, in_order(counting, articles, processes), strict=True):
        sizes[name] = counted.sizes
        if counted.words is not None:
            prints.append((name, counted.words))
        if counted.page and (first := pages.setdefault(counted.page, name)) != name:
            of_one_page.append((name, first))
        for problem in counted.problems:
            on_problem(problem)
        if progress is not None:
            progress(len(sizes))
    return _Known(sizes, by_name((*similar_pairs(prints, NEAR), *of_one_page)))


def _counting(root: Path, codebook: Codebook, voices: tuple[str, ...]) -> Callable[[str], _Counted]:
    """Make what counts the sentences of an article by their one label."""
    reader = LabelReader(root, codebook, FileCache(root))

    def count(article: str) -> _Counted:
        problems: list[str] = []
        sizes: Counter[str] = Counter({ARTICLES: 1})
        words, page = None, ""
        for labelled in reader.stream([article], voices, problems.append):
            item = place(labelled, None, {}, Split()).item
            words = fingerprint(item.article.text)
            page = same_page(item.article.url)
            sizes[SENTENCES] = len(item.article.units)
            sizes.update(f"={one.label}" for one in sentences(item) if one.label is not None)
        return _Counted(dict(sizes), words, page, problems)

    return count
