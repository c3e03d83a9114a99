"""Damaged files and files made to harm: one line each, soon, and nothing read or fetched beside them."""

import gzip
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.ingest.document import Note, Refused
from annotator.ingest.entries import Entry, read_entries
from tests.saved_pages import PAGES, semantic
from tests.unit.test_ingest_web_containers import CRAWL, RSS, answer, mail, record, saved_in_one

PAGE = semantic().raw
PARAGRAPH = b"<p>The harbour authority said on Thursday that the wall had been inspected last in 2027.</p>\n"
ARTICLE = b"<html><body><article><h1>Title</h1>" + PARAGRAPH * 5


def read(path: Path, content: bytes) -> list[Entry | Refused | Note]:
    """Read bytes, and check what must hold for any."""
    path.write_bytes(content)
    found = list(read_entries(path))
    for one in found:
        if isinstance(one, Refused):
            assert "\n" not in one.reason
            assert one.reason.startswith(str(path))
    assert found
    return found


def refusal(path: Path, content: bytes) -> str:
    [found] = read(path, content)
    assert isinstance(found, Refused)
    return found.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<html><body>" + PARAGRAPH * 60_000, "more text in this page than in any article"),
        (ARTICLE + b"<a href=x>y</a> " * 150_000, "more elements in this page"),
        (b"<html><body><p>" + b"The wall broke. " * 750_000, "passage of more than 10 MB"),
        (b"<html><body><p>words " + b"<" * 8_000_000, "more text in this page than in any article"),
        (b"<html><body><!-- " + PARAGRAPH * 20, "there is no article in this page"),
        (b"<html><body><script>" * 100_000 + PARAGRAPH * 20, "there is no article in this page"),
    ],
    ids=["paragraphs", "links", "one paragraph", "marks", "comment", "scripts"],
)
def test_pages_that_are_no_articles_are_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    assert reason in refusal(tmp_path / "a.html", content)


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body>" + b"<div>" * 100_000 + PARAGRAPH * 5 + b"</div>" * 100_000,
        b"<html><body>" + b"<div>" * 240 + PARAGRAPH * 500,
        ARTICLE + b"<p>" + b"<b><i><u>" * 30_000 + b"words",
        ARTICLE + b"<p>" + b"<b>word</b> " * 20_000,
        ARTICLE + b"<p>word " + b"<figure><img>x y</figure> word " * 5_000,
        ARTICLE + b"<p " + b"a=1 " * 1_000_000 + b">",
        ARTICLE + b"<p>" + b"&amp;&nosuch;&#x110000;&#0;&#55555555555555;" * 20_000,
        ARTICLE + b"<table><tr><td>1<td>2" * 80,
        ARTICLE + b"<blockquote>" * 200 + PARAGRAPH * 5,
    ],
    ids=["divs", "deep", "inline", "bold", "figures", "attributes", "references", "tables", "quotations"],
)
def test_odd_pages_keep_their_words(tmp_path: Path, content: bytes) -> None:
    [found] = read(tmp_path / "a.html", content)
    assert isinstance(found, Entry)
    assert "inspected last in 2027" in found.document.text


@pytest.mark.parametrize(
    "dtd",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "{secret}">]>',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "{secret}"> %p;]>',
    ],
)
def test_feeds_that_define_entities_are_refused(tmp_path: Path, dtd: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    feed = (
        dtd.replace("{secret}", secret.as_uri())
        + "<rss><channel><item><title>&a;</title></item></channel></rss>"
    )
    assert "defines entities of its own" in refusal(tmp_path / "a.rss", feed.encode())


def test_a_document_type_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "a.dtd").write_text('<!ENTITY secret "the secret">')
    feed = (
        f'<!DOCTYPE rss SYSTEM "{(tmp_path / "a.dtd").as_uri()}">'
        "<rss><channel><item><title>Caf&eacute;</title>"
        "<description>&secret; of it.</description></item></channel></rss>"
    )
    [found] = read(tmp_path / "a.rss", feed.encode())
    assert isinstance(found, Entry)
    assert found.document.text.startswith("Café\n\n")
    assert "the secret" not in found.document.text


def test_other_xml_is_no_feed(tmp_path: Path) -> None:
    assert "no feed (RSS or Atom)" in refusal(
        tmp_path / "a.xml", b"<?xml version='1.0'?><note><item>x</item></note>"
    )


@pytest.mark.parametrize("opening", [b"<rss>", b"<rss><channel><item>"], ids=["outside", "in an entry"])
def test_feeds_without_end_are_refused(tmp_path: Path, opening: bytes) -> None:
    assert "elements without end" in refusal(tmp_path / "a.rss", opening + b"<a>" * 300_000)


def nested(levels: int) -> bytes:
    parts = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(levels)
    )
    return (
        b"From: a@b.example\nSubject: s\nMIME-Version: 1.0\n"
        + parts
        + b"Content-Type: text/plain\n\nThe wall broke.\n"
    )


def test_a_mail_with_parts_in_parts(tmp_path: Path) -> None:
    [found] = read(tmp_path / "a.eml", nested(100))
    assert isinstance(found, Entry)
    assert found.document.text == "The wall broke."
    assert "trap" in refusal(tmp_path / "b.eml", nested(5_000))


@pytest.mark.parametrize(
    "content",
    [
        nested(200) + b"words of a line that goes on and on\n" * 150_000,
        b"From: a\nSubject: s\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nhi\n" * 100_000,
        b"From: a\nSubject: s\nContent-Type: text/plain; " + b"a*0*=utf-8''x;" * 300_000 + b"\n\nhi",
        b"From: a\nSubject: s\n" + b"X: y\n" * 1_100_000 + b"\nhi",
    ],
    ids=["nested", "parts", "parameters", "fields"],
)
def test_mails_that_take_for_ever_are_refused(tmp_path: Path, content: bytes) -> None:
    assert "trap" in refusal(tmp_path / "a.eml", content)


def test_mails_in_mails_end(tmp_path: Path) -> None:
    content = b"From: a@b.example\nSubject: s\n\nThe wall broke.\n"
    for _ in range(20):
        content = (
            b"From: a@b.example\nSubject: s\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" + content
        )
    assert "unpack it first" in refusal(tmp_path / "a.eml", content)


@pytest.mark.parametrize(
    ("fields", "body", "words"),
    [
        ("Content-Transfer-Encoding: base64\n", "VGhl!!!IHdhbGwg*YnJva2Uu\n", "The wall broke."),
        ("Content-Transfer-Encoding: quoted-printable\n", "The wall =ZZ broke=\n.\n", "The wall =ZZ broke."),
        ("Content-Type: text/plain; charset=nosuch\n", "The wall broke.", "The wall broke."),
        ("Content-Type: text/plain; charset=idna\n", "The wall broke.", "The wall broke."),
        ("X: =?utf-8?b?x?=\nContent-Type: text/html; charset=\n", "<p>The wall <b>broke", "The wall broke"),
    ],
)
def test_mails_that_are_not_as_they_say(tmp_path: Path, fields: str, body: str, words: str) -> None:
    text = f"From: a@b.example\nSubject: =?utf-8?b?x?= =?idna?q?y?=\nMIME-Version: 1.0\n{fields}\n{body}"
    [found] = read(tmp_path / "a.eml", text.encode())
    assert isinstance(found, Entry)
    assert found.document.text.strip() == words


def test_bombs_in_web_archives(tmp_path: Path) -> None:
    packed = answer(gzip.compress(b"a" * 40_000_000), "Content-Type: text/html\r\nContent-Encoding: gzip\r\n")
    assert "too large for an article" in refusal(tmp_path / "a.warc", record("response", packed))
    assert "no articles" in refusal(tmp_path / "b.warc", b"WARC/1.0\r\n" + b"a: b\r\n" * 500_000)
    assert "no WARC file" in refusal(tmp_path / "c.warc", b"words\n" * 100)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Cut a file off, change some of its bytes, or lose or double a stretch."""
    broken = bytearray(content)
    for _ in range(chance.randint(0, 20)):
        broken[chance.randrange(len(broken))] = chance.choice(
            b'<>"&\x00\xff\r\n=-/!;' + bytes([chance.randrange(256)])
        )
    start = chance.randrange(len(broken))
    match chance.randint(0, 3):
        case 0:
            del broken[start:]
        case 1:
            del broken[start : start + chance.randint(1, 500)]
        case 2:
            broken[start:start] = broken[start : start + chance.randint(1, 500)]
    return bytes(broken)


SOUND: dict[str, Callable[[], bytes]] = {
    **{f"{page.name}.html".replace(" ", "-"): (lambda page=page: page.raw) for page in PAGES[::3]},  # type: ignore[misc]
    "page.mhtml": lambda: saved_in_one(PAGE),
    "mail.eml": lambda: mail("Subject", "Plain.", semantic().html).as_bytes(),
    "feed.rss": lambda: RSS.format(encoding="utf-8").encode(),
    "crawl.warc": lambda: CRAWL,
    "crawl.warc.gz": lambda: gzip.compress(CRAWL),
}


@pytest.mark.parametrize("name", SOUND)
def test_damaged_files_give_articles_or_lines(tmp_path: Path, name: str) -> None:
    chance = random.Random(name)
    content = SOUND[name]()
    before = set(tmp_path.parent.iterdir())
    for _ in range(25):
        read(tmp_path / name, damaged(content, chance))
    assert list(tmp_path.iterdir()) == [tmp_path / name]
    assert set(tmp_path.parent.iterdir()) == before
