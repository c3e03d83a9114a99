"""Words of saying in a sentence: which of them are verbs that somebody says something with."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotator.suggest.lexicon import Form, Lexicon
from annotator.suggest.words import Sentence, Word


class Cue(NamedTuple):
    """A verb of saying with what belongs to it, as places of words."""

    first: int
    """First word, with auxiliaries: `has` in `has also said`."""
    verb: int
    stop: int
    """One past its last word, `to say` in `refused to say` included."""
    form: Form
    subject_stop: int
    """Where its subject ends when that stands before it."""
    participle: bool = False
    """An -ing form without an auxiliary: `…, saying that`."""


class _Group(NamedTuple):
    """The words before a verb that belong to it."""

    first: int
    subject_stop: int
    auxiliaries: tuple[str, ...]
    """From left to right."""
    negated: bool


def cues(sentence: Sentence, lexicon: Lexicon) -> Iterator[Cue]:
    """Give every verb of saying outside quotations that is not passive, future or wished for."""
    words = sentence.words
    for place, word in enumerate(words):
        forms = lexicon.saying.get(word.low)
        if not forms or sentence.inside[place] or _is_name(words, place):
            continue
        form = _matching(forms, words, place)
        if form is None:
            continue
        group = _group(words, place, lexicon)
        if _holds(words, place, form, group, lexicon):
            participle = form.kinds == "g" and not group.auxiliaries
            stop = place + 1 + len(form.rest)
            yield Cue(group.first, place, stop, form, group.subject_stop, participle)


def _is_name(words: Sequence[Word], place: int) -> bool:
    """A capital inside a sentence makes it part of a name: `the Claims Office`."""
    return words[place].is_name and (place > 0 or (len(words) > 1 and words[1].is_name))


def _matching(forms: tuple[Form, ...], words: Sequence[Word], place: int) -> Form | None:
    """The form with most words of those that stand here."""
    for form in forms:
        if all(
            place + 1 + offset < len(words) and words[place + 1 + offset].low == rest
            for offset, rest in enumerate(form.rest)
        ):
            return form
    return None


def _group(words: Sequence[Word], place: int, lexicon: Lexicon) -> _Group:
    first, before = place, place - 1
    auxiliaries: list[str] = []
    negated = False
    while before >= 0:
        low = words[before].low
        if low in lexicon.auxiliaries:
            auxiliaries.insert(0, low)
            first = before
        elif not (low in lexicon.adverbs or low in lexicon.negations or _is_manner(low)):
            break
        negated = negated or low in lexicon.negations
        before -= 1
    if (
        before > 0
        and words[before].low in lexicon.times
        and words[before - 1].low in ("on", "last", "this", "late")
    ):
        before -= 2
    return _Group(first, before + 1, tuple(auxiliaries), negated)


def _is_manner(low: str) -> bool:
    return (
        low.endswith("ly") and len(low) > 5 and low not in ("family", "assembly", "daily", "weekly", "italy")
    )


def _holds(words: Sequence[Word], place: int, form: Form, group: _Group, lexicon: Lexicon) -> bool:
    """Whether a form is, by the words around it, a finite verb in the active voice, or a participle."""
    before = words[place - 1].low if place else ""
    if before == "to" or (not group.auxiliaries and _is_noun(words, place, form, lexicon)):
        return False
    if not group.auxiliaries:
        return _holds_alone(words, place, form)
    last = group.auxiliaries[-1]
    if last in lexicon.be:
        return "g" in form.kinds
    if last in ("has", "have", "had", "hasn't", "haven't", "hadn't", "having"):
        return "n" in form.kinds and not set(group.auxiliaries) & lexicon.verb_modals
    if "b" not in form.kinds:
        return False
    return last not in lexicon.verb_modals or group.negated


def _holds_alone(words: Sequence[Word], place: int, form: Form) -> bool:
    after = words[place + 1].low if place + 1 < len(words) else ""
    if form.kinds == "n" or (form.kinds == "dn" and after in ("by", "to") and not form.rest):
        return after == "to" and "infinitive" in form.needs
    return True


def _is_noun(words: Sequence[Word], place: int, form: Form, lexicon: Lexicon) -> bool:
    """Whether what stands around a word makes it no verb: `the claims`, `his report`, `reports of`."""
    before = words[place - 1] if place else None
    if before is None:
        return "g" not in form.kinds
    if before.low in lexicon.determiners and before.low not in (
        "all",
        "both",
        "some",
        "many",
        "most",
        "few",
        "others",
    ):
        return True
    if before.low in lexicon.prepositions or before.low.endswith(("'s", "s'")):
        return "g" not in form.kinds or before.low in ("of", "for", "without", "from", "than")
    after = words[place + 1].low if place + 1 < len(words) else ""
    return bool({"s", "b"} & set(form.kinds)) and not form.rest and after in ("of", "from", "between")
