"""The UIMA types that WebAnno and INCEpTION know our labels by, in XMI and in TSV alike.

`webanno.custom.SentenceLabel` covers a whole sentence: `label`, `state` (of gold), and the attributes of
`annotator.interop.flat` by their names; those of a second attribution and further ones are in `further`, as
JSON. `webanno.custom.NewsSpan` is a passage, its name in `label`. Values have no control characters, see
`annotator.interop.escapes`.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from annotator.interop.escapes import plain, visible
from annotator.interop.flat import OF_SOURCES, SAID, Flat
from annotator.interop.rows import compact_json
from schemas import Annotation

DKPRO = "de.tudarmstadt.ukp.dkpro.core.api"
SENTENCE = f"{DKPRO}.segmentation.type.Sentence"
TOKEN = f"{DKPRO}.segmentation.type.Token"
METADATA = f"{DKPRO}.metadata.type.DocumentMetaData"
SENTENCE_LABEL = "webanno.custom.SentenceLabel"
NEWS_SPAN = "webanno.custom.NewsSpan"

LABEL, STATE, FURTHER = "label", "state", "further"
FEATURES = (LABEL, STATE, *SAID, *OF_SOURCES, FURTHER)
"""Of `SentenceLabel`; all are strings."""

CURATION = "CURATION_USER"
"""Who gold belongs to in these tools."""

INITIAL = "INITIAL_CAS"
"""The text as it is before anybody annotates."""

_LABEL_NAMES = (LABEL, "value", "category", "class", "labels")


def features(flat: Flat, record: Annotation) -> dict[str, str]:
    """Give the features of a sentence's label that are not null, in the order of `FEATURES`."""
    found = {} if flat.label is None else {LABEL: visible(flat.label)}
    if record.adjudication is not None:
        found[STATE] = record.adjudication.origin.value
    further = {}
    for name, value in flat.attributes.items():
        if "#" in name:
            further[name] = value
        else:
            found[name] = visible(value)
    if further:
        found[FURTHER] = visible(compact_json(further))
    return found


def attributes(given: Mapping[str, str]) -> tuple[str | None, dict[str, str]]:
    """Give back label and attributes from the features of our own layer.

    Raises:
        ValueError: `further` is no object of words.
    """
    found = {name: plain(value) for name, value in given.items() if name not in (LABEL, FURTHER)}
    if FURTHER in given:
        found |= _further(plain(given[FURTHER]))
    return (plain(given[LABEL]) if given.get(LABEL) else None), found


def _further(text: str) -> dict[str, str]:
    try:
        further: Any = json.loads(text)
    except (ValueError, RecursionError):
        further = None
    if not isinstance(further, dict) or not all(isinstance(word, str) for word in further.values()):
        raise ValueError(f"`{FURTHER}` is no JSON object of words")
    return further


def foreign_label(layer: str, given: Mapping[str, str]) -> tuple[str | None, dict[str, str]]:
    """Take the label out of the features of somebody's layer: the one called so, else the only one.

    A layer without features says by its own name what it is.
    """
    if not given:
        return layer.rpartition(".")[2], {}
    by_name = {name.casefold(): name for name in given}
    name = next((by_name[known] for known in _LABEL_NAMES if known in by_name), None)
    if name is None and len(given) == 1:
        (name,) = given
    return (None if name is None else given[name]), {key: given[key] for key in given if key != name}


def type_system() -> str:
    """Give the UIMA type system of what we write."""
    types: tuple[tuple[str, str, dict[str, str]], ...] = (
        (METADATA, "uima.tcas.DocumentAnnotation", {
            "documentTitle": "String",
            "documentId": "String",
            "documentUri": "String",
            "collectionId": "String",
            "documentBaseUri": "String",
            "isLastSegment": "Boolean",
        }),
        (SENTENCE, "uima.tcas.Annotation", {"id": "String"}),
        (TOKEN, "uima.tcas.Annotation", {}),
        (SENTENCE_LABEL, "uima.tcas.Annotation", dict.fromkeys(FEATURES, "String")),
        (NEWS_SPAN, "uima.tcas.Annotation", {LABEL: "String"}),
    )  # fmt: skip
    described = "".join(line for one in types for line in _described(*one))
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">\n'
        f"  <types>\n{described}  </types>\n</typeSystemDescription>\n"
    )


def _described(name: str, above: str, fields: Mapping[str, str]) -> Iterator[str]:
    yield f"    <typeDescription>\n      <name>{name}</name>\n      <description/>\n"
    yield f"      <supertypeName>{above}</supertypeName>\n"
    if fields:
        yield "      <features>\n"
        for field, kind in fields.items():
            yield f"        <featureDescription>\n          <name>{field}</name>\n          <description/>\n"
            yield f"          <rangeTypeName>uima.cas.{kind}</rangeTypeName>\n        </featureDescription>\n"
        yield "      </features>\n"
    yield "    </typeDescription>\n"
