"""The card of one dataset."""

from collections.abc import Sequence

from annotator.card.facts import CardFacts
from annotator.card.gathering import Gathering
from annotator.card.writing import write_card
from annotator.interop.manifest import Manifest
from annotator.interop.writer import Item
from schemas import Codebook, DatasetInfo


class DatasetCard:
    """Gathers while articles pass, and writes the card; see `annotator.interop.Card`."""

    def __init__(
        self,
        codebook: Codebook,
        info: DatasetInfo,
        title: str,
        annotators: Sequence[str],
        *,
        parts: Sequence[str] = (),
        replaced: int = 0,
        bootstrap: int = 1000,
    ) -> None:
        """Begin.

        Args:
            codebook: the labels and rules.
            info: what people told.
            title: what the dataset is called unless `info` says.
            annotators: the names that will come, as written.
            parts: names of the parts of the split, in their order.
            replaced: articles that are left out since a newer version of them is there.
            bootstrap: resamples of articles behind each interval.
        """
        self._codebook = codebook
        self._info = info
        self._title = info.title.strip() or title
        self._gathering = Gathering(codebook, annotators, parts)
        self._replaced = replaced
        self._bootstrap = bootstrap

    def add(self, item: Item) -> None:
        """Take an article into account."""
        self._gathering.add(item)

    def facts(self) -> CardFacts:
        """Give the figures."""
        return self._gathering.facts(replaced=self._replaced, bootstrap=self._bootstrap)

    def text(self, manifest: Manifest | None = None) -> str:
        """Give the card, in Markdown; without a manifest that of the project, which says nothing of files."""
        return write_card(self._title, self.facts(), self._info, self._codebook, manifest)
