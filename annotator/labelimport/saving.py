"""Records of one article into the label files of their annotators, in one write each."""

from collections.abc import Mapping
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.labelimport.records import Wanted, agrees, joined
from annotator.labelimport.results import LabelImport, ProblemKind, RowProblem, Tell
from annotator.store import LabelStore, labels_path, read_labels, retest_path
from schemas import Annotation, Article, Cause, Codebook

Pile = Mapping[str, Wanted]
"""Records by unit id."""


class Saver:
    """Puts records on the disk and tells what was there already or differs."""

    def __init__(
        self, root: Path, codebook: Codebook, result: LabelImport, tell: Tell, *, replace: bool, dry_run: bool
    ) -> None:
        """Save into the project at `root`; `result` counts."""
        self._root = root
        self._codebook = codebook
        self._result = result
        self._tell = tell
        self._replace = replace
        self._dry_run = dry_run

    def save(self, article: Article, annotator: str, pile: Pile, *, second: bool) -> None:
        """Save the records of one annotator; those that a label file does not take are refused."""
        new: list[Wanted] = []
        try:
            path = (retest_path if second else labels_path)(self._root, annotator, article.id)
            if self._dry_run:
                there = read_labels(path, article, self._codebook)
                new = self._new(article, there, pile)
            else:
                with LabelStore(path, article, annotator, self._codebook) as store:
                    new = self._new(article, store.labels, pile)
                    if new and store.read_only:
                        raise AnnotatorError(
                            f"{path} cannot be changed: {store.holder} writes it; "
                            "import again when they are done"
                        )
                    for wanted in new:
                        store.stage(wanted.record.unit, wanted.record, Cause.IMPORT)
        except AnnotatorError as error:
            for wanted in new or pile.values():
                self.refuse(article, wanted, str(error))
            return
        self._result.saved += len(new)
        self._result.annotators[annotator] += len(new)

    def refuse(self, article: Article, wanted: Wanted, reason: str) -> None:
        """Tell that a record cannot be saved."""
        self._result.refused += 1
        self._tell(_problem(ProblemKind.REFUSED, article, wanted, reason))

    def compare(self, article: Article, first: Wanted, wanted: Wanted) -> None:
        """Take a second record of a unit by one annotator: it is there already, or a conflict."""
        if first.record == wanted.record or agrees(first.record, wanted):
            self._result.there += 1
        else:
            where = first.row if first.file == wanted.file else f"{first.file}, {first.row}"
            self._conflict(article, first.record, wanted, f"{where} says otherwise of the same sentence")

    def _new(self, article: Article, there: Mapping[str, Annotation], pile: Pile) -> list[Wanted]:
        """Give the records that are to be written."""
        new = []
        for unit, wanted in pile.items():
            record = there.get(unit)
            if record is None:
                new.append(wanted)
            elif record == wanted.record or agrees(record, wanted):
                self._result.there += 1
            elif record.label is None and not wanted.whole:
                new.append(wanted._replace(record=joined(record, wanted.record)))
            else:
                self._conflict(article, record, wanted, "another label is there")
                if self._replace:
                    self._result.replaced += 1
                    new.append(wanted)
        return new

    def _conflict(self, article: Article, there: Annotation, wanted: Wanted, reason: str) -> None:
        self._result.conflicts += 1
        label, mine = wanted.record.label, there.label
        differs = (
            f"{reason}: {mine}, not {label}" if label != mine else f"{reason}: {mine} with other details"
        )
        self._tell(_problem(ProblemKind.CONFLICT, article, wanted, differs, mine))


def _problem(
    kind: ProblemKind, article: Article, wanted: Wanted, reason: str, there: str | None = None
) -> RowProblem:
    record = wanted.record
    return RowProblem(
        kind, wanted.file, wanted.row, reason, article.id, record.unit, record.annotator, record.label, there
    )
