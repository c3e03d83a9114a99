"""What can be typed in line mode: labels by their keys, everything else by a word or the app's key."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from annotator.errors import AnnotatorError
from annotator.pace import summary
from annotator.plain import decisions, going
from annotator.plain.decisions import Does, Lines
from annotator.plain.desk import Desk
from annotator.plain.typed import one_of
from schemas import Advance, Role, SourceType

_SHORTEST = 2
"""Letters of a word that may stand for it."""


class Command(NamedTuple):
    """One thing that can be typed."""

    names: tuple[str, ...]
    """The word, and the keys and other words for the same."""
    takes: str
    """What may follow the word, for people to read."""
    does: str
    run: Does


def run(desk: Desk, typed: str) -> Lines:
    """Do what a line asks for. Raises `AnnotatorError` for what is no command or not possible here."""
    line = typed.replace("\0", "").strip()
    if not line:
        return desk.go(desk.place + 1)
    if label := _label_of_key(desk, line):
        return decisions.give(desk, *label)
    if line[0] == "/":
        return going.search(desk, line[1:].strip())
    word, _, rest = line.partition(" ")
    if glued := re.fullmatch(r"g(\d+)", word):
        return going.go(desk, glued[1])
    if named := next((command for command in COMMANDS if word in command.names), None):
        return named.run(desk, rest.strip())
    return _meant(desk, line)


def _label_of_key(desk: Desk, key: str) -> tuple[str, bool] | None:
    """The label that a key of the codebook gives, and whether with the source before it."""
    for label in desk.labelling.codebook.labels:
        if key in (label.key, label.same_source_key):
            return label.name, key != label.key
    return None


def _meant(desk: Desk, line: str) -> Lines:
    """Do what the whole or the beginning of a word stands for; a label must be all of the line."""
    word, _, rest = line.partition(" ")
    said, begun = " ".join(line.casefold().split()), word.casefold()
    labels = desk.labelling.codebook.labels
    if same := next((one for one in labels if one.same_source_key and said in ("same", "same source")), None):
        return decisions.give(desk, same.name, True)
    near = {
        label.title: lambda name=label.name: decisions.give(desk, name, False)
        for label in labels
        if said in (label.title.casefold(), label.name) or _begins(label.title.casefold(), said)
    }
    near |= {
        command.names[0]: lambda does=command.run: does(desk, rest.strip())
        for command in COMMANDS
        if _begins(command.names[0], begun)
    }
    if len(near) > 1:
        raise AnnotatorError(f"“{line}” may be {' or '.join(near)}: type more of it")
    if not near:
        raise AnnotatorError(f"nothing is called “{word}”: ? lists what can be typed")
    return near.popitem()[1]()


def _begins(name: str, typed: str) -> bool:
    return len(typed) >= _SHORTEST and name.startswith(typed)


def _rules(desk: Desk, rest: str) -> Lines:
    codebook = desk.labelling.codebook
    yield codebook.question
    for label in codebook.labels:
        yield f"{label.key}, {label.title}: {label.definition}"
        if label.same_source_key:
            yield f"{label.same_source_key}, {label.title}, same source: {label.same_source_definition}"
    for rule in codebook.rules:
        leads = f" Leads to: {codebook.label(rule.decides).title}." if rule.decides else ""
        yield f"Rule {rule.number}, {rule.title}.{leads} {rule.text}"
        yield from (f"Example: {example}" for example in rule.examples)


def _pace(desk: Desk, rest: str) -> Lines:
    yield from summary(desk.pace(), desk.labelling.codebook)
    yield desk.rest()


def _advance(desk: Desk, rest: str) -> Lines:
    desk.advance = one_of(list(Advance), rest, "place to go after a label")
    yield f"After a label: {desk.advance}."


def _hints(desk: Desk, rest: str) -> Lines:
    desk.hints = not desk.hints
    yield "What can be typed is said with every sentence." if desk.hints else "Hints are off; ? tells them."


def _help(desk: Desk, rest: str) -> Lines:
    for key, what in desk.label_keys.items():
        yield f"{key}: {what}"
    yield "enter alone: the next sentence"
    for command in COMMANDS:
        also = f", or {', '.join(command.names[1:])}" if command.names[1:] else ""
        takes = f" {command.takes}" if command.takes else ""
        yield f"{command.names[0]}{takes}{also}: {command.does}"
    yield "The beginning of a word is enough where it can mean one thing only."


def _quit(desk: Desk, rest: str) -> Lines:
    desk.left = not desk.unsaved or rest == "anyway"
    if not desk.left:
        yield "Not everything is saved. quit anyway leaves and loses it; any other line tries again."


def _commands() -> Iterator[Command]:
    yield Command(("next", "j"), "", "the next sentence", going.following)
    yield Command(("back", "b", "-", "k"), "", "the sentence before", going.previous)
    yield Command(("unlabelled", "ul"), "", "the next sentence without a label", going.unlabelled)
    yield Command(("go", "g"), "NUMBER", "the sentence with this number", going.go)
    yield Command(("search", "/"), "WORDS", "the next sentence with these words", going.search)
    yield Command(("here",), "", "this sentence again", going.here)
    yield Command(("read",), "NUMBER", "read on without moving; read all: the article", going.read)
    yield Command(("accept", "ok"), "", "take the suggestion, or confirm a label", decisions.accept)
    yield Command(("repeat", "."), "", "the last label and attributes for this sentence", decisions.repeat)
    yield Command(("undo", "z"), "", "take the last decision back", decisions.undo)
    yield Command(("redo", "Z"), "", "do it again", decisions.redo)
    yield Command(("remove", "del"), "", "take the label away", decisions.remove)
    yield Command(("flag", "f"), "", "flag the sentence, or take the flag back", decisions.toggle("flag"))
    yield Command(("comment", "x"), "WORDS", "x - removes it, x alone reads it", decisions.comment)
    for role in Role:
        takes = "TECHNIQUE: WORDS" if role is Role.PROPAGANDA else "WORDS"
        yield Command((role.value,), takes, f"mark these words as {role}", decisions.mark(role))
    yield Command(("unmark",), "WORDS", "no mark on these words, of a kind, or at all", decisions.unmark)
    yield Command(("who",), "NAME", "who said it, by the register; NAME via RELAY; - nobody", decisions.who)
    yield Command(("type",), "NAME", "the type of the source, or its number", decisions.source_type)
    for number, kind in enumerate(SourceType, start=1):
        said = f"the source is of type {kind.replace('_', ' ')}"
        yield Command((str(number),), "", said, decisions.typed_by_number(number))
    yield Command(("hedge", "h"), "VALUE", "certain, hedged or denied; alone: the next", decisions.hedge)
    yield Command(("worth", "w"), "0 to 2", "1 ordinary, 2 matters if false, 0 background", decisions.worth)
    yield Command(("credibility", "c"), "0 to 6", "of the information; 0: not rated", decisions.credibility)
    yield Command(("directness", "d"), "VALUE", "indirect, direct or mixed speech", decisions.directness)
    yield Command(("view",), "", "the source's own opinion, or not", decisions.toggle("source_view"))
    yield Command(("relay", "+"), "LENGTH", "how long the chain is; alone: one more", decisions.relay)
    yield Command(("gap", "p"), "", "says only that information is missing, or not", decisions.toggle("gap"))
    yield Command(("mixed", "m"), "", "a mixed sentence, or not", decisions.toggle("mixed"))
    yield Command(("unsure", "i"), "", "not sure of the label, or sure", decisions.toggle("low_confidence"))
    yield Command(
        ("articles", "a"), "WORDS", "list all articles, those with these words, or is:mine", going.articles
    )
    yield Command(("open",), "NUMBER", "one of the list; alone: the next unfinished", going.open_article)
    yield Command(("rules",), "", "the labels and the rules to decide by", _rules)
    yield Command(("pace", "P"), "", "what was done in this session", _pace)
    yield Command(("advance",), "next, unlabelled or stay", "where to go after a label", _advance)
    yield Command(("hints",), "", "say what can be typed with every sentence, or not", _hints)
    yield Command(("help", "?"), "", "this list", _help)
    yield Command(("quit", "q"), "", "leave", _quit)


COMMANDS = tuple(_commands())
"""Everything but the labels, whose keys are the codebook's; a key that a label has is the label's."""
