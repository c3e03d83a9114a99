"""Where an annotator left a project, kept outside it in the platform's folder for such things."""

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

from schemas import slug


@dataclass
class Session:
    """The last article, the place in each, and the theme; losing it loses no work."""

    path: Path
    article: str = ""
    places: dict[str, int] = field(default_factory=dict)
    """Index of the current unit by article id."""
    theme: str = ""

    @classmethod
    def load(cls, root: Path, annotator: str) -> "Session":
        """Read what is remembered of `annotator` in the project at `root`; nothing, if it cannot be read."""
        key = hashlib.sha256(f"{root}\n{slug(annotator)}".encode()).hexdigest()[:16]
        path = platformdirs.user_state_path("annotator", appauthor=False) / f"{key}.json"
        try:
            found: Any = json.loads(path.read_bytes())
            places = {str(name): int(place) for name, place in found["places"].items()}
            return cls(path, str(found["article"]), places, str(found["theme"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError):
            return cls(path)

    def save(self) -> None:
        """Write it down; a folder that cannot be written is no reason to disturb anyone.

        In one step, but without waiting for the disk: it is written with every save of a label, and a place
        lost in a power cut costs one key.
        """
        kept = {"article": self.article, "places": self.places, "theme": self.theme}
        temporary = self.path.with_suffix(f".{os.getpid()}.tmp")
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps(kept), encoding="utf-8")
            temporary.replace(self.path)
