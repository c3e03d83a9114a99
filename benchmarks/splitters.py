"""What splits text into sentences, by name: ours and every library that is installed.

A splitter takes a language's tag and a text and gives its sentences, None for a language that it does not
know. For `nltk` the folder with `punkt_tab` must be in `NLTK_DATA`.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from annotator.segment import segment

Split = Callable[[str, str], list[str] | None]


def ours(tag: str, text: str) -> list[str]:
    """Split by the whole way from text to units."""
    return [text[unit.start : unit.end] for unit in segment(text, tag)]


def _sentencex(tag: str, text: str) -> list[str]:
    sentencex: Any = import_module("sentencex")
    return list(sentencex.segment(tag, text))


@cache
def _pysbd_of(tag: str) -> Any:
    pysbd: Any = import_module("pysbd")
    return pysbd.Segmenter(language=tag, clean=False)


def _pysbd(tag: str, text: str) -> list[str]:
    return list(_pysbd_of(tag).segment(text))


_PUNKT = {
    "de": "german",
    "en": "english",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "pt": "portuguese",
    "ru": "russian",
    "tr": "turkish",
}


def _punkt(tag: str, text: str) -> list[str] | None:
    nltk: Any = import_module("nltk")
    return list(nltk.sent_tokenize(text, _PUNKT[tag])) if tag in _PUNKT else None


@cache
def _sentence_splitter_of(tag: str) -> Any:
    SentenceSplitter: Any = import_module("sentence_splitter").SentenceSplitter

    return SentenceSplitter(language=tag)


def _sentence_splitter(tag: str, text: str) -> list[str] | None:
    if tag not in ("de", "en", "fr", "es", "it", "pt", "ru", "tr"):
        return None
    return list(_sentence_splitter_of(tag).split(text))


def _syntok(tag: str, text: str) -> list[str] | None:
    segmenter: Any = import_module("syntok.segmenter")

    if tag not in ("de", "en", "es"):
        return None
    return [
        "".join(token.spacing + token.value for token in sentence)
        for paragraph in segmenter.process(text)
        for sentence in paragraph
    ]


def _razdel(tag: str, text: str) -> list[str] | None:
    razdel: Any = import_module("razdel")
    return [one.text for one in razdel.sentenize(text)] if tag in ("ru", "uk") else None


def _blingfire(_: str, text: str) -> list[str]:
    blingfire: Any = import_module("blingfire")
    return str(blingfire.text_to_sentences(text)).split("\n")


@cache
def _icu_of(tag: str) -> Any:
    SentenceBreaker: Any = import_module("icu4py.breakers").SentenceBreaker

    return lambda text: SentenceBreaker(text, tag)


def _icu(tag: str, text: str) -> list[str]:
    return [str(one) for one in _icu_of(tag)(text)]


@cache
def _spacy_of(tag: str) -> Any:
    spacy: Any = import_module("spacy")

    found = spacy.blank(tag if tag not in ("ja", "zh", "hi") else "xx")
    found.add_pipe("sentencizer")
    return found


def _spacy(tag: str, text: str) -> list[str]:
    return [sentence.text for sentence in _spacy_of(tag)(text).sents]


def _nupunkt(_: str, text: str) -> list[str]:
    nupunkt: Any = import_module("nupunkt")
    return list(nupunkt.sent_tokenize(text))


@cache
def _cleave_of(tag: str) -> Any:
    csbd: Any = import_module("csbd")
    return csbd.Segmenter(language=tag)


def _cleave(tag: str, text: str) -> list[str]:
    return list(_cleave_of(tag).segment(text))


def _ja_sentence_segmenter(tag: str, text: str) -> list[str] | None:
    if tag != "ja":
        return None
    split_punctuation: Any = import_module("ja_sentence_segmenter.split.simple_splitter").split_punctuation

    return list(split_punctuation([text], punctuations=r"。！？!?"))


@cache
def _bunkai_of() -> Any:
    Bunkai: Any = import_module("bunkai").Bunkai

    return Bunkai()


def _bunkai(tag: str, text: str) -> list[str] | None:
    return list(_bunkai_of()(text)) if tag == "ja" else None


def _hasami(tag: str, text: str) -> list[str] | None:
    hasami: Any = import_module("hasami")
    return list(hasami.segment_sentences(text)) if tag == "ja" else None


def _is_installed(split: Split) -> bool:
    try:
        split("en", "One. Two.")
    except ImportError:
        return False
    except (LookupError, ValueError):
        return True
    return True


LIBRARIES: dict[str, Split] = {
    name: split
    for name, split in {
        "sentencex": _sentencex,
        "pysbd": _pysbd,
        "nltk punkt": _punkt,
        "sentence-splitter": _sentence_splitter,
        "syntok": _syntok,
        "razdel": _razdel,
        "blingfire": _blingfire,
        "icu4py": _icu,
        "spacy sentencizer": _spacy,
        "nupunkt": _nupunkt,
        "cleave-sbd": _cleave,
        "ja-sentence-segmenter": _ja_sentence_segmenter,
        "bunkai": _bunkai,
        "hasami": _hasami,
    }.items()
    if _is_installed(split)
}
"""Those that are installed."""
