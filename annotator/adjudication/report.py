"""What a team should talk about: the codebook's rules by how often annotators part at them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

from annotator.adjudication.items import UNSETTLED, State, origin_of, settled_state
from annotator.compare.rules import Rules
from annotator.compare.states import size_of
from schemas import (
    GOLD,
    Annotation,
    Article,
    Codebook,
    CodebookRef,
    DisagreementReason,
    GoldOrigin,
    LabelledArticle,
    Record,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence on which labels differ, or of which an adjudicator says that a rule needs a change."""

    article: str
    """Id of the article."""
    title: str
    unit: str
    text: str
    labels: Mapping[str, str]
    """By annotator."""
    comments: Mapping[str, str]
    """What annotators, and `gold` for the adjudicator, say of the sentence."""
    size: float
    """Share of disagreeing pairs of labels times raters."""
    state: State
    gold: str | None = None
    origin: GoldOrigin | None = None
    """What the gold label rests on; None while nothing is decided, also beside a note."""
    reason: DisagreementReason | None = None
    note: str = ""
    parted: int | None = None
    """Number of the rule at which the annotators parted, derived from their labels."""
    needs_change: int | None = None
    """Number of the rule that needs a change, as the adjudicator says."""

    @property
    def rule(self) -> int | None:
        """The rule that the sentence is about: what the adjudicator says goes before what is derived."""
        return self.parted if self.needs_change is None else self.needs_change


class Divided(Record):
    """In how many sentences annotators are divided between two labels."""

    a: str
    b: str
    sentences: int


class RuleReport(Record):
    """One rule and the sentences about it."""

    number: int | None
    """None: sentences at no rule, where the codebook has none that leads to their labels."""
    title: str
    text: str = ""
    disagreements: int
    """Sentences about the rule whose labels differ."""
    unsettled: int
    """Of these, those that no adjudicator has settled."""
    needs_change: int
    """How often an adjudicator found that it needs a change."""
    reasons: Mapping[DisagreementReason, int]
    """Why annotators differ, as adjudicators say."""
    divided: tuple[Divided, ...]
    """Most frequent first."""
    cases: tuple[Case, ...]
    """Those for which it needs a change first, then the largest disagreements, with comments before those
    without."""


class CodebookReport(Record):
    """Rules by what there is to talk about: those that need a change first, then the most disagreements."""

    codebook: CodebookRef
    annotators: tuple[str, ...]
    articles: int
    """Articles with a sentence that is in the report."""
    disagreements: int
    unsettled: int
    needs_change: int
    rules: tuple[RuleReport, ...]

    def to_json(self) -> dict[str, Any]:
        """Give plain data for `json.dumps`."""
        return self.model_dump(mode="json")


@dataclass(frozen=True)
class CaseReader:
    """Reduces an article, with the labels of these annotators and the gold ones, to what is in the report."""

    annotators: tuple[str, ...]
    codebook: Codebook

    def __call__(self, labelled: LabelledArticle) -> tuple[Case, ...]:
        """Give the cases of an article in the order of the text."""
        by, gold = labelled.labels, labelled.labels.get(GOLD, {})
        found = []
        for unit in labelled.article.units:
            records = {
                name: record
                for name in self.annotators
                if name in by and (record := by[name].get(unit.id)) is not None and record.label is not None
            }
            case = self._case(labelled.article, unit, records, gold.get(unit.id))
            if case is not None:
                found.append(case)
        return tuple(found)

    @cached_property
    def _rules(self) -> Rules:
        return Rules(self.codebook)

    def _case(
        self, article: Article, unit: Unit, records: Mapping[str, Annotation], gold: Annotation | None
    ) -> Case | None:
        votes = tuple((name, record.label) for name, record in records.items() if record.label is not None)
        decision = gold.adjudication if gold else None
        size = size_of([label for _, label in votes])
        if not size and (decision is None or decision.needs_change is None):
            return None
        all_records = {**records, GOLD: gold} if gold else records
        return Case(
            article=article.id,
            title=article.title,
            unit=unit.id,
            text=article.unit_text(unit),
            labels=dict(votes),
            comments={name: record.comment for name, record in all_records.items() if record.comment},
            size=size,
            state=settled_state(votes, gold),
            gold=gold.label if gold else None,
            origin=origin_of(gold),
            reason=decision.reason if decision else None,
            note=decision.note if decision else "",
            parted=self._rules.parted(records.values()),
            needs_change=decision.needs_change if decision else None,
        )


def codebook_report(reader: CaseReader, articles: Iterable[tuple[Case, ...]]) -> CodebookReport:
    """Make the report from articles that `reader` has reduced, here or elsewhere, in corpus order."""
    cases = [case for found in articles for case in found]
    rules = [*_rules(reader.codebook, cases)]
    # Sorting keeps the order of the rules where there is as much to talk about.
    rules.sort(key=lambda rule: (-rule.needs_change, -rule.disagreements))
    return CodebookReport.model_construct(
        codebook=reader.codebook.ref,
        annotators=reader.annotators,
        articles=len({case.article for case in cases}),
        disagreements=_count(cases, _differs),
        unsettled=_count(cases, _waits),
        needs_change=_count(cases, _needs_change),
        rules=tuple(rules),
    )


def _rules(codebook: Codebook, cases: Sequence[Case]) -> Iterator[RuleReport]:
    """Give every rule, and what cannot be ascribed to one of them where there is any."""
    known = {rule.number for rule in codebook.rules}
    for rule in codebook.rules:
        about = [case for case in cases if case.rule == rule.number]
        yield _rule(codebook, rule.number, rule.title, rule.text, about)
    if about := [case for case in cases if case.rule not in known]:
        yield _rule(codebook, None, "No rule", "", about)


def _rule(codebook: Codebook, number: int | None, title: str, text: str, about: Sequence[Case]) -> RuleReport:
    order = {name: place for place, name in enumerate(codebook.label_names)}
    divided: Counter[tuple[str, str]] = Counter()
    for case in about:
        divided.update(combinations(sorted(set(case.labels.values()), key=lambda name: order[name]), 2))
    return RuleReport.model_construct(
        number=number,
        title=title,
        text=text,
        disagreements=_count(about, _differs),
        unsettled=_count(about, _waits),
        needs_change=_count(about, _needs_change),
        reasons=dict(Counter(case.reason for case in about if case.reason is not None).most_common()),
        divided=tuple(Divided(a=a, b=b, sentences=count) for (a, b), count in divided.most_common()),
        cases=tuple(sorted(about, key=_first_to_talk_about)),
    )


def _first_to_talk_about(case: Case) -> tuple[bool, float, bool]:
    return case.needs_change is None, -case.size, not (case.comments or case.note)


def _count(cases: Iterable[Case], has: Callable[[Case], bool]) -> int:
    return sum(map(has, cases))


def _differs(case: Case) -> bool:
    return case.size > 0


def _waits(case: Case) -> bool:
    return case.state in UNSETTLED


def _needs_change(case: Case) -> bool:
    return case.needs_change is not None
