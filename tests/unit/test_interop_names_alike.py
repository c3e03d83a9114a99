"""Labels that are called like passages, attributes or flags, and sentences that begin with a mark."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from annotator.interop.importers import IMPORTERS
from annotator.labelimport import RowProblem
from annotator.labelimport.newcodebook import write_codebook
from annotator.project import Project
from annotator.store import LabelStore, labels_path
from schemas import Article, Cause, Codebook, CodebookLabel
from tests.unit.labelled import article, record

LABELS = (
    *("loaded", "source", "content#2", "propaganda", "true", "no", "null", "1", "~", "#x", "_"),
    *("gold", "Sentence", "Label", "label=1", "state", "unlabelled", "*"),
)
CODEBOOK = Codebook(
    name="alike",
    version="1",
    question="What is it?",
    labels=tuple(
        CodebookLabel(name=name, title=name, key=key, definition="It is.")
        for name, key in zip(LABELS, "abcdefghijklmnopqr", strict=True)
    ),
)
MARKED = (
    "The harbour closed.",
    "\ufeffA mark begins this sentence.",
    "It opened, the office \ufeff said.",
    "\ufeff\ufeffTwo.",
)


def brought_over(
    tmp_path: Path, format_name: str, of: Article, labels: Sequence[str]
) -> dict[str, str | None]:
    """Label the units of an article, export them, and give the labels that another project imports."""
    project, copy = Project.create(tmp_path / "one"), Project.create(tmp_path / "two")
    for one in (project, copy):
        write_codebook(one.root, CODEBOOK)
        assert one.add(of)
    with LabelStore(labels_path(project.root, "Ann", of.id), of, "Ann", CODEBOOK) as store:
        for unit, label in zip(of.units, labels, strict=True):
            store.stage(unit.id, record(of, unit.id, "Ann", label, codebook=CODEBOOK.ref), Cause.KEY)
    Project.open(project.root).export(format_name, tmp_path / "out")
    problems: list[RowProblem] = []
    copy = Project.open(copy.root)
    copy.import_labels([tmp_path / "out"], tell=problems.append)
    assert problems == []
    [found] = copy.labels()
    assert not any(given.spans() for given in found.labels["Ann"].values())
    return {unit: given.label for unit, given in found.labels["Ann"].items()}


@pytest.mark.parametrize("format_name", IMPORTERS)
def test_labels_may_be_called_anything(tmp_path: Path, format_name: str) -> None:
    of = article([f"Sentence {number} of the harbour." for number in range(len(LABELS))], "Harbour")
    there = brought_over(tmp_path, format_name, of, LABELS)
    assert there == {unit.id: label for unit, label in zip(of.units, LABELS, strict=True)}


@pytest.mark.parametrize("format_name", IMPORTERS)
def test_sentences_may_begin_with_a_byte_order_mark(tmp_path: Path, format_name: str) -> None:
    of = article(MARKED, "Harbour")
    there = brought_over(tmp_path, format_name, of, ["no"] * len(MARKED))
    assert there == dict.fromkeys((unit.id for unit in of.units), "no")
