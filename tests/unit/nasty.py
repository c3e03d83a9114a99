"""Articles that hold what other tools stumble over: the same ones for the tests of every format."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from schemas import (
    GOLD,
    Adjudication,
    Annotation,
    Article,
    Attribution,
    BiasKind,
    BiasMark,
    Codebook,
    CodebookLabel,
    Directness,
    DisagreementReason,
    GoldOrigin,
    Hedge,
    LabelledArticle,
    OfferedSuggestion,
    Origin,
    PropagandaTechnique,
    SourceType,
    Span,
    Unit,
    UnitKind,
    Voice,
    Vote,
)
from tests.unit.labelled import NOON, article, record

LABELS = ("red", "non-biased", "mostly true", "größtenteils")

NASTY_CODEBOOK = Codebook(
    name="nasty",
    version="2",
    question="What is it, “exactly”?",
    labels=tuple(
        CodebookLabel(name=name, title=name.title(), key=key, definition=f"It is {name}; = nothing, \tmore.")
        for name, key in zip(LABELS, "rnmg", strict=True)
    ),
)

SENTENCES = (
    "=Harbour “open”, says mayor",
    "The mayor 👩‍👩‍👧 said: “no 🇩🇪, thanks”.",
    "Le café a fermé, dit-on; cafe\u0301 too.",
    "قال الوزير إن الميناء مفتوح.",
    '=1+1 is "two", he said, and left.',
    "＝SUM(A1) stands here.",
    "@port office: [sic] no comment; A|B_C*D -> E\\F",
    "'quoted' at the start",
    "-5 degrees at\nnight, over two lines",
    "A\ttab and a\u00a0hard blank, a soft\u00adhyphen",
    "<b>bold</b> &amp; _x0041_ ]]> {{braces}}",
    "NULL",
    "𝕭𝖔𝖑𝖉 claims, 漢字 said so.",
    "Nobody labelled this one.",
)
"""Units of `nasty`; the last one has no record, of nobody."""

COMMENTS = (
    "",
    "a,b;c",
    'say "x"',
    "two\nlines",
    "\ttab",
    "+1",
    "next\u2028line\u2029and\u0085end",
    "nan",
    "\r\n",
    "'",
    "bell\x07 nul\x00 escape\x1b",
    "\ufeffmark",
    "👍🏽",
    "https://example.org/?a=1&b=2#c",
)


def nasty() -> LabelledArticle:
    """Give an article of a heading and sentences, with full records by Ann, bare ones by Zoë, and gold.

    Ann's passages overlap and stand behind emoji; Zoë gives some units another label and some none; gold
    has every origin; nobody has a record of the last unit.
    """
    of = nasty_article()
    seen = of.units[:-1]
    ann = {unit.id: full_record(of, unit, place) for place, unit in enumerate(seen)}
    zoe = {
        unit.id: record(
            of, unit.id, "Zoë", (*LABELS, None)[place % 5], **of_codebook(), comment=COMMENTS[-1 - place]
        )
        for place, unit in enumerate(seen)
    }
    gold = {unit.id: gold_record(of, unit, place, ann, zoe) for place, unit in enumerate(seen[:-2])}
    return LabelledArticle(article=of, labels={"Zoë": zoe, "Ann": ann, GOLD: gold})


def nasty_article() -> Article:
    """Give the article of `nasty`."""
    of = article(
        SENTENCES,
        "=Harbour, “news”",
        outlet="@outlet",
        url="https://example.org/?a=1&b=“2”",
        published="2031-03-04",
        authors=("Ö. Ünal", "=B; C"),
        language="de-AT",
    )
    units = [
        unit.model_copy(
            update={
                "kind": UnitKind.HEADING if not place else UnitKind.SENTENCE,
                "quotation": 1 if place in (1, 2) else None,
            }
        )
        for place, unit in enumerate(of.units)
    ]
    return of.model_copy(update={"units": tuple(units)})


def of_codebook() -> dict[str, Any]:
    """Give the field of a record that says that it was given under `NASTY_CODEBOOK`."""
    return {"codebook": NASTY_CODEBOOK.ref}


def full_record(of: Article, unit: Unit, place: int) -> Annotation:
    """Give a record in which every field says something; its passages overlap and touch the unit's ends."""
    start, end = unit.start, unit.end
    first, whole, last = (
        Span(start=start, end=start + 2),
        Span(start=start, end=end),
        Span(start=end - 2, end=end),
    )
    return record(
        of,
        unit.id,
        "Ann",
        LABELS[place % len(LABELS)],
        **of_codebook(),
        comment=COMMENTS[place % len(COMMENTS)],
        attributions=(
            Attribution(
                source=first,
                cue=last,
                content=(whole, first),
                source_id="harbour-office",
                via=("agency", "paper-2"),
                source_type=SourceType.DOCUMENT,
                chain_length=3,
                directness=Directness.MIXED,
                source_view=True,
            ),
            Attribution(source=last, source_type=SourceType.UNNAMED_PERSON),
        ),
        bias=(
            BiasMark(kind=BiasKind.LOADED, span=whole),
            BiasMark(
                kind=BiasKind.PROPAGANDA,
                span=first,
                technique=PropagandaTechnique.DOUBT,
                voice=Voice.SOURCE,
            ),
            BiasMark(kind=BiasKind.LOADED, span=first),
        ),
        hedge=Hedge.DENIED,
        check_worthiness=2,
        credibility=6,
        gap=True,
        same_source=place % 2 == 1,
        mixed=True,
        low_confidence=True,
        flag=True,
        seconds=1.5,
        origin=Origin.SUGGESTION_EDITED,
        suggestion=OfferedSuggestion(label="mostly true", version="1"),
    )


def gold_record(
    of: Article, unit: Unit, place: int, ann: Mapping[str, Annotation], zoe: Mapping[str, Annotation]
) -> Annotation:
    """Give an adjudicated record; its origin goes round with the place."""
    origin = tuple(GoldOrigin)[place % len(GoldOrigin)]
    votes = tuple(
        Vote(annotator=given[unit.id].annotator, label=label, updated=given[unit.id].updated)
        for given in (ann, zoe)
        if (label := given[unit.id].label) is not None
    )
    declined = origin is GoldOrigin.DECLINED
    return record(
        of,
        unit.id,
        GOLD,
        None if declined else ann[unit.id].label,
        **of_codebook(),
        bias=() if declined else ann[unit.id].bias[:1],
        adjudication=Adjudication(
            origin=origin,
            adjudicator="Cem Öz",
            taken_from="Ann" if origin is GoldOrigin.DECIDED else None,
            reason=DisagreementReason.SLIP if origin is GoldOrigin.DECIDED else None,
            note=COMMENTS[place % len(COMMENTS)],
            needs_change=3 if declined else None,
            votes=votes,
            open=("bias",) if origin is GoldOrigin.UNANIMOUS else (),
        ),
    )


_letters = st.characters(
    codec="utf-8",
    exclude_categories=("Cc", "Cs"),
    exclude_characters="\u2028\u2029",
    include_characters="\t\n",
)
texts = (st.sampled_from(SENTENCES) | st.text(_letters, min_size=1, max_size=30)).map(str.strip).filter(bool)
"""Words of a unit, as canonical text may hold them; some stand over two lines."""

titles = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=20)


@st.composite
def spans(draw: st.DrawFn, unit: Unit) -> Span:
    """Give a stretch of a unit."""
    start = draw(st.integers(unit.start, unit.end - 1))
    return Span(start=start, end=draw(st.integers(start + 1, unit.end)))


@st.composite
def attributions(draw: st.DrawFn, unit: Unit) -> Attribution:
    """Give an attribution that says something."""
    here = spans(unit)
    return Attribution(
        source=draw(here),
        cue=draw(st.none() | here),
        content=tuple(draw(st.lists(here, max_size=2))),
        source_id=draw(st.none() | st.just("harbour-office")),
        via=tuple(draw(st.lists(st.sampled_from(["agency", "paper-2"]), max_size=2))),
        source_type=draw(st.none() | st.sampled_from(SourceType)),
        directness=draw(st.sampled_from(Directness)),
        source_view=draw(st.booleans()),
    )


@st.composite
def marks(draw: st.DrawFn, unit: Unit) -> BiasMark:
    """Give a bias mark."""
    kind = draw(st.sampled_from(BiasKind))
    technique = draw(st.none() | st.sampled_from(PropagandaTechnique))
    return BiasMark(
        kind=kind,
        span=draw(spans(unit)),
        technique=technique if kind is BiasKind.PROPAGANDA else None,
        voice=draw(st.sampled_from(Voice)),
    )


@st.composite
def records(draw: st.DrawFn, of: Article, unit: Unit, annotator: str) -> Annotation:
    """Give a record of a unit; it may have no label."""
    return record(
        of,
        unit.id,
        annotator,
        draw(st.none() | st.sampled_from(LABELS)),
        **of_codebook(),
        attributions=tuple(draw(st.lists(attributions(unit), max_size=2))),
        bias=tuple(draw(st.lists(marks(unit), max_size=2))),
        hedge=draw(st.none() | st.sampled_from(Hedge)),
        check_worthiness=draw(st.none() | st.integers(0, 2)),
        credibility=draw(st.none() | st.integers(1, 6)),
        flag=draw(st.booleans()),
        comment=draw(st.sampled_from(COMMENTS) | st.text(st.characters(codec="utf-8"), max_size=9)),
        seconds=draw(st.floats(0, 90)),
        origin=draw(st.sampled_from(Origin)),
    )


@st.composite
def articles(draw: st.DrawFn) -> LabelledArticle:
    """Give an article of one to four units, of none to two annotators, perhaps with gold.

    Every annotator has a record of some of the units. Two articles may be the same.
    """
    of = article(
        draw(st.lists(texts, min_size=1, max_size=4)),
        draw(titles),
        outlet=draw(st.sampled_from(["", "@outlet", "The Courier"])),
        published=draw(st.sampled_from([None, "2031-03-04", "2031-03-04T17:05+02:00"])),
        authors=tuple(draw(st.lists(st.sampled_from(["Ö. Ünal", "=B"]), max_size=2))),
    )
    labels: dict[str, dict[str, Annotation]] = {}
    for name in draw(st.lists(st.sampled_from(["Ann", "Zoë"]), unique=True)):
        seen = draw(st.lists(st.sampled_from(of.units), unique_by=lambda unit: unit.id))
        labels[name] = {unit.id: draw(records(of, unit, name)) for unit in seen}
    if draw(st.booleans()):
        settled = draw(st.lists(st.sampled_from(of.units), unique_by=lambda unit: unit.id))
        labels[GOLD] = {unit.id: draw(_settled(of, unit)) for unit in settled}
    return LabelledArticle(article=of, labels=labels)


@st.composite
def _settled(draw: st.DrawFn, of: Article, unit: Unit) -> Annotation:
    origin = draw(st.sampled_from(GoldOrigin))
    found = draw(records(of, unit, GOLD))
    label = None if origin is GoldOrigin.DECLINED else found.label or LABELS[0]
    votes = (Vote(annotator="Ann", label=LABELS[0], updated=NOON),)
    return found.model_copy(
        update={
            "label": label,
            "adjudication": Adjudication(origin=origin, adjudicator="Cem", votes=votes),
        }
    )
