"""The disk's side of a label store: lock, file and sealed history of one annotator and article."""

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.store.contents import Contents, Expected, same_annotator
from annotator.store.durable import clear_temporaries, is_folder, make_folder_durably
from annotator.store.form import UNSIGNED
from annotator.store.locking import WriterLock
from annotator.store.merging import merged
from annotator.store.recovery import notices, rebuild, set_aside
from annotator.store.sealing import EVENTS_PER_SEAL, Sealed, read_sealed, seal, sealed_files
from annotator.store.storage import DurableJSONStorage
from annotator.store.tables import LabelTables
from annotator.store.whole import read_whole
from annotator.store.written import Table, WrittenTable
from schemas import Article, Event, LabelFileMeta

Written = Mapping[str, Table | WrittenTable]
"""Tables as they are written."""


class LabelFile:
    """Reads and writes one label file and the files that belong to it; knows nothing of what is staged.

    Only one thread may write at a time; the caller sees to that.
    """

    def __init__(
        self, path: Path, expected: Expected, annotator: str, writer: str = "", *, alone: bool = False
    ) -> None:
        """Prepare; raises `AnnotatorError` when a file is where the folder should be, or nobody can tell.

        `writer`: the name that others are told who would like to write; empty: the annotator's. `alone`: it
        is known that neither sealed history nor an interrupted save is beside the file (see `accompanied`).
        """
        self.path = path
        self._alone = alone
        self.notices: tuple[str, ...] = ()
        self._expected = expected
        self._annotator = annotator
        self._storage = DurableJSONStorage(path)
        self._lock = WriterLock(path, writer or annotator)
        self._folder_was_there = is_folder(path.parent)
        self._sealed: Sealed | None = None
        self._meta_table: WrittenTable | None = None

    def lock(self) -> str | None:
        """Become the writer if the folder is there: None, or who is it already.

        Where no lock can be taken now, the next write tries again.
        """
        if not self._folder_was_there:
            return None
        try:
            holder = self._lock.acquire()
        except AnnotatorError as error:
            self._notice(str(error))
            return None
        if holder is None:
            self._clear_temporaries()
        return holder

    def is_followed(self, holder: str | None) -> bool:
        """Whether the file is as it was read, and `holder` still its writer."""
        if self._storage.changed():
            return False
        now = self.lock()
        if now is None:
            self.unlock()
        return now is not None and now == holder

    def unlock(self) -> None:
        """Let others write."""
        self._lock.release()

    def read(self) -> LabelTables:
        """Read the file; a damaged one is set aside and rebuilt, on the disk only if we are its writer."""
        contents, data = self._read_contents()
        if contents.meta and same_annotator(contents.meta.annotator, self._annotator):
            self._annotator, self._meta_table = contents.meta.annotator, None  # as first typed
        if data is None and self._is_sealed():
            return self._rebuild_from_sealed()
        if data is None or not contents.problems:
            return self._make_tables(contents)
        sealed = self.sealed(anew=True)
        added = rebuild(contents, sealed.events, self._expected, self._annotator)
        first = max([sealed.last, *contents.events]) + 1
        contents.events |= dict(enumerate(added, start=first))
        tables = self._make_tables(contents)
        aside = set_aside(self.path, data) if self._lock.held else None
        self._notice(*notices(self.path, contents, aside))
        if aside:
            self.write(self.written(tables))
        return tables

    def changes(self) -> tuple[Contents, bool] | None:
        """Become or stay the writer, and give what another program has made of the file since, if anything.

        The flag says whether the file is intact; a damaged one is set aside. Raises `AnnotatorError` when
        the file cannot be written now.
        """
        if self._lock.held:
            if not self._storage.changed():
                return None
        else:
            self._lock_again()
        contents, data = self._read_contents()
        if data is None or not contents.problems:
            return contents, data is not None
        foreign = contents.foreign
        self._notice(*notices(self.path, contents, set_aside(self.path, data)))
        return (Contents() if foreign else contents), False

    def look_again(self) -> None:
        """Let `changes` give once more what it gave: it could not be taken over."""
        self._storage.forget()

    def merge(self, tables: LabelTables, theirs: Contents, *, intact: bool) -> LabelTables:
        """Join our tables with the changed file."""
        sealed = self.sealed(anew=True)
        records, events = merged(tables, theirs, sealed, intact=intact)
        return self._make_tables(Contents(records=records, events=events))

    def written(self, tables: LabelTables) -> Written:
        """Tables as they are written; a snapshot."""
        return tables.written(self._meta())

    def write(self, written: Written) -> None:
        """Put tables on the disk; raises `AnnotatorError`."""
        self._storage.write_tables(written)

    def revise(self, article: Article) -> None:
        """Expect another state of the same article from now on."""
        self._expected = Expected(article, self._expected.annotator, self._expected.codebook)

    def to_seal(self, tables: LabelTables, *, staged: int) -> dict[int, Event]:
        """The oldest events by document id, if there are too many besides the last, `staged` ones.

        Those are not on the disk yet: what moves is in the label file already, so a crash leaves it in one
        file or in both.
        """
        if len(tables.events) - staged <= EVENTS_PER_SEAL:
            return {}
        return dict(islice(tables.events.items(), EVENTS_PER_SEAL))

    def seal(self, events: Mapping[int, Event]) -> None:
        """Copy events to a sealed file, on the disk when this returns; raises `AnnotatorError`."""
        seal(self.path, self._meta(), events)

    def forget(self, tables: LabelTables, sealed: Iterable[int]) -> None:
        """Drop events that are sealed from `tables`; the caller writes them then."""
        tables.forget(sealed)
        self._sealed = None

    def sealed(self, *, anew: bool = False) -> Sealed:
        """The sealed history, read when first asked for, or anew."""
        if self._sealed is None or anew:
            self._sealed = read_sealed(self.path, self._expected)
            self._notice(*(p for p in self._sealed.problems if p not in self.notices))
        return self._sealed

    def _read_contents(self) -> tuple[Contents, bytes | None]:
        data = self._storage.read_bytes()
        if data is None:
            return Contents(), None
        return read_whole(self.path, data, self._expected), data

    def _rebuild_from_sealed(self) -> LabelTables:
        """The label file is gone, its sealed history is not: take the records from there."""
        contents, sealed = Contents(), self.sealed(anew=True)
        added = rebuild(contents, sealed.events, self._expected, self._annotator)
        contents.events = dict(enumerate(added, start=sealed.last + 1))
        tables = self._make_tables(contents)
        self._notice(
            f"{self.path}: is gone, but its sealed history is there; {len(contents.records)} labels were "
            "taken from that, later changes are missing; a backup may have them"
        )
        if self._lock.held:
            self.write(self.written(tables))
        return tables

    def _make_tables(self, contents: Contents) -> LabelTables:
        last = max(contents.events, default=0)
        if not contents.events and self._is_sealed():
            last = self.sealed().last
        article, codebook = self._expected.article, self._expected.codebook
        records, written = contents.records.values(), contents.written
        return LabelTables(article, codebook, records, contents.events, last=last, written=written)

    def _lock_again(self) -> None:
        """Take the lock that could not be had so far, or whose file has vanished."""
        self._lock.release()
        if not self._folder_was_there:
            make_folder_durably(self.path.parent)
            self._folder_was_there = True
        elif not is_folder(self.path.parent):
            # Not made anew: the drive or network folder that held it would hide what is written here.
            raise AnnotatorError(
                f"{self.path} was not saved: the folder is gone; bring it back "
                "(is the drive or network folder connected?)"
            )
        if holder := self._lock.acquire():
            raise AnnotatorError(
                f"{self.path} was not saved: {holder} writes it; try again when they are done"
            )
        self._clear_temporaries()

    def _clear_temporaries(self) -> None:
        if not self._alone:
            clear_temporaries(self.path.parent, self.path.name)

    def _is_sealed(self) -> bool:
        return not self._alone and bool(sealed_files(self.path))

    def _meta(self) -> WrittenTable:
        if self._meta_table is None:
            article = self._expected.article
            meta = LabelFileMeta(
                article=article.id,
                article_sha256=article.sha256,
                annotator=self._annotator,
                codebook=self._expected.codebook.ref,
                checksum=UNSIGNED,  # the storage computes it
            )
            self._meta_table = WrittenTable.of({"1": meta.model_dump(mode="json")})
        return self._meta_table

    def _notice(self, *lines: str) -> None:
        self.notices = (*self.notices, *lines)
