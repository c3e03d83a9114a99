"""What of the app is about several annotators: comparing them, and going to where they differ."""

from typing import TYPE_CHECKING

from annotator.tui.guided import GuidedApp

if TYPE_CHECKING:
    from annotator.adjudication.queue import Wanted


class ComparingApp(GuidedApp):
    """An app that shows how far annotators agree."""

    def action_compare(self) -> None:
        """Show the agreement of all annotators."""
        from annotator.tui.screens.compare import CompareScreen

        if self.wait_for_end():
            return
        home = self.home
        self.push_screen(
            CompareScreen(self.project, self.annotator, home.when_saved, self.show_disagreements)
        )

    def show_disagreements(self, wanted: "Wanted", field: str = "label") -> None:
        """Show the sentences that annotators said different things of, as far as they are `wanted`."""
        self.tell("The list of disagreements is not there yet.")
