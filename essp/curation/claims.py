"""One sentence that is true until a day, or as long as what it depends on stays as it is.

It may depend on another page (any change of its words), on a file (a new version, or put away), or on
a number that stands on another page: as long as that page says the same number somewhere, however its
digits are grouped, the sentence holds. Only the sentence is flagged then, not the page around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from essp.attachments.queries import find_attachment
from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import new_uid
from essp.curation.events import SentenceClaimed
from essp.curation.models import Claim
from essp.curation.sentences import Pointed, keep_anchor, numbers_in, sentence_at
from essp.curation.verifying import require_owner
from essp.people.models import Person
from essp.wiki.commented import readable_text
from essp.wiki.editing import locked
from essp.wiki.models import Page
from essp.wiki.queries import find_page
from essp.wiki.trail import Act, Did, keep

LONGEST = timedelta(days=5 * 366)


class Depends(Enum):
    """What a sentence depends on, besides time."""

    NOTHING = ""
    PAGE = "page"
    FILE = "file"
    NUMBER = "number"


@dataclass(frozen=True)
class Holds:
    """How long a sentence holds: until a day, as long as something stays as it is, or both.

    `uid` names the page or file; `number` is the number as it stands in the sentence.
    """

    until: date | None = None
    depends: Depends = Depends.NOTHING
    uid: str = ""
    number: str = ""


def claim(actor: Person, uid: str, at: Pointed, holds: Holds) -> Claim:
    """Mark a sentence of a page that the actor owns. Raises NotFound, Refused and Invalid."""
    page = locked(find_page(actor, uid))
    require_owner(actor, page)
    anchor = sentence_at(page, at)
    row = Claim(uid=new_uid(), page_id=page.id, by_id=actor.id, at=clock.now())
    keep_anchor(row, anchor, page.revision_number)
    _hold(actor, page, row, holds)
    session().add(row)
    session().flush()
    _kept(actor, page, row, {"quote": row.quote})
    return row


def look_again(actor: Person, uid: str, holds: Holds) -> Claim:
    """Say that a sentence still holds, until another day if it had one. Raises as `claim` does."""
    row, page = _held(actor, uid)
    kept = Depends(row.depends_on)
    if kept is not Depends.NOTHING and holds.depends is Depends.NOTHING:
        holds = Holds(holds.until, kept, *_named(row))
    _hold(actor, page, row, holds)
    row.flagged_at, row.flagged_why, row.by_id, row.at = None, "", actor.id, clock.now()
    session().flush()
    _kept(actor, page, row, {"looked": True})
    return row


def end(actor: Person, uid: str) -> Claim:
    """Take the mark off a sentence."""
    row, page = _held(actor, uid)
    row.ended_at, row.ended_by_id = clock.now(), actor.id
    session().flush()
    _kept(actor, page, row, {"ended": True})
    return row


def find_claim(actor: Person, uid: str) -> tuple[Claim, Page]:
    """A mark with its page, through the actor. Raises NotFound."""
    row = session().scalar(select(Claim).options(joinedload(Claim.by)).where(Claim.uid == uid))
    page_uid = session().scalar(select(Page.uid).where(Page.id == row.page_id)) if row else None
    if row is None or page_uid is None:
        raise NotFound
    return row, find_page(actor, page_uid)


def claims_of(page: Page) -> Sequence[Claim]:
    """The marked sentences of a page that the caller found, the oldest first."""
    return (
        session()
        .scalars(
            select(Claim)
            .options(joinedload(Claim.by))
            .where(Claim.page_id == page.id, Claim.ended_at.is_(None))
            .order_by(Claim.id)
        )
        .all()
    )


def why_flagged(row: Claim, today: date) -> str:
    """Why a sentence is to be looked at: due, changed or gone; nothing where it holds."""
    if row.flagged_why:
        return row.flagged_why
    return "due" if row.until is not None and row.until < today else ""


def state_of_page(page: Page) -> str:
    """What is kept of a page that a sentence depends on."""
    return "archived" if page.archived else str(page.revision_number)


def _held(actor: Person, uid: str) -> tuple[Claim, Page]:
    row, page = find_claim(actor, uid)
    page = locked(page)
    require_owner(actor, page)
    fresh = lock(Claim, row.id)
    if fresh is None or fresh.ended_at is not None:
        raise NotFound
    return fresh, page


def _hold(actor: Person, page: Page, row: Claim, holds: Holds) -> None:
    if holds.until is None and holds.depends is Depends.NOTHING:
        raise Invalid(until=_("Say until which day it is true, or what it depends on."))
    today = clock.now().date()
    if holds.until is not None and not today < holds.until <= today + LONGEST:
        raise Invalid(until=_("Choose a day after today, at most five years from now."))
    row.until, row.depends_on = holds.until, holds.depends.value
    row.depends_uid, row.seen = _state(actor, page, row.quote, holds)


def _state(actor: Person, page: Page, quote: str, holds: Holds) -> tuple[str, str]:
    """What a sentence depends on, and how that stands now."""
    if holds.depends is Depends.NOTHING:
        return "", ""
    if holds.depends is Depends.FILE:
        return _file(actor, holds.uid)
    other = _other(actor, page, holds.uid)
    if holds.depends is Depends.PAGE:
        return other.uid, state_of_page(other)
    return _number(other, quote, holds.number)


def _file(actor: Person, uid: str) -> tuple[str, str]:
    try:
        found = find_attachment(actor, uid)
    except NotFound:
        raise Invalid(file=_("There is no such file here. Choose another.")) from None
    return found.uid, str(found.number)


def _other(actor: Person, page: Page, uid: str) -> Page:
    try:
        other = find_page(actor, uid)
    except NotFound:
        raise Invalid(page=_("There is no such page. Paste the address of the page.")) from None
    if other.id == page.id:
        raise Invalid(page=_("This is the page itself. Choose the page that it depends on."))
    return other


def _number(other: Page, quote: str, number: str) -> tuple[str, str]:
    wanted = numbers_in(number)
    if len(wanted) != 1 or not wanted <= numbers_in(quote):
        raise Invalid(number=_("Write one number that stands in the sentence."))
    if not wanted <= numbers_in(readable_text(other, other.revision_number)):
        raise Invalid(number=_("That page does not say this number."))
    return f"{other.uid} {number.strip()}"[:120], wanted.pop()[:120]


def _named(row: Claim) -> tuple[str, str]:
    uid, _blank, number = row.depends_uid.partition(" ")
    return uid, number


def _kept(actor: Person, page: Page, row: Claim, about: dict[str, object]) -> None:
    keep(
        Act(
            kind=Did.CLAIMED, space_id=page.space_id, page=page, by=actor,
            number=page.revision_number,
            about={"claim": row.uid, "until": row.until.isoformat() if row.until else None, **about},
        )
    )  # fmt: skip
    record(
        SentenceClaimed(actor_id=actor.id, claim_id=row.id, page_id=page.id, space_id=page.space_id)
    )
