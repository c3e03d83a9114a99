"""Labels of a file that is exactly as Annotator writes it, parsed and validated in one pass.

What reads thousands of files to compare and export goes this way. A file with anything unusual about it goes
through `read_contents`, which names what is wrong.
"""

import json

from annotator.store.contents import Expected, same_annotator
from annotator.store.form import intact_tables
from annotator.store.judging import Labels
from schemas import SCHEMA_VERSION, Annotation, LabelFileMeta
from schemas.bulk import annotations_by_key

_LABELS_BEGIN = b'\n"labels": {\n'


def read_intact(data: bytes, expected: Expected) -> Labels | None:
    """Give the labels of a file; None when anything is unusual.

    The history is not parsed: the checksum covers it.
    """
    tables = intact_tables(data)
    if tables is None or not {"meta", "labels"} <= tables.keys() <= {"meta", "labels", "history"}:
        return None
    try:
        meta = meta_in(tables["meta"], expected)
        records: dict[str, Annotation] = annotations_by_key().validate_json(tables["labels"])
        if meta is None or not all(_belongs(key, record, meta.annotator) for key, record in records.items()):
            return None
        labels = expected.judge.labels(records.values())
        return labels._replace(plain=[*labels.records.values()] == [*records.values()])
    except ValueError:  # pydantic's errors and those of JSON are ValueErrors
        return None


def read_again(data: bytes) -> dict[str, Annotation] | None:
    """Give all labels of a file that was intact, each of them applying, when it had these bytes.

    Only each field is validated. None when that fails, or the file is not laid out as Annotator does.
    """
    begin = data.find(_LABELS_BEGIN)
    end = data.find(b"\n}", begin + len(_LABELS_BEGIN) - 1)
    if begin < 0 or end < 0:
        return None
    try:
        records = annotations_by_key().validate_json(b"{%b}" % data[begin + len(_LABELS_BEGIN) : end])
    except ValueError:
        return None
    return {record.unit: record for record in records.values()}


def meta_in(table: bytes, expected: Expected) -> LabelFileMeta | None:
    """What the file says of itself, if it is of this version, about the article, and the annotator's."""
    rows = json.loads(table)
    if list(rows) != ["1"]:
        return None
    meta = LabelFileMeta.model_validate(rows["1"])
    article = expected.article
    if (meta.schema_version, meta.article, meta.article_sha256) != (
        SCHEMA_VERSION,
        article.id,
        article.sha256,
    ):
        return None
    return meta if same_annotator(meta.annotator, expected.annotator or meta.annotator) else None


def _belongs(key: str, record: Annotation, owner: str) -> bool:
    """Whether a record is in its place, its owner's, and its times in order."""
    return (
        key == record.unit.lstrip("u0")
        and (record.annotator == owner or same_annotator(record.annotator, owner))
        and record.created <= record.updated
    )
