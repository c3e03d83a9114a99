"""The `meta` table of files in `annotations/` that everybody shares."""

from schemas.base import SCHEMA_VERSION, Record, SchemaVersion, Sha256, UtcDatetime


class SharedFileMeta(Record):
    """The `meta` table of a shared file with one other table, e.g. `annotations/assignment.json`."""

    schema_version: SchemaVersion = SCHEMA_VERSION
    dealt: UtcDatetime
    """When rows were written last, e.g. articles dealt out."""
    checksum: Sha256
    """Over the keys and documents of all tables, without this field itself."""
