"""Markdown to plain text: words stay, marks go, and kinds are known from the marks."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.ingest import Metadata, read_articles
from annotator.ingest.markdown import plain_text
from schemas import UnitKind


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("# The *war*  #", "The war"),
        ("Some **bold**, *thin*, _thin_ and `code` words", "Some bold, thin, thin and code words"),
        ("5 * 3 * 2 and snake_case_name stay", "5 * 3 * 2 and snake_case_name stay"),
        ("A [link](https://example.org/a_b) here", "A link here"),
        ("A [link][1] here\n\n[1]: https://example.org/a", "A link here"),
        ("It is [sic] so [b] and [/ too", "It is [sic] so [b] and [/ too"),
        ("[Editor]: yes\n\nthe source(s) and [one](s)", "[Editor]: yes\n\nthe source(s) and [one](s)"),
        (r"It cost \$200bn and \*more\*", "It cost $200bn and *more*"),
        ("- one\n- two\n  1. three", "- one\n\n- two\n\n1. three"),
        ("2016. It was a year.", "2016. It was a year."),
        ("- \n\nAfter an empty entry", "After an empty entry"),
        ("```\ncode *as* is\n```", "code *as* is"),
        ("One.\n\n    Indented *words*.", "One.\n\nIndented words."),
        ("Kept<!-- dropped --> words\n\n<!-- dropped\n\ntoo -->", "Kept words"),
        ("<!-- never closed\n\nwords", "<!-- never closed\n\nwords"),
        ("He said <inaudible> and <b>left</b>.", "He said <inaudible> and left."),
        ("<div>\nWords<br>here\n</div>", "Words\nhere"),
        ("AT&amp;T &#0; &#133;", "AT&T \ufffd \ufffd"),
        ("One.\n\n***\n\nTwo.", "One.\n\nTwo."),
        ("<https://example.org/x>", "https://example.org/x"),
        ("line one\nline two", "line one\nline two"),
        ("> " * 150 + "deep", "> " * 150 + "deep"),
        ("a <b and c> d", "a <b and c> d"),
        ("if a <b> c and <i like it", "if a  c and <i like it"),
        ("<details open>Words</details> <x-note kind='a'>stay</x-note>", "Words stay"),
        ("Before <script>hidden <b>words</script>after", "Before after"),
        ("<script>\nnever closed", "<script>\nnever closed"),
        ("<table><tr><td>one</td><td>two</td></tr>\n<tr><td>three</td></tr></table>", "one two\n\n three"),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("![A *big* <b>lorry</b>](l.jpg)", "A big lorry"),
        ("Short <!--> comment", "Short  comment"),
    ],
)
def test_words_stay_and_marks_go(markdown: str, plain: str) -> None:
    assert plain_text(markdown)[0].strip() == plain.strip()


def test_headings_quotations_and_pictures_become_kinds(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "---\noutlet: The Post\n---\n\n# Convoy reaches town.\n\n![A lorry. It stands.](l.jpg)\n\n"
        "> We did not stop it. It left.\n> Nobody saw it.\n\nIt was *late*. Then ![Map](m.png) came rain.\n\n"
        "A paragraph above dashes.\n---\n\nUnderlined title\n===\n\nThe end came."
    )
    [article] = read_articles(path, Metadata())
    assert article.title == "Convoy reaches town."
    assert [(article.unit_text(unit), unit.kind) for unit in article.units] == [
        ("Convoy reaches town.", UnitKind.HEADING),
        ("A lorry. It stands.", UnitKind.CAPTION),
        ("We did not stop it.", UnitKind.QUOTE),
        ("It left.", UnitKind.QUOTE),
        ("Nobody saw it.", UnitKind.QUOTE),
        ("It was late.", UnitKind.SENTENCE),
        ("Then  came rain.", UnitKind.SENTENCE),
        ("Map", UnitKind.CAPTION),
        ("A paragraph above dashes.", UnitKind.SENTENCE),
        ("Underlined title", UnitKind.HEADING),
        ("The end came.", UnitKind.SENTENCE),
    ]


MARKS = st.sampled_from(
    [
        *(
            "*",
            "**",
            "_",
            "`",
            "```\n",
            "# ",
            "> ",
            "- ",
            "1. ",
            "[",
            "](",
            "](u/v)",
            ")",
            "![",
            "<b>",
            "<!--",
        ),
        *(
            "-->",
            "<",
            "\n",
            "\n\n",
            "    ",
            "\\",
            "&amp;",
            "&#13;",
            "---\n",
            "===\n",
            "|",
            "word",
            "\t",
            "😀",
            ".",
        ),
    ]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(MARKS, max_size=40).map("".join))
def test_hints_are_ordered_disjoint_and_inside(markdown: str) -> None:
    text, hints, _ = plain_text(markdown)
    position = 0
    for hint in hints:
        assert position <= hint.start < hint.end <= len(text)
        position = hint.end


MARKS_AND_WORDS = st.sampled_from(
    ["*", "**", "_", "# ", "> ", "- ", "1. ", "\n", "\n\n", " ", "    ", "` ", "Ann", "war"]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(MARKS_AND_WORDS, max_size=40).map("".join))
def test_no_word_is_lost(markdown: str) -> None:
    """Without links, comments and pictures every word of the Markdown is in the plain text."""
    text = plain_text(markdown).text
    assert (text.count("Ann"), text.count("war")) == (markdown.count("Ann"), markdown.count("war"))


def test_what_is_dropped_is_counted_in_words(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# Dam\n\nSee [the report](https://a.example/r.pdf 'Report') and [more][1], <https://b.example/>.\n\n"
        "[1]: https://c.example/\n[1]: https://d.example/\n\n![A dam](dam.jpg) <b>It</b> holds."
        "<!-- so far -->\n\n"
        "<script>count()</script>\n\n<div><style>p {}</style>Nobody <em>left</em>.</div>\n\n"
        "```python\nprint()\n```\n"
    )
    [article] = read_articles(path, Metadata())
    assert article.provenance.changes == (
        "6 HTML tags dropped",
        "1 comment dropped",
        "1 script dropped",
        "1 style dropped",
        "2 link addresses dropped",
        "1 picture address dropped",
        "1 link title dropped",
        "2 link definitions dropped",
        "1 code language dropped",
    )
    assert "Nobody left." in article.text
    assert "https://b.example/" in article.text


def test_markdown_without_anything_dropped_has_no_changes() -> None:
    assert plain_text("# A *heading*\n\n> Quoted **words** and <inaudible>.\n").changes == ()


HTML = st.sampled_from(
    [
        "<",
        ">",
        "</",
        "b",
        " and c",
        "script",
        "style",
        "<!--",
        "-->",
        "/>",
        "div",
        " a=",
        "'",
        "\n",
        "\n\n",
        "war",
        " ",
    ]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(HTML, max_size=30).map("".join))
def test_words_that_are_not_in_html_stay(markdown: str) -> None:
    """Every word is in the text, or something is said to be dropped."""
    plain = plain_text(markdown)
    if not plain.changes:
        assert plain.text.count("war") == markdown.count("war")


@pytest.mark.parametrize(
    "opening", ["<!--", "<script ", "<script>", "<style>", "<a ", "</", "<a href='", '<b x="']
)
@pytest.mark.parametrize("around", ["", "<div>\n"])
def test_openings_that_never_close_cost_no_more_than_their_length(opening: str, around: str) -> None:
    """A search from each to the end of the text would take hours here."""
    markdown = f"{around}words {opening * 20_000}"
    assert plain_text(markdown).text.strip() == markdown.removeprefix(around).strip()
