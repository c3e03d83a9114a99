"""Choosing words: whatever keys are pressed, whole characters of the sentence are chosen."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.steps import characters
from annotator.tui.chosen import Chosen, Step, Steps

texts = st.text(st.sampled_from([*"abc  ,.—“”", *"漢か", *"\u0301\u200d👩🇩🇪"]), min_size=1, max_size=30)
directions = st.sampled_from([1, -1])
steps = st.sampled_from(Step)


@st.composite
def choices(draw: st.DrawFn) -> tuple[str, Chosen]:
    """A text and what is chosen in it after some keys."""
    text = draw(texts)
    chosen = Chosen(*Steps(text)[Step.WORD][0])
    for _ in range(draw(st.integers(0, 12))):
        chosen = draw(after_a_key(chosen, Steps(text)))
    return text, chosen


@st.composite
def after_a_key(draw: st.DrawFn, chosen: Chosen, all_ranges: Steps) -> Chosen:
    direction, ranges = draw(directions), all_ranges[draw(steps)]
    held = Chosen(chosen.start, chosen.end, held=not chosen.held)
    word = draw(st.sampled_from(all_ranges[Step.WORD]))
    possible = [chosen.moved(ranges, direction), chosen.grown(ranges, direction), chosen.up_to(word), held]
    possible += [chosen.to_edge(ranges, direction), chosen.snapped(ranges), chosen.turned()]
    return draw(st.sampled_from(possible))


@given(choices())
def test_whole_characters_are_chosen(choice: tuple[str, Chosen]) -> None:
    text, chosen = choice
    borders = {start for start, _ in characters(text)} | {len(text)}
    assert 0 <= chosen.start < chosen.end <= len(text)
    assert {chosen.start, chosen.end} <= borders


@given(choices(), steps, directions)
def test_growing_moves_one_end_only(choice: tuple[str, Chosen], step: Step, direction: int) -> None:
    text, chosen = choice
    grown = chosen.grown(Steps(text)[step], direction)
    assert grown.start == chosen.start or grown.end == chosen.end
    assert grown.held
    if direction > 0:
        assert (grown.start, grown.end) >= (chosen.start, chosen.end)
    else:
        assert (grown.start, grown.end) <= (chosen.start, chosen.end)


@given(texts, st.integers(0, 29), st.integers(0, 29))
def test_words_under_the_mouse_are_whole(text: str, first: int, last: int) -> None:
    steps = Steps(text)
    start, end = steps.around(first, last)
    words = steps[Step.WORD]
    assert start in {begin for begin, _ in words}
    assert end in {stop for _, stop in words}
    assert start < end


def test_every_word_can_be_reached_and_held() -> None:
    text = "The ferry ran aground"
    ranges = Steps(text)[Step.WORD]
    chosen = Chosen(*ranges[0])
    seen = []
    for _ in ranges:
        seen.append(text[chosen.start : chosen.end])
        chosen = chosen.moved(ranges, 1)
    assert seen == text.split()
    held = chosen.turned()
    assert (held.grown(ranges, -1).start, held.grown(ranges, -1).end) == (10, 21)
