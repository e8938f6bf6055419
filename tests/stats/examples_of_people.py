"""The worked examples of measures about people, as histories: by measure what happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from essp.expertise.models import Knower
from essp.people.models import Role
from essp.spaces.rule_models import RulesRead, RulesVersion
from essp.stats.figure_models import Figure
from essp.stats.verbs import Did, Thing, Use
from essp.topics.models import Topic
from tests.stats.history_shapes import DAY, OPEN, History
from tests.stats.stories import at, did, person, question, story, was_here

HOUR, DAYS = timedelta(hours=1), timedelta(days=1)


def stickiness() -> History:
    """What was counted on the 20 working days of four weeks, and on the weekends between."""
    days = [DAY - n * DAYS for n in range(27, -1, -1)]
    first = next(day for day in days if day.weekday() < 5)
    rows = [
        {"day": day, "scope": "site", "key": "", "measure": "M02", "value": 1.0, "n": 2, "people": 2,
         "parts": {"1": 2 if day == first else int(day.weekday() < 5), "7": 2, "28": 2}}
        for day in days
    ]  # fmt: skip
    return story(2, more=((Figure, rows),))


def flow() -> History:
    new = [did(each, Did.ASK, 3) for each in (1, 2, 3)]
    back = [did(4, Did.ASK, 60), did(4, Did.ASK, 3), did(5, Did.ASK, 365), did(5, Did.ASK, 3)]
    stopped = [did(each, Did.ASK, ago) for each in (6, 7) for ago in (30, 40, 50, 60)]
    return story(7, deeds=[*new, *back, *stopped])


def welcome() -> History:
    answered = [question(each, each, 5, [(5, 3 * HOUR)]) for each in (1, 2, 3)]
    late = question(4, 4, 6, [(5, 3 * DAYS)])
    return story(5, talks=[*answered, late], deeds=[did(5, Did.ASK, 300, on=9)])


def contributed(*times: int) -> History:
    deeds = [did(who, Did.REPLY, 2, on=n) for who, many in enumerate(times, 1) for n in range(many)]
    return story(len(times), deeds=deeds)


def known() -> History:
    topic = {"id": 1, "uid": "u1", "slug": "u1", "created_at": at(300)}
    knower = {"person_id": person(1), "topic_id": 1, "declared": True, "evidence": 2.0,
              "since": at(99), "shown_from": at(90)}  # fmt: skip
    return story(4, more=((Topic, [topic]), (Knower, [knower])))


def rules() -> History:
    version = {"id": 1, "space_id": None, "number": 1, "author_id": person(1), "text": "Be kind.",
               "at": at(100)}  # fmt: skip
    read = [{"person_id": person(each), "version_id": 1, "at": at(50)} for each in (1, 2, 3)]
    return story(4, more=((RulesVersion, [version]), (RulesRead, read)))


EXAMPLES: dict[str, Callable[[], History]] = {
    "M01": lambda: story(4, here=[was_here(each, 9) for each in (1, 2, 3)]),
    "M02": lambda: story(5, here=[was_here(who, ago) for who, ago in enumerate((0, 3, 10, 27), 1)]),
    "D4": lambda: story(5, here=[was_here(who, ago) for who, ago in enumerate((0, 3, 6, 27), 1)]),
    "M03": stickiness,
    "M04": lambda: story(
        4, here=[was_here(1, 3, kinds=Use.SEARCH | Use.PAGE | Use.EDIT)]
        + [was_here(each, 3, kinds=Use.PAGE) for each in (2, 3, 4)]
    ),
    "M05": lambda: story(
        5, here=[was_here(who, ago) for who in (1, 2) for ago in (1, 8, 15)]
        + [was_here(each, 3) for each in (3, 4, 5)]
    ),
    "M06": lambda: story(4, deeds=[did(who, Did.ASK, 5 if who < 3 else 200) for who in (1, 2, 3, 4)]),
    "M07": lambda: story(
        10, here=[was_here(each, 3) for each in (1, 2, 3, 6, 7)],
        department=dict.fromkeys(range(6, 11), "Sales"),
    ),
    "M08": lambda: story(
        5, here=[was_here(each, 3) for each in (1, 2, 3, 4)],
        invited_at=dict.fromkeys(range(1, 6), at(20)),
    ),
    "D5": lambda: story(
        5, here=[was_here(1, 3, wrote=1), was_here(2, 3, reacted=1), was_here(3, 3)]
    ),
    "D6": flow,
    "M10": lambda: story(5, deeds=[did(each, Did.ASK, 3) for each in (1, 2)]),
    "M11": lambda: contributed(1, 2, 6),
    "M12": lambda: contributed(1, 3),
    "M13": lambda: story(
        4, deeds=[did(each, Did.REPLY) for each in (1, 2, 3, 4)], champions=[1],
        role={2: Role.COMMUNITY_MANAGER.value},
    ),
    "M60": lambda: story(
        3, deeds=[did(1, Did.ASK, 19), did(2, Did.ASK, 16)],
        joined_at={1: at(20), 2: at(20), 3: at(10)},
    ),
    "M61": welcome,
    "D7": welcome,
    "M62": lambda: story(
        4, here=[was_here(each, 42 - 25) for each in (1, 2, 3)],
        joined_at=dict.fromkeys(range(1, 5), at(42)),
    ),
    "M63": known,
    "M74": rules,
    "C5act": lambda: story(
        9, here=[was_here(each, 3, space=OPEN) for each in range(4, 10)],
        deeds=[did(who, Did.REPLY, 3, on=n) for who in (1, 2, 3) for n in range(4)],
    ),
    "C5ret": lambda: story(
        10, deeds=[did(who, Did.ASK, 3) for who in range(1, 11)]
        + [did(who, Did.ASK, 40) for who in range(1, 5)],
    ),
    "M75": lambda: story(2, deeds=[did(1, Did.TAG, kind=Thing.PAGE, on=n) for n in (1, 2, 3, 4)]),
}  # fmt: skip
