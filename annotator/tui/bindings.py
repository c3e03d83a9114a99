"""Every key of the annotate screen: the key bar, help, the palette and the settings read this one list.

A binding's id is what a user names to give it another key; its group is where help and key bar put it.
"""

from textual.binding import Binding, BindingType

from schemas import SourceType

LABELS = Binding.Group("Labels")
TYPES = Binding.Group("source type", compact=True)
"""The keys of the source types: the key bar shows them as one."""
ATTRIBUTES = Binding.Group("What else there is to say of the sentence")
DECISIONS = Binding.Group("Decisions")
MOVING = Binding.Group("Going about")
COMPARING = Binding.Group("What annotators say")
APP = Binding.Group("The app")

_IN_WORDS = {
    SourceType.NAMED_PERSON: "named person",
    SourceType.NAMED_ORGANISATION: "named organisation or government",
    SourceType.DOCUMENT: "document or data",
    SourceType.MEDIA_OUTLET: "media outlet",
    SourceType.UNNAMED_PERSON: "unnamed person",
    SourceType.UNNAMED_GROUP: "unnamed group",
    SourceType.UNACCOUNTABLE_FOOTAGE: "footage or post without an accountable speaker",
    SourceType.REPORTER_AT_SCENE: "reporter at the scene",
}

_ATTRIBUTES: list[BindingType] = [
    *(
        Binding(str(key), f"source_type({kind.value!r})", _IN_WORDS[kind], id=f"type-{kind}", group=TYPES)
        for key, kind in enumerate(SourceType, start=1)
    ),
    Binding("space", "accept", "accept", id="accept", group=ATTRIBUTES),
    Binding("enter", "source", "who says it", key_display="enter", id="source", group=ATTRIBUTES),
    Binding("h", "cycle('hedge')", "hedge", id="hedge", group=ATTRIBUTES),
    Binding("w", "cycle('check_worthiness')", "check-worthiness", id="worth", group=ATTRIBUTES),
    Binding("d", "cycle('directness')", "directness", id="directness", group=ATTRIBUTES),
    Binding("b", "switch('source_view')", "source's view", id="source-view", group=ATTRIBUTES),
    Binding("plus", "relay(1)", "one relay more", key_display="+", id="relay", group=ATTRIBUTES),
    Binding(
        "minus", "relay(-1)", "one relay less", show=False, key_display="-", id="relay-less", group=ATTRIBUTES
    ),
    Binding("c", "credibility", "credibility", id="credibility", group=ATTRIBUTES),
    Binding("p", "switch('gap')", "gap", id="gap", group=ATTRIBUTES),
    Binding("m", "switch('mixed')", "mixed", id="mixed", group=ATTRIBUTES),
    Binding("i", "switch('low_confidence')", "not sure", id="not-sure", group=ATTRIBUTES),
]

_DECISIONS: list[BindingType] = [
    Binding("v", "spans", "mark words", id="spans", group=DECISIONS),
    Binding("f", "switch('flag')", "flag", id="flag", group=DECISIONS),
    Binding("x", "comment", "comment", id="comment", group=DECISIONS),
    Binding("z,ctrl+z", "undo", "undo", id="undo", group=DECISIONS),
    Binding("Z,ctrl+y", "redo", "redo", show=False, key_display="Z", id="redo", group=DECISIONS),
    Binding("r", "range", "range", id="range", group=DECISIONS),
    Binding("full_stop", "repeat", "repeat", key_display=".", id="repeat", group=DECISIONS),
    Binding("e", "edit", "edit the sentence", id="edit", group=DECISIONS),
    Binding(
        "delete,backspace",
        "remove",
        "remove the label",
        show=False,
        key_display="del",
        id="remove",
        group=DECISIONS,
    ),
]

_MOVING: list[BindingType] = [
    Binding("tab", "unlabelled(1)", "next unlabelled", key_display="tab", id="next-unlabelled", group=MOVING),
    Binding(
        "shift+tab",
        "unlabelled(-1)",
        "previous unlabelled",
        show=False,
        id="previous-unlabelled",
        group=MOVING,
    ),
    Binding("down,j", "move(1)", "next sentence", show=False, key_display="↓ j", id="next", group=MOVING),
    Binding(
        "up,k", "move(-1)", "previous sentence", show=False, key_display="↑ k", id="previous", group=MOVING
    ),
    Binding(
        "pagedown", "page(1)", "a screen down", show=False, key_display="PgDn", id="page-down", group=MOVING
    ),
    Binding("pageup", "page(-1)", "a screen up", show=False, key_display="PgUp", id="page-up", group=MOVING),
    Binding("home", "move_to(0)", "first sentence", show=False, key_display="Home", id="first", group=MOVING),
    Binding("end", "move_to(-1)", "last sentence", show=False, key_display="End", id="last", group=MOVING),
    Binding("slash", "app.search", "search", key_display="/", id="search", group=MOVING),
    Binding("g", "go", "go to", id="go", group=MOVING),
    Binding(
        "greater_than_sign",
        "jump(1)",
        "on to the next found",
        show=False,
        key_display=">",
        id="jump-on",
        group=MOVING,
    ),
    Binding(
        "less_than_sign",
        "jump(-1)",
        "back to the last found",
        show=False,
        key_display="<",
        id="jump-back",
        group=MOVING,
    ),
    Binding("a", "app.articles", "articles", id="articles", group=MOVING),
    Binding(
        "N",
        "app.next_article",
        "next unfinished article",
        show=False,
        key_display="N",
        id="next-article",
        group=MOVING,
    ),
]

_COMPARING: list[BindingType] = [
    Binding(
        "C", "app.compare", "compare annotators", show=False, key_display="C", id="compare", group=COMPARING
    ),
    Binding(
        "D",
        "app.disagreements",
        "list of disagreements",
        show=False,
        key_display="D",
        id="disagreements",
        group=COMPARING,
    ),
    Binding(
        "A",
        "app.adjudicate",
        "settle disagreements",
        show=False,
        key_display="A",
        id="adjudicate",
        group=COMPARING,
    ),
]

_APP: list[BindingType] = [
    Binding("y", "copy", "copy the sentence", show=False, id="copy", group=APP),
    Binding("T", "text_only", "text only", show=False, key_display="T", id="text-only", group=APP),
    Binding("t", "app.next_theme", "next theme", show=False, id="theme", group=APP),
    Binding(
        "R",
        "app.retest",
        "second pass: label again",
        show=False,
        key_display="R",
        id="retest",
        group=APP,
    ),
    Binding("P", "app.pace", "pace of this session", show=False, key_display="P", id="pace", group=APP),
    Binding("comma", "app.settings", "settings", show=False, key_display=",", id="settings", group=APP),
    Binding("colon,f2,ctrl+p", "app.palette", "menu", key_display=":", id="palette", group=APP),
    Binding(
        "escape",
        "escape",
        "leave, or take a message away",
        show=False,
        key_display="esc",
        id="dismiss",
        group=APP,
    ),
    Binding("q", "app.leave", "quit", key_display="q", id="quit", group=APP),
    Binding("question_mark,f1", "help", "help", key_display="?", id="help", group=APP),
]

ANNOTATE_BINDINGS: list[BindingType] = [*_ATTRIBUTES, *_DECISIONS, *_MOVING, *_COMPARING, *_APP]

KEYLESS: list[Binding] = [
    Binding("", "app.tour", "the guided tour", id="tour", group=APP),
    Binding("", "app.practice", "practise on a labelled article", id="practice", group=APP),
    Binding("", "app.change('measure', 1)", "wider lines", id="wider", group=APP),
    Binding("", "app.change('measure', -1)", "narrower lines", id="narrower", group=APP),
    Binding("", "app.change('density', 1)", "room between paragraphs, or none", id="density", group=APP),
    Binding("", "app.change('advance', 1)", "where to go after a label", id="advance", group=APP),
]
"""Actions without a key of their own: reached through the palette, unless the user gives them one."""
