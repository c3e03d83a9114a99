"""Sentences inside one block: every end mark is a candidate, a short list of decisions says which ones end.

The mechanism knows scripts and layout; all words come from `annotator.segment.languages`.
"""

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from annotator.segment.enumerations import enumeration_cuts
from annotator.segment.languages import Language, language_of

_SPACED_MARKS = ".!?…؟۔‼⁇⁈⁉܀܁܂"
_UNSPACED_MARKS = "。！？｡．।॥։።፧፨။។៕"
"""End marks that end a sentence without a blank after them, too."""

_CLOSERS = "\"”’'»›)\\]}）」』】》〉*_"
_CLOSING_QUOTES = frozenset("\"”’'»›“‘」』«‹")
_QUOTE_MARKS = "\"'“”‘’«„([{"
_OPENERS = "\"“‘'«‹„‚(\\[{¿¡「『（《〈【*_"

_LOOK_BACK, _LOOK_AHEAD = 60, 100
"""Characters looked at before and after a candidate; keeps long texts linear."""

_START = re.compile(
    rf"(?P<opener>(?:[«‹]\s|[{_OPENERS}]|[-–—•*]+\s?)*)(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)?(?P<whole>[^\s,;:!?\"”»)\]]*)"
)
"""How the text after a candidate begins: opening marks, a word up to its apostrophe, the rest of the word."""

_REFERENCE = r"\s?\[(?:\d{1,3}|\.{3}|…)\]"
"""A note mark as in encyclopaedias, or words left out: it belongs to the sentence before."""

_INITIAL = re.compile(r"(?:[^\W\d_](?:\.-?|-))*[^\W\d_]")
_INNER_CAPITAL = re.compile(r"[a-z]{1,5}[-'’]?[A-Z]")
"""Names that begin with a small letter: `al-Assad`, `d'Arc`, `iPhone`."""

_ADDRESS = re.compile(r"@|://|www\.|\w/\w|\.\w{2,3}/")
_CONSONANTS = re.compile(r"[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]+")
_URL = re.compile(r"https?:|www\.")
_WEB_ENDINGS = re.compile(r"(?:com|org|net|co|io|gov|edu|info|tv|[a-z]{2})(?:[./]|$)", re.IGNORECASE)
_HAN = re.compile("[\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_AFTER_HAN = re.compile("^.*[\u3000-\u30ff\u3400-\u9fff\uff01-\uff0f(](?=.)")
_NUMBER = re.compile(r"(?:\d|[IVXLIХІ]+$)")
_ROMAN = re.compile(r"[IVXLC]{1,5}")
_JUST_BEGUN = 30
"""Characters of a sentence that may be no more than `In the year 1821`."""

_MAX_BRACKETS = 400
"""Characters between brackets that are taken for a pair; longer ones are where one is missing."""

_MAX_NUMERAL = 4
"""Letters of a numeral such as `viii` before an entry of a list."""

_ENUMERATOR = re.compile(r"(?:[•⁃▪●◦‣*-]\s?)?[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})")
_DASHES = ("-", "–", "—")


class Candidate(NamedTuple):
    """A place where a sentence may end, and what is needed to decide."""

    before: str
    """What stands before the end marks since the last cut; only its end if it is long."""
    word: str
    """Its last word, without opening marks: `Gen` in `met Gen. Hale`."""
    marks: str
    closers: str
    """Closing quote marks, brackets and note references after the marks."""
    gap: bool
    """Blanks follow."""
    opener: str
    """Opening marks and dashes that the text goes on with."""
    next: str
    """The word that follows, as far as it consists of letters; empty before a digit or a sign."""
    whole: str
    """That word up to the next blank or comma."""
    after: str
    """The text from that word on, of limited length."""

    @property
    def is_stop(self) -> bool:
        """Whether the mark is a single full stop, which may belong to an abbreviation."""
        return self.marks == "."

    @property
    def closes_quotation(self) -> bool:
        """Whether a closing quote mark follows the end marks."""
        return not _CLOSING_QUOTES.isdisjoint(self.closers)

    @property
    def has_capital(self) -> bool:
        """Whether the next word begins with a capital, or in a script without capitals."""
        return bool(self.next) and not self.next[0].islower()

    @property
    def has_digit(self) -> bool:
        """Whether a digit follows."""
        return not self.next and self.whole[:1].isdigit()


def sentence_spans(block: str, tag: str) -> list[tuple[int, int]]:
    """Give `[start, end)` of the sentences of a block that neither begins nor ends with a blank.

    The spans are ordered, disjoint and cover every character that is not a blank. `tag` is a BCP 47 tag.
    """
    language = language_of(tag)
    spans = []
    for start, end in pairwise([0, *_with_words(block, _cuts(block, tag, language)), len(block)]):
        piece = block[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if left < right:
            spans.append((left, right))
    return spans


def _cuts(block: str, tag: str, language: Language) -> list[int]:
    if language.library == "sentencex":
        from annotator.segment.library import library_cuts

        return library_cuts(block, tag)
    entries = list(enumeration_cuts(block, language))
    whole = _whole_brackets(block, language)
    cuts: list[int] = []
    last = entry = bracket = 0
    for match in _pattern(language.end_marks).finditer(block):
        while entry < len(entries) and entries[entry] <= match.start():
            last = entries[entry]
            entry += 1
        while bracket < len(whole) and whole[bracket][1] <= match.end():
            bracket += 1
        if bracket < len(whole) and whole[bracket][0] < match.start():
            continue
        if match.end() == len(block):
            break
        if _is_plain(block, match, language) or _is_end(_candidate(block, match, last, language), language):
            last = match.end()
            cuts.append(last)
    return sorted({*entries, *cuts})


def _is_plain(block: str, match: re.Match[str], language: Language) -> bool:
    """Say of most ends at once what the decisions would: an ordinary word, a stop, a blank, a capital."""
    start, cut = match.span()
    if block[start:cut] != ". " or not block[cut].isupper():
        return False
    begin = block.rfind(" ", max(0, start - _LOOK_BACK), start) + 1
    word = block[begin:start] if begin else ""
    is_ordinary = len(word) > _MAX_NUMERAL and word.isalpha() and word.islower()
    return (
        is_ordinary and word not in language.abbreviations and not word.endswith(language.abbreviated_endings)
    )


def _whole_brackets(block: str, language: Language) -> list[tuple[int, int]]:
    """Give the stretches in brackets, in order, in which no sentence of this language ends."""
    found = []
    for opening, closing in language.whole:
        position = 0
        while (start := block.find(opening, position)) >= 0 and (end := block.find(closing, start)) >= 0:
            position = end + 1
            if position - start <= _MAX_BRACKETS:
                found.append((start, position))
    return sorted(found)


@cache
def _pattern(more_marks: str) -> re.Pattern[str]:
    """End marks with all that belongs to the sentence before. Each part is possessive, so time is linear."""
    spaced = re.escape(_SPACED_MARKS + more_marks)
    return re.compile(
        rf"(?P<marks>[{spaced}{_UNSPACED_MARKS}]++(?:[ \xa0]\.(?!\w))*+)"
        rf"(?P<closers>(?:[{_CLOSERS}]|[“«‘](?!\S)|[ \xa0\u202f]»(?!\w)|{_REFERENCE})*+)(?P<gap>\s*+)"
    )


def _candidate(block: str, match: re.Match[str], last: int, language: Language) -> Candidate:
    marks, closers, gap = match.group("marks", "closers", "gap")
    start, cut = match.start(), match.end()
    before = block[max(last, start - _LOOK_BACK) : start].rstrip()
    word = _last_word(before, language) if before else ""
    after = block[cut : cut + _LOOK_AHEAD]
    begin = _START.match(after)
    assert begin is not None  # every part of the pattern may be empty
    opener, next_word = begin["opener"], begin["word"] or ""
    after = after[len(opener) :]
    return Candidate(
        before, word, marks, closers, bool(gap), opener, next_word, next_word + begin["whole"], after
    )


def _last_word(before: str, language: Language) -> str:
    word = before.split()[-1].lstrip(_QUOTE_MARKS)
    if not word.isascii():
        word = _AFTER_HAN.sub("", word)
    if language.elided:
        elided, _, rest = word.replace("’", "'").rpartition("'")
        word = rest if elided.lower() in language.elided else word
    return word


def _with_words(block: str, cuts: list[int]) -> list[int]:
    """Drop cuts around pieces without a letter or digit: such a piece goes to the sentence before it."""
    kept: list[int] = []
    position, has_word = 0, False
    for cut in cuts:
        has_word = has_word or any(c.isalnum() for c in block[position:cut])
        position = cut
        if has_word:
            kept.append(cut)
            has_word = False
    if kept and not any(c.isalnum() for c in block[position:]):
        kept.pop()
    return kept


def _is_end(candidate: Candidate, language: Language) -> bool:
    """Ask the decisions in their order; the first that has an opinion decides, none is an end."""
    for decide in _DECISIONS:
        verdict = decide(candidate, language)
        if verdict is not None:
            return verdict
    return True


def _in_quotation_that_goes_on(c: Candidate, language: Language) -> bool | None:
    """`「…。」と述べた` is one sentence."""
    if not c.closers:
        return None
    if language.speakers and not c.gap and re.match(language.speakers, c.after):
        return False
    return False if c.after.startswith(language.after_quote or ("\0",)) else None


def _without_blank(c: Candidate, language: Language) -> bool | None:
    """Decide where no blank follows: `the town.Residents`, but not `3.5`, `U.S`, `e-mail.Com`."""
    if c.gap:
        return None
    if c.marks[-1] in _UNSPACED_MARKS:
        return True
    if c.marks[-1] in language.end_marks and _HAN.match(c.after) and _HAN.match(c.before[-1:]):
        return c.closers != "" or c.before.count("“") <= c.before.count("”")
    if not c.next[:1].isupper() or c.opener or _ADDRESS.search(c.word + c.whole):
        return False
    if len(c.marks) > 1 or c.marks == "…":
        return c.next[1:2].islower() or len(c.next) == 1
    if c.closers and not c.closes_quotation and not c.closers.endswith("]"):
        return False
    is_ordinary = (len(c.word) >= 3 and c.word.isalpha() and c.word[1:].islower()) or c.word[-3:].isdigit()
    is_word = (len(c.next) >= 2 and c.next[1:].islower()) or c.whole in ("I", "A")
    is_site = _WEB_ENDINGS.match(c.whole) and c.next not in language.starters
    return is_ordinary and is_word and not is_site and "." not in c.whole[:-1]


def _of_a_gap_in_a_quotation(c: Candidate, _: Language) -> bool | None:
    """`[...]` and `(...)` stand for words left out; a dash after a quotation leads to its speaker."""
    if c.before[-1:] in ("[", "(", ":", ","):
        return False
    if c.closes_quotation and c.opener.startswith(_DASHES):
        return False
    return None


def _before_small_letter(c: Candidate, language: Language) -> bool | None:
    """A sentence begins with a capital, or with a name such as `al-Assad`.

    In careless writing it begins with any word; then an ordinary word stands before the end mark.
    """
    if not c.next or not c.next[0].islower() or _INNER_CAPITAL.match(c.whole) or _URL.match(c.whole):
        return None
    name = c.after[len(c.next) :].lstrip()[:1]
    if c.next in language.particles and name.isupper():
        return None
    if language.strict_capitals:
        return False
    is_plain = not c.closers and not c.opener and len(c.word) >= 3 and c.word.isalpha() and c.word.islower()
    is_end = is_plain and (c.is_stop or not c.marks.strip("?!")) and not _is_listed(c.word, language)
    return None if is_end else False


def _is_listed(word: str, language: Language) -> bool:
    """Say whether a word is an abbreviation of the language."""
    return (
        word in language.never_last
        or word in language.before_number
        or word in language.before_starter
        or word in language.after_number
        or word in language.unless_before
    )


def _before_speaker(c: Candidate, language: Language) -> bool | None:
    """`“Why?” Smith asked.` is one sentence; a pronoun with a capital begins one: `“Why?” She asked.`"""
    if not c.closes_quotation or c.marks.startswith(".") or c.next.lower() in language.personal:
        return None
    for word in c.after.split()[:6]:
        if word in language.says or word.rstrip(".,:") in language.says:
            return False
        if not word[0].isupper() or (word.endswith((".", ",")) and len(word) > 4):
            break
    return None


def _after_dots(c: Candidate, language: Language) -> bool | None:
    """Three dots may stand inside a sentence, before words that have a capital anyway."""
    dots = c.marks.replace(" ", "")
    return False if dots in ("...", "…") and c.next in language.always_capital else None


def _after_enumerator(c: Candidate, _: Language) -> bool | None:
    """`1. The item`: the number stays with what it counts."""
    if not c.is_stop or c.closes_quotation:
        return None
    return False if _ENUMERATOR.fullmatch(c.before) else None


def _after_abbreviation(c: Candidate, language: Language) -> bool | None:
    """Words with a stop of their own: titles, `No. 4`, `Inc.`, `5 p.m.` and the like."""
    if not c.is_stop or c.closes_quotation:
        return None
    if c.word in language.after_number and _follows_number(c):
        return _starts(c, language) or (c.has_capital and len(c.before) > _JUST_BEGUN)
    if c.word in language.never_last or c.word in language.after_number:
        return False
    if c.word.isupper() and c.word.capitalize() in language.never_last:
        return _starts(c, language)
    if c.word in language.before_number:
        return _ends_before_number(c, language)
    if c.word in language.unless_before:
        return _ends_unless_before(c, language)
    if len(c.word) > 3 and c.word.endswith(language.abbreviated_endings):
        return _starts(c, language)
    if c.word in language.before_starter or _looks_abbreviated(c.word):
        return _starts(c, language) and not c.opener.startswith(_DASHES)
    return None


def _starts(c: Candidate, language: Language) -> bool:
    """Say whether a word follows that begins sentences; an initial may look like one: `А. С. Пушкин`."""
    return c.next in language.starters and not _is_initial_ahead(c)


def _is_initial_ahead(c: Candidate) -> bool:
    return len(c.next) == 1 and c.after.startswith(".", 1)


def _follows_number(c: Candidate) -> bool:
    before = c.before.split()[-2:-1]
    return bool(before and _NUMBER.match(before[0].lstrip(_QUOTE_MARKS)))


def _ends_before_number(c: Candidate, language: Language) -> bool | None:
    if c.has_digit or _is_initial_ahead(c):
        return False
    return _starts(c, language) if c.word in language.before_starter else _after_initial(c, language)


def _ends_unless_before(c: Candidate, language: Language) -> bool:
    if _starts(c, language):
        return True
    if not c.has_capital or c.opener.startswith(("(", *_DASHES)):
        return False
    zone = c.whole.replace(".", "")
    is_zone = "." in c.word and 2 <= len(zone) <= 4 and zone.isupper()
    return not is_zone and c.next not in language.unless_before[c.word]


def _looks_abbreviated(word: str) -> bool:
    """`Sgt`: a capital, small letters, no vowel; `Hmm` ends in a doubled letter."""
    if not 2 <= len(word) <= 5 or not _CONSONANTS.fullmatch(word):
        return False
    return word[-1] != word[-2].lower()


def _after_initial(c: Candidate, language: Language) -> bool | None:
    """`J. Smith`, `U.N. envoy`, `z. B.` and the like."""
    if not c.is_stop or c.closes_quotation or not _INITIAL.fullmatch(c.word):
        return None
    if len(c.word) == 1:
        if c.word.lower() == c.word.upper():
            return None
        if c.word.islower():
            return c.word in language.one_letter_words
        previous = c.before[: -len(c.word)].split()
        if previous and previous[-1].lower() in language.lettered:
            return True
        if c.word in language.one_letter_words and previous and not previous[-1][0].isupper():
            return True
    return _starts(c, language)


def _after_ordinal(c: Candidate, language: Language) -> bool | None:
    """`am 3. März`, `Karl V. kam` where numbers with a stop are ordinals."""
    if not language.ordinal_stop or not c.is_stop or c.closes_quotation:
        return None
    number = c.word.lstrip("-–")
    is_number = number.isdigit() and len(number) <= 2
    if is_number and c.has_digit and not c.opener.strip("-–"):
        return False
    return _starts(c, language) if c.next and (is_number or _ROMAN.fullmatch(c.word)) else None


_DECISIONS: tuple[Callable[[Candidate, Language], bool | None], ...] = (
    _in_quotation_that_goes_on,
    _without_blank,
    _of_a_gap_in_a_quotation,
    _before_small_letter,
    _before_speaker,
    _after_dots,
    _after_enumerator,
    _after_abbreviation,
    _after_initial,
    _after_ordinal,
)
