"""The Hugging Face library `datasets` loads what the format `hf` writes, every value as it was written."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from annotator.interop import ExportOptions, Request, Split, export
from annotator.interop.yaml import to_yaml
from schemas import Codebook, CodebookLabel, DatasetInfo, LabelledArticle
from tests.readers.loading import CONFIGS, differences, in_files, label_names, load
from tests.unit.labelled import CODEBOOK, labelled
from tests.unit.nasty import LABELS, NASTY_CODEBOOK, nasty

datasets = pytest.importorskip("datasets", reason="needs the extra `readers`")
pytestmark = pytest.mark.filterwarnings("ignore")  # of the library's own dependencies


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is loaded is on the disk, and stays in the test's own folder."""
    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(datasets.config, "HF_MODULES_CACHE", str(tmp_path / "modules"))
    datasets.disable_progress_bars()


def written(
    folder: Path, given: Sequence[LabelledArticle], codebook: Codebook = NASTY_CODEBOOK, **asked: Any
) -> Path:
    export(given, codebook, Request("hf", title="=Harbour: “news”", **asked), folder)
    return folder


def names_of(feature: Any) -> Any:
    """Give the features within a list; versions of the library differ in how they hold it."""
    return feature[0] if isinstance(feature, list) else feature.feature


def test_every_value_of_every_configuration_is_loaded(tmp_path: Path) -> None:
    folder = written(tmp_path / "out", [nasty(), labelled({}, "Not labelled")])
    assert differences(folder, tmp_path / "cache") == []
    assert label_names(folder, tmp_path / "cache") == [list(LABELS)] * 3
    loaded = load(folder, None, tmp_path / "cache")["train"]
    assert len(loaded) == len(nasty().article.units) + 1
    label = loaded.features["label"]
    row = next(row for row in loaded if row["label"] is not None and row["state"] == "majority")
    assert label.int2str(row["label"]) == "non-biased"
    assert [row["state"] for row in loaded if row["label"] is None][-1] == "unlabelled"
    assert loaded[1]["text"] == "The mayor 👩‍👩‍👧 said: “no 🇩🇪, thanks”."


def test_parts_are_loaded_by_their_names_and_an_empty_one_is_not_there(tmp_path: Path) -> None:
    pair = nasty(), labelled({}, "Not labelled")
    part_of = {pair[0].article.id: "train", pair[1].article.id: "test"}
    folder = written(tmp_path / "out", pair, split=Split(("train", "validation", "test"), part_of))
    assert differences(folder, tmp_path / "cache") == []
    sizes = {name: len(rows) for name, rows in load(folder, None, tmp_path / "cache").items()}
    assert sizes == {"train": len(pair[0].article.units), "test": 1}
    assert set(load(folder, "annotations", tmp_path / "cache")) == {"train"}


def test_a_dataset_without_text_is_loaded(tmp_path: Path) -> None:
    folder = written(tmp_path / "out", [nasty()], options=ExportOptions(text=False))
    assert differences(folder, tmp_path / "cache") == []
    assert set(load(folder, None, tmp_path / "cache")["train"]["text"]) == {None}


def test_a_dataset_that_nobody_labelled_is_loaded_with_its_labels(tmp_path: Path) -> None:
    folder = written(tmp_path / "out", [labelled({})], CODEBOOK)
    loaded = load(folder, None, tmp_path / "cache")["train"]
    assert loaded["label"][:] == [None]
    assert loaded.features["label"].names == list(CODEBOOK.label_names)
    assert set(in_files(folder, "annotations")) == set()


def test_labels_that_yaml_takes_for_something_else_keep_their_names(tmp_path: Path) -> None:
    names = (
        "yes",
        "no",
        "null",
        "1.5",
        "0",
        "~",
        "=",
        "größtenteils",
        "true",
        "2031-03-04",
        "&a",
        "*",
        "_type",
    )
    codebook = CODEBOOK.model_copy(
        update={
            "labels": tuple(
                CodebookLabel(name=name, title=name, key=key, definition="")
                for name, key in zip(names, "abcdefghijklm", strict=True)
            )
        }
    )
    folder = written(tmp_path / "out", [labelled({"Ann": names})], codebook)
    assert label_names(folder, tmp_path / "cache") == [list(names)] * 3
    loaded = load(folder, None, tmp_path / "cache")["train"]
    assert loaded["label"][:] == list(range(len(names)))
    assert loaded[1]["distribution"] == [float(place == 1) for place in range(len(names))]


def test_a_file_alone_has_the_features_of_the_whole(tmp_path: Path) -> None:
    folder = written(tmp_path / "out", [nasty()])
    for config, place in CONFIGS.items():
        file = folder / place / "train-00000-of-00001.parquet"
        alone = datasets.Dataset.from_parquet(str(file), cache_dir=str(tmp_path / "cache"))
        assert alone.features == load(folder, config, tmp_path / "cache")["train"].features


def test_a_readme_says_what_people_told_in_yaml_that_is_read(tmp_path: Path) -> None:
    yaml = pytest.importorskip("yaml")
    about = DatasetInfo(title='Tides: "high"\u2028# & low', licence="CC-BY-4.0")
    folder = written(tmp_path / "out", [nasty()], about=about)
    head = (folder / "README.md").read_text(encoding="utf-8").split("---\n")[1]
    found = yaml.safe_load(head)
    assert found["pretty_name"] == about.title
    assert (found["license"], found["language"], found["language_bcp47"]) == ("cc-by-4.0", ["de"], ["de-AT"])
    assert found["size_categories"] == ["n<1K"]
    assert found["task_categories"] == ["text-classification", "token-classification"]
    assert [config["config_name"] for config in found["configs"]] == list(CONFIGS)
    assert found["configs"][0]["default"] is True


def test_yaml_gives_back_any_text() -> None:
    yaml = pytest.importorskip("yaml")
    texts = [
        "",
        "no",
        "a: b",
        "- x",
        "#",
        "\n\t",
        "\x07\x00\x7f\x85\u2028\ufeff\uffff",
        "👩‍👩‍👧",
        "é\\\"'",
        " ",
    ]
    values = {
        "text": texts,
        "one_key": {"0": True, "b": None, "": 1.5},
        "none": [],
        "nested": [{"a": [{"b": "c"}]}],
    }
    assert yaml.safe_load(to_yaml(values)) == values
