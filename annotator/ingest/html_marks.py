"""HTML inside Markdown: what of a text is tags, comments and scripts, found in one pass."""

import re
from typing import NamedTuple


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ELEMENTS = _words(
    "a abbr acronym address article aside audio b base bdi bdo big blockquote body br button caption center "
    "cite code col colgroup dd del details dfn dir div dl dt em embed fieldset figcaption figure font footer "
    "form frame h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link "
    "main map mark menu meta nav noscript object ol optgroup option output p param picture pre progress q rp "
    "rt ruby s samp script search section select small source span strike strong style sub summary sup svg "
    "table tbody td textarea tfoot th thead time title tr track tt u ul var video wbr"
)
"""Names that make a tag even without attributes. `<inaudible>` is a word and stays."""

_BREAKING = _words(
    "address article aside blockquote br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr li main nav ol p section table tr ul"
)
"""Elements that a reader sees on lines of their own."""

_SPACING = frozenset({"option", "td", "th"})

_HIDDEN = {"script": re.compile(r"</script\s*>", re.I), "style": re.compile(r"</style\s*>", re.I)}
"""Elements whose content is no words, and what closes them."""

_TAG = re.compile(r"<(/?)([a-z][a-z0-9:-]*)(\s[^<>]*)?/?>", re.I)
_ATTRIBUTE = re.compile(
    r"\s*(?:[a-z_:@][\w:.-]*\s*=|"
    r"(?:async|autoplay|checked|controls|defer|disabled|hidden|loop|muted|novalidate|open|reversed|selected)\b)",
    re.I,
)
_MANY_BREAKS = re.compile(r"\n[ \t\n]*\n")


class Mark(NamedTuple):
    """A stretch of HTML that is no words."""

    end: int
    """One past its last character."""
    what: str
    """`HTML tag`, `comment`, `script` or `style`."""
    instead: str = ""
    """What keeps the words around it apart: a line end, a blank or nothing."""


class HtmlMarks:
    """Finds the HTML of one text. A closing mark that is missing is looked for once: time is linear."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._unclosed: set[str] = set()
        self._opened: set[str] = set()

    def at(self, position: int) -> Mark | None:
        """Give the mark that begins at a `<`, None where it is a word's.

        A tag is one by its name, or by attributes of the form `name=`: of `a <b and c> d` nothing is HTML.
        """
        if self._text.startswith("<!--", position):
            end = self._closing("comment", position)
            return Mark(end, "comment") if end else None
        tag = _TAG.match(self._text, position)
        if not tag:
            return None
        slash, name, rest = tag[1], tag[2].lower(), (tag[3] or "").strip(" \t\n/")
        if not (_ATTRIBUTE.match(rest) if rest else name in _ELEMENTS or name in self._opened):
            return None
        self._opened.add(name)
        if name in _HIDDEN and not slash:
            end = self._closing(name, tag.end())
            return Mark(end, name) if end else None
        instead = "\n" if name in _BREAKING else " " if name in _SPACING and not slash else ""
        return Mark(tag.end(), "HTML tag", instead)

    def _closing(self, what: str, position: int) -> int:
        """Give the end of the mark that closes a comment, script or style; 0 without one."""
        if what in self._unclosed:
            return 0
        if what == "comment":
            # `<!-->` is closed.
            end = self._text.find("-->", position + 2) + 3
            found = end if end > 2 else 0
        else:
            closing = _HIDDEN[what].search(self._text, position)
            found = closing.end() if closing else 0
        if not found:
            self._unclosed.add(what)
        return found


def without_html(text: str) -> tuple[str, list[str]]:
    """Drop the HTML of a text; gives the words and what was dropped, one entry per mark."""
    marks = HtmlMarks(text)
    parts, dropped, position = [], [], 0
    start = text.find("<")
    while start >= 0:
        if mark := marks.at(start):
            parts += [text[position:start], mark.instead]
            dropped.append(mark.what)
            position = mark.end
        start = text.find("<", position if mark else start + 1)
    parts.append(text[position:])
    return _MANY_BREAKS.sub("\n\n", "".join(parts)), dropped
