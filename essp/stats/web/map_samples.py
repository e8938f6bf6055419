"""Maps with made-up values, for the page that shows every component."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from types import SimpleNamespace

from essp.stats.matrix import matrix_in, parts_of
from essp.stats.mine import Month
from essp.stats.silos import map_of
from essp.stats.web import balance, silo_picture
from essp.stats.web.edge import blueprint
from essp.stats.web.mine import bars_of
from essp.stats.web.silo_said import department

SIZES = {"Connections": 9, "Data": 6, "Field": 12, "Legal": 3, "Market": 9, "Safety": 4}
ROWS = (
    (1, 9.0, 0.3, "gap"),
    (2, 8.0, 4.0, "asset"),
    (3, 1.0, 5.0, "hidden"),
    (4, 1.0, 0.4, "watch"),
)


@blueprint.app_template_global()
def map_samples() -> SimpleNamespace:
    """One map of each kind, departments of too few people among them."""
    where = dict(enumerate([name for name, count in SIZES.items() for _each in range(count)]))
    met = [
        (one, other)
        for one, other in combinations(where, 2)
        if (one * 7 + other * 3) % 6 == 0 and {where[one], where[other]} != {"Field", "Market"}
    ]
    matrix = matrix_in(parts_of(map_of(where, met)))
    topics = [[topic, demand, supply, 0.0, quarter, 9] for topic, demand, supply, quarter in ROWS]
    names = {1: "Cable pooling", 2: "Congestion", 3: "Relays", 4: "Asbestos"}
    found = balance.balances_in({"topics": topics})
    months = [Month(date(2026, each, 1), each * 5 % 13, each % 4) for each in range(1, 13)]
    return SimpleNamespace(
        matrix=matrix, called=department, picture=silo_picture.picture_of(matrix),
        wide=int(silo_picture.WIDE), high=int(silo_picture.HIGH), names=names,
        quarters=balance.picture_of(found, names, (5.0, 2.0)), months=bars_of(months),
    )  # fmt: skip
