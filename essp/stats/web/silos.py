"""Who meets whom: departments against departments, as numbers, as a picture, and what could join them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for

from essp.core.access import members
from essp.core.decision import require
from essp.core.i18n import Message, _, language, lazy
from essp.people.current import me
from essp.stats import reading
from essp.stats.asking import SITE
from essp.stats.matrix import Cell, Matrix, alike, matrix_in
from essp.stats.web.edge import blueprint
from essp.stats.web.frame import day_asked
from essp.stats.web.silo_picture import HIGH, WIDE, picture_of
from essp.stats.web.silo_said import department, stands_out
from essp.topics.queries import Named, named

FIGURES = ("D8", "M30", "M31", "M32", "M33")
WEAKEST = 10
TOPICS = 4  # of a pair in a row; with the pair itself all are named
ORDERS: Mapping[str, Message] = {
    "name": lazy("by name"), "people": lazy("by size"), "open": lazy("most closed first"),
    "alike": lazy("who meets much beside each other"),
}  # fmt: skip


@dataclass(frozen=True)
class Beside:
    """A pair as a row tells it: its ties, whether few people hold it together, what both speak of."""

    cell: Cell
    one: str
    other: str
    hangs: bool
    topics: Sequence[tuple[str, str]]
    url: str
    space_url: str


@blueprint.get("/insight/silos")
@members
def silos() -> str:
    """Departments against departments on a day, for community managers."""
    day = day_asked()
    if day is None:
        require(reading.may_see(me(), SITE))
        return render_template("insight/silos.html", day=None, shown=None, figures={}, matrix=None)
    figures = reading.figures(me(), SITE, day, FIGURES, what="silos")
    shown = figures.get("D8")
    matrix = matrix_in(shown.parts) if shown is not None and shown.parts else None
    told = _told(matrix) if matrix is not None and len(matrix.names) > 1 else {}
    return render_template(
        "insight/silos.html", day=day, shown=shown, figures=figures, matrix=matrix, **told
    )


@blueprint.app_template_filter()
def silo_name(name: str) -> str:
    """A department by its name; who has none is called so."""
    return department(name)


def _told(matrix: Matrix) -> dict[str, Any]:
    names = _topics([*matrix.missing, *matrix.weakest[:WEAKEST], *_asked_pair(matrix)], matrix)
    chosen = [_beside(cell, matrix, names, len(names)) for cell in _asked_pair(matrix)]
    order = request.args.get("order", "name")
    order = order if order in ORDERS else "name"
    return {
        "order": order,
        "orders": ORDERS,
        "names": _ordered(matrix, order),
        "department": department,
        "said": [
            (each, _beside(each.cell, matrix, names) if each.cell else None)
            for each in stands_out(matrix)
        ],
        "weakest": [_beside(cell, matrix, names) for cell in matrix.weakest[:WEAKEST]],
        "missing": [_beside(cell, matrix, names) for cell in matrix.missing],
        "chosen": chosen[0] if chosen else None,
        "close": {name: _near(matrix, name, strong=True) for name in matrix.names},
        "far": {name: _near(matrix, name, strong=False) for name in matrix.names},
        "picture": picture_of(matrix),
        "wide": int(WIDE),
        "high": int(HIGH),
    }


def _ordered(matrix: Matrix, order: str) -> Sequence[str]:
    if order == "people":
        return sorted(matrix.names, key=lambda name: (-matrix.map.people[name], name))
    if order == "open":
        most = [
            (each.openness is None, each.openness or 0.0, each.name) for each in matrix.departments
        ]
        return [name for _none, _openness, name in sorted(most)]
    return alike(matrix) if order == "alike" else matrix.names


def _asked_pair(matrix: Matrix) -> list[Cell]:
    one, other = request.args.get("one", "-"), request.args.get("other", "-")
    if one == other or not {one, other} <= set(matrix.names):
        return []
    return [matrix.cell(one, other)]


def _near(matrix: Matrix, name: str, *, strong: bool) -> str:
    """Which department another meets most, or least of those it should meet; empty where none."""
    cells = matrix.strongest if strong else [*matrix.missing, *matrix.weakest]
    for cell in cells:
        if name in {cell.pair.one, cell.pair.other}:
            other = cell.pair.other if cell.pair.one == name else cell.pair.one
            return department(other)
    return ""


def _topics(cells: Collection[Cell], matrix: Matrix) -> dict[int, Named]:
    wanted = {topic for cell in cells for topic in matrix.topics(cell.pair.one, cell.pair.other)}
    # What the whole site sees is said only of topics that everyone may know of.
    return {each: told for each, told in named(wanted).items() if told.open} if wanted else {}


def _beside(cell: Cell, matrix: Matrix, names: Mapping[int, Named], most: int = TOPICS) -> Beside:
    two = cell.pair.one, cell.pair.other
    told = [names[topic] for topic in matrix.topics(*two) if topic in names]
    one, other = (department(name) for name in two)
    about = ", ".join(each.label(language()) for each in told[:TOPICS])
    kept: dict[str, Any] = {
        name: value for name, value in request.args.items() if name in {"day", "order"}
    }
    return Beside(
        cell, one, other, two in matrix.held,
        [(each.label(language()), each.slug) for each in told[:most]],
        url_for(".silos", **kept, one=two[0], other=two[1], _anchor="pair"),
        url_for(
            "spaces.create", name=_("%(first)s and %(second)s", first=one, second=other),
            purpose=_("What both know and ask about: %(topics)s.", topics=about) if about else "",
        ),
    )  # fmt: skip
