"""Which language is it: ours against libraries that are installed: `python -m benchmarks.detection`.

The texts are those of `benchmarks.languages`, by paragraph and by sentence; each line counts the texts whose
language was told right, not told, and told wrong, and the milliseconds for one. A text that is too short to
tell takes the project's language, so only what is told wrong does harm.
"""

import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from annotator.ingest.language import detect_language
from benchmarks.languages import TEXTS, joined, paragraphs

Detect = Callable[[str], str | None]


def main() -> None:
    """Measure and print."""
    tags = sorted(path.stem for path in TEXTS.glob("*.txt"))
    texts = [(tag, one) for tag in tags for one in paragraphs(tag, "both")]
    sets = {
        "paragraphs": [(tag, joined(tag, sentences)) for tag, sentences in texts],
        "sentences": [(tag, sentence) for tag, sentences in texts for sentence in sentences],
    }
    print(f"{'':12}" + "".join(f"{name:>24}" for name in sets))
    for name, detect in {"ours": detect_language, **_libraries()}.items():
        print(f"{name:12}" + "".join(f"{_scored(detect, cases):>24}" for cases in sets.values()), flush=True)


def _scored(detect: Detect, cases: list[tuple[str, str]]) -> str:
    verdicts: Counter[str] = Counter()
    detect(cases[0][1])
    begin = time.perf_counter()
    for tag, text in cases:
        found = detect(text)
        verdicts["none" if found is None else "right" if found.split("-")[0] == tag else "wrong"] += 1
    each = (time.perf_counter() - begin) / len(cases) * 1000
    return f"{verdicts['right']} {verdicts['none']} {verdicts['wrong']} {each:.1f} ms"


def _libraries() -> dict[str, Detect]:
    known = {"py3langid": _py3langid, "langid": _langid, "langdetect": _langdetect, "eld": _eld}
    return {name: detect for name, detect in known.items() if _is_installed(name)}


def _is_installed(name: str) -> bool:
    try:
        import_module(name)
    except ImportError:
        return False
    return True


def _py3langid(text: str) -> str | None:
    module: Any = import_module("py3langid")
    return str(module.classify(text)[0])


def _langid(text: str) -> str | None:
    module: Any = import_module("langid")
    return str(module.classify(text)[0])


def _langdetect(text: str) -> str | None:
    module: Any = import_module("langdetect")
    try:
        return str(module.detect(text))
    except module.LangDetectException:
        return None


@cache
def _eld_detector() -> Any:
    return import_module("eld").LanguageDetector()


def _eld(text: str) -> str | None:
    found = _eld_detector().detect(text).language
    return str(found) if found else None


if __name__ == "__main__":
    main()
