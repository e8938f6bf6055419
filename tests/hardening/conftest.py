"""Browsers that attack: they send what no form would send, and whatever they change is undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from essp.core.worker import do_all
from essp.people import sessions
from essp.people.current import TOKEN
from essp.people.models import Person
from essp.search import indexing, live
from essp.search.backends.whoosh import WhooshIndex
from essp.spaces.models import Space
from tests.hardening.furnished import Furnished, furnish
from tests.hardening.together import address_together, together
from tests.turns import Turn, turn_of

__all__ = ["address_together", "together"]


class Attacker:
    """Somebody at a browser who knows every address; None is nobody who is signed in."""

    def __init__(self, app: Flask, session: Session, person: Person | None) -> None:
        self.app, self.session = app, session
        self.browser = FlaskClient(app, app.response_class, use_cookies=True)
        if person is not None:
            token = sessions.begin_sign_in(person, days=30)
            session.commit()
            with self.browser.session_transaction() as cookie:
                cookie[TOKEN] = token
        self.name = app.config["SESSION_COOKIE_NAME"]
        found = self.browser.get_cookie(self.name)
        self.cookie = found.value if found else ""

    def ask(self, path: str, method: str = "GET", **options: object) -> TestResponse:
        """The answer to one request, whose changes are undone; a failure is the answer 500."""
        self.browser.set_cookie(self.name, self.cookie)
        self.session.commit()
        undo = self.session.get_bind().begin_nested()  # type: ignore[union-attr]
        try:
            with self.app.app_context():
                return self.browser.open(path, method=method, **options)
        finally:
            self.session.rollback()
            self.session.info.pop("inside", None)
            if undo.is_active:
                undo.rollback()
            self.session.expire_all()

    def send(self, path: str, form: dict[str, object], **options: object) -> TestResponse:
        """The answer to a form sent without its token, where that is not what is tested."""
        return self.ask(path, "POST", data=form, **options)


@pytest.fixture
def turn(pytestconfig: pytest.Config) -> Turn:
    """The part of the long walks that this run takes."""
    return turn_of(pytestconfig)


@pytest.fixture
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms are taken without their token: here something else is tested."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def failures_are_answers(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure inside a request becomes the page that people see, as in an installation."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.config, "TESTING", False)


@pytest.fixture(autouse=True)
def _counters(request: pytest.FixtureRequest) -> Iterator[None]:
    """Forget what earlier tests counted."""
    if "app" in request.fixturenames:
        request.getfixturevalue("app").extensions.pop("essp.limits", None)
    yield


@pytest.fixture
def own_index(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A search index of this test alone."""
    index = WhooshIndex(tmp_path / "index")
    monkeypatch.setattr(live, "index", lambda: index)
    indexing.rebuild()
    yield
    index.close()


@pytest.fixture
def site(
    make_person: Callable[..., Person],
    make_space: Callable[..., Space],
    administrator: Person,
    own_index: None,
) -> Furnished:
    """A site with one thing of every kind, owned by an administrator."""
    made = furnish(make_person, make_space, administrator)
    do_all()
    return made


@pytest.fixture
def attacker(app: Flask, session: Session, administrator: Person) -> Attacker:
    """An administrator who owns everything: nothing stands between them and the code."""
    return Attacker(app, session, administrator)


@pytest.fixture
def stranger(app: Flask, session: Session) -> Attacker:
    """Somebody who is not signed in."""
    return Attacker(app, session, None)
