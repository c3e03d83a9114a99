"""The app on projects of other people's datasets, with labels of their own."""

from pathlib import Path

import pytest

from annotator.labelimport import LabelImportOptions
from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from tests.ui.looking import annotating, on_top, screen_text, until, until_saved

TWO = ("biased", "non-biased")
SEVEN = (
    "völlig wahr",
    "größtenteils wahr",
    "halb wahr",
    "größtenteils falsch",
    "völlig falsch",
    "nicht prüfbar",
    "keine Behauptung",
)


def made_of(tmp_path: Path, labels: tuple[str, ...]) -> Project:
    """A project of one document, a sentence for each label, as Ana gave them."""
    lines = [f'"Sentence number {n} stands here.",{label},Ana,Sheet\n' for n, label in enumerate(labels)]
    table = tmp_path / "dataset.csv"
    table.write_text("text,label,annotator,document\n" + "".join(lines), encoding="utf-8")
    project = Project.create(tmp_path / "own")
    result = project.import_labels([table], LabelImportOptions(texts=True, new_codebook=True))
    assert (result.saved, result.exit_code) == (len(labels), 0)
    return project


@pytest.mark.parametrize("labels", [TWO, SEVEN], ids=["two", "seven"])
@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_keys_of_own_labels_label(
    tmp_path: Path, labels: tuple[str, ...], size: tuple[int, int]
) -> None:
    project = made_of(tmp_path, labels)
    article = project.article("sheet")
    app = AnnotatorApp(project, "Ben", article.id)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: on_top(app))
        for label in project.codebook.labels:
            await pilot.press(label.key)
        await until_saved(pilot)
        annotating(app)
        shown = screen_text(app)
        assert all(label.key.upper() in shown for label in project.codebook.labels)
    given = project.labelled(article, "Ana", "Ben").labels
    assert tuple(record.label for record in given["Ben"].values()) == labels
    assert [one.label for one in given["Ben"].values()] == [one.label for one in given["Ana"].values()]
