"""Locks as news: to be confirmed or ended for their owners, asked about, and answered for who asked."""

from __future__ import annotations

from essp.core.db import session
from essp.notifications.curation_news import News
from essp.notifications.levels import Kind
from essp.notifications.models import Named, Notice, Subject
from essp.wiki.guard_models import Protection, UnlockRequest
from essp.wiki.guarding import owners_of_page
from essp.wiki.models import Page


def news_of_guard(protection_id: int) -> News | None:
    """That a lock is to be confirmed, or that it ended by itself; nothing where an owner lifted it."""
    row = session().get_one(Protection, protection_id, populate_existing=True)
    ended = row.ended_at is not None
    at = row.ended_at if ended else row.announced_at
    if at is None or row.ended_by_id is not None:
        return None
    page = session().get_one(Page, row.page_id)
    reason = Named.UNLOCKED if ended else Named.LOCK_TO_CONFIRM
    notice = Notice(
        key=f"guard:{row.id}:{reason.value}:{int(at.timestamp())}", kind=Kind.STANDING.value,
        about=Subject.PAGE.value, about_id=page.id, number=0, post_id=None, actor_id=row.by_id, at=at,
    )  # fmt: skip
    people = {each.id for each in owners_of_page(page).deciding}
    return News(notice, reason, people, page.space_id) if people else None


def news_of_unlock(request_id: int) -> News | None:
    """That somebody asks to unlock a page, for who owns the lock; or what they said, for who asked."""
    row = session().get_one(UnlockRequest, request_id, populate_existing=True)
    kept = session().get_one(Protection, row.protection_id)
    page = session().get_one(Page, kept.page_id)
    if row.answered_at is not None:
        asked_for = session().get_one(Page, row.page_id)
        notice = _notice(row, Named.LOCK_ANSWER, asked_for, row.answered_by_id or kept.by_id)
        return News(notice, Named.LOCK_ANSWER, [row.by_id], asked_for.space_id)
    people = {each.id for each in owners_of_page(page).deciding} - {row.by_id}
    notice = _notice(row, Named.TO_UNLOCK, page, row.by_id)
    return News(notice, Named.TO_UNLOCK, people, page.space_id) if people else None


def _notice(row: UnlockRequest, reason: Named, page: Page, actor_id: int) -> Notice:
    return Notice(
        key=f"unlock:{row.id}:{reason.value}", kind=Kind.STANDING.value, about=Subject.PAGE.value,
        about_id=page.id, number=0, post_id=None, actor_id=actor_id, at=row.answered_at or row.at,
    )  # fmt: skip
