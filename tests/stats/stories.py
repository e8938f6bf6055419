"""Short histories by hand, for worked examples: people by their place from 1, days by how long ago."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from essp.discussions.models import Kind
from essp.people.models import Role
from essp.spaces.models import Access
from essp.stats.asking import day_of, midnight
from essp.stats.verbs import Did, Thing
from essp.wiki.models import Page
from tests.stats.histories import presences_of, told
from tests.stats.history_shapes import (
    ACCESS,
    DAY,
    OPEN,
    PRACTICE,
    SPACES,
    ZONE,
    Accepted,
    Done,
    Here,
    History,
    Place,
    Said,
    Someone,
    Talk,
    moment,
)  # fmt: skip

NINE, NOON = time(9), time(12)
NOW = midnight(DAY + timedelta(days=1), ZONE)  # up to which is known


def person(place: int) -> int:
    """The id of the first, second, third person."""
    return 9000 + place


def at(ago: int, clock: time = NINE) -> datetime:
    """A moment so many days before the last."""
    return moment(ago, clock)


def story(
    count: int,
    *,
    deeds: Iterable[Done] = (),
    here: Iterable[Here] = (),
    talks: Sequence[Talk] = (),
    more: tuple[tuple[type, list[dict[str, Any]]], ...] = (),
    champions: Iterable[int] = (),
    **changed: dict[int, Any],
) -> History:
    """So many members of one department who joined long ago; `changed` says by field who differs how."""
    people = {
        person(n): Someone(person(n), at(500), None, Role.MEMBER.value, "Grid")
        for n in range(1, count + 1)
    }
    for field, values in changed.items():
        for place, value in values.items():
            people[person(place)] = replace(people[person(place)], **{field: value})
    helpers = {person(each): at(400) for each in champions}
    places = {
        each: Place(each, ACCESS[each], each == PRACTICE, {}, helpers if each == OPEN else {})
        for each in SPACES
    }
    done = [*deeds, *(deed for talk in talks for deed in told(people, talk))]
    rows = {
        (each.day, each.person_id, each.space_id): each for each in presences_of(people, done, [])
    }
    rows |= {(each.day, each.person_id, each.space_id): each for each in here}
    assert places[OPEN].access is Access.OPEN
    return History(people, places, tuple(talks), tuple(done), tuple(rows.values()), more)


def did(
    who: int, verb: Did, ago: int = 1, *, kind: Thing = Thing.PAGE, on: int = 1, number: int = 1,
    to: int | None = None, space: int = OPEN,
) -> Done:  # fmt: skip
    """Somebody did something."""
    when = at(ago)
    return Done(
        when, day_of(when, ZONE), person(who), "Grid", verb, kind, on, number, space,
        person(to) if to else None,
    )  # fmt: skip


def was_here(
    who: int, ago: int, *, kinds: int = 0, reacted: int = 0, wrote: int = 0, space: int = 0
) -> Here:
    """Somebody was here on a day."""
    day = DAY - timedelta(days=ago)
    return Here(day, person(who), space, "Grid", True, reacted, wrote, kinds)


def question(
    number: int, by: int, ago: int | datetime, answers: Sequence[tuple[int, timedelta]] = (), *,
    accepted: bool = False, topics: tuple[int, ...] = (),
) -> Talk:  # fmt: skip
    """A question with answers by others, so long after it; with `accepted` the first one is, in two hours.

    It was asked so many days ago, or at a moment.
    """
    thread, asked = 8000 + number, at(ago) if isinstance(ago, int) else ago
    opening = Said(100 * thread + 1, thread, 1, None, person(by), asked)
    posts = [opening] + [
        Said(opening.id + place, thread, place + 1, opening.id, person(who), asked + later)
        for place, (who, later) in enumerate(answers, start=1)
    ]
    marks = [
        Accepted(each.id, thread, person(by), asked + timedelta(hours=2), None)
        for each in posts[1:2]
        if accepted
    ]
    return Talk(
        thread, OPEN, Kind.QUESTION.value, person(by), asked, tuple(posts), tuple(marks), topics=topics,
    )  # fmt: skip


def pages(*numbers: int) -> tuple[type, list[dict[str, Any]]]:
    """Further pages, in an open space."""
    early = at(500)
    return Page, [
        {"id": number, "uid": f"g{number}", "space_id": OPEN, "slug": f"g{number}",
         "title": f"G {number}", "title_key": f"g {number}", "created_at": early,
         "created_by_id": person(1), "updated_at": early, "updated_by_id": person(1)}
        for number in numbers
    ]  # fmt: skip
