"""A codebook: the labels, their keys, and the rules by which an annotator decides."""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from schemas.annotation import Annotation, CodebookRef
from schemas.article import Unit
from schemas.base import Identifier, LabelName, Record


def _check_key(key: str) -> str:
    if not key.isprintable() or key.isspace() or unicodedata.category(key)[0] == "M":
        raise ValueError(f"{key!a} is no key that can be pressed and shown: take a letter, digit or sign")
    if unicodedata.east_asian_width(key) in "WF" or len(key.upper()) > 1:
        raise ValueError(f"{key!r} does not fit into one cell of the screen: take another key")
    return key


Key = Annotated[str, Field(min_length=1, max_length=1), AfterValidator(_check_key)]
"""One printable character, as typed, of one cell."""


class CodebookLabel(Record):
    """One value of the primary label."""

    name: LabelName
    title: str
    """As shown on screen."""
    key: Key
    definition: str
    """One line, shown while annotating."""
    claim: bool = True
    """Whether sentences with this label count as claims in shares and profiles."""
    source_expected: bool = False
    """Whether a record without any source is worth a warning."""
    same_source_key: Key | None = None
    """Second key: this label, with the source of the sentence before it."""
    same_source_definition: str = ""


class CodebookRule(Record):
    """One step of the decision; the steps are tried in order, the first yes decides."""

    number: Annotated[int, Field(ge=0)]
    title: str
    text: str
    decides: LabelName | None = None
    """The label that a yes leads to."""
    examples: tuple[str, ...] = ()


class Attribute(Record):
    """A field of `Annotation` beside the label, and the labels that it may stand with."""

    field: Identifier
    title: str
    labels: tuple[LabelName, ...] = ()
    """Empty: any label, and none."""
    values: tuple[str, ...] = ()
    """What may be chosen, default first, for people to read."""
    definition: str = ""


class Codebook(Record):
    """The instrument. Every record carries its name and version."""

    name: Identifier
    version: str
    question: str
    """What the primary label asks of a sentence."""
    labels: Annotated[tuple[CodebookLabel, ...], Field(min_length=2)]
    rules: tuple[CodebookRule, ...] = ()
    attributes: tuple[Attribute, ...] = ()

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        names = [label.name for label in self.labels]
        keys = [key for label in self.labels for key in (label.key, label.same_source_key) if key]
        # Keys are drawn as capitals, so s and S would look the same.
        for what, values in (("label", names), ("key", [key.upper() for key in keys])):
            twice = sorted({value for value in values if values.count(value) > 1})
            if twice:
                raise ValueError(f"{what} {twice[0]!r} is used twice")
        for attribute in self.attributes:
            if attribute.field not in Annotation.model_fields:
                raise ValueError(f"attribute {attribute.field!r} is no field of an annotation")
        mentioned = [name for attribute in self.attributes for name in attribute.labels]
        mentioned += [rule.decides for rule in self.rules if rule.decides]
        for name in mentioned:
            if name not in names:
                raise ValueError(f"{name!r} is not among the labels {', '.join(names)}")
        return self

    @property
    def ref(self) -> CodebookRef:
        """What a record keeps of its codebook."""
        return CodebookRef(name=self.name, version=self.version)

    @property
    def label_names(self) -> tuple[str, ...]:
        """All labels, in the codebook's order, used or not."""
        return tuple(label.name for label in self.labels)

    def label(self, name: str) -> CodebookLabel:
        """Find a label by name; raises `KeyError`."""
        for label in self.labels:
            if label.name == name:
                return label
        raise KeyError(name)

    def errors(self, annotation: Annotation, unit: Unit) -> Iterator[str]:
        """Say what makes a record invalid: it must not be written, and one that is stored does not apply."""
        if annotation.unit != unit.id:
            yield f"record of {annotation.unit} stands at {unit.id}"
        if annotation.label is not None and all(label.name != annotation.label for label in self.labels):
            yield f"label {annotation.label!r} is not in the codebook ({', '.join(self.label_names)})"
        for span in annotation.spans():
            if not unit.start <= span.start < span.end <= unit.end:
                yield f"span [{span.start}, {span.end}) is outside its unit [{unit.start}, {unit.end})"
        defaults = _defaults()
        for attribute in self.attributes:
            if not attribute.labels or annotation.label in attribute.labels:
                continue
            if getattr(annotation, attribute.field) != defaults[attribute.field]:
                yield f"{attribute.field} does not apply to {annotation.label or 'a unit without a label'}"

    def warnings(self, annotation: Annotation) -> Iterator[str]:
        """Say what the annotator may want to look at again; a warning never blocks."""
        label = None if annotation.label is None else self.label(annotation.label)
        if label and label.source_expected and not annotation.same_source:
            named = any(a.source or a.source_id or a.source_type for a in annotation.attributions)
            if not named:
                yield f"{label.title} without a source"
        if annotation.credibility == 1:
            yield "credibility 1 (confirmed) without an independent corroborating claim"


@cache
def _defaults() -> Mapping[str, object]:
    """What the fields of a record are where nothing is said; asked for every record."""
    return {name: field.get_default() for name, field in Annotation.model_fields.items()}
