"""Keys of the adjudication screen, but the codebook's labels; what annotating has too keeps its id."""

from textual.binding import Binding, BindingType

from annotator.tui.bindings import ANNOTATE_BINDINGS, APP, MOVING

TAKING = Binding.Group("take that version", compact=True)
"""The keys of the annotators: the key bar shows them as one."""
SETTLING = Binding.Group("Settle it")
BESIDE = Binding.Group("What else there is to say of the gold label")
ADJUDICATE = "adjudicate"
"""Name of the screen, and what the ids of its own bindings begin with."""
MOST_TAKEN = 9
"""Annotators with a key of their own."""

SPARE_KEYS = {str(key): (f"adjudicate-take-{key}", f"f{key + 2}") for key in range(1, 8)}
"""Where a label has the key: the action that has another instead. F1 and F2 help, F10 opens menus."""

_SHARED = frozenset(
    {
        *("source", "hedge", "worth", "directness", "source-view", "relay", "relay-less", "credibility"),
        *("gap", "mixed", "not-sure", "spans", "flag"),
        *("next", "previous", "page-down", "page-up", "first", "last"),
        *("copy", "theme", "settings", "palette", "dismiss", "help"),
    }
)
"""Ids of the annotate screen's bindings that do the same here, to the gold label."""

_SETTLING: list[BindingType] = [
    *(
        Binding(str(key), f"take({key})", f"take version {key}", id=f"adjudicate-take-{key}", group=TAKING)
        for key in range(1, MOST_TAKEN + 1)
    ),
    Binding("space", "accept", "as suggested", id="accept", group=SETTLING),
    Binding("0", "decline", "no right label", id="adjudicate-decline", group=SETTLING),
    Binding("r", "reason", "reason", id="adjudicate-reason", group=SETTLING),
    Binding(
        "R",
        "reason(True)",
        "reason for the one settled last",
        show=False,
        key_display="R",
        id="adjudicate-reason-last",
        group=SETTLING,
    ),
    Binding("x", "note", "note", id="adjudicate-note", group=SETTLING),
    Binding(
        "X",
        "note(True)",
        "note on the one settled last",
        show=False,
        key_display="X",
        id="adjudicate-note-last",
        group=SETTLING,
    ),
    Binding(
        "B",
        "needs_change",
        "codebook needs a change",
        key_display="B",
        id="adjudicate-codebook",
        group=SETTLING,
    ),
    Binding("z,ctrl+z", "undo", "undo", id="undo", group=SETTLING),
    Binding("Z,ctrl+y", "redo", "redo", show=False, key_display="Z", id="redo", group=SETTLING),
    Binding(
        "delete,backspace",
        "remove",
        "take the gold label away",
        show=False,
        key_display="del",
        id="remove",
        group=SETTLING,
    ),
]

_GOING: list[BindingType] = [
    Binding("tab", "open_item(1)", "next open", key_display="tab", id="adjudicate-next-open", group=MOVING),
    Binding(
        "shift+tab", "open_item(-1)", "previous open", show=False, id="adjudicate-previous-open", group=MOVING
    ),
    Binding("greater_than_sign", "item(1)", "next item", key_display=">", id="adjudicate-next", group=MOVING),
    Binding(
        "less_than_sign",
        "item(-1)",
        "item before",
        show=False,
        key_display="<",
        id="adjudicate-previous",
        group=MOVING,
    ),
    Binding("right", "look(1)", "look at versions", key_display="← →", id="adjudicate-look", group=MOVING),
    Binding(
        "left", "look(-1)", "look at the version before", show=False, id="adjudicate-look-back", group=MOVING
    ),
    Binding("D", "list", "list", key_display="D", id="adjudicate-list", group=MOVING),
]

_LEAVING: list[BindingType] = [
    Binding("q", "leave", "leave", key_display="q", id="quit", group=APP),
]


def _shared() -> list[Binding]:
    return [one for one in ANNOTATE_BINDINGS if isinstance(one, Binding) and one.id in _SHARED]


ADJUDICATE_BINDINGS: list[BindingType] = [*_SETTLING, *_GOING, *_shared(), *_LEAVING]
