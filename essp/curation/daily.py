"""What the one mail of a day tells an owner: what came since the last one, and how much waits in all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import or_, select

from essp.core import clock
from essp.core.db import session
from essp.core.text.diff import Segment, compare
from essp.curation import desk
from essp.curation.desk_sets import Remit, named_in, owners_in, remit_of
from essp.curation.models import Doubt, Verification
from essp.people.models import Person
from essp.wiki.carrying import version_of
from essp.wiki.comparing import COMPARABLE, changed_characters
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, State
from essp.wiki.texts import Withheld, text_of

MOST = 8  # proposals that are told of one by one
LINES = 3  # of what one changes
LONGEST = 240  # characters of one line
SOON = timedelta(days=14)  # before its day a page is told of as due soon
AGAIN = timedelta(days=7)  # after which what waits is told again, though nothing came


@dataclass(frozen=True)
class Proposed:
    """A proposal in a mail: who, on which page, why, and the first lines that change, in segments."""

    who: str
    title: str
    where: str
    path: str
    reason: str
    lines: Sequence[Sequence[Segment]]
    late: bool


class Soon(NamedTuple):
    """A page that is due soon, in a mail."""

    title: str
    path: str
    until: date


@dataclass(frozen=True)
class Brief:
    """What a mail tells: the new proposals one by one, the rest in numbers.

    `ran_out` of the promises ran out since the last mail; `doubts` and `reviews` came since then. `soon`
    are the pages that came since then within two weeks of their day.
    """

    waiting: int
    late: int
    overdue: int
    disputed: int
    new: Sequence[Proposed]
    more: int
    ran_out: int
    reviews: int
    doubts: int
    soon: Sequence[Soon] = ()

    @property
    def news(self) -> bool:
        """Whether anything came since the last mail."""
        return bool(self.new or self.ran_out or self.reviews or self.doubts)

    @property
    def anything(self) -> bool:
        """Whether anything waits at all."""
        return bool(self.waiting or self.overdue or self.disputed or self.soon)


def brief_of(person: Person, told: datetime | None) -> Brief:
    """What waits for somebody now, and what of it came since they were told last."""
    remit = remit_of(person)
    since = told or clock.now() - AGAIN
    waiting = desk.waiting_for(remit)
    new = [each for each in waiting if each.since > since]
    late = [each for each in waiting if each.late]
    doubts = desk.doubts_for(remit)
    return Brief(
        waiting=len(waiting),
        late=len(late),
        overdue=desk.overdue(remit),
        disputed=len(doubts),
        new=[
            _told(each, {one.id for one in late})
            for each in desk.proposals([one.id for one in new[:MOST]])
        ],
        more=max(len(new) - MOST, 0),
        ran_out=sum(each.due > since for each in late if each.since <= since),
        reviews=desk.overdue(remit, since=since.date()),
        doubts=_since(doubts, since),
        soon=_soon(remit, since),
    )


def worth_telling(brief: Brief, told: datetime | None) -> bool:
    """Whether a mail is due: something came, or nothing was said for a week of what waits or is due soon.

    That pages are due soon is never a mail of its own within a week: it comes along, or bundled.
    """
    quiet = told is None or clock.now() - told >= AGAIN
    return brief.news or (brief.anything and quiet)


def owners_with_work() -> Collection[int]:
    """The ids of people in whose spaces anything waits: who of them has work is seen one by one."""
    today = clock.now().date()
    spaces = set(
        session().scalars(
            select(Proposal.space_id).where(Proposal.state == State.WAITING.value).distinct()
        )
    )
    spaces |= set(session().scalars(select(Doubt.space_id).where(Doubt.decided_at.is_(None))))
    due = select(Page.space_id).join(Verification, Verification.page_id == Page.id)
    spaces |= set(session().scalars(due.where(Verification.until <= today + SOON).distinct()))
    if not spaces:
        return ()
    return {each.person_id for each in named_in(spaces)}.union(*owners_in(spaces).values())


def next_review() -> date | None:
    """The first day on which a page comes within two weeks of its own that is not yet."""
    later = select(Verification.until).where(Verification.until > clock.now().date() + SOON)
    found = session().scalar(later.order_by(Verification.until).limit(1))
    return found - SOON if found is not None else None


def told_of_from(page_id: int) -> date | None:
    """From which day on owners are told that a page is due; None where nobody verified it."""
    row = session().get(Verification, page_id)
    return row.until - SOON if row is not None else None


def _soon(remit: Remit, since: datetime) -> list[Soon]:
    """The pages that came within two weeks of their day since a moment, the nearest day first."""
    today = clock.now().date()
    rows = session().execute(
        select(Page.title, Page.uid, Page.space_id, Page.lineage, Verification.until)
        .join(Verification, Verification.page_id == Page.id)
        .where(
            Page.in_use(), Page.space_id.in_(remit.spaces), Verification.until >= today,
            Verification.until > since.date() + SOON, Verification.until <= today + SOON,
            or_(Verification.later.is_(None), Verification.later <= today),
        )
        .order_by(Verification.until, Page.id)
    )  # fmt: skip
    return [
        Soon(row.title, f"/p/{row.uid}/review", row.until)
        for row in rows
        if remit.is_nearest(row.space_id, row.lineage)
    ]


def _told(proposal: Proposal, late: Collection[int]) -> Proposed:
    page = proposal.page
    return Proposed(
        who=proposal.author.name,
        title=page.title,
        where=page.space.name,
        path=f"/curation?proposal={proposal.uid}",
        reason=proposal.reason,
        lines=_changed(proposal),
        late=proposal.id in late,
    )


def _changed(proposal: Proposal) -> list[Sequence[Segment]]:
    """The first lines that a proposal changes, cut where they grow long."""
    try:
        before = text_of(proposal.page, proposal.based_on)
    except Withheld:
        return []
    after = version_of(proposal).text
    if changed_characters(before, after) > COMPARABLE:
        return []
    rows = (row for hunk in compare(before, after, context=0).hunks for row in hunk.rows)
    changed = [row.segments for row in rows if row.kind != "same" and row.text.strip()]
    return [_cut(line) for line in changed[:LINES]]


def _cut(line: Sequence[Segment]) -> list[Segment]:
    found, left = [], LONGEST
    for segment in line:
        text = segment.text if len(segment.text) <= left else segment.text[:left] + "…"
        found.append(Segment(segment.kind, text))
        left -= len(segment.text)
        if left <= 0:
            break
    return found


def _since(doubts: Sequence[int], since: datetime) -> int:
    rows = select(Doubt.id).where(Doubt.id.in_(doubts), Doubt.at > since)
    return len(session().scalars(rows).all())
