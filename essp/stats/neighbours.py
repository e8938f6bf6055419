"""Which figures of a breakdown lay others open: the departments of the site, its open spaces.

What is withheld is decided for a whole breakdown and for everybody alike, and not by the screen on which
a part of it stands: so two screens, two exports or two readers together tell no more than one. Where a
figure is withheld for too few people, the smallest of those that are told is withheld too, unless
several are withheld that are enough together. Topics are no breakdown: a question carries several.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import ColumnElement, String, and_, case, cast, false, func, null, select, true

from essp.core.db import session
from essp.spaces.models import Access, Space
from essp.stats.asking import Axis, Scope
from essp.stats.figure_models import Figure
from essp.stats.measures import About, Unit, catalogue
from essp.stats.withholding import LEAST, LEAST_FOR_MANAGER

Smallest = Mapping[tuple[str, date], int]


def in_breakdown(scopes: Collection[Scope]) -> set[Scope]:
    """Those of these scopes that are a part of what adds up to the site."""
    spaces = {int(each.key): each for each in scopes if each.axis is Axis.SPACE}
    found = {each for each in scopes if each.axis is Axis.DEPARTMENT}
    if spaces:
        open_ones = select(Space.id).where(_open_one(), Space.id.in_(spaces))
        found |= {spaces[each] for each in session().scalars(open_ones)}
    return found


def smallest_told(
    axis: Axis, ids: Collection[str], days: Collection[date], led: Collection[str], leads: bool
) -> Smallest:
    """By measure and day how many people stand behind the smallest figure that would be told, where
    that one has to be withheld along with others.

    `led` are the departments in which the reader leads people; `leads` says whether they lead any.
    """
    least = _least(axis, led, leads)
    small = (Figure.people > 0) & (Figure.people < least)
    if axis is Axis.DEPARTMENT:
        # A share of people is withheld for those it counts, or does not, however large the department.
        small = small | _of_few(ids, least)
    hidden = func.sum(case((small, 1), else_=0))
    together = func.sum(case((small, Figure.people), else_=0))
    told = func.min(case((small, null()), (Figure.people >= least, Figure.people)))
    rows = session().execute(
        select(Figure.measure, Figure.day, hidden, together, told)
        .where(
            Figure.measure.in_(ids), Figure.scope == axis.value,
            Figure.day >= min(days), Figure.day <= max(days), _part_of(axis),
        )
        .group_by(Figure.measure, Figure.day)
    )  # fmt: skip
    most = LEAST_FOR_MANAGER if leads else LEAST
    return {
        (row[0], row[1]): row[4]
        for row in rows
        if row[4] is not None and row[2] and (row[2] == 1 or row[3] < most)
    }


def _least(axis: Axis, led: Collection[str], leads: bool) -> ColumnElement[int]:
    if axis is Axis.DEPARTMENT:
        return case((Figure.key.in_(led), LEAST_FOR_MANAGER), else_=LEAST)
    return case((Figure.key == "", LEAST), else_=LEAST_FOR_MANAGER if leads else LEAST)


def _of_few(ids: Collection[str], least: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a number of people, or the rest of them, are too few: as `shown.tells_of_few` says it."""
    known = catalogue()
    about = [known[each] for each in ids if each in known and known[each].about is About.PEOPLE]
    shares = [each.id for each in about if each.unit is Unit.SHARE]
    counts = [each.id for each in about if each.unit is Unit.COUNT]
    part = case(
        (Figure.measure.in_(shares), func.round(Figure.value * Figure.n)),
        (Figure.measure.in_(counts), func.abs(Figure.value)),
        else_=0,
    )
    rest = case((Figure.measure.in_([*shares, *counts]), Figure.n - part), else_=0)
    return func.coalesce(((part > 0) & (part < least)) | ((rest > 0) & (rest < least)), false())


def _part_of(axis: Axis) -> ColumnElement[bool]:
    if axis is Axis.DEPARTMENT:
        return true()
    return Figure.key.in_(select(cast(Space.id, String(120))).where(_open_one()))


def _open_one() -> ColumnElement[bool]:
    return and_(Space.access == Access.OPEN.value, Space.practice.is_(False))
