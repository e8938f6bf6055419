"""Two tests never see each other's rows."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from essp.core.db import session as current
from essp.core.db import transaction
from essp.people.models import Person


@pytest.mark.parametrize("turn", [1, 2])
def test_a_committed_row_is_gone_in_the_next_test(make_person, turn: int) -> None:
    with transaction():
        make_person("Femke de Boer")
    assert current().scalar(select(func.count()).select_from(Person)) == 1


def test_a_failed_transaction_keeps_nothing(make_person, femke) -> None:
    with pytest.raises(RuntimeError), transaction() as session:
        session.add(Person(handle="x", name="X", name_key="x", created_at=femke.created_at))
        session.flush()
        raise RuntimeError
    assert current().scalar(select(func.count()).select_from(Person)) == 1
