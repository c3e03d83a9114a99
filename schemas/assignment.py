"""Rows of `annotations/assignment.json`: who is to annotate which article."""

from typing import Annotated

from pydantic import Field

from schemas.base import SCHEMA_VERSION, Name, Record, SchemaVersion, Sha256, UtcDatetime


class AssignedArticle(Record):
    """One article and who is to annotate it."""

    article: Annotated[str, Field(min_length=1)]
    """Its id."""
    annotators: Annotated[tuple[Name, ...], Field(min_length=1)]
    """By their names in the rule, in the order in which it became theirs."""


class AssignmentFileMeta(Record):
    """The `meta` table of `annotations/assignment.json`."""

    schema_version: SchemaVersion = SCHEMA_VERSION
    dealt: UtcDatetime
    """When articles were dealt out last; of two copies that differ the later one counts."""
    checksum: Sha256
    """Over the keys and documents of all tables, without this field itself."""
