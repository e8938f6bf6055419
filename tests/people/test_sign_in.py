"""Signing in: who gets in, who waits, and what an old cookie is worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from essp.core import clock
from essp.people import accounts, passwords, sessions
from essp.people.current import TOKEN
from essp.people.models import Person, SignIn
from essp.people.web.edge import same_site_path
from tests.people.conftest import PASSWORD, send, sign_in


def signed_in(browser: FlaskClient) -> bool:
    """Whether this browser may see the directory."""
    return browser.get("/people").status_code == 200


def cookie_of(browser: FlaskClient) -> str:
    """The browser's cookie as it stands."""
    found = browser.get_cookie("essp")
    return found.value if found else ""


@pytest.mark.parametrize("name", ["femke-de-boer@example.org", "Femke-De-Boer", " FEMKE-de-boer "])
def test_address_and_handle_both_sign_in(client, femke, with_password, name: str) -> None:
    with_password(femke)
    response = sign_in(client, name)
    assert (response.status_code, response.location) == (303, "/")
    assert signed_in(client)


def test_a_wrong_password_gives_the_name_back(client, femke, with_password) -> None:
    with_password(femke)
    response = sign_in(client, "femke-de-boer", "not the right one")
    assert response.status_code == 422
    assert 'value="femke-de-boer"' in response.text
    assert "not the right one" not in response.text


def test_nobody_and_somebody_get_the_same_answer(client, femke, with_password) -> None:
    with_password(femke)
    known = sign_in(client, "femke-de-boer", "wrong")
    unknown = sign_in(client, "femke-de-boar", "wrong")
    assert known.status_code == unknown.status_code
    assert without_token(known.text) == without_token(unknown.text).replace("boar", "boer")


def test_who_has_left_or_never_joined_does_not_get_in(
    client, femke, ruben, with_password, session
) -> None:
    with_password(femke).left_at = clock.now()
    with_password(ruben).joined_at = None
    session.commit()
    for person in (femke, ruben):
        assert sign_in(client, person.handle).status_code == 422


def test_a_check_for_nobody_hashes_as_much_as_one_for_somebody(monkeypatch, femke) -> None:
    from essp.people import passwords

    seen: list[str] = []
    monkeypatch.setattr(passwords, "_matches", lambda kept, password: seen.append(kept) or False)
    femke.password_hash = passwords.hash_of(PASSWORD)
    passwords.verify(femke, "wrong")
    passwords.verify(None, "wrong")
    assert seen[0] == femke.password_hash != seen[1]
    assert parameters(seen[0]) == parameters(seen[1])


def test_a_check_for_nobody_hashes_with_the_parameters_of_today(monkeypatch, femke) -> None:
    passwords.verify(None, "before the parameters were changed")
    monkeypatch.setattr(passwords, "hasher", PasswordHasher(time_cost=1, memory_cost=64))
    seen: list[str] = []
    monkeypatch.setattr(passwords, "_matches", lambda kept, password: seen.append(kept) or False)
    passwords.verify(None, "wrong")
    assert "m=64,t=1" in seen[0]


def parameters(kept: str) -> str:
    """How a password was hashed: what stands before the salt."""
    return kept.rsplit("$", 2)[0]


def test_the_session_is_new_after_sign_in(client, femke, with_password) -> None:
    with_password(femke)
    with client.session_transaction() as planted:
        planted[TOKEN] = "known to the attacker"
        planted["anything"] = "else"
    sign_in(client, femke.handle)
    with client.session_transaction() as after:
        assert after[TOKEN] != "known to the attacker"
        assert "anything" not in after


def test_an_old_cookie_is_dead_after_sign_out(app: Flask, client, femke, with_password) -> None:
    with_password(femke)
    sign_in(client, femke.handle)
    kept = cookie_of(client)
    send(client, "/sign-out", {}, page="/account")
    thief = app.test_client()
    thief.set_cookie("essp", kept)
    assert not signed_in(client)
    assert not signed_in(thief)


def test_an_old_cookie_is_dead_after_a_new_password(app, client, femke, with_password) -> None:
    with_password(femke)
    other = app.test_client()
    sign_in(client, femke.handle)
    sign_in(other, femke.handle)
    new = "a kettle sings at seven"
    response = send(
        client,
        "/account/password",
        {"present_password": PASSWORD, "new_password": new},
        page="/account",
    )
    assert response.status_code == 303
    assert signed_in(client)
    assert not signed_in(other)


def test_an_old_cookie_is_dead_after_the_account_is_closed(
    client, femke, with_password, administrator, session
) -> None:
    with_password(femke)
    sign_in(client, femke.handle)
    accounts.close_account(administrator, femke)
    session.commit()
    assert not signed_in(client)


@pytest.mark.parametrize("later", [timedelta(days=15), timedelta(days=31)])
def test_a_sign_in_ends_by_time(client, femke, with_password, later: timedelta) -> None:
    with_password(femke)
    sign_in(client, femke.handle)
    with clock.held_at(clock.now() + later):
        assert not signed_in(client)


@pytest.mark.parametrize(("path", "page"), [("/sign-in", "/sign-in"), ("/sign-out", "/account")])
def test_sign_in_and_sign_out_need_the_form(browser_of, client, femke, path, page) -> None:
    browser = client if path == "/sign-in" else browser_of(femke)
    assert browser.post(path, data={"name": "femke-de-boer", "password": "x"}).status_code == 400
    assert browser.get("/sign-out").status_code == 405


def test_who_guesses_must_wait_whatever_the_spelling(client, femke, ruben, with_password) -> None:
    with_password(femke)
    with_password(ruben)
    spellings = [
        "femke-de-boer",
        "FEMKE-DE-BOER",
        " femke-de-boer",
        "ｆemke-de-boer",
        "fеmke-de-boer",
    ]
    answers = [sign_in(client, spellings[turn % 5], "wrong") for turn in range(12)]
    assert [answer.status_code for answer in answers[:10]] == [422] * 10
    assert {answer.status_code for answer in answers[10:]} == {429}
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 15 * 60
    assert sign_in(client, "femke-de-boer").status_code == 429
    assert sign_in(client, "ruben-haak").status_code == 303


def test_a_forwarded_address_is_not_believed(client, femke, with_password, app) -> None:
    with_password(femke)
    browser = app.test_client()
    browser.environ_base["HTTP_X_FORWARDED_FOR"] = "203.0.113.9"
    sign_in(browser, femke.handle)
    found = browser.get("/account").text
    assert "203.0.113.9" not in found
    assert "127.0.0.1" in found


@pytest.fixture
def quick_hashes(monkeypatch) -> None:
    """Careful hashes would be nearly all of the time of whoever tries a hundred times."""
    monkeypatch.setattr(passwords, "hasher", PasswordHasher(time_cost=1, memory_cost=64))


def test_one_address_cannot_try_every_name(client, quick_hashes) -> None:
    answers = {sign_in(client, f"nobody-{turn}", "wrong").status_code for turn in range(101)}
    assert answers == {422, 429}


def test_honest_sign_ins_are_not_counted_against_anyone(
    client, femke, quick_hashes, with_password
) -> None:
    with_password(femke)
    for _turn in range(12):
        assert sign_in(client, femke.handle).status_code == 303
        send(client, "/sign-out", {}, page="/account")


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "http://evil.example",
        "https:evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "evil.example",
        "/\x00/evil.example",
        "/\x7f",
        "//[::1]/",
        "//user@evil.example",
        "",
        "/" * 3000,
    ],
)
def test_an_address_elsewhere_leads_home(wanted: str) -> None:
    assert same_site_path(wanted) == "/"


@pytest.mark.parametrize("wanted", ["/s/congestion", "/search?q=a%2Fb&x=//c", "/p/abc#part"])
def test_a_path_of_this_site_is_kept(wanted: str) -> None:
    assert same_site_path(wanted) == wanted


def test_who_was_sent_to_sign_in_goes_on_where_they_wanted(client, femke, with_password) -> None:
    with_password(femke)
    sent = client.get("/people?name=ruben")
    assert sent.status_code == 303
    assert sent.location == "/sign-in?next=/people?name%3Druben"
    response = sign_in(client, femke.handle, next="/people?name=ruben")
    assert response.location == "/people?name=ruben"


def test_one_ends_ones_own_sign_ins_only(browser_of, femke, ruben, session) -> None:
    mine, other = browser_of(femke), browser_of(femke)
    theirs = browser_of(ruben)
    of_ruben = session.query(SignIn).filter_by(person_id=ruben.id).one()
    refused = send(mine, f"/account/sign-ins/{of_ruben.id}/end", {}, page="/account")
    assert refused.status_code == 404
    assert signed_in(theirs)
    send(mine, "/account/sign-ins/end-others", {}, page="/account")
    assert signed_in(mine)
    assert not signed_in(other)


def test_the_account_names_the_browsers_one_is_signed_in(app, femke, with_password) -> None:
    with_password(femke)
    browser = app.test_client()
    browser.environ_base["HTTP_USER_AGENT"] = (
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"
    )
    sign_in(browser, femke.handle)
    page = browser.get("/account").text
    assert "Firefox on Linux" in page
    assert "this one" in page


def test_a_password_hash_of_weaker_parameters_is_made_anew(client, femke, session) -> None:
    from argon2 import PasswordHasher

    femke.password_hash = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
    session.commit()
    sign_in(client, femke.handle)
    session.refresh(femke)
    assert "m=1024" not in femke.password_hash


def test_the_token_of_a_sign_in_is_kept_as_a_hash(femke: Person, session) -> None:
    token = sessions.begin_sign_in(femke, days=1)
    session.flush()
    assert token not in str(session.query(SignIn.token_hash).all())


def test_only_the_demonstration_tells_how_to_sign_in(client, app, monkeypatch) -> None:
    assert "kantlijn-demo" not in client.get("/sign-in").text
    settings = replace(app.config["SETTINGS"], demonstration=True)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    assert "kantlijn-demo" in client.get("/sign-in").text


def without_token(page: str) -> str:
    """A page without what differs in each answer."""
    import re

    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)
