"""Who owns a page: appointed, accepted and stepping down on the screen, and handed over with a packet."""

from __future__ import annotations

import pytest

from essp.core.decision import Invalid, NotFound, Refused
from essp.curation import appointing, handing_over, handovers, owned
from essp.curation.models import Handover
from essp.curation.places import Place
from essp.spaces import grouping
from essp.spaces.owning import owners_of
from essp.spaces.stewarding import Wanted
from essp.wiki.editing import create_page, edit_page
from essp.wiki.trail_models import CurationAct


@pytest.fixture
def page(femke, space, session):
    made = create_page(femke, space, title="Market rules", text="One two three.\n").page
    session.commit()
    return made


@pytest.fixture
def place(space, page):
    return Place(space, page)


@pytest.fixture
def anouk(make_person):
    return make_person("Anouk Smits")


@pytest.fixture
def owned_page(femke, anouk, place, session):
    """Anouk owns the page."""
    row = appointing.appoint(femke, place, Wanted(line=place.line, person=anouk))
    appointing.accept(anouk, row.uid)
    session.commit()
    return place


def kinds(session, page):
    return [act.kind for act in session.query(CurationAct).filter_by(page_id=page.id)]


def owners(place):
    return [each.person.name for each in owners_of(place.space.id, place.line).named]


def test_an_owner_asks_and_it_counts_when_accepted(femke, anouk, page, space, browser_of, session):
    path = f"/p/{page.uid}/owners"
    asked = browser_of(femke).submit(path, {"person": "@anouk-smits", "as": "owner"}, seen_on=path)
    assert asked.status_code == 303
    view = browser_of(anouk)
    screen = view.get(path).get_data(as_text=True)
    assert "not answered yet" in screen
    held = owned.asked_of(anouk)[0].held
    assert view.submit(f"/owning/{held.uid}/accept", {}, seen_on=path).status_code == 303
    shown = view.get(f"/s/{space.slug}/{page.slug}").get_data(as_text=True)
    assert "Anouk Smits" in shown.split("data-owners")[1].split("</span>")[0]
    assert kinds(session, page) == ["appointed", "accepted"]


def test_a_page_without_owners_of_its_own_shows_those_of_the_space(femke, page, space, browser_of):
    shown = browser_of(femke).get(f"/s/{space.slug}/{page.slug}").get_data(as_text=True)
    assert "Femke de Boer" in shown.split("data-owners")[1].split("</span>")[0]


def test_a_wrong_name_comes_back_with_what_was_typed(femke, page, browser_of):
    path = f"/p/{page.uid}/owners"
    refused = browser_of(femke).submit(
        path, {"person": "Nobody Here", "as": "deputy", "note": "You know it"}, seen_on=path
    )
    text = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "Nobody Here" in text
    assert "You know it" in text


def test_who_owns_nothing_here_asks_nobody(ruben, page, browser_of):
    path = f"/p/{page.uid}/owners"
    view = browser_of(ruben)
    assert "Ask somebody" not in view.get(path).get_data(as_text=True)
    sent = view.submit(path, {"person": "ruben-haak"}, seen_on="/spaces/new")
    assert sent.status_code == 403


def test_an_owner_steps_down_and_is_listed_as_before(owned_page, anouk, page, browser_of):
    held = owned.owned_by(anouk, anouk)[0].held
    path = f"/p/{page.uid}/owners"
    view = browser_of(anouk)
    assert view.submit(f"/owning/{held.uid}/end", {}, seen_on=path).status_code == 303
    assert "Before" in view.get(path).get_data(as_text=True)
    assert owners(owned_page) == ["Femke de Boer"]


def test_a_profile_tells_what_somebody_owns(owned_page, anouk, ruben, browser_of):
    text = browser_of(ruben).get("/people/anouk-smits").get_data(as_text=True)
    assert "Market rules" in text


def test_a_profile_tells_nothing_of_a_closed_space(
    femke, ruben, noor, closed_space, session, browser_of
):
    page = create_page(femke, closed_space, title="Secretplan", text="x\n").page
    at = Place(closed_space, page)
    row = appointing.appoint(femke, at, Wanted(line=at.line, person=ruben))
    appointing.accept(ruben, row.uid)
    session.commit()
    assert "Secretplan" in browser_of(femke).get("/people/ruben-haak").get_data(as_text=True)
    assert "Secretplan" not in browser_of(noor).get("/people/ruben-haak").get_data(as_text=True)
    assert browser_of(noor).get(f"/p/{page.uid}/owners").status_code == 404


def test_a_group_is_made_filled_and_asked(femke, ruben, page, space, browser_of):
    view, screen = browser_of(femke), f"/s/{space.slug}/-/owners"
    made = view.submit(f"{screen}/groups", {"name": "Tariff team"}, seen_on=screen)
    assert made.status_code == 303
    assert (
        view.submit(f"{screen}/groups", {"name": "Tariff team"}, seen_on=screen).status_code == 422
    )
    from essp.spaces.grouping import groups_of

    group = groups_of(space)[0].uid
    path = f"{screen}/groups/{group}/members"
    assert view.submit(path, {"person": "nobody"}, seen_on=screen).status_code == 422
    assert view.submit(path, {"person": "ruben-haak"}, seen_on=screen).status_code == 303
    theirs = browser_of(ruben)
    assert "You are asked to belong to this group." in theirs.get(screen).text
    joined = theirs.submit(f"{screen}/groups/{group}/join", {}, seen_on=screen)
    assert joined.status_code == 303 and "Leave the group" in theirs.get(screen).text
    asked = view.submit(f"/p/{page.uid}/owners", {"group": group}, seen_on=f"/p/{page.uid}/owners")
    assert asked.status_code == 303
    assert [each.held.group.name for each in owned.asked_of(ruben)] == ["Tariff team"]


def test_who_is_in_a_group_that_owns_a_page_is_led_to_the_desk_and_nobody_else(
    femke, ruben, noor, place, browser_of, session
):
    group = grouping.make_group(femke, place.space, "Tariff team")
    grouping.ask_into_group(femke, place.space, group, ruben)
    grouping.join_group(ruben, place.space, group)
    row = appointing.appoint(femke, place, Wanted(line=place.line, group=group))
    appointing.accept(ruben, row.uid)
    session.commit()
    for person, led in ((ruben, True), (noor, False)):
        assert ('class="mainnav__own"' in browser_of(person).get("/changes").text) == led


def test_a_handover_goes_to_whom_it_was_given(owned_page, anouk, ruben, page, session):
    made = handing_over.hand_over(anouk, owned_page, to=ruben, note="I move to tariffs.")
    assert owners(owned_page) == ["Anouk Smits"]
    handing_over.accept(ruben, made.uid)
    assert owners(owned_page) == ["Ruben Haak"]
    former = [row for row in owned.stewards_of(page, owned_page.space) if row.ended_at]
    assert [row.ended_why for row in former] == ["handed over"]
    assert kinds(session, page)[-2:] == ["handed over", "accepted"]


def test_a_handover_is_answered_once(owned_page, anouk, ruben):
    made = handing_over.hand_over(anouk, owned_page, to=ruben)
    handing_over.accept(ruben, made.uid)
    for verb in (handing_over.accept, handing_over.decline):
        with pytest.raises((Invalid, Refused)):
            verb(ruben, made.uid)


def test_a_handover_is_passed_on_declined_and_withdrawn(owned_page, anouk, ruben, noor):
    made = handing_over.hand_over(anouk, owned_page, to=ruben)
    handing_over.suggest(ruben, made.uid, noor, "She wrote it.")
    assert [each.row.uid for each in handovers.waiting_for(noor)] == [made.uid]
    with pytest.raises(NotFound):
        handing_over.accept(ruben, made.uid)
    handing_over.decline(noor, made.uid, "No time.")
    assert made.outcome == "declined"
    again = handing_over.hand_over(anouk, owned_page, to=ruben)
    with pytest.raises(Refused):
        handing_over.withdraw(ruben, again.uid)
    handing_over.withdraw(anouk, again.uid)
    assert owners(owned_page) == ["Anouk Smits"]


def test_whoever_fits_is_who_wrote_most_of_it(owned_page, anouk, ruben, noor, session):
    edit_page(
        ruben, owned_page.page, text="One two three.\n\nMany more words of his.\n", based_on=1
    )
    made = handing_over.hand_over(anouk, owned_page, to=None)
    found = handovers.find(ruben, made.uid)
    assert handovers.may_take(ruben, found)
    with pytest.raises(NotFound):
        handovers.find(noor, made.uid)
    handing_over.accept(ruben, made.uid)
    assert owners(owned_page) == ["Ruben Haak"]


def test_an_owner_of_the_space_leaves_it_to_the_space(owned_page, anouk, femke, ruben):
    made = handing_over.hand_over(anouk, owned_page, to=ruben)
    handing_over.release(femke, made.uid)
    assert owners(owned_page) == ["Femke de Boer"]


def test_a_space_changes_hands_in_one_step(femke, ruben, space):
    made = handing_over.hand_over(femke, Place(space), to=ruben)
    handing_over.accept(ruben, made.uid)
    assert [each.person.name for each in owners_of(space.id).named] == ["Ruben Haak"]


def test_what_goes_along_stands_on_the_screen(owned_page, anouk, ruben, page, browser_of, session):
    path = f"/p/{page.uid}/handover"
    view = browser_of(anouk)
    assert "Femke de Boer" in view.get(path).get_data(as_text=True)
    bad = view.submit(path, {"person": "nobody", "note": "Because"}, seen_on=path)
    assert bad.status_code == 422
    assert "Because" in bad.get_data(as_text=True)
    sent = view.submit(path, {"person": "ruben-haak", "note": "Because"}, seen_on=path)
    assert sent.status_code == 303
    there = sent.headers["Location"]
    screen = browser_of(ruben).get(there).get_data(as_text=True)
    assert "asks you to own" in screen
    assert "Anouk stays listed as former owner." in screen
    done = browser_of(ruben).submit(f"{there}/accept", {}, seen_on=there)
    assert done.status_code == 303
    assert session.query(Handover).one().outcome == "accepted"


def test_who_is_not_concerned_knows_of_no_handover(
    owned_page, anouk, ruben, noor, browser_of, session
):
    made = handing_over.hand_over(anouk, owned_page, to=ruben)
    session.commit()
    assert browser_of(noor).get(f"/handovers/{made.uid}").status_code == 404


def test_what_somebody_was_asked_stands_on_their_desk_with_the_answer(
    femke, ruben, place, browser_of, session
):
    group = grouping.make_group(femke, place.space, "Tariff team")
    grouping.ask_into_group(femke, place.space, group, ruben)
    row = appointing.appoint(femke, place, Wanted(line=place.line, person=ruben, note="Yours?"))
    session.commit()
    browser, path = browser_of(ruben), "/curation/handovers"
    shown = browser.get(path).text
    assert "Asked of you" in shown and "Yours?" in shown and "Tariff team" in shown
    browser.submit(f"/owning/{row.uid}/accept", {}, seen_on=path)
    joined = f"/s/{place.space.slug}/-/owners/groups/{group.uid}/join"
    browser.submit(joined, {}, seen_on=path)
    assert "Asked of you" not in browser.get(path).text
    assert owners(place) == ["Ruben Haak"]
