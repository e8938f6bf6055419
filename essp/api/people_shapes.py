"""What programs get about people, and say of the one they act as."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from essp.api.shapes import Paging, PersonRef, PersonTold
from essp.core.rest import Given, Told


class AnswerTold(Told):
    """An answer to a field of the organisation, as far as you may see it."""

    uid: str = Field(description="The field's.")
    name: str
    kind: str
    value: Any = Field(
        description="A text, a list of texts, or `11-28` for a day without its year."
    )


class AbsenceTold(Told):
    """When somebody is away; both days belong to it."""

    first: date
    last: date
    deputy: PersonRef | None


class PersonPage(PersonTold):
    """A person with all of the profile that you may see."""

    working_on: str
    hours: dict[str, str] = Field(description="Working days, 0 for Monday, with their hours.")
    time_zone: str
    absence: AbsenceTold | None
    manager: PersonRef | None
    leads: int = Field(description="How many people work for this one.")
    answers: list[AnswerTold]


class PeopleQuestion(Paging):
    """Which people, and which part of them; narrowed, those who are here."""

    q: str = Field("", max_length=200, description="Words of a name.")
    department: str = Field("", max_length=200)
    location: str = Field("", max_length=200)
    language: str = Field("", max_length=100, description="That they speak: `nl`, or `Dutch`.")
    topic: str = Field("", max_length=200, description="That they can be asked about.")
    manager: str = Field("", max_length=100, description="Handle of whom they work for.")


class ManagerGiven(Given):
    """Whom somebody works for."""

    manager: str = Field("", max_length=200, description="Handle or name; empty for nobody.")


class AbsenceGiven(Given):
    """When you are away, and who can be asked meanwhile."""

    first: str = Field(max_length=10, description="The first day: `2026-12-24`.")
    last: str = Field(max_length=10, description="The last day.")
    deputy: str = Field("", max_length=200, description="Handle or name of a colleague.")
