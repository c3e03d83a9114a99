"""ClaimReviews: what every one has, who is said to make a claim, and what has no place on the scale."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import AnnotatorError
from annotator.interop import ExportSummary, Request, Split, export
from annotator.interop.claim_review import REQUIRED
from schemas import (
    GOLD,
    Adjudication,
    Annotation,
    Article,
    Attribute,
    Attribution,
    Codebook,
    CodebookLabel,
    GoldOrigin,
    LabelledArticle,
    Source,
    SourceType,
    Span,
)
from tests.unit.labelled import CODEBOOK, article, record
from tests.unit.nasty import NASTY_CODEBOOK, full_record, nasty

SENTENCES = ("The harbour is open, its clerk said.", "It was “never” shut 👩‍👩‍👧.", "Nobody knows.")
BOOK = CODEBOOK.model_copy(
    update={
        "labels": (
            CodebookLabel(name="sourced", title="S", key="s", definition="Said.", source_expected=True),
            CodebookLabel(name="plain", title="P", key="p", definition="Not said."),
        ),
        "attributes": (
            Attribute(field="credibility", title="credibility", values=("1 settled", "2 likely", "6 open")),
        ),
    }
)


def story(**fields: Any) -> Article:
    return article(
        SENTENCES, "Harbour", **({"outlet": "The Courier", "url": "https://example.org/1"} | fields)
    )


def given(of: Article, *records: Annotation) -> LabelledArticle:
    labels: dict[str, dict[str, Annotation]] = {}
    for one in records:
        labels.setdefault(one.annotator, {})[one.unit] = one
    return LabelledArticle(article=of, labels=labels)


def write(
    tmp_path: Path, what: LabelledArticle, book: Codebook = BOOK, **request: Any
) -> tuple[list[dict[str, Any]], ExportSummary]:
    summary = export([what], book, Request("claimreview", **request), tmp_path / "out")
    document = json.loads((tmp_path / "out" / "claim_reviews.jsonld").read_bytes())
    assert document["@context"] == "https://schema.org"
    return document["@graph"], summary


def review_of(tmp_path: Path, of: Article, attribution: Attribution | None, **request: Any) -> dict[str, Any]:
    """Give the review of one rated sentence."""
    said = () if attribution is None else (attribution,)
    one = record(of, "u001", "Ann", "sourced", credibility=2, attributions=said)
    [review], _ = write(tmp_path, given(of, one), **request)
    return review


def check(review: dict[str, Any], text: str) -> None:
    """Hold a review to what we demand of each."""
    assert set(REQUIRED) <= set(review)
    assert review["@type"] == "ClaimReview"
    assert review["@id"].startswith("urn:uuid:")
    assert review["claimReviewed"] in text
    assert review["author"]["name"]
    assert review["author"]["@type"] in {"Person", "Organization"}
    assert review["datePublished"] == "2031-03-04"
    rating = review["reviewRating"]
    assert (rating["@type"], rating["worstRating"], rating["bestRating"]) == ("Rating", 1, 5)
    assert 1 <= rating["ratingValue"] <= 5
    assert rating["alternateName"]
    assert "6 less the code" in rating["ratingExplanation"]
    claim = review["itemReviewed"]
    assert claim["@type"] == "Claim"
    assert claim["appearance"]["@type"] == "NewsArticle"
    assert claim["appearance"]["headline"]


@pytest.mark.parametrize(
    ("code", "value", "name"),
    [
        (1, 5, "1 settled"),
        (2, 4, "2 likely"),
        (3, 3, "3 possibly true"),
        (4, 2, "4 doubtful"),
        (5, 1, "5 improbable"),
    ],
)
def test_more_is_better_and_the_codebook_names_it(tmp_path: Path, code: int, value: int, name: str) -> None:
    of = story()
    [review], summary = write(tmp_path, given(of, record(of, "u001", "Ann", "sourced", credibility=code)))
    check(review, of.text)
    assert (review["reviewRating"]["ratingValue"], review["reviewRating"]["alternateName"]) == (value, name)
    assert summary.manifest.dropped == ()


def test_what_is_not_rated_or_cannot_be_judged_is_left_out_and_told(tmp_path: Path) -> None:
    of = story()
    records = (
        record(of, "u001", "Ann", "plain", credibility=6),
        record(of, "u002", "Ann", "plain"),
        record(of, "u003", "Ann", None, flag=True),
        record(of, "u001", "Ben", "plain", credibility=5),
    )
    reviews, summary = write(tmp_path, given(of, *records))
    assert [review["author"]["name"] for review in reviews] == ["Ben"]
    assert {(one.count, one.reason) for one in summary.manifest.dropped} == {
        (1, "rating of 6, cannot be judged"),
        (1, "label without a credibility"),
    }
    with pytest.raises(AnnotatorError, match="nothing was written: --strict"):
        export([given(of, *records)], BOOK, Request("claimreview", strict=True), tmp_path / "strict")
    assert not (tmp_path / "strict").exists()


def test_everybody_reviews_apart_and_gold_says_its_state(tmp_path: Path) -> None:
    of = story()
    gold = record(
        of,
        "u001",
        GOLD,
        "plain",
        credibility=1,
        adjudication=Adjudication(origin=GoldOrigin.MAJORITY, adjudicator="Cem"),
    )
    records = (record(of, "u001", "Ann", "plain", credibility=1), gold)
    reviews, _ = write(tmp_path, given(of, *records))
    ann, by_gold = reviews
    assert ann["author"] == {"@type": "Person", "name": "Ann"}
    assert by_gold["author"] == {"@type": "Organization", "name": "gold"}
    assert by_gold["creativeWorkStatus"] == "majority"
    assert "creativeWorkStatus" not in ann
    assert ann["@id"] != by_gold["@id"]


CLERK = Span(start=21, end=30)


def test_the_author_of_a_claim_is_named_by_the_words_of_the_text(tmp_path: Path) -> None:
    content = Span(start=0, end=19)
    claim = review_of(tmp_path, story(), Attribution(source=CLERK, content=(content,)))["itemReviewed"]
    assert claim["author"] == {"@type": "Person", "name": "its clerk"}
    assert claim["text"] == "The harbour is open"


def test_the_author_of_a_claim_is_named_by_the_register(tmp_path: Path) -> None:
    office = Source(id="office", name="Harbour Office", source_type=SourceType.NAMED_ORGANISATION)
    attribution = Attribution(source=CLERK, source_id="office")
    claim = review_of(tmp_path, story(), attribution, sources={"office": office})["itemReviewed"]
    assert claim["author"] == {"@type": "Organization", "name": "Harbour Office"}


def test_a_document_is_where_a_claim_appeared_first(tmp_path: Path) -> None:
    attribution = Attribution(source=CLERK, source_type=SourceType.DOCUMENT)
    claim = review_of(tmp_path, story(), attribution)["itemReviewed"]
    assert claim["firstAppearance"] == {"@type": "CreativeWork", "name": "its clerk"}
    assert "author" not in claim


@pytest.mark.parametrize(
    ("label", "fields", "author"),
    [
        ("plain", {}, {"@type": "Organization", "name": "The Courier"}),
        ("plain", {"outlet": "", "authors": ("A. Bee",)}, {"@type": "Person", "name": "A. Bee"}),
        ("plain", {"outlet": "", "authors": ()}, None),
        ("sourced", {}, None),
    ],
)
def test_without_a_source_the_outlet_says_it_unless_a_source_was_expected(
    tmp_path: Path, label: str, fields: dict[str, Any], author: dict[str, str] | None
) -> None:
    of = story(**fields)
    [review], _ = write(tmp_path, given(of, record(of, "u002", "Ann", label, credibility=3)))
    check(review, of.text)
    assert review["itemReviewed"].get("author") == author


def test_words_that_other_tools_stumble_over_are_whole(tmp_path: Path) -> None:
    of = nasty().article
    records = [
        full_record(of, unit, place).model_copy(update={"credibility": place % 5 + 1})
        for place, unit in enumerate(of.units)
    ]
    reviews, _ = write(tmp_path, given(of, *records), NASTY_CODEBOOK)
    assert [review["claimReviewed"] for review in reviews] == [of.unit_text(unit) for unit in of.units]
    assert [review.get("reviewBody", "") for review in reviews] == [one.comment for one in records]
    assert len({review["@id"] for review in reviews}) == len(reviews)
    for review in reviews:
        check(review, of.text)


def test_every_part_has_its_document_even_without_a_rating(tmp_path: Path) -> None:
    of = story()
    what = given(of, record(of, "u001", "Ann", "plain", credibility=1))
    split = Split(parts=("train", "test"), part_of={of.id: "test"})
    export([what], BOOK, Request("claimreview", split=split), tmp_path / "out")
    sizes = {
        part: len(json.loads((tmp_path / "out" / part / "claim_reviews.jsonld").read_bytes())["@graph"])
        for part in split.parts
    }
    assert sizes == {"train": 0, "test": 1}
