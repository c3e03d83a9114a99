"""What passes between the reader of a format and the rest of ingest."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from pydantic import ValidationError

from annotator.errors import AnnotatorError, describe
from annotator.segment import Hint
from schemas import Record
from schemas.base import LanguageTag, PublicationDate


class Metadata(Record):
    """What is known of an article beside its text; an empty field is not known."""

    title: str = ""
    outlet: str = ""
    url: str = ""
    authors: tuple[str, ...] = ()
    published: PublicationDate | None = None
    language: LanguageTag | None = None

    @classmethod
    def checked(cls, where: str, **fields: object) -> "Metadata":
        """Build from what a person wrote `where`; raises `AnnotatorError` with one line for a bad value."""
        try:
            return cls.model_validate(fields)
        except ValidationError as error:
            raise AnnotatorError(f"{where}: {describe(error)}") from None

    def over(self, other: "Metadata") -> "Metadata":
        """Give these values, and those of `other` where there is none."""
        mine = {name: value for name in Metadata.model_fields if (value := getattr(self, name))}
        return other.model_copy(update=mine)


@dataclass(frozen=True)
class SourceFile:
    """A file as it was read."""

    name: str
    """Without its folder."""
    raw: bytes


@dataclass(frozen=True)
class Document:
    """One article as its reader gives it: canonical text, and what the format says about it."""

    text: str
    encoding: str
    changes: tuple[str, ...] = ()
    """What was made canonical, in words with counts."""
    hints: tuple[Hint, ...] = ()
    """Kinds of blocks that the format marks, with offsets into `text`."""
    metadata: Metadata = field(default_factory=Metadata)


class Reader(Protocol):
    """Reads one format. Raises `AnnotatorError` when the bytes are not in it."""

    def __call__(self, source: SourceFile) -> Iterator[Document]:
        """Yield the articles of a file."""
        ...
