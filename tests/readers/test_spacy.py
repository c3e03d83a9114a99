"""The DocBin files, read with spaCy as those who train with it do."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.interop import Request, Split, export
from annotator.interop.flat import Flat, Passage
from schemas import LabelledArticle
from tests.unit.flats import Said, said_in, written
from tests.unit.labelled import CODEBOOK, article, labelled, record
from tests.unit.nasty import NASTY_CODEBOOK, articles, nasty

spacy = pytest.importorskip("spacy")
from spacy.tokens import DocBin  # noqa: E402


def docs(folder: Path, kind: str) -> Iterator[Any]:
    """Read the docs of a dataset, with the vocabulary of no language."""
    vocabulary = spacy.blank("xx").vocab
    for path in sorted((folder / kind).glob("*.spacy")):
        yield from DocBin().from_disk(path).get_docs(vocabulary)


def flat(said: dict[str, Any], moved: int) -> Flat:
    """Give what a record in the user data says."""
    state = {"state": said["state"]} if "state" in said else {}
    passages = tuple(Passage(start + moved, end + moved, name) for start, end, name in said["passages"])
    return Flat(said["label"], said["attributes"] | state, passages)


def said_in_articles(folder: Path) -> Said:
    return {
        (doc.user_data["article"], unit, annotator): flat(said, 0)
        for doc in docs(folder, "articles")
        for annotator, records in doc.user_data["records"].items()
        for unit, said in records.items()
    }


def said_in_sentences(folder: Path) -> Said:
    return {
        (doc.user_data["article"], doc.user_data["unit"], annotator): flat(said, doc.user_data["start"])
        for doc in docs(folder, "sentences")
        for annotator, said in doc.user_data["records"].items()
    }


def test_all_that_was_said_is_in_the_user_data(tmp_path: Path) -> None:
    folder = written(tmp_path, "spacy", [nasty()])
    assert said_in_articles(folder) == said_in([nasty()])
    assert said_in_sentences(folder) == said_in([nasty()])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(st.lists(articles(), max_size=2, unique_by=lambda labelled: labelled.article.id))
def test_what_is_read_is_what_was_written(tmp_path: Path, given_: list[LabelledArticle]) -> None:
    folder = written(tmp_path, "spacy", given_)
    assert said_in_articles(folder) == said_in(given_)
    assert said_in_sentences(folder) == said_in(given_)
    texts = {doc.user_data["article"]: doc.text for doc in docs(folder, "articles")}
    assert texts == {labelled.article.id: labelled.article.text for labelled in given_}
    units = [unit for labelled in given_ for unit in labelled.article.units]
    assert len(list(docs(folder, "sentences"))) == len(units)


def test_spans_are_the_passages_in_whole_tokens(tmp_path: Path) -> None:
    [doc] = docs(written(tmp_path, "spacy", [nasty()]), "articles")
    said = said_in([nasty()])
    for annotator in ("Ann", "Zoë", "gold"):
        passages = [passage for key, flat in said.items() if key[2] == annotator for passage in flat.passages]
        spans = list(doc.spans[annotator])
        assert [span.label_ for span in spans] == [passage.name for passage in passages]
        for span, passage in zip(spans, passages, strict=True):
            assert span.start_char <= passage.start < passage.end <= span.end_char
            assert span[0].idx + len(span[0]) > passage.start  # no token before it
            assert span[-1].idx < passage.end  # and none after it
        labels = {
            (span.start_char, span.end_char, span.label_) for span in doc.spans[f"{annotator}/sentences"]
        }
        of = nasty().article
        assert labels == {
            (of.unit(unit).start, of.unit(unit).end, flat.label)
            for (_, unit, name), flat in said.items()
            if name == annotator and flat.label is not None
        }


def test_sentences_have_their_one_label_or_none(tmp_path: Path) -> None:
    of = labelled({"Ann": ["red", "red", None], "Ben": ["red", "blue", None]})
    export([of], CODEBOOK, Request("spacy"), tmp_path / "out")
    agreed, disagreed, unlabelled = docs(tmp_path / "out", "sentences")
    assert agreed.cats == {"red": 1.0, "green": 0.0, "blue": 0.0}
    assert (disagreed.cats, disagreed.user_data["state"]) == ({}, "disagreed")
    assert disagreed.user_data["votes"] == {"blue": 1, "red": 1}
    assert (unlabelled.cats, unlabelled.user_data["records"]) == ({}, {})


def test_a_text_categoriser_learns_from_the_files(tmp_path: Path) -> None:
    sentences = [f"The tomato number {number} is ripe." for number in range(8)]
    sentences += [f"The sea at buoy {number} is deep." for number in range(8)]
    of = article(sentences)
    given_ = {
        unit.id: record(of, unit.id, "Ann", "red" if place < 8 else "blue")
        for place, unit in enumerate(of.units)
    }
    export(
        [LabelledArticle(article=of, labels={"Ann": given_})], CODEBOOK, Request("spacy"), tmp_path / "out"
    )
    from spacy.training import Corpus

    pipeline = spacy.blank("en")
    model = {
        "@architectures": "spacy.TextCatBOW.v3",
        "exclusive_classes": True,
        "ngram_size": 1,
        "no_output_layer": False,
    }
    pipeline.add_pipe("textcat", config={"model": model})
    examples = list(Corpus(tmp_path / "out" / "sentences")(pipeline))
    optimizer = pipeline.initialize(lambda: examples)
    for _ in range(30):
        pipeline.update(examples, sgd=optimizer)
    found = pipeline("The tomato is ripe.").cats
    assert set(found) == {"red", "green", "blue"}
    assert max(found, key=found.__getitem__) == "red"


@pytest.mark.parametrize("language", ["de-AT", "ja", "th", "tlh"])
def test_every_language_has_tokens(tmp_path: Path, language: str) -> None:
    of = article(["Größe zählt.", "漢字 ไทย"], language=language)
    bare = LabelledArticle(article=of, labels={})
    export([bare], CODEBOOK, Request("spacy"), tmp_path / "out")
    [doc] = docs(tmp_path / "out", "articles")
    assert (doc.text, doc.user_data["language"]) == (of.text, language)


def test_parts_of_a_split_are_folders(tmp_path: Path) -> None:
    split = Split(parts=("train", "test"), part_of={nasty().article.id: "test"})
    export([nasty()], NASTY_CODEBOOK, Request("spacy", split=split), tmp_path / "out")
    names = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.spacy")}
    assert names == {"test/articles/00000.spacy", "test/sentences/00000.spacy"}


def test_a_text_longer_than_parsers_take_is_written(tmp_path: Path) -> None:
    of = article(["word " * 220_000 + "end.", "Another one."])
    export([LabelledArticle(article=of, labels={})], CODEBOOK, Request("spacy"), tmp_path / "out")
    [doc] = docs(tmp_path / "out", "articles")
    assert doc.text == of.text


WRITES = """
import sys
from pathlib import Path
from annotator.interop import Request, export
from tests.unit.nasty import NASTY_CODEBOOK, nasty
export([nasty()], NASTY_CODEBOOK, Request("spacy"), Path(sys.argv[1]))
"""


def test_bytes_are_the_same_whatever_the_order_of_hashes(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONWARNINGS": "ignore"}
        subprocess.run(
            [sys.executable, "-c", WRITES, str(tmp_path / seed)],
            check=True,
            cwd=root,
            env=environment,
            timeout=120,
        )
    files = [sorted(path for path in (tmp_path / seed).rglob("*") if path.is_file()) for seed in ("1", "2")]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]
    assert len(files[0]) == 3
