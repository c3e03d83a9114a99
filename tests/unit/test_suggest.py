"""What the suggester offers, rule by rule, in sentences of our own; and what it must not fall for."""

from typing import NamedTuple

import pytest

from annotator.segment import segment
from annotator.suggest import SUGGESTER, suggest
from schemas import Article, Attribution, BiasKind, Directness, SourceType, Span, Suggestion, UnitKind, Voice
from tests.unit.labelled import article


class Offered(NamedTuple):
    """A suggestion with the words that its spans mark."""

    label: str | None
    same_source: bool
    reason: str
    source: str | None
    cue: str | None
    content: tuple[str, ...]
    bias: tuple[tuple[BiasKind, str, Voice], ...]
    attribution: Attribution | None


def offered(text: str, language: str = "en", outlet: str = "") -> Offered | None:
    """What is offered for a text that is one sentence."""
    return _in_words(article([text], language=language, outlet=outlet))[0]


def offers(text: str, language: str = "en") -> list[Offered | None]:
    """What is offered for each unit of a text, in order."""
    whole = article([text], language=language)
    return _in_words(whole.model_copy(update={"units": tuple(segment(text, language))}))


def _in_words(of: Article) -> list[Offered | None]:
    found = {one.unit: one for one in suggest(of)}
    return [_told(of, found[unit.id]) if unit.id in found else None for unit in of.units]


def _told(of: Article, one: Suggestion) -> Offered:
    def words(span: Span | None) -> str | None:
        return None if span is None else of.text[span.start : span.end]

    first = one.attributions[0] if one.attributions else None
    return Offered(
        one.label,
        one.same_source,
        one.reason,
        words(first.source) if first else None,
        words(first.cue) if first else None,
        tuple(of.text[span.start : span.end] for span in first.content) if first else (),
        tuple((mark.kind, words(mark.span) or "", mark.voice) for mark in one.bias),
        first,
    )


def label(text: str) -> str | None:
    """The label offered for one sentence; None when there is none."""
    found = offered(text)
    return found.label if found else None


def parts(text: str) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Source, cue and content offered for one sentence that somebody says."""
    found = offered(text)
    assert found is not None
    assert found.label == "sourced", found
    return found.source, found.cue, found.content


def test_the_version_names_the_suggester() -> None:
    name, version = SUGGESTER.split()
    assert name == "rules"
    assert version.count(".") == 2


# Rule 0 and 1: no claim


@pytest.mark.parametrize("kind", [UnitKind.HEADING, UnitKind.DATELINE, UnitKind.BYLINE, UnitKind.BOILERPLATE])
def test_what_is_no_sentence_is_no_claim(kind: UnitKind) -> None:
    plain = article(["Mayor says bridge will close on Monday"])
    whole = plain.model_copy(update={"units": (plain.units[0].model_copy(update={"kind": kind}),)})
    assert [(one.label, one.reason) for one in suggest(whole)] == [
        ("not_a_claim", f"{kind}, no sentence of the article")
    ]


@pytest.mark.parametrize(
    ("kind", "caption", "label"),
    [
        (UnitKind.CAPTION, "The bridge over the Osk. Photo: Lena Ott", "not_a_claim"),
        (UnitKind.CAPTION, "The burned bridge on Monday", "not_a_claim"),
        (UnitKind.CAPTION, "Divers search the flooded quarry beside Kalver for three missing climbers", None),
        (UnitKind.HEADING, "Bridge over the Osk burned, nobody hurt", "not_a_claim"),
        (UnitKind.HEADING, "Nobody has explained why the sirens stayed silent", None),
    ],
)
def test_what_tells_news_that_the_article_does_not_is_left_open(
    kind: UnitKind, caption: str, label: str | None
) -> None:
    plain = article(["The bridge over the Osk burned on Monday.", caption])
    sentence, other = plain.units
    whole = plain.model_copy(update={"units": (sentence, other.model_copy(update={"kind": kind}))})
    offer = _in_words(whole)[1]
    assert (offer.label if offer else None) == label


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The deputy minister declared:", "ends in a colon"),
        ("Who opened the gate?", "asks"),
        ("It is unclear who fired first.", "it is unclear"),
        ("Who fired first is not known.", "is not known"),
        ("It was not immediately clear how the fire began.", "was not immediately clear"),
        ("Below is the letter in full.", "below is"),
    ],
)
def test_questions_gaps_and_lead_ins_are_no_claim(text: str, reason: str) -> None:
    found = offered(text)
    assert found is not None
    assert found.label == "not_a_claim"
    assert reason in found.reason


def test_a_negative_that_can_be_checked_is_a_claim() -> None:
    assert label("No agreement has been reached.") == "unverified"


def test_a_gap_told_by_the_way_does_not_make_a_sentence_no_claim() -> None:
    assert (
        label("The barge sank on Monday, although it is unclear how many men were on board.") != "not_a_claim"
    )


def test_a_question_that_somebody_asks_is_sourced() -> None:
    assert parts("“Why did nobody call us?” Brook asked.") == ("Brook", "asked", ("Why did nobody call us?",))


# Rule 2: somebody says so


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "The gates were opened at dawn, a dam engineer said.",
            "a dam engineer",
            "said",
            ("The gates were opened at dawn",),
        ),
        (
            "Ada Brook, the mayor of Hollin, told reporters on Tuesday that the bridge would close.",
            "Ada Brook, the mayor of Hollin",
            "told",
            ("the bridge would close",),
        ),
        (
            "However, the Dravian envoy pointed out that two points are still open.",
            "the Dravian envoy",
            "pointed out",
            ("two points are still open",),
        ),
        (
            "The harbour has to be dredged, said Lena Ott, head of the port office.",
            "Lena Ott, head of the port office",
            "said",
            ("The harbour has to be dredged",),
        ),
        (
            "Dravia, which lent the cranes, said earlier this week it was sending divers.",
            "Dravia",
            "said",
            ("it was sending divers",),
        ),
        (
            "In a separate statement Ott told the paper she could see an end to the strike.",
            "Ott",
            "told",
            ("she could see an end to the strike",),
        ),
        ("The company has denied that it knew.", "The company", "has denied", ("it knew",)),
        (
            "Most observers do not expect the dam to hold.",
            "Most observers",
            "do not expect",
            ("the dam to hold",),
        ),
        ("Brook refused to say who had called her.", "Brook", "refused to say", ("who had called her",)),
        (
            "According to the harbour office, two cranes fell in March.",
            "the harbour office",
            "According to",
            ("two cranes fell in March",),
        ),
        (
            "Two cranes fell in March, according to Lena Ott, the harbour master.",
            "Lena Ott, the harbour master",
            "according to",
            ("Two cranes fell in March",),
        ),
        ("The plan, he added, was drawn up in May.", "he", "added", ("The plan", "was drawn up in May")),
        ("Forbach, however, says that the vat was empty.", "Forbach", "says", ("the vat was empty",)),
        (
            "Workers who spoke to the paper said the alarm was broken.",
            "Workers who spoke to the paper",
            "said",
            ("the alarm was broken",),
        ),
        ("The Ferry Union (FU) said 40 men had left.", "The Ferry Union (FU)", "said", ("40 men had left",)),
        (
            "The ministry went to court on Friday, arguing that the ballot was void.",
            "The ministry",
            "arguing",
            ("the ballot was void",),
        ),
        ("As the mayor put it, the town is broke.", "the mayor", "put it", ("the town is broke",)),
        (
            "Brook said the hall was safe, but nobody had looked at it since June.",
            "Brook",
            "said",
            ("the hall was safe",),
        ),
        (
            "The order under which the province says it acted was signed late, records show.",
            "records",
            "show",
            ("The order under which the province says it acted was signed late",),
        ),
        (
            "The sample showed 44 micrograms, said Dr. Ott (Отт), a chemist in Hollin.",
            "Dr. Ott (Отт), a chemist in Hollin",
            "said",
            ("The sample showed 44 micrograms",),
        ),
        (
            "Gov. Tobrek told the paper that nobody would go home, according to the agency.",
            "Gov. Tobrek",
            "told",
            ("nobody would go home",),
        ),
        (
            "Police did not say on Monday whether the man was armed.",
            "Police",
            "did not say",
            ("whether the man was armed",),
        ),
    ],
)
def test_speaker_cue_and_content(text: str, source: str, cue: str, content: tuple[str, ...]) -> None:
    assert parts(text) == (source, cue, content)


@pytest.mark.parametrize(
    ("text", "content", "directness"),
    [
        (
            "“We counted every family twice,” Brook said.",
            ("We counted every family twice",),
            Directness.DIRECT,
        ),
        (
            "Brook said the hall was “as safe as a church”.",
            ("the hall was “as safe as a church”",),
            Directness.MIXED,
        ),
        ("Brook said the hall was safe.", ("the hall was safe",), Directness.INDIRECT),
        (
            "“We counted twice,” Brook said, “and nobody at all was left behind.”",
            ("We counted twice", "and nobody at all was left behind"),
            Directness.DIRECT,
        ),
        (
            "''We counted every family twice,'' Brook said.",
            ("We counted every family twice",),
            Directness.DIRECT,
        ),
        (
            "Brook wrote: “We counted every family twice.”",
            ("We counted every family twice",),
            Directness.DIRECT,
        ),
        ("and then we went home,” Brook said.", ("and then we went home",), Directness.DIRECT),
    ],
)
def test_quoted_words_are_direct(text: str, content: tuple[str, ...], directness: Directness) -> None:
    found = offered(text)
    assert found is not None
    assert found.attribution is not None
    assert (found.source, found.content) == ("Brook", content)
    assert found.attribution.directness is directness


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Mr. Feld said the smell was strong.", SourceType.NAMED_PERSON),
        ("Ada Brook said the bridge would close.", SourceType.NAMED_PERSON),
        ("Moscow said the talks had begun.", SourceType.NAMED_ORGANISATION),
        ("The Port Authority said the talks had begun.", SourceType.NAMED_ORGANISATION),
        ("The FRW said the talks had begun.", SourceType.NAMED_ORGANISATION),
        ("The report states that 12 bridges are unsafe.", SourceType.DOCUMENT),
        ("Records show that the order was signed late.", SourceType.DOCUMENT),
        ("State news agency Orba reported that the talks had begun.", SourceType.MEDIA_OUTLET),
        ("The bridge is shut, the Hollin Courier newspaper reported.", SourceType.MEDIA_OUTLET),
        ("An official said the talks had begun.", SourceType.UNNAMED_PERSON),
        ("A person who works at the port said the talks had begun.", SourceType.UNNAMED_PERSON),
        ("A source, who asked to remain anonymous, said the talks had begun.", SourceType.UNNAMED_PERSON),
        ("Three drivers said the bus was late.", SourceType.UNNAMED_GROUP),
        ("Residents say the wall is cracked.", SourceType.UNNAMED_GROUP),
        ("A video appears to show a man on the roof.", SourceType.UNACCOUNTABLE_FOOTAGE),
    ],
)
def test_the_kind_of_source(text: str, type_: SourceType) -> None:
    found = offered(text)
    assert found is not None
    assert found.attribution is not None
    assert found.attribution.source_type is type_


def test_a_surname_is_the_person_of_the_full_name_before_it() -> None:
    found = offers(
        "Radek Simm, a spokesman, said nobody was hurt.\n\nSimm said the gate was open.\n\n"
        "He said no more came."
    )
    assert [one.attribution.source_type for one in found if one and one.attribution] == [
        SourceType.NAMED_PERSON
    ] * 3


@pytest.mark.parametrize(
    ("text", "outlet", "length"),
    [
        ("A guard told the Hollin Courier that the lock was broken.", "Morning Star", 2),
        ("A guard told the Hollin Courier that the lock was broken.", "Hollin Courier", 1),
        ("A guard told reporters that the lock was broken.", "Morning Star", 1),
        ("The agency quoted a guard as saying that the lock was broken.", "Morning Star", 2),
    ],
)
def test_each_relay_makes_the_chain_longer(text: str, outlet: str, length: int) -> None:
    found = offered(text, outlet=outlet)
    assert found is not None
    assert found.attribution is not None
    assert found.attribution.chain_length == length


def test_who_is_quoted_by_an_agency_is_the_source() -> None:
    text = "Orba news agency quoted the deputy minister, Oleg Syrov, as saying that talks had begun."
    assert parts(text) == ("the deputy minister, Oleg Syrov", "quoted", ("talks had begun",))


@pytest.mark.parametrize(
    "text",
    [
        "The minister is reportedly ill.",
        "The accounts were claimed to be false.",
        "There are concerns that the wall could break.",
        "It is said that the ferry was overloaded.",
    ],
)
def test_what_nobody_is_named_as_saying_is_unverified(text: str) -> None:
    assert label(text) == "unverified"


@pytest.mark.parametrize(
    "text",
    [
        "Ankara wants to buy two more ships.",
        "Officials in Arden hosted a delegation from Norway in May.",
        "The council “reform” was voted through on 3 March.",
        "The Claims Office opened at nine on Monday.",
        "Said Hamid left the country in 2019.",
        "Mark Says is a shop in Leeds.",
        "The mayor will say on Friday whether she runs again.",
        "To say that it rained is an understatement.",
        "He was told that the bridge would close.",
        "Police reports from May describe a fight at the gate.",
        "The firm said nothing.",
        "Her latest remarks will do her no good.",
        "Clinton leads by roughly 270 pledged delegates.",
        "The two claims differ.",
    ],
)
def test_what_only_looks_like_an_attribution_is_not_offered_as_sourced(text: str) -> None:
    assert label(text) != "sourced"


def test_the_outlet_itself_is_no_source() -> None:
    assert label("I think it was a mistake.") != "sourced"
    assert label("We believe that the council failed.") != "sourced"


# Rule 3: carried over


def test_a_quotation_that_goes_on_has_the_same_source() -> None:
    found = offers(
        "“In a flood you pick up the phone,” Brook said.\n\n“The paper comes after. It always does.”"
    )
    assert [(one.label, one.same_source) for one in found if one] == [
        ("sourced", False),
        ("sourced", True),
        ("sourced", True),
    ]


def test_words_reproduced_after_a_lead_in_are_sourced() -> None:
    found = offers("The ministry published a statement:\n\n“The works are closed. They will open in May.”")
    assert [(one.label, one.same_source) for one in found if one] == [
        ("not_a_claim", False),
        ("sourced", False),
        ("sourced", True),
    ]


# Rules 4 and 5: the outlet's own voice


@pytest.mark.parametrize(
    "text",
    [
        "The town council approved the reservoir on Tuesday.",
        "Dravian troops have taken the port of Osk and two villages near Kalver.",
        "The harbour, completed in 1974, has 96 berths.",
    ],
)
def test_a_plain_statement_is_unverified(text: str) -> None:
    assert label(text) == "unverified"


@pytest.mark.parametrize(
    "text",
    [
        "The move looks designed to buy time before the vote.",
        "His silence may reflect pressure from the coast.",
        "The plan was a disgrace.",
        "It would probably be cheaper to do nothing.",
        "The council should resign.",
        "The union seems to have lost heart.",
    ],
)
def test_a_judgement_is_an_opinion(text: str) -> None:
    assert label(text) == "opinion"


def test_a_judgement_that_is_quoted_is_sourced() -> None:
    assert label("The plan was a disgrace, Brook said.") == "sourced"


@pytest.mark.parametrize(
    "text",
    [
        "An ambush, in plain language.",
        "The move, adopted by 12 votes on 3 March in Hollin, may help.",
        "Something like that happened.",
    ],
)
def test_nothing_is_offered_where_too_little_speaks_for_it(text: str) -> None:
    assert label(text) is None


# Marks


def test_loaded_words_are_marked_in_the_voice_they_stand_in() -> None:
    found = offered("The hapless council said the regime had lied.")
    assert found is not None
    assert found.bias == (
        (BiasKind.LOADED, "hapless", Voice.AUTHOR),
        (BiasKind.LOADED, "regime", Voice.SOURCE),
    )


def test_a_verb_that_takes_sides_is_marked() -> None:
    found = offered("The governor boasted that he had ordered it himself.")
    assert found is not None
    assert found.bias == ((BiasKind.EPISTEMOLOGICAL, "boasted", Voice.AUTHOR),)


def test_a_phrase_that_takes_sides_is_marked() -> None:
    found = offered("The governor said without evidence that the vote was rigged.")
    assert found is not None
    assert found.bias == ((BiasKind.EPISTEMOLOGICAL, "without evidence", Voice.AUTHOR),)


def test_names_are_not_loaded() -> None:
    found = offered("The Radical Party met at the Heroic Hall on Monday.")
    assert found is not None
    assert found.bias == ()


def test_marks_are_offered_without_a_label() -> None:
    found = offered("Some thugs came along.")
    assert found is not None
    assert (found.label, [mark[1] for mark in found.bias]) == (None, ["thugs"])


# Other languages


def test_other_languages_have_structure_questions_and_quotations() -> None:
    found = offers(
        "Brücke bleibt zu\n\n„Wir öffnen sie erst im Mai wieder“, sagte Anna Brandt.\n\n"
        "Wer hat das entschieden?\n\nDer Rat tagte am Montag in Hollin.",
        language="de",
    )
    assert [one and one.label for one in found] == ["not_a_claim", "sourced", "not_a_claim", None]
    assert found[1] is not None
    assert (found[1].cue, found[1].content) == ("sagte", ("Wir öffnen sie erst im Mai wieder",))


@pytest.mark.parametrize(
    ("text", "language", "content"),
    [
        ("« Le pont restera fermé », affirme Anne Brun.", "fr", "Le pont restera fermé"),
        ("«Мост закрыт до мая», — сказала Анна Бродская.", "ru", "Мост закрыт до мая"),
        ("“大桥将继续关闭”，布朗说。", "zh", "大桥将继续关闭"),
        ("「橋は閉鎖されたままだ」と市長は述べた。", "ja", "橋は閉鎖されたままだ"),
    ],
)
def test_quoted_words_with_a_saying_word_in_other_languages(text: str, language: str, content: str) -> None:
    found = offered(text, language)
    assert found is not None
    assert (found.label, found.content) == ("sourced", (content,))


@pytest.mark.parametrize(
    ("text", "language"), [("谁决定的？", "zh"), ("من قرر ذلك؟", "ar"), ("Ποιος αποφάσισε;", "el")]
)
def test_questions_in_other_scripts(text: str, language: str) -> None:
    assert label_in(text, language) == "not_a_claim"


def test_a_language_that_nobody_described_raises_nothing() -> None:
    assert label_in("Qapla’ tlhIngan maH taHjaj.", "tlh") is None


def label_in(text: str, language: str) -> str | None:
    found = offered(text, language)
    return found.label if found else None
