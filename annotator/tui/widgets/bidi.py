"""The order in which a line of right-to-left text is drawn, for terminals that draw it as it is stored.

The Unicode Bidirectional Algorithm (UAX #9) without explicit formatting, whose characters are never sent to
the terminal, and without paired brackets (N0), which brackets about words of one direction do not need.
"""

import re
import unicodedata
from functools import cache
from itertools import groupby

RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""A character of a script that is written from right to left."""
_LETTER = re.compile(r"[^\W\d_]")
_LANGUAGES = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ku", "nqo", "ps", "sd", "syr", "ug", "ur", "yi")
)
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "BN"})
_SEPARATED = (("ES", "EN"), ("CS", "EN"), ("CS", "AN"))
"""Which separators belong to which numbers."""
_FORMS = ("isolated", "final", "initial", "medial")


def reads_from_right(text: str, language: str) -> bool:
    """Whether a unit is read from the right: most of its letters are, or its language is and some are."""
    right = len(RTL.findall(text))
    if not right:
        return False
    return language.split("-")[0].lower() in _LANGUAGES or 2 * right > len(_LETTER.findall(text))


def visual_order(parts: list[str], *, from_right: bool, whole_words: bool) -> list[tuple[int, bool]]:
    """Order the parts of a line as they stand from left to right: which one, and whether it is mirrored.

    A part is what is drawn as one character. With `whole_words` the letters of a word stay as they are
    stored, for terminals that turn words round themselves but not sentences.
    """
    levels = _levels(parts, int(from_right))
    order = list(range(len(parts)))
    for level in range(max(levels, default=0), 0, -1):
        order = [
            place
            for high, run in groupby(order, key=lambda place: levels[place] >= level)
            for place in (reversed(list(run)) if high else run)
        ]
    if whole_words:
        runs = groupby(order, key=lambda place: bool(levels[place] % 2 and _is_letter(parts[place])))
        order = [place for word, run in runs for place in (reversed(list(run)) if word else run)]
    return [(place, levels[place] % 2 == 1) for place in order]


def mirrored(text: str) -> str:
    """Turn brackets round."""
    return text.translate(_MIRRORED)


def joined_letters(text: str) -> str:
    """Give Arabic letters the shapes that they have beside their neighbours, one for one."""
    if not any(_shapes(letter) for letter in text):
        return text
    bases = [place for place, one in enumerate(text) if unicodedata.category(one) != "Mn"]
    shaped = list(text)
    for before, place, after in zip([None, *bases], bases, [*bases[1:], None], strict=False):
        if shapes := _shapes(text[place]):
            joins_before = before is not None and "initial" in _shapes(text[before]) and "final" in shapes
            joins_after = after is not None and "final" in _shapes(text[after]) and "initial" in shapes
            shaped[place] = shapes.get(_FORMS[2 * joins_after + joins_before], text[place])
    return "".join(shaped)


@cache
def _all_shapes() -> dict[str, dict[str, str]]:
    """The shapes of each letter by their names, from the compatibility forms of Unicode."""
    found: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFBFF), *range(0xFE80, 0xFEF5)):
        form, _, letter = unicodedata.decomposition(chr(code)).partition(" ")
        if form.strip("<>") in _FORMS and letter and " " not in letter:
            found.setdefault(chr(int(letter, 16)), {})[form.strip("<>")] = chr(code)
    return found


def _shapes(letter: str) -> dict[str, str]:
    return _all_shapes().get(letter, {}) if letter >= "\u0600" else {}


def _is_letter(part: str) -> bool:
    return unicodedata.bidirectional(part[0]) in ("R", "AL") if part else False


def _levels(parts: list[str], base: int) -> list[int]:
    """The embedding level of each part: even from the left, odd from the right."""
    edge = "R" if base else "L"
    kinds = [unicodedata.bidirectional(part[0]) or "L" if part else "BN" for part in parts]
    _resolve_weak(kinds, edge)
    _resolve_neutral(kinds, edge)
    if base:
        return [1 if kind == "R" else 2 for kind in kinds]
    return [{"L": 0, "R": 1}.get(kind, 2) for kind in kinds]


def _resolve_weak(kinds: list[str], edge: str) -> None:
    """Rules W1 to W7: numbers and what belongs to them."""
    _resolve_letters(kinds, edge)
    for place in range(1, len(kinds) - 1):  # W4
        left, kind, right = kinds[place - 1 : place + 2]
        if left == right and (kind, left) in _SEPARATED:
            kinds[place] = left
    at = 0
    for kind, run in groupby(list(kinds)):  # W5
        end = at + len(list(run))
        if kind == "ET" and "EN" in (*kinds[max(0, at - 1) : at], *kinds[end : end + 1]):
            kinds[at:end] = ["EN"] * (end - at)
        at = end
    strong = edge
    for place, kind in enumerate(kinds):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":  # W7
            kinds[place] = "L"
        elif kind in ("ES", "CS", "ET"):  # W6
            kinds[place] = "ON"


def _resolve_letters(kinds: list[str], edge: str) -> None:
    """Rules W1 to W3: what follows a letter."""
    strong = before = edge
    for place, kind in enumerate(kinds):
        now = before if kind == "NSM" else kind  # W1
        if now in ("L", "R", "AL"):
            strong = now
        before = "AN" if now == "EN" and strong == "AL" else now  # W2
        kinds[place] = before
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]  # W3


def _resolve_neutral(kinds: list[str], edge: str) -> None:
    """Rules N1 and N2: what stands between two of one direction has that, all else that of the line."""
    at = 0
    for neutral, run in groupby(list(kinds), key=_NEUTRAL.__contains__):
        end = at + len(list(run))
        if neutral:
            sides = {
                edge if place in (-1, len(kinds)) else "L" if kinds[place] == "L" else "R"
                for place in (at - 1, end)
            }
            kinds[at:end] = [sides.pop() if len(sides) == 1 else edge] * (end - at)
        at = end
