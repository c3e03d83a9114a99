"""Saved pages to articles: their words only, in the page's blocks, with what the page says of itself."""

import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.ingest import Metadata, read_articles
from annotator.ingest.canonical import canonical
from annotator.ingest.document import Document
from annotator.ingest.source import file_source
from annotator.ingest.web.html import read_html
from schemas import Article, UnitKind
from tests.saved_pages import NO_ARTICLE, PAGES, SavedPage, semantic
from tests.saved_pages_more import MORE_PAGES

NONE = Metadata()


def read(path: Path, content: str | bytes, given: Metadata = NONE) -> Article:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    [article] = read_articles(path, given)
    return article


def document(path: Path, content: str | bytes) -> Document:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    [found] = read_html(file_source(path))
    return found


def refusal(path: Path, content: str | bytes) -> str:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(AnnotatorError) as caught:
        list(read_articles(path, NONE))
    message = str(caught.value)
    assert "\n" not in message
    assert path.name in message
    return message


def blocks(found: Document) -> list[tuple[UnitKind | None, str]]:
    """Give the blocks of a document with the kinds that it hints at."""
    position, given = 0, []
    for words in found.text.split("\n\n"):
        kind = next((hint.kind for hint in found.hints if hint.start <= position < hint.end), None)
        given.append((kind, words))
        position += len(words) + 2
    return given


def page(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body><article><h1>Title of it</h1>{body}</article></body></html>"


LONG = "<p>The harbour authority said on Thursday that the wall had been inspected last in 2027.</p>"


@pytest.mark.parametrize("saved", PAGES + MORE_PAGES, ids=lambda saved: saved.name)
def test_a_saved_page_gives_its_article(tmp_path: Path, saved: SavedPage) -> None:
    found = document(tmp_path / "page.html", saved.raw)
    assert blocks(found) == list(saved.blocks)
    assert found.metadata == saved.known


@pytest.mark.parametrize("saved", PAGES + MORE_PAGES, ids=lambda saved: saved.name)
def test_the_network_is_never_asked(
    tmp_path: Path, saved: SavedPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(*_: object) -> None:
        raise AssertionError("the network was asked")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, no_network)
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    assert document(tmp_path / "page.html", saved.raw).text


def test_what_was_dropped_is_said(tmp_path: Path) -> None:
    article = read(tmp_path / "page.html", semantic().raw)
    [dropped] = article.provenance.changes
    assert dropped.startswith("dropped from the page: comments (1), ")
    assert all(
        what in dropped for what in ("pop-ups (1)", "related links (1)", "pull quotes (1)", "share lines (1)")
    )


def test_what_the_user_says_goes_before_what_the_page_says(tmp_path: Path) -> None:
    article = read(tmp_path / "page.html", semantic().raw, Metadata(outlet="Given", language="de"))
    assert (article.outlet, article.language) == ("Given", "de")
    assert article.authors == ("Ann Lee",)


def test_several_paragraphs_of_a_quotation_are_one_hint(tmp_path: Path) -> None:
    found = document(
        tmp_path / "a.html", page(f"{LONG}<blockquote><p>We knew.</p><p>All of us.</p></blockquote>{LONG}")
    )
    [quote] = [hint for hint in found.hints if hint.kind is UnitKind.QUOTE]
    assert found.text[quote.start : quote.end] == "We knew.\n\nAll of us."


def test_a_page_without_an_article_is_refused(tmp_path: Path) -> None:
    assert "no article in this page, only links" in refusal(tmp_path / "home.html", NO_ARTICLE)
    empty = "<html><body><div id=root></div><script>run()</script></body></html>"
    assert "scripts fill in" in refusal(tmp_path / "app.html", empty)
    assert "no words" in refusal(tmp_path / "empty.html", "")
    assert "no words" in refusal(tmp_path / "comment.html", "<!-- nothing -->")


def test_without_its_packages_the_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.ingest.formats.find_spec", lambda _: None)
    assert "pip install 'credibility-annotator[web]'" in refusal(tmp_path / "a.html", semantic().raw)


@pytest.mark.parametrize(
    ("raw", "encoding", "said"),
    [
        (
            page("<p>Größe und “Höhe” der Mauer waren bekannt, sagte die Behörde am Donnerstag.</p>").encode(
                "utf-8-sig"
            ),
            "utf-8",
            "",
        ),
        (
            page("<p>Größe und “Höhe” der Mauer waren bekannt, sagte die Behörde am Donnerstag.</p>").encode(
                "utf-16-le"
            ),
            "utf-16-le",
            "",
        ),
        (
            page("<p>Größe und “Höhe” der Mauer waren bekannt, sagte die Behörde am Donnerstag.</p>").encode(
                "utf-16-be"
            ),
            "utf-16-be",
            "",
        ),
        (
            page(
                "<p>Größe und “Höhe” der Mauer waren bekannt, sagte die Behörde am Donnerstag.</p>",
                '<meta charset="latin1">',
            ).encode("cp1252"),
            "cp1252",
            "",
        ),
        (
            page(
                "<p>Größe und “Höhe” der Mauer waren bekannt, sagte die Behörde am Donnerstag.</p>",
                '<meta charset="latin1">',
            ).encode(),
            "utf-8",
            "though the page says cp1252",
        ),
        (
            page(
                "<p>Größe und “Höhe” der Mauer waren bekannt, sagte die Behörde am Donnerstag.</p>",
                '<meta charset="utf-8">',
            ).encode("cp1252"),
            "cp1252",
            "a guess",
        ),
        (
            page(
                "<p>Größe und “Höhe” der Mauer waren bekannt, sagte die Behörde am Donnerstag.</p>",
                '<meta charset="rot13">',
            ).encode("cp1252"),
            "cp1252",
            "a guess",
        ),
    ],
)
def test_the_encoding_is_found_and_said(tmp_path: Path, raw: bytes, encoding: str, said: str) -> None:
    article = read(tmp_path / "a.html", raw)
    assert "Größe und “Höhe” der Mauer" in article.text
    assert article.provenance.encoding == encoding
    assert said in " ".join(article.provenance.changes)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("un<b>believ</b>able", "unbelievable"),
        ("one<br>two", "one\ntwo"),
        ("one<br><br>two", "one\n\ntwo"),
        ("one\n   two", "one two"),
        ("one&nbsp;two", "one\u00a0two"),
        ("in&shy;deed zero\u200bwidth", "in\u00addeed zero\u200bwidth"),
        ("super<wbr>long", "superlong"),
        ("H<sub>2</sub>O and m<sup>2</sup>", "H2O and m2"),
        ("known<sup>[3]</sup> and<sup><a href='#n1'>1</a></sup> so", "known[3] and so"),
        ("&#147;so&#148; &#x96; he", "“so” – he"),
        ("a <q>b</q> c", "a “b” c"),
        ("a<script>x</script>b<!-- c -->d", "abd"),
        ("<span>one </span><span>two</span>", "one two"),
        ("1 &lt; 2 &amp;amp; 3", "1 < 2 &amp; 3"),
        ("<a href='x'>the link</a>, and more", "the link, and more"),
        ("a\x00b\x07c", "a\ufffdb\ufffdc"),
    ],
)
def test_inline_marks_neither_glue_nor_split_words(tmp_path: Path, html: str, words: str) -> None:
    found = document(tmp_path / "a.html", page(f"{LONG}<p>{html}</p>{LONG}"))
    assert found.text.split("\n\n", 2)[2].rpartition("\n\n")[0] == words


def test_text_in_a_page_without_any_layout_is_all_taken_and_said(tmp_path: Path) -> None:
    found = document(
        tmp_path / "a.html", "<html><body>The wall broke at dawn on Thursday, the harbour said.</body></html>"
    )
    assert found.text == "The wall broke at dawn on Thursday, the harbour said."


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (
            '<meta property="article:published_time" content="2031-03-06T09:12:00Z">',
            "2031-03-06T09:12:00+00:00",
        ),
        ('<meta name="date" content="2031/03/06">', "2031-03-06"),
        ('<meta name="pubdate" content="20310306">', "2031-03-06"),
        ('<meta name="DC.date" content="2031-03-06 09:12 GMT">', "2031-03-06T09:12:00+00:00"),
        ('<meta name="date" content="Thu, 06 Mar 2031 09:12:00 +0100">', "2031-03-06T09:12:00+01:00"),
        ('<meta name="date" content="yesterday">', None),
        ('<meta name="date" content="2031-02-30">', None),
    ],
)
def test_dates_are_written_as_iso_8601(tmp_path: Path, head: str, published: str | None) -> None:
    assert document(tmp_path / "a.html", page(LONG * 3, head)).metadata.published == published


@pytest.mark.parametrize(
    "data",
    [
        "[1, 2",
        '{"@type": 7}',
        '{"@graph": 1}',
        "[" * 5000,
        '{"@type": "NewsArticle", "author": [[[]]], "headline": 3}',
    ],
)
def test_data_in_pages_may_be_anything(tmp_path: Path, data: str) -> None:
    found = document(
        tmp_path / "a.html", page(LONG * 3, f'<script type="application/ld+json">{data}</script>')
    )
    assert found.metadata.title == "Title of it"


PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<br>",
            "<li>",
            "<ul>",
            "</ul>",
            "<h1>",
            "</h1>",
            "<h2>",
            "</h2>",
        ),
        *(
            "<blockquote>",
            "</blockquote>",
            "<figure><img>",
            "</figure>",
            "<figcaption>",
            "</figcaption>",
            "<q>",
            "</q>",
        ),
        *(
            "<td>",
            "<tr>",
            "<table>",
            "</table>",
            "<b>",
            "</b>",
            "<a href='x'>",
            "</a>",
            "<time>",
            "</time>",
            "<pre>",
        ),
        *(
            "</pre>",
            "<aside class='pullquote'>",
            "</aside>",
            "<span class='byline'>",
            "</span>",
            "&nbsp;",
            "\n",
            " ",
        ),
        *(
            "The wall broke at dawn on Thursday.",
            "It broke.",
            "said the mayor",
            "“Never",
            "x\u2028y",
            "&#13;",
            "\ufdd0",
        ),
    ]
)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, min_size=1, max_size=40).map("".join))
def test_hints_lie_in_canonical_text_in_order(tmp_path: Path, html: str) -> None:
    sure = "<p>The harbour authority said on Thursday that the wall had been inspected.</p>"
    found = document(tmp_path / "a.html", page(f"{sure}{html}"))
    assert canonical(found.text) == (found.text, ())
    position = 0
    for hint in found.hints:
        assert position <= hint.start < hint.end <= len(found.text)
        assert not found.text[hint.start].isspace()
        position = hint.end
