"""MISP events: one per article, in it an object per claim and annotator with tags of the Admiralty scale.

`events/` is a MISP feed: `<uuid>.json` for each article, and `manifest.json`. A claim, that is a sentence
with a credibility, or with a label that the codebook counts as one, is an object of template `annotation`.
Its `text` has the tags `admiralty-scale:information-credibility="1"` to `"6"` as the annotator rated it,
`admiralty-scale:source-reliability="a"` to `"f"` of its sources in the register, and `annotator:label`,
`annotator:by`, `annotator:unit` and of gold `annotator:state`. Ids are the same whenever the same thing is
written; times are those of the records.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from annotator.interop.folder import OutputFolder
from annotator.interop.jsonl import as_line
from annotator.interop.rows import compact_json, to_cell
from annotator.interop.stable_ids import stable_uuid
from annotator.interop.writer import Exporter, FormatInfo, Item, Job, PlacedLabel, PlainWriter
from schemas import Annotation, Article

TEMPLATE = {
    "name": "annotation",
    "meta-category": "misc",
    "template_uuid": "5d8dc046-15a1-4ca3-a09f-ed4ede7c4487",
    "template_version": "3",
}
"""Of misp-objects; its `text` is the one attribute that an object must have."""

_NOT_IN_TAGS = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029]')
_ORGANISATION = "Annotator"

INFO = FormatInfo(
    name="misp",
    summary="MISP feed: claims with tags of the Admiralty scale, for threat intelligence platforms",
    files=("events/<uuid>.json", "events/manifest.json"),
    offset_unit="none",
    loses=(
        "sentences that are no claims, articles without a claim",
        "passages, attributes but credibility, where sentences are in the article",
        "how a label came about but for its times, the votes behind gold",
        "authors and language of an article",
        "quotation marks and backslashes in names of annotators",
    ),
)


class MispWriter(PlainWriter):
    """Writes an event per article, and keeps what the manifests say of each."""

    def __init__(self, folder: OutputFolder, job: Job) -> None:
        self._folder = folder
        self._job = job
        name = job.title or _ORGANISATION
        self._organisation = {"name": name, "uuid": stable_uuid("organisation", name)}
        self._manifests: dict[str, dict[str, Any]] = {part: {} for part in job.parts or ("",)}
        self._dropped: Counter[str] = Counter()

    def add(self, item: Item) -> None:
        """Write the event of one article, if it has claims."""
        claims = list(self._claims(item))
        if not claims:
            return
        article = item.article
        updated = max(placed.record.updated for placed in claims)
        first = min(placed.record.created for placed in claims)
        about = {
            "info": f"{article.outlet}: {article.title}" if article.outlet else article.title,
            "date": (article.published or str(to_cell(first)))[:10],
            "analysis": "2",
            "threat_level_id": "4",
            "timestamp": _seconds(updated),
            "Orgc": self._organisation,
            "Tag": [_tag("annotator:part", item.part)] if item.part else [],
        }
        uuid = stable_uuid("event", article.id)
        event = {
            "uuid": uuid,
            **about,
            "published": False,
            "distribution": "0",
            "Attribute": list(_links(article, _seconds(updated))),
            "Object": [self._object(article, placed) for placed in claims],
        }
        place = _folder_of(item.part)
        self._folder.write(f"{place}{uuid}.json", as_line(compact_json({"Event": event})), rows=len(claims))
        self._manifests[item.part][uuid] = about

    def finish(self) -> None:
        """Write the manifest of each feed."""
        for part, events in self._manifests.items():
            manifest = as_line(compact_json(dict(sorted(events.items()))))
            self._folder.write(f"{_folder_of(part)}manifest.json", manifest, rows=len(events))

    def dropped(self) -> Counter[str]:
        """Count the labels of what is no claim."""
        return self._dropped

    def _claims(self, item: Item) -> Iterator[PlacedLabel]:
        for placed in item.everybody():
            if placed.record.credibility is not None or self._is_claim(placed.record.label):
                yield placed
            elif placed.record.label is not None:
                self._dropped["label of a sentence that is no claim"] += 1

    def _is_claim(self, label: str | None) -> bool:
        if label is None:
            return False
        try:
            return self._job.codebook.label(label).claim
        except KeyError:
            return True

    def _object(self, article: Article, placed: PlacedLabel) -> dict[str, Any]:
        record, names = placed.record, (article.id, placed.unit.id, placed.annotator)
        time = _seconds(record.updated)
        fields = {
            "text": ("text", article.unit_text(placed.unit)),
            "type": ("text", "Annotation"),
            "creation-date": ("datetime", str(to_cell(record.created))),
            "modification-date": ("datetime", str(to_cell(record.updated))),
        }
        attributes = [
            _attribute(stable_uuid(name, *names), kind, "Other", value, time) | {"object_relation": name}
            for name, (kind, value) in fields.items()
        ]
        attributes[0]["comment"] = record.comment
        attributes[0]["Tag"] = list(self._tags(placed))
        return {
            "uuid": stable_uuid("object", *names),
            **TEMPLATE,
            "timestamp": time,
            "distribution": "5",
            "comment": "; ".join(self._sources(record)),
            "Attribute": attributes,
        }

    def _tags(self, placed: PlacedLabel) -> Iterator[dict[str, str]]:
        record = placed.record
        if record.credibility is not None:
            yield _tag("admiralty-scale:information-credibility", str(record.credibility))
        rated = {
            entry.reliability.value.lower()
            for one in record.attributions
            if (entry := self._job.sources.get(one.source_id or "")) is not None
            and entry.reliability is not None
        }
        for reliability in sorted(rated):
            yield _tag("admiralty-scale:source-reliability", reliability)
        if record.label is not None:
            yield _tag("annotator:label", record.label)
        yield _tag("annotator:by", placed.annotator)
        yield _tag("annotator:unit", placed.unit.id)
        if record.adjudication is not None:
            yield _tag("annotator:state", record.adjudication.origin.value)

    def _sources(self, record: Annotation) -> Iterator[str]:
        """Name the sources of a claim that are in the register, with their reliability."""
        for one in record.attributions:
            if (entry := self._job.sources.get(one.source_id or "")) is not None:
                rated = f" ({entry.reliability.value})" if entry.reliability is not None else ""
                yield f"{entry.name}{rated}"


def _folder_of(part: str) -> str:
    return f"{part}/events/" if part else "events/"


def _tag(predicate: str, value: str) -> dict[str, str]:
    return {"name": f'{predicate}="{_NOT_IN_TAGS.sub("_", value)}"'}


def _seconds(moment: datetime) -> str:
    return str(int(moment.timestamp()))


def _links(article: Article, time: str) -> Iterator[dict[str, Any]]:
    """Give where an article stands, if that is known."""
    if article.url:
        uuid = stable_uuid("link", article.id)
        yield _attribute(uuid, "link", "External analysis", article.url, time)


def _attribute(uuid: str, kind: str, category: str, value: str, time: str) -> dict[str, Any]:
    return {
        "uuid": uuid,
        "type": kind,
        "category": category,
        "value": value,
        "to_ids": False,
        "disable_correlation": True,
        "distribution": "5",
        "timestamp": time,
        "comment": "",
    }


EXPORTER = Exporter(INFO, MispWriter)
