"""Conversation: how long questions wait, which are answered, what becomes of them.

What `parts` hold, beside the value of each measure:

- D1 `late`, `soon`: ids of the threads past the promise and within it with the working days since each
  was asked, of each the 200 that wait longest; `waiting`: how many wait in all.
- D2, M22, M23 `p75`, `p90`, `open`, `curve` as of every wait; `answered`: mean, median and p90 in hours of
  those alone that were answered, as is often reported; `ended`: how many these are.
- D3, M20 `part`; `answers`: the share with an answer in seven days, beside that with a response.
- M26 `p90` of the depth, `people` taking part: the median.
- M29 `hours` and `weekdays`: for each (0 is midnight, and Monday) how many questions, and the median in
  hours; None of fewer than five people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from essp.core.i18n import lazy as _
from essp.stats.asking import Axis
from essp.stats.catalogue import answered, talked
from essp.stats.measures import Better, Chapter, Measure, Unit, declare, share

PROMISE = 2.0  # working days within which a question has a response
COVERED = timedelta(days=7)
ALONE = timedelta(days=14)
SOLVED = timedelta(days=30)
MOST_STEPS = 120  # of a curve
EVERYWHERE = (Axis.SITE, Axis.SPACE, Axis.DEPARTMENT, Axis.TOPIC)
FEW = 5
Rows = Sequence[Row[Any]]


declare(
    Measure(
        id="D1", chapter=Chapter.CONVERSATION, unit=Unit.COUNT, better=Better.LESS, window=1,
        name=_("Questions without a response past the promise"),
        formula=_(
            "Open questions, however old, that nobody else has responded to, more than two working days"
            " after they were asked."
        ),
        example=_(
            "Three questions wait on Thursday at the end of the day: of Monday, of Wednesday and of"
            " Thursday. One is past two working days: 1."
        ),
        question=answered.waiting, reading=answered.late, axes=(Axis.SITE, Axis.SPACE, Axis.TOPIC), least=0,
    )
)  # fmt: skip
answer_time = declare(
    Measure(
        id="M22", chapter=Chapter.CONVERSATION, unit=Unit.HOURS, better=Better.LESS, window=28,
        name=_("Answer time"),
        formula=_(
            "Within how many hours half of the questions of 28 days had their first answer by somebody"
            " else. A question that still waits counts as waiting at least so long (Kaplan-Meier); left"
            " out, it would make the figure better."
        ),
        example=_(
            "Four questions: answered after 2 and 6 hours, and two that wait, for 4 and 50 hours. After 2"
            " hours three quarters wait; of the two seen for longer than 4 hours one is answered after 6,"
            " so half of these three quarters wait then. 6 hours."
        ),
        question=answered.answers, reading=answered.waited, axes=EVERYWHERE,
    )
)  # fmt: skip
declare(
    replace(
        answer_time, id="D2", name=_("Answer time, and how long nine in ten take"),
        formula=_("M22 with the hours within which nine in ten questions had an answer, on a tile."),
    )
)  # fmt: skip
declare(
    Measure(
        id="M23", chapter=Chapter.CONVERSATION, unit=Unit.HOURS, better=Better.LESS, window=28,
        name=_("Time to the first response"),
        formula=_(
            "As the answer time, until the first response by somebody else: an answer, or a remark or"
            " question back right under the question."
        ),
        example=_(
            "A colleague asks back after 1 hour and answers after 5: the answer took 5 hours, the response 1."
        ),
        question=answered.responses, reading=answered.waited, axes=EVERYWHERE,
    )
)  # fmt: skip
coverage = declare(
    Measure(
        id="M20", chapter=Chapter.CONVERSATION, unit=Unit.SHARE, better=Better.MORE, window=35,
        name=_("Questions with a response within seven days"),
        formula=_(
            "Of the questions asked 35 to 7 days ago, those that somebody else responded to within seven"
            " days."
        ),
        example=_("Of 10 questions 7 had a response within seven days and one after nine: 0.7."),
        question=answered.coverable, reading=answered.covered, axes=EVERYWHERE,
    )
)  # fmt: skip
declare(
    replace(
        coverage, id="D3", name=_("Reply coverage"),
        formula=_("M20 on a tile. The best fifth of networks reaches 0.58 (SWOOP)."),
    )
)  # fmt: skip
declare(
    Measure(
        id="M21", chapter=Chapter.CONVERSATION, unit=Unit.SHARE, better=Better.LESS, window=42,
        name=_("Conversations that stay alone"),
        formula=_(
            "Of the conversations begun 42 to 14 days ago, those in which nobody else wrote within 14 days."
        ),
        example=_("Of 20 conversations 3 have one author after 14 days: 0.15."),
        question=answered.begun, reading=answered.alone, axes=EVERYWHERE,
    )
)  # fmt: skip
declare(
    Measure(
        id="M24", chapter=Chapter.CONVERSATION, unit=Unit.SHARE, better=Better.MORE, window=58,
        name=_("Questions resolved within 30 days"),
        formula=_(
            "Of the questions asked 58 to 30 days ago, those with an accepted answer, or closed as"
            " answered, decided or become a page, within 30 days."
        ),
        example=_(
            "Of 8 questions 3 have an accepted answer, 1 became a page, 1 was dropped: 4 of 8, 0.5."
        ),
        question=answered.solvable, reading=answered.solved, axes=EVERYWHERE,
    )
)  # fmt: skip
declare(
    Measure(
        id="M25", chapter=Chapter.CONVERSATION, unit=Unit.SHARE, better=Better.LESS, window=28,
        name=_("Closed and opened again"),
        formula=_("Of the conversations closed in 28 days, those opened again before the end of the day."),
        example=_("Of 20 conversations that were closed one was opened again: 0.05."),
        question=talked.closings, reading=share,
    )
)  # fmt: skip
declare(
    Measure(
        id="M26", chapter=Chapter.CONVERSATION, unit=Unit.RATIO, better=Better.NEITHER, window=28,
        name=_("Depth of conversations"),
        formula=_(
            "The mean, over the conversations begun in 28 days, of the longest way from the opening post"
            " down to a reply to a reply."
        ),
        example=_("One without a reply, one with a reply, one with a reply to a reply: (0 + 1 + 2) / 3 = 1."),
        question=talked.trees, reading=talked.depth,
    )
)  # fmt: skip
declare(
    Measure(
        id="M27", chapter=Chapter.CONVERSATION, unit=Unit.SHARE, better=Better.MORE, window=28,
        name=_("Found it while asking"),
        formula=_(
            "Of the days on which somebody began to ask and was shown what may answer it, those on which"
            " they opened some of it and asked nothing."
        ),
        example=_("Ten people began to ask; four opened what was shown, and one of these asked still: 0.3."),
        question=talked.composing, reading=share, axes=(Axis.SITE, Axis.DEPARTMENT), personal=True,
    )
)  # fmt: skip
declare(
    Measure(
        id="M28", chapter=Chapter.CONVERSATION, unit=Unit.SHARE, better=Better.LESS, window=28,
        name=_("Asked elsewhere too"),
        formula=_("Of the questions of 28 days, those closed because the same was asked elsewhere."),
        example=_("Of 25 questions 2 were closed as asked elsewhere: 0.08."),
        question=talked.repeated, reading=share, axes=(Axis.SITE, Axis.SPACE, Axis.TOPIC),
    )
)  # fmt: skip
declare(
    Measure(
        id="M29", chapter=Chapter.CONVERSATION, unit=Unit.HOURS, better=Better.LESS, window=91,
        name=_("First response by hour and weekday"),
        formula=_(
            "As the time to the first response, for the questions of 91 days, and for each hour of the day"
            " and day of the week at which they were asked. Not shown of fewer than five people."
        ),
        example=_(
            "Half of what was asked on Fridays had a response within 66 hours, on Mondays within 3, on all"
            " days within 5."
        ),
        question=answered.clocked, reading=answered.by_the_clock,
    )
)  # fmt: skip
