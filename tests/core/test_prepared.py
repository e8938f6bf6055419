"""Questions that are asked with every request are told apart by a short name."""

from __future__ import annotations

import pytest
from sqlalchemy import bindparam, select

from essp.core.db import prepared
from essp.people.models import Person


def test_a_prepared_question_takes_other_values_each_time(session, femke, ruben) -> None:
    question = prepared(select(Person).where(Person.handle == bindparam("who")))
    for who in (femke, ruben, femke):
        assert session.execute(question, {"who": who.handle}).scalar_one() is who


@pytest.mark.parametrize("turn", [1, 2])
def test_questions_made_in_one_place_never_answer_for_each_other(session, femke, turn) -> None:
    questions = [prepared(select(column)) for column in (Person.name, Person.handle, Person.id)]
    assert [session.execute(each).scalars().first() for each in questions] == [
        femke.name,
        femke.handle,
        femke.id,
    ]
