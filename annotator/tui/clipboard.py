"""Copying through the terminal, and saying honestly what came of it."""

import subprocess
from collections.abc import Mapping

from textual.app import App

LONGEST_BYTES = 74_994
"""In UTF-8: terminals take an OSC 52 sequence of 100,000 bytes, and base64 makes three bytes four."""
_TMUX_SECONDS = 1


def copy(app: App[None], text: str, environ: Mapping[str, str]) -> str:
    """Send a text to the terminal's clipboard (OSC 52), and to tmux where it is between; say what happened.

    No terminal answers whether it has taken it.
    """
    if len(text.encode()) > LONGEST_BYTES:
        return f"Not copied: {len(text):,} characters are more than a terminal's clipboard takes."
    if environ.get("TERM") == "linux":
        return "Not copied: this terminal has no clipboard."
    app.copy_to_clipboard(text)
    if environ.get("TMUX") and _tmux_took(text):
        return "Copied into tmux (prefix ] pastes) and sent to the terminal's clipboard."
    if environ.get("TERM_PROGRAM") == "Apple_Terminal":
        return "Sent to the terminal's clipboard, but this terminal takes none; another one, or tmux, does."
    return "Sent to the terminal's clipboard; many terminals need it allowed."


def _tmux_took(text: str) -> bool:
    """Put a text into tmux's own buffer: with its default settings tmux passes no sequence on by itself."""
    try:
        done = subprocess.run(
            ["tmux", "load-buffer", "-w", "-"],
            input=text.encode(),
            capture_output=True,
            timeout=_TMUX_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
