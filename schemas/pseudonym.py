"""Rows of `annotations/pseudonyms.json`: under which names people's labels are given out."""

from typing import Annotated

from pydantic import Field

from schemas.base import SCHEMA_VERSION, Name, Record, SchemaVersion, Sha256


class Pseudonym(Record):
    """One person and the name that stands in datasets instead."""

    name: Name
    """As typed by whoever is meant; its slug is what counts."""
    pseudonym: Annotated[str, Field(pattern=r"^(annotator|person)_[1-9][0-9]{0,6}$")]


class PseudonymFileMeta(Record):
    """The `meta` table of `annotations/pseudonyms.json`."""

    schema_version: SchemaVersion = SCHEMA_VERSION
    checksum: Sha256
    """Over the keys and documents of all tables, without this field itself."""
