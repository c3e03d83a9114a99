"""A strict reader of our CoNLL files: it takes what the format is said to be, and nothing else."""

import re
from pathlib import Path
from typing import NamedTuple

from annotator.interop.escapes import plain

_KEY = re.compile(r"# ([^=]+) = (.*)")


class TaggedSentence(NamedTuple):
    """A sentence as it stands in a file."""

    about: dict[str, str]
    tokens: list[str]
    tags: list[str]

    @property
    def place(self) -> tuple[str, str]:
        """Article and unit."""
        article, _, unit = self.about["sent_id"].rpartition("/")
        return article, unit

    def stretches(self) -> list[tuple[int, int]]:
        """Give where the tokens are in the article: each is the next thing that is no blank."""
        text, start = self.about["text"], int(self.about["start"])
        found, place = [], 0
        for token in self.tokens:
            while text[place].isspace():
                place += 1
            assert text.startswith(token, place)
            found.append((start + place, start + place + len(token)))
            place += len(token)
        assert not text[place:].strip()
        return found

    def passages(self) -> list[tuple[int, int, str]]:
        """Give the stretches that tags name."""
        found: list[tuple[int, int, str]] = []
        last = "O"
        for (start, end), tag in zip(self.stretches(), self.tags, strict=True):
            if tag.startswith("B-"):
                found.append((start, end, tag[2:]))
            elif tag != "O":
                assert tag.startswith("I-")
                assert last[2:] == tag[2:]
                found[-1] = (found[-1][0], end, tag[2:])
            last = tag
        return found


def conll_sentences(path: Path) -> list[TaggedSentence]:
    """Read a file."""
    text = path.read_bytes().decode()
    assert text.endswith("\n\n")
    found = []
    for block in text.removesuffix("\n\n").split("\n\n"):
        lines = block.split("\n")
        comments = [line for line in lines if line.startswith("# ")]
        assert lines[: len(comments)] == comments
        about = {}
        for comment in comments:
            key = _KEY.fullmatch(comment)
            assert key is not None, comment
            assert key[1] not in about
            about[key[1]] = plain(key[2])
        pairs = [line.split("\t") for line in lines[len(comments) :]]
        assert all(len(pair) == 2 and pair[0] and not re.search(r"\s", pair[0]) for pair in pairs)
        found.append(TaggedSentence(about, [pair[0] for pair in pairs], [pair[1] for pair in pairs]))
    return found
