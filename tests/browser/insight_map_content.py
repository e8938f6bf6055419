"""Figures of a day on the site of the browser's stories: who meets whom, what is asked and known."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations
from typing import Any

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.web import zone
from essp.people.models import Person
from essp.spaces.models import Space
from essp.stats.asking import DAY, SITE, Axis, Scope, day_of
from essp.stats.figure_models import Figure, FilledDay
from essp.stats.matrix import parts_of
from essp.stats.models import Searched, Usage
from essp.stats.privacy_models import InsightSwitch
from essp.stats.silos import Map, map_of
from essp.topics.queries import find_topic

SIZES = {
    "Customer connections": 9, "Digital workplace": 6, "Field operations": 12, "Grid planning": 9,
    "Legal": 3, "Market & regulation": 9, "Safety": 4, "System operations": 8,
}  # fmt: skip
APART = {"Field operations", "Market & regulation"}
BACK = 60  # days with a figure
CURVE = [[1.0, 0.8], [4.5, 0.5], [20.0, 0.25], [79.0, 0.15]]  # hours, and which part waits so long


def add_insight(people: dict[str, Person], space: Space) -> dict[str, str]:
    """A map with two departments that hardly meet, a gap, a hidden talent, what is kept of Femke."""
    with transaction():
        session().add(
            InsightSwitch(
                mode="full", at=clock.now() - timedelta(days=90), by_id=people["ilse"].id,
                reference="OR 2026-14", agreed_on=clock.now().date() - timedelta(days=95),
            )
        )  # fmt: skip
        day = day_of(clock.now(), zone()) - DAY
        session().merge(FilledDay(day=day, step="complete", at=clock.now(), rows=1))
        congestion = find_topic(people["femke"], "congestion").id
        redispatch = find_topic(people["femke"], "redispatch").id
        found = _map()
        kept = parts_of(
            found, {("Customer connections", "Grid planning"): 1},
            {congestion: set(APART), redispatch: {*APART, "Grid planning"}},
        )  # fmt: skip
        _figure("D8", found.modularity, 53, kept, n=found.all_ties)
        rows = [
            [redispatch, 9.5, 0.4, 2.6, "gap", 11, 30, 1],
            [congestion, 7.0, 4.2, 0.2, "asset", 9, 0, 7],
        ]
        _figure("D9", 1, 30, {"topics": rows, "usual": 1.0, "lines": [5.0, 2.0]})
        drill = {"most": 3.4, "middle": 0.5, "answerers": 12}
        _figure("D10", 1, 30, {"topics": [[redispatch, 1, 120]], "drill": drill})
        _figure("M40", 0.08, 30, {"vain": [["cable pooling", 7, 16]]}, n=420)
        _figure("M43", 0.71, 30, {}, n=420)
        waits = {"p75": 20.0, "p90": None, "open": 6, "ended": 35, "curve": CURVE}
        _figure("D2", 4.5, 41, waits, n=41)
        steps = {"contributors": 12, "participants": 9, "consumers": 24, "absent": 15}
        came = {"new": 12, "returning": 7, "resurrected": 6, "lapsed": 9}
        _figure("D6", 16, 34, {"steps": came}, n=34)
        for ago in range(BACK):
            _figure("D4", 0.75, 60, {"1": 20 + ago % 7, "7": 45, "28": 50}, n=60, ago=ago)
            _figure("D5", 0.35, 60, {"steps": steps}, n=60, ago=ago)
            for name, value in (("M02", 0.4 + 0.004 * (BACK - ago)), ("M20", 0.64)):
                scope = Scope(Axis.SPACE, str(space.id))
                _figure(name, value, 14, {}, scope, n=14, ago=ago)
            _figure("M44", 5 + ago % 3, 9, {}, Scope(Axis.TOPIC, str(congestion)), ago=ago)
        _figure("M33", 2, 8, {}, Scope(Axis.DEPARTMENT, people["femke"].department))
        for ago in (0, 1, 4):
            session().merge(
                Usage(day=day - ago * DAY, person_id=people["femke"].id, verb="view", kind="space",
                      object_id=space.id, department="Grid planning", space_id=space.id)
            )  # fmt: skip
        session().add(
            Searched(at=clock.now() - timedelta(hours=30), day=day, person_id=people["femke"].id,
                     department="Grid planning", key="cable pool", words="cable pooling", found=0,
                     topics=[])
        )  # fmt: skip
    return {"topic_figures": "congestion"}


def _map() -> Map:
    where = dict(enumerate([name for name, count in SIZES.items() for _each in range(count)]))
    met = [
        (one, other)
        for one, other in combinations(where, 2)
        if (one * 7 + other * 3) % (5 if where[one] == where[other] else 9) == 0
        and {where[one], where[other]} != APART
    ]
    apart = [next(each for each in where if where[each] == name) for name in sorted(APART)]
    return map_of(where, [*met, (apart[0], apart[1])])


def _figure(
    name: str, value: float | None, people: int, parts: Any, scope: Scope = SITE, n: int = 0, ago: int = 0
) -> None:  # fmt: skip
    session().merge(
        Figure(
            day=day_of(clock.now(), zone()) - (1 + ago) * DAY, scope=scope.axis.value, key=scope.key,
            measure=name, value=value, n=n or int(value or 0), people=people, parts=parts,
        )
    )  # fmt: skip
