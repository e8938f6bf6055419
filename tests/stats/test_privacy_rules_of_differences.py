"""The rules of what follows from several figures, and of what is told of groups, each by its number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import combinations

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from essp.core import clock
from essp.core.decision import Invalid, Refused
from essp.people.models import Person, Role
from essp.spaces import membership
from essp.spaces.models import Access, Space
from essp.stats import piloting, reading
from essp.stats.asking import SITE, Axis, Scope
from essp.stats.catalogue.balanced import veiled_topics
from essp.stats.measures import About, Unit
from essp.stats.piloting import Wanted
from essp.stats.reading import Withheld
from essp.stats.relating import bridges, held_by_few
from essp.wiki.editing import create_page
from essp.wiki.read_models import PageRead
from tests.stats.figures import DAY, department, figure, measured, people_in

MakePerson = Callable[..., Person]
MakeSpace = Callable[..., Space]
BrowserOf = Callable[[Person], FlaskClient]


@pytest.fixture
def carla(make_person: MakePerson) -> Person:
    """A community manager."""
    since = clock.now() - timedelta(days=2000)
    return make_person("Carla Smit", role=Role.COMMUNITY_MANAGER.value, joined_at=since)


def read(actor: Person, scope: Scope, name: str = "T1") -> reading.Shown:
    return reading.figures(actor, scope, DAY, [name], what="a test")[name]


def test_p3_the_site_less_its_departments_tells_of_no_department_of_few(
    carla: Person, make_person: MakePerson
) -> None:
    departments = {"Planning": (12, 20), "Sales": (14, 25), "Legal": (3, 30)}
    for name, (_part, whole) in departments.items():
        people_in(make_person, name, whole)
    with measured(about=About.PEOPLE, unit=Unit.SHARE):
        figure(29 / 75, 75, SITE, n=75)
        for name, (part, whole) in departments.items():
            figure(part / whole, whole, department(name), n=whole)
        shown = {name: read(carla, department(name)).withheld for name in departments}
        assert shown == {
            "Planning": Withheld.FEW, "Sales": Withheld.NO, "Legal": Withheld.FEW
        }  # fmt: skip
    with measured(about=About.PEOPLE):
        for name, (part, whole) in departments.items():
            figure(part, whole, department(name), n=whole)
        assert read(carla, department("Planning")).withheld is Withheld.FEW
        assert read(carla, department("Sales")).value == 15


def test_p3_a_figure_whose_base_another_counts_is_withheld_along_with_it(carla: Person) -> None:
    shares = {"about": About.PEOPLE, "unit": Unit.SHARE}
    with measured("T1", **shares), measured("T2", within="T1", **shares):
        for here, told in ((37, False), (30, True), (40, True)):
            figure(here / 40, 40, SITE, n=40)
            figure(20 / here, here, SITE, n=here, measure="T2")
            assert (read(carla, SITE, "T2").value is not None) is told, here


def test_p4_numbers_of_people_leave_the_house_rounded_on_every_day(carla: Person) -> None:
    with measured(about=About.PEOPLE, unit=Unit.SHARE):
        for ago, part in ((0, 23), (1, 22), (7, 24), (14, 21)):
            figure(part / 40, 40, SITE, DAY - timedelta(days=ago), n=40, parts={"part": part})
        shown = reading.figures(carla, SITE, DAY, ["T1"], what="a test", back=2)["T1"]
        over = reading.parts_over(carla, SITE, DAY, "T1", what="a test", back=2)
    assert [value for _day, value in shown.trend] == [20 / 40, 25 / 40] and shown.value == 25 / 40
    assert shown.before == (25 + 20) / 80 and shown.parts == {"part": 25}
    assert [parts for _day, parts in over] == [{"part": 20}, {"part": 25}]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(10, 17)), max_size=24))
def test_p2_of_a_pair_it_is_told_whether_fewer_than_five_people_hold_it_together(
    met: list[tuple[int, int]],
) -> None:
    departments = {**dict.fromkeys(range(10), "a"), **dict.fromkeys(range(10, 20), "b")}
    ties = set(met)
    people = {each for tie in ties for each in tie}
    few = any(
        all(set(tie) & set(some) for tie in ties)
        for count in range(1, 5)
        for some in combinations(sorted(people), count)
    )
    assert bool(held_by_few(departments, met)) is (few and len(ties) >= 3)
    # Whoever holds them together alone is one of so few.
    assert set(bridges(departments, met)) <= set(held_by_few(departments, met))


def test_p2_who_leads_people_learns_of_topics_what_ten_ask(
    carla: Person, make_person: MakePerson, session: Session
) -> None:
    rows = [[topic, 4.5, 1.0, 0.5, "gap", people, 0, 1] for topic, people in ((1, 13), (2, 7))]
    with measured(veil=veiled_topics):
        figure(2, 40, SITE, parts={"topics": rows})
        assert [row[5] for row in read(carla, SITE).parts["topics"]] == [15, 5]
        make_person("Rob Report", joined_at=carla.joined_at).manager_id = carla.id
        session.commit()
        led = read(carla, SITE).parts["topics"]
    assert [(row[1], row[4], row[5]) for row in led] == [(4.5, "gap", 15), (None, None, None)]


def test_p4_cohorts_of_pilots_of_a_space_that_differ_by_few_are_not_laid_out(
    carla: Person, make_space: MakeSpace, make_person: MakePerson, session: Session
) -> None:
    space, other = make_space(carla, "Tariffs"), make_space(carla, "Cables")
    team = people_in(make_person, "Planning", 16)

    def lay_out(people: Sequence[Person], where: Space = space) -> None:
        names = "\n".join(f"@{each.handle}" for each in people)
        today = clock.now().date()
        wanted = Wanted(where.slug, "Trial", "", str(today), str(today), names)
        piloting.lay_out(carla, wanted, today)
        session.commit()

    lay_out(team[:6])
    for people in (team[:7], team[:5], [*team[1:6], team[7]]):
        with pytest.raises(Invalid) as refused:
            lay_out(people)
        assert "too few" in str(refused.value.errors["people"])
    lay_out(team[:6])
    lay_out(team[:11])
    lay_out(team[:7], other)


def test_p4_of_a_day_in_the_past_the_members_of_that_day_count(
    carla: Person, make_space: MakeSpace, make_person: MakePerson, session: Session
) -> None:
    femke = make_person("Femke Owner", joined_at=carla.joined_at)
    team = people_in(make_person, "Planning", 20)
    long_ago = datetime.combine(DAY - timedelta(days=30), time(), UTC)
    with clock.held_at(long_ago):
        one, two = (
            make_space(femke, name, access=Access.CLOSED, members=members)
            for name, members in (("One", team[:10]), ("Two", team[:11]))
        )
    with clock.held_at(datetime.combine(DAY + timedelta(days=5), time(), UTC)):
        for person in team[1:10]:
            membership.remove_member(femke, one, person)
        for person in team[11:]:
            membership.add_member(femke, two, person)
        session.commit()
    scopes = [Scope(Axis.SPACE, str(space.id)) for space in (one, two)]
    with measured():
        for scope in scopes:
            figure(9, 9, scope)
        assert read(femke, scopes[0]).value == 9
        with pytest.raises(Refused):
            read(femke, scopes[1])


def test_p6_where_few_may_read_nothing_says_how_often_a_page_was_opened(
    make_space: MakeSpace, make_person: MakePerson, browser_of: BrowserOf, session: Session
) -> None:
    long_ago = clock.now() - timedelta(days=2000)
    femke = make_person("Femke Owner", joined_at=long_ago)
    four = people_in(make_person, "Planning", 4)
    with clock.held_at(long_ago):
        small = make_space(femke, "Two of us", access=Access.CLOSED, members=four[:2])
        large = make_space(femke, "All of us", access=Access.CLOSED, members=four)
        opened = []
        for space, title in ((small, "Small"), (large, "Large")):
            opened.append(create_page(femke, space, title=title, text="Words.").page)
        session.commit()
    with measured():
        figure(9, 9, SITE)
        for page, space, told in zip(opened, (small, large), (False, True), strict=True):
            session.add(PageRead(page_id=page.id, day=DAY, reads=7))
            session.commit()
            shown = browser_of(femke).get(f"/s/{space.slug}/-/insight?day={DAY}").text
            file = (
                browser_of(femke)
                .get(f"/insight/export/pages?format=json&scope=space&key={space.slug}&day={DAY}")
                .json
            )
            assert ("too few people" in shown) is not told
            assert [row["reads"] for row in file["rows"]] == [7 if told else None]
