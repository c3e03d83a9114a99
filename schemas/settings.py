"""The project's settings, `annotator.toml`."""

from schemas.base import LanguageTag, Record


class ProjectSettings(Record):
    """Everything optional; a folder without the file has these defaults."""

    name: str = ""
    """The project's name, shown in the app; empty: the folder's name."""
    language: LanguageTag = "en"
    """BCP 47 tag given to imported articles that do not say their own."""
