"""CoNLL tags, read by what sequence taggers are scored with."""

from pathlib import Path

import pytest

from annotator.interop import Request, export
from tests.unit.conll_files import conll_sentences
from tests.unit.nasty import NASTY_CODEBOOK, nasty

pytest.importorskip("seqeval")


def test_the_passages_are_those_of_seqeval(tmp_path: Path) -> None:
    from seqeval.metrics.sequence_labeling import get_entities
    from seqeval.scheme import IOB2, Entities

    export([nasty()], NASTY_CODEBOOK, Request("conll"), tmp_path / "out")
    number = 0
    for path in sorted((tmp_path / "out").glob("*.conll")):
        sentences = conll_sentences(path)
        strict = Entities([sentence.tags for sentence in sentences], IOB2).entities
        for sentence, entities in zip(sentences, strict, strict=True):
            stretches = sentence.stretches()
            found = [
                (stretches[first][0], stretches[last][1], name)
                for name, first, last in get_entities(sentence.tags)
            ]
            assert found == sentence.passages()
            assert [entity.tag for entity in entities] == [name for _, _, name in found]
            number += len(found)
    assert number > 30


def test_an_annotator_agrees_with_themselves(tmp_path: Path) -> None:
    from seqeval.metrics import classification_report
    from seqeval.scheme import IOB2

    export([nasty()], NASTY_CODEBOOK, Request("conll"), tmp_path / "out")
    tags = [sentence.tags for sentence in conll_sentences(tmp_path / "out/ann.conll")]
    report = classification_report(tags, tags, output_dict=True, scheme=IOB2, mode="strict")
    assert report["micro avg"]["f1-score"] == 1.0
    assert {"source", "cue"} <= set(report)
