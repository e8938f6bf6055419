"""How measures of signals are asked and read: how much people are told, what they open, what they silence."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union,
)  # fmt: skip

from essp.core.figures import Share
from essp.discussions.models import Thread
from essp.notifications.mail_models import Mailing, Sort
from essp.notifications.models import Level, Named, Notice, Notification, QuietCall, Subject, Watch
from essp.stats.asking import DAY, Asked, Axis, midnight
from essp.stats.catalogue.entitled import entitled, of_entitled
from essp.stats.catalogue.reading_people import Rows, spread_of, working_days
from essp.stats.measures import Reading
from essp.stats.privacy_models import InsightChoice
from essp.wiki.models import Page

SEEN_IN = 7  # days


def _of_window(asked: Asked) -> ColumnElement[bool]:
    return and_(Notice.at >= asked.since, Notice.at < asked.now, _in_places(asked))


def _in_places(asked: Asked) -> ColumnElement[bool]:
    """Of pages and conversations that count: not even how often news come from behind a door is told."""
    return or_(*(
        and_(
            Notice.about == about.value,
            Notice.about_id.in_(select(table.id).where(asked.places(table.space_id))),
        )
        for about, table in ((Subject.PAGE, Page), (Subject.THREAD, Thread))
    ))  # fmt: skip


def _counted(asked: Asked) -> ColumnElement[bool]:
    """Whoever objected to being counted is left out of what people open."""
    return Notification.person_id.not_in(
        select(InsightChoice.person_id).where(
            InsightChoice.objected_at.is_not(None), InsightChoice.objected_at < asked.now
        )
    )


def told(asked: Asked) -> Any:
    """Of how much each person was told in the window, who was told of nothing among them."""
    people = entitled(asked)
    each = (
        select(Notification.person_id, func.count().label("times"))
        .join(Notice, Notice.id == Notification.notice_id)
        .where(_of_window(asked))
        .group_by(Notification.person_id)
        .subquery("told")
    )
    days = len(working_days(asked.first, asked.day))
    return select(
        people.c.key, people.c.person_id, func.coalesce(each.c.times, 0).label("times"),
        literal(days).label("days"),
    ).outerjoin(each, each.c.person_id == people.c.person_id)  # fmt: skip


def told_a_day(rows: Rows) -> Reading:
    """How much people are told on a working day: the median, and what nine in ten do not exceed."""
    return spread_of((int(row.times) / int(row.days) for row in rows), len(rows))


def opened(asked: Asked) -> Any:
    """For each reason to be told of something: how often, how often it was opened, and by how many."""
    people = entitled(asked)
    read = and_(Notification.read_at.is_not(None), Notification.read_at < asked.now)
    return (
        select(
            people.c.key,
            Notification.reason,
            func.sum(case((read, 1), else_=0)).label("part"),
            func.count().label("whole"),
            func.count(Notification.person_id.distinct()).label("people"),
        )
        .join(Notice, Notice.id == Notification.notice_id)
        .join(people, people.c.person_id == Notification.person_id)
        .where(_of_window(asked), _counted(asked))
        .group_by(people.c.key, Notification.reason)
    )


def by_reason(least: int) -> Any:
    """Reading: the share of all, and for each reason with enough people its own."""

    def read(rows: Rows) -> Reading:
        share = Share(sum(int(row.part) for row in rows), sum(int(row.whole) for row in rows))
        people = max(int(row.people) for row in rows)
        reasons = {
            row.reason: [Share(int(row.part), int(row.whole)).value, int(row.whole)]
            for row in rows
            if int(row.people) >= least
        }
        parts = {"part": share.part, "reasons": reasons}
        return Reading(share.value, share.whole, people, share.band, parts)

    return read


def silenced(asked: Asked) -> Any:
    """Who watches something in a place, or silenced it; and who of them silenced it."""
    watched = (
        select(Watch.subject_id.label("space_id"), Watch.person_id, _mutes(asked).label("mutes"))
        .where(Watch.subject == Subject.SPACE.value, Watch.at < asked.now),
        select(Page.space_id, Watch.person_id, _mutes(asked))
        .join(Page, Page.id == Watch.subject_id)
        .where(Watch.subject.in_([Subject.PAGE.value, Subject.BRANCH.value]), Watch.at < asked.now),
        select(Thread.space_id, Watch.person_id, _mutes(asked))
        .join(Thread, Thread.id == Watch.subject_id)
        .where(Watch.subject == Subject.THREAD.value, Watch.at < asked.now),
        select(QuietCall.group_id, QuietCall.person_id, literal(1))
        .where(QuietCall.kind == Named.SPACE.value),
    )  # fmt: skip
    each = union(*watched).subquery("watched")
    by = [each.c.person_id, *([each.c.space_id] if asked.axis is Axis.SPACE else [])]
    rows = (
        select(*by, func.max(each.c.mutes).label("mutes"))
        .where(asked.places(each.c.space_id))
        .group_by(*by)
        .subquery("by_person")
    )
    found = of_entitled(asked, entitled(asked), rows, "mutes")
    return select(
        found.c.key, func.sum(found.c.mutes).label("part"), func.count().label("whole")
    ).group_by(found.c.key)


def _mutes(asked: Asked) -> ColumnElement[int]:
    silent = or_(Watch.level == Level.MUTED.value, Watch.muted_until >= asked.now)
    return case((silent, 1), else_=0)


def mailed(asked: Asked) -> Any:
    """Mails of the window about what people watch, and those after which some of it was opened."""
    people = entitled(asked)
    read = and_(Notification.read_at >= Mailing.sent_at, Notification.read_at < asked.now)
    each = (
        select(
            people.c.key, Mailing.id, Mailing.person_id,
            func.max(case((read, 1), else_=0)).label("opened"),
        )
        .join(people, people.c.person_id == Mailing.person_id)
        .join(
            Notification,
            and_(
                Notification.person_id == Mailing.person_id, Notification.mailing_id == Mailing.id
            ),
        )
        .where(Mailing.sort == Sort.WATCHED.value, _counted(asked))
        .where(Mailing.sent_at >= asked.since, Mailing.sent_at < asked.now)
        .group_by(people.c.key, Mailing.id, Mailing.person_id)
        .subquery("mailed")
    )  # fmt: skip
    return select(
        each.c.key, func.sum(each.c.opened).label("part"), func.count().label("whole"),
        func.count(each.c.person_id.distinct()).label("people"),
    ).group_by(each.c.key)  # fmt: skip


def unseen(asked: Asked) -> Any:
    """What people were told five weeks to one week ago, and what of it they did not see in time."""
    people = entitled(asked)
    notices = (
        select(Notice.id, _days_later(asked).label("until"))
        .where(
            Notice.at >= asked.since, _in_places(asked),
            Notice.at < midnight(asked.day - (SEEN_IN - 1) * DAY, asked.zone),
        )
        .subquery("notices")
    )  # fmt: skip
    seen = and_(Notification.read_at.is_not(None), Notification.read_at < notices.c.until)
    return (
        select(
            people.c.key,
            func.sum(case((seen, 0), else_=1)).label("part"),
            func.count().label("whole"),
            func.count(Notification.person_id.distinct()).label("people"),
        )
        .join(notices, notices.c.id == Notification.notice_id)
        .join(people, people.c.person_id == Notification.person_id)
        .where(_counted(asked))
        .group_by(people.c.key)
    )


def _days_later(asked: Asked) -> ColumnElement[Any]:
    """The end of the seventh day after that of a notice."""
    days = [asked.day - number * DAY for number in range(SEEN_IN, asked.window)]
    return case(
        *(
            (
                Notice.at >= midnight(day, asked.zone),
                literal(midnight(day + (SEEN_IN + 1) * DAY, asked.zone), Notice.at.type),
            )
            for day in days
        )
    )
