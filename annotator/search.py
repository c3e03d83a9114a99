"""Full-text search: sentences that hold all the words typed, without regard to case and accents.

There is no index to be built or to go stale: whatever cannot hold the words is told from the bytes of its
file, in about the time that reading it takes.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from annotator.errors import AnnotatorError
from annotator.folding import folded, places_of
from annotator.special import refuse_special
from schemas import Article

_TEXT = b'\n "text": '


class Corpus(Protocol):
    """What searching needs of a project."""

    corpus: Path

    def article(self, name: str) -> Article:
        """The article with this id; raises `AnnotatorError` when it cannot be read."""


class Hit(NamedTuple):
    """A sentence that holds the words."""

    article: str
    """Id."""
    title: str
    place: int
    """Index of the unit in its article."""
    number: int
    """Of the unit, as shown before it."""
    text: str
    """The words of the unit."""
    spans: tuple[tuple[int, int], ...]
    """Where the words looked for stand in `text`, as [start, end), in order; they may overlap."""


class Searched(NamedTuple):
    """What one article had."""

    article: str
    hits: tuple[Hit, ...]


def words_of(typed: str) -> tuple[str, ...]:
    """Give the words to look for, folded, each once; none when only blanks were typed."""
    return tuple(dict.fromkeys(folded(typed).split()))


def hits_in(article: Article, words: Sequence[str]) -> Iterator[Hit]:
    """Give the units of an article that hold all `words`, as `words_of` gives them; none for no words."""
    if not words or not _all_in(words, folded(article.text)):
        return
    for place, unit in enumerate(article.units):
        text = article.unit_text(unit)
        if spans := spans_of(text, words):
            yield Hit(article.id, article.title, place, unit.number, text, spans)


def spans_of(text: str, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Give where folded words stand in a text, as [start, end) in order; none unless all of them do."""
    plain = folded(text)
    if not words or not _all_in(words, plain):
        return ()
    places = places_of(text)
    found = {
        (places[at], places[at + len(word)]) for word in words for at in _occurrences(word, plain) if word
    }
    return tuple(sorted(found))


def search(project: Corpus, words: Sequence[str], articles: Iterable[str]) -> Iterator[Searched]:
    """Look through articles given by their ids, and give what each has, also when that is nothing.

    Articles that cannot be read have nothing here: `annotator check` tells of them.
    """
    for name in articles:
        hits: tuple[Hit, ...] = ()
        if may_hold(project.corpus / f"{name}.json", words):
            try:
                hits = tuple(hits_in(project.article(name), words))
            except AnnotatorError:
                hits = ()
        yield Searched(name, hits)


def may_hold(path: Path, words: Sequence[str]) -> bool:
    """Whether the text in an article's file holds all words, in whatever sentences; False if unreadable."""
    try:
        refuse_special(path)
        data = path.read_bytes()
        return _may_hold(_text_line(data), words) and _all_in(words, folded(_text(data)))
    except (OSError, ValueError, KeyError, TypeError, RecursionError, AnnotatorError):
        return False


def _may_hold(line: bytes, words: Sequence[str]) -> bool:
    """Tell quickly, from the text as it stands in the file, most of those that do not hold the words."""
    if b"\\u" in line or any(not word.isascii() or '"' in word or "\\" in word for word in words):
        return True
    lowered = line.lower()
    missing = [word for word in words if _plain(word) not in lowered]
    if not missing or line.isascii():
        return not missing
    # A word that is there and does not stand there plainly stands between blanks with some other letter.
    rest = folded(b" ".join(part for part in line.split() if not part.isascii()).decode())
    return _all_in(missing, rest)


def _plain(word: str) -> bytes:
    """The longest part of a word that has no sign which print writes otherwise."""
    return max(re.split("['-]", word), key=len).encode()


def _text_line(data: bytes) -> bytes:
    """The line with the text, in a file as Annotator writes it; else everything."""
    begin = data.find(_TEXT)
    if begin < 0:
        return data
    end = data.find(b"\n", begin + 1)
    return data[begin + len(_TEXT) : end if end > 0 else len(data)]


def _text(data: bytes) -> str:
    line = _text_line(data)
    found = json.loads(data)["text"] if line is data else json.loads(line.rstrip(b", \r"))
    if not isinstance(found, str):
        raise TypeError("the text is no text")
    return found


def _all_in(words: Sequence[str], plain: str) -> bool:
    return all(word in plain for word in words)


def _occurrences(word: str, plain: str) -> Iterator[int]:
    at = plain.find(word)
    while at >= 0:
        yield at
        at = plain.find(word, at + len(word))
