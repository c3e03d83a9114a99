"""Articles and records to measure and test the store with."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from schemas import (
    Annotation,
    Article,
    Attribution,
    Codebook,
    CodebookLabel,
    Provenance,
    SourceType,
    Span,
    Unit,
)

_MOMENT = datetime(2031, 3, 4, 9, 30, tzinfo=UTC)

CODEBOOK = Codebook(
    name="sample",
    version="1",
    question="Who vouches for this sentence?",
    labels=(
        CodebookLabel(name="sourced", title="sourced", key="s", definition="Somebody is named."),
        CodebookLabel(name="unverified", title="unverified", key="u", definition="Nobody is named."),
        CodebookLabel(name="opinion", title="opinion", key="o", definition="The outlet's judgement."),
    ),
)


def make_article(units: int, title: str = "Reservoir nearly dry", place: str = "Ostbrück") -> Article:
    """Make an article of this many sentences, one paragraph each five; another place makes other words."""
    sentences = [
        f"The mayor of {place} said in reading {number} that the reservoir “is nearly dry”."
        for number in range(1, units + 1)
    ]
    return article_of(sentences, title)


def article_of(
    sentences: Sequence[str], title: str, *, between: str = " ", block: int = 5, **fields: Any
) -> Article:
    """Make an article of these sentences with one character `between` them, one paragraph each `block`."""
    text = between.join(sentences)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    found, position = [], 0
    for number, sentence in enumerate(sentences, start=1):
        end = position + len(sentence)
        found.append(Unit(id=f"u{number:03}", start=position, end=end, paragraph=(number - 1) // block + 1))
        position = end + 1
    return Article(
        id=Article.make_id(title, sha256),
        title=title,
        text=text,
        sha256=sha256,
        units=tuple(found),
        provenance=Provenance(
            file="reservoir.txt",
            source_sha256=sha256,
            format="text",
            encoding="utf-8",
            reader="text 0.1.0",
            segmenter="sample 1",
            imported=_MOMENT,
        ),
        **fields,
    )


def make_record(article: Article, unit_id: str, label: str | None = "sourced", **fields: Any) -> Annotation:
    """Make a record as a labeller leaves it: a label, and spans where it is sourced."""
    unit = article.unit(unit_id)
    if label == "sourced" and "attributions" not in fields:
        fields["attributions"] = (_attribution(unit),)
    known: dict[str, Any] = {
        "unit": unit_id,
        "label": label,
        "annotator": "ana",
        "created": _MOMENT,
        "updated": _MOMENT,
        "seconds": 4.5,
        "codebook": CODEBOOK.ref,
        "text_sha256": article.unit_sha256(unit),
    }
    return Annotation(**(known | fields))


def _attribution(unit: Unit) -> Attribution:
    start = unit.start
    return Attribution(
        source=Span(start=start, end=start + 21),
        cue=Span(start=start + 22, end=start + 26),
        content=(Span(start=start + 27, end=unit.end),),
        source_type=SourceType.NAMED_PERSON,
    )
