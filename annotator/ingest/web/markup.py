"""What the names and attributes of HTML elements say of the words in them."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WORDLESS = _words(
    "applet area audio button canvas datalist dialog embed frame frameset head iframe input link map meta "
    "menuitem noframes noscript object optgroup option param progress rp rt script select source style svg "
    "template textarea title track video"
)
"""Elements whose content is no words of an article."""

BLOCKS = _words(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol p "
    "plaintext pre search section summary table tbody td tfoot th thead tr ul xmp"
)
"""Elements that begin and end a block."""

HEADINGS = _words("h1 h2 h3 h4 h5 h6")
PREFORMATTED = _words("pre listing plaintext xmp")

_PIECE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HIDDEN_CLASS = re.compile(
    r" (?:sr only|visually hidden|visuallyhidden|screen reader text|print only|hide"
    r"|no ?print|mw editsection) "
)

_ASIDE_CLASSES = (
    ("cookie banners", r"cookies?|consent|gdpr|cmp"),
    (
        "comments",
        r"comments|comment (?:list|section|form|area|body|thread|count|wrapper|box|item)|commentlist|disqus"
        r"|replies|respond",
    ),
    (
        "related links",
        r"related|recommend(?:ed|ations?|s)?|read (?:more|next|also)|readmore"
        r"|more (?:on|from|stories|news|like)|most (?:read|popular|viewed)|trending|popular|outbrain|taboola"
        r"|teasers?|also (?:like|read)|see also"
        r"|further reading|latest (?:news|stories)|onward|next article|jump link",
    ),
    (
        "share lines",
        r"share|shares|sharing|sharebar|sharedaddy|social|socials|follow(?: us)?|addthis|addtoany",
    ),
    (
        "promotions",
        r"newsletters?|subscribe|subscription|signup|sign up|promos?|promotion|donat(?:e|ion)|membership"
        r"|paywall|regwall|piano|call to action|cta|app banner|upsell",
    ),
    ("advertisements", r"ads?|advert|adverts|advertisement|advertising|adslot|sponsor(?:ed)?|dfp|commercial"),
    (
        "menus",
        r"nav|navbar|navigation|menus?|breadcrumbs?|skip (?:link|to)|skiplinks?|pagination|pager|masthead"
        r"|topbar|site (?:header|footer)|toolbar|tag (?:list|cloud)|tags|taglist|topics|language switcher",
    ),
    ("notes on authors", r"(?:author|writer|contributor) (?:bio|box|card|info|profile)|about the author|bio"),
    ("pop-ups", r"modal|popup|overlay|lightbox|toast|tooltip"),
)
_ASIDE = tuple((what, re.compile(f" (?:{names}) ")) for what, names in _ASIDE_CLASSES)
"""What is beside an article, and the words in classes and ids that say so."""

_ASIDE_ELEMENTS = {"nav": "menus", "menu": "menus", "form": "forms", "search": "forms"}
_ASIDE_ROLES = {
    "navigation": "menus",
    "search": "forms",
    "dialog": "pop-ups",
    "alertdialog": "pop-ups",
    "contentinfo": "page footers",
    "menu": "menus",
    "menubar": "menus",
    "toolbar": "menus",
}

_PULL = re.compile(r" (?:pull ?quote|quote pull|pulled quote|callout quote|blockquote pull) ")
_CAPTION = re.compile(r" (?:caption|captions|captiontext|legend|image credit|photo credit|figcaption) ")
_BYLINE = re.compile(
    r" (?:byline|bylines|authors?|writer|contributors?|reporter|autor|auteur"
    r"|(?:entry|post|node|article|story) (?:meta|info)) "
)
_DATELINE = re.compile(
    r" (?:posted on|dateline|date|datetime|timestamp|time|published|pubdate|pub date|publish date|updated"
    r"|last ?modified) "
)


def said_of(element: "HtmlElement") -> str:
    """Give the words of an element's classes, id and own name in lower case, with a blank around each."""
    name = element.tag if "-" in element.tag else ""
    names = f"{name} {element.get('class', '')} {element.get('id', '')}"[:500]
    return f" {' '.join(piece.lower() for piece in _PIECE.findall(names))} "


def is_hidden(element: "HtmlElement", said: str) -> bool:
    """Say whether a browser would not show an element, as far as it says so itself."""
    if element.get("hidden") is not None or _HIDDEN_STYLE.search(element.get("style", "")[:500]):
        return True
    return bool(_HIDDEN_CLASS.search(said))


def beside_article(element: "HtmlElement", said: str) -> str:
    """Say what an element is if it is no part of an article, e.g. `menus`; empty if it may be."""
    tag = element.tag
    if tag in ("html", "body", "main"):
        return ""
    if what := _ASIDE_ELEMENTS.get(tag) or _ASIDE_ROLES.get(element.get("role", "")):
        return what
    if tag == "footer" and not any(True for _ in element.iterancestors("article", "blockquote", "figure")):
        return "page footers"
    return _beside_by_name(said) if len(said) > 2 else ""


@lru_cache(maxsize=10_000)
def _beside_by_name(said: str) -> str:
    return next((what for what, names in _ASIDE if names.search(said)), "")


def is_pull_quote(said: str) -> bool:
    """Say whether words are shown large in the middle of an article."""
    return bool(_PULL.search(said))


def is_caption(said: str) -> bool:
    """Say whether an element is called a caption."""
    return bool(_CAPTION.search(said))


def is_byline(element: "HtmlElement", said: str) -> bool:
    """Say whether an element names the authors."""
    return (
        element.get("rel") == "author"
        or "author" in element.get("itemprop", "")
        or bool(_BYLINE.search(said))
    )


def is_dateline(element: "HtmlElement", said: str) -> bool:
    """Say whether an element gives the time."""
    return element.tag == "time" or bool(_DATELINE.search(said))
