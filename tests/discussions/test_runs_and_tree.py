"""What somebody has read of a thread, and the tree of its replies, for whatever rows there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from essp.discussions.runs import Runs
from essp.discussions.tree import LEVELS, branch_with, grow, in_sight

NUMBERS = st.sets(st.integers(1, 60))


@given(st.lists(st.one_of(NUMBERS, st.integers(1, 60)), max_size=12))
def test_what_is_read_is_exactly_what_was_read_in_whatever_order(steps) -> None:
    runs, wanted = Runs(), set()
    for step in steps:
        if isinstance(step, int):
            runs, wanted = runs.lacking_from(step), {each for each in wanted if each < step}
        else:
            runs, wanted = runs.having(step), wanted | step
        assert {each for each in range(1, 62) if each in runs} == wanted
        assert Runs.loads(*runs.dumps()) == runs
        assert runs == Runs().having(wanted)


def test_a_thousand_read_posts_are_one_number() -> None:
    assert Runs().having(range(1, 1001)).dumps() == (1000, "")
    assert Runs(5).having([7, 8, 10]).dumps() == (5, "7-8,10")


@dataclass(frozen=True)
class Row:
    id: int
    parent_id: int | None
    number: int
    at: datetime


START = datetime(2026, 1, 1, tzinfo=UTC)


@st.composite
def rows(draw) -> list[Row]:
    """Posts with parents before them, after them, missing, or in a circle."""
    count = draw(st.integers(1, 30))
    parents = [None, *(draw(st.integers(0, count + 3)) for _each in range(count - 1))]
    minutes = [draw(st.integers(0, 20)) for _each in range(count)]
    return [
        Row(number, parent, number, START + timedelta(minutes=minute))
        for number, (parent, minute) in enumerate(zip(parents, minutes, strict=True), start=1)
    ]


@given(rows())
def test_every_post_has_one_place_below_the_beginning(posts) -> None:
    tree = grow(posts)
    order = [node.post.id for node in tree.root.branch()]
    assert sorted(order) == [post.id for post in posts]
    assert tree.root.post.id == 1 and tree.root.below == len(posts) - 1
    for node in tree.nodes.values():
        assert node.line()[0] is tree.root and len(node.line()) == node.depth + 1
        assert all(reply.parent is node for reply in node.replies)


@given(rows())
def test_every_post_is_in_sight_on_the_branch_that_is_shown_for_it(posts) -> None:
    tree = grow(posts)
    for node in tree.nodes.values():
        shown = in_sight(branch_with(node))
        assert node in shown
        assert all(each.depth - shown[0].depth <= LEVELS for each in shown)


def test_a_chain_of_thousands_of_replies_is_a_tree_like_any_other() -> None:
    posts = [Row(n, n - 1 or None, n, START + timedelta(seconds=n)) for n in range(1, 5001)]
    tree = grow(posts)
    assert tree.nodes[5000].depth == 4999 and tree.root.below == 4999
