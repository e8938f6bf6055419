"""Protections that end by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from essp.core import clock
from essp.core.db import session, transaction
from essp.notifications.models import Notification
from essp.notifications.telling import tell_of_guard
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.editing import create_page
from essp.wiki.guard_ends import tend_guard
from essp.wiki.guard_models import Level, Protection
from essp.wiki.models import Page
from essp.wiki.protecting import Wish, confirm, protect


@pytest.fixture
def page(femke: Person, space: Space) -> Page:
    """A page in a space of Femke."""
    with transaction():
        return create_page(femke, space, title="Playbook", text="Words.\n").page


def locked(actor: Person, page: Page, days: int | None = None) -> Protection:
    until = clock.now() + timedelta(days=days) if days else None
    with transaction():
        made = protect(actor, page, Wish(Level.LOCKED, reason="Legal hold", until=until))
    assert made is not None
    return made


def tend(row: Protection, days: int) -> None:
    with clock.held_at(clock.now() + timedelta(days=days)):
        tend_guard.run(row.id)


def test_a_protection_with_an_end_is_over_then(page: Page, femke: Person) -> None:
    row = locked(femke, page, days=3)
    tend(row, 2)
    assert row.ended_at is None
    tend(row, 4)
    assert row.ended_at is not None and row.ended_by_id is None


def test_a_lock_that_nobody_confirms_is_asked_about_and_ends_two_weeks_later(
    page: Page, femke: Person
) -> None:
    row = locked(femke, page)
    tend(row, 100)
    assert row.announced_at is None
    tend(row, 183)
    assert row.announced_at is not None and row.ended_at is None
    tend(row, 190)
    assert row.ended_at is None
    tend(row, 198)
    assert row.ended_at is not None and row.ended_why == "nobody confirmed it"


def test_a_lock_that_is_confirmed_goes_on(page: Page, femke: Person) -> None:
    row = locked(femke, page)
    tend(row, 183)
    with clock.held_at(clock.now() + timedelta(days=185)), transaction():
        confirm(femke, row.uid)
    tend(row, 210)
    assert row.ended_at is None


def test_owners_hear_that_a_lock_is_to_be_confirmed_and_that_it_ended(
    page: Page, femke: Person
) -> None:
    row = locked(femke, page)
    for days in (183, 198):
        tend(row, days)
        tell_of_guard.run(row.id)
    told = session().scalars(select(Notification.reason).order_by(Notification.notice_id)).all()
    assert told == ["to confirm", "unlocked"]
