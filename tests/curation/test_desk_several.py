"""Declining several at once: each as it was shown, each for itself, and never approving."""

from __future__ import annotations

import pytest

from essp.core.db import session, transaction
from essp.wiki.editing import create_page, edit_page
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


def form(*proposals, reason="Not wanted.") -> dict[str, object]:
    """What is sent for proposals as they are now."""
    sent: dict[str, object] = {"chosen": [each.uid for each in proposals], "reason": reason}
    for each in proposals:
        sent |= {f"version-{each.uid}": each.version, f"number-{each.uid}": 1}
    return sent


def state(proposal) -> str:
    session().expire_all()
    return session().get_one(Proposal, proposal.id).state


def test_those_marked_are_declined_and_each_author_hears_why(
    browser_of, femke, noor, ruben, make_person, page
) -> None:
    authors = (noor, ruben, make_person("Sanne Bakker"))
    one, other, kept = (suggest(each, page, "a.\n\nTwo.\n") for each in authors)
    browser, path = browser_of(femke), "/curation/several"
    browser.submit(path, form(one, other), seen_on=path)
    answer = browser.get("/curation")
    assert "2 proposals are declined." in answer.text
    assert (state(one), state(other), state(kept)) == ("declined", "declined", "waiting")
    assert session().get_one(Proposal, one.id).decision == "Not wanted."


def test_what_changed_since_it_was_shown_is_left(browser_of, femke, noor, page) -> None:
    moved = suggest(noor, page, "One.\n\nThree.\n")
    sent = form(moved)
    with transaction():
        edit_page(femke, page, text="Zero.\n\nTwo.\n", based_on=1, summary="")
    browser, path = browser_of(femke), "/curation/several"
    browser.submit(path, sent, seen_on=path)
    answer = browser.get("/curation")
    assert "1 was left: it changed" in answer.text
    assert state(moved) == "waiting"


def test_without_a_reason_or_a_mark_nothing_happens_and_what_was_typed_comes_back(
    browser_of, femke, noor, page
) -> None:
    one = suggest(noor, page, "a.\n\nTwo.\n")
    browser, path = browser_of(femke), "/curation/several"
    refused = browser.submit(path, form(one, reason=" "), seen_on=path)
    assert (
        refused.status_code == 422
        and f'value="{one.uid}" id="chosen-{one.uid}" checked' in refused.text
    )
    nothing = browser.submit(path, {"reason": "Spam"}, seen_on=path)
    assert (
        nothing.status_code == 422
        and "Choose from 1 to 50" in nothing.text
        and "Spam" in nothing.text
    )
    assert state(one) == "waiting"


def test_nobody_declines_so_what_is_not_theirs_to_decide(
    browser_of, femke, ruben, noor, page
) -> None:
    one = suggest(noor, page, "a.\n\nTwo.\n")
    browser = browser_of(ruben)
    browser.submit("/curation/several", form(one), seen_on="/settings/notifications")
    assert state(one) == "waiting"
