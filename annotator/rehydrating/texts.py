"""The words of a dataset's sentences, from a corpus, each held against its hash."""

import hashlib
from collections.abc import Callable

TextOf = Callable[[str], str | None]
"""Gives the text with this SHA-256; None where the corpus has not got it. What the article is called there
does not matter."""


class Texts:
    """Looks texts up; rows of one article come one after the other, so the last one is kept."""

    def __init__(self, text_of: TextOf) -> None:
        """Use a corpus; `know` tells which articles there are."""
        self.problems: dict[str, str] = {}
        """What is wrong, by the article or sentence, in the order in which it was found."""
        self.missing: set[str] = set()
        """Ids of articles that stay without text."""
        self._text_of = text_of
        self._sha256: dict[str, str] = {}
        self._article = ""
        self._text: str | None = None
        self._words: dict[tuple[int, int], str | None] = {}

    def know(self, article: str, sha256: str) -> None:
        """Learn from the dataset that it has an article with this id and hash."""
        self._sha256[article] = sha256

    def text(self, article: str) -> str | None:
        """Give the text of an article; None, told once, where there is none."""
        if article != self._article:
            self._article, self._words = article, {}
            self._text = self._found(article)
        return self._text

    def _found(self, article: str) -> str | None:
        sha256 = self._sha256.get(article)
        text = None if sha256 is None else self._text_of(sha256)
        if text is not None and hashlib.sha256(text.encode()).hexdigest() == sha256:
            return text
        self.missing.add(article)
        what = "its text is not in the corpus" if sha256 else "is not among the articles of the dataset"
        self.problems.setdefault(article, f"{article}: {what}")
        return None

    def words(self, article: str, start: int, end: int, sha256: str | None = None) -> str | None:
        """Give a stretch of an article; None, told once, where it is not what was labelled."""
        text = self.text(article)
        if text is None:
            return None
        place = start, end
        if place not in self._words:
            self._words[place] = self._checked(article, text[start:end], place, sha256)
        return self._words[place]

    def _checked(self, article: str, words: str, place: tuple[int, int], sha256: str | None) -> str | None:
        start, end = place
        inside = 0 <= start < end and len(words) == end - start
        if inside and (sha256 is None or hashlib.sha256(words.encode()).hexdigest() == sha256):
            return words
        where = f"{article} [{start}, {end})"
        what = "the hash of its words differs" if inside else "is outside the text"
        self.problems.setdefault(where, f"{where}: {what}")
        return None
