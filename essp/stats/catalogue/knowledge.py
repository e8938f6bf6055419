"""Knowledge: what is looked for, what is asked and known about topics, what hangs on one person.

What `parts` hold, beside the value of each measure:

- M40 `vain`: rows of what five people or more searched for in vain: words, people, searches.
- M44 `askers`, `searchers`, `customers`; M45 `people` who know; M46 `demand`, `supply`, `quadrant`.
- D9 `topics`: rows of topic id, demand, supply, gap, quadrant, people, what customers asked, how many know;
  demand, gap, quadrant and people are None of fewer than five people. `usual`: the demand that goes with
  a supply of 1. `lines`: from which demand and supply on there is much of it. The value counts the topics
  with a gap and five people or more.
- M47 `active`: the same of those alone who are here and were active in 90 days; `drill`: see D10.
- D10 `topics`: rows of topic id, factor, reads of its pages in 90 days, the most read first, of topics that
  are read, and hang on one person (factor 1) or on nobody who is here (0). `reads`: of all these. `drill`:
  how many questions a month lose the only one who answered them when one person leaves: `most`, `middle`,
  of how many `answerers`; None of fewer than five.
- M51 `contacted`. M52 `p90`. M53 `part`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Row,
)

from essp.core.i18n import lazy as _
from essp.stats.asking import Axis
from essp.stats.catalogue import balanced, hanging, searched
from essp.stats.measures import (
    About,
    Better,
    Chapter,
    Measure,
    Unit,
    amounts,
    declare,
    share,
)
from essp.stats.models import Searched
from essp.stats.supplying import WINDOW, stock

MONTH = 30.0
YEAR = 365  # days
MOST_CLUSTERS = 50
Rows = Sequence[Row[Any]]


SEARCHED_BY = (Axis.SITE, Axis.DEPARTMENT)
declare(
    Measure(
        id="M40", better=Better.LESS, name=_("Searches without a result"),
        formula=_("Of the searches of 28 days, those that found nothing."),
        example=_("Of 200 searches 14 found nothing: 0.07."),
        question=searched.without_result, reading=searched.found_nothing,
        chapter=Chapter.KNOWLEDGE, unit=Unit.SHARE,
        window=28, axes=SEARCHED_BY, personal=True,
    )
)  # fmt: skip
declare(
    Measure(
        id="M41", better=Better.LESS, name=_("Searches that led nowhere"),
        formula=_(
            "Of the searches of 28 days, those that found something of which nothing was opened within"
            " five minutes."
        ),
        example=_("Of 200 searches 60 found something and nothing of it was opened: 0.3."),
        question=lambda asked: searched.searches(asked, (Searched.found > 0) & ~Searched.chosen),
        reading=share,
        chapter=Chapter.KNOWLEDGE, unit=Unit.SHARE,
        window=28, axes=SEARCHED_BY, personal=True,
    )
)  # fmt: skip
declare(
    Measure(
        id="M42", better=Better.LESS, name=_("Searches put otherwise"),
        formula=_("Of the searches of 28 days, those after which the same person searched otherwise within"
                  " five minutes instead of opening something."),
        example=_("Of 200 searches 30 were followed by another one instead: 0.15."),
        question=lambda asked: searched.searches(asked, Searched.again), reading=share,
        chapter=Chapter.KNOWLEDGE, unit=Unit.SHARE,
        window=28, axes=SEARCHED_BY, personal=True,
    )
)  # fmt: skip
declare(
    Measure(
        id="M43", better=Better.MORE, name=_("Searches that led somewhere"),
        formula=_("1 less the searches without a result (M40) and those that led nowhere (M41)."),
        example=_("0.07 found nothing and 0.3 led nowhere: 0.63."),
        question=lambda asked: searched.searches(asked, (Searched.found > 0) & Searched.chosen),
        reading=share,
        chapter=Chapter.KNOWLEDGE, unit=Unit.SHARE,
        window=28, axes=SEARCHED_BY, personal=True,
    )
)  # fmt: skip
declare(
    Measure(
        id="M44", chapter=Chapter.KNOWLEDGE, unit=Unit.RATIO, better=Better.NEITHER, window=WINDOW,
        name=_("Demand for a topic"),
        formula=_(
            "How many people asked about it in 90 days, half of how many searched for it in vain in the 35"
            " days for which searches are kept, and a tenth of what customers asked in these months."
        ),
        example=_("6 people asked, 8 searched in vain, customers asked 30 times: 6 + 4 + 3 = 13."),
        question=stock, reading=balanced.demand, axes=(Axis.TOPIC,), of_people=True,
    )
)  # fmt: skip
declare(
    Measure(
        id="M45", chapter=Chapter.KNOWLEDGE, unit=Unit.RATIO, better=Better.MORE, window=WINDOW,
        name=_("Supply of knowledge on a topic"),
        formula=_(
            "For everybody who is there: 1 for each accepted answer, 0.7 for each endorsement that still"
            " holds, 0.5 for each answer that others found helpful, 0.2 for each change of a page that has"
            " stood 30 days, halved with every 180 days of age and nothing after 1,080; at most 1 for each"
            " person. Nothing for those who are away."
        ),
        example=_(
            "Anna had two answers accepted today: 1, not 2. Bas had one accepted 180 days ago: 0.5. In all"
            " 1.5."
        ),
        question=stock, reading=balanced.supply, axes=(Axis.TOPIC,),
    )
)  # fmt: skip
declare(
    balanced.Together(
        id="M46", chapter=Chapter.KNOWLEDGE, unit=Unit.RATIO, better=Better.LESS, window=WINDOW,
        name=_("Gap between demand and supply"),
        formula=_(
            "The logarithm to the base of 2 of (demand + 1) / (c * supply + 1), where c is the demand that"
            " goes with a supply of 1 on the middle topic of the site. 0 is as usual, 1 twice the demand."
        ),
        example=_("Demand 13, supply 1.5, c = 4: 14 / 7 is 2, so 1."),
        question=stock, reading=balanced.demand, judged=balanced.gaps, axes=(Axis.TOPIC,),
        of_people=True,
    )
)  # fmt: skip
declare(
    Measure(
        id="D9", chapter=Chapter.KNOWLEDGE, unit=Unit.COUNT, better=Better.LESS, window=WINDOW,
        name=_("Knowledge gaps"),
        formula=_(
            "Topics about which more is asked than usually goes with what is known (M46 above 0), by five"
            " people or more."
        ),
        example=_("Three topics have a gap; about one of them three people asked: 2."),
        question=stock, reading=balanced.quadrants, axes=(Axis.SITE,), veil=balanced.veiled_topics,
    )
)  # fmt: skip
declare(
    Measure(
        id="M47", chapter=Chapter.KNOWLEDGE, unit=Unit.COUNT, better=Better.MORE, window=YEAR,
        name=_("Absence factor"),
        formula=_(
            "Without how many of those who gave most half of all contributions of a year would be gone"
            " (CHAOSS). Of a topic these are answers to questions about it and changes of its pages."
        ),
        example=_("1000, 433, 343, 332, 202, 90, 42 and 33 contributions: the first two gave half: 2."),
        question=hanging.depended, reading=hanging.factor, axes=(Axis.SITE, Axis.SPACE, Axis.TOPIC),
    )
)  # fmt: skip
declare(
    Measure(
        id="D10", chapter=Chapter.KNOWLEDGE, unit=Unit.COUNT, better=Better.LESS, window=YEAR,
        name=_("Fragile knowledge"),
        formula=_(
            "Topics of which pages were read in 90 days and of which one person, of those who are here and"
            " were active in these days, gave half or more in a year, or nobody who is here gave anything."
        ),
        example=_(
            "Of one topic a colleague gave 12 of 20 answers, of another the only one who answered has left:"
            " 2."
        ),
        question=hanging.exposed, reading=hanging.fragile, axes=(Axis.SITE,),
    )
)  # fmt: skip
declare(
    Measure(
        id="M51", chapter=Chapter.KNOWLEDGE, unit=Unit.SHARE, better=Better.MORE, window=28,
        name=_("Found somebody and asked them"),
        formula=_(
            "Of the searches for people of 28 days, how many led to somebody who was opened there and then"
            " asked, in private or by a question brought to them."
        ),
        example=_("Of 40 searches for people 10 led to a question to somebody who was found: 0.25."),
        question=searched.contacted, reading=share, axes=(Axis.SITE, Axis.DEPARTMENT), personal=True,
    )
)  # fmt: skip
declare(
    Measure(
        id="M52", chapter=Chapter.KNOWLEDGE, unit=Unit.RATIO, better=Better.LESS, window=28,
        name=_("Questions brought to somebody a week"),
        formula=_(
            "Of everybody to whom questions of open spaces were brought in 28 days: the median of how many"
            " a week."
        ),
        example=_(
            "Three people were brought 1, 2 and 8 questions in four weeks: the median of a week is 0.5."
        ),
        question=searched.brought, reading=amounts, axes=(Axis.SITE,), about=About.SPREAD,
    )
)  # fmt: skip
declare(
    Measure(
        id="M53", chapter=Chapter.KNOWLEDGE, unit=Unit.SHARE, better=Better.MORE, window=28,
        name=_("Read by other departments"),
        formula=_(
            "Of the times that pages were opened in 28 days, those by people of another department than"
            " that of whoever began the page."
        ),
        example=_("A page by Grid was opened 30 times, 12 times by Sales: 0.4."),
        question=searched.reused, reading=share, personal=True,
    )
)  # fmt: skip
