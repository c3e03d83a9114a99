"""Czech: ordinals with a stop, the commonest abbreviations."""

from annotator.segment.languages import Language, words

LANGUAGE = Language(
    never_last=words(
        """
        p pí sl dr Dr prof Prof doc Doc ing Ing Mgr Bc MUDr JUDr PhDr RNDr MVDr PaedDr gen plk pplk
        mjr kpt por sv Sv ul Ul nám tř např Např tzv tj tzn mj resp popř příp zejm cca ca vč srov
        viz č.p st ml býv arch
        """
    ),
    before_number=words("č čl odst písm str s sv roč tel par Č obr tab"),
    before_starter=words("atd apod aj s.r.o a.s o.p.s z.s o p.o n.l"),
    after_number=words("tis mil mld hod min km m kg Kč n.l"),
    starters=words(
        """
        A Ale Ani Až Bude By Byl Byla Bylo Byly Co Do Dnes I Ja Jak Jako Je Jeho Její Jen Jsou K Kdo
        Když Ke Která Který Letos Má Mezi My Na Naopak Ne Nebo Nikdo O Od On Ona Oni Po Pod Podle
        Pokud Poté Pro Proč Proto Před Při S Se Si Tak Také Ten Ta To Tato Tento Teď U V Ve Včera
        Však Vše Z Za Zatím Ze Že
        """
    ),
    ordinal_stop=True,
    strict_capitals=True,
    caption_words=words("foto fotografie video mapa grafika zdroj"),
)
