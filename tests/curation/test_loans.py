"""Guards step down past their promise and step back, with the clock moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from essp.core import clock
from essp.core.db import transaction
from essp.core.ids import new_uid
from essp.core.worker import do_all
from essp.curation.loan_steps import Step
from essp.curation.loans import loans_now, take_step
from essp.curation.models import OwnerPromise
from essp.notifications.models import Notification
from essp.wiki.editing import create_page, edit_page, locked
from essp.wiki.guard_models import Level, Protection
from essp.wiki.guarding import guard_of
from essp.wiki.proposal_models import State
from essp.wiki.proposing import propose
from essp.wiki.trail_models import CurationAct

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
TEXT = "Call the shift lead first.\n"


@pytest.fixture
def page(app, session, space, femke):
    with clock.held_at(MONDAY - timedelta(days=3)), transaction():
        page = create_page(femke, space, title="Playbook", text=TEXT).page
        page.approved_number = 1
        guard = Protection(
            uid=new_uid(), space_id=space.id, page_id=page.id, level=Level.BEFORE.value,
            by_id=femke.id, at=clock.now(),
        )  # fmt: skip
        session.add(guard)
    return page


@pytest.fixture
def proposal(page, ruben):
    with clock.held_at(MONDAY), transaction():
        text = TEXT + "\nThen write it down.\n"
        return propose(ruben, locked(page), text=text, based_on=1, reason="The log was empty")


def steps(moment):
    """The steps that the guards take at this moment."""
    with clock.held_at(moment):
        with transaction():
            loans = list(loans_now())
        taken = []
        for loan in loans:
            with transaction():
                taken.append(take_step(loan))
    return taken


def kinds(session):
    return list(session.scalars(select(CurationAct.kind).order_by(CurationAct.id)))


def test_nothing_happens_while_nothing_waits(page) -> None:
    assert steps(MONDAY + timedelta(days=30)) == [Step.NONE]


def test_past_the_promise_edits_go_live_and_the_guard_comes_back(
    session, page, proposal, femke, ruben
) -> None:
    assert steps(MONDAY + timedelta(hours=20)) == [Step.NONE]
    assert steps(MONDAY + timedelta(days=1)) == [Step.ANNOUNCE]
    assert guard_of(ruben, page).level is Level.BEFORE
    assert steps(MONDAY + timedelta(days=2)) == [Step.DOWN]
    assert guard_of(ruben, page).level is Level.AFTERWARDS
    assert steps(MONDAY + timedelta(days=2, hours=1)) == [Step.NONE]
    with transaction():
        proposal.state = State.DECLINED.value
    assert steps(MONDAY + timedelta(days=2, hours=2)) == [Step.UP]
    assert guard_of(ruben, page).level is Level.BEFORE
    assert kinds(session)[-2:] == ["stepped down", "stepped up"]


def test_it_stays_down_until_what_went_live_was_looked_at(page, proposal, ruben) -> None:
    for days in (1, 2):
        steps(MONDAY + timedelta(days=days))
    with clock.held_at(MONDAY + timedelta(days=2, hours=3)), transaction():
        edit_page(ruben, page, text=TEXT + "\nRing the bell.\n", based_on=1)
        proposal.state = State.DECLINED.value
    assert steps(MONDAY + timedelta(days=3)) == [Step.NONE]
    with transaction():
        page.approved_number = page.revision_number
    assert steps(MONDAY + timedelta(days=3, hours=1)) == [Step.UP]


def test_a_weekend_counts_for_nobody(page, ruben) -> None:
    friday = MONDAY + timedelta(days=4)
    with clock.held_at(friday), transaction():
        propose(ruben, locked(page), text=TEXT + "\nMore.\n", based_on=1, reason="More")
    assert steps(friday + timedelta(days=2)) == [Step.NONE]
    assert steps(friday + timedelta(days=3)) == [Step.ANNOUNCE]


def test_owners_may_promise_something_else(session, page, proposal, femke) -> None:
    with transaction():
        session.add(OwnerPromise(person_id=femke.id, days=5, since=MONDAY))
    assert steps(MONDAY + timedelta(days=2)) == [Step.NONE]
    assert steps(MONDAY + timedelta(days=3)) == [Step.ANNOUNCE]


def test_what_its_author_must_mend_keeps_no_owner(page, proposal) -> None:
    with transaction():
        proposal.stuck = True
    assert steps(MONDAY + timedelta(days=9)) == [Step.NONE]


def told(session, person):
    return set(
        session.scalars(select(Notification.reason).where(Notification.person_id == person.id))
    )


def test_owners_hear_before_and_who_waits_hears_that_edits_go_live(
    session, page, proposal, femke, ruben
) -> None:
    for moment in (MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)):
        steps(moment)
        with clock.held_at(moment):
            do_all()
    assert {"soon live", "live"} <= told(session, femke)
    assert told(session, ruben) == {"live"}
