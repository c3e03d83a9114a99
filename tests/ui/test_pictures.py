"""What the screens look like: each picture is the one that was looked at and approved.

`python -m tests --update` draws them anew, in `tests/golden`; look at what changed before you commit it.
"""

import time
from pathlib import Path

import pytest

from tests.pictures import COMPARED, GOLDEN, NOWHERE, Picture, drawn


@pytest.mark.parametrize("picture", COMPARED, ids=lambda picture: picture.name)
def test_a_screen_looks_as_approved(
    picture: Picture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("XDG_CONFIG_HOME", NOWHERE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    time.tzset()
    svg = drawn(picture, tmp_path)
    approved = GOLDEN / f"{picture.name}.svg"
    if svg != approved.read_text(encoding="utf-8"):
        found = tmp_path / approved.name
        found.write_text(svg, encoding="utf-8")
        pytest.fail(f"{found} is not {approved}: python -m tests --update, if it is better")


def test_no_picture_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.svg")} == {picture.name for picture in COMPARED}
