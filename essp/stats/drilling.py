"""What stands behind a figure: questions, pages and contributions as things, loaded through whoever looks.

Never who read or searched. A thing that the actor may not read is not there, and as with figures of the
site only places that everyone may read count. Asked of a past day it is told what was open then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from essp.core.db import session
from essp.core.workdays import elapsed
from essp.curation.models import Verification
from essp.discussions.models import Post, Thread
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.stats import questions as q
from essp.stats.asking import Asked
from essp.stats.catalogue.conversation import PROMISE
from essp.stats.models import Deed
from essp.stats.verbs import CONTRIBUTES, MIGRATION, Thing
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, State

RESPONSE = timedelta(days=7)
WELCOME = timedelta(hours=48)
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


@dataclass(frozen=True)
class Item:
    """A page or contribution with its place, and the moment that tells why it is listed."""

    uid: str
    title: str
    space: str
    path: str
    at: datetime


@dataclass(frozen=True)
class Backlog:
    """Pages whose day to be looked at has passed, and proposals that wait, the longest first."""

    overdue: Sequence[Item]
    proposals: Sequence[Item]


def waiting(actor: Person, asked: Asked, *, late: bool = True) -> list[Question]:
    """Open questions without a response, the longest waiting first; `late`: past the promise alone."""
    response = q.first_response(asked)
    rows = _questions(actor, asked, None, asked.now).where(q.still_open(asked), response.is_(None))
    found = [_told(row, asked, None) for row in session().execute(rows)]
    return [each for each in found if not late or each.days > PROMISE]


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


def unwelcomed(actor: Person, asked: Asked) -> list[Item]:
    """First contributions of the window in conversations that nobody answered within two days."""
    first = (
        select(Deed.actor_id, func.min(Deed.at).label("at"))
        .where(
            Deed.verb.in_([each.value for each in CONTRIBUTES]),
            Deed.source != MIGRATION, Deed.bot.is_(False), Deed.at < asked.now,
        )
        .group_by(Deed.actor_id)
        .subquery()
    )  # fmt: skip
    rows = session().execute(
        select(Deed.kind, Deed.object_id, Deed.at)
        .join(first, and_(first.c.actor_id == Deed.actor_id, first.c.at == Deed.at))
        .where(
            Deed.at >= asked.since, Deed.verb.in_([each.value for each in CONTRIBUTES]),
            Deed.kind.in_([Thing.THREAD.value, Thing.POST.value]), asked.places(Deed.space_id),
        )
        .order_by(Deed.at)
        .limit(MOST)
    ).all()  # fmt: skip
    threads = {row.object_id: row.at for row in rows if row.kind == Thing.THREAD.value}
    posts = {row.object_id: row.at for row in rows if row.kind == Thing.POST.value}
    said = aliased(Post)
    replied = (
        select(func.min(said.at))
        .where(
            said.parent_id == Post.id, said.author_id != Post.author_id, said.at < asked.now,
            q.in_sight(said, asked),
        )
        .correlate(Post)
        .scalar_subquery()
    )  # fmt: skip
    opening = and_(Post.thread_id.in_(threads), Post.parent_id.is_(None))
    found = session().execute(
        select(Post.uid, Post.at, Thread.title, Space.name, replied.label("replied"))
        .join(Thread, Thread.id == Post.thread_id)
        .join(Thread.space)
        .where(
            or_(opening, Post.id.in_(posts)), q.in_sight(Post, asked), Thread.listed(),
            readable_by(actor),
        )
        .order_by(Post.at)
    )  # fmt: skip
    return [
        Item(row.uid, row.title, row.name, f"/posts/{row.uid}", row.at)
        for row in found
        if row.replied is None or row.replied - row.at > WELCOME
    ]


def backlog(actor: Person, asked: Asked) -> Backlog:
    """What waits for owners at the end of the day."""
    day = asked.day
    overdue = session().execute(
        select(
            Page.uid, Page.title, Page.slug, Space.slug.label("space_slug"), Space.name, Verification.until
        )
        .join(Page.space)
        .join(Verification, Verification.page_id == Page.id)
        .where(
            Page.in_use(), Verification.until <= day, asked.places(Page.space_id), readable_by(actor),
            or_(Verification.later.is_(None), Verification.later <= day),
        )
        .order_by(Verification.until, Page.id)
        .limit(MOST)
    )  # fmt: skip
    proposals = session().execute(
        select(Proposal.uid, Proposal.at, Page.title, Space.name)
        .join(Page, Page.id == Proposal.page_id)
        .join(Page.space)
        .where(
            Proposal.state == State.WAITING.value, Proposal.at < asked.now,
            asked.places(Proposal.space_id), readable_by(actor),
        )
        .order_by(Proposal.at)
        .limit(MOST)
    )  # fmt: skip
    return Backlog(
        [
            Item(
                row.uid,
                row.title,
                row.name,
                f"/s/{row.space_slug}/{row.slug}",
                _noon(row.until, asked),
            )
            for row in overdue
        ],
        [Item(row.uid, row.title, row.name, f"/proposals/{row.uid}", row.at) for row in proposals],
    )


def _questions(actor: Person, asked: Asked, since: datetime | None, until: datetime) -> Select[Any]:
    found: Select[Any] = (
        q.asked_in(asked, since, until)
        .add_columns(Thread.uid, Thread.title, Space.name)
        .join(Thread.space)
        .where(readable_by(actor))
        .order_by(Thread.at, Thread.id)
        .limit(MOST)
    )
    return found


def _told(row: Row[Any], asked: Asked, ended: datetime | None) -> Question:
    days = elapsed(row.at, ended or asked.now, asked.zone)
    return Question(row.id, row.uid, row.title, row.name, row.at, days, ended)


def _noon(day: date, asked: Asked) -> datetime:
    return datetime.combine(day, time(12), asked.zone)
