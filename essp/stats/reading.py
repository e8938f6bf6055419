"""Reading figures as somebody: the one way to the outside, for screens, exports, mails and programs alike.

Whatever leaves here was allowed to this reader, was noted in the log of looks, and is withheld where too
few people stand behind it. A figure that is withheld has no value and says why; it is never 0.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import func, select

from essp.core.db import session
from essp.core.decision import Decision, allow, refuse, require
from essp.core.figures import Band
from essp.core.i18n import lazy as _
from essp.people.models import Person, Role
from essp.spaces import policy
from essp.spaces.models import Space
from essp.spaces.queries import standing
from essp.stats.asking import DAY, Axis, Scope
from essp.stats.figure_models import Figure, FilledDay
from essp.stats.measures import Better, Measure, catalogue

BACK = 91  # days of a trend
SAME_DAYS = 4  # weekdays before with which a day is compared


class Withheld(Enum):
    """Why a figure has no value."""

    NO = ""
    FEW = "few"  # too few people stand behind it
    NOT_MEASURED = "not measured"  # the organisation measures the minimum
    NOT_FILLED = "not filled"
    NOTHING = "nothing"  # a share of nothing


@dataclass(frozen=True)
class Shown:
    """A figure as one reader may see it on a day.

    `before` is the mean of the same weekday in the four weeks before, `trend` the values of the days up
    to it with None where there is none. `parts` is that of the measure, empty where withheld.
    """

    measure: Measure
    scope: Scope
    day: date
    value: float | None = None
    n: int | None = None
    people: int | None = None
    band: Band | None = None
    parts: Any = field(default_factory=dict)
    before: float | None = None
    trend: Sequence[tuple[date, float | None]] = ()
    withheld: Withheld = Withheld.NO

    @property
    def noise(self) -> bool:
        """Whether the change since before may be chance: the arrow is grey."""
        if self.value is None or self.before is None or self.value == self.before:
            return True
        return self.band is not None and self.band.holds(self.before)

    @property
    def better(self) -> bool | None:
        """Whether it changed for the better; None where that cannot be said."""
        if self.noise or self.measure.better is Better.NEITHER:
            return None
        assert self.value is not None and self.before is not None  # noqa: S101 - noise says so
        return (self.value > self.before) is (self.measure.better is Better.MORE)


def may_see(actor: Person, scope: Scope) -> Decision:
    """Whether somebody sees the figures of a scope.

    Community managers those of the site, of departments and topics, and of spaces that they read; owners
    those of their spaces; everybody those of their own department.
    """
    if scope.axis is Axis.SPACE:
        space = session().get(Space, int(scope.key))
        if space is None:
            return refuse(_("This space is not there."))
        here = standing(actor, space)
        reads = policy.read(actor, space, here)
        if not reads or here.owner or actor.has_role(Role.COMMUNITY_MANAGER.value):
            return reads
        return refuse(_("The owners of this space and community managers see its figures."))
    if actor.has_role(Role.COMMUNITY_MANAGER.value):
        return allow()
    if scope.axis is Axis.DEPARTMENT and scope.key and scope.key == actor.department:
        return allow()
    return refuse(_("Community managers see these figures. Your own stand under Your figures."))


def last_day() -> date | None:
    """The last day that is filled; None before the first."""
    return session().scalar(select(func.max(FilledDay.day)))


def figures(
    actor: Person,
    scope: Scope,
    day: date,
    ids: Collection[str],
    *,
    what: str,
    how: str = "screen",
    back: int = BACK,
) -> Mapping[str, Shown]:
    """These measures of a scope on a day, as the actor may see them, by id.

    `what` and `how` name the screen, export or operation for the log of looks. Raises Refused.
    """
    require(may_see(actor, scope))
    known = {each: measure for each, measure in catalogue().items() if each in ids}
    rows = session().scalars(
        select(Figure).where(
            Figure.measure.in_(known), Figure.scope == scope.axis.value, Figure.key == scope.key,
            Figure.day > day - back * DAY, Figure.day <= day,
        )
    ).all()  # fmt: skip
    found: dict[str, dict[date, Figure]] = {each: {} for each in known}
    for row in rows:
        found[row.measure][row.day] = row
    return {each: _shown(known[each], scope, day, found[each], back) for each in known}


def _shown(
    measure: Measure, scope: Scope, day: date, rows: Mapping[date, Figure], back: int
) -> Shown:
    row = rows.get(day)
    if row is None:
        return Shown(measure, scope, day, withheld=Withheld.NOT_FILLED)
    if 0 < row.people < measure.least:
        return Shown(measure, scope, day, withheld=Withheld.FEW)
    before = [_told(measure, rows.get(day - 7 * week * DAY)) for week in range(1, SAME_DAYS + 1)]
    told = [each for each in before if each is not None]
    return Shown(
        measure, scope, day, row.value, row.n, row.people,
        Band(row.low, row.high) if row.low is not None and row.high is not None else None,
        row.parts, sum(told) / len(told) if told else None,
        [(day - ago * DAY, _told(measure, rows.get(day - ago * DAY))) for ago in range(back - 1, -1, -1)],
        Withheld.NOTHING if row.value is None else Withheld.NO,
    )  # fmt: skip


def _told(measure: Measure, row: Figure | None) -> float | None:
    if row is None or 0 < row.people < measure.least:
        return None
    return row.value
