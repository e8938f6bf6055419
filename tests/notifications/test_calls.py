"""Calling everyone of a space, a team or a department: who hears of it, and who may."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import event, insert, select

from essp.core import clock, worker
from essp.core.db import session, transaction
from essp.core.decision import Invalid
from essp.discussions.editing import edit_post
from essp.discussions.models import Kind, Post, Thread
from essp.discussions.posting import reply, start_thread
from essp.notifications.calls import set_quiet
from essp.notifications.models import Level, Notice, Notification, Subject
from essp.notifications.watching import set_level
from essp.people.models import Person
from essp.spaces import calling
from essp.spaces.championing import appoint_champion
from essp.spaces.models import Membership, Space
from essp.wiki.lifecycle import restore_revision
from essp.wiki.models import Page
from tests.notifications.conftest import Edit
from tests.notifications.test_recipients import told

Enter = Callable[[Person, Space], None]


@pytest.fixture
def enter() -> Enter:
    """Let somebody belong to a space."""

    def belong(person: Person, space: Space) -> None:
        session().execute(
            insert(Membership).values(space_id=space.id, person_id=person.id, since=clock.now())
        )
        session().commit()

    return belong


def said(actor: Person, space: Space, text: str, **values: object) -> Thread:
    with transaction():
        thread = start_thread(
            actor, space, Kind.DISCUSSION, title="Night work", text=text, **values
        )
    worker.do_all()
    return thread


def opening(thread: Thread) -> Post:
    return session().scalars(select(Post).where(Post.thread_id == thread.id)).first()


def test_everyone_of_a_space_hears_of_it_once_and_why(
    femke: Person, ruben: Person, noor: Person, space: Space, enter: Enter
) -> None:
    enter(ruben, space)
    with transaction():
        set_level(ruben, Subject.PERSON, femke.handle, Level.EVERYTHING)
    said(femke, space, f"@space:{space.slug} and @space:{space.slug}: tonight.")
    assert told(ruben) == [("started", "called")]
    assert told(femke) == told(noor) == []


def test_who_is_named_and_in_the_group_is_named(
    femke: Person, ruben: Person, space: Space, enter: Enter
) -> None:
    enter(ruben, space)
    said(femke, space, f"@space:{space.slug}, and above all @{ruben.handle}.")
    assert told(ruben) == [("started", "mention")]


def test_a_team_and_a_department_can_be_called(
    femke: Person, ruben: Person, noor: Person, space: Space
) -> None:
    ruben.manager_id, noor.department = femke.id, "Grid & heat"
    session().commit()
    said(femke, space, f"@team:{femke.handle}, @department:grid-heat, @department:nothing.")
    assert told(ruben) == [("started", "team")]
    assert told(noor) == [("started", "department")]


def test_what_is_quoted_or_code_calls_nobody(
    femke: Person, ruben: Person, space: Space, enter: Enter
) -> None:
    enter(ruben, space)
    said(femke, space, f"> @space:{space.slug} and @{ruben.handle}\n\n`@space:{space.slug}`")
    assert told(ruben) == []


def test_who_may_not_read_it_is_not_called(
    femke: Person, noor: Person, closed_space: Space
) -> None:
    noor.manager_id = femke.id
    session().commit()
    said(femke, closed_space, f"@team:{femke.handle}")
    assert told(noor) == []


def test_a_space_that_the_author_may_not_know_of_is_only_words(
    noor: Person, ruben: Person, space: Space, closed_space: Space
) -> None:
    thread = said(noor, space, f"@space:{closed_space.slug} @space:nothing-there")
    assert told(ruben) == []
    assert "mention" not in opening(thread).html


@pytest.mark.parametrize("level", [Level.ANSWERS, Level.MUTED])
def test_who_wants_little_of_the_place_is_not_called_with_everyone(
    femke: Person, ruben: Person, space: Space, enter: Enter, level: Level
) -> None:
    enter(ruben, space)
    with transaction():
        set_level(ruben, Subject.SPACE, space.slug, level)
    said(femke, space, f"@space:{space.slug}")
    assert told(ruben) == []


def test_who_does_not_want_such_calls_hears_as_before(
    femke: Person, ruben: Person, space: Space, enter: Enter
) -> None:
    enter(ruben, space)
    with transaction():
        set_quiet(ruben, "called", space.id, quiet=True)
    said(femke, space, f"@space:{space.slug}")
    assert told(ruben) == []
    with transaction():
        set_level(ruben, Subject.SPACE, space.slug, Level.NORMAL)
    said(femke, space, f"@space:{space.slug} again")
    assert told(ruben) == [("started", "space")]
    with transaction():
        set_quiet(ruben, "called", space.id, quiet=False)
    said(femke, space, f"@space:{space.slug} once more")
    assert told(ruben)[1:] == [("started", "called")]


def test_an_edit_calls_only_the_groups_that_are_new_in_it(
    femke: Person, ruben: Person, space: Space, enter: Enter
) -> None:
    enter(ruben, space)
    post = opening(said(femke, space, "Tonight."))
    for number, text in enumerate((f"@space:{space.slug}", f"@space:{space.slug}: later"), 1):
        with transaction():
            edit_post(femke, post.uid, text=text, based_on=number)
        worker.do_all()
    assert told(ruben) == [("named", "called")]


def test_a_page_calls_a_group_once_and_an_old_text_calls_nobody(
    femke: Person, ruben: Person, space: Space, page: Page, edit: Edit, enter: Enter
) -> None:
    enter(ruben, space)
    edit(femke, page, f"@space:{space.slug}")
    edit(femke, page, f"@space:{space.slug} and more")
    edit(femke, page, "Nobody")
    with transaction():
        restore_revision(femke, page, 2)
    worker.do_all()
    assert told(ruben) == [("edited", "called")]


def crowd(space: Space, count: int) -> None:
    people = [
        {"handle": f"c{n}", "name": f"C {n}", "name_key": f"c {n}", "created_at": clock.now(),
         "joined_at": clock.now(), "speaks": [], "ask_me_about": [], "hours": {}}
        for n in range(count)
    ]  # fmt: skip
    ids = session().scalars(insert(Person).returning(Person.id), people).all()
    rows = [{"space_id": space.id, "person_id": each, "since": clock.now()} for each in ids]
    session().execute(insert(Membership), rows)
    session().commit()


def test_whoever_calls_many_says_first_that_they_know_how_many(femke: Person, space: Space) -> None:
    crowd(space, 20)
    with pytest.raises(Invalid) as asked:
        said(femke, space, f"@space:{space.slug}")
    assert asked.value.errors["told"] == "20"
    assert "tells 20 people" in str(asked.value.errors["text"])
    said(femke, space, f"@space:{space.slug}", told=20)
    assert session().query(Notification).count() == 20


def test_above_a_number_only_who_answers_for_the_space_may_call_everyone(
    femke: Person, ruben: Person, space: Space, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "FREELY", 5)
    enter(ruben, space)
    crowd(space, 6)
    with pytest.raises(Invalid, match="Only owners and champions"):
        said(ruben, space, f"@space:{space.slug}")
    with transaction():
        appoint_champion(femke, space, ruben)
    said(ruben, space, f"@space:{space.slug}")
    assert session().query(Notification).count() == 7


def test_five_groups_are_enough(femke: Person, space: Space, make_space) -> None:
    slugs = [make_space(femke, f"Place {n}").slug for n in range(6)]
    with pytest.raises(Invalid, match="6 groups"):
        said(femke, space, " ".join(f"@space:{slug}" for slug in slugs))


def test_a_reply_calls_too_and_tells_whoever_it_answers_as_that(
    femke: Person, ruben: Person, space: Space, enter: Enter
) -> None:
    enter(ruben, space)
    post = opening(said(ruben, space, "When?"))
    with transaction():
        reply(femke, post.uid, text=f"@space:{space.slug}: tonight")
    worker.do_all()
    assert told(ruben) == [("posted", "reply")]
    assert session().scalars(select(Notice.kind)).all() == ["posted"]


def test_a_text_full_of_groups_that_are_none_asks_a_few_questions(
    femke: Person, space: Space
) -> None:
    names = [f"space:none-{number}" for number in range(2_000)]
    names += [f"team:none-{number}" for number in range(2_000)]
    asked: list[str] = []
    engine = session().get_bind()
    event.listen(engine, "before_cursor_execute", lambda *sent: asked.append(sent[2]))
    found = calling.find_groups(femke, [*names, f"space:{space.slug}", f"team:{femke.handle}"])
    assert [group.written for group in found] == [f"space:{space.slug}", f"team:{femke.handle}"]
    assert len(calling.links_of(names, space.id)) == 0
    assert len(asked) < 40
