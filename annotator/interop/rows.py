"""The flat row of a label: the same fields in every format that holds whole records."""

import json
from typing import Any

from annotator.interop.writer import PlacedLabel
from schemas import Annotation, Article

OWN_FIELDS = tuple(name for name in Annotation.model_fields if name not in ("unit", "label", "annotator"))
"""The fields of a record that follow `article, unit, start, end, text, label, annotator`."""

LABEL_FIELDS = ("article", "unit", "start", "end", "text", "label", "annotator", *OWN_FIELDS)


compact_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
"""JSON without blanks, characters as they are; NaN is an error."""


def label_row(article: Article, placed: PlacedLabel) -> dict[str, Any]:
    """Give `LABEL_FIELDS` in their order as plain data; offsets are into the article's text, times UTC."""
    record = placed.record.model_dump(mode="json")
    unit = placed.unit
    row = {
        "article": article.id,
        "unit": unit.id,
        "start": unit.start,
        "end": unit.end,
        "text": article.unit_text(unit),
        "label": record["label"],
        "annotator": placed.annotator,
    }
    for name in OWN_FIELDS:
        row[name] = record[name]
    return row
