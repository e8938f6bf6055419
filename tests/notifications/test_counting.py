"""The count beside the bell is what may be read and is unread, whatever happens meanwhile."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some
from sqlalchemy import event

from essp.core import clock
from essp.core.db import db, session, transaction
from essp.core.ids import new_uid
from essp.discussions.models import Kind, Post, Thread
from essp.discussions.moving import split_thread
from essp.discussions.posting import reply, start_thread
from essp.notifications import centre, marking, subjects
from essp.notifications.centre import Choice
from essp.notifications.models import Level, Notice, Notification, Subject, Told
from essp.notifications.sweeping import sweep
from essp.notifications.telling import follow_split, tell_of_post, tell_of_revision
from essp.notifications.watching import set_level
from essp.people.models import Person
from essp.spaces import membership
from essp.spaces.models import Space
from essp.wiki.editing import create_page, edit_page
from essp.wiki.lifecycle import move_page

DEEDS = (
    "edit", "reply", "hide", "move", "leave", "enter", "open", "read", "unread", "shift", "part", "sweep",
)  # fmt: skip


def visible(person: Person) -> int:
    """What the count must be, asked of each row by itself."""
    rows = session().query(Notification).filter_by(person_id=person.id, read_at=None).all()
    session().expire_all()
    return sum(_readable(person, row) for row in rows)


def _readable(person: Person, row: Notification) -> bool:
    notice = session().get_one(Notice, row.notice_id)
    if notice.post_id is not None and session().get_one(Post, notice.post_id).gone:
        return False
    return bool(subjects.names(person, Subject(row.about), [row.about_id]))


@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deeds=some.lists(some.sampled_from(DEEDS), max_size=6))
@example(deeds=["edit", "reply", "leave", "enter", "hide", "hide"])
@example(deeds=["reply", "edit", "move", "leave", "shift", "open", "unread"])
def test_the_count_is_right_whatever_happens(
    app: Flask, femke: Person, ruben: Person, space: Space, closed_space: Space, deeds: list[str]
) -> None:  # fmt: skip
    world = _World(femke, ruben, space, closed_space)
    for deed in deeds:
        getattr(world, deed)()
        assert centre.unread_count(ruben) == visible(ruben)
        assert tallies() == counted()
    groups = centre.groups(ruben, Choice.UNREAD, limit=500)
    assert sum(group.unread for group in groups) == visible(ruben)


def tallies() -> dict[tuple[int, str, int], int]:
    """What is kept of how much is unread."""
    session().expire_all()
    return {
        (told.person_id, told.about, told.about_id): told.unread for told in session().query(Told)
    }


def counted() -> dict[tuple[int, str, int], int]:
    """The same, added up row by row."""
    found = dict.fromkeys(tallies(), 0)
    for row in session().query(Notification).filter_by(read_at=None):
        found[row.person_id, row.about, row.about_id] += 1
    return found


def test_the_centre_asks_no_more_for_many_things_than_for_one(
    app: Flask, femke: Person, ruben: Person, space: Space
) -> None:
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        asked.append(statement)

    with transaction():
        set_level(ruben, Subject.SPACE, space.slug, Level.EVERYTHING)
    counts = []
    for number in range(8):
        with transaction():
            made = create_page(femke, space, title=f"Plan {number}", text="x\n").page
        tell_of_revision.run(page_id=made.id, number=1)
        asked.clear()
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert len(centre.groups(ruben)) == number + 1
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        counts.append(len(asked))
    assert counts[-1] <= counts[0] <= 4


class _World:
    """Two pages and a thread that Ruben watches, and what can happen to them."""

    def __init__(self, femke: Person, ruben: Person, space: Space, closed: Space) -> None:
        self.femke, self.ruben, self.spaces = femke, ruben, [space, closed]
        with transaction():
            membership.add_member(femke, closed, ruben)
            self.pages = [
                create_page(femke, each, title=f"Plan {new_uid()}", text="x\n").page
                for each in self.spaces
            ]
            self.thread = start_thread(femke, closed, Kind.DISCUSSION, title="Talk", text="One.")
            for each in self.spaces:
                set_level(ruben, Subject.SPACE, each.slug, Level.EVERYTHING)
        self.posts: list[Post] = []

    def edit(self) -> None:
        for page in self.pages:
            number = page.revision_number
            with transaction():
                edit_page(self.femke, page, text=f"Text {number}\n", based_on=number)
            tell_of_revision.run(page_id=page.id, number=page.revision_number)

    def reply(self) -> None:
        opening = session().query(Post).filter_by(thread_id=self.thread.id, parent_id=None).one()
        with transaction():
            self.posts.append(reply(self.femke, opening.uid, text="More."))
        tell_of_post.run(actor_id=self.femke.id, post_id=self.posts[-1].id, mentioned=())

    def hide(self) -> None:
        for post in self.posts[:1]:
            post.gone, post.gone_at = "" if post.gone else "hidden", clock.now()
            session().flush()

    def move(self) -> None:
        page = self.pages[0]
        to = next(each for each in self.spaces if each.id != page.space_id)
        with transaction():
            move_page(self.femke, page, to)

    def leave(self) -> None:
        with transaction():
            membership.remove_member(self.femke, self.spaces[1], self.ruben)

    def enter(self) -> None:
        with transaction():
            membership.add_member(self.femke, self.spaces[1], self.ruben)

    def open(self) -> None:
        marking.opened(self.ruben.id, Subject.PAGE, self.pages[0].id)

    def read(self) -> None:
        with transaction():
            marking.read_all(self.ruben, 10**9)

    def unread(self) -> None:
        with transaction():
            marking.unread_from(self.ruben, Subject.PAGE, self.pages[0].id, 0)

    def part(self) -> None:
        if self.posts and self.posts[-1].thread_id == self.thread.id and not self.posts[-1].gone:
            with transaction():
                apart = split_thread(
                    self.femke, self.posts[-1].uid, title="Apart", kind=Kind.DISCUSSION
                )
            follow_split.run(thread_id=apart.id, from_id=self.thread.id)

    def sweep(self) -> None:
        with clock.held_at(clock.now() + timedelta(days=91)):
            sweep.run(day="")

    def shift(self) -> None:
        thread = session().get_one(Thread, self.thread.id)
        thread.space_id = self.spaces[0].id
        session().flush()
