"""The tree of replies: grown from rows that name their parents, walked a few levels deep.

Whatever the rows say, every post has exactly one place: one whose parent is missing, or that stands
in a circle of parents, is a reply to the opening post. Nothing here calls itself, so a chain of
thousands of replies is as good as any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Protocol, TypeVar

LEVELS = 4


class Planted(Protocol):
    """What a post must tell to have a place."""

    @property
    def id(self) -> int:
        """Its own id."""

    @property
    def parent_id(self) -> int | None:
        """What it replies to; None for the opening post."""

    @property
    def number(self) -> int:
        """Its number in the thread."""

    @property
    def at(self) -> datetime:
        """When it came."""


P = TypeVar("P", bound=Planted)


@dataclass(eq=False)
class Node(Generic[P]):
    """A post at its place: its replies in the order they came, how deep, how much is below it."""

    post: P
    depth: int = 0
    parent: Node[P] | None = None
    replies: list[Node[P]] = field(default_factory=list)
    below: int = 0

    def line(self) -> list[Node[P]]:
        """The way from the opening post down to this one, both included."""
        found: list[Node[P]] = []
        node: Node[P] | None = self
        while node is not None:
            found.append(node)
            node = node.parent
        return found[::-1]

    def branch(self) -> Iterator[Node[P]]:
        """This post and everything below it, each before its replies."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.replies))


@dataclass(frozen=True)
class Tree(Generic[P]):
    """All posts of a thread, by id, and the opening one."""

    root: Node[P]
    nodes: dict[int, Node[P]]


def grow(posts: Sequence[P]) -> Tree[P]:
    """The tree of a thread's posts, of which there is at least one."""
    ordered = sorted(posts, key=lambda post: (post.at, post.number))
    nodes = {post.id: Node(post) for post in ordered}
    root = nodes[_opening(ordered).id]
    for post in ordered:
        above = nodes.get(post.parent_id) if post.parent_id is not None else None
        if post.id != root.post.id:
            (above or root).replies.append(nodes[post.id])
    _place(root, nodes)
    return Tree(root, nodes)


def _opening(ordered: Sequence[P]) -> P:
    return next((post for post in ordered if post.parent_id is None), ordered[0])


def _place(root: Node[P], nodes: dict[int, Node[P]]) -> None:
    """Say of each node how deep it is and how much is below; open up circles on the way."""
    placed = _reached(root)
    for node in list(nodes.values()):
        if node not in placed:
            parent = nodes.get(node.post.parent_id or 0)
            if parent is not None and node in parent.replies:
                parent.replies.remove(node)
            root.replies.append(node)
            node.parent, node.depth = root, 1
            placed |= _reached(node, node.depth)
    root.replies.sort(key=lambda node: (node.post.at, node.post.number))
    for node in reversed(list(root.branch())):
        node.below = sum(reply.below + 1 for reply in node.replies)


def _reached(start: Node[P], depth: int = 0) -> set[Node[P]]:
    found: set[Node[P]] = set()
    waiting = [(start, depth)]
    while waiting:
        node, deep = waiting.pop()
        node.depth = deep
        found.add(node)
        for reply in node.replies:
            if reply not in found:
                reply.parent = node
                waiting.append((reply, deep + 1))
    return found


def in_sight(top: Node[P], levels: int = LEVELS) -> list[Node[P]]:
    """The posts shown below `top`, itself first, each before its replies, so many levels deep."""
    found: list[Node[P]] = []
    waiting = [top]
    while waiting:
        node = waiting.pop()
        found.append(node)
        if node.depth - top.depth < levels:
            waiting.extend(reversed(node.replies))
    return found


def branch_with(node: Node[P], levels: int = LEVELS) -> Node[P]:
    """The post from which a branch is to be shown so that this one is in sight."""
    above = levels * ((node.depth - 1) // levels) if node.depth else 0
    return node.line()[above]
