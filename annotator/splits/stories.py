"""Articles that tell the same story in other words, as far as titles and dates show it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from annotator.splits.leaks import folded_words

_DAYS = 3
"""Articles of one story appear within so many days."""
_ALIKE = 0.5
"""Least share of their words (Jaccard) that two titles have in common."""
_FEWEST = 2
"""One word in common, e.g. a name, is no story."""
_LETTERS = 4
"""Shorter words say little."""
_COMMON = 50
"""A word of more titles of one day than this tells no story."""


def stories(titles: Iterable[tuple[str, str, str]]) -> dict[str, list[str]]:
    """Give by article id the others with the same story, from id, title and ISO date of each article.

    Titles are compared whose dates are at most three days apart; those without a date among themselves.
    """
    days: dict[int, list[tuple[str, frozenset[str]]]] = {}
    for name, title, published in titles:
        words = frozenset(word for word in folded_words(title).split() if len(word) >= _LETTERS)
        if len(words) >= _FEWEST:
            days.setdefault(_day(published), []).append((name, words))
    found: dict[str, list[str]] = {}
    for day in sorted(days):
        near = range(day, day + _DAYS + 1) if day else (0,)
        window = [one for other in near for one in days.get(other, ())]
        for name, other in _alike(days[day], window):
            found.setdefault(name, []).append(other)
    return found


def _alike(
    ours: Iterable[tuple[str, frozenset[str]]], window: list[tuple[str, frozenset[str]]]
) -> Iterator[tuple[str, str]]:
    by_word: dict[str, list[int]] = {}
    for number, (_, words) in enumerate(window):
        for word in words:
            by_word.setdefault(word, []).append(number)
    for name, words in ours:
        shared = Counter(
            number for word in words if len(by_word[word]) <= _COMMON for number in by_word[word]
        )
        for number, count in shared.items():
            other, others = window[number]
            if other != name and count >= _FEWEST and len(words & others) >= _ALIKE * len(words | others):
                yield name, other


def _day(published: str) -> int:
    """Number the day of a date; 0 where there is none."""
    try:
        return date.fromisoformat(published[:10]).toordinal()
    except ValueError:
        return 0
