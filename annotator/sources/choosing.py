"""Naming the source of a sentence: what typed names may mean, and how they become entries."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from annotator.errors import AnnotatorError
from annotator.sources.naming import folded
from annotator.sources.register import SourceRegister
from schemas import Reliability, Source, SourceType

_REFERRING = re.compile(r"(?i:its|his|her|their|our|my|the|a|an)(\s+[^\W\d_A-Z][\w'’-]*)+")
"""Somebody by what he is to somebody, or one of many, all in small letters."""
BETWEEN_NAMES = ";"
"""Stands between the names of relays in one line."""


class Choice(NamedTuple):
    """One thing that typed words may mean."""

    name: str
    """As it would be written; empty: nobody."""
    source: Source | None = None
    """The entry; None: nobody, or a new one of this name."""


class Answer(NamedTuple):
    """Who said it, as typed and chosen; type, reliability and note are the register entry's."""

    source: Choice
    via: Sequence[str] = ()
    """Names of relays, nearest to the source first."""
    source_type: SourceType | None = None
    reliability: Reliability | None = None
    note: str = ""
    alias: str = ""
    """A wording by which the source is known from now on."""


class Settled(NamedTuple):
    """What a record keeps of an answer."""

    source_id: str | None
    via: tuple[str, ...]
    source_type: SourceType | None


def choices(register: SourceRegister, typed: str, or_else: str = "", limit: int = 8) -> list[Choice]:
    """Give what a typed name may mean; the first is what it means as it stands.

    That is an entry of this name or alias, else a new entry; of nothing typed, nobody. Then come
    `or_else`, another name for a new entry, and what the name may become when it is completed.
    """
    typed = " ".join(typed.split())
    known = register.find(typed)
    anew = [] if any(folded(source.name) == folded(typed) for source in known) else [Choice(typed)]
    anew += [Choice(or_else)] if or_else else []
    meant = [Choice(source.name, source) for source in known]
    longer = [
        Choice(source.name, source) for source in register.complete(typed, limit) if source not in known
    ]
    # Words that an entry goes by may still be the name of another.
    return ([*meant, *longer][: limit - len(anew)] + anew) if meant else [*anew, *longer][:limit]


def short_name(words: str) -> str:
    """Give what stands before the first comma of the words for a source: who it is follows the name.

    What refers to somebody else ("its spokesman, Henrik Vole") is no name; then it is what follows.
    """
    first, *more = (part.strip() for part in re.split("[,，、]", words, maxsplit=2))
    if more and more[0][:1].isupper() and _REFERRING.fullmatch(first):
        return more[0]
    return first or words


def names_in(line: str) -> list[str]:
    """The names in a line that may hold several."""
    return [" ".join(name.split()) for name in line.split(BETWEEN_NAMES) if name.strip()]


def settle(register: SourceRegister, answer: Answer, by: str) -> Settled:
    """Put into the register what an answer says of it; everything is on the disk when this returns.

    Raises `AnnotatorError` when it could not be saved, or a relay is the source itself.
    """
    source = _entry(register, answer, by)
    relays = [_named(register, name, by) for name in answer.via]
    if source and any(relay.id == source.id for relay in relays):
        raise AnnotatorError(f"{source.name!r} cannot be its own relay: name who passed it on")
    via = tuple(dict.fromkeys(relay.id for relay in relays))
    return Settled(source.id, via, source.source_type) if source else Settled(None, via, None)


def _entry(register: SourceRegister, answer: Answer, by: str) -> Source | None:
    name, known = answer.source
    if not name:
        return None
    if known is None:
        return register.add(
            name,
            by,
            aliases=[answer.alias],
            source_type=answer.source_type,
            reliability=answer.reliability,
            note=answer.note,
        )
    said: dict[str, object] = {
        "source_type": answer.source_type,
        "reliability": answer.reliability,
        "note": answer.note,
    }
    changed = {field: value for field, value in said.items() if value != getattr(known, field)}
    return register.change(known.id, by, also=answer.alias, **changed) if changed or answer.alias else known


def _named(register: SourceRegister, name: str, by: str) -> Source:
    found = register.find(name)
    return found[0] if found else register.add(name, by)
