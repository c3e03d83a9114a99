"""A disk whose cache can be lost: one file, served to the kernel over FUSE, to put a loop device on.

Linux and root only. The file system on the loop device sends writes and flushes; the disk keeps what was
written since the last flush apart, and `after_power_cut` gives what a drive may hold when its power fails:
everything flushed, and of the rest nothing, everything, or any sectors at random.
"""

import ctypes
import errno
import os
import random
import struct
import threading
from collections.abc import Callable
from pathlib import Path

_CHUNK = 4096
_SECTOR = 512
_MAX_WRITE = 1 << 17
_ROOT, _FILE = 1, 2
_HEADER = struct.Struct("<IIQQIIII")

# Opcodes of include/uapi/linux/fuse.h, protocol 7.31.
_LOOKUP, _FORGET, _GETATTR, _SETATTR, _OPEN, _READ, _WRITE, _STATFS, _RELEASE = 1, 2, 3, 4, 14, 15, 16, 17, 18
_FSYNC, _FLUSH, _INIT, _OPENDIR, _RELEASEDIR, _INTERRUPT, _DESTROY, _BATCH_FORGET = (
    20,
    25,
    26,
    27,
    29,
    36,
    38,
    42,
)
_DIRECT_IO = 1

Chunks = dict[int, bytes]
"""The bytes of a disk by number of the 4 KiB they stand in; what is not there is zero."""


class VolatileDisk:
    """The file `disk` in a mounted folder, with what is flushed and what is not."""

    def __init__(self, image: Path, mount_point: Path) -> None:
        """Start with the bytes of a formatted image; raises `OSError` where FUSE is not allowed."""
        self.size = image.stat().st_size
        self.path = mount_point / "disk"
        self.flushes = 0
        self._flushed = load(image)
        self._now = dict(self._flushed)
        self._pending: list[tuple[int, bytes]] = []
        self._guard = threading.Lock()
        self._mount_point = mount_point
        self._device = os.open("/dev/fuse", os.O_RDWR)
        _mount(self._device, mount_point)
        self._server = threading.Thread(target=self._serve, daemon=True)
        self._server.start()

    def after_power_cut(self, moments: random.Random) -> Chunks:
        """Give what the disk may hold when power fails now."""
        with self._guard:
            chunks, pending = dict(self._flushed), list(self._pending)
        fate = moments.choice(("lost", "kept", "some", "torn"))
        for offset, data in pending:
            if fate == "kept" or (fate == "some" and moments.random() < 0.5):
                _put(chunks, offset, data)
            elif fate == "torn":
                for start in range(0, len(data), _SECTOR):
                    if moments.random() < 0.5:
                        _put(chunks, offset + start, data[start : start + _SECTOR])
        return chunks

    def close(self) -> None:
        """Unmount."""
        ctypes.CDLL(None).umount2(os.fsencode(self._mount_point), 2)
        self._server.join(5)
        os.close(self._device)

    def _serve(self) -> None:
        while True:
            try:
                request = os.read(self._device, _MAX_WRITE + _CHUNK)
            except OSError as error:
                if error.errno in (errno.EINTR, errno.EAGAIN, errno.ENOENT):
                    continue
                return  # unmounted
            _, opcode, unique, node, *_ = _HEADER.unpack_from(request)
            if opcode in (_FORGET, _BATCH_FORGET, _INTERRUPT):
                continue
            code, answer = self._answer(opcode, node, request[_HEADER.size :])
            try:
                os.write(self._device, struct.pack("<IiQ", 16 + len(answer), -code, unique) + answer)
            except OSError:
                continue  # the asking process is gone

    def _answer(self, opcode: int, node: int, body: bytes) -> tuple[int, bytes]:
        answers: dict[int, Callable[[], bytes]] = {
            _INIT: lambda: struct.pack(
                "<IIIIHHIIHHI7I", 7, 31, _MAX_WRITE, 0, 16, 12, _MAX_WRITE, 1, 0, 0, 0, *[0] * 7
            ),
            _LOOKUP: lambda: struct.pack("<QQQQII", _FILE, 0, 3600, 3600, 0, 0) + self._attributes(_FILE),
            _GETATTR: lambda: struct.pack("<QII", 3600, 0, 0) + self._attributes(node),
            _SETATTR: lambda: struct.pack("<QII", 3600, 0, 0) + self._attributes(node),
            _OPEN: lambda: struct.pack("<QII", 0, _DIRECT_IO, 0),
            _OPENDIR: lambda: struct.pack("<QII", 0, 0, 0),
            _READ: lambda: self._read(*struct.unpack_from("<QQI", body)),
            _WRITE: lambda: self._write(body),
            _STATFS: lambda: bytes(80),
            _FSYNC: self._flush,
            **dict.fromkeys((_RELEASE, _RELEASEDIR, _FLUSH, _DESTROY), lambda: b""),
        }
        if opcode not in answers or (opcode == _LOOKUP and body != b"disk\0"):
            return (errno.ENOENT if opcode == _LOOKUP else errno.ENOSYS), b""
        return 0, answers[opcode]()

    def _attributes(self, node: int) -> bytes:
        mode, size = (0o40700, 0) if node == _ROOT else (0o100600, self.size)
        return struct.pack(
            "<6Q10I", node, size, size // _SECTOR, 0, 0, 0, 0, 0, 0, mode, 1, 0, 0, 0, _CHUNK, 0
        )

    def _read(self, _handle: int, offset: int, size: int) -> bytes:
        size = max(0, min(size, self.size - offset))
        first, last = offset // _CHUNK, (offset + size - 1) // _CHUNK
        found = b"".join(self._now.get(number, bytes(_CHUNK)) for number in range(first, last + 1))
        return found[offset - first * _CHUNK :][:size]

    def _write(self, body: bytes) -> bytes:
        _, offset, size = struct.unpack_from("<QQI", body)
        data = body[40 : 40 + size]
        with self._guard:
            self._pending.append((offset, data))
            _put(self._now, offset, data)
        return struct.pack("<II", size, 0)

    def _flush(self) -> bytes:
        with self._guard:
            for offset, data in self._pending:
                _put(self._flushed, offset, data)
            self._pending.clear()
            self.flushes += 1
        return b""


def load(image: Path) -> Chunks:
    """Read the part of a sparse image that is not zero."""
    chunks = {}
    with image.open("rb") as file:
        end, position = image.stat().st_size, 0
        while position < end:
            try:
                position = os.lseek(file.fileno(), position, os.SEEK_DATA)
            except OSError:
                break
            file.seek(position - position % _CHUNK)
            chunk = file.read(_CHUNK)
            if any(chunk):
                chunks[position // _CHUNK] = chunk.ljust(_CHUNK, b"\0")
            position += _CHUNK - position % _CHUNK
    return chunks


def dump(chunks: Chunks, size: int, image: Path) -> None:
    """Write a sparse image."""
    with image.open("wb") as file:
        file.truncate(size)
        for number, chunk in chunks.items():
            file.seek(number * _CHUNK)
            file.write(chunk)


def _put(chunks: Chunks, offset: int, data: bytes) -> None:
    position = 0
    while position < len(data):
        number, start = divmod(offset + position, _CHUNK)
        piece = data[position : position + _CHUNK - start]
        if len(piece) < _CHUNK:
            old = chunks.get(number, bytes(_CHUNK))
            piece_now = old[:start] + piece + old[start + len(piece) :]
        else:
            piece_now = piece
        chunks[number] = piece_now
        position += len(piece)


def _mount(device: int, point: Path) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0".encode()
    if libc.mount(b"disk", os.fsencode(point), b"fuse", 0, options):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
