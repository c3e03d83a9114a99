"""Opening a file to read it, without ever waiting for what only looks like one."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def open_ordinary(path: Path) -> BinaryIO:
    """Open a file to read its bytes; raises `OSError` for a folder, a pipe, a device and the like.

    A named pipe that nobody writes would otherwise be waited for without end.
    """
    file = open(path, "rb", opener=_opened)  # noqa: SIM115 - a `Path` takes no opener
    try:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no ordinary file; move it away")
    except BaseException:
        file.close()
        raise
    return file


def _opened(path: str, _: int) -> int:
    return os.open(path, _FLAGS)
