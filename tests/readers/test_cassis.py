"""CAS XMI read by dkpro-cassis, which INCEpTION's users read their exports with."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings

from annotator.interop import Request, export
from annotator.interop.cas_xmi_reader import IMPORTER
from annotator.interop.flat import flatten
from annotator.interop.foreign import ForeignText
from schemas import GOLD, LabelledArticle
from tests.unit.flats import read_back, said_in, written
from tests.unit.labelled import CODEBOOK, labelled
from tests.unit.nasty import articles, nasty

cassis = pytest.importorskip("cassis")

SEGMENT = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type."


@settings(deadline=None, max_examples=25)
@given(articles())
@example(nasty())
def test_cassis_reads_what_we_write(labelled_article: LabelledArticle) -> None:
    article = labelled_article.article
    if any(character in article.text + article.title for character in "\ufffe\uffff"):
        return
    with TemporaryDirectory() as folder:
        output = written(Path(folder), "xmi", [labelled_article])
        types = cassis.load_typesystem(output / "TypeSystem.xml")
        for path in output.rglob("*.xmi"):
            cas = cassis.load_cas_from_xmi(path, typesystem=types)
            assert cas.sofa_string == article.text
            sentences = cas.select(f"{SEGMENT}Sentence")
            assert [(one.id, one.get_covered_text()) for one in sentences] == [
                (unit.id, article.unit_text(unit)) for unit in article.units
            ]
            words = "".join(one.get_covered_text() for one in cas.select(f"{SEGMENT}Token"))
            assert words == "".join(article.text.split())
            expected = labelled_article.labels.get(_annotator(path, labelled_article), {})
            flats = [flatten(expected[unit.id]) for unit in article.units if unit.id in expected]
            labels = cas.select("webanno.custom.SentenceLabel")
            assert [one.label for one in labels] == [flat.label for flat in flats]
            assert [one.hedge for one in labels] == [flat.attributes.get("hedge") for flat in flats]
            passages = {(one.begin, one.end, one.label) for one in cas.select("webanno.custom.NewsSpan")}
            assert passages == {tuple(passage) for flat in flats for passage in flat.passages}


def _annotator(path: Path, labelled_article: LabelledArticle) -> str:
    if path.stem == "CURATION_USER":
        return GOLD
    return {"ann": "Ann", "zoë": "Zoë"}.get(path.stem, "")


def test_what_cassis_writes_comes_in(tmp_path: Path) -> None:
    """Our export, loaded and written by cassis, with a new annotation behind an emoji."""
    of = labelled({"Ann": ["red", "green"]}, "Harbour 👩‍👩‍👧")
    output = tmp_path / "out"
    export([of], CODEBOOK, Request("xmi"), output)
    path = output / "annotation" / of.article.id / "ann.xmi"
    types = cassis.load_typesystem(output / "TypeSystem.xml")
    cas = cassis.load_cas_from_xmi(path, typesystem=types)
    second = of.article.units[1]
    mark = types.get_type("webanno.custom.NewsSpan")
    cas.add(mark(begin=second.start + 8, end=second.start + 13, label="loaded"))
    cas.to_xmi(path)
    said, texts = read_back(IMPORTER, output)
    assert texts == {of.article.id: of.article.text}
    expected = said_in([of])
    assert {key: flat.label for key, flat in said.items()} == {k: flat.label for k, flat in expected.items()}
    (passage,) = said[of.article.id, second.id, "Ann"].passages
    assert of.article.text[passage.start : passage.end] == "👩‍👩‍👧"


def test_a_corpus_made_with_cassis_comes_in(tmp_path: Path) -> None:
    types = cassis.TypeSystem()
    sentence = types.create_type(f"{SEGMENT}Sentence")
    tone = types.create_type("webanno.custom.Tone")
    types.create_feature(tone, "value", "uima.cas.String")
    text = 'A "quoted" 🙂 & <tagged> one.\nAnother\tone.'
    cas = cassis.Cas(typesystem=types)
    cas.sofa_string = text
    for start, end, value in ((0, 28, "lively"), (29, 41, "dry")):
        cas.add(sentence(begin=start, end=end))
        cas.add(tone(begin=start, end=end, value=value))
    cas.to_xmi(tmp_path / "story.xmi", pretty_print=True)
    (found,) = IMPORTER.read(tmp_path / "story.xmi")
    assert isinstance(found, ForeignText)
    assert found.text == text and found.article == "story"
    assert [(one.start, one.end, one.label) for one in found.labels] == [(0, 28, "lively"), (29, 41, "dry")]
