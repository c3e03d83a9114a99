"""From a dataset without text to one with it: file by file into a new folder."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from annotator.card import WITH_TEXT, WITHOUT_TEXT, some_text
from annotator.errors import AnnotatorError
from annotator.interop.csv_table import guard
from annotator.interop.folder import MANIFEST, OutputFolder, WrittenFile
from annotator.interop.manifest import CARD, Dropped, Manifest, read_manifest
from annotator.rehydrating import csv_rows, jsonl_rows
from annotator.rehydrating.texts import TextOf, Texts

NOT_FOUND = "article whose text was not found"

_DESCRIBING = ("datapackage.json", "croissant.json")
"""Files with the hashes of others."""


@dataclass(frozen=True)
class Rehydrated:
    """What became of a dataset."""

    output: Path
    articles: int
    missing: int
    """Articles that stay without text."""
    problems: tuple[str, ...] = field(default=())
    """What is missing or differs, a line each."""

    def __str__(self) -> str:
        found = self.articles - self.missing
        return f"put the text of {found:,} of {self.articles:,} articles back, into {self.output}"


def rehydrate(dataset: Path, text_of: TextOf, output: Path, *, force: bool = False) -> Rehydrated:
    """Write a dataset that has no text once more, with text.

    Raises:
        AnnotatorError: there is no dataset, it has its text, it is not as it was written, its format is none
            of those that are written without text, or `output` is taken.
    """
    manifest = _manifest(dataset)
    _refuse_changed(dataset, manifest)
    texts = Texts(text_of)
    _know_articles(dataset, manifest, texts)
    with OutputFolder(output, force=force) as folder:
        written = _Writing(dataset, manifest, folder, texts)
        written.all()
    return Rehydrated(output, manifest.articles, len(texts.missing), tuple(texts.problems.values()))


def _manifest(dataset: Path) -> Manifest:
    manifest = read_manifest(dataset)
    if manifest.options.text:
        raise AnnotatorError(f"{dataset}: has its text already")
    for file in manifest.files:
        name = PurePosixPath(file.name)
        if name.is_absolute() or ".." in name.parts or "\\" in file.name or not name.parts:
            raise AnnotatorError(f"{dataset / MANIFEST}: {file.name!r} is no file of a dataset")
    return manifest


def _refuse_changed(dataset: Path, manifest: Manifest) -> None:
    """Raise `AnnotatorError` for a file that is not as it was written."""
    for file in manifest.files:
        path = dataset / file.name
        try:
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise AnnotatorError(f"{path}: cannot be read ({error.strerror or error})") from None
        if digest != file.sha256:
            raise AnnotatorError(f"{path}: is not as it was written; get the dataset once more")


def _know_articles(dataset: Path, manifest: Manifest, texts: Texts) -> None:
    """Learn the hashes of all texts, before rows ask for them."""
    for file in manifest.files:
        path, name = dataset / file.name, PurePosixPath(file.name)
        if name.name == "articles.jsonl":
            for _ in _changed_lines(path, jsonl_rows.known_article, texts):
                pass
        elif name.name == "articles.csv":
            with _clear(path), path.open(encoding="utf-8-sig", newline="") as stream:
                csv_rows.know_articles(stream, texts)
        elif name.suffix == ".parquet" and "articles" in (name.stem, name.parent.name):
            from annotator.rehydrating import parquet_rows

            parquet_rows.know_articles(path, texts)


def _changed_lines(path: Path, change: jsonl_rows.Filled, texts: Texts) -> Iterator[str]:
    with _clear(path), path.open(encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield change(line, texts)
            except ValueError as error:
                raise AnnotatorError(f"{path}, line {number}: {error}") from None


@contextmanager
def _clear(path: Path) -> Iterator[None]:
    """Say of what is no row in which file it is."""
    try:
        yield
    except ValueError as error:
        raise AnnotatorError(f"{path}: {error}") from None


class _Writing:
    """Writes the files of a dataset with their text."""

    def __init__(self, dataset: Path, manifest: Manifest, folder: OutputFolder, texts: Texts) -> None:
        self._dataset = dataset
        self._manifest = manifest
        self._folder = folder
        self._texts = texts

    def all(self) -> None:
        """Write the data, then what describes it, the card and the manifest."""
        last = [file for file in self._manifest.files if file.name in (*_DESCRIBING, CARD)]
        for file in self._manifest.files:
            if file not in last:
                self._data(file)
        for file in last:
            if file.name != CARD:
                self._folder.write(file.name, self._described(file), rows=file.rows)
        if any(file.name == CARD for file in last):
            self._folder.write(CARD, self._card())
        manifest = self._new_manifest()
        self._folder.file(MANIFEST).write(manifest.model_dump_json(indent=2) + "\n")

    def _data(self, file: WrittenFile) -> None:
        path, name = self._dataset / file.name, PurePosixPath(file.name)
        if name.name in jsonl_rows.FILES:
            out = self._folder.file(file.name, rows=0)
            for line in _changed_lines(path, jsonl_rows.FILES[name.name], self._texts):
                out.write_rows([line])
        elif name.suffix == ".csv":
            self._csv(file)
        elif name.suffix == ".parquet":
            self._parquet(file)
        else:
            self._folder.write(file.name, path.read_bytes(), rows=file.rows)

    def _csv(self, file: WrittenFile) -> None:
        out = self._folder.file(file.name, rows=0)
        guarded = guard if self._manifest.formula_guard is not None else str
        path = self._dataset / file.name
        with _clear(path), path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv_rows.filled_csv(stream, self._texts, guarded)
            mark = "\ufeff" if self._manifest.options.excel else ""
            out.write(mark + csv_rows.csv_line(next(rows)))
            for row in rows:
                out.write_rows([csv_rows.csv_line(row)])

    def _parquet(self, file: WrittenFile) -> None:
        from annotator.interop.parquet import ParquetFile
        from annotator.rehydrating import parquet_rows

        path = self._dataset / file.name
        schema = parquet_rows.schema_of(path)
        out = ParquetFile(self._folder, file.name, schema)
        for batch in parquet_rows.filled_batches(path, schema, self._texts):
            out.add_batch(batch)
        out.close()

    def _described(self, file: WrittenFile) -> str:
        """Put the new hashes and sizes into a file that has those of others."""
        now = {one.name: one for one in self._folder.written()}
        changed = {old.sha256: now[old.name] for old in self._manifest.files if old.name in now}
        found = json.loads((self._dataset / file.name).read_bytes())
        _rehash(found, changed)
        return json.dumps(found, ensure_ascii=False, indent=2) + "\n"

    def _card(self) -> str:
        text = (self._dataset / CARD).read_bytes().decode()
        missing = len(self._texts.missing)
        return text.replace(WITHOUT_TEXT, some_text(missing) if missing else WITH_TEXT, 1)

    def _new_manifest(self) -> Manifest:
        manifest, missing = self._manifest, len(self._texts.missing)
        lost = [Dropped(count=missing, reason=NOT_FOUND)] if missing else []
        return manifest.model_copy(
            update={
                "options": manifest.options.model_copy(update={"text": True}),
                "files": self._folder.written(),
                "dropped": (*manifest.dropped, *lost),
            }
        )


def _rehash(value: Any, changed: Mapping[str, WrittenFile]) -> None:
    """Replace hashes and sizes wherever a file is described."""
    if isinstance(value, list):
        for one in value:
            _rehash(one, changed)
    if not isinstance(value, dict):
        return
    for key in ("sha256", "hash"):
        written = value.get(key)
        prefix = "sha256:" if key == "hash" else ""
        file = changed.get(written.removeprefix(prefix)) if isinstance(written, str) else None
        if file is not None:
            value[key] = prefix + file.sha256
            if "bytes" in value:
                value["bytes"] = file.bytes
            if "contentSize" in value:
                value["contentSize"] = f"{file.bytes} B"
    for one in value.values():
        _rehash(one, changed)
