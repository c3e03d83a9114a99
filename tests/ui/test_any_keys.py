"""Whatever is pressed, in whatever order: nothing raises, no label is lost, no invalid one is written."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.binding import Binding

from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from annotator.tui.bindings import ANNOTATE_BINDINGS
from tests.ui.conftest import FERRY, MARKET
from tests.ui.looking import annotating, on_top, until_saved

BOUND = sorted(
    {
        key
        for binding in ANNOTATE_BINDINGS
        if isinstance(binding, Binding) and binding.id != "quit"
        for key in binding.key.split(",")
    }
)
LABELS = ["s", "quotation_mark", "u", "o", "n"]
TYPED = [*"abcxyz0129", "left", "right", "shift+left", "ctrl+right", "backspace", "enter", "escape", "tab"]
SIZES = ((80, 24), (160, 45), (60, 16), (40, 10))

keys = st.lists(st.sampled_from([*BOUND, *LABELS, *LABELS, *TYPED]), min_size=5, max_size=60)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pressed=keys, resized=st.integers(0, len(SIZES) - 1))
def test_no_keys_raise_lose_a_label_or_write_an_invalid_one(pressed: list[str], resized: int) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(_press(Path(folder), pressed, SIZES[resized]))


async def _press(folder: Path, pressed: list[str], size: tuple[int, int]) -> None:
    for name, text in (("ferry.txt", FERRY), ("market.txt", MARKET)):
        (folder / name).write_text(text, encoding="utf-8")
    project = Project.create(folder / "project")
    list(project.import_files([folder / "ferry.txt", folder / "market.txt"]))
    app = AnnotatorApp(project, "Ana", project.article("ferry").id)
    async with app.run_test(size=(100, 30)) as pilot:
        for place, key in enumerate(pressed):
            await pilot.press(key)
            if place == len(pressed) // 2:
                await pilot.resize_terminal(*size)
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        for _ in range(6):
            if not on_top(app):
                await pilot.press("escape")
                await pilot.pause()
        assert on_top(app)
        await until_saved(pilot)
        work = annotating(app).labelling
        article, shown = work.article, dict(work.store.labels)
    with project.store(project.article(article.id), "Ana", read_only=True) as store:
        assert store.labels == shown
        for unit in store.article.units:
            if record := store.labels.get(unit.id):
                assert not list(project.codebook.errors(record, unit))
