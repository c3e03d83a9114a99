"""How sure it is that a verb of saying with what stands beside it says who said something."""

from annotator.suggest.content import Complement
from annotator.suggest.cues import Cue
from annotator.suggest.speakers import PLAUSIBLE, Speaker
from schemas import SourceType

_KNOWN = 0.8
"""A speaker of at least this is of a kind that is listed."""


def confidence(cue: Cue, complement: Complement, speaker: Speaker, said_before: bool, quoted: bool) -> float:
    """Give 0 to 1; 0 when the verb does not have beside it what it needs.

    `said_before` is whether words that may be what was said stand before the speaker, `quoted` whether what
    was said, before or after, is in quotation marks.
    """
    needs = cue.form.needs
    if quoted:
        return 0.95 if speaker.plausible >= PLAUSIBLE else 0.6
    if speaker.is_writer:
        return 0.0
    if "certain" in needs and (complement.kind or said_before):
        return 0.97 if speaker.plausible >= PLAUSIBLE else 0.65
    if speaker.plausible < PLAUSIBLE:
        return 0.0
    return max(_by_clause(needs, complement, said_before), _by_object(cue, complement.kind, speaker))


def _by_clause(needs: frozenset[str], complement: Complement, said_before: bool) -> float:
    if "clause" in needs and complement.kind == "clause":
        if complement.sure:
            return 0.93
        return 0.0 if "that" in needs else 0.8
    return 0.85 if "parenthesis" in needs and said_before and not complement.kind else 0.0


def _by_object(cue: Cue, kind: str, speaker: Speaker) -> float:
    needs = cue.form.needs
    if speaker.plausible < _KNOWN:
        return 0.0
    if kind == "infinitive" and "infinitive" in needs:
        return 0.75
    documentary = speaker.type in (SourceType.DOCUMENT, SourceType.UNACCOUNTABLE_FOOTAGE)
    if kind and documentary and "by_document" in needs:
        return 0.7
    if "object" not in needs:
        return 0.0
    return 0.85 if len(cue.form.rest) > 1 else 0.7 * bool(kind)
