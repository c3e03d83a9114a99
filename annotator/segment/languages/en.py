"""English, as in news."""

from annotator.segment.languages import Language, words

_TITLES = words(
    """
    Adm Amb Brig Capt Cdr Cmdr Col Cpl Dr Drs Gen Gov Govs Hon Insp Lieut Lt Maj Messrs Mr Mrs Ms Mx Pfc
    Pres Prof Profs Pvt Rep Reps Rev Sen Sens Sgt Spc Supt Det Sec Dep Asst Assoc Atty Fr Mme Mlle Pte Hr
    Cllr Ald Sr.Lt Vice-Adm Dist Ofc Cpt Mgr Msgr Treas Sr.Col
    """
)
_INNER = words("e.g i.e eg ie cf vs viz approx incl excl esp resp c.f P.S PS P.P.S mr mrs ms dr")

_MONTHS = words(
    """
    January February March April May June July August September October November December Jan Feb Mar Apr
    Jun Jul Aug Sep Sept Oct Nov Dec
    """
)
_WEEKDAYS = words(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun
    """
)
_OFFICES = words(
    """
    Chief CEO CFO President Chairman Chairwoman Chair Vice Senior Executive Ltd Limited Inc Corp LLC KG
    Founder Director Managing Spokesman Spokeswoman Class Common
    """
)
_ZONES = words("Eastern Central Mountain Pacific Greenwich UTC GMT Local")

LANGUAGE = Language(
    never_last=_TITLES | _INNER,
    before_number=words(
        """
        No Nos no nos p pp P Pp Art art Arts Fig fig Figs Sec sec Vol vol Ch ch Chap Par par Para Res Op Eq
        Tab Rs rs ca Cl cl Reg Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec N° ver Ver Ex est ft lb lbs
        oz hr hrs mins secs
        """
    ),
    before_starter=words(
        """
        al ST FT MT
        St Ste Ft Mt Ph.D D.Phil M.Sc B.Sc LL.B LL.M Ed.D Jr Sr Bros Mfg Esq Ave Blvd Rd Univ Dept Assn
        Natl Intl Govt Ark Ariz Calif Colo Conn Del Fla Ill Ind Kan Ky Mass Md Mich Minn Miss Mo Mont Neb
        Nev Okla Ore Pa Penn Tenn Tex Va Vt Wash Wis Wyo Ont Que dept est assn misc capt govt hosp intl univ
        prof assoc dist divn ed eds trans min max avg tel ext apt bldg ave blvd rd st co corp inc ltd jr sr
        """
    ),
    after_number=words("m g yr yrs wk wks mos"),
    unless_before={
        **dict.fromkeys(("a.m", "p.m", "A.M", "P.M"), _WEEKDAYS | _MONTHS | _ZONES),
        "etc": frozenset(),
        **dict.fromkeys(("Inc", "Corp", "Co", "Cos", "Ltd", "Plc"), _OFFICES),
    },
    starters=words(
        """
        A After All Although Among An And Another Any Are As At Because Before Both But By Can Despite Did
        Do Does During Each Earlier Either Even Every Few For Former From Had Has Have He Her Here His How
        However I If In Instead Is It Its Last Later Let Many Maybe Meanwhile More Moreover Most Mr Mrs Ms
        Much My Neither Never Nevertheless No Nobody None Nor Not Nothing Now Of Often On Once One Only Or
        Other Others Our Over People Perhaps Please Police Several She Should Since So Some Someone
        Sometimes Soon Still Such Thank That The Their Then There Therefore These They This Those Though
        Through Thus To Today Two Under Unfortunately Unless Unlike Until Upon Was We Well Were What When
        Where Whether Which While Who Why Will With Within Without Would Yes Yet You Your
        """
    ),
    lettered=words(
        """
        appendix block category chapter class exhibit gate grade group hepatitis league letter model option
        part phase plan point schedule section series size type vitamin zone
        """
    ),
    one_letter_words=words("I"),
    always_capital=words("I"),
    particles=words("al el de del della di da du van von der bin ibn ul la le"),
    says=words(
        """
        said says asked asks told tells wrote writes added adds replied replies answered shouted cried
        exclaimed declared wondered demanded insisted continued noted tweeted posted called joked yelled
        screamed whispered announced responded recalled explained argued quipped
        """
    ),
    reproduces=words(
        "say statement follows saying telling writing adding reading reads quote quoted remarks message"
    ),
    months=_MONTHS,
    weekdays=_WEEKDAYS,
    date_words=(
        r"(?:last |first )?(?:updated|modified|edited)(?: on| at)?",
        r"(?:first |originally )?(?:published|posted|issued)(?: on| at)?",
        r"date",
    ),
    caption_words=words(
        """
        photo photos photograph image images picture pictures caption video map figure graphic illustration
        infographic chart
        """
    ),
    by_words=frozenset({"By", "Words by", "Text by", "Story by", "Written by", "Posted by", "Compiled by"}),
    by_roles=words(
        "by ret agencies agency staff wires correspondent correspondents reporter reporters editor writer"
    ),
    sign_offs=(
        r"[A-Z][^.]{1,160} contributed (?:reporting|to this (?:report|story|article))\b",
        r"(?:Additional |With )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Tt]ranslated|[Pp]roduced)"
        r" (?:for [\w ]{1,40} )?by [A-Z]",
        r"[A-Z][\w.'’ -]{1,60} reported from [A-Z][\w.,'’ -]{1,60}\.?$",
        r"(?:By|BY|From|FROM) (?i:our (?:own |special |foreign )?"
        r"(?:correspondents?|reporters?|staff(?: \w+)?))(?:,? in [A-Z][\w.'’ -]{1,60})?$",
        r"\(?(?:Additional )?[Rr]eporting (?:from|in) [A-Z]\w+(?: [A-Z]\w+)*\)?\.?$",
    ),
    page_lines=(
        r"skip to (?:main )?content|jump to .{1,40}|back to top|scroll (?:down|to) .{0,40}",
        r"(?:click|tap) here(?: (?:to|for)\b.{0,80})?|click (?:to|on) .{1,60}",
        r"(?:load|show|view|see) (?:more|all|comments?|caption).{0,40}|(?:hide|toggle|show) caption",
        r"enlarge (?:this )?image|share(?: (?:this|on|via|with)\b.{0,60})?|share article",
        r"(?:tweet|e-?mail|print|save|bookmark|copy link)(?: this| to clipboard)?",
        r"(?:\d+ )?comments?(?: \(\d+\)| this)?|leave a (?:comment|reply)|(?:post|add) a comment",
        r"(?:read|see|watch|listen)(?: (?:more|also|next|now|on|the full (?:story|article|report)))"
        r"(?:\s?[:>»→…|-].{0,200})?",
        r"(?:read more|see also|also read|read also|related|recommended|trending|popular|most read):? "
        r".{1,160}",
        r"(?:related|recommended|trending|popular|more|most (?:read|viewed)|latest|top|editors?['’]s?)"
        r"(?: (?:articles?|stories|news|posts?|topics?|coverage|videos?|picks|headlines)|:)?",
        r"more (?:on|from) .{1,80}|you (?:may|might) also like.{0,40}|what to read next",
        r"(?:subscribe|sign up|log in|sign in|register|support us|donate|become a member|follow us|join us)"
        r"(?:\s(?:now|today|here|to|for|on|via|with|or)\b.{0,160})?",
        r"follow .{1,60} on \w+(?: \w+)?|follow (?:our|all the|the latest) .{1,30} (?:for|as it) .{1,60}",
        r"get (?:our|the latest|the best|breaking) .{1,120}(?:inbox|email|app|newsletter|alerts)"
        r"(?:: .{1,60})?",
        r"advertisement|advertising|sponsored(?: content)?|story continues below(?: advertisement)?|ad",
        r"article continues (?:below|after)\b.{0,40}|continue reading.{0,60}|(?:our |daily )?newsletters?",
        r"menu|search|home|close|next|previous|(?:next|previous) (?:article|post|story|page)|permalink",
        r"loading\W*|(?:write to|e-?mail|contact) .{1,80} at \S+@\S+",
        r"(?:terms|privacy|cookie|about us|contact us|contact|legal notice)"
        r"(?: (?:of use|policy|settings|notice))?"
        r"(?: (?:and|&) .{1,40})?",
        r"(?:reading time:? )?\d{1,3} ?(?:min(?:ute)?s?)(?: read)?|listen to this (?:article|story).{0,40}",
        r"(?:\w{2,12}/)?"
        r"(?:sources?|via|tags?|filed under|categor(?:y|ies)|topics?|keywords|posted in)\s?:.{0,120}",
        r"copyright\b.{0,200}|original (?:article|source|text)\b.{0,60}|https?://\S+|www\.\S+|@\w+",
        r"unsubscribe(?: (?:here|now|from|at any time)\b.{0,60})?",
        r"view (?:this |it )?(?:e-?mail |message |newsletter )?in (?:your |a )?(?:web )?browser",
        r"report (?:a typo|an error|this ad)|send (?:us )?(?:a tip|tips)(?: to .{1,60})?|got a tip\b.{0,80}",
    ),
    page_sentences=(
        r"the post .{1,300} (?:appeared first on|first appeared on) .{1,100}",
        r"(?:subscribe|sign up|log in|sign in|register|follow us|join us)"
        r" (?:now|today|here|to (?:our|the|get|read|continue)|for (?:our|the|free|more)|on|via)\b.{0,160}",
        r"(?:click|tap) here (?:to|for)\b.{0,80}",
        r"(?:this (?:web)?site|we(?: and our partners)?) uses? cookies.{0,300}",
        r"by (?:continuing|using) (?:to (?:use|browse) )?(?:this|our) (?:web)?site.{0,300}",
        r"(?:accept|manage|reject) (?:all )?cookies\.?|please enable javascript.{0,120}",
        r"(?:©|\(c\)|copyright (?:©|\(c\)|\d)).{0,200}|all rights reserved.{0,100}|our standards: .{1,80}",
        r"this (?:article|story|piece|post|report) (?:was |has been )?(?:originally |first )"
        r"(?:been )?(?:published|appeared|posted)\b.{0,160}",
        r"(?:read|see) (?:the )?(?:full|original) (?:article|story|report)\b.{0,120}",
    ),
    personal=words("i you we he she they it me us him them my your our his her their its"),
    small_words=words(
        "a an and as at but by for from if in into is nor of off on or over per than the to up via vs with"
    ),
)
