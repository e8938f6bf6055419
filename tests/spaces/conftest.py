"""A browser that fills in forms: it fetches the token of the form before it sends one."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from essp.people.models import Person

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
Send = Callable[..., TestResponse]


@pytest.fixture
def browser(browser_of: Callable[[Person], FlaskClient]) -> Callable[[Person], FlaskClient]:
    """The one browser of a person in this test."""
    browsers: dict[int, FlaskClient] = {}
    return lambda person: browsers.setdefault(person.id, browser_of(person))


@pytest.fixture
def post(browser: Callable[[Person], FlaskClient]) -> Send:
    """Send a form as somebody: `post(femke, "/s/grid/-/members", person="ruben-haak")`."""

    def send(sender: Person, path: str, /, **fields: str) -> TestResponse:
        form = browser(sender).get("/spaces/new").get_data(as_text=True)
        found = TOKEN.search(form)
        assert found
        return browser(sender).post(path, data={**fields, "csrf_token": found[1]})

    return send


@pytest.fixture
def read(browser: Callable[[Person], FlaskClient]) -> Callable[[Person, str], str]:
    """The text of a page as a person reads it; it must be there."""

    def fetch(person: Person, path: str) -> str:
        response = browser(person).get(path)
        assert response.status_code == 200, response.status_code
        return response.get_data(as_text=True)

    return fetch
