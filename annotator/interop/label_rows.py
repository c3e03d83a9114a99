"""A row that holds one label: which column is what, and what the row says."""

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from annotator.errors import AnnotatorError
from annotator.interop.foreign import ForeignLabel, ForeignText
from annotator.interop.json_rows import RowError, number, one_label, quoted
from annotator.interop.rows import OWN_FIELDS

ROLES: Mapping[str, str] = {
    "label": "label goldlabel labelname labels class category annotation tag code rating target y",
    "text": "text sentence sentencetext unittext statement claim claimtext quote content body tweet post "
    "utterance segment snippet passage satz",
    "annotator": "annotator annotatorid annotatorname user username userid rater raterid coder coderid "
    "worker workerid labeler labeller annotatedby createdby judge",
    "unit": "unit unitid",
    "start": "start startoffset begin beginoffset charstart startchar",
    "end": "end endoffset stop stopoffset charend endchar",
    "article": "article articleid doc docid document documentid documentname docname file filename newsid "
    "storyid textid url link",
    "title": "title headline titel",
    "outlet": "outlet source publisher newspaper site sitename",
    "url": "url link articleurl",
    "authors": "authors author byline",
    "published": "published publishedat publicationdate date pubdate",
    "language": "language lang",
}
"""What a column can hold, and names of columns for it without blanks, signs and case, the surest first."""

_ABOUT = ("title", "outlet", "url", "authors", "published", "language")
_SHARED = frozenset({"url"})
"""What may be taken from a column that names the article."""

_NOT_WORD = re.compile(r"[\W_]+")
_WHOLE = re.compile(r"[0-9]{1,15}\.0+")
_MAX_NAMED = 30


def choose_columns(there: Sequence[str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Choose the column of each role among those that are there; roles without one are left out.

    Those `given` go first.

    Raises:
        AnnotatorError: a column given is not there, none is known to hold labels, or nothing tells what is
            labelled.
    """
    plain = {_plain(name): name for name in reversed(there)}
    chosen: dict[str, str] = {}
    for role, column in (given or {}).items():
        found = column if column in there else plain.get(_plain(column))
        if found is None or role not in ROLES:
            what = f"no column {column!r}" if role in ROLES else f"no {role!r} that a column can hold"
            known = _named(there) if role in ROLES else f"known are {', '.join(ROLES)}"
            raise AnnotatorError(f"there is {what}; {known}")
        chosen[role] = found
    taken = set(chosen.values())
    for role, names in ROLES.items():
        free = (plain[name] for name in names.split() if name in plain)
        found = next((name for name in free if name not in taken or role in _SHARED), None)
        if found is not None and role not in chosen:
            chosen[role] = found
            taken.add(found)
    for role in ("label", "text"):
        if role not in chosen and not (role == "text" and chosen.keys() & {"unit", "start"}):
            raise AnnotatorError(
                f"no column is known to hold the {role}; {_named(there)}; say it with --column {role}=NAME"
            )
    return chosen


def foreign_text(row: Mapping[str, Any], chosen: Mapping[str, str], where: str) -> ForeignText:
    """Read a row; `None` and empty strings are what is not said. Raises `RowError` for a bad value."""
    said = {role: value for role, column in chosen.items() if (value := row.get(column)) not in (None, "")}
    text = _words(said.get("text"), "text")
    start, end = (_offset(said.get(role), role) for role in ("start", "end"))
    inside = text is not None and start is not None and end is not None and end - start != len(text)
    if inside and not (text and 0 <= start < end <= len(text)):  # type: ignore[operator]
        raise RowError(f"start {start} and end {end} do not fit a text of {len(text or ''):,} characters")
    stretch = inside or text is None
    label = ForeignLabel(
        where=where,
        label=_label(said.get("label")),
        annotator=_words(said.get("annotator"), "annotator") or "",
        start=start if stretch else None,
        end=end if stretch else None,
        unit=_words(said.get("unit"), "unit") or "",
        fields={name: value for name in OWN_FIELDS if (value := row.get(name)) is not None},
    )
    return ForeignText(
        where=where,
        text=text,
        article=_words(said.get("article"), "article") or "",
        start=None if stretch else start,
        about={name: " ".join(_several(said[name]).split()) for name in _ABOUT if name in said},
        labels=(label,),
    )


def _label(value: object) -> str | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return one_label(value if isinstance(value, list) else [] if value is None else [value])


def _offset(value: object, what: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        value = value.partition(".")[0]
    offset = number(value, what)
    if offset < 0:
        raise RowError(f"{what} {offset} is negative")
    return offset


def _words(value: object, what: str) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise RowError(f"{what} {quoted(value)} is no text")


def _several(value: object) -> str:
    """Give names of a list with `; ` between them."""
    if isinstance(value, str) and value.startswith("["):
        with suppress(ValueError, RecursionError):
            value = json.loads(value)
    if isinstance(value, list):
        return "; ".join(one for one in value if isinstance(one, str))
    return value if isinstance(value, str) else ""


def _named(there: Sequence[str]) -> str:
    more = f" and {len(there) - _MAX_NAMED} more" if len(there) > _MAX_NAMED else ""
    return f"there are: {', '.join(name[:60] for name in there[:_MAX_NAMED])}{more}"


def _plain(name: str) -> str:
    return _NOT_WORD.sub("", name).casefold()
