"""Swedish: the commonest abbreviations."""

from annotator.segment.languages import Language, words

LANGUAGE = Language(
    never_last=words(
        """
        t.ex T.ex bl.a Bl.a d.v.s dvs s.k ca dr Dr prof Prof hr fr S:t St kapt gen f.d jfr inkl exkl
        resp
        """
    ),
    before_number=words("nr Nr kl Kl s sid kap art tel jan feb mar apr jun jul aug sep sept okt nov dec"),
    before_starter=words("m.m osv etc o.d o.s.v m.fl f.Kr e.Kr"),
    after_number=words("kr milj mdr tkr km min m kg st"),
    starters=words(
        """
        Att Av De Den Det Där Då En Ett Enligt Efter Han Hon Här I Ingen Jag Men Med När Nu Och Om På
        Som Så Till Under Vad Vi Är
        """
    ),
    strict_capitals=True,
    caption_words=words("foto bild video karta grafik arkivbild källa"),
    by_words=frozenset({"Av"}),
)
