"""The data contract of Annotator: what a valid article, unit, annotation, source, codebook and event is.

Pure pydantic models without input or output. `schemas.json_schema` makes the JSON Schema of each, so that
programs in other languages can validate the same files; the generated files are in `schemas/json/`.
"""

from schemas.adjudication import Adjudication, DisagreementReason, GoldOrigin, Vote
from schemas.annotation import (
    Annotation,
    Attribution,
    BiasKind,
    BiasMark,
    CodebookRef,
    Directness,
    Hedge,
    OfferedSuggestion,
    Origin,
    PropagandaTechnique,
    SourceType,
    Span,
    Voice,
)
from schemas.article import (
    Article,
    ArticleEdit,
    EditAction,
    FieldChange,
    LanguageFrom,
    NearDuplicate,
    Provenance,
    Unit,
    UnitKind,
)
from schemas.base import SCHEMA_VERSION, Record
from schemas.codebook import Attribute, Codebook, CodebookLabel, CodebookRule
from schemas.dataset import DatasetInfo
from schemas.event import Cause, Event
from schemas.labelfile import LabelFileMeta
from schemas.labelled import LabelledArticle
from schemas.mark import Mark, Role
from schemas.naming import GOLD, RESERVED_ANNOTATORS, annotator_slug, slug
from schemas.settings import (
    Advance,
    AssignmentRule,
    Density,
    ProjectSettings,
    RetestRule,
    RightToLeft,
    UserSettings,
)
from schemas.sharedfile import SharedFileMeta
from schemas.source import Reliability, Source, SourceEvent, SourceFileMeta
from schemas.split import SplitArticle, SplitBy, SplitPlan
from schemas.suggestion import Suggestion

__all__ = [
    "GOLD",
    "RESERVED_ANNOTATORS",
    "SCHEMA_VERSION",
    "Adjudication",
    "Advance",
    "Annotation",
    "Article",
    "ArticleEdit",
    "AssignmentRule",
    "Attribute",
    "Attribution",
    "BiasKind",
    "BiasMark",
    "Cause",
    "Codebook",
    "CodebookLabel",
    "CodebookRef",
    "CodebookRule",
    "DatasetInfo",
    "Density",
    "Directness",
    "DisagreementReason",
    "EditAction",
    "Event",
    "FieldChange",
    "GoldOrigin",
    "Hedge",
    "LabelFileMeta",
    "LabelledArticle",
    "LanguageFrom",
    "Mark",
    "NearDuplicate",
    "OfferedSuggestion",
    "Origin",
    "ProjectSettings",
    "PropagandaTechnique",
    "Provenance",
    "Record",
    "Reliability",
    "RetestRule",
    "RightToLeft",
    "Role",
    "SharedFileMeta",
    "Source",
    "SourceEvent",
    "SourceFileMeta",
    "SourceType",
    "Span",
    "SplitArticle",
    "SplitBy",
    "SplitPlan",
    "Suggestion",
    "Unit",
    "UnitKind",
    "UserSettings",
    "Voice",
    "Vote",
    "annotator_slug",
    "slug",
]
