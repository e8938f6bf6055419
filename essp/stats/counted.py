"""Things that a figure counted and kept with its day, loaded through whoever looks.

The list is of what the figure says, not of a question asked anew: they agree. A thing that the actor may
not read is not there, nor one that since then went where not everyone may read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from essp.core.db import session
from essp.curation.models import Verification
from essp.discussions.models import About, Post, Thread
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.stats import questions as q
from essp.stats.asking import Asked
from essp.stats.verbs import Thing
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, State

OVERDUE, PROPOSED, UNAPPROVED = "overdue", "proposed", "unapproved"


@dataclass(frozen=True)
class Item:
    """A page or contribution with its place, where something is done about it, and since when, if known.

    `late` is said of a first contribution that waits for longer than two days; `reads` of a page, in 28 days.
    """

    title: str
    space: str
    path: str
    action: str
    since: datetime | None = None
    late: bool = False
    reads: int = 0


def unwelcomed(actor: Person, asked: Asked, parts: Mapping[str, Any]) -> list[Item]:
    """First contributions that nobody has answered, the oldest first: `waiting` of the figure D7."""
    rows = parts.get("waiting") or ()
    ids = {
        kind: {int(row["id"]) for row in rows if row["kind"] == kind.value}
        for kind in (Thing.THREAD, Thing.POST, Thing.PAGE)
    }
    found = {
        **_posts(actor, asked, ids[Thing.THREAD], ids[Thing.POST]),
        **_new_pages(actor, asked, ids[Thing.PAGE]),
    }
    told = [(found.get((row["kind"], int(row["id"]))), bool(row["late"])) for row in rows]
    return [
        Item(each.title, each.space, each.path, each.action, each.since, late)
        for each, late in told
        if each is not None
    ]


def backlog(actor: Person, asked: Asked, parts: Mapping[str, Any]) -> Mapping[str, list[Item]]:
    """Pages that wait for an owner, by why they wait, the most read first: `pages` of the figure D11."""
    rows = [(int(page), int(reads), str(why)) for page, reads, why in parts.get("pages") or ()]
    ids = [page for page, _reads, _why in rows]
    pages = {
        row.id: row
        for row in session().execute(
            select(
                Page.id, Page.uid, Page.title, Page.slug, Space.slug.label("space_slug"), Space.name,
                Verification.until,
            )
            .join(Page.space)
            .outerjoin(Verification, Verification.page_id == Page.id)
            .where(Page.id.in_(ids), asked.places(Page.space_id), readable_by(actor))
        )
    }  # fmt: skip
    proposals = _proposals(asked, pages)
    found: dict[str, list[Item]] = {OVERDUE: [], PROPOSED: [], UNAPPROVED: []}
    for number, reads, why in rows:
        page = pages.get(number)
        if page is None or why not in found:
            continue
        path, action, since = f"/s/{page.space_slug}/{page.slug}", f"/p/{page.uid}/approved", None
        if why == OVERDUE:
            action = f"/p/{page.uid}/review"
            since = datetime.combine(page.until, time(12), asked.zone) if page.until else None
        elif number in proposals:
            uid, since = proposals[number]
            action = f"/proposals/{uid}"
        found[why].append(Item(page.title, page.name, path, action, since, reads=reads))
    return found


def _posts(
    actor: Person, asked: Asked, threads: Collection[int], posts: Collection[int]
) -> dict[tuple[str, int], Item]:
    """Posts, and the opening posts of threads. A comment has no title and is called after its page."""
    page = aliased(Page)
    about = and_(
        page.id == Thread.about_id,
        Thread.about_kind.in_([About.PAGE.value, About.PASSAGE.value]),
    )
    rows = session().execute(
        select(
            Post.id, Post.uid, Post.at, Post.thread_id, Post.parent_id, Space.name,
            func.coalesce(func.nullif(Thread.title, ""), page.title, Space.name).label("title"),
        )
        .join(Thread, Thread.id == Post.thread_id)
        .join(Space, Space.id == Thread.space_id)
        .outerjoin(page, about)
        .where(
            or_(and_(Post.thread_id.in_(threads), Post.parent_id.is_(None)), Post.id.in_(posts)),
            q.in_sight(Post, asked), asked.places(Thread.space_id), readable_by(actor),
        )
        .order_by(Post.at.desc(), Post.id.desc())
    )  # fmt: skip
    found: dict[tuple[str, int], Item] = {}
    for row in rows:  # the oldest last: it opens the thread
        path = f"/posts/{row.uid}"
        item = Item(row.title, row.name, path, path, row.at)
        if row.id in posts:
            found[Thing.POST.value, row.id] = item
        if row.thread_id in threads and row.parent_id is None:
            found[Thing.THREAD.value, row.thread_id] = item
    return found


def _new_pages(actor: Person, asked: Asked, ids: Collection[int]) -> dict[tuple[str, int], Item]:
    rows = session().execute(
        select(Page.id, Page.title, Page.slug, Space.slug.label("space_slug"), Space.name)
        .join(Page.space)
        .where(Page.id.in_(ids), Page.in_use(), asked.places(Page.space_id), readable_by(actor))
    )
    found: dict[tuple[str, int], Item] = {}
    for row in rows:
        path = f"/s/{row.space_slug}/{row.slug}"
        found[Thing.PAGE.value, row.id] = Item(row.title, row.name, path, path)
    return found


def _proposals(asked: Asked, pages: Collection[int]) -> dict[int, tuple[str, datetime]]:
    """Of each page the proposal that waited longest on that day."""
    waited = or_(Proposal.state == State.WAITING.value, Proposal.decided_at >= asked.now)
    rows: Sequence[Any] = session().execute(
        select(Proposal.page_id, Proposal.uid, Proposal.at)
        .where(Proposal.page_id.in_(pages), Proposal.at < asked.now, waited)
        .order_by(Proposal.at.desc(), Proposal.id.desc())
    ).all()  # fmt: skip
    return {row.page_id: (row.uid, row.at) for row in rows}
