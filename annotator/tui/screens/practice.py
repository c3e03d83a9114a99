"""Practice: label an article whose labels are known, and see where and by which rule one differs."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from annotator.practice import (
    Difference,
    Outcome,
    PracticeArticle,
    outcome,
    practice_article,
    practice_names,
    require_fitting,
)
from annotator.tui.bindings import APP
from annotator.tui.screens.answering_screen import DialogScreen
from annotator.tui.screens.visit import CopyScreen, Visitor, visit
from annotator.tui.widgets.keybar import KeyBar
from annotator.tui.widgets.wrapping import shown
from schemas import Codebook


class PracticeScreen(CopyScreen):
    """The annotate screen on a practice article; `begin` says which."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("equals_sign", "compare", "compare", key_display="=", id="practice-compare", group=APP),
    ]

    def begin(self, name: str, practice: PracticeArticle) -> None:
        """Practise on this article of this name."""
        self._practised = name
        self._practice = practice
        self._compared = False
        """Whether the comparison was shown by itself."""
        self.wanted = ""
        """Name of the article to practise on next, if any."""

    def on_mount(self) -> None:
        """Say what this is."""
        self.tell(
            "Practice: label the article as you would any other. Nothing of it is kept.",
            {
                f"{self.way_to('practice-compare')}: compare with the codebook's labels": "compare",
                f"{self.way_to('visit-end')}: end the practice": "end_visit",
            },
        )

    def show_state(self, *changed: str) -> None:
        """Draw what changed; when the last sentence has its label, compare."""
        super().show_state(*changed)
        if not self._compared and self.labelling.labelled == len(self._practice.gold):
            self._compared = True
            self.action_compare()

    def action_compare(self) -> None:
        """Show where the labels differ from those that the codebook asks for."""
        result = outcome(self._practice, self.labelling.store.labels)
        self.app.push_screen(ComparisonScreen(self._practice, result, self.labelling.codebook), self._chosen)

    def _chosen(self, what: str | None) -> None:
        names = practice_names()
        if what == "again":
            self.wanted = self._practised
        elif what == "other":
            self.wanted = names[(names.index(self._practised) + 1) % len(names)]
        if what:
            self.action_end_visit()


class ComparisonScreen(DialogScreen[str | None]):
    """Sentence, label given, label asked for and the rule; gives what to do next, or None to go on."""

    CSS_PATH = "practice.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,equals_sign,enter",
            "dismiss",
            "back to the text",
            key_display="esc",
            id="comparison-close",
        ),
        Binding("r", "dismiss('again')", "begin again", id="comparison-again"),
        Binding("n", "dismiss('other')", "another article", id="comparison-other"),
        Binding("q", "dismiss('end')", "end the practice", id="comparison-end"),
        Binding("down,j", "scroll_by(1)", "down", show=False, id="comparison-down"),
        Binding("up,k", "scroll_by(-1)", "up", show=False, id="comparison-up"),
        Binding("pagedown,space", "scroll_by(10)", "a screen down", show=False, id="comparison-page-down"),
        Binding("pageup", "scroll_by(-10)", "a screen up", show=False, id="comparison-page-up"),
    ]

    def __init__(self, practice: PracticeArticle, result: Outcome, codebook: Codebook) -> None:
        """Tell `result` by the titles of the codebook."""
        super().__init__()
        self._practice = practice
        self._result = result
        self._codebook = codebook

    def compose(self) -> ComposeResult:
        """Show the sum, then every difference."""
        with Vertical():
            with VerticalScroll():
                yield Static(Content(self._sum()), classes="title")
                for difference in self._result.differences:
                    yield Static(self._difference(difference), classes="difference")
            yield KeyBar()

    def action_scroll_by(self, lines: int) -> None:
        """Scroll the list."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def _sum(self) -> str:
        result = self._result
        if not result.labelled:
            return "No sentence has a label yet: label some, then compare."
        share = f"{100 * result.agreed / result.labelled:.0f} %"
        left = result.units - result.labelled
        rest = f" {left} have no label yet." if left else ""
        return f"{result.agreed} of {result.labelled} labels are those of the codebook, {share}.{rest}"

    def _difference(self, difference: Difference) -> Content:
        unit, yours, gold = difference
        place = self._practice.article.place(unit.id) + 1
        rule = next(rule for rule in self._codebook.rules if rule.number == gold.rule)
        said = [self._title(gold.label, gold.same_source)]
        said += [name for name, is_set in (("gap", gold.gap), ("mixed", gold.mixed)) if is_set]
        note = "   (only the source)" if difference.only_source else ""
        lines: list[Content | str] = [
            Content.styled(f"{place}  {shown(self._practice.article.unit_text(unit))}", "bold"),
            f"yours: {self._title(yours.label, yours.same_source)}   codebook: {', '.join(said)}{note}",
            f"Rule {rule.number} ({rule.title}): {gold.why}",
        ]
        return Content("\n").join(lines)

    def _title(self, label: str | None, same_source: bool) -> str:
        title = self._codebook.label(label).title if label else "no label"
        return f"{title}, same source" if same_source else title


def practice_screen(visitor: Visitor, codebook: Codebook, name: str = "") -> PracticeScreen:
    """Make the practice on the article of this name, or on the first one.

    Raises `AnnotatorError` when the project has a codebook of its own: the practice articles are labelled by
    the shipped one.
    """
    name = name or practice_names()[0]
    practice = practice_article(name)
    require_fitting(practice, codebook)
    screen = visit(PracticeScreen, visitor, practice.article)
    screen.begin(name, practice)
    return screen
