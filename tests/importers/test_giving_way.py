"""An import leaves others room to write."""

from __future__ import annotations

import pytest
from flask import Flask

from essp.importers import giving_way
from essp.importers.giving_way import GivingWay


def test_once_in_a_while_an_import_pauses_where_there_is_one_writer(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    moments = iter([0.0, 0.5, 1.2, 1.4, 1.9, 2.5, 2.7])
    monkeypatch.setattr(giving_way.time, "monotonic", lambda: next(moments))
    monkeypatch.setattr(giving_way.time, "sleep", pauses.append)
    give_way = GivingWay()
    give_way._needed = True
    for _batch in range(4):
        give_way()
    assert pauses == [giving_way.PAUSE] * 2
