"""Reading ease: offline, for the languages that have a formula, from the prose alone."""

import subprocess
import sys
from pathlib import Path

import pytest

from annotator.ingest import Metadata, read_articles
from annotator.readability import reading_ease
from schemas import Article

EASY = "The dog ran. The cat sat. We like the sun. It is hot. "
HARD = "Intergovernmental considerations notwithstanding, representatives sceptically characterised these. "

OFFLINE = """
import socket, sys
def refuse(*args, **kwargs):
    raise AssertionError("the network was used")
socket.socket = socket.create_connection = socket.getaddrinfo = refuse
from pathlib import Path
from annotator.ingest import Metadata, read_articles
from annotator.readability import reading_ease
(article,) = read_articles(Path(sys.argv[1]), Metadata())
print(reading_ease(article))
"""


def article_of(folder: Path, text: str, language: str = "en") -> Article:
    file = folder / "article.txt"
    file.write_text(text, encoding="utf-8")
    (article,) = read_articles(file, Metadata(language=language))
    return article


def test_it_needs_no_network(tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text(
        "Zxqvthrok and Ærøskøbing met Okwuosa in Llanfairpwll. Nobody knows these words, said he."
    )
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, str(file)], capture_output=True, text=True, check=True, timeout=120
    )
    assert -200 < float(done.stdout) < 206


def test_easy_reads_easier_than_hard(tmp_path: Path) -> None:
    easy, hard = (reading_ease(article_of(tmp_path, text * 5)) for text in (EASY, HARD))
    assert easy is not None
    assert hard is not None
    assert easy > 90 > 10 > hard


def test_headings_and_boilerplate_do_not_count(tmp_path: Path) -> None:
    plain = reading_ease(article_of(tmp_path, EASY))
    dressed = reading_ease(
        article_of(tmp_path, f"INCOMPREHENSIBILITIES MULTIPLYING\n\n{EASY}\n\nShare this article\n")
    )
    assert dressed == plain


@pytest.mark.parametrize(("language", "known"), [("de-AT", True), ("tr", False), ("ja", False)])
def test_languages_without_a_formula_have_no_figure(tmp_path: Path, language: str, known: bool) -> None:
    text = "Das Haus steht am See. Es ist alt und schön."
    assert (reading_ease(article_of(tmp_path, text, language)) is not None) is known


def test_an_article_without_prose_has_no_figure(tmp_path: Path) -> None:
    assert reading_ease(article_of(tmp_path, "Share this article\n")) is None
