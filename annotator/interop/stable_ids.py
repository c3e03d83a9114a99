"""Ids that other tools want as UUIDs: the same ones whenever the same thing is written."""

from hashlib import sha1
from uuid import NAMESPACE_URL, uuid5

_NAMESPACE = uuid5(NAMESPACE_URL, "urn:annotator").bytes


def stable_uuid(*names: str) -> str:
    """Give the UUID of version 5 (RFC 9562) of what these names lead to, e.g. an article and a unit."""
    words = "\x00".join(names).encode("utf-8", "surrogatepass")
    digits = bytearray(sha1(_NAMESPACE + words, usedforsecurity=False).digest()[:16])
    digits[6] = digits[6] & 0x0F | 0x50
    digits[8] = digits[8] & 0x3F | 0x80
    found = digits.hex()
    return f"{found[:8]}-{found[8:12]}-{found[12:16]}-{found[16:20]}-{found[20:]}"
