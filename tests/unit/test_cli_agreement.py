"""`annotator agreement`: any table of ratings, from anywhere."""

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from annotator.compare import ratings_agreement
from tests.unit.commandline import CommandLine, make_project

ROWS = [
    ("s1", "Ana", "yes"),
    ("s1", "Ben", "yes"),
    ("s2", "Ana", "no"),
    ("s2", "Ben", "yes"),
    ("s3", "Ana", "no"),
    ("s3", "Ben", "no"),
    ("s4", "Ana", "no"),
]


@pytest.fixture
def annotator(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


def long(rows: Sequence[tuple[str, ...]], header: str = "unit,annotator,value", separator: str = ",") -> str:
    return "\n".join([header, *(separator.join(row) for row in rows)]) + "\n"


def agreement(annotator: CommandLine, path: Path, *options: str) -> Any:
    ran = annotator("agreement", path, "--json", *options)
    assert (ran.code, ran.err) == (0, "")
    return ran.json


def computed(rows: list[tuple[str, str, str]], *, bootstrap: int, seed: int = 0) -> Any:
    names, figures = ratings_agreement(rows, bootstrap=bootstrap, seed=seed)
    return json.loads(json.dumps({"annotators": names} | figures.to_json()))


def test_prints_what_the_engine_computes(annotator: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "ratings.csv"
    file.write_text(long(ROWS), encoding="utf-8")
    found = agreement(annotator, file, "--bootstrap", "200", "--seed", "4")
    assert found == computed(ROWS, bootstrap=200, seed=4)
    ran = annotator("agreement", file)
    assert ran.code == 0
    for words in ("2 annotators: Ana, Ben", "4 units rated, 3 by two", "Krippendorff's alpha", "66.7 %"):
        assert words in ran.out


@pytest.mark.parametrize(
    "text",
    [
        long(ROWS, "Item,Rater,Label"),
        long([(value, who, unit) for unit, who, value in ROWS], "value;annotator;unit").replace(",", ";"),
        long(ROWS).replace(",", "\t"),
        long(ROWS).replace("\n", "\r\n"),
        long(ROWS).replace("\n", "\r"),
        long([*ROWS, ("s4", "Ben", ""), ("", "", "")]),
        long([(f'"{unit}"', f' "{who}"'.strip(), f'"{value}"') for unit, who, value in ROWS]),
        long([(*row, "why, so?".replace(",", "")) for row in ROWS], "unit,annotator,value,comment"),
    ],
    ids=["other names", "semicolons", "tabs", "CRLF", "CR", "empty values", "quotes", "more columns"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_of_any_make_is_the_same_table(
    annotator: CommandLine, tmp_path: Path, text: str, encoding: str
) -> None:
    file = tmp_path / "ratings"
    file.write_bytes(text.encode(encoding))
    assert agreement(annotator, file, "--bootstrap", "0") == computed(ROWS, bootstrap=0)


def test_one_column_per_annotator(annotator: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "wide.csv"
    file.write_text("sentence,Ana,Ben,Cleo\ns1,yes,yes,\ns2,no,yes,\ns3,no,no,\ns4,no,,\n", encoding="utf-8")
    found = agreement(annotator, file, "--wide")
    assert found["annotators"] == ["Ana", "Ben", "Cleo"]
    assert (found["units"], found["ratings"]) == (4, 7)
    assert [(pair["a"], pair["b"], pair["units"]) for pair in found["cohen_kappa"]] == [
        ("Ana", "Ben", 3),
        ("Ana", "Cleo", 0),
        ("Ben", "Cleo", 0),
    ]


def test_intervals_resample_articles_where_a_column_names_them(
    annotator: CommandLine, tmp_path: Path
) -> None:
    # The same unit ids in every article, which are other units.
    rows = [(f"a{n}", f"u{u}", who, str(n % 2)) for n in range(8) for u in range(5) for who in ("Ana", "Ben")]
    file = tmp_path / "ratings.csv"
    file.write_text(long(rows, "document,unit,annotator,value"), encoding="utf-8")
    found = agreement(annotator, file)
    assert (found["units"], found["articles"], found["resampled"]) == (40, 8, "articles")
    assert "take units as independent" not in annotator("agreement", file).out
    file.write_text(long([(f"{a} {u}", *rest) for a, u, *rest in rows]), encoding="utf-8")
    found = agreement(annotator, file)
    assert (found["units"], found["articles"], found["resampled"]) == (40, 40, "units")
    assert "take units as independent" in annotator("agreement", file).out


def test_values_are_declared_in_their_order(annotator: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "ratings.csv"
    rows = [("1", "a", "high"), ("1", "b", "low"), ("2", "a", "mid"), ("2", "b", "mid")]
    file.write_text(long(rows), encoding="utf-8")
    found = agreement(annotator, file, "--level", "ordinal", "--values", "low, mid,high,top")
    assert list(found["per_label"]) == ["low", "mid", "high", "top"]
    assert (found["mean_difference"], found["within_one"]) == (1.0, 0.5)
    assert found["cohen_kappa"][0]["linear_kappa"] is not None


def test_values_may_be_sets(annotator: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "kinds.csv"
    rows = [
        ("1", "Ana", ""),
        ("1", "Ben", ""),
        ("2", "Ana", "slant|loaded"),
        ("2", "Ben", "loaded | slant"),
        ("3", "Ana", "slant"),
        ("3", "Ben", ""),
        ("4", "Ben", "slant"),
    ]
    file.write_text(long(rows), encoding="utf-8")
    found = agreement(annotator, file, "--level", "set", "--bootstrap", "0")
    assert (found["level"], found["units"], found["pairable_units"], found["ratings"]) == ("set", 4, 3, 7)
    assert found["percent_agreement"] == pytest.approx(2 / 3)
    assert list(found["per_label"]) == ["loaded", "slant"]
    wide = tmp_path / "wide.csv"
    wide.write_text(
        "unit,Ana,Ben\n1,|,|\n2,slant|loaded,slant|loaded\n3,slant,|\n4,,slant\n", encoding="utf-8"
    )
    assert agreement(annotator, wide, "--level", "set", "--wide", "--bootstrap", "0") == found
    ran = annotator("agreement", file, "--level", "set", "--values", "loaded,omission")
    assert (ran.code, ran.err) == (
        2,
        f"annotator: {file}, line 4: value 'slant' is not declared (loaded, omission)\n",
    )
    assert "alpha, MASI distance" in annotator("agreement", file, "--level", "set").out


def test_equal_numbers_are_one_value_where_values_have_an_order(
    annotator: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "ratings.csv"
    rows = [("1", "a", "1"), ("1", "b", "1.0"), ("2", "a", "10"), ("2", "b", "9")]
    file.write_text(long(rows), encoding="utf-8")
    assert list(agreement(annotator, file, "--level", "ordinal")["per_label"]) == ["1", "9", "10"]
    assert list(agreement(annotator, file)["per_label"]) == ["1", "1.0", "9", "10"]


def test_exported_labels_are_a_table_of_ratings(annotator: CommandLine, tmp_path: Path) -> None:
    project = make_project(tmp_path)
    out = tmp_path / "out"
    asked = ("--format", "csv", "--output", out, "--keep-names")
    assert annotator("export", "--project", project.root, *asked).code == 0
    found = agreement(annotator, out / "labels.csv")
    compared = annotator("compare", "--project", project.root, "--json").json["fields"]["label"]
    assert found["annotators"] == ["Ana", "Ben Ito"]
    assert found["resampled"] == "articles"
    assert found["krippendorff_alpha"]["value"] == compared["krippendorff_alpha"]["value"]
    assert found["percent_agreement_items"] == compared["percent_agreement_items"]
    assert agreement(annotator, out / "labels.csv", "--value", "credibility")["ratings"] == 0


def test_standard_input(annotator: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(long(ROWS).encode()))))
    ran = annotator("agreement", "-", "--json")
    assert (ran.code, ran.json["ratings"]) == (0, 7)


@pytest.mark.parametrize(
    ("text", "options", "problem"),
    [
        ("", (), ": nothing in the first line"),
        (
            "text,who\nx,y\n",
            (),
            ", line 1: no column 'unit' and 'annotator' and 'value'; there are text, who",
        ),
        (long(ROWS), ("--value", "hedge"), ", line 1: no column 'hedge'; there are unit, annotator, value"),
        (
            long([*ROWS, ("s1", "Ben", "no")]),
            (),
            ", line 9: unit 's1' has two ratings by 'Ben' (first in line 3)",
        ),
        (long([*ROWS, ("s5", "Ben")]), (), ", line 9: 2 cells, and the header has 3"),
        (long([*ROWS, ("", "Ben", "no")]), (), ", line 9: no unit"),
        (long([*ROWS, ("s5", "", "no")]), (), ", line 9: no annotator"),
        (long([*ROWS, ("s5", '"Ben', "no")]), (), ", line 9: unexpected end of data"),
        (long(ROWS), ("--values", "no,maybe"), ", line 2: value 'yes' is not declared (no, maybe)"),
        (long(ROWS), ("--values", "no,yes,no"), "a value is declared twice"),
        (long(ROWS), ("--level", "ordinal"), ", line 2: level ordinal needs numbers, or all values declared"),
        (
            long([("1", "Ana", "1"), ("1", "Ben", "-1")]),
            ("--level", "ratio"),
            "level ratio needs finite numbers",
        ),
        (
            long([("1", "Ana", "1"), ("1", "Ben", "nan")]),
            ("--level", "interval"),
            ", line 3: level interval needs",
        ),
        ("unit,Ana,Ana\n1,x,y\n", ("--wide",), ", line 1: two columns have the same name"),
        ("unit,Ana,Ben\n,x,y\n", ("--wide",), ", line 2: no unit"),
        ("unit,annotator,value\ns1,Ana,\udce9\n", (), ", line 2: no UTF-8; save it as UTF-8"),
    ],
)
def test_bad_input_is_one_line_with_its_place(
    annotator: CommandLine, tmp_path: Path, text: str, options: tuple[str, ...], problem: str
) -> None:
    file = tmp_path / "ratings.csv"
    file.write_text(text, encoding="utf-8", errors="surrogateescape")
    ran = annotator("agreement", file, *options)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert problem in ran.err
    assert problem.startswith(("a value", "level")) or f"{file}{problem}" in ran.err


def test_what_cannot_be_computed_says_why(annotator: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "ratings.csv"
    file.write_text("unit,annotator,value\n", encoding="utf-8")
    found = agreement(annotator, file)
    assert found["krippendorff_alpha"]["value"] is None
    assert found["krippendorff_alpha"]["undefined"] == "no annotators"
    assert annotator("agreement", file).code == 0
    file.write_text(long([("1", "Ana", "x"), ("1", "Ben", "x")]), encoding="utf-8")
    found = agreement(annotator, file)
    assert (found["percent_agreement"], found["krippendorff_alpha"]["undefined"]) == (
        1.0,
        "only one value is used",
    )


def test_measurements_with_very_many_values_print(annotator: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "scale.csv"
    rows = [
        (str(n), who, str((7 * n + more) % 150)) for n in range(150) for who, more in (("a", 0), ("b", n % 3))
    ]
    file.write_text(long(rows), encoding="utf-8")
    ran = annotator("agreement", file, "--level", "interval", "--bootstrap", "20")
    assert (ran.code, ran.err) == (0, "")
    assert "150 different values" in ran.out
    assert "kappa, quadratic" in ran.out
    assert agreement(annotator, file, "--level", "interval")["gwet_ac2"]["value"] > 0.9
