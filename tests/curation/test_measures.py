"""How the queue of a space stands: against a queue worked out by hand, and told only where it may be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.ids import new_uid
from essp.curation.measures import measures
from essp.curation.models import Verification
from essp.people.models import Role
from essp.wiki.editing import create_page
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal
from essp.wiki.read_models import PageRead

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday


@pytest.fixture
def page(femke, space) -> Page:
    with transaction():
        return create_page(femke, space, title="Plan", text="One.\n").page


def proposed(page, person, days, state="waiting", after=None) -> None:
    """Something was proposed so many days ago, and decided so many days after."""
    at = NOW - timedelta(days=days)
    session().add(
        Proposal(
            uid=new_uid(), space_id=page.space_id, page_id=page.id, author_id=person.id, at=at,
            changed_at=at, based_on=1, state=state,
            decided_at=None if after is None else at + timedelta(days=after),
        )
    )  # fmt: skip
    session().flush()


def test_waits_are_told_with_what_still_waits(make_person, femke, page, space) -> None:
    people = [make_person(f"Person {number}") for number in range(5)]
    proposed(page, people[0], 4, "approved", 1)  # Monday to Tuesday
    proposed(page, people[1], 4, "declined", 2)
    proposed(page, people[2], 8, "partly", 4)  # Thursday to Monday: two working days
    proposed(page, people[3], 8)  # six working days by now
    proposed(page, people[4], 1)
    proposed(page, people[4], 10, "withdrawn", 1)
    proposed(page, people[4], 200, "approved", 1)  # before what is looked at
    with clock.held_at(NOW):
        found = measures(femke, [space])[space.id]
    assert (found.waiting, found.late, found.people, found.hidden) == (2, 1, 5, False)
    assert found.median == 2.0 and found.ninety is None
    assert (found.timely.part, found.timely.whole) == (3, 4)
    assert (found.accepted.part, found.accepted.whole) == (2, 3)
    assert (found.load.owners, found.load.own, found.load.median) == (1, 2, None)


def test_figures_over_fewer_than_five_people_are_not_told(noor, femke, page, space) -> None:
    proposed(page, noor, 4, "declined", 1)
    with clock.held_at(NOW):
        assert measures(femke, [space])[space.id].hidden


def test_pages_are_weighed_by_how_often_they_are_read(femke, page, space) -> None:
    with transaction():
        late = create_page(femke, space, title="Late", text="Old.\n").page
        other = create_page(femke, space, title="Other", text="New.\n").page
    for each, until, reads in ((page, 5, 30), (late, -5, 60), (other, None, 30)):
        session().add(PageRead(page_id=each.id, day=NOW.date(), reads=reads))
        if until is not None:
            session().add(
                Verification(
                    page_id=each.id, number=1, by_id=femke.id, at=NOW, days=30,
                    until=NOW.date() + timedelta(days=until),
                )
            )  # fmt: skip
    session().flush()
    with clock.held_at(NOW):
        found = measures(femke, [space])[space.id]
    assert (found.fresh, found.overdue) == (0.25, 0.5)
    assert (found.overdue_pages, found.pages) == (1, 3)


def test_a_space_without_anything_has_dashes_and_no_noughts(femke, space) -> None:
    found = measures(femke, [space])[space.id]
    assert found.median is found.ninety is found.fresh is found.overdue is None
    assert found.timely.value is found.accepted.value is None


def test_owners_and_community_managers_see_how_a_space_stands_and_others_do_not(
    browser_of, make_person, femke, ruben, noor, space, closed_space, page
) -> None:
    carla = make_person("Carla Smit", role=Role.COMMUNITY_MANAGER.value)
    mine, closed = (f"/s/{each.slug}/-/curation" for each in (space, closed_space))
    assert "Decided as promised" in browser_of(femke).get(mine).text
    assert "Decided as promised" in browser_of(carla).get(mine).text
    refused = browser_of(noor).get(mine)
    assert refused.status_code == 403 and "community managers see how" in refused.text
    assert browser_of(carla).get(closed).status_code == 404
    assert browser_of(ruben).get(closed).status_code == 403
    table = browser_of(carla).get("/curation/measures")
    assert space.name in table.text and closed_space.name not in table.text
    assert browser_of(femke).get("/curation/measures").status_code == 404
