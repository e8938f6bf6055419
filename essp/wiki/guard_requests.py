"""Who asked to unlock a page, as long as nobody answered, and what becomes of it when the lock goes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from essp.core import clock
from essp.core.db import session
from essp.core.events import record
from essp.people.models import Person
from essp.wiki.events import UnlockAnswered
from essp.wiki.guard_models import Protection, UnlockRequest


def open_on(protections: Sequence[int]) -> Sequence[UnlockRequest]:
    """What is asked about these protections and not answered yet, oldest first, with who asked."""
    asked = (
        select(UnlockRequest)
        .join(UnlockRequest.by)
        .options(contains_eager(UnlockRequest.by))
        .where(UnlockRequest.protection_id.in_(protections), UnlockRequest.answered_at.is_(None))
        .order_by(UnlockRequest.id)
    )
    return session().scalars(asked).all()


def last_of(actor: Person, protection_id: int) -> UnlockRequest | None:
    """What the actor asked last about a protection, answered or not."""
    asked = select(UnlockRequest).where(
        UnlockRequest.by_id == actor.id, UnlockRequest.protection_id == protection_id
    )
    return session().scalar(asked.order_by(UnlockRequest.id.desc()).limit(1))


def answered(row: UnlockRequest, actor: Person | None, words: str, *, unlocked: bool) -> None:
    """Note what came of a request: who asked hears it."""
    row.answered_at, row.answered_by_id = clock.now(), actor.id if actor else None
    row.answer, row.unlocked = words, unlocked
    session().flush()
    record(
        UnlockAnswered(actor_id=actor.id if actor else None, page_id=row.page_id, request_id=row.id)
    )


def settle(protection: Protection, actor: Person | None, why: str) -> None:
    """The lock is gone: whoever asked for that hears it."""
    for each in open_on([protection.id]):
        answered(each, actor, why, unlocked=True)


def pass_on(former: Protection, to: Protection) -> None:
    """Another lock takes the place of a former one: what was asked about that is asked about this."""
    for each in open_on([former.id]):
        each.protection_id = to.id
    session().flush()
