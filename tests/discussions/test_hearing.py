"""What open windows hear of a conversation that is being read, and who hears it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from essp.core import clock, realtime
from essp.core.db import transaction
from essp.core.text.anchors import Anchor
from essp.discussions.answering import accept
from essp.discussions.closing import close_thread, reopen_thread
from essp.discussions.editing import edit_post
from essp.discussions.mark_models import Meaning
from essp.discussions.models import Kind, Outcome, Thread
from essp.discussions.moving import merge_threads, split_thread
from essp.discussions.passages import Pointed, comment, reopen, resolve
from essp.discussions.reacting import react
from essp.discussions.removing import remove_post
from essp.discussions.web import live
from essp.people import listening, sessions
from essp.people.models import Person
from essp.spaces import membership
from essp.spaces.models import Space
from essp.wiki.editing import create_page
from tests.discussions.talking import answer, ask
from tests.lines import Open, Window, open_line, told

__all__ = ["open_line"]


@pytest.fixture
def thread(femke: Person, space: Space) -> Thread:
    return ask(femke, space)


@pytest.fixture
def closed_thread(femke: Person, closed_space: Space) -> Thread:
    return ask(femke, closed_space)


def read(window: Window, thread: Thread, **more: Any) -> Any:
    return window.emit("thread:open", {"uid": thread.uid, **more})


def news(window: Window) -> list[str]:
    return [each["what"] for each in told(window, "thread:news")]


def writers(window: Window) -> list[str]:
    """Who writes, by the last that was told."""
    heard = told(window, "thread:writing")
    return [each["name"] for each in heard[-1]["people"]] if heard else []


def test_a_reply_is_heard_by_whoever_reads_the_thread_but_not_by_its_author(
    open_line: Open, femke: Person, ruben: Person, thread: Thread
) -> None:
    theirs, mine, elsewhere = open_line(femke), open_line(ruben), open_line(femke)
    read(theirs, thread)
    read(mine, thread)
    post = answer(ruben, thread)
    assert told(theirs, "thread:news") == [
        {"what": "posted", "name": "Ruben Haak", "last": 2, "post": post.uid, "number": 2}
    ]
    assert news(mine) == []
    assert news(elsewhere) == []


def test_all_that_happens_to_a_thread_is_heard_while_it_is_read(
    open_line: Open, femke: Person, ruben: Person, noor: Person, thread: Thread
) -> None:
    post = answer(ruben, thread)
    window = open_line(noor)
    read(window, thread)
    with transaction():
        react(femke, post.uid, Meaning.HELPFUL, on=True)
    heard = told(window, "thread:news")
    assert [(each["what"], each["meaning"], each["people"]) for each in heard] == [
        ("reacted", "helpful", 1)
    ]
    with transaction():
        accept(femke, post.uid, 1)
    with transaction():
        edit_post(ruben, post.uid, text="The shift lead, always.", based_on=1)
    with transaction():
        close_thread(femke, thread.uid, Outcome.DROPPED)
    with transaction():
        reopen_thread(femke, thread.uid)
    with transaction():
        remove_post(ruben, post.uid)
    assert set(news(window)) == {
        "accepted", "edited", "unaccepted", "closed", "reopened", "gone"
    }  # fmt: skip


def test_a_split_and_a_merge_are_heard_where_the_posts_were(
    open_line: Open, femke: Person, ruben: Person, noor: Person, thread: Thread, space: Space
) -> None:
    post = answer(ruben, thread)
    window = open_line(noor)
    read(window, thread)
    with transaction():
        part = split_thread(femke, post.uid, title="Another matter", kind=Kind.DISCUSSION)
    assert news(window) == ["split"]
    with transaction():
        merge_threads(femke, part.uid, thread.uid)
    assert news(window) == ["merged"]


def test_what_came_before_the_line_was_open_is_told_when_it_opens(
    open_line: Open, femke: Person, ruben: Person, thread: Thread
) -> None:
    answer(ruben, thread)
    answer(ruben, thread)
    answer(femke, thread)
    assert read(open_line(femke), thread, after=2)["new"] == 1
    assert read(open_line(femke), thread, after=1)["last"] == 4
    assert read(open_line(femke), thread, after="all")["new"] == 0


def test_who_writes_is_shown_and_ends_by_itself(
    open_line: Open, femke: Person, ruben: Person, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs, mine = open_line(ruben), open_line(femke)
    read(theirs, thread)
    read(mine, thread)
    assert theirs.emit("thread:writing", {"uid": thread.uid, "text": "Nobody hears this."}) == {}
    heard = told(mine, "thread:writing")
    assert [each["name"] for each in heard[-1]["people"]] == ["Ruben Haak"]
    assert "Nobody hears this" not in str(heard)
    theirs.emit("thread:writing", {"uid": thread.uid})
    assert told(mine, "thread:writing") == []
    now = live.time.monotonic
    monkeypatch.setattr(live.time, "monotonic", lambda: now() + live.LASTS + 1)
    live.tell_ended()
    assert told(mine, "thread:writing")[-1]["people"] == []
    live.tell_ended()
    assert told(mine, "thread:writing") == []


def test_who_sends_or_leaves_writes_no_more(
    open_line: Open, femke: Person, ruben: Person, thread: Thread
) -> None:
    theirs, mine = open_line(ruben), open_line(femke)
    read(mine, thread)
    for leave in (
        lambda: theirs.emit("thread:writing", {"uid": thread.uid, "on": False}),
        lambda: theirs.emit("thread:close", {}),
        theirs.disconnect,
    ):
        read(theirs, thread)
        theirs.emit("thread:writing", {"uid": thread.uid})
        assert writers(mine) == ["Ruben Haak"]
        leave()
        assert writers(mine) == []


def test_a_hidden_thread_is_answered_as_one_that_is_missing(
    open_line: Open, noor: Person, closed_thread: Thread
) -> None:
    window = open_line(noor)
    for event in ("thread:open", "thread:writing"):
        hidden = window.emit(event, {"uid": closed_thread.uid})
        assert hidden == window.emit(event, {"uid": "zzzzzzzzzz"}) == {"error": "missing"}


def test_one_writes_only_in_the_thread_that_the_window_shows(
    open_line: Open, femke: Person, thread: Thread
) -> None:
    assert open_line(femke).emit("thread:writing", {"uid": thread.uid}) == {"error": "missing"}


def test_who_loses_the_space_hears_nothing_more_of_its_threads(
    open_line: Open, femke: Person, ruben: Person, closed_space: Space, closed_thread: Thread
) -> None:
    theirs = open_line(ruben)
    read(theirs, closed_thread)
    with transaction():
        membership.remove_member(femke, closed_space, ruben)
    answer(femke, closed_thread)
    assert theirs.get_received() == []
    assert realtime.looking_at(f"thread:{closed_thread.id}") == []
    assert theirs.is_connected()


def test_a_sign_in_that_ended_is_cut_off_at_the_next_word_or_round(
    open_line: Open, femke: Person, ruben: Person, thread: Thread, session: Session
) -> None:
    reading, idle = open_line(ruben), open_line(ruben)
    read(reading, thread)
    with transaction():
        sessions.end_all(ruben)
    answer(femke, thread)
    assert not reading.is_connected()
    assert idle.is_connected()
    listening.cut_ended()
    assert not idle.is_connected()


def test_a_sign_in_that_grew_old_is_cut_off_too(
    open_line: Open, ruben: Person, thread: Thread
) -> None:
    window = open_line(ruben)
    with clock.held_at(clock.now() + timedelta(days=31)):
        listening.cut_ended()
    assert not window.is_connected()


def test_a_comment_is_heard_on_the_page_it_is_about(
    open_line: Open, femke: Person, ruben: Person, space: Space, session: Session
) -> None:
    with transaction():
        page = create_page(femke, space, title="Switching plan", text="One two three.\n").page
    window = open_line(femke)
    window.emit("page:open", {"uid": page.uid})
    with transaction():
        made = comment(ruben, page.uid, Pointed(anchor=Anchor("two")), text="Why two?")
    thread = session.get_one(Thread, made.thread_id)
    uid = thread.uid
    assert told(window, "page:comments") == [
        {"what": "started", "comment": uid, "name": "Ruben Haak"}
    ]
    for deed in (resolve, reopen):
        with transaction():
            deed(ruben, page.uid, uid)
    answer(ruben, thread)
    heard = [each["what"] for each in told(window, "page:comments")]
    assert heard == ["closed", "reopened", "posted"]
