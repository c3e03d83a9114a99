"""What the catalogue keeps of an article: from the article itself, or from its file."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from annotator.importing.addresses import same_page
from annotator.parallel import in_order
from annotator.similarity import Catalogue, Known, fingerprint
from schemas import Article, UnitKind


def known(fields: Mapping[str, Any]) -> Known:
    """Reduce an article, given as the fields of its file, to what others are compared with."""
    came = fields["provenance"]
    entry = came.get("entry", "")
    return Known(
        name=fields["id"],
        sha256=fields["sha256"],
        fingerprint=fingerprint(_words(fields)),
        source="" if entry else came["source_sha256"],
        url=same_page(fields.get("url", "")),
        story=json.dumps([came["file"], entry, fields["title"].casefold()], ensure_ascii=False),
        replaces=fields.get("replaces", ""),
    )


def known_of(article: Article) -> Known:
    """Reduce an article to what others are compared with."""
    came = article.provenance
    return known(
        {
            **{name: getattr(article, name) for name in ("id", "sha256", "title", "url", "text", "replaces")},
            "units": [{"start": unit.start, "end": unit.end, "kind": unit.kind} for unit in article.units],
            "provenance": {"file": came.file, "entry": came.entry, "source_sha256": came.source_sha256},
        }
    )


def refresh(catalogue: Catalogue, corpus: Path, processes: int) -> None:
    """Bring a catalogue up to date with the files of a corpus; those that cannot be read are left out."""

    def read(paths: Sequence[Path]) -> Iterable[Known | None]:
        return in_order(_reader, paths, processes)

    catalogue.refresh(corpus, read)


def _reader() -> Callable[[Path], Known | None]:
    return _read


def _read(path: Path) -> Known | None:
    try:
        found = known(json.loads(path.read_bytes()))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return found if found.name == path.stem else None


def _words(fields: Mapping[str, Any]) -> str:
    """The text without what is boilerplate, as far as anything is left then."""
    text: str = fields["text"]
    parts = [text[u["start"] : u["end"]] for u in fields["units"] if u["kind"] != UnitKind.BOILERPLATE]
    return "\n".join(parts) or text
