"""Canonical text: what every offset of an article counts in, made once and then frozen."""

import re

_LINE_ENDS = {
    "\r\n": "CRLF",
    "\r": "CR",
    "\u2028": "U+2028",
    "\u2029": "U+2029",
    "\x85": "U+0085",
    "\x0b": "VT",
    "\x0c": "FF",
}
"""What else ends a line, in the order of replacing, with the name that people know."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def canonical(text: str) -> tuple[str, tuple[str, ...]]:
    """Make a text canonical and say what was changed, e.g. `3 CRLF to LF`.

    Byte order marks at the beginning are dropped, all line ends become LF, other control characters but TAB
    and lone surrogates become U+FFFD. Nothing else: no normal form, no straightened quotes. Idempotent.
    """
    changes = []
    kept = text.lstrip("\ufeff")
    if dropped := len(text) - len(kept):
        changes.append(f"{dropped} byte order mark{'s' * (dropped > 1)} dropped")
    for line_end, name in _LINE_ENDS.items():
        if count := kept.count(line_end):
            kept = kept.replace(line_end, "\n")
            changes.append(f"{count} {name} to LF")
    for pattern, name in ((_CONTROL, "control character"), (_SURROGATE, "lone surrogate")):
        kept, count = pattern.subn("\ufffd", kept)
        if count:
            changes.append(f"{count} {name}{'s' * (count > 1)} to U+FFFD")
    return kept, tuple(changes)


def control_count(text: str) -> int:
    """Count the characters that no text holds: control characters that are neither blanks nor line ends."""
    line_ends = sum(text.count(line_end) for line_end in "\r\x0b\x0c\x85")
    return len(_CONTROL.findall(text)) - line_ends
