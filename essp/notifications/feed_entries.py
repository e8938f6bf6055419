"""What stands in a feed: what changed lately of a thing, or of what a search finds, as its owner may
read it at that moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager

from essp.core.db import session
from essp.discussions.models import Gone, Post, Thread, ThreadTopic
from essp.notifications.feed_models import Feed
from essp.notifications.models import Subject
from essp.people.models import Person
from essp.search.filters import filters_of
from essp.search.models import SavedSearch
from essp.search.queries import FoundFile, FoundPage
from essp.search.searching import search
from essp.search.threads import FoundThread
from essp.spaces.policy import readable_by
from essp.topics.models import Topic
from essp.topics.queries import STANDS_FOR
from essp.wiki.models import Page, Revision
from essp.wiki.topic_models import PageTopic

SHOWN = 40
PARTS = 3  # of a search
WORDS = 300  # characters of a post
SEARCH = "search"
WRITTEN_HERE = ("web", "api", "mail", "demo")


@dataclass(frozen=True)
class Entry:
    """One entry: `key` is its identity for ever, as a path of the site; `url` where it leads."""

    key: str
    title: str
    at: datetime
    author: str
    url: str
    summary: str


def entries(owner: Person, feed: Feed) -> Sequence[Entry]:
    """What there is for the owner now, the newest first."""
    if feed.subject == SEARCH:
        return _found(owner, feed.subject_id)
    if feed.subject == Subject.THREAD.value:
        return _posts(owner, Post.thread_id == feed.subject_id)
    # What was imported is news to nobody.
    talk = _posts(owner, _said(feed), Post.via.in_(WRITTEN_HERE))
    both = [*_changes(owner, feed), *talk]
    return sorted(both, key=lambda entry: entry.at, reverse=True)[:SHOWN]


def _changes(owner: Person, feed: Feed) -> list[Entry]:
    changed = (
        select(Revision)
        .join(Revision.author)
        .join(Revision.page)
        .join(Page.space)
        .options(
            contains_eager(Revision.author),
            contains_eager(Revision.page).contains_eager(Page.space),
        )
        .where(_of(feed), Revision.minor.is_(False), readable_by(owner))
        .order_by(Revision.at.desc(), Revision.id.desc())
        .limit(SHOWN)
    )
    return [_change(each) for each in session().scalars(changed).unique()]


def _change(change: Revision) -> Entry:
    page = change.page
    return Entry(
        f"/p/{page.uid}/revisions/{change.number}", page.title, change.at, change.author.name,
        f"/s/{page.space.slug}/{page.slug}", change.summary,
    )  # fmt: skip


def _of(feed: Feed) -> ColumnElement[bool]:
    subject = Subject(feed.subject)
    if subject is Subject.PERSON:
        return Revision.author_id == feed.subject_id
    if subject is Subject.SPACE:
        return Page.space_id == feed.subject_id
    meant = select(Topic.id).where(STANDS_FOR == feed.subject_id)
    return Revision.page_id.in_(select(PageTopic.page_id).where(PageTopic.topic_id.in_(meant)))


def _posts(owner: Person, *wanted: ColumnElement[bool]) -> list[Entry]:
    rows = session().execute(
        select(Post.uid, Post.at, Person.name, Thread.title, func.substr(Post.plain, 1, WORDS))
        .join(Thread, Thread.id == Post.thread_id)
        .join(Thread.space)
        .join(Person, Person.id == Post.author_id)
        .where(*wanted, Post.gone == Gone.NO.value, readable_by(owner))
        .order_by(Post.at.desc(), Post.id.desc())
        .limit(SHOWN)
    )
    return [
        Entry(f"/posts/{uid}", title or words[:80], at, name, f"/posts/{uid}", words)
        for uid, at, name, title, words in rows
    ]


def _said(feed: Feed) -> ColumnElement[bool]:
    """The posts of a space, a topic or a person: of those by thread the ones that moved last."""
    subject = Subject(feed.subject)
    if subject is Subject.PERSON:
        return Post.author_id == feed.subject_id
    threads = select(Thread.id).order_by(Thread.last_at.desc()).limit(SHOWN)
    if subject is Subject.SPACE:
        return Post.thread_id.in_(threads.where(Thread.space_id == feed.subject_id))
    meant = select(Topic.id).where(STANDS_FOR == feed.subject_id)
    carry = select(ThreadTopic.thread_id).where(ThreadTopic.topic_id.in_(meant))
    return Post.thread_id.in_(threads.where(Thread.id.in_(carry)))


def _found(owner: Person, search_id: int) -> list[Entry]:
    """What the search finds of the last month, or of the time it asks for itself."""
    kept = session().get(SavedSearch, search_id)
    if kept is None or kept.person_id != owner.id:
        return []
    filters = filters_of(kept.filters)
    asked = filters if filters.changed else filters.having("changed", "month")
    found: dict[str, Entry] = {}
    for part in range(1, PARTS + 1):
        answer = search(owner, kept.query, filters=asked, part=part, as_typed=True)
        for result in answer.results:
            entry = _result(result.row)
            if entry is not None:
                found[entry.key] = entry
        if not answer.more:
            break
    return sorted(found.values(), key=lambda entry: entry.at, reverse=True)[:SHOWN]


def _result(row: object) -> Entry | None:
    """A thing found; what changes it is a new entry. People and spaces are no news."""
    if isinstance(row, FoundPage):
        title, at, author, where = row.title, row.updated_at, "", row.space_name
    elif isinstance(row, FoundThread):
        title, at, author, where = row.name, row.at, "", row.space_name
    elif isinstance(row, FoundFile):
        title, at, author, where = row.name, row.at, row.author, row.space_name
    else:
        return None
    return Entry(f"{row.path}?at={at.isoformat()}", title, at, author, row.path, where)
