"""One rule that turns a title or a person's name into a name for files and folders."""

import unicodedata

RESERVED_ANNOTATORS = frozenset({"gold"})
"""Slugs no annotator may have: `annotations/gold/` holds the adjudicated labels."""

_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{device}{n}" for device in ("com", "lpt") for n in range(1, 10))}
)


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
