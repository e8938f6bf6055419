"""Unread counts: what the list says is what the thread shows, whatever happened in between."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essp.core.db import transaction
from essp.discussions import reading
from essp.discussions.conversation import open_thread
from essp.discussions.models import Kind
from essp.discussions.moving import merge_threads, split_thread
from essp.discussions.queries import find_thread
from essp.discussions.reading import unread_in
from essp.discussions.removing import bring_back, remove_post
from tests.discussions.talking import answer, ask


def _agree(reader, *uids: str) -> None:
    for uid in uids:
        thread = find_thread(reader, uid)
        talk = open_thread(reader, uid)
        counted = unread_in(reader, [thread])[thread.id]
        assert counted.visited == talk.visited
        if talk.visited:
            assert counted.posts == len(talk.new)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["post", "own", "read", "gone", "back", "unread"]), st.integers(0, 40)
    ),
    max_size=14,
)


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(acts=ACTS)
def test_the_count_of_unread_posts_is_what_the_thread_shows_as_new(
    acts, femke, ruben, space
) -> None:
    thread = ask(femke, space)
    posts = []
    for act, number in acts:
        chosen = posts[number % len(posts)] if posts else None
        with transaction():
            if act in {"post", "own"}:
                posts.append(answer(femke if act == "post" else ruben, thread, "x"))
            elif act == "read":
                now = find_thread(ruben, thread.uid)
                reading.mark_read(ruben, now, [number % (now.last_number + 1), number // 2])
            elif act == "unread" and chosen:
                reading.mark_unread_from(ruben, chosen.uid)
            elif act == "gone" and chosen and not chosen.gone:
                remove_post(femke, chosen.uid, note="why")
            elif act == "back" and chosen and chosen.gone:
                bring_back(femke, chosen.uid)
        _agree(ruben, thread.uid)


def test_what_was_read_stays_read_through_a_split_and_a_merge(femke, ruben, space) -> None:
    one, two = ask(femke, space), ask(femke, space, "Another?")
    first = answer(femke, one, "a")
    below = answer(femke, first, "b")
    answer(femke, two, "c")
    with transaction():
        reading.mark_read(ruben, find_thread(ruben, one.uid), [1, 3])
        reading.mark_read(ruben, find_thread(ruben, two.uid), [1])
        new = split_thread(femke, first.uid, title="Apart", kind=Kind.DISCUSSION)
    talk = open_thread(ruben, new.uid)
    assert talk.new == {first.id}
    assert below.id in talk.tree.nodes and talk.tree.root.post.id == first.id
    with transaction():
        merge_threads(femke, new.uid, two.uid)
    talk = open_thread(ruben, two.uid)
    assert first.id in talk.new and below.id not in talk.new
    assert talk.thread.posts == 4 and find_thread(ruben, one.uid).posts == 1
    _agree(ruben, one.uid, two.uid)


def test_without_script_what_was_shown_is_read(browser_of, femke, ruben, space) -> None:
    thread = ask(femke, space)
    browser = browser_of(ruben)
    browser.get(f"/t/{thread.uid}")
    answer(femke, thread, "News.")
    assert "1 new" in browser.get(f"/s/{space.slug}/-/talk").text
    page = browser.get(f"/t/{thread.uid}").text
    assert 'id="new"' in page and "1 new for you" in page
    assert "1 new" not in browser.get(f"/s/{space.slug}/-/talk").text


def test_with_script_only_what_was_seen_is_read(browser_of, femke, ruben, space) -> None:
    thread = ask(femke, space)
    browser = browser_of(ruben)
    browser.get(f"/t/{thread.uid}")
    browser.set_cookie("reads", "1")
    for number in range(3):
        answer(femke, thread, f"News {number}.")
    browser.submit(f"/t/{thread.uid}/read", {"n": "3"}, seen_on=f"/t/{thread.uid}")
    assert {node.post.number for node in open_thread(ruben, thread.uid).tree.nodes.values()
            if node.post.id in open_thread(ruben, thread.uid).new} == {2, 4}  # fmt: skip
    browser.submit(f"/t/{thread.uid}/read", {}, seen_on=f"/t/{thread.uid}")
    assert not open_thread(ruben, thread.uid).new


def test_unread_from_here_makes_all_that_came_after_new(browser_of, femke, ruben, space) -> None:
    thread = ask(femke, space)
    posts = [answer(femke, thread, f"{number}") for number in range(3)]
    browser = browser_of(ruben)
    browser.get(f"/t/{thread.uid}")
    browser.submit(f"/posts/{posts[1].uid}/unread", {}, seen_on=f"/t/{thread.uid}")
    assert open_thread(ruben, thread.uid).new == {posts[1].id, posts[2].id}


def test_a_long_thread_opens_at_the_part_with_the_first_new_post(
    browser_of, femke, ruben, space
) -> None:
    thread = ask(femke, space)
    for number in range(60):
        answer(femke, thread, f"Post number {number}.")
    with transaction():
        reading.mark_read(ruben, find_thread(ruben, thread.uid), range(1, 56))
    page = browser_of(ruben).get(f"/t/{thread.uid}").text
    assert "Post number 54." in page and "Post number 3." not in page and 'id="new"' in page
