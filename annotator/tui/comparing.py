"""What of the app is about several annotators: comparing them, and going to where they differ."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.errors import AnnotatorError
from annotator.tui.guided import GuidedApp
from annotator.tui.keymap import UserKeys
from annotator.tui.screens.labels_screen import LabelsScreen
from schemas import UserSettings, slug

if TYPE_CHECKING:
    from annotator.adjudication.items import Item
    from annotator.adjudication.queue import Queue, Wanted
    from annotator.tui.comparison.computing import Compared
    from annotator.tui.screens.disagreements import Chosen
    from annotator.tui.screens.reading import Found


class ComparingApp(GuidedApp):
    """An app that shows how far annotators agree, and lets disagreements be settled."""

    user_keys: UserKeys
    """Keys that the user wants, by the id of the action."""
    begun_on: str | None = None
    """Id of the article that was asked for at the start."""
    _seen: set[str]
    """Ids of the articles that the annotator may see the labels of others in, when they were last read."""

    def __init__(self, settings: UserSettings) -> None:
        """Begin with nothing compared yet."""
        super().__init__(settings)
        self._compared: dict[str, Compared] = {}
        """The figures shown last, by the state of the files that they are of."""

    def action_compare(self) -> None:
        """Show the agreement of all annotators."""
        from annotator.blindness import adjudicates
        from annotator.tui.screens.compare import CompareScreen

        if self.wait_for_end():
            return
        came = self._came_to_adjudicate
        hidden = self.project.settings.blind_adjudication
        if hidden and adjudicates(self.project, self.annotator, to_adjudicate=came):
            self.tell("Figures would tell who is A and who is B: `annotator compare` shows them in the end.")
            return
        home = self.home
        self.push_screen(
            CompareScreen(
                self.project,
                self.annotator,
                home.when_saved,
                self.show_disagreements,
                self._compared,
                to_adjudicate=self._came_to_adjudicate,
            )
        )

    def action_disagreements(self) -> None:
        """Show what annotators differ on, worst first."""
        if not self.wait_for_end():
            self._after_saving(lambda: self._read_queue(self._list))

    def show_disagreements(self, wanted: "Wanted", field: str = "label") -> None:
        """Show the sentences that annotators said different things of, as far as they are `wanted`."""
        asked = replace(wanted, field=field)
        self._read_queue(lambda found: self._list(found, asked))

    def action_adjudicate(self) -> None:
        """Settle what annotators differ on, beginning with the worst that is open."""
        if self.wait_for_end():
            return
        if problem := self._why_not_adjudicate():
            self.tell(problem)
        else:
            self._after_saving(lambda: self._read_queue(self._adjudicate))

    @property
    def working(self) -> LabelsScreen:
        """The screen on top on which labels are given, one's own or gold ones; it may be covered."""
        return next(screen for screen in reversed(self.screen_stack) if isinstance(screen, LabelsScreen))

    def go_to_own(self, item: "Item") -> None:
        """Go to the sentence of an item in one's own article."""
        raise NotImplementedError

    def _after_saving(self, then: Callable[[], None]) -> None:
        """Do it when what was decided so far is on the disk: it counts, too."""
        self.home.when_saved(lambda problem: self.tell(problem) if problem else then())

    def _read_queue(self, then: "Callable[[Found], None]") -> None:
        from annotator.blindness import sees
        from annotator.parallel import processors
        from annotator.tui.screens.reading import ReadingScreen

        project, adjudicating = self.project, self.project.adjudication(self.annotator)
        may_see = sees(project, self.annotator, to_adjudicate=self._came_to_adjudicate)
        self._seen = set()

        def seen(article: str) -> bool:
            if may := may_see(article):
                self._seen.add(article)
            return may

        def read(progress: Callable[[int], None], on_problem: Callable[[str], None]) -> "Queue":
            return adjudicating.queue(
                sees=seen, progress=progress, processes=processors(), on_problem=on_problem
            )

        def done(found: "Found | None") -> None:
            if found:
                then(found)

        self.push_screen(ReadingScreen(read, len(project.newest_ids()), self.tell), done)

    def _list(self, found: "Found", wanted: "Wanted | None" = None) -> None:
        from annotator.blindness import hides_outlet
        from annotator.tui.screens.disagreements import Chosen, DisagreementsScreen

        def chosen(one: Chosen | None) -> None:
            if one is None:
                return
            if one.in_own or self._why_not_adjudicate():
                self.go_to_own(one.item)
            else:
                self._adjudicate(found, one)

        if not len(found.queue):
            self.tell(self._why_nothing())
            return
        told = "; ".join((*self._blind(), *_left_out(found)))
        hidden = hides_outlet(self.project.settings, self.annotator)
        screen = DisagreementsScreen(
            self.project,
            found.queue,
            wanted,
            told=told,
            without_outlets=hidden,
            settles=not self._why_not_adjudicate(),
        )
        self.push_screen(screen, chosen)

    def _adjudicate(self, found: "Found", chosen: "Chosen | None" = None) -> None:
        """Show the adjudication screen, on what was chosen or the first item that is open."""
        from annotator.adjudication.items import UNSETTLED
        from annotator.compare.wanted import Wanted
        from annotator.tui.desk import Desk
        from annotator.tui.screens.adjudicate import AdjudicateScreen

        queue = found.queue
        asked = self.begun_on if self._came_to_adjudicate and chosen is None else None
        wanted = chosen.wanted if chosen else Wanted(article=asked or "")
        items = [chosen.item] if chosen else queue.select(wanted)
        item = next((one for one in items if one.state in UNSETTLED), next(iter(items), None))
        if item is None:
            self.tell(self._why_nothing())
            return
        desk = Desk(self.project, self.project.adjudication(self.annotator))
        kind = AdjudicateScreen.for_codebook(self.project.codebook, self.user_keys)
        try:
            screen = kind(desk, queue, item, self.settings, wanted)
        except AnnotatorError as error:
            desk.close()
            self.tell(str(error))
            return
        screen.told = "; ".join(_left_out(found))
        self.push_screen(screen, lambda _: self._adjudicated())

    def _adjudicated(self) -> None:
        """End the app that was opened to adjudicate."""
        if self._came_to_adjudicate:
            self.exit()

    def _why_not_adjudicate(self) -> str:
        """Why the annotator cannot settle anything here, and what to do; empty: nothing is in the way."""
        from annotator.blindness import adjudicates

        named = self.project.settings.adjudicators
        if named and not adjudicates(self.project, self.annotator):
            who = ", ".join(named)
            settle = "settles" if len(named) == 1 else "settle"
            return (
                f"{who} {settle} disagreements here: `adjudicators = […]` in annotator.toml names who does."
            )
        return ""

    def _why_nothing(self) -> str:
        """Why there is nothing to settle or to show."""
        if self._is_blind:
            return (
                "Blind: disagreements are shown in articles that you have finished; "
                "whoever is named by `adjudicators = […]` in annotator.toml sees all."
            )
        return "Nothing to settle: wherever two have labelled a sentence, they agree."

    @property
    def _came_to_adjudicate(self) -> bool:
        return self.begin_with == "adjudicate"

    @property
    def _is_blind(self) -> bool:
        """Whether some labels are not shown to the annotator."""
        from annotator.blindness import adjudicates

        if not self.project.settings.blind:
            return False
        others = any(slug(name) != slug(self.annotator) for name in self.project.annotators())
        came = self._came_to_adjudicate
        return others and not adjudicates(self.project, self.annotator, to_adjudicate=came)

    def _blind(self) -> Iterator[str]:
        """Over which articles the list is, where that is not all."""
        from annotator.blindness import over_finished

        if self._is_blind:
            yield over_finished(len(self._seen))


def _left_out(found: "Found") -> Iterator[str]:
    """How many files could not be read, and what names them."""
    if count := len(found.problems):
        yield f"{count} damaged file{'s' * (count != 1)} left out, `annotator check` tells which"
