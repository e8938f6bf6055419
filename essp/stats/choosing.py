"""What somebody chooses about being counted: that what they open and look for is not kept, being named."""

from __future__ import annotations

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid
from essp.core.i18n import lazy as _
from essp.people.models import Person
from essp.stats.dropping import drop_reading
from essp.stats.privacy_models import InsightChoice

LONGEST_REASON = 500


def object_to_it(actor: Person, reason: str = "") -> None:
    """Keep nothing more of what the actor opens and looks for, and drop what is there.

    They need give no reason. What they write stays, with its author. Raises Invalid for a reason that
    is too long.
    """
    said = reason.strip()
    if len(said) > LONGEST_REASON:
        raise Invalid(reason=_("Keep it under %(most)s characters.", most=LONGEST_REASON))
    row = _chosen(actor)
    row.reason = said
    if row.objected_at is None:
        row.objected_at = row.at = clock.now()
    session().flush()
    drop_reading(actor)


def take_back(actor: Person) -> None:
    """Let what the actor opens and looks for be counted again, from now on."""
    row = _chosen(actor)
    if row.objected_at is not None:
        row.objected_at, row.reason, row.at = None, "", clock.now()
        session().flush()


def set_mail(actor: Person, *, wanted: bool) -> None:
    """Keep whether the page of the day comes to the actor by mail."""
    row = _chosen(actor)
    if row.mail is not wanted:
        row.mail, row.at = wanted, clock.now()
    session().flush()


def set_named(actor: Person, *, wanted: bool) -> None:
    """Keep whether the actor is named among those who are thanked, for work that everyone can open."""
    row = _chosen(actor)
    if row.named is not wanted:
        row.named, row.at = wanted, clock.now()
    session().flush()


def chosen(person: Person) -> InsightChoice | None:
    """What somebody chose; None where they chose nothing."""
    return session().get(InsightChoice, person.id)


def _chosen(actor: Person) -> InsightChoice:
    row = lock(InsightChoice, actor.id)
    if row is None:
        row = InsightChoice(person_id=actor.id, at=clock.now())
        session().add(row)
    return row
