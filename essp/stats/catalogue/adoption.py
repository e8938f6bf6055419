"""Adoption: who is here, how often, in how many ways. Parts:

- M02, D4: `1`, `7`, `28`: how many people were here on the last day, in a week, in four weeks.
- M08: `part`, who came; `median` in days; `cohorts` of five people or more: {cohort: {people, curve: [days,
  share still not here]}}. A cohort is the week of the invitation, as its Monday; in a space a pilot's uid.
- D5: `steps`: people who are `contributors`, `participants` (react), `consumers` (read), `absent`.

A department is the one in which people work at the end of the window.
"""

from __future__ import annotations

from essp.core.i18n import lazy as _
from essp.stats.asking import Axis
from essp.stats.catalogue.inviting import invited, joined_in
from essp.stats.catalogue.reaching import (
    MONTH,
    activated,
    broadly,
    covered,
    habitually,
    ladder,
    on_the_ladder,
    reach_in,
    reached,
    share_of_groups,
    still_doing,
)  # fmt: skip
from essp.stats.catalogue.reading_people import part_of_people
from essp.stats.catalogue.sticking import five_of_all_days, reach_of_days, stickiness
from essp.stats.measures import About, Better, Chapter, Measure, Unit, declare

WIDE = (Axis.SITE, Axis.DEPARTMENT)
ALL = (Axis.SITE, Axis.SPACE, Axis.DEPARTMENT)

declare(Measure(
    id="M01", chapter=Chapter.ADOPTION, name=_("Activation"),
    formula=_("Accounts with at least one action other than signing in, divided by all"
              " accounts. Who only read is known for 35 days."),
    example=_("Of 4 accounts, 3 have read or written something: 3 / 4 = 0.75."),
    unit=Unit.SHARE, better=Better.MORE, window=1, question=activated, reading=part_of_people,
    axes=WIDE, personal=True, about=About.PEOPLE, of_everybody=True,
))  # fmt: skip
declare(Measure(
    id="M02", chapter=Chapter.ADOPTION, name=_("Reach in four weeks"),
    formula=_("People who read, reacted or contributed in the last 28 days, divided by"
              " everybody who may. The same of the last day and the last 7 days stands beside"
              " it."),
    example=_("Of 5 people, 4 were here in the last 28 days: 4 / 5 = 0.8."),
    unit=Unit.SHARE, better=Better.MORE, window=MONTH, question=reached, reading=reach_in(MONTH),
    axes=ALL, personal=True, about=About.PEOPLE, of_everybody=True,
))  # fmt: skip
declare(Measure(
    id="D4", chapter=Chapter.ADOPTION, name=_("Weekly active reach"),
    formula=_("People who read, reacted or contributed in the last 7 days, divided by everybody"
              " who may."),
    example=_("Of 5 people, 3 were here in the last 7 days: 3 / 5 = 0.6."),
    unit=Unit.SHARE, better=Better.MORE, window=MONTH, question=reached, reading=reach_in(7),
    axes=ALL, personal=True, about=About.PEOPLE, of_everybody=True,
))  # fmt: skip
declare(Measure(
    id="M03", chapter=Chapter.ADOPTION, name=_("Stickiness"),
    formula=_("For each working day of the last 28: people who were here that day, divided by"
              " people who were here in the 28 days up to it. The mean of these. Weekends do"
              " not count."),
    example=_("Of 2 people, both are here on the first of 20 working days and 1 on the other"
              " 19: (2 / 2 + 19 × 1 / 2) / 20 = 0.525."),
    unit=Unit.SHARE, better=Better.MORE, window=MONTH, question=reach_of_days, reading=stickiness,
    axes=WIDE, personal=True, grain=five_of_all_days,
))  # fmt: skip
declare(Measure(
    id="M04", chapter=Chapter.ADOPTION, name=_("Breadth of use"),
    formula=_("Of those who were here in the last 28 days, the share who used at least three"
              " of: searching, pages, conversations, profiles, editing."),
    example=_("Of 4 people who were here, 1 searched, read a page and wrote on it: 1 / 4 ="
              " 0.25."),
    unit=Unit.SHARE, better=Better.MORE, window=MONTH, question=broadly, reading=part_of_people,
    axes=WIDE, personal=True, about=About.PEOPLE, within="M02",
))  # fmt: skip
declare(Measure(
    id="M05", chapter=Chapter.ADOPTION, name=_("Habit"),
    formula=_("Of those who were here in the last 28 days, the share who were here in at least"
              " 3 of the 4 weeks."),
    example=_("Of 5 people who were here, 2 were here in three weeks or more: 2 / 5 = 0.4."),
    unit=Unit.SHARE, better=Better.MORE, window=MONTH, question=habitually, reading=part_of_people,
    axes=ALL, personal=True, about=About.PEOPLE, within="M02",
))  # fmt: skip
declare(Measure(
    id="M06", chapter=Chapter.ADOPTION, name=_("Community health"),
    formula=_("People who contributed or reacted in the last 28 days, divided by people who did"
              " so in the last 365 days."),
    example=_("Of 4 people who contributed or reacted this year, 2 did so in the last 28 days:"
              " 2 / 4 = 0.5."),
    unit=Unit.SHARE, better=Better.MORE, window=365, question=still_doing, reading=part_of_people,
    axes=ALL, about=About.PEOPLE,
))  # fmt: skip
declare(Measure(
    id="M07", chapter=Chapter.ADOPTION, name=_("Departments reached"),
    formula=_("Departments of at least 5 people of whom at least half were here in the last 28"
              " days, divided by all departments of at least 5 people."),
    example=_("Two departments have 5 people; of one, 3 were here, of the other, 2: 1 / 2 ="
              " 0.5."),
    unit=Unit.SHARE, better=Better.MORE, window=MONTH, question=covered, reading=share_of_groups,
    axes=(Axis.SITE,), personal=True,
))  # fmt: skip
declare(Measure(
    id="M08", chapter=Chapter.ADOPTION, name=_("From invitation to first use"),
    formula=_("Of those invited in the last 28 days, the share who have been here since; in a"
              " space, of those invited to a pilot there. With the days it took, by cohort."),
    example=_("Of 5 people invited, 4 have been here since: 4 / 5 = 0.8."),
    unit=Unit.SHARE, better=Better.MORE, window=MONTH, question=invited, reading=joined_in,
    axes=(Axis.SITE, Axis.SPACE), personal=True, about=About.PEOPLE,
))  # fmt: skip
declare(Measure(
    id="D5", chapter=Chapter.ADOPTION, name=_("Participation ladder"),
    formula=_("People who contributed or reacted in the last 28 days, divided by everybody who"
              " may. With how many contribute, only react, only read, and were not here."),
    example=_("Of 5 people, 1 contributed, 1 reacted, 1 read and 2 were absent: 2 / 5 = 0.4."),
    unit=Unit.SHARE, better=Better.MORE, window=MONTH, question=on_the_ladder, reading=ladder,
    axes=ALL, personal=True, about=About.PEOPLE, of_everybody=True,
))  # fmt: skip
