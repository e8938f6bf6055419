"""What happens to proposals, as news for the owners who decide and for those who proposed or spoke.

A notice leads to the proposal and says no word of it: what it says is shown to who may read the page. An
owner is told of a new one in the centre alone; the mail of the day from the desk tells of it as well.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import literal, select, true

from essp.core.db import session
from essp.notifications.levels import Kind
from essp.notifications.models import Named, Notice, Notification, Subject
from essp.notifications.recipients import insert_into, note_things
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by_person
from essp.wiki.guarding import owners_of_page
from essp.wiki.lapsing import REMINDER
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, ProposalRemark, State

IN_NO_MAIL = 0  # stands for the mail that a row is in: no other takes it
ENDS = {
    State.SENT_BACK.value: Named.RETURNED,
    State.APPROVED.value: Named.APPROVED,
    State.PARTLY.value: Named.PARTLY,
    State.DECLINED.value: Named.DECLINED,
    State.LAPSED.value: Named.LAPSED,
}


class News(NamedTuple):
    """A notice, why people hear of it, and who does; `mailed` is whether a mail may tell it too."""

    notice: Notice
    reason: Named
    people: Collection[int]
    space_id: int
    mailed: bool = True


def news_of(proposal_id: int) -> News | None:
    """What there is to tell of a proposal as it stands now."""
    found = session().get_one(Proposal, proposal_id, populate_existing=True)
    if found.state in ENDS:
        return _of_end(found)
    if found.state != State.WAITING.value:
        return None
    if found.stuck:
        page = session().get_one(Page, found.page_id)
        notice = _notice(found, f"stuck:{page.revision_number}", page.updated_by_id)
        return News(notice, Named.STUCK, [found.author_id], found.space_id)
    return _for_owners(found, Named.WAITS)


def news_of_late(proposal_id: int) -> News | None:
    """That a proposal waits for longer than was promised, for those who decide."""
    found = session().get_one(Proposal, proposal_id, populate_existing=True)
    return _for_owners(found, Named.LATE) if found.state == State.WAITING.value else None


def news_of_remark(remark_id: int) -> News | None:
    """That somebody spoke, for its author and all who spoke before; that its author reminds, for owners."""
    said = session().get_one(ProposalRemark, remark_id)
    found = session().get_one(Proposal, said.proposal_id)
    if said.kind == REMINDER:
        waits = found.state == State.WAITING.value
        return _for_owners(found, Named.LATE, f"reminder:{said.id}", said.at) if waits else None
    spoke = select(ProposalRemark.by_id).where(
        ProposalRemark.proposal_id == found.id, ProposalRemark.id < said.id
    )
    people = {found.author_id, *session().scalars(spoke)} - {said.by_id}
    notice = _notice(found, f"remark:{said.id}", said.by_id)
    return News(notice, Named.REMARKED, people, found.space_id) if people else None


def tell(news: News) -> bool:
    """Write a row for each of the people who may read the page still: whether anybody hears of it."""
    notice = news.notice
    rows = (
        select(
            Person.id, literal(notice.id), literal(notice.about), literal(notice.about_id),
            literal(news.reason.value), literal(0), true(),
            literal(None if news.mailed else IN_NO_MAIL, Notification.mailing_id.type),
        )
        .join(Space, Space.id == news.space_id)
        .where(
            Person.id.in_(news.people), Person.joined_at.is_not(None), Person.left_at.is_(None),
            Space.practice.is_(False), readable_by_person(Person.id),
        )
    )  # fmt: skip
    columns = [
        "person_id", "notice_id", "about", "about_id", "reason", "reason_id", "direct", "mailing_id",
    ]  # fmt: skip
    session().execute(insert_into(Notification).from_select(columns, rows).on_conflict_do_nothing())
    note_things(Notification.notice_id == notice.id)
    anybody = select(Notification.person_id).where(Notification.notice_id == notice.id)
    return session().scalar(anybody.limit(1)) is not None


def _of_end(proposal: Proposal) -> News:
    """For its author: what was decided, or that it closed by itself."""
    at = int(proposal.decided_at.timestamp()) if proposal.decided_at else 0
    by = proposal.decided_by_id or proposal.author_id
    notice = _notice(proposal, f"{proposal.state}:{at}", by)
    return News(notice, ENDS[proposal.state], [proposal.author_id], proposal.space_id)


def _for_owners(
    proposal: Proposal, reason: Named, what: str = "", at: datetime | None = None
) -> News:
    page = session().get_one(Page, proposal.page_id)
    people = {each.id for each in owners_of_page(page).deciding} - {proposal.author_id}
    what = what or f"{reason.value}:{int(proposal.at.timestamp())}"
    notice = _notice(proposal, what, proposal.author_id)
    notice.at = at or notice.at
    return News(notice, reason, people, proposal.space_id, mailed=False)


def _notice(proposal: Proposal, what: str, actor_id: int) -> Notice:
    return Notice(
        key=f"proposal:{proposal.id}:{what}", kind=Kind.PROPOSAL.value,
        about=Subject.PROPOSAL.value, about_id=proposal.id, number=0, post_id=None,
        actor_id=actor_id, at=proposal.changed_at,
    )  # fmt: skip
