"""A screen on one article in which one goes from sentence to sentence: by number, by kind, by words."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from annotator.errors import AnnotatorError
from annotator.finding import Kind, Sought
from annotator.openarticle import OpenArticle
from annotator.session import Place
from annotator.tui.jumps import Jumps
from annotator.tui.screens.labels_screen import LabelsScreen
from annotator.tui.widgets.reader import Reader

if TYPE_CHECKING:
    from annotator.tui.screens.go import Goal


class JumpingScreen(LabelsScreen):
    """Knows what was gone to last, so that one key goes on to the next."""

    @dataclass
    class Compared(Message):
        """It was looked up which sentences others labelled otherwise."""

        disagreeing: Collection[str]
        """Ids of units."""
        step: int
        problem: str

    def __init__(self, source: OpenArticle) -> None:
        """Open the labels of an article; raises `AnnotatorError` when they cannot be opened."""
        super().__init__(source)
        self._jumps = Jumps(lambda: self.labelling)

    @property
    def place(self) -> int:
        """Index of the current unit."""
        return self.query_one(Reader).cursor

    @property
    def standing(self) -> Place:
        """The current unit, and where on the screen it stands."""
        reader = self.query_one(Reader)
        return Place(reader.cursor, reader.row)

    def move_to(self, index: int) -> None:
        """Move the cursor to a unit by its index, and bring it on the screen."""
        reader = self.query_one(Reader)
        reader.cursor = index
        reader.reveal()

    def action_move(self, step: int) -> None:
        """Move the cursor by so many units."""
        self.query_one(Reader).move(step)

    def action_move_to(self, index: int) -> None:
        """Move the cursor to a unit by its index; -1 is the last."""
        self.move_to(index % len(self._article.units))

    def action_page(self, direction: int) -> None:
        """Move the cursor by a screenful."""
        self.query_one(Reader).page(direction)

    def action_unlabelled(self, step: int) -> None:
        """Move to the nearest unit without a label."""
        place = self.labelling.next_unlabelled(self.place, step)
        if place is None:
            self._tell_rest()
        else:
            self.move_to(place)

    def _tell_rest(self) -> None:
        """Say what is left to do at the end of the article."""
        rest = len(self._article.units) - self.labelling.labelled
        if rest:
            self.say(f"Without a label: {rest}. {self.way_to('next-unlabelled')} goes there.")
        else:
            self.say(f"Every sentence has a label. {self.way_to('next-article')} goes to the next article.")

    def seek(self, sought: Sought) -> None:
        """Let the keys for the next and the one before go to what is sought."""
        self._jumps.sought = sought

    def action_go(self) -> None:
        """Ask where to go."""
        from annotator.tui.screens.go import GoScreen

        self.app.push_screen(GoScreen(), self._go)

    def action_jump(self, step: int) -> None:
        """Go on to the next sentence of the kind gone to last, or back with -1."""
        if self._jumps.sought.kind is Kind.DISAGREEING:
            self._compare(step)
        else:
            self._jump(step)

    def _go(self, goal: "Goal | None") -> None:
        if goal is None:
            return
        if goal.number:
            place, said = self._jumps.to_number(goal.number)
            self.move_to(place)
            if said:
                self.say(said)
            return
        self.seek(Sought(goal.kind))
        self.action_jump(goal.step)

    def _jump(self, step: int, disagreeing: Collection[str] = ()) -> None:
        place, said = self._jumps.to(self.place, step, disagreeing)
        if place is not None:
            self.move_to(place)
        self.say(said)

    @work(thread=True, exclusive=True, group="comparing")
    def _compare(self, step: int) -> None:
        """Read what others decided, away from the interface's thread."""
        try:
            found, problem = self._source.labelled_otherwise(dict(self.labelling.store.labels)), ""
        except AnnotatorError as error:
            found, problem = frozenset(), str(error)
        self.post_message(self.Compared(found, step, problem))

    def on_jumping_screen_compared(self, message: Compared) -> None:
        """Go there, or say why not."""
        if not self.is_whole:
            return
        if message.problem:
            self.say(message.problem)
        elif self._jumps.sought.kind is Kind.DISAGREEING:
            self._jump(message.step, message.disagreeing)
