"""What may be imported where: each case in an interpreter of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.cli import COMMANDS
from annotator.project import Project
from benchmarks.samples import article_of
from schemas import AssignmentRule

CORE = (
    "annotator.checking",
    "annotator.codebook",
    "annotator.compare",
    "annotator.corpus",
    "annotator.errors",
    "annotator.importing",
    "annotator.importing.run",
    "annotator.ingest",
    "annotator.interop",
    "annotator.marking",
    "annotator.merge",
    "annotator.pace",
    "annotator.parallel",
    "annotator.plain",
    "annotator.plain.commands",
    "annotator.practice",
    "annotator.project",
    "annotator.sample",
    "annotator.segment",
    "annotator.settings",
    "annotator.leaking",
    "annotator.splits",
    "annotator.splitting",
    "annotator.similarity",
    "annotator.steps",
    "annotator.store",
    "annotator.usersettings",
    "annotator.suggest",
    "schemas",
)


def loaded_after(code: str) -> set[str]:
    """Run code in a new interpreter and give the top-level names of the modules that it has loaded."""
    report = "\nimport sys as _s, json as _j; _s.stderr.write('LOADED' + _j.dumps(sorted(_s.modules)))"
    done = subprocess.run([sys.executable, "-c", code + report], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in json.loads(done.stderr.rpartition("LOADED")[2])}


@pytest.mark.parametrize("package", CORE)
def test_the_core_knows_no_screen(package: str) -> None:
    assert loaded_after(f"import {package}").isdisjoint({"textual", "rich"})


def test_the_door_to_a_project_loads_nothing_heavy() -> None:
    loaded = loaded_after("import annotator.project")
    assert loaded.isdisjoint({"numpy", "textstat", "charset_normalizer"})
    assert "pydantic" in loaded  # the probe sees what is loaded


def test_the_app_loads_what_is_rare_only_when_it_is_wanted() -> None:
    loaded = loaded_after("import annotator.tui.app")
    assert loaded.isdisjoint({"tomlkit", "numpy", "textstat", "charset_normalizer"})
    assert "textual" in loaded


def test_the_app_looks_into_the_assignment_only_where_articles_are_dealt_out(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    for name in ("Quay", "Mill"):
        project.add(article_of([f"The {name} burned.", "Nobody was hurt."], name))
    code = (
        "import sys\nfrom annotator.project import Project\nfrom annotator.tui.app import AnnotatorApp\n"
        f"AnnotatorApp(Project.open({str(project.root)!r}), 'Ana')\n"
        "rare = {'annotator.' + name for name in ('assignment', 'assigning', 'dealing', 'blindness')}\n"
        "assert bool(rare.intersection(sys.modules)) is {}"
    )
    loaded_after(code.replace("{}", "False"))
    project.assign(AssignmentRule(annotators=("Ana",), overlap=0.0))
    loaded_after(code.replace("{}", "True"))


def test_the_package_root_loads_nothing() -> None:
    assert loaded_after("import annotator").isdisjoint({"pydantic", "schemas", "tinydb", "textual"})


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_loads_no_library(command: str) -> None:
    argv = [command, "--help"] if command else ["--help"]
    loaded = loaded_after(f"from annotator.cli import main; assert main({argv!r}) == 0")
    assert loaded.isdisjoint({"textual", "rich", "pydantic", "numpy", "tinydb", "subprocess"})


def test_only_the_module_of_the_command_asked_for_is_loaded() -> None:
    code = "from annotator.cli import main; main(['show', '--help'])\nimport sys\n"
    code += "assert 'annotator.cli.show' in sys.modules and 'annotator.cli.compare' not in sys.modules"
    loaded_after(code)
