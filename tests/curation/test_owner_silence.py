"""Owners who left or fell silent: a handover opens by itself, and nothing is without anybody unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from essp.core import clock
from essp.core.worker import do_all
from essp.curation import appointing, handing_over, handovers
from essp.curation.models import Handover
from essp.curation.places import Place
from essp.curation.silence import look_for_silent, owner_left
from essp.people import accounts, sessions
from essp.spaces import membership
from essp.spaces.models import Ownership
from essp.spaces.owning import owners_of
from essp.spaces.stewarding import Wanted
from essp.wiki.editing import create_page, edit_page
from essp.wiki.lifecycle import move_page
from essp.wiki.trail_models import CurationAct


@pytest.fixture
def anouk(make_person):
    return make_person("Anouk Smits")


@pytest.fixture
def place(femke, anouk, space, session):
    """A page that Anouk owns alone, in Femke's space."""
    page = create_page(femke, space, title="Market rules", text="One two three.\n").page
    at = Place(space, page)
    _own(femke, anouk, at)
    session.commit()
    return at


def _own(femke, person, at, **how):
    row = appointing.appoint(femke, at, Wanted(line=at.line, person=person, **how))
    appointing.accept(person, row.uid)


def later(days):
    return clock.held_at(clock.now() + timedelta(days=days))


def be_there(*people):
    for person in people:
        sessions.begin_sign_in(person, days=30)


def opened(session):
    return session.query(Handover).filter_by(decided_at=None).all()


def test_after_sixty_silent_days_a_handover_opens_once(femke, anouk, place, session):
    with later(59):
        be_there(femke)
        assert look_for_silent() == 0
    with later(61):
        be_there(femke)
        assert look_for_silent() == 1
        assert look_for_silent() == 0
    row = opened(session)[0]
    # Femke owns the space and is there: it is hers to pass on, and nobody is asked by name.
    assert (row.why, row.from_id, row.to_id) == ("silent", anouk.id, None)
    assert [each.row for each in handovers.waiting_for(femke)] == [row]


def test_a_deputy_is_asked_first(femke, anouk, ruben, place, session):
    _own(femke, ruben, place, deputy=True)
    with later(61):
        be_there(femke, ruben)
        look_for_silent()
    assert opened(session)[0].to_id == ruben.id


def test_an_absence_is_no_silence_and_the_colleague_decides_meanwhile(
    femke, anouk, ruben, place, session
):
    today = clock.now().date()
    anouk.away_from, anouk.away_until = today, today + timedelta(days=90)
    anouk.deputy_id = ruben.id
    session.commit()
    with later(70):
        be_there(femke)
        assert look_for_silent() == 0
        assert owners_of(place.space.id, place.line).include(ruben)
    with later(90 + 61):
        be_there(femke)
        assert look_for_silent() == 1


def test_who_is_back_keeps_what_they_own(femke, anouk, place, session):
    with later(61):
        be_there(femke)
        look_for_silent()
    with later(62):
        be_there(anouk, femke)
        look_for_silent()
    assert opened(session) == []
    assert owners_of(place.space.id, place.line).include(anouk)


def test_what_another_owner_looks_after_stays_with_them(femke, anouk, ruben, place, session):
    _own(femke, ruben, place)
    with later(61):
        be_there(femke, ruben)
        assert look_for_silent() == 0


def test_where_the_space_is_silent_too_the_first_author_is_asked_and_it_is_said(
    femke, anouk, ruben, place, session
):
    edit_page(
        ruben, place.page, text="One two three.\n\nMany more words of his here.\n", based_on=1
    )
    session.commit()
    with later(61):
        be_there(ruben)
        assert look_for_silent() == 2
    rows = {row.page_id: row for row in opened(session)}
    assert {row.to_id for row in rows.values()} == {ruben.id}
    kinds = session.query(CurationAct.kind).filter_by(page_id=place.page.id).all()
    assert ("left without an owner",) in kinds
    handing_over.accept(ruben, rows[place.page.id].uid)
    named = owners_of(place.space.id, place.line).named
    assert [each.person.id for each in named] == [ruben.id]


def test_what_somebody_who_left_owned_is_handed_over(femke, anouk, place, administrator, session):
    accounts.close_account(administrator, anouk)
    do_all()
    row = opened(session)[0]
    assert (row.why, row.from_id, row.page_id) == ("left", anouk.id, place.page.id)
    assert [each.person.id for each in owners_of(place.space.id, place.line).named] == [femke.id]


def test_the_last_owner_of_a_space_who_leaves_leaves_it_to_somebody(femke, ruben, space, session):
    create_page(ruben, space, title="His", text="His own words.\n")
    femke.left_at = clock.now()
    session.commit()
    owner_left.run(femke.id)
    row = opened(session)[0]
    assert (row.page_id, row.to_id) == (None, ruben.id)
    handing_over.accept(ruben, row.uid)
    assert session.get(Ownership, (space.id, ruben.id)) is not None


def test_who_may_read_a_space_no_more_owns_nothing_there(femke, ruben, closed_space, session):
    page = create_page(femke, closed_space, title="Plan", text="Secret.\n").page
    at = Place(closed_space, page)
    _own(femke, ruben, at)
    membership.remove_member(femke, closed_space, ruben)
    session.commit()
    do_all()
    assert not owners_of(closed_space.id, at.line).include(ruben)
    assert handovers.waiting_for(ruben) == []
    assert [each.row.from_id for each in handovers.waiting_for(femke)] == [ruben.id]


def test_owners_go_along_with_a_page_where_they_can_read_it(
    femke, anouk, place, make_space, closed_space, session
):
    other = make_space(femke, "Elsewhere")
    move_page(femke, place.page, other)
    session.commit()
    do_all()
    line = (place.page.id,)
    assert owners_of(other.id, line).include(anouk)
    move_page(femke, place.page, closed_space)
    session.commit()
    do_all()
    assert not owners_of(closed_space.id, line).include(anouk)
