"""What programs ask and get about who knows what: people with the work that shows it, never a score."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from essp.api.shapes import PersonRef
from essp.core.rest import Given, Told

Few = Annotated[int, Field(ge=1, le=50, description="How many people at most.")]


class ExpertQuestion(Given):
    """What about, and whom one looks for."""

    q: str = Field(max_length=20_000, description="Words, a topic or a whole question.")
    limit: Few = 10
    department: str = Field("", max_length=120)
    location: str = Field("", max_length=120)
    language: str = Field("", max_length=60, description="That they speak.")


class EvidenceTold(Told):
    """One line of evidence: the sentence, and the work it tells of."""

    kind: str = Field(description="wrote, accepted, endorsed and so on.")
    text: str
    work: str | None = Field(description="What the work is called.")
    url: str | None
    at: datetime | None


class FiguresTold(Told):
    """What is told in numbers."""

    share: float = Field(description="Of the words about it that stand, 0 to 1.")
    accepted_answers: int
    endorsed: int
    months: list[int] = Field(
        description="Pieces of work in each of the last twelve, oldest first."
    )


class ExpertTold(Told):
    """Somebody who knows, the strength of the evidence in a word, and the evidence."""

    person: PersonRef
    job_title: str
    department: str
    location: str
    speaks: list[str]
    level: Literal["strong", "good", "some", "declared"]
    figures: FiguresTold
    evidence: list[EvidenceTold]
    last_at: datetime | None
    away_until: date | None
    deputy: PersonRef | None
    answers_within_hours: float | None
    url: str


class CountTold(Told):
    """How many people there are of a department; null where fewer than five."""

    name: str
    count: int | None


class ExpertsTold(Told):
    """Who knows, the strongest evidence first."""

    items: list[ExpertTold]
    shown: int = Field(description="How many have shown it in their work.")
    declared: int = Field(description="How many more only say so.")
    meant: str | None = Field(description="The words as they were put right.")
    departments: list[CountTold] = Field(description="Where the knowledge sits.")
    close: bool = Field(description="Whether nobody has shown it, and these only come close.")
    off: bool = Field(description="Whether the organisation does without.")
    degraded: bool
