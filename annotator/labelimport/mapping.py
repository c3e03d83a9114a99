"""The mapping file: what the names in a foreign file mean here."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from annotator.errors import AnnotatorError, describe
from annotator.special import refuse_special
from schemas import Record


class LabelMapping(Record):
    """Foreign names and ours. What is mapped to an empty string is left out; what is missing stays."""

    labels: Mapping[str, str] = {}
    annotators: Mapping[str, str] = {}
    articles: Mapping[str, str] = {}
    """Names of documents, and ids of articles here."""
    passages: Mapping[str, str] = {}
    attributes: Mapping[str, str] = {}

    def label(self, foreign: str) -> str:
        """Give our name of a label, empty where it is left out; blanks around it do not count."""
        plain = foreign.strip() or foreign
        return self.labels.get(foreign, self.labels.get(plain, plain))


def load_mapping(path: Path) -> LabelMapping:
    """Read a mapping file.

    Raises:
        AnnotatorError: it cannot be read or is none, in one line with what is wrong.
    """
    refuse_special(path)
    try:
        return LabelMapping.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except ValidationError as error:
        tables = ", ".join(f"[{name}]" for name in LabelMapping.model_fields)
        raise AnnotatorError(f"{path}: {describe(error)}; a mapping has the tables {tables}") from None
    except OSError as error:
        raise AnnotatorError(f"{path}: cannot be read ({error.strerror or error})") from None
    except (ValueError, RecursionError) as error:
        raise AnnotatorError(f"{path}: not valid TOML ({' '.join(str(error).split())[:120]})") from None
