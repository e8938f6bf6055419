"""Splitting a branch off, merging two threads, moving one to another space: both ends stay linked.

What was read stays read: everybody's marks go along with the posts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import insert, select, update

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import new_uid
from essp.discussions import policy, tree
from essp.discussions.answering import end
from essp.discussions.closing import link
from essp.discussions.events import ThreadChanged, ThreadMoved, ThreadsMerged, ThreadSplit
from essp.discussions.files import follow_posts
from essp.discussions.mark_models import Acceptance, ThreadReading
from essp.discussions.models import Kind, Outcome, Post, Thread, Way
from essp.discussions.queries import (
    Overtaken,
    find_post,
    find_thread,
    held,
    opening_of,
    standing_in,
)
from essp.discussions.runs import Runs
from essp.discussions.settling import settle
from essp.discussions.texts import clean_title, written
from essp.discussions.topical import keep_topics, open_topics
from essp.people.models import Person
from essp.spaces import policy as spaces
from essp.spaces.models import Space
from essp.spaces.queries import find_space, standing

Numbers = Mapping[int, int]


def arrange_thread(actor: Person, uid: str, *, title: str, kind: Kind, topics: str) -> Thread:
    """Give a thread another title, kind and topics. Raises Refused, Invalid, NotFound."""
    thread = held(find_thread(actor, uid))
    here = standing_in(actor, thread)
    require(policy.arrange(actor, thread, here))
    if kind.value != thread.kind:
        require(policy.start(actor, kind, here))
        if Kind.COMMENT.value in {kind.value, thread.kind}:
            raise Invalid(kind=_("A comment stays with its page."))
    if kind is not Kind.QUESTION:
        _end_acceptances(actor, thread)
    thread.title, thread.kind = clean_title(title), kind.value
    thread.asks_confirmation = thread.asks_confirmation and kind is Kind.ANNOUNCEMENT
    opening = opening_of(thread)
    keep_topics(actor, thread, written(opening.text, opening.uid, thread.language), topics)
    settle(thread)
    record(ThreadChanged(actor_id=actor.id, thread_id=thread.id, space_id=thread.space_id))
    return thread


def split_thread(actor: Person, post_uid: str, *, title: str, kind: Kind) -> Thread:
    """Make a post and everything below it a thread of its own. Raises Refused, Invalid, NotFound."""
    post = find_post(actor, post_uid)
    old = held(post.thread)
    here = standing_in(actor, old)
    require(policy.split(actor, old, post, here))
    require(policy.start(actor, kind, here))
    if kind is Kind.COMMENT:
        raise Invalid(kind=_("Choose what it is."))
    new = Thread(
        uid=new_uid(), space_id=old.space_id, kind=kind.value, language=old.language,
        title=clean_title(title), author_id=post.author_id, at=post.at, last_at=post.at,
        last_by_id=post.author_id, about_kind=old.about_kind, about_id=old.about_id,
    )  # fmt: skip
    session().add(new)
    session().flush()
    branch = tree.grow(_posts(old)).nodes[post.id].branch()
    leaving = sorted((node.post for node in branch), key=lambda each: each.number)
    _end_acceptances(actor, old, [each.id for each in leaving])
    _take_over(leaving, new, None)
    keep_topics(actor, new, written(post.text, post.uid, new.language))
    link(actor, new, Way.SPLIT_FROM, other=old)
    settle(old)
    settle(new)
    record(
        ThreadSplit(
            actor_id=actor.id, thread_id=new.id, space_id=new.space_id, from_id=old.id,
            post_id=post.id,
        )
    )  # fmt: skip
    return new


def merge_threads(actor: Person, uid: str, into_uid: str) -> Thread:
    """Put the posts of a thread into another one, below its opening post; gives that other one.

    The address of the first leads there from then on. Raises Refused, Invalid, Overtaken, NotFound.
    """
    found, target = find_thread(actor, uid), find_thread(actor, into_uid)
    if found.id == target.id:
        raise Invalid(other=_("Choose another conversation than this one."))
    # In one order for everybody, so that two who merge the same threads do not wait for each other.
    for each in sorted((found, target), key=lambda thread: thread.id):
        held(each)
    require(policy.arrange(actor, found, standing_in(actor, found)))
    if found.space_id != target.space_id:
        require(policy.move(actor, found, _space_of(found), standing_in(actor, found)))
    if found.merged_into_id is not None or target.merged_into_id is not None:
        raise Overtaken(_("One of the two was merged into another conversation meanwhile."))
    if Kind.COMMENT.value in {found.kind, target.kind}:
        raise Invalid(other=_("A comment stays with its page."))
    if target.closed:
        raise Invalid(other=_("That conversation is closed. Open it again first."))
    _end_acceptances(actor, found)
    posts = sorted(_posts(found), key=lambda each: each.number)
    _take_over(posts, target, opening_of(target).id)
    follow_posts(actor, Post.thread_id == target.id)
    found.merged_into_id, found.outcome = target.id, Outcome.MERGED.value
    found.closed_at, found.closed_by_id = clock.now(), actor.id
    link(actor, found, Way.MERGED_INTO, other=target)
    settle(found)
    settle(target)
    record(
        ThreadsMerged(
            actor_id=actor.id, thread_id=found.id, space_id=target.space_id, into_id=target.id
        )
    )
    return target


def move_thread(actor: Person, uid: str, slug: str) -> Thread:
    """Move a thread to another space, with all its posts. Raises Refused, Invalid, NotFound."""
    thread, space = held(find_thread(actor, uid)), find_space(actor, slug)
    require(policy.move(actor, thread, _space_of(thread), standing_in(actor, thread)))
    require(spaces.edit(actor, space, standing(actor, space)))
    if thread.kind == Kind.COMMENT.value:
        raise Invalid(space=_("A comment stays with its page."))
    if space.id == thread.space_id:
        raise Invalid(space=_("It is in this space already."))
    before, thread.space_id, thread.space = thread.space_id, space.id, space
    link(actor, thread, Way.MOVED_FROM, space_id=before)
    follow_posts(actor, Post.thread_id == thread.id)
    if space.is_open:
        open_topics(actor, thread)
    record(
        ThreadMoved(actor_id=actor.id, thread_id=thread.id, space_id=space.id, from_space_id=before)
    )
    return thread


def goals(actor: Person, thread: Thread) -> Sequence[Space]:
    """The spaces to which the actor could move a thread, by name."""
    readable = select(Space).where(spaces.readable_by(actor), Space.id != thread.space_id)
    return session().scalars(readable.order_by(Space.name_key)).all()


def _space_of(thread: Thread) -> Space:
    return session().get_one(Space, thread.space_id)


def _posts(thread: Thread) -> Sequence[Post]:
    return session().scalars(select(Post).where(Post.thread_id == thread.id)).all()


def _take_over(posts: Sequence[Post], thread: Thread, below: int | None) -> None:
    """Let these posts, in their order, stand in the thread; the first one below `below`."""
    if not posts:
        raise NotFound
    before, numbers = posts[0].thread_id, {}
    source = session().get_one(Thread, before)
    new_to_nobody = thread.imported_upto == thread.last_number and all(
        post.number <= source.imported_upto for post in posts
    )
    for post in posts:
        thread.last_number += 1
        numbers[post.number] = thread.last_number
        parent = below if post is posts[0] or post.parent_id is None else post.parent_id
        session().execute(
            update(Post)
            .where(Post.id == post.id)
            .values(thread_id=thread.id, number=thread.last_number, parent_id=parent)
            .execution_options(synchronize_session=False)
        )
    for post in posts:
        session().expire(post)
    _carry_readings(before, thread, numbers)
    if new_to_nobody:
        thread.imported_upto = thread.last_number


def _carry_readings(before: int, thread: Thread, numbers: Numbers) -> None:
    had = _readings(before)
    there = {row.person_id: row for row in _readings(thread.id)}
    rows = []
    for row in had:
        runs = Runs.loads(row.upto, row.beyond)
        read = [new for old, new in numbers.items() if old in runs]
        kept = there.get(row.person_id)
        if kept is not None:
            both = Runs.loads(kept.upto, kept.beyond).having(read)
            kept.upto, kept.beyond = both.dumps()
        elif read:
            upto, beyond = Runs().having(read).dumps()
            rows.append(
                {"thread_id": thread.id, "person_id": row.person_id, "upto": upto,
                 "beyond": beyond, "at": row.at}
            )  # fmt: skip
    if rows:
        session().execute(insert(ThreadReading), rows)
    session().flush()


def _readings(thread_id: int) -> Sequence[ThreadReading]:
    found = select(ThreadReading).where(ThreadReading.thread_id == thread_id)
    return session().scalars(found.execution_options(populate_existing=True)).all()


def _end_acceptances(actor: Person, thread: Thread, posts: Sequence[int] | None = None) -> None:
    given = select(Acceptance).where(
        Acceptance.thread_id == thread.id, Acceptance.ended_at.is_(None)
    )
    if posts is not None:
        given = given.where(Acceptance.post_id.in_(posts))
    if found := session().scalars(given).all():
        end(actor, thread, found, "moved")
