"""What owners and readers say of a page that stands, as news: doubted sentences, answers, reminders.

A notice leads to the page, or to the doubt, and holds no word of it; the mail to who doubted says what was
answered. Owners hear of doubts and of readers who ask for a review; who marked a sentence hears that it is
to be looked at.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from essp.core import clock
from essp.core.db import session
from essp.curation.models import Claim, Doubt
from essp.notifications.curation_news import News
from essp.notifications.levels import Kind
from essp.notifications.models import Named, Notice, Subject
from essp.wiki.guarding import owners_of_page
from essp.wiki.models import Page


def news_of_doubt(doubt_id: int) -> News | None:
    """For the owners while it is open, for who doubted once it is answered."""
    found = session().get_one(Doubt, doubt_id, populate_existing=True)
    page = session().get_one(Page, found.page_id)
    if found.decided_at is None:
        notice = _about_doubt(found, f"doubt:{found.id}", found.by_id, found.at)
        return _news(notice, Named.DOUBTED, _owners(page) - {found.by_id}, page, mailed=False)
    if found.decided_by_id is None or found.decided_by_id == found.by_id:
        return None
    notice = _about_doubt(found, f"doubt:{found.id}:ended", found.decided_by_id, found.decided_at)
    return _news(notice, Named.OUTCOME, {found.by_id}, page)


def news_of_reminder(page_id: int, actor_id: int) -> News | None:
    """For the owners of a page of which a reader wants the review."""
    page, now = session().get_one(Page, page_id), clock.now()
    notice = _notice(page, f"remind:{page_id}:{now.date().isoformat()}", actor_id, now)
    return _news(notice, Named.REMINDED, _owners(page) - {actor_id}, page)


def news_of_claim(claim_id: int) -> News | None:
    """For who marked a sentence that is gone, or of which something changed that it depends on."""
    found = session().get_one(Claim, claim_id, populate_existing=True)
    if found.flagged_at is None:
        return None
    page = session().get_one(Page, found.page_id)
    key = f"claim:{found.id}:{int(found.flagged_at.timestamp())}"
    notice = _notice(page, key, page.updated_by_id, found.flagged_at)
    return _news(notice, Named.FLAGGED, {found.by_id}, page)


def _owners(page: Page) -> set[int]:
    return {each.id for each in owners_of_page(page).deciding}


def _news(
    notice: Notice, reason: Named, people: Collection[int], page: Page, *, mailed: bool = True
) -> News | None:
    return News(notice, reason, people, page.space_id, mailed) if people else None


def _notice(page: Page, key: str, actor_id: int, at: datetime) -> Notice:
    return _led(Subject.PAGE, page.id, key, actor_id, at)


def _about_doubt(doubt: Doubt, key: str, actor_id: int, at: datetime) -> Notice:
    return _led(Subject.DOUBT, doubt.id, key, actor_id, at)


def _led(about: Subject, about_id: int, key: str, actor_id: int, at: datetime) -> Notice:
    return Notice(
        key=key, kind=Kind.STANDING.value, about=about.value, about_id=about_id, number=0,
        post_id=None, actor_id=actor_id, at=at,
    )  # fmt: skip
