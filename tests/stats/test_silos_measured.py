"""The map of silos as its measure makes it of deeds: small ones, and a real network."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from essp.core import clock
from essp.people.models import Person
from essp.stats import catalogue as _all  # noqa: F401 - declares every measure
from essp.stats.asking import Asked, Axis
from essp.stats.matrix import matrix_in
from essp.stats.measures import catalogue
from essp.stats.models import Deed
from essp.stats.verbs import Did, Thing
from tests.conftest import real_data

DAY = date(2026, 11, 20)
FIRST_ID = 50_000


def asked(axis: Axis = Axis.SITE) -> Asked:
    return Asked(DAY, 90, ZoneInfo("Europe/Amsterdam"), axis)


def organised(session, where: dict[int, str]) -> None:
    """People by number, each in a department."""
    since = datetime(2026, 1, 1, tzinfo=UTC)
    session.execute(
        insert(Person),
        [
            {"id": FIRST_ID + number, "handle": f"p{number}", "name": f"P {number}",
             "name_key": f"p {number}", "department": name, "created_at": since, "joined_at": since}
            for number, name in where.items()
        ],
    )  # fmt: skip


def replied(session, space, pairs) -> None:
    """Each of the first answered the second."""
    session.execute(
        insert(Deed),
        [
            {"at": datetime(2026, 11, 1, 9, tzinfo=UTC), "day": date(2026, 11, 1),
             "actor_id": FIRST_ID + one, "department": "", "verb": Did.REPLY.value,
             "kind": Thing.POST.value, "object_id": 1, "space_id": space.id, "to_id": FIRST_ID + other,
             "source": "web"}
            for one, other in pairs
        ],
    )  # fmt: skip


def changed(session, space, page: int, people) -> None:
    session.execute(
        insert(Deed),
        [
            {"at": clock.now(), "day": date(2026, 11, 2), "actor_id": FIRST_ID + each, "department": "",
             "verb": Did.EDIT_PAGE.value, "kind": Thing.PAGE.value, "object_id": page,
             "space_id": space.id, "source": "web"}
            for each in people
        ],
    )  # fmt: skip


def silos(axis: Axis = Axis.SITE):
    return catalogue()["D8"].read(asked(axis))[""]


def test_two_departments_that_never_meet_are_silos(session, space) -> None:
    organised(session, {1: "a", 2: "a", 3: "b", 4: "b"})
    replied(session, space, [(1, 2), (2, 1), (3, 4)])
    found = silos()
    assert (found.value, found.n, found.people) == (pytest.approx(0.5), 2, 4)


def test_who_changes_a_page_together_has_met_but_not_on_a_page_of_everybody(session, space) -> None:
    organised(session, {number: "ab"[number % 2] for number in range(30)})
    changed(session, space, 1, [1, 2, 3])
    changed(session, space, 2, range(30))
    assert silos().n == 3


def test_what_happens_behind_a_door_ties_nobody_on_the_map(session, closed_space) -> None:
    organised(session, {1: "a", 2: "b"})
    replied(session, closed_space, [(1, 2)])
    assert silos().value is None
    (of_space,) = catalogue()["M31"].read(asked(Axis.SPACE)).values()
    assert of_space.n == 1 and of_space.value == pytest.approx(2)


def test_one_colleague_holds_two_departments_together(session, space) -> None:
    organised(session, {1: "a", 2: "a", 3: "a", 4: "b", 5: "c"})
    replied(session, space, [(1, 4), (2, 4), (3, 4), (1, 5), (2, 5)])
    found = catalogue()["M34"].read(asked())[""]
    assert (found.value, found.parts) == (1, {})
    assert "1" in str(silos().parts["bridges"])


def test_a_real_network_has_the_figures_known_of_it(session, space) -> None:
    folder = real_data("eu-core-email")

    def rows(name: str) -> list[tuple[int, int]]:
        lines = (folder / name).read_text().split("\n")
        return [(int(a), int(b)) for a, b in (line.split() for line in lines if line.strip())]

    where = {person: f"{at:02}" for person, at in rows("email-Eu-core-department-labels.txt")}
    session.query(Person).update({"left_at": datetime(2026, 1, 2, tzinfo=UTC)})
    organised(session, where)
    replied(session, space, rows("email-Eu-core.txt"))
    found = silos()
    assert found.value == pytest.approx(0.288, abs=5e-4)
    assert found.parts["outward"] == pytest.approx(0.329, abs=5e-4)
    assert found.parts["chance"] == pytest.approx(0.907, abs=5e-4)
    matrix = matrix_in(found.parts)
    pairs = matrix.map.pairs(5)
    assert len(pairs) == 595 and sum(each.ties > 0 for each in pairs) == 542
    assert len(matrix.map.people) == 42
    assert matrix.map.outward_of("14") == pytest.approx(-0.075, abs=5e-4)
    weakest = next(each for each in pairs if each.ties)
    assert (weakest.one, weakest.other, weakest.ties) == ("07", "19", 1)
    two_way = catalogue()["M30"].read(asked())[""]
    reciprocal = 2 * two_way.parts["part"] / (two_way.n + two_way.parts["part"])
    assert reciprocal == pytest.approx(0.711, abs=5e-4)  # of all lines, not of pairs
