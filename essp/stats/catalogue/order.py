"""Order: what is reported and decided, whether rules are read and names known. Parts:

- M70, M73: `count`. M71: `p75`, `p90`, `open`, `curve`, in hours. M72, M74, M75: `part`.
- D12: `count` of reports; `hours` until half of the cases of the window were decided, None where they are
  about fewer than five people; `waiting`: cases that wait for over a day, whenever they were opened.
"""

from __future__ import annotations

from essp.core.i18n import lazy as _
from essp.stats.asking import Axis
from essp.stats.catalogue.ordering import (
    THOUSAND,
    agreed,
    attributed,
    calm,
    disposed,
    moderated,
    peace,
    reported,
    upheld,
)  # fmt: skip
from essp.stats.catalogue.reading_people import hours_waited, part_of_people, rate
from essp.stats.measures import About, Better, Chapter, Measure, Unit, declare, share

ALL = (Axis.SITE, Axis.SPACE, Axis.DEPARTMENT)
MONTH = 28

declare(Measure(
    id="M70", chapter=Chapter.ORDER, name=_("Reports for 1,000 posts"),
    formula=_("Reports of the last 28 days, divided by the posts of the last 28 days, times"
              " 1,000."),
    example=_("2 reports on 500 posts: 2 / 500 × 1,000 = 4."),
    unit=Unit.RATIO, better=Better.LESS, window=MONTH, question=reported, reading=rate(THOUSAND),
))  # fmt: skip
declare(Measure(
    id="M71", chapter=Chapter.ORDER, name=_("Time to a decision"),
    formula=_("The hours within which half of the cases opened in the last 28 days were"
              " decided. What is not decided counts as still waiting (Kaplan and Meier)."),
    example=_("Of 3 cases, 2 were decided after 2 and 6 hours, 1 waits for 30 hours: half were"
              " decided within 6 hours."),
    unit=Unit.HOURS, better=Better.LESS, window=MONTH, question=disposed, reading=hours_waited,
))  # fmt: skip
declare(Measure(
    id="M72", chapter=Chapter.ORDER, name=_("Reports upheld"),
    formula=_("Cases decided in the last 28 days in which something was done that still stands,"
              " divided by all cases decided."),
    example=_("Of 4 cases decided, in 1 something was done: 1 / 4 = 0.25."),
    unit=Unit.SHARE, better=Better.NEITHER, window=MONTH, question=upheld, reading=share,
))  # fmt: skip
declare(Measure(
    id="M73", chapter=Chapter.ORDER, name=_("Acts of moderators"),
    formula=_("What moderators hid, changed, moved or brought back in the last 28 days, divided"
              " by the posts of the last 28 days, times 1,000."),
    example=_("1 post hidden among 200 posts: 1 / 200 × 1,000 = 5."),
    unit=Unit.RATIO, better=Better.NEITHER, window=MONTH, question=moderated,
    reading=rate(THOUSAND),
))  # fmt: skip
declare(Measure(
    id="M74", chapter=Chapter.ORDER, name=_("House rules read"),
    formula=_("People who have read the house rules as they are, but for small changes, divided"
              " by everybody who may."),
    example=_("Of 4 people, 3 have read the rules as they are: 3 / 4 = 0.75."),
    unit=Unit.SHARE, better=Better.MORE, window=1, question=agreed, reading=part_of_people,
    about=About.PEOPLE, of_everybody=True,
))  # fmt: skip
declare(Measure(
    id="M75", chapter=Chapter.ORDER, name=_("Known authors"),
    formula=_("Contributions of the last 28 days, whatever they came by, whose author is known,"
              " divided by all contributions. It must be 1."),
    example=_("Of 4 contributions, all 4 have an author: 4 / 4 = 1."),
    unit=Unit.SHARE, better=Better.MORE, window=MONTH, question=attributed, reading=share, axes=ALL,
))  # fmt: skip
declare(Measure(
    id="D12", chapter=Chapter.ORDER, name=_("Peace"),
    formula=_("Reports of the last 28 days, divided by the posts of the last 28 days, times"
              " 1,000. With the hours until half of the cases were decided, and the cases that"
              " wait for longer than 24 hours."),
    example=_("1 report on 250 posts: 1 / 250 × 1,000 = 4."),
    unit=Unit.RATIO, better=Better.LESS, window=MONTH, question=peace, reading=calm,
))  # fmt: skip
