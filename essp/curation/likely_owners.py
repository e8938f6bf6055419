"""Who could own this next, with what speaks for them: deputies, and who wrote most of what stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from essp.core.db import session
from essp.curation.places import Place
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by_person
from essp.wiki.models import Contribution, Page

FEW = 5


@dataclass(frozen=True)
class Likely:
    """Somebody who could own it: the share of the surviving words that is theirs, and how many."""

    person: Person
    share: float
    words: int
    deputy: bool = False


def likely_owners(place: Place, *, but: Collection[int] = ()) -> Sequence[Likely]:
    """Deputies first, then who wrote most of the surviving words: all are here and may read it."""
    total, wrote = _authors(place, but)
    found = {each.person.id: each for each in wrote}
    for owner in place.owners.named:
        if owner.deputy and owner.person.id not in but:
            known = found.get(owner.person.id)
            words = known.words if known else 0
            found[owner.person.id] = Likely(owner.person, words / total, words, deputy=True)
    return sorted(found.values(), key=lambda each: (not each.deputy, -each.words))[:FEW]


def within(place: Place, *, subtree: bool = True) -> ColumnElement[bool]:
    """The pages in use that a place is about, as a condition on Page."""
    if place.page is None:
        return (Page.space_id == place.space.id) & Page.in_use()
    if not subtree:
        return Page.id == place.page.id
    return Page.lineage.startswith(place.page.lineage, autoescape=True) & Page.archived_at.is_(None)


def _authors(place: Place, but: Collection[int]) -> tuple[int, Sequence[Likely]]:
    words = func.sum(Contribution.words)
    every = select(words).join(Page, Page.id == Contribution.page_id).where(within(place))
    total = int(session().scalar(every) or 0) or 1
    rows = session().execute(
        select(Person, words)
        .join(Contribution, Contribution.person_id == Person.id)
        .join(Page, Page.id == Contribution.page_id)
        .join(Space, Space.id == Page.space_id)
        .where(
            within(place),
            Person.joined_at.is_not(None),
            Person.left_at.is_(None),
            Person.id.not_in(but),
            readable_by_person(Person.id),
        )
        .group_by(Person.id)
        .order_by(words.desc(), Person.id)
        .limit(FEW)
    )
    return total, [Likely(person, count / total, int(count)) for person, count in rows]
