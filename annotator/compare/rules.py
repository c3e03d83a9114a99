"""Which rule of the codebook a label rests on, and where annotators parted.

Nobody says which rule decided: it is derived. The rules are tried in order and the first yes decides, so a
label stands for the first rule that leads to it. A second rule that leads to the same label is that of the
special case: a source carried over, a gap.
"""

from collections.abc import Iterable

from schemas import Annotation, Codebook


class Rules:
    """The rules of a codebook by what they decide."""

    def __init__(self, codebook: Codebook) -> None:
        """Look through the rules once."""
        self._order = tuple(rule.number for rule in codebook.rules)
        self._deciding: dict[str, tuple[int, ...]] = {}
        for rule in codebook.rules:
            if rule.decides is not None:
                self._deciding[rule.decides] = (*self._deciding.get(rule.decides, ()), rule.number)

    def of(self, record: Annotation) -> int | None:
        """Give the number of the rule that a record's label rests on; None when no rule leads to it."""
        if record.label is None or (deciding := self._deciding.get(record.label)) is None:
            return None
        special = record.same_source or record.gap
        return deciding[1] if special and len(deciding) > 1 else deciding[0]

    def parted(self, records: Iterable[Annotation]) -> int | None:
        """Give the number of the first rule at which some said yes and others went on; None if nowhere."""
        rules = {self.of(record) for record in records if record.label is not None}
        if len(rules) < 2:
            return None
        return next(number for number in self._order if number in rules)


def parted(codebook: Codebook, records: Iterable[Annotation]) -> int | None:
    """Give the number of the rule at which the annotators of one unit parted; for many units, see `Rules`."""
    return Rules(codebook).parted(records)
