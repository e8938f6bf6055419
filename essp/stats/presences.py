"""Who was here on a day, where and in which way: made of what was opened, looked for and done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    select,
    union_all,
)

from essp.core.db import session
from essp.stats.asking import DAY
from essp.stats.gathering import YEAR, steps_noted
from essp.stats.models import Deed, Presence, Searched, Usage
from essp.stats.verbs import CONTRIBUTES, MIGRATION, REACTS, Did, Opened, Thing, Use

_CONTRIBUTES = sorted(each.value for each in CONTRIBUTES)
_REACTS = sorted(each.value for each in REACTS)
_EDITS = [Did.CREATE_PAGE.value, Did.EDIT_PAGE.value, Did.PROPOSE.value]
_USES = (Use.SEARCH, Use.PAGE, Use.THREAD, Use.PROFILE, Use.EDIT)


def note_presence(day: date, _zone: ZoneInfo) -> int:
    """Write anew who was here on a day; how many people in how many places that makes.

    What somebody did without opening anything counts as well. Imports and programs do not. The first
    time, as with deeds, so are the days of the year before.
    """
    done = steps_noted("presence", day - YEAR, day)
    if day - DAY not in done:
        for before in _days_with_deeds(day):
            if before not in done:
                _note(before)
    return _note(day)


def _days_with_deeds(day: date) -> list[date]:
    days = select(Deed.day).where(Deed.day >= day - YEAR, Deed.day < day).distinct()
    return list(session().scalars(days.order_by(Deed.day)))


def _note(day: date) -> int:
    session().execute(delete(Presence).where(Presence.day == day))
    each = union_all(_opened(day), _sought(day), _did(day)).subquery()
    kinds = sum((func.max(each.c[str(use.name)]) for use in _USES[1:]), func.max(each.c.SEARCH))
    rows = (
        select(
            literal(day), each.c.person_id, each.c.space_id, func.max(each.c.department),
            cast(func.max(each.c.viewed), Boolean), func.sum(each.c.reacted),
            func.sum(each.c.contributed), kinds,
        )
        .group_by(each.c.person_id, each.c.space_id)
    )  # fmt: skip
    names = (
        "day", "person_id", "space_id", "department", "viewed", "reacted", "contributed", "kinds",
    )  # fmt: skip
    done = session().execute(insert(Presence).from_select(names, rows))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _opened(day: date) -> Select[*tuple[Any, ...]]:
    return select(
        Usage.person_id, Usage.space_id, Usage.department, literal(1).label("viewed"),
        literal(0).label("reacted"), literal(0).label("contributed"),
        *_flags({
            Use.SEARCH: Usage.verb == Opened.SEARCH_CLICK.value,
            Use.PAGE: Usage.kind == Thing.PAGE.value,
            Use.THREAD: Usage.kind == Thing.THREAD.value,
            Use.PROFILE: Usage.kind == Thing.PERSON.value,
        }),
    ).where(Usage.day == day)  # fmt: skip


def _sought(day: date) -> Select[*tuple[Any, ...]]:
    return select(
        Searched.person_id, literal(0), Searched.department, literal(1), literal(0), literal(0),
        literal(Use.SEARCH.value), literal(0), literal(0), literal(0), literal(0),
    ).where(Searched.day == day)  # fmt: skip


def _did(day: date) -> Select[*tuple[Any, ...]]:
    return select(
        Deed.actor_id, Deed.space_id, Deed.department, literal(0),
        case((Deed.verb.in_(_REACTS), 1), else_=0), case((Deed.verb.in_(_CONTRIBUTES), 1), else_=0),
        *_flags({
            Use.THREAD: Deed.kind.in_([Thing.THREAD.value, Thing.POST.value]),
            Use.EDIT: Deed.verb.in_(_EDITS),
        }),
    ).where(
        Deed.day == day, Deed.source != MIGRATION, Deed.bot.is_(False),
        Deed.verb.in_([*_REACTS, *_CONTRIBUTES]),
    )  # fmt: skip


def _flags(conditions: Mapping[Use, ColumnElement[bool]]) -> list[ColumnElement[int]]:
    """For each kind of use its number where a row is such, else 0."""
    return [
        (case((conditions[use], use.value), else_=0) if use in conditions else literal(0)).label(
            str(use.name)
        )
        for use in _USES
    ]
