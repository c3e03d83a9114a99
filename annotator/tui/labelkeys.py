"""The keys that give labels: from the codebook, so that its labels and keys are those of the screen."""

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from annotator.errors import AnnotatorError
from annotator.tui.widgets.chips import chip_class
from schemas import Codebook


def label_bindings(codebook: Codebook, others: Iterable[BindingType]) -> list[BindingType]:
    """Make the bindings that give the codebook's labels, in its order.

    Raises `AnnotatorError` when a label wants a key of the bindings `others`.
    """
    taken = {key: what for binding in others for key, what in _characters(binding).items()}
    bindings: list[BindingType] = []
    for label in codebook.labels:
        keys = [(label.key, f"label({label.name!r})", label.title, "label")]
        if label.same_source_key:
            keys.append((label.same_source_key, f"label({label.name!r}, True)", "same source", "same-source"))
        for key, action, title, kind in keys:
            if key in taken:
                raise AnnotatorError(
                    f"codebook {codebook.name}: the key {key!r} of {label.name} is the app's for "
                    f"{taken[key]}; give the label another one"
                )
            # In a binding a comma separates keys.
            name = "comma" if key == "," else key
            bindings.append(Binding(name, action, title, key_display=key, id=f"{kind}-{label.name}"))
    return bindings


def label_chips(codebook: Codebook) -> dict[str, str]:
    """The component class of the label colour for every binding of `label_bindings`, by its id."""
    return {
        f"{kind}-{name}": chip_class(codebook, name)
        for name in codebook.label_names
        for kind in ("label", "same-source")
    }


def _characters(binding: BindingType) -> dict[str, str]:
    """The printable characters that a binding of the app takes, with what it does."""
    if not isinstance(binding, Binding):
        return {}
    keys = ("?" if key == "question_mark" else key for key in binding.key.split(","))
    return {key: binding.description for key in keys if len(key) == 1}
