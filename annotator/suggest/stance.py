"""Rules 4 and 5: a statement that observation or records could settle, or the outlet's own judgement."""

from collections.abc import Iterator
from typing import NamedTuple

from annotator.suggest.lexicon import Lexicon
from annotator.suggest.nouns import is_finite
from annotator.suggest.words import Sentence, Word
from schemas import Span

_PRESENT = frozenset(
    ("is", "are", "am", "will", "do", "does", "can", "isn't", "aren't", "won't", "don't", "doesn't")
)
_BEFORE_EVALUATION = 4
"""Words that may stand between `is` and the evaluation: `is also the obvious but daunting next step`."""


class Stance(NamedTuple):
    """How a sentence in the outlet's own voice is put."""

    judging: float
    """0 to 1: what speaks for a judgement of the outlet's own."""
    settling: float
    """0 to 1: what speaks for a statement that could be settled."""
    words: str
    """Those that weigh most."""


def stance(sentence: Sentence, lexicon: Lexicon) -> Stance:
    """Weigh a sentence in which nobody is named as saying anything."""
    signs = list(_judgements(sentence, lexicon))
    judging = min(1.0, sum(weight for weight, _ in signs))
    heaviest = max(signs, default=(0.0, ""))[1]
    return Stance(judging, _settling(sentence, lexicon), heaviest)


def loaded_words(sentence: Sentence, lexicon: Lexicon) -> list[Span]:
    """Give the loaded words and phrases, in order; of those that overlap the first."""
    low, words = sentence.low, sentence.words
    places = [*lexicon.loaded_phrases.places(low)]
    if not lexicon.loaded.isdisjoint(low):
        places += [(place, place + 1) for place in range(len(low)) if _is_loaded(low, place, lexicon)]
    found: list[Span] = []
    stopped = 0
    for first, stop in sorted(places, key=lambda place: (place[0], -place[1])):
        # Inside a sentence a capital makes it a name: `Radical Party`.
        is_name = words[first].is_name and first > 0 and not words[first].text.isupper()
        if first >= stopped and not is_name:
            found.append(Span(start=words[first].start, end=words[stop - 1].end))
            stopped = stop
    return found


def slanting_phrases(sentence: Sentence, lexicon: Lexicon) -> Iterator[Span]:
    """Give the phrases that tell how the outlet takes what is said: `without evidence`, `supposedly`."""
    for first, stop in lexicon.epistemological_phrases.places(sentence.low):
        if not sentence.inside[first]:
            yield Span(start=sentence.words[first].start, end=sentence.words[stop - 1].end)


def _is_loaded(low: list[str], place: int, lexicon: Lexicon) -> bool:
    if low[place] not in lexicon.loaded:
        return False
    after = low[place + 1] if place + 1 < len(low) else ""
    return after not in lexicon.not_before.get(low[place], ())


def _judgements(sentence: Sentence, lexicon: Lexicon) -> Iterator[tuple[float, str]]:
    own = sentence.own_words
    if phrase := lexicon.judging.find(own):
        yield 0.7, phrase
    if phrase := lexicon.weakly_judging.find(own):
        yield 0.4, phrase
    if modal := _modal(sentence, lexicon):
        yield (0.65 if modal in lexicon.modals else 0.45), modal
    if evaluation := _evaluation(sentence, lexicon):
        yield 0.65, evaluation
    if own.startswith(" if ") and (" will " in own or " would " in own):
        yield 0.6, "if … will"
    if sentence.words[-1].text == "!" and not sentence.inside[-1]:
        yield 0.4, "!"
    if any(f" {pronoun} " in own for pronoun in ("i", "we", "us", "our", "my", "you", "your")):
        yield 0.25, "first or second person"


def _modal(sentence: Sentence, lexicon: Lexicon) -> str:
    """The modal verb of the main clause: none stands in a clause that `that` or `who` leads in."""
    if lexicon.modals_of_fact.find(sentence.own_words):
        return ""
    subordinate = False
    for place, word in enumerate(sentence.words):
        if sentence.inside[place]:
            continue
        low = word.low
        if low in lexicon.relatives or low in ("that", "where", "how", "whether"):
            subordinate = place > 0
        elif word.text in ",;":
            subordinate = False
        elif subordinate or (word.is_name and place):
            continue
        elif low in lexicon.modals or low in lexicon.weak_modals:
            return low
    return ""


def _evaluation(sentence: Sentence, lexicon: Lexicon) -> str:
    """What the outlet finds something to be: `was a remarkable success`."""
    room = 0
    for place, word in enumerate(sentence.words):
        if sentence.inside[place]:
            room = 0
        elif word.low in lexicon.be or word.low in (
            "remains",
            "remain",
            "remained",
            "looks",
            "sounds",
            "became",
        ):
            room = _BEFORE_EVALUATION + 1
        elif room and word.low in lexicon.evaluative:
            return word.low
        elif not word.is_word or word.low in lexicon.prepositions:
            room = 0
        room = max(0, room - 1)
    return ""


def _settling(sentence: Sentence, lexicon: Lexicon) -> float:
    words = sentence.words
    verb = _main_verb(sentence, lexicon)
    if verb is None or sum(word.is_word for word in words) < 4:
        return 0.0
    score = 0.45 if verb.low in _PRESENT else 0.6
    score += 0.15 * any(word.text[0].isdigit() for word in words)
    score += 0.05 * any(word.low in lexicon.times for word in words)
    score += 0.1 * any(word.is_name for word in words[1:])
    score += 0.1 * (words[0].low == "no")  # a negative can be checked, too
    score -= 0.15 * bool(loaded_words(sentence, lexicon))
    return max(0.0, score)


def _main_verb(sentence: Sentence, lexicon: Lexicon) -> Word | None:
    """The first finite verb."""
    words = tuple(sentence.words)
    for place in range(1, len(words)):
        if not sentence.inside[place] and is_finite(words, place, lexicon):
            return words[place]
    return None
