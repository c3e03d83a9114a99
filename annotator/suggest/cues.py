"""Words of saying in a sentence: which of them are verbs that somebody says something with."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotator.suggest.lexicon import Form, Lexicon
from annotator.suggest.nouns import is_manner
from annotator.suggest.words import Sentence, Word

_QUANTIFIERS = frozenset(("all", "both", "some", "many", "most", "few", "others"))
"""These may be a subject by themselves: `some say`."""


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
        elif not (low in lexicon.adverbs or low in lexicon.negations or is_manner(low)):
            break
        negated = negated or low in lexicon.negations
        before -= 1
    return _Group(first, _past_aside(words, before, lexicon) + 1, tuple(auxiliaries), negated)


def _past_aside(words: Sequence[Word], before: int, lexicon: Lexicon) -> int:
    """Skip `, however,` and `on Tuesday` between a subject and its verb, leftwards."""
    if before > 2 and words[before].low == words[before - 2].low == ",":
        return before - 3 if words[before - 1].low in lexicon.adverbs else before
    if before > 0 and words[before].low in lexicon.times:
        return before - 2 if words[before - 1].low in ("on", "last", "this", "late") else before
    return before


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
    if not place:
        return "g" not in form.kinds
    before = words[place - 1].low
    after = words[place + 1].low if place + 1 < len(words) else ""
    if before[0].isdigit() and form.kinds == "dn":
        return True
    if before in lexicon.determiners and not (before in _QUANTIFIERS and form.kinds == "b"):
        return True
    if before in lexicon.prepositions or before.endswith(("'s", "s'")):
        return "g" not in form.kinds or before in ("of", "for", "without", "from", "than")
    if not {"s", "b"} & set(form.kinds) or form.rest:
        return False
    return after in ("of", "from", "between") or after in lexicon.auxiliaries
