"""Markdown files: words without marks, and what the marks say of headings, quotations and captions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.ingest.canonical import canonical
from annotator.ingest.document import Document, SourceFile
from annotator.ingest.text import read_text
from annotator.segment import Hint
from schemas import UnitKind

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MAX_NESTING = 100
"""Levels of quotations and lists that the parser follows; it would drop what is deeper."""

_HTML = re.compile(
    r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|"
    r"</?(?:a|abbr|address|article|aside|audio|b|big|blockquote|body|br|center|cite|code|dd|del|details|div|"
    r"dl|dt|em|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|ins|kbd|li|link|main|mark|meta|nav|"
    r"ol|p|picture|pre|q|s|section|small|source|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|"
    r"time|tr|u|ul|video)(?:\s[^<>]*)?/?>",
    re.DOTALL | re.IGNORECASE,
)
"""HTML that is no words. A tag HTML does not know, such as `<inaudible>`, is a word and stays."""

_LINE_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])\s*/?>", re.IGNORECASE)


def read_markdown(source: SourceFile) -> Iterator[Document]:
    """Yield the one article of a Markdown file as plain text with hints, without front matter."""
    for document in read_text(source):
        text, hints = plain_text(document.text)
        yield replace(document, text=text, hints=hints)


def plain_text(markdown: str) -> tuple[str, tuple[Hint, ...]]:
    """Drop the marks and keep the words; hints say which blocks are headings, quotations and captions.

    List marks stay, for they are read as text; so do brackets that are no link. Text nested so deep that it
    cannot be meant as Markdown is given back as it is.
    """
    tokens = _parser().parse(markdown)
    if any(token.level >= _MAX_NESTING - 2 for token in tokens):
        return markdown, ()
    writer = _Writer()
    for index, token in enumerate(tokens):
        writer.take(token, tokens[index - 1] if index else None)
    return writer.text(), tuple(writer.hints)


def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING})
    parser.disable("code")  # news indents paragraphs; four blanks do not make them code
    # `[Ed]: yes` and `source(s)` are words, not links.
    parser.validateLink = _is_address  # type: ignore[method-assign]
    return parser


def _is_address(url: str) -> bool:
    return not url or any(mark in url for mark in "/.:#@?=")


class _Writer:
    """Puts blocks one after another and remembers where the marked ones are."""

    def __init__(self) -> None:
        self.hints: list[Hint] = []
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
            self._write(token.content)
        elif token.type == "html_block":
            self._write(_without_html(token.content))

    def _write_inline(self, tokens: "Sequence[Token]", kind: UnitKind | None) -> None:
        words: list[str] = []
        captions: list[str] = []
        for token in tokens:
            if token.type == "image":
                captions.append(token.content)
            elif token.type in ("softbreak", "hardbreak"):
                words.append("\n")
            elif token.type == "html_inline":
                words.append(_without_html(token.content))
            else:
                words.append(token.content)
        self._write("".join(words), kind)
        for caption in captions:
            self._write(caption, UnitKind.CAPTION)

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


def _without_html(content: str) -> str:
    return _HTML.sub("", _LINE_BREAK.sub("\n", content))
