"""Pilots: a group of people tries a space out between two days, and what was learnt is kept.

Who was invited is a list of names. Who of them came is never told but as a number of five or more.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Decision, Invalid, NotFound, allow, refuse, require
from essp.core.events import record
from essp.core.i18n import Message
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line, new_uid
from essp.people.models import Person, Role
from essp.people.queries import colleague_meant
from essp.spaces.models import Space
from essp.spaces.policy import readable_by, readable_by_person
from essp.spaces.queries import find_space
from essp.stats.asking import DAY, day_of
from essp.stats.cohorts import ALIKE, like_another
from essp.stats.events import PilotBegun, PilotEnded
from essp.stats.phases import RULES, About, Phase, Rule
from essp.stats.place_models import Pilot, PilotPerson

LONGEST_NAME, LONGEST_PURPOSE, LONGEST_LESSON = 120, 500, 1000
LONGEST = 366  # days
MOST_PEOPLE = 2_000
SETTLING = 28  # days after its end from which on a pilot can be judged
NAMED = 3  # people who cannot read the space, named where it is refused
FEET = (About.ANSWERED, About.RETURNING, About.STANDING)


@dataclass(frozen=True)
class Wanted:
    """A pilot as somebody wrote it down: `people` names or handles, one a line, `department` one whole."""

    space: str = ""
    name: str = ""
    purpose: str = ""
    starts_on: str = ""
    ends_on: str = ""
    people: str = ""
    department: str = ""


class State(Enum):
    """How far a pilot is."""

    AHEAD = "ahead"
    RUNNING = "running"
    SETTLING = "settling"  # over, and too early to say whether it goes on by itself
    OVER = "over"
    CLOSED = "closed"


class Feet(Enum):
    """Whether what was tried out stands on its own feet."""

    EARLY = "early"
    UNKNOWN = "unknown"  # a figure that it takes is not there
    YES = "yes"
    NO = "no"


def may_pilot(actor: Person) -> Decision:
    """Whether somebody lays out pilots and sees how they go."""
    if actor.has_role(Role.COMMUNITY_MANAGER.value):
        return allow()
    return refuse(_("Community managers lay out pilots and see how they go."))


def lay_out(actor: Person, wanted: Wanted, today: date) -> Pilot:
    """Lay out a pilot of a space that the actor reads. Raises Refused, NotFound, Invalid by field."""
    require(may_pilot(actor))
    wrong: dict[str, Message] = {}
    name, purpose = clean_line(wanted.name), clean_line(wanted.purpose)
    if not name:
        wrong["name"] = _("Give the pilot a name.")
    elif len(name) > LONGEST_NAME:
        wrong["name"] = _("Use at most %(limit)s characters.", limit=LONGEST_NAME)
    if len(purpose) > LONGEST_PURPOSE:
        wrong["purpose"] = _("Use at most %(limit)s characters.", limit=LONGEST_PURPOSE)
    space = _space(actor, wanted.space, wrong)
    first, last = _days(wanted, today, wrong)
    people = _cohort(wanted, space, wrong)
    if wrong or space is None:
        raise Invalid(**wrong)
    pilot = Pilot(
        uid=new_uid(), space_id=space.id, name=name, purpose=purpose, starts_on=first, ends_on=last,
        by_id=actor.id, created_at=clock.now(),
    )  # fmt: skip
    session().add(pilot)
    session().flush()
    session().add_all(
        PilotPerson(pilot_id=pilot.id, person_id=each, invited_on=first) for each in people
    )
    session().flush()
    record(PilotBegun(actor_id=actor.id, space_id=space.id, pilot_id=pilot.id))
    return pilot


def close(actor: Person, uid: str, lesson: str) -> Pilot:
    """Close a pilot with what was learnt. Raises Refused, NotFound, Invalid."""
    pilot, space = find_pilot(actor, uid)
    held = lock(Pilot, pilot.id)
    assert held is not None
    said = clean_line(lesson)
    if held.ended_at is not None:
        raise Invalid(lesson=_("This pilot is closed already."))
    if not said:
        raise Invalid(
            lesson=_("Say in a sentence or two what you learnt, also when it did not work.")
        )
    if len(said) > LONGEST_LESSON:
        raise Invalid(lesson=_("Use at most %(limit)s characters.", limit=LONGEST_LESSON))
    held.ended_at, held.lesson = clock.now(), said
    session().flush()
    record(PilotEnded(actor_id=actor.id, space_id=space.id, pilot_id=held.id))
    return held


def find_pilot(actor: Person, uid: str) -> tuple[Pilot, Space]:
    """A pilot of a space that the actor reads, and the space. Raises Refused, NotFound."""
    require(may_pilot(actor))
    row = session().execute(
        select(Pilot, Space)
        .join(Space, Space.id == Pilot.space_id)
        .where(Pilot.uid == uid, readable_by(actor))
        .options(joinedload(Pilot.by))
    ).one_or_none()  # fmt: skip
    if row is None:
        raise NotFound
    return row[0], row[1]


def pilots(actor: Person) -> Sequence[tuple[Pilot, Space, int]]:
    """The pilots of spaces that the actor reads, with how many were invited: the newest first."""
    require(may_pilot(actor))
    many = (
        select(func.count())
        .where(PilotPerson.pilot_id == Pilot.id)
        .correlate(Pilot)
        .scalar_subquery()
    )
    rows = session().execute(
        select(Pilot, Space, many)
        .join(Space, Space.id == Pilot.space_id)
        .where(readable_by(actor))
        .order_by(Pilot.starts_on.desc(), Pilot.id.desc())
    )
    return [(pilot, space, count) for pilot, space, count in rows]


def invited(pilot: Pilot) -> Sequence[Person]:
    """Who was invited, by name."""
    return session().scalars(
        select(Person)
        .join(PilotPerson, PilotPerson.person_id == Person.id)
        .where(PilotPerson.pilot_id == pilot.id)
        .order_by(Person.sort_key, Person.id)
    ).all()  # fmt: skip


def state_of(pilot: Pilot, today: date) -> State:
    """How far a pilot is on a day."""
    if pilot.ended_at is not None:
        return State.CLOSED
    if today < pilot.starts_on:
        return State.AHEAD
    if today <= pilot.ends_on:
        return State.RUNNING
    return State.SETTLING if today <= told_from(pilot) else State.OVER


def told_from(pilot: Pilot) -> date:
    """The first day whose figures are all of the time after the pilot."""
    return pilot.ends_on + SETTLING * DAY


def judged_on(pilot: Pilot, last: date) -> date:
    """The day by whose figures a pilot is told: the one from which it can be judged, or the last one."""
    return min(told_from(pilot), last)


def stands(pilot: Pilot, day: date, values: dict[About, float | None]) -> Feet:
    """Whether it stands on its own feet: after the end questions find a response, people come back, and
    those who lead it write no more than half. By figures of a day; too early within 28 days of the end.
    """
    if day < told_from(pilot):
        return Feet.EARLY
    found = [values.get(about) for about in FEET]
    if any(value is None for value in found):
        return Feet.UNKNOWN
    held = [rule.holds(values[rule.about]) for rule in feet_rules()]
    return Feet.YES if all(held) else Feet.NO


def feet_rules() -> list[Rule]:
    """What a pilot is judged by: the same thresholds as for a facilitating space."""
    return [rule for rule in RULES if rule.phase is Phase.FACILITATING and rule.about in FEET]


def _space(actor: Person, slug: str, wrong: dict[str, Message]) -> Space | None:
    try:
        space = find_space(actor, slug)
    except NotFound:
        wrong["space"] = _("Choose a space.")
        return None
    readable = select(Space.id).where(Space.id == space.id, readable_by(actor))
    if session().scalar(readable) is None or space.practice:
        wrong["space"] = _("Choose a space that you can read.")
        return None
    return space


def _days(wanted: Wanted, today: date, wrong: dict[str, Message]) -> tuple[date, date]:
    first, last = _day(wanted.starts_on), _day(wanted.ends_on)
    if first is None:
        wrong["starts_on"] = _("Give the first day.")
    elif abs((first - today).days) > LONGEST:
        wrong["starts_on"] = _("Choose a day within a year from now.")
    if last is None:
        wrong["ends_on"] = _("Give the last day.")
    elif first is not None and last < first:
        wrong["ends_on"] = _("A pilot does not end before it begins.")
    elif first is not None and (last - first).days > LONGEST:
        wrong["ends_on"] = _("A pilot takes a year at most.")
    return first or today, last or today


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _cohort(wanted: Wanted, space: Space | None, wrong: dict[str, Message]) -> Collection[int]:
    found: dict[int, Person] = {}
    for line in wanted.people.replace(",", "\n").splitlines()[: MOST_PEOPLE + 1]:
        try:
            person = colleague_meant(line, "people")
        except Invalid as invalid:
            wrong["people"] = f"{clean_line(line)}: {invalid.errors['people']}"
            return []
        if person is not None:
            found[person.id] = person
    here = Person.joined_at.is_not(None) & Person.left_at.is_(None)
    if wanted.department:
        rows = session().scalars(select(Person).where(Person.department == wanted.department, here))
        found.update({each.id: each for each in rows})
    if not found:
        wrong["people"] = _("Name people, or choose a department.")
    elif len(found) > MOST_PEOPLE:
        wrong["people"] = _("Invite at most %(limit)s people.", limit=MOST_PEOPLE)
    elif gone := [each for each in found.values() if not each.active]:
        wrong["people"] = _("%(name)s is not with the organisation.", name=gone[0].name)
    elif space is not None:
        _see_readers(found, space, wrong)
        if "people" not in wrong and like_another(found, space):
            wrong["people"] = ALIKE
    return list(found)


def _see_readers(found: dict[int, Person], space: Space, wrong: dict[str, Message]) -> None:
    reads = set(
        session().scalars(
            select(Person.id)
            .join(Space, Space.id == space.id)
            .where(Person.id.in_(found), readable_by_person(Person.id))
        )
    )
    without = [each.name for number, each in found.items() if number not in reads]
    if without:
        names = ", ".join(without[:NAMED])
        wrong["people"] = _(
            "Not everybody can read this space, such as %(names)s. Let them in first.", names=names
        )


def today(zone: ZoneInfo) -> date:
    """The present day by the clock on the wall."""
    return day_of(clock.now(), zone)
