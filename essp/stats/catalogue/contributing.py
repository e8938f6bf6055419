"""How measures of contributing are asked and read: who, how much, spread over how many, come and gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import sqrt
from typing import Any

from sqlalchemy import and_, case, func, literal, not_, or_, select
from sqlalchemy.orm import aliased

from essp.core.figures import (
    Z95,
    Band,
    Share,
    absence_factor,
    effective,
    gini,
    middle,
    rank,
    top_share,
)
from essp.people.models import Person, Role
from essp.spaces.models import Champion
from essp.stats.asking import DAY, Asked, Axis
from essp.stats.catalogue.entitled import did, entitled, lately, members, of_entitled, things
from essp.stats.catalogue.reading_people import Rows
from essp.stats.figure_models import Figure
from essp.stats.measures import Reading
from essp.stats.models import Deed
from essp.stats.verbs import CONTRIBUTES, Did
from essp.stats.withholding import to_five, withheld

MONTH = 28
SILENT = 90  # days after which somebody who writes again was away
STEADY = 4  # contributions in 90 days after which it is noticed that somebody stops
STEPS = ("new", "returning", "resurrected", "lapsed")


def contributors(asked: Asked) -> Any:
    """Who of those entitled contributed in the window."""
    people = entitled(asked)
    by = [Deed.actor_id.label("person_id")]
    if asked.axis is Axis.SPACE:
        by.append(Deed.space_id.label("space_id"))
    rows = select(*by).where(did(asked, CONTRIBUTES), lately(asked)).distinct().subquery("wrote")
    found = of_entitled(asked, people, rows)
    whole = members(asked, people)
    counted = (
        select(found.c.key, func.count().label("part")).group_by(found.c.key).subquery("counted")
    )
    return select(
        whole.c.key, whole.c.people.label("whole"), func.coalesce(counted.c.part, 0).label("part")
    ).outerjoin(counted, counted.c.key == whole.c.key)


def amounts_of_people(asked: Asked) -> Any:
    """How often each person contributed. Somebody of whom only words came along is nobody here."""
    key, counts = things(asked)
    only_words = and_(Person.joined_at.is_(None), Person.left_at.is_not(None))
    return (
        select(key.label("key"), Deed.actor_id, func.count().label("amount"))
        .join(Person, Person.id == Deed.actor_id)
        .where(did(asked, CONTRIBUTES), lately(asked), counts, not_(only_words))
        .group_by(key, Deed.actor_id)
    )


def amounts(rows: Rows) -> Reading:
    """The median of what contributors did, and what nine in ten do not exceed."""
    each = [int(row.amount) for row in rows]
    return Reading(middle(each), len(each), len(each), None, {"p90": rank(each, 0.9)})


def concentration(rows: Rows) -> Reading:
    """How unequally contributions are spread over contributors."""
    each = [int(row.amount) for row in rows]
    parts = {
        "top": top_share(each),
        "effective": effective(each),
        "absence": absence_factor(each),
        "contributors": len(each),
    }
    return Reading(gini(each), sum(each), len(each), None, parts)


def by_helpers(asked: Asked) -> Any:
    """Contributions, and those of community managers and champions of the space they are in."""
    key, counts = things(asked)
    helps = and_(
        Champion.space_id == Deed.space_id,
        Champion.person_id == Deed.actor_id,
        Champion.since < asked.now,
    )
    manages = Person.role == Role.COMMUNITY_MANAGER.value
    helper = case((or_(manages, Champion.person_id.is_not(None)), 1), else_=0)
    return (
        select(
            key.label("key"),
            func.sum(helper).label("part"),
            func.count().label("whole"),
            func.count(Deed.actor_id.distinct()).label("people"),
        )
        .join(Person, Person.id == Deed.actor_id)
        .outerjoin(Champion, helps)
        .where(did(asked, CONTRIBUTES), lately(asked), counts)
        .group_by(key)
    )


def edits_of_others(asked: Asked) -> Any:
    """Edits, and those of pages that somebody else began."""
    key, counts = things(asked)
    others = and_(Deed.to_id.is_not(None), Deed.to_id != Deed.actor_id)
    return (
        select(
            key.label("key"),
            func.sum(case((others, 1), else_=0)).label("part"),
            func.count().label("whole"),
            func.count(Deed.actor_id.distinct()).label("people"),
        )
        .where(did(asked, frozenset({Did.EDIT_PAGE})), lately(asked), counts)
        .group_by(key)
    )


def comings(asked: Asked) -> Any:
    """For each person when they contributed last before the window and first in it, and how often before."""
    before, since = Deed.day < asked.first, asked.first - SILENT * DAY
    people, long_ago = entitled(asked), aliased(Deed)
    by, same = [Deed.actor_id], [long_ago.actor_id == Deed.actor_id]
    if asked.axis is Axis.SPACE:
        by.append(Deed.space_id)
        # A sum, so that it is looked up by the person: a space has too many rows.
        same.append(long_ago.space_id + 0 == Deed.space_id)
    # Only who was silent for so long is looked up in all the years before.
    last = (
        select(func.max(long_ago.day))
        .where(did(asked, CONTRIBUTES, long_ago), long_ago.day < since, *same)
        .correlate(Deed)
        .scalar_subquery()
    )
    rows = (
        select(
            *by, Deed.actor_id.label("person_id"),
            func.coalesce(func.max(case((before, Deed.day))), last).label("last_before"),
            func.min(case((not_(before), Deed.day))).label("first_in"),
            func.sum(case((before, 1), else_=0)).label("before"),
        )
        .where(did(asked, CONTRIBUTES), Deed.day >= since, Deed.day <= asked.day)
        .group_by(*by)
        .subquery("contributed")
    )  # fmt: skip
    found = of_entitled(asked, people, rows, "last_before", "first_in", "before")
    whole = members(asked, people)
    # Of the many who neither came nor stopped nothing is told. A scope without anybody else has its zero.
    moved = or_(found.c.first_in.is_not(None), found.c.before >= STEADY)
    return (
        select(
            whole.c.key, found.c.person_id, found.c.last_before, found.c.first_in, found.c.before,
            literal(asked.window).label("days"),
        )
        .outerjoin(found, and_(found.c.key == whole.c.key, moved))
        .where(whole.c.people > 0)
    )  # fmt: skip


def step_of(last: date | None, first: date | None, before: int, window: int = MONTH) -> str | None:
    """Whether somebody is new, returning after a window, resurrected after 90 days, or lapsed."""
    if first is None:
        return "lapsed" if before >= STEADY else None
    if last is None:
        return "new"
    silent = (first - last).days
    if silent >= SILENT:
        return "resurrected"
    return "returning" if silent >= window else None


def flow(rows: Rows) -> Reading:
    """Who came less who went. Steps with too few people are None, and so is what would tell them."""
    counts = dict.fromkeys(STEPS, 0)
    for row in rows:
        step = None
        if row.person_id is not None:
            step = step_of(row.last_before, row.first_in, int(row.before), int(row.days))
        if step:
            counts[step] += 1
    total = sum(counts.values())
    value = total - 2 * counts["lapsed"]
    half = Z95 * sqrt(total)
    # Who came and who went follow from the value and its base: both must be enough people.
    people = min((each for each in (total - counts["lapsed"], counts["lapsed"]) if each), default=0)
    return Reading(
        float(value), total, people, Band(value - half, value + half), {"steps": told(counts)}
    )


def told(counts: dict[str, int]) -> dict[str, int | None]:
    """Numbers of people that add up to all, without those that tell of few."""
    gone = withheld(counts, [counts])
    return {name: None if name in gone else count for name, count in counts.items()}


def veiled_steps(parts: Mapping[str, Any], least: int) -> dict[str, Any]:
    """The steps of a flow for a reader for whom so many people must stand behind each, rounded to five."""
    counts = {name: int(count or 0) for name, count in parts["steps"].items()}
    hidden = {name for name, count in parts["steps"].items() if count is None or 0 < count < least}
    steps = {name: None if name in hidden else to_five(count) for name, count in counts.items()}
    return {**parts, "steps": steps}


def in_twentieths(_row: Figure) -> float:
    """To what a share is told that may be of one person, whom everybody knows."""
    return 0.05


def part_with_middle(rows: Sequence[Any], minutes: Sequence[float]) -> Reading:
    """The share of `rows` that ended, with the median of the minutes that took."""
    share = Share(sum(row.until is not None for row in rows), len(rows))
    people = len({row.person_id for row in rows})
    parts = {"part": share.part, "minutes": middle(minutes)}
    return Reading(share.value, share.whole, people, share.band, parts)
