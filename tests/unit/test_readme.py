"""The README says what is so."""

from pathlib import Path

from textual.binding import Binding

from annotator.tui.screens.annotate import AnnotateScreen

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_every_key_is_documented() -> None:
    keys = README.partition("## Keys")[2].partition("## Commands")[0]
    for binding in AnnotateScreen.BINDINGS:
        assert isinstance(binding, Binding)
        assert binding.description in keys, binding
        for key in (binding.key_display or binding.key.replace(",", " ")).split():
            assert key in keys, binding
