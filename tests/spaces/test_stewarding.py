"""Owners and deputies of pages: asked, accepted, stepping down; groups; who stands in for whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from essp.core import clock
from essp.core.decision import Invalid, NotFound, Refused
from essp.spaces import grouping
from essp.spaces.models import Ownership
from essp.spaces.owning import owners_of
from essp.spaces.stewarding import Wanted, accept, appoint, decline, remove, step_down
from essp.wiki.editing import create_page


@pytest.fixture
def page(femke, space):
    return create_page(femke, space, title="Market rules", text="Rules.\n").page


def named(space, page):
    return [each.person.name for each in owners_of(space.id, (page.id,)).named]


def test_an_appointment_counts_from_the_moment_it_is_accepted(femke, ruben, space, page):
    row = appoint(femke, space, Wanted(line=(page.id,), person=ruben))
    assert named(space, page) == ["Femke de Boer"]
    accept(ruben, row)
    assert named(space, page) == ["Ruben Haak"]
    assert appoint(femke, space, Wanted(line=(page.id,), person=ruben)) is row


def test_only_who_was_asked_answers(femke, ruben, noor, space, page):
    row = appoint(femke, space, Wanted(line=(page.id,), person=ruben))
    for verb in (accept, decline):
        with pytest.raises(Refused):
            verb(noor, row)
    decline(ruben, row)
    with pytest.raises(Invalid):
        accept(ruben, row)


def test_a_deputy_appoints_nobody(femke, ruben, noor, space, page):
    accept(ruben, appoint(femke, space, Wanted(line=(page.id,), person=ruben, deputy=True)))
    with pytest.raises(Refused):
        appoint(ruben, space, Wanted(line=(page.id,), person=noor))


def test_an_owner_of_the_page_appoints_and_removes(femke, ruben, noor, space, page):
    accept(ruben, appoint(femke, space, Wanted(line=(page.id,), person=ruben)))
    row = appoint(ruben, space, Wanted(line=(page.id,), person=noor, deputy=True))
    remove(ruben, row, (page.id,))
    with pytest.raises(Invalid):
        accept(noor, row)


def test_who_steps_down_last_leaves_it_to_the_owners_of_the_space(femke, ruben, space, page):
    row = accept(ruben, appoint(femke, space, Wanted(line=(page.id,), person=ruben)))
    step_down(ruben, row)
    assert named(space, page) == ["Femke de Boer"]


def test_who_steps_down_where_the_space_has_no_owner_hands_over_first(
    femke, ruben, space, page, session
):
    row = accept(ruben, appoint(femke, space, Wanted(line=(page.id,), person=ruben)))
    session.delete(session.get_one(Ownership, (space.id, femke.id)))
    session.flush()
    with pytest.raises(Invalid):
        step_down(ruben, row)


def test_who_cannot_read_the_space_owns_nothing_in_it(femke, noor, closed_space):
    page = create_page(femke, closed_space, title="Plan", text="Secret.\n").page
    with pytest.raises(Invalid):
        appoint(femke, closed_space, Wanted(line=(page.id,), person=noor))


def test_a_group_owns_what_its_members_own(femke, ruben, noor, space, page):
    group = grouping.make_group(femke, space, "Tariff team")
    with pytest.raises(Invalid):
        appoint(femke, space, Wanted(line=(page.id,), group=group))
    grouping.ask_into_group(femke, space, group, ruben)
    grouping.join_group(ruben, space, group)
    row = appoint(femke, space, Wanted(line=(page.id,), group=group))
    with pytest.raises(Refused):
        accept(noor, row)
    accept(ruben, row)
    grouping.ask_into_group(femke, space, group, noor)
    grouping.join_group(noor, space, group)
    assert named(space, page) == ["Ruben Haak", "Noor Jansen"]
    grouping.take_from_group(noor, space, group, noor)
    assert named(space, page) == ["Ruben Haak"]


def test_who_is_asked_into_a_group_owns_nothing_with_it_before_they_agree(
    femke, ruben, noor, space, page
):
    group = grouping.make_group(femke, space, "Tariff team")
    grouping.ask_into_group(femke, space, group, ruben)
    grouping.join_group(ruben, space, group)
    accept(ruben, appoint(femke, space, Wanted(line=(page.id,), group=group)))
    grouping.ask_into_group(femke, space, group, noor)
    grouping.ask_into_group(femke, space, group, noor)
    assert named(space, page) == ["Ruben Haak"]
    assert grouping.asked_into(noor) == [(group, space)]
    grouping.decline_group(noor, space, group)
    assert grouping.asked_into(noor) == []
    for verb in (grouping.join_group, grouping.decline_group):
        with pytest.raises(NotFound):
            verb(noor, space, group)
    grouping.ask_into_group(femke, space, group, noor)
    grouping.take_from_group(femke, space, group, noor)
    assert grouping.asked_into(noor) == []


def test_an_ended_group_leaves_its_pages_to_the_owners_above(femke, ruben, space, page):
    group = grouping.make_group(femke, space, "Tariff team")
    grouping.ask_into_group(femke, space, group, ruben)
    grouping.join_group(ruben, space, group)
    accept(ruben, appoint(femke, space, Wanted(line=(page.id,), group=group)))
    assert grouping.end_group(femke, space, group) == 1
    assert named(space, page) == ["Femke de Boer"]
    assert grouping.groups_of(space) == []
    assert grouping.make_group(femke, space, "Tariff team").in_use


def test_two_groups_do_not_have_one_name(femke, space):
    group = grouping.make_group(femke, space, "Tariff team")
    with pytest.raises(Invalid):
        grouping.make_group(femke, space, "tariff  TEAM")
    assert grouping.rename_group(femke, space, group, "Tariff TEAM").name == "Tariff TEAM"


def test_only_owners_of_the_space_look_after_its_groups(femke, ruben, space):
    with pytest.raises(Refused):
        grouping.make_group(ruben, space, "Mine")


def test_while_an_owner_is_away_their_colleague_stands_in(femke, ruben, space, page, session):
    femke.away_from = clock.now().date()
    femke.away_until = clock.now().date() + timedelta(days=90)
    femke.deputy_id = ruben.id
    session.flush()
    owners = owners_of(space.id, (page.id,))
    assert owners.include(ruben)
    assert [each.stands_in_for for each in owners.named] == ["", "Femke de Boer"]


def test_nobody_stands_in_where_they_may_not_read(femke, noor, closed_space, session):
    femke.away_from = femke.away_until = clock.now().date()
    femke.deputy_id = noor.id
    session.flush()
    assert not owners_of(closed_space.id).include(noor)


def test_a_page_takes_its_owners_along_to_another_space(femke, ruben, space, make_space, page):
    accept(ruben, appoint(femke, space, Wanted(line=(page.id,), person=ruben)))
    other = make_space(femke, "Elsewhere")
    assert owners_of(other.id, (page.id,)).include(ruben)
