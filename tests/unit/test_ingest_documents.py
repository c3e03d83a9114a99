"""Documents of word processors, PDF and archives to articles, or one clear line why not."""

import gzip
import io
import random
import shlex
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.errors import AnnotatorError
from annotator.ingest import (
    FORMATS,
    Format,
    Metadata,
    Note,
    Outcome,
    ReadOptions,
    Refused,
    read_outcomes,
    source,
)
from annotator.ingest.confined import confined
from annotator.ingest.entries import FAULT
from annotator.project import Project
from schemas import Article, UnitKind
from tests.unit.commandline import CommandLine
from tests.unit.office_files import paragraph, write_docx, write_odt, write_zip
from tests.unit.pdf_files import Put, column, write_pdf

WORDS = "A convoy of forty lorries came on Monday. It left on Friday."


@pytest.fixture
def annotator(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """The command line in a project."""
    monkeypatch.chdir(Project.create(tmp_path / "project").root)
    return CommandLine(capsys)


def outcomes(path: Path, format: str = "") -> list[Outcome]:
    return list(read_outcomes(path, Metadata(), options=ReadOptions(format=format)))


def article(path: Path) -> Article:
    [found] = outcomes(path)
    assert isinstance(found, Article), found
    return found


def refusal(path: Path) -> str:
    [found] = outcomes(path)
    assert isinstance(found, Refused), found
    assert "\n" not in found.reason
    assert found.reason.startswith(str(path))
    return found.reason


def kinds(found: Article) -> list[tuple[UnitKind, str]]:
    return [(unit.kind, found.unit_text(unit)) for unit in found.units]


def test_a_word_document_as_it_is_printed(tmp_path: Path) -> None:
    body = (
        paragraph("Dam divides town", "berschrift1")
        + paragraph(f"<w:r><w:t>{WORDS}</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r>")
        + paragraph("What they say", "Zwischen")
        + paragraph(
            "<w:r><w:t>We </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>always </w:t></w:r></w:ins>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
            "<w:hyperlink><w:r><w:t>leave</w:t></w:r></w:hyperlink><w:r><w:instrText>PAGE</w:instrText></w:r>"
            "<w:r><w:t>.</w:t><w:br/><w:t>Soon.</w:t></w:r>",
            "Zitat",
        )
        + "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Year</w:t></w:r></w:p></w:tc><w:tc>"
        + paragraph("Dams")
        + "</w:tc></w:tr><w:tr><w:tc>"
        + paragraph("2031")
        + "</w:tc><w:tc>"
        + paragraph("7")
        + "</w:tc></w:tr></w:tbl>"
        + "<w:sdt><w:sdtContent>"
        + paragraph("The dam, seen from the north", "Bild")
        + "</w:sdtContent></w:sdt>"
        + "<w:p><mc:AlternateContent><mc:Choice><w:txbxContent>"
        + paragraph("In a box.")
        + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>"
        + paragraph("In a box.")
        + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:p>"
    )
    properties = (
        "<dc:title>Dam divides town</dc:title><dc:creator>Ann Lee</dc:creator>"
        "<dcterms:created>2031-03-04T10:00:00Z</dcterms:created>"
    )
    found = article(write_docx(tmp_path / "a.docx", body, properties))
    assert found.text.split("\n\n") == [
        "Dam divides town",
        WORDS,
        "What they say",
        "We always leave.\nSoon.",
        "Year\tDams",
        "2031\t7",
        "The dam, seen from the north",
        "In a box.",
    ]
    kind = {text: kind for kind, text in kinds(found)}
    assert kind["Dam divides town"] == kind["What they say"] == UnitKind.HEADING
    assert kind["Soon."] == UnitKind.QUOTE
    assert kind["The dam, seen from the north"] == UnitKind.CAPTION
    assert (found.title, found.authors, found.published) == ("Dam divides town", ("Ann Lee",), "2031-03-04")
    changes = found.provenance.changes
    for said in (
        "1 footnotes left out",
        "1 deletions (tracked changes) left out",
        "1 hidden passages left out",
    ):
        assert said in changes
    assert "published: the day on which the document was made" in changes


def test_an_opendocument_text_as_it_is_printed(tmp_path: Path) -> None:
    styles = '<style:style style:name="P1" style:parent-style-name="Quotations"/>'
    body = (
        "<text:tracked-changes><text:p>Deleted.</text:p></text:tracked-changes>"
        '<text:h text:outline-level="1">Dam divides town</text:h>'
        "<text:p>A convoy\n   of forty<text:s text:c='2'/>lorries<text:span> came</text:span> on Monday."
        "<text:note><text:p>A note.</text:p></text:note> It left<text:tab/>on Friday.</text:p>"
        '<text:p text:style-name="P1">We leave.<text:line-break/>Soon.</text:p>'
        "<text:list><text:list-item><text:p>First.</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>Year</text:p></table:table-cell>"
        "<table:table-cell><text:p>2031</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p><draw:frame><draw:text-box>"
        '<text:p text:style-name="Illustration">The dam</text:p></draw:text-box></draw:frame></text:p>'
    )
    properties = (
        "<dc:title>Untitled 1</dc:title><meta:initial-creator>Ann Lee</meta:initial-creator>"
        "<meta:creation-date>2031-03-04T10:00:00</meta:creation-date><dc:language>de-AT</dc:language>"
    )
    found = article(write_odt(tmp_path / "a.odt", body, styles, properties))
    assert found.text.split("\n\n") == [
        "Dam divides town",
        "A convoy of forty  lorries came on Monday. It left\ton Friday.",
        "We leave.\nSoon.",
        "First.",
        "Year\t2031",
        "The dam",
    ]
    kind = {text: kind for kind, text in kinds(found)}
    assert (kind["Dam divides town"], kind["We leave."], kind["The dam"]) == (
        UnitKind.HEADING,
        UnitKind.QUOTE,
        UnitKind.CAPTION,
    )
    assert (found.title, found.authors, found.language) == ("Dam divides town", ("Ann Lee",), "de-AT")
    assert "1 footnotes left out" in found.provenance.changes


def test_a_layout_table_is_paragraphs(tmp_path: Path) -> None:
    cell = paragraph(WORDS) + paragraph(f"{WORDS} " * 4)
    body = f"<w:tbl><w:tr><w:tc>{cell}</w:tc><w:tc>{paragraph('Beside.')}</w:tc></w:tr></w:tbl>"
    found = article(write_docx(tmp_path / "a.docx", body))
    assert found.text.split("\n\n") == [WORDS, f"{WORDS} {WORDS} {WORDS} {WORDS}", "Beside."]


RTF = rb"""{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}}
{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}{\s3 heading 1;}}
{\info{\title Dam divides}{\author Ann Lee}}{\*\generator Some program;}
{\header Harbour Post}\pard\s3 Dam divides\par
\pard\f0 Caf\'e9 \ldblquote closed\rdblquote  \u8211? so {\b it
 is}.{\footnote A note.}{\deleted gone}\line Soon.\par
\f1 \'ca\'ee\'eb\'ee\'ed\'ed\'e0\f0  and \u-10179?\u-8704?.\par
{\field{\*\fldinst HYPERLINK "x"}{\fldrslt a link}}\par
Year\cell 2031\cell\row {\pict\bin3 }}}}}"""


def test_rich_text_as_it_is_printed(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(RTF)
    found = article(path)
    assert found.text.split("\n\n") == [
        "Dam divides",
        "Café “closed” – so it is.\nSoon.",
        "Колонна and 😀.",
        "a link",
        "Year\t2031",
    ]
    assert found.units[0].kind == UnitKind.HEADING
    assert (found.title, found.authors) == ("Dam divides", ("Ann Lee",))
    assert "1 footnotes left out" in found.provenance.changes
    path.write_bytes(b"{\\rtf1 " + b"{" * 50_000)
    assert "nested too deep" in refusal(path)


BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def test_what_hostile_documents_say(tmp_path: Path) -> None:
    docx = tmp_path / "a.docx"
    assert "declares a document type" in refusal(write_docx(docx, paragraph("&b;"), prolog=BOMB))
    external = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    assert "declares a document type" in refusal(write_docx(docx, paragraph("&a;"), prolog=external))
    assert "nested too deep" in refusal(write_docx(docx, "<w:p>" * 5000 + "</w:p>" * 5000))
    assert "damaged XML" in refusal(write_docx(docx, "<w:p>"))
    assert "no words" in refusal(write_docx(docx, paragraph(" ")))
    assert "it has no text" in refusal(write_zip(docx, {"word/styles.xml": "<a/>"}))
    docx.write_bytes(b"no archive")
    assert "damaged Word document" in refusal(docx)
    docx.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 words")
    assert "save it as DOCX" in refusal(docx)
    manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    assert "encrypted" in refusal(write_odt(tmp_path / "a.odt", "<text:p>x</text:p>", manifest=manifest))


LEFT = [
    "The council of the harbour town met on Mon-",
    "day to talk about the new dam. Nobody came",
    "away with what they wanted, said the may-",
    "or, who had asked for more time.",
    "   A second paragraph begins here and it goes",
    "on for some lines, with well-known words and",
    "numbers such as 12,000 and 3.5 per cent in",
]
RIGHT = [
    "the right column, where it ends at last.",
    "   Others were of another mind, as the well-",
    "known engineer told all who were there then",
    "and those who were not. She left early, she",
    "said, for there was nothing more to hear.",
]
BLOCKS = [
    "Dam divides the town",
    "The council of the harbour town met on Monday to talk about the new dam. Nobody came away with what "
    "they wanted, said the mayor, who had asked for more time.",
    "A second paragraph begins here and it goes on for some lines, with well-known words and numbers such as "
    "12,000 and 3.5 per cent in the right column, where it ends at last.",
    "Others were of another mind, as the well-known engineer told all who were there then and those who were "
    "not. She left early, she said, for there was nothing more to hear.",
]


def page(number: int, *more: Put) -> list[Put]:
    header = Put(50, 810, f"HARBOUR POST   No {number}   4 March 2031", 8)
    return [header, *more, Put(290, 30, f"- {number} -", 8)]


def indented(x: float, top: float, lines: list[str]) -> list[Put]:
    return [
        Put(x + (12 if line.startswith(" ") else 0), top - 12 * number, line.strip())
        for number, line in enumerate(lines)
    ]


def test_a_pdf_of_two_columns_is_read_down_the_columns(tmp_path: Path) -> None:
    first = page(
        1,
        Put(50, 760, "Dam divides the town", 20, True),
        *indented(50, 720, LEFT),
        *indented(310, 720, RIGHT),
    )
    second = page(2, *column(50, 700, ["On the second page the", "story ends."]))
    third = page(3, *column(50, 700, ["And the third."]))
    info = "/Title (Microsoft Word - dam.doc) /Author (Ann Lee) /CreationDate (D:20310304101500Z)"
    found = article(write_pdf(tmp_path / "a.pdf", [first, second, third], info))
    assert found.text.split("\n\n") == [*BLOCKS, "On the second page the story ends.", "And the third."]
    assert found.units[0].kind == UnitKind.HEADING
    assert (found.title, found.authors, found.published) == (BLOCKS[0], ("Ann Lee",), "2031-03-04")
    changes = found.provenance.changes
    assert changes[0] == "lines unwrapped"
    for said in ("2 hyphens at line ends", "3 page numbers", "3 running headers and footers"):
        assert f"{said} left out" in changes


def test_the_largest_heading_of_the_first_page_is_the_title(tmp_path: Path) -> None:
    lines = ["A dam that was to bring work", "has divided the town."]
    first = [
        Put(50, 800, "Valley Post   Tuesday, 4 March 2031   Page 4", 8),
        Put(50, 770, "Dam divides", 20),
        Put(50, 746, "the town", 20),
        *column(50, 700, lines),
    ]
    found = article(write_pdf(tmp_path / "a.pdf", [first, column(50, 700, ["It goes on."], 30)]))
    assert found.title == "Dam divides the town"
    assert "title: the largest heading of the first page" in found.provenance.changes
    said = article(write_pdf(tmp_path / "b.pdf", [first], "/Title (A dam in the valley)"))
    assert said.title == "A dam in the valley"
    plain = article(write_pdf(tmp_path / "c.pdf", [[Put(50, 730, "Dam", 11), *column(50, 700, lines)]]))
    assert plain.title == "Dam"
    assert not any(change.startswith("title") for change in plain.provenance.changes)


def test_the_order_in_which_a_pdf_was_written_does_not_matter(tmp_path: Path) -> None:
    whole = [
        Put(50, 760, "Dam divides the town", 20, True),
        *indented(50, 720, LEFT),
        *indented(310, 720, RIGHT),
    ]
    for seed in range(5):
        shuffled = random.Random(seed).sample(whole, len(whole))
        assert article(write_pdf(tmp_path / "a.pdf", [shuffled])).text.split("\n\n") == BLOCKS


def test_rows_of_a_table_in_a_pdf_stay_together(tmp_path: Path) -> None:
    cells = [
        Put(x, 700 - 14 * row, f"{what} {row}")
        for row in range(5)
        for x, what in ((50, "Year"), (300, "Dam"))
    ]
    found = article(write_pdf(tmp_path / "a.pdf", [cells]))
    assert found.text.split("\n\n") == [f"Year {row}\tDam {row}" for row in range(5)]


def test_what_pdfs_without_words_say(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    image = "q 100 0 0 100 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID A EI Q"
    write_pdf(path, [[]], drawn=image)
    assert refusal(path).endswith("the PDF has no text layer; run OCR first")
    write_pdf(path, [[]])
    assert "no words" in refusal(path)
    key = "00" * 32
    encryption = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >> /ID [<00> <00>]"
    write_pdf(path, [[Put(50, 700, WORDS)]], extra=encryption)
    assert "encrypted; save it without a password" in refusal(path)
    path.write_bytes(b"%PDF-1.4\n" + b"1 0 obj" * 50)
    assert "damaged PDF" in refusal(path)


def test_work_that_hangs_or_crashes_costs_one_line() -> None:
    """The module is this one: see `work`."""
    assert confined(__name__, b"echo", "a.pdf", 30) == "echo"
    with pytest.raises(AnnotatorError, match=r"^a\.pdf: reading it takes more than 1 s"):
        confined(__name__, b"hang", "a.pdf", 1)
    with pytest.raises(AnnotatorError, match=r"^a\.pdf: reading it ended in a crash"):
        confined(__name__, b"crash", "a.pdf", 30)
    with pytest.raises(AnnotatorError, match=r"^a\.pdf: is damaged"):
        confined(__name__, b"raise", "a.pdf", 30)
    assert confined(__name__, b"echo", "a.pdf", 30) == "echo"


def work(content: bytes) -> str:
    """Do in another process what the test above asks for."""
    if content == b"hang":
        while True:
            pass
    if content == b"crash":
        import os

        os._exit(11)
    if content == b"raise":
        raise ValueError("no good")
    return content.decode()


def test_members_of_an_archive_are_read_like_files(tmp_path: Path) -> None:
    inner = write_zip(tmp_path / "inner.zip", {"deep.txt": f"{WORDS} Deep."}).read_bytes()
    path = write_zip(
        tmp_path / "a.zip",
        {
            "news/one.txt": f"{WORDS} One.",
            "two.csv": f"text,title\n{WORDS} Two.,Two\n,Three\n",
            "inner.zip": inner,
            "four.docx": write_docx(tmp_path / "x.docx", paragraph(f"{WORDS} Four.")).read_bytes(),
            "photo.png": b"\x89PNG",
            "__MACOSX/one.txt": "x",
            ".hidden.txt": "x",
            "empty.txt": "",
            "../out.txt": "x",
            "/etc/out.txt": "x",
            "C:\\out.txt": "x",
        },
    )
    found = outcomes(path)
    articles = {a.provenance.entry: a for a in found if isinstance(a, Article)}
    assert list(articles) == ["news/one.txt", "two.csv/row 1", "inner.zip/deep.txt", "four.docx"]
    assert {a.provenance.file for a in articles.values()} == {"a.zip"}
    assert articles["inner.zip/deep.txt"].provenance.format == "text"
    reasons = [r.reason.removeprefix(f"{path}, ") for r in found if isinstance(r, Refused)]
    assert reasons == [
        "two.csv, row 2: there is no text in 'text'",
        "empty.txt: there are no words in this file",
        "../out.txt: its name points outside the archive",
        "/etc/out.txt: its name points outside the archive",
        "C:/out.txt: its name points outside the archive",
    ]
    notes = [n.text for n in found if isinstance(n, Note)]
    assert notes[-1] == f"{path}: 1 file in formats that are not read: 1 .png"
    assert not list(tmp_path.glob("**/out.txt"))


def test_encrypted_damaged_and_repeated_members_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "w") as archive:
        for name in ("secret.txt", "damaged.txt", "good.txt", "good.txt"):
            archive.writestr(name, f"{WORDS} In {name}.")
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    at = raw.index(b"In damaged")
    raw[at : at + 2] = b"IN"
    path.write_bytes(raw)
    secret, damaged, good, again = outcomes(path)
    assert isinstance(secret, Refused) and "secret.txt: is encrypted" in secret.reason
    assert isinstance(damaged, Refused) and "damaged.txt: damaged archive (Bad CRC" in damaged.reason
    assert isinstance(good, Article)
    assert isinstance(again, Refused) and "another member of this name" in again.reason


def test_bombs_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"bomb.txt": b"a" * 200_000_000, "good.txt": WORDS})
    bomb, good = outcomes(path)
    assert isinstance(bomb, Refused) and "bomb.txt: too large" in bomb.reason
    assert isinstance(good, Article)
    nested = write_zip(tmp_path / "a.zip", {"a.txt": WORDS}).read_bytes()
    for _ in range(7):
        nested = write_zip(tmp_path / "a.zip", {"b.zip": nested}).read_bytes()
    assert "packed into more than" in refusal(tmp_path / "a.zip")


def test_a_member_without_a_name_is_told(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"x": WORDS})
    raw = bytearray(path.read_bytes())
    at, end = raw.index(b"PK\x01\x02"), raw.index(b"PK\x05\x06")
    raw[end + 12] -= 1  # size of the list of members
    raw[at + 28] = 0  # length of the name
    del raw[at + 46]
    path.write_bytes(raw)
    assert "has no name" in refusal(path)


@pytest.mark.parametrize(("encoding", "name"), [("utf-8", "über.txt"), ("cp866", "новости города.txt")])
def test_names_of_members_are_read_in_the_encoding_they_have(
    tmp_path: Path, encoding: str, name: str
) -> None:
    raw = name.encode(encoding)
    path = write_zip(tmp_path / "a.zip", {"x" * len(raw): WORDS})
    path.write_bytes(path.read_bytes().replace(b"x" * len(raw), raw))
    assert article(path).provenance.entry == name


@pytest.mark.parametrize(("width", "reason"), [(1, "empty lines"), (1000, "must be a bomb")])
def test_a_stream_that_unpacks_without_end_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int, reason: str
) -> None:
    monkeypatch.setattr(source, "_LEAST_BYTES", 5_000_000)
    path = tmp_path / "a.jsonl.gz"
    lines = (b" " * (width - 1) + b"\n") * (1_000_000 // width)
    path.write_bytes(gzip.compress(b'{"text": "Words here."}\n' * 2 + lines * 6))
    *articles, last = outcomes(path)
    assert len([one for one in articles if isinstance(one, Article)]) == 2
    assert isinstance(last, Refused)
    assert reason in last.reason


def test_gzip_is_unpacked_as_it_is_read(tmp_path: Path) -> None:
    for name, content, entry in (
        ("a.txt.gz", WORDS, "a.txt"),
        ("b.jsonl.gz", '{"text": "' + WORDS + '"}', "b.jsonl"),
        ("c.csv", f"text\n{WORDS}\n", "c.csv/row 1"),
    ):
        path = tmp_path / name
        path.write_bytes(gzip.compress(content.encode()))
        [found] = [outcome for outcome in outcomes(path) if isinstance(outcome, Article)]
        assert (found.text, found.provenance.entry) == (WORDS, entry)
    path.write_bytes(gzip.compress(WORDS.encode() * 1000)[:-30])
    assert "damaged archive" in refusal(path)


def test_content_tells_the_format_where_the_ending_does_not(tmp_path: Path) -> None:
    pdf = write_pdf(tmp_path / "a.pdf", [[Put(50, 700, WORDS)]]).read_bytes()
    docx = write_docx(tmp_path / "a.docx", paragraph(WORDS)).read_bytes()
    archive = write_zip(tmp_path / "a.zip", {"a.txt": WORDS}).read_bytes()
    for name, content, format in (
        ("noending", pdf, "pdf"),
        ("wrong.txt", pdf, "pdf"),
        ("old.doc", docx, "docx"),
        ("noending", archive, "text"),
        ("noending", b'{"text": "Words here."}', "json"),
    ):
        (tmp_path / name).write_bytes(content)
        found = outcomes(tmp_path / name)
        assert [f.provenance.format for f in found if isinstance(f, Article)] == [format]
    (tmp_path / "a.xlsx").write_bytes(archive)
    assert "files ending in .xlsx are not supported" in refusal(tmp_path / "a.xlsx")


def test_what_is_missing_is_said_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = Format("pdf", "PDF", (".pdf",), "pdf.read_pdf", "pdf", ("a_module_that_is_not_there",))
    monkeypatch.setitem(FORMATS, "pdf", without)
    path = write_pdf(tmp_path / "a.pdf", [[Put(50, 700, WORDS)]])
    command = f"{shlex.quote(sys.executable)} -m pip install 'credibility-annotator[pdf]'"
    assert refusal(path) == f"{path}: reading PDF needs: {command}"


def test_standard_input_is_read_like_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docx = write_docx(tmp_path / "a.docx", paragraph(WORDS)).read_bytes()
    table = ("text,title\n" + f"{WORDS},T\n" * 300).encode()
    for content, format, count in (
        (WORDS.encode(), "", 1),
        (docx, "", 1),
        (table, "csv", 300),
        (gzip.compress(b'{"text": "Words here."}\n' * 3), "", 3),
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        found = [a for a in outcomes(Path("-"), format) if isinstance(a, Article)]
        assert len(found) == count
        assert {a.provenance.file for a in found} == {"standard input"}


def test_a_folder_tells_what_it_does_not_read(annotator: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    for name in ("a.txt", "b.png", "c.PNG", "d.mp4"):
        (folder / name).write_text(f"{WORDS} {name}")
    feed = f"<item><title>One</title><description>{WORDS} {WORDS}</description></item>"
    (folder / "news.xml").write_text(f"<rss version='2.0'><channel>{feed}</channel></rss>")
    (folder / "data.xml").write_text("<rows/>")
    ran = annotator("import", folder)
    assert ran.code == 0
    assert "2 new, 0 duplicate, 0 refused" in ran.out
    assert f"{folder}: 4 files in formats that are not read: 2 .png, 1 .mp4, 1 .xml" in ran.err


def test_options_of_tables_and_the_list_of_formats(annotator: CommandLine, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_bytes(f"clean;when\n{WORDS} Тест.;2031-03-04\n".encode("cp1251"))
    ran = annotator("segment", table, "--column", "text=clean", "--encoding", "cp1251", "--json")
    assert ran.json["units"][-1]["text"].endswith("Тест.")
    assert "text from 'clean'" in ran.err
    assert "unknown encoding 'klingon'" in annotator("segment", table, "--encoding", "klingon").err
    assert "fields text, title" in annotator("segment", table, "--column", "words=clean").err
    assert "given twice" in annotator("segment", table, "--column", "text=a", "--column", "text=b").err
    listed = annotator("import", "--formats")
    assert listed.code == 0
    assert all(format.title in listed.out for format in FORMATS.values())


def _pdf(path: Path) -> None:
    write_pdf(path, [page(1, *indented(50, 720, LEFT), *indented(310, 720, RIGHT))], "/Title (Dam)")


def _docx(path: Path) -> None:
    write_docx(path, paragraph("Head", "berschrift1") + paragraph(WORDS))


def _odt(path: Path) -> None:
    write_odt(path, f"<text:h>Head</text:h><text:p>{WORDS}</text:p>")


def _zip(path: Path) -> None:
    write_zip(path, {"a.txt": WORDS, "b/c.csv": f"text\n{WORDS}\n", "d.zip": b"PK\x03\x04"})


def _rtf(path: Path) -> None:
    path.write_bytes(RTF)


@pytest.mark.parametrize(
    ("ending", "write"),
    [("pdf", _pdf), ("docx", _docx), ("odt", _odt), ("rtf", _rtf), ("zip", _zip)],
)
def test_damaged_documents_give_articles_or_lines(
    tmp_path: Path, ending: str, write: Callable[[Path], None]
) -> None:
    """Seeded: bytes are cut, changed and repeated at random; nothing raises, hangs or is written."""
    path = tmp_path / f"a.{ending}"
    write(path)
    whole = path.read_bytes()
    chance = random.Random(11)
    for turn in range(60):
        raw = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(raw))
            raw[at : at + chance.randint(0, 4)] = chance.randbytes(chance.randint(0, 4))
        if turn % 4 == 0:
            del raw[chance.randrange(4, len(raw)) :]
        path.write_bytes(raw)
        found = outcomes(path)
        assert found
        reasons = [one.reason for one in found if isinstance(one, Refused)]
        assert not any("\n" in reason or FAULT in reason for reason in reasons)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
