"""Work on untrusted bytes in a process of its own, with a bound on time and memory.

Libraries for complex binary formats may loop for ever, take all memory or crash on a file that was made for
it. In another process that costs one file and one line.
"""

import atexit
import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any, BinaryIO, cast

from annotator.errors import AnnotatorError

_LENGTH = struct.Struct(">Q")
_MAX_MEMORY = 3 << 30
_MAX_ANSWER = 256 << 20

_workers: dict[tuple[int, str], "_Worker"] = {}
"""By process, for a fork must not talk to its parent's, and module."""

_lock = threading.Lock()


def confined(module: str, content: bytes, where: str, seconds: float) -> Any:
    """Call `work(content)` of a module elsewhere, and give its answer, which is JSON.

    Raises `AnnotatorError` with what `work` raised, or saying that it took more than `seconds` or crashed.
    """
    with _lock:
        worker = _workers.get((os.getpid(), module))
        if worker is None or not worker.alive:
            worker = _workers[os.getpid(), module] = _Worker(module)
        answer = worker.ask(content, where, seconds)
    if problem := answer.get("problem"):
        raise AnnotatorError(f"{where}: {problem}")
    return answer["value"]


class _Worker:
    """A process that answers one question after another."""

    def __init__(self, module: str) -> None:
        code = (
            f"import sys; sys.path[:] = {sys.path!r}\n"
            f"from annotator.ingest.confined import serve; serve({module!r})"
        )
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-c", code],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise AnnotatorError(f"no process can be started ({error.strerror or error})") from None
        atexit.register(self.end)

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, content: bytes, where: str, seconds: float) -> dict[str, Any]:
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            with suppress(OSError):
                _send(cast(BinaryIO, self._process.stdin), content)
                if answer := _receive(cast(BinaryIO, self._process.stdout)):
                    return cast(dict[str, Any], json.loads(answer))
        finally:
            timer.cancel()
        self.end()
        if late.is_set():
            raise AnnotatorError(
                f"{where}: reading it takes more than {seconds:.0f} s; it is damaged or a trap"
            )
        raise AnnotatorError(f"{where}: reading it ended in a crash; it is damaged or a trap")

    def end(self) -> None:
        """End the process and forget it."""
        atexit.unregister(self.end)
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                cast(BinaryIO, pipe).close()
        self._process.wait()


def serve(module: str) -> None:
    """Answer questions on standard input until it ends: the other side of `confined`."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what libraries print would be taken for an answer
    _limit_memory()
    work = cast(Callable[[bytes], Any], import_module(module).work)
    while content := _receive(questions):
        _send(answers, json.dumps(_answer(work, content)).encode())


def _answer(work: Callable[[bytes], Any], content: bytes) -> dict[str, Any]:
    try:
        return {"value": work(content)}
    except AnnotatorError as error:
        return {"problem": str(error)}
    except MemoryError:
        return {"problem": "reading it takes too much memory; it is damaged or a trap"}
    except Exception as error:
        return {"problem": f"is damaged ({' '.join(str(error).split())[:100] or type(error).__name__})"}


def _limit_memory() -> None:
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY, _MAX_MEMORY))


def _send(stream: BinaryIO, content: bytes) -> None:
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def _receive(stream: BinaryIO) -> bytes:
    """Read one message; empty when the other side has ended."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return b""
    (length,) = _LENGTH.unpack(head)
    return stream.read(length) if length <= _MAX_ANSWER else b""
