"""Vouching for pages: who may, for what was shown, and what too quick a hand is worth."""

from __future__ import annotations

from datetime import timedelta

import pytest

from essp.core import clock
from essp.core.decision import Invalid, NotFound, Refused
from essp.curation.models import Verification
from essp.curation.verifying import SEEN, VERIFIED, Looked, put_off, remind, verify
from essp.discussions.queries import Overtaken
from essp.wiki.editing import create_page, edit_page
from essp.wiki.lifecycle import archive_page
from essp.wiki.trail_models import CurationAct


@pytest.fixture
def page(femke, space):
    return create_page(femke, space, title="Grid codes", text="The limit is 42 MW.").page


def acts(session, page):
    query = session.query(CurationAct).filter_by(page_id=page.id).order_by(CurationAct.id)
    return [each.kind for each in query]


def test_an_owner_verifies_a_page_for_its_term(session, femke, page):
    row = verify(femke, page.uid, Looked(1, note="Checked with the dispatch centre."))
    today = clock.now().date()
    assert (row.kind, row.number, row.by_id) == (VERIFIED, 1, femke.id)
    assert today + timedelta(days=200) < row.until < today + timedelta(days=300)
    assert acts(session, page) == ["verified"]


def test_who_owns_nothing_here_may_not_verify_and_who_reads_nothing_learns_nothing(
    femke, ruben, noor, page, closed_space
):
    with pytest.raises(Refused):
        verify(ruben, page.uid, Looked(1))
    hidden = create_page(femke, closed_space, title="Plan", text="Secret.").page
    with pytest.raises(NotFound):
        verify(noor, hidden.uid, Looked(1))


def test_what_changed_after_it_was_shown_is_not_verified_with_it(session, femke, ruben, page):
    edit_page(ruben, page, text="The limit is 43 MW.", based_on=1)
    with pytest.raises(Overtaken):
        verify(femke, page.uid, Looked(1))
    assert session.get(Verification, page.id) is None


def test_a_day_in_the_past_or_far_away_is_refused(femke, page):
    for days in (0, -1, 1000):
        with pytest.raises(Invalid):
            verify(femke, page.uid, Looked(1), clock.now().date() + timedelta(days=days))


def test_an_archived_page_is_not_verified(femke, page):
    archive_page(femke, page)
    with pytest.raises(Refused):
        verify(femke, page.uid, Looked(page.revision_number))


def test_ten_pages_within_a_minute_count_as_seen_all_of_them(session, femke, space):
    pages = [create_page(femke, space, title=f"Page {n}", text="x").page for n in range(10)]
    with clock.held_at(clock.now()):
        kinds = [verify(femke, each.uid, Looked(1)).kind for each in pages]
        assert kinds == [VERIFIED] * 9 + [SEEN]
        rows = session.query(Verification).all()
        assert {row.kind for row in rows} == {SEEN}
        assert max(row.until for row in rows) < clock.now().date() + timedelta(days=15)
    assert acts(session, pages[0]) == ["verified", "seen"]


def test_nine_in_a_minute_and_one_after_it_are_verified(session, femke, space):
    pages = [create_page(femke, space, title=f"Page {n}", text="x").page for n in range(10)]
    now = clock.now()
    with clock.held_at(now):
        for each in pages[:9]:
            verify(femke, each.uid, Looked(1))
    with clock.held_at(now + timedelta(seconds=61)):
        assert verify(femke, pages[9].uid, Looked(1)).kind == VERIFIED
    assert {row.kind for row in session.query(Verification)} == {VERIFIED}


def test_pages_verified_one_after_another_fall_due_in_different_weeks(femke, space):
    days, now = [], clock.now()
    for number in range(6):
        made = create_page(femke, space, title=f"Page {number}", text="x").page
        with clock.held_at(now + timedelta(minutes=5 * number)):
            days.append(verify(femke, made.uid, Looked(1)).until)
    assert len({day.isocalendar()[:2] for day in days}) == 6


def test_a_page_that_stayed_the_same_drifts_out_and_one_that_changed_comes_back(femke, ruben, page):
    now = clock.now()
    first = verify(femke, page.uid, Looked(1)).days
    later = now + timedelta(days=first)
    with clock.held_at(later):
        second = verify(femke, page.uid, Looked(1)).days
    assert second > first
    with clock.held_at(later + timedelta(days=1)):
        edit_page(ruben, page, text="The limit is 43 MW.", based_on=1)
    with clock.held_at(later + timedelta(days=second)):
        assert verify(femke, page.uid, Looked(2)).days < second


def test_verifying_again_at_once_makes_no_term_longer(femke, page):
    first = verify(femke, page.uid, Looked(1)).days
    assert verify(femke, page.uid, Looked(1)).days <= first * 1.15


def test_readers_remind_of_an_overdue_page_once_a_week(session, femke, ruben, page):
    verify(femke, page.uid, Looked(1))
    with pytest.raises(Refused):
        remind(ruben, page.uid)
    put_off(femke, page.uid)
    with clock.held_at(clock.now() + timedelta(days=400)):
        assert remind(ruben, page.uid)
        assert session.get(Verification, page.id).later is None
        assert not remind(femke, page.uid)
    with clock.held_at(clock.now() + timedelta(days=408)):
        assert remind(ruben, page.uid)
