"""The words that a dataset uses: what other tools must be told of before they can hold it."""

from collections.abc import Iterable

from annotator.interop.flat import OF_SOURCES, SAID, Flat, passage_names
from schemas import Codebook, Directness, Hedge, SourceType

_FLAG = ("true",)
CHOICES = {
    "same_source": _FLAG,
    "hedge": tuple(hedge.value for hedge in Hedge),
    "check_worthiness": ("0", "1", "2"),
    "gap": _FLAG,
    "credibility": ("1", "2", "3", "4", "5", "6"),
    "mixed": _FLAG,
    "low_confidence": _FLAG,
    "flag": _FLAG,
    "source_type": tuple(kind.value for kind in SourceType),
    "directness": tuple(directness.value for directness in Directness),
    "source_view": _FLAG,
    "chain_length": tuple(map(str, range(1, 21))),
}
"""What may be chosen, by attribute; the others are free text."""

_ALWAYS = ("low_confidence", "flag", "comment")
_OF_ATTRIBUTIONS = ("source", "cue", "content")


class Vocabulary:
    """Labels, names of passages and attributes: those of the codebook in its order, then what else comes."""

    def __init__(self, codebook: Codebook) -> None:
        fields = {attribute.field for attribute in codebook.attributes}
        sourced = "attributions" in fields
        self._labels = _Words(codebook.label_names)
        self._passages = _Words(
            name for name in passage_names() if (sourced if name in _OF_ATTRIBUTIONS else "bias" in fields)
        )
        said = [name for name in SAID if name in fields or name in _ALWAYS]
        self._attributes = _Words([*said, *(OF_SOURCES if sourced else ())])

    def add(self, flat: Flat) -> None:
        """Take in what a record uses."""
        if flat.label is not None:
            self._labels.used.add(flat.label)
        for passage in flat.passages:
            self._passages.used.add(passage.name)
        if flat.attributes:
            self._attributes.used.update(flat.attributes)

    @property
    def labels(self) -> list[str]:
        """Labels of sentences."""
        return self._labels.all()

    @property
    def passages(self) -> list[str]:
        """Names of passages, as in `annotator.interop.flat`."""
        return self._passages.all()

    @property
    def attributes(self) -> list[str]:
        """Names of attributes, as in `annotator.interop.flat`."""
        return self._attributes.all()


class _Words:
    def __init__(self, known: Iterable[str]) -> None:
        self._known = tuple(known)
        self.used: set[str] = set()

    def all(self) -> list[str]:
        return [*self._known, *sorted(self.used.difference(self._known))]
