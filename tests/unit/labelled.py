"""Small labelled articles, built in memory, for the tests of comparison and export."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from schemas import (
    Annotation,
    Article,
    Codebook,
    CodebookLabel,
    CodebookRef,
    LabelledArticle,
    Provenance,
    Unit,
)

CODEBOOK = Codebook(
    name="test",
    version="1",
    question="What is it?",
    labels=(
        CodebookLabel(name="red", title="Red", key="r", definition="Like a tomato."),
        CodebookLabel(name="green", title="Green", key="g", definition="Like a leaf."),
        CodebookLabel(name="blue", title="Blue", key="b", definition="Like the sea."),
    ),
)
NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)


def article(sentences: Sequence[str], title: str = "Paint", **more: Any) -> Article:
    text = "\n".join(sentences)
    units = []
    position = 0
    for number, sentence in enumerate(sentences, start=1):
        unit = Unit(id=f"u{number:03}", start=position, end=position + len(sentence), paragraph=number)
        units.append(unit)
        position += len(sentence) + 1
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Article(
        id=Article.make_id(title, sha256),
        title=title,
        text=text,
        sha256=sha256,
        units=tuple(units),
        provenance=Provenance(
            file="paint.txt",
            source_sha256=sha256,
            format="text",
            encoding="utf-8",
            reader="text 1",
            segmenter="lines 1",
            imported=NOON,
        ),
        **more,
    )


def record(of: Article, unit: str, annotator: str, label: str | None, **more: Any) -> Annotation:
    return Annotation(
        **{
            "unit": unit,
            "label": label,
            "annotator": annotator,
            "created": NOON,
            "updated": NOON,
            "codebook": CodebookRef(name="test", version="1"),
            "text_sha256": of.unit_sha256(of.unit(unit)),
            **more,
        }
    )


def labelled(labels: Mapping[str, Sequence[str | None]], title: str = "Paint") -> LabelledArticle:
    """Give an article whose units have these labels by annotator; None: no record at all."""
    longest = max((len(given) for given in labels.values()), default=0) or 1
    of = article([f"{title} sentence {number}." for number in range(1, longest + 1)], title)
    return LabelledArticle(
        article=of,
        labels={
            name: {
                unit.id: record(of, unit.id, name, label)
                for unit, label in zip(of.units, given, strict=False)
                if label is not None
            }
            for name, given in labels.items()
        },
    )
