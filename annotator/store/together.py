"""Many new files at once: each of them durable, in a fraction of the time of one after another."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.store.durable import flush_folder, reason, temporary_name, write_new

_AT_ONCE = 16
"""The system joins flushes that wait at the same time into one."""


def write_together(folder: Path, files: Mapping[str, bytes]) -> dict[str, os.stat_result | AnnotatorError]:
    """Write files, given by name, into one folder; when this returns, they are on the disk.

    Gives what the system says of each new file, or why it could not be written; then it holds its old state.
    No file is ever seen half written, also when this is interrupted.
    """
    from concurrent.futures import ThreadPoolExecutor

    temporary = {name: temporary_name(str(folder), name) for name in files}

    written: dict[str, os.stat_result | AnnotatorError] = dict.fromkeys(files, AnnotatorError(""))

    def write(names: Sequence[str]) -> None:
        for name in names:
            try:
                written[name] = write_new(temporary[name], files[name])
            except OSError as error:
                written[name] = _failure(folder / name, error)

    try:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            names = list(files)
            list(pool.map(write, [names[first::_AT_ONCE] for first in range(_AT_ONCE)]))
        for name, found in written.items():
            if not isinstance(found, AnnotatorError):
                try:
                    os.replace(temporary[name], folder / name)  # noqa: PTH105
                except OSError as error:
                    written[name] = _failure(folder / name, error)
        try:
            flush_folder(folder)
        except OSError as error:
            return {name: _failure(folder / name, error) for name in files}
        return written
    finally:
        for path in temporary.values():
            with suppress(OSError):
                os.unlink(path)  # noqa: PTH108


def _failure(path: Path, error: OSError) -> AnnotatorError:
    return AnnotatorError(f"{path} was not saved: {reason(error)}")
