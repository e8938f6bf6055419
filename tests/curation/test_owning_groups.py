"""Groups of owners hand over, and are handed to, as groups."""

from __future__ import annotations

import pytest

from essp.core.decision import Invalid, NotFound, Refused
from essp.curation import handing_over, handovers
from essp.spaces import grouping
from tests.curation.test_owning import anouk, owned_page, owners, page, place

__all__ = ["anouk", "owned_page", "page", "place"]


def grouped(femke, ruben, place):
    """A group with Ruben in it."""
    group = grouping.make_group(femke, place.space, "Tariff team")
    grouping.ask_into_group(femke, place.space, group, ruben)
    grouping.join_group(ruben, place.space, group)
    return group


def test_what_is_handed_to_a_group_is_accepted_by_one_of_it_and_owned_by_all(
    owned_page, anouk, femke, ruben, noor
):
    group = grouped(femke, ruben, owned_page)
    made = handing_over.hand_over(anouk, owned_page, to=group, note="You know it.")
    with pytest.raises(NotFound):
        handing_over.accept(noor, made.uid)
    assert [each.row.uid for each in handovers.waiting_for(ruben)] == [made.uid]
    handing_over.accept(ruben, made.uid)
    assert owners(owned_page) == ["Ruben Haak"]
    assert owned_page.owners.named[0].group == "Tariff team"


def test_a_group_hands_over_as_a_group_and_any_of_it_takes_it_back(
    owned_page, anouk, femke, ruben, noor, space
):
    group = grouped(femke, ruben, owned_page)
    first = handing_over.hand_over(anouk, owned_page, to=group)
    handing_over.accept(ruben, first.uid)
    grouping.ask_into_group(femke, space, group, anouk)
    grouping.join_group(anouk, space, group)
    with pytest.raises(Refused):
        handing_over.hand_over(noor, owned_page, to=None, as_group=group)
    with pytest.raises(Invalid):
        handing_over.hand_over(ruben, owned_page, to=group, as_group=group)
    made = handing_over.hand_over(ruben, owned_page, to=noor, as_group=group)
    handing_over.withdraw(anouk, made.uid)
    again = handing_over.hand_over(anouk, owned_page, to=noor, as_group=group)
    assert owners(owned_page) == ["Anouk Smits", "Ruben Haak"]
    handing_over.accept(noor, again.uid)
    assert owners(owned_page) == ["Noor Jansen"]


def test_a_group_is_chosen_in_the_form_of_a_handover(
    owned_page, anouk, femke, ruben, page, browser_of, session
):
    group = grouped(femke, ruben, owned_page)
    session.commit()
    path = f"/p/{page.uid}/handover"
    sent = browser_of(anouk).submit(path, {"group": group.uid, "note": "Yours."}, seen_on=path)
    assert sent.status_code == 303
    theirs = browser_of(ruben)
    assert "asks Tariff team to own" in theirs.get(sent.location).text
    theirs.submit(f"{sent.location}/accept", {}, seen_on=sent.location)
    form = theirs.get(path).text
    assert "What Tariff team owns, as the group" in form
    sent = theirs.submit(path, {"as_group": group.uid, "person": "Femke de Boer"}, seen_on=path)
    assert "Ruben Haak of Tariff team" in theirs.get(sent.location).text
