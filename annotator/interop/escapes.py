"""Free text for formats that know neither line ends nor control characters in a value, and back."""

import re

_SHORT = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LONG = {written: character for character, written in _SHORT.items()}

# Controls, other line ends, and what XML 1.0 excludes.
_HIDDEN = re.compile("[\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_WRITTEN = re.compile(r"\\(?:[\\nrt]|u(?!d[89a-f])[0-9a-f]{4})")


def visible(text: str) -> str:
    r"""Write control characters and line ends as `\n`, `\r`, `\t` and `\u0007`, a backslash as two."""
    return _HIDDEN.sub(lambda found: _SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}", text)


def plain(text: str) -> str:
    """Give back what `visible` was given; a backslash before anything else stays as it is."""
    return _WRITTEN.sub(lambda found: _LONG.get(found[0]) or chr(int(found[0][2:], 16)), text)
