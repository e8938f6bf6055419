"""Guards that step down and back, and rights that are earned or taken back, as news.

Owners hear before a guard steps down, when it does and when it is back; who waits hears that edits go live.
"""

from __future__ import annotations

from sqlalchemy import select

from essp.core import clock
from essp.core.db import session
from essp.curation.loan_steps import Step
from essp.curation.models import PublishingRight
from essp.notifications.curation_news import News
from essp.notifications.levels import Kind
from essp.notifications.models import Named, Notice, Subject
from essp.wiki.guard_models import Protection
from essp.wiki.guarding import owners_of_page
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, State

STEPS = {
    Step.ANNOUNCE.value: Named.GOES_LIVE_SOON,
    Step.DOWN.value: Named.GOES_LIVE,
    Step.UP.value: Named.GUARDED_AGAIN,
}


def news_of_step(protection_id: int, step: str) -> News | None:
    """What a guard did because of its queue, for its owners; and for who waits when edits go live."""
    if step not in STEPS:
        return None
    guard = session().get_one(Protection, protection_id)
    page = session().get_one(Page, guard.page_id)
    people = {each.id for each in owners_of_page(page).deciding}
    if step == Step.DOWN.value:
        waiting = select(Proposal.author_id).where(
            Proposal.page_id == page.id, Proposal.state == State.WAITING.value
        )
        people |= set(session().scalars(waiting))
    now = clock.now()
    notice = Notice(
        key=f"guard:{guard.id}:{step}:{int(now.timestamp())}", kind=Kind.STANDING.value,
        about=Subject.PAGE.value, about_id=page.id, number=0, post_id=None, actor_id=guard.by_id,
        at=now,
    )  # fmt: skip
    return News(notice, STEPS[step], people, page.space_id) if people else None


def news_of_right(right_id: int) -> News | None:
    """For its holder: that they publish on a topic now, or propose again. It leads to the last page."""
    right = session().get_one(PublishingRight, right_id, populate_existing=True)
    last = session().scalars(
        select(Page)
        .join(Proposal, Proposal.page_id == Page.id)
        .where(Proposal.uid.in_(right.because.get("proposals", ())))
        .order_by(Proposal.id.desc())
        .limit(1)
    )
    page = last.first()
    if page is None:
        return None
    held = right.revoked_at is None
    notice = Notice(
        key=f"right:{right.id}:{'earned' if held else 'revoked'}", kind=Kind.STANDING.value,
        about=Subject.PAGE.value, about_id=page.id, number=0, post_id=None,
        actor_id=right.revoked_by_id or right.person_id, at=right.revoked_at or right.since,
    )  # fmt: skip
    reason = Named.TRUSTED if held else Named.REVOKED
    return News(notice, reason, {right.person_id}, page.space_id)
