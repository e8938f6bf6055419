"""What follows an edit: marked and doubted sentences move along, and what depends on it is flagged.

Jobs; done twice they change nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from essp.attachments.models import Attachment
from essp.core import clock
from essp.core.db import lock, session, transaction
from essp.core.events import record
from essp.core.jobs import enqueue, task
from essp.curation.claims import Depends, state_of_page
from essp.curation.events import ClaimFlagged
from essp.curation.models import Claim, Doubt
from essp.curation.sentences import followed, keep_anchor, numbers_in
from essp.wiki.commented import readable_text
from essp.wiki.models import Page
from essp.wiki.texts import kept_text
from essp.wiki.trail import Act, Did, keep

CHANGED, GONE, DUE = "changed", "gone", "due"


@task("curation.follow_page", batch=True)
def follow_page(wanted: list[dict[str, Any]]) -> None:
    """Bring marked sentences up to the present text of their pages. Arguments: page_id."""
    for page_id in dict.fromkeys(each["page_id"] for each in wanted):
        with transaction():
            if _concerned(page_id) and (page := lock(Page, page_id)) is not None:
                _follow(page)
                _flag_what_depends_on(page)


@task("curation.follow_file")
def follow_file(attachment_id: int) -> None:
    """Flag sentences that depend on a file that has another version or was put away."""
    with transaction():
        found = session().get(Attachment, attachment_id)
        if found is None:
            return
        state = "archived" if found.archived else str(found.number)
        for row in _depending(Depends.FILE, found.uid):
            if row.seen != state:
                _flag(row, CHANGED)


@task("curation.await_claim")
def await_claim(claim_id: int) -> None:
    """Have a marked sentence looked at when its day is past."""
    with transaction():
        row = session().get(Claim, claim_id)
        if row is not None and row.until is not None and row.ended_at is None:
            past = datetime.combine(row.until + timedelta(days=1), time(), UTC)
            until = row.until.isoformat()
            enqueue(end_of_claim, delay=past - clock.now(), claim_id=claim_id, until=until)


@task("curation.end_of_claim")
def end_of_claim(claim_id: int, until: str) -> None:
    """Flag a sentence of which the day is past, unless it was given another meanwhile."""
    with transaction():
        row = lock(Claim, claim_id)
        if row is None or row.until is None or row.ended_at is not None:
            return
        if row.flagged_at is None and row.until.isoformat() == until:
            _flag(row, DUE)


def _concerned(page_id: int) -> bool:
    """Whether anything hangs on the words of a page: of most pages nothing does."""
    uid = session().scalar(select(Page.uid).where(Page.id == page_id)) or ""
    doubted = exists().where(Doubt.page_id == page_id, Doubt.decided_at.is_(None))
    marked = exists().where(Claim.ended_at.is_(None), or_(Claim.page_id == page_id, _named_by(uid)))
    return bool(session().scalar(select(or_(doubted, marked))))


def _follow(page: Page) -> None:
    number = page.revision_number
    doubts = select(Doubt).where(
        Doubt.page_id == page.id, Doubt.number < number, Doubt.decided_at.is_(None)
    )
    for doubt, anchor in followed(page, session().scalars(doubts).all()):
        if anchor is not None:
            keep_anchor(doubt, anchor, number)
    claims = select(Claim).where(
        Claim.page_id == page.id, Claim.number < number, Claim.ended_at.is_(None)
    )
    for claim, anchor in followed(page, session().scalars(claims).all()):
        if anchor is not None:
            keep_anchor(claim, anchor, number)
        else:
            _end(page, claim)
    _stand_with(page)


def _stand_with(page: Page) -> None:
    """Doubts stand in the space of their page."""
    moved = select(Doubt).where(Doubt.page_id == page.id, Doubt.space_id != page.space_id)
    for doubt in session().scalars(moved):
        doubt.space_id = page.space_id


def _end(page: Page, claim: Claim) -> None:
    """The sentence is gone: the mark ends, and who made it hears of it."""
    claim.ended_at = clock.now()
    keep(
        Act(
            kind=Did.CLAIMED, space_id=page.space_id, page=page, number=page.revision_number,
            about={"claim": claim.uid, "gone": True, "quote": claim.quote},
        )
    )  # fmt: skip
    _flag(claim, GONE)


def _flag_what_depends_on(page: Page) -> None:
    for row in _depending(Depends.PAGE, page.uid):
        if row.seen != state_of_page(page) and not _says_the_same(page, row.seen):
            _flag(row, CHANGED)
    counted = _depending(Depends.NUMBER, page.uid)
    said = numbers_in(readable_text(page, page.revision_number)) if counted else set()
    for row in counted:
        if page.archived or row.seen not in said:
            _flag(row, CHANGED)


def _says_the_same(page: Page, seen: str) -> bool:
    """Whether the words of a page are those of the revision that was looked at."""
    if page.archived or not seen.isdecimal():
        return False
    return kept_text(page, int(seen)) == kept_text(page, page.revision_number)


def _depending(on: Depends, uid: str) -> Sequence[Claim]:
    """The marks that depend on something and are not flagged yet."""
    return (
        session()
        .scalars(
            select(Claim).where(
                Claim.depends_on == on.value, _named_by(uid), Claim.ended_at.is_(None),
                Claim.flagged_at.is_(None),
            )
        )
        .all()
    )  # fmt: skip


def _named_by(uid: str) -> ColumnElement[bool]:
    return or_(Claim.depends_uid == uid, Claim.depends_uid.startswith(f"{uid} ", autoescape=True))


def _flag(row: Claim, why: str) -> None:
    row.flagged_at, row.flagged_why = clock.now(), why
    session().flush()
    space_id = session().scalar(select(Page.space_id).where(Page.id == row.page_id)) or 0
    record(ClaimFlagged(actor_id=None, claim_id=row.id, page_id=row.page_id, space_id=space_id))
