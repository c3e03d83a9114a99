"""Whether a sentence ends at an end mark: a list of decisions, each about one kind of text around it."""

import re
from collections.abc import Callable

from annotator.segment.candidates import QUOTE_MARKS, UNSPACED_MARKS, Candidate
from annotator.segment.languages import Language

_INITIAL = re.compile(r"(?:[^\W\d_](?:\.-?|-))*[^\W\d_]")
_INNER_CAPITAL = re.compile(r"[a-z]{1,5}[-'’]?[A-Z]")
"""Names that begin with a small letter: `al-Assad`, `d'Arc`, `iPhone`."""

_ADDRESS = re.compile(r"@|://|www\.|\w/\w|\.\w{2,3}/")
_CONSONANTS = re.compile(r"[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]+")
_URL = re.compile(r"https?:|www\.")
_WEB_ENDINGS = re.compile(r"(?:com|org|net|co|io|gov|edu|info|tv|[a-z]{2})(?:[./]|$)", re.IGNORECASE)
_HAN = re.compile("[\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_NUMBER = re.compile(r".*\d|[IVXLХІ]+$")
_ROMAN = re.compile(r"[IVXLC]{1,5}")
_SURE_WORD = 7
"""Letters of a word that is hardly an abbreviation."""

_JUST_BEGUN = 30
"""Characters of a sentence that may be no more than `In the year 1821`."""

_SHORT_UNIT = 2
"""Letters of units, of years and centuries above all, with which a sentence begins: `В 1821 г. Иванов`."""

_ENUMERATOR = re.compile(r"(?:[•⁃▪●◦‣*-]\s?)?[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})")
_ONLY_OPENERS = ("“", "«", "„", "‘", "「")
_DASHES = ("-", "–", "—")


def is_end(candidate: Candidate, language: Language) -> bool:
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
    if language.speakers and re.match(language.speakers, c.after.replace(" ", "")):
        return False
    return False if c.after.startswith(language.after_quote or ("\0",)) else None


def _without_blank(c: Candidate, language: Language) -> bool | None:
    """Decide where no blank follows: `the town.Residents`, but not `3.5`, `U.S`, `e-mail.Com`."""
    if c.gap:
        return None
    if c.marks[-1] in UNSPACED_MARKS:
        return not c.after.startswith(language.never_first or ("\0",))
    if c.marks[-1] in language.end_marks and _HAN.match(c.after) and _HAN.match(c.before[-1:]):
        return c.closers != "" or c.before.count("“") <= c.before.count("”")
    if not c.next[:1].isupper() or _ADDRESS.search(c.word + c.whole) or c.word in language.abbreviations:
        return False
    if c.opener:
        return c.opener in _ONLY_OPENERS
    if len(c.marks) > 1 or c.marks == "…":
        return c.next[1:2].islower() or len(c.next) == 1
    if c.closers and not c.closes_quotation and not c.closers.endswith("]"):
        return False
    shortest = 2 if c.next in language.starters else 3
    is_word_before = len(c.word) >= shortest and c.word.isalpha() and c.word[1:].islower()
    is_ordinary = is_word_before or (len(c.word) > 1 and c.word[-3:].isdigit())
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
    if language.strict_capitals and not (c.is_stop and len(c.word) >= _SURE_WORD):
        return False
    name = c.after[len(c.next) :].lstrip()[:1]
    if c.next in language.particles and name.isupper():
        return None
    is_plain = not c.closers and not c.opener and len(c.word) >= 3 and c.word.isalpha() and c.word.islower()
    is_end = is_plain and (c.is_stop or not c.marks.strip("?!")) and c.word not in language.abbreviations
    return None if is_end else False


def _before_speaker(c: Candidate, language: Language) -> bool | None:
    """`“Why?” Smith asked.` is one sentence; a pronoun with a capital begins another one."""
    if not c.closes_quotation or c.marks.startswith(".") or c.next.lower() in language.personal:
        return None
    for word in c.after.split()[:6]:
        if word in language.says or word.rstrip(".,:") in language.says:
            return False
        if not word[0].isupper() or (word.endswith((".", ",")) and len(word) > 4):
            break
    return None


def _before_aside(c: Candidate, _language: Language) -> bool | None:
    """`The group Dance! (of Oslo) meets`: after the brackets the sentence goes on in a small letter."""
    if c.opener[:1] != "(":
        return None
    _, closing, rest = c.after.partition(")")
    return False if closing and rest.lstrip()[:1].islower() else None


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
    if c.opener == "(" and _is_in_dateline(c, language):
        return False
    if c.word in language.after_number and _follows_number(c, language):
        is_begun = len(c.before) <= _JUST_BEGUN and len(c.word) <= _SHORT_UNIT and " — " not in c.before
        return _starts(c, language) or (c.has_capital and not is_begun)
    if c.word in language.never_last or c.word in language.after_number or _is_spelled_out(c.word, language):
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


def _is_in_dateline(c: Candidate, language: Language) -> bool:
    """Say whether a sentence has only begun, with a date: `OSLO, 2 mar. (Agency) — Snow`."""
    return c.word in language.months and len(c.before) <= _JUST_BEGUN and _follows_number(c, language)


def _is_spelled_out(word: str, language: Language) -> bool:
    """Say whether a word consists of abbreviations: `यू.के`."""
    return "." in word and language.never_last.issuperset(re.split(r"\.-?", word))


def _starts(c: Candidate, language: Language) -> bool:
    """Say whether a word follows that begins sentences; an initial may look like one: `А. С. Пушкин`."""
    return c.next in language.starters and not _is_initial_ahead(c)


def _is_initial_ahead(c: Candidate) -> bool:
    return len(c.next) == 1 and c.after.startswith(".", 1)


def _follows_number(c: Candidate, language: Language) -> bool:
    """Say whether a number stands before the last word or before abbreviations: `2` in `2 тыс. руб`."""
    words = c.before.split()[:-1]
    while words and words[-1].rstrip(".") in language.abbreviations:
        words.pop()
    return bool(words and _NUMBER.match(words[-1].lstrip(QUOTE_MARKS)))


def _ends_before_number(c: Candidate, language: Language) -> bool | None:
    if c.has_digit or _is_initial_ahead(c) or c.next in language.weekdays:
        return False
    if c.opener.startswith(("(", *_DASHES)) and _follows_number(c, language):
        return False
    return _starts(c, language) if c.word in language.before_starter else _after_initial(c, language)


def _ends_unless_before(c: Candidate, language: Language) -> bool:
    if _starts(c, language):
        return True
    if not c.has_capital or c.opener.startswith(("(", *_DASHES)):
        return False
    if c.word.istitle() and _follows_small_word(c):
        return False
    zone = c.whole.replace(".", "")
    is_zone = "." in c.word and 2 <= len(zone) <= 4 and zone.isupper()
    return not is_zone and c.next not in language.unless_before[c.word]


def _follows_small_word(c: Candidate) -> bool:
    """Say whether no name stands before, as in `in Co. Mayo`, which is a county and no company."""
    words = c.before.split()[-2:-1]
    return bool(words) and words[0].isalpha() and words[0].islower()


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
        is_after_small = bool(previous) and not previous[-1][0].isupper()
        if c.word in language.one_letter_words and is_after_small and not _is_initial_ahead(c):
            return True
    return _starts(c, language)


def _after_ordinal(c: Candidate, language: Language) -> bool | None:
    """`am 3. März`, `Karl V. kam` where numbers with a stop are ordinals."""
    if not language.ordinal_stop or not c.is_stop or c.closes_quotation:
        return None
    number = c.word.lstrip("-–")
    previous = c.before[: -len(c.word)].split()[-1:]
    is_number = number.isdigit() and (len(number) <= 2 or language.articles.issuperset(previous or " "))
    if is_number and c.has_digit and not c.opener.strip("-–"):
        return False
    return _starts(c, language) if c.next and (is_number or _ROMAN.fullmatch(c.word)) else None


_DECISIONS: tuple[Callable[[Candidate, Language], bool | None], ...] = (
    _in_quotation_that_goes_on,
    _without_blank,
    _of_a_gap_in_a_quotation,
    _before_small_letter,
    _before_speaker,
    _before_aside,
    _after_dots,
    _after_enumerator,
    _after_abbreviation,
    _after_initial,
    _after_ordinal,
)
