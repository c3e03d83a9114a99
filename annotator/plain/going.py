"""Going about in line mode: sentences, what is found, articles; nothing here changes a label.

Every function is what a command does: it takes what follows the word, and gives the lines to print.
"""

from collections.abc import Iterator

from annotator.errors import AnnotatorError
from annotator.plain import words
from annotator.plain.desk import Desk
from annotator.plain.typed import whole_number

Lines = Iterator[str]
_MANY = 20
"""Lines of a list that are given at once."""
_MINE = "is:mine"
_LONGEST_NUMBER = 3
"""Digits of a number in a list; an article may be named by four or more."""


def following(desk: Desk, rest: str) -> Lines:
    """The next sentence."""
    return desk.go(desk.place + 1)


def previous(desk: Desk, rest: str) -> Lines:
    """The sentence before."""
    return desk.go(desk.place - 1)


def unlabelled(desk: Desk, rest: str) -> Lines:
    """The next sentence without a label; the nearest before, with `back`."""
    place = desk.labelling.next_unlabelled(desk.place, -1 if rest.startswith("b") else 1)
    if place is None:
        yield desk.rest()
    else:
        yield from desk.go(place)


def go(desk: Desk, rest: str) -> Lines:
    """The sentence with a number."""
    count, wanted = len(desk.labelling.article.units), whole_number(rest) or 0
    if not 1 <= wanted <= count:
        raise AnnotatorError(f"there are sentences 1 to {count}: g 1")
    return desk.go(wanted - 1)


def search(desk: Desk, rest: str) -> Lines:
    """Go to the next sentence with these words; without words, to the next of those found before."""
    article = desk.labelling.article
    if rest:
        wanted = " ".join(rest.casefold().split())
        texts = (" ".join(article.unit_text(unit).casefold().split()) for unit in article.units)
        desk.found = [place for place, text in enumerate(texts) if wanted in text]
    if not desk.found:
        why = "no sentence of this article has these words" if rest else "type words to look for"
        raise AnnotatorError(why)
    place = next((place for place in desk.found if place > desk.place), desk.found[0])
    yield f"Found in {len(desk.found)} sentences: {_few(desk.found)}. / goes to the next."
    yield from desk.go(place)


def _few(places: list[int]) -> str:
    numbers = ", ".join(str(place + 1) for place in places[:_MANY])
    return numbers if len(places) <= _MANY else f"{numbers} …"


def here(desk: Desk, rest: str) -> Lines:
    """The current sentence again."""
    return desk.here()


def read(desk: Desk, rest: str) -> Lines:
    """Read on without moving."""
    units = desk.labelling.article.units
    count = whole_number(rest or "5")
    if rest == "all":
        start, count = 0, len(units)
    elif count is None:
        raise AnnotatorError("say how many sentences to read, or all: read 5")
    else:
        start = desk.place
    for place in range(start, min(start + count, len(units))):
        record = desk.labelling.record(units[place])
        said = "no label"
        if record and record.label:
            said = words.title(desk.labelling.codebook, record.label, record.same_source)
        yield f"{place + 1}, {said}: {desk.labelling.article.unit_text(units[place])}"


def articles(desk: Desk, rest: str) -> Lines:
    """List articles whose title, outlet or date has the words typed; one's own first, is:mine only."""
    headers = desk.articles()
    own = desk.own_articles(headers)
    mine, wanted = rest.casefold() == _MINE, rest.casefold()
    found = [
        header
        for header in headers
        if (mine and (own is None or header.id in own))
        or wanted in f"{header.title} {header.outlet} {header.published}".casefold()
    ]
    if own is not None:
        found.sort(key=lambda header: header.id not in own)
    desk.listed = [header.id for header in found]
    for number, header in enumerate(found[:_MANY], start=1):
        done = desk.project.labelled_units(header, desk.annotator)
        known = (header.title, header.outlet, (header.published or "")[:10])
        whose = "; yours" if own is not None and header.id in own else ""
        yield f"{number}. {', '.join(filter(None, known))}; {done} of {header.units} labelled{whose}."
    if len(found) > _MANY:
        yield f"And {len(found) - _MANY} more: type words of the title, too, e.g. articles strike."
    if found:
        yield "open and a number opens one."
    else:
        yield f"No article has these words. {desk.hidden}".rstrip()


def open_article(desk: Desk, rest: str) -> Lines:
    """An article by its number in the last list, or its id; alone, the next unfinished one."""
    if not rest:
        return desk.change_to(desk.project.next_article(desk.annotator))
    place = whole_number(rest) if len(rest) <= _LONGEST_NUMBER else None
    if place is None:
        return desk.change_to(rest)
    if not 1 <= place <= len(desk.listed):
        raise AnnotatorError("no article of the last list has this number: articles makes a list")
    return desk.change_to(desk.listed[place - 1])
