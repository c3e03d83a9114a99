"""The dataset card as Markdown, to be read by people: figures in tables, answers as they were given."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from annotator.card.agreeing import agreement_section
from annotator.card.answers import HEADINGS, NOT_PROVIDED
from annotator.card.facts import CardFacts
from annotator.card.markdown import code, counted, escaped, table
from annotator.card.reading import how_to_read
from annotator.card.sections import (
    annotators_section,
    labels_section,
    offers_section,
    settling_section,
    texts_section,
)
from schemas import Codebook, DatasetInfo

if TYPE_CHECKING:
    from annotator.interop.manifest import Manifest

WITH_TEXT = "The words of the articles are in it; whose they are is said under “Rights in the texts”."
WITHOUT_TEXT = (
    "The words of the articles are **not** in it: positions, hashes, labels, titles and annotators' comments "
    "only. Who has the articles in an Annotator project puts the words back with `annotator rehydrate`, "
    "which checks every hash."
)


def some_text(missing: int) -> str:
    """Say that a few articles could not get their words back."""
    return f"The words of {counted(missing, 'article')} are **not** in it; those of the others are."


_ABOUT = ("version", "licence", "text_rights", "language_variety", "contact", "citation")


def write_card(
    title: str, facts: CardFacts, info: DatasetInfo, codebook: Codebook, manifest: "Manifest | None" = None
) -> str:
    """Give the whole card; without a manifest it is that of the project, not of files."""
    sections = (
        [f"# {escaped(title)}", ""],
        _summary(facts, codebook, manifest),
        _about(info),
        labels_section(facts),
        settling_section(facts),
        annotators_section(facts, manifest),
        agreement_section(facts.agreement),
        offers_section(facts),
        texts_section(facts),
        _told(info),
        _codebook(codebook),
        _files(manifest) if manifest else [],
        _again(facts, manifest),
    )
    lines = [line for section in sections for line in section]
    kept = [line for before, line in pairwise(["", *lines]) if line or before]
    return "\n".join(kept).strip() + "\n"


def _summary(facts: CardFacts, codebook: Codebook, manifest: "Manifest | None") -> list[str]:
    whole = facts.whole
    outlets = len([name for name in facts.outlets if name])
    of = f" of {counted(outlets, 'outlet')}" if outlets else ""
    who = f", labelled by {counted(len(facts.annotators), 'annotator')}" if facts.annotators else ""
    text = (
        f"{counted(whole.sentences, 'sentence')} in {counted(whole.articles, 'article')}{of}{who}. The label "
        f"answers one question: *{escaped(codebook.question)}*"
    )
    if manifest is None:
        return [text, ""]
    return [text, "", WITH_TEXT if manifest.options.text else WITHOUT_TEXT, ""]


def _about(info: DatasetInfo) -> list[str]:
    lines = [f"- {HEADINGS[field]}: {_answer(info, field)}" for field in _ABOUT]
    return ["## About", "", *lines, ""]


def _answer(info: DatasetInfo, field: str) -> str:
    return " ".join(getattr(info, field).split()) or f"*{NOT_PROVIDED}*"


def _told(info: DatasetInfo) -> list[str]:
    lines = ["## Told by those who made it", ""]
    asked = [field for field in HEADINGS if field not in ("title", *_ABOUT)]
    for field in asked:
        if answer := getattr(info, field).strip():
            lines += [f"**{HEADINGS[field]}**", "", *answer.split("\n"), ""]
    missing = [
        f"- {HEADINGS[field]}: *{NOT_PROVIDED}*" for field in asked if not getattr(info, field).strip()
    ]
    return [*lines, *missing, ""]


def _codebook(codebook: Codebook) -> list[str]:
    lines = [f"## Codebook {escaped(codebook.name)} {escaped(codebook.version)}"]
    rows = [(code(label.name), escaped(label.title), escaped(label.definition)) for label in codebook.labels]
    lines += table(("label", "title", "meaning"), rows, "lll")
    if codebook.rules:
        lines += ["The rules are tried in order; the first yes decides.", ""]
    for rule in codebook.rules:
        decides = f" → {code(rule.decides)}" if rule.decides else ""
        lines += [f"- **{rule.number} {escaped(rule.title)}**{decides}: {escaped(rule.text)}"]
    if codebook.attributes:
        attributes = (
            (
                code(one.field),
                ", ".join(map(code, one.labels)) or "any",
                escaped("; ".join(part for part in (", ".join(one.values), one.definition) if part)),
            )
            for one in codebook.attributes
        )
        lines += table(("attribute", "beside", "values, meaning"), attributes, "lll")
    return [*lines, ""] if lines[-1] else lines


def _files(manifest: "Manifest") -> list[str]:
    """What the files are, in which unit positions count, what is lost, and how to read them."""
    lines = ["## Files"]
    few = _few(manifest)
    lines += table(("file", "rows"), few, "lr")
    lines += [_positions(manifest), ""]
    if manifest.formula_guard is not None:
        lines += [
            f"Cells that a spreadsheet would run as formulas begin with {code(manifest.formula_guard)}: take "
            "one off every cell that begins with it.",
            "",
        ]
    if example := how_to_read(manifest.format, [file.name for file in manifest.files]):
        lines += ["A way to read it that changes nothing:", "", "```python", example, "```", ""]
    lines += ["What this format cannot hold, or what was left out here:", ""]
    gone = [f"- {escaped(what)}" for what in manifest.loses]
    gone += [f"- {escaped(str(dropped))}" for dropped in manifest.dropped]
    return [*lines, *(gone or ["- nothing"]), ""]


def _positions(manifest: "Manifest") -> str:
    """Say what positions count here, in formats whose readers differ, too."""
    unit, _, other = manifest.offset_unit.partition(", or ")
    if unit == "none":
        return "There are no positions in it."
    if other and manifest.options.offsets == "utf16":
        unit = "UTF-16 code units"
    return f"Positions count {escaped(unit)}, from 0, the end not included."


_MOST_FILES = 12


def _few(manifest: "Manifest") -> Iterator[Sequence[str]]:
    for file in manifest.files[:_MOST_FILES]:
        yield code(file.name), "" if file.rows is None else f"{file.rows:,}"
    if rest := manifest.files[_MOST_FILES:]:
        yield counted(len(rest), "other file"), f"{sum(file.rows or 0 for file in rest):,}"


def _again(facts: CardFacts, manifest: "Manifest | None") -> list[str]:
    from annotator import __version__

    lines = ["## The same again", ""]
    if manifest is None:
        return [*lines, f"Counted by Annotator {__version__}.", ""]
    plan = ", ".join(f"{name} {_plain(value)}" for name, value in manifest.split.items())
    lines += [
        f"Written by Annotator {manifest.tool.version} as format {code(manifest.format)}. The same project, "
        "version and options give the same bytes; `manifest.json` has the hash of every file, and "
        "`annotator export --check` compares them.",
        "",
    ]
    if plan:
        kept = "Near-duplicates and versions of an article are in one part."
        lines += [f"Dealt into parts by: {escaped(plan)}. {kept}", ""]
    return lines


def _plain(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "/".join(map(str, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_plain(one)}" for key, one in value.items())
    return str(value)
