"""All articles of a project at once, for a list that is there within a second and stays true.

First what was known the last time, from one file of the cache folder, or what the names of the files say;
then whatever has changed since is read. Articles keep their index for as long as the listing lives.
"""

import gc
import hashlib
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from operator import itemgetter
from pathlib import Path
from threading import RLock
from typing import NamedTuple, Protocol

from annotator.corpus import ArticleHeader
from annotator.errors import AnnotatorError
from annotator.filtering import ArticleFilter, State
from annotator.folding import folded
from annotator.store import (
    Tally,
    annotator_folder,
    cache_file,
    is_label_file,
    read_snapshot,
    signature_of,
    write_snapshot,
)
from schemas import NearDuplicate, slug

_NEWS_SECONDS = 0.25
"""How often `refresh` says that there is something new."""
_WORTH_WRITING = 100
"""Fewer articles than this are read faster than a snapshot of them is checked."""
_ARTICLES = "articles"
_DIGITS = re.compile("[0-9a-f]{4,8}")
"""Those that an id ends in, or the first of them."""
_COLUMNS = ("signature", "id", "title", "outlet", "published", "units", "edited", "replaces", "near", "words")
_PROGRESS = ("signature", "id", "labelled", "flagged")


def _never() -> bool:
    return False


class SortKey(StrEnum):
    """What articles can be sorted by; the value is what a heading says."""

    PROGRESS = "done"
    TITLE = "title"
    OUTLET = "outlet"
    DATE = "date"
    WORDS = "words"
    EASE = "ease"


class ListedArticle(NamedTuple):
    """One article as a list shows it."""

    header: ArticleHeader
    labelled: int
    """Units that the annotator has labelled."""
    flagged: int
    """Units that the annotator has flagged."""
    alike: int
    """Articles that share much of its text."""
    known: bool = True
    """Whether the file was read; else only its name is known."""

    @property
    def finished(self) -> bool:
        """Whether every unit has a label."""
        return self.labelled >= self.header.units > 0

    def is_in(self, state: State) -> bool:
        """Whether it is in a state; one that cannot be read is only damaged."""
        if self.header.problem or state is State.DAMAGED:
            return bool(self.header.problem) and state is State.DAMAGED
        if state is State.FLAGGED:
            return self.flagged > 0
        if state is State.NEW:
            return not self.labelled
        return self.finished == (state is State.FINISHED)


class Listed(Protocol):
    """What a listing needs of a project."""

    root: Path
    corpus: Path

    def article_ids(self) -> list[str]:
        """All article ids."""

    def header(self, name: str) -> ArticleHeader:
        """What a list shows of the article with this id."""

    def tally(self, article: ArticleHeader, annotator: str) -> Tally:
        """Count what an annotator has labelled of an article."""

    def labelled_units(self, article: ArticleHeader, annotator: str) -> int:
        """Count the units of an article that an annotator has labelled."""


class Listing:
    """The articles of a project with the progress of one annotator.

    `begin`, `refresh` and `next_unfinished` may run in other threads than what asks for articles, also at the
    same time.
    """

    def __init__(self, project: Listed, annotator: str) -> None:
        """Know nothing yet."""
        self._project = project
        self._annotator = annotator
        self._state = RLock()
        """Held while articles are added: every one has one index."""
        self._headers: list[ArticleHeader] = []
        self._signatures: list[str] = []
        """Of each file when it was read; empty: not yet."""
        self._progress: dict[str, tuple[str, int, int]] = {}
        """By article id: signature of the label file, labels, flags."""
        self._now: dict[str, tuple[int, int]] = {}
        """By article id: labels and flags that may not be on the disk yet."""
        self._gone: set[int] = set()
        self._places: dict[str, int] = {}
        self._folded: list[str] = []
        self._alike: Counter[str] = Counter()
        self._eases: dict[str, float] = {}
        self._in_order = False
        """Whether the articles are stored by date."""
        self.complete = False
        """Whether everything was looked at once."""

    def __len__(self) -> int:
        """How many articles there are or were."""
        return len(self._headers)

    def __getitem__(self, place: int) -> ListedArticle:
        """Give the article with this index."""
        header = self._headers[place]
        labelled, flagged = self._counts(header.id)
        known = bool(self._signatures[place] or header.problem)
        return ListedArticle(header, labelled, flagged, self._alike[header.id], known)

    def place(self, article: str) -> int | None:
        """Index of the article with this id."""
        return self._places.get(article)

    def set_progress(self, article: str, labelled: int, flagged: int) -> None:
        """Let an open article have these counts, whatever the disk says."""
        self._now[article] = labelled, flagged

    def set_ease(self, article: str, ease: float) -> None:
        """Remember how easily an article reads, to sort by it."""
        self._eases[article] = ease

    def begin(self) -> None:
        """Know what was known the last time, or else what the names of the files say: no file is read.

        Raises `AnnotatorError` when the folder of the corpus cannot be read.
        """
        with self._state, _collector_paused():
            if not self._headers:
                self._begin()

    def _begin(self) -> None:
        columns = read_snapshot(self._snapshot(_ARTICLES), _COLUMNS)
        if columns:
            self._signatures = columns.pop("signature")
            self._folded = [""] * len(self._signatures)
            self._headers = [_header(*row) for row in zip(*columns.values(), strict=True)]
            self._places = {header.id: place for place, header in enumerate(self._headers)}
            self._in_order = True
            self._count_alike()
        if not self._headers:
            self._look_at_names()
        known = read_snapshot(self._snapshot(self._progress_name), _PROGRESS)
        if known:
            rows = zip(*known.values(), strict=True)
            self._progress = {name: (seal, labelled, flagged) for seal, name, labelled, flagged in rows}

    def _look_at_names(self) -> None:
        """Take in articles that have come, not read yet, and leave out those that have gone."""
        names = self._project.article_ids()
        for name in names:
            if name not in self._places:
                self._put(_unread(name), "")
        there = set(names)
        with self._state:
            self._gone = {place for name, place in self._places.items() if name not in there}

    def refresh(self, cancelled: Callable[[], bool] = _never) -> Iterator[None]:
        """Look at every file and read what is new or has changed; yields now and then when there is news.

        Raises `AnnotatorError` when a folder cannot be read.
        """
        news = False
        told = time.monotonic()
        for changed in self._changes():
            if cancelled():
                return
            news = news or changed
            if news and time.monotonic() > told + _NEWS_SECONDS:
                yield
                told, news = time.monotonic(), False
        self._count_alike()
        self.complete = True
        yield

    def order(self, key: SortKey, *, backwards: bool = False) -> Sequence[int]:
        """Give the indexes of all articles that are there, by date and title where the key is the same.

        Those that have none of what is sorted by come last, either way round. Before all files were read
        once, the order is that of the names.
        """
        by_date = self._by_date()
        if key is SortKey.DATE:
            dated = [place for place in by_date if self._headers[place].published]
            rest = [place for place in by_date if not self._headers[place].published]
            return [*(reversed(dated) if backwards else dated), *rest]
        values = [(value, place) for place in by_date if (value := self._value(key, place)) is not None]
        values.sort(key=itemgetter(0), reverse=backwards)
        if len(values) == len(by_date):
            return [place for _, place in values]
        having = {place for _, place in values}
        return [*(place for _, place in values), *(place for place in by_date if place not in having)]

    def select(self, order: Sequence[int], wanted: ArticleFilter, current: str = "") -> list[int]:
        """Keep of indexes in `order` those that are listed and wanted, without looking into texts.

        Versions that a newer one replaces are not listed, but for the article `current`.
        """
        replaced = self._replaced() - {current}
        places = [
            place
            for place in order
            if place not in self._gone and (not replaced or self._headers[place].id not in replaced)
        ]
        for word in wanted.words:
            digits = word if _DIGITS.fullmatch(word) else "?"  # no id has a question mark
            places = [
                place
                for place in places
                if word in self._searchable(place) or self._headers[place].id[-8:].startswith(digits)
            ]
        for outlet in wanted.outlets:
            places = [place for place in places if outlet in folded(self._headers[place].outlet)]
        if wanted.dates:
            places = [place for place in places if wanted.on_date(self._headers[place].published)]
        for state in wanted.states:
            places = [place for place in places if self[place].is_in(state)]
        return places

    def count_listed(self, current: str = "") -> int:
        """How many articles are listed when nothing is filtered; `current` as in `select`."""
        replaced = sum(name in self._places for name in self._replaced() - {current})
        return len(self._headers) - len(self._gone) - replaced

    def count_finished(self) -> int:
        """How many listed articles the annotator has finished."""
        replaced = self._replaced()
        labelled = {*self._progress, *self._now} - replaced
        places = (place for name in labelled if (place := self._places.get(name)) is not None)
        return sum(self[place].finished for place in places if place not in self._gone)

    def next_unfinished(self, after: str = "", cancelled: Callable[[], bool] = _never) -> str:
        """Id of the first article after one, by date and round the end, that is not finished.

        Articles that cannot be read and replaced versions are passed over; empty when there is no other one.
        Of what is known already only the article found is looked at, to be sure. Raises `AnnotatorError`
        when a folder cannot be read.
        """
        self._look_at_names()
        new = [place for place, seen in enumerate(self._signatures) if not seen and place not in self._gone]
        for place in new:
            if cancelled():
                return ""
            self._read(place)
        if len(new) >= _WORTH_WRITING:
            self._save_articles()
        found = self._find_unfinished(after)
        if not found and not self.complete:
            for _ in self.refresh(cancelled):  # what was known may be wrong by now
                pass
            found = self._find_unfinished(after)
        return found

    def _find_unfinished(self, after: str) -> str:
        order = self._in_order_of_date()
        here = self._places.get(after, -1)
        begin = order.index(here) + 1 if here in order else 0
        for place in self.select([*order[begin:], *order[:begin]], ArticleFilter()):
            if place != here and self._is_unfinished(place):
                return self._headers[place].id
        return ""

    def first(self) -> str:
        """Id of the first article by date that can be read; empty when there is none."""
        listed = self.select(self._in_order_of_date(), ArticleFilter())
        return next((self._headers[place].id for place in listed if not self._headers[place].problem), "")

    def _is_unfinished(self, place: int) -> bool:
        """Whether an article is not finished; where that seems so, its files are looked at."""
        if not self[place].is_in(State.UNFINISHED):
            return False
        header = self._read(place)
        return not header.problem and self._project.labelled_units(header, self._annotator) < header.units

    def _changes(self) -> Iterator[bool]:
        """Go through all files, articles first; True for each that has changed."""
        changed = False
        for is_changed in self._article_changes():
            changed = changed or is_changed
            yield is_changed
        if changed:
            self._save_articles()
        changed = False
        for is_changed in self._progress_changes():
            changed = changed or is_changed
            yield is_changed
        if changed and len(self._progress) >= _WORTH_WRITING:
            rows = [(seal, name, *counts) for name, (seal, *counts) in list(self._progress.items())]
            columns = dict(zip(_PROGRESS, zip(*rows, strict=True), strict=True))
            write_snapshot(self._snapshot(self._progress_name), columns)

    def _article_changes(self) -> Iterator[bool]:
        missing = set(range(len(self._headers)))
        for name, signature in _files_in(self._project.corpus):
            place = self._places.get(name)
            if place is not None:
                missing.discard(place)
                if self._signatures[place] == signature and place not in self._gone:
                    yield False
                    continue
            self._put(self._project.header(name), signature)
            yield True
        if missing - self._gone:
            self._gone |= missing
            yield True

    def _read(self, place: int) -> ArticleHeader:
        """Read the header of an article again, if its file has changed."""
        name = self._headers[place].id
        try:
            signature = signature_of((self._project.corpus / f"{name}.json").stat())
        except OSError:
            signature = ""
        if not signature or signature != self._signatures[place]:
            self._put(self._project.header(name), signature)
        return self._headers[place]

    def _put(self, header: ArticleHeader, signature: str) -> None:
        with self._state:
            place = self._places.get(header.id)
            if place is None:
                place = len(self._headers)
                self._folded.append("")
                self._signatures.append("")
                self._headers.append(header)  # the last: only then others look at this index
                self._places[header.id] = place
            self._headers[place] = header
            self._folded[place] = ""
            # A damaged one is looked at again next time, as the cache does.
            self._signatures[place] = "" if header.problem else signature
            self._gone.discard(place)
            self._in_order = False

    def _progress_changes(self) -> Iterator[bool]:
        missing = set(self._progress)
        for name, signature in _files_in(annotator_folder(self._project.root, self._annotator)):
            missing.discard(name)
            place = self._places.get(name)
            known = self._progress.get(name)
            if place is None or (known and known[0] == signature and not self._headers[place].edited):
                yield False
                continue
            try:
                tally = self._project.tally(self._headers[place], self._annotator)
                self._progress[name] = signature, tally.labelled, tally.flagged
            except AnnotatorError:
                self._progress[name] = "", 0, 0
            yield True
        for name in missing:
            self._progress.pop(name, None)
            yield True

    def _save_articles(self) -> None:
        if len(self._headers) - len(self._gone) < _WORTH_WRITING:
            return
        places = [place for place in self._in_order_of_date() if self._signatures[place]]
        headers = [self._headers[place] for place in places]
        near = [
            [(one.article, one.similarity) for one in header.near_duplicates] or None for header in headers
        ]
        columns: dict[str, Sequence[object]] = {
            "signature": [self._signatures[place] for place in places],
            "id": [header.id for header in headers],
            "title": [header.title for header in headers],
            "outlet": [header.outlet for header in headers],
            "published": [header.published for header in headers],
            "units": [header.units for header in headers],
            "edited": [header.edited for header in headers],
            "replaces": [header.replaces for header in headers],
            "near": near,
            "words": [header.words for header in headers],
        }
        write_snapshot(self._snapshot(_ARTICLES), columns)

    def _by_date(self) -> Sequence[int]:
        """The articles that are there by date and title; as they came while files are read the first time."""
        return self._in_order_of_date() if self.complete else self._there()

    def _there(self) -> list[int]:
        return [place for place in range(len(self._headers)) if place not in self._gone]

    def _in_order_of_date(self) -> list[int]:
        places = self._there()
        if self._in_order:
            return places
        keys = [(header.published or "~", header.title.casefold()) for header in list(self._headers)]
        return sorted(places, key=keys.__getitem__)

    def _value(self, key: SortKey, place: int) -> str | float | None:
        """What an article is sorted by; None when it has nothing of the kind."""
        header = self._headers[place]
        if header.problem:
            return None
        if key is SortKey.PROGRESS:
            return self._counts(header.id)[0] / max(1, header.units)
        if key is SortKey.WORDS:
            return header.words or None
        if key is SortKey.EASE:
            return self._eases.get(header.id)
        return (folded(header.outlet) if key is SortKey.OUTLET else folded(header.title)) or None

    def _counts(self, article: str) -> tuple[int, int]:
        return self._now.get(article) or self._progress.get(article, ("", 0, 0))[1:]

    def _searchable(self, place: int) -> str:
        if not self._folded[place]:
            header = self._headers[place]
            self._folded[place] = folded(f"{header.title} {header.outlet} {header.published}")
        return self._folded[place]

    def _replaced(self) -> set[str]:
        return {header.replaces for header in self._headers if header.replaces}

    def _count_alike(self) -> None:
        """Count near-duplicates from both sides: an article names those that were there before it."""
        counts: Counter[str] = Counter()
        for header in self._headers:
            for near in header.near_duplicates:
                counts.update((header.id, near.article))
        self._alike = counts

    @property
    def _progress_name(self) -> str:
        return f"progress-{hashlib.sha256(slug(self._annotator).encode()).hexdigest()[:8]}"

    def _snapshot(self, what: str) -> Path:
        return cache_file(self._project.root, what).with_suffix(".snapshot")


def _header(
    name: str,
    title: str,
    outlet: str,
    published: str,
    units: int,
    edited: bool,
    replaces: str,
    near: list[tuple[str, float]] | None,
    words: int,
) -> ArticleHeader:
    """Make a header of a row of the snapshot."""
    alike = tuple(NearDuplicate(article=other, similarity=share) for other, share in near) if near else ()
    return ArticleHeader(name, title, outlet, published, units, edited, replaces, alike, words=words)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the cycle collector from looking again and again through 100,000 new rows."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _unread(name: str) -> ArticleHeader:
    """What the id of an article says of it: the words of its title."""
    return ArticleHeader(name, name[:-9].replace("-", " ").capitalize() or name, "", "", 0)


def _files_in(folder: Path) -> Iterator[tuple[str, str]]:
    """Give name, without its ending, and signature of the files that hold an article or its labels."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if is_label_file(entry.name) and entry.name[0] != ".":
                    try:
                        status = entry.stat()
                    except OSError:
                        continue  # gone since
                    yield entry.name[:-5], signature_of(status)
    except FileNotFoundError:
        return
    except OSError as error:
        raise AnnotatorError(f"{folder} cannot be read: {error.strerror}; make it readable") from error
