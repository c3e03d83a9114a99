"""What the card says of how to read a dataset is run as it stands there."""

import re
from pathlib import Path
from typing import Any

import pytest

from annotator.interop import formats
from tests.unit.wholeproject import whole_project

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]

NEEDS = {
    "csv": "pandas",
    "xlsx": "openpyxl",
    "parquet": "pyarrow",
    "xmi": "cassis",
    "spacy": "spacy",
}
LOADED_ELSEWHERE = {"hf"}
"""Its reader wants a cache of its own: see the tests of that format."""


@pytest.mark.parametrize(
    "form", [form.name for form in formats() if form.installed and form.name not in LOADED_ELSEWHERE]
)
def test_the_lines_in_the_card_read_the_dataset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    if form in NEEDS:
        pytest.importorskip(NEEDS[form])
    whole_project(tmp_path).export(form, tmp_path / "out")
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)\n```", card, re.DOTALL)
    assert found, "the card does not say how to read this format"
    monkeypatch.chdir(tmp_path / "out")
    names: dict[str, Any] = {}
    exec(found[1], names)
    read = list(names.values())[-1]
    assert read is not None
    if hasattr(read, "close"):
        read.close()
    elif hasattr(read, "__len__"):
        assert len(read) > 0
