"""How the queue of connections stands, every working day by one person: a space that hangs on its champion.

`content/wachtrij.txt` holds a line for each week. The numbers are drawn, the same each time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path

from essp.demo.model import DemoPost, DemoThread
from essp.demo.page_file import TIME_ZONE
from essp.demo.workdays import is_worked

SPACE, BY = "klantaansluitingen", "thijs-vermeulen"
FIRST, LAST = date(2026, 3, 2), date(2026, 11, 20)
AWAY = date(2026, 7, 27), date(2026, 8, 7)
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip


def read_queue(path: Path) -> tuple[DemoThread, ...]:
    """A conversation for each month, with what its champion wrote about the queue."""
    weeks = iter(path.read_text(encoding="utf-8").splitlines())
    chance = random.Random("queue")  # noqa: S311 - the same each time
    said, waiting = list[tuple[datetime, str]](), 1186
    for day in _days():
        change = chance.randint(-9, 14)
        waiting += change
        more = f"{abs(change)} {'meer' if change > 0 else 'minder'}" if change else "evenveel"
        text = f"Wachtend: {waiting // 1000}.{waiting % 1000:03}, {more} dan de vorige keer."
        if day.weekday() == 0:
            text = f"{text} {next(weeks)}"
        at = datetime.combine(day, time(15, 30), TIME_ZONE)
        said.append((at + timedelta(minutes=chance.randrange(80)), text))
    months = groupby(said, key=lambda each: each[0].month)
    return tuple(_thread(month, list(lines)) for month, lines in months)


def _days() -> Iterator[date]:
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        if is_worked(day) and not AWAY[0] <= day <= AWAY[1]:
            yield day


def _thread(month: int, said: list[tuple[datetime, str]]) -> DemoThread:
    (at, text), *rest = said
    return DemoThread(
        space=SPACE, kind="discussion", title=f"De wachtrij in {MONTHS[month - 1]}", by=BY, at=at,
        text=text, posts=tuple(DemoPost(by=BY, at=then, to=0, text=line) for then, line in rest),
    )  # fmt: skip
