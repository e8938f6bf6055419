"""Phases of a space over a year, and a pilot, on the site of the browser's stories."""

from __future__ import annotations

from datetime import timedelta

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.web import zone
from essp.people.models import Person
from essp.spaces.models import Space
from essp.stats.asking import DAY, Axis, day_of
from essp.stats.figure_models import Figure, SpacePhase
from essp.stats.maturing import mature
from essp.stats.place_models import Pilot, PilotPerson

VALUES = {"C5ret": 0.31, "M13": 0.34, "M24": 0.41, "M31": 0.8, "M48": 0.52}
PARTS = {
    "M12": {"effective": 7.4},
    "C5act": {"contributors": 12, "contributions": 64.0, "departments": 4.0},
}  # fmt: skip
UID = "pilot00001"


def add_places(people: dict[str, Person], space: Space) -> dict[str, str]:
    """A space that was dormant and is pioneering, lacks people who come back, and goes backwards in one
    thing; and a pilot that runs."""
    day = day_of(clock.now(), zone()) - DAY
    with transaction():
        for ago in range(200, 0, -1):
            phase = "dormant" if ago > 150 else "pioneering"
            held = ["facilitating:answered"] if ago == 28 else [
                "facilitating:answered", "facilitating:returning"
            ]  # fmt: skip
            told = [{"name": name, "held": True, "falling": False} for name in held]
            session().add(
                SpacePhase(day=day - ago * DAY, space_id=space.id, phase=phase, reached=phase,
                           streak=20, conditions=told if ago in {28, 56, 84, 112} else [])
            )  # fmt: skip
        for name in (*VALUES, *PARTS):
            session().merge(
                Figure(day=day, scope=Axis.SPACE.value, key=str(space.id), measure=name,
                       value=VALUES.get(name, 14.0), n=40, people=14, parts=PARTS.get(name, {}),
                       version="")
            )  # fmt: skip
        session().flush()
        mature(day, zone())
        _pilot(people, space)
    return {"pilot": UID}


def _pilot(people: dict[str, Person], space: Space) -> None:
    today = day_of(clock.now(), zone())
    pilot = Pilot(
        uid=UID, space_id=space.id, name="Notes from the yard", purpose="Do fitters write?",
        starts_on=today - 20 * DAY, ends_on=today + 20 * DAY, by_id=people["ilse"].id,
        created_at=clock.now() - timedelta(days=21),
    )  # fmt: skip
    session().add(pilot)
    session().flush()
    for person in people.values():
        session().add(
            PilotPerson(pilot_id=pilot.id, person_id=person.id, invited_on=pilot.starts_on)
        )
    curve = [[1.0, 0.75], [9.0, 0.5]]
    parts = {"part": 10, "cohorts": {UID: {"people": 20, "curve": curve}}}
    session().add(
        Figure(day=today - DAY, scope=Axis.SPACE.value, key=str(space.id), measure="M08", value=0.5,
               n=20, people=20, parts=parts, version="")
    )  # fmt: skip
