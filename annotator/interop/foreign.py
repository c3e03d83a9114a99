"""Labels as they stand in a file of another tool, before they find their place in a project."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from annotator.errors import AnnotatorError
from annotator.interop.flat import Passage


@dataclass(frozen=True, slots=True)
class ForeignLabel:
    """What one annotator says of one stretch of a text, offsets in code points into that text."""

    where: str
    """The place in the file, for people: `row 3`, `task 12, annotation 2`."""
    label: str | None
    """As the other tool names it."""
    annotator: str = ""
    """As the other tool names whoever gave it; empty: the file does not say."""
    start: int | None = None
    end: int | None = None
    """The labelled stretch; None, both: the whole text, or what `unit` or `quote` says."""
    unit: str = ""
    """Id of the unit, where the file says it."""
    quote: str | None = None
    """The words of the stretch as the file has them, where it repeats them."""
    passages: tuple[Passage, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    """As in `annotator.interop.flat`."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Further fields of `Annotation` as JSON has them, from files that hold whole records (spans into the
    article's text); they count before `attributes` and `passages`."""
    second: bool = False
    """Whether it was given in the annotator's second pass, which is kept apart."""


@dataclass(frozen=True, slots=True)
class ForeignText:
    """A text of another tool with its labels: an article, or a sentence of one."""

    where: str
    text: str | None = None
    """As the other tool has it; None where the file has labels only."""
    article: str = ""
    """Id of the article, or the name that the other tool has for the document; empty: not said."""
    sha256: str = ""
    """Of the article's whole text, where the file says it."""
    start: int | None = None
    """Where `text` begins in the article, in code points, if it is a part of it and the file says so; offsets
    of labels are into `text` all the same. None: `text` is the article, or its place is not known."""
    about: Mapping[str, str] = field(default_factory=dict)
    """What the file says of the article: title, outlet, url, authors (with `; `), published, language."""
    labels: tuple[ForeignLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be used."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Importer:
    """A format that labels are read from."""

    name: str
    """As in `EXPORTERS` where we write it, too."""
    summary: str
    sniff: Callable[[Path, bytes], bool]
    """Whether a file, by its path and its first 64 KiB, or a folder, with no bytes, is of this format."""
    read: Callable[[Path], Iterator[ForeignText | Refused]]
    """Read a file or folder as a stream. A row that is wrong comes as `Refused`; a file that is wrong as a
    whole raises `AnnotatorError` in one line. Nothing else is raised, whatever the file holds."""
    extra: str = ""
    """The extra of this package that the format needs; empty: none."""
    needs: tuple[str, ...] = ()
    """Modules that come with the extra."""

    of_columns: Callable[[Path, Mapping[str, str]], Iterator[ForeignText | Refused]] | None = None
    """Read a table whose columns somebody names, by what they hold; None: the format has no columns."""

    def require(self) -> None:
        """Raise `AnnotatorError` when the extra is not installed; nothing is loaded."""
        if any(find_spec(module) is None for module in self.needs):
            raise AnnotatorError(
                f"format {self.name} needs an extra: `pip install 'credibility-annotator[{self.extra}]'`"
            )
