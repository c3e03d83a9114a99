"""The rule data: what ends a sentence, what does not, and how lines that are no sentences look.

Word lists are for English unless a name says otherwise.
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
_TIME = r"(?:\d{1,2}[:.h]\d\d(?::\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?|\d{3,4})(?: ?(?:[A-Z]{2,4}|local time|hrs))?"

DATE = re.compile(
    rf"\b(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? {_YEAR})?|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?[ -]{_MONTH}(?:(?:,? |-){_YEAR})?|"
    rf"{_MONTH} {_YEAR}|\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d\d)?\d\d|{_YEAR}[./-]\d\d[./-]\d\d)(?!\w)"
)
"""A date within a dateline."""

BEFORE_DATE = re.compile(
    r"(?i:(?:(?:last )?(?:updated|modified|edited)|published|posted|date)(?: on| at)?:? ?)?"
    rf"(?:(?P<place>[^,–—|:-].*?)(?:,| [–—|-]|:) ?)?(?:{_TIME},? (?:on )?)?(?:{_WEEKDAY},? )?"
)
"""What may stand before the date of a dateline; a place or outlet must consist of names."""

AFTER_DATE = re.compile(
    rf"(?:(?:,| at| [–—|-])? ?{_TIME})?[ .]*(?:\([A-Z]\w{{1,20}}\)|/[A-Z]\w{{1,20}}/)?\.?(?: ?[–—-])?"
)
"""What may stand after the date of a dateline."""

MAX_DATELINE, MAX_BYLINE, MAX_BOILERPLATE, MAX_CAPTION = 120, 240, 400, 600
"""Longest blocks, in characters, that are taken for one of these kinds."""

MAX_NAME_WORDS = 16
"""Words that the place of a dateline or the names of a byline may have."""

NAME_PARTICLES = _words("and for in of the de del der di la le van von bin ibn al el at y & / – — - |")
"""What may stand between the names of a byline or of a dateline."""

TIME_LINE = re.compile(r"\[?(?:UPDATE:? )?\d{1,2}[:.]\d\d(?: ?[AaPp]\.?[Mm]\.?)?(?: ?[A-Z]{2,4})?\]?")
"""The time that heads an entry of a live blog."""

BYLINE = re.compile(r"(?:By|BY|(?:Words|Text|Story|Written) by) (?P<names>.+)")
"""Who wrote it, as at the top: `By Ann Lee and Bo Park in Oslo`."""

SIGN_OFF = re.compile(
    r"[(\[]?(?:(?:Additional )?[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Tt]ranslated) "
    r"(?:for [\w ]{1,40} )?by [A-Z].*"
)
"""Who wrote it, as at the end: `Reporting by Ann Lee; editing by Bo Park`."""

_AGENCY = r"(?:AP|Reuters|REUTERS|AFP|EPA|Getty(?: Images)?|TASS|Xinhua|Anadolu)"

CREDIT = re.compile(
    r"(?:^|[.!?)\]|]\s?|\s(?=[\[(]))[\[(]?(?:(?:Photo|Image|Picture|File photo|FILE PHOTO|Credit|Video still)"
    r"(?:s|graph)?(?: [Cc]redit)?(?:: ?| by | courtesy (?:of )?)[^.]{1,60}|"
    rf"{_AGENCY}(?:/| (?:Photo|File|via))[^.]{{0,60}}|[^.()]{{1,40}}/ ?{_AGENCY})[\])]?\.?$"
)
"""A picture's credit at the end of a block: `(Photo: Ann Lee)`, `AP Photo/Ann Lee`, `Ann Lee/Reuters`."""

CREDIT_LENGTH = 120
"""Characters at the end of a block in which a credit is looked for."""

CAPTION = re.compile(
    r"[\[(]?(?:Photo|Image|Picture|Caption|Video|Map|Figure|Graphic|Illustration|Infographic|File photo|"
    r"FILE PHOTO|PHOTO|IMAGE|VIDEO|MAP)(?:s|graph)?(?: \d+(?:\.\d+)?)?"
    r"(?: credit| Credit| by| courtesy(?: of)?)?(?: ?[:.|] ?| [–—-] )"
)
"""How a caption begins."""

PAGE_LINE = re.compile(
    r"(?i:"
    r"skip to (?:main )?content|jump to .{1,40}|back to top|scroll (?:down|to) .{0,40}|"
    r"(?:click|tap) here(?: (?:to|for)\b.{0,80})?|(?:load|show|view|see) (?:more|all|comments?).{0,40}|"
    r"share(?: (?:this|on|via|with)\b.{0,60})?|share article|"
    r"(?:tweet|email|print|copy link|comments?)(?: this)?|"
    r"(?:read|see|watch)(?: (?:more|also|next|on|the full (?:story|article)))(?:\s?[:>»→…].{0,200})?|"
    r"(?:read more|see also|also read|related|recommended|trending|popular|most read):? .{1,160}|"
    r"(?:related|recommended|trending|popular|more|most read)"
    r"(?: (?:articles?|stories|news|posts?|topics?|coverage)|:)?|"
    r"more (?:on|from) .{1,80}|you (?:may|might) also like.{0,40}|"
    r"(?:subscribe|sign up|log in|sign in|register|support us|donate|become a member|follow us|join us)"
    r"(?:\s(?:now|today|here|to|for|on|via|with|or)\b.{0,160})?|"
    r"advertisement|advertising|sponsored(?: content)?|story continues below(?: advertisement)?|"
    r"article continues (?:below|after)\b.{0,40}|continue reading.{0,60}|newsletter|menu|search|home|close|"
    r"(?:\w{2,12}/)?(?:sources?|via|tags?|filed under|categor(?:y|ies)|topics?|keywords)\s?:.{0,120}|"
    r"copyright\b.{0,200}|original (?:article|source|text)\b.{0,60}|https?://\S+|www\.\S+|@\w+"
    r")[!:]?"
)
"""Parts of the page around an article; a line that ends in a full stop is none of these."""

PAGE_SENTENCE = re.compile(
    r"(?i:"
    r"the post .{1,300} (?:appeared first on|first appeared on) .{1,100}|"
    r"(?:subscribe|sign up|log in|sign in|register|follow us|join us)"
    r" (?:now|today|here|to (?:our|the|get|read|continue)|for (?:our|the|free|more)|on|via)\b.{0,160}|"
    r"(?:click|tap) here (?:to|for)\b.{0,80}|"
    r"(?:this (?:web)?site|we) uses? cookies.{0,300}|(?:accept|manage|reject) (?:all )?cookies\.?|"
    r"(?:©|\(c\)|copyright (?:©|\(c\)|\d)).{0,200}|all rights reserved.{0,100}|"
    r"our standards: .{1,80}"
    r")"
)
"""Parts of the page around an article that may be whole sentences."""

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

NEVER_LAST = _words("e.g i.e cf vs viz al approx incl excl")
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

ABBREVIATIONS = _words("assn assoc capt dept dist divn est govt hosp intl misc no nos pp prof resp univ vol")
"""Lower-case abbreviations that a name may follow; other lower-case words end a sentence before a capital."""

WEB_ENDINGS = _words("Com Org Net Co Io Gov Edu Info Uk Ru Us Eu")
"""What follows a stop without a blank in the name of a web site: `Newsweek.Com`."""
