"""A sentence and what is decided about it, in words and in whole lines."""

from collections.abc import Callable, Iterator

from annotator.labelling import Labelling
from annotator.marking import marks_of
from schemas import Annotation, Article, Attribution, Codebook, Directness, Suggestion, Unit, UnitKind

NameOf = Callable[[str], str]
"""The name of an entry of the source register by its id."""


def sentence(labelling: Labelling, place: int, name_of: NameOf) -> Iterator[str]:
    """Say where one is, what the sentence is, its words, and what is decided about it."""
    article, unit = labelling.article, labelling.article.units[place]
    yield f"Sentence {place + 1} of {len(article.units)}. {kind(unit)}Paragraph {unit.paragraph}."
    yield article.unit_text(unit)
    yield from decided(labelling, unit, name_of)


def kind(unit: Unit) -> str:
    """Say what a unit is in the layout, where that is no plain sentence."""
    said = "" if unit.kind is UnitKind.SENTENCE else f"{unit.kind.capitalize()}. "
    return said if unit.quotation is None else f"{said}Quotation {unit.quotation}. "


def decided(labelling: Labelling, unit: Unit, name_of: NameOf) -> Iterator[str]:
    """Say what the record of a unit holds, or what is offered, or that there is nothing yet."""
    record, codebook = labelling.record(unit), labelling.codebook
    waiting = labelling.waiting(unit)
    if record is not None and record.label is not None:
        yield f"Label: {title(codebook, record.label, record.same_source)}."
    elif waiting and waiting.labels:
        names = ", ".join(title(codebook, name) for name in waiting.labels)
        how = "accept confirms it" if waiting.confirmable else "label it again"
        yield f"Label to be confirmed: {names}. {waiting.reason}; {how}."
    elif offer := labelling.suggestion(unit):
        yield from _offered(codebook, offer, labelling.article)
    else:
        yield "No label yet."
    if record is not None:
        yield from _details(record, labelling.article, name_of)
        yield from (f"Note: {warning}." for warning in labelling.warnings(unit))


def title(codebook: Codebook, name: str, same_source: bool = False) -> str:
    """Give a label as the codebook shows it; its name where the codebook has it no more."""
    known = name in codebook.label_names
    said = codebook.label(name).title if known else name
    return f"{said}, same source" if same_source else said


def _offered(codebook: Codebook, offer: Suggestion, article: Article) -> Iterator[str]:
    if offer.label is None:
        yield "No label yet."
        return
    label = title(codebook, offer.label, offer.same_source)
    yield f"No label yet. Suggested: {label} ({offer.reason}); accept takes it."
    if marks := _marks(offer, article):
        yield f"Suggested {'; '.join(marks)}."


def _details(record: Annotation, article: Article, name_of: NameOf) -> Iterator[str]:
    said = [*_marks(record, article), *_attributes(record, name_of)]
    if said:
        yield _sentence(said)
    if record.comment:
        yield f"Comment: {record.comment}"


def _sentence(parts: list[str]) -> str:
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def _marks(record: Annotation | Suggestion, article: Article) -> list[str]:
    """Each marked passage with what it is."""
    several = len(record.attributions) > 1
    said = []
    for mark in marks_of(record):
        which = f" {mark.attribution + 1}" if several and not mark.role.is_bias else ""
        how = f" ({_words(mark.technique)})" if mark.technique else ""
        said.append(f"{mark.role}{which}{how} “{article.text[mark.span.start : mark.span.end]}”")
    return said


def _attributes(record: Annotation, name_of: NameOf) -> Iterator[str]:
    for one in record.attributions:
        yield from _of_source(one, name_of)
    if record.hedge:
        yield str(record.hedge)
    if record.check_worthiness is not None:
        yield {0: "background", 1: "ordinary", 2: "would matter if false"}[record.check_worthiness]
    if record.credibility is not None:
        yield f"credibility {record.credibility}"
    named = {"gap": record.gap, "mixed": record.mixed, "not sure": record.low_confidence}
    yield from (name for name, is_set in {**named, "flagged": record.flag}.items() if is_set)


def _of_source(attribution: Attribution, name_of: NameOf) -> Iterator[str]:
    if attribution.source_id:
        yield f"said by {name_of(attribution.source_id)}"
    if attribution.via:
        yield f"via {', '.join(map(name_of, attribution.via))}"
    if attribution.source_type:
        yield f"type {_words(attribution.source_type)}"
    if attribution.chain_length > 1:
        yield f"chain of {attribution.chain_length}"
    if attribution.directness is not Directness.INDIRECT:
        yield f"{attribution.directness} speech"
    if attribution.source_view:
        yield "the source's view"


def _words(name: str) -> str:
    return name.replace("_", " ")
