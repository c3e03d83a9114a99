"""The project's settings, `annotator.toml`."""

from typing import Annotated

from pydantic import Field

from schemas.base import Record


class ProjectSettings(Record):
    """Everything optional; a folder without the file has these defaults."""

    name: str = ""
    """The project's name, shown in the app; empty: the folder's name."""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] = "en"
    """BCP 47 tag given to imported articles that do not say their own."""
