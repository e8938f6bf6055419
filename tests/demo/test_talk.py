"""The conversations of the demonstration can be read and lead to people and spaces that are there."""

from __future__ import annotations

from essp.demo.content import load


def test_everybody_who_talks_works_there_and_answers_what_was_said_before() -> None:
    demo = load()
    people = {person.handle for person in demo.people}
    spaces = {space.slug for space in demo.spaces if space.access == "open"}
    assert demo.threads
    for thread in demo.threads:
        assert thread.space in spaces and thread.by in people
        times = [thread.at, *(post.at for post in thread.posts)]
        assert times == sorted(times)
        for number, post in enumerate(thread.posts, start=1):
            assert post.to < number
            assert {post.by, *post.accepted_by, *post.helpful} <= people
