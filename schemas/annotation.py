"""One annotator's decision about one unit, with everything it rests on."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from schemas.adjudication import Adjudication
from schemas.base import Flag, Identifier, LabelName, Name, Offset, Record, Sha256, UnitId, UtcDatetime


class Span(Record):
    """A stretch of the article's text, in code points from its beginning, end exclusive."""

    start: Offset
    end: Offset

    @model_validator(mode="after")
    def _is_not_empty(self) -> Self:
        if self.start >= self.end:
            raise ValueError(f"span [{self.start}, {self.end}) is empty or reversed")
        return self


class SourceType(StrEnum):
    """Who or what the information comes from at its origin, in the order of the keys 1 to 8."""

    NAMED_PERSON = "named_person"
    NAMED_ORGANISATION = "named_organisation"
    DOCUMENT = "document"
    MEDIA_OUTLET = "media_outlet"
    UNNAMED_PERSON = "unnamed_person"
    UNNAMED_GROUP = "unnamed_group"
    UNACCOUNTABLE_FOOTAGE = "unaccountable_footage"
    REPORTER_AT_SCENE = "reporter_at_scene"


class Directness(StrEnum):
    """Whether the content is the source's words or a report of them."""

    INDIRECT = "indirect"
    DIRECT = "direct"
    MIXED = "mixed"


class Hedge(StrEnum):
    """How the claim is put, whoever makes it."""

    CERTAIN = "certain"
    HEDGED = "hedged"
    DENIED = "denied"


class BiasKind(StrEnum):
    """What a bias mark marks."""

    LOADED = "loaded"
    EPISTEMOLOGICAL = "epistemological"
    INFORMATIONAL = "informational"
    PROPAGANDA = "propaganda"


class PropagandaTechnique(StrEnum):
    """The fourteen techniques of SemEval-2020 task 11 (Da San Martino et al. 2020)."""

    APPEAL_TO_AUTHORITY = "appeal_to_authority"
    APPEAL_TO_FEAR_PREJUDICE = "appeal_to_fear_prejudice"
    BANDWAGON_REDUCTIO_AD_HITLERUM = "bandwagon_reductio_ad_hitlerum"
    BLACK_AND_WHITE_FALLACY = "black_and_white_fallacy"
    CAUSAL_OVERSIMPLIFICATION = "causal_oversimplification"
    DOUBT = "doubt"
    EXAGGERATION_MINIMISATION = "exaggeration_minimisation"
    FLAG_WAVING = "flag_waving"
    LOADED_LANGUAGE = "loaded_language"
    NAME_CALLING_LABELING = "name_calling_labeling"
    REPETITION = "repetition"
    SLOGANS = "slogans"
    THOUGHT_TERMINATING_CLICHE = "thought_terminating_cliche"
    WHATABOUTISM_STRAW_MEN_RED_HERRING = "whataboutism_straw_men_red_herring"


class Voice(StrEnum):
    """Whose wording it is: the outlet's own, or its source's."""

    AUTHOR = "author"
    SOURCE = "source"


class Origin(StrEnum):
    """How a label came about, so that suggestions can be told from decisions for ever."""

    MANUAL = "manual"
    SUGGESTION_ACCEPTED = "suggestion_accepted"
    SUGGESTION_EDITED = "suggestion_edited"
    IMPORTED = "imported"


class Attribution(Record):
    """Who said it: the source, the saying cue and the content that the source vouches for."""

    source: Span | None = None
    cue: Span | None = None
    content: tuple[Span, ...] = ()
    """What was said; more than one span where the cue interrupts it."""
    source_id: str | None = None
    """Entry of the source register."""
    via: tuple[str, ...] = ()
    """Register entries of the relays between the source and the outlet, nearest to the source first."""
    chain_length: Annotated[int, Field(ge=1, le=20, strict=True)] = 1
    """1 for a source that spoke to the outlet; each relay adds one."""
    source_type: SourceType | None = None
    """None until the annotator (or a suggestion) has said; the codebook's default is a named person."""
    directness: Directness = Directness.INDIRECT
    source_view: Flag = False
    """The content is the source's opinion rather than a report of fact."""

    def spans(self) -> tuple[Span, ...]:
        """All spans of the attribution, in no particular order."""
        return tuple(span for span in (self.source, self.cue, *self.content) if span is not None)


class BiasMark(Record):
    """A stretch of wording that leans."""

    kind: BiasKind
    span: Span
    technique: PropagandaTechnique | None = None
    voice: Voice = Voice.AUTHOR

    @model_validator(mode="after")
    def _technique_belongs_to_propaganda(self) -> Self:
        if self.technique is not None and self.kind is not BiasKind.PROPAGANDA:
            raise ValueError(
                f"technique {self.technique} on a {self.kind} mark; only propaganda marks have one"
            )
        return self


class CodebookRef(Record):
    """The codebook that a label was given under."""

    name: Identifier
    version: str


class OfferedSuggestion(Record):
    """What was offered to the annotator before the decision, and by what."""

    label: LabelName
    version: str


class Annotation(Record):
    """One annotator's record of one unit.

    No record means that the unit was not seen; a record without spans or marks means that none are there.
    """

    unit: UnitId
    label: LabelName | None = None
    """A label of the codebook; None while the unit has only a flag or a comment."""
    same_source: Flag = False
    """Carried over: the source is that of the sourced sentence before it (rule 3)."""
    attributions: tuple[Attribution, ...] = ()
    hedge: Hedge | None = None
    """None: left at the default, `certain`."""
    check_worthiness: Annotated[int, Field(ge=0, le=2, strict=True)] | None = None
    """0 background, 1 ordinary, 2 would matter if false; None: left at the default, 1."""
    gap: Flag = False
    """The sentence says only that information is missing (rule 1)."""
    bias: tuple[BiasMark, ...] = ()
    credibility: Annotated[int, Field(ge=1, le=6, strict=True)] | None = None
    """Of the information, NATO Admiralty: 1 confirmed … 5 improbable, 6 cannot be judged; None: not rated."""
    mixed: Flag = False
    low_confidence: Flag = False
    flag: Flag = False
    comment: Annotated[str, Field(max_length=10_000)] = ""
    annotator: Name
    """The name as typed; its slug is the folder."""
    created: UtcDatetime
    updated: UtcDatetime
    seconds: Annotated[float, Field(ge=0, le=86_400, strict=True)] = 0.0
    """Active time spent on the unit, idle time cut off."""
    origin: Origin = Origin.MANUAL
    suggestion: OfferedSuggestion | None = None
    codebook: CodebookRef
    text_sha256: Sha256
    """Hash of the unit's words when they were labelled."""
    adjudication: Adjudication | None = None
    """Of a gold label: what it rests on. No annotator's record has it."""

    @model_validator(mode="after")
    def _times_are_in_order(self) -> Self:
        if self.updated < self.created:
            raise ValueError("updated before it was created")
        return self

    def spans(self) -> tuple[Span, ...]:
        """All spans of the record, in no particular order."""
        marks = tuple(mark.span for mark in self.bias)
        return marks + tuple(span for attribution in self.attributions for span in attribution.spans())
