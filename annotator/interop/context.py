"""What a task of another tool tells of its sentence: where it stands, and what stands around it."""

import json
from collections.abc import Iterator
from json.encoder import encode_basestring_ascii
from typing import NamedTuple

from annotator.interop.flat import Flat, flatten
from annotator.interop.sentences import Sentence, sentences
from annotator.interop.writer import Item
from schemas import GOLD, Annotation

ascii_json = json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode
"""JSON in ASCII, so that no reader can take a character for a line end or mistake the encoding."""

quote = encode_basestring_ascii
"""A string as JSON in ASCII."""


class Answer(NamedTuple):
    """What one annotator, or gold, said of a sentence."""

    annotator: str
    flat: Flat
    """Its passages are into the sentence's own text."""
    record: Annotation


class Task(NamedTuple):
    """A sentence as other tools ask people about it."""

    unit: str
    start: int
    """Where it begins in its article."""
    text: str
    quoted: str
    """The text as JSON."""
    members: str
    """What else is told of it, as members of an object of JSON: always the same keys, all values strings."""
    answers: list[Answer]
    """In the order of the annotators, gold last."""


def tasks(item: Item) -> Iterator[Task]:
    """Give every sentence of an article, labelled or not."""
    article = item.article
    of_article = members(
        article=article.id,
        title=article.title,
        outlet=article.outlet,
        url=article.url,
        authors="; ".join(article.authors),
        published=article.published or "",
        language=article.language,
        part=item.part,
        group=item.group,
    )
    texts = [article.unit_text(unit) for unit in article.units]
    quoted = [*map(quote, texts), '""', '""']  # the first has nothing before it, the last nothing after it
    for place, sentence in enumerate(sentences(item)):
        unit = sentence.unit
        told = (
            f'{of_article},"unit":"{unit.id}","state":"{sentence.state.value}",'
            f'"before":{quoted[place - 1]},"after":{quoted[place + 1]}'
        )
        yield Task(unit.id, unit.start, texts[place], quoted[place], told, list(_answers(sentence)))


def members(**values: str) -> str:
    """Write strings as the members of an object of JSON, without its braces."""
    return ",".join(f'"{name}":{quote(value)}' for name, value in values.items())


def _answers(sentence: Sentence) -> Iterator[Answer]:
    start, gold = sentence.unit.start, sentence.gold
    for placed in sentence.labels:
        if placed.annotator == GOLD:
            gold = None  # it was asked for by its name
        yield Answer(placed.annotator, flatten(placed.record, start), placed.record)
    if gold is not None:
        yield Answer(GOLD, flatten(gold, start), gold)
