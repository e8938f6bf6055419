"""Who works for whom as the directory of the organisation says it: for one person, or for everybody.

A directory is filled by many hands, so what it says may go round in a circle. What can stand is taken
over; the rest stays as it was and is told with the names, for whoever keeps the directory.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from essp.core.db import session
from essp.core.events import record
from essp.core.i18n import Message
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line
from essp.people import queries
from essp.people.events import PersonChanged
from essp.people.field_models import FieldAnswer, Hand, Kind, ProfileField
from essp.people.managing import has_left, hold_tree, in_a_row, own_manager
from essp.people.models import Person
from essp.people.sourcing import from_source
from essp.people.tree import lines_above

Line = dict[int, int | None]  # from a person to who leads them, by id
SOME = queries.LOOKED_UP_AT_ONCE


@dataclass(frozen=True)
class Taken:
    """Who works for somebody else now, by id, and for whom nothing could be taken, with why."""

    changed: Sequence[int]
    refused: Mapping[int, Message]


def take_team(said: Mapping[int, str]) -> Taken:
    """Let people, by id, work for whom the source says; an empty text means for nobody.

    A manager is named by address, by handle or by what stands in a field that the source fills in.
    """
    if not said or "manager" not in from_source():
        return Taken((), {})
    hold_tree()
    wanted, refused = _wanted(said)
    now = lines_above({*wanted, *(each for each in wanted.values() if each is not None)})
    changed = {who: led_by for who, led_by in wanted.items() if now.get(who) != led_by}
    line = now | changed
    while found := list(_circles(line, changed)):
        for circle in found:
            for each in changed.keys() & set(circle):
                line[each] = now[each]
                del changed[each]
                refused[each] = _(
                    "The directory says in a circle who works for whom: %(names)s. Mend it there.",
                    names=in_a_row([*circle, circle[0]]),
                )
    _keep(changed)
    return Taken(tuple(changed), refused)


def people_meant(texts: Collection[str]) -> dict[str, Person]:
    """The people whom a directory names so: by address, handle, or a text that it fills in itself."""
    lines = {text: clean_line(text).lower() for text in texts}
    left = sorted({line for line in lines.values() if line})
    by_address: dict[str, Person] = {}
    for start in range(0, len(left), SOME):
        by_address |= queries.by_emails(left[start : start + SOME])
    handles = [line.removeprefix("@") for line in left if line not in by_address]
    by_handle = {each.handle: each for each in queries.by_handles(handles)}
    known = by_address | {
        line: by_handle[line.removeprefix("@")]
        for line in left
        if line not in by_address and line.removeprefix("@") in by_handle
    }
    if len(known) < len(left):
        known = _by_own_text() | known
    return {text: known[line] for text, line in lines.items() if line in known}


def _by_own_text() -> dict[str, Person]:
    """People by what the source fills in of them, such as a number; nobody where two have the same."""
    rows = session().execute(
        select(FieldAnswer.value, Person)
        .join(ProfileField, ProfileField.id == FieldAnswer.field_id)
        .join(Person, Person.id == FieldAnswer.person_id)
        .where(ProfileField.hand == Hand.SOURCE.value, ProfileField.kind == Kind.TEXT.value)
    )
    found: dict[str, Person] = {}
    twice: set[str] = set()
    for value, person in rows:
        text = str(value).lower()
        twice |= {text} if found.setdefault(text, person) is not person else set()
    return {text: person for text, person in found.items() if text not in twice}


def _wanted(said: Mapping[int, str]) -> tuple[Line, dict[int, Message]]:
    known = people_meant(set(said.values()))
    wanted: Line = {}
    refused: dict[int, Message] = {}
    for who, text in said.items():
        manager = known.get(text)
        if not clean_line(text):
            wanted[who] = None
        elif manager is None:
            refused[who] = _("The directory names %(text)s, who is nobody here.", text=text)
        elif manager.id == who:
            refused[who] = own_manager()
        elif manager.left_at is not None:
            refused[who] = has_left(manager)
        else:
            wanted[who] = manager.id
    return wanted, refused


def _circles(line: Line, starts: Collection[int]) -> Iterator[list[int]]:
    """Each circle that is reached on the way up from one of these, once."""
    seen: set[int] = set()
    for start in starts:
        way: dict[int, None] = {}
        each: int | None = start
        while each is not None and each not in seen:
            seen.add(each)
            way[each] = None
            each = line.get(each)
        if each is not None and each in way:
            walked = list(way)
            yield walked[walked.index(each) :]


def _keep(changed: Line) -> None:
    ids = sorted(changed)
    for start in range(0, len(ids), SOME):
        some = ids[start : start + SOME]
        for person in session().scalars(select(Person).where(Person.id.in_(some))):
            person.manager_id = changed[person.id]
    session().flush()
    for each in ids:
        record(PersonChanged(actor_id=None, person_id=each, fields=("manager",)))
