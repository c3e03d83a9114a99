"""The whole way from text to units."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotator.segment.blocks import Span, find_blocks
from annotator.segment.kinds import Place, credit_start, ends_sentence, kind_of
from annotator.segment.languages import language_of
from annotator.segment.layout import LONG_CAPTION, Layout, layout_of
from annotator.segment.quotations import Piece, with_quotations
from annotator.segment.sentences import sentence_spans
from schemas import Unit, UnitKind

RULES_VERSION = "0.2.0"
"""Version of the project's own rules; raised whenever a change of them may change units."""

_SPLIT_KINDS = frozenset({UnitKind.SENTENCE, UnitKind.QUOTE})


class Hint(NamedTuple):
    """What a reader knows of the layout: blocks that begin in `[start, end)` are of this kind."""

    start: int
    end: int
    kind: UnitKind


def segmenter_version() -> str:
    """Say what finds the units, for the provenance: `rules 0.2.0`."""
    return f"rules {RULES_VERSION}"


def segment(text: str, language: str = "en", hints: Sequence[Hint] = ()) -> list[Unit]:
    """Find the units of a text.

    Every character that is not a blank (`str.isspace`) is in exactly one unit; no unit begins or ends with a
    blank. Headings, captions, datelines, bylines and boilerplate are one unit per block, other blocks are cut
    into sentences; those that lie wholly inside a quotation carry its number. `language` is a BCP 47 tag;
    `hints` are ordered and disjoint. Never raises; time is linear in the length of the text.
    """
    pieces = with_quotations(text, list(_pieces(text, language, hints)), language_of(language))
    return [
        Unit(
            id=f"u{number:03d}",
            start=piece.span.start,
            end=piece.span.end,
            kind=piece.kind,
            paragraph=piece.paragraph,
            quotation=piece.quotation,
        )
        for number, piece in enumerate(pieces, start=1)
    ]


def _pieces(text: str, language: str, hints: Sequence[Hint]) -> Iterator[Piece]:
    look = layout_of(language)
    blocks = find_blocks(text, look.small_words)
    hinted = _hinted_kinds(blocks, hints)
    following = [*blocks[1:], None][: len(blocks)]
    kind: UnitKind | None = None
    for paragraph, (block, hint, after) in enumerate(zip(blocks, hinted, following, strict=True), start=1):
        words = text[block.start : block.end].replace("\n", " ")
        above_text = kind is not UnitKind.HEADING and _is_above_text(text, block, after)
        under_title = paragraph == 2 and kind is UnitKind.HEADING and after is not None
        kind = hint or kind_of(words, look, Place(paragraph == 1, under_title, len(blocks) == 1, above_text))
        for start, end in _spans(words, kind, language, look):
            yield Piece(Span(block.start + start, block.start + end), kind, paragraph)


def _is_above_text(text: str, block: Span, after: Span | None) -> bool:
    if after is None or after.end - after.start <= block.end - block.start:
        return False
    return ends_sentence(text[max(after.start, after.end - 5) : after.end])


def _spans(words: str, kind: UnitKind, language: str, look: Layout) -> list[tuple[int, int]]:
    """Give the units of a block: sentences, a caption and its credit, else the whole."""
    if kind in _SPLIT_KINDS or (kind is UnitKind.CAPTION and len(words) > LONG_CAPTION):
        return sentence_spans(words, language)
    if kind is UnitKind.CAPTION and (credit := credit_start(words, look)):
        return [(0, len(words[:credit].rstrip())), (credit, len(words))]
    return [(0, len(words))]


def _hinted_kinds(blocks: Sequence[Span], hints: Sequence[Hint]) -> Iterator[UnitKind | None]:
    remaining = iter(hints)
    hint = next(remaining, None)
    for block in blocks:
        while hint and hint.end <= block.start:
            hint = next(remaining, None)
        yield hint.kind if hint and hint.start <= block.start else None
