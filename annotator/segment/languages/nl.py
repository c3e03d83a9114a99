"""Dutch: the commonest abbreviations."""

from annotator.segment.languages import Language, words

LANGUAGE = Language(
    never_last=words(
        """
        dhr Dhr mevr Mevr mw Mw dr Dr drs Drs ir Ir ing Ing mr Mr prof Prof ds Ds gen Gen kol Kol lt
        kap St H bijv Bijv bv t.a.v o.a d.w.z m.a.w i.v.m m.b.t o.l.v t.o.v resp ca incl excl aanw
        vnw zgn nl vgl Vgl z.g jhr Jhr burg Burg min Min sgt
        """
    ),
    before_number=words(
        """
        nr Nr art Art blz p pag par afd tel jan feb mrt apr jun jul aug sept sep okt nov dec
        """
    ),
    before_starter=words("enz etc e.d e.a jl a.s N.V B.V n.Chr v.Chr"),
    after_number=words("km min u m kg mln mld ha cm"),
    starters=words(
        """
        Aan Al Alle Als Bij Daar Daarna Dat De Deze Die Dit Door Dus Een En Er Ook Het Hij Hoe Hun
        Ik In Is Maar Met Na Naar Niemand Niet Nog Nu Of Om Onder Op Over Sinds Te Toch Toen Tot Uit
        Van Veel Volgens Voor Want Wat We Wel Wie Wij Ze Zij Zijn Zo
        """
    ),
    particles=words("de van der den 't 's"),
    strict_capitals=True,
    caption_words=words("foto beeld video kaart afbeelding bron"),
    by_words=frozenset({"Door", "Van onze redactie"}),
)
