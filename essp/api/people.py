"""People for programs: the list, each profile as the caller may see it, and the caller's absence."""

from __future__ import annotations

from essp.api import listing, shapes
from essp.api import people_shapes as told
from essp.api.operations import operation
from essp.api.telling import named, person_told
from essp.core.db import transaction
from essp.core.i18n import language
from essp.people import absences, directory, seeing, tree
from essp.people.current import me
from essp.people.directory import Wanted
from essp.people.field_models import Kind
from essp.people.managing import set_manager
from essp.people.models import Person
from essp.people.queries import colleague_meant, find_person, kept_of
from essp.people.seeing import Shown


@operation("GET", "/people", shapes.People, query=told.PeopleQuestion, problems=[400])
def list_people(query: told.PeopleQuestion) -> shapes.People:
    """List all people, or those whom the directory would find, those known longest first."""
    wanted = Wanted(
        name=query.q, department=query.department, location=query.location,
        language=query.language, topic=query.topic, team=query.manager,
    )  # fmt: skip
    found, following = listing.people(me(), query, wanted if wanted != Wanted() else None)
    return shapes.People(items=[person_told(each) for each in found], next=following)


@operation("GET", "/people/<handle>", told.PersonPage, problems=[404])
def read_person(handle: str) -> told.PersonPage:
    """Read a profile, with what its fields say to you."""
    return _page(kept_of(find_person(handle)))


@operation(
    "POST", "/people/<handle>/manager", told.PersonPage, body=told.ManagerGiven,
    problems=[403, 404],
)  # fmt: skip
def name_manager(handle: str, body: told.ManagerGiven) -> told.PersonPage:
    """Say whom somebody works for: of yourself, or as an administrator of anybody."""
    with transaction():
        person = find_person(handle)
        set_manager(me(), person, colleague_meant(body.manager, "manager"))
    return _page(find_person(handle))


@operation("PUT", "/absence", told.PersonPage, body=told.AbsenceGiven)
def note_absence(body: told.AbsenceGiven) -> told.PersonPage:
    """Say when you are away and who can be asked meanwhile."""
    with transaction():
        deputy = colleague_meant(body.deputy, "deputy")
        absences.be_away(me(), me(), first=body.first, last=body.last, deputy=deputy)
    return _page(find_person(me().handle))


@operation("DELETE", "/absence", told.PersonPage)
def end_absence() -> told.PersonPage:
    """Take back that you are away."""
    with transaction():
        absences.be_back(me(), me())
    return _page(find_person(me().handle))


def _page(person: Person) -> told.PersonPage:
    team = tree.team_of(person, 1)
    answers = seeing.answers_of(person, seeing.eyes_of(me(), person))
    return told.PersonPage(
        **person_told(person).model_dump(),
        working_on=person.working_on,
        hours=dict(person.hours or {}),
        time_zone=person.time_zone,
        absence=_absence(person),
        manager=named(team.above[-1]) if team.above else None,
        leads=team.led,
        answers=[_answer(each) for each in answers],
    )


def _absence(person: Person) -> told.AbsenceTold | None:
    if person.away_from is None or person.away_until is None or person.left_at is not None:
        return None
    if not absences.will_be_away(person):
        return None
    deputy = directory.deputies_of([person]).get(person.deputy_id or 0)
    return told.AbsenceTold(
        first=person.away_from, last=person.away_until, deputy=named(deputy) if deputy else None
    )


def _answer(shown: Shown) -> told.AnswerTold:
    listed = shown.kind in {Kind.CHOICE, Kind.CHOICES}
    return told.AnswerTold(
        uid=shown.field.uid,
        name=shown.field.name(language()),
        kind=shown.field.kind,
        value=shown.texts(language()) if listed else shown.value,
    )
