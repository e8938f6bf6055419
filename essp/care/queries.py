"""Reports and cases as an actor may see them: the queue, one case, what one reported, what was decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from essp.care import policy, things
from essp.care.models import Case, Report, State, Thing
from essp.care.things import Reported
from essp.core.db import lock, session
from essp.core.decision import NotFound
from essp.people.models import Person, Role
from essp.spaces.models import Ownership, Space
from essp.spaces.policy import readable_by_person

SHOWN = 20


@dataclass(frozen=True)
class Row:
    """A case in the queue: the thing, how many reported it, and for which reasons, the most first."""

    case: Case
    thing: Reported
    reports: int
    reasons: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Own:
    """What somebody reported themselves; `thing` is None once they may not read it any more."""

    report: Report
    thing: Reported | None


def find_case(actor: Person, uid: str) -> Case:
    """A case that the actor may look after; NotFound for any other."""
    found = session().scalar(_cases().where(Case.uid == uid, policy.seen_by(actor)))
    if found is None:
        raise NotFound
    return found


def held(found: Case) -> Case:
    """A case as it is now, kept from being changed by others until the transaction ends."""
    fresh = lock(Case, found.id)
    if fresh is None:
        raise NotFound
    return fresh


def thing_of(found: Case) -> Reported:
    """What a case, which the actor may see, is about."""
    return things.load([found])[Thing(found.thing), found.thing_id]


def read_of(actor: Person, found: Case) -> Reported:
    """The same as the actor, who sees the case, reads it: of a message between two others nothing until
    they look at it."""
    return _read(actor, found, thing_of(found))


def queue(actor: Person, state: State, *, limit: int = SHOWN, offset: int = 0) -> list[Row]:
    """The cases the actor may look after: what waits longest first, what is decided newest first."""
    done = state is State.DONE
    order = (Case.decided_at.desc(), Case.id.desc()) if done else (Case.opened_at, Case.id)
    rows = session().scalars(
        _cases()
        .where(Case.state == state.value, policy.seen_by(actor))
        .order_by(*order)
        .limit(limit)
        .offset(offset)
    )
    cases = rows.all()
    found, reasons = things.load(cases), _reasons([each.id for each in cases])
    return [
        Row(
            each,
            _read(actor, each, found[Thing(each.thing), each.thing_id]),
            sum(times for _reason, times in reasons[each.id]),
            reasons[each.id],
        )
        for each in cases
    ]


def counts(actor: Person) -> Mapping[State, int]:
    """How many cases the actor may look after, by how far they are."""
    rows = session().execute(
        select(Case.state, func.count()).where(policy.seen_by(actor)).group_by(Case.state)
    )
    found = {State(state): number for state, number in rows}
    return {state: found.get(state, 0) for state in State}


def waiting(actor: Person) -> int:
    """How many cases want something of the actor: those nobody looks at, and those they look at."""
    return session().scalar(select(func.count(Case.id)).where(policy.waits_for(actor))) or 0


def reports_on(found: Case) -> Sequence[Report]:
    """The reports of a case, which the actor may see, with who made them, the oldest first."""
    rows = select(Report).options(joinedload(Report.person)).where(Report.case_id == found.id)
    return session().scalars(rows.order_by(Report.id)).all()


def somebody_for(actor: Person, thing: Reported) -> bool:
    """Whether there is anybody to look at a thing, besides who wrote it and the actor who reports it."""
    manages = Person.role.in_([Role.COMMUNITY_MANAGER.value, Role.ADMINISTRATOR.value])
    here = select(Person.id).where(
        Person.joined_at.is_not(None),
        Person.left_at.is_(None),
        Person.id.not_in([actor.id, thing.author.id]),
    )
    if thing.space is None:
        return session().scalar(here.where(manages).limit(1)) is not None
    owns = select(Ownership.space_id).where(
        Ownership.space_id == thing.space.id, Ownership.person_id == Person.id
    )
    looks = here.join(Space, Space.id == thing.space.id).where(
        readable_by_person(Person.id), or_(manages, owns.exists())
    )
    return session().scalar(looks.limit(1)) is not None


def own_report(actor: Person, thing: Reported) -> Report | None:
    """The actor's newest report about a thing, with its case."""
    return session().scalar(
        select(Report)
        .join(Report.case)
        .options(joinedload(Report.case))
        .where(
            Report.person_id == actor.id,
            Case.thing == thing.thing.value,
            Case.thing_id == thing.id,
        )
        .order_by(Report.id.desc())
        .limit(1)
    )


def own_reports(actor: Person, *, limit: int = SHOWN, offset: int = 0) -> list[Own]:
    """What the actor reported and how far it is, the newest first."""
    rows = session().scalars(
        select(Report)
        .options(joinedload(Report.case).joinedload(Case.decided_by))
        .where(Report.person_id == actor.id)
        .order_by(Report.id.desc())
        .limit(limit)
        .offset(offset)
    )
    reports = rows.all()
    found = things.load([each.case for each in reports], actor)
    return [Own(each, found.get((Thing(each.case.thing), each.case.thing_id))) for each in reports]


def count_own_reports(actor: Person) -> int:
    """How many reports the actor made."""
    return session().scalar(select(func.count()).where(Report.person_id == actor.id)) or 0


def decisions_about(actor: Person, *, limit: int = SHOWN) -> list[tuple[Case, Reported | None]]:
    """What moderators did about the actor's own words, the newest first."""
    rows = session().scalars(
        _cases()
        .where(Case.author_id == actor.id, _told())
        .order_by(Case.decided_at.desc())
        .limit(limit)
    )
    cases = rows.all()
    found = things.load(cases, actor)
    return [(each, found.get((Thing(each.thing), each.thing_id))) for each in cases]


def find_decision(actor: Person, uid: str) -> Case:
    """What was decided about the actor's own words; NotFound for whatever they were not told of."""
    found = session().scalar(_cases().where(Case.uid == uid, Case.author_id == actor.id, _told()))
    if found is None:
        raise NotFound
    return found


def case_told_to(actor: Person, uid: str) -> Case:
    """A case that the actor hears of: they reported it, or were told what was decided about them."""
    found = session().scalar(_cases().where(Case.uid == uid, _concerns(actor)))
    if found is None:
        raise NotFound
    return found


def cases_told_to(actor: Person, ids: Collection[int]) -> Sequence[Case]:
    """Those of these cases that the actor hears of."""
    return session().scalars(_cases().where(Case.id.in_(ids), _concerns(actor))).all()


def _read(actor: Person, found: Case, thing: Reported) -> Reported:
    return thing if policy.reads(actor, found) else thing.veiled


def _concerns(actor: Person) -> ColumnElement[bool]:
    mine = select(Report.id).where(Report.case_id == Case.id, Report.person_id == actor.id)
    return or_(mine.exists(), and_(Case.author_id == actor.id, _told()))


def _told() -> ColumnElement[bool]:
    """The condition of a case of which its author was told."""
    return Case.decided_at.is_not(None) & Case.outcome.in_(policy.ACTED)


def _cases() -> Select[Case]:
    people = (Case.author, Case.handler, Case.decided_by, Case.verdict_by)
    return select(Case).options(*(joinedload(each) for each in people))


def _reasons(ids: Collection[int]) -> Mapping[int, list[tuple[str, int]]]:
    times = func.count()
    rows = session().execute(
        select(Report.case_id, Report.reason, times)
        .where(Report.case_id.in_(ids))
        .group_by(Report.case_id, Report.reason)
        .order_by(times.desc(), Report.reason)
    )
    found: dict[int, list[tuple[str, int]]] = {each: [] for each in ids}
    for case_id, reason, number in rows:
        found[case_id].append((reason, number))
    return found
