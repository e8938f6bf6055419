"""What of a conversation is on the screen: a part of its tree, four levels deep, or of its posts in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from essp.core.db import session
from essp.core.decision import NotFound
from essp.discussions import tree
from essp.discussions.conversation import Conversation, Leaf
from essp.discussions.models import Post
from essp.discussions.tree import Node

PART = 40


@dataclass
class Shown:
    """A post on the screen with the replies below it there.

    `folded` posts more are below it, `folded_new` of them new: they are read by continuing the
    branch. `to` is what it replies to, where that is not right above it.
    """

    node: Node[Leaf]
    post: Post
    level: int
    new: bool
    replies: list[Shown] = field(default_factory=list)
    folded: int = 0
    folded_new: int = 0
    to: Leaf | None = None


@dataclass(frozen=True)
class Screen:
    """The part of a conversation that is shown at once: parts count from 1.

    `posts` are those at the top of the screen, each with what is below it; `first_new` is the uid of
    the first one that is new, or under which something new is folded away.
    """

    posts: Sequence[Shown]
    part: int
    parts: int
    top: Leaf
    by_time: bool
    first_new: str
    numbers: Sequence[int]
    drawn: Mapping[int, Shown]


def screen_of(
    talk: Conversation, *, branch: str = "", by_time: bool = False, part: int | None = None,
    post: str = "",
) -> Screen:  # fmt: skip
    """What is shown of a conversation: all of it, or the branch that begins with the post `branch`.

    Without a `part` it is the one with the post named, or else with what is new first. Raises
    NotFound for a branch that is not there.
    """
    top = _node_of(talk, branch) if branch else talk.tree.root
    nodes = _in_time(talk) if by_time else tree.in_sight(top)
    first = next((at for at, node in enumerate(nodes) if _has_new(talk, node, top, by_time)), None)
    wanted = next((at for at, node in enumerate(nodes) if node.post.uid == post), first)
    parts = -(-len(nodes) // PART) or 1
    number = min(max(part if part is not None else (wanted or 0) // PART + 1, 1), parts)
    window = nodes[(number - 1) * PART : number * PART]
    drawn = _drawn(talk, window, top, by_time)
    return Screen(
        _nested(drawn, flat=by_time), number, parts, top.post, by_time,
        nodes[first].post.uid if first is not None else "",
        [node.post.number for node in window], drawn,
    )  # fmt: skip


def where_is(talk: Conversation, uid: str) -> str:
    """The uid of the post from which a branch is shown with this one in it; empty for the whole."""
    top = tree.branch_with(_node_of(talk, uid))
    return "" if top is talk.tree.root else top.post.uid


def _node_of(talk: Conversation, uid: str) -> Node[Leaf]:
    for node in talk.tree.nodes.values():
        if node.post.uid == uid:
            return node
    raise NotFound


def _in_time(talk: Conversation) -> list[Node[Leaf]]:
    return sorted(talk.tree.nodes.values(), key=lambda node: (node.post.at, node.post.number))


def _has_new(talk: Conversation, node: Node[Leaf], top: Node[Leaf], by_time: bool) -> bool:
    if node.post.id in talk.new:
        return True
    folded = not by_time and node.depth - top.depth == tree.LEVELS and node.replies
    return bool(folded) and bool(_new_below(talk, node))


def _new_below(talk: Conversation, node: Node[Leaf]) -> int:
    return sum(each.post.id in talk.new for each in node.branch()) - (node.post.id in talk.new)


def _drawn(
    talk: Conversation, window: Sequence[Node[Leaf]], top: Node[Leaf], by_time: bool
) -> dict[int, Shown]:
    posts = _posts([node.post.id for node in window])
    found: dict[int, Shown] = {}
    for node in window:
        if node.post.id not in posts:
            continue
        shown = Shown(
            node, posts[node.post.id], 0 if by_time else node.depth - top.depth,
            node.post.id in talk.new,
        )  # fmt: skip
        if not by_time and shown.level == tree.LEVELS:
            shown.folded, shown.folded_new = node.below, _new_below(talk, node)
        if node.parent is not None and (by_time or node.parent.post.id not in found):
            shown.to = node.parent.post
        found[node.post.id] = shown
    return found


def _posts(ids: Sequence[int]) -> dict[int, Post]:
    rows = session().scalars(
        select(Post)
        .options(joinedload(Post.author), joinedload(Post.gone_by))
        .where(Post.id.in_(ids))
    )
    return {post.id: post for post in rows}


def _nested(drawn: Mapping[int, Shown], *, flat: bool) -> list[Shown]:
    roots: list[Shown] = []
    for shown in drawn.values():
        parent = shown.node.parent
        above = drawn.get(parent.post.id) if parent is not None and not flat else None
        # The opening post stands above its answers, not around them.
        inside = above is not None and above.level > 0
        (above.replies if above is not None and inside else roots).append(shown)
    return roots


def walk(posts: Sequence[Shown]) -> Iterator[Shown]:
    """All posts on the screen, from the top down."""
    waiting = list(reversed(posts))
    while waiting:
        shown = waiting.pop()
        yield shown
        waiting.extend(reversed(shown.replies))
