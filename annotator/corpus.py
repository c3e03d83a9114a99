"""Files of the corpus: one article each, read with or without validation, and how one is written."""

import json
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from annotator.errors import AnnotatorError, describe
from annotator.special import refuse_special
from annotator.store import FileCache, migrated_article, names_in, write_durably
from schemas import SCHEMA_VERSION, Article, NearDuplicate


class ArticleHeader(NamedTuple):
    """What a list of articles shows, read without validating the text."""

    id: str
    title: str
    outlet: str
    published: str
    units: int
    edited: bool = False
    """Whether units were split or merged: then label files may hold labels that do not apply."""
    replaces: str = ""
    """Id of the version before it."""
    near_duplicates: tuple[NearDuplicate, ...] = ()
    """Articles that were there before it and share much of its text."""
    replaced_by: str = ""
    """Id of the version after it, then it counts no more; only `Project.all_headers` knows that."""
    problem: str = ""
    """Why the file cannot be used, in one line; empty for a good one."""
    words: int = 0
    """As `Article.word_count` counts them."""


def read_article(path: Path) -> Article:
    """Read and validate an article; raises `AnnotatorError` when it is damaged or under another name."""
    from pydantic import ValidationError

    refuse_special(path)
    try:
        article = _article_in(path, path.read_bytes())
    except (OSError, ValueError, AttributeError, RecursionError) as error:
        what = describe(error) if isinstance(error, ValidationError) else str(error)
        raise AnnotatorError(f"{path}: no valid article: {what}") from error
    if article.id != unicodedata.normalize("NFC", path.stem):
        raise AnnotatorError(f"{path}: holds the article {article.id}; give the file that name")
    return article


def _article_in(path: Path, data: bytes) -> Article:
    """Validate an article in one pass; what fails that is of an older version, or the second way names it."""
    try:
        article = Article.model_validate_json(data)
        if article.schema_version == SCHEMA_VERSION:
            return article
    except ValueError:
        pass
    return Article.model_validate(migrated_article(path, json.loads(data)))


def read_header(path: Path, cache: FileCache) -> ArticleHeader:
    """Give what a list shows of an article, or why it cannot be used."""
    try:
        title, outlet, published, units, edited, replaces, near, words = cache.get(path, _read_header)
        found = tuple(NearDuplicate(article=article, similarity=share) for article, share in near)
        return ArticleHeader(path.stem, title, outlet, published, units, edited, replaces, found, words=words)
    except AnnotatorError as error:
        problem = str(error)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        problem = f"{path}: no valid article: {error}"
    return ArticleHeader(path.stem, path.stem, "", "", 0, problem=problem)


def _read_header(path: Path) -> tuple[str, str, str, int, bool, str, list[tuple[str, float]], int]:
    """Title, outlet, date, units, whether these were edited, what it replaces and resembles, words."""
    refuse_special(path)
    found = migrated_article(path, json.loads(path.read_bytes()))
    title, outlet, published = (str(found.get(field) or "") for field in ("title", "outlet", "published"))
    edited = any("before" in edit for edit in found.get("edits", ()))
    near = [(one["article"], one["similarity"]) for one in found.get("near_duplicates", ())]
    units, text = found["units"], str(found.get("text") or "")
    words = sum(_count_words(text[unit["start"] : unit["end"]]) for unit in units)
    return title, outlet, published, len(units), edited, str(found.get("replaces") or ""), near, words


def _count_words(text: str) -> int:
    """Count runs between blanks that hold a letter or digit; most begin with one."""
    return sum(word[0].isalnum() or any(map(str.isalnum, word)) for word in text.split())


class KnownTexts:
    """Which texts a corpus has, so that none comes in twice; remembered from the first question on."""

    def __init__(self, corpus: Path) -> None:
        """Serve the folder `corpus`; nothing is read yet."""
        self._corpus = corpus
        self._by_hash: dict[str, list[str]] | None = None
        """Article ids by the eight digits of the text hash that they end in."""

    def same_as(self, article: Article) -> str:
        """Id of the article that has the same text already, or an empty string."""
        return self.id_of(article.sha256)

    def id_of(self, sha256: str) -> str:
        """Id of the article whose text has this hash, or an empty string."""
        same = self._ids().get(sha256[:8], [])
        return next((name for name in same if self._read(name).sha256 == sha256), "")

    def add(self, article: Article) -> bool:
        """Write a new article; False when its text is there already.

        Raises `AnnotatorError` when another article has its id: that has eight digits of the text's hash.
        """
        if self.same_as(article):
            return False
        path = self._corpus / f"{article.id}.json"
        if path.exists():
            if self._read(article.id).sha256 == article.sha256:
                return False  # another program was faster
            raise AnnotatorError(
                f"{path}: another article has this id by chance; give the new one another title"
            )
        write_durably(path, article_json(article).encode())
        self.note(article)
        return True

    def note(self, article: Article) -> None:
        """Know of an article that was written by other means."""
        self._ids().setdefault(article.sha256[:8], []).append(article.id)

    def _read(self, name: str) -> Article:
        return read_article(self._corpus / f"{name}.json")

    def _ids(self) -> dict[str, list[str]]:
        if self._by_hash is None:
            self._by_hash = {}
            for name in names_in(self._corpus):
                if name.endswith(".json") and name[0] != ".":
                    self._by_hash.setdefault(name[-13:-5], []).append(name[:-5])
        return self._by_hash


def article_json(article: Article) -> str:
    """Write an article with one field, unit and edit a line, so that git shows what changed.

    Fields that are rarely used are left out where they say nothing.
    """
    fields = article.model_dump(mode="json", exclude={"edits"})
    for record, name in ((fields, "near_duplicates"), (fields, "replaces"), (fields["provenance"], "entry")):
        if not record[name]:
            del record[name]
    tables = {"edits": [edit.model_dump(mode="json", exclude_defaults=True) for edit in article.edits]}
    tables["units"] = [_said(unit) for unit in fields.pop("units")]
    lines = [
        f" {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()
    ]
    lines += [f' "{name}": [\n{_rows(table)}\n ]' for name, table in tables.items() if table]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def with_links(written: str, links: Mapping[str, object]) -> str:
    """Add to an article as `article_json` writes it what is known only once it joins others.

    `links` are `near_duplicates` and `replaces` as JSON values; empty ones are left out.
    """
    before, mark, after = written.partition('\n "provenance": ')
    lines = [
        f'\n "{name}": {json.dumps(value, ensure_ascii=False)},' for name, value in links.items() if value
    ]
    return "".join([before, *lines, mark, after])


def _rows(table: list[dict[str, object]]) -> str:
    return ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in table)


def _said(unit: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in unit.items() if value is not None}
