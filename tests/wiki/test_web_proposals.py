"""Proposals on the screen: what the author sees, what an owner can do, what comes back when it cannot."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from essp.core import clock
from essp.core.db import session, transaction
from essp.people.models import Person
from essp.spaces.models import Ownership, Space
from essp.wiki.deciding import Seen, send_back
from essp.wiki.editing import create_page
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, State
from essp.wiki.texts import text_of
from tests.wiki.test_deciding import TWO
from tests.wiki.test_proposing import TEXT, edited, page, proposed

__all__ = ["page"]

Browser = Callable[[Person], FlaskClient]


@pytest.fixture
def proposal(page: Page, ruben: Person) -> Proposal:
    """Ruben proposes two things for Femke's page."""
    return proposed(ruben, page, TWO, reason="The rota changed")


def address(proposal: Proposal, what: str = "") -> str:
    """Where a proposal is, or something is done about it."""
    return f"/proposals/{proposal.uid}{what}"


def decided(browser: FlaskClient, proposal: Proposal, **fields: str):
    """The form of the decision sent, as the present screen shows it."""
    page = session().get_one(Page, proposal.page_id)
    data = {"version": proposal.version, "number": page.revision_number, "decision": "approve"}
    where = address(proposal)
    return browser.submit(where + "/decide", data | fields, seen_on=where)


def test_somebody_proposes_on_any_page_and_sees_where_it_stands(
    page: Page, ruben: Person, browser_of: Browser
) -> None:
    browser, where = browser_of(ruben), f"/p/{page.uid}/propose"
    assert "not proposed anything yet" in browser.get("/proposals").text
    sent = {"text": TWO, "based_on": "1", "reason": "The rota changed", "save_key": "k1"}
    answer = browser.submit(where, sent, seen_on=where)
    assert answer.status_code == 303
    assert "Waits for an owner" in browser.get(answer.location).text
    again = browser.submit(where, sent, seen_on=where)
    assert again.location == answer.location
    listed = browser.get("/proposals").text
    assert "The rota changed" in listed and "Femke de Boer" in listed
    assert text_of(page) == TEXT


def test_a_proposal_that_cannot_be_used_comes_back_as_it_was_typed(
    page: Page, ruben: Person, browser_of: Browser
) -> None:
    browser, where = browser_of(ruben), f"/p/{page.uid}/propose"
    answer = browser.submit(where, {"text": TEXT, "based_on": "1", "reason": "Mine"}, seen_on=where)
    assert answer.status_code == 422
    assert "Nothing differs" in answer.text and "Mine" in answer.text


def test_an_owner_amends_and_approves_on_the_screen(
    proposal: Proposal, page: Page, femke: Person, browser_of: Browser
) -> None:
    browser = browser_of(femke)
    shown = browser.get(address(proposal)).text
    assert "<ins>92%</ins>" in shown.replace("<ins>92</ins>%", "<ins>92%</ins>")
    fields = {
        "place": ["0", "1"], "words-0": "Start at 91% of the limit.",
        "words-1": "Write down everything that happened tonight.",
    }  # fmt: skip
    answer = decided(browser, proposal, **fields)
    assert answer.status_code == 303
    assert text_of(page) == TWO.replace("92%", "91%")
    assert "Approved" in browser.get(address(proposal)).text


def test_what_is_left_out_without_a_reason_is_asked_for_and_what_was_typed_stays(
    proposal: Proposal, page: Page, femke: Person, browser_of: Browser
) -> None:
    browser = browser_of(femke)
    fields = {"place": ["0", "1"], "choice-1": "leave", "words-0": "Start at 90%."}
    answer = decided(browser, proposal, **fields)
    assert answer.status_code == 422
    assert "Say why" in answer.text and "Start at 90%." in answer.text
    assert decided(browser, proposal, **fields, reason="Too vague").status_code == 303
    assert text_of(page) == TEXT.replace("Start at 95% of the limit.", "Start at 90%.")


def test_what_changed_after_it_was_opened_is_shown_and_nothing_is_decided(
    proposal: Proposal, page: Page, femke: Person, browser_of: Browser
) -> None:
    browser = browser_of(femke)
    edited(femke, page, TEXT + "\nMore.\n")
    fields = {"version": "1", "number": "1", "place": ["0"], "words-0": "My words", "reason": "R"}
    answer = decided(browser, proposal, **fields)
    assert answer.status_code == 409
    assert "changed after you opened it" in answer.text
    assert "My words" in answer.text
    assert proposal.state == State.WAITING.value


def test_deciding_twice_tells_who_was_first(
    proposal: Proposal, femke: Person, browser_of: Browser
) -> None:
    browser = browser_of(femke)
    assert decided(browser, proposal, decision="decline", reason="No").status_code == 303
    answer = decided(browser, proposal)
    assert answer.status_code == 409
    assert "Somebody was first" in answer.text


def test_its_author_reads_the_reason_changes_it_and_takes_it_back(
    proposal: Proposal, femke: Person, ruben: Person, browser_of: Browser
) -> None:
    decided(browser_of(femke), proposal, decision="send_back", reason="Say which limit")
    browser, where = browser_of(ruben), address(proposal)
    assert "Say which limit" in browser.get(where).text
    change = where + "/change"
    sent = {"text": TWO + "M.\n", "based_on": "1", "version": "1", "reason": "Better"}
    assert browser.submit(change, sent, seen_on=change).status_code == 303
    assert proposal.state == State.WAITING.value
    assert browser.submit(where + "/withdraw", {}, seen_on=where).status_code == 303
    assert proposal.state == State.WITHDRAWN.value
    assert browser.submit(where + "/bring-back", {}, seen_on=where).status_code == 303
    assert proposal.state == State.WAITING.value


def test_a_stuck_proposal_offers_the_page_with_its_authors_words(
    page: Page, femke: Person, ruben: Person, browser_of: Browser
) -> None:
    stuck = proposed(ruben, page, TEXT.replace("95%", "92%"))
    edited(femke, page, TEXT.replace("95%", "90%") + "\nKept.\n")
    assert "cannot be approved" in browser_of(femke).get(address(stuck)).text
    shown = browser_of(ruben).get(address(stuck, "/change")).text
    assert "Start at 92% of the limit." in shown and "Kept." in shown


def test_remarks_and_who_checked_it_stand_below_it(
    proposal: Proposal, noor: Person, browser_of: Browser
) -> None:
    browser, where = browser_of(noor), address(proposal)
    assert browser.submit(where + "/remarks", {"text": ""}, seen_on=where).status_code == 422
    browser.submit(where + "/remarks", {"text": "Fine for us"}, seen_on=where)
    browser.submit(where + "/remarks", {"text": "", "agree": "1"}, seen_on=where)
    shown = browser.get(where).text
    assert "Fine for us" in shown and "checked it" in shown


def test_two_owners_see_each_other_look(
    proposal: Proposal, femke: Person, noor: Person, space: Space, browser_of: Browser
) -> None:
    with transaction():
        session().add(Ownership(space_id=space.id, person_id=noor.id, since=clock.now()))
    browser_of(femke).get(address(proposal))
    assert "Femke de Boer is looking at this since" in browser_of(noor).get(address(proposal)).text


def test_who_cannot_read_the_page_finds_no_proposal(
    closed_space: Space, femke: Person, ruben: Person, noor: Person, browser_of: Browser
) -> None:
    with transaction():
        hidden = create_page(femke, closed_space, title="Plan", text=TEXT).page
    secret = proposed(ruben, hidden, TWO)
    browser = browser_of(noor)
    for method, what in (
        ("get", ""),
        ("get", "/change"),
        ("post", "/decide"),
        ("post", "/remarks"),
    ):
        assert getattr(browser, method)(address(secret, what)).status_code in {400, 404}
    assert browser.get(address(secret)).status_code == 404


def test_nobody_but_an_owner_decides_and_nobody_on_their_own(
    proposal: Proposal, page: Page, noor: Person, ruben: Person, browser_of: Browser
) -> None:
    for person in (noor, ruben):
        browser = browser_of(person)
        assert "Approve and publish" not in browser.get(address(proposal)).text
        assert decided(browser, proposal).status_code == 403
    assert page.revision_number == 1


def test_proposals_that_travel_together_are_approved_together(
    page: Page, femke: Person, ruben: Person, space: Space, browser_of: Browser
) -> None:
    with transaction():
        other = create_page(femke, space, title="Other", text=TEXT).page
    one, two = proposed(ruben, page, TWO, bundle="b"), proposed(ruben, other, TWO, bundle="b")
    browser, where = browser_of(femke), address(one)
    assert "Travels together with" in browser.get(where).text
    data = {"with": two.uid} | {
        f"{n}-{p.uid}": "1" for p in (one, two) for n in ("version", "number")
    }
    assert browser.submit(where + "/together", data, seen_on=where).status_code == 303
    assert (text_of(page), text_of(other)) == (TWO, TWO)


def test_an_author_lets_proposals_travel_together_and_an_owner_declines_them_all(
    page: Page, femke: Person, ruben: Person, space: Space, browser_of: Browser
) -> None:
    with transaction():
        other = create_page(femke, space, title="Other", text=TEXT).page
    one, two = proposed(ruben, page, TWO), proposed(ruben, other, TWO)
    mine, where = browser_of(ruben), address(one)
    assert mine.submit(where + "/travel", {}, seen_on=where).status_code == 422
    assert mine.submit(where + "/travel", {"others": two.uid}, seen_on=where).status_code == 303
    assert one.bundle == two.bundle is not None
    browser = browser_of(femke)
    data = {"with": two.uid, "decision": "decline"} | {
        f"{n}-{p.uid}": "1" for p in (one, two) for n in ("version", "number")
    }
    answer = browser.submit(where + "/together", data, seen_on=where)
    assert answer.status_code == 422 and "Say why" in answer.text
    late = data | {"reason": "Not now", f"version-{two.uid}": "7"}
    answer = browser.submit(where + "/together", late, seen_on=where)
    assert answer.status_code == 409
    assert "“Other” changed after you opened this" in answer.text and "Not now" in answer.text
    assert one.state == State.WAITING.value
    data |= {"reason": "Not now"}
    assert browser.submit(where + "/together", data, seen_on=where).status_code == 303
    assert (one.state, two.state) == (State.DECLINED.value, State.DECLINED.value)


def test_only_its_author_says_what_travels_together_and_one_for_a_page(
    page: Page, femke: Person, ruben: Person, noor: Person, space: Space, browser_of: Browser
) -> None:
    with transaction():
        other = create_page(femke, space, title="Other", text=TEXT).page
    one, two = proposed(ruben, page, TWO), proposed(noor, other, TWO)
    where = address(one)
    for person in (ruben, noor):
        answer = browser_of(person).submit(where + "/travel", {"others": two.uid}, seen_on=where)
        assert answer.status_code == 403
    with transaction():
        send_back(femke, one, Seen(1, 1), reason="Why")
    again = proposed(ruben, page, TWO)
    answer = browser_of(ruben).submit(where + "/travel", {"others": again.uid}, seen_on=where)
    assert answer.status_code == 422 and one.bundle is None
    three = proposed(ruben, other, TWO)
    browser_of(ruben).submit(where + "/travel", {"others": three.uid}, seen_on=where)
    assert one.bundle is not None
    browser_of(ruben).submit(where + "/travel", {"alone": "1"}, seen_on=where)
    assert (one.bundle, three.bundle is None) == (None, False)


def test_what_others_say_beside_it_is_markup(
    proposal: Proposal, ruben: Person, browser_of: Browser
) -> None:
    assert "&lt;section" not in browser_of(ruben).get(address(proposal)).text
