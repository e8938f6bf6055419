"""The reading page: few questions to the database, and never a stale or a foreign answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from essp.core.db import db, transaction
from essp.core.shelf import Shelf
from essp.people import profiles
from essp.spaces.governing import change_space, state_of
from essp.spaces.membership import add_member, remove_member
from essp.spaces.models import Access
from essp.wiki import lifecycle
from essp.wiki.editing import create_page, edit_page

PATH = "/s/congestion-management/playbook"


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent meanwhile, savepoints of the test left out."""
    seen: list[str] = []

    def note(_c, _cursor, statement: str, *_rest) -> None:
        if statement.split()[0] not in {"SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN"}:
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def page(femke, space):
    """A page with a link to one that does not exist yet."""
    with transaction():
        return create_page(femke, space, title="Playbook", text="Call first. See [[Rota]].\n").page


@pytest.fixture
def reader(browser_of, noor):
    """The browser of somebody who belongs to no space."""
    return browser_of(noor)


def test_a_first_view_asks_four_questions_and_the_next_two(page, reader) -> None:
    with counted() as first:
        assert reader.get(PATH).status_code == 200
    with counted() as second:
        assert reader.get(PATH).status_code == 200
    assert len(first) <= 4
    assert len(second) <= 2


def test_a_view_after_an_edit_shows_the_edit(page, reader, femke) -> None:
    reader.get(PATH)
    with transaction():
        edit_page(femke, page, text="Call second.\n", based_on=1)
    assert "Call second." in reader.get(PATH).text


def test_a_view_after_a_new_name_shows_the_new_name(page, reader, femke) -> None:
    reader.get(PATH)
    with transaction():
        changed = profiles.edit_profile(femke, femke, profiles.Profile(name="Femke Smit"))
    assert "name" in changed
    text = reader.get(PATH).text
    assert "Femke Smit" in text
    assert "Femke de Boer" not in text


def test_a_wanted_page_becomes_a_link_when_it_is_started(page, reader, femke, space) -> None:
    assert "wikilink--wanted" in reader.get(PATH).text
    with transaction():
        create_page(femke, space, title="Rota", text="x")
    assert "wikilink--wanted" not in reader.get(PATH).text


def test_a_link_into_a_closed_space_is_a_link_for_its_members_alone(
    femke, ruben, noor, space, closed_space, browser_of
) -> None:
    with transaction():
        hidden = create_page(femke, closed_space, title="Plan", text="x").page
        create_page(femke, space, title="Playbook", text=f"See [[{closed_space.slug}:Plan]].\n")
    outsider, member = browser_of(noor), browser_of(ruben)
    for _turn in range(2):
        assert hidden.slug in member.get(PATH).text
        assert f"/{hidden.slug}" not in outsider.get(PATH).text
    with transaction():
        add_member(femke, closed_space, noor)
    assert f"/{hidden.slug}" in outsider.get(PATH).text
    with transaction():
        remove_member(femke, closed_space, noor)
    assert f"/{hidden.slug}" not in outsider.get(PATH).text


def test_a_page_is_gone_as_soon_as_its_space_is_closed(page, reader, femke, space) -> None:
    assert reader.get(PATH).status_code == 200
    with transaction():
        change_space(
            femke, space, name=space.name, slug=space.slug, purpose="", rules="",
            access=Access.CLOSED, language="en", based_on=state_of(space),
        )  # fmt: skip
    assert reader.get(PATH).status_code == 404


def test_an_archived_page_offers_the_way_back_with_the_readers_own_token(
    page, femke, browser_of, noor
) -> None:
    with transaction():
        lifecycle.archive_page(femke, page)
    browser = browser_of(noor)
    assert browser.submit(f"/p/{page.uid}/return", {}, seen_on=PATH).status_code == 303


def test_the_shelf_makes_room_by_dropping_what_was_unused_longest() -> None:
    shelf = Shelf(largest=10)
    for key in "abc":
        shelf.get(key, lambda: ("xxxx",))
    assert list(shelf.pieces) == ["b", "c"]
    assert shelf.size == 8
