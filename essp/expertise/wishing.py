"""Wanting to hear when somebody writes about what nobody had shown: told once, and then met.

A page or a post meets a wish when it holds all of its telling words, somebody else wrote it, and who
wished may read it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import undefer

from essp.core import clock, jobs
from essp.core.db import session, transaction
from essp.core.decision import Invalid
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.discussions.models import Post, Thread
from essp.expertise.asking_models import Routing
from essp.expertise.demand import seekers
from essp.expertise.events import WishMet
from essp.expertise.folding import key_of, stems_in
from essp.expertise.models import Wish
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by_person
from essp.wiki.models import Page
from essp.wiki.texts import text_of

MOST = 100  # wishes of one person that are not met


def wish(actor: Person, asked: str) -> Wish:
    """Tell the actor when there is something about this. Wished again after it was met, it is anew."""
    key = key_of(asked)
    if not key:
        raise Invalid(q=_("Say in a few words what you want to hear of."))
    mine = select(Wish).where(Wish.person_id == actor.id)
    known = session().scalar(mine.where(Wish.key == key))
    if known is None:
        if len(session().scalars(mine.where(Wish.met_at.is_(None))).all()) >= MOST:
            raise Invalid(q=_("You wait for a hundred things already. Take one away first."))
        known = Wish(person_id=actor.id, key=key, words=asked[:400], at=clock.now(), by={})
        session().add(known)
    elif known.met_at is not None:
        known.met_at, known.by, known.at = None, {}, clock.now()
    session().flush()
    return known


def take_back(actor: Person, asked: str) -> None:
    """Want to hear of it no longer."""
    found = own_wish(actor, asked)
    if found is not None:
        session().delete(found)
        session().flush()


def own_wish(actor: Person, asked: str) -> Wish | None:
    """The actor's wish that is not met yet, if they have one."""
    return session().scalar(
        select(Wish).where(
            Wish.person_id == actor.id, Wish.key == key_of(asked), Wish.met_at.is_(None)
        )
    )


def wishes_of(actor: Person) -> list[Wish]:
    """What the actor waits to hear of, the newest first."""
    rows = select(Wish).where(Wish.person_id == actor.id, Wish.met_at.is_(None))
    return list(session().scalars(rows.order_by(Wish.at.desc())))


@jobs.task("expertise.meet_with_page")
def meet_with_page(page_id: int) -> None:
    """A page was written: see whose wishes it meets."""
    with transaction():
        if not _anybody_waits():
            return
        page = session().get(Page, page_id)
        if page is None or page.archived:
            return
        text = f"{page.title}\n{text_of(page)}"
        _meet(text, page.space_id, page.updated_by_id, {"page": page.id})


@jobs.task("expertise.meet_with_post")
def meet_with_post(post_id: int) -> None:
    """A post was written: see whose wishes it meets."""
    with transaction():
        if not _anybody_waits():
            return
        post = session().scalar(
            select(Post).options(undefer(Post.plain)).where(Post.id == post_id, Post.gone == "")
        )
        if post is None:
            return
        thread = session().get_one(Thread, post.thread_id)
        if post.parent_id is not None:
            _meet(f"{thread.title}\n{post.plain}", thread.space_id, post.author_id,
                  {"thread": thread.id, "post": post.id})  # fmt: skip


@jobs.task("expertise.tell_seekers")
def tell_seekers(thread_id: int, post_id: int) -> None:
    """A question has an accepted answer: who looked for the same in vain hears of it."""
    with transaction():
        row, thread = session().get(Routing, thread_id), session().get(Thread, thread_id)
        if row is None or thread is None or thread.merged_into_id is not None:
            return
        post = session().get_one(Post, post_id)
        for person_id in sorted(seekers(row.words) - {thread.author_id, post.author_id}):
            if _may_read(person_id, thread.space_id):
                found = _wish_of(person_id, row.words)
                _met(found, {"thread": thread.id, "post": post.id})


def _meet(text: str, space_id: int, author_id: int, by: dict[str, Any]) -> None:
    said = stems_in(text)
    waiting = (
        select(Wish)
        .join(Person, Person.id == Wish.person_id)
        .join(Space, Space.id == space_id)
        .where(
            Wish.met_at.is_(None), Wish.person_id != author_id, Person.left_at.is_(None),
            Space.practice.is_(False), readable_by_person(Wish.person_id),
        )
    )  # fmt: skip
    for each in session().scalars(waiting).all():
        if said.issuperset(each.key.split()):
            _met(each, by)


def _met(found: Wish, by: dict[str, Any]) -> None:
    found.met_at, found.by = clock.now(), by
    session().flush()
    record(WishMet(actor_id=None, wish_id=found.id))


def _wish_of(person_id: int, words: str) -> Wish:
    """Their wish about these words; who only looked for it is treated as having wished it."""
    same = Wish.person_id == person_id, Wish.key == key_of(words)
    found = session().scalar(select(Wish).where(*same))
    if found is None:
        found = Wish(
            person_id=person_id, key=key_of(words), words=words[:400], at=clock.now(), by={}
        )
        session().add(found)
        session().flush()
    return found


def _may_read(person_id: int, space_id: int) -> bool:
    may: ColumnElement[bool] = readable_by_person(person_id)
    return session().scalar(select(Space.id).where(Space.id == space_id, may)) is not None


def _anybody_waits() -> bool:
    return session().scalar(select(Wish.id).where(Wish.met_at.is_(None)).limit(1)) is not None
