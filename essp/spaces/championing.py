"""Champions: who helps newcomers in a space, by name, appointed by its owners."""

from __future__ import annotations

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line
from essp.people.models import Person
from essp.spaces import policy
from essp.spaces.events import ChampionAppointed, ChampionReleased
from essp.spaces.membership import locked_standing
from essp.spaces.models import Champion, Space
from essp.spaces.queries import standing

LONGEST_SAYS = 200


def appoint_champion(actor: Person, space: Space, person: Person, says: str = "") -> Champion:
    """Let a member help newcomers, as an owner; `says` is what they are there for.

    Appointed again they are there for what is said now. Raises Invalid, Refused.
    """
    require(policy.govern(actor, space, locked_standing(actor, space)))
    says = clean_line(says)
    if len(says) > LONGEST_SAYS:
        raise Invalid(says=_("Use at most %(limit)s characters.", limit=LONGEST_SAYS))
    if not person.active:
        raise Invalid(person=_("%(name)s is not with the organisation.", name=person.name))
    if not standing(person, space).member:
        raise Invalid(
            person=_("%(name)s is no member of this space. Add them first.", name=person.name)
        )
    known = session().get(Champion, (space.id, person.id))
    if known is not None:
        known.says = says
        return known
    made = Champion(
        space_id=space.id, person_id=person.id, says=says, since=clock.now(),
        appointed_by_id=actor.id,
    )  # fmt: skip
    session().add(made)
    session().flush()
    record(ChampionAppointed(actor_id=actor.id, space_id=space.id, person_id=person.id))
    return made


def release_champion(actor: Person, space: Space, person: Person) -> None:
    """Somebody helps newcomers no longer: an owner says so, or they do themselves."""
    here = locked_standing(actor, space)
    if person.id != actor.id:
        require(policy.govern(actor, space, here))
    known = session().get(Champion, (space.id, person.id))
    if known is None:
        raise NotFound
    session().delete(known)
    session().flush()
    record(ChampionReleased(actor_id=actor.id, space_id=space.id, person_id=person.id))
