"""Units that annotators label differently: what a team talks about, and what adjudication settles."""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from schemas import LabelledArticle, Record


class Disagreement(Record):
    """One unit with at least two different labels."""

    article: str
    """Id of the article."""
    title: str
    unit: str
    text: str
    labels: Mapping[str, str]
    """Label by annotator, only of those who gave one."""
    comments: Mapping[str, str] = {}
    """What those with a label say of it, by annotator, where they say anything."""

    @property
    def size(self) -> float:
        """Share of disagreeing pairs times raters: a three-way split of three outweighs one against one."""
        raters = len(self.labels)
        agreeing = sum(count * (count - 1) for count in Counter(self.labels.values()).values())
        return (1 - agreeing / (raters * (raters - 1))) * raters


def disagreements(articles: Iterable[LabelledArticle], annotators: Sequence[str]) -> Iterator[Disagreement]:
    """Find the units on which the named annotators gave different labels, in the order of the articles."""
    for labelled in articles:
        article = labelled.article
        records = [(name, labelled.labels.get(name, {})) for name in annotators]
        for unit in article.units:
            given = {name: record for name, by in records if (record := by.get(unit.id)) is not None}
            labels = {name: record.label for name, record in given.items() if record.label is not None}
            if len(set(labels.values())) > 1:
                yield Disagreement(
                    article=article.id,
                    title=article.title,
                    unit=unit.id,
                    text=article.unit_text(unit),
                    labels=labels,
                    comments={name: given[name].comment for name in labels if given[name].comment},
                )


def worst_first(found: Iterable[Disagreement], limit: int | None = None) -> list[Disagreement]:
    """Order by size, largest first, at most `limit`; equals stay in the order they came in."""
    if limit is not None:
        return heapq.nlargest(limit, found, key=lambda disagreement: disagreement.size)
    return sorted(found, key=lambda disagreement: -disagreement.size)
