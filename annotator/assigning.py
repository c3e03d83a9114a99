"""Dealing the articles of a project out to its annotators: the rule, what is there already, what is new."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

from annotator.assignment import Assignment, Dealt
from annotator.corpus import ArticleHeader
from annotator.dealing import Pair, ToDeal, deal, pairs_of
from annotator.errors import AnnotatorError
from annotator.settings import SETTINGS_FILE, changed_settings, parse_settings
from annotator.special import refuse_special
from annotator.store import Tally, annotator_folders, label_files, write_durably
from schemas import AssignmentRule, ProjectSettings, slug


class Assigned(Protocol):
    """What is needed of a project."""

    root: Path

    @property
    def assignment(self) -> Assignment:
        """Who has which article."""

    def all_headers(self) -> list[ArticleHeader]:
        """The headers of all articles, with the versions that came after them."""

    def tally(self, article: ArticleHeader | str, annotator: str) -> Tally:
        """Count what an annotator has labelled of an article."""


@dataclass(frozen=True)
class Share:
    """What one annotator has."""

    articles: int = 0
    sentences: int = 0
    shared: int = 0
    """Articles that others have, too."""
    outlets: Mapping[str, int] = field(default_factory=dict)
    """Articles of each outlet."""


@dataclass(frozen=True)
class Dealing:
    """Who has which article, now or once it is written."""

    rule: AssignmentRule | None
    """None: there is none in the settings, so that everybody has everything."""
    rows: Dealt
    """Names by article id, of all that are dealt out."""
    headers: Mapping[str, ArticleHeader]
    """By article id, of the articles that count: no versions that were replaced, none that is damaged."""
    news: frozenset[str] = frozenset()
    """Ids of articles that are dealt otherwise than before."""
    elsewhere: Mapping[str, int] = field(default_factory=dict)
    """How many articles people have begun who are not in the rule and were never dealt any."""

    @property
    def undealt(self) -> list[str]:
        """Ids of the articles that nobody has."""
        return [name for name in self.headers if name not in self.rows]

    @property
    def overlap(self) -> int:
        """How many articles several have."""
        return sum(len(self.rows.get(name, ())) > 1 for name in self.headers)

    def shares(self) -> dict[str, Share]:
        """What each annotator has, in the order of the rule, then others who have something."""
        having: dict[str, list[ArticleHeader]] = {name: [] for name in self._named}
        for name, header in self.headers.items():
            for who in self.rows.get(name, ()):
                having.setdefault(who, []).append(header)
        return {who: self._share(headers) for who, headers in having.items()}

    def pairs(self) -> dict[Pair, int]:
        """How many articles every two annotators share; of those in the rule also when it is none."""
        counts: dict[Pair, int] = dict.fromkeys(pairs_of(self._named), 0)
        for name in self.headers:
            for pair in pairs_of(self.rows.get(name, ())):
                counts[pair] = counts.get(pair, 0) + 1
        return counts

    @property
    def _named(self) -> tuple[str, ...]:
        return self.rule.annotators if self.rule else ()

    def _share(self, headers: Collection[ArticleHeader]) -> Share:
        return Share(
            len(headers),
            sum(header.units for header in headers),
            sum(len(self.rows[header.id]) > 1 for header in headers),
            Counter(header.outlet for header in headers),
        )


class Done(NamedTuple):
    """How far what was dealt out is."""

    articles: int = 0
    finished: int = 0
    """Of the articles, those of which every sentence has a label; by both, where two share them."""
    sentences: int = 0
    labelled: int = 0
    begun: int = 0
    """Of the articles of one annotator, those of which some sentence has a label."""


def done_by(dealing: Dealing, counts: Mapping[tuple[str, str], int]) -> dict[str, Done]:
    """Give how far each annotator is in what was dealt to them; `counts` is labels by article and slug."""
    done = {}
    for name in dealing.shares():
        own = [header for article, header in dealing.headers.items() if name in dealing.rows.get(article, ())]
        labelled = [counts.get((header.id, slug(name)), 0) for header in own]
        units = [header.units for header in own]
        finished = sum(count >= of > 0 for count, of in zip(labelled, units, strict=True))
        done[name] = Done(len(own), finished, sum(units), sum(labelled), sum(map(bool, labelled)))
    return done


def done_by_pairs(dealing: Dealing, counts: Mapping[tuple[str, str], int]) -> dict[Pair, Done]:
    """Give how many of the articles that every two annotators share both have finished."""
    finished = Counter[Pair]()
    for article, header in dealing.headers.items():
        who = dealing.rows.get(article, ())
        ready = (name for name in who if counts.get((article, slug(name)), 0) >= header.units > 0)
        finished.update(pairs_of(ready))
    return {pair: Done(count, finished[pair]) for pair, count in dealing.pairs().items()}


def dealing_now(project: Assigned, rule: AssignmentRule | None) -> Dealing:
    """Give who has what as it is; a version that replaces another has what that one had."""
    headers = project.all_headers()
    return Dealing(rule, _followed(project.assignment, headers), _counting(headers))


def assign(
    project: Assigned,
    rule: AssignmentRule,
    *,
    anew: bool = False,
    dry_run: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Dealing:
    """Deal out what is not dealt yet, or `anew` everything that nobody has begun, and write it down.

    The rule goes into the settings, the dealing into the file of the assignment; with `dry_run` neither.
    `progress` is called with the number of label files looked at. Raises `AnnotatorError` when something
    cannot be read or written.
    """
    if dry_run:
        return _deal(project, rule, anew, progress)
    with project.assignment.writing():
        dealing = _deal(project, rule, anew, progress)
        _write_rule(project.root / SETTINGS_FILE, rule)
        project.assignment.write(dealing.rows)
    return dealing


def _deal(
    project: Assigned, rule: AssignmentRule, anew: bool, progress: Callable[[int], None] | None
) -> Dealing:
    headers = project.all_headers()
    counting = _counting(headers)
    before = _followed(project.assignment, headers)
    names = {slug(name): name for name in rule.annotators}
    begun: dict[str, list[str]] = {}
    elsewhere = Counter[str]()
    for article, annotator in _begun(project, counting, progress):
        if slug(annotator) in {*names, *map(slug, before.get(article, ()))}:
            begun.setdefault(article, []).append(slug(annotator))
        else:
            elsewhere[annotator] += 1
    pieces = []
    for name, header in counting.items():
        held = _held(before.get(name, ()), begun.get(name, ()), names, anew)
        dealt = bool(held) and name in before and not anew
        pieces.append(ToDeal(name, header.outlet, header.units, held, dealt))
    rows = deal(pieces, rule)
    damaged = {header.id for header in headers if header.problem}
    rows |= {name: who for name, who in before.items() if name in damaged}
    news = frozenset(name for name, who in rows.items() if before.get(name) != who)
    return Dealing(rule, rows, counting, news, dict(elsewhere))


def _held(had: Iterable[str], begun: Iterable[str], names: Mapping[str, str], anew: bool) -> tuple[str, ...]:
    """Who keeps an article: those who had it and are in the rule, but not `anew`; those who have begun it.

    `begun` and the keys of `names` are slugs; the names are as the rule has them now.
    """
    known = {slug(name): names.get(slug(name), name) for name in had}
    busy = set(begun)
    keeping = [name for name in known if name in busy or (name in names and not anew)]
    return tuple(known.get(name) or names[name] for name in dict.fromkeys((*keeping, *begun)))


def _begun(
    project: Assigned, headers: Mapping[str, ArticleHeader], progress: Callable[[int], None] | None
) -> Iterator[tuple[str, str]]:
    """Give article id and annotator, as typed, of all work that was begun."""
    done = 0
    for folder, annotator in annotator_folders(project.root).items():
        for file in label_files(folder):
            done += 1
            if progress:
                progress(done)
            header = headers.get(file.stem)
            if header and _is_begun(project, header, annotator):
                yield header.id, annotator


def _is_begun(project: Assigned, header: ArticleHeader, annotator: str) -> bool:
    try:
        return project.tally(header, annotator).labelled > 0
    except AnnotatorError:
        return True  # what cannot be read is still somebody's work


def _counting(headers: Iterable[ArticleHeader]) -> dict[str, ArticleHeader]:
    return {header.id: header for header in headers if not header.problem and not header.replaced_by}


def _followed(assignment: Assignment, headers: Iterable[ArticleHeader]) -> dict[str, tuple[str, ...]]:
    """Who has which article of those that count; of a new version, who had the one before it."""
    earlier = {header.id: header.replaces for header in headers if header.replaces}
    found = ((header.id, assignment.of(header.id, earlier)) for header in headers if not header.replaced_by)
    return {name: who for name, who in found if who}


def _write_rule(path: Path, rule: AssignmentRule) -> None:
    """Write the rule into the settings, where it is not there already."""
    refuse_special(path)
    try:
        text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
        if parse_settings(text, ProjectSettings, path).assignment == rule:
            return
        changed = changed_settings(text, {"assignment": rule.model_dump(mode="json")})
        parse_settings(changed, ProjectSettings, path)
        write_durably(path, changed.encode())
    except UnicodeDecodeError as error:
        raise AnnotatorError(f"{path}: cannot be read: {error}") from error
    except OSError as error:
        raise AnnotatorError(f"{path} was not saved: {error.strerror}") from error
