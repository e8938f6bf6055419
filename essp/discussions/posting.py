"""Beginning a thread, and replying in one."""

from __future__ import annotations

from sqlalchemy import select

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Refused, require
from essp.core.events import record
from essp.core.ids import new_uid
from essp.discussions import policy
from essp.discussions.events import PostAdded, ThreadStarted
from essp.discussions.files import note_files
from essp.discussions.models import About, Kind, Post, Thread
from essp.discussions.queries import Overtaken, find_post, held_of
from essp.discussions.settling import settle
from essp.discussions.subjects import Subject
from essp.discussions.texts import Written, clean_title, keep, written
from essp.discussions.topical import keep_topics
from essp.people.models import Person
from essp.spaces import policy as spaces
from essp.spaces.calling import agreed
from essp.spaces.models import Space
from essp.spaces.queries import standing


def start_thread(
    actor: Person,
    space: Space,
    kind: Kind,
    *,
    title: str = "",
    text: str,
    about: Subject | None = None,
    passage: bool = False,
    topics: str = "",
    asks_confirmation: bool = False,
    save_key: str | None = None,
    via: str = "web",
    told: int = 0,
) -> Thread:
    """Begin a thread in a space with its opening post. Sent twice with one `save_key` it is begun once.

    A comment has no title and is about a `passage` of the page that `about` names. `topics` are
    names with commas between them. `told` is how many people the actor knows that groups in it
    tell. Raises Refused and Invalid.
    """
    here = standing(actor, space)
    require(spaces.edit(actor, space, here))
    require(policy.start(actor, kind, here))
    known = _sent_before(actor, save_key)
    if known is not None:
        return known
    now, uid = clock.now(), new_uid()
    found = written(text, uid, space.language, space.id)
    called = agreed(actor, space.id, found.groups, told)
    thread = Thread(
        uid=new_uid(), space_id=space.id, kind=kind.value, language=space.language,
        title="" if kind is Kind.COMMENT else clean_title(title),
        about_kind=_kind_of(about, passage).value, about_id=about.id if about else None,
        asks_confirmation=asks_confirmation and kind is Kind.ANNOUNCEMENT,
        author_id=actor.id, at=now, last_at=now, last_by_id=actor.id, save_key=save_key,
    )  # fmt: skip
    thread.space = space
    session().add(thread)
    session().flush()
    post = _added(actor, thread, None, found, uid=uid, via=via)
    keep_topics(actor, thread, found, topics)
    settle(thread)
    record(
        ThreadStarted(
            actor_id=actor.id, thread_id=thread.id, space_id=space.id, post_id=post.id,
            thread_kind=thread.kind, about_kind=thread.about_kind, about_id=thread.about_id,
            mentioned=_others(actor, found), called=called,
        )
    )  # fmt: skip
    return thread


def reply(
    actor: Person, parent_uid: str, *, text: str, remark: bool = False,
    save_key: str | None = None, via: str = "web", told: int = 0,
) -> Post:  # fmt: skip
    """Reply to a post. Sent twice with one `save_key` it is one reply; `told` as for a thread.

    Right under a question it is an answer, or with `remark` a word about the question; elsewhere there
    is no such difference.
    Raises Overtaken when the thread was closed or the post taken away meanwhile, NotFound, Invalid.
    """
    parent = find_post(actor, parent_uid)
    thread = held_of(parent)
    known = _reply_sent_before(actor, save_key)
    if known is not None:
        return known
    session().refresh(parent, ["gone"])
    try:
        require(policy.reply(actor, thread, parent))
    except Refused as refused:
        raise Overtaken(refused.reason) from refused
    uid = new_uid()
    found = written(text, uid, thread.language, thread.space_id)
    called = agreed(actor, thread.space_id, found.groups, told)
    post = _added(actor, thread, parent, found, uid=uid, save_key=save_key, via=via)
    post.remark = remark and policy.remark(thread, parent)
    settle(thread)
    record(
        PostAdded(
            actor_id=actor.id, thread_id=thread.id, space_id=thread.space_id, post_id=post.id,
            parent_id=parent.id, mentioned=_others(actor, found), called=called,
        )
    )  # fmt: skip
    return post


def _added(
    actor: Person, thread: Thread, parent: Post | None, found: Written, *, uid: str,
    save_key: str | None = None, via: str,
) -> Post:  # fmt: skip
    thread.last_number += 1
    post = Post(
        uid=uid, thread_id=thread.id, parent_id=parent.id if parent else None,
        number=thread.last_number, author_id=actor.id, at=clock.now(), save_key=save_key, via=via,
    )  # fmt: skip
    keep(post, found)
    post.thread = thread
    session().add(post)
    session().flush()
    note_files(thread, [post])
    return post


def _kind_of(about: Subject | None, passage: bool) -> About:
    if about is None:
        return About.NOTHING
    return About.PASSAGE if passage else about.kind


def _others(actor: Person, found: Written) -> tuple[int, ...]:
    return tuple(each for each in found.mentioned if each != actor.id)


def is_sent(actor: Person, save_key: str | None) -> bool:
    """Whether the actor sent what has this key: a draft of it that arrives later is none any more."""
    return bool(_reply_sent_before(actor, save_key) or _sent_before(actor, save_key))


def _sent_before(actor: Person, save_key: str | None) -> Thread | None:
    if save_key is None:
        return None
    return session().scalar(
        select(Thread).where(Thread.author_id == actor.id, Thread.save_key == save_key)
    )


def _reply_sent_before(actor: Person, save_key: str | None) -> Post | None:
    if save_key is None:
        return None
    return session().scalar(
        select(Post).where(Post.author_id == actor.id, Post.save_key == save_key)
    )
