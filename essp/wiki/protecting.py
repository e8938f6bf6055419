"""Who may change a page: protection set, confirmed and lifted by those who own the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line, new_uid
from essp.people.models import Person
from essp.wiki import policy
from essp.wiki.editing import locked
from essp.wiki.events import PageProtected, PageReleased
from essp.wiki.guard_models import Level, Protection
from essp.wiki.guard_requests import pass_on, settle
from essp.wiki.guarding import holding, owners_of_page
from essp.wiki.link_models import Section
from essp.wiki.models import Page
from essp.wiki.trail import Act, Did, keep

LONGEST_REASON = 500
CONFIRMED_FOR = timedelta(days=182)
LONGEST = timedelta(days=5 * 365)


@dataclass(frozen=True)
class Wish:
    """How a page, all below it as well, or one section of it is to be guarded, why and until when."""

    level: Level
    subtree: bool = False
    section_id: int | None = None
    reason: str = ""
    until: datetime | None = None


def protect(actor: Person, page: Page, wish: Wish, *, seen: int | None = None) -> Protection | None:
    """Guard a page as wished, in the place of what guarded the same of it; None once that is open.

    What a page guarded as a whole says counts as approved: revision `seen`, or the present one. Raises
    Refused (not an owner, archived) and Invalid.
    """
    found = locked(page)
    require(policy.edit(actor, found))
    require(policy.protect(actor, owners_of_page(found)))
    wish = _clean(found, wish)
    former = _present(found, wish)
    if former is not None:
        _end(actor, found, former, wish.reason)
    if wish.level is Level.OPEN:
        if former is None:
            raise Invalid(level=_("This is open already. Choose how it is to be guarded."))
        _released(actor, found, former, wish.reason)
        return None
    if wish.section_id is None:
        found.approved_number = min(seen or found.revision_number, found.revision_number)
    row = _kept(actor, found, wish)
    if former is not None:
        pass_on(former, row)
    _let_go(row, actor)
    return row


def change(actor: Person, uid: str, wish: Wish, *, seen: int | None = None) -> Protection:
    """Give a protection another level, end or reason: it stays the same one, of who set it, and for the same.

    What the page says counts as approved where edits begin to wait with this: revision `seen`, or the
    present one. What was before is kept in the trail; without any difference nothing is. Raises NotFound,
    Refused and Invalid.
    """
    page, row = _held(actor, uid)
    require(policy.edit(actor, page))
    if wish.level is Level.OPEN:
        raise Invalid(level=_("Choose how it is to be guarded, or lift it."))
    same = Wish(wish.level, row.subtree, None, wish.reason, wish.until)
    wish = _clean(page, same)
    before = {"level": row.level, "until": _moment(row.until), "reason": row.reason}
    now = {"level": wish.level.value, "until": _moment(wish.until), "reason": wish.reason}
    if now == before:
        return row
    if wish.level.holds_back and not Level(row.level).holds_back and row.section_id is None:
        page.approved_number = min(seen or page.revision_number, page.revision_number)
    _set(row, wish)
    _let_go(row, actor)
    _note(Did.CHANGED, actor, page, row, wish.reason, before=before)
    record(PageProtected(**_what(actor, page, row)))
    return row


def confirm(actor: Person, uid: str) -> Protection:
    """Say that a lock without an end is needed for another half year. Raises NotFound, Refused."""
    page, row = _held(actor, uid)
    if row.level != Level.LOCKED.value or row.until is not None:
        raise Invalid(level=_("Only a lock without an end is confirmed."))
    row.confirm_by, row.announced_at = clock.now() + CONFIRMED_FOR, None
    _note(Did.CONFIRMED, actor, page, row, "")
    record(PageProtected(**_what(actor, page, row)))
    return row


def release(actor: Person, uid: str, *, reason: str = "") -> Protection:
    """Lift a protection. Raises NotFound, Refused and Invalid."""
    page, row = _held(actor, uid)
    why = clean_reason(reason)
    _end(actor, page, row, why)
    _released(actor, page, row, why)
    return row


def release_by_itself(page: Page, row: Protection, why: str) -> None:
    """End a protection of a held page that nobody confirmed, or that is past its end."""
    row.ended_at, row.ended_why = clock.now(), why
    _released(None, page, row, why)


def set_on(page: Page) -> Sequence[Protection]:
    """The protections that hold and were set on this page itself, oldest first."""
    wanted = select(Protection).where(Protection.page_id == page.id, *holding())
    return session().scalars(wanted.order_by(Protection.id)).all()


def _held(actor: Person, uid: str) -> tuple[Page, Protection]:
    found = session().scalar(select(Protection).where(Protection.uid == uid))
    page = lock(Page, found.page_id) if found is not None else None
    row = lock(Protection, found.id) if found is not None else None
    if page is None or row is None or row.ended_at is not None:
        raise NotFound
    require(policy.protect(actor, owners_of_page(page)))
    return page, row


def _present(page: Page, wish: Wish) -> Protection | None:
    same = (
        Protection.page_id == page.id,
        Protection.section_id == wish.section_id,
        Protection.subtree == wish.subtree,
    )
    wanted = select(Protection).where(*same, *holding()).order_by(Protection.id.desc()).limit(1)
    return session().scalar(wanted.with_for_update(key_share=True))


def _kept(actor: Person, page: Page, wish: Wish) -> Protection:
    now = clock.now()
    endless = wish.level is Level.LOCKED and wish.until is None
    row = Protection(
        uid=new_uid(), space_id=page.space_id, page_id=page.id, subtree=wish.subtree,
        section_id=wish.section_id, level=wish.level.value, reason=wish.reason, by_id=actor.id,
        at=now, until=wish.until, confirm_by=now + CONFIRMED_FOR if endless else None,
    )  # fmt: skip
    session().add(row)
    session().flush()
    _note(Did.PROTECTED, actor, page, row, wish.reason)
    record(PageProtected(**_what(actor, page, row)))
    return row


def _set(row: Protection, wish: Wish) -> None:
    """Whether owners were told of something ahead counts no longer where that does not come any more."""
    endless = wish.level is Level.LOCKED and wish.until is None
    if endless != (row.confirm_by is not None):
        row.confirm_by = clock.now() + CONFIRMED_FOR if endless else None
        row.announced_at = None
    row.level, row.until, row.reason = wish.level.value, wish.until, wish.reason
    session().flush()


def _end(actor: Person, page: Page, row: Protection, why: str) -> None:
    row.ended_at, row.ended_by_id, row.ended_why = clock.now(), actor.id, why
    session().flush()


def _let_go(row: Protection, actor: Person) -> None:
    """What is locked no longer is what some asked for."""
    if row.level != Level.LOCKED.value:
        settle(row, actor, row.reason)


def _released(actor: Person | None, page: Page, row: Protection, why: str) -> None:
    settle(row, actor, why)
    _note(Did.RELEASED, actor, page, row, why)
    record(PageReleased(**_what(actor, page, row)))


def _note(
    kind: Did, actor: Person | None, page: Page, row: Protection, why: str, **more: Any
) -> None:
    about = {
        "protection": row.uid,
        "level": row.level,
        "subtree": row.subtree,
        "section": row.section_id,
        "until": _moment(row.until),
        **more,
    }
    keep(
        Act(
            kind=kind, space_id=page.space_id, page=page, by=actor, why=why,
            number=page.revision_number, about=about,
        )
    )  # fmt: skip


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def _what(actor: Person | None, page: Page, row: Protection) -> dict[str, Any]:
    return {
        "actor_id": actor.id if actor else None,
        "page_id": page.id,
        "space_id": page.space_id,
        "protection_id": row.id,
    }


def _clean(page: Page, wish: Wish) -> Wish:
    reason = clean_reason(wish.reason)
    if wish.level is Level.LOCKED and not reason:
        raise Invalid(
            reason=_("Say why it is locked: everyone who reads the page sees the reason.")
        )
    now = clock.now()
    if wish.until is not None and not now < wish.until <= now + LONGEST:
        raise Invalid(until=_("Choose a moment from now on, at most five years ahead."))
    if wish.section_id is not None:
        section = session().get(Section, wish.section_id)
        if section is None or section.page_id != page.id or section.place is None:
            raise Invalid(scope=_("That section is not on the page any more. Choose another one."))
    until = None if wish.level is Level.OPEN else wish.until
    subtree = wish.subtree and wish.section_id is None
    return Wish(wish.level, subtree, wish.section_id, reason, until)


def clean_reason(reason: str) -> str:
    """A reason in one line as it is kept. Raises Invalid: too long."""
    reason = clean_line(reason)
    if len(reason) > LONGEST_REASON:
        raise Invalid(reason=_("Use at most %(limit)s characters.", limit=LONGEST_REASON))
    return reason
