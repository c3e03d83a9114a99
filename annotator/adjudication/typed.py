"""What is typed to filter a list of disagreements: words, and tokens such as `pair:ana,ben` or `rule:3`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.adjudication.items import State
from annotator.compare.wanted import Wanted
from annotator.folding import folded
from schemas import Codebook, DisagreementReason, UnitKind, slug

_IS = {"changed": "changed", "needing-change": "needs_change"}
"""What stands after `is:`, and the field of `Wanted` that it sets."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, understood as far as it can be."""

    wanted: Wanted = field(default_factory=Wanted)
    unclear: str = ""
    """What is not understood, and what could be meant, in words; it filters nothing."""


def typed_label(name: str) -> str:
    """Give a label as it is typed in a filter, where blanks separate words."""
    return name.replace(" ", "_")


class TypedFilter:
    """Reads what is typed about one project's disagreements, and writes it."""

    def __init__(
        self,
        codebook: Codebook,
        names: Mapping[str, str],
        fields: Iterable[str] = (),
        *,
        without_outlets: bool = False,
    ) -> None:
        """Know the labels of `codebook`, the annotators by the names they are shown with, and `fields`.

        `without_outlets`: outlets are hidden, so that nothing is found by them.
        """
        self._codebook = codebook
        self._names = {slug(shown): name for name, shown in names.items()}
        self._shown = {name: slug(shown) for name, shown in names.items()}
        self._labels = {typed_label(name): name for name in codebook.label_names}
        self._rules = {str(rule.number): rule.number for rule in codebook.rules}
        self._fields = {name: name for name in ("label", *fields)}
        self._readers: Mapping[str, Callable[[str], dict[str, Any]]] = {
            "pair": self._pair,
            "label": self._label,
            "kind": lambda typed: {"kind": _one("kind", typed, {str(kind): str(kind) for kind in UnitKind})},
            "article": lambda typed: {"article": typed},
            "outlet": _no_outlet if without_outlets else lambda typed: {"outlet": typed},
            "rule": lambda typed: {"rule": _one("rule", typed, self._rules, whole=True)},
            "field": lambda typed: {"field": _one("field", typed, self._fields)},
            "reason": lambda typed: {"reason": _one("reason", typed, {str(one): one for one in _REASONS})},
            "is": lambda typed: {_one("is", typed, _IS): True},
        }

    def hint(self, width: int) -> str:
        """Say what can be typed, as far as it fits into a line of so many columns."""
        shown = ""
        for example in self._examples():
            longer = f"{shown}   {example}" if shown else example
            if len(longer) > width:
                break
            shown = longer
        return shown

    def _examples(self) -> Iterator[str]:
        two = self._codebook.label_names[:2]
        fields = [name for name in self._fields if name != "label"]
        yield from ("words", "pair:ana,ben", "label:" + "/".join(map(typed_label, two)), "state:tie")
        yield from (f"rule:{number}" for number in [*self._rules][-1:])
        yield from (f"field:{name}" for name in fields[:1])
        yield from ("is:changed", "outlet:wire")

    def read(self, typed: str) -> Asked:
        """Read what was typed, also when the last word is not typed to its end."""
        wanted, unclear = Wanted(), ""
        words: list[str] = []
        states: set[State] = set()
        for word in typed.split():
            token, colon, rest = word.partition(":")
            try:
                if token == "state" and colon:
                    states |= {_one("state", rest, {str(one): one for one in State})} if rest else set()
                elif token in self._readers and colon:
                    wanted = replace(wanted, **self._readers[token](rest)) if rest else wanted
                else:
                    words.append(folded(word))
            except ValueError as error:
                unclear = str(error)
        return Asked(replace(wanted, words=tuple(words), states=frozenset(states)), unclear)

    def write(self, wanted: Wanted) -> str:
        """Give what could have been typed to ask for this."""
        return " ".join(self._written(wanted))

    def _written(self, wanted: Wanted) -> Iterator[str]:
        if wanted.pair:
            yield "pair:" + ",".join(self._shown.get(name, slug(name)) for name in wanted.pair)
        if wanted.labels:
            yield "label:" + "/".join(map(typed_label, wanted.labels))
        for name in ("kind", "article", "outlet", "rule", "field", "reason"):
            value = getattr(wanted, name)
            if value is not None and value != "":
                yield f"{name}:{value}"
        yield from (f"state:{state}" for state in sorted(wanted.states))
        yield from (f"is:{word}" for word, name in _IS.items() if getattr(wanted, name))
        yield from wanted.words

    def _pair(self, typed: str) -> dict[str, Any]:
        names = [_one("pair", slug(name), self._names) for name in typed.split(",") if name]
        return {"pair": tuple(names[:2])} if names else {}

    def _label(self, typed: str) -> dict[str, Any]:
        return {"labels": tuple(_one("label", name, self._labels) for name in typed.split("/")[:2] if name)}


_REASONS = tuple(DisagreementReason)


def _no_outlet(_: str) -> dict[str, Any]:
    raise ValueError("outlets are hidden in this project")


def _one(token: str, typed: str, known: Mapping[str, Any], *, whole: bool = False) -> Any:
    """Give the one that is called, or begins, as typed; else `ValueError` says what there is."""
    if typed in known:
        return known[typed]
    word = typed.lower()
    found = [value for name, value in known.items() if name.lower() == word]
    if not found and not whole:
        found = [value for name, value in known.items() if name.lower().startswith(word)]
    if len(found) != 1:
        raise ValueError(f"{token}: " + ", ".join(known))
    return found[0]
