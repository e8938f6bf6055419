"""How much is measured, and the agreement it rests on.

A works council has to consent to whatever makes it possible to watch staff (in the Netherlands WOR
article 27, first paragraph, under k and l). So measuring everything is switched on by the reference of
the council's consent and its day, and each change is kept. Measuring less needs no consent, and what
people opened and looked for is gone at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid, require
from essp.core.events import record
from essp.core.i18n import Message
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line
from essp.people.models import Person
from essp.stats import policy
from essp.stats.dropping import drop_reading
from essp.stats.events import InsightSwitched
from essp.stats.privacy_models import InsightSwitch
from essp.stats.recording import FULL, mode

MODES = ("off", "minimal", FULL)
LONGEST_REFERENCE = 300
LONGEST_NOTE = 1000


@dataclass(frozen=True)
class Agreed:
    """What was agreed: the reference of the works council's consent and its day, and a remark."""

    reference: str = ""
    on: str = ""
    note: str = ""


def switch(actor: Person, wanted: str, agreed: Agreed) -> bool:
    """Say how much is measured from now on; whether anything changed.

    Raises Refused for who is no administrator; Invalid for a mode there is none of, and where more is
    to be measured without the reference and the day of the consent.
    """
    require(policy.switch(actor))
    reference, note = clean_line(agreed.reference), agreed.note.strip()
    wrong: dict[str, Message] = {}
    if wanted not in MODES:
        wrong["mode"] = _("Choose one of the three.")
    day = _day(agreed.on, wrong)
    more = wanted in MODES and MODES.index(wanted) > MODES.index(mode())
    if not reference and more:
        wrong["reference"] = _("Name the works council's consent, such as OR 2026-14.")
    if day is None and more:
        wrong.setdefault("agreed_on", _("Say on which day the works council agreed."))
    if len(reference) > LONGEST_REFERENCE:
        wrong["reference"] = _("Keep it under %(most)s characters.", most=LONGEST_REFERENCE)
    if len(note) > LONGEST_NOTE:
        wrong["note"] = _("Keep it under %(most)s characters.", most=LONGEST_NOTE)
    if wrong:
        raise Invalid(**wrong)
    last = present()
    if wanted == mode() and (not reference or (last and last.reference == reference)):
        return False
    session().add(
        InsightSwitch(
            mode=wanted, at=clock.now(), by_id=actor.id, reference=reference, agreed_on=day,
            note=note,
        )
    )  # fmt: skip
    session().flush()
    if wanted != FULL:
        drop_reading()
    record(InsightSwitched(actor_id=actor.id, mode=wanted))
    return True


def present() -> InsightSwitch | None:
    """What holds now; None where nobody ever said, and the minimum is measured."""
    found = switched(1)
    return found[0] if found else None


def switched(limit: int = 50) -> Sequence[InsightSwitch]:
    """Each time that it was said how much is measured, the latest first."""
    rows = select(InsightSwitch).options(joinedload(InsightSwitch.by))
    return session().scalars(rows.order_by(InsightSwitch.id.desc()).limit(limit)).all()


def _day(typed: str, wrong: dict[str, Message]) -> date | None:
    if not typed.strip():
        return None
    try:
        found = date.fromisoformat(typed.strip()[:10])
    except ValueError:
        wrong["agreed_on"] = _("Write the day like 2026-11-30.")
        return None
    if found > clock.now().date() + timedelta(days=1):
        wrong["agreed_on"] = _("This day is still to come.")
    return found
