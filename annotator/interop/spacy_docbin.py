"""spaCy DocBin: `articles/` has a Doc per article, `sentences/` one per sentence, for training with spaCy.

Docs have the tokens of spaCy's blank pipeline of the article's language. `doc.spans` has what each annotator
(and `gold`) marked under the annotator's name, each span labelled with its passage's name (see
`annotator.interop.flat`); in articles, also the labels of sentences under `<annotator>/sentences`. A passage
with an end inside a token is widened to the token in `doc.spans`, and exact in the user data. In sentences
`doc.cats` has 1.0 for the one label (gold, else that on which all agree) and 0.0 for the others; without one
it is empty, which spaCy's text categorisers take for missing.

`doc.user_data` has of articles `article`, `title`, `outlet`, `url`, `authors`, `published`, `language`,
`sha256`, and `units` (each id with its first code point and the one after its last); of sentences `article`,
`unit`, `start` (in the article), `language`, `label`, `state` and `votes`; and `records`, by annotator (in
articles then by unit): `label`, `attributes`, `passages` (start, end and name, into the doc's text), of gold
`state`.

Both folders have a file for every so many tokens; `spacy train` takes a folder. Read a file with
`DocBin().from_disk(path).get_docs(spacy.blank("xx").vocab)`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from annotator.interop.flat import Flat, Passage, flatten
from annotator.interop.folder import OutputFolder
from annotator.interop.losses import HISTORY, LAYOUT, VERSIONS
from annotator.interop.names import records_apart
from annotator.interop.sentences import Sentence, sentences
from annotator.interop.writer import Exporter, FormatInfo, Item, Job, PlainWriter
from schemas import Annotation, Article

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MAX_TOKENS = 500_000
"""Of the articles in one file; a file's docs are in memory until it is written."""

_ABOUT = ("title", "outlet", "url", "authors", "published", "language", "sha256")
_ANY_LANGUAGE = "xx"

INFO = FormatInfo(
    name="spacy",
    summary="spaCy DocBin: articles with spans per annotator, sentences with their label in doc.cats",
    files=("articles/00000.spacy", "sentences/00000.spacy"),
    loses=(
        HISTORY,
        LAYOUT,
        VERSIONS,
        "passages that end inside a token, in doc.spans: they are widened there, and exact in doc.user_data",
    ),
    extra="spacy",
    needs=("spacy",),
)


class SpacyWriter(PlainWriter):
    """Gathers docs until there are enough for a file."""

    def __init__(self, folder: OutputFolder, job: Job) -> None:
        self._folder = folder
        self._labels = job.codebook.label_names
        self._shards: dict[str, _Shard] = {}
        self._numbers: Counter[str] = Counter()

    def add(self, item: Item) -> None:
        """Take in one article; write the files that are full."""
        part = item.part
        if part not in self._shards:
            self._shards[part] = _Shard(self._labels)
        shard = self._shards[part]
        shard.add(item)
        if shard.tokens >= MAX_TOKENS:
            self._write(part, self._shards.pop(part))

    def finish(self) -> None:
        """Write what is left."""
        for part, shard in sorted(self._shards.items()):
            self._write(part, shard)

    def _write(self, part: str, shard: "_Shard") -> None:
        name = f"{self._numbers[part]:05}.spacy"
        before = f"{part}/" if part else ""
        self._numbers[part] += 1
        self._folder.write(f"{before}articles/{name}", shard.articles.to_bytes(), rows=len(shard.articles))
        self._folder.write(f"{before}sentences/{name}", shard.sentences.to_bytes(), rows=len(shard.sentences))


class _Shard:
    """The docs of one file of either kind, with vocabularies of their own."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        from spacy.tokens import DocBin

        self.articles: DocBin = DocBin(attrs=["ORTH"], store_user_data=True)
        self.sentences: DocBin = DocBin(attrs=["ORTH"], store_user_data=True)
        self.tokens = 0
        self._labels = labels
        self._pipelines: dict[str, Language] = {}

    def add(self, item: Item) -> None:
        """Take in one article and its sentences."""
        article = item.article
        language = self._pipeline(article.language)
        apart = records_apart(item)
        doc = _article_doc(language, article, apart)
        self.tokens += len(doc)
        self.articles.add(doc)
        for sentence in sentences(item):
            self.sentences.add(_sentence_doc(language, article, sentence, apart, self._labels))

    def _pipeline(self, tag: str) -> "Language":
        """Give the blank pipeline of a language, or of any where spaCy or a package for it has none."""
        import spacy

        name = tag.partition("-")[0]
        if name not in self._pipelines:
            try:
                self._pipelines[name] = spacy.blank(name)
            except ImportError:
                self._pipelines[name] = spacy.blank(_ANY_LANGUAGE)
        return self._pipelines[name]


def _article_doc(
    language: "Language", article: Article, apart: Mapping[str, Mapping[str, Annotation]]
) -> "Doc":
    doc = _doc(language, article.text)
    about = article.model_dump(mode="json", include=set(_ABOUT))
    doc.user_data.update({"article": article.id, **{name: about[name] for name in _ABOUT}})
    doc.user_data["units"] = [[unit.id, unit.start, unit.end] for unit in article.units]
    said: dict[str, dict[str, Any]] = {}
    for annotator, records in apart.items():
        flats = {unit.id: flatten(records[unit.id]) for unit in article.units if unit.id in records}
        said[annotator] = {unit: _said(flat, records[unit]) for unit, flat in flats.items()}
        _mark(doc, annotator, [passage for flat in flats.values() for passage in flat.passages])
        labelled = [
            Passage(unit.start, unit.end, label)
            for unit in article.units
            if unit.id in flats and (label := flats[unit.id].label) is not None
        ]
        _mark(doc, f"{annotator}/sentences", labelled)
    doc.user_data["records"] = said
    return doc


def _sentence_doc(
    language: "Language",
    article: Article,
    sentence: Sentence,
    apart: Mapping[str, Mapping[str, Annotation]],
    labels: tuple[str, ...],
) -> "Doc":
    unit = sentence.unit
    doc = _doc(language, article.unit_text(unit))
    if sentence.label is not None:
        doc.cats = {name: float(name == sentence.label) for name in labels}
    said: dict[str, Any] = {}
    for annotator, records in apart.items():
        if (record := records.get(unit.id)) is None:
            continue
        flat = flatten(record, unit.start)
        said[annotator] = _said(flat, record)
        if flat.passages:
            _mark(doc, annotator, flat.passages)
    doc.user_data.update(
        article=article.id,
        unit=unit.id,
        start=unit.start,
        language=article.language,
        label=sentence.label,
        state=sentence.state.value,
        votes=dict(sorted(sentence.votes.items())),
        records=said,
    )
    return doc


def _doc(language: "Language", text: str) -> "Doc":
    language.max_length = max(language.max_length, len(text))  # a limit for parsers, not for tokens
    return language.make_doc(text)


def _said(flat: Flat, record: Annotation) -> dict[str, Any]:
    said = {
        "label": flat.label,
        "attributes": dict(flat.attributes),
        "passages": [list(passage) for passage in flat.passages],
    }
    if record.adjudication is not None:
        said["state"] = record.adjudication.origin.value
    return said


def _mark(doc: "Doc", key: str, passages: Iterable[Passage]) -> None:
    """Put passages into `doc.spans`, as far as they are in the doc; whole tokens."""
    length = len(doc.text)
    found = [
        doc.char_span(start, end, label=name, alignment_mode="expand")
        for start, end, name in passages
        if 0 <= start < end <= length
    ]
    doc.spans[key] = [span for span in found if span is not None]


EXPORTER = Exporter(INFO, SpacyWriter)
