"""Onboarding: whether newcomers contribute, are welcomed, stay and can be found. Parts:

- M60: `p75`, `p90`, `open`, `curve`, in days. M62, M63: `part`.
- M61, D7: `part`, who was answered in time; `waiting`: first contributions that nobody has answered yet, the
  oldest first, as {kind: thread, post or page; id; late: longer than 48 hours}. Never whose they are.

A first contribution is the first thing that others can answer: a question, post, answer, reply, comment, or
the first words on a page.
"""

from __future__ import annotations

from essp.core.i18n import lazy as _
from essp.stats.asking import Axis
from essp.stats.catalogue.reading_people import days_waited, part_of_people
from essp.stats.catalogue.welcoming import findable, stayed, until_first, welcome, welcomed
from essp.stats.measures import About, Better, Chapter, Measure, Unit, declare

WIDE = (Axis.SITE, Axis.DEPARTMENT)
ALL = (Axis.SITE, Axis.SPACE, Axis.DEPARTMENT)
MONTH = 28

declare(Measure(
    id="M60", chapter=Chapter.ONBOARDING, name=_("Time to the first contribution"),
    formula=_("The days from joining to the first contribution of those who joined in the last"
              " 28 days, within which half had contributed. Who has not yet counts as still"
              " waiting (Kaplan and Meier)."),
    example=_("Of 3 newcomers, 2 contributed after 1 and 4 days, 1 not yet after 10: half had"
              " contributed within 4 days."),
    unit=Unit.DAYS, better=Better.LESS, window=MONTH, question=until_first, reading=days_waited,
    axes=WIDE, about=About.PEOPLE,
))  # fmt: skip
for name in ("M61", "D7"):
    declare(Measure(
        id=name, chapter=Chapter.ONBOARDING, name=_("Welcome of first contributions"),
        formula=_("First contributions of the last 28 days that somebody else answered within 48"
              " hours, divided by all first contributions. Those that nobody answered yet"
              " within 48 hours that are not over do not count yet."),
        example=_("Of 4 first contributions, 3 were answered within 48 hours and 1 after three"
              " days: 3 / 4 = 0.75."),
        unit=Unit.SHARE, better=Better.MORE, window=MONTH, question=welcomed, reading=welcome,
        axes=ALL, about=About.PEOPLE, listed=True,
    ))  # fmt: skip
declare(Measure(
    id="M62", chapter=Chapter.ONBOARDING, name=_("Newcomers who stay"),
    formula=_("Of those who joined 28 to 55 days ago, the share who were here between 22 and 28"
              " days after they joined."),
    example=_("Of 4 who joined six weeks ago, 3 were here in their fourth week: 3 / 4 = 0.75."),
    unit=Unit.SHARE, better=Better.MORE, window=2 * MONTH, question=stayed, reading=part_of_people,
    axes=WIDE, personal=True, about=About.PEOPLE,
))  # fmt: skip
declare(Measure(
    id="M63", chapter=Chapter.ONBOARDING, name=_("Profiles that can be found"),
    formula=_("People with at least one topic that they confirmed and that their work bears"
              " out, divided by all people."),
    example=_("Of 4 people, 1 says what may be asked of them and has written about it: 1 / 4 ="
              " 0.25."),
    unit=Unit.SHARE, better=Better.MORE, window=1, question=findable, reading=part_of_people,
    axes=WIDE, about=About.PEOPLE, of_everybody=True,
))  # fmt: skip
