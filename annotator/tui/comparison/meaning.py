"""The page that says what the figures mean."""

from annotator.tui.comparison.wording import Sight
from annotator.tui.widgets.blocks import Block, below, entry

_MEANING = {
    "alpha": (
        "Krippendorff's: 1 when all agree, 0 when they agree as chance would have it, below 0 "
        "when less. It takes any number of annotators and leaves gaps out. Krippendorff (2004) "
        "asks for .800, or .667 where tentative conclusions will do: the two dotted lines."
    ),
    "interval": (
        "95 % of what alpha would be if other articles had been drawn: whole articles are drawn "
        "again, since sentences of one article are not independent. The annotators are taken as "
        "they are: it says nothing about others. Below 30 articles it is too narrow, below 5 "
        "there is none."
    ),
    "n": "Sentences with two ratings or more: only these say anything about agreement.",
    "agreement, same": (
        "Share of pairs of ratings that are the same, chance and all. High shares come easily "
        "where one label is frequent; alpha takes that out."
    ),
    "kappa": (
        "Cohen's, of two annotators. Unlike alpha it does not count it against them that one says "
        "a label more often than the other."
    ),
    "AC1": (
        "Gwet's: less hurt by one label being frequent than alpha. Where the two differ much, "
        "look at the labels one by one."
    ),
    "by label": (
        "Alpha of this label against all others. “share”: of all ratings. “if one”: when one "
        "annotator says it, how often another does (specific agreement)."
    ),
    "one said, the other said": (
        "Over all pairs of annotators: what is mistaken for what. On the diagonal, what both said."
    ),
    "shades": "Of coefficients they change at .400, .667 and .800; of counts at each quarter of the largest.",
    "only where …": (
        "Source, hedge and the like are compared where both annotators gave a label that may have "
        "them: else a disagreement on the label would count again in every field."
    ),
    "F1": (
        "Of passages: 2 × matches / all passages of both. Not corrected for chance; alpha by character is."
    ),
    "without one": "Alpha of the others. Above that of all, the others agree better without this annotator.",
    "gold": "The labels that an adjudicator settled, or that all agreed on. In no other figure.",
}


def meaning_page(sight: Sight) -> Block:
    """A paragraph for each."""
    width = min(sight.width - 1, 96)
    return below([entry(name, words, width) for name, words in _MEANING.items()], gap=1)
