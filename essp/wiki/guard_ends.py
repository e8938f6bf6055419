"""Protections that end by themselves, and locks without an end that are asked about twice a year.

Owners hear when such a lock is to be confirmed. Two weeks later it ends, if nobody said that it is still
needed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from essp.core import clock, jobs
from essp.core.db import lock, session, transaction
from essp.core.events import record
from essp.wiki.events import LockUnconfirmed
from essp.wiki.guard_models import Protection
from essp.wiki.models import Page
from essp.wiki.protecting import release_by_itself

GRACE = timedelta(days=14)
ENDED, UNCONFIRMED = "it came to its end", "nobody confirmed it"


@jobs.task("wiki.tend_guard")
def tend_guard(protection_id: int) -> None:
    """Take the next step of a protection that has a day, and ask for the one after it."""
    with transaction():
        found = session().get(Protection, protection_id)
        page = lock(Page, found.page_id) if found is not None else None
        row = lock(Protection, protection_id)
        if page is None or row is None or row.ended_at is not None:
            return
        following = _step(page, row)
        if following is not None:
            jobs.enqueue(tend_guard, delay=following - clock.now(), protection_id=protection_id)


def _step(page: Page, row: Protection) -> datetime | None:
    """Let a protection end or be asked about where that is due; when to look again."""
    now = clock.now()
    end, why = _end(row)
    if end is not None and end <= now:
        release_by_itself(page, row, why)
        return None
    if end is None and row.confirm_by is not None and row.confirm_by <= now:
        row.announced_at = now
        fact = LockUnconfirmed(
            actor_id=None, page_id=page.id, space_id=page.space_id, protection_id=row.id
        )
        record(fact)
        return now + GRACE
    return end or row.confirm_by


def _end(row: Protection) -> tuple[datetime | None, str]:
    """When a protection ends by itself, as far as that is known, and why."""
    if row.until is not None:
        return row.until, ENDED
    if row.confirm_by is not None and row.announced_at is not None:
        return row.announced_at + GRACE, UNCONFIRMED
    return None, ""
