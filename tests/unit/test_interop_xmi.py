"""CAS XMI: what INCEpTION reads, and what it and others write."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.interop import ExportOptions, Request, Split, export
from annotator.interop.cas_xmi_reader import IMPORTER
from annotator.interop.flat import Passage
from annotator.interop.foreign import ForeignLabel, ForeignText, Refused
from schemas import LabelledArticle
from tests.unit.flats import Said, read_back, refusals, said_in, written
from tests.unit.labelled import CODEBOOK, labelled
from tests.unit.nasty import NASTY_CODEBOOK, articles, nasty

EXCLUDED = str.maketrans({"\ufffe": "\ufffd", "\uffff": "\ufffd"})


@settings(deadline=None, max_examples=60)
@given(articles())
@example(nasty())
def test_what_was_said_comes_back(labelled_article: LabelledArticle) -> None:
    with TemporaryDirectory() as folder:
        output = written(Path(folder), "xmi", [labelled_article])
        said, texts = read_back(IMPORTER, output)
    assert said == said_in([labelled_article])
    article = labelled_article.article
    assert texts == {article.id: article.text.translate(EXCLUDED)}


def test_sentences_tokens_and_metadata_stand_in_utf16(tmp_path: Path) -> None:
    of = nasty()
    output = written(tmp_path, "xmi", [of])
    path = output / "curation" / of.article.id / "CURATION_USER.xmi"
    root = ElementTree.fromstring(path.read_bytes())
    text = next(one.attrib["sofaString"] for one in root if one.tag.endswith("}Sofa"))
    assert text == of.article.text
    units = text.encode("utf-16-le")

    def covered(one: ElementTree.Element) -> str:
        return units[2 * int(one.attrib["begin"]) : 2 * int(one.attrib["end"])].decode("utf-16-le")

    sentences = [one for one in root if one.tag.endswith("}Sentence")]
    assert [(one.attrib["id"], covered(one)) for one in sentences] == [
        (unit.id, of.article.unit_text(unit)) for unit in of.article.units
    ]
    words = [covered(one) for one in root if one.tag.endswith("}Token")]
    assert "".join(words) == "".join(text.split())
    metadata = next(one for one in root if one.tag.endswith("}DocumentMetaData"))
    assert metadata.attrib["documentTitle"] == of.article.title
    assert metadata.attrib["language"] == "de-AT"
    ids = [one.attrib["{http://www.omg.org/XMI}id"] for one in root if not one.tag.endswith("}View")]
    assert len(ids) == len(set(ids))
    view = next(one for one in root if one.tag.endswith("}View"))
    assert set(view.attrib["members"].split()) == set(ids) - {"0", "1"}


def test_files_are_where_inception_has_them(tmp_path: Path) -> None:
    of, bare = nasty(), labelled({}, "Bare")
    split = Split(parts=("train",), part_of={of.article.id: "train", bare.article.id: "train"})
    output = tmp_path / "out"
    export([of, bare], CODEBOOK, Request("xmi", split=split), output)
    found = {path.relative_to(output).as_posix() for path in output.rglob("*.xmi")}
    assert found == {
        f"train/annotation/{of.article.id}/ann.xmi",
        f"train/annotation/{of.article.id}/zoë.xmi",
        f"train/curation/{of.article.id}/CURATION_USER.xmi",
        f"train/annotation/{bare.article.id}/INITIAL_CAS.xmi",
    }
    assert read_back(IMPORTER, output)[0] == said_in([of])
    one = output / "train" / "annotation" / of.article.id / "zoë.xmi"
    said, _ = read_back(IMPORTER, one)
    assert said == {key: flat for key, flat in said_in([of]).items() if key[2] == "Zoë"}


def test_users_of_the_other_tool_name_the_files(tmp_path: Path) -> None:
    output = tmp_path / "out"
    options = ExportOptions(users={"Ann": "a.dmin", "Zoë": "zoe"})
    export([nasty()], NASTY_CODEBOOK, Request("xmi", options=options), output)
    names = {path.stem for path in output.rglob("*.xmi")}
    assert names == {"a-dmin", "zoe", "CURATION_USER"}
    assert read_back(IMPORTER, output)[0] == said_in([nasty()])


def test_same_input_same_bytes(tmp_path: Path) -> None:
    first, second = (written(tmp_path, "xmi", [nasty()]) for _ in range(2))
    for path in first.rglob("*.xm*"):
        assert path.read_bytes() == (second / path.relative_to(first)).read_bytes()


def test_characters_that_xml_excludes_are_counted(tmp_path: Path) -> None:
    of = labelled({"Ann": ["red"]}, "Non\uffffcharacter")
    summary = export([of], CODEBOOK, Request("xmi"), tmp_path / "out")
    (dropped,) = summary.manifest.dropped
    assert dropped.reason == "character that XML excludes" and dropped.count > 1


def zipped(members: Mapping[str, bytes]) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def as_archive(folder: Path, *, nested: bool) -> bytes:
    """Pack an export as INCEpTION packs a project: every file of an annotator in an archive of its own."""
    members = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if nested and path.suffix == ".xmi":
            inner = {path.name: path.read_bytes(), "TypeSystem.xml": b"<x/>"}
            members[str(Path(name).with_suffix(".zip"))] = zipped(inner)
        elif path.is_file():
            members[name] = path.read_bytes()
    return zipped(members)


@pytest.mark.parametrize("nested", [False, True])
def test_an_archive_is_read_as_the_folder(tmp_path: Path, nested: bool) -> None:
    output = written(tmp_path, "xmi", [nasty()])
    path = tmp_path / "project.zip"
    path.write_bytes(as_archive(output, nested=nested))
    assert IMPORTER.sniff(path, path.read_bytes()[:65_536])
    assert read_back(IMPORTER, path)[0] == said_in([nasty()])
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(path) as archive:
        archive.extractall(unpacked)
    assert IMPORTER.sniff(unpacked, b"")
    assert read_back(IMPORTER, unpacked)[0] == said_in([nasty()])


HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI"'
    ' xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///webanno/custom.ecore"'
    ' xmlns:type="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore"'
    ' xmlns:ner="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore"'
    ' xmlns:pos="http:///de/tudarmstadt/ukp/dkpro/core/api/lexmorph/type/pos.ecore"'
    ' xmlns:meta="http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore" xmi:version="2.0">'
)
# The emoji takes two UTF-16 units: sentences are [0, 13) and [14, 26).
TEXT = "Ivo 🙂 smiled. Nobody knew."
SOFA = f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="{TEXT}"/>'
SENTENCES = (
    '<type:Sentence xmi:id="2" sofa="1" begin="0" end="14"/>'
    '<type:Sentence xmi:id="3" sofa="1" begin="15" end="27"/>'
)


def xmi(folder: Path, body: str, name: str = "news.xmi") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{HEAD}{body}{SOFA}<cas:View sofa="1" members="2 3"/></xmi:XMI>', "utf-8")
    return path


def only(path: Path) -> ForeignText:
    (found,) = (found for found in IMPORTER.read(path) if isinstance(found, ForeignText))
    return found


def test_layers_of_others(tmp_path: Path) -> None:
    body = (
        SENTENCES
        + '<custom:Tone xmi:id="4" sofa="1" begin="0" end="14" Tone="Loaded"/>'
        + '<custom:Tone xmi:id="5" sofa="1" begin="15" end="27" Tone="Plain"/>'
        + '<custom:Hedged xmi:id="6" sofa="1" begin="22" end="26"/>'
        + '<ner:NamedEntity xmi:id="7" sofa="1" begin="0" end="3" value="PER" identifier="x"/>'
        + '<pos:POS xmi:id="8" sofa="1" begin="0" end="3" PosValue="NNP"/>'
        + '<type:Token xmi:id="9" sofa="1" begin="0" end="3"/>'
        + '<meta:DocumentMetaData xmi:id="10" sofa="1" begin="0" end="27" documentTitle="story.txt"/>'
    )
    found = only(xmi(tmp_path, body))
    assert found.text == TEXT and found.article == "story"
    assert [(one.label, one.start, one.end, one.passages) for one in found.labels] == [
        ("Loaded", 0, 13, (Passage(0, 3, "PER"),)),
        ("Plain", 14, 26, (Passage(21, 25, "Hedged"),)),
    ]


def test_passages_of_unlabelled_sentences_and_across_them(tmp_path: Path) -> None:
    body = (
        SENTENCES
        + '<ner:NamedEntity xmi:id="7" sofa="1" begin="0" end="3" value="PER"/>'
        + '<ner:NamedEntity xmi:id="8" sofa="1" begin="7" end="21" value="ODD"/>'
    )
    found = only(xmi(tmp_path, body))
    assert found.labels == (
        ForeignLabel("news.xmi: sentence at 0", None, "", 0, 13, passages=(Passage(0, 3, "PER"),)),
        ForeignLabel("news.xmi", None, "", passages=(Passage(6, 20, "ODD"),)),
    )


def test_several_features_need_one_called_label(tmp_path: Path) -> None:
    tone = '<custom:Tone xmi:id="4" sofa="1" begin="0" end="14" {}/>'
    named = only(xmi(tmp_path, SENTENCES + tone.format('Value="Loaded" sure="yes"')))
    assert [(one.label, one.attributes) for one in named.labels] == [("Loaded", {"sure": "yes"})]
    unnamed = only(xmi(tmp_path, SENTENCES + tone.format('a="x" b="y"')))
    assert [(one.label, one.attributes) for one in unnamed.labels] == [(None, {"a": "x", "b": "y"})]
    inside = '<custom:Tone xmi:id="4" sofa="1" begin="0" end="14"><Tone>Loaded</Tone></custom:Tone>'
    assert [one.label for one in only(xmi(tmp_path, SENTENCES + inside)).labels] == ["Loaded"]


def test_a_project_says_who_annotated(tmp_path: Path) -> None:
    tone = SENTENCES + '<custom:Tone xmi:id="4" sofa="1" begin="0" end="14" Tone="{}"/>'
    xmi(tmp_path, tone.format("a"), "annotation/story.txt/admin.xmi")
    xmi(tmp_path, tone.format("g"), "curation/story.txt/CURATION_USER.xmi")
    xmi(tmp_path, SENTENCES, "annotation/story.txt/INITIAL_CAS.xmi")
    found = [text for text in IMPORTER.read(tmp_path) if isinstance(text, ForeignText)]
    assert {text.article for text in found} == {"story"}
    assert {(one.annotator, one.label) for text in found for one in text.labels} == {
        ("admin", "a"),
        ("gold", "g"),
    }
    # By itself, a file of another tool says nothing of who annotated it.
    (label,) = only(tmp_path / "annotation" / "story.txt" / "admin.xmi").labels
    assert label.annotator == ""


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        ('<custom:A xmi:id="9" sofa="1" begin="0" end="999"/>', "past the end"),
        ('<custom:A xmi:id="9" sofa="1" begin="5" end="5"/>', "empty, reversed"),
        ('<custom:A xmi:id="9" sofa="1" begin="8" end="5"/>', "empty, reversed"),
        ('<custom:A xmi:id="9" sofa="1" begin="-1" end="5"/>', "no offsets"),
        ('<custom:A xmi:id="9" sofa="1" begin="true" end="5"/>', "no offsets"),
        ('<custom:A xmi:id="9" sofa="1" begin="0"/>', "no offsets"),
        ('<custom:A xmi:id="9" sofa="1" begin="0" end="5"/>', "in the middle of a character"),
        (
            '<custom:Link xmi:id="9" sofa="1" begin="0" end="3" Governor="4" Dependent="5"/>',
            "no place for them (1)",
        ),
        ('<custom:SentenceLabel xmi:id="9" sofa="1" begin="0" end="14" further="[1]"/>', "no JSON object"),
    ],
)
def test_a_bad_annotation_is_refused_and_the_good_ones_are_kept(
    tmp_path: Path, element: str, reason: str
) -> None:
    good = '<custom:Tone xmi:id="4" sofa="1" begin="0" end="14" Tone="Loaded"/>'
    path = xmi(tmp_path, SENTENCES + element + good)
    (why,) = refusals(IMPORTER, path).values()
    assert reason in why
    assert "Loaded" in [one.label for one in only(path).labels]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no well-formed XML"),
        (b"\x00\xff\xfe", "no well-formed XML"),
        (b"<html/>", "is no XMI"),
        (f"{HEAD}</xmi:XMI>".encode(), "has no text"),
        (f"{HEAD}{SOFA}".encode(), "no well-formed XML"),
        (
            f"{BOMB}{HEAD}{SOFA}</xmi:XMI>".replace('<?xml version="1.0" encoding="UTF-8"?>', "").encode(),
            "document type",
        ),
        (f"{OUTSIDE}<x>&a;</x>".encode(), "document type"),
        (b'<?xml version="1.0" encoding="no-such"?><x/>', "no well-formed XML"),
        (b'<?xml version="1.0" encoding="utf-7"?><x/>', "no well-formed XML"),
    ],
)
def test_files_that_are_no_xmi(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "bad.xmi"
    path.write_bytes(data)
    with pytest.raises(AnnotatorError, match=rf"bad.xmi.*{reason}"):
        list(IMPORTER.read(path))
    xmi(tmp_path, SENTENCES, "good.xmi")
    (why,) = refusals(IMPORTER, tmp_path).values()
    assert reason in why


def test_deep_nesting_is_no_matter(tmp_path: Path) -> None:
    path = xmi(tmp_path, "<custom:A>" + "<a>" * 50_000 + "</a>" * 50_000 + "</custom:A>")
    assert only(path).labels == ()


def test_damaged_archives(tmp_path: Path) -> None:
    whole = zipped({"annotation/a/b.xmi": f"{HEAD}{SOFA}</xmi:XMI>".encode() * 50})
    path = tmp_path / "x.zip"
    path.write_bytes(whole[:-30])
    assert "no whole ZIP archive" in next(iter(refusals(IMPORTER, path).values()))
    path.write_bytes(zipped({"read.me": b"x"}))
    with pytest.raises(AnnotatorError, match=r"no \.xmi file"):
        list(IMPORTER.read(path))
    with pytest.raises(AnnotatorError, match=r"no \.xmi file"):
        (tmp_path / "empty").mkdir()
        list(IMPORTER.read(tmp_path / "empty"))
    with pytest.raises(AnnotatorError, match="cannot be read"):
        list(IMPORTER.read(tmp_path / "nowhere.xmi"))


@given(st.binary(max_size=300))
@example(zipped({"annotation/a/b.zip": b"PK\x03\x04junk"}))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.xmi"
        for content in (data, b"PK\x03\x04" + data, HEAD.encode() + data):
            path.write_bytes(content)
            IMPORTER.sniff(path, content)
            try:
                found = list(IMPORTER.read(path))
            except AnnotatorError as error:
                assert "\n" not in str(error)
            else:
                assert all(isinstance(one, ForeignText | Refused) for one in found)


def test_nothing_is_mixed_between_articles(tmp_path: Path) -> None:
    both = [labelled({"Ann": ["red", None], "Bo": ["blue", "green"]}, title) for title in ("One", "Two")]
    output = tmp_path / "out"
    export(both, CODEBOOK, Request("xmi"), output)
    said: Said = read_back(IMPORTER, output)[0]
    assert said == said_in(both)
