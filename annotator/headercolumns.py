"""The headers of all articles as columns of values, as a snapshot keeps them."""

from collections.abc import Mapping, Sequence
from typing import Any

from annotator.corpus import ArticleHeader
from schemas import NearDuplicate

HEADER_COLUMNS = ("id", "title", "outlet", "published", "units", "edited", "replaces", "near", "words")


def columns_of(headers: Sequence[ArticleHeader]) -> dict[str, Sequence[object]]:
    """Give the columns of articles that can be read."""
    near = [[(one.article, one.similarity) for one in header.near_duplicates] or None for header in headers]
    return {
        "id": [header.id for header in headers],
        "title": [header.title for header in headers],
        "outlet": [header.outlet for header in headers],
        "published": [header.published for header in headers],
        "units": [header.units for header in headers],
        "edited": [header.edited for header in headers],
        "replaces": [header.replaces for header in headers],
        "near": near,
        "words": [header.words for header in headers],
    }


def headers_of(columns: Mapping[str, Sequence[Any]]) -> list[ArticleHeader]:
    """Make the headers of `columns_of` again."""
    return [_header(*row) for row in zip(*(columns[name] for name in HEADER_COLUMNS), strict=True)]


def _header(
    name: str,
    title: str,
    outlet: str,
    published: str,
    units: int,
    edited: bool,
    replaces: str,
    near: list[tuple[str, float]] | None,
    words: int,
) -> ArticleHeader:
    """Make a header of a row of the snapshot."""
    alike = tuple(NearDuplicate(article=other, similarity=share) for other, share in near) if near else ()
    return ArticleHeader(name, title, outlet, published, units, edited, replaces, alike, words=words)
