"""Files of all sorts to articles, or one clear line why not."""

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.ingest import SUPPORTED, Metadata, article_files, read_articles
from schemas import Article, UnitKind

NONE = Metadata()
TEXT = "Convoy reaches town\n\nA convoy of “forty” lorries came.\nIt left on Friday.\n"


def read(path: Path, content: str | bytes, given: Metadata = NONE) -> Article:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    [article] = read_articles(path, given)
    return article


def refusal(path: Path) -> str:
    with pytest.raises(AnnotatorError) as caught:
        list(read_articles(path, NONE))
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_a_text_file_becomes_an_article_with_its_provenance(tmp_path: Path) -> None:
    article = read(tmp_path / "news.txt", TEXT)
    assert article.text == TEXT
    assert article.title == "Convoy reaches town"
    assert article.id == f"convoy-reaches-town-{hashlib.sha256(TEXT.encode()).hexdigest()[:8]}"
    assert [u.kind for u in article.units] == [UnitKind.HEADING, UnitKind.SENTENCE, UnitKind.SENTENCE]
    assert article.provenance.file == "news.txt"
    assert article.provenance.source_sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (article.provenance.format, article.provenance.encoding) == ("text", "utf-8")
    assert article.provenance.reader.startswith("text ")
    assert article.provenance.changes == ()


@pytest.mark.parametrize(
    ("encoding", "recorded"),
    [
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
        ("cp1252", "cp1252"),
    ],
)
def test_encodings_give_the_same_text(tmp_path: Path, encoding: str, recorded: str) -> None:
    article = read(tmp_path / "news.txt", TEXT.encode(encoding))
    assert article.text == TEXT
    assert article.provenance.encoding == recorded


def test_a_guessed_encoding_is_said_to_be_a_guess(tmp_path: Path) -> None:
    article = read(tmp_path / "news.txt", "Колонна вошла в город в пятницу. Жители рады.".encode("cp1251"))
    assert "Колонна" in article.text
    assert article.provenance.changes == ("not UTF-8: read as cp1251, a guess",)


def test_a_few_damaged_bytes_do_not_spoil_the_rest(tmp_path: Path) -> None:
    article = read(tmp_path / "news.txt", "“Größe” – “Höhe”.".encode() + b" \xff end.")
    assert article.text == "“Größe” – “Höhe”. \ufffd end."
    assert article.provenance.changes == ("1 damaged byte to U+FFFD",)


def test_a_nul_among_words_is_told(tmp_path: Path) -> None:
    article = read(tmp_path / "news.txt", b"words \x00 and more")
    assert article.text == "words \ufffd and more"
    assert article.provenance.changes == ("1 control character to U+FFFD",)


def test_line_ends_and_controls_are_made_canonical_and_counted(tmp_path: Path) -> None:
    article = read(
        tmp_path / "news.txt", "\ufeffOne.\r\nTwo.\rThree.\u2028Four.\u0007 Five. [/ e\u0301 “x” 😀\n"
    )
    assert article.text == "One.\nTwo.\nThree.\nFour.\ufffd Five. [/ e\u0301 “x” 😀\n"
    assert article.provenance.changes == (
        "1 byte order mark dropped",
        "1 CRLF to LF",
        "1 CR to LF",
        "1 U+2028 to LF",
        "1 control character to U+FFFD",
    )


def test_the_title_is_given_or_in_front_matter_or_the_first_words(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    front = "---\ntitle: From the file\n---\nWords here."
    assert read(path, front, Metadata(title="Given")).title == "Given"
    assert read(path, front).title == "From the file"
    assert read(path, "31.03.2031\n\nA sentence first. Another.").title == "A sentence first."
    long = read(path, "word " * 60 + "ends.").title
    assert len(long) <= 120
    assert long.endswith("word…")
    assert read(path, "😀 !\n\n1").id.startswith("1-")


def test_a_title_without_letters_still_gives_an_id(tmp_path: Path) -> None:
    assert read(tmp_path / "a.txt", "Words.", Metadata(title="!!!")).id.startswith("article-")


def test_front_matter_is_metadata_and_not_text(tmp_path: Path) -> None:
    front = (
        "---\nTitle: 'A: b'\noutlet: The Post\nurl: https://example.org/a?b=c\nauthors: Ann Lee, Bo Park\n"
        "published: 2031-03-04T17:05+02:00\n\nlanguage: de\n---\n\n\n  Es war kalt. Er ging.\n"
    )
    article = read(tmp_path / "a.txt", front, Metadata(outlet="Given"))
    assert article.text == "  Es war kalt. Er ging.\n"
    assert (article.title, article.outlet, article.language) == ("A: b", "Given", "de")
    assert article.authors == ("Ann Lee", "Bo Park")
    assert article.published == "2031-03-04T17:05+02:00"


@pytest.mark.parametrize("block", ["title: X\nlayout: post", "layout: post\ntitle: X"])
def test_keys_that_are_not_known_are_left_out_and_said(tmp_path: Path, block: str) -> None:
    article = read(tmp_path / "a.txt", f"---\n{block}\n---\nThe words.")
    assert (article.title, article.text) == ("X", "The words.")
    assert article.provenance.changes == ("front matter: layout left out",)


def test_front_matter_of_site_generators_is_understood(tmp_path: Path) -> None:
    block = (
        "# made by a generator\nlayout: post\ntitle: 'The mayor''s dam'\nauthor: \"Ann Lee\"\n"
        "date: 2031-03-04 17:05:00 +0200\ntags:\n  - water\n- dams\ndescription: >\n  Two\n  lines\n"
    )
    article = read(tmp_path / "a.txt", f"---\n{block}---\nThe words.")
    assert (article.title, article.authors) == ("The mayor's dam", ("Ann Lee",))
    assert article.published == "2031-03-04 17:05:00+0200"
    assert article.provenance.changes == ("front matter: a comment, layout, tags, description left out",)
    lists = "authors:\n  - Ann Lee\n  - 'Bo Park'\ntitle: >-\n  Dam\n  breaks\n"
    article = read(tmp_path / "a.txt", f"---\n{lists}---\nThe words.")
    assert (article.title, article.authors) == ("Dam breaks", ("Ann Lee", "Bo Park"))


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: never closed\nWords.",
        "---\nWords: of the article\n---\nMore.",
        "----\ntitle: x\n---\nMore.",
        " ---\ntitle: x\n---\nMore.",
        "---\n---\nMore.",
        "First.\n---\ntitle: x\n---\n",
    ],
)
def test_what_only_looks_like_front_matter_is_text(tmp_path: Path, text: str) -> None:
    assert read(tmp_path / "a.txt", text).text == text


@pytest.mark.parametrize(
    ("lines", "line", "reason"),
    [
        ("title: x\n\njust words", 4, "'just words'"),
        ("title: x\nThe mayor said: we go", 3, "no `key: value`"),
        ("date: 2031-01-01\npublished: 2031-01-02", 3, "published is given twice"),
        ("layout: post\ndate: yesterday", 3, "not a date"),
        ("published: 31.03.2031", 2, "not a date"),
        ("published: 2031-02-30", 2, "not a date"),
        ("language: German", 2, "language"),
        ("title: x\ntitle: y", 3, "given twice"),
    ],
)
def test_errors_in_front_matter_name_file_and_line(
    tmp_path: Path, lines: str, line: int, reason: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"---\n{lines}\n---\nWords.")
    message = refusal(path)
    assert message.startswith(f"{path}, line {line}: ")
    assert reason in message


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no words"),
        (b"\xef\xbb\xbf", "no words"),
        (b" \n\t\xc2\xa0\r\n***", "no words"),
        (b"---\ntitle: x\n---\n\n", "no words"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG image"),
        (b"\xff\xd8\xff\xe0 more", "JPEG image"),
        (b"%PDF-1.7 words", "damaged PDF"),
        (b"\xe4\xf6 \x00 and more", "NUL"),
        (b"\xff\xfew\x00o\x00r", "damaged UTF-16-LE"),
        (b"\xff\xfe\x00\xd8w\x00", "damaged UTF-16-LE"),
        (bytes(range(1, 32)) * 9 + b"words", "control characters"),
        (bytes(range(1, 256)) * 9, "encoding is not known"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    assert reason in refusal(path)


def test_what_is_no_readable_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "report.xyz").write_text("words")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert "no such file" in refusal(tmp_path / "missing.txt")
    assert "is a folder" in refusal(tmp_path)
    assert "cannot be read" in refusal(tmp_path / "loop.txt")
    assert "no regular file" in refusal(tmp_path / "pipe.txt")
    assert "cannot be read" in refusal(tmp_path / ("long" * 99))
    assert "no such file" in refusal(tmp_path / "report.xyz" / "inside.txt")
    assert "is no path" in refusal(tmp_path / "nul\0.txt")
    unsupported = refusal(tmp_path / "report.xyz")
    assert ".xyz" in unsupported
    assert all(ending in unsupported for ending in SUPPORTED)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words")
    path.chmod(0)
    assert "Permission denied" in refusal(path)


def test_a_file_too_large_to_be_an_article_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(17 * 1024 * 1024)
    assert "too large" in refusal(path)


def test_a_format_given_overrules_the_ending(tmp_path: Path) -> None:
    path = tmp_path / "a.asc"
    path.write_text("# Heading\n\nWords.")
    [article] = read_articles(path, NONE, format="markdown")
    assert (article.text, article.provenance.format) == ("Heading\n\nWords.", "markdown")
    with pytest.raises(AnnotatorError, match="unknown format 'papyrus'"):
        list(read_articles(path, NONE, format="papyrus"))


def test_names_that_are_no_utf8_are_shown_not_raised(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    assert read(path, "Words.").provenance.file == "caf\ufffd.txt"


def test_language_comes_from_the_default_last(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Il est parti. Elle reste.")
    [article] = read_articles(path, NONE, default_language="fr")
    assert article.language == "fr"
    [article] = read_articles(path, Metadata(language="de"), default_language="fr")
    assert article.language == "de"


def test_files_of_a_folder_sorted_without_hidden_and_foreign_ones(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.TXT", "sub/.hidden.txt", ".git/d.txt", "e.png", "plain"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("words")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "dead.txt").symlink_to(tmp_path / "nowhere.txt")
    found = [path.relative_to(tmp_path).as_posix() for path in article_files(tmp_path)]
    assert found == ["a.md", "b.txt", "plain", "sub/c.TXT"]
    assert list(article_files(tmp_path / "b.txt")) == [tmp_path / "b.txt"]


def test_a_folder_without_articles_or_a_missing_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "e.png").write_text("x")
    with pytest.raises(AnnotatorError, match="no articles in this folder"):
        list(article_files(tmp_path))
    with pytest.raises(AnnotatorError, match="no such file or folder"):
        list(article_files(tmp_path / "missing"))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)), st.sampled_from(SUPPORTED))
def test_any_bytes_give_a_valid_article_or_one_line(tmp_path: Path, content: bytes, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(content)
    try:
        [article] = read_articles(path, NONE)
    except AnnotatorError as error:
        assert "\n" not in str(error)
    else:
        assert Article.model_validate_json(article.model_dump_json()) == article


def test_a_file_that_cannot_be_asked_what_it_is_does_not_stop_the_others(tmp_path: Path) -> None:
    """Its path is too long for the system, as in an archive that was unpacked too deep."""
    (tmp_path / "z.txt").write_text("Words.")
    deep = tmp_path / "a"
    deep.mkdir()
    room = os.pathconf(deep, "PC_PATH_MAX") - 16 - len(os.fsencode(deep))
    inside = os.open(deep, os.O_RDONLY)
    for size in [200] * (room // 201) + [room % 201]:
        os.mkdir("d" * size, dir_fd=inside)
        inside, outside = os.open("d" * size, os.O_RDONLY, dir_fd=inside), inside
        os.close(outside)
    name = "long-enough-to-be-too-long.txt"
    os.close(os.open(name, os.O_CREAT | os.O_WRONLY, dir_fd=inside))
    os.close(inside)
    [short, long] = article_files(tmp_path)
    assert (long.name, short.name) == (name, "z.txt")
    assert "cannot be read" in refusal(long)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may search everything")
def test_a_folder_that_may_be_listed_but_not_searched_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "z.txt").write_text("Words.")
    closed = tmp_path / "closed"
    closed.mkdir()
    (closed / "a.txt").write_text("Words.")
    closed.chmod(0o600)
    try:
        files = list(article_files(tmp_path))
        assert sorted(file.name for file in files) == ["a.txt", "z.txt"]
        assert "Permission denied" in refusal(closed / "a.txt")
    finally:
        closed.chmod(0o700)
