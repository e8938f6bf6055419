"""Who hears of a change: those who watch, as much as they asked for, and whoever is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from essp.core import clock, worker
from essp.core.db import session, transaction
from essp.notifications.models import Level, Notice, Notification, Subject
from essp.notifications.telling import tell_of_revision
from essp.notifications.watching import set_level, stop, watch
from essp.people.models import Person
from essp.spaces import membership
from essp.spaces.models import Space
from essp.wiki.editing import create_page
from essp.wiki.lifecycle import archive_page, rename_page
from essp.wiki.models import Page
from tests.notifications.conftest import Edit


def told(person: Person) -> list[tuple[str, str]]:
    """What somebody was told, the first first: what happened and why they heard."""
    rows = session().execute(
        select(Notice.kind, Notification.reason)
        .join(Notification, Notification.notice_id == Notice.id)
        .where(Notification.person_id == person.id)
        .order_by(Notice.id)
    )
    return [tuple(row) for row in rows]


def wanted(person: Person, subject: Subject, key: str, level: Level, **values: object) -> None:
    with transaction():
        set_level(person, subject, key, level, **values)


@pytest.mark.parametrize(
    ("subject", "level", "heard"),
    [
        (Subject.PAGE, Level.NORMAL, True),
        (Subject.PAGE, Level.ANSWERS, False),
        (Subject.PAGE, Level.MUTED, False),
        (Subject.BRANCH, Level.NORMAL, True),
        (Subject.SPACE, Level.NORMAL, False),
        (Subject.SPACE, Level.EVERYTHING, True),
        (Subject.TOPIC, Level.NORMAL, False),
        (Subject.TOPIC, Level.EVERYTHING, True),
        (Subject.PERSON, Level.NORMAL, True),
    ],
)
def test_an_edit_is_told_by_what_is_watched_and_how_much_of_it(
    femke: Person, ruben: Person, space: Space, edit: Edit,
    subject: Subject, level: Level, heard: bool,
) -> None:  # fmt: skip
    with transaction():
        page = create_page(femke, space, title="Heat", text="About #heat.\n").page
    keys = {Subject.SPACE: space.slug, Subject.TOPIC: "heat", Subject.PERSON: femke.handle}
    worker.do_all()
    wanted(ruben, subject, keys.get(subject, page.uid), level)
    edit(femke, page, "More about #heat.")
    assert told(ruben) == ([("edited", subject.value)] if heard else [])


def test_the_nearest_thing_watched_decides_alone(
    femke: Person, ruben: Person, space: Space, page: Page, below: Page, edit: Edit
) -> None:
    wanted(ruben, Subject.SPACE, space.slug, Level.EVERYTHING)
    wanted(ruben, Subject.BRANCH, page.uid, Level.ANSWERS)
    edit(femke, below)
    assert told(ruben) == []
    wanted(ruben, Subject.BRANCH, below.uid, Level.NORMAL)
    edit(femke, below)
    wanted(ruben, Subject.PAGE, below.uid, Level.MUTED)
    edit(femke, below)
    assert told(ruben) == [("edited", "branch")]


def test_what_is_muted_until_a_moment_is_told_again_from_then_on(
    femke: Person, ruben: Person, page: Page, edit: Edit
) -> None:
    later = clock.now() + timedelta(days=2)
    wanted(ruben, Subject.PAGE, page.uid, Level.NORMAL, until=later)
    edit(femke, page)
    assert told(ruben) == []
    with clock.held_at(later + timedelta(minutes=1)):
        edit(femke, page)
    assert told(ruben) == [("edited", "page")]


def test_nobody_hears_what_they_did_themselves_nor_of_small_edits(
    femke: Person, ruben: Person, space: Space, page: Page, edit: Edit
) -> None:
    wanted(femke, Subject.PAGE, page.uid, Level.EVERYTHING)
    wanted(ruben, Subject.SPACE, space.slug, Level.EVERYTHING)
    edit(femke, page, minor=True)
    assert told(ruben) == []
    edit(femke, page)
    assert told(femke) == []
    assert session().scalars(select(Notice.kind)).all() == ["edited"]


def test_who_may_not_read_or_has_left_hears_nothing(
    femke: Person,
    ruben: Person,
    make_person: Callable[..., Person],
    closed_space: Space,
    edit: Edit,
) -> None:
    gone = make_person("Tim Oud")
    with transaction():
        page = create_page(femke, closed_space, title="Secret", text="x").page
        membership.add_member(femke, closed_space, gone)
    for person in (ruben, gone):
        wanted(person, Subject.PAGE, page.uid, Level.NORMAL)
    with transaction():
        membership.remove_member(femke, closed_space, ruben)
        gone.left_at = clock.now()
    edit(femke, page, "For @ruben-haak and @tim-oud.")
    assert told(ruben) == told(gone) == []


def test_whoever_is_newly_named_hears_once_whatever_they_watch(
    femke: Person, ruben: Person, noor: Person, page: Page, edit: Edit
) -> None:
    wanted(noor, Subject.PAGE, page.uid, Level.MUTED)
    edit(femke, page, "Ask @ruben-haak or @noor-jansen, not `@nobody`.")
    edit(femke, page, "Ask @ruben-haak or @noor-jansen or @femke-de-boer.")
    assert told(ruben) == [("edited", "mention")]
    assert told(noor) == told(femke) == []


def test_what_happens_to_a_page_besides_its_text_is_told_too(
    femke: Person, ruben: Person, space: Space, page: Page
) -> None:
    wanted(ruben, Subject.PAGE, page.uid, Level.NORMAL)
    with transaction():
        rename_page(femke, page, title="Plan of switching")
        archive_page(femke, page)
    worker.do_all()
    assert told(ruben) == [("moved", "page"), ("archived", "page")]


def test_the_same_job_twice_tells_nobody_twice(
    femke: Person, ruben: Person, page: Page, edit: Edit
) -> None:
    wanted(ruben, Subject.PAGE, page.uid, Level.NORMAL)
    edit(femke, page)
    tell_of_revision.run(page_id=page.id, number=page.revision_number)
    assert told(ruben) == [("edited", "page")]


def test_who_stopped_watching_hears_nothing_more(
    femke: Person, ruben: Person, page: Page, edit: Edit
) -> None:
    with transaction():
        watch(ruben, Subject.PAGE, page.uid)
    edit(femke, page)
    with transaction():
        stop(ruben, Subject.PAGE, page.uid)
    edit(femke, page)
    assert len(told(ruben)) == 1
