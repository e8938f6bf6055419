"""How measures of newcomers are asked and read: their first contribution, its welcome, whether they stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    and_,
    case,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
)  # fmt: skip
from sqlalchemy.orm import aliased

from essp.core.figures import Share
from essp.discussions.models import About, Post, Thread
from essp.expertise.models import FinderChoice, Knower, Stand, TopicStand
from essp.people.models import Person
from essp.stats.asking import DAY, Asked
from essp.stats.catalogue.entitled import by_day, did, entitled, things, whether
from essp.stats.catalogue.reading_people import Rows
from essp.stats.measures import Reading
from essp.stats.models import Deed, Presence
from essp.stats.verbs import CONTRIBUTES, MIGRATION, RESPONDS, Did, Thing

SOON = timedelta(hours=48)
MOST_LISTED = 50
MONTH = 28
# What somebody wrote and others can answer; to accept or to tag something asks for no welcome.
ANSWERABLE = frozenset(
    {Did.ASK, Did.POST, Did.ANSWER, Did.REPLY, Did.COMMENT, Did.CREATE_PAGE, Did.EDIT_PAGE}
)


def until_first(asked: Asked) -> Any:
    """Who came in the window, when, and when they first contributed."""
    people = entitled(asked)
    first = func.min(Deed.at).label("until")
    came = and_(Deed.actor_id == Person.id, did(asked, CONTRIBUTES), Deed.at < asked.now)
    return (
        select(
            people.c.key, Person.id.label("person_id"), Person.joined_at.label("since"), first,
            literal(asked.now, Person.joined_at.type).label("now"),
        )
        .join(Person, Person.id == people.c.person_id)
        .outerjoin(Deed, came)
        .where(Person.joined_at >= asked.since)
        .group_by(people.c.key, Person.id, Person.joined_at)
    )  # fmt: skip


def _first_deeds(asked: Asked) -> CTE:
    """The very first answerable contributions of people, where those are in the window.

    The first of those that count along this axis: one behind a closed door would make the first in the
    open none for the site, and so tell of itself.
    """
    writes, before = _writes(asked, Deed), aliased(Deed)
    # What is said by the moment is said by the day too, by which deeds can be found.
    lately = and_(writes, Deed.at >= asked.since, Deed.day >= asked.first - DAY)
    first = (
        select(Deed.actor_id, func.min(Deed.at).label("at"))
        .where(lately)
        .group_by(Deed.actor_id)
        .subquery("first_moment")
    )
    wrote_before = exists().where(
        before.actor_id == first.c.actor_id, _writes(asked, before), before.at < asked.since
    )
    return (
        select(func.min(Deed.id).label("id"))
        .join(first, and_(first.c.actor_id == Deed.actor_id, first.c.at == Deed.at))
        .where(lately, ~wrote_before)
        .group_by(Deed.actor_id)
        .cte("first_deed")
    )


def _writes(asked: Asked, deed: type[Deed]) -> ColumnElement[bool]:
    _key, counts = things(asked, deed)
    return and_(did(asked, ANSWERABLE, deed), deed.at < asked.now, counts)


def welcomed(asked: Asked) -> Any:
    """Each first contribution with the first response to it by another person."""
    first = _first_deeds(asked)
    key, counts = things(asked)
    responses = {
        Thing.THREAD.value: _to_talk(asked, lambda post: post.thread_id),
        Thing.POST.value: _to_talk(asked, lambda post: post.parent_id),
        Thing.PAGE.value: _to_page(asked),
    }
    until = case(*((Deed.kind == kind, found) for kind, found in responses.items()))
    return (
        select(
            key.label("key"), Deed.actor_id.label("person_id"), Deed.at.label("since"),
            until.label("until"), Deed.kind, Deed.object_id,
            literal(asked.now, Deed.at.type).label("now"),
        )
        .join(first, first.c.id == Deed.id)
        .where(counts)
    )  # fmt: skip


def _by_another(asked: Asked, answer: type[Deed]) -> ColumnElement[bool]:
    verbs = sorted(each.value for each in RESPONDS)
    said = and_(
        answer.verb.in_(verbs), answer.actor_id != Deed.actor_id, answer.bot.is_(False),
        answer.at < asked.now, answer.at >= Deed.at,
    )  # fmt: skip
    return said if asked.imported else and_(said, answer.source != MIGRATION)


def _to_talk(asked: Asked, under: Callable[[type[Post]], Any]) -> ColumnElement[Any]:
    """When another person first said something in a conversation, or in answer to a post."""
    answer, post = aliased(Deed), aliased(Post)
    said = select(post.id).where(under(post) == Deed.object_id).correlate(Deed)
    return _first_of(asked, answer, Thing.POST, said)


def _to_page(asked: Asked) -> ColumnElement[Any]:
    """When another person first commented on a page."""
    answer, talk = aliased(Deed), aliased(Thread)
    said = (
        select(talk.id)
        .where(
            talk.about_kind.in_([About.PAGE.value, About.PASSAGE.value]),
            talk.about_id == Deed.object_id,
        )
        .correlate(Deed)
    )
    return _first_of(asked, answer, Thing.THREAD, said, answer.verb == Did.COMMENT.value)


def _first_of(
    asked: Asked, answer: type[Deed], kind: Thing, said: Any, *conditions: ColumnElement[bool]
) -> ColumnElement[Any]:
    """When the first of these was said by another; each is looked up by what it is, not read through."""
    return (
        select(func.min(answer.at))
        .where(
            _by_another(asked, answer), answer.kind == kind.value, answer.object_id.in_(said),
            *conditions,
        )
        .correlate(Deed)
        .scalar_subquery()
    )  # fmt: skip


def welcome(rows: Rows) -> Reading:
    """The share of first contributions with a response within 48 hours; which of them have none yet."""
    ended = [row for row in rows if row.until is not None or row.now - row.since >= SOON]
    in_time = [row for row in ended if row.until is not None and row.until - row.since <= SOON]
    waiting = sorted(
        (row for row in rows if row.until is None),
        key=lambda row: (row.since, row.kind, row.object_id),
    )
    share = Share(len(in_time), len(ended))
    parts = {
        "part": share.part,
        "waiting": [
            {"kind": row.kind, "id": row.object_id, "late": row.now - row.since >= SOON}
            for row in waiting[:MOST_LISTED]
        ],
    }
    return Reading(share.value, share.whole, share.whole, share.band, parts)


def stayed(asked: Asked) -> Any:
    """Who came four to eight weeks ago, and who of them was here in their fourth week."""
    people = entitled(asked)
    whole = asked.window
    begin, end = (by_day(asked, Person.joined_at, whole, later) for later in (22, MONTH))
    fourth = and_(
        Presence.person_id == Person.id, Presence.day >= begin, Presence.day <= end,
        or_(Presence.viewed, Presence.reacted > 0, Presence.contributed > 0),
    )  # fmt: skip
    ended = Asked(asked.day - MONTH * DAY, 1, asked.zone)
    each = (
        select(people.c.key, Person.id, whether(Presence.day.is_not(None)).label("stayed"))
        .join(Person, Person.id == people.c.person_id)
        .outerjoin(Presence, fourth)
        .where(Person.joined_at >= asked.since, Person.joined_at < ended.now)
        .group_by(people.c.key, Person.id)
        .subquery("each")
    )
    return select(
        each.c.key, func.sum(each.c.stayed).label("part"), func.count().label("whole")
    ).group_by(each.c.key)


def findable(asked: Asked) -> Any:
    """Profiles, and those with a topic that its person confirmed and that their work bears out."""
    people = entitled(asked)

    def stands(*which: Stand) -> ColumnElement[bool]:
        return and_(
            TopicStand.person_id == Knower.person_id,
            TopicStand.topic_id == Knower.topic_id,
            TopicStand.stand.in_([each.value for each in which]),
        )

    confirmed = or_(
        Knower.declared, select(TopicStand.person_id).where(stands(Stand.SHOWN)).exists()
    )
    taken_back = select(TopicStand.person_id).where(stands(Stand.HIDDEN, Stand.TAKEN_OFF)).exists()
    unfound = (
        select(FinderChoice.person_id)
        .where(FinderChoice.person_id == Knower.person_id, not_(FinderChoice.found))
        .exists()
    )
    known = (
        select(Knower.person_id)
        .where(Knower.evidence > 0, confirmed, not_(taken_back), not_(unfound))
        .distinct()
        .subquery("known")
    )
    part = func.sum(case((known.c.person_id.is_not(None), 1), else_=0)).label("part")
    return (
        select(people.c.key, part, func.count().label("whole"))
        .outerjoin(known, known.c.person_id == people.c.person_id)
        .group_by(people.c.key)
    )
