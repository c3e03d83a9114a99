"""Labels that do not apply any more: which of them wait for the annotator, and which are settled."""

from collections.abc import Container, Iterable

from schemas import Annotation, Article


def waiting(
    outdated: Iterable[Annotation], current: Container[str], article: Article
) -> dict[str, Annotation]:
    """Give the labels among `outdated` records that somebody has to confirm or to replace, by unit id.

    That of a unit which was merged into another is settled as soon as the other has a record that applies:
    `current` has the ids of the units that have one.
    """
    merged = article.merged_away()
    return {
        record.unit: record for record in outdated if record.label and merged.get(record.unit) not in current
    }
