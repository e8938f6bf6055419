"""Deciding on the desk: the list that was looked at stays, and approving may vouch for the page as well."""

from __future__ import annotations

from datetime import timedelta

import pytest

from essp.core import clock
from essp.core.db import session, transaction
from essp.curation.models import Verification
from essp.wiki.editing import create_page
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal
from essp.wiki.proposing import propose


@pytest.fixture
def page(femke, space) -> Page:
    with transaction():
        return create_page(femke, space, title="Plan", text="One.\n\nTwo.\n").page


def suggest(person, page, text) -> Proposal:
    with transaction():
        return propose(person, page, text=text, based_on=page.revision_number, reason="Because")


def form(proposal, decision="approve", **more) -> dict[str, object]:
    """What the form under a proposal sends, with all of it taken."""
    return {"version": proposal.version, "number": 1, "decision": decision, **more}


def at(proposal, space) -> str:
    return f"/curation/proposals/{proposal.uid}/decide?space={space.slug}"


def test_after_deciding_the_next_one_of_the_same_list_comes_up(
    browser_of, femke, noor, ruben, space, page
) -> None:
    first, second = suggest(noor, page, "a.\n\nTwo.\n"), suggest(ruben, page, "b.\n\nTwo.\n")
    browser, seen = browser_of(femke), f"/curation?space={space.slug}"
    sent = form(first, "decline", reason="Not wanted.")
    done = browser.submit(at(first, space), sent, seen_on=seen)
    assert done.status_code == 303
    assert done.location == f"/curation?proposal={second.uid}&space={space.slug}"
    sent = form(second)
    done = browser.submit(at(second, space), sent, seen_on=done.location)
    assert done.location == f"/curation?space={space.slug}"
    assert "It is published" in browser.get(done.location).text


def test_what_is_approved_is_verified_in_the_same_step(
    browser_of, femke, noor, space, page
) -> None:
    one, day = suggest(noor, page, "1.\n\nTwo.\n"), clock.now().date() + timedelta(days=90)
    browser, seen = browser_of(femke), f"/curation?proposal={one.uid}"
    sent = form(one, "approve_verify", until=day.isoformat())
    browser.submit(at(one, space), sent, seen_on=seen)
    row = session().get_one(Verification, page.id)
    assert (row.number, row.until, row.by_id, row.kind) == (2, day, femke.id, "verified")
    assert "Verified until" in browser.get("/curation").text


def test_a_day_that_cannot_be_leaves_the_proposal_waiting_on_the_desk(
    browser_of, femke, noor, space, page
) -> None:
    one = suggest(noor, page, "1.\n\nTwo.\n")
    sent = form(one, "approve_verify", until="2020-01-01", reason="Fine by me.")
    answer = browser_of(femke).submit(at(one, space), sent, seen_on="/curation")
    assert answer.status_code == 422
    assert "Choose a day after today" in answer.text and "Fine by me." in answer.text
    assert "2020-01-01" in answer.text and "Curation desk" in answer.text
    session().expire_all()
    assert session().get_one(Proposal, one.id).state == "waiting"
    assert session().get(Verification, page.id) is None


def test_what_somebody_else_decided_meanwhile_is_told_with_its_outcome(
    browser_of, femke, noor, space, page
) -> None:
    one = suggest(noor, page, "1.\n\nTwo.\n")
    browser = browser_of(femke)
    browser.submit(at(one, space), form(one, "decline", reason="No."), seen_on="/curation")
    answer = browser.submit(at(one, space), form(one), seen_on="/settings/notifications")
    assert answer.status_code == 409 and "Somebody was first." in answer.text


def test_a_review_that_is_put_off_leads_back_to_the_same_list(
    browser_of, femke, space, page
) -> None:
    with transaction():
        session().add(
            Verification(page_id=page.id, number=1, by_id=femke.id, at=clock.now(), days=30,
                         until=clock.now().date() - timedelta(days=1), kind="verified", source="web")
        )  # fmt: skip
    kept = f"space={space.slug}&every=1"
    done = browser_of(femke).submit(
        f"/p/{page.uid}/review/later?{kept}", {}, seen_on=f"/curation/reviews?{kept}"
    )
    assert done.location == f"/curation/reviews?{kept}"
