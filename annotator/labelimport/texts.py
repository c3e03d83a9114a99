"""Texts of a foreign file made into articles, with the labelled stretches as their units."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from annotator import __version__
from annotator.errors import describe
from annotator.ingest.document import Metadata
from annotator.ingest.reading import article_of, language_of
from annotator.ingest.source import MAX_BYTES
from annotator.interop.foreign import ForeignText
from annotator.labelimport.offsets import CanonicalText
from annotator.labelimport.placing import Unusable, canonical_text, stretches
from annotator.labelimport.spool import Spooled
from annotator.segment import segment, segmenter_version
from schemas import Article, Provenance, Unit, UnitKind

_ABOUT = ("title", "outlet", "url", "language", "published")
_MAX_TITLE = 120
_NEAR = 8
"""Characters between two sentences that can be blanks; where more is missing, it was text nobody labelled."""

Key = tuple[int | None, str]
"""What tells a piece of an article: where it begins, if that is said, and its words."""


class Made(NamedTuple):
    """A new article, and where its pieces are in it."""

    article: Article
    begins: dict[Key, int]

    def located(self, text: ForeignText) -> int | None:
        """Where the words of a foreign text begin; None: they are not in it."""
        return self.begins.get(_key(text, canonical_text(text)))


@dataclass(slots=True)
class _Piece:
    words: str
    start: int | None
    stretches: set[tuple[int, int]] = field(default_factory=set)
    """Into `words`."""


def make_article(rows: Iterable[Spooled], name: str, language: str) -> Made:
    """Make an article of the texts that belong to it, once each; raises `Unusable` with the reason.

    Each is a piece of the article, in the order of where they begin, or else of the file. Units are the
    labelled stretches, and pieces without any; the rest of a text is cut into sentences. `language` is what
    counts where neither file nor words tell it.
    """
    pieces: dict[Key, _Piece] = {}
    about: dict[str, str] = {}
    file, format, size, digest = "", "labels", 0, hashlib.sha256()
    whole: tuple[str, int] | None = None
    for row in rows:
        words = canonical_text(row.text)
        if not words.words:
            continue
        key = _key(row.text, words)
        if key not in pieces:
            pieces[key] = _Piece(words.words, key[0])
            size += len(words.words)
            digest.update((row.text.text or "").encode("utf-8", "surrogatepass"))
            about = dict(row.text.about) | about
            file, format = file or Path(row.file).name, row.format
            whole = _whole(row.text, words) if len(pieces) == 1 else None
        if size > MAX_BYTES:
            raise Unusable(f"its article has more than {MAX_BYTES:,} characters")
        found = stretches(row.text, words)
        pieces[key].stretches.update((start - words.lead, end - words.lead) for start, end in found)
    if not pieces:
        raise Unusable("the text is empty")
    text, begins = _joined(list(pieces.items()))
    if whole:
        text, begins = whole[0], dict.fromkeys(begins, whole[1])
    known, left_out = Metadata.lenient(_metadata(about))
    tag, tag_from = language_of(text, Metadata(), known, language)
    bounds = [
        (begins[key] + start, begins[key] + end)
        for key, piece in pieces.items()
        for start, end in piece.stretches or ({(0, len(piece.words))} if len(pieces) > 1 else ())
    ]
    title = _title(known.title, name, text)
    try:
        article = article_of(
            text,
            title,
            known,
            tag,
            _units(text, _disjoint(bounds), tag),
            Provenance(
                file=file,
                entry=name,
                source_sha256=digest.hexdigest(),
                format=format.replace("-", "_"),
                encoding="utf-8",
                reader=f"labels {__version__}",
                segmenter=segmenter_version(),
                language_from=tag_from,
                imported=datetime.now(UTC),
                changes=left_out,
            ),
        )
    except ValidationError as error:
        raise Unusable(f"no article can be made of its text: {describe(error)}") from None
    return Made(article, begins)


def _whole(text: ForeignText, words: CanonicalText) -> tuple[str, int] | None:
    """Give a text with the blanks at its ends, and where its words begin, if its hash is that of an article.

    It becomes the same article again, then, and not one that lacks its last line end.
    """
    said = words.text
    same = (
        said == text.text and hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest() == text.sha256
    )
    return (said, words.lead) if same else None


def _key(text: ForeignText, words: CanonicalText) -> Key:
    return (None if text.start is None else text.start + words.lead, words.words)


def _joined(pieces: Sequence[tuple[Key, _Piece]]) -> tuple[str, dict[Key, int]]:
    """Put pieces one after the other; gives the text and where each begins in it."""
    if all(piece.start is not None for _, piece in pieces):
        pieces = sorted(pieces, key=lambda one: (one[1].start or 0, -len(one[1].words)))
    parts: list[str] = []
    begins: dict[Key, int] = {}
    length, end = 0, None
    for key, piece in pieces:
        between = ""
        if parts:
            between = "\n"
            if end is not None and piece.start is not None:
                gap = piece.start - end
                if gap < 0:
                    raise Unusable("its texts overlap: one begins before another ends")
                between = " " * gap if gap <= 1 else "\n" * (gap if gap <= _NEAR else 2)
        begins[key] = length + len(between)
        parts += [between, piece.words]
        length += len(between) + len(piece.words)
        end = None if piece.start is None else piece.start + len(piece.words)
    return "".join(parts), begins


def _disjoint(bounds: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Leave out stretches that overlap an earlier or longer one: these are refused when they are placed."""
    position = 0
    for start, end in sorted(set(bounds), key=lambda one: (one[0], -one[1])):
        if start >= position:
            yield start, end
            position = end


def _units(text: str, bounds: Iterable[tuple[int, int]], language: str) -> Iterator[Unit]:
    position = 0
    paragraph, counted = 1, 0
    found: list[tuple[int, int, UnitKind]] = []
    for start, end in (*bounds, (len(text), len(text))):
        found += _rest(text, position, start, language)
        if start < end:
            found.append((start, end, UnitKind.SENTENCE))
        position = end
    for number, (start, end, kind) in enumerate(found, start=1):
        paragraph += text.count("\n\n", counted, start)
        counted = start
        yield Unit(id=f"u{number:03d}", start=start, end=end, kind=kind, paragraph=paragraph)


def _rest(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int, UnitKind]]:
    """Cut what nobody labelled into sentences."""
    part = text[start:end]
    if part.strip():
        for unit in segment(part, language):
            yield start + unit.start, start + unit.end, unit.kind


def _metadata(about: dict[str, str]) -> dict[str, object]:
    said: dict[str, object] = {name: value for name, value in about.items() if name in _ABOUT and value}
    if about.get("authors"):
        said["authors"] = tuple(name for one in about["authors"].split(";") if (name := one.strip()))
    return said


def _title(given: str, name: str, text: str) -> str:
    """Take the title that the file says, the name of the document, or the first words."""
    words = " ".join((given or name or text[: 4 * _MAX_TITLE]).split())
    if len(words) <= _MAX_TITLE:
        return words
    cut = words[: _MAX_TITLE - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"
