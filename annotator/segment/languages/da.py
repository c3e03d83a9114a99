"""Danish: ordinals with a stop, the commonest abbreviations."""

from annotator.segment.languages import Language, words

LANGUAGE = Language(
    never_last=words(
        "hr Hr fr Fr frk dr Dr prof Prof cand mag f.eks F.eks bl.a Bl.a dvs d.v.s ca ifm jf Jf pga "
        "mht inkl ekskl "
        "hhv evt Skt St kapt gen s.k såk p.t vedr"
    ),
    before_number=words("nr Nr kl Kl s art stk kap tlf jan feb mar apr jun jul aug sep sept okt nov dec pkt"),
    before_starter=words("osv etc m.m m.v o.l f.Kr e.Kr m.fl"),
    after_number=words("kr mio mia km min m kg pct stk"),
    starters=words(
        """
        At Af De Den Det Der Da En Et Efter Han Hun Her I Ifølge Ingen Jeg Men Med Når Nu Og Om På Som
        Så Til Under Vi Hvad Er
        """
    ),
    ordinal_stop=True,
    strict_capitals=True,
    caption_words=words("foto billede video kort grafik arkivfoto kilde"),
    by_words=frozenset({"Af"}),
)
