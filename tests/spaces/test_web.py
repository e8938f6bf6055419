"""Spaces in the browser, as the people who use them meet them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from essp.core import clock
from essp.core.db import db
from essp.people.models import Person
from essp.spaces import governing, membership
from essp.spaces.models import Access, Membership, Space
from essp.spaces.queries import standing

Send = Callable[..., TestResponse]
Read = Callable[[Person, str], str]
MakeSpace = Callable[..., Space]


def test_the_list_shows_ones_own_spaces_first_with_purpose_members_and_access(
    femke: Person, ruben: Person, noor: Person, make_space: MakeSpace, read: Read
) -> None:
    make_space(femke, "Zonnepanelen", purpose="Sun on roofs.", members=(ruben,))
    make_space(noor, "Area notes", access=Access.BY_REQUEST)
    page = read(femke, "/spaces")
    assert page.index("Zonnepanelen") < page.index("Area notes")
    assert "Sun on roofs." in page
    assert "2 members" in page
    assert "by request: members read and edit" in page
    assert "1 member<" not in page, "how many are inside is not for those outside"


def test_with_no_space_at_all_the_list_says_what_to_do(noor: Person, read: Read) -> None:
    assert "There is no space yet" in read(noor, "/spaces")


def test_two_hundred_and_fifty_spaces_come_in_parts(
    femke: Person, noor: Person, session: Session, read: Read
) -> None:
    for number in range(250):
        governing.create_space(femke, name=f"Area {number:03}")
    session.commit()
    first, last = read(noor, "/spaces"), read(noor, "/spaces?part=5")
    assert "Area 000" in first and "Area 050" not in first and "Next" in first
    assert "Area 249" in last and "Previous" in last and "Next" not in last
    for odd in ("part=0", "part=-3", "part=x", "part=999999999999999999999"):
        read(noor, f"/spaces?{odd}")


def test_two_hundred_and_fifty_members_come_in_parts(
    space: Space, noor: Person, make_person: Callable[..., Person], session: Session, read: Read
) -> None:
    for number in range(250):
        person = make_person(f"Person {number:03}")
        session.add(Membership(space_id=space.id, person_id=person.id, since=clock.now()))
    session.commit()
    assert "251 members" in read(noor, f"/s/{space.slug}")
    assert "Person 249" in read(noor, f"/s/{space.slug}/-/members?part=6")
    assert "Nobody on this part" in read(noor, f"/s/{space.slug}/-/members?part=7")


def test_who_joins_is_a_member_and_who_leaves_is_not(
    space: Space, noor: Person, post: Send, read: Read
) -> None:
    home = f"/s/{space.slug}"
    assert "Join the space" in read(noor, home)
    assert post(noor, f"{home}/-/membership").status_code == 303
    assert post(noor, f"{home}/-/membership").status_code == 303, "twice is harmless"
    assert standing(noor, space).member
    assert "Leave the space" in read(noor, home)
    post(noor, f"{home}/-/membership/end")
    assert not standing(noor, space).member


def test_the_last_owner_is_told_to_appoint_another_and_stays(
    space: Space, femke: Person, post: Send, read: Read
) -> None:
    assert post(femke, f"/s/{space.slug}/-/membership/end").status_code == 303
    assert "Appoint another owner first" in read(femke, f"/s/{space.slug}")
    assert standing(femke, space).owner


def test_who_leaves_a_closed_space_is_led_to_the_list(
    closed_space: Space, ruben: Person, post: Send
) -> None:
    answer = post(ruben, f"/s/{closed_space.slug}/-/membership/end")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/spaces"


def test_an_outsider_sees_of_a_space_by_request_only_that_it_is_there_why_and_whom_to_ask(
    femke: Person, ruben: Person, noor: Person, make_space: MakeSpace, read: Read
) -> None:
    space = make_space(
        femke,
        "Incident reviews",
        purpose="What went wrong and what we learnt.",
        rules="Secret handshake.",
        access=Access.BY_REQUEST,
        access_reason="Names of colleagues stand in the reports.",
        members=(ruben,),
    )
    page = read(noor, f"/s/{space.slug}")
    for shown in ("Incident reviews", "What went wrong", "Names of colleagues", "Femke de Boer"):
        assert shown in page
    for hidden in (
        "Secret handshake",
        "Ruben Haak",
        "2 members",
        "New page</a>\n  <",
        "/-/changes",
    ):
        assert hidden not in page
    assert "Ask to be let in" in page


def test_an_outsider_asks_an_owner_lets_in_and_the_space_opens(
    femke: Person,
    noor: Person,
    make_space: MakeSpace,
    post: Send,
    read: Read,
    session: Session,
) -> None:
    space = make_space(femke, "Incident reviews", access=Access.BY_REQUEST)
    home = f"/s/{space.slug}"
    assert post(noor, f"{home}/-/requests", reason="I lead the night shift.").status_code == 303
    assert "An owner will answer" in read(noor, home)
    assert "1 request waits" in read(femke, home)
    assert "I lead the night shift." in read(femke, f"{home}/-/members")
    number = membership.request_entry(noor, space, "again").id
    session.rollback()
    assert post(femke, f"{home}/-/requests/{number}", answer="accept").status_code == 303
    assert "Recent changes</h2>" in read(noor, home)


def test_a_declined_outsider_stays_outside_and_may_ask_again(
    femke: Person,
    noor: Person,
    make_space: MakeSpace,
    post: Send,
    read: Read,
    session: Session,
) -> None:
    space = make_space(femke, "Incident reviews", access=Access.BY_REQUEST)
    number = membership.request_entry(noor, space, "").id
    session.commit()
    post(femke, f"/s/{space.slug}/-/requests/{number}", answer="decline")
    assert not standing(noor, space).member
    assert 'name="reason"' in read(noor, f"/s/{space.slug}")


def test_a_reason_too_long_is_given_back(
    femke: Person, noor: Person, make_space: MakeSpace, post: Send
) -> None:
    space = make_space(femke, "Incident reviews", access=Access.BY_REQUEST)
    answer = post(noor, f"/s/{space.slug}/-/requests", reason="because " * 100)
    assert answer.status_code == 422
    assert "because because" in answer.get_data(as_text=True)


def test_the_members_of_a_space_by_request_are_refused_to_outsiders_with_the_reason(
    femke: Person, noor: Person, make_space: MakeSpace, browser_of: Callable[[Person], FlaskClient]
) -> None:
    space = make_space(femke, "Incident reviews", access=Access.BY_REQUEST)
    answer = browser_of(noor).get(f"/s/{space.slug}/-/members")
    assert answer.status_code == 403
    assert "Only members read this space" in answer.get_data(as_text=True)


def test_owners_add_appoint_release_and_take_off(
    space: Space, femke: Person, ruben: Person, noor: Person, post: Send
) -> None:
    members = f"/s/{space.slug}/-/members"
    assert post(femke, members, person="@ruben-haak").status_code == 303
    assert standing(ruben, space).member and not standing(ruben, space).owner
    assert post(femke, members, **{"person": "noor  JANSEN", "as": "owner"}).status_code == 303
    assert standing(noor, space).owner
    owners = f"/s/{space.slug}/-/owners"
    assert post(noor, f"{owners}/femke-de-boer/end").status_code == 303
    assert not standing(femke, space).owner and standing(femke, space).member
    assert post(noor, f"{owners}/noor-jansen/end").status_code == 422
    assert standing(noor, space).owner
    assert post(noor, f"{members}/ruben-haak/end").status_code == 303
    assert not standing(ruben, space).member


def test_a_name_nobody_has_is_given_back_with_what_to_do(
    space: Space, femke: Person, post: Send
) -> None:
    answer = post(femke, f"/s/{space.slug}/-/members", person="Nobody \0 <b>Inparticular</b>")
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "Look in the directory" in text and "<b>Inparticular" not in text


@pytest.mark.parametrize(
    "verb",
    ["settings", "members", "members/ruben-haak/end", "owners/femke-de-boer/end", "requests/1"],
)
def test_who_does_not_own_the_space_is_refused_with_the_reason(
    verb: str, space: Space, noor: Person, post: Send
) -> None:
    fields = {"person": "ruben-haak", "answer": "accept", "name": "Mine", "access": "open"}
    answer = post(noor, f"/s/{space.slug}/-/{verb}", **fields, language="en")
    assert answer.status_code == 403
    assert "Only an owner of this space may do this" in answer.get_data(as_text=True)


def test_a_form_without_its_token_changes_nothing(
    space: Space, noor: Person, browser_of: Callable[[Person], FlaskClient]
) -> None:
    assert browser_of(noor).post(f"/s/{space.slug}/-/membership").status_code == 400
    assert not standing(noor, space).member


def test_the_home_of_a_space_asks_the_database_the_same_however_many_members_there_are(
    space: Space,
    femke: Person,
    noor: Person,
    make_person: Callable[..., Person],
    session: Session,
    read: Read,
) -> None:
    def asked() -> int:
        statements: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            read(noor, f"/s/{space.slug}")
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return sum(statement.startswith("SELECT") for statement in statements)

    read(noor, f"/s/{space.slug}")
    few = asked()
    for number in range(40):
        person = make_person(f"Person {number:03}")
        session.add(Membership(space_id=space.id, person_id=person.id, since=clock.now()))
    session.commit()
    assert 0 < asked() <= few
    assert few <= 21
