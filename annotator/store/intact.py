"""Labels of a file that is exactly as Annotator writes it, parsed and validated in one pass.

What reads thousands of files to compare and export goes this way. A file with anything unusual about it goes
through `read_contents`, which names what is wrong.
"""

import json
from functools import cache

from pydantic import TypeAdapter

from annotator.store.contents import Expected, is_current, number, same_annotator
from annotator.store.form import checksum_holds
from schemas import SCHEMA_VERSION, Annotation, LabelFileMeta


def read_intact(data: bytes, expected: Expected) -> dict[str, Annotation] | None:
    """Give the labels that apply by unit id, in the order of the file; None when anything is unusual.

    The history is not parsed: the checksum covers it.
    """
    meta, labels = table_bytes(data, "meta"), table_bytes(data, "labels")
    if meta is None or labels is None or data.count(b'": {\n') != 2 + (b'\n"history": {\n' in data):
        return None  # also where there is a table that does not belong in such a file
    try:
        owner = _owner(data, meta, expected)
        records = _records().validate_json(labels)
    except ValueError:  # pydantic's errors and those of JSON are ValueErrors
        return None
    if owner is None:
        return None
    found = {}
    for key, record in records.items():
        if key != str(number(record.unit)) or not same_annotator(record.annotator, owner):
            return None
        if is_current(record, expected.article, expected.codebook):
            found[record.unit] = record
    return found


def table_bytes(data: bytes, name: str) -> bytes | None:
    """Give a table of a label file as JSON, if it is there once with one row on each line; not validated."""
    begins = b'\n"%b": {\n' % name.encode()
    if data.count(begins) != 1:
        return None
    first = data.index(begins) + len(begins)
    last = data.find(b"\n}", first - 1)
    return b"{%b}" % data[first:last] if last >= 0 else None


def _owner(data: bytes, table: bytes, expected: Expected) -> str | None:
    """Whose file it is, if it is intact and about the article."""
    rows = json.loads(table)
    if list(rows) != ["1"] or not checksum_holds(data, {"meta": rows}):
        return None
    meta = LabelFileMeta.model_validate(rows["1"])
    article = expected.article
    if (meta.schema_version, meta.article, meta.article_sha256) != (
        SCHEMA_VERSION,
        article.id,
        article.sha256,
    ):
        return None
    return meta.annotator if same_annotator(meta.annotator, expected.annotator or meta.annotator) else None


@cache
def _records() -> TypeAdapter[dict[str, Annotation]]:
    return TypeAdapter(dict[str, Annotation])
