"""Shapes of who owns what, as programs send and get them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from essp.api.shapes import PersonRef, Uid
from essp.core.rest import Given, Told

Who = Annotated[str, Field(max_length=200, description="A handle, or a name of the directory.")]
Note = Annotated[str, Field(max_length=1000, description="What is said with it.")]


class GroupRef(Told):
    """A named group of owners of a space."""

    group: str
    name: str


class OwnerTold(PersonRef):
    """Somebody who decides: as an owner, or as a deputy; through a `group`, or while another is away."""

    deputy: bool
    group: str
    stands_in_for: str


class StewardTold(Told):
    """Who owns this itself, or was asked to: a person or a group. It counts from `accepted_at`."""

    held: str
    person: PersonRef | None
    group: GroupRef | None
    deputy: bool
    subtree: bool
    note: str
    asked_at: datetime
    accepted_at: datetime | None
    ended_at: datetime | None


class OwnersTold(Told):
    """Who owns a page or a space: the nearest `owners`, who may do the same `above` them, and who was
    named for this itself. `page` is that whose owners they are; empty where they are those of the space."""

    owners: list[OwnerTold]
    above: list[PersonRef]
    page: str | None
    named: list[StewardTold]
    groups: list[GroupRef]
    may_appoint: bool
    url: str


class StewardGiven(Given):
    """Whom to ask: a `person` or a `group`, as an owner or as a `deputy`; for all below a page too with
    `subtree`."""

    person: Who = ""
    group: Uid = ""
    deputy: bool = False
    subtree: bool = False
    note: Note = ""


class WhyGiven(Given):
    """Why, where there is something to say."""

    why: Annotated[str, Field(max_length=500)] = ""
