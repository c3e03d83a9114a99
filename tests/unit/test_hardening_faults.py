"""Every call of a save fails once and for good; many processes; damage of every kind: the short versions.

The long ones: `python -m benchmarks.faults`, `benchmarks.processes` and `benchmarks.flips`.
"""

import random
from pathlib import Path

import pytest

from annotator.store import read_labels
from benchmarks import faults, flips, processes
from benchmarks.samples import CODEBOOK


@pytest.mark.parametrize("scenario", faults.SCENARIOS)
def test_a_failing_call_leaves_old_or_new_state_and_is_told(scenario: str, tmp_path: Path) -> None:
    long = scenario == "sealing save"
    errors, lastings = (("EIO",), (False,)) if long else (("ENOSPC", "EIO", "SHORT"), (False, True))
    outcomes, failures = faults.run(scenario, tmp_path, errors, lastings=lastings)
    assert failures == []
    assert outcomes["told"] >= 5


def test_eight_annotators_and_two_who_are_the_same(tmp_path: Path) -> None:
    counts, failures = processes.run(tmp_path, annotators=8, rivals=2, saves=15, seconds=30)
    assert failures == []
    assert counts["saved"] == 9 * 15


@pytest.mark.parametrize("kind", ["flipped bit", "cut off", "git conflict", "rows swapped", "removed"])
def test_damage_is_noticed_named_and_kept(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "annotations" / "ana" / f"{flips.ARTICLE.id}.json"
    whole = flips.make_file(path)
    labels = read_labels(path, flips.ARTICLE, CODEBOOK)
    damages = {
        "flipped bit": list(flips.flipped_bits(whole, 60, random.Random(3))),
        "cut off": list(flips.truncations(whole))[::6],
        "git conflict": list(flips.conflicts(whole))[::4],
        "rows swapped": list(flips.swapped_rows(whole)),
        "removed": [row for table in flips.TABLES for row in flips.removed_rows(whole, table)],
    }
    counts, failures = flips.run(path, iter(damages[kind]), labels)
    assert failures == []
    assert counts["kept"] == counts["all"] >= 10
    if kind not in ("flipped bit", "cut off"):
        assert counts["exact"] == counts["all"]
