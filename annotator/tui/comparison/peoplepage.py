"""The page of the annotators: without each of them, against themselves, and what suggestions led to."""

from dataclasses import replace

from annotator.compare import Comparison
from annotator.compare.result import Anchoring, LeftOut, SelfConsistency, SuggestionUse
from annotator.tui.comparison.estimates import Measured, bars, measured
from annotator.tui.comparison.wording import NONE, Sight, counted, percent
from annotator.tui.widgets.blocks import QUIET, Behind, Block, Row, below, beside, headline, table, text
from annotator.tui.widgets.wrapping import shown

_GAP = 3
_FLIPS = 3
"""Changes of mind are named, the most frequent ones."""


def people_page(comparison: Comparison, sight: Sight) -> Block:
    """What sets each annotator apart."""
    parts = (_left_out, _themselves, _suggestions)
    if not sight.wide:
        return below([part(comparison, sight) for part in parts])
    half = replace(sight, width=(sight.width - _GAP) // 2)
    left = below([_left_out(comparison, half), _themselves(comparison, half)])
    return beside([_widened(left, half.width), _suggestions(comparison, half)], _GAP)


def _widened(block: Block, width: int) -> Block:
    """Begin what stands beside it at the same cell always."""
    return Block((*block.lines, ((" " * width, ""),)), block.spots)


def _left_out(comparison: Comparison, sight: Sight) -> Block:
    if not comparison.leave_one_out:
        why = "With two annotators or fewer, nobody can be left out."
        return _nothing("Without one of them", why, sight.width)
    rows = [_without(one) for one in comparison.leave_one_out]
    return bars(
        "Alpha of the label without one of them", rows, sight.width, ("n", "to all"), spaced=sight.roomy
    )


def _without(one: LeftOut) -> Measured:
    name = shown(one.annotator)
    more = NONE if one.difference is None else f"{one.difference:+.3f}".replace("0.", ".")
    n = counted(one.pairable_units, "sentence")
    leads = Behind((one.annotator,))
    said = f"Without {name} the others agree {_how(one.difference)} ({more}), {n}: alpha "
    return measured(name, one.krippendorff_alpha, f"{one.pairable_units:,}", more, said=said, leads=leads)


def _how(difference: float | None) -> str:
    if not difference:
        return "as before"
    return "better" if difference > 0 else "less"


def _themselves(comparison: Comparison, sight: Sight) -> Block:
    title = "Against themselves, in a second pass"
    if not comparison.self_consistency:
        why = "Nobody has labelled sentences a second time; [retest] in annotator.toml lets them come again."
        return _nothing(title, why, sight.width)
    rows = [_again(one, sight) for one in comparison.self_consistency]
    return bars(title, rows, sight.width, ("n", "same"), spaced=sight.roomy)


def _again(one: SelfConsistency, sight: Sight) -> Measured:
    name, n = shown(one.annotator), counted(one.units, "sentence")
    days = "" if one.days is None else f" after {one.days:.0f} days"
    flips = ", ".join(
        f"{sight.value('label', flip.a)} to {sight.value('label', flip.b)} {flip.count:,}"
        for flip in one.flips[:_FLIPS]
    )
    same = f"{percent(one.percent_agreement)} the same{'; ' + flips if flips else ''}"
    said = f"{name} in {n}{days}: {same}; alpha "
    return measured(name, one.krippendorff_alpha, f"{one.units:,}", percent(one.percent_agreement), said=said)


def _suggestions(comparison: Comparison, sight: Sight) -> Block:
    title = "What suggestions led to"
    found = comparison.suggestions
    if found is None or not found.use:
        return _nothing(title, "No record says that a label was suggested.", sight.width)
    heading = ("", "offered", "taken", "changed", "same", "other", "in the end")
    listed = table(heading, [_use(one) for one in found.use], "lrrrrrr", title, most=14)
    return below([listed, _with_and_without(found, sight)], gap=0)


def _use(one: SuggestionUse) -> Row:
    name = shown(one.annotator)
    counts = (one.offered, one.accepted, one.edited, one.same, one.overruled)
    words = (
        f"{name} was offered {one.offered:,} labels: {one.accepted:,} taken as they were, {one.edited:,} "
        f"taken and changed, {one.same:,} given by hand the same, {one.overruled:,} given otherwise; "
        f"{percent(one.agreement)} of them stand now"
    )
    return Row((name, *(f"{count:,}" for count in counts), percent(one.agreement)), words)


def _with_and_without(found: Anchoring, sight: Sight) -> Block:
    if found.shown is None or found.withheld is None:
        why = "Shown on all sentences; suggestion_share in annotator.toml shows them on some only."
        return text(why, sight.width, QUIET)
    rows = [
        measured("shown", found.shown, f"{found.shown_units:,}", said="Where suggestions are shown: alpha "),
        measured("withheld", found.withheld, f"{found.withheld_units:,}", said="Where they are not: alpha "),
    ]
    return bars("Agreement with suggestions and without", rows, sight.width, ("n",))


def _nothing(title: str, why: str, width: int) -> Block:
    return below([Block((headline(title),)), text(why, width, QUIET)], gap=0)
