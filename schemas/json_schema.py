"""The JSON Schema of every stored model, with the sentences under its fields as descriptions."""

import ast
import inspect
import itertools
import textwrap
from typing import Any

from schemas.annotation import Annotation
from schemas.article import Article, Unit
from schemas.assignment import AssignedArticle
from schemas.base import Record
from schemas.codebook import Codebook
from schemas.event import Event
from schemas.labelfile import LabelFileMeta
from schemas.settings import ProjectSettings, UserSettings
from schemas.sharedfile import SharedFileMeta
from schemas.source import Source, SourceEvent, SourceFileMeta
from schemas.split import SplitArticle
from schemas.suggestion import Suggestion

_STORED: tuple[type[Record], ...] = (
    Annotation,
    Article,
    AssignedArticle,
    Codebook,
    Event,
    LabelFileMeta,
    ProjectSettings,
    SharedFileMeta,
    Source,
    SourceEvent,
    SourceFileMeta,
    SplitArticle,
    Suggestion,
    Unit,
    UserSettings,
)


def json_schemas() -> dict[str, dict[str, Any]]:
    """Give the JSON Schema of every stored model by its file name without ending, e.g. `article`."""
    return {model.__name__.lower(): _described(model) for model in _STORED}


def _described(model: type[Record]) -> dict[str, Any]:
    """Add the sentences under the fields of a model and of those it holds.

    pydantic would read them from the source at every import, which costs a third of the time to start.
    """
    schema = model.model_json_schema()
    parts = {model.__name__: schema} | schema.get("$defs", {})
    for record in Record.__subclasses__():
        properties = parts.get(record.__name__, {}).get("properties", {})
        for field, sentence in sentences(record).items():
            if field in properties:
                properties[field]["description"] = sentence
    return schema


def sentences(record: type[Record]) -> dict[str, str]:
    """The strings that stand under the fields of a class, in its source, by the field's name."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(record))).body
    body = definition.body if isinstance(definition, ast.ClassDef) else []
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in itertools.pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }
