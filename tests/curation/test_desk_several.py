"""Several at once: each as it was shown, each for itself, and never approving or verifying."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from essp.core import clock
from essp.core.db import session, transaction
from essp.curation import handovers
from essp.curation.models import Handover, Verification
from essp.spaces.steward_models import Stewardship
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


def made(femke, space, *titles) -> list[Page]:
    with transaction():
        return [create_page(femke, space, title=title, text="One.\n").page for title in titles]


def verified(page, person, days) -> None:
    """Verified some days from now, or so many days ago."""
    with transaction():
        session().add(
            Verification(page_id=page.id, number=1, by_id=person.id, at=clock.now(), days=30,
                         until=clock.now().date() + timedelta(days=days), kind="verified", source="web")
        )  # fmt: skip


def owning(person, page) -> None:
    with transaction():
        session().add(
            Stewardship(uid=page.uid, space_id=page.space_id, page_id=page.id, person_id=person.id,
                        asked_at=clock.now(), accepted_at=clock.now())
        )  # fmt: skip


def test_overdue_pages_that_were_seen_are_not_verified_and_come_back_soon(
    browser_of, femke, space
) -> None:
    late, changed, still = made(femke, space, "Late", "Changed", "Still")
    for page, days in ((late, -3), (changed, -3), (still, 90)):
        verified(page, femke, days)
    browser, path = browser_of(femke), f"/curation/reviews?space={space.slug}"
    sent = {"chosen": [each.uid for each in (late, changed, still)]} | {
        f"number-{each.uid}": 1 for each in (late, still)
    }
    done = browser.submit(f"/curation/reviews/seen?space={space.slug}", sent, seen_on=path)
    assert done.location == path
    text = browser.get(path).text
    assert "1 page counts as seen, not as verified." in text and "2 were left" in text
    kinds = {each.page_id: each for each in session().scalars(select(Verification))}
    assert kinds[late.id].kind == "seen" and kinds[late.id].days < 15
    assert kinds[changed.id].kind == kinds[still.id].kind == "verified"
    refused = browser.submit("/curation/reviews/seen", {}, seen_on="/curation/reviews")
    assert refused.status_code == 422 and "Choose from 1 to 50." in refused.text


def test_pages_are_handed_over_together_and_each_stays_until_it_is_accepted(
    browser_of, femke, ruben, noor, space
) -> None:
    own, spaces = made(femke, space, "Own", "Of the space")
    owning(femke, own)
    browser, path = browser_of(femke), "/curation/pages"
    sent = {"chosen": [own.uid, spaces.uid], "person": "Nobody At All", "note": "I move on."}
    refused = browser.submit(f"{path}/hand-over", sent, seen_on=path)
    assert refused.status_code == 422 and "Nobody has this name" in refused.text
    assert refused.text.count(" checked>") >= 2 and "I move on." in refused.text
    browser.submit(f"{path}/hand-over", sent | {"person": "Ruben Haak"}, seen_on=path)
    assert "2 pages are handed over" in browser.get(path).text
    (hand,) = session().scalars(select(Handover))
    assert (hand.page_id, hand.to_id, hand.note) == (own.id, ruben.id, "I move on.")
    asked = session().scalars(select(Stewardship).where(Stewardship.page_id == spaces.id)).one()
    assert (asked.person_id, asked.accepted_at) == (ruben.id, None)


def test_what_was_handed_over_is_accepted_together(browser_of, femke, ruben, space) -> None:
    pages = made(femke, space, "One", "Two")
    for page in pages:
        owning(femke, page)
    browser, path = browser_of(femke), "/curation/pages"
    sent = {"chosen": [each.uid for each in pages], "person": "Ruben Haak"}
    browser.submit(f"{path}/hand-over", sent, seen_on=path)
    hands = [each.row.uid for each in handovers.waiting_for(ruben)]
    browser, path = browser_of(ruben), "/curation/handovers"
    browser.submit(f"{path}/accept", {"chosen": hands}, seen_on=path)
    assert "2 handovers are accepted" in browser.get(path).text
    assert handovers.waiting_for(ruben) == []
