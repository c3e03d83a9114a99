"""Pages in mails, feeds, web archives and one-file pages: the same article comes out of each."""

import gzip
import quopri
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest

from annotator.ingest import Metadata, article_files
from annotator.ingest.document import Note, Refused
from annotator.ingest.reading import Outcome, read_outcomes
from schemas import Article, UnitKind
from tests.saved_pages import NO_ARTICLE, div_soup, semantic

PAGE, SOUP = semantic(), div_soup()


def outcomes(path: Path, content: str | bytes) -> list[Outcome]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_outcomes(path, Metadata()))


def articles(path: Path, content: str | bytes) -> list[Article]:
    found = outcomes(path, content)
    assert not [one for one in found if isinstance(one, Refused)]
    return [one for one in found if isinstance(one, Article)]


def said(found: list[Outcome]) -> str:
    return " | ".join(one.reason if isinstance(one, Refused) else one.text for one in found)


def kinds(article: Article) -> list[tuple[UnitKind, str]]:
    return [(unit.kind, article.unit_text(unit)) for unit in article.units]


def saved_in_one(page: bytes, header: str = "") -> bytes:
    head = (
        "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://courier.example/saved\r\n"
        "Subject: =?utf-8?Q?Breakwater_=E2=80=93_page?=\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/related;\r\n"
        '\ttype="text/html";\r\n\tboundary="----Part--x"\r\n\r\n------Part--x\r\n'
        f"Content-Type: text/html{header}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    picture = b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    return (
        head.encode()
        + quopri.encodestring(page)
        + b"\r\n------Part--x\r\n"
        + picture
        + b"------Part--x--\r\n"
    )


@pytest.mark.parametrize("name", ["page.mhtml", "page.mht", "page.html", "page"])
def test_a_page_saved_in_one_file(tmp_path: Path, name: str) -> None:
    [article] = articles(tmp_path / name, saved_in_one(PAGE.raw))
    assert article.text == PAGE.text
    assert article.provenance.format == "mhtml"
    assert article.url == PAGE.known.url


def test_a_page_saved_in_one_file_tells_what_the_page_does_not(tmp_path: Path) -> None:
    paragraph = "<p>The wall broke at dawn on Thursday, the harbour said.</p>"
    page = f"<html><body><article>{paragraph * 3}</article></body>"
    [article] = articles(tmp_path / "a.mhtml", saved_in_one(page.encode()))
    assert (article.url, article.title) == ("https://courier.example/saved", "Breakwater – page")


def test_the_encoding_that_the_container_says_goes_before_a_guess(tmp_path: Path) -> None:
    page = "<article><h1>Стена</h1><p>Стена рухнула в четверг, сообщила администрация порта.</p></article>"
    [article] = articles(tmp_path / "a.mhtml", saved_in_one(page.encode("cp1251"), "; charset=windows-1251"))
    assert "Стена рухнула" in article.text
    assert article.provenance.encoding == "cp1251"


def mail(subject: str, text: str, html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "Ann <ann@courier.example>", subject
    message["Date"] = "Thu, 06 Mar 2031 09:12:00 +0100"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def test_a_mail_gives_its_text_and_what_its_header_says(tmp_path: Path) -> None:
    [article] = articles(
        tmp_path / "a.eml", mail("Fwd: Größe der Mauer", "The wall broke. No one was hurt.\n").as_bytes()
    )
    assert article.text.strip() == "The wall broke. No one was hurt."
    assert (article.title, article.published) == ("Größe der Mauer", "2031-03-06T09:12:00+01:00")


def test_of_a_mail_in_both_forms_the_html_is_read(tmp_path: Path) -> None:
    html = (
        "<html><body><h1>The wall</h1><p>It <b>bro</b>ke.</p><blockquote>We knew.</blockquote></body></html>"
    )
    [article] = articles(tmp_path / "a.eml", mail("Wall", "*The wall* broke.", html).as_bytes())
    assert kinds(article) == [
        (UnitKind.HEADING, "The wall"),
        (UnitKind.SENTENCE, "It broke."),
        (UnitKind.QUOTE, "We knew."),
    ]


def test_a_mail_whose_html_gives_no_article_is_read_as_plain_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = mail("Wall", "The wall broke.", "<html><body><img src='https://a.example/1'></body></html>")
    [article] = articles(tmp_path / "a.eml", raw.as_bytes())
    assert article.text.strip() == "The wall broke."
    assert "the plain text is read: the HTML gives no article" in article.provenance.changes

    monkeypatch.setitem(sys.modules, "trafilatura", None)  # as if the extra `web` were not installed
    both = mail("Wall", "The wall broke.", "<p>The wall broke.</p>")
    assert articles(tmp_path / "b.eml", both.as_bytes())[0].text.strip() == "The wall broke."
    alone = EmailMessage()
    alone.set_content("<p>The wall broke.</p>", subtype="html")
    [refused] = outcomes(tmp_path / "c.eml", alone.as_bytes())
    assert said([refused]).startswith(f"{tmp_path / 'c.eml'}: reading web pages needs: ")


def test_what_a_mail_program_wrote_is_boilerplate(tmp_path: Path) -> None:
    text = (
        "See below.\n\n---------- Forwarded message ---------\nFrom: Bo <bo@b.example>\n"
        "Date: Wed, 5 Mar 2031 10:00:00 +0100\nSubject: The wall breaks\nTo: Ann\n\n"
        "The wall broke on Thursday.\n\nNobody was hurt.\n\n-- \nAnn Lee\n"
    )
    [article] = articles(tmp_path / "a.eml", mail("Fwd: no title", text).as_bytes())
    assert (article.title, article.published) == ("The wall breaks", "2031-03-05T10:00:00+01:00")
    kept = [words for kind, words in kinds(article) if kind is not UnitKind.BOILERPLATE]
    assert kept == ["See below.", "The wall broke on Thursday.", "Nobody was hurt."]


def test_lines_that_a_mail_program_broke_are_joined(tmp_path: Path) -> None:
    head = "From: a@b.example\nSubject: s\nContent-Type: text/plain; format=flowed\n\n"
    text = f"{head}The wall \nbroke \non Thursday.\nIt did.\n"
    [article] = articles(tmp_path / "a.eml", text)
    assert article.text == "The wall broke on Thursday.\nIt did.\n"


def test_files_attached_to_a_mail_are_read_or_told(tmp_path: Path) -> None:
    message = mail("Three things", "Attached.")
    message.add_attachment(PAGE.raw, maintype="text", subtype="html", filename="page.html")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="wall.png")
    message.add_attachment(mail("Inner story", "It broke. It did."))
    found = outcomes(tmp_path / "a.eml", message.as_bytes())
    given = [one for one in found if isinstance(one, Article)]
    assert [one.provenance.entry for one in given] == ["text", "page.html", "Inner story.eml"]
    assert given[1].text == PAGE.text
    assert given[2].title == "Inner story"
    [note] = [one for one in found if isinstance(one, Note)]
    assert "1 .png" in note.text


RSS = """<?xml version="1.0" encoding="{encoding}"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>The Hale Courier</title>
<image><title>logo</title><url>https://courier.example/logo.png</url></image><language>en-gb</language>
<item><title>Größe &amp; Höhe&nbsp;</title><link>https://courier.example/1</link>
<pubDate>Thu, 06 Mar 2031 09:12:00 +0100</pubDate>
<dc:creator>Ann Lee</dc:creator><media:content url="x.jpg"/><description>Short.</description>
<content:encoded><![CDATA[<p>The <b>wall</b> broke.</p><blockquote>We knew.</blockquote>]]></content:encoded>
</item>
<item><title>Second</title><author>bo@courier.example (Bo Park)</author><guid>urn:2</guid>
<description>The sea came in. So it is.</description></item>
<item><title>Third</title><guid>urn:3</guid></item></channel></rss>"""


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
@pytest.mark.parametrize("name", ["feed.rss", "feed.xml"])
def test_each_entry_of_a_feed_is_an_article(tmp_path: Path, name: str, encoding: str) -> None:
    first, second, third = outcomes(tmp_path / name, RSS.format(encoding=encoding).encode(encoding))
    assert isinstance(first, Article)
    assert kinds(first) == [
        (UnitKind.HEADING, "Größe & Höhe"),
        (UnitKind.SENTENCE, "The wall broke."),
        (UnitKind.QUOTE, "We knew."),
    ]
    assert (first.outlet, first.authors, first.language) == ("The Hale Courier", ("Ann Lee",), "en-GB")
    assert (first.url, first.published) == ("https://courier.example/1", "2031-03-06T09:12:00+01:00")
    assert first.provenance.entry == "https://courier.example/1"
    assert first.provenance.changes == ()
    assert isinstance(second, Article)
    assert second.text == "Second\n\nThe sea came in. So it is."
    assert second.authors == ("Bo Park",)
    assert second.provenance.changes == ("the feed holds a summary of it only",)
    assert isinstance(third, Refused)
    assert "urn:3: there is neither text nor summary" in third.reason


def test_an_atom_feed_with_elements_as_text(tmp_path: Path) -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Blatt</title>'
        "<author><name>Redaktion</name></author>"
        '<entry><title type="html">Kai &lt;b&gt;bricht&lt;/b&gt;</title><link rel="self" href="https://x.example/self"/>'
        '<link href="https://blatt.example/1"/><published>2031-03-06T09:12:00Z</published>'
        "<author><name>Jule A</name></author>"
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        "<p>Die <b>Mau</b>er &amp; mehr.<br/>Ja.</p>"
        "</div></content>"
        "</entry></feed>"
    )
    [article] = articles(tmp_path / "a.atom", feed)
    assert article.text == "Kai bricht\n\nDie Mauer & mehr.\nJa."
    assert (article.outlet, article.authors, article.language) == ("Blatt", ("Jule A",), "de")
    assert (article.url, article.title) == ("https://blatt.example/1", "Kai bricht")


def test_a_feed_that_is_cut_off_gives_what_was_before(tmp_path: Path) -> None:
    whole = RSS.format(encoding="utf-8")
    found = outcomes(tmp_path / "a.rss", whole[: whole.index("Second")])
    assert [type(one) for one in found] == [Article, Refused]
    assert "damaged XML" in said(found[1:])
    assert "1 entry before was read" in said(found[1:])


def record(kind: str, block: bytes, address: str = "https://courier.example/1", length: str = "") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\n"
    head += f"Content-Length: {length or len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def answer(
    body: bytes, fields: str = "Content-Type: text/html; charset=utf-8\r\n", status: str = "200 OK"
) -> bytes:
    return f"HTTP/1.1 {status}\r\n{fields}\r\n".encode() + body


def chunked(body: bytes) -> bytes:
    pieces = [body[at : at + 700] for at in range(0, len(body), 700)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


CRAWL = (
    record("warcinfo", b"software: invented\r\n", "")
    + record("request", b"GET / HTTP/1.1\r\n\r\n")
    + record(
        "response", answer(chunked(PAGE.raw), "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n")
    )
    + record(
        "response",
        answer(gzip.compress(SOUP.raw), "Content-Type: text/html\r\nContent-Encoding: gzip\r\n"),
        "https://blatt.example/2",
    )
    + record("response", answer(NO_ARTICLE.encode()), "https://courier.example/")
    + record("response", answer(b"\x89PNG", "Content-Type: image/png\r\n"), "https://courier.example/a.png")
    + record("response", answer(b"", status="301 Moved Permanently"), "https://courier.example/old")
    + record(
        "response",
        answer(b"\x0b\x02\x80words\x03", "Content-Type: text/html\r\nContent-Encoding: br\r\n"),
        "https://courier.example/3",
    )
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("crawl.warc", CRAWL),
        ("crawl.warc.gz", gzip.compress(CRAWL)),
        ("members.warc.gz", gzip.compress(CRAWL[:900]) + gzip.compress(CRAWL[900:])),
        ("crawl", CRAWL),
    ],
    ids=["plain", "packed", "packed by record", "without ending"],
)
def test_each_page_of_a_web_archive_is_an_article(tmp_path: Path, name: str, content: bytes) -> None:
    found = outcomes(tmp_path / name, content)
    given = [one for one in found if isinstance(one, Article)]
    assert [one.text for one in given] == [PAGE.text, SOUP.text]
    assert [one.provenance.entry.rpartition(".warc/")[2] for one in given] == [
        "https://courier.example/1",
        "https://blatt.example/2",
    ]
    assert given[1].url == "https://blatt.example/2"
    assert "https://courier.example/: there is no article in this page" in said(found[2:])
    assert "packed with br, which is not read" in said(found[2:])
    assert "answers that are no pages: 1 image/png, 1 with status 301" in said(found[2:])


@pytest.mark.parametrize(
    ("length", "problem"),
    [
        ("50", "length is wrong"),
        ("99999", "file ends in the middle"),
        ("-5", "is no number"),
        ("9" * 15, "ends in the middle"),
    ],
)
def test_a_record_with_a_wrong_length_does_not_cost_the_others(
    tmp_path: Path, length: str, problem: str
) -> None:
    bad = record("response", answer(PAGE.raw), "https://courier.example/bad", length)
    good = record("response", answer(PAGE.raw), "https://courier.example/good")
    found = outcomes(tmp_path / "a.warc", bad + good)
    assert f"https://courier.example/bad: {'its' if problem[0] == 'l' else ''}" in said(found)
    assert problem in said([one for one in found if isinstance(one, Refused)])
    texts = [one.text for one in found if isinstance(one, Article)]
    assert texts == ([PAGE.text] if len(length) < 15 else [])


def test_a_folder_of_all_these_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.htm").write_bytes(PAGE.raw)
    (tmp_path / "b.txt").write_bytes(PAGE.raw)
    (tmp_path / "c.xhtml").write_bytes(PAGE.raw)
    (tmp_path / "d").write_bytes(PAGE.raw)
    (tmp_path / "e.mht").write_bytes(saved_in_one(PAGE.raw))
    (tmp_path / "f.eml").write_bytes(mail("s", "Plain.", PAGE.html).as_bytes())
    (tmp_path / "g.atom").write_text(RSS.format(encoding="utf-8"))
    (tmp_path / "h.xml").write_text(RSS.format(encoding="utf-8"))
    (tmp_path / "i.warc.gz").write_bytes(gzip.compress(CRAWL))
    (tmp_path / "j.warc").write_bytes(CRAWL)
    files = list(article_files(tmp_path))
    assert [file.name[0] for file in files] == list("abcdefghij")
    for file in files:
        assert any(isinstance(one, Article) for one in read_outcomes(file, Metadata())), file
