"""Rows of native JSON Lines: the words are put into the line, nothing else of it is touched."""

import re
from collections.abc import Callable
from json.encoder import encode_basestring

from annotator.rehydrating.texts import Texts

# What stands before these is no text of people's; in people's text, quotes are escaped.
_LABEL = re.compile(r'\{"article":"([^"\\]*)","unit":"[^"\\]*","start":(\d+),"end":(\d+),"text":(null),')
_UNIT = re.compile(r'\{"article":"([^"\\]*)","id":"[^"\\]*","start":(\d+),"end":(\d+),[^{}]*?"text":(null),')
_ARTICLE = re.compile(r'\{"schema_version":\d+,"id":"([^"\\]*)",')
_SHA256 = re.compile(r'"text_sha256":"([0-9a-f]{64})"')
_TEXT_SHA256 = re.compile(r',"sha256":"([0-9a-f]{64})"')
_NO_TEXT = ',"text":null,"split":'

Filled = Callable[[str, Texts], str]
"""Gives a line with its words; raises `ValueError` for what is no line of a dataset without text."""


def filled_label(line: str, texts: Texts) -> str:
    """Fill a row of labels."""
    return _filled(_LABEL, line, texts)


def filled_unit(line: str, texts: Texts) -> str:
    """Fill a row of units."""
    return _filled(_UNIT, line, texts)


def _filled(pattern: re.Pattern[str], line: str, texts: Texts) -> str:
    found, sha256 = pattern.match(line), _SHA256.search(line)
    if found is None or sha256 is None:
        raise ValueError("is no row of a dataset without text")
    words = texts.words(found[1], int(found[2]), int(found[3]), sha256[1])
    return line if words is None else line[: found.start(4)] + encode_basestring(words) + line[found.end(4) :]


def known_article(line: str, texts: Texts) -> str:
    """Learn of an article from its row."""
    name, sha256 = _parts(line)
    texts.know(name, sha256[1])
    return line


def filled_article(line: str, texts: Texts) -> str:
    """Fill a row of articles, where the text stands before its hash."""
    name, sha256 = _parts(line)
    text, place = texts.text(name), line.rfind(_NO_TEXT)
    if text is None:
        return line
    written = f',"text":{encode_basestring(text)}'
    at, end = sha256.start(), place + len(_NO_TEXT)
    return f'{line[:at]}{written}{line[at:place]},"split":{line[end:]}'


def _parts(line: str) -> tuple[str, re.Match[str]]:
    found, sha256 = _ARTICLE.match(line), _TEXT_SHA256.search(line)
    if found is None or sha256 is None or _NO_TEXT not in line:
        raise ValueError("is no row of a dataset without text")
    return found[1], sha256


FILES: dict[str, Filled] = {
    "labels.jsonl": filled_label,
    "gold.jsonl": filled_label,
    "retest.jsonl": filled_label,
    "units.jsonl": filled_unit,
    "articles.jsonl": filled_article,
}
"""What fills the rows of each file; rows of other files have no text."""
