"""Who the source of a sentence is, so that two annotators can be compared who wrote it differently."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from annotator.sources import folded, refers_back, short_name
from schemas import Annotation, Article, Source

_AROUND_NAMES = " \t\n,;:.!?()[]«»“”„‘’\"'–—-"
_MOST_REMEMBERED = 10_000


@dataclass(frozen=True)
class Identities:
    """Resolves sources by the entries of the register, read once; can be handed to other processes."""

    names: Mapping[str, str]
    """Name by id of the entry."""
    wordings: Mapping[str, str]
    """Name of the only entry that a wording means, as `folded` writes it: by name, else by alias."""
    _meant: dict[str, str | None] = field(default_factory=dict, compare=False, repr=False)
    """What words were found to mean: annotators mark the same ones, and outlets repeat their sources."""

    def __call__(self, article: Article, records: Mapping[str, Annotation]) -> dict[str, str]:
        """Give by unit who is the first source in each of one annotator's records.

        That is the entry which the record names, else the one that the words of the source span or the
        name in them mean, else that name itself: what stands before the first comma, since who it is follows
        the name. A record that carries a source over has that of the nearest one before it with
        the same label. A unit is left out where nothing names the source: no span, or a pronoun.
        """
        found: dict[str, str] = {}
        last: dict[str | None, str | None] = {}
        for unit in article.units:
            record = records.get(unit.id)
            if record is None:
                continue
            name = self._named(article, record)
            if name is None and record.same_source:
                name = last.get(record.label)
            last[record.label] = name
            if name is not None:
                found[unit.id] = name
        return found

    def _named(self, article: Article, record: Annotation) -> str | None:
        if not record.attributions:
            return None
        said = record.attributions[0]
        if said.source_id is not None:
            return self.names.get(said.source_id, said.source_id)
        if said.source is None:
            return None
        words = article.text[said.source.start : said.source.end]
        if words not in self._meant:
            if len(self._meant) >= _MOST_REMEMBERED:
                self._meant.clear()
            self._meant[words] = self._meaning(words)
        return self._meant[words]

    def _meaning(self, words: str) -> str | None:
        """Give whom the words of a source span mean; None for a pronoun and for no name at all."""
        if refers_back(words):
            return None
        bare = words.strip(_AROUND_NAMES)
        written = [folded(one) for one in (words, bare, short_name(bare))]
        known = (self.wordings[wording] for wording in written if wording in self.wordings)
        return next(known, written[-1]) or None


def identities(sources: Iterable[Source]) -> Identities:
    """Prepare to resolve by these entries; a wording that several go by as an alias means none of them."""
    entries = list(sources)
    aliases = [(folded(alias), entry) for entry in entries for alias in entry.aliases]
    shared = Counter(wording for wording, _ in {(wording, entry.id) for wording, entry in aliases})
    wordings = {wording: entry.name for wording, entry in aliases if shared[wording] == 1}
    wordings |= {folded(entry.name): entry.name for entry in entries}
    return Identities({entry.id: entry.name for entry in entries}, wordings)
