"""Questions that stand behind a figure, loaded through whoever looks.

Never who read or searched. A thing that the actor may not read is not there, and as with figures of the
site only places that everyone may read count. Asked of a past day it is told what was open then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select

from essp.core.db import session
from essp.core.workdays import elapsed
from essp.discussions.models import Thread
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.stats import questions as q
from essp.stats.asking import Asked

RESPONSE = timedelta(days=7)
MOST = 200


@dataclass(frozen=True)
class Question:
    """A question with its place. `days` are working days that it waits, or waited for a first answer.

    `answered` is when somebody else first answered; None while nobody has.
    """

    id: int
    uid: str
    title: str
    space: str
    at: datetime
    days: float
    answered: datetime | None = None

    @property
    def path(self) -> str:
        """Its address."""
        return f"/t/{self.uid}"


def waiting(
    actor: Person, asked: Asked, parts: Mapping[str, Any], most: int = 2 * MOST
) -> list[Question]:
    """Questions that nobody had responded to, the longest waiting first: `late`, `soon` of the figure D1."""
    ids = [int(each) for name in ("late", "soon") for each, _age in parts.get(name) or ()][:most]
    if not ids:
        return []
    rows = _questions(actor, asked, None, asked.now, most=len(ids)).where(Thread.id.in_(ids))
    return [_told(row, asked, None) for row in session().execute(rows)]


def answered(actor: Person, asked: Asked) -> list[Question]:
    """The questions of the window with their first answer by somebody else; those without one first."""
    rows = _questions(actor, asked, asked.since, asked.now).add_columns(
        q.first_response(asked, answers=True).label("ended")
    )
    found = [_told(row, asked, row.ended) for row in session().execute(rows)]
    return sorted(found, key=lambda each: (each.answered is not None, -each.days))


def uncovered(actor: Person, asked: Asked) -> list[Question]:
    """Questions asked between five weeks and one week ago that had no response within seven days."""
    rows = _questions(actor, asked, asked.now - 5 * RESPONSE, asked.now - RESPONSE).add_columns(
        q.first_response(asked).label("ended")
    )
    found = [_told(row, asked, row.ended) for row in session().execute(rows)]
    return [each for each in found if each.answered is None or each.answered - each.at > RESPONSE]


def _questions(
    actor: Person, asked: Asked, since: datetime | None, until: datetime, most: int = MOST
) -> Select[Any]:
    found: Select[Any] = (
        q.asked_in(asked, since, until)
        .add_columns(Thread.uid, Thread.title, Space.name)
        .join(Thread.space)
        .where(readable_by(actor))
        .order_by(Thread.at, Thread.id)
        .limit(most)
    )
    return found


def _told(row: Row[Any], asked: Asked, ended: datetime | None) -> Question:
    days = elapsed(row.at, ended or asked.now, asked.zone)
    return Question(row.id, row.uid, row.title, row.name, row.at, days, ended)
