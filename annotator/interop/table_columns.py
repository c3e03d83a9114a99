"""Tables with types that hold a whole dataset: sentences, annotations, articles; for Parquet and its kin.

- `sentences`: every unit, labelled or not, with its one label and what that rests on (`state`), how its
  annotators are divided, and the attributes and passages of the record that speaks for it: gold, else that of
  its only annotator.
- `annotations`: every record of every annotator, and gold under the name `gold`, each with all its fields.
- `articles`: the texts that offsets point into, and what is known of them.

Offsets are code points. `start` and `end` of a unit point into the article's text, those of a passage into
the sentence; its `article_start` and `article_end` into the article's.
"""

from annotator.interop.arrow import Column, Kind, records

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
    Column(
        "distribution",
        "Share of votes of each label, in the codebook's order; empty: nobody voted",
        Kind.NUMBER,
        many=True,
    ),
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

WHERE = (*(column.name for column in _WHERE), _SPLIT.name)
"""Columns that say where a sentence stands."""
SAID = tuple(column.name for column in _SAID)
"""Columns that hold what a record says besides its label."""
