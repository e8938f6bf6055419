"""Curation: whether what is read is kept up, and how long approval takes.

What `parts` hold, beside the value of each measure:

- M49 `p75`, `p90`, `open`, `curve` as of every wait.
- M50 `posts`: ids of the answers; `share`: the part of all accepted answers.
- D11 `pages`: rows of page id, reads in 28 days, and why (`overdue`, `proposed`, `unapproved`), the most
  read first; `reads`: their part of all reads; `hours`: the median hours until a proposal was decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Integer,
    Row,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from essp.core.figures import Share, count_band, within
from essp.core.i18n import lazy as _
from essp.curation.models import Verification
from essp.discussions.mark_models import Acceptance, Meaning, Reaction
from essp.discussions.models import Post, Thread
from essp.stats import questions as q
from essp.stats.asking import DAY, Asked, Axis
from essp.stats.measures import Better, Chapter, Measure, Reading, Unit, declare, share, waits
from essp.stats.models import Presence
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, State
from essp.wiki.read_models import PageRead

DECIDED = (State.APPROVED, State.PARTLY, State.DECLINED, State.SENT_BACK)
MOST = 200  # pages that are kept with a day
QUEUE, ALL, WAIT = "queue", "all", "wait"
Rows = Sequence[Row[Any]]


def _reads(asked: Asked, window: int | None = None) -> Any:
    """How often each page was read in the window."""
    first = asked.first if window is None else asked.day - (window - 1) * DAY
    return (
        select(PageRead.page_id, func.sum(PageRead.reads).label("reads"))
        .where(PageRead.day >= first, PageRead.day <= asked.day)
        .group_by(PageRead.page_id)
        .subquery()
    )


def _fresh(asked: Asked) -> Any:
    """Reads of pages, and those of pages that were vouched for on the last day."""
    key = asked.key(Page.space_id).label("key")
    read = _reads(asked)
    vouched = (
        (Verification.until >= asked.day) & (Verification.kind == "verified")
        & (Verification.at < asked.now)
    )  # fmt: skip
    viewed = Presence.day >= asked.first, Presence.day <= asked.day, Presence.viewed
    readers = func.count(Presence.person_id.distinct()).label("people")
    everybody = select(readers).where(*viewed).scalar_subquery()
    # Counted once for each space, not for each of its pages.
    there = select(Presence.space_id, readers).where(*viewed).group_by(Presence.space_id).subquery()
    of_space = asked.axis is Axis.SPACE
    found = (
        select(
            key, func.sum(read.c.reads).label("whole"),
            func.sum(case((vouched, read.c.reads), else_=0)).label("part"),
            (func.coalesce(func.max(there.c.people), 0) if of_space else everybody).label("people"),
        )
        .select_from(Page)
        .join(read, read.c.page_id == Page.id)
        .outerjoin(Verification, Verification.page_id == Page.id)
        .where(Page.in_use(), asked.places(Page.space_id))
        .group_by(key)
    )  # fmt: skip
    return found.outerjoin(there, there.c.space_id == Page.space_id) if of_space else found


def _proposals(asked: Asked) -> Any:
    """Proposals made in the window: when, by whom, and when they were decided."""
    decided = case(
        (Proposal.state.in_([each.value for each in DECIDED]) & (Proposal.decided_at < asked.now),
         Proposal.decided_at)
    )  # fmt: skip
    return select(
        asked.key(Proposal.space_id).label("key"), Proposal.author_id.label("person_id"), Proposal.at,
        decided.label("ended"), _until(asked, decided).label("until"),
    ).where(
        Proposal.at >= asked.since, Proposal.at < asked.now, asked.places(Proposal.space_id)
    )  # fmt: skip


def _until(asked: Asked, decided: Any) -> Any:
    """When somebody stopped waiting without an answer: they took it back, or wait still."""
    now = literal(asked.now, Proposal.at.type)
    return case((Proposal.decided_at < asked.now, Proposal.decided_at), else_=now)


def _decided(rows: Rows) -> Reading:
    return waits([_Wait(row) for row in rows])  # type: ignore[misc]


class _Wait:
    """A proposal as a wait in hours."""

    def __init__(self, row: Row[Any]) -> None:
        self.length = q.hours(row.at, row.ended or row.until)
        self.ended = row.ended is not None
        self.person_id = row.person_id


def _outdated(asked: Asked) -> Any:
    """Answers that stand accepted, and whether somebody says that they are outdated."""
    said = exists().where(
        Reaction.post_id == Post.id, Reaction.meaning == Meaning.OUTDATED.value,
        Reaction.at < asked.now,
    )  # fmt: skip
    # Looked up at once: no index finds what was accepted of a single post, and there are many posts.
    standing = Post.id.in_(
        select(Acceptance.post_id).where(
            Acceptance.at < asked.now,
            or_(Acceptance.ended_at.is_(None), Acceptance.ended_at >= asked.now),
        )
    )
    return (
        select(
            asked.key(Thread.space_id).label("key"), Post.id, Post.author_id.label("person_id"),
            case((said, 1), else_=0).label("outdated"),
        )
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            standing, Thread.merged_into_id.is_(None), q.in_sight(Post, asked),
            asked.places(Thread.space_id),
        )
    )  # fmt: skip


def _stale(rows: Rows) -> Reading:
    stale = [row for row in rows if row.outdated]
    found = Share(len(stale), len(rows))
    return Reading(
        float(len(stale)), len(rows), q.people(rows), count_band(len(stale)),
        {"posts": sorted(row.id for row in stale), "share": found.value},
    )  # fmt: skip


def _backlog(asked: Asked) -> Any:
    """Pages that wait for somebody, all reads, and how long proposals waited."""
    key, read = asked.key(Page.space_id).label("key"), _reads(asked)
    proposed = exists().where(
        Proposal.page_id == Page.id, Proposal.at < asked.now,
        (Proposal.state == State.WAITING.value) | (Proposal.decided_at >= asked.now),
    )  # fmt: skip
    overdue = exists().where(Verification.page_id == Page.id, Verification.until < asked.day)
    unapproved = Page.approved_number.is_not(None) & (Page.approved_number < Page.revision_number)
    why = case(
        (overdue, "overdue"), (proposed, "proposed"), (unapproved, "unapproved"), else_=""
    )  # fmt: skip
    nobody, never = cast(null(), Integer), cast(null(), Proposal.at.type)
    pages = (
        select(
            key, literal(QUEUE).label("what"), Page.id, func.coalesce(read.c.reads, 0).label("reads"),
            why.label("why"), nobody.label("person_id"), never.label("at"), never.label("ended"),
            never.label("until"),
        )
        .select_from(Page)
        .outerjoin(read, read.c.page_id == Page.id)
        .where(Page.in_use(), asked.places(Page.space_id), or_(overdue, proposed, unapproved))
    )  # fmt: skip
    every = (
        select(
            key, literal(ALL), nobody, func.sum(read.c.reads), literal(""), nobody, never, never,
            never,
        )
        .select_from(Page)
        .join(read, read.c.page_id == Page.id)
        .where(Page.in_use(), asked.places(Page.space_id))
        .group_by(key)
    )  # fmt: skip
    waited = _proposals(asked).subquery()
    waiting = select(
        waited.c.key, literal(WAIT), nobody, literal(0), literal(""), waited.c.person_id, waited.c.at,
        waited.c.ended, waited.c.until,
    )  # fmt: skip
    return union_all(pages, every, waiting).subquery().select()


def _queue(rows: Rows) -> Reading:
    queue = sorted(
        ([row.id, int(row.reads), row.why] for row in rows if row.what == QUEUE),
        key=lambda row: (-row[1], row[0]),
    )
    reads = sum(int(row.reads or 0) for row in rows if row.what == ALL)
    waited = q.spans([row for row in rows if row.what == WAIT], "ended")
    parts = {
        "pages": queue[:MOST],
        "reads": Share(sum(row[1] for row in queue), reads).value,
        "hours": within(waited, 0.5),
    }
    return Reading(float(len(queue)), len(queue), 0, count_band(len(queue)), parts)


declare(
    Measure(
        id="M48", chapter=Chapter.CURATION, unit=Unit.SHARE, better=Better.MORE, window=28,
        name=_("Read while vouched for"),
        formula=_(
            "Of the times that pages were opened in 28 days, those of pages that an owner vouches for, for"
            " the term of the page."
        ),
        example=_("Of 500 times 350 were of pages within their term: 0.7."),
        question=_fresh, reading=share,
    )
)  # fmt: skip
declare(
    Measure(
        id="M49", chapter=Chapter.CURATION, unit=Unit.HOURS, better=Better.LESS, window=28,
        name=_("Time until a proposal is decided"),
        formula=_(
            "Within how many hours half of the proposals of 28 days were decided or sent back. What still"
            " waits, or was taken back, counts as waiting at least so long (Kaplan-Meier)."
        ),
        example=_("Three proposals: decided after 5 and 20 hours, and one that waits for 30: 20 hours."),
        question=_proposals, reading=_decided,
    )
)  # fmt: skip
declare(
    Measure(
        id="M50", chapter=Chapter.CURATION, unit=Unit.COUNT, better=Better.LESS, window=1,
        name=_("Accepted answers said to be outdated"),
        formula=_("Answers that stand accepted and of which somebody says that they are outdated."),
        example=_("Of 60 accepted answers 4 are said to be outdated: 4."),
        question=_outdated, reading=_stale,
    )
)  # fmt: skip
declare(
    Measure(
        id="D11", chapter=Chapter.CURATION, unit=Unit.COUNT, better=Better.LESS, window=28,
        name=_("Curation backlog"),
        formula=_(
            "Pages whose review is overdue, that have a proposal waiting, or of which the newest text is"
            " not approved, the most read first; with their part of all reads of 28 days, and the median"
            " hours until a proposal was decided (M49)."
        ),
        example=_("Two pages are overdue and one has a proposal waiting: 3."),
        question=_backlog, reading=_queue, least=0,
    )
)  # fmt: skip
