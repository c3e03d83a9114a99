"""Romanian: the commonest abbreviations."""

from annotator.segment.languages import Language, words

LANGUAGE = Language(
    never_last=words(
        """
        dl Dl dna Dna d-na D-na d-l dr Dr prof Prof ing Ing av arh gen Gen col Col mr cpt lt Sf sf str
        Str bd Bd bl sc et ap jud com mun or ex Ex conf cca aprox pr Pr pt vs d-lui
        """
    ),
    before_number=words(
        """
        nr Nr art Art alin lit pag p cap vol tel ian feb mart apr iun iul aug sept oct nov dec bl sc ap
        """
    ),
    before_starter=words("etc ș.a ş.a d.Hr î.Hr S.A S.R.L S.C m"),
    after_number=words("mil mld km min m kg ha mp lei"),
    starters=words(
        """
        A Acest Această Am Au Ca Când Care Ce Cei Cine Cu Cum Dar De Deși Din Două După E El Ea Este Era
        Iar În Într-un La Mai Nimeni Nu O Pe Pentru Potrivit Prin Sunt Și Un Unde Va
        """
    ),
    strict_capitals=True,
    caption_words=words("foto fotografie imagine video hartă sursa sursă"),
    by_words=frozenset({"De"}),
)
