"""The English words that the rules look up, read once from the files beside the code."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


class Form(NamedTuple):
    """One inflected form of a word of saying."""

    verb: str
    """Base form of the whole: `refuse to say`."""
    rest: tuple[str, ...]
    """Words after the inflected one: `to say`."""
    kinds: str
    """Which form it may be: b base, s third person, d past, n participle, g -ing."""
    needs: frozenset[str]
    """What may or must stand beside it, as in `saying.toml`."""


class Phrases:
    """Phrases found in a text of words with a blank around each, in time that does not depend on how many."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """Take phrases in small letters."""
        self._by_first: dict[str, list[str]] = {}
        for phrase in phrases:
            self._by_first.setdefault(phrase.split()[0], []).append(f" {phrase} ")

    def find(self, low: str) -> str:
        """Give the first phrase in a line such as `Sentence.own_words`; empty when there is none."""
        for word in dict.fromkeys(low.split()):
            for phrase in self._by_first.get(word, ()):
                if phrase in low:
                    return phrase.strip()
        return ""

    def places(self, low: list[str]) -> Iterator[tuple[int, int]]:
        """Give where phrases stand in a list of words, as [first, stop), the longest that begins at each."""
        for place, word in enumerate(low):
            if word not in self._by_first:
                continue
            phrases = (phrase.split() for phrase in self._by_first[word])
            found = (len(phrase) for phrase in phrases if low[place : place + len(phrase)] == phrase)
            if count := max(found, default=0):
                yield place, place + count


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All of it."""

    saying: Mapping[str, tuple[Form, ...]]
    """By the first word of each form."""
    before_speaker: Phrases
    relaying: frozenset[str]
    epistemological: frozenset[str]
    """Base forms."""
    epistemological_phrases: Phrases
    agentless: Phrases

    determiners: frozenset[str]
    subject_pronouns: frozenset[str]
    object_pronouns: frozenset[str]
    relatives: frozenset[str]
    prepositions: frozenset[str]
    linking: frozenset[str]
    clause_words: frozenset[str]
    auxiliaries: frozenset[str]
    be: frozenset[str]
    verb_modals: frozenset[str]
    negations: frozenset[str]
    adverbs: frozenset[str]
    times: frozenset[str]
    occasions: frozenset[str]
    past: frozenset[str]

    titles: frozenset[str]
    persons: frozenset[str]
    groups: frozenset[str]
    anonymous: Phrases
    organisations: frozenset[str]
    organisation_names: frozenset[str]
    media: frozenset[str]
    media_names: frozenset[str]
    documents: frozenset[str]
    footage: frozenset[str]
    states: frozenset[str]
    press: frozenset[str]

    modals: frozenset[str]
    weak_modals: frozenset[str]
    modals_of_fact: Phrases
    judging: Phrases
    weakly_judging: Phrases
    evaluative: frozenset[str]
    gaps: Phrases
    lead_ins: Phrases
    speaks_without_content: Phrases

    loaded: frozenset[str]
    loaded_phrases: Phrases
    not_before: Mapping[str, frozenset[str]]


@cache
def english() -> Lexicon:
    """Read the English lexicon."""
    names = ("grammar", "saying", "speakers", "stance", "loaded")
    grammar, saying, speakers, stance, loaded = map(_file, names)
    return Lexicon(
        saying=_forms(saying),
        before_speaker=Phrases(_listed(saying["before_speaker"], ";")),
        relaying=frozenset(_listed(saying["relaying"])),
        epistemological=frozenset(_listed(saying["epistemological"])),
        epistemological_phrases=Phrases(_listed(saying["epistemological_phrases"], ";")),
        agentless=Phrases(_listed(saying["agentless"], ";")),
        determiners=_words(grammar["determiners"]),
        subject_pronouns=_words(grammar["subject_pronouns"]),
        object_pronouns=_words(grammar["object_pronouns"]),
        relatives=_words(grammar["relatives"]),
        prepositions=_words(grammar["prepositions"]),
        linking=_words(grammar["linking"]),
        clause_words=_words(grammar["clause_words"]),
        auxiliaries=_words(grammar["auxiliaries"]),
        be=_words(grammar["be"]),
        verb_modals=_words(grammar["modals"]),
        negations=_words(grammar["negations"]),
        adverbs=_words(grammar["adverbs"]),
        times=_words(grammar["times"]),
        occasions=_words(grammar["occasions"]),
        past=_words(grammar["past"]),
        titles=_words(speakers["titles"]),
        persons=_words(speakers["persons"]),
        groups=_words(speakers["groups"]),
        anonymous=Phrases(_listed(speakers["anonymous"], ";")),
        organisations=_words(speakers["organisations"]),
        organisation_names=_words(speakers["organisation_names"]),
        media=_words(speakers["media_words"]),
        media_names=_words(speakers["media_names"]),
        documents=_words(speakers["documents"]),
        footage=_words(speakers["footage"]),
        states=_words(speakers["states"]),
        press=_words(speakers["press"]),
        modals=_words(stance["modals"]),
        weak_modals=_words(stance["weak_modals"]),
        modals_of_fact=Phrases(_listed(stance["modals_of_fact"], ";")),
        weakly_judging=Phrases(_listed(stance["weakly_judging"], ";")),
        judging=Phrases(_listed(stance["judging"], ";")),
        evaluative=_words(stance["evaluative"]),
        gaps=Phrases(_listed(stance["gaps"], ";")),
        lead_ins=Phrases(_listed(stance["lead_ins"], ";")),
        speaks_without_content=Phrases(_listed(stance["speaks_without_content"], ";")),
        loaded=_words(loaded["words"]),
        loaded_phrases=Phrases(_listed(loaded["phrases"], ";")),
        not_before={word: _words(after) for word, after in loaded["not_before"].items()},
    )


def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "english" / f"{name}.toml").read_text(encoding="utf-8"))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _listed(text: str, parted_by: str = ",") -> list[str]:
    return [" ".join(item.split()) for item in text.split(parted_by) if item.strip()]


def _forms(saying: Mapping[str, Any]) -> dict[str, tuple[Form, ...]]:
    needs: dict[str, set[str]] = {}
    for need in ("certain", "clause", "quotation", "object", "that", "parenthesis", "by_document"):
        for verb in _listed(saying[need]):
            needs.setdefault(verb, set()).add(need)
    for verb in _listed(saying["with_infinitive"]):
        needs.setdefault(verb, set()).add("infinitive")
    found: dict[str, list[Form]] = {}
    for verb, beside in needs.items():
        first, *rest = verb.split()
        for word, kinds in _inflected(first, saying["irregular"].get(first)).items():
            found.setdefault(word, []).append(Form(verb, tuple(rest), kinds, frozenset(beside)))
    # Of several verbs that begin alike the one with most words goes first.
    return {word: tuple(sorted(forms, key=lambda form: -len(form.rest))) for word, forms in found.items()}


def _inflected(verb: str, irregular: str | None) -> dict[str, str]:
    """Give every form of a verb with the letters of its kinds."""
    if irregular:
        forms = irregular.split()
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        forms = [f"{verb[:-1]}ies", *[f"{verb[:-1]}ied"] * 2, f"{verb}ing"]
    else:
        silent = verb.endswith("e")
        past = verb + ("d" if silent else "ed")
        third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
        forms = [third, past, past, (verb[:-1] if silent and not verb.endswith("ee") else verb) + "ing"]
    kinds: dict[str, str] = {}
    for kind, word in zip("bsdng", (verb, *forms), strict=True):
        kinds[word] = kinds.get(word, "") + kind
    return kinds
