"""What is shown of the things that were chosen: who did what, the words, and why it is told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select, tuple_
from sqlalchemy.orm import aliased, contains_eager

from essp.core.db import session
from essp.core.i18n import _
from essp.discussions.models import Gone, Kind, Post, Thread
from essp.discussions.passage_models import Passage
from essp.discussions.reading import Unread, unread_in
from essp.discussions.subjects import Subject as About
from essp.discussions.subjects import subjects_of
from essp.home.interests import Interests
from essp.home.ranking import Candidate, Key, Reason
from essp.notifications.subjects import Named
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.wiki.models import Contribution, Page, Revision
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


def told(
    who: Interests, candidates: Collection[Candidate], topics: Mapping[int, Named]
) -> dict[Key, Item]:
    """What is shown of each of these, by its key. What may no longer be read is left out."""
    by_key = {each.key: each for each in candidates}
    threads = [each.id for each in candidates if each.about == "thread"]
    pages = [each.id for each in candidates if each.about == "page"]
    people = _people(candidates)
    found = [*_threads(who, threads), *_pages(who, pages)]
    why = _Why(who, topics, people, _written(who, pages), _said(who, threads))
    return {
        key: Item(candidate=by_key[key], why=why.of(by_key[key], values), **values)
        for key, values in ((each.pop("its_key"), each) for each in found)
    }


def _threads(who: Interests, ids: Sequence[int]) -> list[dict[str, Any]]:
    if not ids:
        return []
    rows = session().execute(_newest_posts(who, ids)).all()
    threads = [post.thread for post, _words in rows]
    unread, about = unread_in(who.actor, threads), subjects_of(who.actor, threads)
    quotes = _quotes([each.id for each in threads if each.kind == Kind.COMMENT.value])
    return [
        _of_thread(post, words, unread[post.thread_id], about.get(post.thread_id), quotes)
        for post, words in rows
    ]


def _newest_posts(who: Interests, ids: Sequence[int]) -> Any:
    """The newest post in sight of each thread, with its first words, author, thread and space."""
    other = aliased(Post)
    newest = (
        select(func.max(other.number))
        .where(other.thread_id == Thread.id, other.gone == Gone.NO.value)
        .correlate(Thread)
        .scalar_subquery()
    )
    return (
        select(Post, func.substr(Post.plain, 1, EXCERPT))
        .join(Post.thread)
        .join(Thread.space)
        .join(Post.author)
        .options(
            contains_eager(Post.author),
            contains_eager(Post.thread).contains_eager(Thread.space),
        )
        .where(Thread.id.in_(ids), Post.number == newest, readable_by(who.actor))
    )


def _of_thread(
    post: Post, words: str, unread: Unread, about: About | None, quotes: Mapping[int, str]
) -> dict[str, Any]:
    thread = post.thread
    comment = thread.kind == Kind.COMMENT.value
    title = thread.title or (about.title if about else _("A comment"))
    return {
        "its_key": ("thread", thread.id), "subject": "thread", "key": thread.uid, "title": title,
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


def _quotes(ids: Sequence[int]) -> dict[int, str]:
    if not ids:
        return {}
    rows = session().execute(
        select(Passage.thread_id, Passage.quote).where(Passage.thread_id.in_(ids))
    )
    return {row.thread_id: _cut(row.quote[:EXCERPT]) for row in rows}


def _pages(who: Interests, ids: Sequence[int]) -> list[dict[str, Any]]:
    if not ids:
        return []
    other = aliased(Revision)
    last = (
        select(other.page_id, func.max(other.number))
        .where(other.page_id.in_(ids), other.author_id != who.actor.id, other.minor.is_(False))
        .group_by(other.page_id)
    )
    rows = session().scalars(
        select(Revision)
        .join(Revision.author)
        .join(Revision.page)
        .join(Page.space)
        .options(
            contains_eager(Revision.author),
            contains_eager(Revision.page).contains_eager(Page.space),
        )
        .where(tuple_(Revision.page_id, Revision.number).in_(last), readable_by(who.actor))
    )
    return [_of_page(revision) for revision in rows.unique()]


def _of_page(revision: Revision) -> dict[str, Any]:
    change, page = shown(revision, with_space=False), revision.page
    return {
        "its_key": ("page", page.id), "subject": "page", "key": page.uid, "title": page.title,
        "url": change.url, "at": revision.at, "person": revision.author, "deed": change.deed,
        "words": "", "quote": change.summary, "count": 1, "space": page.space, "change": change,
    }  # fmt: skip


@dataclass(frozen=True)
class _Why:
    """Says why something is told: `words` are the reader's share of pages, `said` their threads."""

    who: Interests
    topics: Mapping[int, Named]
    people: Mapping[int, str]
    words: Mapping[int, int]
    said: Mapping[int, bool]

    def of(self, each: Candidate, values: Mapping[str, Any]) -> str:
        """One sentence; what the reader did there themselves says more than what they follow."""
        if each.about == "thread" and each.id in self.said:
            return _("You began this.") if self.said[each.id] else _("You wrote here.")
        if each.about == "page" and self.words.get(each.id):
            return _("You wrote %(share)s of it.", share=f"{self.words[each.id]}%")
        if each.reason is Reason.OUTSIDE:
            return self._outside(values["person"])
        return self._followed(each)

    def _outside(self, person: Person) -> str:
        if not self.who.actor.department or not person.department:
            return _("From a space that you do not follow.")
        return _("From another department: %(name)s.", name=person.department)

    def _followed(self, each: Candidate) -> str:
        topic = self.topics.get(each.reason_id)
        name = topic.title if topic else ""
        said: dict[Reason, Callable[[], str]] = {
            Reason.THREAD: lambda: _("You follow this conversation."),
            Reason.PAGE: lambda: _("You watch this page."),
            Reason.WROTE: lambda: _("You wrote here."),
            Reason.BRANCH: lambda: _("You watch what stands above it."),
            Reason.TOPIC: lambda: _("You follow the topic %(name)s.", name=name),
            Reason.PERSON: lambda: _(
                "You follow %(name)s.", name=self.people.get(each.reason_id, "")
            ),
            Reason.SPACE: self._space,
            Reason.MEMBER: lambda: _("You belong to this space."),
        }
        return said[each.reason]()

    def _space(self) -> str:
        if self.who.everywhere:
            return _("Everyone reads this space.")
        return _("You watch this space.")


def _people(candidates: Collection[Candidate]) -> dict[int, str]:
    ids = {each.reason_id for each in candidates if each.reason is Reason.PERSON}
    if not ids:
        return {}
    rows = session().execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {row.id: row.name for row in rows}


def _written(who: Interests, pages: Sequence[int]) -> dict[int, int]:
    """How much of each page is the actor's, in percent."""
    if not pages:
        return {}
    mine = and_(Contribution.page_id == Page.id, Contribution.person_id == who.actor.id)
    rows = session().execute(
        select(Page.id, Contribution.words, Page.words)
        .join(Contribution, mine)
        .where(Page.id.in_(pages), Page.words > 0)
    )
    return {page_id: max(1, round(100 * words / total)) for page_id, words, total in rows if words}


def _said(who: Interests, threads: Sequence[int]) -> dict[int, bool]:
    """In which threads the actor wrote, and whether they began them."""
    if not threads:
        return {}
    began = func.min(Post.number) == 1
    rows = session().execute(
        select(Post.thread_id, began)
        .where(Post.thread_id.in_(threads), Post.author_id == who.actor.id)
        .group_by(Post.thread_id)
    )
    return {thread_id: bool(first) for thread_id, first in rows}
