"""Whoever is writing hears it when the page gets locked, guarded or open: their save becomes something else.

Nothing of what they type is touched. Each is told what holds for them at this moment, and only that.
"""

from __future__ import annotations

from sqlalchemy import or_, select

from essp.core import realtime
from essp.core.db import session
from essp.core.realtime import View
from essp.people.models import Person
from essp.spaces.hearing import hearers
from essp.spaces.models import Space
from essp.wiki import presence
from essp.wiki.events import PageProtected, PageReleased
from essp.wiki.foreseeing import kind_of
from essp.wiki.guarding import guard_of
from essp.wiki.models import Page


def tell_writers(fact: PageProtected | PageReleased) -> None:
    """Tell the windows in which the page, or one below it, is being written how it is guarded now."""
    writing = {_page_of(view) for view in realtime.views() if view.writing} - {0}
    if not writing:
        return
    page = session().get(Page, fact.page_id)
    if page is None:
        return
    within = or_(Page.id == page.id, Page.lineage.startswith(page.lineage, autoescape=True))
    found = session().scalars(select(Page).where(Page.id.in_(writing), within))
    by = session().get(Person, fact.actor_id) if fact.actor_id else None
    for each in found.all():
        _tell(each, by)


def _tell(page: Page, by: Person | None) -> None:
    views = [
        view
        for view in hearers(presence.subject(page.id), Space.id == page.space_id)
        if view.writing and (by is None or view.person_id != by.id)
    ]
    for view in views:
        person = session().get_one(Person, view.person_id)
        told = {"kind": kind_of(guard_of(person, page)), "name": by.name if by else ""}
        realtime.send([view.line], "page:guarded", told)


def _page_of(view: View) -> int:
    kind, _, number = view.subject.partition(":")
    return int(number) if kind == "page" else 0
