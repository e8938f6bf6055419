"""Earned rights: whose proposals on a topic were accepted again and again publishes there themselves.

Only proposals for pages that everyone may read count, so that a right tells nothing of closed places. It
is seen by everybody, with the proposals that earned it, and can be taken back; after that only what came
later counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import aliased

from essp.core import clock, jobs
from essp.core.db import lock, session, transaction
from essp.core.decision import Decision, Invalid, NotFound, allow, refuse, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line
from essp.curation.events import TrustEarned, TrustRevoked
from essp.curation.models import PublishingRight
from essp.people.models import Person, Role
from essp.spaces.models import Access, Ownership, Space
from essp.topics.models import Topic
from essp.wiki import trail
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, State
from essp.wiki.topic_models import PageTopic
from essp.wiki.trail import Act, Did

ENOUGH = 5  # proposals on a topic that owners accepted
SHARE = 0.8  # of those decided
WITHIN = timedelta(days=365)
ACCEPTED = (State.APPROVED.value, State.PARTLY.value)
DECIDED = (*ACCEPTED, State.DECLINED.value)
LONGEST_REASON = 500


@jobs.task("curation.trust")
def consider(proposal_id: int) -> None:
    """See whether the author of a proposal that was decided has earned to publish on its topics."""
    with transaction():
        proposal = session().get(Proposal, proposal_id)
        if proposal is None or proposal.state not in ACCEPTED:
            return
        page = session().get_one(Page, proposal.page_id)
        author = lock(Person, proposal.author_id)
        if author is None or author.left_at is not None:
            return
        for topic_id in topics_of(page):
            _consider(author, topic_id, page)


def topics_of(page: Page) -> Sequence[int]:
    """The topics that a page carries, as what they stand for today."""
    return session().scalars(_topics(PageTopic.page_id == page.id)).all()


def is_trusted(actor: Person, page: Page) -> bool:
    """Whether the actor earned the right to publish on a topic of this page."""
    found = select(PublishingRight.id).where(
        PublishingRight.person_id == actor.id,
        PublishingRight.revoked_at.is_(None),
        PublishingRight.topic_id.in_(_topics(PageTopic.page_id == page.id)),
    )
    return session().scalar(found.limit(1)) is not None


def rights(*, of: Person | None = None) -> Sequence[tuple[PublishingRight, Person]]:
    """Every right that holds, or those of one person, the newest first."""
    mine = PublishingRight.person_id == of.id if of is not None else true()
    rows = session().execute(
        select(PublishingRight, Person)
        .join(Person, Person.id == PublishingRight.person_id)
        .where(PublishingRight.revoked_at.is_(None), Person.left_at.is_(None), mine)
        .order_by(PublishingRight.since.desc(), PublishingRight.id.desc())
        .limit(200)
    )
    return [(right, person) for right, person in rows]


def may_revoke(actor: Person, right: PublishingRight) -> Decision:
    """Whether the actor may take a right back: it is theirs, or they own a space or care for all."""
    owns = select(Ownership.space_id).where(Ownership.person_id == actor.id).limit(1)
    if right.person_id == actor.id or actor.has_role(Role.COMMUNITY_MANAGER.value):
        return allow()
    if session().scalar(owns) is not None:
        return allow()
    return refuse(_("An owner of a space or a community manager takes this back."))


def revoke(actor: Person, right_id: int, *, reason: str) -> PublishingRight:
    """Take a right back, with the reason, which its holder hears. Raises NotFound, Refused, Invalid."""
    right = lock(PublishingRight, right_id)
    if right is None or right.revoked_at is not None:
        raise NotFound
    require(may_revoke(actor, right))
    reason = clean_line(reason)
    if not reason:
        raise Invalid(reason=_("Say why: the person reads it."))
    if len(reason) > LONGEST_REASON:
        raise Invalid(reason=_("Use at most %(limit)s characters.", limit=LONGEST_REASON))
    right.revoked_at, right.revoked_by_id, right.revoked_why = clock.now(), actor.id, reason
    record(TrustRevoked(actor_id=actor.id, right_id=right.id, person_id=right.person_id))
    return right


def _consider(author: Person, topic_id: int, page: Page) -> None:
    earlier = session().scalars(
        select(PublishingRight)
        .where(PublishingRight.person_id == author.id, PublishingRight.topic_id == topic_id)
        .order_by(PublishingRight.id.desc())
    )
    last = earlier.first()
    if last is not None and last.revoked_at is None:
        return
    since = clock.now() - WITHIN
    if last is not None and last.revoked_at is not None:
        since = max(since, last.revoked_at)
    decided = _decided(author, topic_id, since)
    accepted = [uid for uid, state in decided if state in ACCEPTED]
    if len(accepted) < ENOUGH or len(accepted) < SHARE * len(decided):
        return
    because = {"proposals": accepted[-ENOUGH:], "accepted": len(accepted), "decided": len(decided)}
    right = PublishingRight(
        person_id=author.id, topic_id=topic_id, since=clock.now(), because=because
    )
    session().add(right)
    session().flush()
    trail.keep(
        Act(kind=Did.TRUSTED, space_id=page.space_id, page=lock(Page, page.id),
            about={"person": author.id, "topic": topic_id, **because})
    )  # fmt: skip
    record(TrustEarned(actor_id=None, right_id=right.id, person_id=author.id))


def _decided(author: Person, topic_id: int, since: datetime) -> list[tuple[str, str]]:
    """Uid and state of the author's decided proposals on a topic, oldest first.

    Those that travelled together count once: nobody earns more by cutting one edit into five.
    """
    once = func.coalesce(Proposal.bundle, Proposal.uid)
    rows = session().execute(
        select(Proposal.uid, Proposal.state, once)
        .join(Page, Page.id == Proposal.page_id)
        .join(Space, Space.id == Page.space_id)
        .where(
            Proposal.author_id == author.id,
            Proposal.state.in_(DECIDED),
            Proposal.decided_at > since,
            Space.access == Access.OPEN.value,
            Space.practice.is_(False),
            Page.id.in_(pages_about(topic_id)),
        )
        .order_by(Proposal.decided_at, Proposal.id)
    )
    return list({together: (uid, state) for uid, state, together in rows}.values())


def _topics(where: ColumnElement[bool]) -> Select[int]:
    stands = aliased(Topic)
    return (
        select(func.coalesce(stands.merged_into_id, stands.id))
        .select_from(PageTopic)
        .join(stands, stands.id == PageTopic.topic_id)
        .where(where)
        .distinct()
    )


def pages_about(topic_id: int) -> Select[int]:
    """The ids of the pages that carry a topic, or one that was merged into it."""
    stands = aliased(Topic)
    return (
        select(PageTopic.page_id)
        .join(stands, stands.id == PageTopic.topic_id)
        .where(func.coalesce(stands.merged_into_id, stands.id) == topic_id)
    )
