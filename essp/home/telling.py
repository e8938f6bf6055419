"""What is shown of the things that were chosen: who did what, the words, and why it is told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select, tuple_
from sqlalchemy.orm import aliased, contains_eager, load_only

from essp.core.db import session
from essp.core.i18n import _
from essp.discussions.models import Gone, Kind, Post, Thread
from essp.discussions.passage_models import Passage, Standing
from essp.discussions.reading import Unread, unread_in
from essp.discussions.subjects import Subject as About
from essp.discussions.subjects import subjects_of
from essp.home.interests import ME, Interests, listed, rows_of
from essp.home.ranking import Candidate, Key, Reason
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by_person
from essp.wiki.models import Contribution, HiddenRevision, Page, Revision
from essp.wiki.web.showing import Shown, shown

EXCERPT = 320


@dataclass(frozen=True)
class Item:
    """One new thing on the screen: a change of a page, or what was said last in a thread.

    `count` tells how much of it is new; `subject` and `key` name it in forms.
    """

    candidate: Candidate
    subject: str
    key: str
    title: str
    url: str
    at: datetime
    person: Person
    deed: str
    words: str
    quote: str
    count: int
    space: Space
    why: str
    change: Shown | None = None
    thread: Thread | None = None
    replies: int = 0


def told(who: Interests, candidates: Collection[Candidate]) -> dict[Key, Item]:
    """What is shown of each of these, by its key. What may no longer be read is left out."""
    by_key = {each.key: each for each in candidates}
    threads = [each.id for each in candidates if each.about == "thread"]
    pages = [each.id for each in candidates if each.about == "page"]
    found = [*_threads(who, threads), *_pages(who, pages)]
    why = _Why(who, _people(candidates))
    return {
        key: Item(candidate=by_key[key], why=why.of(by_key[key], mine, values), **values)
        for key, mine, values in found
    }


_SPACE = load_only(Space.slug, Space.name)
_PERSON = load_only(Person.handle, Person.name, Person.picture, Person.department)
_other = aliased(Post)
_newest = (
    select(func.max(_other.number))
    .where(_other.thread_id == Thread.id, _other.gone == Gone.NO.value)
    .correlate(Thread)
    .scalar_subquery()
)
_own = aliased(Post)
_first_own = (
    select(func.min(_own.number))
    .where(_own.thread_id == Thread.id, _own.author_id == ME)
    .correlate(Thread)
    .scalar_subquery()
)
# The newest post in sight of each thread, with its first words, author, thread and space, and the
# number of the reader's own first post there.
_POSTS = (
    select(Post, func.substr(Post.plain, 1, EXCERPT), _first_own)
    .join(Post.thread)
    .join(Thread.space)
    .join(Post.author)
    .options(
        load_only(Post.uid, Post.parent_id, Post.at),
        contains_eager(Post.author).options(_PERSON),
        contains_eager(Post.thread).options(
            load_only(
                Thread.uid, Thread.kind, Thread.title, Thread.about_kind, Thread.about_id,
                Thread.closed_at, Thread.accepted, Thread.posts, Thread.imported_upto,
            ),
            contains_eager(Thread.space).options(_SPACE),
        ),
    )
    .where(Thread.id.in_(listed("ids")), Post.number == _newest, readable_by_person(ME))
)  # fmt: skip

# What is told of a thing: its key, how much of it is the reader's own, the values of its Item.
Found = tuple[Key, int, dict[str, Any]]


def _threads(who: Interests, ids: Sequence[int]) -> list[Found]:
    if not ids:
        return []
    rows = session().execute(_POSTS, {"me": who.actor.id, "ids": ids}).all()
    threads = [post.thread for post, _words, _first in rows]
    unread, about = unread_in(who.actor, threads), subjects_of(who.actor, threads)
    quotes = _quotes([each.id for each in threads if each.kind == Kind.COMMENT.value])
    return [
        (
            ("thread", post.thread.id),
            first or 0,
            _of_thread(post, words, unread[post.thread.id], about.get(post.thread.id), quotes),
        )
        for post, words, first in rows
    ]


def _of_thread(
    post: Post, words: str, unread: Unread, about: About | None, quotes: Mapping[int, str]
) -> dict[str, Any]:
    thread = post.thread
    comment = thread.kind == Kind.COMMENT.value
    title = thread.title or (about.title if about else _("A comment"))
    return {
        "subject": "thread", "key": thread.uid, "title": title,
        "url": f"/posts/{post.uid}" if comment or post.parent_id else f"/t/{thread.uid}",
        "at": post.at, "person": post.author, "deed": _deed(thread, post),
        "words": _cut(words), "quote": quotes.get(thread.id, ""), "count": unread.posts,
        "space": thread.space, "thread": thread, "replies": thread.posts - 1,
    }  # fmt: skip


def _deed(thread: Thread, post: Post) -> str:
    """The verb between a name and the title of a conversation."""
    kind = Kind(thread.kind)
    if kind is Kind.COMMENT:
        return _("commented on a passage of") if post.parent_id is None else _("replied about")
    if post.parent_id is not None:
        return _("replied in") if kind is not Kind.QUESTION else _("answered in")
    return {
        Kind.QUESTION: _("asked"),
        Kind.DISCUSSION: _("began"),
        Kind.IDEA: _("proposed"),
        Kind.ANNOUNCEMENT: _("announced"),
    }[kind]


def _cut(words: str) -> str:
    """The first words of a text, ended where a word ends."""
    line = " ".join(words.split())
    return line if len(line) < EXCERPT - 20 else line[: EXCERPT - 20].rpartition(" ")[0] + "…"


# Words of a version that moderators closed are not shown again where they stand in the page no more.
_closed = (
    select(HiddenRevision.revision_id)
    .join(Revision, Revision.id == HiddenRevision.revision_id)
    .where(Revision.page_id == Passage.page_id, Revision.number == Passage.made_in)
    .where(Passage.standing != Standing.SAME.value)
)
_QUOTES = (
    select(Passage.thread_id, Passage.quote)
    .where(Passage.thread_id.in_(listed("ids")))
    .where(~_closed.exists())
)


def _quotes(ids: Sequence[int]) -> dict[int, str]:
    if not ids:
        return {}
    rows = rows_of(_QUOTES, {"ids": ids})
    return {row.thread_id: _cut(row.quote[:EXCERPT]) for row in rows}


_later = aliased(Revision)
_last = (
    select(_later.page_id, func.max(_later.number))
    .where(_later.page_id.in_(listed("ids")), _later.author_id != ME, _later.minor.is_(False))
    .group_by(_later.page_id)
)
_CHANGES = (
    select(Revision, Contribution.words, Page.words)
    .join(Revision.author)
    .join(Revision.page)
    .join(Page.space)
    .outerjoin(
        Contribution, and_(Contribution.page_id == Page.id, Contribution.person_id == ME)
    )
    .options(
        contains_eager(Revision.author).options(_PERSON),
        contains_eager(Revision.page).options(
            load_only(Page.uid, Page.slug, Page.title),
            contains_eager(Page.space).options(_SPACE),
        ),
    )
    .where(tuple_(Revision.page_id, Revision.number).in_(_last), readable_by_person(ME))
)  # fmt: skip


def _pages(who: Interests, ids: Sequence[int]) -> list[Found]:
    if not ids:
        return []
    rows = session().execute(_CHANGES, {"me": who.actor.id, "ids": ids})
    return [
        (("page", revision.page.id), _share(mine, words), _of_page(revision))
        for revision, mine, words in rows
    ]


def _share(mine: int | None, words: int) -> int:
    """How much of a page is the reader's, in percent."""
    return max(1, round(100 * mine / words)) if mine and words else 0


def _of_page(revision: Revision) -> dict[str, Any]:
    change, page = shown(revision, with_space=False), revision.page
    return {
        "subject": "page", "key": page.uid, "title": page.title,
        "url": change.url, "at": revision.at, "person": revision.author, "deed": change.deed,
        "words": "", "quote": change.summary, "count": 1, "space": page.space, "change": change,
    }  # fmt: skip


@dataclass(frozen=True)
class _Why:
    """Says why something is told."""

    who: Interests
    people: Mapping[int, str]

    def of(self, each: Candidate, mine: int, values: Mapping[str, Any]) -> str:
        """One sentence; what the reader did there themselves (`mine`) says more than what they follow."""
        if each.about == "thread" and mine:
            return _("You began this.") if mine == 1 else _("You wrote here.")
        if mine:
            return _("You wrote %(share)s of it.", share=f"{mine}%")
        if each.reason is Reason.OUTSIDE:
            return self._outside(values["person"])
        return self._followed(each)

    def _outside(self, person: Person) -> str:
        if not self.who.actor.department or not person.department:
            return _("From a space that you do not follow.")
        return _("From another department: %(name)s.", name=person.department)

    def _followed(self, each: Candidate) -> str:
        said: dict[Reason, Callable[[], str]] = {
            Reason.THREAD: lambda: _("You follow this conversation."),
            Reason.PAGE: lambda: _("You watch this page."),
            Reason.WROTE: lambda: _("You wrote here."),
            Reason.BRANCH: lambda: _("You watch what stands above it."),
            Reason.TOPIC: lambda: self._topic(each.reason_id),
            Reason.PERSON: lambda: _(
                "You follow %(name)s.", name=self.people.get(each.reason_id, "")
            ),
            Reason.SPACE: self._space,
            Reason.MEMBER: lambda: _("You belong to this space."),
        }
        return said[each.reason]()

    def _topic(self, topic_id: int) -> str:
        topic = self.who.names.get(topic_id)
        return _("You follow the topic %(name)s.", name=topic.title if topic else "")

    def _space(self) -> str:
        if self.who.everywhere:
            return _("Everyone reads this space.")
        return _("You watch this space.")


_NAMES = select(Person.id, Person.name).where(Person.id.in_(listed("ids")))


def _people(candidates: Collection[Candidate]) -> dict[int, str]:
    ids = {each.reason_id for each in candidates if each.reason is Reason.PERSON}
    if not ids:
        return {}
    rows = rows_of(_NAMES, {"ids": list(ids)})
    return {row.id: row.name for row in rows}
