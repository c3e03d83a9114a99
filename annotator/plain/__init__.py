"""The same work line by line, for screen readers and terminals that cannot draw: no colour, no boxes.

`Desk` takes a line of what was typed and gives the lines to print; `annotator.cli.plain` reads and prints.
"""

from annotator.plain.desk import Desk

__all__ = ["Desk"]
