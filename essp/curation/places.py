"""What is owned: a page with its space, or a whole space; found through whoever acts, and held."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from essp.core.db import lock, session
from essp.core.decision import NotFound
from essp.people.models import Person
from essp.spaces.membership import locked_standing
from essp.spaces.models import Space
from essp.spaces.owning import Line, Owners, line_of, owners_of
from essp.spaces.policy import readable_by
from essp.spaces.queries import find_space
from essp.spaces.steward_models import Stewardship
from essp.wiki.models import Page
from essp.wiki.queries import find_page


@dataclass(frozen=True)
class Place:
    """A page, or a whole space without one."""

    space: Space
    page: Page | None = None

    @property
    def line(self) -> Line:
        """The ids from the top of the tree down to the page; empty for a space."""
        return line_of(self.page.lineage) if self.page else ()

    @property
    def name(self) -> str:
        """What people call it."""
        return self.page.title if self.page else self.space.name

    @property
    def number(self) -> int | None:
        """The present revision of the page."""
        return self.page.revision_number if self.page else None

    @property
    def owners(self) -> Owners:
        """Who owns it now."""
        return owners_of(self.space.id, self.line)


def of_page(actor: Person, uid: str) -> Place:
    """The page with this uid, for somebody who can read it; NotFound."""
    page = find_page(actor, uid)
    return Place(page.space, page)


def of_space(actor: Person, slug: str) -> Place:
    """The space at an address, for somebody who can read it; NotFound."""
    found = find_space(actor, slug)
    if session().scalar(select(Space.id).where(Space.id == found.id, readable_by(actor))) is None:
        raise NotFound
    return Place(found)


def known(actor: Person, space_id: int, page_id: int | None) -> Place:
    """A page or a space by its id, for somebody who can read it; NotFound."""
    if page_id is not None:
        uid = session().scalar(select(Page.uid).where(Page.id == page_id))
        return of_page(actor, uid or "")
    slug = session().scalar(select(Space.slug).where(Space.id == space_id))
    return of_space(actor, slug or "")


def hold(actor: Person, place: Place) -> Place:
    """The same, held until the transaction ends: the row of the page, or that of the space."""
    if place.page is None:
        locked_standing(actor, place.space)
        return place
    page = lock(Page, place.page.id)
    if page is None:
        raise NotFound
    return Place(place.space, page)


def hold_alone(space_id: int, page_id: int | None) -> Place:
    """The same for what happens by itself."""
    space = session().get_one(Space, space_id) if page_id else lock(Space, space_id)
    page = lock(Page, page_id) if page_id else None
    if space is None:
        raise NotFound
    return Place(space, page)


def find_held(actor: Person, uid: str) -> tuple[Stewardship, Place]:
    """Who owns what, by the id of the appointment, where the actor may read what it is about."""
    found = session().scalar(
        select(Stewardship)
        .options(joinedload(Stewardship.person), joinedload(Stewardship.group))
        .where(Stewardship.uid == uid)
    )
    if found is None:
        raise NotFound
    return found, known(actor, found.space_id, found.page_id)
