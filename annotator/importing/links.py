"""Near-duplicates and versions of a whole corpus: what its articles say, read from both sides."""

from collections.abc import Iterable

from annotator.corpus import ArticleHeader
from annotator.similarity.groups import connected
from schemas import NearDuplicate


def near_duplicates(headers: Iterable[ArticleHeader]) -> dict[str, list[NearDuplicate]]:
    """Near-duplicates by article id, most similar first; none, no entry.

    An article names those that were there before it; here they name it, too.
    """
    found: dict[str, list[NearDuplicate]] = {}
    for header in headers:
        for older in header.near_duplicates:
            back = NearDuplicate(article=header.id, similarity=older.similarity)
            found.setdefault(header.id, []).append(older)
            found.setdefault(older.article, []).append(back)
    for links in found.values():
        links.sort(key=lambda link: (-link.similarity, link.article))
    return found


def groups(headers: Iterable[ArticleHeader]) -> list[frozenset[str]]:
    """Ids of articles that near-duplicates and versions connect, largest group first."""
    return connected(
        (header.id, other)
        for header in headers
        for other in (*(older.article for older in header.near_duplicates), header.replaces)
        if other
    )
