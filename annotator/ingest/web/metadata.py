"""What a page says of itself: in its data for search engines, its meta elements and its markup."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from annotator.ingest.document import Metadata

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE = re.compile(r"article|blogposting|report|liveblog", re.I)
_TITLE_PARTS = re.compile(r"\s+[|–—·•»-]\s+")
_MAX_DATA = 2_000_000
"""Characters of JSON in a page that are looked at."""

_TITLES = (
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "citation_title",
    "parsely-title",
    "sailthru.title",
)
_AUTHORS = (
    *("author", "article:author_name", "byl", "dc.creator", "dcterms.creator", "citation_author"),
    *("parsely-author", "sailthru.author", "article:author"),
)
_OUTLETS = (
    *("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "citation_journal_title"),
    *("publisher", "copyright_holder"),
)
_DATES = (
    *(
        "article:published_time",
        "og:published_time",
        "og:article:published_time",
        "article.published",
        "article:published",
    ),
    *("datepublished", "date", "pubdate", "publishdate", "publish-date", "dc.date", "dc.date.issued"),
    *("dcterms.issued", "dcterms.created", "citation_publication_date", "parsely-pub-date", "sailthru.date"),
)
_URLS = ("og:url", "twitter:url", "parsely-link")
_LANGUAGES = ("og:locale", "content-language", "dc.language", "dcterms.language", "language")


class PageFacts:
    """The data of one page, read once."""

    def __init__(self, page: "HtmlElement") -> None:
        self._page = page
        self._meta = _meta(page)
        self._data = next(_article_data(page), {})

    def metadata(self, address: str = "") -> tuple[Metadata, tuple[str, ...]]:
        """Give what is known, and in words what was not understood; `address` is where it was saved from."""
        fields = {
            "title": self.title(),
            "outlet": self._outlet(),
            "url": self._url(address),
            "authors": self._authors(),
            "published": self._published(),
            "language": self._language(),
        }
        return Metadata.lenient({name: value for name, value in fields.items() if value})

    def title(self) -> str:
        """Give the article's title, without the outlet's name."""
        title = _plain(self._data.get("headline")) or self._first(_TITLES)
        headings = [" ".join(h.text_content().split()) for h in self._page.iter("h1")]
        if title:
            shown = (
                heading for heading in headings if heading and _TITLE_PARTS.match(title.removeprefix(heading))
            )
            return next(shown, title)
        named = _text_of(self._page.find(".//title"))
        for heading in headings:
            if heading and (heading in named or len(headings) == 1):
                return heading
        parts = _TITLE_PARTS.split(named)
        return max(parts, key=len)

    def body(self) -> str:
        """Give the article's text as the page's data have it; often empty."""
        body = self._data.get("articleBody")
        return body if isinstance(body, str) else ""

    def is_closed(self) -> bool:
        """Say whether the page says that only subscribers see all of it."""
        free = self._data.get("isAccessibleForFree", True)
        return free is False or str(free).lower() == "false"

    def _first(self, names: tuple[str, ...]) -> str:
        return next((value for name in names for value in self._meta.get(name, ()) if value), "")

    def _outlet(self) -> str:
        publisher = self._data.get("publisher")
        name = _plain(publisher.get("name")) if isinstance(publisher, dict) else ""
        return self._first(("og:site_name",)) or name or self._first(_OUTLETS)

    def _url(self, address: str) -> str:
        canonical = self._page.find(".//link[@rel='canonical']")
        main = self._data.get("mainEntityOfPage")
        main = main.get("@id") if isinstance(main, dict) else main
        found = [canonical.get("href", "") if canonical is not None else "", self._first(_URLS), _plain(main)]
        found += [_plain(self._data.get("url")), address]
        return next((url.strip() for url in found if re.match(r"\s*https?://", url)), "")

    def _authors(self) -> tuple[str, ...]:
        names = list(_names(self._data.get("author")))
        if not names:
            names = next((self._meta[name] for name in _AUTHORS if self._meta.get(name)), [])
            names = [part for name in names for part in split_names(name)]
        if not names:
            marked = self._page.xpath("(//*[@rel='author'] | //*[@itemprop='author'])[position() <= 5]")
            names = [part for element in marked for part in split_names(element.text_content())]
        return tuple(dict.fromkeys(name for name in names if is_name(name)))

    def _published(self) -> str:
        written = [_plain(self._data.get(name)) for name in ("datePublished", "dateCreated")]
        written += [value for name in _DATES for value in self._meta.get(name, ())]
        marked = self._page.xpath(
            "//time[@datetime][@pubdate or @itemprop='datePublished'] | //*[@itemprop='datePublished']"
        )
        written += [element.get("datetime") or element.get("content") or "" for element in marked[:3]]
        written += [element.get("datetime", "") for element in self._page.xpath("(//time[@datetime])[1]")]
        return next((date for text in written if (date := iso_date(text))), "")

    def _language(self) -> str:
        root = self._page.getroottree().getroot()
        said = (
            root.get("lang")
            or root.get("{http://www.w3.org/XML/1998/namespace}lang")
            or root.get("xml:lang")
            or ""
        )
        said = said or _plain(self._data.get("inLanguage")) or self._first(_LANGUAGES)
        return language_tag(said)


def language_tag(said: str) -> str:
    """Write a language as BCP 47 does: `EN_us` is `en-US`; empty for what is none."""
    found = re.fullmatch(r"([a-zA-Z]{2,3})((?:[-_][A-Za-z0-9]{1,8})*)", said.strip())
    if not found:
        return ""
    rest = [part.upper() if len(part) == 2 else part for part in re.split("[-_]", found[2]) if part]
    return "-".join([found[1].lower(), *rest])


def iso_date(text: str) -> str:
    """Write a date, or date and time, as ISO 8601; empty for what is none. Also reads dates of mail."""
    text = text.strip()
    found = re.match(r"(\d{4})[-/.]?(\d\d)[-/.]?(\d\d)(?!\d)(?:[T ]+(\d\d?:\d\d.*))?", text)
    try:
        if not found:
            return parsedate_to_datetime(text).isoformat() if re.search(r"\d\d:\d\d", text) else ""
        day = f"{found[1]}-{found[2]}-{found[3]}"
        datetime.fromisoformat(day)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    time = re.sub(r"\s*(?:UTC|GMT|Z)$", "+00:00", re.sub(r"\.\d+", "", found[4] or "").strip()).replace(
        " ", ""
    )
    try:
        return datetime.fromisoformat(f"{day}T{time}").isoformat() if time else day
    except ValueError:
        return day


def split_names(text: str) -> list[str]:
    """Split a byline, e.g. `By Ann Lee and Bo Park`, into names."""
    text = re.sub(r"^\s*(?:by|von|par|por|di|автор[ыи]?:?)\s+", "", " ".join(text.split()), flags=re.I)
    return [name.strip(" ,;|") for name in re.split(r"\s*[;,|]\s*|\s+(?:and|und|et|y|e|и|&)\s+", text)]


def is_name(name: str) -> bool:
    """Say whether words may be the name of an author, not an address or a number."""
    return 2 <= len(name) <= 80 and not re.match(r"https?:|www\.|@", name) and any(map(str.isalpha, name))


def _plain(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _text_of(element: "HtmlElement | None") -> str:
    return "" if element is None else " ".join(element.text_content().split())


def _meta(page: "HtmlElement") -> dict[str, list[str]]:
    meta: dict[str, list[str]] = {}
    for element in page.iter("meta"):
        for key in ("property", "name", "itemprop", "http-equiv"):
            if name := element.get(key):
                meta.setdefault(name.strip().lower(), []).append(" ".join(element.get("content", "").split()))
    return meta


def _names(author: Any) -> Iterator[str]:
    if isinstance(author, str):
        yield from split_names(author)
    elif isinstance(author, dict):
        yield from _names(author["name"]) if isinstance(author.get("name"), (str, list)) else ()
    elif isinstance(author, list):
        for one in author[:50]:
            if isinstance(one, (str, dict)):
                yield from _names(one)


def _article_data(page: "HtmlElement") -> Iterator[dict[str, Any]]:
    """Yield the JSON-LD objects of the page that describe an article: https://schema.org/Article."""
    for script in page.iter("script"):
        text = script.text or ""
        if script.get("type", "").strip().lower() != "application/ld+json" or len(text) > _MAX_DATA:
            continue
        try:
            found = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(found):
            kinds = node.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in kinds):
                yield node


def _nodes(found: Any) -> Iterator[dict[str, Any]]:
    for node in found if isinstance(found, list) else [found]:
        if isinstance(node, dict):
            yield node
            graph = node.get("@graph")
            yield from (
                (inner for inner in graph if isinstance(inner, dict)) if isinstance(graph, list) else ()
            )
