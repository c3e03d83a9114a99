"""Columns of values in one file of the platform's cache folder: what a list shows before it has looked.

Like the cache it may be deleted at any time; one that is damaged or of another version is as if not there.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import get_ident
from typing import Any

_VERSION = 1


def read_snapshot(path: Path, names: Sequence[str]) -> dict[str, list[Any]] | None:
    """Give the columns with these names, all equally long; None when they are not all there."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        if head.decode() != _head(body):
            return None
        found: dict[str, list[Any]] = json.loads(body)
        columns = {name: found[name] for name in names}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return columns if len({len(column) for column in columns.values()}) <= 1 else None


def write_snapshot(path: Path, columns: Mapping[str, Sequence[Any]]) -> None:
    """Write columns of JSON values, in one step; a folder that cannot be written disturbs nobody."""
    body = json.dumps(columns, separators=(",", ":")).encode()
    temporary = path.with_suffix(f".{os.getpid()}-{get_ident()}.tmp")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(_head(body).encode() + b"\n" + body)
        temporary.replace(path)


def _head(body: bytes) -> str:
    return f"{_VERSION} {hashlib.blake2b(body, digest_size=16).hexdigest()}"
