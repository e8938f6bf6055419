"""What tests of people share: counters that begin anew, forms sent as a browser would, mails read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from essp.core import worker
from essp.people import fields, unclaimed
from essp.people.field_models import ProfileField
from essp.people.models import Person
from essp.people.passwords import hash_of

OLD = "ruben@old.example"
PASSWORD = "grey herons wait in the polder"
_kept: list[str] = []


@pytest.fixture(autouse=True)
def _counters(request: pytest.FixtureRequest) -> Iterator[None]:
    """Forget what earlier tests counted."""
    if "app" in request.fixturenames:
        request.getfixturevalue("app").extensions.pop("essp.limits", None)
    yield


@pytest.fixture
def with_password(session: Session) -> Callable[[Person], Person]:
    """Give a person the password of the tests."""

    def give(person: Person) -> Person:
        if not _kept:
            _kept.append(hash_of(PASSWORD))
        person.password_hash = _kept[0]
        session.commit()
        return person

    return give


def send(
    browser: FlaskClient, path: str, form: dict[str, object], page: str | None = None
) -> TestResponse:
    """Open `page` (the path itself if None), and send its form with its CSRF token to `path`."""
    opened = browser.get(page or path)
    found = re.search(r'name="csrf_token" value="([^"]+)"', opened.get_data(as_text=True))
    assert found, f"{page or path}: no form ({opened.status_code})"
    return browser.post(path, data={**form, "csrf_token": found[1]})


def sign_in(browser: FlaskClient, name: str, password: str = PASSWORD, **form) -> TestResponse:
    """Sign in through the form."""
    return send(browser, "/sign-in", {"name": name, "password": password, **form})


@pytest.fixture
def mails(app: Flask, session: Session) -> Iterator[Callable[[], list[EmailMessage]]]:
    """Do the waiting jobs, and give the mails they wrote."""
    folder = app.config["SETTINGS"].data / "mail"
    for old in folder.glob("*.eml"):
        old.unlink()

    def read() -> list[EmailMessage]:
        session.commit()
        worker.do_all()
        return [
            message_from_bytes(path.read_bytes(), policy=default)
            for path in sorted(folder.glob("*.eml"))
        ]

    yield read


def link_in(mail: EmailMessage) -> str:
    """The path of the link that a mail holds."""
    text = mail.get_body(("plain",)).get_content()
    found = re.search(r"http://127\.0\.0\.1:8000(/\S+)", text)
    assert found, text
    return found[1]


@pytest.fixture
def make_field(administrator: Person, session: Session) -> Callable[..., ProfileField]:
    """Make fields: `make_field("Room", audience="department")`."""

    def make(name: str = "Room", **values: str) -> ProfileField:
        wanted = fields.Wanted(**{"name_en": name, "name_nl": f"{name} (nl)"} | values)
        made = fields.add_field(administrator, wanted)
        session.commit()
        return made

    return make


@pytest.fixture
def imported(session: Session) -> Person:
    """Ruben as an import knows him: by another address, with a further one."""
    found = unclaimed.find_or_create_unclaimed("R. Haak", OLD)
    unclaimed.add_address(found, "ruben@older.example")
    session.commit()
    return found
