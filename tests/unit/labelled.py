"""Small labelled articles, built in memory, for the tests of comparison and export."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from benchmarks.samples import article_of, make_record
from schemas import Annotation, Article, Codebook, CodebookLabel, LabelledArticle

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


def article(sentences: Sequence[str], title: str = "Paint", **fields: Any) -> Article:
    return article_of(sentences, title, between="\n", block=1, **fields)


def record(of: Article, unit: str, annotator: str, label: str | None, **fields: Any) -> Annotation:
    """Give a record that says nothing but its label."""
    bare: dict[str, Any] = {"codebook": CODEBOOK.ref, "attributions": (), "seconds": 0.0}
    return make_record(of, unit, label, annotator=annotator, **(bare | fields))


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
