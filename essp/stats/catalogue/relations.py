"""Relations: who meets whom, across departments and grades.

What `parts` hold, beside the value of each measure:

- D8: the map of silos as `essp.stats.matrix.parts_of` keeps it: departments with their people, ties
  of two, pairs that fewer than five people hold together, topics on which departments have something to say.
- M30 `part`: how many pairs write both ways.
- M31 `share`: the part of all ties that is between departments; `across`: how many these are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Row,
)

from essp.core.i18n import lazy as _
from essp.stats.asking import Axis
from essp.stats.catalogue import meeting
from essp.stats.matrix import veiled_map
from essp.stats.measures import About, Better, Chapter, Measure, Unit, declare, share
from essp.stats.relating import (
    WINDOW,
)

GRADES = 12  # managers above one another, beyond which a line is taken for a circle
TIE, PERSON, TOPIC = "tie", "person", "topic"
Rows = Sequence[Row[Any]]


declare(
    Measure(
        id="D8", chapter=Chapter.RELATIONS, unit=Unit.RATIO, better=Better.LESS, window=WINDOW,
        name=_("Silos"),
        formula=_(
            "How far the ties of 90 days keep to departments beyond chance: the modularity of the network"
            " by department (Newman, 2006), 0 not at all, 1 wholly. A tie is at least one reply, answer,"
            " acceptance or page changed together between two people. For two departments: their ties"
            " for each expected one, where everybody keeps their number of ties and whom these lead to is"
            " chance."
        ),
        example=_(
            "Two departments of two people with one tie inside each and none between them: 2/2 - (1/4 +"
            " 1/4) = 0.5."
        ),
        question=meeting.met_and_where, reading=meeting.silos, axes=(Axis.SITE,), veil=veiled_map,
    )
)  # fmt: skip
declare(
    Measure(
        id="M30", chapter=Chapter.RELATIONS, unit=Unit.SHARE, better=Better.MORE, window=WINDOW,
        name=_("Pairs that write both ways"),
        formula=_(
            "Of the pairs of people of whom one answered or replied to the other in 90 days, those in"
            " which the other did so too."
        ),
        example=_("Anna replied to Bas and Bas to Anna, Chris replied to Anna alone: 1 of 2, 0.5."),
        question=meeting.mutual, reading=share,
    )
)  # fmt: skip
declare(
    Measure(
        id="M31", chapter=Chapter.RELATIONS, unit=Unit.RATIO, better=Better.MORE, window=WINDOW,
        name=_("Ties across departments for each expected one"),
        formula=_(
            "The share of the ties of 90 days that is between two departments, for the share that chance"
            " would make of it where everybody keeps their number of ties: 1 as chance has it, 0 none."
        ),
        example=_(
            "Two departments with as many ties; 10 of 40 ties are between them. Chance makes that half: 0.25"
            " / 0.5 = 0.5."
        ),
        question=meeting.met_and_where, reading=meeting.crossing,
    )
)  # fmt: skip
declare(
    Measure(
        id="M32", chapter=Chapter.RELATIONS, unit=Unit.SHARE, better=Better.MORE, window=28,
        name=_("Conversations across grades"),
        formula=_(
            "Of the conversations of 28 days between two people or more of whom it is known how many"
            " managers stand above them, those in which that number is not the same for all."
        ),
        example=_("Of 8 conversations between colleagues 2 have a team lead among them: 0.25."),
        question=meeting.grades, reading=share,
    )
)  # fmt: skip
declare(
    Measure(
        id="M33", chapter=Chapter.RELATIONS, unit=Unit.COUNT, better=Better.LESS, window=WINDOW,
        name=_("Contributors whom nobody replied to"),
        formula=_(
            "How many people contributed in 90 days and had no reply, answer or acceptance by anybody else"
            " in that time."
        ),
        example=_("Of 40 people who contributed 6 had no reply: 6."),
        question=meeting.isolated, reading=meeting.unheard, axes=(Axis.SITE, Axis.SPACE, Axis.DEPARTMENT),
        about=About.PEOPLE,
    )
)  # fmt: skip
declare(
    Measure(
        id="M34", chapter=Chapter.RELATIONS, unit=Unit.COUNT, better=Better.LESS, window=WINDOW,
        name=_("Departments held together by one person"),
        formula=_(
            "How many pairs of departments with three ties or more would have none without one person. Who"
            " that is is told to that person alone. Of a pair it is only told whether fewer than five"
            " people hold it together."
        ),
        example=_(
            "Grid and Sales have four ties, all of them with the same colleague in Sales: this pair makes 1."
        ),
        question=meeting.met_and_where, reading=meeting.bridged, axes=(Axis.SITE,),
    )
)  # fmt: skip
