"""The worked examples of measures of conversation, as histories: by measure what happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from essp.discussions.models import Outcome
from essp.stats.models import Usage
from essp.stats.verbs import Did, Opened, Thing
from tests.stats.history_shapes import DAY, History, Talk
from tests.stats.stories import NOW, did, person, question, story

HOUR, DAYS = timedelta(hours=1), timedelta(days=1)


def covered() -> History:
    after = [2 * DAYS] * 7 + [9 * DAYS]
    talks = [question(n, 1, 20, [(2, later)]) for n, later in enumerate(after)]
    return story(2, talks=[*talks, question(8, 1, 20), question(9, 1, 20)])


def answered() -> History:
    talks = [question(n, 1, 5, [(2, n * HOUR)]) for n in (2, 6)]
    return story(2, talks=[*talks, *(question(n, 1, NOW - n * HOUR) for n in (4, 50))])


def asked_back() -> History:
    talk = question(1, 1, 5, [(2, HOUR), (2, 5 * HOUR)])
    opening, back, answer = talk.posts
    return story(2, talks=[replace(talk, posts=(opening, replace(back, remark=True), answer))])


def closed(talk: Talk, outcome: Outcome) -> Talk:
    return replace(talk, closed_at=talk.at + DAYS, outcome=outcome.value)


def resolved() -> History:
    accepted = [question(n, 1, 40, [(2, HOUR)], accepted=True) for n in (1, 2, 3)]
    rest = [question(n, 1, 40, [(2, HOUR)]) for n in (4, 5, 6, 7, 8)]
    ended = [closed(rest[0], Outcome.BECAME_PAGE), closed(rest[1], Outcome.DROPPED)]
    return story(2, talks=[*accepted, *ended, *rest[2:]])


def reopened() -> History:
    deeds = [did(1, Did.RESOLVE, 2, kind=Thing.THREAD, on=n) for n in range(20)]
    return story(1, deeds=[*deeds, did(1, Did.REOPEN, 1, kind=Thing.THREAD, on=7)])


def deep() -> History:
    talk = question(3, 1, 5, [(2, HOUR), (1, 2 * HOUR)])
    opening, reply, below = talk.posts
    deepest = replace(talk, posts=(opening, reply, replace(below, parent_id=reply.id)))
    return story(2, talks=[question(1, 1, 5), question(2, 1, 5, [(2, HOUR)]), deepest])


def composing() -> History:
    def usage(verb: Opened, who: Sequence[int]) -> list[dict[str, object]]:
        return [
            {"day": DAY - DAYS, "person_id": person(each), "verb": verb.value, "kind": "",
             "object_id": 0, "department": "Grid", "times": 1}
            for each in who
        ]  # fmt: skip

    rows = usage(Opened.SUGGESTED, range(1, 11)) + usage(Opened.SUGGESTION_OPEN, (1, 2, 3, 4))
    return story(10, deeds=[did(1, Did.ASK, kind=Thing.THREAD)], more=((Usage, rows),))


def repeated() -> History:
    talks = [question(n, 1, 5) for n in range(25)]
    return story(1, talks=[closed(each, Outcome.DUPLICATE) for each in talks[:2]] + talks[2:])


def by_weekday() -> History:
    """What five people asked on a Friday, five on a Monday and five on a Wednesday."""
    assert (DAY - 6 * DAYS).weekday() == 4
    waits = [(6, 66), (3, 3), (1, 5)]
    talks = [
        question(5 * place + n, 5 * place + n, ago, [(16, hours * HOUR)])
        for place, (ago, hours) in enumerate(waits)
        for n in range(1, 6)
    ]
    return story(16, talks=talks)


EXAMPLES: dict[str, Callable[[], History]] = {
    "D1": lambda: story(1, talks=[question(n, 1, ago) for n, ago in enumerate((3, 1, 0))]),
    "D2": answered,
    "D3": covered,
    "M20": covered,
    "M21": lambda: story(
        2, talks=[question(n, 1, 20, [(2, DAYS)] if n < 17 else []) for n in range(20)]
    ),
    "M22": answered,
    "M23": asked_back,
    "M24": resolved,
    "M25": reopened,
    "M26": deep,
    "M27": composing,
    "M28": repeated,
    "M29": by_weekday,
}
