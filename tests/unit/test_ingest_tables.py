"""Tables and JSON: rows to articles, bad rows told with their place, good ones kept."""

import json
import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.ingest import FORMATS, Metadata, Note, Outcome, ReadOptions, Refused, read_outcomes
from annotator.ingest.entries import FAULT
from schemas import Article

WORDS = "A convoy of forty lorries came on Monday. It left on Friday."


def outcomes(
    path: Path, content: str | bytes = b"", columns: Mapping[str, str] | None = None, **options: str
) -> list[Outcome]:
    if content:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_outcomes(path, Metadata(), options=ReadOptions(columns=columns or {}, **options)))


def articles(found: list[Outcome]) -> list[Article]:
    return [outcome for outcome in found if isinstance(outcome, Article)]


def refused(found: list[Outcome]) -> list[str]:
    reasons = [outcome.reason for outcome in found if isinstance(outcome, Refused)]
    assert not any("\n" in reason or FAULT in reason for reason in reasons)
    return reasons


def notes(found: list[Outcome]) -> list[str]:
    return [outcome.text for outcome in found if isinstance(outcome, Note)]


def test_columns_are_known_by_their_names_and_told(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    found = outcomes(
        path,
        "Article ID,Headline,Body,Pub Date,Source,URL,Author,Lang,Views\r\n"
        f'a7,"Convoy, at last","{WORDS}\r\nMore words.",2031-03-04,Harbour Post,https://a.example/1,'
        "Ann Lee; Bo Park,en,12\r\n",
    )
    [article] = articles(found)
    assert article.text == f"{WORDS}\nMore words."
    assert (article.title, article.outlet, article.published) == (
        "Convoy, at last",
        "Harbour Post",
        "2031-03-04",
    )
    assert (article.authors, article.url, article.language) == (
        ("Ann Lee", "Bo Park"),
        "https://a.example/1",
        "en",
    )
    assert (article.provenance.entry, article.provenance.format) == ("row 1 (a7)", "csv")
    assert "1 CRLF to LF" in article.provenance.changes
    [note] = notes(found)
    assert note.startswith(f"{path}: text from 'Body', title from 'Headline'")
    assert note.endswith("not used: Views")
    assert not refused(found)


@pytest.mark.parametrize(
    "header",
    [
        "Lfd. Nr.;Überschrift;Volltext;Medium;Datum;Autor/in;URL/Link;Sprache",
        "N°;Titre;Texte;Média;Date;Auteur;Lien;Langue",
        "№;Заголовок;Текст;Издание;Дата;Автор;Ссылка;Язык",
    ],
)
def test_columns_are_known_in_other_languages(tmp_path: Path, header: str) -> None:
    row = f"1;Convoy at last;{WORDS};Hafenbote;04.03.2031;K. Lang;https://a.example/1;en"
    [article] = articles(outcomes(tmp_path / "a.csv", f"{header}\n{row}\n".encode()))
    assert (article.text, article.title, article.outlet) == (WORDS, "Convoy at last", "Hafenbote")
    assert (article.published, article.authors, article.language) == ("2031-03-04", ("K. Lang",), "en")
    assert article.url == "https://a.example/1"


@pytest.mark.parametrize("first", ['{"title": "no text"}', "broken", "17"])
def test_the_first_object_may_be_a_bad_one(tmp_path: Path, first: str) -> None:
    path = tmp_path / "a.jsonl"
    found = outcomes(path, f'{first}\n{{"story": "{WORDS}"}}\n{{"title": "none either"}}\n')
    assert [article.text for article in articles(found)] == [WORDS]
    [one, last] = refused(found)
    assert one.startswith(f"{path}, line 1: ")
    assert last == f"{path}, line 3: there is no text: no 'story'; there are: title"


def test_objects_that_never_have_a_text_are_told_once(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    for number in (2, 2000):
        [reason] = refused(outcomes(path, '{"words": "x"}\n' * number))
        assert reason.startswith(f"{path}: no column is known to hold the text; there are: words")


def test_columns_can_be_set(tmp_path: Path) -> None:
    table = f"date,body,clean body,seen\n2031-01-01,raw words,{WORDS},04.03.2031\n"
    given = {"text": "Clean Body", "published": "seen"}
    [article] = articles(outcomes(tmp_path / "a.csv", table, columns=given))
    assert (article.text, article.published) == (WORDS, "2031-03-04")


def test_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    [reason] = refused(outcomes(path, f"body,date\n{WORDS},\n", columns={"text": "story"}))
    assert reason == f"{path}: there is no column 'story'; there are: body, date"
    [reason] = refused(outcomes(path, f"words,when\n{WORDS},\n"))
    assert "there are: words, when; say it with --column text=NAME" in reason
    [reason] = refused(outcomes(tmp_path / "a.jsonl", '{"words": "x", "n": {"when": 1}}\n'))
    assert "there are: words, n, n.when" in reason


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_delimiters_and_encodings_are_found_out(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = [["title", "text", "date"], ["Größe, und so; mehr", f'Er sagte: "{WORDS}"\nÜber alles.', ""]] * 2
    lines = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    found = outcomes(tmp_path / "a.csv", "\r\n".join(lines[:2] + lines[3:] * 3).encode(encoding))
    assert [a.text for a in articles(found)] == [f'Er sagte: "{WORDS}"\nÜber alles.'] * 4
    assert {a.title for a in articles(found)} == {"Größe, und so; mehr"}
    assert not refused(found)


def test_the_first_line_of_spreadsheets_names_the_delimiter(tmp_path: Path) -> None:
    [article] = articles(outcomes(tmp_path / "a.csv", f"sep=;\ntext;title\n{WORDS};One\n"))
    assert (article.text, article.title) == (WORDS, "One")


def test_bad_rows_are_told_with_their_line_and_good_ones_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    table = (
        "text,title\n"
        f'"{WORDS}\n",One\n'  # lines 2 and 3
        "\n"
        f"{WORDS},Two,three\n"
        ",Empty\n"
        f'"{WORDS}"no,Three\n'
        f"{WORDS} Again.,Four,\n"
        "***,Five\n"
    )
    found = outcomes(path, table)
    assert [article.title for article in articles(found)] == ["One", "Four"]
    assert refused(found) == [
        f"{path}, row 2: line 5: 3 cells, but the header has 2",
        f"{path}, row 3: there is no text in 'text'",
        f"{path}, row 4: line 7: a quotation mark inside a cell is not written twice",
        f"{path}, row 6: there are no words in this entry",
    ]


def test_a_quote_that_never_closes_does_not_swallow_the_rest(tmp_path: Path) -> None:
    rows = [f"{WORDS} Number {number}.,Title" for number in range(20)]
    rows[3] = f'"{WORDS},Title'
    found = outcomes(tmp_path / "a.csv", "\n".join(["text,title", *rows]))
    assert len(articles(found)) == 19
    [reason] = refused(found)
    assert "row 4: line 5: a quotation mark opens a cell and never closes it" in reason


def test_a_huge_field_is_refused_and_the_rest_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("w") as file:
        file.write("text,title\nsmall words,One\n")
        for _ in range(20):
            file.write("word " * 1_000_000)
        file.write(",Two\nother words,Three\n")
    found = outcomes(path)
    assert [article.title for article in articles(found)] == ["One", "Three"]
    assert len(refused(found)) == 1


def test_nuls_and_damaged_bytes_come_in_and_are_told(tmp_path: Path) -> None:
    table = b"text,title\nWords \x00 here.,A\n" + "“Größe”".encode() + b" \xff there.,B\n"
    [nul, damaged] = articles(outcomes(tmp_path / "a.csv", table))
    assert nul.text == "Words \ufffd here."
    assert "1 control character to U+FFFD" in nul.provenance.changes
    assert damaged.text == "“Größe” \ufffd there."
    assert "1 damaged byte to U+FFFD" in damaged.provenance.changes


def test_json_lines_with_bad_ones_among_them(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    deep = '{"text": ' + "[" * 100_000
    lines = [
        json.dumps(
            {"id": 7, "text": WORDS, "source": {"id": None, "name": "Harbour Post"}, "x": float("nan")}
        ),
        '{"text": "cut off',
        "",
        deep,
        "[1, 2]",
        '{"text": 3}',
        '{"text": NaN}',
        '{"text": "one", "text": "two"}',
        '{"title": "no text"}',
        '{"text": "lone \\ud800 half", "published": 1930400000, "author": [{"name": "Ann Lee"}]}',
        '{"text": "words", "n": ' + "9" * 5000 + "}",
        '{"text": "words", "published": "yesterday", "language": "German!"}',
    ]
    found = outcomes(path, "\n".join(lines))
    first, lone, vague = articles(found)
    assert (first.text, first.outlet, first.provenance.entry) == (WORDS, "Harbour Post", "line 1 (7)")
    assert lone.text == "lone \ufffd half"
    assert (lone.published, lone.authors) == ("2031-03-04T14:13:20+00:00", ("Ann Lee",))
    assert "published left out: 'yesterday' is not understood" in vague.provenance.changes
    assert "language left out: 'German!' is not understood" in vague.provenance.changes
    places = {reason.removeprefix(f"{path}, ").split(":")[0]: reason for reason in refused(found)}
    assert list(places) == [f"line {number}" for number in (2, 4, 5, 6, 7, 8, 9, 11)]
    assert "nested too deep" in places["line 4"]
    assert "no object" in places["line 5"]
    assert "no text but '3'" in places["line 6"]
    assert "'text' is there twice" in places["line 8"]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(
    "around", ["{}", '{{"status": "ok", "articles": {}}}', '{{"response": {{"docs": {}}}}}']
)
def test_json_arrays_wherever_they_stand(tmp_path: Path, around: str, indent: int | None) -> None:
    records = [{"headline": f"Number {n}", "articleBody": f"{WORDS} {n}", "n": "x" * 9000} for n in range(30)]
    found = outcomes(tmp_path / "a.json", around.format(json.dumps(records, indent=indent)))
    assert [a.title for a in articles(found)] == [f"Number {n}" for n in range(30)]
    assert articles(found)[4].provenance.entry == "item 5"
    assert not refused(found)


def test_one_json_object_is_one_article(tmp_path: Path) -> None:
    for indent in (None, 2):
        [article] = articles(
            outcomes(tmp_path / "a.json", json.dumps({"body": WORDS, "x": 1}, indent=indent))
        )
        assert (article.text, article.provenance.entry) == (WORDS, "")


def test_a_broken_array_keeps_what_came_before(tmp_path: Path) -> None:
    whole = json.dumps([{"text": f"Words {n}."} for n in range(5)])
    for broken in (whole[:-12], whole.replace(', {"text": "Words 4."}', ", {text: 4}")):
        found = outcomes(tmp_path / "a.json", broken)
        assert [a.text for a in articles(found)] == [f"Words {n}." for n in range(4)]
        [reason] = refused(found)
        assert "item 5: is no JSON" in reason
        assert reason.endswith("the rest of the array is not read")


@pytest.mark.parametrize("with_library", [True, False])
def test_html_in_a_column_is_read_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_library: bool
) -> None:
    if not with_library:
        without = FORMATS["html"]._replace(needs=("a_module_that_is_not_there",))
        monkeypatch.setitem(FORMATS, "html", without)
    body = "<h2>Dam divides</h2><p>One &amp; two came on Monday.</p><p>Three <b>four</b> left.</p>"
    [article] = articles(outcomes(tmp_path / "a.jsonl", json.dumps({"content": body, "title": "T"})))
    assert [article.unit_text(unit) for unit in article.units] == [
        "Dam divides",
        "One & two came on Monday.",
        "Three four left.",
    ]
    assert article.title == "T"


def test_references_of_html_are_letters(tmp_path: Path) -> None:
    [article] = articles(
        outcomes(tmp_path / "a.jsonl", json.dumps({"content": "R&amp;D &#8211; AT&T; 3 < 4."}))
    )
    assert article.text == "R&D – AT&T; 3 < 4."
    assert article.provenance.changes == ("HTML references replaced",)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2031-03-04 17:05:00+02:00", "2031-03-04T17:05:00+02:00"),
        ("2031-03-04T17:05:00.000Z", "2031-03-04T17:05:00+00:00"),
        ("Tue, 04 Mar 2031 17:05:00 +0200", "2031-03-04T17:05:00+02:00"),
        ("4 March 2031", "2031-03-04"),
        ("Mar. 4th, 2031", "2031-03-04"),
        ("20310304", "2031-03-04"),
        ("1930400000000", "2031-03-04T14:13:20+00:00"),
        ("31/03/2031", "2031-03-31"),
        ("03/31/2031", "2031-03-31"),
        ("03/04/2031", None),
        ("2031-02-30", None),
    ],
)
def test_dates_of_all_sorts(tmp_path: Path, written: str, read: str | None) -> None:
    [article] = articles(outcomes(tmp_path / "a.jsonl", json.dumps({"text": WORDS, "date": written})))
    assert article.published == read
    assert any("published left out" in change for change in article.provenance.changes) == (read is None)


ROWS = st.lists(
    st.tuples(
        st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="<&")).map(
            lambda text: f"Words {text} end."
        ),
        st.text("ab,;\"'\t|\n é"),
    ),
    min_size=1,
    max_size=5,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(ROWS)
def test_what_is_written_by_the_book_is_read_back(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    import csv
    import io

    table = io.StringIO()
    csv.writer(table).writerows([("text", "comment"), *rows])
    path = tmp_path / "a.csv"
    expected = [text.replace("\u2028", "\n").replace("\u2029", "\n").strip("\n") for text, _ in rows]
    found = outcomes(path, table.getvalue().encode())
    assert not refused(found)
    assert [a.text for a in articles(found)] == expected
    lines = "\n".join(json.dumps({"text": text, "comment": more}) for text, more in rows)
    assert [a.text for a in articles(outcomes(tmp_path / "a.jsonl", lines))] == expected


def test_damaged_tables_and_json_give_articles_or_lines(tmp_path: Path) -> None:
    """Seeded: bytes are cut, changed and repeated at random; nothing raises and no row is lost in silence."""
    chance = random.Random(7)
    records = [{"text": f"{WORDS} {n}", "title": f"“{n}”", "deep": {"a": [n]}} for n in range(9)]
    whole = {
        "a.csv": "text,title\n" + "".join(f'"{r["text"]}","{r["title"]}"\n' for r in records),
        "a.jsonl": "\n".join(map(json.dumps, records)),
        "a.json": json.dumps(records, indent=1),
    }
    for turn in range(50):
        for name, content in whole.items():
            raw = bytearray(content.encode())
            for _ in range(chance.randint(1, 4)):
                at = chance.randrange(len(raw))
                raw[at : at + chance.randint(0, 3)] = chance.choice(
                    (b"", b"\x00", b'"', b"\xff", b"\n", b"[[[[", b"{", b"}", b"\\", b'","', b"\xff\xfe")
                )
            if turn % 3 == 0:
                del raw[chance.randrange(1, len(raw)) :]
            found = outcomes(tmp_path / name, bytes(raw))
            assert articles(found) or refused(found)
