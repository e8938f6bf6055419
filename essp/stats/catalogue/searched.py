"""What people look for, whether they find it, and whom; what is read by whom it was not made for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Row,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from essp.discussions.models import Thread
from essp.expertise.asking_models import Invitation, PrivateQuestion, Reply
from essp.people.models import Person
from essp.spaces.models import Space
from essp.stats.asking import DAY, Asked, Axis, midnight
from essp.stats.balance import FEW
from essp.stats.measures import (
    Reading,
    share,
)
from essp.stats.models import Searched, Usage
from essp.stats.relating import department_of
from essp.stats.supplying import in_vain
from essp.stats.verbs import Opened, Thing
from essp.wiki.models import Page

MONTH = 30.0
YEAR = 365  # days
MOST_CLUSTERS = 50
Rows = Sequence[Row[Any]]


def searches(asked: Asked, part: Any) -> Any:
    """For each scope, how many searches there were and how many were of this part."""
    key = asked.key(literal(0), Searched.department).label("key")
    return (
        select(
            key, func.count().label("whole"), func.sum(case((part, 1), else_=0)).label("part"),
            func.count(Searched.person_id.distinct()).label("people"), literal("").label("words"),
        )
        .where(Searched.day >= asked.first, Searched.day <= asked.day)
        .group_by(key)
    )  # fmt: skip


def without_result(asked: Asked) -> Any:
    """Searches that found nothing; for the site also what many searched for in vain, by its words."""
    everything = searches(asked, Searched.found == 0)
    if asked.axis is not Axis.SITE:
        return everything
    vain = (
        Searched.day >= asked.first, Searched.day <= asked.day, in_vain(), Searched.key != "",
    )  # fmt: skip
    people = func.count(Searched.person_id.distinct())
    typed = func.lower(Searched.words)
    columns = (
        literal("").label("key"), func.count().label("whole"), literal(0).label("part"),
        people.label("people"),
    )  # fmt: skip
    clusters = (
        select(*columns, (Searched.key + ":").label("words"))
        .where(*vain)
        .group_by(Searched.key)
        .having(people >= FEW)
    )
    wordings = (
        select(*columns, (Searched.key + ":" + typed).label("words"))
        .where(*vain)
        .group_by(Searched.key, typed)
        .having(people >= FEW)
    )
    return union_all(everything, clusters, wordings).subquery().select()


def found_nothing(rows: Rows) -> Reading:
    """The share of searches that found nothing; in `parts` the words of five people or more."""
    found = share([row for row in rows if not row.words])
    said: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    clusters = []
    for row in rows:
        key, _colon, typed = row.words.partition(":")
        if typed:
            said[key].append((row.people, typed))
        elif key:
            clusters.append((row.people, int(row.whole), key))
    clusters.sort(reverse=True)
    # Words of one person tell of them: only what five or more typed is shown as they typed it.
    vain = [
        [max(said[key])[1] if said[key] else key, people, searches]
        for people, searches, key in clusters[:MOST_CLUSTERS]
    ]
    return Reading(
        found.value, found.n, found.people, found.band, {**found.parts, "vain": vain}
    )  # fmt: skip


def contacted(asked: Asked) -> Any:
    """Searches for people, and who was opened on a day and asked something, in private or open, since."""
    opened = aliased(Usage)
    # Two days are compared as moments, since it is by the clock on the wall when a day begins.
    begins = case(
        {day: literal(midnight(day, asked.zone), PrivateQuestion.at.type) for day in _days(asked)},
        value=opened.day,
    )
    private = exists().where(
        PrivateQuestion.asker_id == opened.person_id, PrivateQuestion.person_id == opened.object_id,
        PrivateQuestion.at >= begins, PrivateQuestion.at < asked.now,
    )  # fmt: skip
    invited = exists().where(
        Invitation.person_id == opened.object_id, Thread.id == Invitation.thread_id,
        Thread.author_id == opened.person_id, Invitation.at >= begins, Invitation.at < asked.now,
        _heard(), Thread.space_id.in_(select(Space.id).where(Space.practice.is_(False))),
    )  # fmt: skip
    looked = (
        select(asked.key(literal(0), Usage.department).label("key"), Usage.person_id, Usage.times,
               literal(0).label("met"))
        .where(Usage.day >= asked.first, Usage.day <= asked.day, Usage.verb == Opened.FIND.value)
    )  # fmt: skip
    each_day = (
        select(asked.key(literal(0), opened.department).label("key"), opened.person_id, opened.day,
               opened.object_id)
        .where(
            opened.day >= asked.first, opened.day <= asked.day,
            opened.verb == Opened.FIND_OPEN.value, opened.kind == Thing.PERSON.value,
            or_(private, invited),
        )
        .distinct()
        .subquery()
    )  # fmt: skip
    met = select(
        each_day.c.key, each_day.c.person_id, literal(0).label("times"), literal(1).label("met")
    )
    each = union_all(looked, met).subquery()
    whole, part = func.sum(each.c.times), func.sum(each.c.met)
    return select(
        each.c.key, whole.label("whole"), case((part > whole, whole), else_=part).label("part"),
        func.count(each.c.person_id.distinct()).label("people"),
    ).group_by(each.c.key)  # fmt: skip


def _days(asked: Asked) -> Sequence[date]:
    return [asked.first + number * DAY for number in range(asked.window)]


def _heard() -> ColumnElement[bool]:
    """The condition that a question really reached whom it was brought to.

    Of somebody who said that such questions are not theirs it is noted at once that they said so again.
    """
    return ~and_(Invitation.reply == Reply.NOT_ME.value, Invitation.replied_at == Invitation.at)


def brought(asked: Asked) -> Any:
    """Questions brought to each person in the window, a week."""
    weeks = asked.window / 7
    return (
        select(literal("").label("key"), Invitation.person_id,
               (cast(func.count(), Float) / weeks).label("amount"))
        .join(Thread, Thread.id == Invitation.thread_id)
        .where(
            Invitation.at >= asked.since, Invitation.at < asked.now, _heard(),
            asked.places(Thread.space_id),
        )
        .group_by(Invitation.person_id)
    )  # fmt: skip


def reused(asked: Asked) -> Any:
    """Readings of pages, and those by people of another department than whoever began the page."""
    key = asked.key(Page.space_id, Usage.department).label("key")
    author = department_of(asked)
    outside = and_(author != "", Usage.department != "", author != Usage.department)
    return (
        select(
            key, func.sum(Usage.times).label("whole"),
            func.sum(case((outside, Usage.times), else_=0)).label("part"),
            func.count(Usage.person_id.distinct()).label("people"),
        )
        .join(Page, Page.id == Usage.object_id)
        .join(Person, Person.id == Page.created_by_id)
        .where(
            Usage.day >= asked.first, Usage.day <= asked.day, Usage.verb == Opened.VIEW.value,
            Usage.kind == Thing.PAGE.value, asked.places(Page.space_id),
        )
        .group_by(key)
    )  # fmt: skip
