"""The desk: what waits for whom, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from essp.core import clock
from essp.core.db import db, transaction
from essp.core.db import session as current
from essp.core.ids import new_uid
from essp.curation import desk, desk_promises
from essp.curation.desk import Scope
from essp.curation.desk_sets import remit_of
from essp.spaces.owning import line_of, owners_of
from essp.spaces.steward_models import OwnerGroup, OwnerGroupMember, Stewardship
from essp.wiki.editing import create_page
from essp.wiki.models import Page
from essp.wiki.proposing import propose


@contextmanager
def asked() -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    heard: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "UPDATE sign_in")):
            heard.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield heard
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def own(person, page=None, *, space=None, subtree=True, deputy=False, group=None) -> Stewardship:
    """Let somebody, or a group, own a page and what stands below it."""
    row = Stewardship(
        uid=new_uid(), space_id=(page or space).space_id if page else space.id,
        page_id=page.id if page else None, subtree=subtree, deputy=deputy,
        person_id=None if group else person.id, group_id=group.id if group else None,
        asked_at=clock.now(), accepted_at=clock.now(),
    )  # fmt: skip
    current().add(row)
    current().flush()
    return row


@pytest.fixture
def pages(femke, space) -> dict[str, Page]:
    """A small tree of pages: top, below it middle, below that leaf; and one beside."""
    made: dict[str, Page] = {}
    with transaction():
        for name, above in (("top", None), ("middle", "top"), ("leaf", "middle"), ("beside", None)):
            made[name] = create_page(
                femke, space, title=name.title(), text="One line.\n",
                parent=made[above].uid if above else None,
            ).page  # fmt: skip
    return made


def suggest(person, page, words="Another line.\n", reason="It changed"):
    """Propose other words for a page."""
    with transaction():
        return propose(person, page, text=words, based_on=page.revision_number, reason=reason)


def waiting(person, scope=None) -> list[str]:
    """The uids of what waits for somebody."""
    return [each.uid for each in desk.waiting_for(remit_of(person), scope)]


def test_a_proposal_waits_for_the_nearest_owner_and_not_for_those_above(
    femke, ruben, noor, space, pages
) -> None:
    own(ruben, pages["middle"])
    deep, wide = suggest(noor, pages["leaf"]), suggest(noor, pages["beside"])
    assert waiting(ruben) == [deep.uid]
    assert waiting(femke) == [wide.uid], "the owner of the space has what nobody else owns"
    assert set(waiting(femke, Scope(every=True))) == {deep.uid, wide.uid}
    assert waiting(noor) == []


def test_deputies_and_members_of_a_group_have_it_on_their_desk_too(
    session, femke, ruben, noor, make_person, space, pages
) -> None:
    group = OwnerGroup(
        uid=new_uid(), space_id=space.id, name="Desk", name_key="desk", created_at=clock.now(),
        created_by_id=femke.id,
    )  # fmt: skip
    session.add(group)
    session.flush()
    session.add(OwnerGroupMember(group_id=group.id, person_id=ruben.id, since=clock.now()))
    deputy = make_person("Sanne Bakker")
    own(None, pages["middle"], group=group)
    own(deputy, pages["middle"], deputy=True)
    deep = suggest(noor, pages["leaf"])
    assert waiting(ruben) == waiting(deputy) == [deep.uid]


def test_nobody_finds_their_own_proposal_on_their_desk(ruben, pages) -> None:
    own(ruben, pages["middle"])
    suggest(ruben, pages["leaf"])
    assert waiting(ruben) == []


def test_what_is_worked_out_for_many_pages_is_what_each_page_says(
    session, femke, ruben, noor, make_person, space, pages
) -> None:
    people = [femke, ruben, noor, make_person("Sanne Bakker")]
    own(ruben, pages["top"])
    own(noor, pages["middle"], subtree=False)
    own(people[3], pages["middle"], deputy=True, subtree=False)
    own(people[3], pages["leaf"], deputy=True)
    own(people[3], space=space, deputy=True)
    for page in session.scalars(select(Page).where(Page.space_id == space.id)):
        owners = owners_of(space.id, line_of(page.lineage))
        nearest = {each.person.id for each in owners.named}
        for person in people:
            remit = remit_of(person)
            if not remit.spaces:
                continue
            assert remit.nearest(space.id, page.lineage) == nearest, page.title
            assert remit.decides(space.id, page.lineage) == owners.include(person)


def test_what_is_nearest_to_the_end_of_its_promise_comes_first(
    femke, ruben, noor, space, pages
) -> None:
    own(ruben, pages["middle"])
    with transaction():
        desk_promises.promise(ruben, "10")
    with clock.held_at(clock.now() - timedelta(days=7)):
        older = suggest(noor, pages["leaf"])
    newer = suggest(noor, pages["beside"])
    every = desk.waiting_for(remit_of(femke), Scope(every=True))
    assert [each.uid for each in every] == [newer.uid, older.uid], "ten days were promised for one"
    with transaction():
        desk_promises.promise(ruben, "1")
    first, second = desk.waiting_for(remit_of(femke), Scope(every=True))
    assert (first.uid, first.late, second.late) == (older.uid, True, False)


def test_a_closed_space_that_one_may_not_read_stays_off_the_desk(
    session, noor, ruben, femke, closed_space
) -> None:
    with transaction():
        page = create_page(femke, closed_space, title="Plan", text="Secret.\n").page
    own(noor, page)
    suggest(ruben, page)
    assert waiting(noor) == []
    assert desk.page_count(remit_of(noor)) == (0, 0)


def test_the_pages_of_an_owner_are_counted_without_those_of_others(
    femke, ruben, space, pages
) -> None:
    total, spaces = desk.page_count(remit_of(femke))
    own(ruben, pages["middle"])
    assert desk.page_count(remit_of(femke)) == (total - 2, spaces)
    assert desk.page_count(remit_of(ruben)) == (2, 1)
    assert [each.title for each in desk.pages_of(remit_of(ruben))] == ["Leaf", "Middle"]


def test_the_desk_shows_the_change_in_place_and_what_stands_beside(
    browser_of, femke, ruben, noor, pages
) -> None:
    shown = suggest(noor, pages["beside"], "One longer line.\n", "Says how long")
    suggest(noor, pages["top"], "No line.\n")
    browser = browser_of(femke)
    html = browser.get(f"/curation?proposal={shown.uid}").text
    assert "<ins>longer </ins>" in html.replace("<ins> longer</ins>", "<ins>longer </ins>")
    assert "“Says how long”" in html and "If you approve: Noor Jansen" in html
    assert "The first proposal here that is decided" in html
    assert browser.get("/curation?proposal=nonesuch00").status_code == 404
    elsewhere = browser_of(ruben).get(f"/curation?proposal={shown.uid}")
    assert elsewhere.location == f"/proposals/{shown.uid}", "it waits for others"
    assert "You look after no pages yet." in browser_of(ruben).get("/curation").text


def test_the_desk_asks_no_more_questions_however_much_waits(
    app, browser_of, femke, noor, make_person, pages
) -> None:
    suggest(noor, pages["top"])
    suggest(noor, pages["leaf"])
    browser = browser_of(femke)
    browser.get("/curation")
    with asked() as few:
        browser.get("/curation")
    for number in range(12):
        suggest(make_person(f"Person {number}"), pages["middle"], f"Line {number}.\n")
    with asked() as many:
        browser.get("/curation")
    assert len(many) <= len(few)


def test_a_promise_is_kept_and_a_wrong_one_given_back(browser_of, femke, pages) -> None:
    browser = browser_of(femke)
    refused = browser.submit("/curation/promise", {"days": "0"}, seen_on="/curation")
    assert refused.status_code == 422 and "from 1 to 20 working days" in refused.text
    browser.submit("/curation/promise", {"days": "3"}, seen_on="/curation")
    assert desk_promises.promise_of(femke) == 3
    assert "within 3 working days" in browser.get("/curation").text


def test_an_empty_desk_says_what_will_come(browser_of, femke, pages) -> None:
    assert "Nothing waits for you." in browser_of(femke).get("/curation").text
    narrowed = browser_of(femke).get("/curation?every=1").text
    assert "Nothing waits here." in narrowed
    assert browser_of(femke).get("/curation?space=nowhere").status_code == 404
    assert "Middle" in browser_of(femke).get("/curation/pages").text
    assert "Nobody doubts a sentence" in browser_of(femke).get("/curation/doubts").text
