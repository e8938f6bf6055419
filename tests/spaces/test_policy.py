"""Who may know of a space, read it, edit in it, join it, ask to come in, and govern it: one table.

Every answer is asked twice: of the functions that decide about a loaded space, and of their twins in
SQL that filter lists.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from essp.people.models import Person
from essp.spaces import policy
from essp.spaces.models import Access, Space
from essp.spaces.queries import standing

QUESTIONS = ("know of", "read", "edit", "join", "ask", "govern")
TABLE = """
    access      who            know of  read  edit  join  ask  govern
    open        nobody         no       no    no    -     -    -
    open        outsider       yes      yes   yes   yes   no   no
    open        member         yes      yes   yes   yes   no   no
    open        owner          yes      yes   yes   yes   no   yes
    open        administrator  yes      yes   yes   yes   no   no
    open        manager        yes      yes   yes   yes   no   no
    by-request  nobody         no       no    no    -     -    -
    by-request  outsider       yes      no    no    no    yes  no
    by-request  member         yes      yes   yes   no    no   no
    by-request  owner          yes      yes   yes   no    no   yes
    by-request  administrator  yes      no    no    no    yes  no
    by-request  manager        yes      no    no    no    yes  no
    closed      nobody         no       no    no    -     -    -
    closed      outsider       no       no    no    no    no   no
    closed      member         yes      yes   yes   no    no   no
    closed      owner          yes      yes   yes   no    no   yes
    closed      administrator  no       no    no    no    no   no
    closed      manager        no       no    no    no    no   no
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()[1:]]


@pytest.fixture
def people(
    femke: Person,
    ruben: Person,
    noor: Person,
    administrator: Person,
    make_person: Callable[..., Person],
) -> dict[str, Person | None]:
    return {
        "nobody": None,
        "outsider": noor,
        "member": ruben,
        "owner": femke,
        "administrator": administrator,
        "manager": make_person("Carla Blok", role="community manager"),
    }


@pytest.mark.parametrize(
    ("access", "who", "answers"), [(r[0], r[1], r[2:]) for r in ROWS], ids=lambda v: str(v)[:20]
)
def test_the_policy_and_its_twin_in_sql_answer_as_the_table_says(
    access: str,
    who: str,
    answers: list[str],
    people: dict[str, Person | None],
    make_space: Callable[..., Space],
    session: Session,
) -> None:
    femke, ruben, actor = people["owner"], people["member"], people[who]
    space = make_space(femke, access=Access(access.replace("-", " ")), members=(ruben,))
    expected = dict(zip(QUESTIONS, answers, strict=True))
    assert decided(actor, space) == expected
    assert filtered(session, actor, space) == {
        question: answer for question, answer in expected.items() if question in TWINS
    }


TWINS = ("know of", "read", "govern")


def decided(actor: Person | None, space: Space) -> dict[str, str]:
    here = standing(actor, space)
    answers = {
        "know of": policy.know_of(actor, space, here),
        "read": policy.read(actor, space, here),
        "edit": policy.edit(actor, space, here),
    }
    if actor is not None:
        answers |= {
            "join": policy.join(actor, space, here),
            "ask": policy.ask(actor, space, here),
            "govern": policy.govern(actor, space, here),
        }
    assert all(answer or answer.reason for answer in answers.values()), "a refusal says why"
    return {
        question: word(bool(answers.get(question)), question in answers) for question in QUESTIONS
    }


def filtered(session: Session, actor: Person | None, space: Space) -> dict[str, str]:
    conditions = {"know of": policy.known_to(actor), "read": policy.readable_by(actor)}
    if actor is not None:
        conditions["govern"] = policy.governed_by(actor)
    found = {
        question: session.scalar(select(Space.id).where(condition)) == space.id
        for question, condition in conditions.items()
    }
    return {question: word(found.get(question, False), question in found) for question in TWINS}


def word(answer: bool, asked: bool) -> str:
    return ("yes" if answer else "no") if asked else "-"


def test_an_administrator_appoints_an_owner_only_where_none_is_left(
    administrator: Person, space: Space
) -> None:
    here = standing(administrator, space)
    assert policy.appoint(administrator, space, here, owners=0)
    assert not policy.appoint(administrator, space, here, owners=1)


def test_a_member_does_not_become_owner_by_themselves_even_where_none_is_left(
    noor: Person, space: Space
) -> None:
    assert not policy.appoint(noor, space, standing(noor, space), owners=0)
