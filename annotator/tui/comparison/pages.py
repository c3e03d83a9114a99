"""Which pages there are, and what each shows."""

from annotator.compare import Comparison
from annotator.tui.comparison.fieldpage import field_page
from annotator.tui.comparison.fieldspage import fields_page
from annotator.tui.comparison.goldpage import gold_page
from annotator.tui.comparison.meaning import meaning_page
from annotator.tui.comparison.peoplepage import people_page
from annotator.tui.comparison.weekspage import weeks_page
from annotator.tui.comparison.wording import Sight, counted, in_words
from annotator.tui.widgets.blocks import Block, text
from annotator.tui.widgets.wrapping import shown

PAGES = ("Label", "Fields", "People", "Gold", "Weeks", "Meaning")

MEASURED = frozenset({"Label", "Gold"})
"""Pages with cells that can show another measure; so can those of most fields."""
_PRIMARY = "label"
_THEN = "Figures come when two annotators have labelled the same sentences."


def page(name: str, comparison: Comparison, field: str, sight: Sight) -> Block:
    """Draw a page; `field` is the one that was opened on that of all fields, empty for none."""
    if name == "Meaning":
        return meaning_page(sight)
    if len(comparison.annotators) < 2:
        return text(_alone(comparison), sight.width)
    if name == "Gold":
        return gold_page(comparison, sight)
    if name == "People":
        return people_page(comparison, sight)
    if name == "Weeks":
        return weeks_page(comparison, sight)
    wanted = _PRIMARY if name == "Label" else field
    if not wanted:
        return fields_page(comparison.fields, sight)
    figures = comparison.fields[wanted]
    if not figures.pairable_units:
        return text("No sentence has been labelled by two annotators yet.", sight.width)
    return field_page(wanted, figures, comparison.annotators, sight)


def heading(name: str, comparison: Comparison, field: str) -> str:
    """What a page is about, in a line."""
    if name in ("Label", "Fields") and (name == "Label" or field):
        one = comparison.fields[field or _PRIMARY]
        about = in_words(field or _PRIMARY).capitalize()
        n, where = counted(one.pairable_units, "sentence"), counted(one.articles, "article")
        return f"{about}: {one.disagreeing_units:,} of {n} differ, in {where}"
    who = ", ".join(map(shown, comparison.annotators))
    return f"{counted(len(comparison.annotators), 'annotator')}: {who}" if who else "Compare annotators"


def _alone(comparison: Comparison) -> str:
    if not comparison.annotators:
        return f"Nobody has labelled anything yet. {_THEN}"
    only = shown(comparison.annotators[0])
    return f"Only {only} has labels here: there is nobody to compare with. {_THEN}"
