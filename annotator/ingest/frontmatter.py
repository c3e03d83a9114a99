"""Front matter: lines `key: value` between two lines `---` at the top of a text file."""

from annotator.errors import AnnotatorError
from annotator.ingest.document import Metadata

_FENCE = "---"


def split_front_matter(text: str, file: str) -> tuple[Metadata, str]:
    """Split a canonical text into its front matter and the article, which begins at a line with words.

    A text whose first line is not `---`, whose block does not close, or whose second line is no `key: value`
    with a known key has no front matter. Raises `AnnotatorError` naming file and line for an unknown or
    repeated key and for a bad value.
    """
    lines = text.split("\n")
    if len(lines) < 3 or lines[0] != _FENCE or _key(lines[1]) not in Metadata.model_fields:
        return Metadata(), text
    try:
        end = lines.index(_FENCE, 1)
    except ValueError:
        return Metadata(), text
    metadata = _read_block(lines[1:end], file)
    body = lines[end + 1 :]
    first = next((number for number, line in enumerate(body) if line.strip()), len(body))
    return metadata, "\n".join(body[first:])


def _read_block(lines: list[str], file: str) -> Metadata:
    metadata = Metadata()
    seen: set[str] = set()
    for number, line in enumerate(lines, start=2):
        if not line.strip():
            continue
        where, key = f"{file}, line {number}", _key(line)
        if key not in Metadata.model_fields:
            known = ", ".join(Metadata.model_fields)
            raise AnnotatorError(f"{where}: unknown key {key or line.strip()!r}; known keys: {known}")
        if key in seen:
            raise AnnotatorError(f"{where}: {key} is given twice")
        seen.add(key)
        metadata = Metadata.checked(where, **{key: _value(key, line)}).over(metadata)
    return metadata


def _key(line: str) -> str:
    key, colon, _ = line.partition(":")
    return key.strip().lower() if colon else ""


def _value(key: str, line: str) -> object:
    value = _unquoted(line.partition(":")[2].strip())
    if key == "authors":
        names = value.removeprefix("[").removesuffix("]").split(",")
        return tuple(name for part in names if (name := _unquoted(part.strip())))
    if key in ("published", "language"):
        return value or None
    return value


def _unquoted(value: str) -> str:
    quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
