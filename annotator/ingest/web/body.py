"""Which blocks of a page are the article: what trafilatura finds, and what belongs to it by the page's order.

The library finds the main text well, but gives it without captions, bylines and parts of the layout, and with
blanks lost or added. So its text only says which blocks of the page are meant.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple

from annotator.ingest.web import markup
from annotator.ingest.web.blocks import Block, core_of
from schemas import UnitKind

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SHINGLE = 8
"""Letters in a row that are compared; copies of a text share nearly all, other texts few."""

_SHARE = 0.75
"""Share of a long block's shingles that must be in the text found; of a short one all."""

_SHORT = 24
"""Letters of a short block."""

_ANCHOR = 40
"""Letters that a block must have to begin or end the article."""

_MAX_LETTERS = 1_000_000
"""Letters of a page above which it is not searched: the library's time is not linear."""

_MAX_ELEMENTS = 15_000

_NOT_FOUND = "no article found by the layout: all passages of the page taken that may be one"

_OTHER: str = "other passages"

_KINDS_BEFORE = (UnitKind.CAPTION, UnitKind.BYLINE, UnitKind.DATELINE)


_PARTS = frozenset(
    [
        *("p", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "figure", "figcaption", "pre", "center"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "table", "caption", "tbody", "tr"),
    ]
)
"""Elements that stand one after another in the element that holds an article."""


class Chosen(NamedTuple):
    """The article's blocks."""

    blocks: list[Block]
    dropped: Counter[str]
    """Blocks that were not taken, by what they are, in the plural."""
    changes: tuple[str, ...] = ()


def article_blocks(page: "HtmlElement", blocks: Sequence[Block], title: str) -> Chosen:
    """Choose the blocks of the article; empty where the page has nothing but links and short lines."""
    sound = [not block.beside and not block.is_linked() for block in blocks]
    found = _found(page, blocks, sound)
    if _letters(blocks, found) >= _ANCHOR and (chosen := _around(blocks, found, core_of(title))).blocks:
        return _without_repeats(chosen)
    if _letters(blocks, sound) < _ANCHOR:
        return Chosen([], Counter())
    chosen = _around(blocks, sound, core_of(title))
    if not chosen.blocks:
        chosen = Chosen([block for block, good in zip(blocks, sound, strict=True) if good], Counter())
    return _without_repeats(chosen)._replace(changes=(_NOT_FOUND,))


def _letters(blocks: Sequence[Block], chosen: Sequence[bool]) -> int:
    return sum(block.size for block, good in zip(blocks, chosen, strict=True) if good)


def _found(page: "HtmlElement", blocks: Sequence[Block], sound: Sequence[bool]) -> list[bool]:
    """Say of each block whether the library takes it for main text; `sound` are those that may be.

    Its other ways, which take twice as long, are asked only where its first one finds little of the page.
    """
    copy = _prepared(page)
    if sum(len(block.core) for block in blocks) > _MAX_LETTERS or sum(1 for _ in copy.iter()) > _MAX_ELEMENTS:
        return [False] * len(blocks)
    found = _matched(blocks, _found_by_library(deepcopy(copy), fast=True))
    both = [good and may for good, may in zip(found, sound, strict=True)]
    if 2 * _letters(blocks, both) >= _letters(blocks, sound):
        return found
    return _matched(blocks, _found_by_library(copy, fast=False))


def _found_by_library(page: "HtmlElement", *, fast: bool) -> list[str]:
    """Give the letters of each passage that the library takes for the main text; it may change the page."""
    from trafilatura import bare_extraction

    # What it thinks of a page is no news to the user.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = bare_extraction(page, fast=fast, include_comments=False, include_tables=True)
    except Exception:
        # It raises whatever its parts raise on damaged pages; without it the page is read all the same.
        return []
    body = getattr(found, "body", None)
    if body is None:
        return []
    return [core for element in body.iter() if (core := core_of(" ".join(_own_words(element))))]


def _prepared(page: "HtmlElement") -> "HtmlElement":
    """Copy a page without what the library does not need and takes long for.

    What the title stands in loses its class, for it is no comment or menu whatever that says.
    """
    from lxml import etree

    copy = deepcopy(page)
    etree.strip_elements(copy, *(markup.WORDLESS - {"head", "meta", "link", "title"}), with_tail=False)
    etree.strip_tags(
        copy, "b", "i", "em", "strong", "u", "s", "small", "big", "font", "mark", "sub", "sup", "wbr"
    )
    for heading in copy.iter("h1"):
        for around in heading.iterancestors("div", "section", "article", "main", "body"):
            for name in ("class", "id"):
                around.attrib.pop(name, None)
    return copy


def _own_words(element: "HtmlElement") -> list[str]:
    if element.tag in ("p", "head", "item", "cell", "quote", "code"):
        return list(element.itertext())
    return [element.text or "", element.tail or ""]


def _matched(blocks: Sequence[Block], found: Sequence[str]) -> list[bool]:
    lines = set(found)
    shingles = {core[at : at + _SHINGLE] for core in found for at in range(max(1, len(core) - _SHINGLE + 1))}
    return [_is_found(block.core, lines, shingles) for block in blocks]


def _is_found(core: str, lines: set[str], shingles: set[str]) -> bool:
    if len(core) < _SHINGLE:
        return core in lines
    if len(core) < _SHORT:
        return all(core[at : at + _SHINGLE] in shingles for at in range(len(core) - _SHINGLE + 1))
    own = [core[at : at + _SHINGLE] for at in range(0, len(core) - _SHINGLE + 1, 3)]
    return sum(piece in shingles for piece in own) >= _SHARE * len(own)


def _around(blocks: Sequence[Block], found: Sequence[bool], title: str) -> Chosen:
    """Take what was found, and what the page has before, between and after it."""
    good = [
        match and not block.beside and not _is_teaser(block)
        for block, match in zip(blocks, found, strict=True)
    ]
    anchors = [
        at for at, block in enumerate(blocks) if good[at] and block.size >= _ANCHOR and not block.level
    ]
    if not anchors:
        return Chosen([], Counter())
    first, last = anchors[0], anchors[-1]
    sections = {_section(blocks[at]) for at in anchors}
    top = _title_place(blocks, first, last, title)
    taken: list[int] = []
    for at, block in enumerate(blocks):
        if at < first:
            take = good[at] if top is None else at >= top and _belongs_before(block, at == top)
        elif at <= last:
            take = good[at] or _belongs_between(block, sections)
        else:
            follows = all(between.beside for between in blocks[taken[-1] + 1 : at])
            take = follows and (good[at] or _belongs_after(block, blocks[taken[-1]]))
        if take:
            taken.append(at)
    taken = _without_bare_headings(blocks, taken, first)
    kept = set(taken)
    dropped = Counter({_OTHER: sum(at not in kept and not block.beside for at, block in enumerate(blocks))})
    return Chosen([blocks[at] for at in taken], dropped)


def _section(block: Block) -> "HtmlElement":
    """Give the element that holds a block together with its neighbours."""
    section = block.holder
    while section.tag in _PARTS and (parent := section.getparent()) is not None:
        section = parent
    return section


def _title_place(blocks: Sequence[Block], first: int, last: int, title: str) -> int | None:
    """Give the index of the heading that begins the article: the nearest before it that is called a title."""
    headings = [at for at in range(last) if blocks[at].level and not blocks[at].beside]
    same = [at for at in headings if at <= first and title and blocks[at].core and blocks[at].core in title]
    before = [at for at in headings if at <= first]
    highest = min((blocks[at].level for at in before), default=0)
    high = [at for at in before if blocks[at].level == highest]
    return max(same, default=max(high, default=None))


def _belongs_before(block: Block, is_title: bool) -> bool:
    """Say whether a block between the title and the first paragraph is the article's: standfirst, byline."""
    if is_title:
        return True
    if block.beside or block.pulled:
        return False
    if block.kind in _KINDS_BEFORE:
        return True
    return (not block.is_linked() and len(block.text.split()) >= 4) or block.size >= _ANCHOR


def _belongs_between(block: Block, sections: set["HtmlElement"]) -> bool:
    if block.beside or (block.is_linked() and block.kind not in (UnitKind.BYLINE, UnitKind.DATELINE)):
        return False
    if block.kind is not None:
        return True
    return _section(block) in sections


def _belongs_after(block: Block, before: Block) -> bool:
    """Say whether a block goes on where the article ends: last short paragraphs, captions."""
    if block.beside or block.level or block.is_linked():
        return False
    return block.kind is UnitKind.CAPTION or _section(block) is _section(before)


def _is_teaser(block: Block) -> bool:
    """Say whether a line only leads to other pages."""
    return block.is_linked() and block.size < 150 and not block.level


def _without_bare_headings(blocks: Sequence[Block], taken: Sequence[int], first: int) -> list[int]:
    """Leave headings after the first paragraph out whose passage was left out: `Related stories`."""
    return [
        here
        for here, after in zip(taken, [*taken[1:], len(blocks)], strict=True)
        if here < first or blocks[here].level < 2 or not _is_bare(blocks, here, after)
    ]


def _is_bare(blocks: Sequence[Block], here: int, after: int) -> bool:
    """Say whether nothing of the passage under a heading is taken; `after` is what is taken next."""
    if after == len(blocks):
        return True
    left_out = any(not block.beside for block in blocks[here + 1 : after])
    if 0 < blocks[after].level <= blocks[here].level:
        return left_out
    return left_out and _section(blocks[after]) is not _section(blocks[here])


def _without_repeats(chosen: Chosen) -> Chosen:
    """Leave out what pages show twice: pull quotes, and captions and bylines for small and large screens."""
    paragraphs = "\n".join(block.core for block in chosen.blocks if not block.pulled and block.quotation == 0)
    seen: set[str] = set()
    kept = []
    for block in chosen.blocks:
        if block.pulled and block.core in paragraphs:
            chosen.dropped["pull quotes"] += 1
        elif block.core in seen and (block.kind is not None):
            chosen.dropped["repeated lines"] += 1
        else:
            kept.append(block)
        seen.add(block.core)
    return chosen._replace(blocks=kept)
