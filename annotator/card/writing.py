"""The dataset card as Markdown, to be read by people: figures in tables, answers as they were given."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from annotator.card.agreeing import agreement_section
from annotator.card.answers import HEADINGS, NOT_PROVIDED
from annotator.card.facts import CardFacts, PartFacts
from annotator.card.markdown import code, counted, escaped, share, table
from annotator.card.reading import how_to_read
from schemas import Codebook, DatasetInfo

if TYPE_CHECKING:
    from annotator.interop.export import Manifest

WITH_TEXT = "The words of the articles are in it; whose they are is said under “Rights in the texts”."
WITHOUT_TEXT = (
    "The words of the articles are **not** in it: positions, hashes and labels only. Who has the articles in "
    "an Annotator project puts the words back with `annotator rehydrate`, which checks every hash."
)


def some_text(missing: int) -> str:
    """Say that a few articles could not get their words back."""
    return f"The words of {counted(missing, 'article')} are **not** in it; those of the others are."


_MOST_OUTLETS = 20
_MOST_MONTHS = 24
_ABOUT = ("version", "licence", "text_rights", "language_variety", "contact", "citation")

_STATES: Mapping[str, str] = {
    "decided": "an adjudicator decided",
    "majority": "an adjudicator let the label of more than half count",
    "unanimous": "all annotators agree, and it was taken as gold",
    "declined": "an adjudicator found that no label is right: no label",
    "agreed": "two or more annotators agree; not adjudicated",
    "single": "one annotator labelled it; not adjudicated",
    "disagreed": "annotators differ and nobody has settled it: no label",
    "unlabelled": "nobody labelled it: no label",
}
_REASONS: Mapping[str, str] = {
    "ambiguous_text": "the text can be read in two ways",
    "codebook_gap": "the codebook does not say",
    "slip": "somebody slipped",
    "subjective": "both readings are legitimate",
}


def write_card(
    title: str, facts: CardFacts, info: DatasetInfo, codebook: Codebook, manifest: "Manifest | None" = None
) -> str:
    """Give the whole card; without a manifest it is that of the project, not of files."""
    sections = (
        [f"# {escaped(title)}", ""],
        _summary(facts, codebook, manifest),
        _about(info),
        _labels(facts),
        _settling(facts),
        _annotators(facts, manifest),
        agreement_section(facts.agreement),
        _offers(facts),
        _texts(facts),
        _told(info),
        _codebook(codebook),
        _files(manifest) if manifest else [],
        _again(facts, manifest),
    )
    lines = [line for section in sections for line in section]
    kept = [line for before, line in pairwise(["", *lines]) if line or before]
    return "\n".join(kept).strip() + "\n"


def _summary(facts: CardFacts, codebook: Codebook, manifest: "Manifest | None") -> list[str]:
    whole = facts.whole
    outlets = len([name for name in facts.outlets if name])
    of = f" of {counted(outlets, 'outlet')}" if outlets else ""
    who = f", labelled by {counted(len(facts.annotators), 'annotator')}" if facts.annotators else ""
    text = (
        f"{counted(whole.sentences, 'sentence')} in {counted(whole.articles, 'article')}{of}{who}. The label "
        f"answers one question: *{escaped(codebook.question)}*"
    )
    if manifest is None:
        return [text, ""]
    return [text, "", WITH_TEXT if manifest.options.text else WITHOUT_TEXT, ""]


def _about(info: DatasetInfo) -> list[str]:
    lines = [f"- {HEADINGS[field]}: {_answer(info, field)}" for field in _ABOUT]
    return ["## About", "", *lines, ""]


def _answer(info: DatasetInfo, field: str) -> str:
    return " ".join(getattr(info, field).split()) or f"*{NOT_PROVIDED}*"


def _labels(facts: CardFacts) -> list[str]:
    parts = {"all": facts.whole, **facts.parts}
    header = ["", *(escaped(name) for name in parts)]
    rows = [["articles", *(f"{part.articles:,}" for part in parts.values())]]
    rows += [["sentences", *(f"{part.sentences:,}" for part in parts.values())]]
    rows += [
        [code(label), *(_with_share(part.labels.get(label, 0), part) for part in parts.values())]
        for label in facts.whole.labels
    ]
    without = [part.sentences - sum(part.labels.values()) for part in parts.values()]
    rows += [["no label", *(_with_share(n, part) for n, part in zip(without, parts.values(), strict=True))]]
    return ["## Sentences", *table(header, rows, "l" + "r" * len(parts))]


def _with_share(count: int, part: PartFacts) -> str:
    return f"{count:,} ({share(count, part.sentences)})"


def _settling(facts: CardFacts) -> list[str]:
    """What the label of a sentence rests on, and how disagreements were settled."""
    lines = ["## What a label rests on, and how disagreements were settled", ""]
    said = (
        "A sentence has one label: the adjudicated one (gold); without gold, that of all who gave one, if they "
        "agree. Ties are never broken."
    )
    meanings = dict(_STATES)
    if facts.annotators:
        said += " What each annotator said is in it besides, as far as the format can hold it."
    else:
        said += " What annotators said themselves was not asked for: it is not in it."
        meanings["unlabelled"] = "it has no adjudicated label"
    lines += [said]
    rows = [
        [code(state), words, f"{facts.whole.states[state]:,}"]
        for state, words in meanings.items()
        if state in facts.whole.states
    ]
    lines += table(("state", "what it means", "sentences"), rows, "llr")
    if facts.gold:
        lines += [f"{counted(facts.adjudicators, 'person', 'people')} settled disagreements.", ""]
    if facts.reasons:
        why = (f"{_REASONS.get(name, name)} ({count:,})" for name, count in facts.reasons.items())
        lines += [f"Why annotators disagreed, as adjudicators saw it: {'; '.join(why)}.", ""]
    return lines


def _annotators(facts: CardFacts, manifest: "Manifest | None") -> list[str]:
    if not facts.annotators:
        return []
    names = list(facts.whole.labels)
    rows = [
        [escaped(name), *(f"{labels[label]:,}" for label in names), f"{sum(labels.values()):,}"]
        for name, labels in facts.annotators.items()
    ]
    lines = ["## Labels by annotator"]
    lines += table(("annotator", *map(code, names), "all"), rows, "l" + "r" * (len(names) + 1))
    if manifest is None or not manifest.pseudonyms:
        return lines
    said = "Names are pseudonyms; who is who stays with the project."
    if facts.comments:
        said += f" Comments and notes ({facts.comments:,}) are free text, **not** searched for names."
    return [*lines, said, ""]


def _offers(facts: CardFacts) -> list[str]:
    if not facts.annotators:
        return []
    offers, lines = facts.offers, ["## Suggestions", ""]
    imported = facts.origins.get("imported", 0)
    if imported:
        lines += [f"{counted(imported, 'label')} came from another tool.", ""]
    if not offers.offered:
        return [*lines, "No label was given with a suggestion in sight.", ""]
    lines += [
        f"Of {counted(offers.labels, 'label')} that annotators gave, {offers.offered:,} "
        f"({share(offers.offered, offers.labels)}) were given with a suggestion of rules in sight:"
    ]
    what = (
        ("taken as it was", offers.accepted),
        ("taken, then changed", offers.edited),
        ("given by hand, the same label", offers.same),
        ("given by hand, another label", offers.overruled),
    )
    rows = [(words, f"{count:,}", share(count, offers.offered)) for words, count in what]
    return [*lines, *table(("", "labels", "share"), rows, "lrr")]


def _texts(facts: CardFacts) -> list[str]:
    whole = facts.whole
    lines = ["## Texts", "", f"{facts.characters:,} characters in {counted(whole.articles, 'article')}."]
    lines += table(("outlet", "articles"), _most(facts.outlets, _MOST_OUTLETS, "outlet"), "lr")
    lines += table(("published", "articles"), _times(facts.months), "lr")
    listed = (
        ("Languages", facts.languages),
        ("Kinds of sentences in the layout", facts.kinds),
        ("Read from", facts.formats),
        ("Sentences found by", facts.segmenters),
        ("Made canonical at import, by number of articles", facts.changes),
    )
    lines += [f"- {what}: {_listed(counts)}" for what, counts in listed if counts]
    return [
        *lines,
        f"- Duplicates: the same text is never imported twice; {counted(facts.replaced, 'article')} left out "
        f"since a newer version is there; {facts.near_duplicates:,} share much of their words with another "
        "one, and stay with it in one part of a split",
        f"- Changed by hand after the import (sentences split or joined, metadata): {facts.edited:,}",
        "- Texts are as they were read, but for this: line ends are LF, and other control characters U+FFFD; "
        "no normal form, no straightened quotes",
        "",
    ]


def _most(counts: Mapping[str, int], most: int, noun: str) -> Iterator[Sequence[str]]:
    named = list(counts.items())
    for name, count in named[:most]:
        yield escaped(name) or "*not known*", f"{count:,}"
    if rest := named[most:]:
        yield f"{counted(len(rest), f'other {noun}')}", f"{sum(count for _, count in rest):,}"


def _times(months: Mapping[str, int]) -> Iterator[Sequence[str]]:
    """Give articles by month, or where these are many, by year."""
    length = 7 if len(months) <= _MOST_MONTHS else 4
    counts: dict[str, int] = {}
    for month, count in months.items():
        counts[month[:length]] = counts.get(month[:length], 0) + count
    for when, count in counts.items():
        yield when or "*not known*", f"{count:,}"


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{escaped(name)} ({count:,})" for name, count in counts.items())


def _told(info: DatasetInfo) -> list[str]:
    lines = ["## Told by those who made it", ""]
    asked = [field for field in HEADINGS if field not in ("title", *_ABOUT)]
    for field in asked:
        if answer := getattr(info, field).strip():
            lines += [f"**{HEADINGS[field]}**", "", *answer.split("\n"), ""]
    missing = [
        f"- {HEADINGS[field]}: *{NOT_PROVIDED}*" for field in asked if not getattr(info, field).strip()
    ]
    return [*lines, *missing, ""]


def _codebook(codebook: Codebook) -> list[str]:
    lines = [f"## Codebook {escaped(codebook.name)} {escaped(codebook.version)}"]
    rows = [(code(label.name), escaped(label.title), escaped(label.definition)) for label in codebook.labels]
    lines += table(("label", "title", "meaning"), rows, "lll")
    if codebook.rules:
        lines += ["The rules are tried in order; the first yes decides.", ""]
    for rule in codebook.rules:
        decides = f" → {code(rule.decides)}" if rule.decides else ""
        lines += [f"- **{rule.number} {escaped(rule.title)}**{decides}: {escaped(rule.text)}"]
    if codebook.attributes:
        attributes = (
            (
                code(one.field),
                ", ".join(map(code, one.labels)) or "any",
                escaped("; ".join(part for part in (", ".join(one.values), one.definition) if part)),
            )
            for one in codebook.attributes
        )
        lines += table(("attribute", "beside", "values, meaning"), attributes, "lll")
    return [*lines, ""] if lines[-1] else lines


def _files(manifest: "Manifest") -> list[str]:
    """What the files are, in which unit positions count, what is lost, and how to read them."""
    lines = ["## Files"]
    few = _few(manifest)
    lines += table(("file", "rows"), few, "lr")
    lines += [_positions(manifest), ""]
    if manifest.formula_guard is not None:
        lines += [
            f"Cells that a spreadsheet would run as formulas begin with {code(manifest.formula_guard)}: take "
            "one off every cell that begins with it.",
            "",
        ]
    if example := how_to_read(manifest.format, [file.name for file in manifest.files]):
        lines += ["A way to read it that changes nothing:", "", "```python", example, "```", ""]
    lines += ["What this format cannot hold, or what was left out here:", ""]
    gone = [f"- {escaped(what)}" for what in manifest.loses]
    gone += [f"- {escaped(str(dropped))}" for dropped in manifest.dropped]
    return [*lines, *(gone or ["- nothing"]), ""]


def _positions(manifest: "Manifest") -> str:
    """Say what positions count here, in formats whose readers differ, too."""
    unit, _, other = manifest.offset_unit.partition(", or ")
    if unit == "none":
        return "There are no positions in it."
    if other and manifest.options.offsets == "utf16":
        unit = "UTF-16 code units"
    return f"Positions count {escaped(unit)}, from 0, the end not included."


_MOST_FILES = 12


def _few(manifest: "Manifest") -> Iterator[Sequence[str]]:
    for file in manifest.files[:_MOST_FILES]:
        yield code(file.name), "" if file.rows is None else f"{file.rows:,}"
    if rest := manifest.files[_MOST_FILES:]:
        yield counted(len(rest), "other file"), f"{sum(file.rows or 0 for file in rest):,}"


def _again(facts: CardFacts, manifest: "Manifest | None") -> list[str]:
    from annotator import __version__

    lines = ["## The same again", ""]
    if manifest is None:
        return [*lines, f"Counted by Annotator {__version__}.", ""]
    plan = ", ".join(f"{name} {_plain(value)}" for name, value in manifest.split.items())
    lines += [
        f"Written by Annotator {manifest.tool.version} as format {code(manifest.format)}. The same project, "
        "version and options give the same bytes; `manifest.json` has the hash of every file, and "
        "`annotator export --check` compares them.",
        "",
    ]
    if plan:
        kept = "Near-duplicates and versions of an article are in one part."
        lines += [f"Dealt into parts by: {escaped(plan)}. {kept}", ""]
    return lines


def _plain(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "/".join(map(str, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_plain(one)}" for key, one in value.items())
    return str(value)
