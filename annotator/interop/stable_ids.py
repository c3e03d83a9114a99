"""Ids that other tools want as UUIDs: the same ones whenever the same thing is written."""

from uuid import NAMESPACE_URL, UUID, uuid5

_NAMESPACE = uuid5(NAMESPACE_URL, "urn:annotator")


def stable_uuid(*names: str) -> UUID:
    """Give the id of what these names lead to, e.g. an article, a unit and an annotator."""
    return uuid5(_NAMESPACE, "\x00".join(names))
