"""Which text a reader is shown: what an owner approved, or the newest with all that waits."""

from __future__ import annotations

import pytest

from essp.core.db import transaction
from essp.core.decision import Refused
from essp.core.ids import new_uid
from essp.wiki import editions
from essp.wiki.approving import approve_present
from essp.wiki.editing import create_page, edit_page, locked
from essp.wiki.guard_models import Level, Protection
from essp.wiki.lifecycle import Overtaken
from essp.wiki.proposal_models import State
from essp.wiki.proposing import propose
from essp.wiki.texts import text_of

TEXT = "# First\n\nCall the shift lead.\n\n# Then\n\nWrite it down.\n"


@pytest.fixture
def guarded(session, space, femke):
    """Guard a new page at a level: `guarded(Level.BEFORE)`."""

    def guard(level: Level):
        with transaction():
            page = create_page(femke, space, title="Playbook", text=TEXT).page
            page.approved_number = 1
            session.add(
                Protection(
                    uid=new_uid(),
                    space_id=space.id,
                    page_id=page.id,
                    level=level.value,
                    by_id=femke.id,
                    at=page.created_at,
                )
            )
        return page

    return guard


def proposed(person, page, old, new):
    with transaction():
        text = text_of(page).replace(old, new)
        return propose(person, locked(page), text=text, based_on=page.revision_number, reason="Why")


def test_the_newest_holds_all_that_waits_and_goes_together(guarded, ruben, noor) -> None:
    page = guarded(Level.BEFORE)
    first = proposed(ruben, page, "shift lead", "duty manager")
    second = proposed(noor, page, "Write it down", "Write it in the log")
    found = editions.newest(page)
    assert "duty manager" in found.text and "in the log" in found.text
    assert [each.id for each in found.included] == [first.id, second.id]
    assert "duty manager" not in text_of(page)


def test_of_two_that_change_the_same_words_the_newest_holds_the_older(guarded, ruben, noor) -> None:
    page = guarded(Level.BEFORE)
    first = proposed(ruben, page, "shift lead", "duty manager")
    second = proposed(noor, page, "shift lead", "control room")
    found = editions.newest(page)
    assert "duty manager" in found.text and "control room" not in found.text
    assert ([each.id for each in found.included], [e.id for e in found.left]) == (
        [first.id],
        [second.id],
    )


def test_what_was_declined_is_in_no_edition(guarded, ruben) -> None:
    page = guarded(Level.BEFORE)
    proposal = proposed(ruben, page, "shift lead", "duty manager")
    with transaction():
        proposal.state = State.DECLINED.value
    assert editions.newest(page).text == TEXT


def test_words_since_approval_are_those_that_differ_now(guarded, femke, ruben) -> None:
    page = guarded(Level.AFTERWARDS)
    with transaction():
        edit_page(ruben, page, text=TEXT.replace("shift lead", "duty manager"), based_on=1)
    assert editions.changed_since_approval(page)
    assert editions.words_since_approval(page) == 2
    with transaction():
        edit_page(ruben, page, text=TEXT, based_on=2)
    assert editions.words_since_approval(page) == 0


def test_an_owner_approves_what_went_live(guarded, femke, ruben) -> None:
    page = guarded(Level.AFTERWARDS)
    with transaction():
        edit_page(ruben, page, text=TEXT + "\nMore.\n", based_on=1)
    with transaction():
        approve_present(femke, page, seen=2)
    assert page.approved_number == 2
    with pytest.raises(Refused), transaction():
        approve_present(femke, page, seen=2)


def test_nobody_else_approves_it(guarded, ruben) -> None:
    page = guarded(Level.AFTERWARDS)
    with transaction():
        edit_page(ruben, page, text=TEXT + "\nMore.\n", based_on=1)
    with pytest.raises(Refused), transaction():
        approve_present(ruben, page, seen=2)


def test_what_was_not_shown_is_not_approved(guarded, femke, ruben) -> None:
    page = guarded(Level.AFTERWARDS)
    with transaction():
        edit_page(ruben, page, text=TEXT + "\nMore.\n", based_on=1)
        edit_page(ruben, page, text=TEXT + "\nStill more.\n", based_on=2)
    with pytest.raises(Overtaken), transaction():
        approve_present(femke, page, seen=2)
    assert page.approved_number == 1


def test_an_open_page_needs_no_approval(session, space, femke) -> None:
    with transaction():
        page = create_page(femke, space, title="Open", text=TEXT).page
    with pytest.raises(Refused), transaction():
        approve_present(femke, page, seen=1)


def reading(browser, page, **asked):
    return browser.get(f"/s/congestion-management/{page.slug}", query_string=asked)


def test_a_page_says_that_edits_wait_and_shows_the_newest_to_who_asks(
    guarded, browser_of, ruben, noor
) -> None:
    page = guarded(Level.BEFORE)
    proposed(ruben, page, "shift lead", "duty manager")
    reader = browser_of(noor)
    shown = reading(reader, page).text
    assert "<strong>1 newer edit waits" in shown and "duty manager" not in shown
    newest = reader.get(f"/p/{page.uid}/newest").text
    assert "duty manager" in newest and "no owner approved all of it" in newest


def test_who_prefers_the_newest_is_led_there_and_can_come_back(
    guarded, browser_of, ruben, noor
) -> None:
    page = guarded(Level.BEFORE)
    with transaction():
        noor.reads = "newest"
    reader = browser_of(noor)
    assert reading(reader, page).status_code == 200
    proposed(ruben, page, "shift lead", "duty manager")
    assert reading(reader, page).location.endswith(f"/p/{page.uid}/newest")
    assert reading(reader, page, edition="shown").status_code == 200


def test_who_prefers_what_was_approved_reads_that(guarded, browser_of, ruben, noor) -> None:
    page = guarded(Level.AFTERWARDS)
    with transaction():
        noor.reads = "approved"
        edit_page(ruben, page, text=TEXT.replace("shift lead", "duty manager"), based_on=1)
    reader = browser_of(noor)
    assert reading(reader, page).location.endswith(f"/p/{page.uid}/approved")
    approved = reader.get(f"/p/{page.uid}/approved").text
    assert "shift lead" in approved and "duty manager" not in approved
    shown = reading(reader, page, edition="shown").text
    assert "duty manager" in shown and "Changed since approval: 2 words" in shown


def test_an_owner_approves_from_where_the_change_is_shown(
    guarded, browser_of, ruben, femke
) -> None:
    page = guarded(Level.AFTERWARDS)
    with transaction():
        edit_page(ruben, page, text=TEXT + "\nMore.\n", based_on=1)
    where = f"/p/{page.uid}/compare?from=1"
    assert "Approve what it says now" not in browser_of(ruben).get(where).text
    owner = browser_of(femke)
    answer = owner.submit(f"/p/{page.uid}/approve", {"seen": "2"}, seen_on=where)
    assert answer.status_code == 303
    assert "Changed since approval" not in reading(owner, page).text
