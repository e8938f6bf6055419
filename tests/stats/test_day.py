"""The page of a day: what a community manager reads in the morning, and what nobody ever reads there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from essp.people.models import Person, Role
from essp.stats.asking import SITE
from essp.stats.privacy_models import InsightLook
from essp.stats.tiles import TILES
from tests.stats.figures import DAY, agreed, department, figure, people_in
from tests.stats.shown_days import filled, read, words

BrowserOf = Callable[[Person], FlaskClient]


@pytest.fixture
def sanne(make_person: Callable[..., Person]) -> Person:
    return make_person("Sanne Kuipers", role=Role.COMMUNITY_MANAGER.value, language="en")


@pytest.fixture
def full(sanne: Person) -> None:
    agreed("full", sanne)


def test_who_is_no_community_manager_is_led_to_their_own_figures(
    femke: Person, browser_of: BrowserOf
) -> None:
    assert browser_of(femke).get("/insight").location == "/insight/mine"


def test_before_the_first_day_it_says_when_one_will_be_counted(
    sanne: Person, browser_of: BrowserOf
) -> None:
    page = read(browser_of(sanne))
    assert "Nothing is counted yet." in words(page) and "02:00" in words(page)


@pytest.mark.usefixtures("full")
def test_the_twelve_figures_stand_with_base_change_purpose_and_one_button(
    sanne: Person, browser_of: BrowserOf
) -> None:
    for week in range(5):
        filled(DAY - timedelta(days=7 * week), D4=0.75 if week == 0 else 0.5)
    page = read(browser_of(sanne))
    figures = page.select(".fig")
    assert len(figures) == len(TILES) == 12
    for each in figures:
        assert len(each.select("a.btn")) == 1 and each.select_one(".fig__w").get_text()
    reach = page.select_one("#fig-reach")
    assert reach.select_one(".fig__v").get_text() == "75%"
    assert "of 240 colleagues" in reach.get_text() and "25 points more" in reach.get_text()
    assert "4 h 30 min" in page.select_one("#fig-answer-time").get_text()
    assert "as usual" in page.select_one("#fig-coverage").get_text()


@pytest.mark.usefixtures("full")
def test_each_chart_says_the_same_in_a_table(sanne: Person, browser_of: BrowserOf) -> None:
    for ago in range(3):
        filled(DAY - timedelta(days=ago))
    page = read(browser_of(sanne))
    table = page.find("caption", string="People active").find_parent("table")
    row = table.tbody.tr
    assert [cell.get_text() for cell in row.find_all(["th", "td"])] == [
        "17 Mar",
        "220",
        "190",
        "120",
    ]
    assert page.find("caption", string="Time to the first answer") is not None
    assert page.select(".chart__points circle[aria-label]")


@pytest.mark.usefixtures("full")
def test_any_day_in_the_past_shows_what_was_known_then(
    sanne: Person, browser_of: BrowserOf
) -> None:
    filled(DAY - timedelta(days=1), D1=44)
    filled(DAY, D1=3)
    browser = browser_of(sanne)
    before = read(browser, f"/insight?day={DAY - timedelta(days=1)}")
    assert before.select_one("#fig-unanswered .fig__v").get_text() == "44"
    assert read(browser).select_one("#fig-unanswered .fig__v").get_text() == "3"
    later = read(browser, "/insight?day=2031-01-01")
    assert later.select_one("#fig-unanswered .fig__v").get_text() == "3", "no day is shown ahead"
    assert read(browser, "/insight?day=no-day").select_one("#fig-unanswered") is not None


@pytest.mark.usefixtures("full")
def test_the_strip_leads_to_each_day_and_says_how_many_were_active(
    sanne: Person, browser_of: BrowserOf
) -> None:
    filled()
    strip = read(browser_of(sanne)).select(".days a")
    assert len(strip) == 42 and strip[-1]["aria-current"] == "date"
    assert strip[-1]["aria-label"] == "Tuesday 17 March: 120 people active"
    assert strip[-2]["href"] == "/insight?day=2026-03-16"
    assert [each["tabindex"] for each in strip].count("0") == 1


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize(("period", "said"), [("week", "week before"), ("month", "month before")])
def test_a_week_or_a_month_is_compared_with_the_one_before(
    period: str, said: str, sanne: Person, browser_of: BrowserOf
) -> None:
    filled()
    page = read(browser_of(sanne), f"/insight?period={period}")
    assert f"Compared with the {said}." in words(page)
    assert read(browser_of(sanne), "/insight?period=century").select(".days a")


def test_while_the_minimum_is_measured_it_says_so_and_shows_the_rest(
    sanne: Person, browser_of: BrowserOf
) -> None:
    agreed("minimal", sanne)
    filled()
    page = read(browser_of(sanne))
    assert "Only the minimum is measured." in words(page)
    assert "Not measured" in page.select_one("#fig-reach").get_text()
    assert page.select_one("#fig-unanswered .fig__v").get_text() == "3"


@pytest.mark.usefixtures("full")
def test_what_too_few_people_stand_behind_is_never_shown_as_nothing(
    sanne: Person, browser_of: BrowserOf
) -> None:
    filled()
    figure(0.5, 3, SITE, measure="D3", n=4)
    shown = read(browser_of(sanne)).select_one("#fig-coverage")
    assert shown.select_one(".fig__v").get_text() == "<5"
    assert "fewer than 5 stand behind it" in shown.get_text()


@pytest.mark.usefixtures("full")
def test_a_department_has_its_own_figures_and_one_of_few_people_none(
    sanne: Person, browser_of: BrowserOf, make_person: Callable[..., Person]
) -> None:
    people_in(make_person, "Grid", 20)
    people_in(make_person, "Legal", 2)
    filled()
    figure(0.5, 20, department("Grid"), measure="D4", n=20, parts={})
    browser = browser_of(sanne)
    grid = read(browser, "/insight?department=Grid")
    assert "50%" in grid.select_one("#fig-reach").get_text()
    assert "Counted for the whole site only." in grid.select_one("#fig-unanswered").get_text()
    legal = words(read(browser, "/insight?department=Legal"))
    assert "0%" not in legal.split("People active")[0] and "Too few people" in legal
    assert browser.get("/insight?department=Nowhere").status_code == 302


@pytest.mark.usefixtures("full")
def test_a_look_at_the_day_is_written_down(
    sanne: Person, browser_of: BrowserOf, session: Session
) -> None:
    filled()
    read(browser_of(sanne))
    looks = select(InsightLook.what).where(InsightLook.person_id == sanne.id)
    assert set(session.scalars(looks)) == {"day"}
