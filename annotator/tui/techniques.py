"""The propaganda techniques as the screen names them."""

from schemas import PropagandaTechnique

_IN_WORDS = {
    PropagandaTechnique.APPEAL_TO_FEAR_PREJUDICE: "appeal to fear or prejudice",
    PropagandaTechnique.BANDWAGON_REDUCTIO_AD_HITLERUM: "bandwagon, or reductio ad Hitlerum",
    PropagandaTechnique.BLACK_AND_WHITE_FALLACY: "black-and-white fallacy",
    PropagandaTechnique.EXAGGERATION_MINIMISATION: "exaggeration or minimisation",
    PropagandaTechnique.FLAG_WAVING: "flag-waving",
    PropagandaTechnique.NAME_CALLING_LABELING: "name calling or labelling",
    PropagandaTechnique.THOUGHT_TERMINATING_CLICHE: "thought-terminating cliché",
    PropagandaTechnique.WHATABOUTISM_STRAW_MEN_RED_HERRING: "whataboutism, straw man or red herring",
}


def in_words(technique: PropagandaTechnique) -> str:
    """Give the name of a technique as people write it."""
    return _IN_WORDS.get(technique, technique.replace("_", " "))
