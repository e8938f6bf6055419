"""Lines that misbehave: events nobody knows, floods, and what does not fit."""

from __future__ import annotations

import pytest

from essp.core import realtime
from essp.people.models import Person
from tests.lines import Open, open_line

__all__ = ["open_line"]


@pytest.mark.parametrize("sent", [(), ({},), ("x", 7), ([[]],)])
def test_an_event_that_nobody_knows_is_answered(
    open_line: Open, femke: Person, sent: tuple[object, ...]
) -> None:
    assert open_line(femke).emit("no:such", *sent) == {"error": "unknown"}


def test_too_many_events_at_once_are_not_looked_at_and_a_flood_is_cut_off(
    open_line: Open, femke: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(realtime, "MOST_EVENTS", 3)
    monkeypatch.setattr(realtime, "FLOOD", 5)
    window, calm = open_line(femke), open_line(femke)
    answers = [window.emit("page:open", {"uid": "zzzzzzzzzz"})["error"] for _ in range(5)]
    assert answers == ["missing"] * 3 + ["too many"] * 2
    window.emit("page:open", {})
    assert not window.is_connected()
    assert calm.emit("page:open", {})["error"] == "missing"


def test_a_calm_line_counts_anew_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = realtime.Lines(1, ())
    assert [lines.count_event("a") for _ in range(3)] == [1, 2, 3]
    now = realtime.time.monotonic
    monkeypatch.setattr(realtime.time, "monotonic", lambda: now() + realtime.WINDOW + 1)
    assert lines.count_event("a") == 1
