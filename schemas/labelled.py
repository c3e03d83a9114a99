"""An article together with everybody's labels: what comparison and export stream through."""

from collections.abc import Mapping

from schemas.annotation import Annotation
from schemas.article import Article
from schemas.base import Record


class LabelledArticle(Record):
    """One article and the records given to its units, by annotator and unit id."""

    article: Article
    labels: Mapping[str, Mapping[str, Annotation]]
    """Annotator's name, then unit id. A unit without a record was not seen by that annotator."""
    second_passes: Mapping[str, Mapping[str, Annotation]] = {}
    """What annotators said when they labelled units once more, in the same form; where it is asked for."""
    outdated: Mapping[str, int] = {}
    """By annotator, how many labels are left out: given under other rules or words. None: no entry."""
