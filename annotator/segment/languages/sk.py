"""Slovak: ordinals with a stop, the commonest abbreviations."""

from annotator.segment.languages import Language, words

LANGUAGE = Language(
    never_last=words(
        """
        p sl dr Dr prof Prof doc Doc ing Ing Mgr Bc MUDr JUDr PhDr RNDr MVDr gen plk pplk mjr kpt sv
        Sv ul Ul nám napr Napr tzv tj t.j tzn resp príp najmä cca ca vrát porov st ml býv
        """
    ),
    before_number=words("č čl ods písm str s roč tel par Č obr tab"),
    before_starter=words("atď a.s s.r.o o p.o n.l z.z"),
    after_number=words("tis mil mld hod min km m kg n.l"),
    starters=words(
        """
        A Ale Ani Až Bude By Bol Bola Bolo Boli Čo Do Dnes I Ja Ako Je Jeho Jej Len Sú K Kto Keď Ku
        Ktorá Ktorý Má Medzi My Na Naopak Nie Alebo Nikto O Od On Ona Oni Po Pod Podľa Ak Potom Pre
        Prečo Preto Pred Pri S Sa Tak Tiež Ten Tá To Táto Tento Teraz U V Vo Včera Však Všetko Z Za
        Zatiaľ Zo Že
        """
    ),
    ordinal_stop=True,
    strict_capitals=True,
    caption_words=words("foto fotografia video mapa grafika zdroj"),
)
