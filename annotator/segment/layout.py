"""How lines that are no sentences look: patterns made of a language's words and of forms that all share.

The words of English are always among them, for pages in any language carry English furniture.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from annotator.segment.languages import Language, language_of, words

END_MARKS = tuple(".!?…:;。！？：；؟۔‼⁇⁈⁉।॥።։။។៕")
"""What a finished sentence, or a lead-in, ends with, in the scripts that have signs of their own."""

CLOSERS = "\"'”’»›)]}）」』】*_"
"""What may follow an end mark and still belongs to the sentence."""

MAX_DATELINE, MAX_BYLINE, MAX_BOILERPLATE, MAX_CAPTION = 120, 240, 400, 600
"""Longest blocks, in characters, that are taken for one of these kinds."""

LONG_CAPTION = 240
"""Characters; a longer caption is cut into sentences."""

MAX_HEADING_WORDS = 10
"""A longer line without an end mark is a heading only if it is first, in Title Case or in capitals."""

MAX_HEADING_LENGTH = 240
"""Characters; the longest line that is still taken for a heading."""

MAX_NAME_WORDS = 16
"""Words that the place of a dateline or the names of a byline may have."""

MAX_UNCASED_NAME_WORDS = 6
"""The same in scripts without capitals, where nothing tells names from other words."""

CREDIT_LENGTH = 120
"""Characters at the end of a block in which a credit is looked for."""

NAME_PARTICLES = words(
    "and for in of the de del der di la le van von bin ibn al el at y & / – — - | und aus et à en e da do "
    "dos du ed och og i и в та й і у з ve و في और 和 与 と"
)
"""What may stand between the names of a byline or of a dateline."""

BULLET = re.compile(r"(?:[-–—•*·▪●◦‣⁃]|\(?\d{1,2}[.)]|\(?[a-z]\))\s")
"""A mark of a list entry: such a line is text, not a heading."""

MENU = re.compile(r"(?![^«]*«)[^|•·›»]{1,40}(?:[|•·›»][^|•·›».!?]{1,40}){2,}[|•·›»]?")
"""Names of parts of a site, one beside the other: `Home | News | World`."""

_CLOCK = r"(?:\d{1,2}[:.h]\d\d(?::\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?|\d{1,2} ?[AaPp]\.?[Mm]\.?)"
_ZONE = r"(?: ?(?:[A-Z]{2,4}|local time|hrs|Uhr))"
_TIME = rf"(?:{_CLOCK}|\d{{3,4}}){_ZONE}?"
_YEAR = r"(?:19|20|21)\d\d"
_ENTRY = r"[A-Z]{3,12}(?: \d{1,2})?"

TIME_LINE = re.compile(
    rf"\[?(?:{_ENTRY}:? )?(?:{_CLOCK}{_ZONE}?|\d{{3,4}}{_ZONE})\]?:?|[A-Z]{{3,12}} \d{{1,2}}:?"
)
"""What heads an entry of a live blog: `14:20 GMT`, `UPDATE 1700 GMT:`, `UPDATE 3`."""


class Layout(NamedTuple):
    """The patterns for pages in one language."""

    date: re.Pattern[str]
    """A date within a dateline."""
    before_date: re.Pattern[str]
    """What may stand before the date of a dateline; a `place`, or outlet, must consist of names."""
    after_date: re.Pattern[str]
    """What may stand after it."""
    byline: re.Pattern[str]
    """Who wrote it, as at the top, with `names`: `By Ann Lee and Bo Park in Oslo`."""
    sign_off: re.Pattern[str]
    """Who wrote it, as at the end: `Reporting by Ann Lee; editing by Bo Park`."""
    caption: re.Pattern[str]
    """How a caption begins."""
    credit: re.Pattern[str]
    """A picture's credit at the end of a block: `(Photo: Ann Lee)`, `Ann Lee/Agency`."""
    page_line: re.Pattern[str]
    """Parts of the page around an article; a line that ends in a full stop is none of these."""
    page_sentence: re.Pattern[str]
    """Parts of the page around an article that may be whole sentences."""
    roles: frozenset[str]
    """Words in small letters that stand among the names of authors."""
    personal: frozenset[str]
    """Pronouns that long headings do without; empty where they are not known."""
    small_words: frozenset[str]
    """Words that stay small in a heading in Title Case."""


@cache
def layout_of(tag: str) -> Layout:
    """Give the patterns for a BCP 47 tag."""
    language, english = language_of(tag), language_of("en")
    known = [language] if language is english else [language, english]
    before_date, after_date = _around_date(known)
    return Layout(
        date=_date(known),
        before_date=before_date,
        after_date=after_date,
        byline=re.compile(
            rf"(?:{_words(known, 'by_words', upper=True)})(?:\s?[:：]\s?|[ \u3000]|(?<=[:：｜|]))"
            r"(?P<names>(?![a-z]).+)"
        ),
        sign_off=re.compile(rf"[(\[]?(?:{_patterns(known, 'sign_offs')})"),
        caption=_caption(known),
        credit=_credit(known),
        page_line=re.compile(rf"(?i:{_patterns(known, 'page_lines')})[!:]?"),
        page_sentence=re.compile(rf"(?i:{_patterns(known, 'page_sentences')})"),
        roles=frozenset().union(*(each.by_roles for each in known)),
        personal=language_of(tag).personal,
        small_words=frozenset().union(*(each.small_words for each in known)),
    )


def _words(known: Iterable[Language], field: str, *, upper: bool = False) -> str:
    """Join the words of a field to alternatives, the longest first; those in capitals too if asked."""
    found: set[str] = set().union(*(getattr(each, field) for each in known))
    if upper:
        found |= {word.upper() for word in found}
    return "|".join(map(re.escape, sorted(found, key=lambda word: (-len(word), word)))) or r"(?!)"


def _patterns(known: Iterable[Language], field: str) -> str:
    return "|".join(pattern for each in known for pattern in getattr(each, field)) or r"(?!)"


def _date(known: Iterable[Language]) -> re.Pattern[str]:
    month = rf"(?i:{_words(known, 'months')})\.?"
    day, link = r"\d{1,2}(?:st|nd|rd|th|er|[.ºª°])?", r"(?: (?:de|del|di) | d['’]|[ -])"
    return re.compile(
        rf"\b(?:{month} {day}(?:,? {_YEAR})?|"
        rf"{day}{link}{month}(?:(?:,|{link}|,? )?{_YEAR})?(?: г\.?| р\.?)?|"
        rf"{month}(?: de)? {_YEAR}|\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d\d)?\d\d|{_YEAR}[./-]\d\d[./-]\d\d|"
        rf"\d{{4}}年\d{{1,2}}月\d{{1,2}}日)(?!\w)"
    )


def _around_date(known: Iterable[Language]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    weekday = rf"(?i:{_words(known, 'weekdays')})\.?"
    before = re.compile(
        rf"(?i:(?:{_patterns(known, 'date_words')}):? ?)?"
        rf"(?P<place>[^,–—|:-].*?(?:,| [–—|-]|:) ?)??(?:{_TIME},? (?:on )?)?(?:{weekday},? )?"
    )
    after = re.compile(
        r"(?:(?:,|,? (?:at|à|um|alle(?: ore)?|a las|às|в|о|об|saat)| [–—|-])?"
        rf" ?{_TIME})?[ .]*(?:\([A-Z]\w{{1,20}}\)|/[A-Z]\w{{1,20}}/)?"
        r"(?: by [A-Z][\w.'’ -]{1,60})?\.?(?: ?[–—-])?"
    )
    return before, after


def _caption(known: Iterable[Language]) -> re.Pattern[str]:
    word = rf"(?i:{_words(known, 'caption_words')})"
    return re.compile(
        rf"[\[(]?(?:(?i:file )?{word})(?: \d+(?:\.\d+)?)?(?: [Cc]redit| by| courtesy(?: of)?)?"
        rf"(?: ?[:：.|] ?| [–—-] )(?=\S)"
    )


def _credit(known: Iterable[Language]) -> re.Pattern[str]:
    word = rf"(?:(?i:file )?(?i:{_words(known, 'caption_words')}|credits?))"
    name = r"[A-ZÀ-ÞĞİŞА-ЯЁІЇЄҐ][\w.'’-]*"
    names = rf"{name}(?: {name}){{0,5}}"
    source = r"(?:[^.]|(?<!\w\w)\.){1,60}"
    before = r"(?:(?<=[.!?)\]|”\"»।] )|(?<=[.!?)\]|”\"。]))(?:/ )?"
    return re.compile(
        rf"(?P<own>(?:(?<=[.!?)\]”\"»।] )|(?<=。)){word}[:：] ?{source}\.?$)|"
        rf"(?:^|{before}|(?<=\s)(?=[\[(（]))(?:"
        rf"[\[(（]?(?:{word}(?: [Cc]redit)?(?:[:：] ?| by | courtesy (?:of )?){source})[\])）]?|"
        rf"[\[(]?{word} (?:de|di|von|da|do) {names}[\])]?|"
        rf"[\[(]?{names} ?/ ?{names}[\])]?|[\[(]{name} (?:Photo|File)(?:/ ?[^()]{{0,60}})?[\])]|"
        rf"[\[(]?© ?{source}[\])]?)\.?$|"
        rf"(?<=[.!?)”\"] ){names} for (?:[Tt]he )?{names}\.?$|"
        rf"[＝（][^。＝（]{{1,40}}(?:{_words(known, 'caption_words')})）?$"
    )
