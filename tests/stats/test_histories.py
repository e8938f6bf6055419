"""The random histories themselves: they can be written, and an example leaves nothing behind."""

from __future__ import annotations

from hypothesis import given
from sqlalchemy import func, select

from essp.stats.models import Deed, Presence
from tests.stats.histories import histories, written
from tests.stats.history_shapes import PRACTICE


def test_a_history_stands_in_the_database_for_one_example(session) -> None:
    @given(histories())
    def check(history) -> None:
        with written(history):
            for model, rows in ((Deed, history.deeds), (Presence, history.presences)):
                assert session.scalar(select(func.count()).select_from(model)) == len(rows)
        assert session.scalar(select(func.count()).select_from(Deed)) == 0
        assert all(deed.space_id != PRACTICE for deed in history.deeds)

    check()
