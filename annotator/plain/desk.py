"""One annotator's work in line mode: the open article, the current sentence, what is on the disk."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress

from annotator.errors import AnnotatorError
from annotator.labelling import Labelling
from annotator.openarticle import OpenArticle
from annotator.pace import Pace, WorkSession
from annotator.plain import words
from annotator.project import ArticleHeader, Project
from annotator.session import Place, Session
from schemas import Advance, Event, Unit, UserSettings


class Desk:
    """Takes typed lines by `do` and gives the lines to print; the disk has every decision before the answer.

    `close` gives the label file free and is called at the end in any case.
    """

    def __init__(
        self, project: Project, annotator: str, article: str = "", settings: UserSettings | None = None
    ) -> None:
        """Open `article` by its id, else the one left last, else the first unfinished one.

        Raises `AnnotatorError` when it cannot be opened.
        """
        self.project = project
        self.annotator = annotator
        self.advance = (settings or UserSettings()).advance
        self.hints = True
        """Whether every sentence is followed by what can be typed."""
        self.left = False
        """Whether `quit` was typed."""
        self.unsaved = ""
        """Why something is not on the disk; empty while all is."""
        self.found: list[int] = []
        """Places of the last search, of sentences of this article."""
        self.listed: list[str] = []
        """Ids of the articles in the order of the last list."""
        self._session = WorkSession()
        self._resume = Session.load(project.root, annotator)
        self._source = self._first(article)
        self.labelling = self._labelling()
        self.place = self._begin()

    @property
    def unit(self) -> Unit:
        """The current sentence."""
        return self.labelling.article.units[self.place]

    def name_of(self, source_id: str) -> str:
        """The name of an entry of the source register; its id where there is none, or it cannot be read."""
        source = self._source.source(source_id)
        return source.name if source else source_id

    @property
    def label_keys(self) -> Mapping[str, str]:
        """What labels can be typed: key, and what it gives."""
        keys: dict[str, str] = {}
        for label in self.labelling.codebook.labels:
            keys[label.key] = label.title
            if label.same_source_key:
                keys[label.same_source_key] = f"{label.title}, same source"
        return keys

    def articles(self) -> list[ArticleHeader]:
        """The articles that can be read and count, as they are shown."""
        headers = (one for one in self.project.all_headers() if not one.problem and not one.replaced_by)
        if self.project.hides_outlet(self.annotator):
            return [header._replace(outlet="") for header in headers]
        return list(headers)

    @property
    def hidden(self) -> str:
        """Why articles cannot be found by their outlet; empty where they can."""
        if not self.project.hides_outlet(self.annotator):
            return ""
        from annotator.blindness import NO_OUTLETS

        return NO_OUTLETS

    def own_articles(self, headers: Iterable[ArticleHeader]) -> frozenset[str] | None:
        """Ids of those dealt to the annotator; None where everybody may take everything."""
        replaces = {header.id: header.replaces for header in headers if header.replaces}
        return self.project.own_articles(self.annotator, replaces)

    def greeting(self) -> Iterator[str]:
        """Say what is open, and how to begin."""
        yield f"Annotator, line by line. Project {self.project.name}, annotator {self.annotator}."
        yield "Type a command and press enter. ? lists them all, q leaves."
        yield from self.opened()

    def do(self, typed: str) -> Iterator[str]:
        """Do what was typed, and say what came of it; a mistake is one line and changes nothing."""
        from annotator.plain.commands import run

        if self._take_over():
            yield "The article was edited meanwhile."
        try:
            yield from run(self, typed)
        except AnnotatorError as error:
            yield f"{error}."
        if self.unsaved:
            yield from self._try_again()

    def opened(self) -> Iterator[str]:
        """Say which article is open, how far it is, and its current sentence."""
        labelling = self.labelling
        article = labelling.article
        origin = ", ".join(part for part in (article.outlet, (article.published or "")[:10]) if part)
        yield f"Article: {article.title}" + (f" ({origin})" if origin else "")
        yield f"{labelling.labelled} of {len(article.units)} sentences have a label."
        if not self._source.is_own:
            yield "Not assigned to you; what you label counts all the same. open: the next one of yours."
        if labelling.store.read_only:
            yield f"Read only: {labelling.store.holder} writes these labels. They can be read, not changed."
        yield from labelling.store.notices
        yield from self.here()

    def here(self) -> Iterator[str]:
        """Say the current sentence and what can be typed."""
        yield ""
        yield from words.sentence(self.labelling, self.place, self.name_of)
        if self.hints:
            keys = ", ".join(f"{key} {what}" for key, what in self.label_keys.items())
            yield f"Type: {keys}; enter next, b back, x comment, z undo, ? more."

    def go(self, place: int) -> Iterator[str]:
        """Go to a sentence by its index; the ends of the article are told."""
        last = len(self.labelling.article.units) - 1
        self.labelling.attend(self.unit)
        if 0 <= place <= last:
            self.place = place
            yield from self.here()
        else:
            yield self.rest("That was the last sentence." if place > last else "This is the first sentence.")

    def decide(self, decision: Callable[[Labelling, Unit], Event | list[Event] | None]) -> bool:
        """Make a decision on the current sentence and put it on the disk; False when it changed nothing.

        Raises `AnnotatorError` when it is refused. Whether it is on the disk, `saved` says.
        """
        if self.labelling.store.read_only:
            self._ask_again()
        self.labelling.attend(self.unit)
        if not decision(self.labelling, self.unit):
            return False
        self._commit()
        return True

    def saved(self, what: str) -> str:
        """Say what was decided, in a whole sentence, and that it is saved, if it is."""
        return f"{'Not saved yet' if self.unsaved else 'Saved'}. {what}"

    def go_on(self) -> Iterator[str]:
        """Go where the settings want to be after a label."""
        place: int | None = self.place
        if self.advance is Advance.NEXT:
            place = self.place + 1
        elif self.advance is Advance.UNLABELLED:
            place = self.labelling.next_unlabelled(self.place)
        if place is None or place == len(self.labelling.article.units):
            yield self.rest("That was the last sentence." if place else "")
        elif place != self.place:
            yield from self.go(place)

    def rest(self, before: str = "") -> str:
        """Say what is left in this article."""
        left = len(self.labelling.article.units) - self.labelling.labelled
        said = f"Without a label: {left}; unlabelled goes there." if left else "Every sentence has a label."
        return f"{before} {said}".strip()

    def change_to(self, name: str) -> Iterator[str]:
        """Open another article; the one at hand stays when it cannot be opened."""
        if self.unsaved:
            raise AnnotatorError("not everything is saved yet, so this article stays open")
        source = OpenArticle(self.project, name, self.annotator)
        if source.article.id == self.labelling.article.id:
            raise AnnotatorError("this article is open")
        before = self._source
        self._source = source
        try:
            labelling = self._labelling()
        except AnnotatorError:
            self._source = before
            raise
        self._put_away()
        self.labelling = labelling
        self.place, self.found = self._begin(), []
        yield from self.opened()

    def remember(self) -> None:
        """Keep the place for the next time."""
        self._resume.article = self.labelling.article.id
        self._resume.save(Place(self.place))

    def pace(self) -> Pace:
        """What was done since the beginning."""
        self._session.look(self.labelling.article.id, self.labelling.store.history)
        return self._session.pace()

    def close(self) -> None:
        """Remember the place and give the label file free.

        Raises `AnnotatorError` when something could not be put on the disk.
        """
        self._put_away()

    def _first(self, article: str) -> OpenArticle:
        if article:
            return OpenArticle(self.project, article, self.annotator)
        if self._resume.article in self.project.article_ids():
            with suppress(AnnotatorError):
                return OpenArticle(self.project, self._resume.article, self.annotator)
        return OpenArticle(self.project, self.project.next_article(self.annotator), self.annotator)

    def _labelling(self) -> Labelling:
        """Open the labels, with what is suggested for the article."""
        labelling = self._source.labelling()
        labelling.offer(*self._source.suggestions())
        return labelling

    def _begin(self) -> int:
        """The place where work goes on in the open article."""
        left = self._resume.place_in(self.labelling.article.id)
        place = left.unit if left else self.labelling.next_unlabelled(-1) or 0
        return min(place, len(self.labelling.article.units) - 1)

    def _put_away(self) -> None:
        self.remember()
        with suppress(AnnotatorError):  # history that cannot be read is no reason not to close
            self._session.look(self.labelling.article.id, self.labelling.store.history)
        self.labelling.store.close()

    def _ask_again(self) -> None:
        """See whether the program that wrote the labels has ended."""
        self.labelling.store.close()
        self.labelling = self._labelling()

    def _take_over(self) -> bool:
        """Go on with the article as it is now, if somebody has edited it; whether somebody has."""
        if not self._source.changed():
            return False
        unit = self.unit
        self.labelling.revise(self._source.article)
        begins = [other.start for other in self._source.article.units]
        self.place = max(index for index, start in enumerate(begins) if start <= unit.start)
        return True

    def _commit(self) -> None:
        try:
            self.labelling.commit()
            self.unsaved = ""
            self.remember()
        except AnnotatorError as error:
            self.unsaved = str(error)

    def _try_again(self) -> Iterator[str]:
        self._commit()
        if self.unsaved:
            yield f"{self.unsaved}. It is kept and tried again with the next line."
        else:
            yield "Everything is saved now."
