"""Changing an article after its import: its units and what is known of it, never its text.

A function for each kind of change gives a `Draft`; signed, it is an edit that `apply` makes and the article
keeps. The first part of a split unit and the first of two merged ones keep the id; ids are never used for
another unit, so a label always knows which words it was given to.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, NamedTuple

from pydantic import ValidationError

from annotator.cuts import joined_to_the_one_before
from annotator.errors import AnnotatorError, describe
from schemas import Annotation, Article, ArticleEdit, EditAction, FieldChange, Unit, UnitKind

FIELDS = ("title", "outlet", "url", "authors", "published", "language")
"""What is known of an article and may be corrected."""

_NEVER_EMPTY = ("title", "language")
_HIGHEST_NUMBER = 9_999_999


class Draft(NamedTuple):
    """A change that nobody has signed yet; fields as in `ArticleEdit`."""

    action: EditAction
    before: tuple[Unit, ...] = ()
    after: tuple[Unit, ...] = ()
    fields: tuple[FieldChange, ...] = ()
    reverts: int | None = None

    def signed(self, editor: str, time: datetime | None = None) -> ArticleEdit:
        """Make it an edit by `editor`, now unless a time is given; raises `AnnotatorError` for a bad name."""
        try:
            return ArticleEdit(time=time or datetime.now(UTC), editor=editor, **self._asdict())
        except ValidationError as error:
            raise AnnotatorError(f"no edit can be by {editor[:40]!r}: {describe(error)}") from None


def split(article: Article, unit: Unit, offset: int) -> Draft:
    """Split a unit before the character at `offset` of the text; blanks there belong to neither part.

    Raises `AnnotatorError` when a part would be empty, a letter would lose its accent, or the article has no
    such unit any more.
    """
    _place(article, unit)
    text = article.text
    if not unit.start < offset < unit.end:
        raise AnnotatorError(
            f"{unit.id} cannot be split at {offset}: it goes from {unit.start} to {unit.end}"
        )
    start = offset + len(text[offset : unit.end]) - len(text[offset : unit.end].lstrip())
    end = unit.start + len(text[unit.start : offset].rstrip())
    if joined_to_the_one_before(text, start):
        raise AnnotatorError(f"{unit.id} cannot be split at {offset}: that would cut a character in two")
    number = article.last_number + 1
    if number > _HIGHEST_NUMBER:
        raise AnnotatorError(f"{article.id}: no more units can be made; import the article anew")
    first = unit.model_copy(update={"end": end})
    second = unit.model_copy(update={"id": f"u{number:03}", "start": start})
    return Draft(EditAction.SPLIT, (unit,), (first, second))


def split_at_words(article: Article, unit: Unit, words: str) -> Draft:
    """Split a unit where `words` begin, which must stand in it once; how they are spaced does not matter."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    said = article.unit_text(unit)
    found = [match.start() for match in re.finditer(pattern, said)] if pattern else []
    if len(found) > 1:  # what begins a word counts before what is found within one
        found = [place for place in found if not said[:place][-1:].isalnum()] or found
    if not found:
        raise AnnotatorError(f"{unit.id} has no words {words!r}; it says: {said[:200]!r}")
    if len(found) > 1:
        raise AnnotatorError(f"{unit.id} has the words {words!r} {len(found)} times; give more of them")
    if found == [0]:
        raise AnnotatorError(
            f"{unit.id} begins with {words!r}; give the words at which the second part begins"
        )
    return split(article, unit, unit.start + found[0])


def merge(article: Article, unit: Unit) -> Draft:
    """Merge a unit with the next one; kind and paragraph are those of the first.

    Raises `AnnotatorError` for the last unit, or when the article has no such unit any more.
    """
    place = _place(article, unit)
    if place + 1 == len(article.units):
        raise AnnotatorError(f"{unit.id} is the last unit; there is none to merge it with")
    following = article.units[place + 1]
    quotation = unit.quotation if unit.quotation == following.quotation else None
    merged = unit.model_copy(update={"end": following.end, "quotation": quotation})
    return Draft(EditAction.MERGE, (unit, following), (merged,))


def change_kind(article: Article, unit: Unit, kind: str) -> Draft:
    """Say that a unit is of another kind; raises `AnnotatorError` when it is so already, or there is none."""
    _place(article, unit)
    kinds = [known.value for known in UnitKind]
    if kind not in kinds:
        raise AnnotatorError(f"{kind!r} is no kind of unit; there are {', '.join(kinds)}")
    if unit.kind == kind:
        raise AnnotatorError(f"{unit.id} is a {kind} already")
    return Draft(EditAction.KIND, (unit,), (unit.model_copy(update={"kind": UnitKind(kind)}),))


def change_metadata(article: Article, values: Mapping[str, object]) -> Draft | None:
    """Correct what is known of an article; an empty value says that it is not known.

    Gives None where all is so already. Raises `AnnotatorError` for a value that cannot be.
    """
    cleaned = {name: _cleaned(name, value) for name, value in values.items()}
    changes = tuple(
        FieldChange(field=name, before=getattr(article, name), after=value)
        for name, value in cleaned.items()
        if value != getattr(article, name)
    )
    if not changes:
        return None
    draft = Draft(EditAction.METADATA, fields=changes)
    _revised(article, **_values(draft.fields))
    return draft


def undo(article: Article) -> Draft:
    """Take back the latest split, merge or change of kind; raises `AnnotatorError` when there is none."""
    done, _ = _stacks(article)
    if not done:
        raise AnnotatorError("no split, merge or change of kind to take back")
    edit = article.edits[done[-1]]
    return Draft(EditAction.UNDO, edit.after, edit.before, reverts=done[-1] + 1)


def redo(article: Article) -> Draft:
    """Make again what the last undo took back; raises `AnnotatorError` when there is nothing."""
    _, undone = _stacks(article)
    if not undone:
        raise AnnotatorError("no split, merge or change of kind to make again")
    edit = article.edits[undone[-1]]
    return Draft(EditAction.REDO, edit.before, edit.after, reverts=undone[-1] + 1)


def apply(article: Article, edit: ArticleEdit) -> Article:
    """Make an edit; raises `AnnotatorError` when what it changes is not in the article."""
    edits = (*article.edits, edit)
    if edit.fields:
        for change in edit.fields:
            if getattr(article, change.field) != change.before:
                raise AnnotatorError(f"{article.id}: {change.field} was changed meanwhile; look again")
        return _revised(article, **_values(edit.fields), edits=edits)
    place = _place(article, edit.before[0])
    end = place + len(edit.before)
    if article.units[place:end] != edit.before:
        raise AnnotatorError(f"{article.id}: {edit.before[-1].id} was changed meanwhile; look again")
    units = (*article.units[:place], *edit.after, *article.units[end:])
    return _revised(article, units=units, edits=edits)


def words_changed(article: Article, draft: Draft) -> frozenset[str]:
    """The ids of the units that lose or gain words by a change: their labels do not apply after it."""
    after = {unit.id: article.unit_text(unit) for unit in draft.after}
    return frozenset(unit.id for unit in draft.before if after.get(unit.id) != article.unit_text(unit))


def in_words(edit: ArticleEdit | Draft) -> str:
    """Say what an edit did, e.g. `u012 split into u012 and u045`."""
    if edit.fields:
        said = (f"{c.field} {_value(c.before)} → {_value(c.after)}" for c in edit.fields)
        return ", ".join(said)
    one, other = edit.before, edit.after
    back = {EditAction.UNDO: " (taken back)", EditAction.REDO: " (made again)"}.get(edit.action, "")
    if len(one) == len(other):
        what = f"{one[0].id}: {one[0].kind} → {other[0].kind}"
    elif len(one) < len(other):
        what = f"{one[0].id} split into {_ids(other)}"
    else:
        what = f"{_ids(one)} merged into {other[0].id}"
    return what + back


def why_outdated(article: Article, record: Annotation) -> str:
    """Say what happened to the unit of a label that does not apply any more."""
    with suppress(KeyError):  # a unit that was merged into another
        if article.unit_sha256(article.unit(record.unit)) == record.text_sha256:
            return "the codebook's rules have changed"
    for edit in reversed(article.edits):
        parts = len(edit.after) - len(edit.before)
        if parts and any(unit.id == record.unit for unit in edit.before):
            return "the sentence was split" if parts > 0 else "the sentence was merged with another"
    return "the words of the sentence have changed"


def _place(article: Article, unit: Unit) -> int:
    """The index of exactly this unit."""
    try:
        place = article.place(unit.id)
    except KeyError:
        place = -1
    if place < 0 or article.units[place] != unit:
        raise AnnotatorError(f"{article.id}: {unit.id} was changed meanwhile; look again")
    return place


def _stacks(article: Article) -> tuple[list[int], list[int]]:
    """The indices of the edits of units that can be taken back and made again, latest last."""
    done: list[int] = []
    undone: list[int] = []
    for index, edit in enumerate(article.edits):
        if edit.action is EditAction.UNDO and done:
            undone.append(done.pop())
        elif edit.action is EditAction.REDO and undone:
            done.append(undone.pop())
        elif edit.before:
            done.append(index)
            undone.clear()
    return done, undone


def _revised(article: Article, **changes: object) -> Article:
    fields: dict[str, Any] = {**dict(article), **changes}
    try:
        return Article(**fields)
    except ValidationError as error:
        raise AnnotatorError(f"{article.id}: {describe(error)}; nothing was changed") from None


def _values(changes: tuple[FieldChange, ...]) -> dict[str, object]:
    return {change.field: change.after for change in changes}


def _cleaned(name: str, value: object) -> str | tuple[str, ...] | None:
    """A value as the article keeps it."""
    if isinstance(value, str):
        kept = _line(name, value)
        if not kept and name in _NEVER_EMPTY:
            raise AnnotatorError(f"{name} cannot be empty: every article has one")
        return kept or (None if name == "published" else "")
    return tuple(_line(name, str(one)) for one in _many(value))


def _many(value: object) -> Iterator[object]:
    return iter(value) if isinstance(value, (list, tuple)) else iter((value,))


def _line(name: str, value: str) -> str:
    """One line without blanks at its ends; what a terminal would obey is refused."""
    kept = " ".join(value.split())
    if bad := next((c for c in kept if unicodedata.category(c) in ("Cc", "Cs")), None):
        raise AnnotatorError(f"{name}: U+{ord(bad):04X} is no character of a text; leave it out")
    return kept


def _value(value: str | tuple[str, ...] | None) -> str:
    if isinstance(value, tuple):
        return _value("; ".join(value))
    return repr(value) if value else "(nothing)"


def _ids(units: tuple[Unit, ...]) -> str:
    return " and ".join(unit.id for unit in units)
