"""The labelling configuration of Label Studio that goes with our tasks."""

import re
from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from annotator.interop.flat import OF_SOURCES
from annotator.interop.vocabulary import CHOICES, Vocabulary
from schemas import Codebook

TEXT, LABEL, PASSAGE = "text", "label", "passage"
"""Names of the tags for the sentence, its label and its passages."""

_COLOURS = ("#1f6feb", "#b35900", "#1a7f37", "#8250df", "#bf3989", "#57606a", "#9a6700", "#0a7ea4")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMBERED = re.compile(r"(.+)_([2-9]|[1-9][0-9])")


def control(attribute: str) -> str:
    """Name the control of an attribute: `source_type#2` is `source_type_2`, for names have no `#`."""
    return attribute.replace("#", "_")


def attribute(name: str) -> str:
    """Give the attribute that `control` named."""
    found = _NUMBERED.fullmatch(name)
    return f"{found[1]}#{found[2]}" if found and found[1] in OF_SOURCES else name


def is_choice(attribute: str) -> bool:
    """Say whether an attribute is chosen rather than written."""
    return attribute.partition("#")[0] in CHOICES


def label_config(codebook: Codebook, words: Vocabulary) -> str:
    """Write the configuration: the sentence with its neighbours, and a control for all that may be said."""
    lines = [
        "<View>",
        '  <Header value="$title"/>',
        '  <Text name="before" value="$before"/>',
        f'  <Text name="{TEXT}" value="$text"/>',
        '  <Text name="after" value="$after"/>',
        f"  <Header value={_quoted(codebook.question)}/>",
        *_choices(LABEL, _labels(codebook, words.labels)),
    ]
    if words.passages:
        lines += [f'  <Labels name="{PASSAGE}" toName="{TEXT}">']
        lines += [
            f'    <Label value={_quoted(name)} background="{_COLOURS[place % len(_COLOURS)]}"/>'
            for place, name in enumerate(words.passages)
        ]
        lines += ["  </Labels>"]
    for name in words.attributes:
        lines.append(f'  <Header value={_quoted(name.replace("_", " "))} size="5"/>')
        if is_choice(name):
            values = CHOICES[name.partition("#")[0]]
            lines += _choices(control(name), (f"value={_quoted(value)}" for value in values))
        else:
            lines.append(f'  <TextArea name="{control(name)}" toName="{TEXT}" maxSubmissions="1"/>')
    return "\n".join([*lines, "</View>", ""])


def _labels(codebook: Codebook, names: Iterable[str]) -> Iterable[str]:
    told = {label.name: label for label in codebook.labels}
    for name in names:
        label = told.get(name)
        if label is None:
            yield f"value={_quoted(name)}"
            continue
        hint = f" hint={_quoted(f'{label.title}: {label.definition}')}"
        key = label.key.lower()
        hotkey = f' hotkey="{key}"' if key.isascii() and key.isalnum() else ""
        yield f"value={_quoted(name)}{hint}{hotkey}"


def _choices(name: str, values: Iterable[str]) -> Iterable[str]:
    yield f'  <Choices name="{name}" toName="{TEXT}" choice="single" showInline="true">'
    yield from (f"    <Choice {value}/>" for value in values)
    yield "  </Choices>"


def _quoted(value: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", value))
