"""What stands in two parts of a split, in words and for programs."""

from typing import TYPE_CHECKING, Any

from annotator.cli.options import counted
from annotator.cli.output import hanging, line

if TYPE_CHECKING:
    from annotator.leaking import Leaking
    from annotator.splits import Leak

_MOST_NAMED = 5
_MOST_LETTERS = 160


def print_leaks(name: str, leaking: "Leaking") -> None:
    """Name every sentence of some length and every pair of articles; count the short ones."""
    long = [leak for leak in leaking.sentences if not leak.short]
    for leak in long:
        hanging("leak: ", f"{_cut(leak.text)} ({_where(leak)})")
    for one, other in leaking.articles:
        hanging("near-duplicates: ", f"{one} ({leaking.part_of[one]}), {other} ({leaking.part_of[other]})")
    exact = sum(leak.exact for leak in long)
    short = len(leaking.sentences) - len(long)
    told = [
        f"{counted(len(long), 'sentence')} in two parts" + (f" ({exact:,} to the letter)" if long else ""),
        f"{counted(len(leaking.articles), 'pair')} of near-duplicates",
    ]
    if short:
        told.append(f"{short:,} of fewer than five words, which say little")
    line(f"{name}: {', '.join(told)}")


def leaks_as_json(name: str, leaking: "Leaking") -> dict[str, Any]:
    """Give the same for programs, with every place of every sentence."""
    return {
        "checked": name,
        "sentences": [
            {
                "text": leak.text,
                "exact": leak.exact,
                "short": leak.short,
                "places": [place._asdict() for place in leak.places],
            }
            for leak in leaking.sentences
        ],
        "near_duplicates": [
            {"a": one, "b": other, "parts": [leaking.part_of[one], leaking.part_of[other]]}
            for one, other in leaking.articles
        ],
    }


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _MOST_LETTERS else f"{words[: _MOST_LETTERS - 1]}…"


def _where(leak: "Leak") -> str:
    """Say in which articles of which part a sentence stands."""
    by_part: dict[str, list[str]] = {}
    for place in leak.places:
        articles = by_part.setdefault(place.part, [])
        if place.article not in articles:
            articles.append(place.article)
    told = []
    for part, articles in by_part.items():
        more = len(articles) - _MOST_NAMED
        rest = f" and {more:,} more" if more > 0 else ""
        told.append(f"{part}: {', '.join(articles[:_MOST_NAMED])}{rest}")
    return "; ".join(told)
