"""MISP events: what a server demands of them, their tags, and that they never change without a reason."""

import json
import re
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from annotator.interop import ExportSummary, Request, Split, export
from annotator.interop.misp import TEMPLATE
from annotator.interop.stable_ids import stable_uuid
from schemas import GOLD, Annotation, Attribution, Codebook, LabelledArticle, Reliability, Source
from tests.unit.labelled import CODEBOOK, article, record
from tests.unit.nasty import NASTY_CODEBOOK, nasty

BOOK = CODEBOOK.model_copy(
    update={"labels": (CODEBOOK.labels[0], CODEBOOK.labels[1].model_copy(update={"claim": False}))}
)
SOURCES = {
    "office": Source(id="office", name="Harbour Office", reliability=Reliability.USUALLY),
    "clerk": Source(id="clerk", name="A clerk", reliability=Reliability.CANNOT_BE_JUDGED),
    "paper": Source(id="paper", name="A paper"),
}
TAG = re.compile(r'[a-z-]+:[a-z-]+="[^"\\\x00-\x1f]+"')
FIELDS = ["text", "type", "creation-date", "modification-date"]


def given(*records: tuple[str, str, str | None, dict[str, Any]], **about: Any) -> LabelledArticle:
    """Give an article of two sentences with records, each by annotator, unit, label and more."""
    of = article(["The harbour is open, its clerk said.", "It never was."], "Harbour", **about)
    labels: dict[str, dict[str, Annotation]] = {}
    for annotator, unit, label, more in records:
        labels.setdefault(annotator, {})[unit] = record(of, unit, annotator, label, **more)
    return LabelledArticle(article=of, labels=labels)


def write(
    output: Path, what: LabelledArticle, book: Codebook = BOOK, **request: Any
) -> tuple[list[dict[str, Any]], ExportSummary]:
    """Export one article and give its events, each checked."""
    summary = export([what], book, Request("misp", sources=SOURCES, **request), output)
    folders = [path.parent for path in sorted(output.rglob("events/manifest.json"))]
    events = []
    for folder in folders:
        manifest = json.loads((folder / "manifest.json").read_bytes())
        files = sorted(path for path in folder.glob("*.json") if path.name != "manifest.json")
        assert [path.stem for path in files] == list(manifest)
        for path in files:
            event = json.loads(path.read_bytes())["Event"]
            assert event["uuid"] == path.stem
            assert all(event[name] == value for name, value in manifest[path.stem].items())
            check(event)
            events.append(event)
    return events, summary


def check(event: dict[str, Any]) -> None:
    """Hold an event to what a server demands of one that it takes in."""
    assert event["info"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", event["date"])
    assert (event["analysis"], event["threat_level_id"], event["distribution"]) == ("2", "4", "0")
    assert event["Orgc"]["name"]
    uuids = [event["uuid"], event["Orgc"]["uuid"]]
    attributes = list(event["Attribute"])
    for one in event["Object"]:
        assert {name: one[name] for name in TEMPLATE} == TEMPLATE
        assert [attribute["object_relation"] for attribute in one["Attribute"]] == FIELDS
        uuids.append(one["uuid"])
        attributes += one["Attribute"]
    for attribute in attributes:
        assert attribute["value"]
        assert attribute["value"] == attribute["value"].strip()
        assert attribute["timestamp"].isdigit()
        uuids.append(attribute["uuid"])
        assert all(TAG.fullmatch(tag["name"]) for tag in attribute.get("Tag", []))
    assert len(set(uuids)) == len(uuids)
    assert all(UUID(uuid).version == 5 and str(UUID(uuid)) == uuid for uuid in uuids)


def tags(event: dict[str, Any], number: int = 0) -> list[str]:
    """Give the tags of a claim."""
    return [tag["name"] for tag in event["Object"][number]["Attribute"][0]["Tag"]]


def test_claims_have_the_tags_of_the_scale(tmp_path: Path) -> None:
    attributions = tuple(Attribution(source_id=name) for name in ("office", "clerk", "paper", "unknown"))
    said = {"credibility": 6, "attributions": attributions, "comment": "two\nlines"}
    [event], _ = write(tmp_path / "out", given(("Ann", "u001", "red", said)))
    assert tags(event) == [
        'admiralty-scale:information-credibility="6"',
        'admiralty-scale:source-reliability="b"',
        'admiralty-scale:source-reliability="f"',
        'annotator:label="red"',
        'annotator:by="Ann"',
        'annotator:unit="u001"',
    ]
    [claim] = event["Object"]
    assert claim["comment"] == "Harbour Office (B); A clerk (F); A paper"
    text = claim["Attribute"][0]
    assert (text["value"], text["comment"]) == ("The harbour is open, its clerk said.", "two\nlines")


def test_what_is_no_claim_is_left_out_and_told(tmp_path: Path) -> None:
    records = [("Ann", "u001", "green", {}), ("Ben", "u001", "green", {"credibility": 1})]
    [event], summary = write(tmp_path / "out", given(*records, ("Ben", "u002", None, {"flag": True})))
    assert [tags(event)[2]] == ['annotator:by="Ben"']
    assert len(event["Object"]) == 1
    [dropped] = summary.manifest.dropped
    assert str(dropped) == "1 label of a sentence that is no claim"
    assert write(tmp_path / "none", given(("Ann", "u001", "green", {})))[0] == []


def test_an_event_says_where_the_article_stands(tmp_path: Path) -> None:
    about = {"outlet": "The Courier", "url": "https://example.org/1", "published": "2031-02-01T23:00+02:00"}
    [event], _ = write(tmp_path / "out", given(("Ann", "u001", "red", {}), **about), title="News of the sea")
    assert (event["info"], event["date"]) == ("The Courier: Harbour", "2031-02-01")
    [link] = event["Attribute"]
    assert (link["type"], link["value"]) == ("link", "https://example.org/1")
    assert event["Orgc"]["name"] == "News of the sea"
    assert event["timestamp"] == event["Object"][0]["timestamp"]
    [undated], _ = write(tmp_path / "undated", given(("Ann", "u001", "red", {})))
    assert (undated["info"], undated["date"], undated["Attribute"]) == ("Harbour", "2031-03-04", [])


def test_everybody_has_an_object_and_gold_its_state(tmp_path: Path) -> None:
    [event], _ = write(tmp_path / "out", nasty(), NASTY_CODEBOOK)
    by = [next(name for name in tags(event, number) if ":by=" in name) for number in range(3)]
    assert by == ['annotator:by="Ann"', 'annotator:by="Zoë"', 'annotator:by="gold"']
    assert 'annotator:state="unanimous"' in tags(event, 2)
    texts = {one["Attribute"][0]["value"] for one in event["Object"]}
    assert texts == {nasty().article.unit_text(unit) for unit in nasty().article.units[:-1]}


def test_a_name_breaks_no_tag(tmp_path: Path) -> None:
    [event], _ = write(tmp_path / "out", given(('A "B" \\ C', "u001", "red", {})))
    assert 'annotator:by="A _B_ _ C"' in tags(event)


def test_ids_change_only_with_what_they_are_of(tmp_path: Path) -> None:
    [before], _ = write(tmp_path / "a", given(("Ann", "u001", "red", {})))
    [after], _ = write(
        tmp_path / "b", given(("Ann", "u001", "red", {"credibility": 2}), (GOLD, "u001", "red", {}))
    )
    assert before["uuid"] == after["uuid"]
    assert before["Object"][0]["uuid"] == after["Object"][0]["uuid"] != after["Object"][1]["uuid"]


def test_ids_are_uuids_of_version_5() -> None:
    namespace = uuid5(NAMESPACE_URL, "urn:annotator")
    assert stable_uuid("event", "größe 👍") == str(uuid5(namespace, "event\x00größe 👍"))


def test_parts_of_a_split_are_feeds_of_their_own(tmp_path: Path) -> None:
    what = given(("Ann", "u001", "red", {}))
    split = Split(parts=("train", "test"), part_of={what.article.id: "test"})
    [event], _ = write(tmp_path / "out", what, split=split)
    assert [tag["name"] for tag in event["Tag"]] == ['annotator:part="test"']
    assert json.loads((tmp_path / "out/train/events/manifest.json").read_bytes()) == {}
