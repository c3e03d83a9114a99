"""The second pass: sentences labelled some time ago, to be labelled once more without seeing how."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar, cast

from textual.binding import Binding, BindingType

from annotator.errors import AnnotatorError
from annotator.openarticle import OpenArticle
from annotator.project import Project
from annotator.retest import Due, RetestLabelling
from annotator.tui.bindings import APP
from annotator.tui.screens.visit import Visitor, VisitScreen, with_keys_of
from annotator.tui.widgets.reader import UnitState
from annotator.tui.widgets.titlebar import TitleBar
from schemas import Advance, Annotation, Suggestion, Unit, UserSettings


class RetestArticle(OpenArticle):
    """An article of which some sentences come again; nothing that was decided before is shown."""

    def __init__(self, project: Project, due: Due, annotator: str) -> None:
        """Read the article; raises `AnnotatorError` when there is none or it is damaged."""
        super().__init__(project, due.article, annotator)
        self._due = due.units

    def labelling(self) -> RetestLabelling:
        """Open the labels of the second pass; close the `store` when done."""
        self.changed()
        return self._project.retest_labelling(self.article, self.annotator, self._due)

    def suggestions(self) -> tuple[Mapping[str, Suggestion], str]:
        """Nothing is offered: the annotator is to be measured."""
        return {}, ""

    @property
    def is_own(self) -> bool:
        """Whatever the annotator has labelled comes again."""
        return True

    def labelled_otherwise(self, own: Mapping[str, Annotation]) -> frozenset[str]:
        """Nothing is shown of what others decided."""
        raise AnnotatorError("What others decided is not shown in the second pass")


class RetestScreen(VisitScreen):
    """The annotate screen on sentences that come again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("N", "another", "next article with sentences to label again", id="retest-next", group=APP),
    ]

    def __init__(self, source: RetestArticle, visitor: Visitor) -> None:
        """Work on the second pass of an article; raises `AnnotatorError` when it cannot be opened."""
        super().__init__(source, visitor)
        self.wanted = False
        """Whether the next article is to be opened."""

    def on_mount(self) -> None:
        """Show which sentences come again, and say what this is."""
        self._tell_rest_of_pass()
        self.show_state(*self._second.due)

    @property
    def _second(self) -> RetestLabelling:
        return cast(RetestLabelling, self.labelling)

    def apply_settings(self, settings: UserSettings) -> None:
        """Follow what the user wishes; after a label the next sentence that is due comes."""
        super().apply_settings(settings.model_copy(update={"advance": Advance.UNLABELLED}))

    def show_article(self) -> None:
        """Draw another state of the article."""
        super().show_article()
        self._count_due()

    def show_state(self, *changed: str) -> None:
        """Draw what changed, and say how many are left."""
        super().show_state(*changed)
        self._count_due()
        self._tell_rest_of_pass()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the article's text as it is, and label sentence by sentence."""
        return action not in ("edit", "range") and super().check_action(action, parameters)

    def action_another(self) -> None:
        """End this article and begin the next one."""
        self.wanted = True
        self.action_end_visit()

    def action_end_visit(self) -> None:
        """Go back to one's own work when everything is on the disk."""
        self.when_saved(self._end)

    def _end(self, problem: str) -> None:
        if problem:
            self.say(problem)
        else:
            self.dismiss(None)

    def _state(self, unit: Unit) -> UnitState:
        """Mark the sentences that are due in the margin."""
        return replace(super()._state(unit), in_range=unit.id in self._second.due)

    def _count_due(self) -> None:
        article = self._article
        self.query_one(TitleBar).show_article(article.title, self._origin, len(self._second.due))

    def _tell_rest_of_pass(self) -> None:
        due = len(self._second.due)
        left = due - self._second.labelled
        what = "The sentence" if due == 1 else f"The {due} sentences"
        rest = "" if left == due else f" {left} left."
        said = f"Second pass. {what} with ┃ you have labelled before: label them once more.{rest}"
        done = "Second pass: this article is done. Thank you; what you said before was not shown to you."
        self.tell(
            said if left else done,
            {
                f"{self.way_to('next-unlabelled')}: next of them": "unlabelled(1)",
                f"{self.way_to('retest-next')}: next article": "another",
                f"{self.way_to('visit-end')}: back to your work": "end_visit",
            },
        )


def retest_screen(project: Project, due: Due, visitor: Visitor) -> RetestScreen:
    """Make the second pass of an article.

    Raises `AnnotatorError` when it cannot be opened.
    """
    return with_keys_of(RetestScreen, visitor)(RetestArticle(project, due, visitor.annotator), visitor)
