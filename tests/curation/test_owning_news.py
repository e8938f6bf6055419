"""Who hears of being asked, of the answer, and of what is handed over."""

from __future__ import annotations

import pytest

from essp.core import clock
from essp.core.worker import do_all
from essp.curation import appointing, handing_over
from essp.curation.places import Place
from essp.curation.silence import owner_left
from essp.notifications import centre
from essp.notifications.models import Named, Notice, Notification
from essp.people.models import Role
from essp.spaces import grouping
from essp.spaces.stewarding import Wanted
from essp.wiki.editing import create_page


@pytest.fixture
def place(femke, space, session):
    page = create_page(femke, space, title="Market rules", text="One two three.\n").page
    session.commit()
    return Place(space, page)


def hears(session, person):
    do_all()
    rows = (
        session.query(Notification.reason)
        .join(Notice, Notice.id == Notification.notice_id)
        .filter(Notification.person_id == person.id, Notice.kind == "standing")
    )
    return [reason for (reason,) in rows.order_by(Notice.id)]


def test_who_is_asked_hears_it_and_who_asked_the_answer(femke, ruben, noor, place, session):
    row = appointing.appoint(femke, place, Wanted(line=place.line, person=ruben))
    session.commit()
    assert hears(session, ruben) == [Named.ASKED_TO_OWN.value]
    appointing.accept(ruben, row.uid)
    session.commit()
    assert hears(session, femke) == [Named.OWNING.value]
    other = appointing.appoint(ruben, place, Wanted(line=place.line, person=noor, deputy=True))
    appointing.decline(noor, other.uid)
    session.commit()
    assert hears(session, ruben) == [Named.ASKED_TO_OWN.value, Named.NOT_OWNING.value]
    appointing.end(femke, row.uid)
    session.commit()
    assert hears(session, ruben)[-1] == Named.TAKEN_OFF.value


def test_a_handover_is_told_to_whom_it_is_for_and_answered(femke, ruben, place, session):
    made = handing_over.hand_over(femke, Place(place.space), to=ruben)
    session.commit()
    assert hears(session, ruben) == [Named.HANDED.value]
    handing_over.decline(ruben, made.uid, "No time")
    session.commit()
    assert hears(session, femke) == [Named.HANDED_ON.value]


def test_a_notice_of_a_handover_leads_to_it_and_is_read_with_it(
    femke, ruben, noor, place, session, browser_of
):
    made = handing_over.hand_over(femke, Place(place.space), to=ruben)
    session.commit()
    do_all()
    (group,) = centre.groups(ruben)
    assert group.thing.url == f"/handovers/{made.uid}"
    assert group.thing.title == f"Handover of {place.space.name}"
    browser_of(ruben).get(group.thing.url)
    assert centre.unread_count(ruben) == 0


def test_who_is_asked_into_a_group_hears_it_and_is_led_to_the_answer(femke, ruben, place, session):
    made = grouping.make_group(femke, place.space, "Tariff team")
    grouping.ask_into_group(femke, place.space, made, ruben)
    session.commit()
    assert hears(session, ruben) == [Named.TO_JOIN.value]
    (group,) = centre.groups(ruben)
    assert group.thing.url == f"/s/{place.space.slug}/-/owners#group-{made.uid}"


def test_where_nobody_is_left_those_who_run_the_site_are_told(
    femke, ruben, make_person, place, session, browser_of
):
    carla = make_person("Carla Smit", role=Role.COMMUNITY_MANAGER.value)
    femke.left_at = clock.now()
    session.commit()
    owner_left.run(femke.id)
    assert hears(session, carla) == [Named.NOBODY.value]
    centre = browser_of(carla).get("/notifications").get_data(as_text=True)
    assert "nobody owns it now" in centre


def test_of_a_closed_space_only_who_reads_it_is_told(
    femke, ruben, make_person, closed_space, session
):
    carla = make_person("Carla Smit", role=Role.COMMUNITY_MANAGER.value)
    create_page(ruben, closed_space, title="Plan", text="Words of his.\n")
    femke.left_at = clock.now()
    session.commit()
    owner_left.run(femke.id)
    assert hears(session, carla) == []
    assert hears(session, ruben) == [Named.HANDED.value]
