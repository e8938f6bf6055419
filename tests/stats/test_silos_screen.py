"""Who meets whom, on its screen: a real network, small departments, what joins two, and who may look."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import insert

from essp.core import clock
from essp.people.models import Person, Role
from essp.stats.asking import SITE, Asked
from essp.stats.matrix import parts_of
from essp.stats.measures import catalogue
from essp.stats.models import Deed
from essp.stats.silos import Map, map_of
from essp.topics.naming import start_topic
from tests.conftest import real_data
from tests.stats.figures import DAY, figure

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SANNE = "Sanne Kuipers"


@pytest.fixture
def sanne(make_person) -> Person:
    return make_person(SANNE, role=Role.COMMUNITY_MANAGER.value)


def kept(found: Map, day: date = DAY, **told: Any) -> None:
    """The map of a day, as if it had been filled."""
    bridges, topics = told.pop("bridges", ()), told.pop("topics", None)
    parts = parts_of(found, bridges, topics)
    people = sum(found.people.values())
    figure(found.modularity, people, SITE, day, measure="D8", n=found.all_ties, parts=parts)


def three_departments() -> Map:
    """Grid and Sales hardly meet; Legal, of four people, is too small to show, and Fleet is next."""
    sizes = [("Fleet", 6), ("Grid", 9), ("Legal", 4), ("Sales", 9)]
    where = dict(enumerate([name for name, count in sizes for _each in range(count)]))
    of = {name: [each for each in where if where[each] == name] for name, _count in sizes}
    met = [
        *combinations(of["Grid"], 2),
        *combinations(of["Sales"], 2),
        (of["Grid"][0], of["Sales"][0]),
    ]
    met += [(one, other) for one in of["Fleet"] for other in of["Grid"]]
    return map_of(where, met)


def read(browser, address: str = "/insight/silos") -> BeautifulSoup:
    answer = browser.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def test_a_real_network_comes_out_as_it_is_known(browser_of, sanne, session, space) -> None:
    """Its people, their departments and a reply for each pair, counted as every night and read as a page."""
    folder = real_data("eu-core-email")

    def rows(name: str) -> list[tuple[int, int]]:
        lines = (folder / name).read_text().split("\n")
        return [(int(a), int(b)) for a, b in (line.split() for line in lines if line.strip())]

    where = {
        1000 + person: f"{at:02}" for person, at in rows("email-Eu-core-department-labels.txt")
    }
    joined = datetime.combine(DAY, time(12), AMSTERDAM) - timedelta(days=200)
    session.execute(
        insert(Person),
        [
            {"id": each, "handle": f"p{each}", "name": f"P {each}", "name_key": f"p {each}",
             "email": f"p{each}@example.org", "department": department, "created_at": joined,
             "joined_at": joined}
            for each, department in where.items()
        ],
    )  # fmt: skip
    at = datetime.combine(DAY, time(12), AMSTERDAM) - timedelta(days=3)
    session.execute(
        insert(Deed),
        [
            {"at": at, "day": at.date(), "actor_id": 1000 + one, "department": where[1000 + one],
             "verb": "reply", "kind": "post", "object_id": 1, "space_id": space.id,
             "to_id": 1000 + other}
            for one, other in rows("email-Eu-core.txt")
        ],
    )  # fmt: skip
    session.commit()
    (found,) = catalogue()["D8"].read(Asked(DAY, 90, AMSTERDAM)).values()
    figure(found.value, found.people, SITE, measure="D8", n=found.n, parts=found.parts)
    page = read(browser_of(sanne), "/insight/silos?one=07&other=19")
    facts = page.select_one(".ins__facts").get_text(" ", strip=True)
    assert "0.29" in facts and "0.33" in facts and "0.91 if everybody met anybody" in facts
    assert found.value == pytest.approx(0.288, abs=5e-4)
    assert found.parts["outward"] == pytest.approx(0.329, abs=5e-4)
    assert found.parts["chance"] == pytest.approx(0.907, abs=2e-3)
    assert "542 of 595 pairs" in facts
    table = page.select_one("table.silo")
    assert len(table.select("tbody tr")) == 36 and len(table.select("thead th")) == 36
    cells = [cell.get_text(strip=True) for cell in table.select("tbody td")]
    assert cells.count("<5") == 2 * 35 + 1
    assert len(table.select("td[title^='07 and 19: 1 ties, 40.1 expected']")) == 1
    assert page.select_one("#pair tbody td.n").get_text(strip=True) == "1"
    open_rows = page.find("h2", string="How open each department is").find_parent("section")
    fourteen = open_rows.find("th", string="14").find_parent("tr").get_text(" ", strip=True)
    assert "\N{MINUS SIGN}0.07" in fourteen


def test_departments_of_few_people_are_named_without_a_figure(browser_of, sanne) -> None:
    kept(three_departments())
    page = read(browser_of(sanne))
    table = page.select_one("table.silo")
    heads = [each.get_text(strip=True) for each in table.select("tbody th")]
    assert heads == ["Grid", "Sales", "2 small departments"]
    assert "Not shown" in page.text and "Fleet, Legal" in page.text
    assert not table.select("td[title*='Fleet']")


def test_what_stands_out_is_said_with_what_could_join_them(
    browser_of, sanne, make_person, session
) -> None:
    topic = start_topic(make_person("Ilse Vos"), name="Batteries", language="en")
    topic.opened_at = clock.now()
    session.commit()
    kept(three_departments(), bridges={("Grid", "Sales")}, topics={topic.id: {"Grid", "Sales"}})
    page = read(browser_of(sanne), "/insight/silos?one=Grid&other=Sales")
    said = page.select_one(".find").get_text(" ", strip=True)
    assert "Grid and Sales hardly meet." in said and "1 tie where" in said
    assert "something to say about 1 topic" in said
    assert "1 pair of departments hangs on fewer than five people." in said
    pair = page.select_one("#pair")
    assert pair.find("a", string="Batteries")["href"] == f"/topics/{topic.slug}"
    step = pair.select_one("a.btn--primary")["href"]
    form = read(browser_of(sanne), step)
    assert form.select_one("[name=name]")["value"] == "Grid and Sales"
    assert "Batteries" in form.select_one("[name=purpose]").text


def test_a_topic_that_not_everybody_may_know_of_joins_nobody(
    browser_of, sanne, make_person, session
):
    topic = start_topic(make_person("Ilse Vos"), name="Merger", language="en")
    topic.opened_at = None
    session.commit()
    kept(three_departments(), topics={topic.id: {"Grid", "Sales"}})
    assert "Merger" not in read(browser_of(sanne), "/insight/silos?one=Grid&other=Sales").text


def test_the_matrix_is_put_in_the_order_that_is_asked_for(browser_of, sanne) -> None:
    where = dict(enumerate(["b"] * 5 + ["a"] * 9 + ["c"] * 7))
    across = [(a, c) for a in range(5, 14) for c in range(14, 21)]
    kept(map_of(where, [*combinations(range(5), 2), *across, (0, 6), (1, 15)]))

    def order(name: str) -> list[str]:
        page = read(browser_of(sanne), f"/insight/silos?order={name}")
        return [each.get_text(strip=True) for each in page.select("table.silo tbody th")]

    assert order("name") == order("nonsense") == ["a", "b", "c"]
    assert order("people") == ["a", "c", "b"]
    assert order("open")[0] == "b"
    assert sorted(order("alike")) == ["a", "b", "c"]


def test_before_any_day_is_counted_and_of_too_few_people_it_says_so(browser_of, sanne) -> None:
    assert "This day is not counted yet." in read(browser_of(sanne)).text
    kept(map_of(dict(enumerate("aaaaaabbbb")), [(0, 1)]))
    assert "Too few people to show." in read(browser_of(sanne)).text
    figure(None, 0, SITE, measure="D8", parts=parts_of(map_of({}, [])))
    assert "There is nothing to tell yet." in read(browser_of(sanne)).text


def test_only_community_managers_see_it(browser_of, femke, sanne) -> None:
    kept(three_departments())
    for person, status in ((femke, 403), (sanne, 200)):
        assert browser_of(person).get("/insight/silos").status_code == status


def test_an_earlier_day_shows_what_was_known_then(browser_of, sanne) -> None:
    kept(three_departments(), DAY - timedelta(days=1))
    where = dict(enumerate(["Grid"] * 9 + ["Sales"] * 9 + ["New"] * 9))
    kept(map_of(where, [(0, 9), (9, 18)]))
    then = read(browser_of(sanne), f"/insight/silos?day={DAY - timedelta(days=1)}")
    assert "New" not in then.select_one("table.silo").text
    assert (
        "New" in read(browser_of(sanne), "/insight/silos?day=no-day").select_one("table.silo").text
    )
