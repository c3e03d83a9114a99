"""A block: the stretch of a page that is shown as one paragraph, heading, caption or the like."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from schemas import UnitKind

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NOT_LETTERS = re.compile(r"[\W_]+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


@dataclass(slots=True)
class Block:
    """A paragraph, heading, entry of a list, row of a table or the like."""

    text: str
    """Without blanks at its ends; line breaks of the page are LF."""
    kind: UnitKind | None
    """What the markup says that it is, if anything."""
    beside: str
    """What it is instead of a part of the article, e.g. `menus`; empty if it may be one."""
    linked: int
    """Characters in links."""
    level: int
    """1 to 6 for headings, else 0."""
    quotation: int
    """Number of the block quotation that it is in; 0 for none."""
    pulled: bool
    """Shown large, for the eye; most often words of the article once more."""
    holder: "HtmlElement"
    """The block element that it stands in."""
    core: str = ""
    """Its letters and digits alone, without case: what copies of the text are compared by."""

    @property
    def size(self) -> int:
        """How much it says, in letters; a character of a script without blanks says as much as three."""
        return len(self.core) + 2 * len(_UNSPACED.findall(self.core))

    def is_linked(self) -> bool:
        """Say whether most of it is links."""
        return self.linked > 0.6 * len(self.text)


def core_of(text: str) -> str:
    """Keep the letters and digits of a text, without case."""
    return _NOT_LETTERS.sub("", text).casefold()
