"""Units of news text: blocks, sentences, kinds, offsets."""

import re

import pytest

from annotator.segment import Hint, segment, segmenter_version
from schemas import UnitKind

S, H, D, B = UnitKind.SENTENCE, UnitKind.HEADING, UnitKind.DATELINE, UnitKind.BYLINE
Q = UnitKind.QUOTE

ARTICLE = """\
Convoy reaches besieged town
By Ann Lee and Bo Park
NORTHPORT, March 3, 2031

A convoy of forty lorries reached the town on Friday. Residents said it was the first in weeks.
What the army says
“We did not stop it,” said Gen. Robert Hale. “It left at 5 p.m. The road was open.”
Photo: A lorry near the bridge. It carried flour.
The post Convoy reaches town appeared first on The Site.
"""


def pieces(text: str, language: str = "en") -> list[str]:
    return [text[unit.start : unit.end] for unit in segment(text, language)]


def test_an_article_becomes_headings_byline_dateline_sentences_caption_and_boilerplate() -> None:
    units = [(ARTICLE[u.start : u.end], u.kind, u.paragraph) for u in segment(ARTICLE)]
    assert units == [
        ("Convoy reaches besieged town", H, 1),
        ("By Ann Lee and Bo Park", B, 2),
        ("NORTHPORT, March 3, 2031", D, 3),
        ("A convoy of forty lorries reached the town on Friday.", S, 4),
        ("Residents said it was the first in weeks.", S, 4),
        ("What the army says", H, 5),
        ("“We did not stop it,” said Gen. Robert Hale.", S, 6),
        ("“It left at 5 p.m.", Q, 6),
        ("The road was open.”", Q, 6),
        ("Photo: A lorry near the bridge. It carried flour.", UnitKind.CAPTION, 7),
        ("The post Convoy reaches town appeared first on The Site.", UnitKind.BOILERPLATE, 8),
    ]
    assert [unit.id for unit in segment(ARTICLE)][:2] == ["u001", "u002"]


@pytest.mark.parametrize("text", ["", " ", "\n\t \n", "\u00a0\u2003\n"])
def test_blank_text_has_no_units(text: str) -> None:
    assert segment(text) == []


@pytest.mark.parametrize(
    "sentences",
    [
        "Lt. Col. Ann Ray and Brig. Gen. Tom Fox met Sgt. Bill Oak.|They spoke.",
        "Sen. Maria Lopez met Rep. Dan Cole of St. Louis.|Nothing came of it.",
        "The U.S. Senate voted.|It took an hour.",
        "He moved to the U.S.|In May he returned.",
        "J. K. Roland and George W. Bishop met.|Both smiled.",
        "Under Resolution No. 4 the town is protected.|Art. 5 applies.",
        "It began at 5 p.m.|The army came later.",
        "“It is so.”|(He did not explain.)|She nodded.",
        "“We saw it,” he said.|“It was loud.”|Others agreed.",
        '"Who is there?" he asked.|Nobody answered.',
        '"We won.|They lost," he said.',
        "The drive slowed….|Overall, it failed.",
        "He wrote for Newsdesk.Com about it.",
        "He runs Acme Corp.|The firm paid.",
        "On Feb. 12 the siege began.|On Aug. 3 it ended.",
        'Prices rose 2.5 percent.|"That is bad," he said.',
        "Troops (incl. Those from the north) left.",
        "14:20 The army entered the town.|It met no fire.",
        "UPDATE 1700 GMT: The army left.|Nobody was hurt.",
        "The E.U. and the U.N. agreed.|The U.K. did not.",
        "The town fell in 1805. [6]|It was rebuilt. [7] [8]",
        "What now?|Nobody knows!|Really...|Then he left.",
        "Mr. and Mrs. Smith came.|Dr. Jones left.",
        "He met Vladimir V. Putin.|The two spoke.",
    ],
)
def test_sentences_of_english_news(sentences: str) -> None:
    expected = sentences.split("|")
    assert pieces(" ".join(expected)) == expected


def test_a_missing_blank_after_a_full_stop_does_not_hide_the_end() -> None:
    text = "They took the town.Residents fled to the hills."
    assert pieces(text) == ["They took the town.", "Residents fled to the hills."]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr-CA", "Il est parti. Elle est restée.", ["Il est parti.", "Elle est restée."]),
        ("ar", "وصلت القافلة. هل عادت؟ لا.", ["وصلت القافلة.", "هل عادت؟", "لا."]),
        ("zh", "车队到了。人们很高兴。", ["车队到了。", "人们很高兴。"]),
        ("xx", "Emoji 😀 first. Offsets after.", ["Emoji 😀 first.", "Offsets after."]),
    ],
)
def test_other_languages(language: str, text: str, expected: list[str]) -> None:
    assert pieces(text, language) == expected


def test_offsets_are_code_points_after_emoji_and_combining_marks() -> None:
    text = "👩‍👩‍👧 e\u0301tait là. He left.\n  שלום לכולם.  "
    assert pieces(text) == ["👩‍👩‍👧 e\u0301tait là.", "He left.", "שלום לכולם."]


WRAPPED = """\
The convoy of forty lorries reached the besieged town on Friday after
it had waited for two days at the last checkpoint. Residents said that
it was the first in seven weeks and that it carried flour and medicine.

The army did not comment. A spokesman of the governor said on Saturday
that the road would stay open for as long as the guns remained silent.
"""


def test_wrapped_text_is_read_across_its_line_breaks() -> None:
    assert [(p.split()[0], p.split()[-1]) for p in pieces(WRAPPED)] == [
        ("The", "checkpoint."),
        ("Residents", "medicine."),
        ("The", "comment."),
        ("A", "silent."),
    ]
    assert [unit.paragraph for unit in segment(WRAPPED)] == [1, 1, 2, 2]


def test_lines_of_like_length_that_are_sentences_are_no_wrapped_text() -> None:
    lines = [f"The column number {n} left the town on the road to the north." for n in range(10, 20)]
    assert pieces("\n".join(lines)) == lines


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Army Advances in the North", "heading"),
        ("ARMY ADVANCES", "heading"),
        ("14:20 GMT", "heading"),
        ("Key Points:", "heading"),
        ("Is the War Over?", "heading"),
        ("He said:", "sentence"),
        ("- one item of a list", "sentence"),
        ("you need to see this", "sentence"),
        ("31.03.2031", "dateline"),
        ("8-May-2031", "dateline"),
        ("Last updated: 14:05 GMT, 3 March 2031", "dateline"),
        ("The Morning Post, 31 March 2031", "dateline"),
        ("NORTHPORT, March 3. /NEWS/", "dateline"),
        ("Published: 3 March 2031 14:05 GMT", "dateline"),
        ("Last updated on Tuesday, March 3, 2031 at 5:20 p.m. EST", "dateline"),
        ("NORTHPORT, March 3 (Agency) - The army left.", "sentence"),
        ("The army left the town on March 3.", "sentence"),
        ("By Ann Lee in Oslo", "byline"),
        ("By Monday the army had left.", "sentence"),
        ("Reporting by Ann Lee; editing by Bo Park", "byline"),
        ("Reporting by phone, she said it was calm.", "sentence"),
        ("Residents queue for bread in Northport, March 2. REUTERS/Ann Lee", "caption"),
        ("FILE PHOTO: A tank near the port. REUTERS/Ann Lee", "caption"),
        ("A tank near the port. (Photo: Ann Lee)", "caption"),
        ("Soldiers near the port. Ann Lee/AFP", "caption"),
        ("Video from the town showed tanks.", "sentence"),
        ("Skip to main content", "boilerplate"),
        ("Read more: The war so far", "boilerplate"),
        ("Sign up for our daily briefing.", "boilerplate"),
        ("We use cookies to give you a better experience.", "boilerplate"),
        ("***", "boilerplate"),
        ("Kaynak/Source:", "boilerplate"),
        ("More than 40 people died.", "sentence"),
        ("UPDATE 1700 GMT:", "heading"),
        ("UPDATE 3", "heading"),
        ("2:05 p.m.", "heading"),
        ("Posted on March 3, 2031 by Ann Lee", "dateline"),
        ("First published on Tue 3 Mar 2031 14.05 GMT", "dateline"),
        ("By Ann Lee and agencies", "byline"),
        ("By Ann Lee, Staff Writer", "byline"),
        ("By our correspondent in Northport", "byline"),
        ("By our own count, 40 people died in Northport.", "sentence"),
        ("Unsubscribe", "boilerplate"),
        ("View this email in your browser", "boilerplate"),
        ("Unsubscribe rates rose in March.", "sentence"),
        ("Ann Lee contributed reporting.", "byline"),
        ("By the River", "heading"),
        ("Soldiers near the port [Ann Lee/Some Agency]", "caption"),
        ("© Ann Lee", "boilerplate"),
        ("(SA Photo/Ann Lee)", "caption"),
        ("Home | News | World | Sport", "boilerplate"),
        ("Back to top", "boilerplate"),
        ("Share on Facebook", "boilerplate"),
        ("4 min read", "boilerplate"),
        ("Sources:", "boilerplate"),
        ("Tags: war, peace", "boilerplate"),
        ("The post Convoy Reaches Town appeared first on The Site.", "boilerplate"),
        ("This article was originally published in The Site.", "boilerplate"),
        ("Search teams found three bodies on Monday.", "sentence"),
        ("Next week the talks resume.", "sentence"),
        ("Comments by the minister caused anger.", "sentence"),
        ("Source close to the minister said so.", "sentence"),
        ("• 40 people died", "sentence"),
        ("Share prices fell by a third.", "sentence"),
        ("Copyright law was changed by the parliament.", "sentence"),
    ],
)
def test_kind_of_a_line(line: str, kind: str) -> None:
    text = f"The army left.\n{line}\nIt came back."
    found = segment(text)[1]
    assert (text[found.start : found.end], found.kind) == (line, kind)


def test_a_long_line_above_text_is_a_heading_although_a_stop_stands_inside() -> None:
    heading = "Second column leaves the northern port for the valley. Goal: the bridges before the winter"
    text = f"The army left.\n{heading}\n{'The column left the port on Monday. ' * 4}"
    assert [unit.kind for unit in segment(text)][:3] == [S, H, S]


def test_a_line_of_speech_that_lacks_its_stop_is_a_sentence() -> None:
    line = "I can tell you nothing of the plans that our army has for the valley in the north"
    text = f"The army left.\n{line}\n{'The column left the port on Monday. ' * 4}"
    assert [unit.kind for unit in segment(text)][:2] == [S, S]


def test_a_credit_after_a_caption_is_a_unit_of_its_own() -> None:
    text = "The army left.\nA tank near the port. Image: Ann Lee.\nIt came back."
    assert [(text[u.start : u.end], u.kind) for u in segment(text)][1:3] == [
        ("A tank near the port.", UnitKind.CAPTION),
        ("Image: Ann Lee.", UnitKind.CAPTION),
    ]


def test_a_separator_inside_a_line_stands_alone() -> None:
    text = "The army left. *** It came back."
    kinds = [(text[u.start : u.end], u.kind) for u in segment(text)]
    assert kinds == [("The army left.", S), ("***", UnitKind.BOILERPLATE), ("It came back.", S)]


def test_hints_of_a_reader_decide_the_kind() -> None:
    text = "One. Two.\nThree. Four.\nFive. Six."
    hints = [Hint(0, 9, UnitKind.QUOTE), Hint(10, 22, UnitKind.HEADING)]
    kinds = [(text[u.start : u.end], u.kind) for u in segment(text, hints=hints)]
    assert kinds == [
        ("One.", Q),
        ("Two.", Q),
        ("Three. Four.", UnitKind.HEADING),
        ("Five.", S),
        ("Six.", S),
    ]


def test_the_version_names_the_rules() -> None:
    assert re.fullmatch(r"rules \d+\.\d+\.\d+", segmenter_version())
