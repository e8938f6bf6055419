"""When a guard steps down because its owners keep people waiting, and when it steps back: pure.

A guard that holds edits back is a loan: its owners promise to decide within some working days. Before
the promise runs out they are told; when it does, edits go live until the queue is clear again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

NOTICE = 0.5  # working days that owners are told before, at least


class Step(Enum):
    """What is to happen to a guard now."""

    NONE = "none"
    ANNOUNCE = "announce"
    CALL_OFF = "call off"
    DOWN = "down"
    UP = "up"


@dataclass(frozen=True)
class Queue:
    """What waits behind a guard. `waited` is the working time of the oldest, None when nothing waits.

    `told` is for how long owners know that it will step down, None when they were not told. `clear`
    says that nothing waits and nothing that went live meanwhile is still to be looked at. All times
    are in working days.
    """

    promise: float
    waited: float | None
    told: float | None
    down: bool
    clear: bool


def step_of(queue: Queue) -> Step:
    """What is to happen: one step at a time, never down before it was announced."""
    if queue.down:
        return Step.UP if queue.clear else Step.NONE
    if queue.waited is None or queue.waited < announced_after(queue.promise):
        return Step.NONE if queue.told is None else Step.CALL_OFF
    if queue.told is None:
        return Step.ANNOUNCE
    late = queue.waited >= queue.promise and queue.told >= notice_of(queue.promise)
    return Step.DOWN if late else Step.NONE


def announced_after(promise: float) -> float:
    """After how many working days of waiting owners are told that the guard will step down."""
    return max(promise - max(promise / 2, NOTICE), 0.0)


def notice_of(promise: float) -> float:
    """For how many working days owners know before it happens, at least."""
    return min(NOTICE, promise / 2)
