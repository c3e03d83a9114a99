"""How even a split is, in words and for programs: what each part has, and how its labels differ."""

from typing import TYPE_CHECKING, Any

from annotator.cli.output import line, table

if TYPE_CHECKING:
    from annotator.splitting import DealtSplit


def print_parts(split: "DealtSplit") -> None:
    """Print what each part has, then the share of each label in it, and the largest gap."""
    totals = split.totals()
    sentences = sum(sizes.get("sentences", 0) for sizes in totals.values())
    asked = split.asked.shares if split.asked else {}
    rows = [
        (
            part,
            f"{sizes.get('articles', 0):,}",
            f"{sizes.get('sentences', 0):,}",
            _percent(sizes.get("sentences", 0) / sentences if sentences else 0.0),
            _percent(asked.get(part, 0.0)),
        )
        for part, sizes in totals.items()
    ]
    table(("part", "articles", "sentences", "share", "asked for"), rows, "lrrrr", shorten=(0,))
    shares = _label_shares(split)
    if not shares:
        return
    line()
    table(
        ("label", "whole", *totals),
        ((label, *map(_percent, row)) for label, row in shares.items()),
        "lr" + "r" * len(totals),
        shorten=range(2 + len(totals)),
    )
    gap, label, part = _largest_gap(split)
    line(f"largest gap: {100 * gap:.1f} points, {label} in {part}")


def parts_as_json(split: "DealtSplit") -> dict[str, Any]:
    """Give the same for programs, and where each article is."""
    shares = _label_shares(split)
    gap, label, part = _largest_gap(split)
    return {
        "split": dict(split.plan),
        "parts": [
            {
                "part": name,
                "articles": sizes.get("articles", 0),
                "sentences": sizes.get("sentences", 0),
                "labels": {label: sizes.get(f"={label}", 0) for label in shares},
            }
            for name, sizes in split.totals().items()
        ],
        "largest_gap": {"points": round(100 * gap, 3), "label": label, "part": part},
        "articles": [
            {"article": name, "part": split.part_of[name], "group": group, "new": name in split.news}
            for name, group in sorted(split.group_of.items())
        ],
        "in_no_part": {name: list(parts) for name, parts in split.linked.items()},
    }


def _label_shares(split: "DealtSplit") -> dict[str, list[float]]:
    """Share of each label among the sentences that have one: in the whole, then in each part."""
    parts = list(split.totals().values())
    labels = sorted({what for sizes in parts for what in sizes if what.startswith("=")})
    whole = {label: sum(sizes.get(label, 0) for sizes in parts) for label in labels}
    columns = [(column, sum(column.get(label, 0) for label in labels)) for column in (whole, *parts)]
    return {
        label[1:]: [column.get(label, 0) / total if total else 0.0 for column, total in columns]
        for label in labels
    }


def _largest_gap(split: "DealtSplit") -> tuple[float, str, str]:
    """Give by how much a label's share in a part differs most from that in the whole, its label and part.

    Parts without a labelled sentence do not count.
    """
    totals = split.totals()
    having = {part for part, sizes in totals.items() if any(what.startswith("=") for what in sizes)}
    gaps = [
        (abs(share - whole), label, part)
        for label, (whole, *shares) in _label_shares(split).items()
        for part, share in zip(totals, shares, strict=True)
        if part in having
    ]
    return max(gaps, key=lambda gap: gap[0], default=(0.0, "", ""))


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
