"""Signals: how much people are told, whether they open it, what they silence. Parts:

- M80: `p90`. M82, M83, M84: `part`.
- M81: `part`; `reasons`: {why somebody was told: [share opened, how often]}, where five people were or more.

Whoever objected to being counted is left out of M81, M83 and M84.
"""

from __future__ import annotations

from essp.core.i18n import lazy as _
from essp.stats.asking import Axis
from essp.stats.catalogue.reading_people import part_of_people
from essp.stats.catalogue.signalling import (
    by_reason,
    mailed,
    opened,
    silenced,
    told,
    told_a_day,
    unseen,
)  # fmt: skip
from essp.stats.measures import About, Better, Chapter, Measure, Unit, declare, share
from essp.stats.withholding import LEAST

WIDE = (Axis.SITE, Axis.DEPARTMENT)
MONTH = 28

declare(Measure(
    id="M80", chapter=Chapter.SIGNALS, name=_("Notifications for each person"),
    formula=_("Notifications of the last 28 days for each person, divided by the working days:"
              " the median, and what nine in ten do not exceed. Who was told of nothing counts"
              " too."),
    example=_("Three people had 0, 40 and 100 notifications on 20 working days: the median is"
              " 40 / 20 = 2."),
    unit=Unit.RATIO, better=Better.LESS, window=MONTH, question=told, reading=told_a_day,
    axes=WIDE, about=About.SPREAD, of_everybody=True,
))  # fmt: skip
declare(Measure(
    id="M81", chapter=Chapter.SIGNALS, name=_("Notifications opened"),
    formula=_("Notifications of the last 28 days that were opened, divided by all"
              " notifications. The same for each reason stands beside it."),
    example=_("Of 4 notifications, 3 were opened: 3 / 4 = 0.75."),
    unit=Unit.SHARE, better=Better.MORE, window=MONTH, question=opened, reading=by_reason(LEAST),
    axes=WIDE, personal=True,
))  # fmt: skip
declare(Measure(
    id="M82", chapter=Chapter.SIGNALS, name=_("Silenced"),
    formula=_("People who silenced a space or something in it, or do not want to be called with"
              " everyone there, divided by people who watch something there or silenced it."),
    example=_("Of 4 people who watch something in a space, 1 silenced it: 1 / 4 = 0.25."),
    unit=Unit.SHARE, better=Better.LESS, window=1, question=silenced, reading=part_of_people,
    about=About.PEOPLE,
))  # fmt: skip
declare(Measure(
    id="M83", chapter=Chapter.SIGNALS, name=_("Mails that lead here"),
    formula=_("Mails of the last 28 days about what people watch after which something of it"
              " was opened, by whichever way, divided by all such mails. Links in mails carry nothing by"
              " which it would be known who followed them."),
    example=_("Of 4 mails, after 1 something was opened: 1 / 4 = 0.25."),
    unit=Unit.SHARE, better=Better.MORE, window=MONTH, question=mailed, reading=share, axes=WIDE,
    personal=True,
))  # fmt: skip
declare(Measure(
    id="M84", chapter=Chapter.SIGNALS, name=_("Notifications never seen"),
    formula=_("Notifications of five weeks to one week ago that were not seen by the end of the"
              " seventh day after, divided by all of these."),
    example=_("Of 4 notifications, 1 was not seen within seven days: 1 / 4 = 0.25."),
    unit=Unit.SHARE, better=Better.LESS, window=35, question=unseen, reading=share, axes=WIDE,
    personal=True,
))  # fmt: skip
