"""Programs that act as people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from essp.api.operations import limits
from essp.core.db import transaction
from essp.people.models import Person
from essp.people.tokens import make_token
from essp.spaces.models import Space
from essp.wiki.editing import create_page
from essp.wiki.models import Page
from essp.wiki.queries import find_page

TEXT = "Start at 95% of the limit.\n\nWrite it down.\n"


class Program:
    """Calls the interface with a token."""

    def __init__(self, app: Flask, secret: str) -> None:
        self.client, self.secret = app.test_client(), secret

    def call(self, method: str, path: str, json: Any = None, /, **headers: str) -> TestResponse:
        """The answer to an operation; header names are written with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent.setdefault("Authorization", f"Bearer {self.secret}")
        options = {} if json is None else {"json": json}
        return self.client.open(f"/api/v1{path}", method=method, headers=sent, **options)


ProgramOf = Callable[[Person], Program]


@pytest.fixture
def program_of(app: Flask, session: Session) -> ProgramOf:
    """A program that acts as this person."""
    limits().reset()

    def make(person: Person) -> Program:
        with transaction():
            _token, secret = make_token(person, "test")
        return Program(app, secret)

    return make


@pytest.fixture
def page(femke: Person, space: Space) -> Page:
    """A page by Femke."""
    with transaction():
        made = create_page(femke, space, title="Playbook", text=TEXT).page
    return find_page(femke, made.uid)


@pytest.fixture
def hidden_page(femke: Person, closed_space: Space) -> Page:
    """A page that Noor may not know of."""
    with transaction():
        return create_page(femke, closed_space, title="Plans", text="Secret.\n").page
