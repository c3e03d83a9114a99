"""Importing many articles in one run: `python -m benchmarks.importing --articles 100000`.

Makes a folder of text files, one in ten a rewrite of another, and a JSONL file of a fifth of them. The folder
is imported twice, then a single file, then the JSONL file into another project. Peak memory is that of the
process that writes, and of the largest of those that read.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from annotator.project import Project
from benchmarks.duplicates import Writer

_DUMPED = 5
"""One article in so many goes into the JSONL file."""

_CHILD = """\
import resource, runpy, sys
sys.argv = ["annotator", *sys.argv[1:]]
try:
    runpy.run_module("annotator", run_name="__main__")
finally:
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(one) for one in who]
    seconds = sum(one.ru_utime + one.ru_stime for one in used)
    print(seconds, *(one.ru_maxrss // 1024 for one in used), file=sys.stderr)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="where to make files and projects")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as made:
        root = Path(made)
        os.environ["XDG_CACHE_HOME"] = str(root / "cache")
        files, dump, one = root / "files", root / "dump.jsonl", root / "one.txt"
        _write(files, dump, options.articles)
        one.write_text(Writer(1).printed(Writer(2).story()), encoding="utf-8")
        print(f"{'':32}{'seconds':>9}{'of CPU':>8}{'articles/s':>12}{'MiB':>7}{'MiB of a reader':>17}")
        project = Project.create(root / "project")
        _print_import("a folder", project, files, options.articles)
        _print_import("the same folder again", project, files, options.articles)
        _print_import("one file more", project, one, 1)
        _print_import("one JSONL file", Project.create(root / "other"), dump, options.articles // _DUMPED)


def _write(files: Path, dump: Path, articles: int) -> None:
    with dump.open("w", encoding="utf-8") as rows:
        for number, text in enumerate(_texts(articles)):
            path = files / f"{number // 1000:03}" / f"{number:06}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            if number % _DUMPED:
                continue
            row = {"id": number, "title": f"Report {number}", "text": text}
            rows.write(f"{json.dumps(row, ensure_ascii=False)}\n")


def _texts(articles: int) -> Iterator[str]:
    writer = Writer(7)
    story = writer.story()
    for number in range(articles):
        story = writer.edited(story, 0.75, 0.4, 0.15, 0.15) if number % 10 == 9 else writer.story()
        paragraphs = (story[first : first + 3] for first in range(0, len(story), 3))
        yield "\n\n".join(
            " ".join(" ".join(words).capitalize() + "." for words in block) for block in paragraphs
        )


def _print_import(what: str, project: Project, source: Path, articles: int) -> None:
    command = [sys.executable, "-c", _CHILD, "import", str(source), "--project", str(project.root)]
    begin = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - begin
    cpu, own, reader = done.stderr.split()[-3:]
    rate = f"{articles / seconds:,.0f}"
    print(f"{what:32}{seconds:>9.1f}{float(cpu):>8.1f}{rate:>12}{own:>7}{reader:>17}", flush=True)
    print(f"  {done.stdout.splitlines()[-1]}")


if __name__ == "__main__":
    main()
