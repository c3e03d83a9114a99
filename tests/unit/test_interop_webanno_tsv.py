"""WebAnno TSV 3.3: written as its definition says, and read whoever wrote it."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.interop import Request, export
from annotator.interop.flat import Passage, flatten
from annotator.interop.foreign import ForeignText, Refused
from annotator.interop.importers import importer_of
from annotator.interop.offsets import Utf16
from annotator.interop.webanno_tsv_reader import IMPORTER
from schemas import BiasKind, BiasMark, LabelledArticle, Span, Unit
from tests.unit.flats import read_back, refusals, said_in, written
from tests.unit.labelled import CODEBOOK, article, labelled, record
from tests.unit.nasty import articles, nasty
from tests.unit.tsv_files import read_tsv


def without_blanks(text: str, unit: Unit, passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """Give passages as rows of tokens can hold them."""
    held = []
    for start, end, name in passages:
        words = text[start:end]
        if words.strip():
            before = len(words) - len(words.lstrip())
            held.append(Passage(start + before, start + len(words.rstrip()), name))
    return tuple(held)


@settings(deadline=None, max_examples=60)
@given(articles())
@example(nasty())
def test_what_was_said_comes_back(labelled_article: LabelledArticle) -> None:
    with TemporaryDirectory() as folder:
        output = written(Path(folder), "webanno-tsv", [labelled_article])
        said, _ = read_back(IMPORTER, output)
        sentences = [
            (found.start, found.text)
            for found in IMPORTER.read(next(output.rglob("*.tsv")))
            if isinstance(found, ForeignText)
        ]
    of = labelled_article.article
    assert said == said_in([labelled_article], without_blanks)
    assert sentences == [(unit.start, of.unit_text(unit)) for unit in of.units]


@settings(deadline=None, max_examples=40)
@given(articles())
@example(nasty())
def test_a_strict_reader_finds_the_same(labelled_article: LabelledArticle) -> None:
    of = labelled_article.article
    utf16 = Utf16(of.text)
    with TemporaryDirectory() as folder:
        output = written(Path(folder), "webanno-tsv", [labelled_article])
        documents = {path.stem: read_tsv(path) for path in output.rglob("*.tsv")}
    names = {"Ann": "ann", "Zoë": "zoë", "gold": "CURATION_USER"}
    for annotator, records in labelled_article.labels.items():
        if not records:
            continue
        document = documents[names[annotator]]
        assert document.sentences == [
            (unit.id, utf16.from_code_points(unit.start), of.unit_text(unit)) for unit in of.units
        ]
        assert "".join(document.tokens) == "".join(of.text.split())
        seen = [unit for unit in of.units if unit.id in records]
        labels = document.annotations["webanno.custom.SentenceLabel"]
        assert [one.values["label"] for one in labels] == [records[unit.id].label for unit in seen]
        expected = {
            (utf16.from_code_points(start), utf16.from_code_points(end), name)
            for unit in seen
            for start, end, name in without_blanks(of.text, unit, flatten(records[unit.id]).passages)
        }
        found = document.annotations.get("webanno.custom.NewsSpan", [])
        assert {(one.rows[0][0], one.rows[-1][1], one.values["label"]) for one in found} == expected


def test_a_file_reads_like_this(tmp_path: Path) -> None:
    of = article(["So_so 🙂 lied."])
    marks = tuple(
        BiasMark(kind=BiasKind.LOADED, span=Span(start=start, end=end))
        for start, end in ((0, 2), (6, 13), (8, 12))
    )
    records = {"Ann": {"u001": record(of, "u001", "Ann", "red", bias=marks)}}
    export([LabelledArticle(article=of, labels=records)], CODEBOOK, Request("webanno-tsv"), tmp_path / "out")
    path = tmp_path / "out" / "annotation" / of.id / "ann.tsv"
    assert path.read_text("utf-8") == (
        "#FORMAT=WebAnno TSV 3.3\n"
        "#T_SP=webanno.custom.SentenceLabel|label\n"
        "#T_SP=webanno.custom.NewsSpan|label\n"
        "\n\n"
        "#Sentence.id=u001\n"
        "#Text=So_so 🙂 lied.\n"
        "1-1\t0-5\tSo_so\tred[1]\t_\t\n"
        "1-1.1\t0-2\tSo\t_\tloaded[2]\t\n"
        "1-2\t6-8\t🙂\tred[1]\tloaded[3]\t\n"
        "1-3\t9-13\tlied\tred[1]\tloaded[3]|loaded[4]\t\n"
        "1-4\t13-14\t.\tred[1]\tloaded[3]\t\n"
    )


def test_blanks_at_the_edges_are_counted(tmp_path: Path) -> None:
    of = article(["One two."])
    marks = tuple(
        BiasMark(kind=BiasKind.LOADED, span=Span(start=start, end=end)) for start, end in ((3, 4), (3, 7))
    )
    records = {"Ann": {"u001": record(of, "u001", "Ann", "red", bias=marks)}}
    labels = LabelledArticle(article=of, labels=records)
    summary = export([labels], CODEBOOK, Request("webanno-tsv"), tmp_path / "out")
    told = {dropped.reason: dropped.count for dropped in summary.manifest.dropped}
    assert told == {"passage of blanks only": 1, "edge of a passage that is a blank": 1}


def test_same_input_same_bytes(tmp_path: Path) -> None:
    first, second = (written(tmp_path, "webanno-tsv", [nasty()]) for _ in range(2))
    for path in first.rglob("*.tsv"):
        assert path.read_bytes() == (second / path.relative_to(first)).read_bytes()


FROM_INCEPTION = """#FORMAT=WebAnno TSV 3.3
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|value|identifier
#T_SP=webanno.custom.Tone|Tone
#T_SP=webanno.custom.Sure|
#T_RL=webanno.custom.Link|kind|BT_webanno.custom.Tone


#Text=Ms. 🙂 Haag \\\\ plays
#Text=chess
1-1\t0-3\tMs.\tNNP\tPER[1]|TITLE[2]\t*[1]|*[2]\tlively[3]\t_\t_\t_\t
1-2\t4-6\t🙂\tSYM\tPER[1]\t*[1]\tlively[3]\t_\t_\t_\t
1-3\t7-11\tHaag\tNNP\tPER[1]\t*[1]\tlively[3]\t*\t_\t_\t
1-4\t12-13\t\\\t_\t_\t_\tlively[3]\t_\t_\t_\t
1-5\t14-19\tplays\t_\t_\t_\tlively[3]\t_\t_\t_\t
1-5.1\t14-18\tplay\t_\tODD\\_ONE\t*\t_\t_\tbase\t1-1\t
1-6\t20-25\tchess\t_\t_\t_\tlively[3]\t_\t_\t_\t

#Sentence.id=x7
#Text=Nobody.
2-1\t30-36\tNobody\t_\t_\t_\tdry\\|cold[4]\t_\t_\t_\t
2-2\t36-37\t.\t_\t_\t_\tdry\\|cold[4]\t_\t_\t_\t
"""


def tsv(folder: Path, text: str, name: str = "story.tsv") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_what_inception_writes(tmp_path: Path) -> None:
    path = tsv(tmp_path, FROM_INCEPTION.replace("\n", "\r\n"))
    found = [text for text in IMPORTER.read(path) if isinstance(text, ForeignText)]
    assert [(one.article, one.start, one.text) for one in found] == [
        ("story", 0, "Ms. 🙂 Haag \\ plays\nchess"),
        ("story", 29, "Nobody."),
    ]
    ((label,), (other,)) = (one.labels for one in found)
    assert (label.label, label.start, label.end) == ("lively", 0, 24)
    assert set(label.passages) == {
        Passage(0, 10, "PER"),
        Passage(0, 3, "TITLE"),
        Passage(6, 10, "Sure"),
        Passage(13, 17, "ODD_ONE"),
    }
    assert (other.label, other.start, other.end, other.unit) == ("dry|cold", 0, 7, "")
    assert refusals(IMPORTER, path) == {"story.tsv: relations and chains": "there is no place for them (1)"}


def test_an_annotation_over_two_sentences_has_no_place(tmp_path: Path) -> None:
    over = FROM_INCEPTION.replace("2-1\t30-36\tNobody\t_\t_\t_\t", "2-1\t30-36\tNobody\t_\tPER[9]\t_\t")
    over = over.replace("1-6\t20-25\tchess\t_\t_\t_\t", "1-6\t20-25\tchess\t_\tPER[9]\t*[9]\t")
    path = tsv(tmp_path, over)
    assert "story.tsv" in refusals(IMPORTER, path)
    found = [text for text in IMPORTER.read(path) if isinstance(text, ForeignText)]
    assert [label.label for text in found for label in text.labels] == ["lively", "dry|cold"]
    names = [passage.name for text in found for label in text.labels for passage in label.passages]
    assert names.count("PER") == 1


def test_a_part_of_a_token_ends_what_stands_on_the_whole_too(tmp_path: Path) -> None:
    """As older versions of INCEpTION write it."""
    path = tsv(
        tmp_path,
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.Entity|value\n\n\n#Text=of Bernhards works\n1-1\t0-2\tof\t_\t\n"
        "1-2\t3-12\tBernhards\tLIT[2]|PER[3]\t\n1-2.1\t3-11\tBernhard\tPER[3]\t\n1-3\t13-18\tworks\tLIT[2]\t\n",
    )
    (found,) = (text for text in IMPORTER.read(path) if isinstance(text, ForeignText))
    assert found.labels[0].passages == (Passage(3, 18, "LIT"), Passage(3, 11, "PER"))


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("1-2\t4-6\t", "1-2\t4-5\t", "in the middle of a character"),
        ("1-2\t4-6\t", "1-2\t4-99999\t", "outside its sentence"),
        ("1-2\t4-6\t", "1-2\t6-4\t", "empty, reversed"),
        ("1-2\t4-6\t", "1-2\t-4-6\t", "begins with its number"),
        ("1-2\t4-6\t", "1-2\ttrue\t", "begins with its number"),
        ("1-2\t4-6\t", "x\t4-6\t", "begins with its number"),
        ("1-2\t4-6\t🙂", "1-2\t4-6\tb", "the text has '🙂' there, not 'b'"),
        ("PER[1]\t*[1]\tlively[3]\t*\t", "P[]ER\t*[1]\tlively[3]\t*\t", "is no value"),
    ],
)
def test_a_bad_row_is_refused_and_the_good_ones_are_kept(
    tmp_path: Path, before: str, after: str, reason: str
) -> None:
    assert before in FROM_INCEPTION
    path = tsv(tmp_path, FROM_INCEPTION.replace(before, after))
    refused = dict(refusals(IMPORTER, path))
    refused.pop("story.tsv: relations and chains")
    ((where, why),) = refused.items()
    assert where.startswith("story.tsv: line ") and reason in why
    found = [text for text in IMPORTER.read(path) if isinstance(text, ForeignText)]
    assert [label.label for text in found for label in text.labels] == ["lively", "dry|cold"]


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("#Text=Nobody.\n", "", "a #Text line"),
        ("2-1\t30-36", "2-1\t3-9", "the one before it ends at 25"),
        ("2-1\t30-36", "2-1\t9999999999-9999999999", "the one before it ends at 25"),
        ("2-2\t36-37\t.", "2-2\t36-99\t.", "past the end of the sentence"),
        ("#Text=Nobody.", "#Text=", "past the end of the sentence"),
    ],
)
def test_a_bad_sentence_is_refused_and_the_others_are_kept(
    tmp_path: Path, before: str, after: str, reason: str
) -> None:
    path = tsv(tmp_path, FROM_INCEPTION.replace(before, after))
    assert any(reason in why for why in refusals(IMPORTER, path).values())
    found = [text for text in IMPORTER.read(path) if isinstance(text, ForeignText)]
    assert [label.label for text in found for label in text.labels] == ["lively"]


def test_what_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    head = "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.B|c\n\n\n"
    far = "".join(f"#Text=ab\n{n}-1\t{n}00000-{n}00002\tab\t_\t\n\n" for n in range(1, 40))
    found = list(IMPORTER.read(tsv(tmp_path, head + far)))
    assert sum(isinstance(one, ForeignText) for one in found) == 10
    stacked = f"#Text=ab\n1-1\t0-2\tab\t{'x|' * 2000}x\t\n"
    (why,) = refusals(IMPORTER, tsv(tmp_path, head + stacked)).values()
    assert why == "there are 2,001 annotations on one token"
    with pytest.raises(AnnotatorError, match="declares more than 1,000 columns"):
        list(IMPORTER.read(tsv(tmp_path, head.replace("|c", "|c" * 2000))))


def test_who_annotated_is_in_the_place_and_wrong_files_are_refused(tmp_path: Path) -> None:
    tsv(tmp_path, FROM_INCEPTION, "annotation/story.txt/admin.tsv")
    tsv(tmp_path, FROM_INCEPTION, "curation/story.txt/CURATION_USER.tsv")
    tsv(tmp_path, "#FORMAT=WebAnno TSV 2.0\n", "annotation/story.txt/old.tsv")
    tsv(tmp_path, "a\tb\n", "annotation/story.txt/other.tsv")
    found = [text for text in IMPORTER.read(tmp_path) if isinstance(text, ForeignText)]
    assert {text.article for text in found} == {"story"}
    assert {label.annotator for text in found for label in text.labels} == {"admin", "gold"}
    why = refusals(IMPORTER, tmp_path)
    assert why["annotation/story.txt/old.tsv"] == "is WebAnno TSV 2; export it as version 3"
    assert why["annotation/story.txt/other.tsv"] == "does not begin with #FORMAT=WebAnno TSV 3.3"
    with pytest.raises(AnnotatorError, match=r"other\.tsv: does not begin"):
        list(IMPORTER.read(tmp_path / "annotation" / "story.txt" / "other.tsv"))


def test_it_is_known_by_its_first_line(tmp_path: Path) -> None:
    path = tsv(tmp_path / "yes", FROM_INCEPTION)
    other = tsv(tmp_path / "no", "id\ttext\n")
    assert IMPORTER.sniff(path, path.read_bytes()) and IMPORTER.sniff(path.parent, b"")
    assert importer_of(path) is IMPORTER
    assert not IMPORTER.sniff(other, other.read_bytes()) and not IMPORTER.sniff(other.parent, b"")


WORDS = "#Text= #Sentence.id= #T_SP=a.B|c #T_RL=x|y|z 1-1 0-3 abc _ * | [1] \\ -> \x00 ９-９ #"
pieces = st.sampled_from([*WORDS.split(" "), "\t", "\n", "\r"])


@settings(deadline=None)
@given(st.lists(pieces, max_size=30) | st.binary(max_size=99))
def test_nothing_raises_anything_else(words: list[str] | bytes) -> None:
    body = words if isinstance(words, bytes) else "".join(words).encode()
    with TemporaryDirectory() as folder:
        for head in (b"", b"#FORMAT=WebAnno TSV 3.3\n"):
            path = Path(folder) / "x.tsv"
            path.write_bytes(head + body)
            try:
                found = list(IMPORTER.read(path))
            except AnnotatorError as error:
                assert "\n" not in str(error)
            else:
                assert all(isinstance(one, ForeignText | Refused) for one in found)


def test_articles_without_labels_are_there(tmp_path: Path) -> None:
    output = tmp_path / "out"
    bare = labelled({}, "Bare")
    export([bare, labelled({"Ann": ["red"]}, "One")], CODEBOOK, Request("webanno-tsv"), output)
    document = read_tsv(output / "annotation" / bare.article.id / "INITIAL_CAS.tsv")
    assert [text for _, _, text in document.sentences] == [bare.article.text] and not document.annotations
