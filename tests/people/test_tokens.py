"""Tokens let programs in as the person who made them, until they end."""

from __future__ import annotations

import re

import pytest

from essp.core import clock
from essp.core.decision import Invalid, NotFound, Refused
from essp.people import tokens
from essp.people.models import ApiToken
from tests.people.conftest import send


def test_a_token_is_shown_once_and_acts_as_its_person(browser_of, femke, session) -> None:
    browser = browser_of(femke)
    made = send(browser, "/account/tokens", {"label": "nightly report"}, page="/account")
    secret = re.search(r"essp_[\w-]{43}", made.text)[0]
    assert tokens.find_by_token(secret) == femke
    assert secret not in browser.get("/account").text
    assert "nightly report" in browser.get("/account").text
    assert secret not in str(session.query(ApiToken.token_hash).all())


def test_a_revoked_token_does_not_work(browser_of, femke) -> None:
    token, secret = tokens.make_token(femke, "report")
    sent = send(browser_of(femke), f"/account/tokens/{token.id}/revoke", {}, page="/account")
    assert sent.status_code == 303
    assert tokens.find_by_token(secret) is None
    with pytest.raises(NotFound):
        tokens.revoke_token(femke, token.id)


def test_nobody_ends_anothers_token(browser_of, femke, ruben) -> None:
    token, secret = tokens.make_token(femke, "report")
    sent = send(browser_of(ruben), f"/account/tokens/{token.id}/revoke", {}, page="/account")
    assert sent.status_code == 404
    assert tokens.find_by_token(secret) == femke


@pytest.mark.parametrize("label", ["", "   ", "\u0000", "x" * 121])
def test_a_token_says_what_it_is_for(femke, label: str) -> None:
    with pytest.raises(Invalid):
        tokens.make_token(femke, label)


def test_who_cannot_sign_in_has_no_tokens(femke) -> None:
    _token, secret = tokens.make_token(femke, "report")
    femke.left_at = clock.now()
    assert tokens.find_by_token(secret) is None
    with pytest.raises(Refused):
        tokens.make_token(femke, "another")


@pytest.mark.parametrize("secret", ["", "essp_", "x" * 10_000, "\x00"])
def test_what_is_no_token_lets_nobody_in(femke, secret: str) -> None:
    assert tokens.find_by_token(secret) is None
