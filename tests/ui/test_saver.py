"""Saving off the interface's thread: every attempt is told, whatever happens in it."""

from threading import Event

import pytest

from annotator.errors import AnnotatorError
from annotator.tui.saver import Saver


@pytest.mark.parametrize("error", [AnnotatorError("the disk is full"), MemoryError("no room"), None])
def test_every_attempt_is_told(error: Exception | None) -> None:
    told: list[str] = []

    def commit() -> None:
        if error:
            raise error

    saver = Saver(commit, told.append)
    saver.request()
    saver.close()
    assert len(told) == 1
    assert (str(error) in told[0]) if error else told == [""]


def test_requests_made_while_one_is_waiting_are_one() -> None:
    begun, go = Event(), Event()
    commits: list[int] = []

    def commit() -> None:
        begun.set()
        go.wait(10)
        commits.append(1)

    saver = Saver(commit, lambda problem: None)
    saver.request()
    assert begun.wait(10)
    for _ in range(5):
        saver.request()
    go.set()
    saver.close()
    assert len(commits) == 2
