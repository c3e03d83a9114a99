"""Which rule of the codebook a label rests on, and where annotators parted.

Nobody says which rule decided: it is derived. The rules are tried in order and the first yes decides, so a
label stands for the first rule that leads to it. A second rule that leads to the same label is that of the
special case: a source carried over, a gap.
"""

from collections.abc import Iterable

from schemas import Annotation, Codebook


def rule_of(codebook: Codebook, record: Annotation) -> int | None:
    """Give the number of the rule that a record's label rests on; None when no rule leads to it."""
    deciding = [rule.number for rule in codebook.rules if rule.decides and rule.decides == record.label]
    if not deciding:
        return None
    special = record.same_source or record.gap
    return deciding[1] if special and len(deciding) > 1 else deciding[0]


def parted(codebook: Codebook, records: Iterable[Annotation]) -> int | None:
    """Give the number of the first rule at which some said yes and others went on; None if nowhere."""
    rules = {rule_of(codebook, record) for record in records if record.label is not None}
    if len(rules) < 2:
        return None
    return next((rule.number for rule in codebook.rules if rule.number in rules), None)
