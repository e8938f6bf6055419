"""Value: answers that others came back to, time that was saved, what answers were good for. Parts:

- M100, M102: `threads`, the ids of the conversations, of M102 the newest first.
- M101: `p90`.

Minutes are what people say themselves. They are never multiplied into money.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from essp.core.figures import count_band
from essp.core.i18n import lazy as _
from essp.discussions.mark_models import Acceptance
from essp.discussions.models import Post, Thread
from essp.stats.asking import Asked
from essp.stats.catalogue.reading_people import Rows, spread_of
from essp.stats.measures import About, Better, Chapter, Measure, Reading, Unit, declare
from essp.stats.models import Usage
from essp.stats.place_models import UseCase
from essp.stats.verbs import Opened, Thing

MONTH = 28
OTHERS = 3
MOST_LISTED = 200


def read_again(asked: Asked) -> Any:
    """Each reader of a conversation with an accepted answer, who neither asked nor answered it."""
    key = asked.key(Thread.space_id)
    wrote = aliased(Post)
    accepted = (
        select(Acceptance.id)
        .where(
            Acceptance.thread_id == Thread.id,
            Acceptance.at < asked.now,
            or_(Acceptance.ended_at.is_(None), Acceptance.ended_at >= asked.now),
        )
        .correlate(Thread)
        .exists()
    )
    answered = (
        select(Acceptance.id)
        .join(wrote, wrote.id == Acceptance.post_id)
        .where(Acceptance.thread_id == Thread.id, wrote.author_id == Usage.person_id)
        .correlate(Thread, Usage)
        .exists()
    )
    return (
        select(key.label("key"), Thread.id.label("thread_id"), Usage.person_id)
        .join(Thread, Thread.id == Usage.object_id)
        .where(
            Usage.verb == Opened.VIEW.value, Usage.kind == Thing.THREAD.value, _days(asked),
            # Said twice, so that what was opened of other conversations is not read at all.
            Usage.object_id.in_(select(Acceptance.thread_id)),
            Usage.person_id != Thread.author_id, Thread.merged_into_id.is_(None),
            asked.places(Thread.space_id), accepted, ~answered,
        )
        .distinct()
    )  # fmt: skip


def _days(asked: Asked) -> ColumnElement[bool]:
    return and_(Usage.day >= asked.first, Usage.day <= asked.day)


def used_again(rows: Rows) -> Reading:
    """How many answers three other people or more came to read."""
    readers: dict[int, set[int]] = {}
    for row in rows:
        readers.setdefault(row.thread_id, set()).add(row.person_id)
    good = sorted(thread for thread, people in readers.items() if len(people) >= OTHERS)
    people = set().union(*(readers[thread] for thread in good))
    return Reading(
        float(len(good)), len(readers), len(people), count_band(len(good)),
        {"threads": good[-MOST_LISTED:]},
    )  # fmt: skip


def _told(asked: Asked) -> Any:
    key = asked.key(Thread.space_id)
    return (
        select(key.label("key"), UseCase.thread_id, UseCase.person_id, UseCase.minutes, UseCase.at)
        .join(Thread, Thread.id == UseCase.thread_id)
        .where(UseCase.at >= asked.since, UseCase.at < asked.now, asked.places(Thread.space_id))
    )


def saved(asked: Asked) -> Any:
    """The minutes that people say an answer saved them."""
    return _told(asked).where(UseCase.minutes.is_not(None))


def minutes(rows: Rows) -> Reading:
    """The median of the minutes, and what nine in ten do not exceed."""
    return spread_of((float(row.minutes) for row in rows), len({row.person_id for row in rows}))


def good_for(asked: Asked) -> Any:
    """What people say answers were good for."""
    return _told(asked).where(UseCase.text != "")


def uses(rows: Rows) -> Reading:
    """How many there are, and in which conversations."""
    newest = sorted(rows, key=lambda row: (row.at, row.thread_id), reverse=True)
    threads = list(dict.fromkeys(row.thread_id for row in newest))[:MOST_LISTED]
    people = len({row.person_id for row in rows})
    return Reading(float(len(rows)), len(rows), people, count_band(len(rows)), {"threads": threads})


declare(Measure(
    id="M100", chapter=Chapter.VALUE, name=_("Answers read again"),
    formula=_("Conversations with an accepted answer that at least 3 people who neither asked"
              " nor answered opened in the last 28 days."),
    example=_("Of 2 accepted answers, one was opened by 3 others and one by 2: 1."),
    unit=Unit.COUNT, better=Better.MORE, window=MONTH, question=read_again, reading=used_again,
    personal=True,
))  # fmt: skip
declare(Measure(
    id="M101", chapter=Chapter.VALUE, name=_("Minutes saved"),
    formula=_("The minutes that people say an answer of the last 28 days saved them: the"
              " median, and what nine in ten do not exceed."),
    example=_("Three people say 10, 30 and 120 minutes: the median is 30."),
    unit=Unit.MINUTES, better=Better.MORE, window=MONTH, question=saved, reading=minutes,
    about=About.SPREAD,
))  # fmt: skip
declare(Measure(
    id="M102", chapter=Chapter.VALUE, name=_("What answers were good for"),
    formula=_("How often in the last 28 days somebody who asked said in one line what the"
              " answer was good for."),
    example=_("2 people said what an answer was good for: 2."),
    unit=Unit.COUNT, better=Better.MORE, window=MONTH, question=good_for, reading=uses,
))  # fmt: skip
