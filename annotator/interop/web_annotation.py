"""W3C Web Annotation: for each article its text and an AnnotationCollection in JSON-LD.

`<article>.txt` is the text, `<article>.jsonld` what was said of it, one annotation per line of the file: for
each annotator and sentence one that classifies it (its label; `describing` without one), and one for each
passage (motivation `tagging`, the passage's name as in `annotator.interop.flat`). What else was said of a
sentence stands in bodies `describing`, as `name=value`; a comment in one of purpose `commenting`. Gold, with
its `state`, has the creator `gold`. A target has the exact words, what stands around them, and its position.

Ids are `urn:annotator:<article>:<unit>:<annotator>`, of passages with `:1`, `:2` … after it. The standard
counts positions in code points; `utf16` is for tools in JavaScript, most of which count UTF-16 code units.
"""

from collections.abc import Iterator
from json.encoder import encode_basestring as _string
from typing import Any
from urllib.parse import quote

from annotator.interop.flat import Flat, flatten
from annotator.interop.folder import OutputFolder
from annotator.interop.jsonl import as_line
from annotator.interop.losses import EMPTY, LAYOUT, VERSIONS
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
        "how a label came about but for its times (origin, seconds, suggestion, codebook, who settled gold, "
        "why, which votes)",
        LAYOUT,
        EMPTY,
        VERSIONS,
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


def _collection(article: Article, annotations: list[str]) -> str:
    """Put annotations, each as JSON, into a collection of one page, each on a line of its own."""
    name = URN + quote(article.id, safe="")
    head = {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": article.title,
        "total": len(annotations),
        "schema:about": _about(article),
    }
    page = {"id": f"{name}#page1", "type": "AnnotationPage", "partOf": name, "startIndex": 0}
    last = f'"last":"{page["id"]}"'
    before = f'{compact_json(head)[:-1]},\n{last},\n"first":{compact_json(page)[:-1]},"items":[\n'
    return as_line(before + ",\n".join(annotations) + "\n]}}")


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
            yield from self._all(placed)

    def _all(self, placed: PlacedLabel) -> Iterator[str]:
        # By hand: this is where the time goes. Names, labels and attributes are JSON strings by _string.
        record, unit = placed.record, placed.unit
        flat = flatten(record)
        name = f"{self._urn}:{unit.id}:{quote(placed.annotator, safe='')}"
        agent = "Organization" if placed.annotator == GOLD else "Person"
        by = (
            f'"creator":{{"id":"{URN}{quote(placed.annotator, safe="")}","type":"{agent}",'
            f'"name":{_string(placed.annotator)}}},"created":"{to_cell(record.created)}",'
            f'"modified":"{to_cell(record.updated)}"'
        )
        motivation = "describing" if flat.label is None else "classifying"
        bodies = ",".join(_bodies(flat, record))
        yield self._annotation(name, motivation, by, bodies, unit.start, unit.end)
        for number, passage in enumerate(flat.passages, start=1):
            body = _body("tagging", passage.name)
            yield self._annotation(f"{name}:{number}", "tagging", by, body, passage.start, passage.end)

    def _annotation(self, name: str, motivation: str, by: str, bodies: str, start: int, end: int) -> str:
        text = self._article.text
        exact, before, after = text[start:end], text[max(0, start - AROUND) : start], text[end : end + AROUND]
        if self._utf16 is not None:
            start, end = self._utf16.from_code_points(start), self._utf16.from_code_points(end)
        return (
            f'{{"id":"{name}","type":"Annotation","motivation":"{motivation}",{by},"body":[{bodies}],'
            f'"target":{{"source":"{self._source}","selector":[{{"type":"TextQuoteSelector",'
            f'"exact":{_string(exact)},"prefix":{_string(before)},"suffix":{_string(after)}}},'
            f'{{"type":"TextPositionSelector","start":{start},"end":{end}}}]}}}}'
        )


def _bodies(flat: Flat, record: Annotation) -> Iterator[str]:
    if flat.label is not None:
        yield _body("classifying", flat.label)
    if record.adjudication is not None:
        yield _body("describing", f"state={record.adjudication.origin.value}")
    for name, value in flat.attributes.items():
        yield _body("commenting", value) if name == "comment" else _body("describing", f"{name}={value}")


def _body(purpose: str, value: str) -> str:
    return f'{{"type":"TextualBody","purpose":"{purpose}","value":{_string(value)}}}'


EXPORTER = Exporter(INFO, WebAnnotationWriter)
