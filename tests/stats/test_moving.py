"""How a move comes to its end: what is read and edited here, what nobody opens, and who is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup

from essp.core import clock
from essp.core.db import transaction
from essp.importers.models import ImportItem, ImportPage, ImportSource
from essp.people.models import Person, Role
from essp.spaces.models import Access, Space
from essp.stats.models import Usage
from essp.stats.moving import Source, silent, sources
from essp.wiki.editing import create_page, edit_page
from essp.wiki.lifecycle import archive_page
from essp.wiki.models import Page
from essp.wiki.read_models import PageRead
from tests.stats.days import AMSTERDAM, yesterday
from tests.stats.figures import agreed, people_in

DAY = yesterday()
LONG_AGO = clock.now() - timedelta(days=300)


@pytest.fixture
def sanne(make_person) -> Person:
    return make_person("Sanne Kuipers", role=Role.COMMUNITY_MANAGER.value)


@pytest.fixture
def bring(session):
    """Pages that came from a repository into a space, 300 days ago."""

    def bring(who: Person, space: Space, *titles: str, at=LONG_AGO) -> list[Page]:
        source = ImportSource(
            space_id=space.id, kind="git", folder="", origin="/srv/handbook", started_at=at, finished_at=at
        )  # fmt: skip
        pages = []
        with transaction():
            session.add(source)
            session.flush()
            for title in titles:
                page = create_page(who, space, title=title, text="As it was.\n").page
                page.updated_at = at
                session.add(
                    ImportPage(source_id=source.id, key=title, page_id=page.id, own_title=title,
                               title=title, link_title=title)
                )  # fmt: skip
                session.add(
                    ImportItem(page_id=page.id, change="a1", number=1, path=title, message="")
                )
                pages.append(page)
        return pages

    return bring


def read(page: Page, day: date, reads: int, session) -> None:
    session.add(PageRead(page_id=page.id, day=day, reads=reads))
    session.commit()


def only(actor: Person) -> Source:
    (found,) = sources(actor, DAY, AMSTERDAM)
    return found


def test_what_is_read_edited_and_silent_is_counted_by_source(
    bring, femke, sanne, space, session
) -> None:
    lift, rota, oil = bring(femke, space, "Lifting", "Rota", "Oil")
    read(lift, DAY, 8, session)
    read(lift, DAY - timedelta(days=28), 5, session)
    read(rota, DAY - timedelta(days=100), 1, session)
    with transaction():
        edit_page(femke, lift, text="As it is now.\n", based_on=1)
    found = only(sanne)
    assert (found.pages, found.read, found.reads, found.edited, found.silent) == (3, 1, 8, 1, 1)
    assert [each.title for each in silent(sanne, [found.id], DAY, AMSTERDAM)] == ["Oil"]
    assert found.origin == "handbook" and not found.young
    with transaction():
        archive_page(femke, oil)
    assert only(sanne).pages == 2 and silent(sanne, [found.id], DAY, AMSTERDAM) == []


def test_a_page_is_edited_though_another_came_with_as_many_changes(
    bring, session, femke, sanne, space
) -> None:
    changed, other = bring(femke, space, "Alarms", "Restore")
    for page in (changed, other):
        edit_page(femke, page, text="As it is.\n", based_on=1)
    session.add(ImportItem(page_id=other.id, change="b2", number=2, path="Restore", message=""))
    session.commit()
    assert [each.edited for each in sources(sanne, DAY, AMSTERDAM)] == [1]


def test_what_came_in_lately_is_not_silent_yet(bring, femke, sanne, space) -> None:
    bring(femke, space, "Lifting", at=clock.now() - timedelta(days=20))
    found = only(sanne)
    assert found.young and silent(sanne, [found.id], DAY, AMSTERDAM) == []


def test_going_back_to_the_original_is_told_of_five_people_or_more(
    bring, femke, sanne, space, make_person, session
) -> None:
    (lift,) = bring(femke, space, "Lifting")
    read(lift, DAY, 15, session)
    assert only(sanne).moved is None
    for number, person in enumerate(people_in(make_person, "Grid", 5)):
        session.add(
            Usage(day=DAY, person_id=person.id, verb="original open", kind="page", object_id=lift.id,
                  department="Grid")
        )  # fmt: skip
        session.commit()
        told = only(sanne)
        assert (told.originals, told.moved) == ((None, None) if number < 4 else (5, 0.75))


def test_a_source_in_a_closed_space_is_for_who_reads_it(
    bring, femke, ruben, sanne, make_space, make_person
) -> None:
    members = [ruben, *people_in(make_person, "Grid", 3)]
    few = make_space(femke, "Two of us", access=Access.CLOSED, members=(ruben,))
    closed = make_space(femke, "Reorganisation", access=Access.CLOSED, members=members)
    for space in (closed, few):  # what few may read tells who opened it
        bring(femke, space, "Plan")
    assert sources(sanne, DAY, AMSTERDAM) == []
    assert only(femke).pages == 1
    assert silent(sanne, [only(femke).id], DAY, AMSTERDAM) == []


def test_the_screen_leads_to_archiving_and_is_for_community_managers(
    bring, browser_of, femke, sanne, administrator, space
) -> None:
    empty = browser_of(sanne).get("/insight/moving")
    assert "Nothing was brought in yet." in empty.text
    (lift,) = bring(femke, space, "Lifting")
    page = BeautifulSoup(browser_of(sanne).get("/insight/moving").text, "html.parser")
    assert page.select_one(f"#silent a[href='/p/{lift.uid}/archive']")
    assert "not measured" in page.text
    agreed("full", administrator)
    assert browser_of(femke).get("/insight/moving").status_code == 403
