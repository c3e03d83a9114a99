"""Sentences of twelve languages against libraries: `python -m benchmarks.languages --half both`.

The texts are those in `benchmarks/sentences`: a sentence a line, a blank line between paragraphs, above `===`
the half that rules may be tried on, below it the half that only judges. Every paragraph goes to a library as
one line. Boundary F1 leaves out the end of each paragraph, which nobody can miss; exact F1 is over
sentences with both ends right. `--golden FILE` scores pairs of `text` and `sents` by `lang` too, one JSON
object a line. Libraries that are not installed are left out; `--errors de` prints what the rules of one
language get wrong.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import accumulate, pairwise
from pathlib import Path

from benchmarks.splitters import LIBRARIES, Split, ours

TEXTS = Path(__file__).with_name("sentences")
UNSPACED = frozenset({"zh", "ja"})

Paragraph = list[str]
"""Its sentences."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half", choices=("develop", "judge", "both"), default="both")
    parser.add_argument("--golden", type=Path, metavar="FILE")
    parser.add_argument("--languages", nargs="*", default=sorted(path.stem for path in TEXTS.glob("*.txt")))
    parser.add_argument("--errors", metavar="LANGUAGE")
    options = parser.parse_args()
    texts = {tag: list(paragraphs(tag, options.half)) for tag in options.languages}
    if options.errors:
        _print_errors(options.errors, texts[options.errors])
        return
    print(f"boundary F1 / exact F1, half: {options.half}")
    _print_table(texts)
    if options.golden:
        print(f"\n{options.golden.name}: boundary F1 / cases without an error, of")
        _print_golden(_golden(options.golden, options.languages))


def paragraphs(tag: str, half: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of a language's text, as sentences."""
    halves = (TEXTS / f"{tag}.txt").read_text(encoding="utf-8").split("===\n")
    wanted = {"develop": halves[:1], "judge": halves[1:], "both": halves}[half]
    for text in wanted:
        for paragraph in text.strip().split("\n\n"):
            yield paragraph.split("\n")


def joined(tag: str, sentences: Paragraph) -> str:
    """Write sentences as one line."""
    return ("" if tag in UNSPACED else " ").join(sentences)


def ends(sentences: list[str]) -> list[int]:
    """Give where sentences end, in characters that are no blanks: no splitter agrees about those."""
    return list(accumulate(len("".join(sentence.split())) for sentence in sentences if sentence.strip()))


class Score:
    """Counts of boundaries and sentences, right and in all."""

    def __init__(self) -> None:
        self.right = self.found = self.there = 0
        self.exact = self.sentences_found = self.sentences_there = 0
        self.cases = self.clean = 0

    def add(self, found: list[int], there: list[int]) -> None:
        """Compare the ends that a splitter found with those that are there."""
        inner, gold = set(found[:-1]), set(there[:-1])
        self.right += len(inner & gold)
        self.found += len(inner)
        self.there += len(gold)
        spans, gold_spans = set(pairwise([0, *found])), set(pairwise([0, *there]))
        self.exact += len(spans & gold_spans)
        self.sentences_found += len(spans)
        self.sentences_there += len(gold_spans)
        self.cases += 1
        self.clean += found == there

    @property
    def boundary_f1(self) -> float:
        """In percent; 100 where there was nothing to find and nothing was found."""
        both = self.found + self.there
        return 200 * self.right / both if both else 100.0

    @property
    def exact_f1(self) -> float:
        """In percent."""
        return 200 * self.exact / (self.sentences_found + self.sentences_there)


def scored(split: Split, tag: str, texts: list[tuple[str, Paragraph]]) -> Score | None:
    """Run a splitter over texts; None where it does not know the language or loses characters."""
    score = Score()
    for text, sentences in texts:
        try:
            found = split(tag, text)
        except (ImportError, LookupError, ValueError):
            return None
        if found is None:
            return None
        positions, there = ends(found), ends(sentences)
        if not positions or positions[-1] != there[-1]:
            # The library lost or changed characters: the text counts as one sentence.
            positions = there[-1:]
        score.add(positions, there)
    return score


def _print_table(texts: dict[str, list[Paragraph]]) -> None:
    cases = {tag: [(joined(tag, one), one) for one in found] for tag, found in texts.items()}
    _print_rows(cases, lambda score: f"{score.boundary_f1:5.1f}/{score.exact_f1:5.1f}")


def _print_golden(cases: dict[str, list[tuple[str, Paragraph]]]) -> None:
    print(f"{'':24}" + "".join(f"{len(found):>12}" for found in cases.values()))
    _print_rows(cases, lambda score: f"{score.boundary_f1:5.1f}/{score.clean:3}")


def _print_rows(cases: dict[str, list[tuple[str, Paragraph]]], shown: Callable[[Score], str]) -> None:
    print(f"{'':24}" + "".join(f"{tag:>12}" for tag in cases))
    for name, split in {"ours": ours, **LIBRARIES}.items():
        found = [scored(split, tag, texts) for tag, texts in cases.items()]
        if any(found):
            row = "".join(f"{shown(score) if score else '-':>12}" for score in found)
            print(f"{name:24}{row}", flush=True)


def _golden(path: Path, tags: list[str]) -> dict[str, list[tuple[str, Paragraph]]]:
    cases = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["lang"] in tags:
            cases[case["lang"]].append((case["text"], case["sents"]))
    return dict(sorted(cases.items()))


def _print_errors(tag: str, texts: list[Paragraph]) -> None:
    for sentences in texts:
        text = joined(tag, sentences)
        found = ours(tag, text)
        if found != sentences:
            print("\n".join(f"  {sentence}" for sentence in found if sentence not in sentences), "\n")


if __name__ == "__main__":
    main()
