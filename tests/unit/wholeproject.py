"""A project with everything that a dataset can hold: two annotators, gold, a second pass, an edit."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from annotator.editing import Draft, change_metadata
from annotator.ingest import Metadata
from annotator.project import Project
from schemas import Article, DisagreementReason
from tests.unit.labelled import record

TEXTS = (
    "Harbour closed\n\nThe harbour closed at noon. The port office 👩‍👩‍👧 said a crane had fallen.\n\n"
    "It is a shame. Nobody knows why.\n",
    "Le café d’Öland\n\nقال الوزير إن الميناء مفتوح. “No, thanks”, she said. =1+1 is two.\n\nIt reopened.\n",
    "Rail strike\n\nTrains stood still on Friday. The union said pay was too low. It is the worst week.\n",
)
OUTLETS = ("Corrant", "@MeldraNow", "Corrant")
VEXLEY, OAKHURST, DRAX, PLUME = "Quirina Vexley", "Zbigniew Oakhurst", "Philomena Drax", "Yorick Plume"
PEOPLE = (VEXLEY, OAKHURST, DRAX, PLUME)
"""Two annotators, an adjudicator, and who edited an article."""
_LABELS = ("not_a_claim", "unverified", "sourced", "opinion")


def whole_project(root: Path) -> Project:
    """Make the project in `root / "project"`."""
    project = Project.create(root / "project")
    for number, (text, outlet) in enumerate(zip(TEXTS, OUTLETS, strict=True)):
        file = root / f"text{number}.txt"
        file.write_text(text, encoding="utf-8", newline="\r\n" if number == 1 else "\n")
        given = Metadata(outlet=outlet, published=f"2031-0{number + 3}-04")
        assert [result.status.value for result in project.import_files([file], given)] == ["new"]
    project.revise(project.article_ids()[0], [_with_another_title], PLUME)
    _label(project)
    for name in project.article_ids()[:2]:
        _settle(project, name)
    _label_again(project, project.article_ids()[0])
    return Project.open(project.root)


def _with_another_title(article: Article) -> list[Draft]:
    draft = change_metadata(article, {"title": f"{article.title}!"})
    return [draft] if draft else []


def _label(project: Project) -> None:
    for article in project.articles:
        for place, unit in enumerate(article.units):
            for person, shift in ((VEXLEY, 0), (OAKHURST, place % 4 == 3)):
                label = _LABELS[(place + shift) % 4]
                said = {"codebook": project.codebook.ref, "seconds": 2.5, "comment": "" if place else "=odd"}
                project.save(article, record(article, unit.id, person, label, **said))


def _settle(project: Project, name: str) -> None:
    gold = project.adjudication(DRAX).labelling(project.article(name))
    gold.accept_unanimous()
    unit = gold.article.units[3]
    gold.take(unit, VEXLEY)
    gold.explain(unit, reason=DisagreementReason.SLIP)
    gold.store.close()


def _label_again(project: Project, name: str) -> None:
    article = project.article(name)
    second = project.retest_labelling(article, VEXLEY, [article.units[1].id])
    second.label(article.units[1], "opinion")
    second.commit()
    second.store.close()


def everything_written(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give what stands in each file of a dataset, taken out of archives and compressed tables."""
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        name, data = path.relative_to(folder).as_posix(), path.read_bytes()
        yield name, name.encode()
        if path.suffix == ".parquet":
            from pyarrow import parquet

            table = parquet.read_table(path)
            yield name, f"{table.to_pylist()} {table.schema.metadata}".encode()
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from ((f"{name}/{inner}", archive.read(inner)) for inner in archive.namelist())
        elif path.suffix == ".spacy":
            yield name, zlib.decompress(data)
        else:
            yield name, data
