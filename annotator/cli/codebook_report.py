"""The codebook report as a text to talk over: Markdown that reads well in a terminal, too."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from annotator.cli.options import counted
from annotator.cli.output import columns, hanging, line, plain, table, wrap

if TYPE_CHECKING:
    from annotator.adjudication.report import Case, CodebookReport, RuleReport

_DERIVED = (
    "Nobody says at which rule annotators part: it is derived. The rules are tried in order and the first "
    "yes decides, so a label stands for the first rule that leads to it (the next such rule for a source "
    "carried over and for a gap), and annotators part at the first of their labels' rules. Where an "
    "adjudicator named a rule that needs a change, that one counts."
)

_MOST_DIVIDED = 10
"""Pairs of labels told of a rule: twelve labels have sixty-six."""


def print_report(report: "CodebookReport", sentences: int) -> None:
    """Write the report, with at most so many sentences of each rule."""
    line(f"# Codebook {report.codebook.name} {report.codebook.version}: what to talk about")
    line()
    if not report.rules or not (report.disagreements or report.needs_change):
        line(_nothing(report))
        return
    who = f"{counted(len(report.annotators), 'annotator')} ({plain(', '.join(report.annotators))})"
    _paragraph(
        f"{counted(report.disagreements, 'sentence')} labelled differently by {who}, in "
        f"{counted(report.articles, 'article')}; {report.unsettled:,} not settled yet. An adjudicator named "
        f"a rule that needs a change in {counted(report.needs_change, 'sentence')}."
    )
    line()
    table(
        ("rule", "", "needs a change", "disagreements", "not settled"),
        (
            (
                _number(rule),
                rule.title,
                f"{rule.needs_change:,}",
                f"{rule.disagreements:,}",
                f"{rule.unsettled:,}",
            )
            for rule in report.rules
        ),
        "rlrrr",
        shorten=(1,),
    )
    line()
    _paragraph(_DERIVED)
    for rule in report.rules:
        if rule.cases:
            _print_rule(rule, sentences)


def _nothing(report: "CodebookReport") -> str:
    if len(report.annotators) < 2:
        return f"{counted(len(report.annotators), 'annotator')}: there is nobody to differ from."
    return "No sentence is labelled differently, and no rule was said to need a change."


def _print_rule(rule: "RuleReport", sentences: int) -> None:
    line()
    line(f"## {'' if rule.number is None else f'Rule {rule.number}: '}{plain(rule.title)}")
    line()
    if rule.text:
        hanging("> ", rule.text)
        line()
    if rule.divided:
        _paragraph(f"Divided between {_divided(rule)}.")
    if rule.reasons:
        reasons = ", ".join(f"{_words(reason)} ({count:,})" for reason, count in rule.reasons.items())
        _paragraph(f"Adjudicators say: {reasons}.")
    for case in rule.cases[:sentences]:
        _print_case(case)
    if len(rule.cases) > sentences:
        more = len(rule.cases) - sentences
        line()
        line(f"… and {more:,} more: annotator codebook --report --sentences {len(rule.cases)}")


def _divided(rule: "RuleReport") -> str:
    most = (f"{one.a} or {one.b} ({one.sentences:,})" for one in rule.divided[:_MOST_DIVIDED])
    more = len(rule.divided) - _MOST_DIVIDED
    return ", ".join(most) + (f", and {counted(more, 'pair')} more" if more > 0 else "")


def _print_case(case: "Case") -> None:
    line()
    hanging("- ", case.text)
    hanging("  ", f"{case.article} {case.unit}")
    hanging("  ", _labels(case.labels))
    for who, comment in case.comments.items():
        hanging("  ", f"{who}: “{plain(comment)}”")
    if decided := _decided(case):
        hanging("  ", decided)


def _labels(labels: Mapping[str, str]) -> str:
    """Give each label with those who gave it, the most frequent first."""
    givers: dict[str, list[str]] = {}
    for who, label in labels.items():
        givers.setdefault(label, []).append(who)
    by_number = sorted(givers.items(), key=lambda item: -len(item[1]))
    return "; ".join(f"{label}: {', '.join(who)}" for label, who in by_number)


def _decided(case: "Case") -> str:
    """Say what the adjudicator did with a sentence; nothing where none has."""
    said: list[str] = []
    if case.origin is not None:
        said.append(f"gold: {case.gold or 'declined'}")
    if case.reason is not None:
        said.append(_words(case.reason))
    if case.needs_change is not None:
        derived = case.parted not in (None, case.needs_change)
        where = f" (labels part at rule {case.parted})" if derived else ""
        said.append(f"rule {case.needs_change} needs a change{where}")
    if case.note:
        said.append(f"“{plain(case.note)}”")
    return "; ".join(said)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _number(rule: "RuleReport") -> str:
    return "–" if rule.number is None else str(rule.number)


def _paragraph(text: str) -> None:
    for one in wrap(text, columns()):
        line(one)
