"""What a native export holds comes back whole: `import(export(project)) == project`."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.labelimport import LabelImportOptions, RowProblem
from annotator.labelimport.newcodebook import write_codebook
from annotator.project import Project
from annotator.store import LabelStore, labels_path, read_labels, retest_path
from schemas import Annotation, Article, Cause, Codebook, LabelledArticle, Reliability, SourceType
from tests.unit.labelled import record
from tests.unit.nasty import LABELS, NASTY_CODEBOOK, articles, nasty, of_codebook

Second = dict[str, dict[str, Annotation]]


def make(
    root: Path, labelled: Sequence[LabelledArticle], second: Sequence[Second] = (), sources: int = 0
) -> Project:
    """A project with these articles and labels; `second` are the second passes of each article."""
    project = Project.create(root)
    write_codebook(project.root, NASTY_CODEBOOK)
    for number, of in enumerate(labelled):
        assert project.add(of.article)
        for name, records in of.labels.items():
            put(labels_path(project.root, name, of.article.id), of.article, name, records)
        for name, records in (second[number] if number < len(second) else {}).items():
            put(retest_path(project.root, name, of.article.id), of.article, name, records)
    for number in range(sources):
        project.sources.add(
            f"Größe {number}, “office”",
            "Ann",
            aliases=["the office", f"=it {number}"],
            source_type=SourceType.DOCUMENT,
            reliability=Reliability.FAIRLY,
            note="two\nlines",
        )
    return project


def put(path: Path, article: Article, name: str, records: dict[str, Annotation] | object) -> None:
    assert isinstance(records, dict)
    with LabelStore(path, article, name, NASTY_CODEBOOK) as store:
        for unit, given_record in records.items():
            store.stage(unit, given_record, Cause.KEY)


def whole(project: Project) -> dict[str, object]:
    """Everything of a project that an export holds."""
    found = list(project.labels(*project.voices()))
    return {
        "articles": [one.article for one in found],
        "labels": [one.labels for one in found],
        "second": {
            (name, one.article.id): read_labels(
                retest_path(project.root, name, one.article.id), one.article, project.codebook
            )
            for one in found
            for name in project.annotators()
        },
        "sources": dict(project.sources.entries),
        "codebook": project.codebook,
    }


def copied(project: Project, root: Path) -> tuple[Project, list[RowProblem], int]:
    project.export("jsonl", root / "dataset")
    problems: list[RowProblem] = []
    copy = Project.create(root / "copy")
    options = LabelImportOptions(texts=True, new_codebook=True)
    result = copy.import_labels([root / "dataset"], options, tell=problems.append)
    assert result.exit_code == 0, problems
    return copy, problems, result.saved


def second_of(of: LabelledArticle) -> Second:
    """Second passes that differ from the first ones."""
    return {
        name: {
            unit: record(of.article, unit, name, LABELS[0], **of_codebook(), seconds=2.5) for unit in records
        }
        for name, records in of.labels.items()
        if name == "Ann"
    }


def test_a_nasty_project_comes_back_whole(tmp_path: Path) -> None:
    of = nasty()
    project = make(tmp_path / "one", [of], [second_of(of)], sources=3)
    copy, problems, saved = copied(project, tmp_path)
    assert whole(copy) == whole(project)
    assert problems == []
    assert saved == sum(map(len, of.labels.values())) + len(of.labels["Ann"])
    said = [{finding.problem for finding in one.check()} for one in (project, copy)]
    assert said[0] == said[1]


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    of = nasty()
    project = make(tmp_path / "one", [of], [second_of(of)], sources=1)
    copy, _, saved = copied(project, tmp_path)
    files = sorted(path for path in (copy.root / "annotations").rglob("*.json"))
    before = [path.read_bytes() for path in files]
    again = copy.import_labels([tmp_path / "dataset"], LabelImportOptions(texts=True))
    assert (again.saved, again.there, again.exit_code) == (0, saved, 0)
    assert [path.read_bytes() for path in files] == before


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
@given(
    st.lists(articles(), max_size=3, unique_by=lambda of: of.article.text), st.booleans(), st.integers(0, 2)
)
def test_import_of_an_export_is_the_project(
    labelled: list[LabelledArticle], twice: bool, sources: int
) -> None:
    with TemporaryDirectory() as folder:
        second = [second_of(of) for of in labelled] if twice else []
        project = make(Path(folder) / "one", labelled, second, sources)
        copy, _, _ = copied(project, Path(folder))
        assert whole(copy) == whole(project)


def test_the_codebook_is_written_so_that_it_is_read_the_same(tmp_path: Path) -> None:
    shipped = Project.create(tmp_path / "a").codebook
    for number, codebook in enumerate(
        (NASTY_CODEBOOK, shipped, Codebook(**dict(shipped) | {"version": "9"}))
    ):
        root = tmp_path / str(number)
        project = Project.create(root)
        write_codebook(root, codebook)
        assert project.codebook == codebook
