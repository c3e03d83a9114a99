"""brat standoff: written so that brat reads it, and read whoever wrote it."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.interop import Request, Split, export
from annotator.interop.brat_reader import IMPORTER
from annotator.interop.flat import Passage
from annotator.interop.foreign import ForeignLabel, ForeignText, Refused
from annotator.interop.standoff import stands_alone
from schemas import GOLD, BiasKind, BiasMark, LabelledArticle, Span, Unit
from tests.unit.brat_files import read_conf, read_pair
from tests.unit.flats import read_back, refusals, said_in, written
from tests.unit.labelled import CODEBOOK, article, labelled, record
from tests.unit.nasty import NASTY_CODEBOOK, articles, nasty

SLUGS = {
    "red": "red",
    "non-biased": "non-biased",
    "mostly true": "mostly_true",
    "größtenteils": "grosstenteils",
}


def without_line_ends(text: str, unit: Unit, passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """Give passages as brat can hold them."""
    held = []
    for start, end, name in passages:
        words = text[start:end]
        if words.strip("\n"):
            before = len(words) - len(words.lstrip("\n"))
            held.append(Passage(start + before, start + len(words.rstrip("\n")), name))
    return tuple(held)


@settings(deadline=None, max_examples=60)
@given(articles())
@example(nasty())
def test_what_was_said_comes_back(labelled_article: LabelledArticle) -> None:
    with TemporaryDirectory() as folder:
        output = written(Path(folder), "brat", [labelled_article])
        for ann in output.rglob("*.ann"):
            read_pair(ann)
        said, texts = read_back(IMPORTER, output)
    assert said == said_in([labelled_article], without_line_ends)
    assert texts == {labelled_article.article.id: labelled_article.article.text}


def test_brat_finds_every_name_declared(tmp_path: Path) -> None:
    output = written(tmp_path, "brat", [nasty()])
    conf = read_conf(output / "annotation.conf")
    types = set(conf["entities"])
    attributes = {}
    for line in conf["attributes"]:
        name, _, arguments = line.partition("\t")
        target, _, values = arguments.partition(", Value:")
        assert target == "Arg:Sentence"
        attributes[name] = set(values.split("|")) if values else None
    assert attributes["Label"] == set(SLUGS.values())
    for ann in output.rglob("*.ann"):
        document = read_pair(ann)
        assert {kind for kind, _, _ in document.bound.values()} <= types
        for name, target, value in document.attributes.values():
            assert document.bound[target][0] == "Sentence"
            allowed = attributes[name]
            assert value is None if allowed is None else value in allowed
    assert any(
        line.split(" | ") == ["mostly_true", "mostly true"]
        for line in read_conf(output / "visual.conf")["labels"]
    )


def test_everybody_has_a_folder_and_gold_its_state(tmp_path: Path) -> None:
    of = nasty()
    output = written(tmp_path, "brat", [of])
    assert {path.name for path in output.iterdir() if path.is_dir()} == {"ann", "zoë", "gold"}
    document = read_pair(output / "gold" / f"{of.article.id}.ann")
    units = {target: words for kind, target, words in document.notes.values() if kind == "Unit"}
    states = {units[target]: value for name, target, value in document.attributes.values() if name == "state"}
    expected = {
        unit: record.adjudication.origin
        for unit, record in of.labels[GOLD].items()
        if record.adjudication is not None
    }
    assert states == expected


def test_a_sentence_over_two_lines_is_in_pieces(tmp_path: Path) -> None:
    of = article(["One line\nand another."])
    given_by = record(of, "u001", "Ann", "red", bias=())
    output = tmp_path / "out"
    export(
        [LabelledArticle(article=of, labels={"Ann": {"u001": given_by}})], CODEBOOK, Request("brat"), output
    )
    lines = (output / "ann" / f"{of.id}.ann").read_text().splitlines()
    assert lines == ["T1\tSentence 0 8;9 21\tOne line and another.", "#1\tUnit T1\tu001", "A1\tLabel T1 red"]


def test_parts_of_a_split_are_folders_and_an_unlabelled_article_is_there(tmp_path: Path) -> None:
    first, second = labelled({"Ann": ["red"]}, "One"), labelled({}, "Two")
    ids = first.article.id, second.article.id
    split = Split(parts=("train", "test"), part_of=dict(zip(ids, ("train", "test"), strict=True)))
    output = tmp_path / "out"
    export([first, second], CODEBOOK, Request("brat", split=split), output)
    found = {path.relative_to(output).as_posix() for path in output.rglob("*.ann")}
    assert found == {f"train/ann/{ids[0]}.ann", f"test/unlabelled/{ids[1]}.ann"}
    said, texts = read_back(IMPORTER, output)
    assert said == said_in([first])
    assert set(texts) == set(ids)
    # Part of the export is enough: the names are found above it.
    assert read_back(IMPORTER, output / "train" / "ann")[0] == said


def test_edges_that_brat_cannot_hold_are_counted(tmp_path: Path) -> None:
    of = article(["One\n\ntwo."])
    spans = [Span(start=0, end=4), Span(start=3, end=5), Span(start=2, end=6)]
    marks = tuple(BiasMark(kind=BiasKind.LOADED, span=span) for span in spans)
    records = {"Ann": {"u001": record(of, "u001", "Ann", "red", bias=marks)}}
    summary = export(
        [LabelledArticle(article=of, labels=records)], CODEBOOK, Request("brat"), tmp_path / "out"
    )
    told = {dropped.reason: dropped.count for dropped in summary.manifest.dropped}
    assert told == {"passage of line ends only": 1, "edge of a passage that is a line end": 1}


def test_same_input_same_bytes(tmp_path: Path) -> None:
    first, second = (written(tmp_path, "brat", [nasty()]) for _ in range(2))
    for path in first.rglob("*.*"):
        if path.is_file():
            assert path.read_bytes() == (second / path.relative_to(first)).read_bytes()


def pair(folder: Path, name: str, text: str, ann: str) -> Path:
    folder.mkdir(exist_ok=True, parents=True)
    (folder / f"{name}.txt").write_bytes(text.encode())
    (folder / f"{name}.ann").write_bytes(ann.encode())
    return folder / f"{name}.ann"


def only(path: Path) -> ForeignText:
    (found,) = (found for found in IMPORTER.read(path) if isinstance(found, ForeignText))
    return found


NEWS = "Anna Berg met Ivo. “Nothing is lost!”\r\nThe sly mayor smirked."


def test_types_over_sentences_are_labels_and_others_passages(tmp_path: Path) -> None:
    ann = "T1\tFactual 0 18\tAnna Berg met Ivo.\nT2\tPerson 0 9\tAnna Berg\nT3\tPerson 14 17\tIvo\n"
    ann += "T4\tSlanted 39 61\tThe sly mayor smirked.\nT5\tLoaded 43 46\tsly\n"
    ann += "T6\tClaim 19 37\t“Nothing is lost!”\n"
    found = only(pair(tmp_path, "news", NEWS, ann))
    assert found.article == "news" and found.text == NEWS
    assert [(label.label, label.start, label.end, label.passages) for label in found.labels] == [
        ("Factual", 0, 18, (Passage(0, 9, "Person"), Passage(14, 17, "Person"))),
        ("Claim", 19, 37, ()),
        ("Slanted", 39, 61, (Passage(43, 46, "Loaded"),)),
    ]
    assert {label.annotator for label in found.labels} == {""}


@pytest.mark.parametrize(
    ("attribute", "label"),
    [
        ("A1\tLabel T1 biased", "biased"),
        ("A1\tTone T1 biased", "biased"),
        ("M1\tBiased T1", "Biased"),
        ("A1\tclass T1 biased\nA2\tconfident T1", "biased"),
        ("A1\tTone T1 biased\nA2\tconfident T1", None),
    ],
)
def test_a_sentence_has_its_label_as_an_attribute(tmp_path: Path, attribute: str, label: str | None) -> None:
    text = "T1\tSentence 0 18\tAnna Berg met Ivo.\n"
    found = only(pair(tmp_path, "news", NEWS, f"{text}{attribute}\n#1\tAnnotatorNotes T1\tsure?\n"))
    assert [label.label for label in found.labels] == [label]
    assert found.labels[0].attributes["comment"] == "sure?"


@pytest.mark.parametrize(
    ("text", "words", "alone"),
    [
        ("One. Two three. Four.", "Two three.", True),
        ("One. Two three. Four.", "Two three", False),
        ("One. Two three. Four.", "three.", False),
        ("Heading\nTwo three", "Heading", True),
        ("Heading \n Two three", " Two three", True),
        ("\ufeffHeading", "Heading", True),
        ("He left (“at noon.”) Then", "He left (“at noon.”)", True),
        ("It cost 3.5 euros", "It cost 3.", False),
        ("他走了。 她来了。", "她来了。", True),
        ("   ", "   ", False),
    ],
)
def test_what_stands_as_a_sentence_does(text: str, words: str, alone: bool) -> None:
    start = text.index(words)
    assert stands_alone(text, start, start + len(words)) is alone


def test_where_sentences_have_attributes_other_types_are_passages(tmp_path: Path) -> None:
    ann = "T1\tSentence 0 18\tAnna Berg met Ivo.\nA1\tLabel T1 fine\nT2\tcontent 0 18\tAnna Berg met Ivo.\n"
    (label,) = only(pair(tmp_path, "news", NEWS, ann)).labels
    assert (label.label, label.passages) == ("fine", (Passage(0, 18, "content"),))


def test_passages_alone_stay_passages(tmp_path: Path) -> None:
    of = article(["Whole."])
    mark = BiasMark(kind=BiasKind.LOADED, span=Span(start=0, end=6))
    records = {"Ann": {"u001": record(of, "u001", "Ann", None, bias=(mark,))}}
    labels = [LabelledArticle(article=of, labels=records)]
    assert read_back(IMPORTER, written(tmp_path, "brat", labels))[0] == said_in(labels)


def test_passages_outside_sentences_and_discontinuous_ones(tmp_path: Path) -> None:
    ann = "T1\tName 0 4;14 17\tAnna Ivo\nT2\tQuote 19 37;39 46\t“Nothing is lost!” The sly\n"
    found = only(pair(tmp_path, "news", NEWS, ann))
    assert found.labels == (
        ForeignLabel(
            where="news.ann",
            label=None,
            passages=(Passage(0, 4, "Name"), Passage(14, 17, "Name"), Passage(19, 46, "Quote")),
        ),
    )


def test_folders_with_the_same_documents_are_annotators(tmp_path: Path) -> None:
    ann = "T1\tSentence 0 18\tAnna Berg met Ivo.\nA1\tLabel T1 {}\n"
    for who in ("berta", "carl"):
        pair(tmp_path / "corpus" / who, "news", NEWS, ann.format(who[0]))
    found = list(IMPORTER.read(tmp_path / "corpus"))
    labels = [
        (label.annotator, label.label)
        for text in found
        if isinstance(text, ForeignText)
        for label in text.labels
    ]
    assert labels == [("berta", "b"), ("carl", "c")]


def test_what_has_no_place_is_told(tmp_path: Path) -> None:
    ann = "T1\tPerson 0 9\tAnna Berg\nE1\tMeet:T1\nR1\tKnows Arg1:T1 Arg2:T1\nR2\tKnows Arg1:T1 Arg2:T1\n"
    path = pair(tmp_path, "news", NEWS, ann + "A1\tNegation E1\n*\tAlias T1 T1\n")
    reasons = [found.reason for found in IMPORTER.read(path) if isinstance(found, Refused)]
    assert reasons == [
        "there is no place for attributes and notes of passages (1)",
        "there is no place for equivalences (1)",
        "there is no place for events (1)",
        "there is no place for relations (2)",
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("T9\tPerson 0 99999\tAnna", "past the end"),
        ("T9\tPerson 5 5\t", "empty, reversed"),
        ("T9\tPerson 9 5\tAnna", "empty, reversed"),
        ("T9\tPerson -1 5\tAnna", "is no place"),
        ("T9\tPerson 0.5 5\tAnna", "is no place"),
        ("T9\tPerson true 5\tAnna", "is no place"),
        ("T9\tPerson 0 ４\tAnna", "is no place"),
        ("T9\tPerson 0 " + "9" * 5000 + "\tAnna", "is no place"),
        ("T9\tPerson 0 4;2 6\tAnna", "overlaps itself"),
        ("T9\tPerson\tAnna", "is no place"),
        ("T9\tPerson 0 4\tOtto", "the text has 'Anna' there, not 'Otto'"),
        ("T1\tPerson 0 4\tAnna", "there is a T1 already"),
        ("A1\tLabel", "a name and what it is of"),
        ("#1\tNote", "a type and what it is of"),
        ("{}", "does not begin with an id"),
        ("\x00\x01", "does not begin with an id"),
    ],
)
def test_a_bad_line_is_refused_and_the_good_ones_are_kept(tmp_path: Path, line: str, reason: str) -> None:
    good = "T1\tSentence 0 18\tAnna Berg met Ivo.\n{}\nA5\tLabel T1 fine\n"
    path = pair(tmp_path, "news", NEWS, good.replace("{}", line, 1))
    ((where, why),) = refusals(IMPORTER, path).items()
    assert where == "news.ann: line 2" and reason in why
    assert [label.label for label in only(path).labels] == ["fine"]


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    pair(tmp_path, "good", NEWS, "T1\tSentence 0 18\tAnna Berg met Ivo.\n")
    (tmp_path / "alone.ann").write_text("")
    pair(tmp_path, "latin", "", "").write_bytes("T1\tCafé 0 1\tx".encode("latin-1"))
    assert refusals(IMPORTER, tmp_path) == {
        "alone.ann": "its text, alone.txt, cannot be read (No such file or directory)",
        "latin.ann": "is not UTF-8 (byte 6)",
    }
    (tmp_path / "empty").mkdir()
    with pytest.raises(AnnotatorError, match=r"no \.ann file"):
        list(IMPORTER.read(tmp_path / "empty"))


@given(st.binary(max_size=200), st.binary(max_size=60))
@example(b"T1\tSentence 0 1\ta\nA1\tLabel T1 x\n#1\tUnit T1\t\\u00e9\\ud800", b"abc")
def test_no_bytes_raise(ann: bytes, text: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.ann"
        path.write_bytes(ann)
        path.with_suffix(".txt").write_bytes(text)
        for found in IMPORTER.read(path):
            assert isinstance(found, ForeignText | Refused)


@given(
    st.lists(st.sampled_from(["T1", "A1", "#1", "\t", " ", "\n", "Sentence", "0", "3", ";", "x", "E", "R1"]))
)
def test_no_lines_raise(words: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = pair(Path(folder), "a", "abc def", "".join(words))
        for found in IMPORTER.read(path):
            assert isinstance(found, ForeignText | Refused)


def test_it_is_known_by_its_files(tmp_path: Path) -> None:
    path = pair(tmp_path / "corpus", "news", NEWS, "")
    (tmp_path / "other").mkdir()
    assert IMPORTER.sniff(path, b"") and IMPORTER.sniff(path.with_suffix(".txt"), b"x")
    assert IMPORTER.sniff(tmp_path, b"")
    assert not IMPORTER.sniff(tmp_path / "other", b"")
    assert NASTY_CODEBOOK.label_names == tuple(SLUGS)
