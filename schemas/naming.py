"""One rule that turns a title or a person's name into a name for files and folders."""

import unicodedata

GOLD = "gold"
"""The folder of the adjudicated labels in `annotations/`, and the name that stands in their records."""

RESERVED_ANNOTATORS = frozenset({GOLD})
"""Slugs that no annotator may have."""

MAX_NAME = 200
"""Characters of the longest name."""

_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{device}{n}" for device in ("com", "lpt") for n in range(1, 10))}
)


def annotator_slug(name: str) -> str:
    """Give the folder of an annotator's labels; `ValueError` says why there can be none of this name."""
    if len(name) > MAX_NAME:
        raise ValueError(f"the name {name[:20] + '…'!r} has more than {MAX_NAME} characters")
    folder = slug(name)
    if not folder:
        raise ValueError(f"the name {name!r} has no letter or digit")
    if folder in RESERVED_ANNOTATORS:
        raise ValueError(f"the name {name!r} is reserved for adjudicated labels")
    return folder


def slug(name: str, *, limit: int = 60) -> str:
    """Reduce a name to letters, marks and digits of any script, lower-case, joined by single hyphens.

    Two names with the same slug are the same annotator. The result is safe as a file name on the common
    systems (at most `limit` characters and 150 bytes of UTF-8) and empty when nothing of the name is usable.
    `slug(slug(x)) == slug(x)` for every x.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" else "-" for c in folded)
    words = "-".join(word for word in kept.split("-") if word)
    if len(words) > limit:
        # Whole words where there are several.
        words = words[: limit + 1].rpartition("-")[0] or words[:limit]
    while len(words.encode()) > 150:
        words = words[:-1]
    words = words.strip("-")
    return f"{words}-1" if words in _DEVICES else words
