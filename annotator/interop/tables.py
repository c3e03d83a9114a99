"""Tables with types that hold a whole dataset: sentences, annotations, articles; for Parquet and its kin.

- `sentences`: every unit, labelled or not, with its one label and what that rests on (`state`), how its
  annotators are divided, and the attributes and passages of the record that speaks for it: gold, else that of
  its only annotator.
- `annotations`: every record of every annotator, and gold under the name `gold`, each with all its fields.
- `articles`: the texts that offsets point into, and what is known of them.

Offsets are code points. `start` and `end` of a unit point into the article's text, those of a passage into
the sentence; its `article_start` and `article_end` into the article's.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

from annotator.interop.arrow import Column, Kind, records
from annotator.interop.flat import OF_SOURCES, SAID, passages
from annotator.interop.sentences import Sentence, sentences
from annotator.interop.writer import Item, Job
from schemas import GOLD, Annotation, Article, Unit

Row = tuple[Any, ...]

_WHERE = (
    Column("article", "Id of the article"),
    Column("unit", "Id of the sentence in its article"),
    Column("start", "Where it begins in the article's text, in code points", Kind.WHOLE),
    Column("end", "Where it ends there, exclusive", Kind.WHOLE),
    Column("text", "Its words; null in a dataset without text"),
    Column("text_sha256", "SHA-256 of its words in UTF-8"),
)

_SAID = (
    Column("same_source", "The source is that of the sourced sentence before", Kind.FLAG),
    Column("hedge", "certain, hedged or denied; null: left at certain"),
    Column("check_worthiness", "0 background, 1 ordinary, 2 matters if false; null: left at 1", Kind.WHOLE),
    Column("gap", "It says only that information is missing", Kind.FLAG),
    Column("credibility", "NATO Admiralty scale, 1 confirmed to 6 cannot be judged", Kind.WHOLE),
    Column("mixed", "It holds more than one kind of claim", Kind.FLAG),
    Column("low_confidence", "The annotator was not sure", Kind.FLAG),
    Column("flag", "Flagged for a second look", Kind.FLAG),
    Column("comment", "The annotator's comment"),
    records(
        "attributions",
        "Who said it: one for each source, in order",
        Column("source_type", "Kind of the source"),
        Column("directness", "indirect, direct or mixed"),
        Column("source_view", "The content is the source's opinion", Kind.FLAG),
        Column("chain_length", "1: the source spoke to the outlet; each relay adds one", Kind.WHOLE),
        Column("source_id", "Entry of the project's source register"),
        Column("via", "Entries of the relays, nearest to the source first", many=True),
    ),
    records(
        "passages",
        "Named stretches; those of the second attribution end in #2",
        Column("start", "Where it begins in the sentence, in code points", Kind.WHOLE),
        Column("end", "Where it ends there, exclusive", Kind.WHOLE),
        Column("article_start", "Where it begins in the article's text", Kind.WHOLE),
        Column("article_end", "Where it ends there, exclusive", Kind.WHOLE),
        Column("name", "source, cue, content, or the kind of a bias mark"),
        Column("text", "Its words; null in a dataset without text"),
    ),
)

_SPLIT = Column("split", "Part of the split that the article belongs to; null: there is none")

SENTENCES = (
    *_WHERE,
    Column("label", "The one label; null: there is none, see state", Kind.LABEL),
    Column("state", "What the label rests on: decided, majority, unanimous, agreed, single; or why none"),
    Column("distribution", "Share of votes of each label, in their order", Kind.NUMBER, many=True),
    records(
        "labels",
        "What each annotator said, without gold",
        Column("annotator", "Name of the annotator"),
        Column("label", "Their label; null: none", Kind.LABEL),
    ),
    *_SAID,
    Column("kind", "sentence, heading, caption, …"),
    Column("paragraph", "Number of the paragraph, from 1", Kind.WHOLE),
    Column("quotation", "Number of the quotation that it belongs to", Kind.WHOLE),
    Column("title", "Of the article"),
    Column("outlet", "Of the article"),
    Column("url", "Of the article"),
    Column("published", "Of the article: ISO 8601 date, or date and time"),
    Column("language", "Of the article: BCP 47"),
    Column("group", "What stays together in a split"),
    _SPLIT,
)

ANNOTATIONS = (
    *_WHERE,
    Column("annotator", "Name of the annotator; gold: adjudicated"),
    Column("label", "Their label; null: only a flag, a comment, …", Kind.LABEL),
    *_SAID,
    Column("origin", "manual, suggestion_accepted, suggestion_edited or imported"),
    Column("suggestion", "Label that was offered"),
    Column("suggestion_version", "What offered it"),
    Column("seconds", "Active time spent on it", Kind.NUMBER),
    Column("created", "When it was first labelled", Kind.MOMENT),
    Column("updated", "When it was last changed", Kind.MOMENT),
    Column("codebook", "Codebook that the label was given under"),
    Column("codebook_version", "Its version"),
    Column("state", "Of gold: decided, majority, unanimous or declined"),
    Column("adjudicator", "Of gold: who decided"),
    Column("taken_from", "Of gold: whose version was taken as it is"),
    Column("reason", "Of gold: why annotators disagreed"),
    Column("note", "Of gold: the adjudicator's note"),
    Column("needs_change", "Of gold: number of the codebook's rule that needs a change", Kind.WHOLE),
    Column("open", "Of gold: attributes on which annotators differ and nobody decided", many=True),
    records(
        "votes",
        "Of gold: what annotators had said when it was settled",
        Column("annotator", "Name of the annotator"),
        Column("label", "Their label", Kind.LABEL),
        Column("updated", "Of their record", Kind.MOMENT),
    ),
    _SPLIT,
)

ARTICLES = (
    Column("id", "Id of the article"),
    Column("title", "Its title"),
    Column("outlet", "Who published it"),
    Column("url", "Where"),
    Column("authors", "Who wrote it", many=True),
    Column("published", "ISO 8601 date, or date and time"),
    Column("language", "BCP 47"),
    Column("sha256", "SHA-256 of its text in UTF-8"),
    Column("text", "Its text; null in a dataset without text"),
    Column("units", "How many sentences it has", Kind.WHOLE),
    Column("replaces", "Id of the version before it"),
    records(
        "near_duplicates",
        "Articles that were there before and share much of the text",
        Column("article", "Id of the other article"),
        Column("similarity", "Share of the shorter one's word 5-grams", Kind.NUMBER),
    ),
    Column("group", "What stays together in a split"),
    _SPLIT,
)

TABLES = {"sentences": SENTENCES, "annotations": ANNOTATIONS, "articles": ARTICLES}
"""Every table by name."""

LOSES = (
    "how articles were imported and edited",
    "entries of the source register",
)
"""What the tables cannot hold."""

_said = attrgetter(*SAID)
_of_sources = attrgetter(*OF_SOURCES)
_of_record = attrgetter("origin", "suggestion", "seconds", "created", "updated", "codebook")
_of_article = attrgetter("title", "outlet", "url", "published", "language")
_GOLD = ("origin", "adjudicator", "taken_from", "reason", "note", "needs_change", "open")
_of_gold = attrgetter(*_GOLD)
_NOTHING_SAID: Row = (*(None,) * len(SAID), [], [])
_NO_GOLD: Row = (*(None,) * (len(_GOLD) - 1), [], [])
_OUTSIDE = "passage that leaves its sentence"
_UNKNOWN = "label that the codebook does not have"


class Rows:
    """Makes the rows of an article for each table; `dropped` counts what they cannot hold."""

    def __init__(self, job: Job, *, numbered: bool) -> None:
        """Write labels as their names, or `numbered`."""
        self.dropped: Counter[str] = Counter()
        self._text = job.options.text
        self._names = job.codebook.label_names
        self._written: dict[str | None, str | int | None] = {None: None}
        self._written |= {name: place if numbered else name for place, name in enumerate(self._names)}

    def article(self, item: Item) -> Row:
        """Give the row of `articles`."""
        article = item.article
        return (
            article.id,
            article.title,
            article.outlet,
            article.url,
            article.authors,
            article.published,
            article.language,
            article.sha256,
            article.text if self._text else None,
            len(article.units),
            article.replaces or None,
            [(other.article, other.similarity) for other in article.near_duplicates],
            item.group or None,
            item.part or None,
        )

    def of_units(self, item: Item) -> Iterator[tuple[Row, list[Row]]]:
        """Give the row of `sentences` for each unit, with its rows of `annotations`."""
        article, part = item.article, item.part or None
        about = (*_of_article(article), item.group or None, part)
        for sentence in sentences(item):
            given = [(placed.annotator, placed.record) for placed in sentence.labels]
            if sentence.gold is not None and all(name != GOLD for name, _ in given):
                given.append((GOLD, sentence.gold))
            where = self._where(article, sentence.unit, given)
            said = [(name, record, self._all_said(article, sentence.unit, record)) for name, record in given]
            annotations = [self._annotation(where, *one, part) for one in said]
            yield self._sentence(where, sentence, _spoken(sentence, said), about), annotations

    def _where(self, article: Article, unit: Unit, given: Sequence[tuple[str, Annotation]]) -> Row:
        text = article.unit_text(unit) if self._text else None
        sha256 = given[0][1].text_sha256 if given else article.unit_sha256(unit)
        return article.id, unit.id, unit.start, unit.end, text, sha256

    def _sentence(self, where: Row, sentence: Sentence, spoken: Row, about: Row) -> Row:
        unit = sentence.unit
        shares = list(sentence.distribution(self._names).values()) if sentence.votes else None
        labels = [
            (placed.annotator, self._written.get(placed.record.label))
            for placed in sentence.labels
            if placed.record.label is not None and placed.record.adjudication is None
        ]
        return (
            *where,
            self._written.get(sentence.label),
            sentence.state.value,
            shares,
            labels,
            *spoken,
            unit.kind.value,
            unit.paragraph,
            unit.quotation,
            *about,
        )

    def _annotation(self, where: Row, name: str, record: Annotation, said: Row, part: str | None) -> Row:
        origin, offered, seconds, created, updated, codebook = _of_record(record)
        return (
            *where,
            name,
            self._label(record.label),
            *said,
            origin.value,
            offered and offered.label,
            offered and offered.version,
            seconds,
            created,
            updated,
            codebook.name,
            codebook.version,
            *self._gold(record),
            part,
        )

    def _gold(self, record: Annotation) -> Row:
        if record.adjudication is None:
            return _NO_GOLD
        rests_on = record.adjudication
        votes = [(vote.annotator, self._written.get(vote.label), vote.updated) for vote in rests_on.votes]
        return (*_of_gold(rests_on), votes)

    def _all_said(self, article: Article, unit: Unit, record: Annotation) -> Row:
        attributions = [_of_sources(attribution) for attribution in record.attributions]
        return (*_said(record), attributions, self._passages(article, unit, record))

    def _passages(self, article: Article, unit: Unit, record: Annotation) -> list[Row]:
        rows: list[Row] = []
        for start, end, name in passages(record):
            if not unit.start <= start < end <= unit.end:
                self.dropped[_OUTSIDE] += 1
                continue
            text = article.text[start:end] if self._text else None
            rows.append((start - unit.start, end - unit.start, start, end, name, text))
        return rows

    def _label(self, name: str | None) -> str | int | None:
        """Give what is written for a label; one that the codebook does not have is counted instead."""
        try:
            return self._written[name]
        except KeyError:
            self.dropped[_UNKNOWN] += 1
            return None


def _spoken(sentence: Sentence, said: Sequence[tuple[str, Annotation, Row]]) -> Row:
    """Give the attributes and passages of the record that speaks for the sentence: see `Sentence.record`."""
    if sentence.gold is not None:
        return next(row for name, _, row in said if name == GOLD)
    return said[0][2] if len(said) == 1 else _NOTHING_SAID
