"""The records of one article, by annotator and pass, until they are saved."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from annotator.interop.foreign import ForeignText, Refused
from annotator.labelimport.placing import ArticlePlaces, Placed, Unusable, canonical_text
from annotator.labelimport.records import Records, Wanted
from annotator.labelimport.saving import Saver
from annotator.labelimport.spool import Spooled
from annotator.labelimport.texts import Made
from annotator.labelimport.voice import Voice
from schemas import Article

_PENDING = 20_000
"""Records of one article that wait to be saved, at most."""


class Piles:
    """The records of one article, by annotator and pass, until they are saved."""

    def __init__(
        self,
        article: Article,
        made: Made | None,
        records: Records,
        saver: Saver,
        voice: Voice,
        refused: Callable[[Path, Refused], None],
    ) -> None:
        """Collect for `article`, which was `made` of the rows if it is new; `refused` is told bad rows."""
        self._places = ArticlePlaces(article)
        self._made = made
        self._records = records
        self._saver = saver
        self._voice = voice
        self._refused = refused
        self._piles: dict[tuple[str, bool], dict[str, Wanted]] = {}

    def take(self, rows: Iterable[Spooled]) -> Iterator[int]:
        """Place and save the labels of these rows; gives after each row how many it had."""
        for row in rows:
            begin = self._made.located(row.text) if self._made else None
            text = row.text if begin is None else _begins_at(row.text, begin)
            for placed in self._places.place(text):
                try:
                    if not isinstance(placed, Placed):
                        raise Unusable(placed[1])
                    self._put(placed, row.file)
                except Unusable as error:
                    where = placed.label.where if isinstance(placed, Placed) else placed[0].where
                    self._refused(Path(row.file), Refused(where, str(error)))
            yield len(text.labels)
        self._flush()

    def _put(self, placed: Placed, file: str) -> None:
        annotator = self._voice.name(placed.label)
        wanted = self._records.make(self._places.article, placed, annotator, file)
        if wanted is None:
            return
        for reason in wanted.lost:
            self._refused(Path(file), Refused(placed.label.where, reason))
        wanted = self._voice.revealed(wanted)
        pile = self._piles.setdefault((annotator, wanted.second), {})
        if first := pile.get(placed.unit.id):
            self._saver.compare(self._places.article, first, wanted)
            return
        pile[placed.unit.id] = wanted
        if sum(map(len, self._piles.values())) >= _PENDING:
            self._flush()

    def _flush(self) -> None:
        for (annotator, second), pile in sorted(self._piles.items()):
            self._saver.save(self._places.article, annotator, pile, second=second)
        self._piles.clear()


def _begins_at(text: ForeignText, begin: int) -> ForeignText:
    if text.start is None and (text.text or "").startswith("\ufeff"):
        return text  # its mark is dropped, which is not so in a part of a text: its words tell where it is
    return replace(text, start=begin - canonical_text(text).lead)
