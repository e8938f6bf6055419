"""The rules by which figures leave the house, each by its number."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from essp.core import clock
from essp.core.decision import NotFound, Refused
from essp.people.models import Person, Role
from essp.spaces.models import Access, Membership, Space
from essp.stats import reading
from essp.stats.asking import SITE, Axis, Scope
from essp.stats.measures import About, Unit
from essp.stats.privacy_models import InsightLook
from essp.stats.reading import Withheld
from essp.stats.withholding import tells_of_few, withheld
from tests.stats.figures import DAY, department, figure, measured, people_in

BrowserOf = Callable[[Person], FlaskClient]
MakePerson = Callable[..., Person]
MakeSpace = Callable[..., Space]


@pytest.fixture
def carla(make_person: MakePerson) -> Person:
    """A community manager."""
    since = clock.now() - timedelta(days=2000)
    return make_person("Carla Smit", role=Role.COMMUNITY_MANAGER.value, joined_at=since)


def read(actor: Person, scope: Scope, **how: object) -> reading.Shown:
    return reading.figures(actor, scope, DAY, ["T1"], what="a test", **how)["T1"]  # type: ignore[arg-type]


def of(space: Space) -> Scope:
    return Scope(Axis.SPACE, str(space.id))


def test_p1_nobody_but_a_manager_of_the_community_sees_more_than_their_own(
    carla: Person, femke: Person, noor: Person, space: Space, make_person: MakePerson
) -> None:
    people_in(make_person, "Grid planning", 9)
    people_in(make_person, "Sales", 9)
    with measured():
        for scope in (SITE, department("Grid planning"), of(space)):
            figure(12, 9, scope)
            assert read(carla, scope).value == 12
            with pytest.raises(Refused):
                read(noor, scope)
        assert read(femke, department("Grid planning")).value == 12
        assert read(femke, of(space)).value == 12
        with pytest.raises(Refused):
            read(femke, SITE)


def test_p2_a_figure_of_fewer_than_five_people_is_withheld(
    carla: Person, space: Space, make_person: MakePerson
) -> None:
    people_in(make_person, "Grid planning", 9)
    with measured():
        for people, withheld in ((4, Withheld.FEW), (5, Withheld.NO)):
            figure(12, people, SITE, parts={"rows": [1, 2]})
            shown = read(carla, SITE)
            assert shown.withheld is withheld
            assert (shown.value, bool(shown.parts)) == ((None, False) if people < 5 else (12, True))


def test_p2_a_group_of_fewer_than_five_people_has_no_figures(
    carla: Person, make_person: MakePerson
) -> None:
    people_in(make_person, "Legal", 4)
    with measured():
        figure(0, 0, department("Legal"))
        shown = read(carla, department("Legal"))
    assert (shown.withheld, shown.value, shown.n) == (Withheld.FEW, None, None)


def test_p2_who_leads_people_of_the_group_sees_nothing_of_fewer_than_ten(
    carla: Person, make_person: MakePerson, session: Session
) -> None:
    planners, others = people_in(make_person, "Planning", 12), people_in(make_person, "Sales", 12)
    between = make_person("Between Them", joined_at=carla.joined_at)
    planners[0].manager_id, between.manager_id = between.id, carla.id
    session.commit()
    with measured():
        for name in ("Planning", "Sales"):
            figure(20, 9, department(name))
        assert read(carla, department("Planning")).withheld is Withheld.FEW
        assert read(carla, department("Planning")).least == 10
        figure(20, 10, department("Planning"))
        assert read(carla, department("Planning")).value == 20
        assert others[0].manager_id is None
        assert read(carla, department("Sales")).value == 20


def test_p2_a_queue_of_what_everybody_can_open_is_told_however_short_it_is(
    carla: Person, make_person: MakePerson
) -> None:
    people_in(make_person, "Grid planning", 9)
    for name, people in (("D1", 1), ("D3", 1)):
        figure(1, people, SITE, measure=name, n=1)
    found = reading.figures(carla, SITE, DAY, ["D1", "D3"], what="a test")
    assert found["D1"].value == 1 and found["D1"].withheld is Withheld.NO
    assert found["D3"].value is None and found["D3"].withheld is Withheld.FEW


def test_p3_the_next_smallest_is_withheld_along_whoever_looks_at_which_of_them(
    carla: Person, make_person: MakePerson
) -> None:
    told = {"Planning": 20, "Sales": 8, "Legal": 3}
    for name in told:
        people_in(make_person, name, 12)
    with measured():
        figure(40, 31, SITE)
        for name, people in told.items():
            figure(people, people, department(name))
        shown = {name: read(carla, department(name)).withheld for name in told}
        assert shown == {
            "Planning": Withheld.NO, "Sales": Withheld.FEW, "Legal": Withheld.FEW
        }  # fmt: skip
        figure(4, 4, department("Sales"))
        assert read(carla, department("Planning")).value == 20
        assert read(carla, department("Sales")).value is None


def test_p3_a_closed_space_is_no_part_of_the_site_and_takes_nobody_along(
    carla: Person, femke: Person, make_space: MakeSpace, make_person: MakePerson, session: Session
) -> None:
    many = people_in(make_person, "Planning", 30)
    open_one = make_space(femke, "Open")
    closed = make_space(femke, "Closed", access=Access.CLOSED, members=[carla, *many[:9]])
    with measured():
        figure(3, 3, of(closed))
        figure(9, 9, of(open_one))
        assert read(carla, of(closed)).withheld is Withheld.FEW
        assert read(carla, of(open_one)).value == 9


def test_p3_a_share_of_people_is_withheld_where_it_or_the_rest_is_of_few(carla: Person) -> None:
    with measured(about=About.PEOPLE, unit=Unit.SHARE):
        for part, told in ((0, True), (4, False), (5, True), (35, True), (36, False), (40, True)):
            figure(part / 40, 40, SITE, n=40, parts={"part": part})
            assert (read(carla, SITE).value is not None) is told, part
    with measured(about=About.PEOPLE):
        for count, told in ((0, True), (1, False), (4, False), (5, True)):
            figure(count, 40, SITE)
            assert (read(carla, SITE).value is not None) is told, count


def test_p3_the_steps_of_a_ladder_are_withheld_by_two(carla: Person) -> None:
    ladder = {"contributors": 3, "participants": 9, "consumers": 20, "absent": 8}
    with measured(about=About.PEOPLE, unit=Unit.RATIO):
        figure(0.5, 40, SITE, n=40, parts={"steps": ladder})
        told = read(carla, SITE).parts["steps"]
    assert told == {"contributors": None, "participants": None, "consumers": 20, "absent": 10}


def test_p3_a_trend_leaves_out_the_days_of_few(carla: Person) -> None:
    with measured():
        for ago, people in ((0, 9), (1, 4), (2, 0), (7, 3), (14, 9)):
            figure(10 + ago, people, SITE, DAY - timedelta(days=ago))
        shown = read(carla, SITE, back=3)
    assert [value for _day, value in shown.trend] == [12, None, 10]
    assert shown.before == 24


def test_p4_what_differs_by_few_from_what_was_seen_within_a_day_is_refused(
    carla: Person, make_person: MakePerson, session: Session
) -> None:
    people_in(make_person, "Planning", 30)
    with measured():
        figure(20, 20, SITE)
        figure(19, 19, department("Planning"))
        assert read(carla, SITE).value == 20
        with pytest.raises(Refused):  # Carla alone works elsewhere
            read(carla, department("Planning"))
        assert session.scalars(select(InsightLook.refused).order_by(InsightLook.id)).all() == [
            "", "alike"
        ]  # fmt: skip
        with clock.held_at(clock.now() + timedelta(hours=25)):
            assert read(carla, department("Planning")).value == 19
            with pytest.raises(Refused):
                read(carla, SITE)


def test_p4_what_was_refused_tells_nothing_and_stands_in_nobodys_way(
    carla: Person, femke: Person, make_space: MakeSpace, make_person: MakePerson, session: Session
) -> None:
    many = people_in(make_person, "Planning", 30)
    spaces = [make_space(femke, name, access=Access.CLOSED, members=[carla]) for name in "ABC"]
    for space, members in zip(spaces, (many[:10], many[:11], many[:20]), strict=True):
        for person in members:
            session.add(Membership(space_id=space.id, person_id=person.id, since=carla.joined_at))
    session.commit()
    with measured():
        for space in spaces:
            figure(9, 9, of(space))
        assert read(carla, of(spaces[0])).value == 9
        with pytest.raises(Refused):
            read(carla, of(spaces[1]))
        assert read(carla, of(spaces[2])).value == 9
        assert read(carla, of(spaces[0])).value == 9
        each = reading.figures_of_each(carla, [of(one) for one in spaces], DAY, ["T1"], what="all")
    shown = [each[of(one)] for one in spaces]
    assert [one["T1"].withheld for one in shown if one] == [
        Withheld.NO, Withheld.FEW, Withheld.NO
    ]  # fmt: skip


def test_a_space_that_one_may_not_know_of_is_not_there_whoever_manages(
    carla: Person, closed_space: Space, make_space: MakeSpace, ruben: Person
) -> None:
    asked = make_space(ruben, "By request", access=Access.BY_REQUEST)
    with pytest.raises(NotFound):
        read(carla, of(closed_space))
    with pytest.raises(Refused):
        read(carla, of(asked))
    for scope in (department("Nowhere"), Scope(Axis.TOPIC, "7"), Scope(Axis.SITE, "x")):
        with pytest.raises(NotFound):
            read(carla, scope)


def test_p1_one_s_own_figures_are_read_of_oneself_alone(
    femke: Person, ruben: Person, browser_of: BrowserOf
) -> None:
    with measured():
        figure(9, 9, SITE)
        mine = browser_of(femke).get("/insight/mine")
        assert mine.status_code == 200
        for query in ("?person=ruben-haak", "?handle=ruben-haak", f"?person_id={ruben.id}"):
            assert told_in(browser_of(femke).get(f"/insight/mine{query}")) == told_in(mine)


@given(
    st.lists(st.integers(0, 40), min_size=2, max_size=8),
    st.integers(0, 2**8 - 1),
)
@settings(max_examples=60)
def test_p3_no_two_totals_of_departments_tell_of_one_of_few(sizes: list[int], picked: int) -> None:
    people = dict(enumerate(sizes))
    gone = withheld(people, [people])
    shown = {key: each for key, each in people.items() if key not in gone}
    some = [key for key in shown if picked >> key & 1]
    # A reader takes whatever they see from the whole: what is left is nobody, or five people at least.
    left = sum(sizes) - sum(shown.values())
    assert left == 0 or left >= 5 or not any(shown.values())
    rest = sum(people[key] for key in shown if key not in some) + left
    assert rest == sum(sizes) - sum(people[key] for key in some)


@given(st.lists(st.frozensets(st.integers(0, 25), min_size=5, max_size=26), min_size=1, max_size=6))
def test_p4_what_is_shown_one_after_the_other_never_differs_by_few(
    asked: list[frozenset[int]],
) -> None:
    shown: list[frozenset[int]] = []
    for each in asked:
        if not tells_of_few(each, shown):
            shown.append(each)
    assert all(one == other or len(one ^ other) >= 5 for one in shown for other in shown)


def told_in(answer: TestResponse) -> str:
    """What a page says, without the tokens of its forms."""
    return re.sub(r'value="[^"]*"', "", answer.text)


def test_p4_groups_of_which_nothing_is_told_stand_in_nobodys_way(
    femke: Person, ruben: Person, make_space: MakeSpace
) -> None:
    small = [
        make_space(femke, name, access=Access.CLOSED, members=members)
        for name, members in (("One", [ruben]), ("Two", []))
    ]
    with measured():
        for space in small:
            figure(3, 3, of(space))
            assert read(femke, of(space)).withheld is Withheld.FEW
