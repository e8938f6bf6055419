"""One's own figures: told to oneself alone, and what is kept about oneself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup

from essp.core import clock
from essp.core.db import transaction
from essp.discussions.models import Kind, Thread
from essp.discussions.posting import start_thread
from essp.expertise.asking_models import Invitation
from essp.stats.asking import SITE, Asked, Axis, Scope
from essp.stats.matrix import parts_of
from essp.stats.measures import catalogue
from essp.stats.mine import bridges_of, kept, own
from essp.stats.models import Presence, Searched, Usage
from essp.stats.silos import map_of
from essp.wiki.editing import create_page
from essp.wiki.models import Page
from essp.wiki.read_models import PageRead
from tests.people.conftest import send
from tests.stats.days import AMSTERDAM, deed, noon, opened, yesterday
from tests.stats.figures import figure, people_in

DAY = yesterday()


@pytest.fixture
def page(femke, space) -> Page:
    with transaction():
        return create_page(femke, space, title="Playbook", text="Start at 95%.\n").page


@pytest.fixture
def thread(ruben, space) -> Thread:
    with transaction():
        return start_thread(ruben, space, Kind.QUESTION, title="Who may lift it?", text="At night.")


def read(browser, address: str = "/insight/mine") -> BeautifulSoup:
    answer = browser.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def test_contributions_are_counted_by_month_without_what_was_imported(femke) -> None:
    deed(femke, noon(DAY))
    deed(femke, noon(DAY), verb="answer", kind="post", object_id=2)
    deed(femke, noon(DAY), verb="react", kind="post", object_id=3)
    deed(femke, noon(DAY), object_id=4, source="migration")
    deed(femke, noon(DAY - timedelta(days=400)), object_id=5)
    months = own(femke, DAY, AMSTERDAM).months
    assert len(months) == 12 and months[-1].first == DAY.replace(day=1)
    assert (months[-1].contributed, months[-1].answers) == (2, 1)
    assert sum(each.contributed for each in months) == 2


def test_twelve_months_end_with_that_of_the_day_also_in_january(femke) -> None:
    first = [each.first for each in own(femke, date(2026, 1, 31), AMSTERDAM).months]
    assert (first[0], first[-2], first[-1]) == (
        date(2025, 2, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
    )


def test_responses_are_those_of_others_and_replies_to_oneself_are_none(femke, ruben, noor) -> None:
    for who, number in ((ruben, 1), (ruben, 2), (noor, 3), (femke, 4)):
        deed(who, noon(DAY), verb="reply", kind="post", object_id=number, to_id=femke.id)
    deed(ruben, noon(DAY), verb="accept", kind="post", object_id=5, to_id=femke.id)
    found = own(femke, DAY, AMSTERDAM)
    assert (found.responses, found.people, found.accepted) == (3, 2, 1)
    assert own(noor, DAY, AMSTERDAM).responses == 0


def test_reads_of_own_pages_are_counted_without_who_read(femke, ruben, page, session) -> None:
    for ago, reads in ((0, 7), (27, 3), (28, 50)):
        session.add(PageRead(page_id=page.id, day=DAY - timedelta(days=ago), reads=reads))
    session.commit()
    mine = own(femke, DAY, AMSTERDAM)
    assert (mine.pages, mine.reads) == (1, 10)
    assert own(ruben, DAY, AMSTERDAM).reads == 0


def test_somebody_is_told_that_two_departments_meet_through_them_alone(make_person, space) -> None:
    grid, sales = people_in(make_person, "Grid", 6), people_in(make_person, "Sales", 6)
    met = [(grid[0], each) for each in sales[:3]]
    for one, other in met:
        deed(one, noon(DAY), verb="reply", kind="post", object_id=other.id, to_id=other.id,
             space_id=space.id)  # fmt: skip
    where = {each.id: each.department for each in (*grid, *sales)}
    parts = parts_of(map_of(where, [(one.id, other.id) for one, other in met]))
    figure(0.5, 12, SITE, DAY, measure="D8", parts=parts)
    asked = Asked(DAY, 90, AMSTERDAM)
    assert bridges_of(grid[0], asked) == [("Grid", "Sales")]
    assert bridges_of(grid[1], asked) == [] and bridges_of(sales[0], asked) == []
    more = parts_of(map_of(where, [*((a.id, b.id) for a, b in met), (grid[1].id, sales[4].id)]))
    figure(0.5, 12, SITE, DAY, measure="D8", parts=more)
    assert bridges_of(grid[0], asked) == []


def test_the_screen_names_the_bridge_to_herself_and_to_nobody_else(
    browser_of, make_person, space, femke
) -> None:
    grid, sales = people_in(make_person, "Grid", 6), people_in(make_person, "Sales", 6)
    for each in sales[:3]:
        deed(grid[0], noon(DAY), verb="reply", kind="post", object_id=each.id, to_id=each.id,
             space_id=space.id)  # fmt: skip
    where = {each.id: each.department for each in (*grid, *sales)}
    parts = parts_of(map_of(where, [(grid[0].id, each.id) for each in sales[:3]]))
    figure(0.5, 12, SITE, DAY, measure="D8", parts=parts)
    words = "Without you Grid and Sales would have no tie."
    assert words in read(browser_of(grid[0])).text
    assert words not in read(browser_of(grid[1])).text


def test_what_is_kept_is_told_with_its_first_day_and_can_be_looked_at(
    browser_of, femke, ruben, session
) -> None:
    opened(femke, DAY, 1)
    opened(femke, DAY - timedelta(days=3), 2)
    opened(ruben, DAY - timedelta(days=9), 2)
    session.add(
        Searched(at=noon(DAY), day=DAY, person_id=femke.id, department="", key="cable pool",
                 words="cable pooling", found=0)
    )  # fmt: skip
    session.add(
        Searched(at=noon(DAY), day=DAY, person_id=ruben.id, department="", key="x", words="pensions",
                 found=0)
    )  # fmt: skip
    session.add(
        Presence(day=DAY, person_id=femke.id, space_id=0, department="", viewed=True, reacted=0, contributed=0)
    )  # fmt: skip
    session.commit()
    found = kept(femke)
    assert (found.opened, found.opened_since) == (2, DAY - timedelta(days=3))
    assert (found.searches, found.here) == (1, 1)
    shut = read(browser_of(femke))
    assert "cable pooling" not in shut.text
    shown = read(browser_of(femke), "/insight/mine?show=searches")
    assert "cable pooling" in shown.text and "pensions" not in shown.text
    assert "1 thing opened" in read(browser_of(femke), "/insight/mine?show=opened").text


def test_who_has_nothing_kept_is_told_so(browser_of, femke) -> None:
    page = read(browser_of(femke), "/insight/mine?show=nonsense")
    assert page.text.count("nothing kept") == 2
    assert "No two departments meet through you alone." in page.text
    assert "Only you see this." in page.text


def test_nobody_else_has_a_way_to_it(browser_of, femke, administrator) -> None:
    """There is no address that names a person; the page is always one's own."""
    deed(femke, noon(DAY), object_id=77)
    text = read(
        browser_of(administrator), "/insight/mine?person=femke-de-boer&handle=femke-de-boer"
    ).text
    assert "Femke" not in text


def test_objecting_drops_what_is_kept_and_can_be_taken_back(browser_of, femke, session) -> None:
    opened(femke, DAY)
    browser = browser_of(femke)
    assert (
        send(
            browser, "/insight/privacy/objection", {"reason": "Mine."}, "/insight/mine"
        ).status_code
        == 303
    )
    page = read(browser)
    assert "You objected" in page.text and "Mine." in page.text
    assert session.query(Usage).count() == 0
    assert (
        send(browser, "/insight/privacy/objection/taken-back", {}, "/insight/mine").status_code
        == 303
    )
    assert "You objected" not in read(browser).text


def test_questions_brought_to_somebody_are_counted_with_those_they_answered(femke, thread, session):
    session.add(
        Invitation(uid="i" * 10, thread_id=thread.id, person_id=femke.id, wave=1,
                   at=clock.now() - timedelta(days=3), reply="answered")
    )  # fmt: skip
    session.commit()
    found = own(femke, DAY, AMSTERDAM)
    assert (found.routed, found.routed_answered) == (1, 1)


@pytest.mark.parametrize(("number", "seen"), [(9, True), (3, False)])
def test_everybody_sees_what_is_shown_about_their_department(
    browser_of, make_person, number, seen
) -> None:
    people = people_in(make_person, "Grid", number)
    figure(6.0, number, Scope(Axis.DEPARTMENT, "Grid"), DAY, measure="M33")
    page = read(browser_of(people[0]))
    row = page.find("th", string=str(catalogue()["M33"].name)).find_parent("tr")
    assert row.select_one("td").get_text(strip=True) == ("5" if seen else "<5")
    assert row.find_parent("section").h2.text == "What is shown about Grid"
