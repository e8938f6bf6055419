"""A thread as one person opens it: its tree, what of it is on the screen, and what is new to them.

Five questions to the database tell all of it, however long the thread is.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import contains_eager, joinedload

from essp.core.db import session
from essp.core.decision import NotFound
from essp.discussions import tree
from essp.discussions.mark_models import (
    Acceptance,
    Confirmation,
    PostDraft,
    Reaction,
    ThreadReading,
)
from essp.discussions.models import Post, Thread, ThreadLink, ThreadTopic
from essp.discussions.runs import Runs
from essp.discussions.tree import Tree
from essp.people.models import Person
from essp.spaces.models import Membership, Ownership
from essp.spaces.policy import Standing, readable_by
from essp.spaces.rules import pending


class Leaf(NamedTuple):
    """What is known of every post of a thread, on the screen or not."""

    id: int
    uid: str
    parent_id: int | None
    number: int
    author_id: int
    at: datetime
    gone: str
    name: str
    handle: str
    picture: str | None

    @property
    def author(self) -> Person:
        """As much of who wrote it as a face and a name take; not to be kept."""
        return Person(name=self.name, handle=self.handle, picture=self.picture)


class Said(NamedTuple):
    """How many people say something of a post, and whether the reader is one of them."""

    people: int
    mine: bool


class Accepted(NamedTuple):
    """Who accepts an answer; `lapsed` once it says something else than they accepted."""

    name: str
    asked: bool
    mine: bool
    lapsed: bool


@dataclass
class Marks:
    """What people left on the posts of a thread, by the ids of posts."""

    reactions: dict[int, dict[str, Said]] = field(default_factory=lambda: defaultdict(dict))
    accepted: dict[int, list[Accepted]] = field(default_factory=lambda: defaultdict(list))
    topics: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    drafts: dict[int, str] = field(default_factory=dict)

    def answers(self, post_id: int) -> bool:
        """Whether the post is an accepted answer."""
        return any(not each.lapsed for each in self.accepted.get(post_id, ()))


@dataclass(frozen=True)
class Conversation:
    """A thread, its reader's standing, all its posts as a tree, and what people left on them.

    `visited` tells whether the reader was here before; `runs` what they had read until now;
    `rules_pending` whether there may be house rules that they have not read.
    """

    reader: Person
    thread: Thread
    standing: Standing
    tree: Tree[Leaf]
    marks: Marks
    runs: Runs
    visited: bool
    readers: int
    confirmed: bool
    confirmations: int
    rules_pending: bool = False

    @cached_property
    def new(self) -> frozenset[int]:
        """The ids of posts that came since the reader was here; none on the first visit."""
        if not self.visited:
            return frozenset()
        return frozenset(
            leaf.id
            for leaf in (node.post for node in self.tree.nodes.values())
            if not leaf.gone and leaf.author_id != self.reader.id and leaf.number not in self.runs
        )

    @property
    def opening(self) -> Leaf:
        """The post that began it."""
        return self.tree.root.post

    @cached_property
    def people(self) -> list[Leaf]:
        """One post of each person who takes part, those who wrote most first."""
        by_person: dict[int, list[Leaf]] = defaultdict(list)
        for node in self.tree.nodes.values():
            if not node.post.gone:
                by_person[node.post.author_id].append(node.post)
        return [each[0] for each in sorted(by_person.values(), key=len, reverse=True)]


def open_thread(actor: Person, uid: str) -> Conversation:
    """The thread of that uid with all its posts. NotFound also when the actor may not know of it."""
    found = session().execute(_opening(actor).where(Thread.uid == uid)).one_or_none()
    if found is None:
        raise NotFound
    thread = found.Thread
    posts = [Leaf(*row) for row in session().execute(_leaves(thread))]
    if not posts:
        # Merged away: its posts stand in another thread.
        posts = [_nothing(thread)]
    marks = _marks(actor, thread)
    grown = tree.grow(posts)
    grown.root.replies.sort(key=lambda node: not marks.answers(node.post.id))
    upto = thread.imported_upto if found.upto is None else found.upto
    return Conversation(
        actor, thread, Standing(bool(found.member), bool(found.owner)), grown, marks,
        Runs.loads(upto, found.beyond or ""), found.upto is not None,
        found.readers, bool(found.confirmed), found.confirmations, bool(found.rules_pending),
    )  # fmt: skip


def _opening(actor: Person) -> Any:
    mine = ThreadReading.person_id == actor.id
    readers = select(func.count()).where(ThreadReading.thread_id == Thread.id)
    confirmations = select(func.count()).where(Confirmation.thread_id == Thread.id)
    member = select(Membership.space_id).where(
        Membership.space_id == Thread.space_id, Membership.person_id == actor.id
    )
    owner = select(Ownership.space_id).where(
        Ownership.space_id == Thread.space_id, Ownership.person_id == actor.id
    )
    own = select(ThreadReading).where(ThreadReading.thread_id == Thread.id, mine).subquery()
    return (
        select(
            Thread, own.c.upto, own.c.beyond,
            member.exists().label("member"), owner.exists().label("owner"),
            readers.correlate(Thread).scalar_subquery().label("readers"),
            confirmations.correlate(Thread).scalar_subquery().label("confirmations"),
            confirmations.where(Confirmation.person_id == actor.id).correlate(Thread)
            .scalar_subquery().label("confirmed"),
            pending(actor.id, Thread.space_id).label("rules_pending"),
        )
        .join(Thread.space)
        .outerjoin(own, own.c.thread_id == Thread.id)
        .options(
            contains_eager(Thread.space), joinedload(Thread.author), joinedload(Thread.closed_by)
        )
        .where(readable_by(actor))
    )  # fmt: skip


def _leaves(thread: Thread) -> Any:
    return (
        select(
            Post.id, Post.uid, Post.parent_id, Post.number, Post.author_id, Post.at, Post.gone,
            Person.name, Person.handle, Person.picture,
        )
        .join(Person, Person.id == Post.author_id)
        .where(Post.thread_id == thread.id)
    )  # fmt: skip


def _nothing(thread: Thread) -> Leaf:
    return Leaf(0, "", None, 0, thread.author_id, thread.at, "merged", "", "", None)


def _marks(actor: Person, thread: Thread) -> Marks:
    """All in one question; every row says in its first column what it is."""
    mine = func.max(case((Reaction.person_id == actor.id, 1), else_=0))
    none: ColumnElement[str] = literal_column("''")
    zero: ColumnElement[int] = literal_column("0")
    here = Post.thread_id == thread.id
    rows = session().execute(
        union_all(
            select(literal_column("'reaction'").label("what"), Reaction.post_id.label("id"),
                   Reaction.meaning.label("words"), func.count().label("times"),
                   mine.label("mine"), zero.label("flag"))
            .join(Post, Post.id == Reaction.post_id).where(here)
            .group_by(Reaction.post_id, Reaction.meaning),
            select(literal_column("'accepted'"), Acceptance.post_id, Person.name,
                   cast(Acceptance.asked, Integer),
                   case((Acceptance.person_id == actor.id, 1), else_=0),
                   case((Acceptance.ended_at.is_(None), 0), else_=1))
            .join(Person, Person.id == Acceptance.person_id)
            .where(Acceptance.thread_id == thread.id)
            .where(Acceptance.ended_at.is_(None) | (Acceptance.ended_why == "edited")),
            select(literal_column("'topic'"), ThreadTopic.topic_id, none, zero, zero, zero)
            .where(ThreadTopic.thread_id == thread.id),
            select(literal_column("'link'"), ThreadLink.id, none, zero, zero, zero)
            .where((ThreadLink.thread_id == thread.id) | (ThreadLink.other_id == thread.id)),
            select(literal_column("'draft'"), Post.id, PostDraft.text, zero, zero, zero)
            .join(Post, PostDraft.place == literal("reply:") + Post.uid)
            .where(here, PostDraft.person_id == actor.id),
        )
    )  # fmt: skip
    marks = Marks()
    for row in rows:
        _note(marks, row)
    return marks


def _note(marks: Marks, row: Any) -> None:
    if row.what == "reaction":
        marks.reactions[row.id][row.words] = Said(row.times, bool(row.mine))
    elif row.what == "accepted":
        each = Accepted(row.words, bool(row.times), bool(row.mine), bool(row.flag))
        marks.accepted[row.id].append(each)
    elif row.what == "topic":
        marks.topics.append(row.id)
    elif row.what == "link":
        marks.links.append(row.id)
    else:
        marks.drafts[row.id] = row.words
