"""With something hidden, answers and counts are what they are without: for who may not know of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from essp.core import clock
from essp.core.worker import do_all
from tests.canary import world as worlds
from tests.canary.building import NOON, open_world, searched_in
from tests.canary.conftest import Reader
from tests.canary.test_hidden_and_missing import said
from tests.canary.test_searching import PATHS, questions
from tests.canary.world import MakePerson, World
from tests.turns import turn_of


@pytest.fixture
def nothing_hidden(app: Flask, make_person: MakePerson, tmp_path: Path) -> Iterator[World]:
    """The organisation before it has closed spaces."""
    app.extensions.pop("essp.limits", None)
    folder = tmp_path / "index"
    folder.mkdir()
    with clock.held_at(NOON), searched_in(folder):
        yield open_world(make_person)


def test_answers_and_counts_are_the_same_with_and_without_hidden_content(
    app: Flask, nothing_hidden: World, session: Session, pytestconfig: pytest.Config
) -> None:
    who, turn = Reader(app, "outsider", nothing_hidden, session), turn_of(pytestconfig)
    asked = [
        path.format(quote(each))
        for at, each in enumerate(questions())
        for place, path in enumerate(PATHS[::3])
        if turn.takes(at, place, of=3)
    ]
    before = [said(who.ask(path)) for path in asked]
    worlds.guarded_content(nothing_hidden, session)
    do_all()
    known = ("request", "guarded")  # a space by request is there for everyone to find
    differs = [
        path
        for path, then in zip(asked, before, strict=True)
        if (now := said(who.ask(path))) != then
        and not any(word in path for word in known)
        and "canaryrequest" not in now[2]
    ]
    assert not differs, "\n".join(differs)
