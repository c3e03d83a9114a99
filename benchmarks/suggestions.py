"""Suggestions against labels made by people: `python -m benchmarks.suggestions FILE_OR_PROJECT ...`.

A file is JSONL and of one of three kinds, told by the fields of its first line:

- attributions, one sentence a line: `text`, `attributions` with `source`, `cue` and `content`, each a list of
  `[start, end, …]` in code points of the sentence; optional are `doc`, `publisher`, and `boilerplate`, whose
  lines are left out. A sentence counts as attributed when one of its attributions has a cue.
- labels, one unit a line in order: `file`, `start`, `end`, `text`, `label`, `unit_kind`.
- `text` with the label `SUBJ` or `OBJ`: subjective is the nearest that such data has to an opinion.

A project is a folder; the labels of each annotator are compared in turn. Precision is of what is offered,
recall of what there is, so a unit without an offer costs recall only. Spans: `exact` without the marks around
them, `overlap` of at least a character, F1 of the characters of the content.
"""

import argparse
import json
import re
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from annotator.project import Project
from annotator.suggest import SUGGESTER, suggest
from benchmarks.samples import article_of
from schemas import Annotation, Article, Attribution, Span, Suggestion, Unit, UnitKind

Row = dict[str, Any]
_CONTROLS = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]")
_AROUND = " ,\xa0“”\"'‘’"


def main() -> None:
    """Read, suggest, compare and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE_OR_PROJECT")
    parser.add_argument("--misses", action="store_true", help="print what was offered wrongly")
    parser.add_argument("--turns", type=int, default=3, help="passes for the speed; 0 leaves it out")
    args = parser.parse_args()
    print(SUGGESTER)
    for path in args.paths:
        if path.is_dir():
            _compare_project(path, args.misses)
            continue
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        rows = [row | {"text": _CONTROLS.sub(" ", row["text"])} for row in rows if not row.get("boilerplate")]
        print(f"\n{path.stem}: {len(rows)} units")
        if "attributions" in rows[0]:
            _compare_attributions(rows, args.misses)
        elif rows[0]["label"] in ("SUBJ", "OBJ"):
            _compare_subjectivity(rows)
        else:
            _compare_labels(list(_labelled_documents(rows)), args.misses)
        if args.turns:
            _print_speed([row["text"] for row in rows], args.turns)


def _compare_attributions(rows: Sequence[Row], misses: bool) -> None:
    counts: Counter[str] = Counter()
    shared: list[float] = []
    for found, row in zip(_first_attributions(rows), rows, strict=True):
        cued = [one for one in row["attributions"] if one["cue"]]
        counts[f"{'found' if found else 'none'} {'there' if cued else 'not'}"] += 1
        if found and cued:
            _compare_spans(found, row["text"], cued, counts, shared)
        elif found and misses:
            print(f"  not there: {row['text']}")
    right = counts["found there"]
    _print_share("sentences with an attribution, precision", right, right + counts["found not"])
    _print_share("sentences with an attribution, recall", right, right + counts["none there"])
    _print_share("cue overlap", counts["cue overlap"], right)
    for name, of in (
        ("cue exact", "cue overlap"),
        ("source overlap", "sources"),
        ("source exact", "sources"),
    ):
        _print_share(f"{name}, where the cue is right", counts[name], counts[of])
    if shared:
        print(f"  content, F1 of characters, where the cue is right: {100 * statistics.mean(shared):.1f}")


def _first_attributions(rows: Sequence[Row]) -> Iterator[Attribution | None]:
    """Give what is found in each row, with the rows of a document as one article; spans as in the row."""
    for number, (_, group) in enumerate(groupby(rows, key=lambda row: row.get("doc", ""))):
        document = list(group)
        article = article_of(
            [row["text"].strip() for row in document],
            f"document {number}",
            between="\n",
            outlet=document[0].get("publisher", ""),
        )
        offers = {one.unit: one for one in suggest(article)}
        for unit, row in zip(article.units, document, strict=True):
            offer = offers.get(unit.id)
            before = unit.start - (len(row["text"]) - len(row["text"].lstrip()))
            yield _moved(offer.attributions[0], -before) if offer and offer.attributions else None


def _moved(one: Attribution, by: int) -> Attribution:
    def moved(span: Span | None) -> Span | None:
        return span and Span(start=span.start + by, end=span.end + by)

    content = tuple(Span(start=span.start + by, end=span.end + by) for span in one.content)
    return one.model_copy(update={"source": moved(one.source), "cue": moved(one.cue), "content": content})


def _compare_spans(
    found: Attribution, text: str, cued: Sequence[Row], counts: Counter[str], shared: list[float]
) -> None:
    same = next((one for one in cued if _overlaps(found.cue, one["cue"])), None)
    if same is None:
        return
    counts["cue overlap"] += 1
    counts["cue exact"] += _is_exact(found.cue, same["cue"], text)
    if same["source"]:
        counts["sources"] += 1
        counts["source overlap"] += _overlaps(found.source, same["source"])
        counts["source exact"] += _is_exact(found.source, same["source"], text)
    theirs = {place for start, end, *_ in same["content"] for place in range(start, end)}
    ours = {place for span in found.content for place in range(span.start, span.end)}
    shared.append(2 * len(theirs & ours) / (len(theirs) + len(ours)) if theirs or ours else 1.0)


def _overlaps(span: Span | None, spans: Sequence[Sequence[Any]]) -> bool:
    return span is not None and any(span.start < end and start < span.end for start, end, *_ in spans)


def _is_exact(span: Span | None, spans: Sequence[Sequence[Any]], text: str) -> bool:
    if span is None:
        return False
    words = text[span.start : span.end].strip(_AROUND)
    return any(text[start:end].strip(_AROUND) == words for start, end, *_ in spans)


Labelled = tuple[Article, dict[str, str]]
"""An article with the label of each unit that has one."""


def _labelled_documents(rows: Sequence[Row]) -> Iterator[Labelled]:
    documents: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        documents[row["file"]].append(row)
    for name, document in documents.items():
        plain = article_of([row["text"] for row in document], name, between="\n")
        units, paragraph, end = [], 0, -2
        for unit, row in zip(plain.units, document, strict=True):
            paragraph += row["start"] > end + 1
            end = row["end"]
            units.append(unit.model_copy(update={"kind": UnitKind(row["unit_kind"]), "paragraph": paragraph}))
        labels = {unit.id: row["label"] for unit, row in zip(plain.units, document, strict=True)}
        yield plain.model_copy(update={"units": tuple(units)}), labels


def _compare_project(path: Path, misses: bool) -> None:
    project = Project.open(path)
    for name in project.annotators():
        documents = [(one.article, _labels(one.labels.get(name, {}))) for one in project.labels(name)]
        print(f"\n{project.name}, {name}: {sum(len(labels) for _, labels in documents)} units")
        _compare_labels(documents, misses)


def _labels(records: Mapping[str, Annotation]) -> dict[str, str]:
    return {unit: record.label for unit, record in records.items() if record.label}


def _compare_labels(documents: Sequence[Labelled], misses: bool) -> None:
    there: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for article, labels in documents:
        offers = {one.unit: one for one in suggest(article)}
        for unit in (unit for unit in article.units if unit.id in labels):
            label = labels[unit.id]
            there[label] += 1
            offer = offers.get(unit.id)
            pairs[(offer.label or "" if offer else "", label)] += 1
            if misses and offer and offer.label not in (None, label):
                _print_miss(article, unit, offer, label)
    offered = sum(count for (label, _), count in pairs.items() if label)
    right = sum(count for (label, true), count in pairs.items() if label == true)
    _print_share("units with an offer", offered, sum(there.values()))
    _print_share("offers that are right", right, offered)
    for label in sorted(there):
        of_label = sum(count for (given, _), count in pairs.items() if given == label)
        _print_share(f"{label}, precision", pairs[(label, label)], of_label)
        _print_share(f"{label}, recall", pairs[(label, label)], there[label])


def _print_miss(article: Article, unit: Unit, offer: Suggestion, label: str) -> None:
    print(f"  {offer.label} for {label}, {offer.reason}: {article.unit_text(unit)}")


def _compare_subjectivity(rows: Sequence[Row]) -> None:
    labels: Counter[tuple[str, str]] = Counter()
    for number, row in enumerate(rows):
        (offer,) = suggest(article_of([row["text"].strip()], f"sentence {number}")) or (None,)
        labels[((offer.label if offer else None) or "none", row["label"])] += 1
    for label in sorted({label for label, _ in labels}):
        subjective, objective = labels[(label, "SUBJ")], labels[(label, "OBJ")]
        _print_share(f"{label}: subjective", subjective, subjective + objective)


def _print_share(name: str, part: int, whole: int) -> None:
    share = f"{100 * part / whole:5.1f} %" if whole else "    –  "
    print(f"  {name:<52} {share}  ({part} of {whole})")


def _print_speed(texts: Sequence[str], turns: int) -> None:
    article = article_of([text.strip() for text in texts], "all of them", between="\n")
    suggest(article_of(["One."], "a start"))
    passes = []
    for _ in range(turns):
        start = time.process_time()
        suggest(article)
        passes.append(time.process_time() - start)
    print(f"  sentences a second, median of {turns}: {len(texts) / statistics.median(passes):,.0f}")


if __name__ == "__main__":
    main()
