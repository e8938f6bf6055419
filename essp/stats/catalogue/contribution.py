"""Contribution: how many, how much, spread over how many people, and what becomes of it. Parts:

- M11: `p90`. M10, M13, M14, M16, M18: `part`.
- M12: `top`, the share of the ten with most; `effective`, how many contributors there would be if all did
  as much; `absence`, without how many half would be gone; `contributors`.
- M15: `part`, `minutes`, the median until an edit was taken back.
- M17: `links` on new pages; `orphans` of the pages `in_use`, and their share `orphaned`.
- D6: `steps`: people who are `new`, `returning` after four weeks, `resurrected` after 90 days, `lapsed`; None
  of too few.
"""

from __future__ import annotations

from essp.core.i18n import lazy as _
from essp.stats.asking import Axis
from essp.stats.catalogue.contributing import (
    MONTH,
    amounts,
    amounts_of_people,
    by_helpers,
    comings,
    concentration,
    contributors,
    edits_of_others,
    flow,
    in_twentieths,
    veiled_steps,
)  # fmt: skip
from essp.stats.catalogue.reading_people import part_of_people
from essp.stats.catalogue.writing import linked, links, promoted, repaired, repairs, tagged
from essp.stats.measures import About, Better, Chapter, Measure, Unit, declare, share

ALL = (Axis.SITE, Axis.SPACE, Axis.DEPARTMENT)

declare(Measure(
    id="M10", chapter=Chapter.CONTRIBUTION, name=_("Contributors"),
    formula=_("People who contributed in the last 28 days, divided by everybody who may."),
    example=_("Of 5 people, 2 wrote something in the last 28 days: 2 / 5 = 0.4."),
    unit=Unit.SHARE, better=Better.MORE, window=MONTH, question=contributors, reading=part_of_people,
    axes=ALL, about=About.PEOPLE, of_everybody=True,
))  # fmt: skip
declare(Measure(
    id="M11", chapter=Chapter.CONTRIBUTION, name=_("Contributions for each contributor"),
    formula=_("How often each contributor contributed in the last 28 days: the median, and what"
              " nine in ten do not exceed."),
    example=_("Three people contributed 1, 2 and 6 times: the median is 2."),
    unit=Unit.COUNT, better=Better.MORE, window=MONTH, question=amounts_of_people, reading=amounts,
    axes=ALL, about=About.SPREAD, within="M10",
))  # fmt: skip
declare(Measure(
    id="M12", chapter=Chapter.CONTRIBUTION, name=_("Concentration"),
    formula=_("How unequally the contributions of the last 28 days are spread over"
              " contributors: the Gini coefficient, 0 where all did as much, towards 1 where"
              " one did all. With the share of the ten who did most; 30 to 55 % is usual, above"
              " 70 % is fragile."),
    example=_("Two people contributed 1 and 3 times: ((2 × 1 − 2 − 1) × 1 + (2 × 2 − 2 − 1) ×"
              " 3) / (2 × 4) = 0.25."),
    unit=Unit.RATIO, better=Better.LESS, window=MONTH, question=amounts_of_people,
    reading=concentration, axes=ALL,
))  # fmt: skip
declare(Measure(
    id="M13", chapter=Chapter.CONTRIBUTION, name=_("Dependence on champions"),
    formula=_("Contributions of the last 28 days by community managers and champions of the"
              " space, divided by all contributions; told to the next 5%, since it may be one person."),
    example=_("Of 4 contributions, 1 is of a champion and 1 of a community manager: 2 / 4 ="
              " 0.5."),
    unit=Unit.SHARE, better=Better.LESS, window=MONTH, question=by_helpers, reading=share,
    grain=in_twentieths,
))  # fmt: skip
declare(Measure(
    id="M14", chapter=Chapter.CONTRIBUTION, name=_("Edits of others' pages"),
    formula=_("Edits of the last 28 days on pages that somebody else began, divided by all"
              " edits of pages."),
    example=_("Of 4 edits, 3 are on pages of others: 3 / 4 = 0.75."),
    unit=Unit.SHARE, better=Better.MORE, window=MONTH, question=edits_of_others, reading=share,
    axes=ALL,
))  # fmt: skip
declare(Measure(
    id="M15", chapter=Chapter.CONTRIBUTION, name=_("Repairs"),
    formula=_("Edits of the last 28 days that were undone or restored away, divided by all"
              " edits of pages. With the median of the minutes that took."),
    example=_("Of 4 edits, 1 was undone, 30 minutes later: 1 / 4 = 0.25."),
    unit=Unit.SHARE, better=Better.NEITHER, window=MONTH, question=repaired, reading=repairs,
    axes=ALL,
))  # fmt: skip
declare(Measure(
    id="M16", chapter=Chapter.CONTRIBUTION, name=_("Conversations that became pages"),
    formula=_("Conversations that became a page or an edit in the last 28 days, divided by all"
              " that came to an end."),
    example=_("Of 4 conversations that ended, 1 became a page: 1 / 4 = 0.25."),
    unit=Unit.SHARE, better=Better.MORE, window=MONTH, question=promoted, reading=share,
))  # fmt: skip
declare(Measure(
    id="M17", chapter=Chapter.CONTRIBUTION, name=_("Links on new pages"),
    formula=_("Links to other pages on pages begun in the last 28 days, divided by these pages."
              " With the share of all pages that no page links to."),
    example=_("2 new pages carry 3 links together: 3 / 2 = 1.5."),
    unit=Unit.RATIO, better=Better.MORE, window=MONTH, question=linked, reading=links,
))  # fmt: skip
declare(Measure(
    id="M18", chapter=Chapter.CONTRIBUTION, name=_("Things with a topic"),
    formula=_("Pages and conversations begun in the last 28 days that carry at least one topic"
              " of the shared list, divided by all begun."),
    example=_("Of 4 new pages and conversations, 3 carry a topic: 3 / 4 = 0.75."),
    unit=Unit.SHARE, better=Better.MORE, window=MONTH, question=tagged, reading=share, axes=ALL,
))  # fmt: skip
declare(Measure(
    id="D6", chapter=Chapter.CONTRIBUTION, name=_("Flow"),
    formula=_("People who contributed in the last 28 days for the first time, or after 28 days"
              " or more of silence, less those who stopped: four contributions or more in the"
              " 90 days before, none since. After 90 days of silence they are counted apart."),
    example=_("3 people are new, 1 returned, 1 came back after a year and 2 stopped: 3 + 1 + 1"
              " − 2 = 3."),
    unit=Unit.COUNT, better=Better.MORE, window=MONTH, question=comings, reading=flow, axes=ALL,
    of_people=True, veil=veiled_steps,
))  # fmt: skip
