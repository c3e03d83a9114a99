"""What the languages differ in: words that the rules for blocks and sentences look up, one module each.

A language is a module of this package, named by its ISO 639-1 code, with one constant `LANGUAGE`. The
mechanism (`annotator.segment.sentences`) knows no word of any language.
"""

from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec


def words(text: str) -> frozenset[str]:
    """Give the words of a text that are parted by blanks."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """The words of one language. Abbreviations are written without their last stop: `e.g`, `Gen`, `U.S`.

    Every field may stay empty; then only what script and layout show decides: end marks of any script,
    blanks, capitals where the script has them, initials (`J. Smith`), acronyms (`U.N.`), numbers.
    """

    never_last: frozenset[str] = frozenset()
    """Abbreviations that cannot stand last: titles and ranks before a name, `e.g`. Case matters."""

    before_number: frozenset[str] = frozenset()
    """Abbreviations whose stop is no end before a digit: `No`, `p`, `Art`, `Feb`. Elsewhere it is an end."""

    before_starter: frozenset[str] = frozenset()
    """Abbreviations whose stop is an end only before one of `starters`; initials, acronyms such as `U.S.` and
    capitalised words without a vowel are taken so without being listed."""

    after_number: frozenset[str] = frozenset()
    """Abbreviations that after a number may stand last, in `в 1821 г. Затем`, and elsewhere never do, in
    `г. Тверь`. After a number their stop is an end before a starter, and before any capital unless the
    sentence has only begun (`В 1821 г. Иванов`)."""

    abbreviated_endings: tuple[str, ...] = ()
    """How compounds end that are taken like `before_starter`: `str` in `Bahnhofstr.`"""

    elided: frozenset[str] = frozenset()
    """What stands before an apostrophe that parts two words, in small letters: `l` in `l'art. 5`."""

    unless_before: dict[str, frozenset[str]] = field(default_factory=dict)
    """Abbreviations whose stop is an end before a capital, but not before one of these words: `p.m.` before
    a weekday, `Inc.` before `Chief`. A time zone in capitals after a key with stops inside is no end."""

    starters: frozenset[str] = frozenset()
    """Words that begin sentences far more often than names, capitalised as there; of a word with an
    apostrophe the part before it (`It` for `It's`, `L` for `L'armée`)."""

    lettered: frozenset[str] = frozenset()
    """Words, in small letters, that a single capital letter may follow and end a sentence: `vitamin C.`"""

    one_letter_words: frozenset[str] = frozenset()
    """Single letters that are whole words, so that a stop after them is an end: `you and I.`"""

    always_capital: frozenset[str] = frozenset()
    """Words with a capital inside sentences too, so that it says nothing after three dots: `… I think`."""

    particles: frozenset[str] = frozenset()
    """Small words that may begin a name, and so a sentence, before a capital: `de`, `van`."""

    says: frozenset[str] = frozenset()
    """Forms of verbs of saying, in small letters: `“Why?” Smith asked` is one sentence."""

    reproduces: frozenset[str] = frozenset()
    """Words, in small letters, of a lead-in that ends in a colon and announces reproduced words, beside
    `says`: `statement`, `follows`. The next block is then a quotation even without quote marks."""

    after_quote: tuple[str, ...] = ()
    """How the rest of a sentence begins that goes on after a closing quote mark without a blank: `と`."""

    never_first: tuple[str, ...] = ()
    """What begins no sentence, so that an end mark before it is part of a name (languages without blanks)."""

    speakers: str = ""
    """Regular expression for the rest of a sentence after a closing quote mark, for languages without blanks
    that name the speaker there: `[^，。]{1,12}说`."""

    whole: tuple[tuple[str, str], ...] = ()
    """Pairs of brackets inside which no sentence ends, as `「` and `」`."""

    ordinal_stop: bool = False
    """A number with a stop is an ordinal, as in `3. März`, Roman ones too: an end only before `starters`."""

    articles: frozenset[str] = frozenset()
    """Words after which a number of any length is an ordinal: `in der 118. Minute`."""

    strict_capitals: bool = False
    """No sentence begins with a small letter, not even in careless writing: a stop before one belongs to an
    abbreviation that is not listed."""

    end_marks: str = ""
    """End marks beside those of every script, as `;` in Greek. Those that need a blank after them elsewhere,
    as `?`, end a sentence without one between characters of Chinese or Japanese."""

    months: frozenset[str] = frozenset()
    """Names of months in all forms in which they stand in dates, abbreviations too, without stops."""

    weekdays: frozenset[str] = frozenset()
    """Names of weekdays, abbreviations too."""

    date_words: tuple[str, ...] = ()
    """Regular expressions, in any case, for what stands before the date of a dateline: `updated(?: on)?`."""

    caption_words: frozenset[str] = frozenset()
    """What a picture's caption or credit begins with, before a colon, in any case: `photo`."""

    by_words: frozenset[str] = frozenset()
    """What stands before the names of the authors in a line of its own: `By`."""

    by_roles: frozenset[str] = frozenset()
    """Words in small letters that stand among the names of authors: `agencies`, `staff`."""

    sign_offs: tuple[str, ...] = ()
    """Regular expressions for how a line begins that names authors at the end: `[Rr]eporting by [A-Z]`."""

    page_lines: tuple[str, ...] = ()
    """Regular expressions, matched against the whole block without regard to case: parts of the page around
    the article (`skip to .{1,30}`, `read more.{0,80}`). No line that ends in a full stop is one."""

    page_sentences: tuple[str, ...] = ()
    """The same for those that may be whole sentences: `the post .{1,300} appeared first on .{1,100}`."""

    personal: frozenset[str] = frozenset()
    """Pronouns, in small letters, that long headings do without and speech does not: `i`, `you`, `it`. If it
    is empty, no line of more than a few words is a heading unless it is first or in Title Case."""

    small_words: frozenset[str] = frozenset()
    """Words, in small letters, that stay small in a heading in Title Case: `of`, `the`."""

    abbreviations: frozenset[str] = field(init=False)
    """All words with a stop of their own."""

    def __post_init__(self) -> None:
        groups = (
            self.never_last,
            self.before_number,
            self.before_starter,
            self.after_number,
            self.unless_before,
        )
        object.__setattr__(self, "abbreviations", frozenset().union(*groups))


UNKNOWN = Language(strict_capitals=True)
"""A language without data of its own."""


@cache
def language_of(tag: str) -> Language:
    """Give the data for a BCP 47 tag; `UNKNOWN` where there is none. Never raises."""
    code = tag.split("-")[0].lower()
    if not (code.isascii() and code.isalpha()) or find_spec(f"{__name__}.{code}") is None:
        return UNKNOWN
    found = import_module(f"{__name__}.{code}").LANGUAGE
    assert isinstance(found, Language)
    return found
