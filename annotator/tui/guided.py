"""What of the app stands beside the work itself: pace of the session, tour, practice, the second pass."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from textual import work
from textual.message import Message

from annotator.codebook import CODEBOOK_FILE
from annotator.errors import AnnotatorError
from annotator.pace import WorkSession, summary
from annotator.project import Project
from annotator.tui.keymap import first_keys, way_to
from annotator.tui.personal import PersonalApp
from annotator.tui.screens.annotate import AnnotateScreen
from schemas import UserSettings

if TYPE_CHECKING:
    from annotator.retest import Due
    from annotator.tui.screens.visit import Visitor, VisitScreen

V = TypeVar("V", bound="VisitScreen")

_TELL_SECONDS = 2.0
"""After the start, when sentences to label once more are looked for."""


class GuidedApp(PersonalApp):
    """An app with annotate screens, of which the one on top may be a visit: a copy that does not count."""

    project: Project
    annotator: str
    screen_class: type[AnnotateScreen]
    """The annotate screen with the keys of codebook and user."""
    begin_with = ""
    """What to show first over the work: `tour` or `practice`."""
    only_visiting = False
    """Whether the app ends with the visit that it began with."""

    @dataclass
    class DueFound(Message):
        """It was looked for sentences to label once more."""

        due: "Due | None"
        """The first article with any."""
        problem: str
        open_it: bool
        """Whether it was asked for; else it is only told."""

    def __init__(self, settings: UserSettings) -> None:
        """Begin the session."""
        super().__init__(settings)
        self._work_session = WorkSession()

    def on_ready(self) -> None:
        """Begin with a visit if one is wanted."""
        if self.begin_with:
            self.call_later(self.run_action, f"app.{self.begin_with}")
        elif self.project.settings.retest:
            self.set_timer(_TELL_SECONDS, lambda: self._find_due(open_it=False))

    @property
    def annotating(self) -> AnnotateScreen:
        """The annotate screen on top, which may be covered by another one and may be a visit."""
        return next(screen for screen in reversed(self.screen_stack) if isinstance(screen, AnnotateScreen))

    @property
    def home(self) -> AnnotateScreen:
        """The annotate screen on the annotator's own work."""
        mine = (screen for screen in self.screen_stack if isinstance(screen, AnnotateScreen))
        return next(screen for screen in mine if not screen.visiting)

    @property
    def visiting(self) -> bool:
        """Whether the tour or practice is on."""
        return self.annotating.visiting

    @property
    def closing_words(self) -> list[str]:
        """What was done, to be said after the end; nothing when nothing was."""
        pace = self._work_session.pace()
        return summary(pace, self.project.codebook) if pace.decided else []

    def note_pace(self) -> None:
        """Take note of what was done in the open article; before it is left."""
        labelling = self.home.labelling
        with suppress(AnnotatorError):  # nobody is kept by history that cannot be read
            self._work_session.look(labelling.article.id, labelling.store.history)

    def action_pace(self) -> None:
        """Show what was done in this session."""
        from annotator.tui.screens.pace import PaceScreen

        self.note_pace()
        labelling = self.home.labelling
        pace = self._work_session.pace()
        units = len(labelling.article.units)
        self.push_screen(PaceScreen(pace, labelling.codebook, labelling.labelled, units))

    def action_tour(self) -> None:
        """Show the guided tour."""
        from annotator.tui.screens.tour import tour_screen

        own = self.project.root / CODEBOOK_FILE
        codebook: Path | None = own if own.exists() else None
        self._visit(lambda visitor: tour_screen(visitor, codebook), lambda tour: self._tour_ended())

    def action_practice(self, name: str = "") -> None:
        """Practise on an article whose labels are known: the one of this name, or the first."""
        from annotator.tui.screens.practice import PracticeScreen, practice_screen

        def ended(practice: PracticeScreen) -> None:
            if practice.wanted:
                self.action_practice(practice.wanted)
            else:
                self._visit_ended()

        self._visit(lambda visitor: practice_screen(visitor, self.project.codebook, name), ended)

    def action_retest(self) -> None:
        """Begin the second pass: sentences labelled some time ago come once more."""
        if self.wait_for_end():
            return
        from annotator.retest import required_rule

        try:
            required_rule(self.project.settings)
        except AnnotatorError as error:
            self.tell(f"There is {error}.")
            return
        self.tell("Looking for sentences to label once more…")
        self.home.when_saved(self._look_for_due)

    def _look_for_due(self, problem: str) -> None:
        if problem:
            self.tell(problem)
        else:
            self._find_due(open_it=True)

    @work(thread=True, exclusive=True, group="retest")
    def _find_due(self, *, open_it: bool) -> None:
        """Look for what is to be labelled once more, away from the interface's thread."""
        try:
            due, problem = next(self.project.retests(self.annotator), None), ""
        except AnnotatorError as error:
            due, problem = None, str(error)
        self.post_message(self.DueFound(due, problem, open_it))

    def on_guided_app_due_found(self, message: DueFound) -> None:
        """Open what is due, or say that there is something."""
        due = message.due
        if message.open_it and due:
            self._open_due(due)
        elif message.open_it:
            self.tell(message.problem or "Nothing to label once more now.")
            self._visit_ended()
        elif due and not self.visiting:
            key = way_to("retest", first_keys(self.annotating))
            self.tell(f"Sentences that you labelled a while ago are to be labelled once more: {key}.")

    def _open_due(self, due: "Due") -> None:
        from annotator.tui.screens.retest import RetestScreen, retest_screen

        def ended(screen: RetestScreen) -> None:
            if screen.wanted:
                self._find_due(open_it=True)
            else:
                self._visit_ended()

        self._visit(lambda visitor: retest_screen(self.project, due, visitor), ended)

    def wait_for_end(self) -> bool:
        """Whether the tour or practice is on; says that it must end before anything else can be opened."""
        if self.visiting:
            keys = first_keys(self.annotating)
            key = keys.get("tour-end") or keys["visit-end"]
            self.tell(f"This is a copy to try things on: end it first, with {key}.")
        return self.visiting

    def end_visit(self) -> bool:
        """End the tour or practice; False when none is on."""
        from annotator.tui.screens.visit import VisitScreen

        if isinstance(self.annotating, VisitScreen):
            self.annotating.action_end_visit()
            return True
        return False

    def _visit(self, make: "Callable[[Visitor], V]", ended: Callable[[V], None]) -> None:
        from annotator.tui.screens.visit import Visitor

        if self.wait_for_end():
            return
        visitor = Visitor(self.screen_class, self.annotator, self.settings)
        try:
            screen = make(visitor)
        except (AnnotatorError, OSError) as error:
            self.tell(str(error))
            return
        self.push_screen(screen, lambda _: ended(screen))

    def _tour_ended(self) -> None:
        if not self.settings.tour_seen:
            self.change_settings(tour_seen=True)
        self._visit_ended()

    def _visit_ended(self) -> None:
        if self.only_visiting:
            self.exit()
        else:
            self.settle()
