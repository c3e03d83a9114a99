"""Whose labels are imported, and under which names."""

import unicodedata
from collections.abc import Iterable, Mapping

from annotator.errors import AnnotatorError
from annotator.interop.foreign import ForeignLabel
from annotator.interop.writer import renamed
from annotator.labelimport.placing import Unusable
from annotator.labelimport.records import Wanted
from annotator.labelimport.results import LabelImportOptions
from schemas import GOLD, annotator_slug, slug

MOST_NAMES = 10_000
"""Labels and annotators that are told apart; a file with more has something else in that column."""


class Voice:
    """Whose labels are imported, and under which names."""

    def __init__(self, options: LabelImportOptions, there: Iterable[str], people: Mapping[str, str]) -> None:
        """Know those `there` have labels already, and `people` by their pseudonyms."""
        self._options = options
        self._typed = {slug(name): name for name in there}
        self._people = people
        self._known: dict[str, str] = {}
        self.notes: list[str] = []
        """Names of the files that are taken for somebody whose name is another one, a line each."""
        if options.annotator and slug(options.annotator) != GOLD:
            try:
                annotator_slug(options.annotator)
            except ValueError as error:
                raise AnnotatorError(f"{error}; choose another one") from None

    def hears(self, label: ForeignLabel) -> bool:
        """Whether the label is of somebody whose labels are wanted."""
        if self._options.only:
            return label.annotator == self._options.only or slug(label.annotator) == slug(self._options.only)
        mapped = self._options.mapping.annotators
        return mapped.get(label.annotator, "?") != ""

    def name(self, label: ForeignLabel) -> str:
        """Give the annotator's name here; raises `Unusable` when there is none."""
        if label.annotator not in self._known:
            name = self._named(label.annotator)
            if len(self._known) >= MOST_NAMES:
                return name
            self._known[label.annotator] = name
        return self._known[label.annotator]

    def _named(self, foreign: str) -> str:
        given = self._options.mapping.annotators.get(foreign, foreign)
        if self._options.annotator and (slug(given) != GOLD or self._options.only):
            given = self._options.annotator
        given = self._person(" ".join(given.split()))
        if not given:
            raise Unusable("nobody is named who gave it; say who with --annotator")
        folder = slug(given)
        if folder == GOLD:
            if given != GOLD and not self._options.annotator:
                self.notes.append(
                    f"{given!r} is taken for who adjudicates; [annotators] of --map can name another one"
                )
            return GOLD
        if folder not in self._typed:
            try:
                annotator_slug(given)
            except ValueError as error:
                raise Unusable(str(error)) from None
            if not given.isprintable():
                raise Unusable(f"the annotator's name {given!a} cannot be shown")
            self._typed[folder] = given
        typed = self._typed[folder]
        if _folded(given) != _folded(typed) and not self._options.annotator:
            self.notes.append(
                f"{given!r} is taken for {typed!r}, whose folder has the same name; [annotators] of --map "
                "tells them apart"
            )
        return typed

    def _person(self, given: str) -> str:
        """Give who has a pseudonym of this project; another project may have the same ones."""
        if given not in self._people:
            return given
        if self._options.pseudonyms:
            return self._people[given]
        raise Unusable(
            f"{given} is a pseudonym in this project: --pseudonyms takes it for who has it here, or say who "
            "it is with --map or --annotator"
        )

    def revealed(self, wanted: Wanted) -> Wanted:
        """Put names for pseudonyms into a record, where that is asked for."""
        if not (self._options.pseudonyms and self._people):
            return wanted
        return wanted._replace(record=renamed(wanted.record, self._people))


def _folded(name: str) -> str:
    """Give a name in the one form of all that look alike but for capitals."""
    return unicodedata.normalize("NFC", name).casefold()
