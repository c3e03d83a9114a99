"""Whether the app still has its terminal."""

import sys


def terminal_is_there() -> bool:
    """Whether keys can still come; False also where none ever could, and on Windows."""
    try:
        import termios
    except ImportError:
        return False
    try:
        termios.tcgetattr(sys.__stdin__.fileno() if sys.__stdin__ else -1)
    except (ValueError, OSError, termios.error):
        return False
    return True
