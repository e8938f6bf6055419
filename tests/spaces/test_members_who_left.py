"""Members who have left the organisation: marked, last in the list, and taken off by its owners."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from essp.core import clock
from essp.core.decision import Refused
from essp.people.models import Person
from essp.spaces import membership
from essp.spaces.models import Space
from essp.spaces.queries import standing

Send = Callable[..., TestResponse]
Read = Callable[[Person, str], str]


@pytest.fixture
def gone(space: Space, femke: Person, make_person: Callable[..., Person], session: Session):
    """A member of the space who left; the first of the alphabet."""
    person = make_person("Aafke Bos")
    membership.add_member(femke, space, person)
    person.left_at = clock.now()
    session.commit()
    return person


def test_who_has_left_is_marked_and_comes_last(
    space: Space, femke: Person, ruben: Person, gone: Person, read: Read
) -> None:
    membership.join_space(ruben, space)
    page = read(femke, f"/s/{space.slug}/-/members")
    assert page.count("Left on") == 1
    assert page.index("Ruben Haak") < page.index("Aafke Bos") < page.index("Left on")
    directory = read(femke, "/people?left=1")
    assert "Left on" in directory[directory.rindex("Aafke Bos") :]


def test_an_owner_takes_all_of_them_off_at_once(
    space: Space, femke: Person, ruben: Person, gone: Person, read: Read, post: Send
) -> None:
    membership.join_space(ruben, space)
    assert "Take off the one who has left" in read(femke, f"/s/{space.slug}/-/members")
    assert post(femke, f"/s/{space.slug}/-/left/end").status_code == 303
    page = read(femke, f"/s/{space.slug}/-/members")
    assert "One person is off the list." in page
    assert "Aafke Bos" not in page and "Ruben Haak" in page
    assert not standing(gone, space).member


def test_an_owner_who_left_is_taken_off_with_the_ownership(
    space: Space, femke: Person, ruben: Person, session: Session, read: Read, post: Send
) -> None:
    membership.appoint_owner(femke, space, ruben)
    ruben.left_at = clock.now()
    session.commit()
    assert f"/members/{ruben.handle}/end" in read(femke, f"/s/{space.slug}/-/members")
    assert membership.remove_left(femke, space) == 1
    here = standing(ruben, space)
    assert not here.member and not here.owner


def test_nobody_else_takes_them_off(
    space: Space, noor: Person, gone: Person, read: Read, post: Send
) -> None:
    assert "Take off" not in read(noor, f"/s/{space.slug}/-/members")
    assert post(noor, f"/s/{space.slug}/-/left/end").status_code == 403
    with pytest.raises(Refused):
        membership.remove_left(noor, space)


def test_where_nobody_left_nothing_happens(
    space: Space, femke: Person, read: Read, post: Send
) -> None:
    post(femke, f"/s/{space.slug}/-/left/end")
    assert "Nobody on the list has left." in read(femke, f"/s/{space.slug}/-/members")
