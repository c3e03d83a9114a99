"""W3C Web Annotation: for each article its text and an AnnotationCollection in JSON-LD.

`<article>.txt` is the text, `<article>.jsonld` what was said of it, one annotation per line of the file: for
each annotator and sentence one that classifies it (its label; `describing` without one), and one for each
passage (motivation `tagging`, the passage's name as in `annotator.interop.flat`). What else was said of a
sentence stands in bodies `describing`, as `name=value`; a comment in one of purpose `commenting`. Gold, with
its `state`, has the creator `gold`. A target has the exact words, what stands around them, and its position.

Ids are `urn:annotator:<article>:<unit>:<annotator>`, of passages with `:1`, `:2` … after it. The standard
counts positions in code points; `utf16` is for tools in JavaScript, most of which count UTF-16 code units.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from annotator.interop.flat import Flat, flatten
from annotator.interop.folder import OutputFolder
from annotator.interop.jsonl import as_line
from annotator.interop.offsets import Utf16
from annotator.interop.rows import compact_json, to_cell
from annotator.interop.writer import Exporter, FormatInfo, Item, Job, PlacedLabel, PlainWriter
from schemas import GOLD, Annotation, Article

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
URN = "urn:annotator:"
AROUND = 32
"""Code points before and after the words of a target that tell them from the same words elsewhere."""

INFO = FormatInfo(
    name="w3c",
    summary="W3C Web Annotation (JSON-LD): texts and their annotations, for Recogito and other web tools",
    files=("<article>.txt", "<article>.jsonld"),
    offset_unit="code points, or UTF-16 code units with --offsets utf16",
    loses=(
        "where sentences begin and end that nobody labelled",
        "how a label was given (origin, suggestion, codebook, seconds), the votes behind a gold label",
    ),
    imported=True,
)


class WebAnnotationWriter(PlainWriter):
    """Writes a text and a collection of annotations per article."""

    def __init__(self, folder: OutputFolder, job: Job) -> None:
        self._folder = folder
        self._job = job

    def add(self, item: Item) -> None:
        """Write one article."""
        article = item.article
        place = f"{item.part}/{article.id}" if item.part else article.id
        self._folder.write(f"{place}.txt", article.text)
        lines = list(_Annotations(article, self._job.options.offsets == "utf16").of(item))
        self._folder.write(f"{place}.jsonld", _collection(article, lines), rows=len(lines))


def _collection(article: Article, lines: list[str]) -> str:
    """Put annotations, each as JSON in a line, into a collection of one page."""
    name = URN + quote(article.id, safe="")
    head = {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": article.title,
        "total": len(lines),
        "schema:about": _about(article),
    }
    page = {"id": f"{name}#page1", "type": "AnnotationPage", "partOf": name, "startIndex": 0}
    before = f'{_line(head)[:-1]},\n"last":{_line(page["id"])},\n"first":{_line(page)[:-1]},"items":['
    return before + ",".join(f"\n{line}" for line in lines) + "\n]}}\n"


def _about(article: Article) -> dict[str, Any]:
    """Describe an article in the words of schema.org, for which the context of annotations has a prefix."""
    said = {
        "schema:identifier": article.id,
        "schema:sha256": article.sha256,
        "schema:headline": article.title,
        "schema:publisher": article.outlet,
        "schema:url": article.url,
        "schema:author": list(article.authors),
        "schema:datePublished": article.published,
        "schema:inLanguage": article.language,
    }
    return {"type": "schema:NewsArticle", **{name: value for name, value in said.items() if value}}


class _Annotations:
    """Makes the annotations of one article."""

    def __init__(self, article: Article, utf16: bool) -> None:
        self._article = article
        self._urn = URN + quote(article.id, safe="")
        self._source = quote(f"{article.id}.txt")
        self._utf16 = Utf16(article.text) if utf16 else None

    def of(self, item: Item) -> Iterator[str]:
        """Give every annotation as JSON without line ends: sentence by sentence, then by annotator."""
        for placed in item.everybody():
            for annotation in self._all(placed):
                yield _line(annotation)

    def _all(self, placed: PlacedLabel) -> Iterator[dict[str, Any]]:
        flat, unit = flatten(placed.record), placed.unit
        name = f"{self._urn}:{unit.id}:{quote(placed.annotator, safe='')}"
        creator = _creator(placed.annotator)
        times = {"created": to_cell(placed.record.created), "modified": to_cell(placed.record.updated)}
        yield {
            "id": name,
            "type": "Annotation",
            "motivation": "describing" if flat.label is None else "classifying",
            "creator": creator,
            **times,
            "body": list(_bodies(flat, placed.record)),
            "target": self._target(unit.start, unit.end),
        }
        for number, passage in enumerate(flat.passages, start=1):
            yield {
                "id": f"{name}:{number}",
                "type": "Annotation",
                "motivation": "tagging",
                "creator": creator,
                **times,
                "body": [_body("tagging", passage.name)],
                "target": self._target(passage.start, passage.end),
            }

    def _target(self, start: int, end: int) -> dict[str, Any]:
        text = self._article.text
        words = {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - AROUND) : start],
            "suffix": text[end : end + AROUND],
        }
        if self._utf16 is not None:
            start, end = self._utf16.from_code_points(start), self._utf16.from_code_points(end)
        position = {"type": "TextPositionSelector", "start": start, "end": end}
        return {"source": self._source, "selector": [words, position]}


def _creator(annotator: str) -> Mapping[str, str]:
    agent = "Organization" if annotator == GOLD else "Person"
    return {"id": URN + quote(annotator, safe=""), "type": agent, "name": annotator}


def _bodies(flat: Flat, record: Annotation) -> Iterator[dict[str, str]]:
    if flat.label is not None:
        yield _body("classifying", flat.label)
    if record.adjudication is not None:
        yield _body("describing", f"state={record.adjudication.origin.value}")
    for name, value in flat.attributes.items():
        yield _body("commenting", value) if name == "comment" else _body("describing", f"{name}={value}")


def _body(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _line(value: Any) -> str:
    return as_line(compact_json(value)).rstrip("\n")


EXPORTER = Exporter(INFO, WebAnnotationWriter)
