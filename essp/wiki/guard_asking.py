"""Ask the owners to unlock a page, with a reason: they unlock it, or say why it stays locked."""

from __future__ import annotations

from sqlalchemy import select

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, Refused, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import new_uid
from essp.people.models import Person
from essp.wiki import policy
from essp.wiki.editing import locked
from essp.wiki.events import UnlockAsked
from essp.wiki.guard_models import Level, Protection, UnlockRequest
from essp.wiki.guard_requests import answered, last_of
from essp.wiki.guarding import guard_of, owners_of_page
from essp.wiki.guards import Guard, Held
from essp.wiki.models import Page
from essp.wiki.protecting import LONGEST_REASON, clean_reason, release
from essp.wiki.trail import Act, Did, keep


def lock_of(guard: Guard) -> Held | None:
    """The lock of a page as a whole, else the first one of a section of it."""
    held = [guard.whole, *guard.sections.values()]
    return next((each for each in held if each and each.level is Level.LOCKED), None)


def ask(actor: Person, page: Page, *, reason: str) -> UnlockRequest:
    """Ask the owners of a locked page to unlock it.

    Raises Refused (an owner, archived) and Invalid: no reason, not locked any more, asked already.
    """
    found = locked(page)
    require(policy.edit(actor, found))
    guard = guard_of(actor, found)
    if guard.decides:
        raise Refused(_("You decide on this page: lift the lock, or change it."))
    held = lock_of(guard)
    if held is None:
        raise Invalid(reason=_("This page is not locked any more: you can change it."))
    reason = clean_reason(reason)
    if not reason:
        raise Invalid(reason=_("Say why, so that its owners can judge it."))
    row = session().scalars(select(Protection).where(Protection.uid == held.uid)).one()
    before = last_of(actor, row.id)
    if before is not None and before.answered_at is None:
        raise Invalid(reason=_("You asked already, and nobody answered yet."))
    return _asked(actor, found, row, reason)


def answer(actor: Person, uid: str, *, unlock: bool, words: str = "") -> UnlockRequest:
    """Unlock what somebody asked about, or say why it stays locked.

    Raises NotFound, Refused (not an owner) and Invalid (answered meanwhile, no words where it stays).
    """
    found = session().scalar(select(UnlockRequest).where(UnlockRequest.uid == uid))
    kept = session().get(Protection, found.protection_id) if found is not None else None
    page = lock(Page, kept.page_id) if kept is not None else None
    row = lock(UnlockRequest, found.id) if found is not None else None
    if row is None or page is None or kept is None:
        raise NotFound
    require(policy.protect(actor, owners_of_page(page)))
    if row.answered_at is not None:
        raise Invalid(answer=_("Somebody answered this meanwhile."))
    words = _words(words, needed=not unlock)
    if unlock:
        release(actor, kept.uid, reason=words)
        return row
    answered(row, actor, words, unlocked=False)
    keep(
        Act(
            kind=Did.KEPT_LOCKED, space_id=page.space_id, page=page, by=actor, why=words,
            number=page.revision_number, about={"protection": kept.uid, "asked_by": row.by_id},
        )
    )  # fmt: skip
    return row


def _asked(actor: Person, page: Page, protection: Protection, reason: str) -> UnlockRequest:
    row = UnlockRequest(
        uid=new_uid(), protection_id=protection.id, page_id=page.id, by_id=actor.id,
        at=clock.now(), reason=reason,
    )  # fmt: skip
    session().add(row)
    session().flush()
    keep(
        Act(
            kind=Did.ASKED_TO_UNLOCK, space_id=page.space_id, page=page, by=actor, why=reason,
            number=page.revision_number, about={"protection": protection.uid},
        )
    )  # fmt: skip
    record(UnlockAsked(actor_id=actor.id, page_id=page.id, request_id=row.id))
    return row


def _words(words: str, *, needed: bool) -> str:
    words = words.strip()
    if needed and not words:
        raise Invalid(answer=_("Say why it stays locked: who asked reads it."))
    if len(words) > LONGEST_REASON:
        raise Invalid(answer=_("Use at most %(limit)s characters.", limit=LONGEST_REASON))
    return words
