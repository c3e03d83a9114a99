"""The diagnostic of what a terminal sends."""

from annotator.codebook import load_codebook
from annotator.tui.keylist import listed_keys
from annotator.tui.keytest import KeyTest
from tests.ui.looking import screen_text


async def test_every_key_is_shown_with_what_it_does() -> None:
    app = KeyTest(listed_keys(load_codebook(), {}))
    async with app.run_test(size=(110, 30)) as pilot:
        await pilot.press("f", "ctrl+q", "tab", "ctrl+b", "é", "q", "f12", "q")
        text = screen_text(app)
        assert "annotate: flag" in text
        assert "everywhere: quit" in text
        assert "annotate: next unlabelled" in text
        assert "tmux takes it" in text
        assert "('é')   nothing" in text
        assert app.is_running
        await pilot.press("q")
        await pilot.pause()
        assert not app.is_running
