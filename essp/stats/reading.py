"""Reading figures as somebody: the one way to the outside, for screens, exports, mails and programs alike.

Whatever leaves here was allowed to this reader, was noted in the log of looks, and is withheld where too
few people stand behind it, or where it would lay such a figure open. A figure that is withheld has no
value and says why; it is never 0.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defer, undefer

from essp.core.db import session
from essp.core.decision import Decision, NotFound, Refused, require
from essp.core.web import zone
from essp.people.models import Person
from essp.stats import looks
from essp.stats.asking import DAY, Axis, Scope
from essp.stats.figure_models import Figure
from essp.stats.filled import FULL, OFF, last_filled, mode_on
from essp.stats.looks import Look
from essp.stats.measures import Measure, catalogue
from essp.stats.neighbours import Smallest, in_breakdown, smallest_told
from essp.stats.recording import mode
from essp.stats.shown import SAME_DAYS, Shown, Withheld, parts_of, shown, tells_of_few
from essp.stats.sights import ALIKE, Sight, may_see, may_see_each, sight_of

__all__ = [
    "BACK", "Shown", "Sight", "Withheld", "figures", "figures_of_each", "last_day", "look", "may_see",
    "parts_over", "sight_of",
]  # fmt: skip

BACK = 91  # days of a trend
EARLIEST = date(1970, 1, 1)  # of which anything is asked, a year before it included


def last_day() -> date | None:
    """The last day that is filled; None before the first."""
    return last_filled()


def figures(
    actor: Person,
    scope: Scope,
    day: date,
    ids: Collection[str],
    *,
    what: str,
    how: str = "screen",
    back: int = BACK,
    after: Sight | None = None,
) -> Mapping[str, Shown]:
    """These measures of a scope on a day, as the actor may see them, by id.

    `what` and `how` name the screen, export or operation for the log of looks. A screen that asks several
    times makes one `sight` for all: whom figures are of is then asked once. Raises Refused, and NotFound for
    a scope that the actor may not know of.
    """
    sight = look(actor, scope, day, what=what, how=how, after=after)
    return _figures(sight, [scope], day, ids, back)[scope]


def figures_of_each(
    actor: Person,
    scopes: Sequence[Scope],
    day: date,
    ids: Collection[str],
    *,
    what: str,
    how: str = "screen",
    back: int = 1,
    after: Sight | None = None,
) -> Mapping[Scope, Mapping[str, Shown] | None]:
    """The same of several scopes for a table: None of each that the actor may not see.

    What differs by too few people from another is withheld as being of too few. `after` is the sight of
    what was asked just before.
    """
    sight = sight_of(actor, day, after)
    allowed = may_see_each(actor, scopes)
    sight.learn({*(scope for scope in scopes if allowed[scope]), *sight.seen})
    noted: defaultdict[str, list[Look]] = defaultdict(list)
    why: dict[Scope, str] = {}
    for scope in scopes:
        why[scope] = _why_not(sight, scope, allowed[scope])
        noted[why[scope]].append(Look(what, how, scope, day))
        if not why[scope]:
            sight.show(scope)
    told = _figures(sight, [scope for scope in scopes if not why[scope]], day, ids, back)
    for refused, rows in noted.items():
        looks.note(actor, rows, refused)
    return {
        scope: _all_of_few(sight, scope, day, ids) if why[scope] == "alike" else told.get(scope)
        for scope in scopes
    }


def look(
    actor: Person,
    scope: Scope,
    day: date | None,
    *,
    what: str,
    how: str = "screen",
    after: Sight | None = None,
) -> Sight:
    """Ask whether somebody may look at a scope, and note it; for what is shown beside figures too.

    Raises Refused, and NotFound for a scope that they may not know of; that is noted as well.
    """
    sight = sight_of(actor, day, after)
    allowed = may_see_each(actor, [scope])[scope]
    refused = _why_not(sight, scope, allowed)
    looks.note(actor, [Look(what, how, scope, day)], refused)
    if allowed is None:
        raise NotFound
    if refused == "alike":
        raise Refused(ALIKE)
    require(allowed)
    return sight


def _why_not(sight: Sight, scope: Scope, allowed: Decision | None) -> str:
    """Why somebody may not see a scope, in a word for the log; empty where they may."""
    if allowed is None:
        return "not there"
    if not allowed:
        return "not allowed"
    return "alike" if sight.alike(scope) else ""


def _figures(
    sight: Sight, scopes: Sequence[Scope], day: date, ids: Collection[str], back: int
) -> dict[Scope, Mapping[str, Shown]]:
    """These measures of scopes that the reader may see, asked together."""
    known = {each: measure for each, measure in catalogue().items() if each in ids}
    now, then = mode(), mode_on(day, zone())
    asked = {
        each: measure
        for each, measure in known.items()
        if now != OFF and (now == FULL or not measure.personal)
    }
    found = {
        scope: {
            each: Shown(measure, scope, day, withheld=Withheld.NOT_MEASURED)
            for each, measure in known.items()
        }
        for scope in scopes
    }
    if not asked:
        return {**found}
    days = [day - ago * DAY for ago in range(max(back, 1) - 1, -1, -1)]
    enough = [scope for scope in scopes if not sight.too_small(scope)]
    around = {*asked, *(each.within for each in asked.values() if each.within)}
    rows = _rows(enough, days, around)
    beside = _beside(sight, enough, days, around)
    for scope in scopes:
        if scope in rows:
            found[scope] |= _asked_of(sight, scope, days, asked, rows[scope], beside[scope], then)
        else:
            found[scope] |= _all_of_few(sight, scope, day, asked)
    return {**found}


def _asked_of(
    sight: Sight, scope: Scope, days: Sequence[date], asked: Mapping[str, Measure],
    rows: Mapping[str, Mapping[date, Figure]], beside: Smallest, then: str,
) -> dict[str, Shown]:  # fmt: skip
    """The figures of one scope; `then` is how much was measured on the last of these days."""
    found: dict[str, Shown] = {}
    day, least = days[-1], sight.least(scope)
    for each, measure in asked.items():
        if day not in rows[each] or scope.axis not in measure.axes:
            missing = then == OFF or (then != FULL and measure.personal)
            why = Withheld.NOT_MEASURED if missing else Withheld.NOT_FILLED
            found[each] = Shown(measure, scope, day, withheld=why)
            continue
        known = rows[each]
        if outer := catalogue().get(measure.within):
            hidden = {
                at for at, row in rows[outer.id].items()
                if _is_hidden(outer, row, _needed(outer, least), beside)
            }  # fmt: skip
            known = {at: row for at, row in known.items() if at not in hidden}
        found[each] = _told(measure, scope, days, known, _needed(measure, least), beside)
    return found


def _told(
    measure: Measure, scope: Scope, days: Sequence[date], rows: Mapping[date, Figure], least: int,
    beside: Smallest,
) -> Shown:  # fmt: skip
    told = {
        day: row for day, row in rows.items() if not _is_hidden(measure, row, least, beside)
    }  # fmt: skip
    if days[-1] not in told:
        return Shown(measure, scope, days[-1], withheld=Withheld.FEW, least=least)
    return shown(measure, scope, days, told, least)


def _is_hidden(measure: Measure, row: Figure, least: int, beside: Smallest) -> bool:
    """Whether a figure tells of too few people, or would tell such a one of its neighbours."""
    if tells_of_few(measure, row, least):
        return True
    return bool(least) and row.people == beside.get((measure.id, row.day))


def _rows(
    scopes: Sequence[Scope], days: Sequence[date], ids: Collection[str]
) -> Mapping[Scope, Mapping[str, Mapping[date, Figure]]]:
    """The figures of these days and of the same weekdays before them; what one is made of, of the last."""
    day, first = days[-1], min(days[0], days[-1] - 7 * SAME_DAYS * DAY)
    found: dict[Scope, dict[str, dict[date, Figure]]] = {
        scope: {each: {} for each in ids} for scope in scopes
    }
    for axis in {scope.axis for scope in scopes}:
        keys = [scope.key for scope in scopes if scope.axis is axis]
        here = (Figure.measure.in_(ids), Figure.scope == axis.value, Figure.key.in_(keys))
        earlier = select(Figure).options(defer(Figure.parts)).where(*here)
        last = select(Figure).options(undefer(Figure.parts)).where(*here, Figure.day == day)
        for asked in (earlier.where(Figure.day >= first, Figure.day < day), last):
            for row in session().scalars(asked):
                found[Scope(axis, row.key)][row.measure][row.day] = row
    return found


def _beside(
    sight: Sight, scopes: Sequence[Scope], days: Sequence[date], ids: Collection[str]
) -> Mapping[Scope, Smallest]:
    parts = in_breakdown(scopes)
    whole = [days[-1] - 7 * SAME_DAYS * DAY, *days]
    of_axis = {
        axis: smallest_told(
            axis, ids, whole, sight.departments if axis is Axis.DEPARTMENT else (), bool(sight.led)
        )
        for axis in {scope.axis for scope in parts}
    }
    return {scope: of_axis[scope.axis] if scope in parts else {} for scope in scopes}


def _all_of_few(sight: Sight, scope: Scope, day: date, ids: Collection[str]) -> dict[str, Shown]:
    least = sight.least(scope)
    return {
        each: Shown(measure, scope, day, withheld=Withheld.FEW, least=least)
        for each, measure in catalogue().items()
        if each in ids
    }


def _needed(measure: Measure, least: int) -> int:
    """How many people must stand behind a measure: for some things nobody need."""
    return max(measure.least, least) if measure.least else 0


def parts_over(
    actor: Person,
    scope: Scope,
    day: date,
    measure: str,
    *,
    what: str,
    how: str = "screen",
    back: int = BACK,
    after: Sight | None = None,
) -> Sequence[tuple[date, Mapping[str, Any] | None]]:
    """What one measure was made of on each day up to this one; None where that may not be told.

    A number in it that stands for too few people is None. Raises Refused and NotFound as `figures`.
    """
    sight = look(actor, scope, day, what=what, how=how, after=after)
    days = [day - ago * DAY for ago in range(back - 1, -1, -1)]
    declared = catalogue().get(measure)
    if (
        declared is None
        or mode() == OFF
        or (declared.personal and mode() != FULL)
        or sight.too_small(scope)
    ):
        return [(each, None) for each in days]
    least = _needed(declared, sight.least(scope))
    here = (Figure.measure == measure, Figure.scope == scope.axis.value, Figure.key == scope.key)
    rows = session().scalars(
        select(Figure)
        .options(undefer(Figure.parts))
        .where(*here, Figure.day >= days[0], Figure.day <= day)
    )
    beside = _beside(sight, [scope], days, {measure: declared})[scope]
    told = {
        row.day: parts_of(declared, row, least)
        for row in rows
        if not _is_hidden(declared, row, least, beside)
    }
    return [(each, told.get(each)) for each in days]
