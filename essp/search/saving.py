"""Keeping searches: under a name, at an address of their own that may be shared."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid, NotFound
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line, key_of, new_uid
from essp.people.models import Person
from essp.search.events import SearchRemoved, SearchRenamed, SearchSaved
from essp.search.filters import Filters
from essp.search.models import SavedSearch
from essp.search.query import LONGEST

LONGEST_NAME = 80
MOST = 100  # of one person


def save_search(actor: Person, *, name: str, query: str, filters: Filters) -> SavedSearch:
    """Keep a search. Raises Invalid for a name that cannot be used and for a search for nothing."""
    chosen = {str(each): value for each, value in filters.chosen().items()}
    query = clean_line(query)[:LONGEST]
    if not query and not chosen:
        raise Invalid(name=_("Search for something first. Then it can be saved."))
    name = _usable(actor, name)
    count = select(func.count()).select_from(SavedSearch).where(SavedSearch.person_id == actor.id)
    if (session().scalar(count) or 0) >= MOST:
        raise Invalid(name=_("You have %(most)s saved searches. Remove one first.", most=MOST))
    found = SavedSearch(
        uid=new_uid(), person_id=actor.id, name=name, query=query, filters=chosen,
        created_at=clock.now(),
    )  # fmt: skip
    session().add(found)
    session().flush()
    record(SearchSaved(actor_id=actor.id, search_id=found.id))
    return found


def rename_search(actor: Person, uid: str, name: str) -> SavedSearch:
    """Give one's own search another name. Raises NotFound for any other, Invalid for the name."""
    found = own_search(actor, uid)
    name = _usable(actor, name, but=found)
    if name != found.name:
        found.name = name
        record(SearchRenamed(actor_id=actor.id, search_id=found.id))
    return found


def remove_search(actor: Person, uid: str) -> str:
    """Throw one's own search away; its name. Raises NotFound for any other."""
    found = own_search(actor, uid)
    session().delete(found)
    record(SearchRemoved(actor_id=actor.id, search_id=found.id))
    return found.name


def own_searches(actor: Person, limit: int = MOST) -> Sequence[SavedSearch]:
    """The searches the actor keeps, by name."""
    kept = select(SavedSearch).where(SavedSearch.person_id == actor.id)
    kept = kept.order_by(func.lower(SavedSearch.name), SavedSearch.id)
    return session().scalars(kept.limit(limit)).all()


def own_equal(actor: Person, query: str, filters: Filters) -> SavedSearch | None:
    """The actor's own search that asks this, if they keep it."""
    told = {str(each): value for each, value in filters.chosen().items()}
    same = (each for each in own_searches(actor) if (each.query, each.filters) == (query, told))
    return next(same, None) if query or told else None


def own_search(actor: Person, uid: str) -> SavedSearch:
    """One's own search; NotFound for any other."""
    kept = select(SavedSearch).where(SavedSearch.uid == uid, SavedSearch.person_id == actor.id)
    found = session().scalar(kept)
    if found is None:
        raise NotFound
    return found


def saved_search(uid: str) -> SavedSearch:
    """The search at an address, whoever keeps it, with that person; NotFound when there is none."""
    found = session().scalar(
        select(SavedSearch)
        .join(SavedSearch.person)
        .options(contains_eager(SavedSearch.person))
        .where(SavedSearch.uid == uid)
    )
    if found is None:
        raise NotFound
    return found


def shown_search(uid: str) -> SavedSearch | None:
    """The search that an address of results says it comes from, if it is still kept."""
    try:
        return saved_search(uid) if uid else None
    except NotFound:
        return None


def _usable(actor: Person, name: str, but: SavedSearch | None = None) -> str:
    name = clean_line(name)
    if not name:
        raise Invalid(name=_("Give the search a name."))
    if len(name) > LONGEST_NAME:
        raise Invalid(name=_("Use at most %(most)s characters.", most=LONGEST_NAME))
    others = (each for each in own_searches(actor) if each is not but)
    if any(key_of(each.name) == key_of(name) for each in others):
        raise Invalid(name=_("You have a search of this name already. Choose another one."))
    return name
