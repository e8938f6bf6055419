"""Cohorts of pilots beside each other: whoever lays them out chooses whom they are of.

Two that differ by few would tell of these few whether they came, so the second is not laid out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select

from essp.core.db import session
from essp.core.i18n import lazy as _
from essp.spaces.models import Space
from essp.stats.place_models import Pilot, PilotPerson
from essp.stats.withholding import tells_of_few

ALIKE = _(
    "These people and those of another pilot of this space differ by too few: the difference would tell"
    " which of them came. Invite the same people, or at least five others."
)


def like_another(people: Collection[int], space: Space) -> bool:
    """Whether a cohort differs by too few people from that of another pilot of the space."""
    rows = session().execute(
        select(PilotPerson.pilot_id, PilotPerson.person_id)
        .join(Pilot, Pilot.id == PilotPerson.pilot_id)
        .where(Pilot.space_id == space.id)
    )
    others: defaultdict[int, set[int]] = defaultdict(set)
    for pilot_id, person_id in rows:
        others[pilot_id].add(person_id)
    return tells_of_few(people, others.values())
