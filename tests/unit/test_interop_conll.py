"""CoNLL files: everything that tags can hold is read back, and what they cannot is told."""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.interop import Request, Split, export
from annotator.interop.tokens import tokens
from schemas import GOLD, Annotation, Attribution, BiasKind, BiasMark, LabelledArticle, Span
from tests.unit.conll_files import TaggedSentence, conll_sentences
from tests.unit.flats import said_in
from tests.unit.labelled import CODEBOOK, article, record
from tests.unit.nasty import NASTY_CODEBOOK, articles, nasty

NOT_SAID = {"newdoc id", "sent_id", "start", "text", "label"}


def files(folder: Path) -> dict[tuple[str, bool], list[TaggedSentence]]:
    """Read an export: the sentences by annotator, and whether tags are of wording that leans."""
    names = json.loads((folder / "names.json").read_bytes()).get("annotators", {})
    return {
        (names[path.name.partition(".")[0]], path.name.endswith(".bias.conll")): conll_sentences(path)
        for path in sorted(folder.glob("*.conll"))
    }


def expected_tags(of: LabelledArticle) -> tuple[dict[Any, set[Any]], Counter[str]]:
    """Give the passages that tags can hold by file and unit: first come, first served."""
    ends = {place for unit in of.article.units for pair in _tokens(of, unit.id) for place in pair}
    held: dict[Any, set[Any]] = {}
    lost: Counter[str] = Counter()
    for (_, unit, annotator), flat in said_in([of]).items():
        taken: dict[bool, set[int]] = {True: set(), False: set()}
        for start, end, name in flat.passages:
            leans = name.partition(":")[0].partition("@")[0] in set(BiasKind)
            where = {pair for pair in _tokens(of, unit) if start <= pair[0] and pair[1] <= end}
            covered = {place for pair in where for place in range(*pair)}
            if start not in ends or end not in ends or not _meets(where, start, end):
                lost["passage with an end inside a token"] += 1
            elif covered & taken[leans]:
                lost["passage across another"] += 1
            else:
                taken[leans] |= covered
                held.setdefault((annotator, leans, unit), set()).add((start, end, name))
    return held, lost


def _tokens(of: LabelledArticle, unit_id: str) -> list[tuple[int, int]]:
    unit = of.article.unit(unit_id)
    found = tokens(of.article.unit_text(unit))
    return [(start + unit.start, end + unit.start) for start, end in found]


def _meets(where: set[tuple[int, int]], start: int, end: int) -> bool:
    return bool(where) and min(where)[0] == start and max(where)[1] == end


def compare(folder: Path, of: LabelledArticle, dropped: Mapping[str, int]) -> None:
    """Compare an export with what was said."""
    said = said_in([of])
    held, lost = expected_tags(of)
    found = files(folder)
    assert set(found) == {(annotator, leans) for _, _, annotator in said for leans in (False, True)}
    for (annotator, leans), sentences in found.items():
        units = [unit.id for unit in of.article.units if (of.article.id, unit.id, annotator) in said]
        assert [sentence.place for sentence in sentences] == [(of.article.id, unit) for unit in units]
        begins = [sentence.about.get("newdoc id") for sentence in sentences[:2]]
        assert begins == [of.article.id, None][: len(units)]
        for sentence, unit in zip(sentences, units, strict=True):
            flat = said[of.article.id, unit, annotator]
            assert sentence.about["text"] == of.article.unit_text(of.article.unit(unit))
            assert sentence.about.get("label") == flat.label
            attributes = {key: value for key, value in sentence.about.items() if key not in NOT_SAID}
            assert attributes == flat.attributes
            assert set(sentence.passages()) == held.get((annotator, leans, unit), set())
    assert dropped == lost


def write(output: Path, of: LabelledArticle) -> Counter[str]:
    summary = export([of], NASTY_CODEBOOK, Request("conll"), output)
    return Counter({one.reason: one.count for one in summary.manifest.dropped})


def test_what_tags_can_hold_comes_back(tmp_path: Path) -> None:
    dropped = write(tmp_path / "out", nasty())
    compare(tmp_path / "out", nasty(), dropped)
    assert dropped["passage across another"] > 10


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(articles())
def test_every_article_comes_back(tmp_path: Path, of: LabelledArticle) -> None:
    output = tmp_path / f"out-{len(list(tmp_path.iterdir()))}"
    compare(output, of, write(output, of))


def test_a_file_is_as_it_is_documented(tmp_path: Path) -> None:
    of = article(["Open, said\nthe #1 clerk.", "Never."], "Harbour")
    source, cue, content = Span(start=11, end=23), Span(start=6, end=10), Span(start=0, end=4)
    said = Attribution(source=source, cue=cue, content=(content,))
    one = record(
        of,
        "u001",
        "Ann",
        "red",
        attributions=(said,),
        bias=(BiasMark(kind=BiasKind.LOADED, span=Span(start=18, end=23)),),
        comment="a\tb\\",
    )
    other = record(of, "u002", "Ben", "blue")
    what = LabelledArticle(article=of, labels={"Ann": {"u001": one}, "Ben": {"u002": other}})
    export([what], CODEBOOK, Request("conll"), tmp_path / "out")
    about = (
        f"# newdoc id = {of.id}\n# sent_id = {of.id}/u001\n# start = 0\n# text = Open, said\\nthe #1 clerk.\n"
        "# label = red\n# comment = a\\tb\\\\\n"
    )
    assert (tmp_path / "out/ann.conll").read_text() == about + (
        "Open\tB-content\n,\tO\nsaid\tB-cue\nthe\tB-source\n#\tI-source\n1\tI-source\nclerk\tI-source\n.\tO\n\n"
    )
    assert (tmp_path / "out/ann.bias.conll").read_text() == about + (
        "Open\tO\n,\tO\nsaid\tO\nthe\tO\n#\tO\n1\tO\nclerk\tB-loaded\n.\tO\n\n"
    )
    assert (tmp_path / "out/ben.conll").read_text().splitlines()[1] == f"# sent_id = {of.id}/u002"
    assert json.loads((tmp_path / "out/names.json").read_bytes())["annotators"] == {
        "ann": "Ann",
        "ben": "Ben",
    }


def test_names_that_make_the_same_file_name_are_apart(tmp_path: Path) -> None:
    of = article(["Open."])
    names = ("Ann", "ann", "!!", "gold!", GOLD)
    labels = {name: {"u001": record(of, "u001", name, "red")} for name in names}
    export([LabelledArticle(article=of, labels=labels)], CODEBOOK, Request("conll"), tmp_path / "out")
    assert {annotator for annotator, _ in files(tmp_path / "out")} == set(names)
    assert (tmp_path / "out/gold.conll").is_file()


def test_parts_of_a_split_are_folders(tmp_path: Path) -> None:
    split = Split(parts=("train", "test"), part_of={nasty().article.id: "test"})
    export([nasty()], NASTY_CODEBOOK, Request("conll", split=split), tmp_path / "out")
    assert {path.parent.name for path in (tmp_path / "out").rglob("*.conll")} == {"test"}


def test_a_passage_in_another_sentence_is_told(tmp_path: Path) -> None:
    of = article(["Open.", "Shut."])
    mark = BiasMark(kind=BiasKind.LOADED, span=Span(start=6, end=10))
    one: Annotation = record(of, "u001", "Ann", "red", bias=(mark,))
    what = LabelledArticle(article=of, labels={"Ann": {"u001": one}})
    assert write(tmp_path / "out", what) == {"passage outside its sentence": 1}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("don’t re-open", "don ’ t re - open"),
        ("cafe\u0301s, naïve", "cafe\u0301s , naïve"),
        ("soft\u00adhyphen", "soft\u00adhyphen"),
        ("👩‍👩‍👧 x 👍🏽!", "👩‍👩‍👧 x 👍🏽 !"),
        ("قال الوزير.", "قال الوزير ."),
        ("می‌خواهم", "می‌خواهم"),
        ("हिन्दी है", "हिन्दी है"),
        ("漢字かな x", "漢 字 か な x"),
        ("ที่นี่", "ที่ นี่"),
        ("a\u00a0b\u2009c", "a b c"),
        ("\u0301", "\u0301"),
    ],
)
def test_tokens_are_words_and_signs(text: str, found: str) -> None:
    assert [text[start:end] for start, end in tokens(text)] == found.split(" ")


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_only_blanks_are_between_tokens(text: str) -> None:
    place = 0
    for start, end in tokens(text):
        assert place <= start < end
        assert not text[place:start].strip()
        assert not any(map(str.isspace, text[start:end]))
        place = end
    assert not text[place:].strip()
