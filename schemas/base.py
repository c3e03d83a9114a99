"""What all records have in common: frozen, closed to unknown fields, exact in their types."""

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from schemas.naming import MAX_NAME

SCHEMA_VERSION = 1
"""Version of the stored files. Older ones are migrated on read, newer ones are refused."""


class Record(BaseModel):
    """A value that never changes; unknown fields are errors, so that a typing slip is not lost silently."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def _to_utc(moment: datetime) -> datetime:
    try:
        return moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{moment} is before the year 1 or after 9999 in UTC") from None


def _check_publication_date(text: str) -> str:
    if not re.match(r"\d{4}-\d\d-\d\d($|[T ])", text):
        raise ValueError(f"{text!r} is not a date; write it as 2031-03-04 or 2031-03-04T17:05+02:00")
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"{text!r} is not a date; write it as 2031-03-04 or 2031-03-04T17:05+02:00"
        ) from None
    return text


Offset = Annotated[int, Field(ge=0, strict=True)]
"""A position in `Article.text`, in code points (never bytes, never UTF-16 units), from 0."""

Flag = Annotated[bool, Field(strict=True)]
"""true or false; words and numbers that mean it elsewhere are errors."""

SchemaVersion = Annotated[int, Field(ge=1, strict=True)]
"""Version of a stored file."""

UtcDatetime = Annotated[AwareDatetime, AfterValidator(_to_utc)]
"""A moment with a time zone, kept in UTC."""

PublicationDate = Annotated[str, AfterValidator(_check_publication_date)]
"""An ISO 8601 date, or date and time: newspapers print the one, agencies the other."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 in hexadecimal, of bytes or of text in UTF-8."""

LanguageTag = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
"""BCP 47 tag, e.g. `en`, `pt-BR`."""

Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
"""A name as people write it, e.g. of an annotator."""

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""A word of the codebook, e.g. an attribute: lower-case ASCII letters, digits and underscores."""

_NO_LABEL = r"\s\x00-\x1f\x7f-\x9f\"'`,/:;|\\<>{}\[\]"

LabelName = Annotated[str, Field(pattern=rf"^[^{_NO_LABEL}]( ?[^{_NO_LABEL}])*$", max_length=60)]
"""A label as other tools and languages write them, e.g. `non-biased`, `mostly true`, `größtenteils`: no
control characters, quotes, brackets nor `, / : ; |`, which separate labels elsewhere; no blank twice."""

UnitId = Annotated[str, Field(pattern=r"^u(00[1-9]|0[1-9][0-9]|[1-9][0-9]{2,6})$")]
"""`u001`, `u002`, … in the order of the text; the digits are the unit's number, each written in one way."""
