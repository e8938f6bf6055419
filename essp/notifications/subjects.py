"""The things that can be watched, as the actor may know of them: found by their address, told by name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, select

from essp.care.queries import case_told_to
from essp.care.wording import concerning
from essp.core.db import session
from essp.core.decision import NotFound, require
from essp.core.i18n import _, language
from essp.discussions.models import Post, Thread
from essp.expertise import private
from essp.notifications import standing_subjects
from essp.notifications.models import Subject
from essp.people.models import Person
from essp.people.queries import find_person
from essp.spaces.models import Space
from essp.spaces.policy import read, readable_by, readable_by_person
from essp.spaces.queries import find_space, standing
from essp.topics.queries import find_topic, named_for
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal
from essp.wiki.proposed import find_proposal
from essp.wiki.queries import find_page

BEGINNING = 80  # characters of a comment that stand for its title


@dataclass(frozen=True)
class Named:
    """A thing as a line of a list: `key` names it in forms, `where` is the space of a page."""

    key: str
    title: str
    url: str
    where: str = ""


def find(actor: Person, subject: Subject, key: str) -> int:
    """The id of the thing of that key: uid of a page, address of a space or topic, handle.

    Raises NotFound also for what the actor may not know of, and Refused for a space that they know
    of and may not read.
    """
    return _FOUND[subject](actor, key)


def names(actor: Person, subject: Subject, ids: Collection[int]) -> Mapping[int, Named]:
    """Those of these things that the actor may read, by id."""
    return _NAMES[subject](actor, ids) if ids else {}


def _page(actor: Person, key: str) -> int:
    return find_page(actor, key).id


def _thread(actor: Person, key: str) -> int:
    known = select(Thread.id).join(Thread.space).where(Thread.uid == key, readable_by(actor))
    found = session().scalar(known)
    if found is None:
        raise NotFound
    return found


def _space(actor: Person, key: str) -> int:
    space = find_space(actor, key)
    require(read(actor, space, standing(actor, space)))
    return space.id


def _topic(actor: Person, key: str) -> int:
    return find_topic(actor, key).id


def _person(actor: Person, key: str) -> int:
    found = find_person(key)
    if found.id == actor.id:
        raise NotFound
    return found.id


_PAGES = (
    select(Page.id, Page.uid, Page.title, Page.slug, Space.slug.label("space"), Space.name)
    .join(Page.space)
    .where(Page.id.in_(bindparam("ids", expanding=True)))
    .where(readable_by_person(bindparam("me", type_=Person.id.type)))
)


def _pages(actor: Person, ids: Collection[int]) -> dict[int, Named]:
    rows = session().execute(_PAGES, {"me": actor.id, "ids": list(ids)})
    return {
        row.id: Named(row.uid, row.title, f"/s/{row.space}/{row.slug}", row.name) for row in rows
    }


def _threads(actor: Person, ids: Collection[int]) -> dict[int, Named]:
    opening = Post.parent_id.is_(None)
    rows = session().execute(
        select(
            Thread.id,
            Thread.uid,
            Thread.title,
            Space.name,
            func.substr(Post.plain, 1, BEGINNING + 1),
        )
        .join(Thread.space)
        .join(Post, and_(Post.thread_id == Thread.id, opening))
        .where(Thread.id.in_(ids), readable_by(actor))
    )
    return {
        row[0]: Named(row[1], row[2] or _beginning(row[4]), f"/t/{row[1]}", row[3]) for row in rows
    }


def _beginning(words: str) -> str:
    """What a comment is called, which has no title: its first words, with a sign where it is cut."""
    words = " ".join(words.split())
    cut = words[:BEGINNING].rpartition(" ")[0] or words[:BEGINNING]
    return words if len(words) <= BEGINNING else f"{cut}…"


def _spaces(actor: Person, ids: Collection[int]) -> dict[int, Named]:
    found = session().scalars(select(Space).where(Space.id.in_(ids), readable_by(actor)))
    return {space.id: Named(space.slug, space.name, f"/s/{space.slug}") for space in found}


def _topics(actor: Person, ids: Collection[int]) -> dict[int, Named]:
    return {
        each: Named(topic.slug, topic.label(language()), f"/topics/{topic.slug}")
        for each, topic in named_for(actor, ids).items()
    }


def _case(actor: Person, key: str) -> int:
    return case_told_to(actor, key).id


def _cases(actor: Person, ids: Collection[int]) -> dict[int, Named]:
    return {each: Named(*told) for each, told in concerning(actor, ids).items()}


def _proposal(actor: Person, key: str) -> int:
    return find_proposal(actor, key).id


def _proposals(actor: Person, ids: Collection[int]) -> dict[int, Named]:
    rows = session().execute(
        select(Proposal.id, Proposal.uid, Page.title, Space.name)
        .join(Proposal.page)
        .join(Page.space)
        .where(Proposal.id.in_(ids), readable_by(actor))
    )
    return {
        row.id: Named(
            row.uid, _("Proposal: %(title)s", title=row.title), f"/proposals/{row.uid}", row.name
        )
        for row in rows
    }


def _private(actor: Person, key: str) -> int:
    return private.find(actor, key).id


def _privates(actor: Person, ids: Collection[int]) -> dict[int, Named]:
    return {
        row.id: Named(
            row.uid, _("A question between you and %(name)s", name=row.other_than(actor).name),
            f"/asked/{row.uid}", _("only you two"),
        )
        for row in private.find_all(actor, ids)
    }  # fmt: skip


def _people(_actor: Person, ids: Collection[int]) -> dict[int, Named]:
    found = session().scalars(select(Person).where(Person.id.in_(ids)))
    return {
        person.id: Named(person.handle, person.name, f"/people/{person.handle}", person.department)
        for person in found
    }


def _as_named(
    lines: Callable[[Person, Collection[int]], Mapping[int, standing_subjects.Line]],
) -> Callable[[Person, Collection[int]], dict[int, Named]]:
    return lambda actor, ids: {at: Named(*line) for at, line in lines(actor, ids).items()}


_FOUND: Mapping[Subject, Callable[[Person, str], int]] = {
    Subject.THREAD: _thread,
    Subject.PAGE: _page,
    Subject.BRANCH: _page,
    Subject.SPACE: _space,
    Subject.TOPIC: _topic,
    Subject.PERSON: _person,
    Subject.CASE: _case,
    Subject.PROPOSAL: _proposal,
    Subject.PRIVATE: _private,
    Subject.DOUBT: standing_subjects.doubt,
    Subject.HANDOVER: standing_subjects.handover,
    Subject.GROUP: standing_subjects.group,
}
_NAMES: Mapping[Subject, Callable[[Person, Collection[int]], dict[int, Named]]] = {
    Subject.THREAD: _threads,
    Subject.PAGE: _pages,
    Subject.BRANCH: _pages,
    Subject.SPACE: _spaces,
    Subject.TOPIC: _topics,
    Subject.PERSON: _people,
    Subject.CASE: _cases,
    Subject.PROPOSAL: _proposals,
    Subject.PRIVATE: _privates,
    Subject.DOUBT: _as_named(standing_subjects.doubts),
    Subject.HANDOVER: _as_named(standing_subjects.handed),
    Subject.GROUP: _as_named(standing_subjects.groups),
}
