"""Where somebody goes on who was signed out while a form was open."""

from __future__ import annotations

import pytest

from tests.people.conftest import send


@pytest.mark.parametrize(
    ("stood", "goes_on"),
    [
        ("http://localhost/t/abc?order=time", "/sign-in?next=/t/abc?order%3Dtime"),
        ("https://elsewhere.example/t/abc", "/sign-in"),
        ("", "/sign-in"),
    ],
)
def test_who_sends_a_form_after_the_sign_in_ended_goes_on_where_it_stood(
    client, stood: str, goes_on: str
) -> None:
    client.environ_base["HTTP_REFERER"] = stood
    answer = send(client, "/watching", {}, page="/sign-in")
    assert (answer.status_code, answer.location) == (303, goes_on)
