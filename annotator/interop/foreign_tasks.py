"""What readers of tasks of other tools have in common: whose the task is, and which stretches are labels."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.interop.flat import Passage
from annotator.interop.foreign import ForeignLabel, ForeignText, Refused
from annotator.interop.json_rows import Row, RowError, about, number, quoted
from annotator.interop.standoff import in_stretches, stands_alone
from schemas import GOLD, GoldOrigin

_NAMES_OF_TEXT = ("text", "sentence", "content", "body", "data")
_NAMES_OF_ARTICLE = ("article", "article_id", "document_id", "doc_id", "document")
_STATES = frozenset(origin.value for origin in GoldOrigin)


@dataclass(frozen=True, slots=True)
class TaskPlace:
    """A text of another tool, and where it belongs."""

    where: str
    text: str
    article: str
    about: Mapping[str, str]
    unit: str = ""
    """Of a task that we wrote; empty: it is not ours."""
    start: int | None = None
    state: str = ""
    """Of its gold label, as we wrote it."""

    @property
    def ours(self) -> bool:
        """Whether we wrote the task: then its text is one sentence, and all that is said is of it."""
        return bool(self.unit)

    def labelled(self, labels: Iterator[ForeignLabel]) -> ForeignText:
        """Give the text with its labels."""
        return ForeignText(
            where=self.where,
            text=self.text,
            article=self.article,
            start=self.start,
            about=self.about,
            labels=tuple(labels),
        )


def texts_told(
    rows: Iterable[Row | Refused], task: Callable[[Row], Iterator[ForeignText | Refused]]
) -> Iterator[ForeignText | Refused]:
    """Read the rows that can be read as tasks; `task` raises `RowError` for one that cannot be used."""
    for row in rows:
        if isinstance(row, Refused):
            yield row
            continue
        try:
            yield from task(row)
        except RowError as error:
            yield Refused(row.where, str(error))


def place_of(where: str, row: Mapping[str, Any], text: str) -> TaskPlace:
    """Read where a text belongs from the keys beside it; raises `RowError`."""
    article = next(iter(_texts(row, _NAMES_OF_ARTICLE)), "")
    unit = row.get("unit")
    if not (article and isinstance(unit, str) and unit and "start" in row):
        return TaskPlace(where, text, article, about(row))
    start = number(row["start"], "start")
    if start < 0:
        raise RowError(f"start {start} is negative")
    state = row.get("state")
    known = state if isinstance(state, str) and state in _STATES else ""
    return TaskPlace(where, text, article, about(row), unit, start, known)


def only_text(row: Mapping[str, Any], *names: str) -> str:
    """Find the text of a row: under one of the names, a usual one, or the only one; raises `RowError`."""
    if named := _texts(row, (*names, *_NAMES_OF_TEXT)):
        return named[0]
    found = _texts(row, row)
    if len(found) != 1:
        what = f"one of {', '.join(map(quoted, found[:5]))}" if found else "missing"
        raise RowError(f"the text is {what}; name it `text`")
    return found[0]


def _texts(row: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    values = [row.get(name) for name in names]
    return [value for value in values if isinstance(value, str) and value]


def labels_of(
    place: TaskPlace,
    where: str,
    annotator: str,
    label: str | None,
    passages: list[Passage],
    attributes: Mapping[str, str],
) -> Iterator[ForeignLabel]:
    """Give what one annotator said of a text as labels of it, or of the stretches of it that have their own.

    A passage is the label of its stretch if the text has no label, and all passages of that name stand as
    sentences do.
    """
    if place.ours:
        state = {"state": place.state} if annotator == GOLD and place.state else {}
        yield ForeignLabel(
            where=where,
            label=label,
            annotator=annotator,
            start=0,
            end=len(place.text),
            unit=place.unit,
            passages=tuple(passages),
            attributes={**attributes, **state},
        )
        return
    alone = _standing_alone(place.text, passages) if label is None else {}
    inner = [passage for passage in passages if not alone.get(passage.name)]
    carriers = sorted(passage for passage in passages if alone.get(passage.name))
    held, rest = in_stretches(inner, [(carrier.start, carrier.end) for carrier in carriers])
    if label is not None or rest or attributes:
        yield ForeignLabel(
            where=where, label=label, annotator=annotator, passages=tuple(rest), attributes=attributes
        )
    for carrier, within in zip(carriers, held, strict=True):
        yield ForeignLabel(
            where=where,
            label=carrier.name,
            annotator=annotator,
            start=carrier.start,
            end=carrier.end,
            passages=tuple(within),
        )


def _standing_alone(text: str, passages: list[Passage]) -> dict[str, bool]:
    alone: dict[str, bool] = {}
    for start, end, name in passages:
        if alone.get(name, True):
            alone[name] = stands_alone(text, start, end)
    return alone
