"""The organisation lets people be found by their work, or does without; each time with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line
from essp.expertise import policy
from essp.expertise.events import FinderSwitched
from essp.expertise.models import FinderSwitch
from essp.expertise.queries import is_on
from essp.people.models import Person

LONGEST_REASON = 500


def switch(actor: Person, *, on: bool, why: str) -> None:
    """Switch finding people by their work on or off for everyone.

    Raises Refused for who is no administrator; Invalid without a reason.
    """
    require(policy.switch(actor))
    reason = clean_line(why)
    if not reason:
        raise Invalid(why=_("Say why. Everyone who looks here later reads it."))
    if len(reason) > LONGEST_REASON:
        raise Invalid(why=_("Keep it under %(most)s characters.", most=LONGEST_REASON))
    if is_on() == on:
        return
    session().add(FinderSwitch(on=on, at=clock.now(), by_id=actor.id, why=reason))
    session().flush()
    record(FinderSwitched(actor_id=actor.id, on=on))


def switched(limit: int = 20) -> Sequence[FinderSwitch]:
    """Each time it was switched, the latest first."""
    rows = select(FinderSwitch).options(joinedload(FinderSwitch.by))
    return session().scalars(rows.order_by(FinderSwitch.id.desc()).limit(limit)).all()
