"""The sections of the card that are figures: labels, what they rest on, annotators, suggestions, texts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from annotator.card.facts import CardFacts, PartFacts
from annotator.card.markdown import code, counted, escaped, share, table

if TYPE_CHECKING:
    from annotator.interop.manifest import Manifest

_MOST_OUTLETS = 20
_MOST_MONTHS = 24

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


def labels_section(facts: CardFacts) -> list[str]:
    """Count sentences by label, in each part."""
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


def settling_section(facts: CardFacts) -> list[str]:
    """What the label of a sentence rests on, and how disagreements were settled."""
    lines = ["## What a label rests on, and how disagreements were settled", ""]
    said = (
        "A sentence has one label: the adjudicated one (gold); without gold, that of all who gave one, if "
        "they agree. Ties are never broken."
    )
    meanings = dict(_STATES)
    if facts.annotators:
        said += " What each annotator said is in it besides, as far as the format can hold it."
    else:
        said += " What annotators said themselves is not in it."
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


def annotators_section(facts: CardFacts, manifest: "Manifest | None") -> list[str]:
    """Count each annotator's labels."""
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


def offers_section(facts: CardFacts) -> list[str]:
    """Say what became of suggestions."""
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


def texts_section(facts: CardFacts) -> list[str]:
    """Say what the articles are, and what was done to them."""
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
