"""The page of the gold labels: what each annotator finds of them, and what is mistaken for what."""

from annotator.compare import Comparison
from annotator.compare.result import ErrorProfile
from annotator.tui.comparison.estimates import Measured, bars, measured
from annotator.tui.comparison.wording import Sight, counted, number, percent
from annotator.tui.widgets.blocks import QUIET, Behind, Block, Row, below, fitting, headline, table, text
from annotator.tui.widgets.heatmap import HeatCell, heat_map, step_of
from annotator.tui.widgets.wrapping import shown

_MOST = 12
_WHY = "There are no gold labels yet: A on the annotate screen settles what annotators differ on."


def gold_page(comparison: Comparison, sight: Sight) -> Block:
    """Every annotator against the gold labels."""
    profiles = comparison.gold
    if not profiles:
        return below([Block((headline("Against the gold labels"),)), text(_WHY, sight.width, QUIET)], gap=0)
    rows = [_profile(one) for one in profiles]
    heading = ("n", "same", "decided", "same")
    all_bars = bars("Against the gold labels", rows, sight.width, heading, "kappa")
    found = [_retrieval(profiles, sight, of_recall=not sight.second), _errors(profiles, sight)]
    note = "Where nobody had to decide, annotators agree with the gold label by construction: see “decided”."
    return below([all_bars, text(note, sight.width, QUIET), fitting(found, sight.width)])


def _profile(one: ErrorProfile) -> Measured:
    name = shown(one.annotator)
    said = (
        f"{name}: {percent(one.percent_agreement)} of {counted(one.units, 'gold label')}, "
        f"{percent(one.percent_agreement_decided)} of the {one.decided_units:,} that were decided; kappa "
    )
    more = (
        f"{one.units:,}",
        percent(one.percent_agreement),
        f"{one.decided_units:,}",
        percent(one.percent_agreement_decided),
    )
    return measured(name, one.cohen_kappa, *more, said=said, leads=Behind(("gold", one.annotator)))


def _retrieval(profiles: tuple[ErrorProfile, ...], sight: Sight, *, of_recall: bool) -> Block:
    labels = list(dict.fromkeys(label for one in profiles for label in one.per_label))
    cells = {}
    for x, one in enumerate(profiles):
        for y, label in enumerate(labels):
            if not (found := one.per_label.get(label)):
                continue
            value, n = (found.recall, found.gold) if of_recall else (found.precision, found.given)
            words = (
                f"{shown(one.annotator)}, {sight.value('label', label)}: recall {number(found.recall)} "
                f"of {found.gold:,} gold ones, precision {number(found.precision)} of {found.given:,} given"
            )
            leads = Behind(("gold", one.annotator), (label,))
            cells[y, x] = HeatCell(f"{number(value)} {n:,}", step_of(value), words, leads)
    title = "Recall and gold labels" if of_recall else "Precision and labels given"
    rows = [sight.value("label", label) for label in labels]
    return heat_map(title, rows, [shown(one.annotator) for one in profiles], cells, name_cells=14)


def _errors(profiles: tuple[ErrorProfile, ...], sight: Sight) -> Block:
    found = [(one.annotator, error) for one in profiles for error in one.errors]
    found.sort(key=lambda each: -each[1].count)
    rows = []
    for who, error in found[:_MOST]:
        gold, given = sight.value("label", error.a), sight.value("label", error.b)
        words = f"{shown(who)} said {given} where gold is {gold}: {error.count:,} times"
        rows.append(
            Row(
                (shown(who), gold, given, f"{error.count:,}"),
                words,
                Behind(("gold", who), (error.a, error.b)),
            )
        )
    return (
        table(("", "gold", "given", "times"), rows, "lllr", "Most frequent errors", most=14)
        if rows
        else Block()
    )
