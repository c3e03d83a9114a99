"""Lines of a PDF to paragraphs: without what repeats on each page, words at line ends made whole."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from annotator.ingest.layout import Layout
from annotator.ingest.pdf_order import Line
from schemas import UnitKind

_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:page|p|seite|s|página|pág|pagina|pag|стр|страница|sayfa|第)?\W*\d{1,4}"
    r"(?:\s*(?:of|von|/|de|sur|di|из|页)\s*\d{0,4})?[\W_]*",
    re.I,
)
_DIGITS = re.compile(r"\d+")
_EDGE_LINES = 3
_EDGE = 0.12
"""Lines at the top and at the bottom of a page, and share of its height, in which headers and footers are."""

_SHARE_OF_PAGES = 0.4
_ENDS = (".", "!", "?", "…", ":", "”", "’", '"', "»", ")", "。", "！", "？", "」", "؟", "।")
_HYPHEN = re.compile(r"(\w+)[-\u2010]$")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")
_WORD = re.compile(r"\b\w++(?:-\w++)+")
_FIRST = re.compile(r"\w+")
_HEADLINE = 1.4
"""Size of a headline, at least, where the text has size 1."""

_LONGEST_WORD = 80
_LIST = re.compile(r"(?:[•‣▪●○–—*-]|\(?\d{1,2}[.)])\s")


def to_blocks(pages: Sequence[Sequence[Line]], heights: Sequence[float], layout: Layout) -> str:
    """Add the paragraphs of all pages, which have these heights in points, to a layout; give the headline.

    That is the first of the largest headings of the first page, where they are clearly larger than the text.
    """
    lines = [line for page in _without_edges(pages, heights, layout) for line in page]
    if not lines:
        return ""
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    body = sizes.most_common(1)[0][0]
    compounds = frozenset(word.lower() for line in lines for word in _WORD.findall(line.text))
    headline, largest = "", _HEADLINE * body
    for paragraph in _paragraphs(lines):
        words = _unwrapped(paragraph, compounds, layout)
        heading = _is_heading(paragraph, words, body)
        layout.add(words, UnitKind.HEADING if heading else None)
        if heading and paragraph[0].page == lines[0].page and paragraph[0].size > largest:
            headline, largest = words, paragraph[0].size
    return headline


def _without_edges(
    pages: Sequence[Sequence[Line]], heights: Sequence[float], layout: Layout
) -> Iterator[list[Line]]:
    """Drop page numbers, and what stands at the top or bottom of many pages."""
    edges = [_edges(page, height) for page, height in zip(pages, heights, strict=True)]
    seen = Counter(key for page in edges for key in {_key(line) for line in page})
    often = max(2, _SHARE_OF_PAGES * len(pages))
    for page, edge in zip(pages, edges, strict=True):
        kept = []
        for line in page:
            if any(line is other for other in edge):
                if len(page) > 1 and _PAGE_NUMBER.fullmatch(line.text[:_LONGEST_WORD]):
                    layout.dropped["page numbers"] += 1
                    continue
                if seen[_key(line)] >= often:
                    layout.dropped["running headers and footers"] += 1
                    continue
            kept.append(line)
        yield kept


def _edges(page: Sequence[Line], height: float) -> list[Line]:
    ordered = sorted(page, key=lambda line: line.y0)
    top = [line for line in ordered[:_EDGE_LINES] if line.y1 < _EDGE * height]
    return top + [line for line in ordered[-_EDGE_LINES:] if line.y0 > (1 - _EDGE) * height]


def _key(line: Line) -> tuple[str, int]:
    """Tell lines that are the same on several pages but for numbers, at about the same height."""
    return _DIGITS.sub("#", line.text.strip()), round(line.y0 / 12)


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    columns = _columns(lines)
    for line in lines:
        if paragraph and _begins(paragraph, line, columns):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


class _Column:
    """What is usual in a column."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.left = min(line.x0 for line in lines)
        self.right = max(line.x1 for line in lines)
        steps = [b.y0 - a.y0 for a, b in pairwise(lines) if 0 < b.y0 - a.y0 < 4 * max(a.size, 1)]
        self.step = median(steps) if steps else 0.0


def _columns(lines: Sequence[Line]) -> dict[tuple[int, int], _Column]:
    found: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        found.setdefault((line.page, line.column), []).append(line)
    return {place: _Column(of_one) for place, of_one in found.items()}


def _begins(paragraph: Sequence[Line], line: Line, columns: dict[tuple[int, int], _Column]) -> bool:
    """Say whether a line begins a new paragraph."""
    before = paragraph[-1]
    if abs(line.size - before.size) > 0.08 * max(line.size, before.size) or line.bold != before.bold:
        return True
    if "\t" in line.text or "\t" in before.text or _LIST.match(line.text):
        return True
    ended = before.text.rstrip().endswith(_ENDS) and not line.text.lstrip()[:1].islower()
    here = columns[line.page, line.column]
    if here is not columns[before.page, before.column]:
        return ended
    step = line.y0 - before.y0
    if step > 1.4 * here.step or (step > 1.15 * here.step and ended and _is_short(before, here)):
        return True
    if _is_indented(line, here) and not _is_indented(before, here):
        return True
    return ended and _is_short(before, here)


def _is_short(line: Line, column: _Column) -> bool:
    return line.x1 < column.right - 0.15 * (column.right - column.left)


def _is_indented(line: Line, column: _Column) -> bool:
    return 0.6 * line.size < line.x0 - column.left < 0.3 * (column.right - column.left)


def _unwrapped(paragraph: Sequence[Line], compounds: frozenset[str], layout: Layout) -> str:
    """Join lines: with a blank, or where a word was cut at its hyphen with nothing."""
    parts = [paragraph[0].text]
    for line in paragraph[1:]:
        before, following = parts[-1].rstrip(), line.text.lstrip()
        parts[-1] = before
        found = _HYPHEN.search(before[-_LONGEST_WORD:])
        if found and following[:1].islower():
            first = _FIRST.match(following[:_LONGEST_WORD])
            if f"{found[1]}-{first[0] if first else ''}".lower() not in compounds:
                parts[-1] = before[:-1]
                layout.dropped["hyphens at line ends"] += 1
        elif not found and not (_CJK.match(before[-1:]) and _CJK.match(following)):
            parts.append(" ")
        parts.append(following)
    return "".join(parts)


def _is_heading(paragraph: Sequence[Line], words: str, body: float) -> bool:
    if len(words) > 250 or "\t" in words or not any(map(str.isalpha, words)):
        return False
    larger = paragraph[0].size >= 1.15 * body
    return larger or (paragraph[0].bold and len(words) <= 120 and not words.endswith((".", ":", ",", ";")))
