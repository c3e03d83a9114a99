"""The compare screen: what it shows is what `Project.compare` gives, and every figure leads on."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot

from annotator.compare.wanted import Wanted
from annotator.project import Project
from annotator.sample import copy_sample
from annotator.tui.app import AnnotatorApp
from annotator.tui.comparison.pages import PAGES
from annotator.tui.comparison.wording import number, percent
from annotator.tui.keymap import bindings_of
from annotator.tui.screens.compare import CompareScreen
from annotator.tui.widgets.bars import Scale
from annotator.tui.widgets.blocks import Behind, Block, Spot, below, beside, fitting, text
from annotator.tui.widgets.heatmap import SIGNS, HeatCell, heat_map, share_step, step_of
from annotator.tui.widgets.sheet import Sheet, nearest
from annotator.tui.widgets.tabline import TabLine
from annotator.tui.widgets.timeplot import Point, time_plot
from tests.ui.looking import on_top, screen_text, until

SIZE = (80, 24)
BLIND = 'name = "test"\nblind = true\n'
SEEN = 'name = "test"\nblind = false\n'

Asked = list[tuple[Wanted, str]]
"""What the screen asked to be shown."""


@pytest.fixture
def sample(tmp_path: Path) -> Project:
    return Project.open(copy_sample(tmp_path / "sample"))


@pytest.fixture
def two(project: Project) -> Project:
    """Ana and Ben have labelled both articles, a little differently."""
    settings(project, SEEN)
    label(project, "ferry", "Ana", "snsssnnonsu")
    label(project, "ferry", "Ben", "snsusunonuu")
    label(project, "market", "Ana", "nsu")
    label(project, "market", "Ben", "nuu")
    return Project.open(project.root)


def settings(project: Project, toml: str) -> None:
    (project.root / "annotator.toml").write_text(toml, encoding="utf-8")


def label(project: Project, article: str, annotator: str, keys: str) -> None:
    """Give the first units of an article labels by their keys."""
    names = {one.key: one.name for one in project.codebook.labels}
    found = project.article(article)
    labelling = project.labelling(found, annotator)
    for unit, key in zip(found.units, keys, strict=False):
        labelling.label(unit, names[key])
    labelling.commit()
    labelling.store.close()


def app_on(project: Project, annotator: str = "Ana") -> AnnotatorApp:
    return AnnotatorApp(project, annotator, project.article_ids()[0])


def shown_screen(app: AnnotatorApp) -> CompareScreen:
    assert isinstance(app.screen, CompareScreen)
    return app.screen


def sheet(app: AnnotatorApp) -> Sheet:
    return app.screen.query_one(Sheet)


def spots(app: AnnotatorApp) -> Sequence[Spot]:
    return sheet(app).block.spots


def go_to(app: AnnotatorApp, words: str) -> Spot:
    """Put the cursor at the first place that says `words`."""
    place = next(at for at, spot in enumerate(spots(app)) if words in spot.words)
    sheet(app).cursor = place
    return spots(app)[place]


async def there(pilot: Pilot[None]) -> None:
    """Wait until there is something to read instead of `Reading…` and the like."""
    await until(pilot, lambda: bool(pilot.app.screen.query(Sheet)))
    drawn = pilot.app.screen.query_one(Sheet)
    await until(pilot, lambda: any(drawn.block.lines) and "…" not in drawn.block.lines[0][-1][0][-1:])


async def compare(pilot: Pilot[None], *keys: str) -> None:
    """Open the screen and wait for its figures."""
    await pilot.press("C")
    await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen))
    await there(pilot)
    await pilot.press(*keys)
    await pilot.pause()


async def asking(pilot: Pilot[None], app: AnnotatorApp) -> Asked:
    """Open the screen so that what it asks for is kept."""
    asked: Asked = []
    app.push_screen(
        CompareScreen(app.project, app.annotator, lambda then: then(""), lambda *one: asked.append(one))
    )
    await there(pilot)
    return asked


@pytest.mark.parametrize("size", [(60, 16), SIZE, (160, 45)], ids=str)
async def test_what_is_shown_is_what_compare_gives(sample: Project, size: tuple[int, int]) -> None:
    comparison = sample.compare(bootstrap=1000)
    app = app_on(sample, "Ilse")
    async with app.run_test(size=size) as pilot:
        await compare(pilot)
        said = [spot.words for spot in spots(app)]
        figures = comparison.label
        for pair in figures.cohen_kappa:
            assert any(
                f"{pair.a} and {pair.b}: kappa {number(pair.value)}" in one
                and f"{percent(pair.percent_agreement)} of {pair.units:,} sentences" in one
                for one in said
            )
        for one in figures.confusion:
            a, b = (sample.codebook.label(name).title for name in (one.a, one.b))
            assert f"One said {a}, the other {b}: {one.count:,} times" in said
        for name, of_label in figures.per_label.items():
            title = sample.codebook.label(name).title
            assert any(
                one.startswith(f"{title}, ") and f"alpha {number(of_label.alpha)}" in one for one in said
            )
        drawn = "\n".join("".join(words for words, _ in line) for line in sheet(app).block.lines)
        assert f"alpha {number(figures.krippendorff_alpha.value)}" in drawn
        assert all(warning in drawn.replace("\n ", " ") for warning in figures.warnings)


async def test_the_label_of_three_annotators_fits_a_small_terminal(sample: Project) -> None:
    app = app_on(sample, "Ilse")
    async with app.run_test(size=SIZE) as pilot:
        await compare(pilot)
        assert sheet(app).max_scroll_y == sheet(app).max_scroll_x == 0
        assert "Pairs" in screen_text(app)
        assert "95 % interval" in screen_text(app)


async def test_every_page_has_a_key_and_a_tab_that_can_be_clicked(sample: Project) -> None:
    app = app_on(sample, "Ilse")
    async with app.run_test(size=(100, 30)) as pilot:
        await compare(pilot)
        tabs = app.screen.query_one(TabLine)
        for place, name in enumerate(PAGES):
            await pilot.press(str(place + 1))
            assert tabs.current == place
            assert sheet(app).block.lines
            left = screen_text(app).splitlines()[1].index(name)
            await pilot.press("1")
            await pilot.click(TabLine, offset=(left, 0))
            assert tabs.current == place
        await pilot.press("tab")
        assert tabs.current == 0
        await pilot.press("shift+tab")
        assert tabs.current == len(PAGES) - 1


async def test_every_field_has_its_line_and_its_page(sample: Project) -> None:
    comparison = sample.compare(bootstrap=1000)
    app = app_on(sample, "Ilse")
    async with app.run_test(size=(100, 40)) as pilot:
        await compare(pilot, "2")
        listed = [spot.words for spot in spots(app)]
        known = {name: one for name, one in comparison.fields.items() if one.pairable_units}
        assert len(listed) == len(known)
        for (name, one), words in zip(known.items(), listed, strict=True):
            assert words.startswith(name.replace("_", " "))
            assert f"alpha {number(one.krippendorff_alpha.value)}" in words
        for place, name in enumerate(known):
            sheet(app).cursor = place
            await pilot.press("enter")
            heading = screen_text(app).splitlines()[0]
            assert name.replace("_", " ").capitalize() in heading
            assert f"of {known[name].pairable_units:,} sentence" in heading
            await pilot.press("escape")
            assert sheet(app).cursor == place
        await pilot.press("escape")
        assert on_top(app)


async def test_a_pair_leads_to_what_it_disagrees_on(two: Project) -> None:
    app = app_on(two)
    async with app.run_test(size=SIZE) as pilot:
        asked = await asking(pilot, app)
        go_to(app, "Ana and Ben")
        await pilot.press("enter")
        assert asked == [(Wanted(pair=("Ana", "Ben"), field="label"), "label")]


async def test_a_confusion_leads_to_where_it_happened(two: Project) -> None:
    app = app_on(two)
    async with app.run_test(size=SIZE) as pilot:
        asked = await asking(pilot, app)
        found = go_to(app, "One said sourced, the other unverified")
        assert "3 times" in found.words
        await pilot.press("enter")
        assert asked == [(Wanted(labels=("sourced", "unverified"), field="label"), "label")]


async def test_a_label_leads_to_where_somebody_said_it(two: Project) -> None:
    app = app_on(two)
    async with app.run_test(size=SIZE) as pilot:
        asked = await asking(pilot, app)
        go_to(app, "unverified, 2")
        await pilot.press("enter")
        assert asked == [(Wanted(labels=("unverified",), field="label"), "label")]


async def test_a_pair_in_another_field_leads_to_that_field(two: Project) -> None:
    app = app_on(two)
    async with app.run_test(size=SIZE) as pilot:
        asked = await asking(pilot, app)
        await pilot.press("2")
        go_to(app, "same source")
        await pilot.press("enter")
        go_to(app, "Ana and Ben")
        await pilot.press("enter")
        assert asked == [(Wanted(pair=("Ana", "Ben"), field="same_source"), "same_source")]


async def test_a_click_goes_to_a_cell_and_another_one_opens_it(two: Project) -> None:
    app = app_on(two)
    async with app.run_test(size=SIZE) as pilot:
        asked = await asking(pilot, app)
        spot = next(one for one in spots(app) if "One said sourced, the other unverified" in one.words)
        await pilot.click(Sheet, offset=(spot.x + 1, spot.y))
        assert sheet(app).spot == spot
        assert not asked
        await pilot.click(Sheet, offset=(spot.x + 1, spot.y))
        assert [one for one, _ in asked] == [Wanted(labels=("sourced", "unverified"), field="label")]


async def test_the_list_of_disagreements_opens_over_it(two: Project) -> None:
    app = app_on(two)
    async with app.run_test(size=SIZE) as pilot:
        await compare(pilot)
        go_to(app, "Ana and Ben")
        await pilot.press("enter")
        await until(pilot, lambda: "Friday" in screen_text(app) or "dawn" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CompareScreen))
        assert "Ana and Ben" in screen_text(app)


async def test_labels_given_a_moment_ago_count(two: Project) -> None:
    before = two.compare(bootstrap=0).label.disagreeing_units
    app = AnnotatorApp(two, "Ana", two.article("market").id)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("home", "s")
        await compare(pilot)
        assert f"Label: {before + 1} of" in screen_text(app)


async def test_the_other_measure_is_a_key_away(two: Project) -> None:
    pair = two.compare(bootstrap=0).label.cohen_kappa[0]
    assert number(pair.value) != number(pair.krippendorff_alpha)
    app = app_on(two)
    async with app.run_test(size=SIZE) as pilot:
        await compare(pilot)
        assert "Pairs: kappa" in screen_text(app)
        await pilot.press("m")
        assert "Pairs: alpha" in screen_text(app)
        assert f"{number(pair.krippendorff_alpha)} {pair.units}" in sheet_text(app)


def sheet_text(app: AnnotatorApp) -> str:
    return "\n".join("".join(words for words, _ in line) for line in sheet(app).block.lines)


async def test_figures_are_over_what_one_has_finished_where_the_project_is_blind(two: Project) -> None:
    settings(two, BLIND)
    label(two, "market", "Cleo", "nsu")
    blind = Project.open(two.root)
    app = app_on(blind, "Cleo")
    async with app.run_test(size=SIZE) as pilot:
        await compare(pilot)
        assert "Over the article that you have finished: the project is blind." in screen_text(app)
        assert "of 3 sentences differ, in 1 article" in screen_text(app)


async def test_nothing_is_shown_before_one_has_finished_anything(two: Project) -> None:
    settings(two, BLIND)
    label(two, "market", "Cleo", "n")
    app = app_on(Project.open(two.root), "Cleo")
    async with app.run_test(size=SIZE) as pilot:
        await compare(pilot)
        assert "The project is blind" in screen_text(app)
        assert "Ana" not in screen_text(app)
        assert not spots(app)
        await pilot.press("down", "enter", "m", "2", "pagedown", "end", "escape")
        assert on_top(app)


async def test_whoever_adjudicates_sees_all(two: Project) -> None:
    settings(two, BLIND + 'adjudicators = ["Cleo"]\n')
    label(two, "market", "Cleo", "n")
    app = app_on(Project.open(two.root), "Cleo")
    async with app.run_test(size=SIZE) as pilot:
        await compare(pilot)
        assert "in 2 articles" in screen_text(app)
        assert "blind" not in screen_text(app)


async def test_a_file_that_cannot_be_read_is_told(two: Project) -> None:
    article = two.article("market").id
    damaged = two.root / "annotations" / "ben" / f"{article}.json"
    damaged.write_text("{", encoding="utf-8")
    app = AnnotatorApp(two, "Ana", two.article("ferry").id)
    async with app.run_test(size=(120, 30)) as pilot:
        await compare(pilot)
        assert "1 file left out that cannot be read" in sheet_text(app)
        assert article in sheet_text(app)
        assert "in 1 article" in screen_text(app)


async def test_one_annotator_has_nobody_to_be_compared_with(project: Project) -> None:
    settings(project, SEEN)
    label(project, "market", "Ana", "nsu")
    app = app_on(Project.open(project.root))
    async with app.run_test(size=SIZE) as pilot:
        await compare(pilot)
        for place in range(len(PAGES) - 1):
            await pilot.press(str(place + 1))
            assert "there is nobody to compare with" in screen_text(app)


async def test_without_labels_it_says_so(project: Project) -> None:
    app = app_on(project)
    async with app.run_test(size=(60, 16)) as pilot:
        await compare(pilot)
        assert "Nobody has labelled anything yet" in sheet_text(app)


async def test_leaving_while_it_computes_ends_it(two: Project) -> None:
    going, asked = Event(), Event()

    class Slow(Project):
        """Reads its first article until it may go on."""

        def compare(self, *annotators: str, **options: Any) -> Any:
            progress = options["progress"]

            def slow(done: int) -> None:
                asked.set()
                assert going.wait(20)
                progress(done)

            return super().compare(*annotators, **(options | {"progress": slow}))

    app = app_on(Slow(two.root))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("C")
        await until(pilot, asked.is_set)
        await pilot.press("right", "2", "enter", "m")
        assert "Reading" in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: on_top(app))
        going.set()
        await app.workers.wait_for_complete()
        assert on_top(app)
        await compare(pilot)
        assert "Pairs" in screen_text(app)


async def test_it_waits_for_the_disk(two: Project) -> None:
    app = app_on(two)
    async with app.run_test(size=SIZE) as pilot:
        waiting: list[Callable[[str], None]] = []
        app.push_screen(CompareScreen(two, "Ana", waiting.append, lambda *_: None))
        await pilot.pause()
        assert "Saving" in screen_text(app)
        waiting[0]("the disk is full")
        await pilot.pause()
        assert "the disk is full" in screen_text(app)


async def test_it_is_not_shown_over_a_copy(two: Project) -> None:
    app = app_on(two)
    async with app.run_test(size=SIZE) as pilot:
        await app.run_action("app.tour")
        await pilot.pause()
        await pilot.press("C")
        await pilot.pause()
        assert not isinstance(app.screen, CompareScreen)


MANY = ("Ana", "Ben", "Cleo", "Dragan", "Émile [b]", "Wenzeslaus von Hohenlohe-Langenburg", "漢字", "Zoë")


@pytest.mark.parametrize("size", [(60, 16), SIZE, (160, 45)], ids=str)
async def test_eight_annotators_can_all_be_read(project: Project, size: tuple[int, int]) -> None:
    settings(project, SEEN)
    for place, name in enumerate(MANY):
        label(project, "market", name, ("nsu", "nuu", "nso")[place % 3])
    app = app_on(Project.open(project.root))
    async with app.run_test(size=size) as pilot:
        await compare(pilot)
        behind = [spot.leads for spot in spots(app) if isinstance(spot.leads, Behind)]
        pairs = {frozenset(one.pair) for one in behind if len(one.pair) == 2}
        assert len(pairs) == 28
        for _ in range(20):
            await pilot.press("down")
        for key in ("3", "4", "5", "6", "2", "end", "pageup", "pagedown", "home"):
            await pilot.press(key)
        assert isinstance(app.screen, CompareScreen)


async def test_a_codebook_of_ones_own(tmp_path: Path) -> None:
    """Twelve labels, with no attributes beside them."""
    project = Project.create(tmp_path / "own")
    keys = "abdefgijlmow"
    labels = "\n".join(
        f'[[labels]]\nname = "kind_{key}"\ntitle = "Kind {key} with a long [title]"\nkey = "{key}"\n'
        f'definition = "The {key} kind."'
        for key in keys
    )
    (project.root / "codebook.toml").write_text(
        f'name = "own"\nversion = "1"\nquestion = "Which?"\n{labels}\n', encoding="utf-8"
    )
    settings(project, SEEN)
    source = tmp_path / "text.txt"
    source.write_text(
        "Title\n\n" + " ".join(f"Sentence number {n} is here." for n in range(12)), encoding="utf-8"
    )
    list(project.import_files([source]))
    project = Project.open(project.root)
    label(project, "title", "Ana", keys)
    label(project, "title", "Ben", keys[1:] + keys[0])
    app = app_on(Project.open(project.root))
    async with app.run_test(size=SIZE) as pilot:
        await compare(pilot)
        assert "Kind a with" in sheet_text(app)
        figures = Project.open(project.root).compare(bootstrap=0).label
        shown_labels = [one for one in spots(app) if one.words.startswith("Kind ")]
        assert len(shown_labels) == len(figures.per_label) == 12


async def test_every_key_of_the_screen_does_something(two: Project) -> None:
    """Each binding's first key changes what is seen, from where it can."""
    before: Mapping[str, tuple[str, ...]] = {
        "compare-left": ("end", "home", "down", "right"),
        "compare-up": ("end",),
        "compare-first": ("end",),
        "compare-page-up": ("end",),
        "compare-page-1": ("2",),
        "compare-open": ("2",),
    }
    for binding in bindings_of(CompareScreen.BINDINGS):
        app = app_on(two)
        async with app.run_test(size=(60, 16)) as pilot:
            await compare(pilot, *before.get(binding.id or "", ()))
            for key in binding.key.split(",")[:1]:
                seen = screen_text(app), app.screen
                await pilot.press(key)
                await pilot.pause()
                assert (screen_text(app), app.screen) != seen, binding


async def test_it_needs_nothing_before_its_key_is_pressed(two: Project) -> None:
    import subprocess
    import sys

    code = (
        "import sys, annotator.tui.app\n"
        "print([name for name in sys.modules if 'numpy' in name or 'tui.comparison' in name "
        "or name.endswith(('screens.compare', 'widgets.sheet'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_shades_follow_the_marks() -> None:
    assert [step_of(value) for value in (None, -0.1, 0, 0.1, 0.4, 0.666, 0.667, 0.7999, 0.8, 1)] == [
        *(None, None, None, 0, 1, 1, 2, 3, 3, 3)
    ]
    assert [share_step(count, 74) for count in (0, 1, 20, 40, 74)] == [None, 0, 1, 2, 3]
    assert share_step(1, 1) is not None


def test_a_bar_shows_value_interval_and_marks() -> None:
    scale = Scale(0, 31)
    line = "".join(words for words, _ in scale.bar(0.5, 0.3, 0.7))
    assert len(line) == 31
    assert line[15] == "●"
    assert line[9] == "├"
    assert line[21] == "┤"
    assert line[:9] == "━" * 9
    assert line[24] == "┊"
    assert line[20] == "┼"
    assert scale.axis()[0] == "0"
    assert scale.axis()[-1] == "1"


def test_a_bar_of_less_than_chance_goes_the_other_way() -> None:
    scale = Scale(-0.5, 41)
    line = "".join(words for words, _ in scale.bar(-0.3, None, None))
    assert line.index("●") < line.index("━")
    assert not "".join(words for words, _ in scale.bar(None, None, None)).strip(" ┊│")


def test_a_heat_map_can_be_read_without_colour() -> None:
    cells = {
        (0, 1): HeatCell(".700", step_of(0.7), "one"),
        (1, 0): HeatCell(".200", step_of(0.2), "other"),
    }
    drawn = heat_map("Map", ("a", "b"), ("a", "b"), cells, name_cells=10)
    lines = ["".join(words for words, _ in line) for line in drawn.lines]
    assert f"{SIGNS[2]} .700" in lines[2]
    assert f"{SIGNS[0]} .200" in lines[3]
    for spot, digits in zip(drawn.spots, (".700", ".200"), strict=True):
        assert digits in lines[spot.y][spot.x : spot.x + spot.width]


def test_blocks_keep_their_places() -> None:
    one = Block(((("left", ""),),), (Spot(1, 0, 2, "one"),))
    other = Block(((("right", ""),), (("more", ""),)), (Spot(0, 1, 4, "other"),))
    assert [(spot.x, spot.y) for spot in beside([one, other], 3).spots] == [(1, 0), (7, 1)]
    assert [(spot.x, spot.y) for spot in below([one, other]).spots] == [(1, 0), (0, 3)]
    assert fitting([one, other], 12) == beside([one, other])
    assert fitting([one, other], 11) == below([one, other])
    assert below([Block(), one]) == beside([Block(), one]) == one
    assert all(line[0] == (" ", "") for line in text("a few words to break", 10).lines)


def test_arrows_go_to_the_nearest_place() -> None:
    grid = [Spot(x, y, 4, f"{x} {y}") for y in (0, 1, 5) for x in (0, 10, 20)]
    assert nearest(grid, grid[0], 1, 0) == 1
    assert nearest(grid, grid[0], 0, 1) == 3
    assert nearest(grid, grid[5], 0, 1) == 8
    assert nearest(grid, grid[8], -1, 0) == 7
    assert nearest(grid, grid[0], -1, 0) is None
    assert nearest(grid, grid[0], 0, -1) is None
    aside = [Spot(0, 0, 4, "left"), Spot(30, 3, 4, "right")]
    assert nearest(aside, aside[0], 1, 0) == 1


def test_weeks_stand_where_their_value_is() -> None:
    weeks = [
        Point("W10", 0.2, 0.1, 0.3, "ten"),
        Point("W11", None, None, None, "eleven"),
        Point("W12", 0.9, None, None, "twelve"),
    ]
    drawn = time_plot(weeks, 40, 11)
    lines = ["".join(words for words, _ in line) for line in drawn.lines]
    high, low = (next(at for at, line in enumerate(lines) if "●" in line), 8)
    assert high == 1
    assert "●" in lines[low]
    assert [spot.words for spot in drawn.spots] == ["ten", "eleven", "twelve"]
    for spot, name in zip(drawn.spots, ("W10", "W11", "W12"), strict=True):
        assert lines[spot.y][spot.x : spot.x + spot.width].strip() == name


def test_more_weeks_than_fit_leave_the_latest() -> None:
    weeks = [Point(f"W{at}", 0.5, None, None, f"week {at}") for at in range(10, 50)]
    drawn = time_plot(weeks, 37, 7)
    assert [spot.words for spot in drawn.spots] == [f"week {at}" for at in range(40, 50)]
    assert drawn.width <= 37


async def test_figures_are_kept_until_a_file_changes(two: Project) -> None:
    counted: list[str] = []

    class Counting(Project):
        def compare(self, *annotators: str, **options: Any) -> Any:
            counted.append("compared")
            return super().compare(*annotators, **options)

    app = app_on(Counting(two.root))
    async with app.run_test(size=SIZE) as pilot:
        for _ in range(2):
            await compare(pilot)
            seen = screen_text(app)
            await pilot.press("escape")
        assert "Pairs" in seen
        assert len(counted) == 1
        label(two, "market", "Dora", "nsu")
        await compare(pilot)
        assert len(counted) == 2
        assert "Dora" in screen_text(app)


async def test_what_the_app_has_to_say_is_said_here(two: Project) -> None:
    app = app_on(two)
    async with app.run_test(size=SIZE) as pilot:
        await compare(pilot)
        app.tell("Nothing to settle.")
        assert "Nothing to settle." in screen_text(app)
        await pilot.press("down")
        assert "Nothing to settle." not in screen_text(app)
