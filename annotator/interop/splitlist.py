"""`splits.json` in an export: which article is in which part, and what it stays together with."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from annotator.errors import AnnotatorError

SPLITS = "splits.json"


class InPart(NamedTuple):
    """Where one article is."""

    article: str
    part: str
    group: str
    """What it stays together with, named by one of its articles."""


def split_list(plan: Mapping[str, object], rows: Iterable[InPart]) -> str:
    """Write how the articles were dealt, and one article a line."""
    lines = ",\n".join(f"  {json.dumps(row._asdict(), ensure_ascii=False)}" for row in rows)
    head = json.dumps(dict(plan), ensure_ascii=False)
    return f'{{\n "split": {head},\n "articles": [\n{lines}\n ]\n}}\n'


def read_split_list(folder: Path) -> list[InPart]:
    """Read the list of a dataset; raises `AnnotatorError` where there is none, or it is damaged."""
    path = folder / SPLITS
    try:
        rows: list[dict[str, Any]] = json.loads(path.read_bytes())["articles"]
        return [InPart(str(row["article"]), str(row["part"]), str(row.get("group") or "")) for row in rows]
    except FileNotFoundError:
        raise AnnotatorError(
            f"{folder}: has no {SPLITS}, so no split; `annotator export --split 80/10/10` writes one"
        ) from None
    except OSError as error:
        raise AnnotatorError(f"{path}: cannot be read ({error.strerror or error})") from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise AnnotatorError(f"{path}: is damaged; export the dataset again") from None
