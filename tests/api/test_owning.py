"""Who owns pages and spaces for programs: read, asked, agreed to, and stepped down from."""

from __future__ import annotations

import pytest

from essp.core.db import transaction
from essp.people.models import Person
from essp.spaces import grouping
from essp.spaces.models import Space
from essp.wiki.editing import create_page
from essp.wiki.models import Page
from tests.api.conftest import ProgramOf


@pytest.fixture
def page(femke: Person, space: Space) -> Page:
    with transaction():
        return create_page(femke, space, title="Plan", text="One.\n").page


def test_a_program_asks_somebody_who_agrees_and_steps_down(
    page: Page, femke: Person, ruben: Person, program_of: ProgramOf
) -> None:
    mine, theirs, where = program_of(femke), program_of(ruben), f"/pages/{page.uid}/owners"
    asked = mine.call("POST", where, {"person": "ruben-haak", "subtree": True, "note": "Yours?"})
    assert asked.status_code == 201
    [row] = asked.json["named"]
    assert (row["person"]["handle"], row["accepted_at"], row["subtree"]) == (
        "ruben-haak",
        None,
        True,
    )
    assert asked.json["page"] is None and asked.json["may_appoint"]
    assert theirs.call("POST", where, {"person": "femke-de-boer"}).status_code == 403
    agreed = theirs.call("POST", f"/owning/{row['held']}/accept")
    assert agreed.json["page"] == page.uid
    assert [each["handle"] for each in agreed.json["owners"]] == ["ruben-haak"]
    ended = theirs.call("POST", f"/owning/{row['held']}/end", {"why": "Another team"})
    assert [each["handle"] for each in ended.json["owners"]] == ["femke-de-boer"]
    wrong = mine.call("POST", where, {"person": "nobody at all"})
    assert wrong.status_code == 422 and wrong.json["errors"][0]["field"] == "person"


def test_a_group_is_named_by_its_id_and_declines(
    page: Page, space: Space, femke: Person, ruben: Person, program_of: ProgramOf
) -> None:
    with transaction():
        group = grouping.make_group(femke, space, "Tariff team").uid
        made = grouping.find_group(space, group)
        grouping.ask_into_group(femke, space, made, ruben)
        grouping.join_group(ruben, space, made)
    mine = program_of(femke)
    told = mine.call("GET", f"/spaces/{space.slug}/owners").json
    assert told["groups"] == [{"group": group, "name": "Tariff team"}]
    asked = mine.call("POST", f"/pages/{page.uid}/owners", {"group": group}).json["named"]
    said = program_of(ruben).call("POST", f"/owning/{asked[0]['held']}/decline", {"why": "No time"})
    assert said.json["named"][0]["ended_at"]


def test_who_cannot_read_a_space_learns_nothing_of_its_owners(
    closed_space: Space, femke: Person, noor: Person, program_of: ProgramOf
) -> None:
    with transaction():
        hidden = create_page(femke, closed_space, title="Plan", text="Secret.\n").page
    program = program_of(noor)
    for where in (f"/pages/{hidden.uid}/owners", f"/spaces/{closed_space.slug}/owners"):
        assert program.call("GET", where).status_code == 404
