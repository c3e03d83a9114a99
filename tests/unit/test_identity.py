"""Who a source is, whatever the annotator marked or chose."""

import pickle

from annotator.identity import Identities, identities
from schemas import Annotation, Article, Attribution, Source, Span
from tests.unit.labelled import article, record

REGISTER = (
    Source(id="vole-1", name="Henrik Vole", aliases=("Vole", "the minister")),
    Source(id="arn-2", name="Arn Hydro"),
    Source(id="lund-3", name="Mayor Lund", aliases=("the mayor",)),
    Source(id="ost-4", name="Mayor Ost", aliases=("the mayor",)),
)


def said(
    of: Article, place: int, words: str | None = None, *, source_id: str | None = None, same: bool = False
) -> Annotation:
    """Give a record of the sentence at `place` that marks these of its words as the source."""
    unit = of.units[place]
    span = None
    if words is not None:
        start = unit.start + of.unit_text(unit).index(words)
        span = Span(start=start, end=start + len(words))
    named = (Attribution(source=span, source_id=source_id),) if words or source_id else ()
    return record(of, unit.id, "ana", "red", attributions=named, same_source=same)


def who(sentences: list[str], *marked: tuple[str | None, str | None]) -> list[str | None]:
    """Give the sources of sentences by the words marked and the entry chosen."""
    of = article(sentences)
    records = {
        of.units[place].id: said(of, place, words, source_id=chosen)
        for place, (words, chosen) in enumerate(marked)
    }
    found = identities(REGISTER)(of, records)
    return [found.get(unit.id) for unit in of.units]


def test_the_entry_that_the_record_names_comes_first() -> None:
    assert who(["Arn Hydro said no."], ("Arn Hydro", "vole-1")) == ["Henrik Vole"]
    assert who(["Somebody said no."], (None, "gone-9")) == ["gone-9"]


def test_words_mean_the_entry_of_that_name_or_alias() -> None:
    sentences = ["ARN HYDRO said no.", "The minister said no.", "“Vole”, he said, is no name."]
    assert who(sentences, ("ARN HYDRO", None), ("The minister", None), ("“Vole”,", None)) == [
        "Arn Hydro",
        "Henrik Vole",
        "Henrik Vole",
    ]


def test_what_follows_the_name_says_who_it_is_and_is_no_part_of_it() -> None:
    long, short = "Henrik Vole, a spokesman for the dam,", "Henrik Vole"
    assert who([f"{long} said no.", f"{short} said no."], (long, None), (short, None)) == ["Henrik Vole"] * 2
    unknown = "Edda Marsk, who drives the bus,"
    found = who([f"{unknown} said no.", "Edda Marsk said no."], (unknown, None), ("Edda Marsk", None))
    assert found == ["edda marsk"] * 2


def test_an_alias_of_several_means_none_of_them() -> None:
    assert who(["The mayor said no."], ("The mayor", None)) == ["mayor"]


def test_nobody_is_named_by_a_pronoun_or_by_nothing() -> None:
    assert who(["She said no.", "No, it was said."], ("She", None), (None, None)) == [None, None]


def test_a_source_that_is_carried_over_is_that_of_the_sentence_before() -> None:
    of = article(["Arn Hydro said no.", "The dam is safe.", "It will hold.", "She said so.", "It will."])
    records = {
        of.units[0].id: said(of, 0, "Arn Hydro"),
        of.units[1].id: said(of, 1, same=True),
        of.units[2].id: said(of, 2, same=True),
        of.units[3].id: said(of, 3, "She"),
        of.units[4].id: said(of, 4, same=True),
    }
    found = identities(REGISTER)(of, records)
    assert [found.get(unit.id) for unit in of.units] == ["Arn Hydro"] * 3 + [None, None]


def test_it_goes_to_other_processes() -> None:
    known = identities(REGISTER)
    assert pickle.loads(pickle.dumps(known)) == known
    assert identities(()) == Identities({}, {})
