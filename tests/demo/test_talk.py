"""The conversations of the demonstration can be read and lead to people, pages and spaces that are there."""

from __future__ import annotations

import re

import pytest

from essp.demo.content import load
from essp.demo.model import Demo

LINK = re.compile(r"\[\[(?:([a-z-]+):)?([^\]|#]+)")


@pytest.fixture(scope="module")
def demo() -> Demo:
    return load()


def test_everybody_who_talks_works_there_and_answers_what_was_said_before(demo: Demo) -> None:
    here = {person.handle: (person.joined, person.left) for person in demo.people}
    spaces = {space.slug for space in demo.spaces if space.access == "open"}
    for thread in demo.threads:
        assert thread.space in spaces
        times = [thread.at, *(post.at for post in thread.posts)]
        assert times == sorted(times), thread.title
        said = [(thread.by, thread.at), *((post.by, post.at) for post in thread.posts)]
        said += [(each, thread.at) for each in (*thread.said, *thread.confirmed_by)]
        for number, post in enumerate(thread.posts, start=1):
            assert post.to < number
            marks = (*post.accepted_by, *post.helpful, *post.thanks)
            assert post.by not in marks, thread.title
            said += [(each, post.at) for each in marks]
        for handle, at in said:
            joined, left = here[handle]
            assert joined <= at.date() and (left is None or at.date() <= left), (
                thread.title,
                handle,
            )


def test_conversations_of_every_kind_and_age_are_spread_over_the_spaces(demo: Demo) -> None:
    assert len(demo.threads) > 40
    assert {thread.kind for thread in demo.threads} == {
        "question", "discussion", "idea", "announcement", "comment",
    }  # fmt: skip
    assert {thread.space for thread in demo.threads} == {
        space.slug for space in demo.spaces if space.access == "open"
    }
    assert len({thread.at.month for thread in demo.threads}) == 12
    waiting = [
        thread
        for thread in demo.threads
        if thread.kind == "question" and not any(post.accepted_by for post in thread.posts)
    ]
    assert len(waiting) > 8 and max(each.at for each in waiting) > min(each.at for each in waiting)


def test_announcements_and_ends_are_by_who_may(demo: Demo) -> None:
    owners = {space.slug: space.owners for space in demo.spaces}
    for thread in demo.threads:
        if thread.kind == "announcement":
            assert thread.by in owners[thread.space], thread.title
        if thread.end is not None:
            assert thread.end.by in {thread.by, *owners[thread.space]}, thread.title


def test_what_is_spoken_of_is_there(demo: Demo) -> None:
    pages = {(page.space, page.slug): page for page in demo.pages}
    titles = {(page.space, page.title) for page in demo.pages}
    for thread in demo.threads:
        if thread.page:
            page = pages[thread.space, thread.page]
            then = [each.text for each in page.revisions if each.at <= thread.at]
            assert then and thread.quote in then[-1], (thread.page, thread.quote)
        for text in (thread.text, *(post.text for post in thread.posts)):
            for space, title in LINK.findall(text):
                assert (space or thread.space, title) in titles, title
