"""The phase of each space on a day, from the figures of that day, when these stand.

What a condition needs is read from figures alone, so that a phase says no more and no less than the
figures beside it. What is not measured, or of which there is nothing, holds no condition.

Where nobody is named champion, who leads a space is not known, and a share of nobody would say that it
stands on its own. The ten who write most are taken instead.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select, union_all

from essp.core.db import session
from essp.discussions.models import Thread, ThreadTopic
from essp.people.models import Person
from essp.spaces.models import Champion
from essp.stats.asking import DAY, Axis, midnight
from essp.stats.figure_models import Figure, SpacePhase
from essp.stats.phases import (
    WINDOWS_BEFORE,
    About,
    Condition,
    Phase,
    Standing,
    Value,
    conditions,
    follow,
    reached,
    with_falling,
)
from essp.stats.place_models import UseCase
from essp.stats.unsettled import note_later
from essp.topics.models import Topic
from essp.wiki.models import Page
from essp.wiki.topic_models import PageTopic

# Of which measure the value is taken.
FROM = {
    "M20": About.ANSWERED, "C5ret": About.RETURNING, "M13": About.STANDING, "M24": About.SOLVED,
    "M31": About.ACROSS, "M48": About.FRESH, "C5act": About.ACTIVE,
}  # fmt: skip
SPREAD = "M12"  # its part `effective`
DEMAND, SUPPLY, HANGING = "M44", "M45", "M47"
TOP = 5  # topics of a space of which each has to have several who know
KNOWN = 2.0  # the supply from which on two people know
Row = Mapping[str, Any]


def mature(day: date, zone: ZoneInfo) -> int:
    """Write the phase of each space on this day; how many spaces that are."""
    session().execute(delete(SpacePhase).where(SpacePhase.day == day))
    found = _figures(day)
    before = days_before(day)
    topics = _Topics(day, zone)
    cases, led = _cases(day, zone), _led(day, zone)
    rows = [
        _row(
            day,
            space_id,
            each,
            before.get(space_id, {}),
            topics.of(space_id),
            cases[space_id],
            led=space_id in led,
        )
        for space_id, each in sorted(found.items())
        if "C5act" in each
    ]
    if rows:
        session().execute(insert(SpacePhase), rows)
    note_later(day)
    return len(rows)


def _row(
    day: date,
    space_id: int,
    figures: Mapping[str, Figure],
    before: Mapping[int, SpacePhase],
    known: Mapping[About, Value],
    cases: int,
    *,
    led: bool,
) -> dict[str, Any]:
    values = {**values_of(figures, led=led), **known, About.USEFUL: Value(float(cases))}
    told = conditions(values, windows_before(before))
    return {"day": day, "space_id": space_id} | standing(told, figures["C5act"].n, before)


def standing(
    told: Sequence[Condition], members: int, before: Mapping[int, SpacePhase]
) -> dict[str, Any]:
    """Where a space stands by the conditions of a day and the days `before` it, by how long ago."""
    yesterday = before.get(1)
    falling = (
        [each["name"] for each in yesterday.conditions if each["falling"]] if yesterday else []
    )
    told = with_falling(told, windows_before(before), falling)
    today, last = reached(told, members), yesterday or _latest(before)
    here = follow(
        Standing(Phase(last.phase), Phase(last.reached), last.streak) if last else None,
        today,
        next_day=yesterday is not None,
    )
    return {
        "phase": here.phase.value, "reached": today.value, "streak": here.streak,
        "falling": any(each.falling for each in told),
        "conditions": [each.as_row() for each in told],
    }  # fmt: skip


def windows_before(before: Mapping[int, SpacePhase]) -> list[Collection[str] | None]:
    """The names of what held at the ends of the windows before; None where that is not known."""
    return [_held(before.get(ago)) for ago in WINDOWS_BEFORE]


def values_of(figures: Mapping[str, Figure], *, led: bool) -> dict[About, Value]:
    """What the figures of a space say of its conditions; `led` where champions are named."""
    values = {
        about: Value(figures[name].value, figures[name].people)
        for name, about in FROM.items()
        if name in figures
    }
    if "C5act" in figures:
        parts = figures["C5act"].parts
        values[About.CONTRIBUTIONS] = Value(float(parts["contributions"]), parts["contributors"])
    if SPREAD in figures:
        row = figures[SPREAD]
        values[About.SPREAD] = Value(row.parts.get("effective"), row.people)
        if not led:
            values[About.STANDING] = Value(row.parts.get("top"), row.people, instead=True)
    return values


def _figures(day: date) -> Mapping[int, Mapping[str, Figure]]:
    rows = session().scalars(
        select(Figure).where(
            Figure.day == day, Figure.scope == Axis.SPACE.value, Figure.measure.in_([*FROM, SPREAD])
        )
    )
    found: defaultdict[int, dict[str, Figure]] = defaultdict(dict)
    for row in rows:
        found[int(row.key)][row.measure] = row
    return found


def days_before(day: date) -> Mapping[int, Mapping[int, SpacePhase]]:
    """What was said of each space yesterday, at the ends of the windows before, and last of all."""
    last = (
        select(SpacePhase.space_id, func.max(SpacePhase.day).label("day"))
        .where(SpacePhase.day < day)
        .group_by(SpacePhase.space_id)
        .subquery()
    )
    days = [day - ago * DAY for ago in (1, *WINDOWS_BEFORE)]
    named = session().scalars(select(SpacePhase).where(SpacePhase.day.in_(days)))
    latest = session().scalars(
        select(SpacePhase).join(
            last, (last.c.space_id == SpacePhase.space_id) & (last.c.day == SpacePhase.day)
        )
    )
    found: defaultdict[int, dict[int, SpacePhase]] = defaultdict(dict)
    for row in (*latest, *named):
        found[row.space_id][(day - row.day).days] = row
    return found


def _latest(before: Mapping[int, SpacePhase]) -> SpacePhase | None:
    return before[min(before)] if before else None


def _held(row: SpacePhase | None) -> Collection[str] | None:
    return None if row is None else [each["name"] for each in row.conditions if each["held"]]


def _cases(day: date, zone: ZoneInfo) -> Counter[int]:
    rows = session().execute(
        select(Thread.space_id, func.count().label("many"))
        .join(UseCase, UseCase.thread_id == Thread.id)
        .where(UseCase.at < midnight(day + DAY, zone))
        .group_by(Thread.space_id)
    )
    return Counter({row.space_id: row.many for row in rows})


def _led(day: date, zone: ZoneInfo) -> Collection[int]:
    """The spaces in which somebody is named who helps newcomers, by the end of the day."""
    return set(
        session().scalars(
            select(Champion.space_id)
            .join(Person, Person.id == Champion.person_id)
            .where(Champion.since < midnight(day + DAY, zone), Person.left_at.is_(None))
        )
    )


class _Topics:
    """What the topics of spaces say: how much of what is asked is known, and on how many it hangs."""

    def __init__(self, day: date, zone: ZoneInfo) -> None:
        asked = select(Figure.key, Figure.measure, Figure.value, Figure.people).where(
            Figure.day == day, Figure.scope == Axis.TOPIC.value,
            Figure.measure.in_([DEMAND, SUPPLY, HANGING]),
        )  # fmt: skip
        self._told = {(row.measure, int(row.key)): row for row in session().execute(asked)}
        self._uses = _uses(day, zone)

    def of(self, space_id: int) -> Mapping[About, Value]:
        """How the topics of a space stand; nothing of one that has none."""
        uses = self._uses.get(space_id, Counter())
        return {About.COVERED: self._covered(uses), About.SHARED: self._shared(uses)}

    def _covered(self, topics: Iterable[int]) -> Value:
        whole = part = 0.0
        people = 0
        for topic in topics:
            demand = self._told.get((DEMAND, topic))
            if demand is None or not demand.value:
                continue
            supply = self._told.get((SUPPLY, topic))
            whole += demand.value
            people += demand.people
            if supply is not None and (supply.value or 0.0) >= KNOWN:
                part += demand.value
        return Value(part / whole if whole else None, people)

    def _shared(self, uses: Counter[int]) -> Value:
        rows = [self._told.get((HANGING, topic)) for topic, _count in uses.most_common(TOP)]
        found = [row for row in rows if row is not None and row.value is not None]
        if not found:
            return Value(None)
        weakest = min(found, key=lambda row: row.value)
        return Value(weakest.value, weakest.people)


def _uses(day: date, zone: ZoneInfo) -> Mapping[int, Counter[int]]:
    """How many pages and threads of each space carry each topic, a merged one as what it stands for."""
    now = midnight(day + DAY, zone)
    standing = func.coalesce(Topic.merged_into_id, Topic.id)
    pages = (
        select(Page.space_id, standing.label("topic"), func.count(Page.id.distinct()).label("uses"))
        .join(PageTopic, PageTopic.page_id == Page.id)
        .join(Topic, Topic.id == PageTopic.topic_id)
        .where(Page.in_use(), Page.created_at < now)
        .group_by(Page.space_id, standing)
    )
    threads = (
        select(Thread.space_id, standing, func.count(Thread.id.distinct()))
        .join(ThreadTopic, ThreadTopic.thread_id == Thread.id)
        .join(Topic, Topic.id == ThreadTopic.topic_id)
        .where(Thread.at < now)
        .group_by(Thread.space_id, standing)
    )
    found: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for space_id, topic, uses in session().execute(union_all(pages, threads)):
        found[space_id][topic] += uses
    return found


def phases_on(day: date, spaces: Collection[int]) -> Mapping[int, SpacePhase]:
    """The phase of each of these spaces on a day, by its id."""
    rows = session().scalars(
        select(SpacePhase).where(SpacePhase.day == day, SpacePhase.space_id.in_(spaces))
    )
    return {row.space_id: row for row in rows}


def phases_over(
    day: date, days: int, spaces: Collection[int]
) -> Mapping[int, Sequence[tuple[date, str]]]:
    """The phases shown of these spaces on the days up to this one, oldest first."""
    rows = session().execute(
        select(SpacePhase.space_id, SpacePhase.day, SpacePhase.phase)
        .where(SpacePhase.day > day - days * DAY, SpacePhase.day <= day)
        .where(SpacePhase.space_id.in_(spaces))
        .order_by(SpacePhase.day)
    )
    found: defaultdict[int, list[tuple[date, str]]] = defaultdict(list)
    for space_id, each, phase in rows:
        found[space_id].append((each, phase))
    return found
