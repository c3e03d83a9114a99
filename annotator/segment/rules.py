"""The rule data: what ends a sentence, what does not, and how lines that are no sentences look.

Word lists are for English unless a name says otherwise. Patterns match a whole block with `fullmatch`.
"""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


END_MARKS = tuple(".!?…:;。！？：；؟۔؛।॥።")
"""What a finished sentence, or a lead-in, ends with, in the scripts that have signs of their own."""

CLOSERS = "\"'”’»›)]}）」』】*_"
"""What may follow an end mark and still belongs to the sentence."""

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
_YEAR = r"(?:19|20|21)\d\d"
_DATE = (
    rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? {_YEAR})?|"
    rf"\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?:,? {_YEAR})?|"
    rf"{_MONTH} {_YEAR}|\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d\d)?\d\d|{_YEAR}[./-]\d\d[./-]\d\d)"
)
_TIME = r"(?:\d{1,2}[:.h]\d\d(?::\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?|\d{3,4})(?: ?(?:[A-Z]{2,4}|local time|hrs))?"
_NAME = r"(?:[^\W\d_a-z][\w'’.-]*)"

DATELINE = re.compile(
    rf"(?:(?:(?:Last )?(?:Updated|Modified|Edited)|Published|Posted|Date)(?: on| at)?:? )?"
    rf"(?:{_NAME}(?: (?:{_NAME}|of|the|de|al-\w+)){{0,4}}(?: \({_NAME}\))?(?:,| [–—|-]|:) ?){{0,3}}"
    rf"(?:{_WEEKDAY},? )?{_DATE}(?:(?:,| at| [–—|-])? {_TIME})?\.?",
)
"""A place or outlet and a date, or a date alone: `DAMASCUS, March 3`, `31.03.2031`."""

TIME_LINE = re.compile(r"\[?(?:UPDATE:? )?\d{1,2}[:.]\d\d(?: ?[AaPp]\.?[Mm]\.?)?(?: ?[A-Z]{2,4})?\]?")
"""The time that heads an entry of a live blog."""

BYLINE = re.compile(
    rf"(?:By|BY|Words by|Text by|Story by|Written by) {_NAME}"
    rf"(?:,? (?:{_NAME}|and|for|in|of|the|de|van|von|bin|al-\w+|&|[|/–—-])){{0,14}}"
    r"|\(?(?:(?:Additional )?[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Tt]ranslated) "
    rf"(?:for .{{1,40}} )?by {_NAME}.{{0,240}}"
)
"""Who wrote it: `By Ann Lee and Bo Park in Oslo`, `Reporting by A; editing by B`."""

_CREDIT = (
    r"(?:(?:Photo|Image|Picture|File photo|FILE PHOTO|Credit|Video still)(?:s|graph)?(?: [Cc]redit)?"
    r"(?:: ?| by | courtesy (?:of )?).{1,80}|[\[(]?(?:AP|Reuters|REUTERS|AFP|EPA|Getty Images|TASS|Xinhua) ?"
    r"(?:Photo|File|/|via).{0,60}|.{0,60}/ ?(?:AP|Reuters|REUTERS|AFP|EPA|Getty(?: Images)?|TASS|Xinhua)"
    r"(?: Images)?)[\])]?\.?"
)

CAPTION = re.compile(
    r"[\[(]?(?:Photo|Image|Picture|Caption|Video|Map|Figure|Graphic|Illustration|Infographic|File photo|"
    r"FILE PHOTO|PHOTO|IMAGE|VIDEO|MAP)(?:s|graph)?(?: \d+| credit| Credit| by| courtesy(?: of)?)?"
    rf"(?: ?[:.|] ?| [–—-] ).*|.{{0,400}}[.!?)\]|] ?{_CREDIT}"
)
"""A line under a picture: starts with the word for it, or ends with a credit."""

BOILERPLATE = re.compile(
    r"(?i:"
    r"skip to (?:main )?content|jump to .{1,40}|back to top|scroll (?:down|to) .{0,40}|"
    r"(?:click here|tap here)(?: (?:to|for)\b.{0,80})?|(?:load|show|view|see) (?:more|all|comments?).{0,40}|"
    r"share(?: (?:this|on|via|with)\b.{0,60})?|share article|"
    r"(?:tweet|email|print|copy link|comments?)(?: this)?|"
    r"(?:read|see|watch) (?:more|also|next|on|the full (?:story|article)).{0,200}|also read:.{0,200}|"
    r"(?:related|recommended|trending|popular|more|most read)"
    r"(?: (?:articles?|stories|news|posts?|topics?|coverage)|:).{0,120}|"
    r"more (?:on|from) .{1,80}|you (?:may|might) also like.{0,40}|"
    r"the post .{1,300} (?:appeared first on|first appeared on) .{1,100}|"
    r"(?:subscribe|sign up|log in|sign in|register|support us|donate|become a member|follow us|join us)"
    r"(?:\s(?:now|today|here|to|for|on|via|with|or)\b.{0,160}|[.!:]?)|"
    r"(?:advertisement|advertising|sponsored(?: content)?|story continues below(?: advertisement)?|"
    r"article continues (?:below|after)\b.{0,40}|continue reading.{0,60}|newsletter|menu|search|home|close)|"
    r"(?:this (?:site|website)|we) uses? cookies.{0,300}|(?:accept|manage|reject) (?:all )?cookies|"
    r"(?:©|\(c\)|copyright\b).{0,200}|all rights reserved.{0,100}|"
    r"(?:\w{2,12}/)?(?:sources?|via|tags?|filed under|categor(?:y|ies)|topics?|keywords)\s?:.{0,120}|"
    r"original (?:article|source|text)\b.{0,60}|https?://\S+|www\.\S+|@\w+"
    r")"
)
"""Parts of the page around an article."""

BULLET = re.compile(r"(?:[-–—•*·▪●◦‣]|\(?\d{1,2}[.)]|\(?[a-z]\))\s")
"""A mark of a list entry: such a line is text, not a heading."""

SMALL_WORDS = _words(
    "a an and as at but by for from if in into is nor of off on or over per than the to up via vs with"
)
"""Words that stay lower-case in a Title Case heading."""

MAX_HEADING_WORDS = 10
"""A longer line without an end mark is a heading only if it is first, in Title Case or in capitals."""

MAX_HEADING_LENGTH = 240
"""Characters; the longest line that is still taken for a heading."""

RANKS = _words(
    "Adm Amb Brig Capt Cdr Cmdr Col Cpl Dr Gen Gov Hon Insp Lieut Lt Maj Messrs Mr Mrs Ms Pfc Pres Prof Pvt "
    "Rep Reps Rev Sen Sens Sgt Spc St Supt Vice-Adm Mt Ft Sr.Lt Fr Mme Mlle Det Sec Dep Asst"
)
"""Titles and ranks before a name: a stop after them never ends a sentence."""

NUMBER_WORDS = _words(
    "No Nos no nos p pp Art art Fig fig Sec sec Vol vol Ch ch Par par Res Op approx ca "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
)
"""Abbreviations whose stop does not end a sentence before a digit."""

NEVER_LAST = _words("e.g i.e cf vs viz al")
"""Abbreviations whose stop does not end a sentence at all."""

STARTERS = _words(
    "A After All Although An And Another As At Because Before Both But By Despite During Each Earlier Even "
    "For From Had He Her Here His How However I If In It Its Last Later Many Meanwhile Moreover Most No Nor "
    "Not Now On Once One Only Others Our Over Several She Since So Some Still Such That The Their Then "
    "There These They This Those Though Through Under Until We What When Where Whether Which While Who Why "
    "With Yet You"
)
"""Words that begin sentences far more often than names: after them even an abbreviation's stop is an end."""

ENDING_ABBREVIATIONS = _words("a.m p.m Inc Corp Co Ltd Jr Sr etc km kg cm mm mph U.S U.K U.N E.U D.C")
"""Abbreviations that often stand last in a sentence: before a starter their stop is an end."""

ABBREVIATIONS = _words(
    "approx assn assoc capt dept dist divn excl govt hosp incl intl misc prof resp univ viz"
)
"""Lower-case abbreviations of four letters and more: other such words end a sentence before a capital."""

WEB_ENDINGS = _words("Com Org Net Co Io Gov Edu Info Uk Ru Us Eu")
"""What follows a stop without a blank in the name of a web site: `Newsweek.Com`."""
