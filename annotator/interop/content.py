"""A hash of what a dataset says, the same whatever format it is written in."""

import hashlib

from annotator.interop.writer import Item


class ContentHash:
    """Takes in articles, in any order: their text, units, labels, gold labels, parts and groups."""

    def __init__(self) -> None:
        self._digests: list[bytes] = []

    def add(self, item: Item) -> None:
        """Take in an article with its labels."""
        article = item.article
        about = article.model_dump_json(exclude={"text", "units", "provenance"})
        lines = [about, item.part, item.group]
        lines += [f"{unit.id} {unit.start} {unit.end} {unit.kind.value}" for unit in article.units]
        lines += [f"{row.annotator}\t{row.record.model_dump_json()}" for row in item.labels]
        lines += [record.model_dump_json() for record in item.gold.values()]
        self._digests.append(hashlib.sha256("\n".join(lines).encode()).digest())

    def hexdigest(self) -> str:
        """Give the hash of everything so far, in hexadecimal."""
        return hashlib.sha256(b"".join(sorted(self._digests))).hexdigest()
