"""Who is in a space and who comes back: what its phase rests on beside the other measures. Parts:

- C5act: `contributions`, `contributors`, `departments` they work in, of 28 days.
- C5ret: `part`, who came back.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, case, func, select

from essp.core.i18n import lazy as _
from essp.stats.asking import DAY, Asked, Axis
from essp.stats.catalogue.entitled import did, entitled, here, lately, members, things
from essp.stats.catalogue.reading_people import Rows
from essp.stats.measures import About, Better, Chapter, Measure, Reading, Unit, declare, share
from essp.stats.models import Deed
from essp.stats.verbs import CONTRIBUTES

WINDOW = 28


def active(asked: Asked) -> Select[Any]:
    """How many people were in each space, and what they contributed there."""
    people = entitled(asked)
    may = members(asked, people)
    found = here(asked, people, WINDOW)
    there = (
        select(found.c.key, func.count(found.c.person_id.distinct()).label("people"))
        .group_by(found.c.key)
        .subquery("there")
    )
    key, counts = things(asked)
    done = (
        select(
            key.label("key"), func.count().label("contributions"),
            func.count(Deed.actor_id.distinct()).label("contributors"),
            func.count(func.nullif(Deed.department, "").distinct()).label("departments"),
        )
        .where(counts, did(asked, CONTRIBUTES), lately(asked, WINDOW))
        .group_by(key)
        .subquery("done")
    )  # fmt: skip
    return (
        select(
            may.c.key, may.c.people.label("whole"),
            func.coalesce(there.c.people, 0).label("active"),
            func.coalesce(done.c.contributions, 0).label("contributions"),
            func.coalesce(done.c.contributors, 0).label("contributors"),
            func.coalesce(done.c.departments, 0).label("departments"),
        )
        .outerjoin(there, there.c.key == may.c.key)
        .outerjoin(done, done.c.key == may.c.key)
    )  # fmt: skip


def _active(rows: Rows) -> Reading:
    row = rows[0]
    # A whole number in parts tells of people and is withheld of few; these two tell of things.
    parts = {
        "contributors": int(row.contributors), "contributions": float(row.contributions),
        "departments": float(row.departments),
    }  # fmt: skip
    count = int(row.active)
    return Reading(float(count), int(row.whole), count, None, parts)


def returning(asked: Asked) -> Select[Any]:
    """Who contributed in four weeks, and who of them in the four weeks before as well."""
    key, counts = things(asked)
    turn = asked.day - WINDOW * DAY
    each = (
        select(
            key.label("key"), Deed.actor_id,
            func.max(case((Deed.day > turn, 1), else_=0)).label("now"),
            func.max(case((Deed.day <= turn, 1), else_=0)).label("before"),
        )
        .where(counts, did(asked, CONTRIBUTES), lately(asked))
        .group_by(key, Deed.actor_id)
        .subquery("each")
    )  # fmt: skip
    return (
        select(
            each.c.key, func.sum(each.c.before).label("part"), func.count().label("whole"),
            func.count().label("people"),
        )
        .where(each.c.now == 1)
        .group_by(each.c.key)
    )  # fmt: skip


declare(Measure(
    id="C5act", chapter=Chapter.CONTRIBUTION, name=_("People in a space"),
    formula=_("People who read, reacted or contributed in a space in the last 28 days. With how much was"
              " contributed, by how many people of how many departments."),
    example=_("9 people read and 3 of them wrote 12 times. With 12 contributions of 3 people it is 9."),
    unit=Unit.COUNT, better=Better.MORE, window=WINDOW, question=active, reading=_active,
    axes=(Axis.SPACE,), about=About.PEOPLE, of_everybody=True,
))  # fmt: skip
declare(Measure(
    id="C5ret", chapter=Chapter.CONTRIBUTION, name=_("Contributors who come back"),
    formula=_("Of those who contributed in the last 28 days, the share who contributed in the 28 days before"
              " as well."),
    example=_("Of 10 people who contributed this month, 4 contributed last month too: 4 / 10 = 0.4."),
    unit=Unit.SHARE, better=Better.MORE, window=2 * WINDOW, question=returning, reading=share,
    axes=(Axis.SITE, Axis.SPACE), about=About.PEOPLE, within="M10",
))  # fmt: skip
