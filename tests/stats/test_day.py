"""The page of a day: what a community manager reads in the morning, and what nobody ever reads there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from essp.core import clock
from essp.core.db import transaction
from essp.core.decision import Refused
from essp.discussions.models import Kind, Thread
from essp.discussions.posting import reply, start_thread
from essp.discussions.queries import opening_of
from essp.expertise import inviting
from essp.expertise.asking_models import Invitation
from essp.people.models import Person, Role
from essp.spaces.models import Space
from essp.stats import drilling
from essp.stats.asking import SITE, Asked, Scope
from essp.stats.privacy_models import InsightChoice, InsightLook
from essp.stats.tiles import TILES
from tests.stats.figures import DAY, agreed, department, figure, people_in

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BrowserOf = Callable[[Person], FlaskClient]
NOON = datetime(2026, 3, 17, 12, tzinfo=AMSTERDAM)


@pytest.fixture
def sanne(make_person: Callable[..., Person]) -> Person:
    return make_person("Sanne Kuipers", role=Role.COMMUNITY_MANAGER.value, language="en")


@pytest.fixture
def full(sanne: Person) -> None:
    agreed("full", sanne)


def filled(day: date = DAY, scope: Scope = SITE, **other: Any) -> None:
    """A day on which every one of the twelve has something to say."""
    parts: dict[str, Any] = {
        "D1": {"late": [], "waiting": 9},
        "D2": {"p75": 20.0, "p90": 78.7, "open": 6, "ended": 35, "curve": [[1, 0.8], [5, 0.5], [79, 0.1]]},
        "D4": {"1": [120, 0.5], "7": [190, 0.8], "28": [220, 0.9]},
        "D5": {"contributors": 40, "participants": 30, "consumers": 100, "absent": 70},
        "D6": {"new": 12, "returning": 7, "resurrected": 6, "lapsed": 9},
        "D7": {"part": 34},
    }  # fmt: skip
    values = {"D1": 3, "D2": 4.5, "D3": 0.71, "D4": 0.8, "D5": 0.29, "D6": 16, "D7": 0.85, "D8": 0.21,
              "D9": 2, "D10": 3, "D11": 7, "D12": 1.2} | other  # fmt: skip
    for name, value in values.items():
        figure(value, 240, scope, day, measure=name, n=240, parts=parts.get(name, {}))


def asked(space: Space, by: Person, title: str, at: datetime) -> Thread:
    with clock.held_at(at), transaction():
        return start_thread(by, space, Kind.QUESTION, title=title, text=f"{title} I wonder.")


def read(browser: FlaskClient, address: str = "/insight") -> BeautifulSoup:
    page = browser.get(address)
    assert page.status_code == 200, page.status
    return BeautifulSoup(page.text, "html.parser")


def words(page: BeautifulSoup) -> str:
    return " ".join(page.main.get_text(" ").split())


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
        filled(DAY - timedelta(days=7 * week), D4=0.8 if week == 0 else 0.7)
    page = read(browser_of(sanne))
    figures = page.select(".fig")
    assert len(figures) == len(TILES) == 12
    for each in figures:
        assert len(each.select("a.btn")) == 1 and each.select_one(".fig__w").get_text()
    reach = page.select_one("#fig-reach")
    assert reach.select_one(".fig__v").get_text() == "80%"
    assert "of 240 colleagues" in reach.get_text() and "10 points more" in reach.get_text()
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
    figure(2, 3, SITE, measure="D11", n=4)
    shown = read(browser_of(sanne)).select_one("#fig-backlog")
    assert shown.select_one(".fig__v").get_text() == "<5"
    assert "fewer than 5 stand behind it" in shown.get_text()


@pytest.mark.usefixtures("full")
def test_a_department_has_its_own_figures_and_one_of_few_people_none(
    sanne: Person, browser_of: BrowserOf, make_person: Callable[..., Person]
) -> None:
    people_in(make_person, "Grid", 12)
    people_in(make_person, "Legal", 2)
    filled()
    figure(0.5, 12, department("Grid"), measure="D4", n=12, parts={})
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


@pytest.mark.usefixtures("full")
def test_questions_that_wait_are_listed_the_longest_first_and_closed_ones_are_not_there(
    sanne: Person, browser_of: BrowserOf, space: Space, closed_space: Space, femke: Person,
    ruben: Person,
) -> None:  # fmt: skip
    asked(space, ruben, "Who archives drawings?", NOON - timedelta(days=9))
    asked(space, ruben, "Which firmware?", NOON - timedelta(days=5))
    asked(closed_space, ruben, "Who is moved where?", NOON - timedelta(days=9))
    done = asked(space, ruben, "Is it answered?", NOON - timedelta(days=8))
    with clock.held_at(NOON - timedelta(days=7)), transaction():
        reply(femke, opening_of(done).uid, text="It is.")
    filled()
    browser = browser_of(sanne)
    page = words(read(browser))
    assert page.index("Who archives drawings?") < page.index("Which firmware?")
    tile = words(read(browser, "/insight/tile/unanswered"))
    assert "Who archives drawings?" in tile and "See who might know" in tile
    for text in (page, tile):
        assert "Is it answered?" not in text and "Who is moved where?" not in text


def test_asked_of_a_past_day_it_lists_what_waited_then(
    space: Space, sanne: Person, ruben: Person, femke: Person
) -> None:
    thread = asked(space, ruben, "Who archives drawings?", NOON - timedelta(days=9))
    with clock.held_at(NOON - timedelta(days=1)), transaction():
        reply(femke, opening_of(thread).uid, text="Bram does.")
    then = Asked(DAY - timedelta(days=2), 28, AMSTERDAM)
    assert [each.id for each in drilling.waiting(sanne, then)] == [thread.id]
    assert drilling.waiting(sanne, Asked(DAY, 28, AMSTERDAM)) == []
    (told,) = drilling.answered(sanne, Asked(DAY, 28, AMSTERDAM))
    assert told.answered is not None and 5 < told.days < 7


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("tile", [each.slug for each in TILES])
def test_every_figure_has_its_things_and_names_no_reader(
    tile: str, sanne: Person, noor: Person, browser_of: BrowserOf, space: Space
) -> None:
    for ago in range(2):
        filled(DAY - timedelta(days=ago))
    page = read(browser_of(sanne), f"/insight/tile/{tile}")
    assert page.h1.get_text() and "Noor Jansen" not in words(page)
    assert browser_of(noor).get(f"/insight/tile/{tile}").status_code == 403


def test_a_figure_that_there_is_none_of_is_not_there(sanne: Person, browser_of: BrowserOf) -> None:
    assert browser_of(sanne).get("/insight/tile/no-such").status_code == 404
    assert "Nothing is counted yet." in words(read(browser_of(sanne), "/insight/tile/reach"))


def test_how_everything_is_counted_is_for_everybody(femke: Person, browser_of: BrowserOf) -> None:
    page = read(browser_of(femke), "/insight/how")
    told = words(page)
    assert page.select_one("#D1") is not None and "Kaplan-Meier" in told
    assert "SELECT" in page.select_one("#M22 pre").get_text()


def test_a_question_is_brought_to_somebody_once_and_they_are_told(
    sanne: Person,
    ruben: Person,
    femke: Person,
    space: Space,
    session: Session,
    browser_of: BrowserOf,
) -> None:
    thread = asked(space, ruben, "Who archives drawings?", clock.now() - timedelta(days=9))
    browser = browser_of(sanne)
    found = read(browser, f"/insight/might-know/{thread.uid}")
    assert "Who archives drawings?" in words(found)
    with transaction():
        assert inviting.invite(sanne, thread.uid, femke)
        assert inviting.invite(sanne, thread.uid, femke), "asked twice is asked once"
    rows = select(func.count()).select_from(Invitation).where(Invitation.thread_id == thread.id)
    assert session.scalar(rows) == 1
    assert "1 colleague was asked." in words(read(browser, f"/insight/might-know/{thread.uid}"))


def test_a_question_that_has_its_answer_is_brought_to_nobody(
    sanne: Person, ruben: Person, femke: Person, space: Space
) -> None:
    thread = asked(space, ruben, "Who archives drawings?", clock.now() - timedelta(days=9))
    with transaction():
        thread.closed_at = clock.now()
    with pytest.raises(Refused):
        inviting.invite(sanne, thread.uid, femke)


@pytest.mark.usefixtures("full")
def test_only_who_chose_to_be_named_is_thanked_for_one_thing_that_everybody_may_open(
    sanne: Person,
    ruben: Person,
    femke: Person,
    space: Space,
    session: Session,
    browser_of: BrowserOf,
) -> None:
    from essp.stats.models import Deed

    thread = asked(space, sanne, "Who archives drawings?", NOON - timedelta(days=2))
    with clock.held_at(NOON), transaction():
        posts = [reply(each, opening_of(thread).uid, text="Bram.") for each in (femke, ruben)]
    for person, post in zip((femke, ruben), posts, strict=True):
        said = getattr(post, "post", post)
        session.add(
            Deed(at=NOON, day=DAY, actor_id=person.id, department="", verb="answer", kind="post",
                 object_id=said.id, number=said.number, space_id=space.id, to_id=sanne.id)
        )  # fmt: skip
    session.add(InsightChoice(person_id=femke.id, named=True, at=clock.now()))
    session.commit()
    filled()
    page = words(read(browser_of(sanne)))
    champions = page.split("Champions this week")[1].split("Where each space stands")[0]
    assert "Femke de Boer" in champions and "Ruben Haak" not in champions
