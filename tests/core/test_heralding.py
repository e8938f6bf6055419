"""What other processes commit reaches the open pages of this one, each thing once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from essp.core import clock, events, heralding
from essp.core.db import transaction
from essp.core.events import FactRow
from essp.discussions.models import Thread
from essp.discussions.posting import reply
from essp.discussions.queries import opening_of
from essp.people.models import Person
from essp.spaces.models import Space
from tests.discussions.talking import ask
from tests.lines import Open, open_line, told

__all__ = ["open_line"]


@pytest.fixture
def thread(femke: Person, space: Space) -> Thread:
    return ask(femke, space)


def committed(session: Session, *numbers: int) -> None:
    """Facts with these numbers, as another process commits them."""
    for number in numbers:
        session.add(FactRow(id=number, at=clock.now(), kind="PostAdded", actor_id=None, detail={}))
    session.commit()


def test_each_row_is_told_once_and_late_ones_too(session: Session) -> None:
    heard: list[Sequence[int]] = []
    tail = heralding.Tail(FactRow.id, heard.append)
    committed(session, 3)
    tail.begin()
    tail.look()
    committed(session, 5, 7)
    tail.look()
    committed(session, 6)
    tail.look()
    tail.look()
    assert heard == [[5, 7], [6]]


def test_a_post_of_another_process_is_heard_here(
    app: Flask,
    open_line: Open,
    femke: Person,
    ruben: Person,
    thread: Thread,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = open_line(femke)
    window.emit("thread:open", {"uid": thread.uid})
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(heralding, "wake", lambda: None)
        with transaction():
            reply(ruben, opening_of(thread).uid, text="From a command.")
    assert told(window, "thread:news") == []
    heralding.wake()
    assert [each["what"] for each in told(window, "thread:news")] == ["posted"]


def test_nobody_looks_while_no_line_is_open(
    app: Flask, femke: Person, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events.FACTS, "tell", pytest.fail)
    with transaction():
        reply(femke, opening_of(thread).uid, text="Nobody looks.")
    heralding.wake()


def test_a_thing_that_cannot_be_told_does_not_stop_the_next(
    open_line: Open, femke: Person, ruben: Person, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_line(femke)
    window.emit("thread:open", {"uid": thread.uid})
    kind, listeners = events._listened["PostAdded"]

    def broken(_fact: object) -> None:
        raise ValueError("not today")

    monkeypatch.setitem(events._listened, "PostAdded", (kind, [broken, *listeners]))
    with transaction():
        reply(ruben, opening_of(thread).uid, text="Told all the same.")
    assert [each["what"] for each in told(window, "thread:news")] == ["posted"]
