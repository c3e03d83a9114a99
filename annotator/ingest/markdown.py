"""Markdown files: words without marks, and what the marks say of headings, quotations and captions."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from annotator.ingest.canonical import canonical
from annotator.ingest.document import Document
from annotator.ingest.html_marks import HtmlMarks, without_html
from annotator.ingest.source import SourceFile
from annotator.ingest.text import read_text
from annotator.segment import Hint
from schemas import UnitKind

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_MAX_NESTING = 100
"""Levels of quotations and lists that the parser follows; it would drop what is deeper."""

_NAMES = {
    "HTML tag": "HTML tags",
    "comment": "comments",
    "script": "scripts",
    "style": "styles",
    "link address": "link addresses",
    "picture address": "picture addresses",
    "link title": "link titles",
    "link definition": "link definitions",
    "code language": "code languages",
}
"""What can be dropped that is no mark of Markdown, in the singular and the plural."""


def read_markdown(source: SourceFile) -> Iterator[Document]:
    """Yield the one article of a Markdown file as plain text with hints, without front matter."""
    for document in read_text(source):
        plain = plain_text(document.text)
        changes = document.changes + plain.changes
        yield replace(document, text=plain.text, hints=plain.hints, changes=changes)


class PlainText(NamedTuple):
    """The words of a Markdown text."""

    text: str
    hints: tuple[Hint, ...] = ()
    """Which blocks are headings, quotations and captions."""
    changes: tuple[str, ...] = ()
    """What was dropped beside the marks of Markdown, in words with counts; no reader of the page sees it."""


def plain_text(markdown: str) -> PlainText:
    """Drop the marks and keep the words.

    List marks stay, for they are read as text; so do brackets that are no link. Text nested so deep that it
    cannot be meant as Markdown is given back as it is.
    """
    found: dict[str, dict[str, object]] = {}
    tokens = _parser().parse(markdown, found)
    if any(token.level >= _MAX_NESTING - 2 for token in tokens):
        return PlainText(markdown)
    writer = _Writer()
    for index, token in enumerate(tokens):
        writer.take(token, tokens[index - 1] if index else None)
    definitions = len(found.get("references", ())) + len(found.get("duplicate_refs", ()))
    writer.dropped["link definition"] += definitions
    return PlainText(writer.text(), tuple(writer.hints), _in_words(writer.dropped))


def _in_words(dropped: Counter[str]) -> tuple[str, ...]:
    return tuple(
        f"{count} {name if count == 1 else names} dropped"
        for name, names in _NAMES.items()
        if (count := dropped[name])
    )


def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING})
    parser.disable("code")  # news indents paragraphs; four blanks do not make them code
    parser.inline.ruler.at("html_inline", _html_inline)
    # `[Ed]: yes` and `source(s)` are words, not links.
    parser.validateLink = _is_address  # type: ignore[method-assign]
    return parser


def _is_address(url: str) -> bool:
    return not url or any(mark in url for mark in "/.:#@?=")


def _html_inline(state: "StateInline", silent: bool) -> bool:
    """Take what is HTML at the parser's place as one token, with what keeps the words around it apart."""
    if state.src[state.pos] != "<":
        return False
    # One per text, for the parser comes here once for each `<`.
    marks = state.env.setdefault("html", {}).setdefault(state.src, HtmlMarks(state.src))
    mark = marks.at(state.pos)
    if mark is None or mark.end > state.posMax:
        return False
    if not silent:
        token = state.push("html_inline", "", 0)
        token.content, token.info = mark.instead, mark.what
    state.pos = mark.end
    return True


class _Writer:
    """Puts blocks one after another and remembers where the marked ones are."""

    def __init__(self) -> None:
        self.hints: list[Hint] = []
        self.dropped: Counter[str] = Counter()
        self._parts: list[str] = []
        self._length = 0
        self._quotes = 0
        self._list_mark = ""

    def text(self) -> str:
        return "".join(self._parts)

    def take(self, token: "Token", before: "Token | None") -> None:
        """Take the next token of the parser; `before` is the one that came before it."""
        if token.type == "blockquote_open":
            self._quotes += 1
        elif token.type == "blockquote_close":
            self._quotes -= 1
        elif token.type == "list_item_open":
            self._list_mark += f"{token.info}{token.markup} "
        elif token.type == "list_item_close":
            self._list_mark = ""
        elif token.type == "inline":
            heading = before is not None and before.type == "heading_open" and _is_heading(before, token)
            self._write_inline(token.children or (), UnitKind.HEADING if heading else None)
        elif token.type in ("fence", "code_block"):
            self.dropped["code language"] += bool(token.info.strip())
            self._write(token.content)
        elif token.type == "html_block":
            words, dropped = without_html(token.content)
            self.dropped.update(dropped)
            self._write(words)

    def _write_inline(self, tokens: "Sequence[Token]", kind: UnitKind | None) -> None:
        captions: list[str] = []
        self._write(self._words(tokens, captions), kind)
        for caption in captions:
            self._write(caption, UnitKind.CAPTION)

    def _words(self, tokens: "Sequence[Token]", captions: list[str]) -> str:
        """Put the words of a paragraph together; what is written under its pictures goes to `captions`."""
        words: list[str] = []
        for token in tokens:
            if token.type == "image":
                captions.append(self._words(token.children or (), captions))
                self._count_link(token, "picture address")
            elif token.type in ("softbreak", "hardbreak"):
                words.append("\n")
            else:
                words.append(token.content)
                if token.type == "html_inline":
                    self.dropped[token.info] += 1
                elif token.type == "link_open" and token.info != "auto":
                    self._count_link(token, "link address")
        return "".join(words)

    def _count_link(self, token: "Token", address: str) -> None:
        self.dropped[address] += bool(token.attrGet("href") or token.attrGet("src"))
        self.dropped["link title"] += bool(token.attrGet("title"))

    def _write(self, words: str, kind: UnitKind | None = None) -> None:
        words = canonical(words)[0].strip("\n")
        if not words.strip():
            return
        block, self._list_mark = self._list_mark + words, ""
        if self._parts:
            block = "\n\n" + block
        start = self._length + len(block) - len(block.lstrip("\n"))
        self._parts.append(block)
        self._length += len(block)
        if kind is None and self._quotes:
            kind = UnitKind.QUOTE
        if kind:
            self.hints.append(Hint(start, self._length, kind))


def _is_heading(opening: "Token", inline: "Token") -> bool:
    """Say whether a heading is one: a paragraph above a stray line of dashes is not."""
    if opening.markup != "-":
        return True
    return "\n" not in inline.content and not inline.content.endswith((".", "!", "?"))
