"""What is told of conversations: to who follows, to who is answered, and never of what is gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from essp.core import clock, worker
from essp.core.db import session, transaction
from essp.discussions.answering import accept
from essp.discussions.models import Kind, Post, Thread
from essp.discussions.moving import merge_threads, split_thread
from essp.discussions.posting import reply, start_thread
from essp.notifications import centre
from essp.notifications.models import Level, Notice, Notification, Subject, Watch
from essp.notifications.watching import set_level
from essp.people.models import Person
from essp.spaces.models import Space


@pytest.fixture
def thread(femke: Person, space: Space) -> Thread:
    """A question of Femke's."""
    with transaction():
        made = start_thread(femke, space, Kind.QUESTION, title="Who may?", text="Who may lift it?")
    worker.do_all()
    return made


def told(person: Person) -> list[tuple[str, str]]:
    rows = session().execute(
        select(Notice.kind, Notification.reason)
        .join(Notification, Notification.notice_id == Notice.id)
        .where(Notification.person_id == person.id)
        .order_by(Notice.id)
    )
    return [tuple(row) for row in rows]


def opening(thread: Thread) -> Post:
    return session().scalars(select(Post).where(Post.thread_id == thread.id)).first()


def answer(person: Person, thread: Thread, text: str = "The shift lead.") -> Post:
    with transaction():
        made = reply(person, opening(thread).uid, text=text)
    worker.do_all()
    return made


def test_who_asked_is_told_of_replies_and_who_answered_of_acceptance(
    femke: Person, ruben: Person, thread: Thread
) -> None:
    made = answer(ruben, thread)
    with transaction():
        accept(femke, made.uid)
    worker.do_all()
    assert told(femke) == [("posted", "reply")]
    assert told(ruben) == [("accepted", "answer")]


def test_who_wrote_follows_and_a_level_can_ask_for_answers_alone(
    femke: Person, ruben: Person, noor: Person, thread: Thread
) -> None:
    answer(ruben, thread)
    with transaction():
        set_level(femke, Subject.THREAD, thread.uid, Level.MUTED)
    answer(noor, thread, "Or @ruben-haak.")
    assert told(ruben) == [("posted", "mention")]
    answer(noor, thread)
    assert told(ruben) == [("posted", "mention"), ("posted", "thread")]
    assert told(femke) == [("posted", "reply")]


@pytest.mark.parametrize("level", [Level.ANSWERS, Level.NORMAL])
def test_who_watches_a_person_hears_of_the_answers_they_gave_and_not_of_those_they_accept(
    femke: Person, ruben: Person, noor: Person, make_person: Callable[..., Person],
    thread: Thread, level: Level,
) -> None:  # fmt: skip
    watcher = make_person("Wouter Dijkgraaf")
    with transaction():
        set_level(noor, Subject.PERSON, ruben.handle, level)
        set_level(watcher, Subject.PERSON, femke.handle, level)
    made = answer(ruben, thread)
    with transaction():
        accept(femke, made.uid)
    worker.do_all()
    assert told(noor)[-1] == ("accepted", "person")
    assert told(watcher) == []


def test_a_split_and_a_merge_take_along_how_much_is_heard_and_until_when_nothing(
    femke: Person, ruben: Person, noor: Person, thread: Thread, space: Space
) -> None:
    later = clock.now() + timedelta(days=1)
    made = answer(ruben, thread)
    with transaction():
        set_level(noor, Subject.THREAD, thread.uid, Level.NORMAL, later)
        apart = split_thread(femke, made.uid, title="Its own", kind=Kind.QUESTION)
    worker.do_all()
    with transaction():
        other = start_thread(femke, space, Kind.QUESTION, title="Also", text="And this?")
        merge_threads(femke, apart.uid, other.uid)
    worker.do_all()
    of_noor = select(Watch.subject_id, Watch.level, Watch.muted_until)
    rows = session().execute(of_noor.where(Watch.person_id == noor.id)).all()
    assert {tuple(row) for row in rows} == {
        (each.id, "normal", later) for each in (thread, apart, other)
    }


def test_a_post_that_is_taken_away_is_told_and_counted_no_more(
    femke: Person, ruben: Person, thread: Thread
) -> None:
    made = answer(ruben, thread)
    assert centre.unread_count(femke) == 1
    made.gone, made.gone_at = "deleted", clock.now()
    session().flush()
    assert centre.unread_count(femke) == 0
    assert centre.groups(femke) == []


def test_opening_a_conversation_marks_what_was_told_of_it_as_read(
    femke: Person, ruben: Person, thread: Thread, browser_of
) -> None:
    answer(ruben, thread)
    assert 'name="subject" value="thread"' in browser_of(femke).get(f"/t/{thread.uid}").text
    assert centre.unread_count(femke) == 0


def test_a_post_that_names_half_the_house_is_given_back_and_nobody_is_told(
    femke: Person, ruben: Person, thread: Thread, make_person, browser_of
) -> None:
    names = [make_person(f"Colleague {number}").handle for number in range(51)]
    text = " ".join(f"@{name}" for name in names)
    place = f"/t/{thread.uid}"
    path = f"/posts/{opening(thread).uid}/reply"
    answer = browser_of(ruben).submit(path, {"text": text}, seen_on=path)
    assert answer.status_code == 422
    assert "This would call 51 people; a post may call 50." in answer.text
    assert names[-1] in answer.text
    assert browser_of(ruben).get(place).text.count("@Colleague") == 0
    answer = browser_of(ruben).submit(path, {"text": text.partition(" ")[2]}, seen_on=path)
    assert answer.status_code == 303
