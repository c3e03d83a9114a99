"""Loads a dataset in the `hf` format with the library `datasets`, and compares it with what is in the files.

Needs nothing of this package, so that it can be run in an environment with another version of the library:

    python tests/readers/loading.py DATASET
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

CONFIGS = {"default": "data", "annotations": "annotations", "articles": "articles"}


def load(folder: Path, config: str | None, cache: Path) -> Any:
    """Give the configuration, with its parts by name; None: that which is loaded when none is named."""
    from datasets import load_dataset

    return load_dataset(str(folder), *([config] if config else []), cache_dir=str(cache))


def in_files(folder: Path, config: str) -> dict[str, list[dict[str, Any]]]:
    """Give the rows of a configuration by part, as they are in its files."""
    files = sorted((folder / CONFIGS[config]).glob("*.parquet"))
    return {path.name.split("-")[0]: pq.read_table(path).to_pylist() for path in files}


def differences(folder: Path, cache: Path) -> list[str]:
    """Say in a line each what is loaded otherwise than it was written."""
    found = []
    for config in CONFIGS:
        loaded, written = load(folder, config, cache), in_files(folder, config)
        if _sizes(loaded) != _sizes(written):
            found.append(f"{config}: other parts or rows")
        for part, rows in written.items():
            found += [
                f"{config}, {part}, row {place}: {read!r} and not {row!r}"
                for place, (read, row) in enumerate(zip(loaded[part], rows, strict=False))
                if read != row
            ]
    return found


def _sizes(parts: Any) -> dict[str, int]:
    return {name: len(rows) for name, rows in parts.items()}


def label_names(folder: Path, cache: Path) -> list[list[str]]:
    """Give the names of the labels in each place of the default configuration and of the annotations."""
    sentences = load(folder, None, cache)["train"].features
    annotations = load(folder, "annotations", cache)["train"].features
    within = sentences["labels"]
    record = within[0] if isinstance(within, list) else within.feature
    return [list(f.names) for f in (sentences["label"], record["label"], annotations["label"])]


if __name__ == "__main__":
    import datasets

    with tempfile.TemporaryDirectory() as made:
        print(  # noqa: T201
            json.dumps(
                {
                    "datasets": datasets.__version__,
                    "labels": label_names(Path(sys.argv[1]), Path(made)),
                    "differences": differences(Path(sys.argv[1]), Path(made)),
                },
                ensure_ascii=False,
            )
        )
