"""How to read each format so that nothing changes on the way: what is printed in the card."""

from collections.abc import Mapping, Sequence

_ANY_JSON = """\
import json
with open("{file}", encoding="utf-8") as lines:
    rows = [json.loads(line) for line in lines]"""

READING: Mapping[str, str] = {
    "jsonl": _ANY_JSON,
    "csv": """\
import pandas
rows = pandas.read_csv("{file}", dtype=str, keep_default_na=False, encoding="utf-8-sig")""",
    "xlsx": """\
import openpyxl
sheets = openpyxl.load_workbook("{file}", read_only=True)""",
    "parquet": """\
import pyarrow.parquet
rows = pyarrow.parquet.read_table("{file}")""",
    "hf": """\
import datasets
sentences = datasets.load_dataset("PATH OF THIS FOLDER")
everybody = datasets.load_dataset("PATH OF THIS FOLDER", "annotations")""",
    "label-studio": """\
import json
with open("{file}", encoding="utf-8") as file:
    tasks = json.load(file)""",
    "doccano": _ANY_JSON,
    "prodigy": _ANY_JSON,
    "brat": """\
with open("{file}", encoding="utf-8", newline="") as file:  # newline="": positions count every character
    text = file.read()""",
    "xmi": """\
import cassis
with open("TypeSystem.xml", "rb") as file:
    types = cassis.load_typesystem(file)
with open("{file}", "rb") as file:
    cas = cassis.load_cas_from_xmi(file, typesystem=types)""",
    "webanno-tsv": """\
with open("{file}", encoding="utf-8", newline="") as file:
    lines = file.read().split("\\n")""",
    "conll": """\
with open("{file}", encoding="utf-8", newline="") as file:
    sentences = [block.split("\\n") for block in file.read().split("\\n\\n")]""",
    "w3c": """\
import json
with open("{file}", encoding="utf-8") as file:
    annotations = json.load(file)""",
    "spacy": """\
import spacy
from spacy.tokens import DocBin
documents = list(DocBin().from_disk("{file}").get_docs(spacy.blank("en").vocab))""",
    "claimreview": """\
import json
with open("{file}", encoding="utf-8") as file:
    reviews = json.load(file)""",
    "misp": """\
import json
with open("{file}", encoding="utf-8") as file:
    event = json.load(file)""",
}

_MAIN = (
    ".jsonl",
    ".csv",
    ".xlsx",
    ".parquet",
    ".xmi",
    ".tsv",
    ".conll",
    ".spacy",
    ".jsonld",
    ".ann",
    ".json",
)

_TOLD = ("labels", "sentences", "annotations.")


def how_to_read(format: str, files: Sequence[str]) -> str:
    """Give a few lines of Python for the main file among these; empty for a format without any."""
    lines = READING.get(format, "")
    if "{file}" not in lines:
        return lines
    first = _main_file(format, files)
    return lines.replace("{file}", first) if first else ""


def _main_file(format: str, files: Sequence[str]) -> str:
    wanted = {"brat": ".txt"}.get(format)
    for ending in (wanted,) if wanted else _MAIN:
        found = [name for name in files if name.endswith(ending) and "schema" not in name.lower()]
        known = [name for name in found if any(word in name for word in _TOLD)]
        if found:
            return min(known or found, key=lambda name: (len(name), name))
    return ""
