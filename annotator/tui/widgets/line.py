"""The line to type in, on every screen."""

from textual.reactive import reactive
from textual.widgets import Input


class Line(Input):
    """Its cursor stands still: a blinking one would send to the terminal all day, and draw the eye."""

    cursor_blink = reactive(False, init=False)
