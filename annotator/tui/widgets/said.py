"""What records say of one sentence as a table: a column for each thing that at least one of them says."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from annotator.tui.widgets.inspected import InspectorState, attributes, marks
from schemas import Codebook, Role

LABEL = "label"
COMMENT = "comment"
_SHORT = {"source type": "type", "check-worthiness": "worth", "source's view": "view"}
_LEAST_CELLS = 6
_MARK = 2
"""Cells of the sign before the heading of a column in which records differ."""


@dataclass(frozen=True, slots=True)
class Column:
    """One thing that records say something about."""

    name: str
    cells: int
    differs: bool
    """Whether the records say different things, or some nothing."""


def said(state: InspectorState, codebook: Codebook) -> dict[str, str]:
    """Give what a record says, by the name of the column; what was left at its default is left out.

    The source is the register's entry, else the marked words.
    """
    record = state.record
    if record is None or record.label is None:
        return {}
    title = next((label.title for label in codebook.labels if label.name == record.label), record.label)
    found = {LABEL: title + (", same source" if record.same_source else "")}
    passages: dict[str, list[str]] = {}
    for role, words in marks(state):
        passages.setdefault(role, []).append(words)
    facts = {fact.name: fact.value for fact in attributes(state, codebook) if not fact.default}
    if "source" in facts:
        found["source"] = facts.pop("source").split(", ")[0]
    elif Role.SOURCE in passages:
        found["source"] = f"“{passages[Role.SOURCE][0]}”"
    found |= {_SHORT.get(name, name): value for name, value in facts.items()}
    biased = [f"{role} “{words[0]}”" for role, words in passages.items() if role not in _OF_SOURCE]
    if biased:
        found["marked"] = ", ".join(biased)
    if record.comment:
        found[COMMENT] = record.comment
    return found


_OF_SOURCE = {str(Role.SOURCE), str(Role.CUE), str(Role.CONTENT)} | {
    f"{role} {number}" for role in (Role.SOURCE, Role.CUE, Role.CONTENT) for number in range(1, 30)
}


def columns_of(rows: Sequence[dict[str, str]], also: dict[str, str], width: int, gap: int) -> list[Column]:
    """Choose the columns for so many cells: all, then without those that are alike, then cut.

    The label comes first, then what differs, then what all say alike, each in the order of the records. What
    is `also` to be shown has columns, but does not count for what differs.
    """
    names = dict.fromkeys(name for row in (*rows, also) for name in row)
    differing = {name: len({row.get(name, "") for row in rows}) > 1 for name in names}
    alone = {name for name in also if all(name not in row for row in rows)}
    ordered = sorted(
        names, key=lambda name: (name != LABEL, not differing[name], name not in alone, name == COMMENT)
    )
    needed = {
        name: max(
            cell_len(name) + _MARK * differing[name],
            *(cell_len(row.get(name, "")) + 2 * (name == LABEL) for row in (*rows, also)),
        )
        for name in ordered
    }
    kept = list(ordered)
    while len(kept) > 1 and sum(min(needed[name], _wide(name)) + gap for name in kept) > width:
        if differing[kept[-1]] or kept[-1] in alone:
            break
        kept.pop()
    cells = {name: min(needed[name], _wide(name)) for name in kept}
    while sum(cells.values()) + gap * len(cells) > width and max(cells.values()) > _LEAST_CELLS:
        widest = max(cells, key=lambda name: (cells[name] - 8 * (name == LABEL), name))
        cells[widest] -= 1
    return [Column(name, cells[name], differing[name]) for name in kept]


def _wide(name: str) -> int:
    """The most cells that a column takes."""
    return {COMMENT: 60, "marked": 34, "source": 30}.get(name, 24)
