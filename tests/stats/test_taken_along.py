"""Every table on a screen of insight can be taken along, or says here why not; files tell what screens do."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from bs4 import Tag
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from essp.core import clock
from essp.core.db import transaction
from essp.core.web import zone
from essp.people.models import Person, Role
from essp.spaces.models import Space
from essp.stats.asking import DAY as ONE
from essp.stats.asking import SITE, day_of
from essp.stats.place_models import OutsideDemand
from essp.stats.privacy_models import InsightLook
from essp.stats.tiles import TILES
from essp.topics.naming import start_topic
from tests.browser.insight_map_content import add_insight
from tests.browser.insight_places_content import UID, add_places
from tests.stats.figures import agreed, figure, people_in
from tests.stats.shown_days import asked, filled, read
from tests.stats.test_offering import brought

MakePerson = Callable[..., Person]
BrowserOf = Callable[[Person], FlaskClient]

# Where the file of a table is offered at the head of its screen.
AT_THE_HEAD = {
    ("/insight/silos", "Departments against departments"): "silos",
    ("/insight/silos", "Hardly meet"): "silos",
    ("/insight/silos", "Do not meet at all"): "silos",
    ("/insight/knowledge", "Demand and supply of each topic"): "knowledge",
    ("/insight/spaces", "Phase of each space"): "phases",
    ("/insight/moving", "What came from each source"): "moving",
    ("/insight/pilots", "Pilots"): "pilots",
    ("/insight/log", "The log of looks"): "log",
}
# Tables that have no file of their own, each with the reason.
WITHOUT = {
    ("/insight/mine", "What you contributed"): "one's own: in the copy of all of one's data",
    ("/insight/mine", "What is kept about you"): "one's own: in the copy of all of one's data",
    ("/insight/privacy", "What is kept"): "words, no figures",
    ("/insight/privacy", "Who sees what"): "words, no figures",
}


@pytest.fixture
def day() -> date:
    return day_of(clock.now(), zone()) - ONE


@pytest.fixture
def sanne(make_person: MakePerson) -> Person:
    """A community manager of a site that measures in full."""
    made = make_person("Sanne Kuipers", role=Role.COMMUNITY_MANAGER.value, language="en")
    agreed("full", made)
    return made


@pytest.fixture
def known(
    sanne: Person, femke: Person, space: Space, make_person: MakePerson
) -> dict[str, str]:  # fmt: skip
    """A site on which every screen of insight has something to say; what is in its addresses."""
    people = {"ilse": sanne, "femke": femke}
    people |= {each.handle: each for each in people_in(make_person, "Grid planning", 12)}
    day = day_of(clock.now(), zone()) - ONE
    with transaction():
        for name in ("congestion", "redispatch"):
            start_topic(femke, name=name, language="en").opened_at = clock.now()
    asked(space, femke, "Which fuse is it?", clock.now() - timedelta(days=9))
    filled(day)
    told = add_insight(people, space) | add_places(people, space)
    figure(0.6, 12, SITE, day, measure="M33", n=20)
    brought(femke, space)
    with transaction() as session:
        session.add(
            OutsideDemand(
                key="lift",
                name="lift",
                period=day.replace(day=1),
                count=9,
                source="desk",
                imported_at=clock.now(),
            )
        )
    return told | {"space": space.slug}


def screens(known: dict[str, str]) -> Iterator[str]:
    """Every screen of insight that may hold a table."""
    yield from (
        "/insight", "/insight/silos", "/insight/knowledge", "/insight/spaces", "/insight/moving",
        "/insight/pilots", "/insight/mine", "/insight/how", "/insight/privacy", "/insight/log",
        "/insight/advice", "/insight/advice/answered",
    )  # fmt: skip
    yield from (each.drill for each in TILES)
    yield f"/insight/pilots/{UID}"
    yield f"/s/{known['space']}/-/insight"
    yield f"/s/{known['space']}/-/phase"
    yield f"/topics/{known['topic_figures']}/insight"


def files_in(part: Tag | None) -> list[str]:
    """The addresses of files that this part of a screen offers."""
    links = part.select("a[href*='/insight/export/']") if part is not None else []
    return [str(each["href"]) for each in links]


def called(table: Tag) -> str:
    """What a table is called to who does not see it."""
    region = table.find_parent(attrs={"aria-label": True})
    return str(table.get("aria-label") or (region["aria-label"] if region is not None else ""))


def heading(section: Tag | None) -> str:
    found = section.select_one("h2") if section is not None else None
    return found.get_text(strip=True) if found is not None else ""


def test_every_table_on_every_screen_can_be_taken_along_or_has_a_reason(
    known: dict[str, str], sanne: Person, browser_of: BrowserOf
) -> None:
    browser, files, without, seen = browser_of(sanne), set[str](), [], 0
    for screen in screens(known):
        page = read(browser, screen)
        files |= set(files_in(page))
        for table in page.select("main table"):
            seen += 1
            section = table.find_parent("section")
            names = {(screen, called(table)), (screen, heading(section))}
            head = {AT_THE_HEAD[each] for each in names & set(AT_THE_HEAD)}
            top = files_in(page.select_one(".ins__h"))
            if section is None or screen.startswith("/insight/tile/"):
                head = head or {"trend"}
            offered = files_in(section) or [
                link for link in top if any(f"/export/{name}" in link for name in head)
            ]
            if not offered and not names & set(WITHOUT):
                without.append((screen, called(table), heading(section)))
    assert not without
    assert seen > 30
    for link in sorted(files):
        answer = browser.get(link)
        assert answer.status_code == 200, (link, answer.status)
        assert "attachment" in answer.headers["Content-Disposition"]


def test_a_screen_with_a_list_behind_a_tile_offers_it_as_it_stands(
    known: dict[str, str], sanne: Person, femke: Person, space: Space, browser_of: BrowserOf, session: Session
) -> None:  # fmt: skip
    rows = table(browser_of(sanne), "tile-unanswered")
    assert rows == [
        [
            "Past the promise of two working days",
            "Which fuse is it?",
            space.name,
            rows[0][3],
            rows[0][4],
        ]
    ]
    assert rows[0][3].startswith("waits") and rows[0][4].startswith("/t/")
    looked = session.scalars(select(InsightLook).where(InsightLook.what == "tile unanswered")).one()
    assert looked.how == "export"
    # Who may not see the screen gets no file.
    assert browser_of(femke).get("/insight/export/tile-unanswered").status_code == 403


def test_steps_say_of_few_that_they_are_few(
    known: dict[str, str], sanne: Person, browser_of: BrowserOf, day: date
) -> None:
    steps = {"contributors": 40, "participants": 30, "consumers": 100, "absent": 70}
    figure(0.3, 240, SITE, day, measure="D5", n=240, parts={"steps": steps})
    [row] = table(browser_of(sanne), "steps", measure="D5", back=1)
    assert row == [str(day), "40", "30", "100", "70"]
    figure(0.5, 240, SITE, day, measure="D4", n=240, parts={"1": 3, "7": 190, "28": 220})
    [row] = table(browser_of(sanne), "steps", measure="D4", back=1)
    assert row == [str(day), "<5", "190", "220"]
    assert browser_of(sanne).get("/insight/export/steps?measure=D8").status_code == 422


def test_a_pilot_comes_along_with_what_it_is_judged_by_and_in_steps_of_five(
    known: dict[str, str], sanne: Person, femke: Person, browser_of: BrowserOf
) -> None:
    [answered, returning, standing] = table(browser_of(sanne), "pilot", of=UID)
    assert (answered[2], answered[3], answered[4]) == ("0.64", "at least 50%", "1")
    assert (returning[4], standing[4]) == ("0", "1")
    came = table(browser_of(sanne), "came", of=UID)
    assert came[0] == ["0", "0.0"] and came[1] == ["1", "0.25"] and came[-1] == ["34", "0.5"]
    assert browser_of(sanne).get("/insight/export/pilot?of=nothing").status_code == 404
    assert browser_of(femke).get(f"/insight/export/pilot?of={UID}").status_code == 403


def test_a_space_comes_along_with_its_conditions_for_its_owner(
    known: dict[str, str], femke: Person, noor: Person, space: Space, browser_of: BrowserOf
) -> None:
    rows = table(browser_of(femke), "conditions", scope="space", key=space.slug)
    assert ["Questions find a response", "64%", "at least 50%", "1"] in [
        [row[0], *row[2:5]] for row in rows
    ]
    assert {row[4] for row in rows} <= {"0", "1", ""}
    asked = f"/insight/export/conditions?scope=space&key={space.slug}"
    assert browser_of(noor).get(asked).status_code == 403
    assert browser_of(femke).get("/insight/export/conditions").status_code == 422


def table(browser: FlaskClient, name: str, **more: object) -> list[list[str]]:
    """The rows of a file, without what its columns mean."""
    answer = browser.get(f"/insight/export/{name}", query_string={**more})
    assert answer.status_code == 200, answer.status
    rows = list(csv.reader(io.StringIO(answer.text, newline="")))
    return rows[1 : rows.index([])]


def test_one_look_at_several_places_is_one_line_of_the_log_and_several_of_its_file(
    known: dict[str, str], sanne: Person, space: Space, browser_of: BrowserOf
) -> None:
    browser = browser_of(sanne)
    with clock.held_at(clock.now()):  # the same look within a minute is one line
        read(browser, "/insight/spaces")
        read(browser, "/insight")
    lines = [
        each.get_text(" ", strip=True) for each in read(browser, "/insight/log").select("tbody tr")
    ]
    assert sum("Spaces" in line for line in lines) == 1
    [day] = [line for line in lines if "The day" in line]
    assert "the whole organisation" in day and space.name in day
    assert len(table(browser, "log")) > len(lines)
