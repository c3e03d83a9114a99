"""The `meta` table of a label file: what the file is, and a checksum over the rest."""

from schemas.annotation import CodebookRef
from schemas.base import SCHEMA_VERSION, Name, Record, SchemaVersion, Sha256


class LabelFileMeta(Record):
    """Identity of one annotator's file for one article."""

    schema_version: SchemaVersion = SCHEMA_VERSION
    article: str
    article_sha256: Sha256
    annotator: Name
    """The name as typed; the folder has its slug."""
    codebook: CodebookRef
    checksum: Sha256
    """Over the keys and documents of all tables, without this field itself."""
