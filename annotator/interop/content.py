"""A hash of what a dataset says, the same whatever format it is written in."""

import hashlib

from pydantic import TypeAdapter

from annotator.interop.writer import Item
from schemas import Annotation, Article, Unit

_NOT_SAID = {"text", "units", "provenance"}


class ContentHash:
    """Takes in articles, in any order: their text, units, labels, gold labels, parts and groups.

    Fields that are at their default count as not there, so that new ones do not change old hashes.
    """

    def __init__(self) -> None:
        self._digests: list[bytes] = []
        self._article = TypeAdapter(Article).serializer.to_json
        self._units = TypeAdapter(tuple[Unit, ...]).serializer.to_json
        self._records = TypeAdapter(list[Annotation]).serializer.to_json

    def add(self, item: Item) -> None:
        """Take in an article with its labels."""
        article = item.article
        parts = (
            self._article(article, exclude=_NOT_SAID, exclude_defaults=True),
            self._units(article.units, exclude_defaults=True),
            self._records([row.record for row in item.labels], exclude_defaults=True),
            self._records(list(item.gold.values()), exclude_defaults=True),
            f"{item.part} {item.group}".encode(),
        )
        self._digests.append(hashlib.sha256(b"\n".join(parts)).digest())

    def hexdigest(self) -> str:
        """Give the hash of everything so far, in hexadecimal."""
        return hashlib.sha256(b"".join(sorted(self._digests))).hexdigest()
