"""Which encoding bytes are in that are not Unicode: a guess that holds for a sentence or two.

Each encoding that newsrooms used is tried, and what comes out is judged as text: letters as frequent as in
the language, words of one script with capitals where they belong, signs where signs stand. Detectors that
compare bytes alone need a page of them.
"""

import re
import unicodedata
from collections.abc import Iterator

from annotator.ingest.language_data import CHINESE_SIGNS, LATIN

_ONE_BYTE = (
    *("cp1252", "cp1251", "cp1250", "koi8_u", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("cp866", "iso8859_5"),
)
_SEVERAL_BYTES = ("gb18030", "cp932", "euc_jp", "cp949", "big5")
"""In the order of preference where two do equally well."""

_FREQUENT = {
    "CYRILLIC": "оеаинтсрвлкмдпуяыьгзбчійхжшюїцєщэфґъёћђјљњџў",
    "GREEK": "αοιετσνηυρπκμλςγδωχθφβξζψ",
    "HEBREW": "יוהלאתרבמשנםדעחקגפטכסזןצץךף",
    "ARABIC": "اليمونرتبدعهسفكةقحجأشطصخىذإزضثغءظؤئآ",
}
"""Letters of a script, the most frequent first."""

_SIGNS = frozenset("“”‘’„‚–—…«»‹›•§©®°·№£€¥¡¿\u00a0\u00ad")
_ORDINALS = "ªº"
_CJK_SIGNS = frozenset("、。，！？：；「」『』（）《》〈〉“”‘’…—・ー〜％　")

_WORD = re.compile(r"[^\W\d_ªº]+")
_HAN_BLANK_HAN = re.compile("[\u4e00-\u9fff] (?=[\u4e00-\u9fff])")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_SAMPLE = 6000
"""Characters of lines with other than ASCII that are judged."""

_ACCEPTED = 0.25
"""Goodness below which a text is none in this encoding; 1 is the best."""

_SHARE = 0.3
"""Least share of other than ASCII among the letters of scripts other than Latin."""

_LOUD = 1.0
"""Weight of a text in capitals alone, against 1.2 of others."""

_BETTER = 0.05
"""How much better the next encoding in the list must be."""


def guess(raw: bytes) -> str:
    """Guess the encoding; empty where the bytes are no text in any that is known."""
    best, found = _ACCEPTED, ""
    for encoding in (*_ONE_BYTE, *_SEVERAL_BYTES):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        goodness = _goodness(text, encoding)
        if goodness > best + (_BETTER if found else 0):
            best, found = goodness, encoding
    return found


def _goodness(text: str, encoding: str) -> float:
    """Judge a text from 0 to 1 by its characters beyond ASCII."""
    sample = "\n".join(_telling(text))
    if encoding in _SEVERAL_BYTES:
        return _east_asian(sample, encoding)
    good, others = _of_words(sample), _NOT_ASCII.findall(_WORD.sub(" ", sample))
    letters = len(_NOT_ASCII.findall(sample)) - len(others)
    signs = sum(
        _sign(sample, found.start()) for found in _NOT_ASCII.finditer(sample) if not found[0].isalpha()
    )
    return (good * letters + signs) / max(letters + len(others), 1)


def _telling(text: str) -> Iterator[str]:
    """Give the lines that say anything, as many as are needed."""
    left = _SAMPLE
    for line in text.splitlines():
        if not line.isascii():
            yield line[:left]
            left -= len(line)
        if left <= 0:
            return


def _sign(text: str, place: int) -> float:
    """Judge a character that is no letter: signs stand between words, not in them."""
    if text[place] in _ORDINALS:
        return 1.0
    around = text[max(place - 1, 0) : place], text[place + 1 : place + 2]
    inside = all(one.isalpha() for one in around)
    if text[place] not in _SIGNS:
        return 0.1 if not any(one.isalpha() for one in around) else 0.0
    return 0.8 if not inside or text[place] in "’·–—\u00ad" else 0.2


def _of_words(text: str) -> float:
    """Judge the words that hold letters beyond ASCII."""
    scripts: dict[str, list[str]] = {}
    mixed = total = 0
    for word in _WORD.findall(text):
        strange = len(_NOT_ASCII.findall(word))
        if not strange:
            continue
        total += strange
        of = {_script(letter) for letter in word}
        if len(of) > 1 or not _is_cased_well(word):
            mixed += strange
        else:
            scripts.setdefault(of.pop(), []).append(word.lower())
    good = 0.0
    share = total / max(sum(map(str.isalpha, text)), 1)
    for script, words in scripts.items():
        letters = "".join(words)
        if script == "LATIN":
            good += _latin(letters, text) * len(_NOT_ASCII.findall(letters))
        elif script in _FREQUENT:
            loud = _LOUD if all(word.isupper() for word in _WORD.findall(text)) else 1.2
            good += _frequent(letters, _FREQUENT[script]) * loud * len(letters) * min(1, share / _SHARE)
    return good / max(total, 1)


def _is_cased_well(word: str) -> bool:
    return word[1:].islower() or word.islower() or word.isupper() or word.swapcase() == word


def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").partition(" ")[0]


def _latin(letters: str, text: str) -> float:
    """Judge Latin letters with accents by the language that they fit best."""
    strange = _NOT_ASCII.findall(letters)
    words = set(_WORD.findall(text.lower()))
    best = 0.0
    for traits in LATIN.values():
        fitting = sum(letter in traits.letters for letter in strange) / len(strange)
        known = min(len(words & traits.words), 4) / 4
        best = max(best, fitting * (0.55 + 0.45 * known))
    return best


def _frequent(letters: str, order: str) -> float:
    """Judge letters by how frequent they are in their script: 1 for the most frequent one alone."""
    plain = unicodedata.normalize("NFD", letters) if order[0] == "α" else letters
    ranks = [order.find(letter) for letter in plain if letter.isalpha()]
    good = sum(1 - rank / len(order) if rank >= 0 else -0.5 for rank in ranks) / max(len(ranks), 1)
    return max(good, 0.0)


def _east_asian(text: str, encoding: str) -> float:
    strange = _NOT_ASCII.findall(text)
    kana = sum("\u3041" <= c <= "\u30fe" for c in strange)
    han = sum("\u4e00" <= c <= "\u9fff" for c in strange)
    hangul = sum("\uac00" <= c <= "\ud7a3" for c in strange)
    signs = sum(c in _CJK_SIGNS for c in strange)
    if encoding in ("cp932", "euc_jp"):
        half = sum("\uff61" <= c <= "\uff9f" for c in strange)
        good = kana + han + signs - half if kana > 0.15 * len(strange) else 0
    elif encoding == "cp949":
        good = hangul + signs if hangul > 0.9 * (hangul + han + kana) else 0
    else:
        good = _chinese(text, encoding) + signs if not kana + hangul else 0
    share = len(strange) / max(sum(map(str.isalnum, text)), 1)
    return max(good, 0) / max(len(strange), 1) * min(1, share / _SHARE)


def _chinese(text: str, encoding: str) -> float:
    """Count ideographs that are in the part of the standard with the frequent ones."""
    frequent = 0
    for character in text:
        if not "\u4e00" <= character <= "\u9fff":
            continue
        pair = character.encode(encoding)
        if encoding == "gb18030":
            frequent += len(pair) == 2 and 0xB0 <= pair[0] <= 0xD7 and pair[1] >= 0xA1
        else:
            frequent += 0xA4 <= pair[0] <= 0xC6
        frequent += character in CHINESE_SIGNS
    # There are no blanks between words, as they are in Korean.
    return frequent - 4 * len(_HAN_BLANK_HAN.findall(text))
