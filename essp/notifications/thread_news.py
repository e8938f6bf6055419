"""What happened in conversations, as news: from a post to the notice, whom it names and where it can
be watched. Posts move with splits and merges; what was told of them follows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, and_, delete, literal, null, select, update
from sqlalchemy.orm import contains_eager

from essp.core import clock
from essp.core.db import session
from essp.discussions.models import About, Post, ThreadTopic
from essp.notifications.calls import groups_called
from essp.notifications.levels import Kind
from essp.notifications.models import Level, Named, Notice, Notification, Subject, Told, Watch
from essp.notifications.page_news import carried, line_of
from essp.notifications.recipients import Called, Scope, insert_into, note_things
from essp.topics.models import Topic
from essp.wiki.models import Page

ON_PAGES = {About.PAGE.value, About.PASSAGE.value}


def news_of(
    kind: Kind, post_id: int, actor_id: int, named: Collection[int], key: str,
    called: Sequence[str] = (),
) -> tuple[Notice, Scope] | None:  # fmt: skip
    """The notice of what was done with a post and its scope; None for a post that is out of sight."""
    post = _find(post_id)
    if post is None or post.gone:
        return None
    new = kind in {Kind.STARTED, Kind.POSTED}
    notice = Notice(
        key=key, kind=kind.value, about=Subject.THREAD.value, about_id=post.thread_id,
        number=post.number, post_id=post.id, actor_id=actor_id, at=post.at if new else clock.now(),
    )  # fmt: skip
    # Who watches a person wants to hear of their answers, not of those that they accept.
    author_id = post.author_id if kind is Kind.ACCEPTED else actor_id
    return notice, _scope(post, author_id, _people(kind, post, named), groups_called(called))


def follow(person_id: int, post_id: int) -> None:
    """Whoever writes in a thread follows it from then on, unless they said otherwise."""
    thread = select(
        literal(person_id), literal(Subject.THREAD.value), Post.thread_id, Post.at,
        literal(Level.NORMAL.value), null(),
    ).where(Post.id == post_id)  # fmt: skip
    _watch(thread)


def rehome(thread_id: int) -> None:
    """What was told of posts that stand in this thread now is news of this thread."""
    moved = (
        select(Notice.id)
        .join(Post, Post.id == Notice.post_id)
        .where(Post.thread_id == thread_id, Notice.about_id != thread_id)
    )
    ids = session().scalars(moved).all()
    left = set(session().scalars(select(Notice.about_id).where(Notice.id.in_(ids)).distinct()))
    for table, column in ((Notification, Notification.notice_id), (Notice, Notice.id)):
        session().execute(update(table).where(column.in_(ids)).values(about_id=thread_id))
    here = {thread_id, *left}
    session().execute(
        delete(Told).where(Told.about == Subject.THREAD.value, Told.about_id.in_(here))
    )
    note_things(and_(Notification.about == Subject.THREAD.value, Notification.about_id.in_(here)))


def carry_followers(from_id: int, into_id: int) -> None:
    """Whoever follows a thread follows another one too, as much and from the same moment on."""
    _watch(
        select(
            Watch.person_id, Watch.subject, literal(into_id), Watch.at, Watch.level,
            Watch.muted_until,
        ).where(Watch.subject == Subject.THREAD.value, Watch.subject_id == from_id)
    )  # fmt: skip


def _watch(rows: Select[int, str, int, object, str, object]) -> None:
    columns = ["person_id", "subject", "subject_id", "at", "level", "muted_until"]
    session().execute(insert_into(Watch).from_select(columns, rows).on_conflict_do_nothing())


def _find(post_id: int) -> Post | None:
    return session().scalar(
        select(Post)
        .join(Post.thread)
        .options(contains_eager(Post.thread))
        .where(Post.id == post_id)
    )


def _people(kind: Kind, post: Post, named: Collection[int]) -> Mapping[Named, Collection[int]]:
    if kind is Kind.ACCEPTED:
        return {Named.ANSWER: [post.author_id]}
    answered: set[int] = set()
    if kind is Kind.POSTED:
        parent = select(Post.author_id).where(Post.id == post.parent_id)
        answered = {post.thread.author_id, *session().scalars(parent)}
    return {Named.MENTION: named, Named.REPLY: answered}


def _scope(
    post: Post, author_id: int, named: Mapping[Named, Collection[int]], called: Sequence[Called]
) -> Scope:
    thread = post.thread
    topics = carried(select(ThreadTopic.topic_id).where(ThreadTopic.thread_id == thread.id))
    page = None
    if thread.about_kind in ON_PAGES:
        page = session().get(Page, thread.about_id)
    if thread.about_kind == About.TOPIC.value:
        topics |= carried(select(Topic.id).where(Topic.id == thread.about_id))
    return Scope(
        space_id=thread.space_id,
        author_id=author_id,
        thread_id=thread.id,
        page_id=page.id if page else None,
        line=line_of(page) if page else (),
        topics=topics,
        named=named,
        called=called,
    )
