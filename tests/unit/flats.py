"""What was said of each unit, as it went into an export and as a reader gives it back."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from annotator.interop import Request, export
from annotator.interop.flat import Flat, Passage, flatten
from annotator.interop.foreign import ForeignLabel, ForeignText, Importer, Refused
from annotator.interop.importers import importer_of
from schemas import LabelledArticle, Unit
from tests.unit.nasty import NASTY_CODEBOOK

Said = dict[tuple[str, str, str], Flat]
"""By article, unit and annotator."""


def said_in(
    articles: Iterable[LabelledArticle],
    passages: Callable[[str, Unit, tuple[Passage, ...]], tuple[Passage, ...]] = lambda text, unit, all_: all_,
) -> Said:
    """Give what was said, and gold's state; `passages` makes of a unit's passages what a format can hold."""
    said: Said = {}
    for labelled in articles:
        article = labelled.article
        for annotator, records in labelled.labels.items():
            for unit_id, record in records.items():
                flat = flatten(record)
                held = passages(article.text, article.unit(unit_id), flat.passages)
                state = {"state": str(record.adjudication.origin)} if record.adjudication else {}
                said[article.id, unit_id, annotator] = flat._replace(
                    attributes=dict(flat.attributes) | state, passages=held
                )
    return said


def written(tmp: Path, format_name: str, articles: Iterable[LabelledArticle]) -> Path:
    """Export articles under the codebook of the nasty ones, gold beside annotators."""
    output = tmp / f"{format_name}-{len([*tmp.iterdir()])}"
    export(articles, NASTY_CODEBOOK, Request(format_name), output)
    return output


def read_back(importer: Importer, path: Path) -> tuple[Said, dict[str, str]]:
    """Read an export: what was said, and the texts by article; nothing may be refused."""
    said: Said = {}
    texts: dict[str, str] = {}
    for found in importer.read(path):
        assert isinstance(found, ForeignText), found
        assert found.text is not None
        if found.start is None:
            texts[found.article] = found.text
        for label in found.labels:
            assert label.start is not None
            key = found.article, label.unit, label.annotator
            assert key not in said
            moved = tuple(passage.moved(found.start or 0) for passage in label.passages)
            said[key] = Flat(label.label, dict(label.attributes), moved)
    return said, texts


def labels_in(importer: Importer, path: Path) -> list[ForeignLabel]:
    """All labels of a file that is known to be of this format."""
    assert importer_of(path) is importer
    return [label for one in importer.read(path) if isinstance(one, ForeignText) for label in one.labels]


def refusals(importer: Importer, path: Path) -> Mapping[str, str]:
    """Read a file and give what is refused, by place."""
    return {found.where: found.reason for found in importer.read(path) if isinstance(found, Refused)}
