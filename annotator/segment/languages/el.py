"""Greek: its question mark, and the commonest abbreviations."""

from annotator.segment.languages import Language, words

LANGUAGE = Language(
    never_last=words(
        """
        κ κκ κα Κ κ.κ δρ Δρ καθ Καθ π.χ δηλ βλ Βλ στρ Αγ αγ οδ λεωφ αντιστ π.Χ μ.Χ π.μ μ.μ λ.χ
        """
    ),
    before_number=words("αρ Αρ αριθ σελ σ τηλ άρθ παρ τ κεφ"),
    before_starter=words("κ.λπ κλπ κ.ά κ.ο.κ κτλ Α.Ε Ε.Π.Ε"),
    after_number=words("χλμ εκατ δισ τ.μ μ ώρ λεπτ"),
    strict_capitals=True,
    end_marks=";\u037e",
    caption_words=words("φωτογραφία φωτό βίντεο εικόνα χάρτης πηγή"),
)
