"""English, as in news."""

from annotator.segment.languages import Language, words

_TITLES = words(
    """
    Adm Amb Brig Capt Cdr Cmdr Col Cpl Dr Drs Gen Gov Govs Hon Insp Lieut Lt Maj Messrs Mr Mrs Ms Mx Pfc
    Pres Prof Profs Pvt Rep Reps Rev Sen Sens Sgt Spc St Ste Supt Det Sec Dep Asst Assoc Atty Fr Mme Mlle Mt
    Ft Pte Hr Cllr Ald Sr.Lt Vice-Adm Dist Ofc Cpt Mgr Msgr Treas Sr.Col
    """
)
_INNER = words("e.g i.e eg ie cf vs viz approx incl excl esp al resp c.f P.S PS P.P.S")

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
    Chief CEO CFO President Chairman Chairwoman Chair Vice Senior Executive Ltd Limited Inc Corp LLC Founder
    Director Managing Spokesman Spokeswoman Class Common
    """
)
_ZONES = words("Eastern Central Mountain Pacific Greenwich UTC GMT Local")

LANGUAGE = Language(
    never_last=_TITLES | _INNER,
    before_number=words(
        """
        No Nos no nos p pp P Pp Art art Arts Fig fig Figs Sec sec Vol vol Ch ch Chap Par par Para Res Op Eq
        Tab Rs rs ca Cl cl Reg Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec N° ver Ver Ex est
        """
    ),
    before_starter=words(
        """
        Jr Sr Bros Mfg Esq Ave Blvd Rd Univ Dept Assn Natl Intl Govt Ark Ariz Calif Colo Conn Del Fla Ill
        Ind Kan Ky Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Penn Tenn Tex Va Vt Wash Wis Wyo Ont
        Que dept est assn misc capt govt hosp intl univ prof assoc dist divn ed eds trans
        """
    ),
    unless_before={
        **dict.fromkeys(("a.m", "p.m", "A.M", "P.M"), _WEEKDAYS | _MONTHS | _ZONES),
        **dict.fromkeys(("Inc", "Corp", "Co", "Cos", "Ltd", "Plc"), _OFFICES),
    },
    starters=words(
        """
        A After All Although Among An And Another Any Are As At Because Before Both But By Can Despite Did
        Do Does During Each Earlier Either Even Every Few For Former From Had Has Have He Her Here His How
        However I If In Instead Is It Its Last Later Let Many Maybe Meanwhile More Moreover Most Much My
        Neither Never Nevertheless No Nobody None Nor Not Nothing Now Of Often On Once One Only Or Other
        Others Our Over People Perhaps Please Police Several She Should Since So Some Someone Sometimes Soon
        Still Such Thank That The Their Then There Therefore These They This Those Though Through Thus To
        Today Two Under Unfortunately Unless Unlike Until Upon Was We Well Were What When Where Whether
        Which While Who Why Will With Within Without Would Yes Yet You Your
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
        said says say asked asks told tells wrote writes added adds replied replies answered shouted cried
        exclaimed declared wondered demanded insisted continued noted tweeted posted called joked yelled
        screamed whispered announced responded recalled explained argued quipped
        """
    ),
    reproduces=words(
        "statement follows saying telling writing adding reading reads quote quoted remarks message"
    ),
    months=_MONTHS,
    weekdays=_WEEKDAYS,
    caption_words=words(
        """
        Photo Photos Photograph Image Images Picture Pictures Caption Video Map Figure Graphic Illustration
        Infographic
        """
    ),
    by_words=words("By"),
)
