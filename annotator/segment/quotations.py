"""Quotations of one or more sentences: which units lie wholly inside one, by quote marks or by structure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from annotator.segment.blocks import Span
from annotator.segment.languages import Language
from annotator.segment.layout import BULLET
from schemas import UnitKind


@dataclass(frozen=True, slots=True)
class Piece:
    """A unit in the making."""

    span: Span
    kind: UnitKind
    paragraph: int
    """Number of its block, from 1."""
    quotation: int | None = None


class _Quotation(NamedTuple):
    """A stretch of a block; those with one `origin` are one quotation."""

    start: int
    end: int
    origin: int
    """Where the quotation begins, perhaps in a block before."""


_CLOSED_BY = {
    '"': '"',
    "''": "''",
    "“": "”",
    "”": "”",
    "„": "“”",
    "‘": "’",
    "‚": "‘’",
    "'": "'",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
}
"""What closes a quotation that was opened with a mark. Other marks inside are quotations within it."""

_MARK = re.compile("''|[\"“”„‘’‚'«»「」『』]")
_BEFORE_OPENING = re.compile("[\\s(\\[{—–:/\\-\u3000-\u9fff\uff00-\uffef]")
"""Before it in Chinese and Japanese any character may stand."""

_WORD_OR_OPENING = re.compile(r"[\w¿¡…(\[“‘›]")
_APOSTROPHES = frozenset("‘’'")
_OPEN_ANYWHERE = frozenset("„«「『")
_DASHES = ("— ", "– ")
_DASH_INSIDE = re.compile(r"[,.!?…] [—–] [^\W\d_]")
_SPEAKER = re.compile(r"(?:[,.!?…] [—–] |, (?:se |s['’])?(?=\w+ [^\W\d_a-zà-ÿа-яё]))(?P<verb>[^\W\d_]+)")
"""What may be a verb of saying inside the marks: a word after a dash, or after a comma and before a name."""

_INVERSION = re.compile(
    r"[,!?…] ?(?:(?:se|me|nous|vous|lui|leur) |[smtl]['’])?[^\W\d_]+-(?:t-)?(?:ils?|elles?|on)\b"
)
"""French: `dit-il`."""

_STOPS = frozenset(".,!?…。！？")
_LEAD_IN_WORDS = 25
"""Words at the end of a lead-in among which one of saying is looked for."""


def with_quotations(text: str, pieces: Sequence[Piece], language: Language) -> list[Piece]:
    """Mark the pieces that lie wholly inside a quotation: kind `quote`, and one number for each quotation.

    Only sentences, and what a reader marked as a quotation, are looked at. A quotation reaches beyond its
    block only if the next block opens one again, so a forgotten mark costs one block at most.
    """
    blocks = [list(block) for _, block in groupby(pieces, key=lambda piece: piece.paragraph)]
    numbers: dict[int, int] = {}
    marked: list[Piece] = []
    carried: int | None = None
    for before, block, after in zip([[], *blocks], blocks, [*blocks[1:], []], strict=False):
        quotations, carried = _of_block(text, before, block, after, carried, language)
        remaining = iter(quotations)
        quotation = next(remaining, None)
        for piece, following in zip(block, [*block[1:], None], strict=True):
            while quotation and quotation.end <= piece.span.start:
                quotation = next(remaining, None)
            is_whole = quotation and _is_inside(text, piece.span, quotation)
            if quotation and is_whole and not _names_speaker(text, piece, following, language):
                number = numbers.setdefault(quotation.origin, len(numbers) + 1)
                marked.append(replace(piece, kind=UnitKind.QUOTE, quotation=number))
            else:
                marked.append(piece)
    return marked


def _of_block(
    text: str,
    before: Sequence[Piece],
    block: Sequence[Piece],
    after: Sequence[Piece],
    carried: int | None,
    language: Language,
) -> tuple[list[_Quotation], int | None]:
    """Give the quotations of a block, and the origin of the one that goes on in the next block, if any.

    `carried` is that of the block before.
    """
    start, end = block[0].span.start, block[-1].span.end
    if block[0].kind is UnitKind.QUOTE:
        origin = start if carried is None else carried
        return [_Quotation(start, end, origin)], origin if after and after[0].kind is UnitKind.QUOTE else None
    if block[0].kind is not UnitKind.SENTENCE:
        return [], None
    found = list(_quotations(text, start, end))
    if not found:
        is_quoted = bool(before) and _is_reproduced(text, before[-1], block[0], language)
        return ([_Quotation(start, end, start)] if is_quoted else []), None
    if carried is not None and found[0].start == start:
        found[0] = found[0]._replace(origin=carried)
    last = found[-1]
    if last.end <= end:
        return found, None
    goes_on = (
        bool(after)
        and after[0].kind is UnitKind.SENTENCE
        and _opens(text, after[0].span.start, text[last.start], is_first=True)
    )
    if goes_on or last.origin == carried:
        return found, last.origin if goes_on else None
    return found[:-1], None


def _quotations(text: str, start: int, end: int) -> Iterator[_Quotation]:
    """Give the outer quotations of a block by its marks; one that nothing closes ends after `end`."""
    mark, begin = "", start
    for found in _MARK.finditer(text, start, end):
        if mark:
            if _closes(text, found, mark):
                yield _Quotation(begin, found.end(), begin)
                mark = ""
        elif _opens(text, found.start(), found[0], is_first=found.start() == start):
            mark, begin = found[0], found.start()
    if mark and mark not in _APOSTROPHES:
        yield _Quotation(begin, end + 1, begin)


def _opens(text: str, place: int, mark: str, *, is_first: bool) -> bool:
    """Say whether a mark opens a quotation at a place: after a blank or a bracket, and before a word.

    In French a blank follows the opening mark and stands before the closing one.
    """
    if mark not in _CLOSED_BY or not text.startswith(mark, place):
        return False
    follows = text[place + len(mark) : place + len(mark) + 1]
    is_free = is_first or bool(_BEFORE_OPENING.match(text, place - 1))
    if follows.isspace():
        return is_free and mark == "«"
    if mark == "»" and not _WORD_OR_OPENING.match(follows):
        return False
    return is_free or mark in _OPEN_ANYWHERE


def _closes(text: str, found: re.Match[str], mark: str) -> bool:
    if found[0] not in _CLOSED_BY[mark] or (found[0] == "'" and mark == "''"):
        return False
    if mark in _APOSTROPHES:
        # An apostrophe looks alike; quotations end with a stop or a comma.
        return text[found.start() - 1] in _STOPS
    return True


def _is_inside(text: str, span: Span, quotation: _Quotation) -> bool:
    """Say whether all letters and digits of a piece lie inside a quotation."""
    begins_inside = not _holds_word(text, span.start, min(quotation.start, span.end))
    return begins_inside and not _holds_word(text, quotation.end, span.end)


def _names_speaker(text: str, piece: Piece, following: Piece | None, language: Language) -> bool:
    """Say whether a piece inside the marks names who speaks: `«Yes, — said Ann. — No»`, `« Oui, dit-il »`."""
    words = text[piece.span.start : piece.span.end]
    if _INVERSION.search(words):
        return True
    if any(found["verb"].lower() in language.says for found in _SPEAKER.finditer(words)):
        return True
    goes_on = following is not None and text.startswith(_DASHES, following.span.start)
    return goes_on and _DASH_INSIDE.search(words) is not None


def _holds_word(text: str, start: int, end: int) -> bool:
    return any(c.isalnum() for c in text[start:end])


def _is_reproduced(text: str, lead_in: Piece, block: Piece, language: Language) -> bool:
    """Say whether a block is what the block before announces: `The minister declared:`."""
    if lead_in.kind is not UnitKind.SENTENCE or text[lead_in.span.end - 1] not in ":：":
        return False
    if BULLET.match(text, block.span.start):
        return False
    words = text[lead_in.span.start : lead_in.span.end].rstrip(":： ").lower().split()[-_LEAD_IN_WORDS:]
    return any(word.strip("\"'“”,") in language.says or word in language.reproduces for word in words)
