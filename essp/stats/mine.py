"""What everybody sees of themselves, and nobody else: what they gave and got, and what is kept about them.

All of it is read of the actor alone. Whether somebody holds two departments together is told by setting
their own ties beside the number that the map of a day keeps of these two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from essp.core.db import session
from essp.expertise.asking_models import Invitation, Reply
from essp.people.models import Person
from essp.stats.asking import DAY, Asked
from essp.stats.figure_models import Figure
from essp.stats.matrix import map_in
from essp.stats.models import Deed, DepartmentStay, Presence, Searched, Usage
from essp.stats.relating import BRIDGED, CHANGED, MOST_TOGETHER, TO_SOMEBODY, WINDOW, done
from essp.stats.verbs import CONTRIBUTES, MIGRATION, RESPONDS, Did, Thing
from essp.wiki.models import Page
from essp.wiki.read_models import PageRead

MONTHS, LATELY = 12, 28  # months of contributions, days of readings
MOST = 200
ANSWERS = {Did.ANSWER.value}


@dataclass(frozen=True)
class Month:
    """What somebody contributed in a month, of which answers; `first` is its first day."""

    first: date
    contributed: int
    answers: int


@dataclass(frozen=True)
class Own:
    """Somebody's own figures at the end of a day: a year by month, the others of 28 or 90 days.

    `responses` are what others wrote in return in 90 days, from so many `people`. `reads` count
    openings of the `pages` they began, by whomever. `accepted` counts their answers that were accepted
    in a year. `routed` questions were brought to them in 90 days, and `routed_answered` of these they
    answered. `bridges` are pairs of departments that have ties through them alone.
    """

    months: Sequence[Month]
    accepted: int
    responses: int
    people: int
    pages: int
    reads: int
    routed: int
    routed_answered: int
    bridges: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Kept:
    """What is kept of somebody's use: how many of each, and from which day on; None where nothing is."""

    opened: int
    opened_since: date | None
    searches: int
    searches_since: datetime | None
    here: int
    here_since: date | None
    deeds: int
    departments: Sequence[tuple[str, datetime]]


def own(actor: Person, day: date, zone: ZoneInfo) -> Own:
    """The actor's own figures."""
    asked = Asked(day, WINDOW, zone)
    responses, people = session().execute(
        select(func.count(), func.count(Deed.actor_id.distinct())).where(
            Deed.to_id == actor.id, Deed.actor_id != actor.id, ~Deed.bot, Deed.source != MIGRATION,
            Deed.verb.in_([each.value for each in RESPONDS]), Deed.day >= asked.first, Deed.day <= day,
        )
    ).one()  # fmt: skip
    pages, reads = (
        session()
        .execute(
            select(func.count(Page.id.distinct()), func.coalesce(func.sum(PageRead.reads), 0))
            .outerjoin(
                PageRead,
                (PageRead.page_id == Page.id)
                & (PageRead.day > day - LATELY * DAY)
                & (PageRead.day <= day),
            )
            .where(Page.created_by_id == actor.id, Page.in_use())
        )
        .one()
    )
    routed = Counter(
        session().scalars(
            select(Invitation.reply).where(
                Invitation.person_id == actor.id, Invitation.at >= asked.since, Invitation.at < asked.now
            )
        )
    )  # fmt: skip
    accepted = session().scalar(
        select(func.count()).where(
            Deed.to_id == actor.id, Deed.verb == Did.ACCEPT.value, Deed.day > day - 365 * DAY,
            Deed.day <= day,
        )
    )  # fmt: skip
    return Own(
        _months(actor, day), accepted or 0, responses, people, pages, int(reads),
        routed.total(), routed[Reply.ANSWERED.value], bridges_of(actor, asked),
    )  # fmt: skip


def bridges_of(actor: Person, asked: Asked) -> list[tuple[str, str]]:
    """The pairs of departments that had no tie without the actor, by the map of that day."""
    kept = session().scalar(
        select(Figure.parts).where(
            Figure.measure == "D8",
            Figure.scope == "site",
            Figure.key == "",
            Figure.day == asked.day,
        )
    )
    where = actor.department
    if not kept or not kept.get("departments"):
        return []
    found = map_in(kept)
    met = Counter(
        session().scalars(select(Person.department).where(Person.id.in_(_met(actor, asked))))
    )
    return sorted(
        (where, other)
        for other, count in met.items()
        if other != where and BRIDGED <= count == found.pair(where, other).ties
    )


def kept(actor: Person) -> Kept:
    """What is kept of the actor's own use, and since when."""
    opened, opened_since = session().execute(
        select(func.count(), func.min(Usage.day)).where(Usage.person_id == actor.id)
    ).one()  # fmt: skip
    searches, searches_since = session().execute(
        select(func.count(), func.min(Searched.at)).where(Searched.person_id == actor.id)
    ).one()  # fmt: skip
    here, here_since = session().execute(
        select(func.count(Presence.day.distinct()), func.min(Presence.day)).where(
            Presence.person_id == actor.id
        )
    ).one()  # fmt: skip
    deeds = session().scalar(select(func.count()).where(Deed.actor_id == actor.id))
    stays = session().scalars(
        select(DepartmentStay)
        .where(DepartmentStay.person_id == actor.id)
        .order_by(DepartmentStay.since)
    )
    return Kept(
        opened, opened_since, searches, searches_since, here, here_since, deeds or 0,
        [(each.department, each.since) for each in stays],
    )  # fmt: skip


def searches(actor: Person) -> Sequence[Searched]:
    """What the actor looked for, as it is kept, the latest first."""
    rows = select(Searched).where(Searched.person_id == actor.id)
    return session().scalars(rows.order_by(Searched.at.desc()).limit(MOST)).all()


def opened(actor: Person) -> Sequence[tuple[date, int]]:
    """On which days the actor opened how many things, as it is kept, the latest first."""
    rows = session().execute(
        select(Usage.day, func.sum(Usage.times))
        .where(Usage.person_id == actor.id)
        .group_by(Usage.day)
        .order_by(Usage.day.desc())
    )
    return [(day, int(times)) for day, times in rows]


def _months(actor: Person, day: date) -> list[Month]:
    first = _before(day.replace(day=1), MONTHS - 1)
    rows = session().execute(
        select(Deed.day, Deed.verb).where(
            Deed.actor_id == actor.id, ~Deed.bot, Deed.source != MIGRATION, Deed.day >= first,
            Deed.day <= day, Deed.verb.in_([each.value for each in CONTRIBUTES]),
        )
    )  # fmt: skip
    found: defaultdict[date, list[str]] = defaultdict(list)
    for row in rows:
        found[row.day.replace(day=1)].append(row.verb)
    months = [_before(day.replace(day=1), ago) for ago in range(MONTHS - 1, -1, -1)]
    return [
        Month(each, len(found[each]), sum(verb in ANSWERS for verb in found[each]))
        for each in months
    ]


def _before(first: date, months: int) -> date:
    """The first day of the month so many months earlier."""
    number = first.year * 12 + first.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _met(actor: Person, asked: Asked) -> set[int]:
    """Whom the actor has a tie with: by answers, replies and acceptances, or a page both changed."""
    rows = session().execute(
        select(Deed.actor_id, Deed.to_id).where(
            *done(asked, TO_SOMEBODY), or_(Deed.actor_id == actor.id, Deed.to_id == actor.id),
            Deed.to_id.is_not(None),
        )
    )  # fmt: skip
    found = {each for row in rows for each in row}
    own, others = aliased(Deed), aliased(Deed)
    mine = select(own.object_id).where(
        *done(asked, CHANGED, own), own.kind == Thing.PAGE.value, own.actor_id == actor.id
    )
    changed: defaultdict[int, set[int]] = defaultdict(set)
    for row in session().execute(
        select(others.object_id, others.actor_id)
        .where(
            *done(asked, CHANGED, others), others.kind == Thing.PAGE.value, others.object_id.in_(mine)
        )
        .distinct()
    ):  # fmt: skip
        changed[row.object_id].add(row.actor_id)
    found.update(*(people for people in changed.values() if len(people) <= MOST_TOGETHER))
    left = select(Person.id).where(
        Person.id.in_(found), Person.left_at.is_not(None), Person.left_at < asked.now
    )
    return found - {actor.id} - set(session().scalars(left))
