"""Naming who reads the log of looks for the works council: by an administrator, as the council chose."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line
from essp.people.models import Person
from essp.stats import policy
from essp.stats.events import DelegateNamed
from essp.stats.looks import reads_all
from essp.stats.privacy_models import InsightDelegate

LONGEST_REFERENCE = 300


def name_delegate(actor: Person, handle: str, reference: str) -> InsightDelegate | None:
    """Let somebody read the log of looks; None where they do already.

    Raises Refused for who is no administrator; Invalid where nobody active has this handle, for the
    administrator themselves, and without the reference of the council's choice.
    """
    require(policy.name_delegate(actor))
    wanted = handle.strip().removeprefix("@").lower()[:80]
    found = session().scalar(select(Person).where(Person.handle == wanted))
    said = clean_line(reference)
    if found is None or not found.active:
        raise Invalid(handle=_("Nobody here has this handle."))
    if found.id == actor.id:
        raise Invalid(handle=_("Name somebody else: the log also tells what administrators do."))
    if not said or len(said) > LONGEST_REFERENCE:
        raise Invalid(delegate_reference=_("Name the works council's choice, such as OR 2026-14."))
    if reads_all(found):
        return None
    made = InsightDelegate(
        person_id=found.id, since=clock.now(), by_id=actor.id, reference=said
    )  # fmt: skip
    session().add(made)
    session().flush()
    record(DelegateNamed(actor_id=actor.id, person_id=found.id, on=True))
    return made


def end(actor: Person, number: int) -> None:
    """Let a delegate read the log no more. Raises Refused; NotFound for one there is none of."""
    require(policy.name_delegate(actor))
    found = lock(InsightDelegate, number) if number < 2**31 else None
    if found is None:
        raise NotFound
    if found.ended_at is None:
        found.ended_at = clock.now()
        session().flush()
        record(DelegateNamed(actor_id=actor.id, person_id=found.person_id, on=False))


def delegates() -> Sequence[InsightDelegate]:
    """Who reads the log of looks now, who did so longest first."""
    rows = select(InsightDelegate).options(joinedload(InsightDelegate.person))
    here = rows.join(InsightDelegate.person).where(
        InsightDelegate.ended_at.is_(None), Person.left_at.is_(None)
    )
    return session().scalars(here.order_by(InsightDelegate.since, InsightDelegate.id)).all()
