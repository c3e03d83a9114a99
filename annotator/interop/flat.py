"""A record as other tools can hold it: one label, attributes that are words, and named passages.

`flatten` takes from a record what its annotator said, `unflatten` gives it back; what is left at its default
is not there. Attributes go by their field's name; those of the second attribution and further ones have its
number after a `#`, e.g. `source_type#2`. A passage is named by its role, in the same way `content#2`; a bias
mark by its kind, the technique after a `:`, and `@source` where the wording is the source's own, e.g.
`propaganda:doubt@source`. When and how the label was given (times, origin, suggestion, codebook) is left out.
"""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, NamedTuple

from schemas import (
    Annotation,
    Attribution,
    BiasKind,
    BiasMark,
    PropagandaTechnique,
    Record,
    Role,
    Span,
    Voice,
)

SAID = (
    "same_source",
    "hedge",
    "check_worthiness",
    "gap",
    "credibility",
    "mixed",
    "low_confidence",
    "flag",
    "comment",
)
"""Attributes of a record besides its label."""

OF_SOURCES = ("source_type", "directness", "source_view", "chain_length", "source_id", "via")
"""Attributes of an attribution."""

_NUMBERS = frozenset({"check_worthiness", "credibility", "chain_length"})
_FLAGS = frozenset({"same_source", "gap", "mixed", "low_confidence", "flag", "source_view"})
_PARTS = ("source", "cue", "content")
_KINDS = frozenset(kind.value for kind in BiasKind)
_TECHNIQUES = frozenset(technique.value for technique in PropagandaTechnique)


class _Fields:
    """Fields of a record, read at once: most of them are at their defaults."""

    def __init__(self, record: type[Record], names: tuple[str, ...]) -> None:
        self.names = names
        self.values: Callable[[Record], tuple[Any, ...]] = attrgetter(*names)
        self.defaults = tuple(record.model_fields[name].get_default() for name in names)


_OF_RECORD = _Fields(Annotation, SAID)
_OF_ATTRIBUTION = _Fields(Attribution, OF_SOURCES)


class Passage(NamedTuple):
    """A named stretch of text; offsets in code points, into whatever text it is given with."""

    start: int
    end: int
    name: str

    def moved(self, by: int) -> "Passage":
        """Give the same passage in a text that begins `by` code points before this one."""
        return Passage(self.start + by, self.end + by, self.name)


class Flat(NamedTuple):
    """What an annotator said of a unit."""

    label: str | None = None
    attributes: Mapping[str, str] = {}
    """What is not at its default, in a fixed order; `true` for a flag, `via` with a blank between entries."""
    passages: tuple[Passage, ...] = ()
    """Into the article's text, or from where `flatten` was told: the attributions', then bias marks."""


def passage_names() -> tuple[str, ...]:
    """Name every kind of passage, of the first attribution and in the author's voice."""
    kinds = [kind.value for kind in BiasKind]
    return (*_PARTS, *kinds, *(f"propaganda:{technique.value}" for technique in PropagandaTechnique))


def flatten(record: Annotation, origin: int = 0) -> Flat:
    """Take from a record what its annotator said; passages count from `origin` in the article's text."""
    attributes: dict[str, str] = {}
    _say(attributes, _OF_RECORD, record, "")
    for number, attribution in enumerate(record.attributions, start=1):
        _say(attributes, _OF_ATTRIBUTION, attribution, _suffix(number))
    return Flat(record.label, attributes, tuple(passages(record, origin)))


def passages(record: Annotation, origin: int = 0) -> list[Passage]:
    """Name the passages of a record: of the attributions, then bias marks; they count from `origin`."""
    return [Passage(start - origin, end - origin, name) for start, end, name in places(record)]


def places(record: Annotation) -> list[tuple[int, int, str]]:
    """Give start and end in the article's text, and name, of each passage: `passages` for millions."""
    found: list[tuple[int, int, str]] = []
    for number, attribution in enumerate(record.attributions, start=1):
        suffix = _suffix(number)
        if (span := attribution.source) is not None:
            found.append((span.start, span.end, "source" + suffix))
        if (span := attribution.cue) is not None:
            found.append((span.start, span.end, "cue" + suffix))
        found += [(span.start, span.end, "content" + suffix) for span in attribution.content]
    found += [(mark.span.start, mark.span.end, _mark_name(mark)) for mark in record.bias]
    return found


def unflatten(flat: Flat) -> dict[str, Any]:
    """Give the fields of an `Annotation` that `flat` says, as its constructor takes them.

    Raises:
        ValueError: an attribute, a passage's name or a value that there is not; the text says which.
    """
    fields: dict[str, Any] = {"label": flat.label}
    attributions: dict[int, dict[str, Any]] = {}
    for key, word in flat.attributes.items():
        name, number = _place_of(key)
        (attributions.setdefault(number, {}) if number else fields)[name] = _value(name, word)
    bias = []
    for passage in flat.passages:
        name, number = _numbered(passage.name)
        span = Span(start=passage.start, end=passage.end)
        if name not in _PARTS:
            bias.append(_mark(passage.name, span))
            continue
        of = attributions.setdefault(number, {})
        if name == "content":
            of["content"] = (*of.get("content", ()), span)
        elif name in of:
            raise ValueError(f"there are two passages {passage.name!r}; number the attributions: {name}#2")
        else:
            of[name] = span
    last = max(attributions, default=0)
    fields["attributions"] = tuple(
        Attribution.model_validate(attributions.get(number, {})) for number in range(1, last + 1)
    )
    return fields | {"bias": tuple(bias)}


def understood(flat: Flat) -> tuple[Flat, list[str]]:
    """Leave out attributes and passages with names that records do not know, as other tools have them.

    Gives what is left, and why each name is left out.
    """
    unknown: dict[str, str] = {}
    for key in flat.attributes:
        try:
            _place_of(key)
        except ValueError as error:
            unknown[key] = str(error)
    passages = []
    for passage in flat.passages:
        try:
            name, _ = _numbered(passage.name)
            if name not in _PARTS:
                _mark(passage.name, Span(start=0, end=1))
            passages.append(passage)
        except ValueError as error:
            unknown[passage.name] = str(error)
    attributes = {key: word for key, word in flat.attributes.items() if key not in unknown}
    return Flat(flat.label, attributes, tuple(passages)), [*unknown.values()]


def _place_of(key: str) -> tuple[str, int]:
    """Tell attribute and attribution of a key; the attribution is 0 for an attribute of the record."""
    name, number = _numbered(key)
    if name in OF_SOURCES:
        return name, number
    if name in SAID and number == 1:
        return name, 0
    raise ValueError(f"there is no attribute {key!r}")


def _suffix(number: int) -> str:
    return f"#{number}" if number > 1 else ""


def _say(attributes: dict[str, str], fields: _Fields, record: Record, suffix: str) -> None:
    """Put into the attributes what is not at its default."""
    values = fields.values(record)
    if values == fields.defaults:
        return
    for name, value, default in zip(fields.names, values, fields.defaults, strict=True):
        if value == default:
            continue
        if isinstance(value, bool):
            attributes[name + suffix] = "true"
        else:
            attributes[name + suffix] = " ".join(value) if isinstance(value, tuple) else str(value)


def _mark_name(mark: BiasMark) -> str:
    technique = f":{mark.technique.value}" if mark.technique is not None else ""
    return mark.kind.value + technique + ("@source" if mark.voice is Voice.SOURCE else "")


def _mark(name: str, span: Span) -> BiasMark:
    kind, _, voice = name.partition("@")
    kind, _, technique = kind.partition(":")
    if kind not in _KINDS or voice not in ("", "source"):
        raise ValueError(f"there is no passage {name!r}; there are {', '.join(role.value for role in Role)}")
    if technique and technique not in _TECHNIQUES:
        raise ValueError(f"there is no propaganda technique {technique!r}")
    return BiasMark(
        kind=BiasKind(kind),
        span=span,
        technique=PropagandaTechnique(technique) if technique else None,
        voice=Voice.SOURCE if voice else Voice.AUTHOR,
    )


def _numbered(key: str) -> tuple[str, int]:
    name, sign, number = key.partition("#")
    if not sign:
        return name, 1
    if not number.isascii() or not number.isdigit() or not 1 < int(number[:3]) < 100 or len(number) > 2:
        raise ValueError(f"{key!r} has no number from 2 to 99 after its #")
    return name, int(number)


def _value(name: str, word: str) -> Any:
    if name in _NUMBERS:
        if not (word.isascii() and word.isdigit() and len(word) < 4):
            raise ValueError(f"{name} {word!r} is no number")
        return int(word)
    if name in _FLAGS:
        if word not in ("true", "false"):
            raise ValueError(f"{name} {word!r} is neither true nor false")
        return word == "true"
    return tuple(word.split()) if name == "via" else word
