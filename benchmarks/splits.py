"""How even the parts of a split are, against one that looks at nothing, and how long it takes.

`python -m benchmarks.splits [--articles 100 300 1000 30000] [--sentences 1000000]`: for each number of
simulated articles the largest gap of a part's share in sentences and of a label's share in a part, in
percentage points, with `annotator split` and with a hash of the group's name; then the leak check.
"""

import argparse
import hashlib
import random
import resource
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from annotator.splits import Group, Sentences, deal, find_leaks, plan_of
from schemas import SplitPlan

WORDS = ("the", "mayor", "said", "reservoir", "council", "approved", "harbour", "crane", "nobody", "knows")
LABELS = ("sourced", "unverified", "opinion", "not_a_claim")


def corpus(articles: int, seed: int) -> list[Group]:
    """Simulate groups of articles: most stand alone, and each article has a mix of labels of its own."""
    chance = random.Random(seed)
    groups: list[Group] = []
    done = 0
    while done < articles:
        size = 1 if chance.random() < 0.85 else min(articles - done, 1 + int(chance.expovariate(0.5)))
        sizes = Counter({"articles": size})
        for _ in range(size):
            mix = [chance.gammavariate(0.7, 1) + 1e-9 for _ in LABELS]
            sentences = max(3, int(chance.lognormvariate(3.3, 0.6)))
            sizes["sentences"] += sentences
            sizes.update(f"={label}" for label in chance.choices(LABELS, mix, k=sentences))
        groups.append(Group(f"article-{done:06}", dict(sizes)))
        done += size
    return groups


def without_looking(groups: Sequence[Group], plan: SplitPlan) -> dict[str, str]:
    """Deal by a hash of each group's name alone."""
    parts = {}
    for group in groups:
        digest = hashlib.blake2b(f"{plan.seed} {group.name}".encode(), digest_size=8).digest()
        drawn, end = int.from_bytes(digest) / 2**64, 0.0
        for part, share in plan.shares.items():
            parts[group.name] = part
            end += share
            if drawn < end:
                break
    return parts


def share_gap(groups: Sequence[Group], parts: Mapping[str, str], plan: SplitPlan) -> float:
    """Give the largest gap between a part's share of the sentences and the one asked for, in points."""
    totals, whole = _totals(groups, parts, plan)
    return max(
        100 * abs(totals[part]["sentences"] / whole["sentences"] - share)
        for part, share in plan.shares.items()
    )


def label_gap(groups: Sequence[Group], parts: Mapping[str, str], plan: SplitPlan) -> float:
    """Give the largest gap between a label's share in a part and in the whole, in points."""
    totals, whole = _totals(groups, parts, plan)
    return max(
        100 * abs(have[what] / max(1, have["sentences"]) - whole[what] / whole["sentences"])
        for have in totals.values()
        for what in (f"={label}" for label in LABELS)
    )


def _totals(
    groups: Sequence[Group], parts: Mapping[str, str], plan: SplitPlan
) -> tuple[dict[str, Counter[str]], Counter[str]]:
    totals: dict[str, Counter[str]] = {part: Counter() for part in plan.parts}
    for group in groups:
        totals[parts[group.name]].update(group.sizes)
    return totals, sum(totals.values(), Counter())


def _articles(sentences: int) -> Iterator[Sentences]:
    chance = random.Random(1)
    for number in range(sentences // 33):
        texts = [
            f"{' '.join(chance.choices(WORDS, k=18)).capitalize()} {number}.{place}." for place in range(33)
        ]
        if number % 100 == 0:
            texts[0] = f"This sentence stands in {number // 1000} articles of several parts."
        yield Sentences(f"a{number}", ("train", "validation", "test")[number % 3], texts)


def _check(sentences: int) -> None:
    def read(only: Collection[str] | None) -> Iterator[Sentences]:
        return (one for one in _articles(sentences) if only is None or one.article in only)

    begun = time.process_time()
    for _ in read(None):
        pass
    making = time.process_time() - begun
    begun = time.process_time()
    found = find_leaks(read)
    took = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"leak check of {sentences:,} sentences: {len(found)} leaks, {took:.1f} s of the processor "
        f"({making:.1f} s to make them once), peak {peak} MB"
    )


def main() -> None:
    """Print the table and the leak check."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, nargs="*", default=[30, 100, 300, 1000, 30_000])
    parser.add_argument("--shares", default="80/10/10")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--sentences", type=int, default=1_000_000)
    args = parser.parse_args()
    print("articles  seed  share gap (hash)  label gap (hash)  seconds")
    for articles in args.articles:
        for seed in range(args.seeds):
            plan = plan_of(args.shares, seed=seed)
            groups = corpus(articles, seed)
            begun = time.perf_counter()
            parts = deal(groups, {}, plan)
            took = time.perf_counter() - begun
            blind = without_looking(groups, plan)
            share, label = share_gap(groups, parts, plan), label_gap(groups, parts, plan)
            blind_share, blind_label = share_gap(groups, blind, plan), label_gap(groups, blind, plan)
            print(
                f"{articles:8,}  {seed:4}  {share:6.2f} ({blind_share:5.2f})     "
                f"{label:6.2f} ({blind_label:5.2f})     {took:.2f}"
            )
    if args.sentences:
        _check(args.sentences)


if __name__ == "__main__":
    main()
