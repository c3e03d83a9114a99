"""UIMA CAS XMI, laid out as INCEpTION and WebAnno export a project.

`annotation/<article>/<annotator>.xmi` and `curation/<article>/CURATION_USER.xmi` (gold) hold the text with
DKPro's `Sentence` (a unit, `id` is ours) and `Token`, and the layers of `annotator.interop.uima_layers`;
`TypeSystem.xml` declares the types. An article without any label is `INITIAL_CAS.xmi`. Where there is a
record, there is a `SentenceLabel`. Offsets are UTF-16 code units. `names.json` has annotators' names by those
of files.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from annotator.interop.flat import flatten
from annotator.interop.folder import OutputFolder
from annotator.interop.losses import EMPTY, HISTORY, LAYOUT, OUTSIDE, VERSIONS
from annotator.interop.names import FILE
from annotator.interop.offsets import Utf16
from annotator.interop.tokens import tokens
from annotator.interop.uima_layers import CURATION, features, type_system
from annotator.interop.uima_project import ProjectWriter
from annotator.interop.writer import Exporter, FormatInfo, Job
from schemas import Annotation, Article, Unit

INFO = FormatInfo(
    name="xmi",
    summary="UIMA CAS XMI with DKPro sentences and custom layers, for INCEpTION, WebAnno and dkpro-cassis",
    files=(
        "annotation/<article>/<annotator>.xmi",
        f"curation/<article>/{CURATION}.xmi",
        "TypeSystem.xml",
        FILE,
    ),
    offset_unit="UTF-16 code units",
    loses=(
        HISTORY,
        LAYOUT,
        EMPTY,
        VERSIONS,
        "outlet, authors and date of an article",
        "characters that XML excludes",
    ),
    imported=True,
)

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"'
    ' xmlns:metadata="http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore"'
    ' xmlns:type="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore"'
    ' xmlns:custom="http:///webanno/custom.ecore" xmi:version="2.0">\n'
    '<cas:NULL xmi:id="0"/>\n'
)

# What XML 1.0 cannot hold at all, and what its attributes cannot hold as it is.
_EXCLUDED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_QUOTED = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


class XmiWriter(ProjectWriter):
    """Writes a file per article and annotator, and the types."""

    def __init__(self, folder: OutputFolder, job: Job) -> None:
        super().__init__(folder, job, ".xmi", _Cas)
        folder.write("TypeSystem.xml", type_system())


class _Cas:
    """One article with its sentences and tokens, to which anybody's labels are added."""

    def __init__(self, article: Article, dropped: Counter[str]) -> None:
        self._article = article
        self._dropped = dropped
        self._utf16 = Utf16(article.text)
        self._id = 1
        self._text = "".join([self._metadata(), *map(self._segments, article.units)])

    def with_labels(self, records: Mapping[str, Annotation]) -> str:
        """Give the document with these records, by unit."""
        last = self._id
        labels = [
            line
            for unit in self._article.units
            if (record := records.get(unit.id)) is not None
            for line in self._labels(unit, record)
        ]
        members = " ".join(map(str, range(2, self._id + 1)))
        self._id = last
        sofa = self._quoted(self._article.text)
        return (
            f"{_HEAD}{self._text}{''.join(labels)}"
            f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="{sofa}"/>\n'
            f'<cas:View sofa="1" members="{members}"/>\n</xmi:XMI>\n'
        )

    def _metadata(self) -> str:
        article = self._article
        said = {
            "language": article.language,
            "documentTitle": article.title,
            "documentId": article.id,
            "documentUri": article.url,
            "isLastSegment": "false",
        }
        return self._element("metadata:DocumentMetaData", 0, len(article.text), said)

    def _segments(self, unit: Unit) -> str:
        words = self._article.unit_text(unit)
        sentence = self._element("type:Sentence", unit.start, unit.end, {"id": unit.id})
        return sentence + "".join(
            self._element("type:Token", unit.start + start, unit.start + end, {})
            for start, end in tokens(words)
        )

    def _labels(self, unit: Unit, record: Annotation) -> Iterator[str]:
        flat = flatten(record)
        yield self._element("custom:SentenceLabel", unit.start, unit.end, features(flat, record))
        for passage in flat.passages:
            if unit.start <= passage.start < passage.end <= unit.end:
                yield self._element("custom:NewsSpan", passage.start, passage.end, {"label": passage.name})
            else:
                self._dropped[OUTSIDE] += 1

    def _element(self, name: str, start: int, end: int, said: Mapping[str, str]) -> str:
        self._id += 1
        begin, stop = self._utf16.from_code_points(start), self._utf16.from_code_points(end)
        rest = "".join(f' {key}="{self._quoted(value)}"' for key, value in said.items())
        return f'<{name} xmi:id="{self._id}" sofa="1" begin="{begin}" end="{stop}"{rest}/>\n'

    def _quoted(self, text: str) -> str:
        text, excluded = _EXCLUDED.subn("\ufffd", text)
        if excluded:
            self._dropped["character that XML excludes"] += excluded
        return text.translate(_QUOTED)


EXPORTER = Exporter(INFO, XmiWriter)
