"""What somebody said is found with them, by all who may read it and nobody else."""

from __future__ import annotations

import pytest

from essp.core.db import transaction
from essp.discussions.answering import accept
from essp.discussions.models import Kind
from essp.discussions.posting import reply, start_thread
from essp.discussions.queries import opening_of
from essp.discussions.removing import remove_post
from essp.discussions.said import Sort, said_by


@pytest.fixture
def asked(femke, ruben, space):
    """Femke asks; Ruben answers twice, and the second answer is accepted."""
    with transaction():
        thread = start_thread(femke, space, Kind.QUESTION, title="Who lifts it?", text="At night.")
        opening = opening_of(thread)
        first = reply(ruben, opening.uid, text="The desk,\n\nI think.")
        second = reply(ruben, opening.uid, text="The shift lead.")
        accept(femke, second.uid, revision=1)
    return thread, first, second


def words(found):
    return [(one.words, one.accepted) for one in found.items]


def test_each_sort_holds_what_it_says(asked, femke, ruben) -> None:
    every = said_by(femke, ruben, Sort.POSTS)
    assert words(every) == [("The shift lead.", True), ("The desk, I think.", False)]
    assert words(said_by(femke, ruben, Sort.ANSWERS)) == [("The shift lead.", True)]
    assert words(said_by(ruben, femke, Sort.QUESTIONS)) == [("At night.", False)]
    assert every.counts == {
        Sort.ANSWERS: 1, Sort.QUESTIONS: 0, Sort.POSTS: 2, Sort.COMMENTS: 0,
    }  # fmt: skip


def test_of_a_long_post_the_first_whole_words_are_shown(femke, space) -> None:
    with transaction():
        start_thread(femke, space, Kind.DISCUSSION, title="Long", text="seven77 " * 100)
    [one] = said_by(femke, femke, Sort.POSTS).items
    assert one.words == " ".join(["seven77"] * 30) + "\u2026"


def test_what_was_taken_back_is_not_counted(asked, femke, ruben) -> None:
    _thread, first, _second = asked
    with transaction():
        remove_post(ruben, first.uid)
    found = said_by(femke, ruben, Sort.POSTS)
    assert words(found) == [("The shift lead.", True)] and found.counts[Sort.POSTS] == 1


def test_what_stands_in_a_closed_space_is_not_there_for_others(
    closed_space, femke, noor, browser_of
) -> None:
    with transaction():
        start_thread(femke, closed_space, Kind.QUESTION, title="Hush", text="Quiet words.")
    assert said_by(femke, femke, Sort.POSTS).counts[Sort.POSTS] == 1
    assert not any(said_by(noor, femke, Sort.POSTS).counts.values())
    assert "In conversations" not in browser_of(noor).get("/people/femke-de-boer").text
    page = browser_of(noor).get("/people/femke-de-boer/posts").text
    assert "Nothing here that you can see yet." in page and "Hush" not in page


def test_a_profile_leads_to_what_somebody_said_in_parts(
    asked, ruben, femke, space, browser_of, monkeypatch
) -> None:
    monkeypatch.setattr("essp.discussions.said.PER_PART", 1)
    monkeypatch.setattr("essp.discussions.web.said.PER_PART", 1)
    monkeypatch.setattr(said_by, "__kwdefaults__", {"part": 1, "limit": 1})
    browser = browser_of(femke)
    profile = browser.get("/people/ruben-haak").text
    assert "In conversations" in profile and "/people/ruben-haak/posts" in profile
    first = browser.get("/people/ruben-haak/posts").text
    assert "The shift lead." in first and "The desk" not in first and "part=2" in first
    second = browser.get("/people/ruben-haak/posts?kind=posts&part=2").text
    assert "The desk, I think." in second and "part=3" not in second
    assert browser.get("/people/nobody-here/posts").status_code == 404
