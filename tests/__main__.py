"""The one test command, `python -m tests`: style, types, layers, tests; stops at the first that fails.

`python -m tests --update` writes the generated files anew instead.
"""

import argparse
import json
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

from schemas.json_schema import json_schemas

ROOT = Path(__file__).parents[1]
JSON_SCHEMAS = ROOT / "schemas" / "json"


def steps() -> list[tuple[str, list[str]]]:
    """Every check by its heading, and its command line."""
    python = [sys.executable, "-m"]
    lint_imports = shutil.which("lint-imports", path=sysconfig.get_path("scripts")) or "lint-imports"
    return [
        ("style: ruff check", [*python, "ruff", "check", "."]),
        ("format: ruff format --check", [*python, "ruff", "format", "--check", "."]),
        ("types: mypy --strict", [*python, "mypy"]),
        ("layers: lint-imports", [lint_imports]),
        # Tests of the app mostly wait for it: more of them at a time than there are cores.
        ("tests: pytest", [*python, "pytest", "-n", "4", "--dist", "loadscope"]),
    ]


def schema_text(schema: dict[str, object]) -> str:
    """Write a JSON Schema as its file in `schemas/json/` has it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def update() -> int:
    """Write the generated files."""
    JSON_SCHEMAS.mkdir(exist_ok=True)
    schemas = json_schemas()
    for name, schema in schemas.items():
        path = JSON_SCHEMAS / f"{name}.json"
        path.write_text(schema_text(schema), encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    for path in JSON_SCHEMAS.glob("*.json"):
        if path.stem not in schemas:
            path.unlink()
            print(f"removed {path.relative_to(ROOT)}")
    from tests.pictures import draw_pictures

    for path in draw_pictures():
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


def check() -> int:
    """Run every step; the exit code is that of the first that fails."""
    for heading, command in steps():
        print(f"\n== {heading}", flush=True)
        began = time.monotonic()
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if code:
            print(f"\n== failed: {heading}", flush=True)
            return code
        if not heading.startswith("tests"):
            print(f"({time.monotonic() - began:.1f} s)", flush=True)
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests", description=__doc__)
    parser.add_argument(
        "--update",
        action="store_true",
        help="write the generated files (schemas/json, docs/*.svg, tests/golden) anew",
    )
    sys.exit(update() if parser.parse_args().update else check())
