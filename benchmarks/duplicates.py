"""Near-duplicates: what is found and what is linked wrongly: `python -m benchmarks.duplicates --stories 400`.

Stories of a made-up language whose words are as unequally frequent as ours and that has set phrases; each is
rewritten as wire copy is, lightly, by half and heavily, and quoted in another story. Others report the same
event in words of their own with the same two quotations. Every story ends in its outlet's boilerplate. Prints
the share of pairs that are linked at several thresholds, and with `--articles` what a large corpus costs.
"""

import argparse
import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path
from typing import NamedTuple

from annotator.similarity import Catalogue, Known, fingerprint

_THRESHOLDS = (0.10, 0.15, 0.20, 0.25, 0.30, 0.50)
_BATCH = 200
_OUTLETS = 5
_Sentence = list[str]
_Story = list[_Sentence]


class Pair(NamedTuple):
    """Two articles, the first of which is a story as its outlet wrote it."""

    kind: str
    story: str
    other: str


class Writer:
    """Writes stories; the same seed writes the same ones."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._words = [self._word() for _ in range(30_000)]
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(len(self._words))))
        self._phrases = [self._some(self._random.randint(4, 9)) for _ in range(2_000)]
        self._footers = [self._some(60) for _ in range(_OUTLETS)]

    def story(self, sentences: int = 0) -> _Story:
        """Write 12 to 35 sentences of 12 to 28 words, a third of them with a set phrase."""
        return [self._sentence() for _ in range(sentences or self._random.randint(12, 35))]

    def edited(self, story: _Story, kept: float, touched: float, changed: float, added: float) -> _Story:
        """Keep a share of the sentences, change words in a share of those, and add some of one's own."""
        result = []
        for sentence in story:
            if self._random.random() < kept:
                edit = self._random.random() < touched
                result.append([self._other(word, changed) for word in sentence] if edit else sentence)
        for _ in range(round(added * len(story))):
            result.insert(self._random.randint(0, len(result)), self._sentence())
        return result

    def quoted(self, story: _Story, sentences: int) -> _Story:
        """Write a story of one's own around some sentences of another one that stand together."""
        first = self._random.randint(0, len(story) - sentences)
        return self.story(6) + story[first : first + sentences] + self.story(6)

    def printed(self, story: _Story) -> str:
        """Give the text as an outlet prints it."""
        footer = self._random.choice(self._footers)
        return " ".join(" ".join(sentence).capitalize() + "." for sentence in [*story, footer])

    def _sentence(self) -> _Sentence:
        words = self._some(self._random.randint(12, 28))
        if self._random.random() < 1 / 3:
            words[4:4] = self._random.choice(self._phrases)
        return words

    def _some(self, number: int) -> list[str]:
        return self._random.choices(self._words, cum_weights=self._weights, k=number)

    def _other(self, word: str, changed: float) -> str:
        return self._some(1)[0] if self._random.random() < changed else word

    def _word(self) -> str:
        return "".join(
            self._random.choice("bcdfglmnprstvz") + self._random.choice("aeiou")
            for _ in range(self._random.randint(1, 4))
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=400)
    parser.add_argument("--articles", type=int, default=0, help="also fill a catalogue with so many")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as cache:
        os.environ["XDG_CACHE_HOME"] = cache
        writer = Writer(options.seed)
        texts, pairs = _rewritten(writer, options.stories)
        _print_found(texts, pairs)
        if options.articles:
            _print_cost(writer, options.articles)


def _rewritten(writer: Writer, stories: int) -> tuple[dict[str, str], list[Pair]]:
    """Texts by name, and which of them belong together."""
    texts, pairs = {}, []
    for number in range(stories):
        story = writer.story()
        others = {
            "light edits": writer.edited(story, 0.97, 0.2, 0.08, 0.0),
            "medium edits": writer.edited(story, 0.75, 0.4, 0.15, 0.15),
            "heavy edits": writer.edited(story, 0.5, 0.5, 0.25, 0.4),
            "excerpt alone, 5 sentences": story[3:8],
            "excerpt of 5 in 17 sentences": writer.quoted(story, 5),
            "same event, 2 quotations": writer.quoted(story, 1) + story[-1:],
        }
        texts[f"{number}"] = writer.printed(story)
        for kind, other in others.items():
            name = f"{number} {kind}"
            texts[name] = writer.printed(other)
            pairs.append(Pair(kind, f"{number}", name))
    return texts, pairs


def _print_found(texts: dict[str, str], pairs: list[Pair]) -> None:
    similar = {
        (match, name): similarity
        for name, matches in _linked(Path("rewrites"), iter(texts.items()))
        for match, similarity in matches
    }
    print(f"{'linked at a similarity of':32}" + "".join(f"{at:>8.2f}" for at in _THRESHOLDS))
    for kind in dict.fromkeys(pair.kind for pair in pairs):
        of_kind = [pair for pair in pairs if pair.kind == kind]
        shares = [
            sum(similar.get((pair.story, pair.other), 0) >= at for pair in of_kind) / len(of_kind)
            for at in _THRESHOLDS
        ]
        print(f"{kind:32}" + "".join(f"{share:>8.3f}" for share in shares))
    wrong = [
        sum(value >= at and one.split()[0] != other.split()[0] for (one, other), value in similar.items())
        for at in _THRESHOLDS
    ]
    print(f"{'pairs of different stories':32}" + "".join(f"{count:>8}" for count in wrong))


def _linked(root: Path, texts: Iterator[tuple[str, str]]) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    with Catalogue(root) as catalogue:
        while some := list(islice(texts, _BATCH)):
            known = [Known(name, f"{name:>64}", fingerprint(text)) for name, text in some]
            with catalogue.transaction():
                found = catalogue.add(known)
            for one, matches in zip(known, found, strict=True):
                yield one.name, [(match.name, match.similarity) for match in matches]


def _print_cost(writer: Writer, articles: int) -> None:
    root, text = Path("large"), writer.printed(writer.story())
    texts = ((f"article {number}", writer.printed(writer.story())) for number in range(articles))
    spent = 0.0
    with Catalogue(root) as catalogue:
        while some := list(islice(texts, _BATCH)):
            begin = time.perf_counter()
            known = [Known(name, f"{name:>64}", fingerprint(text)) for name, text in some]
            with catalogue.transaction():
                catalogue.add(known)
            spent += time.perf_counter() - begin
        path = catalogue.path
    begin = time.perf_counter()
    with Catalogue(root) as catalogue, catalogue.transaction():
        catalogue.add([Known("one more", "0" * 64, fingerprint(text))])
    single = time.perf_counter() - begin
    size = path.stat().st_size / 1e6
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"\n{articles:,} articles: {spent:.0f} s, {size:.0f} MB on the disk, {memory} MiB of memory; "
        f"then one more: {single:.2f} s"
    )


if __name__ == "__main__":
    main()
