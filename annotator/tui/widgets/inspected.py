"""What a record, a suggestion and their history say of a sentence, in words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from annotator.marking import marks_of
from annotator.waiting import Waiting
from schemas import (
    Annotation,
    Article,
    Attribution,
    Cause,
    Codebook,
    Directness,
    Event,
    Reliability,
    Source,
    SourceType,
    Span,
    Suggestion,
    Unit,
)

TYPES: Mapping[SourceType, str] = {
    SourceType.NAMED_PERSON: "named person",
    SourceType.NAMED_ORGANISATION: "named organisation",
    SourceType.DOCUMENT: "document or data",
    SourceType.MEDIA_OUTLET: "media outlet",
    SourceType.UNNAMED_PERSON: "unnamed person",
    SourceType.UNNAMED_GROUP: "unnamed group",
    SourceType.UNACCOUNTABLE_FOOTAGE: "footage, nobody accountable",
    SourceType.REPORTER_AT_SCENE: "reporter at the scene",
}
"""The types of source, as short as a pane needs them."""
_RELIABILITY = {
    Reliability.COMPLETELY: "completely reliable",
    Reliability.USUALLY: "usually reliable",
    Reliability.FAIRLY: "fairly reliable",
    Reliability.NOT_USUALLY: "not usually reliable",
    Reliability.UNRELIABLE: "unreliable",
    Reliability.CANNOT_BE_JUDGED: "reliability cannot be judged",
}
_CAUSES = {Cause.UNDO: "undone", Cause.REDO: "made again"}


@dataclass(frozen=True, slots=True)
class InspectorState:
    """All that there is to say of one sentence."""

    article: Article
    unit: Unit
    record: Annotation | None = None
    waiting: Waiting | None = None
    """What is to be confirmed."""
    suggestion: Suggestion | None = None
    warnings: tuple[str, ...] = ()
    changes: tuple[Event, ...] = ()
    """Its latest changes, oldest first."""
    source: Callable[[str], Source | None] = lambda _: None
    """Gives the entry of the source register with an id."""
    of_range: int = 0
    """Sentences of the range that a label key labels; 0: no range."""

    @property
    def label(self) -> str | None:
        """The name of its label."""
        return self.record.label if self.record else None


@dataclass(frozen=True, slots=True)
class Fact:
    """One attribute with its value, as it stands in the record."""

    name: str
    value: str
    action: str = ""
    """Id of the binding that changes it; `type`: those of the source types."""
    default: bool = False
    """Nothing was said: this is what holds then."""


def attributes(state: InspectorState, codebook: Codebook) -> Iterator[Fact]:
    """Every attribute that applies to the sentence, also those about which nothing was said."""
    record = state.record
    if record is None or record.label is None:
        return
    listed = {one.field: one for one in codebook.attributes}
    values = {
        name: one.values for name, one in listed.items() if not one.labels or record.label in one.labels
    }
    if "attributions" in values:
        yield from _of_source(record.attributions[0] if record.attributions else Attribution(), state)
    if "hedge" in values:
        yield Fact("hedge", record.hedge or "certain", "hedge", record.hedge is None)
    if "check_worthiness" in values:
        worth = 1 if record.check_worthiness is None else record.check_worthiness
        meaning = _meaning(values["check_worthiness"], worth)
        yield Fact("check-worthiness", meaning, "worth", record.check_worthiness is None)
    if "credibility" in values:
        rated = record.credibility
        meaning = "not rated" if rated is None else _meaning(values["credibility"], rated)
        yield Fact("credibility", meaning, "credibility", rated is None)
    if "gap" in values:
        yield _yes_or_no("gap", "gap", record.gap)
    if "mixed" in values or "mixed" not in listed:
        yield _yes_or_no("mixed", "mixed", record.mixed)
    yield _yes_or_no("not sure", "not-sure", record.low_confidence)


def _of_source(attribution: Attribution, state: InspectorState) -> Iterator[Fact]:
    entry = state.source(attribution.source_id) if attribution.source_id else None
    named = _entry(entry) if entry else attribution.source_id
    yield Fact("source", named or "not named yet", "source", not named)
    kind = attribution.source_type
    yield Fact("source type", TYPES[kind] if kind else "not said yet", "type", kind is None)
    relays = attribution.chain_length - 1
    via = [entry.name if (entry := state.source(one)) else one for one in attribution.via]
    through = f": {', '.join(via)}" if via else ""
    yield Fact("relays", f"{relays or 'none'}{through}", "relay", not relays)
    directness = attribution.directness
    yield Fact("directness", directness, "directness", directness is Directness.INDIRECT)
    yield _yes_or_no("source's view", "source-view", attribution.source_view)


def _yes_or_no(name: str, action: str, said: bool) -> Fact:
    return Fact(name, "yes" if said else "no", action, not said)


def _entry(entry: Source) -> str:
    kind = f", {TYPES[entry.source_type]}" if entry.source_type else ""
    rating = f"; {entry.reliability} {_RELIABILITY[entry.reliability]}" if entry.reliability else ""
    return f"{entry.name}{kind}{rating}"


def _meaning(values: tuple[str, ...], number: int) -> str:
    """What a number means in the codebook; the number itself where that is silent."""
    return next((value for value in values if value.split(" ", 1)[0] == str(number)), str(number))


def marks(state: InspectorState) -> Iterator[tuple[str, str]]:
    """Each marked passage, in the order of the text: what it is and its words."""
    numbered = state.record is not None and len(state.record.attributions) > 1
    for mark in marks_of(state.record):
        role = str(mark.role)
        if mark.technique:
            role = f"{role}, {mark.technique.replace('_', ' ')}"
        elif numbered and not mark.role.is_bias:
            role = f"{role} {mark.attribution + 1}"
        yield role, _words(state.article, mark.span)


def _words(article: Article, span: Span) -> str:
    return article.text[span.start : span.end]


def changes(state: InspectorState, titles: Mapping[str, str], now: datetime) -> Iterator[str]:
    """The sentence's changes, latest first: when and what."""
    for event in reversed(state.changes):
        cause = _CAUSES.get(event.cause)
        yield f"{_when(event.time, now)} {changed(event, titles)}{f' {cause}' if cause else ''}"


def changed(event: Event, titles: Mapping[str, str]) -> str:
    """What one change changed, in words."""
    before, after = event.before, event.after
    if after is None:
        return "taken away"
    if after.label and (before is None or before.label != after.label):
        carried = ", same source" if after.same_source else ""
        return f"{titles.get(after.label, after.label)}{carried}"
    named = [
        words
        for field, words in _FIELDS.items()
        if getattr(after, field) != (getattr(before, field) if before else _untouched(field))
    ]
    return ", ".join(named) or "confirmed"


_FIELDS = {
    "attributions": "source",
    "same_source": "same source",
    "hedge": "hedge",
    "check_worthiness": "worth",
    "credibility": "credibility",
    "gap": "gap",
    "bias": "marked words",
    "mixed": "mixed",
    "low_confidence": "not sure",
    "flag": "flag",
    "comment": "comment",
}


def _untouched(field: str) -> object:
    return Annotation.model_fields[field].get_default()


def _when(time: datetime, now: datetime) -> str:
    """The time of day for today, else the date too; in the time zone of the machine."""
    local, today = time.astimezone(), now.astimezone()
    return f"{local:%H:%M}" if local.date() == today.date() else f"{local:%Y-%m-%d %H:%M}"
