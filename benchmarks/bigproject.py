"""A project of any size to measure with: every annotator has labelled every article."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from annotator.codebook import load_codebook
from annotator.corpus import article_json
from annotator.project import Project
from annotator.store import label_path
from annotator.store.form import encode
from benchmarks.samples import make_article, make_record
from schemas import Article, CodebookRef

UNITS = 33
"""Sentences of an article: what news articles have on average."""

NAMES = ("ana", "ben", "cleo", "dan", "eve")

_LABELS = ("sourced", "unverified", "opinion", "sourced", "not_a_claim", "sourced")


def build(
    root: Path, articles: int, names: Sequence[str] = NAMES, units: int = UNITS, labelled: int | None = None
) -> Project:
    """Write a project as labelling leaves it, without its fsyncs: each label with its event.

    Everybody has labelled the first `labelled` articles, or all.
    """
    project = Project.create(root)
    ref = load_codebook().ref
    for number in range(articles):
        article = make_article(units, f"Reservoir nearly dry, report {number}", place=f"Ostbrück {number}")
        (project.corpus / f"{article.id}.json").write_text(article_json(article), encoding="utf-8")
        for place, name in enumerate(names if labelled is None or number < labelled else ()):
            path = label_path(project.root, name, article.id)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(_label_file(article, name, ref, number + place))
    return project


def _label_file(article: Article, name: str, ref: CodebookRef, shift: int) -> bytes:
    labels: dict[str, dict[str, Any]] = {}
    history: dict[str, dict[str, Any]] = {}
    for place, unit in enumerate(article.units, start=1):
        label = _LABELS[(place + shift // 3) % len(_LABELS)]
        record = make_record(article, unit.id, label, annotator=name, codebook=ref)
        row = record.model_dump(mode="json", exclude_defaults=True)
        labels[str(place)] = row
        history[str(place)] = {
            "id": f"{shift:016x}{place:016x}",
            "time": row["updated"],
            "annotator": name,
            "unit": unit.id,
            "cause": "key",
            "after": row,
        }
    meta = {
        "schema_version": 1,
        "article": article.id,
        "article_sha256": article.sha256,
        "annotator": name,
        "codebook": ref.model_dump(),
    }
    return encode({"meta": {"1": meta}, "labels": labels, "history": history})
