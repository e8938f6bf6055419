"""The live line of a conversation: its window says that it is open and who writes a reply in it.

That somebody writes is kept in memory, and for other processes of the site as a lease; it ends by
itself, and says nothing of what is written.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import select

from essp.core import attending, heralding, realtime
from essp.core.db import session
from essp.core.decision import NotFound
from essp.core.realtime import Handler, Sent, View
from essp.discussions.hearing import news_since, subject
from essp.discussions.models import Thread
from essp.discussions.queries import find_thread
from essp.people.current import me
from essp.people.listening import face
from essp.people.models import Person
from essp.spaces.hearing import present_before
from essp.spaces.models import Space

LASTS = 12.0  # seconds for which somebody writes who says no more of it
SHOWN = 5
WRITING = "thread:writing"


@dataclass
class Pens:
    """Who writes where now: lines by thread, each until when."""

    _until: dict[int, dict[str, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take_up(self, thread_id: int, line: str) -> bool:
        """A line writes for a while; True when it did not before."""
        with self._lock:
            lines = self._until.setdefault(thread_id, {})
            new = line not in lines
            lines[line] = time.monotonic() + LASTS
            return new

    def put_down(self, thread_id: int, line: str) -> bool:
        """A line writes no more; True when it did."""
        with self._lock:
            lines = self._until.get(thread_id, {})
            wrote = lines.pop(line, None) is not None
            if not lines:
                self._until.pop(thread_id, None)
            return wrote

    def lines(self, thread_id: int) -> set[str]:
        """The lines that write in a thread now."""
        now = time.monotonic()
        with self._lock:
            lines = self._until.get(thread_id, {})
            return {line for line, until in lines.items() if until > now}

    def ended(self) -> list[int]:
        """The threads in which somebody's time ran out since this was last asked."""
        now = time.monotonic()
        with self._lock:
            found = [each for each, lines in self._until.items() if min(lines.values()) <= now]
            for each in found:
                left = {line: until for line, until in self._until.pop(each).items() if until > now}
                if left:
                    self._until[each] = left
            return found


pens = Pens()


def open_thread(line: str, sent: Sent) -> Mapping[str, Any]:
    """A window shows the thread `uid`, up to the post of number `after`."""
    thread = _thread(sent)
    realtime.look(line, subject(thread.id))
    after = sent.get("after")
    number = after if isinstance(after, int) and 0 <= after < 1 << 31 else thread.last_number
    others = attending.elsewhere(subject(thread.id))
    if pens.lines(thread.id) or any(each.writing for each in others):
        _tell_soon(thread.id)
    return {
        "last": thread.last_number,
        "new": news_since(me().id, thread, number),
        "state": f"{thread.closed_at} {thread.accepted} {thread.space_id}",
    }


def write(line: str, sent: Sent) -> Mapping[str, Any]:
    """Somebody writes a reply in the thread that the window shows, or (`on` is false) no longer."""
    thread = _thread(sent)
    shows = {view.line for view in realtime.looking_at(subject(thread.id))}
    if line not in shows:
        raise NotFound
    on = sent.get("on") is not False
    work = pens.take_up if on else pens.put_down
    if work(thread.id, line):
        realtime.look(line, subject(thread.id), writing=on)
        _tell_soon(thread.id)
    return {}


def close_thread(line: str, _sent: Sent) -> Mapping[str, Any]:
    """The window shows the thread no longer."""
    realtime.look_away(line)
    return {}


def gone(view: View) -> None:
    """A window shows its thing no longer; whoever wrote there does so no more."""
    kind, _, number = view.subject.partition(":")
    if kind == "thread" and pens.put_down(int(number), view.line):
        _tell_soon(int(number))


def tell_ended() -> None:
    """Tell of those who wrote and have not gone on."""
    for thread_id in pens.ended():
        lines = pens.lines(thread_id)
        for view in realtime.looking_at(subject(thread_id)):
            if view.writing and view.line not in lines:
                realtime.look(view.line, view.subject)
        tell_who_writes(thread_id)


def changed(thing: str) -> None:
    """Somebody began or ended in another process; where it is a thread, who writes in it is told."""
    kind, _, number = thing.partition(":")
    if kind == "thread":
        tell_who_writes(int(number))


def tell_who_writes(thread_id: int) -> None:
    """Tell the windows on a thread who writes in it; everyone gets the same and leaves themselves out."""
    thread = session().get(Thread, thread_id, populate_existing=True)
    if thread is None:
        return
    present, elsewhere = present_before(subject(thread.id), Space.id == thread.space_id)
    lines = pens.lines(thread_id)
    writers = [view for view in present if view.line in lines]
    writers += [view for view in elsewhere if view.writing]
    order = list(dict.fromkeys(view.person_id for view in writers))[:SHOWN]
    found = {
        each.id: each for each in session().scalars(select(Person).where(Person.id.in_(order)))
    }
    told = {"people": [face(found[each]) for each in order], "seconds": 2 * LASTS}
    realtime.send([view.line for view in present], WRITING, told)


def _tell_soon(thread_id: int) -> None:
    heralding.soon(f"writing:{thread_id}", partial(tell_who_writes, thread_id))


def _thread(sent: Sent) -> Thread:
    uid = sent.get("uid")
    return find_thread(me(), uid if isinstance(uid, str) else "")


HEARD: Mapping[str, Handler] = {
    "thread:open": open_thread,
    "thread:close": close_thread,
    "thread:writing": write,
}
