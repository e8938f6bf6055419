"""Long lists in parts: each goes on after the last thing that was told, whatever comes in between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from essp.api.shapes import Paging
from essp.core.db import session
from essp.core.rest import cursor_of, place_of
from essp.people.directory import Wanted, narrowed
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import known_to, readable_by
from essp.wiki.models import Page

T = TypeVar("T", Space, Page, Person)
Listed = TypeVar("Listed")


def spaces(actor: Person, paging: Paging) -> tuple[Sequence[Space], str | None]:
    """A part of the spaces the actor may know of, and where it goes on."""
    return _part(select(Space).where(known_to(actor)), Space, paging)


def pages(actor: Person, space: Space, paging: Paging) -> tuple[Sequence[Page], str | None]:
    """A part of the pages of a space, archived ones too, and where it goes on."""
    wanted = (
        select(Page)
        .join(Page.space)
        .options(contains_eager(Page.space))
        .where(Page.space_id == space.id, Page.template.is_(False), readable_by(actor))
    )
    return _part(wanted, Page, paging)


def people(
    actor: Person, paging: Paging, wanted: Wanted | None = None
) -> tuple[Sequence[Person], str | None]:
    """A part of all people, or of those here who are wanted, and where it goes on."""
    conditions = narrowed(actor, wanted)[0] if wanted is not None else [Person.same_as_id.is_(None)]
    return _part(select(Person).where(*conditions), Person, paging)


def _part(wanted: Select[T], model: type[T], paging: Paging) -> tuple[Sequence[T], str | None]:
    after = place_of(paging.cursor) if paging.cursor else 0
    query = wanted.where(model.id > after).order_by(model.id).limit(paging.limit + 1)
    found = session().scalars(query).all()
    return cut(found, paging.limit, lambda last: last.id)


def cut(
    found: Sequence[Listed], limit: int, place: Callable[[Listed], int]
) -> tuple[Sequence[Listed], str | None]:
    """The first `limit` of what was found, and the cursor behind the last where there is more."""
    shown = found[:limit]
    return shown, cursor_of(place(shown[-1])) if len(found) > limit else None
