"""Web annotations: ours by the rules of the standard and back, and those of other tools."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.interop import ExportOptions, Request, Split, export
from annotator.interop.flat import Passage
from annotator.interop.foreign import ForeignLabel, ForeignText, Refused
from annotator.interop.importers import importer_of
from annotator.interop.offsets import Utf16
from annotator.interop.web_annotation_reader import IMPORTER
from schemas import LabelledArticle
from tests.unit.flats import read_back, said_in, written
from tests.unit.labelled import record
from tests.unit.nasty import NASTY_CODEBOOK, articles, full_record, nasty, of_codebook

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MOTIVATIONS = {"classifying", "describing", "tagging", "commenting"}
TEXT = "👩‍👩‍👧 said no. He said: no no!\nAnd no it was, said he."


def collections(folder: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Give every collection of an export, with its text."""
    for path in sorted(folder.rglob("*.jsonld")):
        yield json.loads(path.read_bytes()), path.with_suffix(".txt").read_bytes().decode()


def check(annotation: dict[str, Any], text: str, utf16: bool) -> None:
    """Hold an annotation to what the model demands, and its selectors to the text."""
    assert set(annotation) == {"id", "type", "motivation", "creator", "created", "modified", "body", "target"}
    assert annotation["type"] == "Annotation"
    assert annotation["id"].startswith("urn:annotator:")
    assert annotation["id"].isascii()
    assert not set(annotation["id"]) & set(' <>"{}|\\^`')
    assert annotation["motivation"] in MOTIVATIONS
    assert annotation["creator"]["type"] in {"Person", "Organization"}
    assert annotation["creator"]["name"]
    for moment in ("created", "modified"):
        assert annotation[moment].endswith("Z")
    for body in annotation["body"]:
        assert body["type"] == "TextualBody"
        assert body["purpose"] in MOTIVATIONS
        assert isinstance(body["value"], str)
    quote, position = annotation["target"]["selector"]
    assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
    start, end = position["start"], position["end"]
    if utf16:
        as_units = text.encode("utf-16-le")
        exact = as_units[2 * start : 2 * end].decode("utf-16-le")
        before = as_units[: 2 * start].decode("utf-16-le")
        after = as_units[2 * end :].decode("utf-16-le")
    else:
        before, exact, after = text[:start], text[start:end], text[end:]
    assert quote["exact"] == exact
    assert before.endswith(quote["prefix"])
    assert after.startswith(quote["suffix"])


@pytest.mark.parametrize("offsets", ["", "codepoint", "utf16"])
def test_collections_are_as_the_standard_has_them(tmp_path: Path, offsets: str) -> None:
    options = ExportOptions(offsets=offsets)
    export([nasty()], NASTY_CODEBOOK, Request("w3c", options=options), tmp_path / "out")
    [(collection, text)] = collections(tmp_path / "out")
    assert text == nasty().article.text
    assert (collection["@context"], collection["type"]) == (CONTEXT, "AnnotationCollection")
    page = collection["first"]
    assert (page["type"], page["partOf"], page["startIndex"]) == ("AnnotationPage", collection["id"], 0)
    assert collection["last"] == page["id"]
    assert collection["total"] == len(page["items"])
    assert len({annotation["id"] for annotation in page["items"]}) == len(page["items"])
    for annotation in page["items"]:
        check(annotation, text, offsets == "utf16")
    assert {annotation["creator"]["name"] for annotation in page["items"]} == {"Ann", "Zoë", "gold"}


@pytest.mark.parametrize("offsets", ["codepoint", "utf16"])
def test_all_that_was_said_comes_back(tmp_path: Path, offsets: str) -> None:
    options = ExportOptions(offsets=offsets)
    export([nasty()], NASTY_CODEBOOK, Request("w3c", options=options), tmp_path / "out")
    said, texts = read_back(IMPORTER, tmp_path / "out")
    assert said == said_in([nasty()])
    assert texts == {nasty().article.id: nasty().article.text}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.lists(articles(), max_size=2, unique_by=lambda labelled: labelled.article.id))
def test_what_is_read_is_what_was_written(tmp_path: Path, given_: list[LabelledArticle]) -> None:
    folder = written(tmp_path, "w3c", given_)
    if not given_:
        return
    said, texts = read_back(IMPORTER, folder)
    assert said == said_in(given_)
    assert texts == {labelled.article.id: labelled.article.text for labelled in given_}


def test_a_record_that_says_nothing_comes_back(tmp_path: Path) -> None:
    of = nasty().article
    seen = record(of, "u001", "Ann", None, **of_codebook())
    marked = record(of, "u002", "Ann", None, **of_codebook(), bias=full_record(of, of.units[1], 1).bias)
    given_ = LabelledArticle(article=of, labels={"Ann": {"u001": seen, "u002": marked}})
    assert read_back(IMPORTER, written(tmp_path, "w3c", [given_]))[0] == said_in([given_])


def test_what_a_collection_says_of_its_article_comes_back(tmp_path: Path) -> None:
    of = nasty().article
    [found] = IMPORTER.read(written(tmp_path, "w3c", [nasty()]))
    assert isinstance(found, ForeignText)
    assert (found.article, found.sha256) == (of.id, of.sha256)
    assert found.about == {
        "title": of.title,
        "outlet": of.outlet,
        "url": of.url,
        "published": of.published,
        "authors": "; ".join(of.authors),
        "language": of.language,
    }


def test_an_article_without_labels_is_a_text(tmp_path: Path) -> None:
    bare = LabelledArticle(article=nasty().article, labels={})
    [found] = IMPORTER.read(written(tmp_path, "w3c", [bare]))
    assert isinstance(found, ForeignText)
    assert (found.text, found.labels) == (bare.article.text, ())


def test_parts_of_a_split_are_folders(tmp_path: Path) -> None:
    split = Split(parts=("train", "test"), part_of={nasty().article.id: "test"})
    export([nasty()], NASTY_CODEBOOK, Request("w3c", split=split), tmp_path / "out")
    stems = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.jsonld")}
    assert stems == {f"test/{nasty().article.id}.jsonld"}
    assert read_back(IMPORTER, tmp_path / "out")[0] == said_in([nasty()])


def test_without_its_text_every_sentence_stands_for_itself(tmp_path: Path) -> None:
    folder = written(tmp_path, "w3c", [nasty()])
    of = nasty().article
    (folder / f"{of.id}.txt").unlink()
    found = list(IMPORTER.read(folder))
    assert len(found) == len(said_in([nasty()]))
    for text in found:
        assert isinstance(text, ForeignText)
        [label] = text.labels
        unit = of.unit(label.unit)
        assert (text.text, text.start, text.article) == (of.unit_text(unit), unit.start, of.id)
        expected = said_in([nasty()])[of.id, unit.id, label.annotator]
        assert {passage.moved(unit.start) for passage in label.passages} == set(expected.passages)


def annotation(words: str, place: int, *names: str, **more: Any) -> dict[str, Any]:
    """Give an annotation as Recogito has it, with a position in UTF-16."""
    utf16 = Utf16(TEXT)
    start, end = utf16.from_code_points(place), utf16.from_code_points(place + len(words))
    assert TEXT[place : place + len(words)] == words
    return {
        "@context": CONTEXT,
        "id": f"{place}-{names}",
        "type": "Annotation",
        "body": [{"type": "TextualBody", "purpose": "tagging", "value": name} for name in names],
        "creator": {"id": "ana", "name": "Ana"},
        "target": [
            {
                "source": "https://news.example/1",
                "selector": [
                    {"type": "TextQuoteSelector", "exact": words},
                    {"type": "TextPositionSelector", "start": start, "end": end},
                ],
            }
        ],
    } | more


FIRST, SECOND = "👩‍👩‍👧 said no.", "He said: no no!"


def read(tmp_path: Path, value: object, text: str | None = TEXT) -> tuple[list[ForeignText], list[Refused]]:
    """Read annotations on a text."""
    file = tmp_path / "notes.json"
    file.write_text(value if isinstance(value, str) else json.dumps(value))
    if text is not None:
        (tmp_path / "notes.txt").write_text(text)
    found = list(IMPORTER.read(file))
    return (
        [one for one in found if isinstance(one, ForeignText)],
        [one for one in found if isinstance(one, Refused)],
    )


def places(texts: list[ForeignText]) -> list[tuple[str | None, int | None, int | None]]:
    return [(label.label, label.start, label.end) for text in texts for label in text.labels]


SENTENCE = annotation(SECOND, TEXT.index(SECOND), "opinion")
WORD = annotation("said", TEXT.index("said", 12), "cue")
OTHER = annotation("no", TEXT.index("no no") + 3, "PER")


@pytest.mark.parametrize(
    "wrapped",
    [
        [SENTENCE, WORD, OTHER],
        {"@context": CONTEXT, "type": "AnnotationPage", "items": [SENTENCE, WORD, OTHER]},
        {"@context": CONTEXT, "type": "AnnotationCollection", "first": {"items": [SENTENCE, WORD, OTHER]}},
        {"@context": CONTEXT, "@graph": [SENTENCE, WORD, OTHER]},
        "\n".join(map(json.dumps, [SENTENCE, WORD, OTHER])),
    ],
)
def test_annotations_of_a_browser_are_in_utf16_and_within_one_another(
    tmp_path: Path, wrapped: object
) -> None:
    texts, refused = read(tmp_path, wrapped)
    start = TEXT.index(SECOND)
    assert refused == []
    [label] = texts[0].labels
    assert texts[0].article == "https://news.example/1"
    assert (label.label, label.annotator, label.start, label.end) == (
        "opinion",
        "Ana",
        start,
        start + len(SECOND),
    )
    cue, no = TEXT.index("said", 12), TEXT.index("no no") + 3
    assert set(label.passages) == {Passage(cue, cue + 4, "cue"), Passage(no, no + 2, "PER")}


def test_people_are_kept_apart_by_who_made_a_body(tmp_path: Path) -> None:
    body = [
        {"purpose": "tagging", "value": "opinion", "creator": {"name": "Ana"}},
        {"purpose": "classifying", "value": "sourced", "creator": {"id": "urn:ben"}},
        {"purpose": "commenting", "value": "unsure", "creator": {"id": "urn:ben"}},
    ]
    texts, refused = read(tmp_path, SENTENCE | {"body": body})
    assert refused == []
    by_name = {label.annotator: label for label in texts[0].labels}
    assert {name: label.label for name, label in by_name.items()} == {"Ana": "opinion", "urn:ben": "sourced"}
    assert by_name["urn:ben"].attributes == {"comment": "unsure"}


def test_several_creators_each_say_it(tmp_path: Path) -> None:
    texts, _ = read(tmp_path, SENTENCE | {"creator": ["urn:a", {"nickname": "b"}]})
    assert [(label.annotator, label.label) for label in texts[0].labels] == [
        ("urn:a", "opinion"),
        ("b", "opinion"),
    ]


def test_an_export_of_hypothesis_needs_no_text(tmp_path: Path) -> None:
    selectors = [
        {"type": "RangeSelector", "startContainer": "/p[1]", "endContainer": "/p[1]"},
        {"type": "TextPositionSelector", "start": 800, "end": 800 + len(SECOND)},
        {"type": "TextQuoteSelector", "exact": SECOND, "prefix": "x", "suffix": "y"},
    ]
    row = {
        "id": "abc",
        "user": "acct:ana@notes.example",
        "uri": "https://news.example/1",
        "text": "Is it?",
        "tags": ["opinion"],
        "document": {"title": ["No it was"]},
        "target": [{"source": "https://news.example/1", "selector": selectors}],
    }
    for wrapped in ({"total": 1, "rows": [row]}, {"export_userid": "acct:ana", "annotations": [row]}):
        texts, refused = read(tmp_path, wrapped, text=None)
        assert refused == []
        [text] = texts
        assert (text.text, text.start, text.article) == (SECOND, 800, "https://news.example/1")
        assert text.about == {"title": "No it was", "url": "https://news.example/1"}
        expected = ForeignLabel(
            text.where, "opinion", "ana@notes.example", quote=SECOND, attributes={"comment": "Is it?"}
        )
        assert text.labels == (expected,)


def selecting(*selectors: object) -> dict[str, Any]:
    target = {"source": "notes.txt", "selector": list(selectors)}
    return {"@context": CONTEXT, "type": "Annotation", "bodyValue": "x", "target": target}


def words(exact: object, **around: object) -> dict[str, object]:
    return {"type": "TextQuoteSelector", "exact": exact, **around}


def position(start: object, end: object) -> dict[str, object]:
    return {"type": "TextPositionSelector", "start": start, "end": end}


NO = TEXT.index("no no")


@pytest.mark.parametrize(
    ("selectors", "place"),
    [
        ([words("no", prefix="said: ")], (NO, NO + 2)),
        ([words("no", prefix="no ", suffix="!")], (NO + 3, NO + 5)),
        ([words("He said")], (NO - 9, NO - 2)),
        ([words("no"), position(NO, NO + 2)], (NO, NO + 2)),
        ([words("no"), position(NO + 3, NO + 5)], (NO + 3, NO + 5)),
        ([words("He said"), position(0, 3)], (NO - 9, NO - 2)),
        ([position(NO, NO + 2)], (NO, NO + 2)),
        ([{"type": "FragmentSelector", "value": "p1", "refinedBy": words("He said")}], (NO - 9, NO - 2)),
    ],
)
def test_words_and_positions_lead_to_one_place(
    tmp_path: Path, selectors: list[object], place: tuple[int, int]
) -> None:
    texts, refused = read(tmp_path, selecting(*selectors))
    assert refused == []
    assert places(texts) == [("x", *place)]


def test_positions_without_words_are_as_the_others_of_their_text(tmp_path: Path) -> None:
    alone = annotation("no", NO, "y")
    del alone["target"][0]["selector"][0]
    texts, refused = read(tmp_path, [SENTENCE, alone])
    assert refused == []
    assert texts[0].labels[0].passages == (Passage(NO, NO + 2, "y"),)


@pytest.mark.parametrize(
    ("selectors", "reason"),
    [
        ([words("never")], "are not in the text"),
        ([words("no")], "are in 4 places"),
        ([words("no", prefix="?")], "none amid"),
        ([words(3)], "exact 3 is no text"),
        ([position(0, 900)], "is not in the text"),
        ([position(-1, 4)], "empty or reversed"),
        ([position(4, 4)], "empty or reversed"),
        ([position(5, 4)], "empty or reversed"),
        ([position(True, 4)], "no whole number"),
        ([position(1.5, 4)], "no whole number"),
        ([position(None, 4)], "no whole number"),
        ([{"type": "SvgSelector", "value": "<svg/>"}], "no selector says"),
        (["x"], "is no object"),
        ([words("", prefix="x")], "no selector says"),
        ([{"type": "XPathSelector", "value": "/p", "refinedBy": position(0, 2)}], "is not in the text"),
    ],
)
def test_a_place_that_is_none_is_refused_and_the_others_stay(
    tmp_path: Path, selectors: list[object], reason: str
) -> None:
    texts, [refused] = read(tmp_path, [selecting(*selectors), selecting(words("He said"))])
    assert refused.where == "item 1"
    assert reason in refused.reason
    assert places(texts) == [("x", NO - 9, NO - 2)]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (7, "is no object"),
        ({"target": "notes.txt"}, "has no body"),
        (SENTENCE | {"body": []}, "has no body"),
        (SENTENCE | {"body": [7]}, "the body 7 is no object"),
        (SENTENCE | {"body": {"value": 7}}, "says nothing that is text"),
        (SENTENCE | {"target": 7}, "the target 7 is no object"),
        (SENTENCE | {"target": {"selector": 7}}, "is no object"),
        ({"type": "AnnotationPage", "items": 7}, "are not in the file"),
        ({"type": "AnnotationCollection", "first": "https://x.example/1"}, "are not in the file"),
    ],
)
def test_what_is_no_annotation_is_refused_and_the_others_stay(
    tmp_path: Path, value: object, reason: str
) -> None:
    texts, [refused] = read(tmp_path, [value, SENTENCE])
    assert reason in refused.reason
    assert [label.label for text in texts for label in text.labels] == ["opinion"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('[{"type":"Annotation","type":"x"}, GOOD]', "the key 'type' is there twice"),
        ("GOOD\n" + "[" * 100_000, "nested too deep"),
        ("GOOD\n{", "is no JSON"),
        ("GOOD\n\x00\x01", "is no JSON"),
        ('{"type":"AnnotationPage","items":[{"a":{"b":1,"b":2}}, GOOD]}', "the key 'b' is there twice"),
    ],
)
def test_broken_files_keep_what_is_good(tmp_path: Path, content: str, reason: str) -> None:
    texts, refused = read(tmp_path, content.replace("GOOD", json.dumps(SENTENCE)))
    assert [label.label for text in texts for label in text.labels] == ["opinion"]
    assert any(reason in one.reason for one in refused)


def test_a_source_leads_to_no_file_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.txt").write_text(TEXT)
    for source in (
        "../secret.txt",
        "..%2Fsecret.txt",
        "file:///secret.txt",
        "a\\..\\secret.txt",
        "x\x00.txt",
    ):
        value = selecting(words("He said"))
        value["target"]["source"] = source
        texts, refused = read(tmp_path / "in", value, text=None)
        assert refused == []
        assert [text.text for text in texts] == ["He said"]


KEYS = (
    *("type", "id", "body", "value", "target", "selector", "exact", "start", "end", "source", "items"),
    *("first", "creator", "purpose", "motivation", "refinedBy", "tags", "text", "next"),
)
WORDS = ("notes.txt", "no", "TextQuoteSelector", "tagging", "Annotation", "urn:annotator:a:u001:b")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.sampled_from(WORDS),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
        max_leaves=25,
    )
)
def test_nothing_that_is_json_raises(tmp_path: Path, value: object) -> None:
    texts, _ = read(tmp_path, json.dumps([value, SENTENCE]))
    assert "opinion" in [label.label for text in texts for label in text.labels]


def test_a_folder_is_told_from_others(tmp_path: Path) -> None:
    assert importer_of(written(tmp_path, "w3c", [nasty()])) is IMPORTER
    other = tmp_path / "other"
    other.mkdir()
    (other / "rows.json").write_text('[{"text": "no annotation"}]')
    assert not IMPORTER.sniff(other, b"")
    with pytest.raises(AnnotatorError, match="there are no web annotations in it"):
        list(IMPORTER.read(other))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_encodings_are_understood(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "notes.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "notes.json").write_bytes(
        json.dumps([SENTENCE], ensure_ascii=False, indent=1).encode(encoding)
    )
    [text] = IMPORTER.read(tmp_path / "notes.json")
    assert isinstance(text, ForeignText)
    assert [label.label for label in text.labels] == ["opinion"]


WRONG = (b"", b"\x00\xff\xfe\x01" * 99, b"[" * 200_000, b'{"type"', b"7", b"[]", b"null\n")


@pytest.mark.parametrize("content", WRONG)
def test_what_is_no_file_of_annotations_gives_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "notes.json").write_bytes(content)
    try:
        found = list(IMPORTER.read(tmp_path / "notes.json"))
    except AnnotatorError as error:
        assert "notes.json" in str(error)
        assert "\n" not in str(error)
    else:
        assert all(isinstance(one, Refused) for one in found)


def test_a_text_that_is_no_utf8_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text(json.dumps(SENTENCE))
    (tmp_path / "notes.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AnnotatorError, match=r"notes\.txt: is not UTF-8"):
        list(IMPORTER.read(tmp_path / "notes.json"))
    [refused] = IMPORTER.read(tmp_path)
    assert isinstance(refused, Refused)
    assert refused.where == "notes.json"


def test_many_annotations_take_no_ages(tmp_path: Path) -> None:
    nested = [annotation(SECOND, TEXT.index(SECOND), f"x{number}") for number in range(3_000)]
    deep: dict[str, Any] = words("He said")
    for _ in range(300):
        deep = {"type": "XPathSelector", "value": "/p", "refinedBy": deep}
    texts, refused = read(tmp_path, [*nested, selecting(deep)])
    assert refused == []
    assert [len(text.labels) for text in texts] == [3_000, 1]
