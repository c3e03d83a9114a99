"""What is known of every article of a project, and of one annotator's progress: at once, and then truly.

First what was known the last time, from one file of the cache folder, or what the names of the files say;
then whatever has changed since is read. Articles keep their index for as long as this lives.
"""

import gc
import hashlib
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Protocol

from annotator.corpus import ArticleHeader
from annotator.errors import AnnotatorError
from annotator.headercolumns import HEADER_COLUMNS, columns_of, headers_of
from annotator.store import (
    Tally,
    annotator_folder,
    cache_file,
    is_label_file,
    read_snapshot,
    signature_of,
    write_snapshot,
)
from schemas import slug

_NEWS_SECONDS = 0.25
"""How often `refresh` says that there is something new."""
WORTH_WRITING = 100
"""Fewer articles than this are read faster than a snapshot of them is checked."""
_ARTICLES = "articles"
_PROGRESS = ("signature", "id", "labelled", "flagged")


def never() -> bool:
    """Cancel nothing."""
    return False


class Listed(Protocol):
    """What is needed of a project."""

    root: Path
    corpus: Path

    def article_ids(self) -> list[str]:
        """All article ids."""

    def own_articles(self, annotator: str, replaces: Mapping[str, str]) -> frozenset[str] | None:
        """Ids of the articles dealt to an annotator; None where everybody may take everything."""

    def hides_outlet(self, annotator: str) -> bool:
        """Whether an annotator is not shown where articles come from."""

    def header(self, name: str) -> ArticleHeader:
        """What a list shows of the article with this id."""

    def tally(self, article: ArticleHeader, annotator: str) -> Tally:
        """Count what an annotator has labelled of an article."""

    def labelled_units(self, article: ArticleHeader, annotator: str) -> int:
        """Count the units of an article that an annotator has labelled."""


class KnownArticles:
    """The articles of a project with the progress of one annotator.

    `begin` and `refresh` may run in other threads than what looks at the articles, also at the same time.
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
        self._gone: set[int] = set()
        self._places: dict[str, int] = {}
        self._folded: list[str] = []
        self._alike: Counter[str] = Counter()
        self._in_order = False
        """Whether the articles are stored by date."""
        self._own: frozenset[str] | None = None
        """Ids of the articles dealt to the annotator; None: all."""
        self.hides_outlet = False
        """Whether the annotator is not shown where articles come from."""
        self.complete = False
        """Whether everything was looked at once."""

    def __len__(self) -> int:
        """How many articles there are or were."""
        return len(self._headers)

    def place(self, article: str) -> int | None:
        """Index of the article with this id."""
        return self._places.get(article)

    def begin(self) -> None:
        """Know what was known the last time, or else what the names of the files say: no file is read.

        Raises `AnnotatorError` when the folder of the corpus cannot be read.
        """
        with self._state, _collector_paused():
            if not self._headers:
                self._begin()
        self._look_at_rules()

    def _begin(self) -> None:
        columns = read_snapshot(self._snapshot(_ARTICLES), ("signature", *HEADER_COLUMNS))
        if columns:
            self._signatures = columns["signature"]
            self._folded = [""] * len(self._signatures)
            self._headers = headers_of(columns)
            self._places = {header.id: place for place, header in enumerate(self._headers)}
            self._in_order = True
            self._count_alike()
        if not self._headers:
            self._look_at_names()
        known = read_snapshot(self._snapshot(self._progress_name), _PROGRESS)
        if known:
            rows = zip(*known.values(), strict=True)
            self._progress = {name: (seal, labelled, flagged) for seal, name, labelled, flagged in rows}

    def _look_at_rules(self) -> None:
        """Look up which articles are the annotator's, and whether outlets are shown."""
        replaces = {header.id: header.replaces for header in list(self._headers) if header.replaces}
        self._own = self._project.own_articles(self._annotator, replaces)
        self.hides_outlet = self._project.hides_outlet(self._annotator)

    def _look_at_names(self) -> None:
        """Take in articles that have come, not read yet, and leave out those that have gone."""
        names = self._project.article_ids()
        for name in names:
            if name not in self._places:
                self._put(_unread(name), "")
        there = set(names)
        with self._state:
            self._gone = {place for name, place in self._places.items() if name not in there}

    def refresh(self, cancelled: Callable[[], bool] = never) -> Iterator[None]:
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
        self._look_at_rules()
        self.complete = True
        yield

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
        if changed and len(self._progress) >= WORTH_WRITING:
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
        if len(self._headers) - len(self._gone) < WORTH_WRITING:
            return
        places = [place for place in self._in_order_of_date() if self._signatures[place]]
        signatures = [self._signatures[place] for place in places]
        columns = columns_of([self._headers[place] for place in places])
        write_snapshot(self._snapshot(_ARTICLES), {"signature": signatures, **columns})

    def _there(self) -> list[int]:
        return [place for place in range(len(self._headers)) if place not in self._gone]

    def _in_order_of_date(self) -> list[int]:
        places = self._there()
        if self._in_order:
            return places
        keys = [(header.published or "~", header.title.casefold()) for header in list(self._headers)]
        return sorted(places, key=keys.__getitem__)

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
