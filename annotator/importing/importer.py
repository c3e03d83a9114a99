"""The half of importing that runs in one process: what is new is linked, written and told, batch by batch."""

from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol

from annotator.corpus import read_article, with_links
from annotator.errors import AnnotatorError
from annotator.importing.reading import Part, Ready, Same
from annotator.importing.results import ImportResult, ImportStatus
from annotator.importing.versions import Carried, Labelled, carry_over, earlier_version
from annotator.ingest import Refused
from annotator.similarity import Catalogue, Match
from annotator.store import signature_of, write_together
from schemas import Article, NearDuplicate, ProjectSettings

NEAR = 0.2
"""Least similarity of a near-duplicate. Chosen with `benchmarks/duplicates.py`: above it lie all light and
medium rewrites, nine in ten heavy ones and nearly all excerpts of five sentences, and hardly ever two stories
that have quotations in common."""

MOST_NAMED = 20
"""Near-duplicates that an article names; a story that many have printed still hangs together by these."""


class Importing(Labelled, Protocol):
    """What importing needs of a project."""

    corpus: Path

    @property
    def settings(self) -> ProjectSettings:
        """What is the same for all articles."""
        ...

    def article(self, name: str) -> Article:
        """Read an article by its id or a part of it."""
        ...


class Importer:
    """Takes what was read into the corpus and its catalogue."""

    def __init__(self, project: Importing, catalogue: Catalogue, replaces: str = "") -> None:
        """Import into `project`; the one new article replaces the one with the id `replaces`, if given."""
        self._project = project
        self._catalogue = catalogue
        self._replaces = replaces
        self._replaced_by = ""
        """Id of the article that has taken the place of `replaces`."""

    def take(self, batch: Sequence[tuple[Path, Part]]) -> list[ImportResult]:
        """Say what became of each part, in order; what is told as new is on the disk."""
        results: dict[int, ImportResult] = {}
        new: dict[int, tuple[Path, Ready]] = {}
        texts: dict[str, str] = {}
        with self._catalogue.transaction():
            for place, (path, part) in enumerate(batch):
                if isinstance(part, Refused):
                    results[place] = _refused(path, part.entry, part.reason)
                elif isinstance(part, Same):
                    results[place] = self._duplicate(path, part.entry, part.article)
                elif isinstance(part, Ready):
                    known = self._if_known(path, part, texts)
                    if known:
                        results[place] = known
                    else:
                        texts[part.known.sha256] = part.known.name
                        new[place] = (path, part)
            results |= zip(new, self._add(list(new.values())), strict=True)
        return [results[place] for place in sorted(results)]

    def _if_known(self, path: Path, ready: Ready, texts: Mapping[str, str]) -> ImportResult | None:
        """Say why an article is not new; `texts` are those of the batch so far, with their ids."""
        name, sha256 = ready.known.name, ready.known.sha256
        file = self._project.corpus / f"{name}.json"
        same = self._catalogue.with_text(sha256) or texts.get(sha256, "")
        try:
            if not same and name not in texts.values() and file.exists():
                # Written since the catalogue was opened, or of another text with the same eight digits.
                same = name if read_article(file).sha256 == sha256 else ""
        except AnnotatorError as error:
            return _refused(path, ready.entry, str(error))
        if same:
            return self._duplicate(path, ready.entry, same)
        if name in texts.values() or file.exists():
            reason = f"{file}: another article has this id by chance; give the new one another title"
            return _refused(path, ready.entry, reason)
        if self._replaces and (self._replaced_by or texts):
            reason = f"{path}: a second article; only one can replace {self._replaces}"
            return _refused(path, ready.entry, reason)
        return None

    def _duplicate(self, path: Path, entry: str, same: str) -> ImportResult:
        """Say that a text is in the corpus already, and whether another version has taken its place."""
        newer = self._catalogue.replaced_by(same)
        reason = f"same text as {same}" + (f", which {newer} replaces" if newer else "")
        return ImportResult(path, ImportStatus.DUPLICATE, same, reason=reason, entry=entry)

    def _add(self, new: Sequence[tuple[Path, Ready]]) -> list[ImportResult]:
        matches = self._catalogue.add([ready.known for _, ready in new])
        names = {ready.known.name for _, ready in new}
        results, files = [], {}
        for (path, ready), similar in zip(new, matches, strict=True):
            result = self._linked(path, ready, similar, names)
            links = {
                "near_duplicates": [one.model_dump() for one in result.near_duplicates],
                "replaces": result.replaces,
            }
            files[f"{result.article}.json"] = with_links(ready.written, links).encode()
            results.append(result)
        return self._written(results, files)

    def _linked(
        self, path: Path, ready: Ready, similar: Sequence[Match], batch: Collection[str]
    ) -> ImportResult:
        """Find out what an added article replaces and resembles, and carry the labels over."""
        name = ready.known.name
        similarity = {match.name: match.similarity for match in similar}
        old = self._replaces or earlier_version(self._catalogue, ready.known, similarity)
        carried = Carried()
        if old:
            self._replaced_by = name
            self._catalogue.replace(old, name)
            if old not in batch:  # nobody can have labelled it
                carried = self._carried(old, ready)
        near = (
            NearDuplicate(article=match.name, similarity=match.similarity)
            for match in similar
            if match.similarity >= NEAR and not self._catalogue.replaced_by(match.name)
        )
        return ImportResult(
            path,
            ImportStatus.VERSION if old else ImportStatus.NEW,
            name,
            ready.units,
            entry=ready.entry,
            near_duplicates=tuple(islice(near, MOST_NAMED)),
            replaces=old,
            carried=carried.labels,
            left=carried.left,
            problems=carried.problems,
        )

    def _carried(self, old: str, ready: Ready) -> Carried:
        try:
            new = Article.model_validate_json(ready.written)
            return carry_over(self._project, self._project.article(old), new)
        except AnnotatorError as error:
            return Carried(problems=(f"no labels of {old} are carried over: {error}",))

    def _written(self, results: Sequence[ImportResult], files: Mapping[str, bytes]) -> list[ImportResult]:
        written = write_together(self._project.corpus, files) if files else {}
        told, missing = [], []
        for result, found in zip(results, written.values(), strict=True):
            if isinstance(found, AnnotatorError):
                missing.append(result.article)
                told.append(_refused(result.path, result.entry, str(found)))
            else:
                self._catalogue.written(result.article, signature_of(found))
                told.append(result)
        self._catalogue.remove(missing)
        return told


def _refused(path: Path, entry: str, reason: str) -> ImportResult:
    return ImportResult(path, ImportStatus.REFUSED, reason=reason, entry=entry)
