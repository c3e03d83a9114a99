"""schema.org ClaimReview: the credibility that annotators gave to claims, one review per person and claim.

`claim_reviews.jsonld` is a JSON-LD document whose `@graph` has the reviews. Only ratings from 1 to 5 are on a
scale; 6, that it cannot be judged, is none. Readers take more for better, so 1 (confirmed) is written as
`ratingValue` 5 and 5 (improbable) as 1; `alternateName` has the codebook's words.

The claim's author is whom the sentence names: the entry of the source register, else the source's words in
the text; a document or footage is its `firstAppearance`. A claim in the outlet's own voice is by the outlet,
or by the article's authors; where a source was expected and is not marked, nobody is said. Every review has
what `REQUIRED` lists. The address of the page that a review is published on (`url`) is for others to add.
"""

from collections import Counter
from collections.abc import Mapping
from json.encoder import encode_basestring as _string
from typing import Any

from annotator.interop.folder import HashedFile, OutputFolder
from annotator.interop.jsonl import as_line
from annotator.interop.rows import compact_json
from annotator.interop.stable_ids import stable_uuid
from annotator.interop.writer import Exporter, FormatInfo, Item, Job, PlacedLabel, PlainWriter
from schemas import GOLD, Annotation, Article, Attribution, Codebook, Source, SourceType

REQUIRED = ("@id", "author", "claimReviewed", "datePublished", "itemReviewed", "reviewRating")
"""What every review has; readers of schema.org take reviews without any of it."""

CANNOT_BE_JUDGED = 6
BEST, WORST = 5, 1
_EXPLANATION = (
    "Credibility of the information by the NATO Admiralty code, which has 1 for confirmed by other sources "
    "and 5 for improbable: ratingValue is 6 less the code, so that 5 is best."
)
_WORDS = ("confirmed by other sources", "probably true", "possibly true", "doubtful", "improbable")
_BODIES = frozenset({SourceType.NAMED_ORGANISATION, SourceType.MEDIA_OUTLET, SourceType.UNNAMED_GROUP})
_WORKS = frozenset({SourceType.DOCUMENT, SourceType.UNACCOUNTABLE_FOOTAGE})

INFO = FormatInfo(
    name="claimreview",
    summary="schema.org ClaimReview (JSON-LD): rated claims, for fact checkers and search engines",
    files=("claim_reviews.jsonld",),
    offset_unit="none",
    loses=(
        "sentences whose credibility is not rated from 1 to 5",
        "labels, attributes, where passages are",
        "how a rating came about but for its day, the votes behind gold",
        "the address of a page on which a review is published",
    ),
)


class ClaimReviewWriter(PlainWriter):
    """Writes a graph of reviews, or one per part of the split."""

    def __init__(self, folder: OutputFolder, job: Job) -> None:
        self._job = job
        self._graphs = {part: _Graph(folder, part) for part in job.parts or ("",)}
        self._ratings = {rating: _rating(rating, name) for rating, name in _names(job.codebook).items()}
        self._dropped: Counter[str] = Counter()

    def add(self, item: Item) -> None:
        """Write the reviews of one article."""
        reviews: list[str] = []
        appearance = compact_json(_appearance(item.article))
        for placed in item.everybody():
            rating = placed.record.credibility
            if rating is None:
                self._dropped["label without a credibility"] += placed.record.label is not None
            elif rating == CANNOT_BE_JUDGED:
                self._dropped["rating of 6, cannot be judged"] += 1
            else:
                reviews.append(self._review(item.article, placed, rating, appearance))
        self._graphs[item.part].add(reviews)

    def finish(self) -> None:
        """Close the graphs."""
        for graph in self._graphs.values():
            graph.close()

    def dropped(self) -> Counter[str]:
        """Count what has no place on the scale."""
        return self._dropped

    def _review(self, article: Article, placed: PlacedLabel, rating: int, appearance: str) -> str:
        # By hand: all but the words is the same in many reviews.
        record = placed.record
        uuid = stable_uuid("review", article.id, placed.unit.id, placed.annotator)
        claim = compact_json({"@type": "Claim", **self._claim(article, record)})
        more = ""
        if record.adjudication is not None:
            more += f',"creativeWorkStatus":"{record.adjudication.origin.value}"'
        if record.comment:
            more += f',"reviewBody":{_string(record.comment)}'
        return (
            f'{{"@type":"ClaimReview","@id":"urn:uuid:{uuid}",'
            f'"claimReviewed":{_string(article.unit_text(placed.unit))},"author":{_author(placed.annotator)},'
            f'"datePublished":"{record.updated.date()}","reviewRating":{self._ratings[rating]},'
            f'"itemReviewed":{claim[:-1]},"appearance":{appearance}}}{more}}}'
        )

    def _claim(self, article: Article, record: Annotation) -> dict[str, Any]:
        """Say who makes a claim, and with which words, as far as they are marked."""
        said: dict[str, Any] = {}
        words = [
            article.text[span.start : span.end]
            for attribution in record.attributions
            for span in attribution.content
        ]
        if words:
            said["text"] = " … ".join(words)
        makers = [
            maker
            for one in record.attributions
            if (maker := _maker(article, one, self._job.sources)) is not None
        ]
        people = [maker for maker in makers if maker["@type"] != "CreativeWork"]
        works = [maker for maker in makers if maker["@type"] == "CreativeWork"]
        if not makers and not self._expects_source(record):
            people = _own_voice(article)
        if people:
            said["author"] = people if len(people) > 1 else people[0]
        if works:
            said["firstAppearance"] = works if len(works) > 1 else works[0]
        return said

    def _expects_source(self, record: Annotation) -> bool:
        if record.attributions or record.same_source:
            return True
        try:
            return record.label is None or self._job.codebook.label(record.label).source_expected
        except KeyError:
            return True


class _Graph:
    """One JSON-LD document, written review by review."""

    def __init__(self, folder: OutputFolder, part: str) -> None:
        name = f"{part}/claim_reviews.jsonld" if part else "claim_reviews.jsonld"
        self._file: HashedFile = folder.file(name, rows=0)
        self._file.write('{"@context":"https://schema.org","@graph":[')

    def add(self, reviews: list[str]) -> None:
        """Write reviews, given as JSON."""
        before = self._file.rows or 0
        lines = "".join(f"{',' if before + place else ''}\n{one}" for place, one in enumerate(reviews))
        self._file.write(as_line(lines)[:-1])
        self._file.rows = before + len(reviews)

    def close(self) -> None:
        """Write the end."""
        self._file.write("\n]}\n")


def _names(codebook: Codebook) -> dict[int, str]:
    """Give the codebook's words for each rating; where it has none, those of the code itself."""
    names = {rating: f"{rating} {words}" for rating, words in enumerate(_WORDS, start=1)}
    for attribute in codebook.attributes:
        if attribute.field == "credibility":
            names.update({int(value[0]): value for value in attribute.values if value[:1] in set("12345")})
    return names


def _rating(rating: int, name: str) -> str:
    scale = {"ratingValue": BEST + WORST - rating, "bestRating": BEST, "worstRating": WORST}
    words = {"alternateName": name, "ratingExplanation": _EXPLANATION}
    return compact_json({"@type": "Rating", **scale, **words})


def _author(annotator: str) -> str:
    agent = "Organization" if annotator == GOLD else "Person"
    return f'{{"@type":"{agent}","name":{_string(annotator)}}}'


def _maker(
    article: Article, attribution: Attribution, sources: Mapping[str, Source]
) -> dict[str, str] | None:
    """Name whom an attribution names."""
    entry = sources.get(attribution.source_id or "")
    span = attribution.source
    kind = attribution.source_type or (entry.source_type if entry is not None else None)
    if entry is not None:
        name = entry.name
    elif span is not None:
        name = article.text[span.start : span.end]
    else:
        return None
    thing = "CreativeWork" if kind in _WORKS else "Organization" if kind in _BODIES else "Person"
    return {"@type": thing, "name": name}


def _own_voice(article: Article) -> list[dict[str, str]]:
    if article.outlet:
        return [{"@type": "Organization", "name": article.outlet}]
    return [{"@type": "Person", "name": name} for name in article.authors]


def _appearance(article: Article) -> dict[str, Any]:
    """Describe where claims of an article appear."""
    said = {
        "headline": article.title,
        "url": article.url,
        "datePublished": article.published,
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "Organization", "name": article.outlet} if article.outlet else None,
        "inLanguage": article.language,
        "identifier": article.id,
    }
    return {"@type": "NewsArticle", **{name: value for name, value in said.items() if value}}


EXPORTER = Exporter(INFO, ClaimReviewWriter)
