"""The fields that every profile has from the start, and which of them come from where people sign in.

Administrators say which: a directory of the organisation then fills them in with the account, and
nobody changes them here, as with a field of their own whose hand is the source.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select

from essp.core import clock
from essp.core.db import session
from essp.core.decision import require
from essp.core.events import record
from essp.people import policy
from essp.people.events import CommonFieldsChanged
from essp.people.field_models import Hand, SourcedField
from essp.people.models import Person

COMMON = ("job_title", "department", "location", "speaks", "manager")


def from_source() -> frozenset[str]:
    """Which of the common fields come from where people sign in."""
    return frozenset(session().scalars(select(SourcedField.name)))


def hand_of(name: str, sourced: Collection[str]) -> Hand:
    """Who may change a common field."""
    return Hand.SOURCE if name in sourced else Hand.PERSON


def say_source(actor: Person, names: Collection[str]) -> bool:
    """Say which common fields come from where people sign in; whether that was new.

    What stands in them stays. Names that are none of these fields are passed over.
    """
    require(policy.arrange_fields(actor))
    wanted, before = set(COMMON) & set(names), from_source()
    if wanted == before:
        return False
    session().execute(delete(SourcedField).where(SourcedField.name.in_(before - wanted)))
    now = clock.now()
    session().add_all(SourcedField(name=name, since=now) for name in sorted(wanted - before))
    session().flush()
    record(CommonFieldsChanged(actor_id=actor.id, sourced=tuple(sorted(wanted))))
    return True
