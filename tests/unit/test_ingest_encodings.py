"""Encodings of short texts: what is guessed, and that nothing turns into other letters in silence."""

from pathlib import Path

import pytest

from annotator.errors import AnnotatorError
from annotator.importing import ImportStatus
from annotator.ingest import Metadata, ReadOptions, read_articles
from annotator.ingest.guessing import guess
from annotator.project import Project
from schemas import Article

SENTENCES = [
    ("cp1252", "The mayor’s office said “no” on Monday."),
    ("cp1252", "The price rose to £5."),
    ("cp1252", "Café closed."),
    ("cp1252", "»Es ist aus.« Mehr sagte er nicht."),
    ("cp1252", "Der Bürgermeister sagte, die Brücke sei gesperrt."),
    ("cp1252", "Le maire a déclaré que l’été serait sec."),
    ("cp1252", "O prefeito não está na reunião, n.º 5."),
    ("cp1252", "Så är det på ön."),
    ("cp1252", "Il ponte è chiuso."),
    ("cp1250", "Starosta powiedział, że woda się podnosi."),
    ("cp1250", "Vláda dnes řekla, že škody jsou veliké."),
    ("cp1251", "Колонна вошла в город в пятницу."),
    ("cp1251", "Київ уночі був тихим, їжі вистачало."),
    ("cp1251", "Правителството обяви нови мерки."),
    ("koi8_r", "Погода была хорошей."),
    ("koi8_r", "МОСКВА, 4 марта. Правительство приняло решение."),
    ("cp866", "Мэр сказал, что вода поднимается."),
    ("cp1253", "Ο δήμαρχος είπε ότι το νερό ανεβαίνει."),
    ("cp1254", "Belediye başkanı suyun yükseldiğini söyledi."),
    ("cp1255", "ראש העיר אמר שהמים עולים."),
    ("cp1256", "قال رئيس البلدية إن المياه ترتفع."),
    ("cp932", "市長は月曜日、水位が上がっていると述べた。"),
    ("euc_jp", "市長は月曜日、水位が上がっていると述べた。"),
    ("gb18030", "市长周一表示，水位正在上升。"),
    ("gb18030", "今天天气很好。"),
    ("big5", "市長週一表示，水位正在上升。"),
    ("cp949", "시장은 월요일 수위가 오르고 있다고 말했다."),
]


def read(path: Path, raw: bytes, encoding: str = "") -> Article:
    path.write_bytes(raw)
    [article] = read_articles(path, Metadata(), options=ReadOptions(encoding=encoding))
    return article


@pytest.mark.parametrize(("encoding", "sentence"), SENTENCES)
def test_one_sentence_is_enough(encoding: str, sentence: str) -> None:
    raw = sentence.encode(encoding)
    assert raw.decode(guess(raw)) == sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16", "utf-32"])
@pytest.mark.parametrize("sentence", dict.fromkeys(sentence for _, sentence in SENTENCES))
def test_unicode_is_never_taken_for_anything_else(tmp_path: Path, sentence: str, encoding: str) -> None:
    written = f"{sentence}\r\n{sentence}\n"
    article = read(tmp_path / "a.txt", written.encode(encoding))
    assert article.text == written.replace("\r\n", "\n")
    assert not any("guess" in change for change in article.provenance.changes)


def test_the_encoding_given_overrules_what_was_found(tmp_path: Path) -> None:
    raw = "Größe".encode()
    assert read(tmp_path / "a.txt", raw).text == "Größe"
    article = read(tmp_path / "a.txt", raw, "cp1252")
    assert article.text == "GrÃ¶ÃŸe"
    assert article.provenance.changes == ("read as cp1252, as given",)
    with pytest.raises(AnnotatorError, match="the file is not utf-8"):
        read(tmp_path / "a.txt", "Größe".encode("cp1252"), "utf8")


def test_bytes_that_are_text_in_no_encoding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AnnotatorError, match="the encoding is not known; say it with --encoding"):
        read(tmp_path / "a.txt", bytes(range(128, 256)) * 3)


def test_a_file_is_read_again_when_its_encoding_is_said(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    path = tmp_path / "a.txt"
    path.write_bytes("Größe und Höhe.".encode("cp1252"))
    first, again = (
        next(iter(project.import_files([path], options=ReadOptions(encoding=encoding))))
        for encoding in ("", "cp1251")
    )
    assert first.status == again.status == ImportStatus.NEW
    assert project.article(again.article).text == "GrцЯe und Hцhe."
