"""YAML for the head of a README: mappings, lists, and text that no reader takes for anything else."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

_PLAIN_KEY = re.compile(r"[a-z][a-z_]+[a-z0-9_]*")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off"})
"""What YAML takes for something else than text; `y` and `n` are no plain keys either."""

# Characters that YAML does not have, or takes for line ends.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def to_yaml(values: Mapping[str, Any]) -> str:
    """Write a mapping of text, numbers, booleans, mappings and lists, in block style."""
    return "".join(f"{line}\n" for line in _mapping(values))


def _mapping(values: Mapping[str, Any]) -> list[str]:
    lines = []
    for key, value in values.items():
        name = key if _PLAIN_KEY.fullmatch(key) and key not in _WORDS else _scalar(key)
        if isinstance(value, Mapping) and value:
            lines += [f"{name}:", *(f"  {line}" for line in _mapping(value))]
        elif isinstance(value, list) and value:
            lines += [f"{name}:", *_list(value)]
        else:
            lines.append(f"{name}: {_scalar(value)}")
    return lines


def _list(values: Sequence[Any]) -> list[str]:
    lines = []
    for value in values:
        first, *rest = _mapping(value) if isinstance(value, Mapping) and value else [_scalar(value)]
        lines += [f"- {first}", *(f"  {line}" for line in rest)]
    return lines


def _scalar(value: Any) -> str:
    """Write a value that stands alone as JSON, which YAML holds."""
    text = json.dumps(value, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
