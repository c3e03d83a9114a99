"""The pace of a session, and how far annotators agree with themselves: from the history of labels alone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from schemas import Annotation, Cause, Codebook, Event

_DECIDING = frozenset({Cause.KEY, Cause.SUGGESTION})

SLIP_SECONDS = 60.0
"""A label replaced sooner than this was a slip or an afterthought, not a second judgement."""


class LabelPace(NamedTuple):
    """The sentences that got one label in a session."""

    label: str
    decided: int
    median_seconds: float | None
    """None where no time was spent on them one by one, as in a range."""


class Pace(NamedTuple):
    """What was done in a session."""

    decided: int
    """Sentences that got the label that they have now."""
    median_seconds: float | None
    """Active seconds per sentence, a pause counting as `annotator.labelling` says."""
    worked_seconds: float
    """Active seconds on all sentences in which something was decided."""
    labels: tuple[LabelPace, ...]
    """Most frequent label first."""
    judged_again: int
    """Sentences that were judged more than once, in this session or before."""
    unchanged: int
    """How many of them got the same label each time."""


class WorkSession:
    """From the opening of the app to its end, over all articles that were worked on meanwhile."""

    def __init__(self, since: datetime | None = None) -> None:
        """Begin at `since`, or now."""
        self.since = since or datetime.now(UTC)
        self._histories: dict[str, Sequence[Event]] = {}

    def look(self, article: str, history: Sequence[Event]) -> None:
        """Take note of one annotator's whole history, oldest event first, of the article with this id."""
        self._histories[article] = history

    def pace(self) -> Pace:
        """Reckon up."""
        spent: dict[str, list[float]] = {}
        worked, again, unchanged = 0.0, 0, 0
        for history in self._histories.values():
            recent = [event for event in history if event.time >= self.since]
            if not recent:
                continue
            seconds = _seconds(recent)
            worked += sum(seconds.values())
            for unit, label in _labelled(recent).items():
                spent.setdefault(label, []).append(seconds[unit])
            judged = judgements(history)
            again += len(judged)
            unchanged += sum(len(set(labels)) == 1 for labels in judged.values())
        by_label = (LabelPace(name, len(times), _median(times)) for name, times in spent.items())
        labels = tuple(sorted(by_label, key=lambda one: (-one.decided, one.label)))
        times = [time for those in spent.values() for time in those]
        return Pace(len(times), _median(times), worked, labels, again, unchanged)


def judgements(history: Iterable[Event]) -> dict[str, list[str]]:
    """Give, by unit id, the labels of those units of one article that an annotator judged more than once.

    A judgement is a label that stood at least `SLIP_SECONDS` or stands still, and was not taken back by undo.
    A unit whose words changed begins anew.
    """
    standing: dict[str, Event] = {}
    meant: dict[str, list[str]] = {}
    words: dict[str, str] = {}
    for event in _not_taken_back(history):
        unit = event.unit
        before = standing.pop(unit, None)
        if before and _lasted(before, event.time):
            meant.setdefault(unit, []).append(_label(before))
        if event.after is None:
            continue
        if words.setdefault(unit, event.after.text_sha256) != event.after.text_sha256:
            words[unit], meant[unit] = event.after.text_sha256, []
        standing[unit] = event
    for unit, event in standing.items():
        meant.setdefault(unit, []).append(_label(event))
    return {unit: labels for unit, labels in meant.items() if len(labels) > 1}


def summary(pace: Pace, codebook: Codebook) -> list[str]:
    """Say it in a few lines: sentences and time, by label, agreement with oneself."""
    if not pace.decided:
        return ["No sentence was labelled in this session."]
    each = "" if pace.median_seconds is None else f", {seconds_in_words(pace.median_seconds)} each (median)"
    lines = [f"{_sentences(pace.decided)} labelled in {time_in_words(pace.worked_seconds)}{each}."]
    titles = {label.name: label.title for label in codebook.labels}
    lines.append(", ".join(f"{titles.get(one.label, one.label)} {one.decided}" for one in pace.labels) + ".")
    return [*lines, agreement_in_words(pace)]


def agreement_in_words(pace: Pace) -> str:
    """Say how far the annotator agrees with themselves, or why that is not known."""
    if not pace.judged_again:
        return "Agreement with yourself: not known, as no sentence was labelled a second time."
    kept = f"{pace.unchanged} of {_sentences(pace.judged_again)}"
    return f"Agreement with yourself: {kept} labelled again got the same label."


def seconds_in_words(seconds: float) -> str:
    """Give a time per sentence, e.g. `4.5 seconds`."""
    return "1 second" if f"{seconds:.1f}" == "1.0" else f"{seconds:.1f} seconds"


def time_in_words(seconds: float) -> str:
    """Give a time worked, e.g. `40 seconds`, `12 minutes`, `1 hour 5 minutes`."""
    if seconds < 90:
        return f"{seconds:.0f} second{'' if round(seconds) == 1 else 's'}"
    hours, minutes = divmod(round(seconds / 60), 60)
    parts = [(hours, "hour"), (minutes, "minute")]
    return " ".join(f"{number} {what}{'' if number == 1 else 's'}" for number, what in parts if number)


def _sentences(number: int) -> str:
    return "1 sentence" if number == 1 else f"{number:,} sentences"


def _median(times: Iterable[float]) -> float | None:
    """Of the times that were measured: sentences labelled together in a range have none of their own."""
    from statistics import median

    measured = [time for time in times if time > 0]
    return median(measured) if measured else None


def _seconds(events: Iterable[Event]) -> Mapping[str, float]:
    """Active seconds that these events of one article added to each unit; undo gives none back."""
    begun: dict[str, float] = {}
    now: dict[str, float] = {}
    for event in events:
        begun.setdefault(event.unit, event.before.seconds if event.before else 0.0)
        reached = event.after.seconds if event.after else 0.0
        now[event.unit] = max(reached, now.get(event.unit, 0.0))
    return {unit: max(0.0, reached - begun[unit]) for unit, reached in now.items()}


def _labelled(events: Sequence[Event]) -> Mapping[str, str]:
    """The label, by unit, of those units that got the label in these events that they have at the end."""
    now = {event.unit: event.after for event in events}
    decided = {event.unit for event in _not_taken_back(events) if _decides(event)}
    return {unit: record.label for unit, record in now.items() if unit in decided and record and record.label}


def _not_taken_back(history: Iterable[Event]) -> list[Event]:
    """Decisions on a label, and removals, that no undo has taken back for good; oldest first."""
    decisions: list[Event] = []
    away: set[str] = set()
    for event in history:
        if event.cause is Cause.UNDO and event.reverts:
            away.add(event.reverts)
        elif event.cause is Cause.REDO and event.reverts:
            away.discard(event.reverts)
        elif event.cause in _DECIDING and (_decides(event) or event.after is None):
            decisions.append(event)
    return [event for event in decisions if event.id not in away]


def _decides(event: Event) -> bool:
    """Whether a label was given: another one, or the same to other words or under other rules."""
    if event.after is None or event.after.label is None:
        return False
    return event.before is None or _essence(event.before) != _essence(event.after)


def _essence(record: Annotation) -> tuple[object, ...]:
    return record.label, record.text_sha256, record.codebook


def _label(event: Event) -> str:
    return (event.after and event.after.label) or ""


def _lasted(given: Event, until: datetime) -> bool:
    """Whether a label stood long enough to have been meant."""
    return (until - given.time).total_seconds() >= SLIP_SECONDS
