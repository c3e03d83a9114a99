"""Practice: invented articles whose every sentence is labelled, with the rule that decides and why.

They are labelled by the codebook that Annotator ships and are of use with that one only.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from annotator.errors import AnnotatorError
from schemas import Annotation, Article, Codebook, CodebookRef, Provenance, Unit, UnitKind
from schemas.base import Record

_FOLDER = Path(__file__).with_name("articles")
_WRITTEN = datetime(2032, 1, 1, tzinfo=UTC)


class GoldUnit(Record):
    """One sentence with the label that the codebook asks for."""

    text: str
    kind: UnitKind = UnitKind.SENTENCE
    paragraph: int
    quotation: int | None = None
    label: str
    same_source: bool = False
    """The source is that of the sentence before it."""
    gap: bool = False
    mixed: bool = False
    rule: int = Field(ge=0)
    """Number of the codebook's rule that decides."""
    why: str
    """In one line."""


class _File(Record):
    """A practice article as it is written down."""

    codebook: str
    version: str
    title: str
    outlet: str
    published: str
    units: tuple[GoldUnit, ...]


class PracticeArticle(NamedTuple):
    """An article to label for practice."""

    article: Article
    gold: Mapping[str, GoldUnit]
    """By unit id."""
    codebook: CodebookRef
    """What it is labelled by."""


class Difference(NamedTuple):
    """A sentence that got another label, or another source, than the codebook asks for."""

    unit: Unit
    yours: Annotation
    gold: GoldUnit

    @property
    def only_source(self) -> bool:
        """Whether the label is right, and only where its source comes from is not."""
        return self.yours.label == self.gold.label


class Outcome(NamedTuple):
    """How labels compare to those that the codebook asks for."""

    labelled: int
    """Sentences with a label."""
    agreed: int
    """Those whose label is the one asked for."""
    units: int
    differences: tuple[Difference, ...]
    """In the order of the text."""


def practice_names() -> list[str]:
    """The names of the practice articles, in the order in which to take them."""
    return ["ferry", "bell"]


def practice_article(name: str) -> PracticeArticle:
    """Read a practice article by its name; raises `KeyError` for one that there is not."""
    if name not in practice_names():
        raise KeyError(name)
    path = _FOLDER / f"{name}.toml"
    found = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    text, units = _laid_out(found.units)
    digest = hashlib.sha256(text.encode()).hexdigest()
    article = Article(
        id=Article.make_id(found.title, digest),
        title=found.title,
        outlet=found.outlet,
        published=found.published,
        text=text,
        sha256=digest,
        units=units,
        provenance=Provenance(
            file=path.name,
            source_sha256=digest,
            format="practice",
            encoding="utf-8",
            reader="practice 1",
            segmenter="by hand",
            imported=_WRITTEN,
        ),
    )
    gold = {unit.id: gold for unit, gold in zip(units, found.units, strict=True)}
    return PracticeArticle(article, gold, CodebookRef(name=found.codebook, version=found.version))


def fits(practice: PracticeArticle, codebook: Codebook) -> bool:
    """Whether the article is labelled by this codebook: its labels and rules are the same."""
    return practice.codebook == codebook.ref and all(
        gold.label in codebook.label_names for gold in practice.gold.values()
    )


def require_fitting(practice: PracticeArticle, codebook: Codebook) -> None:
    """Raise `AnnotatorError` when the article is labelled by another codebook."""
    if not fits(practice, codebook):
        raise AnnotatorError(
            f"practice is for the codebook {practice.codebook.name} {practice.codebook.version} that is "
            f"shipped; this project has {codebook.name} {codebook.version}. Elsewhere: annotator practice"
        )


def outcome(practice: PracticeArticle, records: Mapping[str, Annotation]) -> Outcome:
    """Compare records, by unit id, with the labels that the codebook asks for."""
    labelled, agreed, differences = 0, 0, []
    for unit in practice.article.units:
        record, gold = records.get(unit.id), practice.gold[unit.id]
        if record is None or record.label is None:
            continue
        labelled += 1
        agreed += record.label == gold.label
        if (record.label, record.same_source) != (gold.label, gold.same_source):
            differences.append(Difference(unit, record, gold))
    return Outcome(labelled, agreed, len(practice.article.units), tuple(differences))


def _laid_out(gold: tuple[GoldUnit, ...]) -> tuple[str, tuple[Unit, ...]]:
    """The text of the sentences, a blank line between paragraphs, and where each is in it."""
    text, units, paragraph = "", [], 0
    for number, one in enumerate(gold, start=1):
        if text:
            text += " " if one.paragraph == paragraph else "\n\n"
        paragraph = one.paragraph
        place = {"start": len(text), "end": len(text) + len(one.text)}
        unit = Unit(id=f"u{number:03}", kind=one.kind, paragraph=paragraph, quotation=one.quotation, **place)
        text += one.text
        units.append(unit)
    return text, tuple(units)
