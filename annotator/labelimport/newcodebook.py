"""A codebook of the labels that a dataset has, for a project that is made of it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from string import ascii_lowercase, digits
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from annotator.codebook import CODEBOOK_FILE, load_codebook
from annotator.errors import AnnotatorError
from annotator.store import write_durably
from schemas import Codebook, CodebookLabel, slug
from schemas.base import LabelName

_NAME = TypeAdapter[str](LabelName)
_MAX_LABELS = 60
"""More are no labels, but words that somebody has typed."""
_REFUSED = re.compile(r"[\s\x00-\x1f\x7f-\x9f\"'`,/:;|\\<>{}\[\]]+")
_SIGNS = "+*=%&$@!~^()"
_FILLER = "other"
"""Second label of a dataset that has only one: a codebook has two at least."""


class NewCodebook(NamedTuple):
    """A codebook, and what the labels of the dataset are called in it where they differ."""

    codebook: Codebook
    renamed: Mapping[str, str]


def codebook_of(found: Sequence[str], name: str) -> NewCodebook | None:
    """Make a codebook of labels in this order; None where the shipped one has them all, if there are any.

    Raises:
        AnnotatorError: there are too many to be labels.
    """
    shipped = load_codebook()
    if set(found) <= set(shipped.label_names):
        return None
    if len(found) > _MAX_LABELS:
        raise AnnotatorError(
            f"the files hold {len(found):,} different labels ({', '.join(map(repr, found[:3]))} …): choose "
            "another column with --column label=NAME, or map them to fewer with --map"
        )
    names = {label: label for label in found if _is_name(label)}
    for label in found:
        if label not in names:
            names[label] = _allowed(label, names.values())
    titles = {names[label]: " ".join(label.split()) for label in found}
    if len(titles) == 1:
        titles[_FILLER if _FILLER not in titles else "none"] = "other"
    keys = _keys(list(titles.values()))
    labels = tuple(
        CodebookLabel(name=one, title=title, key=key, definition=f"As in the dataset: {title}.")
        for (one, title), key in zip(titles.items(), keys, strict=True)
    )
    free = tuple(one.model_copy(update={"labels": ()}) for one in shipped.attributes if one.field == "bias")
    codebook = Codebook(
        name=_identifier(name),
        version="1",
        question="Which label fits this sentence?",
        labels=labels,
        attributes=free,
    )
    return NewCodebook(codebook, {label: name for label, name in names.items() if label != name})


def write_codebook(root: Path, codebook: Codebook) -> Path:
    """Write a codebook as the project's own; one that is there is never replaced."""
    import tomlkit

    path = root / CODEBOOK_FILE
    if path.exists():
        raise AnnotatorError(f"{path} is there already; leave it, or move it away first")
    found = codebook.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    document = tomlkit.document()
    document.add(tomlkit.comment("The labels, the keys that give them, and the rules by which to decide."))
    document.add(tomlkit.comment("Raise `version` whenever a rule changes its meaning: labels carry it."))
    for name, value in found.items():
        document[name] = value
    write_durably(path, tomlkit.dumps(document).encode())
    return path


def _is_name(label: str) -> bool:
    try:
        _NAME.validate_python(label)
    except ValidationError:
        return False
    return True


def _allowed(label: str, taken: Iterable[str]) -> str:
    """Give a label as a codebook may name it, with a number where that name is taken."""
    name = " ".join(_REFUSED.sub(" ", label).split())[:56].strip() or "label"
    known = {one.casefold() for one in taken}
    return next(
        candidate
        for number in range(1, _MAX_LABELS + 2)
        if (candidate := name if number == 1 else f"{name} {number}").casefold() not in known
    )


def _keys(titles: Sequence[str]) -> list[str]:
    """Choose a key for each label: a letter of its title, else any that is free."""
    taken: set[str] = set()
    keys = []
    for title in titles:
        letters = [letter for letter in title.casefold() if letter in ascii_lowercase + digits]
        letters += [letter for letter in title.lower() if letter.isalpha() and _fits(letter)]
        pool = [*letters, *ascii_lowercase, *digits, *_SIGNS, *map(chr, range(0xE0, 0x17F))]
        key = next(one for one in pool if one.upper() not in taken and _fits(one))
        taken.add(key.upper())
        keys.append(key)
    return keys


def _fits(letter: str) -> bool:
    """Whether a character can be a key: see `schemas.codebook.Key`."""
    plain = letter.isprintable() and not letter.isspace() and unicodedata.category(letter)[0] != "M"
    return plain and len(letter.upper()) == 1 and unicodedata.east_asian_width(letter) not in "WF"


def _identifier(name: str) -> str:
    folded = unicodedata.normalize("NFKD", slug(name)).encode("ascii", "ignore").decode()
    words = re.sub("[^a-z0-9]+", "_", folded).strip("_")
    return (words if words[:1].isalpha() else f"labels_{words}".rstrip("_"))[:60]
