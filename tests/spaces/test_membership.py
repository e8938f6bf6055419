"""Who comes in, who goes, and who answers for a space."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from essp.app import create_app
from essp.core import clock
from essp.core.db import Base, db, transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.core.events import FactRow
from essp.people.models import Person
from essp.spaces import governing, membership
from essp.spaces.models import Access, EntryRequest, Membership, Ownership, Space
from essp.spaces.queries import find_person, standing, waiting_requests

MakeSpace = Callable[..., Space]
MakePerson = Callable[..., Person]


def kinds(session: Session, space: Space) -> list[str]:
    rows = session.scalars(
        select(FactRow.kind).where(FactRow.space_id == space.id).order_by(FactRow.id)
    )
    return list(rows)


def test_whoever_starts_a_space_is_its_first_member_and_owner(
    space: Space, femke: Person, session: Session
) -> None:
    here = standing(femke, space)
    assert here.member and here.owner
    assert kinds(session, space) == ["SpaceCreated", "MemberAdded", "OwnerAppointed"]


def test_joining_twice_makes_one_membership_and_one_fact(
    space: Space, noor: Person, session: Session
) -> None:
    membership.join_space(noor, space)
    membership.join_space(noor, space)
    assert kinds(session, space).count("MemberAdded") == 2, "Femke's and Noor's"


def test_leaving_what_one_does_not_belong_to_changes_nothing(
    space: Space, noor: Person, session: Session
) -> None:
    membership.leave_space(noor, space)
    assert "MemberRemoved" not in kinds(session, space)


def test_the_last_owner_cannot_leave_be_taken_off_or_released(space: Space, femke: Person) -> None:
    for verb in (membership.remove_member, membership.release_owner):
        with pytest.raises(Invalid, match="Appoint another owner first"):
            verb(femke, space, femke)
    with pytest.raises(Invalid, match="Appoint another owner first"):
        membership.leave_space(femke, space)
    assert standing(femke, space).owner


def test_an_owner_who_left_the_organisation_does_not_count_as_one(
    space: Space,
    femke: Person,
    ruben: Person,
    noor: Person,
    administrator: Person,
    session: Session,
) -> None:
    membership.appoint_owner(femke, space, ruben)
    ruben.left_at = clock.now()
    session.commit()
    with pytest.raises(Invalid, match="Appoint another owner first"):
        membership.leave_space(femke, space)
    with pytest.raises(Refused):
        membership.appoint_owner(administrator, space, noor)
    femke.left_at = clock.now()
    session.commit()
    membership.appoint_owner(administrator, space, noor)
    assert standing(noor, space).owner
    membership.release_owner(noor, space, femke)


def test_somebody_who_left_is_neither_added_nor_appointed_nor_let_in(
    femke: Person, noor: Person, make_space: MakeSpace, session: Session
) -> None:
    space = make_space(femke, access=Access.BY_REQUEST)
    number = membership.request_entry(noor, space, "").id
    noor.left_at = clock.now()
    session.commit()
    for verb in (membership.add_member, membership.appoint_owner):
        with pytest.raises(Invalid, match="has left"):
            verb(femke, space, noor)
    with pytest.raises(Invalid, match="has left"):
        membership.decide_request(femke, space, number, accept=True)
    membership.decide_request(femke, space, number, accept=False)


def test_asking_twice_is_one_request_and_the_first_reason_stays(
    femke: Person, noor: Person, make_space: MakeSpace
) -> None:
    space = make_space(femke, access=Access.BY_REQUEST)
    first = membership.request_entry(noor, space, "one")
    assert membership.request_entry(noor, space, "two") is first
    assert first.reason == "one"


def test_a_request_is_decided_once(
    femke: Person, noor: Person, make_space: MakeSpace, session: Session
) -> None:
    space = make_space(femke, access=Access.BY_REQUEST)
    number = membership.request_entry(noor, space, "").id
    membership.decide_request(femke, space, number, accept=False)
    assert membership.decide_request(femke, space, number, accept=True).accepted is False
    assert not standing(noor, space).member
    assert kinds(session, space).count("EntryDecided") == 1


def test_the_request_of_another_space_is_not_found(
    femke: Person, noor: Person, make_space: MakeSpace
) -> None:
    one = make_space(femke, "One", access=Access.BY_REQUEST)
    number = membership.request_entry(noor, one, "").id
    with pytest.raises(NotFound):
        membership.decide_request(
            noor, governing.create_space(noor, name="Mine"), number, accept=True
        )


def test_being_added_answers_a_request_that_waits(
    femke: Person, noor: Person, make_space: MakeSpace
) -> None:
    space = make_space(femke, access=Access.BY_REQUEST)
    request = membership.request_entry(noor, space, "")
    membership.add_member(femke, space, noor)
    assert request.accepted and request.decided_by_id == femke.id
    assert not waiting_requests(space)


@pytest.mark.parametrize("access", [Access.OPEN, Access.BY_REQUEST])
def test_members_need_not_ask(
    access: Access, femke: Person, noor: Person, make_space: MakeSpace
) -> None:
    space = make_space(femke, access=access, members=(noor,))
    with pytest.raises(Refused, match="You are a member already"):
        membership.request_entry(noor, space, "")


def test_a_space_everyone_may_join_takes_no_requests(space: Space, noor: Person) -> None:
    with pytest.raises(Refused, match="you need not ask"):
        membership.request_entry(noor, space, "")


def test_people_are_found_by_handle_or_full_name_and_by_nothing_less(
    ruben: Person, make_person: MakePerson
) -> None:
    make_person("Zoë Özdemir", handle="zoe")
    for words in ("ruben-haak", "@ruben-haak", " @Ruben-Haak ", "Ruben Haak", "RUBEN  haak"):
        assert find_person(words) is ruben
    assert find_person("zoë özdemir") is not None
    for words in ("", "@", "ruben", "%", "ruben\0-haak-", "x" * 100_000):
        assert find_person(words) is None


def test_names_that_fold_to_something_longer_are_refused_in_words(femke: Person) -> None:
    for name in ("\ufdfa" * 100, "n" * 121, "\u200b", " \t\n", ""):
        with pytest.raises(Invalid) as raised:
            governing.create_space(femke, name=name)
        assert list(raised.value.errors) == ["name"]


def test_characters_no_one_can_see_do_not_reach_what_is_kept(femke: Person) -> None:
    space = governing.create_space(
        femke, name="Grid\0 \x1bload", purpose="a\r\nb\0", rules="1. one\r\n2. two\0\x07\n"
    )
    assert (space.name, space.purpose, space.rules) == ("Grid load", "a b", "1. one\n2. two\n")


@dataclass
class Outcome:
    """What is there after several people did something at once, and what went wrong for some."""

    wrong: list[type[BaseException]]
    members: int
    owners: int
    requests: int


AtOnce = Callable[..., Outcome]
Work = Callable[[Session], object]


@pytest.fixture
def at_once(tmp_path: Path) -> AtOnce:
    """Run verbs at the same moment, each in its own transaction, on a database of their own."""

    def run(prepare: Work, *verbs: Work) -> Outcome:
        app = create_app(Settings(data=tmp_path, testing=True, secret_key="test"))
        barrier = threading.Barrier(len(verbs))
        wrong: list[type[BaseException]] = []

        def work(verb: Work) -> None:
            with app.app_context():
                barrier.wait(10)
                try:
                    with transaction() as session:
                        verb(session)
                except BaseException as error:
                    wrong.append(type(error))

        with app.app_context():
            Base.metadata.create_all(db.engine)
            with transaction() as session:
                prepare(session)
        threads = [threading.Thread(target=work, args=(verb,)) for verb in verbs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        with app.app_context():
            counts = [
                len(db.session.scalars(select(kind)).all())
                for kind in (Membership, Ownership, EntryRequest)
            ]
            db.session.remove()
            db.engine.dispose()
        return Outcome(wrong, *counts)

    return run


def people_and_space(access: Access) -> Work:
    def prepare(session: Session) -> None:
        for number, name in enumerate(("Femke", "Ruben", "Noor"), start=1):
            session.add(
                Person(
                    id=number,
                    handle=name.lower(),
                    name=name,
                    name_key=name.lower(),
                    created_at=clock.now(),
                    joined_at=clock.now(),
                )
            )
        session.flush()
        femke, ruben = session.get_one(Person, 1), session.get_one(Person, 2)
        space = governing.create_space(femke, name="Grid", access=access)
        membership.appoint_owner(femke, space, ruben)

    return prepare


def by(person: int, verb: Callable[[Person, Space], object]) -> Work:
    return lambda session: verb(session.get_one(Person, person), session.get_one(Space, 1))


def test_two_joins_at_once_make_one_membership(at_once: AtOnce) -> None:
    join = by(3, membership.join_space)
    outcome = at_once(people_and_space(Access.OPEN), join, join, join)
    assert outcome.wrong == []
    assert outcome.members == 3


def test_two_owners_who_leave_at_once_do_not_leave_the_space_without_one(at_once: AtOnce) -> None:
    leaves = (by(1, membership.leave_space), by(2, membership.leave_space))
    outcome = at_once(people_and_space(Access.OPEN), *leaves)
    assert outcome.wrong == [Invalid]
    assert outcome.owners == 1


def test_asking_twice_at_once_is_one_request(at_once: AtOnce) -> None:
    ask = by(3, lambda person, space: membership.request_entry(person, space, ""))
    outcome = at_once(people_and_space(Access.BY_REQUEST), ask, ask, ask)
    assert outcome.wrong == []
    assert outcome.requests == 1


def test_one_address_claimed_twice_at_once_goes_to_one_of_them(at_once: AtOnce) -> None:
    start = by(3, lambda person, _space: governing.create_space(person, name="Same", slug="same"))
    assert at_once(people_and_space(Access.OPEN), start, start).wrong == [Invalid]
