"""One annotator's labels of one article: applied at once, on the disk when `commit` returns."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from threading import RLock
from types import MappingProxyType, TracebackType
from typing import Self

from pydantic import ValidationError

from annotator.errors import AnnotatorError, describe
from annotator.store.check import Finding, check_label_file
from annotator.store.contents import Expected, misplaced, same_annotator
from annotator.store.labelfile import LabelFile
from annotator.store.recovery import new_event
from annotator.store.undo import UndoStacks
from schemas import Annotation, Article, Cause, Codebook, Event


class LabelStore:
    """A label file, `annotations/<annotator>/<article>.json`, opened to be written or only read.

    `stage` validates a change and applies it in memory; `commit` puts all that is staged on the disk in one
    atomic write and may run in another thread meanwhile. Nothing staged is lost by a failing commit: it stays
    pending and the next commit takes it along.
    """

    def __init__(
        self,
        path: Path,
        article: Article,
        annotator: str,
        codebook: Codebook,
        *,
        read_only: bool = False,
        writer: str = "",
        alone: bool = False,
    ) -> None:
        """Open the file, which need not exist; its folder is made with the first write.

        `writer` is the name that others are told who would like to write; the annotator's, if not given.
        `alone` says that nothing is beside the file (see `accompanied`), so nobody looks for it.
        Is read-only, and `holder` says why, while another process writes the file. Raises `AnnotatorError`
        for a file of a newer version or of absurd size; a damaged one is set aside and `notices` tells so.
        """
        self.path = path
        self.article = article
        self.annotator = annotator
        self.codebook = codebook
        self._file = LabelFile(path, Expected(article, annotator, codebook), annotator, writer, alone=alone)
        self._writing = RLock()
        self._state = RLock()
        self._staged: list[Event] = []
        self._stacks: UndoStacks | None = None
        self._closed = False
        self.holder: str | None = None if read_only else self._file.lock()
        """Who writes the file, e.g. `ana on host7 (pid 123) since 09:41`; None when it is us, or nobody."""
        self.read_only = read_only or self.holder is not None
        try:
            self._tables = self._file.read()
        except BaseException:
            self._file.unlock()
            raise

    @property
    def labels(self) -> Mapping[str, Annotation]:
        """The records by unit id; a snapshot, also of what is staged."""
        return MappingProxyType(self._tables.labels)

    @property
    def stale(self) -> Mapping[str, Annotation]:
        """Records that do not apply: the sentence or the codebook's rules were others then."""
        return MappingProxyType(self._tables.stale)

    @property
    def history(self) -> Sequence[Event]:
        """Every change ever made, oldest first, also those staged."""
        with self._state:
            recent = {event.id: event for event in self._tables.events.values()}
            return (
                *(event for event in self._file.sealed().events if event.id not in recent),
                *recent.values(),
            )

    @property
    def pending(self) -> frozenset[str]:
        """Units with changes that are not yet on the disk."""
        with self._state:
            return frozenset(event.unit for event in self._staged)

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know of the state of the file, one line each."""
        return self._file.notices

    @property
    def is_followed(self) -> bool:
        """Whether nothing has happened since to what is only read: file and writer are the same."""
        return self.read_only and self._file.is_followed(self.holder)

    def changes_since(self, event_id: str | None) -> list[Event]:
        """The events after the one with this id, or all; raises `AnnotatorError` for an unknown id."""
        history = self.history
        if event_id is None:
            return list(history)
        for place, event in enumerate(history):
            if event.id == event_id:
                return list(history[place + 1 :])
        raise AnnotatorError(f"{self.path}: no event {event_id!r}; ask for all changes instead")

    def changes_of(self, unit_id: str, most: int) -> list[Event]:
        """The latest changes of one unit, oldest first; older ones that are sealed elsewhere are not read."""
        with self._state:
            own = (event for event in reversed(self._tables.events.values()) if event.unit == unit_id)
            return list(islice(own, most))[::-1]

    def stage(self, unit_id: str, after: Annotation | None, cause: Cause) -> Event | None:
        """Validate a change of one unit's record and apply it in memory; None removes the record.

        Gives None when nothing changes but the time. Raises `AnnotatorError`, and changes nothing, when the
        record is not valid or the store is read-only.
        """
        self._refuse_if_read_only()
        if cause in (Cause.UNDO, Cause.REDO):
            raise AnnotatorError(f"{cause} cannot be staged like a label: call {cause}()")
        if after is not None:
            after = self._validated(unit_id, after)
        with self._state:
            before = self._tables.record(unit_id)
            if before is after or (before and after and _same_but_time(before, after)):
                return None
            return self._change(unit_id, after, cause)

    def commit(self) -> None:
        """Put everything staged on the disk; returns when it is there.

        Raises `AnnotatorError` when that fails: all stays staged and pending, and may be committed again.
        """
        with self._writing:
            self._refuse_if_closed()
            if not self._staged:
                return
            self._take_over_changes()
            with self._state:
                count = len(self._staged)
                written = self._file.written(self._tables)
            self._file.write(written)
            with self._state:
                del self._staged[:count]
            # What was staged is safe by now; old history that cannot be moved today is moved next time.
            with suppress(AnnotatorError):
                self._seal()

    def save(self, unit_id: str, after: Annotation | None, cause: Cause = Cause.KEY) -> Event | None:
        """Stage one change and commit; the label is on the disk when this returns."""
        event = self.stage(unit_id, after, cause)
        self.commit()
        return event

    @property
    def undoable(self) -> Event | None:
        """The decision that `undo` takes back next; None when there is none."""
        with self._state:
            return self._undo_stacks().undoable

    @property
    def redoable(self) -> Event | None:
        """The decision that `redo` brings back next; None when there is none."""
        with self._state:
            return self._undo_stacks().redoable

    def undo(self) -> Event | None:
        """Stage the taking back of the latest decision that is not taken back; None when there is none.

        Raises `AnnotatorError`, and changes nothing, when the codebook now refuses what was there before.
        """
        with self._state:
            event = self._undo_stacks().undoable
            return event and self._revert(event, event.before, Cause.UNDO)

    def redo(self) -> Event | None:
        """Stage the bringing back of what the last undo took; None when there is nothing.

        Raises `AnnotatorError`, and changes nothing, when the codebook now refuses that.
        """
        with self._state:
            event = self._undo_stacks().redoable
            return event and self._revert(event, event.after, Cause.REDO)

    def revise(self, article: Article) -> None:
        """Go on with another state of the article, whose units were edited; nothing staged or saved is lost.

        Labels of words that changed do not apply any more and are in `stale`.
        """
        with self._state:
            self.article = article
            self._file.revise(article)
            self._tables.revise(article)

    def verify(self) -> list[Finding]:
        """Read the file anew and say what is wrong with it."""
        return list(check_label_file(self.path, self.article, self.codebook))

    def close(self) -> None:
        """Commit what is staged and let others write; nothing can be changed afterwards.

        Raises `AnnotatorError` like `commit`; what is staged then stays, and may be committed again.
        """
        with self._writing:
            try:
                if not self._closed:
                    self.commit()
                with self._state:
                    self._closed = not self._staged
            finally:
                self._file.unlock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            self.close()
        except AnnotatorError as problem:
            if error is None:
                raise
            error.add_note(str(problem))  # it must not hide the error that is under way

    def _validated(self, unit_id: str, after: Annotation) -> Annotation:
        """Give the record as it will be read from the file, or raise `AnnotatorError`."""
        try:
            document = after.model_dump(mode="json", exclude_defaults=True, warnings=False)
            record = Annotation.model_validate(document)
            problem = self._problem(unit_id, record)
        except ValidationError as error:
            problem = describe(error)
        except ValueError as error:
            problem = str(error)
        if problem:
            raise AnnotatorError(f"{self.article.id}, {unit_id}: {problem}; nothing was saved")
        return record

    def _problem(self, unit_id: str, record: Annotation) -> str | None:
        try:
            unit = self.article.unit(unit_id)
        except KeyError:
            return "the article has no such unit"
        if problem := next(self.codebook.errors(record, unit), None):
            return problem
        if not same_annotator(record.annotator, self.annotator):
            return f"is a label by {record.annotator!r}, not by {self.annotator!r}"
        if record.text_sha256 != self.article.unit_sha256(unit):
            return "the label was given to other words; look at the sentence again"
        return misplaced(record)

    def _change(
        self, unit_id: str, after: Annotation | None, cause: Cause, reverts: str | None = None
    ) -> Event:
        self._refuse_if_read_only()
        self._refuse_if_closed()
        before = self._tables.record(unit_id)
        try:
            event = new_event(self.annotator, unit_id, before, after, cause, reverts)
            self._tables.add(event)
        except ValueError as error:
            problem = describe(error) if isinstance(error, ValidationError) else error
            raise AnnotatorError(f"{self.article.id}, {unit_id}: {problem}; nothing was saved") from error
        self._staged.append(event)
        if self._stacks:
            self._stacks.apply(event)
        return event

    def _revert(self, event: Event, record: Annotation | None, cause: Cause) -> Event:
        """Stage what undo or redo puts in the place of an event's other side."""
        with suppress(KeyError):  # a sentence that the article no longer has
            unit = self.article.unit(event.unit)
            applied = record and record.text_sha256 == self.article.unit_sha256(unit)
            if record and applied and (problem := next(self.codebook.errors(record, unit), None)):
                raise AnnotatorError(
                    f"{self.article.id}, {event.unit}: {cause} would bring back a label that the codebook "
                    f"now refuses ({problem}); label the sentence anew"
                )
        return self._change(event.unit, record, cause, reverts=event.id)

    def _refuse_if_read_only(self) -> None:
        if self.read_only:
            why = f"{self.holder} writes it" if self.holder else "it was opened to be read only"
            raise AnnotatorError(f"{self.path} cannot be changed: {why}")

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise AnnotatorError(f"{self.path} cannot be changed: it is closed; open it again")

    def _undo_stacks(self) -> UndoStacks:
        if self._stacks is None:
            # The sealed history takes time to read and is seldom needed: this runs where keys are answered.
            self._stacks = UndoStacks(self._tables.events.values(), complete=False)
        if self._stacks.needs_more:
            self._stacks = UndoStacks(self.history)
        return self._stacks

    def _take_over_changes(self) -> None:
        """Join what another program wrote into the file meanwhile, so that it is not overwritten."""
        try:
            changes = self._file.changes()
            if changes is None:
                return
            theirs, intact = changes
            with self._state:
                self._tables = self._file.merge(self._tables, theirs, intact=intact)
                self._stacks = None
        except BaseException:
            self._file.look_again()
            raise

    def _seal(self) -> None:
        """Move old history out; what was staged meanwhile is written along and stays pending.

        Nobody who stages waits for the disk here.
        """
        while True:
            with self._state:
                oldest = self._file.to_seal(self._tables, staged=len(self._staged))
            if not oldest:
                return
            self._file.seal(oldest)
            with self._state:
                self._file.forget(self._tables, oldest)
                written = self._file.written(self._tables)
            self._file.write(written)


def _same_but_time(one: Annotation, other: Annotation) -> bool:
    # Most decisions differ in the label: no copy is made to see that.
    return one.label == other.label and one == other.model_copy(
        update={"updated": one.updated, "seconds": one.seconds}
    )
