"""Splits of a project: the file, the commands, exports in parts, and what leaks."""

import json
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import AnnotatorError
from annotator.project import Project
from annotator.splitfile import Dealt, Splits
from annotator.splits import plan_of
from annotator.splitting import DealtSplit
from benchmarks.samples import article_of
from schemas import GOLD, Article, Cause, NearDuplicate
from tests.unit.commandline import CommandLine
from tests.unit.labelled import record

OUTLETS = ("Courier", "Ledger", "Gazette", "Herald", "Mail")
LABELS = ("sourced", "unverified", "opinion")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


def add(project: Project, number: int, **fields: Any) -> Article:
    """Add an article whose words no other has."""
    words = [f"{word}{number}" for word in ("harbour", "crane", "council", "reservoir", "survey", "mayor")]
    said = [
        " ".join([*words[place:], *words[:place], f"line{place}"]).capitalize() + "." for place in range(4)
    ]
    fields = {"outlet": OUTLETS[number % len(OUTLETS)], **fields}
    article = article_of(fields.pop("said", said), fields.pop("title", f"Report {number:02}"), **fields)
    assert project.add(article)
    return article


def label(project: Project, article: Article, labels: Sequence[str], annotator: str = "Ana") -> None:
    for unit, given in zip(article.units, labels, strict=False):
        record_ = record(article, unit.id, annotator, given, codebook=project.codebook.ref)
        project.save(article, record_, Cause.KEY)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Twenty articles of four sentences, of one label each."""
    project = Project.create(tmp_path / "project")
    for number in range(20):
        label(project, add(project, number), [LABELS[number % 2]] * 4)
    return project


def reopened(project: Project) -> Project:
    return Project.open(project.root)


def in_parts(split: DealtSplit) -> list[int]:
    return [[*split.part_of.values()].count(part) for part in split.parts]


def test_articles_are_dealt_by_shares_and_labels_and_stay(project: Project) -> None:
    split = project.split("60/20/20")
    assert in_parts(split) == [12, 4, 4]
    for part, sizes in split.totals().items():
        assert sizes["=sourced"] == sizes["=unverified"] == sizes["sentences"] / 2, part
    assert split.news == frozenset(project.article_ids())
    assert split.plan == {
        "shares": {"train": 0.6, "validation": 0.2, "test": 0.2},
        "seed": 0,
        "by": "article",
    }
    again = reopened(project).split([0.6, 0.2, 0.2])
    assert (again.part_of, again.group_of, again.news) == (split.part_of, split.group_of, frozenset())
    assert reopened(project).split("60/20/20", seed=1, dry_run=True).part_of != split.part_of


def test_one_label_of_a_sentence_counts_gold_before_others(project: Project) -> None:
    article = project.article("report-00")
    label(project, article, ["opinion"] * 2, "Ben")
    gold = project.adjudication("Cleo").labelling(article)
    gold.label(article.units[0], "opinion")
    gold.store.close()
    sizes = reopened(project).split(dry_run=True).sizes[article.id]
    assert sizes == {"articles": 1, "sentences": 4, "=opinion": 1, "=sourced": 2}
    assert GOLD in project.voices()


def test_a_dry_run_writes_nothing(project: Project) -> None:
    split = project.split(dry_run=True)
    assert len(split.part_of) == 20
    assert not project.splits.path.exists()


def test_a_growing_corpus_keeps_what_was_dealt(project: Project) -> None:
    before = project.split().part_of
    lines = project.splits.path.read_text().splitlines()
    for number in range(20, 40):
        label(project, add(project, number), [LABELS[number % 3]] * 4)
    after = reopened(project).split()
    assert {name: after.part_of[name] for name in before} == before
    assert len(after.news) == 20
    assert in_parts(after) == [32, 4, 4]
    rows = [line.rstrip(",") for line in lines if '"article"' in line]
    later = [line.rstrip(",") for line in project.splits.path.read_text().splitlines() if '"article"' in line]
    assert (len(rows), later[:20]) == (20, rows)


def test_near_duplicates_and_versions_stay_together(project: Project) -> None:
    first = project.article("report-00")
    near = (NearDuplicate(article=first.id, similarity=0.5),)
    add(project, 50, near_duplicates=near)
    add(project, 51, replaces=project.article("report-01").id)
    split = project.split("1/1")
    assert split.part_of["report-50-" + project.article("report-50").id[-8:]] == split.part_of[first.id]
    assert project.article("report-01").id not in split.part_of
    again = project.split("1/1", measured=True)
    assert again.part_of == split.part_of
    assert sum(sizes["articles"] for sizes in again.totals().values()) == 21


def test_articles_that_share_words_stay_together_though_no_import_noted_it(project: Project) -> None:
    first = project.article("report-03")
    said = [first.unit_text(unit) for unit in first.units[:3]]
    copy = add(project, 60, said=[*said, "And one line of its own besides."], title="Copied")
    for seed in range(6):
        split = project.split("1/1", seed=seed)
        assert split.part_of[copy.id] == split.part_of[first.id]
        assert split.group_of[copy.id] == split.group_of[first.id] == min(copy.id, first.id)


def test_articles_of_one_page_stay_together_but_not_those_of_a_site(project: Project) -> None:
    """A table with a sentence a row makes an article of each, with the page that several are from."""
    pages = ("https://example.org/a?utm_source=x", "http://www.example.org/a/#top", "https://example.org/a")
    rows = [add(project, 60 + number, url=url) for number, url in enumerate(pages)]
    site = [add(project, 70 + number, url="https://example.org/") for number in range(8)]
    for seed in range(6):
        split = project.split("1/1", seed=seed)
        assert len({split.part_of[row.id] for row in rows}) == 1
        assert len({split.group_of[row.id] for row in rows}) == 1
        assert len({split.group_of[one.id] for one in site}) == 8
    late = add(project, 90, url=pages[0])
    assert project.split("1/1").part_of[late.id] == project.split("1/1").part_of[rows[0].id]


def test_outlets_stay_together_on_demand(project: Project) -> None:
    split = project.split("60/40", by="outlet")
    parts: dict[str, set[str]] = {}
    for header in project.headers():
        parts.setdefault(header.outlet, set()).add(split.part_of[header.id])
    assert all(len(found) == 1 for found in parts.values())
    assert in_parts(split) == [12, 8]
    late = add(project, 70, outlet="Courier")
    assert project.split("60/40", by="outlet").part_of[late.id] in parts["Courier"]


def test_stories_stay_together_on_demand(project: Project) -> None:
    one = add(project, 80, title="Reservoir dam bursts above Ostbrück", published="2031-03-04")
    two = add(project, 81, title="Dam of reservoir bursts, Ostbrück flooded", published="2031-03-05")
    for seed in range(6):
        split = project.split("1/1", by="story", seed=seed)
        assert split.part_of[one.id] == split.part_of[two.id]


def test_a_new_version_stays_where_the_one_before_was_though_that_is_gone(project: Project) -> None:
    before = project.split()
    old = next(name for name, part in before.part_of.items() if part == "test")
    (project.corpus / f"{old}.json").unlink()
    newer = add(project, 90, replaces=old)
    after = reopened(project).split()
    assert after.part_of[newer.id] == "test"
    assert after.group_of[newer.id] == old
    assert old not in after.part_of


def test_an_article_that_links_two_parts_is_in_none_and_told(project: Project, run: CommandLine) -> None:
    parts = project.split().part_of
    one, other = (
        next(name for name, part in parts.items() if part == wanted) for wanted in ("train", "test")
    )
    near = tuple(NearDuplicate(article=name, similarity=0.5) for name in (one, other))
    link = add(project, 95, near_duplicates=near)
    split = reopened(project).split()
    assert split.linked == {link.id: ("train", "test")}
    told = run("split", "--project", project.root)
    assert told.code == 1
    assert f"{link.id} belongs to articles in train and in test: it is in no part" in told.err
    done = run(
        "export", "--format", "jsonl", "--output", project.root / "out", "--split", "--project", project.root
    )
    assert "1 article that belongs to no part of the split left out" in done.out
    assert f"{link.id} belongs to articles in two parts" in done.err


def test_articles_without_labels_or_that_are_damaged(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    assert project.split().part_of == {}
    for number in range(10):
        add(project, number)
    (project.corpus / "broken-00000000.json").write_text("{")
    split = reopened(project).split("80/20")
    assert in_parts(split) == [8, 2]
    assert not any(what.startswith("=") for sizes in split.totals().values() for what in sizes)


def test_a_damaged_file_is_never_dealt_over_unless_it_is_mended(project: Project, run: CommandLine) -> None:
    at = ("--project", project.root)
    before = project.split().part_of
    path = project.splits.path
    path.write_text(path.read_text().replace('"part": "test"', '"part": "tset"', 1))
    damaged = path.read_bytes()
    told = run("export", "--format", "jsonl", "--output", project.root / "out", "--split", "80/10/10", *at)
    assert told.code == 2
    assert "'tset' is no part of the split" in told.err
    assert not (project.root / "out").exists()
    assert run("split", "--check", *at).code == 2
    checked = run("check", *at)
    assert checked.code == 1
    assert "splits.json, splits" in checked.out
    mended = run("split", *at)
    assert mended.code == 1
    assert "the file was set aside" in mended.err
    assert [one.read_bytes() for one in path.parent.glob("splits.json.damaged-*")] == [damaged]
    after = reopened(project).split().part_of
    assert sum(after[name] != part for name, part in before.items()) <= 1
    assert run("check", *at).code == 0


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (('"plan": "train=8', '"plan": "train=9'), "is no part|names no split|checksum"),
        (('"plan": "train=8 validation=1', '"plan": "'), "names no split"),
        (('"article": "report-00', '"article": "report-01'), "is there twice|checksum"),
        (('"dealt": "2', '"dealt": "x2'), "should be a valid datetime|checksum"),
        (('"splits": {', '"labels": {'), "no document of the splits"),
        (('"meta": {', '"meta": ['), "not JSON"),
    ],
)
def test_what_is_wrong_with_the_file_is_named(
    project: Project, damage: tuple[str, str], problem: str
) -> None:
    project.split()
    path = project.splits.path
    path.write_text(path.read_text().replace(*damage))
    findings = [finding for finding in reopened(project).check() if finding.file == path]
    assert findings
    with pytest.raises(AnnotatorError, match=problem):
        reopened(project).split()


def test_check_notes_articles_that_are_gone(project: Project) -> None:
    project.split()
    gone = project.article_ids()[0]
    (project.corpus / f"{gone}.json").unlink()
    shutil.rmtree(project.root / "annotations" / "ana")
    (finding,) = reopened(project).check()
    assert (finding.level, finding.problem) == ("note", f"1 article not in corpus/: {gone}")


def copy(project: Project, to: Path) -> Project:
    shutil.copytree(project.root, to, ignore=shutil.ignore_patterns("*.lock"))
    return Project.open(to)


def test_merging_takes_over_splits_and_of_two_dealings_the_earlier(
    project: Project, tmp_path: Path, run: CommandLine
) -> None:
    other = copy(project, tmp_path / "copy")
    plan = plan_of("80/10/10")
    dealt = project.split(plan)
    told = run("merge", project.root, "--project", other.root)
    assert (told.code, "added: splits.json (20 articles)" in told.out) == (0, True)
    assert reopened(other).split(plan).part_of == dealt.part_of
    third = Splits(other.splits.path)
    name, row = next((name, row) for name, row in third.of(plan).items() if row.part == "train")
    with third.writing():
        earlier = Dealt("test", name, row.dealt - timedelta(days=1))
        third.write({**third.rows, (plan.key, name): earlier})
    for here, there in ((project, other), (other, project)):
        told = run("merge", there.root, "--project", here.root)
        assert reopened(here).splits.of(plan)[name].part == "test"
    assert (told.code, "splits.json" in told.err) == (0, False)


def test_merging_tells_what_was_dealt_otherwise(project: Project, tmp_path: Path, run: CommandLine) -> None:
    other = copy(project, tmp_path / "copy")
    plan = plan_of("50/50")
    now = datetime(2031, 3, 4, tzinfo=UTC)
    for where, part in ((project, "train"), (other, "test")):
        with where.splits.writing():
            where.splits.deal(plan, {name: Dealt(part, name, now) for name in project.article_ids()[:5]})
    told = run("merge", other.root, "--project", project.root)
    assert told.code == 1
    assert "in another part; the earlier dealing counts" in told.err
    run("merge", project.root, "--project", other.root)
    assert reopened(project).splits.rows == reopened(other).splits.rows


def test_split_on_the_command_line(project: Project, run: CommandLine) -> None:
    at = ("--project", project.root)
    nothing = run("split", "--check", *at)
    assert (nothing.code, nothing.err) == (2, "annotator: nothing is dealt yet: annotator split 80/10/10\n")
    dry = run("split", "60/20/20", "--dry-run", *at)
    assert dry.code == 0
    assert [line.split() for line in dry.out.splitlines() if line.startswith("train")] == [
        ["train", "12", "48", "60.0", "%", "60.0", "%"]
    ]
    assert "largest gap: 0.0 points" in dry.out
    assert "20 articles in 20 groups, 20 new" in dry.out
    assert "nothing was written (--dry-run)" in dry.out
    done = run("split", "60/20/20", "--parts", "train,dev,test", "--seed", "7", "--json", *at)
    assert done.code == 0
    assert done.json["split"]["shares"] == {"train": 0.6, "dev": 0.2, "test": 0.2}
    assert [part["articles"] for part in done.json["parts"]] == [12, 4, 4]
    assert done.json["parts"][1]["labels"] == {"sourced": 8, "unverified": 8}
    assert done.json["largest_gap"]["points"] == 0
    assert all(row["new"] and row["group"] == row["article"] for row in done.json["articles"])
    assert "0 new (train 60, dev 20, test 20, seed 7, by article)" in run("split", *at).out
    assert run("split", "1/1", *at).code == 0
    several = run("split", *at)
    assert several.code == 2
    assert (
        "there are 2 splits: train 60, dev 20, test 20, seed 7, by article; train 50, test 50" in several.err
    )
    assert len(run("split", "--check", "--json", *at).json["checked"]) == 2
    assert run("split", "1/1", "--check", *at).out.startswith(
        "train 50, test 50, seed 0, by article: 0 sentences"
    )
    assert "nothing is dealt by train 70, test 30" in run("split", "70/30", "--check", *at).err


def test_parts_that_stay_empty_are_told(tmp_path: Path, run: CommandLine) -> None:
    project = Project.create(tmp_path / "project")
    add(project, 1)
    told = run("split", "--project", project.root)
    assert told.code == 0
    assert "there are fewer groups of articles than parts" in told.err


def leaky(project: Project) -> tuple[Article, Article]:
    """Two articles that share a sentence, a changed one and a short one, dealt into two parts."""
    shared = "Ada Brook said on Tuesday that the reservoir would cost four million."
    texts = [
        [
            "Share this article",
            shared,
            *[f"Only one has line {number} of these words." for number in range(9)],
        ],
        [
            "Share this article",
            shared.upper(),
            shared,
            *[f"But other was written {number} times anew." for number in range(9)],
        ],
    ]
    one, other = (add(project, 200 + number, said=said) for number, said in enumerate(texts))
    now = datetime(2031, 3, 4, tzinfo=UTC)
    with project.splits.writing():
        rows = {one.id: Dealt("train", one.id, now), other.id: Dealt("test", other.id, now)}
        project.splits.deal(plan_of("1/1"), rows)
    return one, other


def test_the_check_names_every_sentence_in_two_parts(project: Project, run: CommandLine) -> None:
    one, other = leaky(project)
    told = run("split", "--check", "--project", project.root)
    assert told.code == 1
    said = " ".join(told.out.split())
    assert "leak: Ada Brook said on Tuesday that the reservoir would cost four million." in said
    assert one.id in said
    assert other.id in said
    assert (
        "1 sentence in two parts (1 to the letter), 0 pairs of near-duplicates, 1 of fewer than five" in said
    )
    found = run("split", "--check", "--json", "--project", project.root).json["checked"][0]
    assert sorted((leak["short"], leak["exact"], len(leak["places"])) for leak in found["sentences"]) == [
        (False, True, 3),
        (True, True, 2),
    ]


@pytest.mark.parametrize(
    "form",
    ["jsonl", "csv", "parquet", "hf", "doccano", "prodigy", "label-studio", "brat", "webanno-tsv", "w3c"],
)
def test_the_check_finds_the_same_in_an_exported_dataset(
    project: Project, run: CommandLine, form: str
) -> None:
    if form in ("parquet", "hf"):
        pytest.importorskip("pyarrow")
    for article in leaky(project):
        label(project, article, ["opinion"] * len(article.units))
    out = project.root / "out"
    done = run("export", "--format", form, "--output", out, "--split", "1/1", "--project", project.root)
    assert done.code == 0, done.err
    told = run("split", "--check", out, "--json")
    assert told.code == 1
    (found,) = told.json["checked"]
    assert {(leak["short"], leak["text"][:9].capitalize()) for leak in found["sentences"]} == {
        (False, "Ada brook"),
        (True, "Share thi"),
    }


def test_near_duplicates_in_two_parts_of_a_dataset_are_told(project: Project, run: CommandLine) -> None:
    said = [f"The council approved point {number} of its plan." for number in range(12)]
    one = add(project, 300, said=said)
    other = add(
        project, 301, said=[line.replace("approved", "approved, too,") for line in said[:4]] + said[4:]
    )
    now = datetime(2031, 3, 4, tzinfo=UTC)
    with project.splits.writing():
        rows = {one.id: Dealt("train", one.id, now), other.id: Dealt("test", other.id, now)}
        project.splits.deal(plan_of("1/1"), rows)
    here = run("split", "--check", "--project", project.root)
    assert f"near-duplicates: {one.id} (train)" in " ".join(here.out.split())
    out = project.root / "out"
    run("export", "--format", "jsonl", "--output", out, "--split", "1/1", "--project", project.root)
    (found,) = run("split", "--check", out, "--json").json["checked"]
    assert found["near_duplicates"] == [
        {"a": one.id, "b": other.id, "parts": [found_part(out, one.id), found_part(out, other.id)]}
    ]


def found_part(out: Path, article: str) -> str:
    rows = json.loads((out / "splits.json").read_text())["articles"]
    return next(str(row["part"]) for row in rows if row["article"] == article)


def test_an_export_in_parts_says_where_everything_is_and_freezes_it(
    project: Project, run: CommandLine
) -> None:
    at = ("--project", project.root)
    out, again = project.root / "out", project.root / "again"
    done = run("export", "--format", "jsonl", "--output", out, "--split", "60/20/20", "--by", "outlet", *at)
    assert done.code == 0
    rows = json.loads((out / "splits.json").read_text())
    assert rows["split"] == {
        "shares": {"train": 0.6, "validation": 0.2, "test": 0.2},
        "seed": 0,
        "by": "outlet",
    }
    assert len(rows["articles"]) == 20
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["split"] == rows["split"]
    assert manifest["parts"] == {"train": 12, "validation": 4, "test": 4}
    assert "splits.json" in [file["name"] for file in manifest["files"]]
    units = [json.loads(line) for line in (out / "units.jsonl").read_text().splitlines()]
    part_of = {row["article"]: row["part"] for row in rows["articles"]}
    assert all(unit["split"] == part_of[unit["article"]] for unit in units)
    articles = [json.loads(line) for line in (out / "articles.jsonl").read_text().splitlines()]
    assert {row["id"]: row["group"] for row in articles} == {
        row["article"]: row["group"] for row in rows["articles"]
    }
    add(project, 99)
    label(project, project.article("report-99"), ["opinion"] * 4)
    run("export", "--format", "jsonl", "--output", again, "--split", *at)
    later = {
        row["article"]: row["part"] for row in json.loads((again / "splits.json").read_text())["articles"]
    }
    assert {name: later[name] for name in part_of} == part_of
    assert len(later) == 21


def test_an_export_that_is_refused_deals_nothing(project: Project, run: CommandLine) -> None:
    refused = run(
        *("export", "--format", "jsonl", "--output", project.corpus, "--split", "--project", project.root)
    )
    assert refused.code == 2 and "holds something else" in refused.err
    assert not reopened(project).splits.rows


def test_the_same_export_in_parts_has_the_same_bytes(project: Project, run: CommandLine) -> None:
    outs = [project.root / name for name in ("one", "two")]
    for out in outs:
        done = run("export", "--format", "csv", "--output", out, "--split", "--project", project.root)
        assert done.code == 0
    names = sorted(path.name for path in outs[0].iterdir())
    assert names == sorted(path.name for path in outs[1].iterdir())
    for name in names:
        assert (outs[0] / name).read_bytes() == (outs[1] / name).read_bytes()


def test_what_cannot_be_checked_or_makes_no_sense_is_told_in_a_line(
    project: Project, run: CommandLine
) -> None:
    at = ("--project", project.root)
    out = project.root / "out"
    assert (
        "--seed, --by and --parts are about a split"
        in run("export", "--format", "jsonl", "--output", out, "--seed", "3", *at).err
    )
    assert "no format 'josnl'" in run("export", "--format", "josnl", "--output", out, "--split", *at).err
    assert not project.splits.path.exists()
    run("export", "--format", "jsonl", "--output", out, *at)
    assert "has no splits.json, so no split" in run("split", "--check", out).err
    run("export", "--format", "jsonl", "--output", out, "--split", "--no-text", "--force", *at)
    told = run("split", "--check", out)
    assert (told.code, "was written without text; `annotator rehydrate`" in told.err) == (2, True)
    run("export", "--format", "conll", "--output", out, "--split", "--force", *at)
    assert "sentences of the format conll are not read" in run("split", "--check", out).err
    assert (
        "holds no dataset" in run("split", "--check", project.corpus).err
        or "has no splits.json" in run("split", "--check", project.corpus).err
    )
    (out / "splits.json").write_text("[")
    assert "splits.json: is damaged" in run("split", "--check", out).err


@pytest.mark.parametrize(
    ("form", "file", "damage"),
    [
        ("jsonl", "units.jsonl", b'{"article": 3}\n'),
        ("jsonl", "units.jsonl", b"\xff\xfe\n"),
        ("jsonl", "units.jsonl", b"[" * 100_000 + b"\n"),
        ("csv", "sentences.csv", b"a,b\r\n1,2\r\n"),
        ("csv", "sentences.csv", b'"article","text"\r\n"x\r\n'),
    ],
)
def test_a_damaged_dataset_is_told_in_a_line(
    project: Project, run: CommandLine, form: str, file: str, damage: bytes
) -> None:
    out = project.root / "out"
    run("export", "--format", form, "--output", out, "--split", "--project", project.root)
    (out / file).write_bytes(damage)
    told = run("split", "--check", out)
    assert told.code == 2
    assert told.err.count("\n") == 1
    assert file in told.err
