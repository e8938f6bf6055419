"""What a figure counted is what its list shows: first contributions that wait, pages that wait for owners."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from essp.core import clock
from essp.core.db import transaction
from essp.core.ids import new_uid
from essp.core.web import zone
from essp.curation.models import Verification
from essp.discussions.queries import opening_of
from essp.people.models import Person, Role
from essp.spaces.membership import add_member
from essp.spaces.models import Space
from essp.stats import counted
from essp.stats.asking import SITE, Asked
from essp.stats.gathering import gather
from essp.stats.measures import Reading, catalogue
from essp.wiki.editing import create_page
from essp.wiki.proposal_models import Proposal
from essp.wiki.read_models import PageRead
from tests.discussions.talking import answer, ask
from tests.stats.figures import DAY, agreed, figure
from tests.stats.shown_days import NOON, read, words

MakePerson = Callable[..., Person]
BrowserOf = Callable[[Person], FlaskClient]


@pytest.fixture
def sanne(make_person: MakePerson) -> Person:
    """A community manager of a site that measures in full."""
    made = make_person("Sanne Kuipers", role=Role.COMMUNITY_MANAGER.value, language="en")
    agreed("full", made)
    return made


@pytest.fixture
def newcomers(make_person: MakePerson) -> list[Person]:
    """People who joined some time ago and wrote nothing yet."""
    since = NOON - timedelta(days=40)
    return [make_person(f"Newcomer Number{each}", joined_at=since) for each in range(6)]


def told_of(session: Session, name: str) -> Reading:
    """A figure of the site of the day, and kept so that the screens have it."""
    measure = catalogue()[name]
    asked = Asked(DAY, measure.window, zone())
    found = measure.reading(session.execute(measure.question(asked)).all())
    figure(found.value, 12, SITE, measure=name, n=12, parts=found.parts)
    return found


def test_first_contributions_that_wait_are_those_that_the_figure_counts(
    session: Session, newcomers: list[Person], femke: Person, sanne: Person, space: Space,
    closed_space: Space, browser_of: BrowserOf,
) -> None:  # fmt: skip
    first, answered, replied, late_page, fresh, hidden = newcomers
    with clock.held_at(NOON - timedelta(days=9)):
        waits = ask(first, space, title="Who lifts the cable?")
        with transaction():
            add_member(femke, closed_space, hidden)
        ask(hidden, closed_space, title="Who is moved where?")
    with clock.held_at(NOON - timedelta(days=8)):
        met = ask(answered, space, title="Where is the van?")
    with clock.held_at(NOON - timedelta(days=7)):
        answer(femke, met)
        answer(replied, waits, text="Not I.")
        ask(first, space, title="And who pays?")  # the second of somebody
    with clock.held_at(NOON - timedelta(days=6)), transaction():
        create_page(late_page, space, title="Vans of the region", text="Three.\n")
    with clock.held_at(NOON):
        ask(fresh, space, title="Who has the key?")
    for ago in range(12):
        gather(DAY - timedelta(days=ago), zone())
    session.commit()
    found = told_of(session, "D7")
    rows: list[dict[str, Any]] = found.parts["waiting"]
    listed = counted.unwelcomed(sanne, Asked(DAY, 28, zone()), found.parts)
    assert [each.late for each in listed] == [row["late"] for row in rows]
    titles = [each.title for each in listed]
    assert titles[-1] == "Who has the key?" and "Vans of the region" in titles
    assert not {"And who pays?", "Who is moved where?"} & set(titles)
    assert f"/posts/{opening_of(met).uid}" not in {each.path for each in listed}, "it was answered"
    assert len(listed) == len(rows) == 4, "two first answers wait for a word as well"
    page = words(read(browser_of(sanne), f"/insight/tile/welcome?day={DAY}"))
    late = sum(row["late"] for row in rows)
    heading = "First contributions that nobody answered within two days"
    assert f"{heading} {late} " in page and f"Still within two days {len(rows) - late} " in page


def test_pages_that_wait_are_those_that_the_figure_counts_each_for_its_reason(
    session: Session, femke: Person, ruben: Person, sanne: Person, space: Space,
    closed_space: Space, browser_of: BrowserOf,
) -> None:  # fmt: skip
    pages = {}
    for at, (title, place) in enumerate(
        (("Overdue", space), ("Overdue tomorrow", space), ("Proposed", space), ("Unapproved", space),
         ("Calm", space), ("Hidden", closed_space))
    ):  # fmt: skip
        with clock.held_at(NOON - timedelta(days=60)), transaction():
            pages[title] = create_page(femke, place, title=title, text="One.\n").page
            session.add(PageRead(page_id=pages[title].id, day=DAY, reads=10 + at))
    for title, days in (("Overdue", -1), ("Overdue tomorrow", 0), ("Hidden", -9)):
        session.add(
            Verification(page_id=pages[title].id, number=1, by_id=femke.id, days=30,
                         at=NOON - timedelta(days=50), until=DAY + timedelta(days=days))
        )  # fmt: skip
    before = NOON - timedelta(days=3)
    uid = new_uid()
    session.add(
        Proposal(uid=uid, space_id=space.id, page_id=pages["Proposed"].id, author_id=ruben.id,
                 at=before, changed_at=before, based_on=1, state="approved",
                 decided_at=NOON + timedelta(days=1))
    )  # fmt: skip
    pages["Unapproved"].approved_number, pages["Unapproved"].revision_number = 1, 2
    session.commit()
    found = told_of(session, "D11")
    listed = counted.backlog(sanne, Asked(DAY, 28, zone()), found.parts)
    titles = {why: [each.title for each in items] for why, items in listed.items()}
    assert titles == {
        "overdue": ["Overdue"], "proposed": ["Proposed"], "unapproved": ["Unapproved"]
    }  # fmt: skip
    assert sum(map(len, titles.values())) == found.value == len(found.parts["pages"])
    assert listed["proposed"][0].action == f"/proposals/{uid}"
    page = read(browser_of(sanne), f"/insight/tile/backlog?day={DAY}")
    shown = {
        each.h2.text: [line.select_one(".title").text for line in each.select(".things > li")]
        for each in page.select("section:has(> .things)")
    }
    assert shown["Pages due to be looked at"] == ["Overdue"] and "Hidden" not in words(page)
    assert shown["Pages whose newest text is not approved"] == ["Unapproved"]
    # The owner of what is due is reminded with one press.
    [remind] = page.select(".things form")
    assert remind["action"].endswith("/review/remind")


def test_a_thing_that_went_behind_a_door_since_is_not_listed(
    session: Session, femke: Person, sanne: Person, closed_space: Space
) -> None:
    with transaction():
        page = create_page(femke, closed_space, title="Hidden", text="One.\n").page
    thread = ask(femke, closed_space, title="Who is moved where?")
    asked = Asked(DAY, 28, zone())
    for actor in (sanne, femke):
        assert not counted.unwelcomed(
            actor, asked,
            {"waiting": [{"kind": "thread", "id": thread.id, "late": True},
                         {"kind": "page", "id": page.id, "late": True}]},
        )  # fmt: skip
        assert not any(counted.backlog(actor, asked, {"pages": [[page.id, 3, "overdue"]]}).values())


@pytest.mark.parametrize("tile", ["welcome", "backlog"])
def test_what_is_not_told_is_not_said_to_be_nothing(
    tile: str, sanne: Person, browser_of: BrowserOf
) -> None:
    figure(3, 12, SITE, measure="M20")
    page = words(read(browser_of(sanne), f"/insight/tile/{tile}?day={DAY}"))
    assert "No page is overdue." not in page and "was answered in time" not in page
