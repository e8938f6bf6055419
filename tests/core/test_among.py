"""Many ids are asked for as one value, on every database."""

from __future__ import annotations

from sqlalchemy import select

from essp.core.among import among
from essp.people.models import Person


def test_those_asked_for_are_found_and_nobody_else(session, femke, ruben) -> None:
    who = select(Person.id).order_by(Person.id)
    assert list(session.scalars(who.where(among(Person.id, {femke.id})))) == [femke.id]
    both = sorted([femke.id, ruben.id])
    assert list(session.scalars(who.where(among(Person.id, [*both, 10**12])))) == both
    assert list(session.scalars(who.where(among(Person.id + 0, both)))) == both


def test_nobody_is_found_where_nobody_is_asked_for(session, femke) -> None:
    assert not session.scalars(select(Person.id).where(among(Person.id, []))).all()


def test_the_question_is_the_same_however_many_are_asked_for(session, femke, ruben) -> None:
    def compiled(ids: list[int]) -> str:
        asked = select(Person.id).where(among(Person.id, ids), Person.left_at.is_(None))
        return str(asked.compile(session.get_bind()))

    assert compiled([femke.id]) == compiled([femke.id, ruben.id])
