"""What moderators decided, as news for whoever reported it and whoever wrote it.

Neither hears of the other: a notice has one sort of readers, and its actor is who decided.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import literal, select, true

from essp.care.models import Case, Outcome, Report, Verdict
from essp.core.db import session
from essp.notifications.levels import Kind
from essp.notifications.models import Named, Notice, Notification, Subject
from essp.notifications.recipients import insert_into, note_things
from essp.people.models import Person


class News(NamedTuple):
    """A notice, and the people it is for."""

    notice: Notice
    reason: Named
    people: Collection[int]


def news_of(case_id: int) -> Iterator[News]:
    """What there is to tell of a case that was decided, and of an objection that was answered."""
    case = session().get_one(Case, case_id, populate_existing=True)
    if case.decided_at is not None and case.decided_by_id is not None:
        yield from _news(case, Kind.DECIDED, case.decided_by_id, told=True)
    if case.verdict_at is not None and case.verdict_by_id is not None:
        taken_back = case.verdict == Verdict.TAKEN_BACK.value
        yield from _news(case, Kind.ANSWERED, case.verdict_by_id, told=taken_back)


def tell(news: News) -> bool:
    """Write a row for each of the people who is still here: whether anybody hears of it."""
    rows = select(
        Person.id, literal(news.notice.id), literal(news.notice.about),
        literal(news.notice.about_id), literal(news.reason.value), literal(0), true(),
    ).where(
        Person.id.in_(news.people), Person.joined_at.is_not(None), Person.left_at.is_(None)
    )  # fmt: skip
    columns = ["person_id", "notice_id", "about", "about_id", "reason", "reason_id", "direct"]
    session().execute(insert_into(Notification).from_select(columns, rows).on_conflict_do_nothing())
    note_things(Notification.notice_id == news.notice.id)
    anybody = select(Notification.person_id).where(Notification.notice_id == news.notice.id)
    return session().scalar(anybody.limit(1)) is not None


def _news(case: Case, kind: Kind, actor_id: int, *, told: bool) -> Iterator[News]:
    """For those who reported, where they are to be `told`, and for the author where something was done."""
    reporters: Sequence[int] = ()
    if told:
        by = select(Report.person_id).where(Report.case_id == case.id)
        reporters = session().scalars(by).all()
        yield News(_notice(case, kind, actor_id, Named.REPORTED), Named.REPORTED, reporters)
    if case.outcome != Outcome.NOTHING.value and case.author_id not in reporters:
        yield News(
            _notice(case, kind, actor_id, Named.CONCERNED), Named.CONCERNED, [case.author_id]
        )


def _notice(case: Case, kind: Kind, actor_id: int, reason: Named) -> Notice:
    at = case.decided_at if kind is Kind.DECIDED else case.verdict_at
    return Notice(
        key=f"case:{case.id}:{kind.value}:{reason.value}", kind=kind.value,
        about=Subject.CASE.value, about_id=case.id, number=0, post_id=None, actor_id=actor_id, at=at,
    )  # fmt: skip
