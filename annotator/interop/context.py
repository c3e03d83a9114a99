"""What a task of another tool tells of its sentence: where it stands, and what stands around it."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from annotator.interop.flat import Flat, flatten
from annotator.interop.sentences import Sentence, sentences
from annotator.interop.writer import Item
from schemas import GOLD

ascii_json = json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode
"""JSON in ASCII, so that no reader can take a character for a line end or mistake the encoding."""


class Answer(NamedTuple):
    """What one annotator, or gold, said of a sentence."""

    annotator: str
    flat: Flat
    """Its passages are into the sentence's own text."""
    seconds: float
    updated: int
    """When it was last changed, in seconds since 1970."""


class Task(NamedTuple):
    """A sentence as other tools ask people about it."""

    text: str
    about: dict[str, str | int]
    """The same keys for every sentence, `start` alone a number; empty where nothing is known."""
    answers: list[Answer]
    """In the order of the annotators, gold last."""


def tasks(item: Item) -> Iterator[Task]:
    """Give every sentence of an article, labelled or not."""
    article = item.article
    told = {
        "title": article.title,
        "outlet": article.outlet,
        "url": article.url,
        "authors": "; ".join(article.authors),
        "published": article.published or "",
        "language": article.language,
    }
    texts = [article.unit_text(unit) for unit in article.units]
    for place, sentence in enumerate(sentences(item)):
        unit = sentence.unit
        about: dict[str, str | int] = {
            "article": article.id,
            "unit": unit.id,
            "start": unit.start,
            **told,
            "before": texts[place - 1] if place else "",
            "after": texts[place + 1] if place + 1 < len(texts) else "",
            "state": sentence.state.value,
            "part": item.part,
            "group": item.group,
        }
        yield Task(texts[place], about, list(_answers(sentence)))


def _answers(sentence: Sentence) -> Iterator[Answer]:
    records = [(placed.annotator, placed.record) for placed in sentence.labels]
    if sentence.gold is not None and all(annotator != GOLD for annotator, _ in records):
        records.append((GOLD, sentence.gold))
    for annotator, record in records:
        flat = flatten(record)
        moved = tuple(passage.moved(-sentence.unit.start) for passage in flat.passages)
        yield Answer(
            annotator, flat._replace(passages=moved), record.seconds, int(record.updated.timestamp())
        )
