"""The things that are reported: found by whoever reads them, loaded for whoever looks after them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import contains_eager, undefer

from essp.attachments.models import Attachment
from essp.attachments.queries import files_sent_with
from essp.care.models import Case, Entry, Thing
from essp.core.db import session
from essp.core.decision import NotFound
from essp.discussions.models import Gone, Post, PostRevision, Thread
from essp.people.models import Person
from essp.people.queries import find_person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.wiki.models import Page, Revision

LONGEST_NUMBER = 9
Key = tuple[Thing, int]


@dataclass(frozen=True)
class Reported:
    """A post, a version of a page, a profile, or a message between two people, as it is now.

    `title` names it (`whole`: the thread, the page, the person), `words` are what it says, `version` the
    number of that text (of a message its place among the others), `gone` says who took it away.
    `opening`: the post that a thread began with.
    """

    thing: Thing
    id: int
    uid: str
    author: Person
    space: Space | None
    title: str
    words: str
    version: int
    gone: str = ""
    opening: bool = False
    comment: bool = False

    @property
    def url(self) -> str:
        """Where it is read."""
        return {
            Thing.POST: f"/posts/{self.uid}",
            Thing.REVISION: f"/p/{self.uid}/revisions/{self.version}",
            Thing.PERSON: f"/people/{self.uid}",
            Thing.MESSAGE: f"/asked/{self.uid}",
        }[self.thing]

    @property
    def veiled(self) -> Reported:
        """The same for who may know that it was reported, and not what it says."""
        return replace(self, title="", words="")


@dataclass(frozen=True)
class Kept:
    """How things of a kind are found that a part above this one keeps.

    `find` takes the reader and the key and raises NotFound; `load` takes ids, and the reader unless it is
    for whoever looks after them.
    """

    find: Callable[[Person, str], Reported]
    load: Callable[[Collection[int], Person | None], Sequence[Reported]]


_kept: dict[Thing, Kept] = {}


def tell(thing: Thing, kept: Kept) -> None:
    """Set how things of a kind are found; called when the parts of the application are joined."""
    _kept[thing] = kept


def find(actor: Person, thing: Thing, key: str) -> Reported:
    """The thing of that key through the actor: uid of a post, `uid.number` of a revision or a message,
    handle. Raises NotFound also for what the actor may not know of.
    """
    if thing in _kept:
        return _kept[thing].find(actor, key)
    if thing is Thing.PERSON:
        person = find_person(key)
        if person.anonymous_at is not None:
            raise NotFound
        return _person(person)
    wanted: ColumnElement[bool]
    if thing is Thing.POST:
        wanted = Post.uid == key
    else:
        uid, _dot, number = key.partition(".")
        if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER):
            raise NotFound
        wanted = (Page.uid == uid) & (Revision.number == int(number))
    rows = _LOADED[thing](wanted & readable_by(actor))
    if not rows:
        raise NotFound
    return rows[0]


def key_of(found: Reported) -> str:
    """What `find` finds a thing by."""
    numbered = found.thing in {Thing.REVISION, Thing.MESSAGE}
    return f"{found.uid}.{found.version}" if numbered else found.uid


def load(things: Iterable[Case | Entry], actor: Person | None = None) -> Mapping[Key, Reported]:
    """Several things at once, by kind and id; with an actor only those that they may read."""
    wanted: dict[Thing, set[int]] = {}
    for each in things:
        wanted.setdefault(Thing(each.thing), set()).add(each.thing_id)
    found: dict[Key, Reported] = {}
    for thing, ids in wanted.items():
        if thing in _kept:
            found |= {(thing, each.id): each for each in _kept[thing].load(ids, actor)}
            continue
        may = readable_by(actor) if actor is not None and thing is not Thing.PERSON else true()
        condition = _COLUMN[thing].in_(ids) & may
        found |= {(thing, each.id): each for each in _LOADED[thing](condition)}
    return found


def files_of(found: Reported) -> Sequence[Attachment]:
    """The files of a post that the actor looks after, in the order they came."""
    return files_sent_with(found.uid) if found.thing is Thing.POST else []


def said_then(found: Reported, version: int) -> str:
    """What a post said in its text of that number; empty where it says that still."""
    if found.thing is not Thing.POST or version == found.version:
        return ""
    before = session().get(PostRevision, (found.id, version))
    return before.text if before is not None else ""


def _posts(condition: ColumnElement[bool]) -> list[Reported]:
    rows = session().scalars(
        select(Post)
        .join(Post.thread)
        .join(Thread.space)
        .join(Post.author)
        .options(
            contains_eager(Post.author),
            contains_eager(Post.thread).contains_eager(Thread.space),
            undefer(Post.text),
        )
        .where(condition)
    )
    return [
        Reported(
            Thing.POST, post.id, post.uid, post.author, post.thread.space, post.thread.title,
            post.text, post.revision, post.gone, post.parent_id is None, not post.thread.title,
        )
        for post in rows
    ]  # fmt: skip


def _revisions(condition: ColumnElement[bool]) -> list[Reported]:
    query: Select[Revision, Page, Space, Person] = (
        select(Revision, Page, Space, Person)
        .join(Page, Page.id == Revision.page_id)
        .join(Space, Space.id == Page.space_id)
        .join(Person, Person.id == Revision.author_id)
        .where(condition)
    )
    return [
        Reported(
            Thing.REVISION, revision.id, page.uid, author, space, page.title, revision.summary,
            revision.number, "" if revision.hidden is None else Gone.HIDDEN.value,
        )
        for revision, page, space, author in session().execute(query)
    ]  # fmt: skip


def _people(condition: ColumnElement[bool]) -> list[Reported]:
    return [_person(each) for each in session().scalars(select(Person).where(condition))]


def _person(person: Person) -> Reported:
    words = "\n".join(filter(None, (person.job_title, person.about, person.working_on)))
    return Reported(Thing.PERSON, person.id, person.handle, person, None, person.name, words, 0)


_LOADED = {Thing.POST: _posts, Thing.REVISION: _revisions, Thing.PERSON: _people}
_COLUMN = {Thing.POST: Post.id, Thing.REVISION: Revision.id, Thing.PERSON: Person.id}
