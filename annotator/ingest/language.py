"""Which language a text is in, told offline by script, letters and small words, or not at all."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import cache

from annotator.ingest import language_data as data

_SAMPLE = 1000
"""Characters looked at, each at the beginning, in the middle and at the end of a text."""

_SCRIPT_SHARE = 0.6
"""Share of the letters that must be of one script."""

_MIN_LETTERS = 10
"""Letters that a text must have in a script that belongs to one language."""

_MIN_SHARE = 0.17
"""Share of the words that must be small words of the language; prose has 0.2 to 0.5."""

_MIN_SHARE_SPARSE = 0.08
"""The same beyond Latin script, and for languages that say with endings what others say with small words."""

_MIN_WORDS = 3
"""Different small words of the language that any text must hold; one more is asked for 40 words of text.

Up to two letters that not every language of the script has count as well.
"""

_MAX_WORDS = 12
"""Different small words that are enough for a text of any length."""

_MIN_LEAD = 2.0
"""How many words that are only its own there must be to each that is only another language's."""

_FOREIGN_WEIGHT = 2.0
"""Words that one letter speaks against which a language does not use."""

_WORD = re.compile(r"[^\W\d_]+['’ʻʼ]?")
"""A word, in elisions up to the apostrophe: `l'`."""

_VOWEL_SIGNS = "\u0591-\u05c7\u064b-\u0655\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u200c"
_WORD_WITH_SIGNS = re.compile(f"(?:[^\\W\\d_]|[{_VOWEL_SIGNS}])+")
"""The same in scripts whose vowel signs are no letters."""


def detect_language(text: str) -> str | None:
    """Give the BCP 47 tag of the language that most of a text is in; None if there is too little to tell.

    Texts that are short, hold names only, or are in two languages at once give None rather than a guess, and
    so does, nearly always, a language that is not known here.
    """
    sample = unicodedata.normalize("NFC", _sample(text))
    letters = Counter(filter(str.isalpha, sample))
    counts: Counter[str] = Counter()
    for letter, count in letters.items():
        counts[_script_of(letter)] += count
    enough = _SCRIPT_SHARE * letters.total()
    if counts["Kana"] + counts["Han"] > enough:
        return _of_han(sample, counts)
    script = max(counts, key=counts.__getitem__, default="")
    if counts[script] <= enough:
        return None
    if script in data.BY_SCRIPT:
        return _of_words(sample, letters, script)
    return data.ONE_LANGUAGE.get(script) if counts[script] >= _MIN_LETTERS else None


def _sample(text: str) -> str:
    """Take three stretches of a long text, so that time does not depend on its length."""
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = (len(text) - _SAMPLE) // 2
    return "\n".join((text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:]))


@cache
def _scripts() -> dict[str, re.Pattern[str]]:
    return {script: re.compile(f"[{letters}]") for script, letters in data.RANGES.items()}


@cache
def _script_of(letter: str) -> str:
    """Name the script of a letter; empty for one that is not known here."""
    return next((script for script, pattern in _scripts().items() if pattern.match(letter)), "")


def _of_han(sample: str, counts: Mapping[str, int]) -> str | None:
    """Tell Japanese by its kana, Chinese by the characters that every Chinese text has."""
    han, kana = counts["Han"], counts["Kana"]
    if kana >= 4 and kana > 0.08 * (han + kana):
        return "ja"
    if sum(map(sample.count, data.CANTONESE_SIGNS)) > 0.02 * han:
        return "yue"
    if sum(map(sample.count, data.SIMPLIFIED_SIGNS)) > max(1, 0.02 * han):
        return "zh"
    signs = sum(map(sample.count, data.CHINESE_SIGNS))
    return "zh" if han >= 8 and signs >= 2 and signs > 0.03 * han else None


def _of_words(sample: str, letters: Mapping[str, int], script: str) -> str | None:
    """Tell the languages of one script apart by their small words and letters."""
    words = _words(sample, _WORD if script in data.STOCK else _WORD_WITH_SIGNS)
    languages = data.BY_SCRIPT[script]
    against = {language: _FOREIGN_WEIGHT * count for language, count in _foreign(letters, script).items()}
    kinds = frozenset(words)
    found = {language: kinds & traits.words for language, traits in languages.items()}
    scores = {language: _count(words, own) - against[language] for language, own in found.items()}
    best = max(scores, key=scores.__getitem__)
    marks = min(2, len({letter.lower() for letter in letters} & set(languages[best].letters)))
    if not _is_enough(words, found[best], marks, sparse=script != "Latin" or best in data.WITH_ENDINGS):
        return None
    for other in languages.keys() - {best}:
        own = _count(words, found[best] - found[other]) + against[other]
        others = _count(words, found[other] - found[best]) + against[best]
        if own < max(1, _MIN_LEAD * others):
            return None
    return best


def _words(sample: str, pattern: re.Pattern[str]) -> Counter[str]:
    """Count the words in lower case; single capitals are left out, for they are initials."""
    words = Counter(pattern.findall(sample))
    for word in [word for word in words if len(word) == 1 and word.isupper()]:
        del words[word]
    folded = Counter[str]()
    for word, count in words.items():
        folded[word.lower().replace("’", "'").replace("ʼ", "'")] += count
    return folded


def _count(words: Mapping[str, int], kinds: AbstractSet[str]) -> int:
    return sum(map(words.__getitem__, kinds))


def _is_enough(words: Counter[str], found: AbstractSet[str], marks: int, *, sparse: bool) -> bool:
    """Say whether a text holds as many of a language's small words as its prose does."""
    total = words.total()
    if not found or len(found) + marks < min(_MIN_WORDS + total // 40, _MAX_WORDS):
        return False
    if sparse:
        return _count(words, found) >= _MIN_SHARE_SPARSE * total
    # Words of one or two letters say little: every language has them.
    weighted = sum(words[word] * min(len(word), 3) / 3 for word in found)
    return weighted >= _MIN_SHARE * total


def _foreign(letters: Mapping[str, int], script: str) -> dict[str, int]:
    """Count for each language the letters of the script that it does not use."""
    languages = data.BY_SCRIPT[script]
    stock = data.STOCK.get(script)
    if stock is None:
        return dict.fromkeys(languages, 0)
    special = Counter[str]()
    for letter, count in letters.items():
        if (small := letter.lower()) not in stock and _script_of(letter) == script:
            special[small[0]] += count
    return {
        language: sum(count for letter, count in special.items() if letter not in traits.letters)
        for language, traits in languages.items()
    }
