"""All articles of a project at once: sorted, filtered, counted, and which comes next."""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple

from annotator.corpus import ArticleHeader
from annotator.filtering import ArticleFilter, State
from annotator.folding import folded
from annotator.knownarticles import WORTH_WRITING, KnownArticles, Listed, never

_DIGITS = re.compile("[0-9a-f]{4,8}")
"""Those that an id ends in, or the first of them."""


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
    own: bool = True
    """Whether it is the annotator's to annotate."""

    @property
    def finished(self) -> bool:
        """Whether every unit has a label."""
        return self.labelled >= self.header.units > 0

    def is_in(self, state: State) -> bool:
        """Whether it is in a state; one that cannot be read is only damaged, and somebody's."""
        if state is State.MINE:
            return self.own
        if self.header.problem or state is State.DAMAGED:
            return bool(self.header.problem) and state is State.DAMAGED
        if state is State.FLAGGED:
            return self.flagged > 0
        if state is State.NEW:
            return not self.labelled
        return self.finished == (state is State.FINISHED)


class Listing(KnownArticles):
    """The articles of a project as a list shows them, with the progress of one annotator.

    `begin`, `refresh` and `next_unfinished` may run in other threads than what asks for articles, also at the
    same time.
    """

    def __init__(self, project: Listed, annotator: str) -> None:
        """Know nothing yet."""
        super().__init__(project, annotator)
        self._now: dict[str, tuple[int, int]] = {}
        """By article id: labels and flags that may not be on the disk yet."""
        self._eases: dict[str, float] = {}

    def __getitem__(self, place: int) -> ListedArticle:
        """Give the article with this index."""
        header = self._headers[place]
        labelled, flagged = self._counts(header.id)
        known = bool(self._signatures[place] or header.problem)
        if self.hides_outlet:
            header = header._replace(outlet="")
        return ListedArticle(header, labelled, flagged, self._alike[header.id], known, self._is_own(place))

    @property
    def assigned(self) -> bool:
        """Whether some articles are the annotator's to annotate, and the others not."""
        return self._own is not None

    def set_progress(self, article: str, labelled: int, flagged: int) -> None:
        """Let an open article have these counts, whatever the disk says."""
        self._now[article] = labelled, flagged

    def set_ease(self, article: str, ease: float) -> None:
        """Remember how easily an article reads, to sort by it."""
        self._eases[article] = ease

    def order(self, key: SortKey, *, backwards: bool = False) -> Sequence[int]:
        """Give the indexes of all articles that are there, by date and title where the key is the same.

        Those that have none of what is sorted by come last, either way round. Before all files were read
        once, the order is that of the names. Where articles are dealt out, one's own come first.
        """
        order = self._order(key, backwards=backwards)
        if self._own is None:
            return order
        own = [place for place in order if self._is_own(place)]
        return [*own, *(place for place in order if not self._is_own(place))]

    def _order(self, key: SortKey, *, backwards: bool) -> Sequence[int]:
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
        for outlet in () if self.hides_outlet else wanted.outlets:
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

    def count_own(self) -> int:
        """How many of the listed articles are the annotator's to annotate."""
        own, replaced = self._own or (), self._replaced()
        places = (place for name in own if (place := self._places.get(name)) is not None)
        return sum(place not in self._gone and self._headers[place].id not in replaced for place in places)

    def count_finished(self) -> int:
        """How many listed articles the annotator has finished."""
        replaced = self._replaced()
        labelled = {*self._progress, *self._now} - replaced
        places = (place for name in labelled if (place := self._places.get(name)) is not None)
        return sum(self[place].finished for place in places if place not in self._gone)

    def next_unfinished(self, after: str = "", cancelled: Callable[[], bool] = never) -> str:
        """Id of the first article after one, by date and round the end, that is not finished.

        Articles that cannot be read, replaced versions and, where articles are dealt out, those of others are
        passed over; empty when there is no other one.
        Of what is known already only the article found is looked at, to be sure. Raises `AnnotatorError`
        when a folder cannot be read.
        """
        self._look_at_names()
        new = [place for place, seen in enumerate(self._signatures) if not seen and place not in self._gone]
        for place in new:
            if cancelled():
                return ""
            self._read(place)
        if len(new) >= WORTH_WRITING:
            self._save_articles()
        self._look_at_rules()
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
            if place != here and self._is_own(place) and self._is_unfinished(place):
                return self._headers[place].id
        return ""

    def first(self) -> str:
        """Id of the first article by date that can be read, one's own before others; empty without any."""
        listed = self.select(self._in_order_of_date(), ArticleFilter())
        good = [place for place in listed if not self._headers[place].problem]
        place = next((place for place in good if self._is_own(place)), next(iter(good), None))
        return "" if place is None else self._headers[place].id

    def _is_own(self, place: int) -> bool:
        return self._own is None or self._headers[place].id in self._own

    def _is_unfinished(self, place: int) -> bool:
        """Whether an article is not finished; where that seems so, its files are looked at."""
        if not self[place].is_in(State.UNFINISHED):
            return False
        header = self._read(place)
        return not header.problem and self._project.labelled_units(header, self._annotator) < header.units

    def _by_date(self) -> Sequence[int]:
        """The articles that are there by date and title; as they came while files are read the first time."""
        return self._in_order_of_date() if self.complete else self._there()

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
        return folded(self._outlet(place) if key is SortKey.OUTLET else header.title) or None

    def _counts(self, article: str) -> tuple[int, int]:
        return self._now.get(article) or self._progress.get(article, ("", 0, 0))[1:]

    def _searchable(self, place: int) -> str:
        if not self._folded[place]:
            header = self._headers[place]
            self._folded[place] = folded(f"{header.title} {self._outlet(place)} {header.published}")
        return self._folded[place]

    def _outlet(self, place: int) -> str:
        return "" if self.hides_outlet else self._headers[place].outlet

    def _replaced(self) -> set[str]:
        return {header.replaces for header in self._headers if header.replaces}
