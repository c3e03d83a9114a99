"""What passes between the reader of a format and the rest of ingest."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from pydantic import ValidationError

from annotator.errors import AnnotatorError, describe
from annotator.ingest.source import SourceFile
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

    @classmethod
    def lenient(cls, fields: Mapping[str, object]) -> tuple["Metadata", tuple[str, ...]]:
        """Build from what a program wrote; a bad value is left out, and said in words for the provenance."""
        known, left_out = cls(), []
        for name, value in fields.items():
            try:
                known = cls.model_validate({name: value}).over(known)
            except ValidationError:
                left_out.append(f"{name} left out: {str(value)[:60]!a} is not understood")
        return known, tuple(left_out)

    def over(self, other: "Metadata") -> "Metadata":
        """Give these values, and those of `other` where there is none."""
        mine = {name: value for name in Metadata.model_fields if (value := getattr(self, name))}
        return other.model_copy(update=mine)


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
    entry: str = ""
    """Which part of the source it is, e.g. `row 7`; empty where the source holds one article only."""
    source_sha256: str = ""
    """Hash of the bytes of this part; empty: of those of the whole source."""


@dataclass(frozen=True)
class Refused:
    """A file, or a part of it, that gives no article."""

    reason: str
    """One line naming file and entry."""
    entry: str = ""
    """As in `schemas.Provenance.entry`."""


@dataclass(frozen=True)
class Note:
    """Something to tell of a file that is no failure, e.g. which column was taken for the text."""

    text: str
    """One line naming the file."""


Part = Document | SourceFile | Refused | Note
"""What a reader finds: an article, a file inside the file, or something to tell."""


def refuse(source: SourceFile, entry: str, problem: str) -> Refused:
    """Refuse one part of a source, so that the others come in; without `entry` the whole of it."""
    place = f"{source.where}, {entry}" if entry else source.where
    return Refused(f"{place}: {problem}", source.inside(entry))


@contextmanager
def damage(source: SourceFile, what: str) -> Iterator[None]:
    """Turn whatever a library raises on bytes that are no sound `what` into one line.

    Raises `AnnotatorError`; those that were raised inside pass as they are.
    """
    try:
        yield
    except AnnotatorError:
        raise
    except RecursionError:
        raise AnnotatorError(f"{source.where}: damaged {what} (nested too deep)") from None
    except Exception as error:
        # Parsers of binary formats raise anything, from IndexError to errors of their own, on damaged input.
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        raise AnnotatorError(f"{source.where}: damaged {what} ({reason})") from None


class Reader(Protocol):
    """Reads one format. Raises `AnnotatorError` when the bytes are not in it.

    A part that is bad among good ones is given as `Refused`. A reader of files that may be large takes
    `source.open()` and gives the parts as it comes to them; others take `source.raw`, which is limited.
    """

    def __call__(self, source: SourceFile) -> Iterator[Part]:
        """Yield what is in a source."""
        ...
