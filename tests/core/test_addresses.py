"""Addresses in templates: built once, and the same as those that Flask builds."""

from __future__ import annotations

import pytest
from flask import Flask, url_for

from essp.core.web import address_of

ASKED = [
    ("home.index", {}),
    ("wiki.history", {"uid": "abc123"}),
    ("wiki.create_in", {"slug": "grid-care", "parent": "abc123"}),
    ("wiki.create_in", {"slug": "grid-care", "parent": ""}),
    ("people.profile", {"handle": "ruben-haak"}),
    ("people.profile", {"handle": "a b/é?"}),
    ("people.account", {"_anchor": "theme"}),
    ("wiki.revision", {"uid": "abc123", "number": 3}),
    ("wiki.compare", {"uid": "abc123", "from": 1, "to": 2}),
    ("search.results", {"q": "PLACEUIDECALP", "more": "x"}),
]


@pytest.mark.parametrize(("endpoint", "values"), ASKED)
@pytest.mark.parametrize("root", ["", "/wiki"])
def test_an_address_is_the_one_that_flask_builds(app: Flask, endpoint, values, root) -> None:
    with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
        for _again in range(2):
            assert address_of(endpoint, **values) == url_for(endpoint, **values)
