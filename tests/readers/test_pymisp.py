"""MISP events, loaded with the library that talks to MISP servers."""

import json
from pathlib import Path

import pytest

from annotator.interop import Request, export
from schemas import LabelledArticle, Reliability, Source
from tests.unit.nasty import NASTY_CODEBOOK, full_record, nasty

pymisp = pytest.importorskip("pymisp")

SOURCES = {"harbour-office": Source(id="harbour-office", name="Office", reliability=Reliability.COMPLETELY)}


def test_events_load_and_are_whole(tmp_path: Path) -> None:
    of = nasty().article
    records = {
        unit.id: full_record(of, unit, place).model_copy(update={"credibility": place % 6 + 1})
        for place, unit in enumerate(of.units)
    }
    rated = LabelledArticle(article=of, labels={"Ann": records})
    export([rated], NASTY_CODEBOOK, Request("misp", sources=SOURCES), tmp_path / "out")
    manifest = json.loads((tmp_path / "out/events/manifest.json").read_bytes())
    [uuid] = manifest
    event = pymisp.MISPEvent(strict_validation=True)
    event.load_file(str(tmp_path / "out/events" / f"{uuid}.json"))
    assert (event.uuid, event.date.isoformat()) == (uuid, of.published)
    assert [one.get_attributes_by_relation("text")[0].value for one in event.objects] == [
        of.unit_text(unit) for unit in of.units
    ]
    for place, one in enumerate(event.objects):
        assert one.template_uuid == "5d8dc046-15a1-4ca3-a09f-ed4ede7c4487"
        [text] = one.get_attributes_by_relation("text")
        names = [tag.name for tag in text.tags]
        assert names[:2] == [
            f'admiralty-scale:information-credibility="{place % 6 + 1}"',
            'admiralty-scale:source-reliability="a"',
        ]
    feed = event.to_feed(with_meta=True)
    assert len(feed["Event"]["Object"]) == len(of.units)
    assert feed["Event"]["_manifest"][uuid]["info"] == manifest[uuid]["info"]


def test_objects_are_of_a_template_that_the_library_knows(tmp_path: Path) -> None:
    export([nasty()], NASTY_CODEBOOK, Request("misp"), tmp_path / "out")
    [path] = [path for path in (tmp_path / "out/events").glob("*.json") if path.name != "manifest.json"]
    event = pymisp.MISPEvent()
    event.load_file(str(path))
    for one in event.objects:
        again = pymisp.MISPObject(one.name, strict=True)
        assert (again.template_uuid, str(again.template_version)) == (one.template_uuid, one.template_version)
        for attribute in one.attributes:
            again.add_attribute(attribute.object_relation, value=attribute.value)
        assert json.loads(again.to_json(strict=True))["name"] == "annotation"
