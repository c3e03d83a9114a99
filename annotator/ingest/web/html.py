"""HTML to an article: the one way for saved pages and for HTML in mail, feeds and web archives."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from annotator.errors import AnnotatorError
from annotator.ingest.canonical import canonical
from annotator.ingest.decoding import Decoded
from annotator.ingest.document import Document, Metadata, Refused
from annotator.ingest.formats import FORMATS
from annotator.ingest.html_marks import without_html
from annotator.ingest.source import SourceFile
from annotator.ingest.web.blocks import Block, core_of
from annotator.ingest.web.body import Chosen, article_blocks
from annotator.ingest.web.encoding import decode_page
from annotator.ingest.web.metadata import PageFacts, is_name, split_names
from annotator.ingest.web.walking import TooMuchText, page_blocks
from annotator.segment import Hint
from schemas import UnitKind

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_C1_REFERENCE = re.compile(r"&#(?:0*(1[2-5]\d)|x0*([89][0-9a-f]))(?![0-9a-f]);?", re.I)
_TAG_NAME = re.compile(r"<\s*[a-z!?/]", re.I)
_MAX_ELEMENTS = 100_000
"""Elements of a page; those of large newspapers have 3,000 to 20,000."""

_MAX_DEEP = 4_000_000
"""Characters of a page that no parser follows, above which it is not read at all."""

_MORE = 1.5
"""How many times the letters of the page the article in its data must have to be taken instead."""


class Page(NamedTuple):
    """HTML of an article, and what is known of it from outside."""

    where: str
    """As messages name it."""
    html: Decoded
    address: str = ""
    """Where it was saved from, if its container says so."""
    is_page: bool = True
    """False for an article's HTML alone, without menus around it, as in mail and feeds."""


def read_html(source: SourceFile) -> Iterator[Document]:
    """Yield the article of a saved page. Raises `AnnotatorError` when there is none in it."""
    yield article_of(Page(source.where, decode_page(source)))


def article_in(
    source: SourceFile, entry: str, raw: bytes, *, declared: str = "", address: str = "", is_page: bool = True
) -> Document | Refused:
    """Read a page that is a part of a source; `declared` is the encoding that the source says it has."""
    where = f"{source.where}, {entry}" if entry else source.where
    inner = replace(source.with_bytes(raw), where=where)
    try:
        html = decode_page(inner, declared)
        found = article_of(Page(inner.where, html, address, is_page))
    except AnnotatorError as error:
        return Refused(str(error), source.inside(entry))
    return replace(found, entry=entry, source_sha256=hashlib.sha256(raw).hexdigest())


def article_of(page: Page) -> Document:
    """Take the words of the article out of a page, with kinds, metadata and what was dropped.

    Raises `AnnotatorError` with one line when the page holds no article, and when the libraries of the
    extra `web` are not installed.
    """
    tree, deep = _parsed(page)
    if deep:
        return _words_alone(page)
    facts = PageFacts(tree)
    metadata, left_out = facts.metadata(page.address)
    try:
        blocks, passed = page_blocks(_body(tree))
    except TooMuchText:
        raise AnnotatorError(f"{page.where}: there is more text in this page than in any article") from None
    chosen = article_blocks(tree, blocks, metadata.title) if page.is_page else _whole(blocks)
    chosen = _or_data(chosen, facts.body())
    if not chosen.blocks:
        raise AnnotatorError(
            f"{page.where}: there is no article in this page"
            + (", only links and short lines" if blocks else "; it may be one that scripts fill in a browser")
        )
    metadata = metadata.over(Metadata(authors=_authors(chosen.blocks)))
    text, hints = written(chosen.blocks)
    text, made_canonical = canonical(text)
    changes = (
        *page.html.changes,
        *made_canonical,
        *chosen.changes,
        *left_out,
        *in_words(passed, chosen.dropped),
    )
    if facts.is_closed():
        changes += ("the page says that it is not free to read: it may hold a part of the article only",)
    return Document(text, page.html.encoding, changes, hints, metadata)


def _parsed(page: Page) -> tuple["HtmlElement", bool]:
    """Parse leniently, as browsers do; says whether it is nested deeper than the parser follows."""
    try:
        import trafilatura  # noqa: F401
        from lxml import etree, html
    except ImportError:
        raise AnnotatorError(f"{page.where}: reading web pages needs: {FORMATS['html'].install}") from None
    text = _C1_REFERENCE.sub(_as_windows, page.html.text).replace("\x00", "\ufffd")
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, collect_ids=False
    )
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise AnnotatorError(f"{page.where}: there are no words in this page") from None
    problems = [error.message for error in parser.error_log]
    if any("Buffer size limit" in problem for problem in problems):
        raise AnnotatorError(f"{page.where}: there is a passage of more than 10 MB in this page")
    if sum(1 for _ in tree.iter()) > _MAX_ELEMENTS:
        raise AnnotatorError(
            f"{page.where}: there are more elements in this page than in any with an article"
        )
    return tree, any("Excessive depth" in problem for problem in problems)


def _as_windows(reference: re.Match[str]) -> str:
    """Read `&#150;` as browsers do, as a character of Windows-1252."""
    code = int(reference[1]) if reference[1] else int(reference[2], 16)
    return bytes([code]).decode("cp1252", "replace") if 128 <= code <= 159 else reference[0]


def _body(tree: "HtmlElement") -> "HtmlElement":
    body = tree.find("body")
    return tree if body is None else body


def _authors(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Read the names in the first byline, where the page says nowhere else who wrote it."""
    byline = next((block.text for block in blocks if block.kind is UnitKind.BYLINE), "")
    names = split_names(byline)
    return (
        tuple(name for name in names if is_name(name))
        if all(len(name.split()) <= 5 for name in names)
        else ()
    )


def _whole(blocks: Sequence[Block]) -> Chosen:
    return Chosen(
        [block for block in blocks if block.beside not in ("menus", "forms", "cookie banners")], Counter()
    )


def _or_data(chosen: Chosen, body: str) -> Chosen:
    """Take the article as the page's data have it where the page itself shows much less."""
    if "<" in body and _TAG_NAME.search(body):
        body = without_html(body)[0]
    shown = sum(len(block.core) for block in chosen.blocks)
    if len(core_of(body)) < max(200, _MORE * shown):
        return chosen
    lines = [line.strip() for line in re.split(r"\n+", body) if line.strip()]
    first = chosen.blocks[:1] if chosen.blocks and chosen.blocks[0].level else []
    holder = chosen.blocks[0].holder if chosen.blocks else None
    blocks = [Block(line, None, "", 0, 0, 0, False, holder, core_of(line)) for line in lines]
    return Chosen(
        first + blocks, Counter(), ("text taken from the page's data (articleBody), which hold more of it",)
    )


def _words_alone(page: Page) -> Document:
    """Read a page that no parser follows: its words without any tags."""
    if len(page.html.text) > _MAX_DEEP:
        raise AnnotatorError(f"{page.where}: the elements of this page are nested too deep")
    words, _ = without_html(page.html.text)
    lines = [line.strip() for line in words.split("\n")]
    text, made_canonical = canonical("\n\n".join(line for line in lines if line))
    if not text:
        raise AnnotatorError(f"{page.where}: there are no words in this page")
    told = "elements nested too deep to tell the article from the rest: all words of the page taken"
    return Document(
        text, page.html.encoding, (*page.html.changes, *made_canonical, told), metadata=Metadata()
    )


def written(blocks: Sequence[Block]) -> tuple[str, tuple[Hint, ...]]:
    """Put blocks one under another with a blank line between them, and say where the marked ones are."""
    parts: list[str] = []
    hints: list[Hint] = []
    position, before = 0, 0
    for block in blocks:
        text = block.text.replace("\r", "\n")
        if block.kind is not None:
            same = block.kind is UnitKind.QUOTE and 0 < block.quotation == before
            start = hints.pop().start if same else position
            hints.append(Hint(start, position + len(text), block.kind))
        before = block.quotation
        parts.append(text)
        position += len(text) + 2
    return "\n\n".join(parts), tuple(hints)


def in_words(passed: Counter[str], dropped: Counter[str]) -> Iterator[str]:
    """Say what was dropped, e.g. `dropped: menus (2), related links (1)`; what was written otherwise too."""
    counts = Counter(passed)
    counts.update(dropped)
    written_otherwise = {name for name in counts if name.startswith("<q>")}
    yield from (f"{counts[name]} {name}" for name in sorted(written_otherwise) if counts[name])
    told = [
        f"{name} ({count})"
        for name, count in sorted(counts.items())
        if count and name not in written_otherwise
    ]
    if told:
        yield f"dropped from the page: {', '.join(told)}"
