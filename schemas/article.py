"""An article: frozen text, the units it is read in, and where it came from."""

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from schemas.base import (
    SCHEMA_VERSION,
    Identifier,
    LanguageTag,
    Name,
    Offset,
    PublicationDate,
    Record,
    SchemaVersion,
    Sha256,
    UnitId,
    UtcDatetime,
)
from schemas.naming import slug

# Line ends other than LF, other control characters but TAB, and lone surrogates: see `annotator.ingest`.
_NOT_CANONICAL = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]")


class UnitKind(StrEnum):
    """What a unit is in the layout of the article; a hint, the label is the annotator's decision."""

    SENTENCE = "sentence"
    HEADING = "heading"
    CAPTION = "caption"
    DATELINE = "dateline"
    BYLINE = "byline"
    BOILERPLATE = "boilerplate"
    QUOTE = "quote"


class Unit(Record):
    """The stretch of text that receives one label, most often a sentence."""

    id: UnitId
    start: Offset
    """First code point of the unit in `Article.text`."""
    end: Offset
    """One past the last code point: `text[start:end]` is the unit."""
    kind: UnitKind = UnitKind.SENTENCE
    paragraph: Annotated[int, Field(ge=1, strict=True)]
    """Number of the block that the unit stands in, from 1."""
    quotation: Annotated[int, Field(ge=1, strict=True)] | None = None
    """Number of the quotation, from 1, that the whole unit belongs to: units of one quotation share it."""

    @property
    def number(self) -> int:
        """The digits of its id: the document id of its label in the label file.

        Its place in the article, from 1, unless units before it were split or merged: ids never change.
        """
        return int(self.id[1:])


class LanguageFrom(StrEnum):
    """How the language of an article came about."""

    GIVEN = "given"
    """By whoever imported it."""
    FILE = "file"
    """By the file itself."""
    DETECTED = "detected"
    DEFAULT = "default"
    """The language of the project: the text said too little."""


class Provenance(Record):
    """Where an article came from and what was done to it on the way in."""

    file: str
    """Name of the imported file, without its folder."""
    entry: str = ""
    """Which part of a file with several articles: the member of an archive, the row of a table, a link."""
    source_sha256: Sha256
    """Hash of the bytes that were read, before anything was changed."""
    format: Identifier
    encoding: str
    reader: str
    """Reader module and version of Annotator, e.g. `text 0.1.0`."""
    segmenter: str
    """What found the units, with its version, e.g. `rules 0.2.0`."""
    language_from: LanguageFrom = LanguageFrom.DEFAULT
    """How `Article.language` came about."""
    imported: UtcDatetime
    changes: tuple[str, ...] = ()
    """What was made canonical, in words with counts, e.g. `3 CRLF to LF`."""


class NearDuplicate(Record):
    """Another article that holds much of the same words."""

    article: str
    """Its id."""
    similarity: Annotated[float, Field(gt=0, le=1)]
    """Share of the word 5-grams of the shorter of the two that stand in the other (containment)."""


class EditAction(StrEnum):
    """What an edit did."""

    SPLIT = "split"
    MERGE = "merge"
    KIND = "kind"
    METADATA = "metadata"
    UNDO = "undo"
    REDO = "redo"


class FieldChange(Record):
    """One field of what is known of an article, before and after an edit."""

    field: Literal["title", "outlet", "url", "authors", "published", "language"]
    before: str | tuple[str, ...] | None
    after: str | tuple[str, ...] | None


class ArticleEdit(Record):
    """A change of an article after its import: of its units, or of what is known of it, never of its text.

    A split leaves the unit's id to the first part, a merge keeps the first unit's, so a unit never begins
    anywhere else than it did at first.
    """

    time: UtcDatetime
    editor: Name
    """Who made it."""
    action: EditAction
    before: tuple[Unit, ...] = ()
    """The units concerned, as they were; neighbours."""
    after: tuple[Unit, ...] = ()
    """What stands in their place since."""
    fields: tuple[FieldChange, ...] = ()
    reverts: Annotated[int, Field(ge=1, strict=True)] | None = None
    """Number of the edit, from 1, that this undo takes back or this redo brings back."""

    @model_validator(mode="after")
    def _says_what_it_did(self) -> Self:
        if bool(self.fields) != (self.action is EditAction.METADATA) or bool(self.fields) == bool(
            self.before
        ):
            raise ValueError("an edit has either fields, and is one of metadata, or units")
        if (self.action in (EditAction.UNDO, EditAction.REDO)) != (self.reverts is not None):
            raise ValueError("undo and redo name the edit they revert, other edits do not")
        extents = {(units[0].start, units[-1].end) for units in (self.before, self.after) if units}
        if len(extents) > 1 or bool(self.before) != bool(self.after):
            raise ValueError("the units before and after an edit are not in the same place")
        return self


class Article(Record):
    """One article. Its text is canonical and never changes once it is in the corpus."""

    schema_version: SchemaVersion = SCHEMA_VERSION
    id: str
    """Slug of the title, a hyphen, and the first 8 digits of `sha256`."""
    title: str
    outlet: str = ""
    url: str = ""
    authors: tuple[str, ...] = ()
    published: PublicationDate | None = None
    language: LanguageTag = "en"
    """BCP 47 tag."""
    text: Annotated[str, Field(min_length=1)]
    sha256: Sha256
    """Hash of `text` in UTF-8."""
    units: Annotated[tuple[Unit, ...], Field(min_length=1)]
    near_duplicates: tuple[NearDuplicate, ...] = ()
    """Articles that were in the corpus at import and share much of the text, most similar first."""
    replaces: str = ""
    """Id of the version of this article that was imported before it, if there is one."""
    edits: tuple[ArticleEdit, ...] = ()
    """Every change since the import, oldest first."""
    provenance: Provenance

    @field_validator("text")
    @classmethod
    def _text_is_canonical(cls, text: str) -> str:
        if found := _NOT_CANONICAL.search(text):
            raise ValueError(f"U+{ord(found[0]):04X} at offset {found.start()} is not canonical text")
        return text

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if hashlib.sha256(self.text.encode()).hexdigest() != self.sha256:
            raise ValueError("the text does not match its sha256: it was changed after import")
        stem, _, digits = self.id.rpartition("-")
        if digits != self.sha256[:8] or not stem or stem != slug(stem):
            raise ValueError(f"id {self.id!r} is not a slug followed by {self.sha256[:8]}")
        position, ids = 0, set[str]()
        for unit in self.units:
            if unit.id in ids:
                raise ValueError(f"unit {unit.id} is there twice")
            ids.add(unit.id)
            if not position <= unit.start < unit.end <= len(self.text):
                raise ValueError(
                    f"unit {unit.id} [{unit.start}, {unit.end}) overlaps, is empty or leaves the text"
                )
            if self.text[position : unit.start].strip():
                raise ValueError(f"text before unit {unit.id} belongs to no unit")
            if self.text[unit.start].isspace() or self.text[unit.end - 1].isspace():
                raise ValueError(f"unit {unit.id} begins or ends with a blank")
            position = unit.end
        if self.text[position:].strip():
            raise ValueError("text after the last unit belongs to no unit")
        return self

    @model_validator(mode="after")
    def _ids_are_never_used_again(self) -> Self:
        if self.edits:
            begins: dict[str, int] = {}
            for unit in self._units_ever():
                if begins.setdefault(unit.id, unit.start) != unit.start:
                    raise ValueError(f"the id {unit.id} was used again for another unit")
        return self

    @staticmethod
    def make_id(title: str, sha256: str) -> str:
        """Give the id that an article with this title and text hash must have."""
        return f"{slug(title) or 'article'}-{sha256[:8]}"

    def unit(self, unit_id: str) -> Unit:
        """Find a unit by its id; raises `KeyError` when the article has none."""
        return self.units[self.place(unit_id)]

    def place(self, unit_id: str) -> int:
        """Give the index in `units` of a unit given by its id; raises `KeyError` when there is none."""
        digits = unit_id[1:]
        guess = int(digits) - 1 if digits.isascii() and digits.isdigit() else 0
        if guess < len(self.units) and self.units[guess].id == unit_id:
            return guess
        # Only in an article whose units were split or merged is a unit elsewhere.
        for place, unit in enumerate(self.units):
            if unit.id == unit_id:
                return place
        raise KeyError(unit_id)

    def merged_away(self) -> dict[str, str]:
        """Give every unit that is no more, by id, with the id of the unit in which its beginning is now."""
        if not self.edits:
            return {}
        there = {unit.id for unit in self.units}
        begins = [unit.start for unit in self.units]
        return {
            unit.id: self.units[bisect_right(begins, unit.start) - 1].id
            for unit in self._units_ever()
            if unit.id not in there
        }

    @property
    def last_number(self) -> int:
        """The highest number that a unit has or ever had."""
        return max(unit.number for unit in self._units_ever())

    def _units_ever(self) -> Iterator[Unit]:
        yield from self.units
        for edit in self.edits:
            yield from (*edit.before, *edit.after)

    def unit_text(self, unit: Unit) -> str:
        """Give the words of a unit."""
        return self.text[unit.start : unit.end]

    def unit_sha256(self, unit: Unit) -> str:
        """Hash the words of a unit; a label whose hash differs was given to other words."""
        return hashlib.sha256(self.unit_text(unit).encode()).hexdigest()

    def word_count(self) -> int:
        """Count the words of all units (runs between blanks that hold a letter or digit)."""
        return sum(
            any(unicodedata.category(c)[0] in "LN" for c in word)
            for unit in self.units
            for word in self.unit_text(unit).split()
        )
