"""Whatever happens to spaces, members and watches: home tells nobody what they may not read."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import select

from essp.core import clock, worker
from essp.core.db import transaction
from essp.discussions.models import Kind, Thread
from essp.home.visits import mark_seen
from essp.notifications.models import Subject, Watch
from essp.spaces.membership import remove_member
from essp.spaces.models import Access, Membership, Space
from essp.spaces.policy import readable_by
from essp.wiki.editing import create_page
from essp.wiki.lifecycle import move_page
from essp.wiki.models import Page
from tests.discussions.talking import answer, ask


@pytest.mark.parametrize("seed", range(4))
def test_home_holds_nothing_twice_and_nothing_that_may_not_be_read(
    seed, session, femke, ruben, noor, make_space, home_of
) -> None:
    chance, people = random.Random(seed), [femke, ruben, noor]
    spaces = [
        make_space(femke, f"Space {number}", access=access, members=chance.sample([ruben, noor], 1))
        for number, access in enumerate(
            (Access.OPEN, Access.OPEN, Access.BY_REQUEST, Access.CLOSED)
        )
    ]
    pages, threads = _something_everywhere(chance, spaces, people)
    _watched_by_everybody(chance, session, people, spaces, pages, threads)
    with transaction():
        move_page(femke, pages[0], spaces[3])
        for space, person in session.execute(
            select(Space, Membership.person_id).join(Membership, Membership.space_id == Space.id)
        ).all():
            left = next((each for each in people if each.id == person), None)
            if left is not None and left is not femke and chance.random() < 0.5:
                remove_member(femke, space, left)
    worker.do_all()
    for person in people:
        readable = set(session.scalars(select(Space.id).where(readable_by(person))))
        for asked in ({}, {"by_time": True}):
            needs, news = home_of(person, **asked)
            items = [*news.times, *(item for place in news.places for item in place.items)]
            keys = [*(item.candidate.key for item in items), *(need.key for need in needs.shown)]
            assert len(set(keys)) == len(keys)
            assert {item.space.id for item in items} <= readable
            for about, number in (need.key for need in needs.shown):
                table = {"thread": Thread, "page": Page}.get(about)
                assert table is None or session.get(table, number).space_id in readable
        with transaction():
            mark_seen(person, clock.now())
        assert home_of(person)[1].nothing


def _something_everywhere(chance, spaces, people):
    pages, threads = [], []
    for number, space in enumerate(spaces * 2):
        with transaction():
            author = people[0]
            text = f"@{chance.choice(people).handle} reads this. #topic{number}\n"
            pages.append(create_page(author, space, title=f"Page {number}", text=text).page)
        kind = chance.choice([Kind.QUESTION, Kind.DISCUSSION])
        asked = ask(people[0], space, f"Thing {number}", kind=kind, topics=f"topic{number}")
        answer(people[0], asked, f"Says @{chance.choice(people).handle}.")
        threads.append(asked)
    return pages, threads


def _watched_by_everybody(chance, session, people, spaces, pages, threads) -> None:
    """Rows as they are left by watches from better days: rights are asked when home is looked at."""
    things = [(Subject.SPACE, each.id) for each in spaces]
    things += [(Subject.PAGE, each.id) for each in pages]
    things += [(Subject.BRANCH, each.id) for each in pages]
    things += [(Subject.THREAD, each.id) for each in threads]
    things += [(Subject.PERSON, people[0].id)]
    with transaction():
        for person in people[1:]:
            known = set(
                session.scalars(select(Watch.subject_id).where(Watch.person_id == person.id))
            )
            session.add_all(
                Watch(person_id=person.id, subject=subject.value, subject_id=each, at=clock.now())
                for subject, each in chance.sample(things, 12)
                if each not in known
            )
