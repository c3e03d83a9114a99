"""Where an annotator left a project, kept outside it in the platform's folder for such things."""

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import platformdirs

from schemas import slug


class Place(NamedTuple):
    """Where an annotator was in an article."""

    unit: int
    """Index of the current unit."""
    row: int | None = None
    """On which row of the text's pane it stood; None: wherever it is read best."""


@dataclass
class Session:
    """The last article, and the place in each article; losing it loses no work.

    Each article's place is in a file of its own, so that remembering one costs the same among 100,000.
    """

    folder: Path
    article: str = ""

    @classmethod
    def load(cls, root: Path, annotator: str) -> "Session":
        """Read what is remembered of `annotator` in the project at `root`; nothing, if it cannot be read."""
        key = hashlib.sha256(f"{root}\n{slug(annotator)}".encode()).hexdigest()[:16]
        folder = platformdirs.user_state_path("annotator", appauthor=False) / key
        found = _read(folder / _SESSION)
        if not isinstance(found, dict):
            return cls(folder)
        return cls(folder, str(found.get("article", "")))

    def place_in(self, article: str) -> Place | None:
        """Where the annotator was in the article with this id."""
        match _read(self._place_file(article)):
            case [int(unit), int() | None as row] if unit >= 0:
                return Place(unit, row)
        return None

    def save(self, place: Place) -> None:
        """Write down the article, and the place in it.

        A folder that cannot be written is no reason to disturb anyone. Each file in one step, but without
        waiting for the disk: a place lost in a power cut costs one key.
        """
        with suppress(OSError):
            file = self._place_file(self.article)
            file.parent.mkdir(parents=True, exist_ok=True)
            _write(file, list(place))
            _write(self.folder / _SESSION, {"article": self.article})

    def _place_file(self, article: str) -> Path:
        return self.folder / "places" / f"{article}.json"


_SESSION = "session.json"


def _read(path: Path) -> Any:
    """What a file holds; None when it cannot be read."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def _write(path: Path, value: Any) -> None:
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    temporary.write_text(json.dumps(value), encoding="utf-8")
    temporary.replace(path)
