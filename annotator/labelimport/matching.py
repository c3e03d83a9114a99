"""Which article of the corpus a foreign text is of: by id, by hash, by its words. Never by likeness."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from annotator.errors import AnnotatorError
from annotator.ingest.canonical import canonical
from annotator.interop.foreign import ForeignText
from annotator.labelimport.mapping import LabelMapping
from annotator.labelimport.placing import Unusable, words_of
from annotator.labelimport.spool import Spool, Spooled
from schemas import Article

_DIGITS = re.compile(".+-([0-9a-f]{8})")
_HASH = 16
"""Bytes of the hashes of sentences: two of a thousand million have the same by a chance of 10⁻²¹."""


class Corpus(Protocol):
    """What matching needs of a project."""

    corpus: Path

    def article_ids(self) -> list[str]:
        """All article ids, sorted."""

    def newest_ids(self) -> list[str]:
        """Ids of the articles that count."""

    def article(self, name: str) -> Article:
        """Read and validate one article."""


class Matching:
    """Finds the articles of foreign texts; what it has to know of the corpus is read when it is needed."""

    def __init__(
        self, project: Corpus, mapping: LabelMapping, spool: Spool[Spooled], *, texts: bool = False
    ) -> None:
        """Match against the corpus of a project; with `texts`, what is not there is a new article."""
        self._project = project
        self._mapping = mapping
        self._spool = spool
        self._texts = texts
        self._sentences_known = False
        self.not_there = 0
        """Texts of which the corpus has no sentence."""
        self.by_words: dict[str, str] = {}
        """Names that no article has, and one that has a sentence of theirs."""
        self._hashes: dict[str, str] = {}
        self._ids = set(project.article_ids())
        self._by_digits: dict[str, list[str]] = {}
        for name in sorted(self._ids):
            self._by_digits.setdefault(name[-8:], []).append(name)
        if wrong := sorted(set(mapping.articles.values()) - self._ids - {""}):
            raise AnnotatorError(f"the mapping names the article {wrong[0]!r}, and there is none of this id")

    def key(self, text: ForeignText) -> str:
        """Give the id of the text's article, or of one that is new a name that no article has.

        All texts of a new article have the same name. Raises `Unusable` when there is neither.
        """
        name = canonical(self._mapping.articles.get(text.article, text.article))[0]
        if text.article and not name:
            raise Unusable("its article is left out by the mapping")
        if found := self._by_name(name) or self._by_hash(text):
            return found
        said = words_of(text)
        if said and not text.start and (found := self._by_text(said)):
            if not name and (places := self._places(said)[0]) > 1:
                raise Unusable(_several(places))
            return found
        if self._texts and name and said:
            return f"name {name}"
        if not said:
            raise Unusable(self._unknown(name) if name else "neither article nor text says where it belongs")
        found = self._by_sentence(said, name)
        if name and not is_new(found):
            self.by_words.setdefault(name, found)
        return found

    def _by_name(self, name: str) -> str:
        """Find the article of this id, or the one with another title that has the text of that id."""
        if name in self._ids:
            return name
        digits = _DIGITS.fullmatch(name)
        same = self._by_digits.get(digits[1], []) if digits else []
        return same[0] if len(same) == 1 else ""

    def _by_hash(self, text: ForeignText) -> str:
        return self._with_hash(text.sha256) if text.sha256 else ""

    def _by_text(self, said: str) -> str:
        """Find the article that has this text, with or without a line end."""
        wholes = (said, said + "\n")
        return next((found for one in wholes if (found := self._with_hash(_sha256(one)))), "")

    def _with_hash(self, sha256: str) -> str:
        for name in self._by_digits.get(sha256[:8], []):
            if name not in self._hashes:
                try:
                    self._hashes[name] = self._project.article(name).sha256
                except AnnotatorError:
                    self._hashes[name] = ""
            if self._hashes[name] == sha256:
                return name
        return ""

    def _by_sentence(self, said: str, name: str) -> str:
        """Find the article by a sentence, if that stands once in the corpus."""
        places, article = self._places(said)
        if places == 1:
            return article
        if places:
            raise Unusable(_several(places))
        if self._texts:
            return f"text {_sha256(said)}"
        no_such = f"{self._unknown(name)}, and " if name else ""
        self.not_there += 1
        raise Unusable(f"{no_such}no sentence of the corpus has its text")

    def _places(self, said: str) -> tuple[int, str]:
        """Count the sentences of the corpus that have these words, and name the article of one."""
        if not self._sentences_known:
            self._spool.add_sentences(self._sentences())
            self._sentences_known = True
        return self._spool.places(_sentence_hash(said))

    def _sentences(self) -> Iterator[tuple[bytes, str]]:
        """Give the sentences of all articles that count; what cannot be read has none."""
        for name in self._project.newest_ids():
            try:
                found = json.loads((self._project.corpus / f"{name}.json").read_bytes())
                text, units = found["text"], found["units"]
                for unit in units:
                    yield _sentence_hash(text[unit["start"] : unit["end"]]), name
            except (OSError, ValueError, KeyError, TypeError, RecursionError):
                continue

    @staticmethod
    def _unknown(name: str) -> str:
        return f"there is no article {name[:80]!r}"


def is_new(key: str) -> bool:
    """Tell the name of a new article from an id: no id has a blank."""
    return " " in key


def _several(places: int) -> str:
    return f"its text is {places:,} sentences of the corpus; say which with the article"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _sentence_hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_HASH).digest()
