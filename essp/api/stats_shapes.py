"""Shapes of figures, as programs get them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from essp.core.rest import Given, Told

Day = Annotated[
    date | None, Field(description="A day that is filled; the last one when absent or later.")
]


class OfWhich(Given):
    """Of which part of the organisation, and of which day."""

    scope: Literal["site", "space", "department", "topic"] = "site"
    key: str = Field("", max_length=200, description="Slug of a space or topic, or a department.")
    day: Day = None
    back: int = Field(28, ge=1, le=366, description="How many days of the trend.")


class OnDay(Given):
    """Of which day."""

    day: Day = None


class MeasureTold(Told):
    """A measure: what it is called in both languages, how it is counted, and which way is better."""

    id: str
    name_nl: str
    name_en: str
    formula_text: str
    unit: str
    window: int = Field(description="Days up to and with the day.")
    desirable: Literal["more", "less", "neither"]
    chapter: str
    scopes: list[str]
    example: str = Field(description="A worked example in words.")
    personal: bool = Field(description="Made of what people open or look for; not in the minimum.")
    least: int = Field(
        description="How many people must stand behind it at least; 0: a queue of things that can be opened."
    )


class Measures(Told):
    """The catalogue. `day` is the last day that is filled; `mode` how much is measured."""

    items: list[MeasureTold]
    day: date | None
    mode: Literal["off", "minimal", "full"]


class NoiseBand(Told):
    """Between what the value lies by chance, at 95 %."""

    low: float
    high: float


class PointTold(Told):
    """The value of a day; null where there is none or it tells of too few people."""

    day: date
    value: float | None


class FigureTold(MeasureTold):
    """A figure. `value` is null of nothing, and where `suppressed` says why it is withheld."""

    scope: str
    key: str
    day: date
    n: int | None
    value: float | None
    prev: float | None = Field(description="Mean of the same weekday in the four weeks before.")
    noise_band: NoiseBand | None
    suppressed: Literal["few", "not measured", "not filled"] | None
    as_of: datetime = Field(description="Up to which moment was known.")
    sql_hash: str = Field(description="A change of it is a change of what is counted.")
    trend: list[PointTold]


class Figures(Told):
    """Figures of one scope on a day."""

    items: list[FigureTold]


class TiesTold(Told):
    """Two departments: their ties, and those that chance would give."""

    one: str
    other: str
    ties: int
    expected: float
    ratio: float | None


class SilosTold(Told):
    """Departments of five people and more against each other; `hidden` names those that are withheld."""

    figure: FigureTold
    pairs: list[TiesTold]
    hidden: list[str]


class BalanceTold(Told):
    """A topic: what is asked of it, what is known; null where fewer than five people asked."""

    topic: str
    name: str
    demand: float | None
    supply: float | None
    gap: float | None
    quadrant: str | None


class KnowledgeTold(Told):
    """Demand and supply by topic, and topics that hang on one person or on nobody who is here."""

    gaps: FigureTold
    fragile: FigureTold
    topics: list[BalanceTold]


class OwnTold(Told):
    """One of your own figures, which nobody else gets."""

    name: str
    value: float | None
    days: int


class Own(Told):
    """Your own figures."""

    items: list[OwnTold]
