"""Passwords: which are usable, how a forgotten one is replaced, and what a stranger learns: nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from argon2 import Type

from essp.core import clock, jobs
from essp.core.decision import Invalid
from essp.people import passwords
from tests.people.conftest import PASSWORD, link_in, send, sign_in

NEW = "a kettle sings at seven"


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "x" * 1001,
        "aaaaaaaaaaaaaaaa",
        "password1234",
        "Wachtwoord2026!",
        "WELKOM123456",
        "123456789012",
        "abcdefghijkl",
        "Femke de Boer",
        "femkedeboer1",
        "femke-de-boer@example.org",
        "Kantlijn2026",
        "KantlijnKantlijn",
        "Fеmkе dе Bоеr",
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(femke, password: str) -> None:
    with pytest.raises(Invalid) as wrong:
        passwords.check_new(password, femke, "Kantlijn")
    assert set(wrong.value.errors) == {"new_password"}


@pytest.mark.parametrize(
    "password", [PASSWORD, NEW, "x9!kQ2-vvLp0", "日本語のながいパスワード", "é" * 3 + PASSWORD]
)
def test_a_sentence_or_a_random_password_is_fine(femke, password: str) -> None:
    passwords.check_new(password, femke, "Kantlijn")


def test_a_password_is_kept_as_argon2id_and_read_in_any_unicode_form(femke) -> None:
    femke.password_hash = passwords.hash_of("caf\u00e9 op de dijk")
    assert femke.password_hash.startswith("$argon2id$")
    assert passwords.verify(femke, "cafe\u0301 op de dijk")
    assert not passwords.verify(femke, "cafe op de dijk")
    assert not passwords.verify(femke, "x" * 100_000)


def test_an_installation_hashes_passwords_so_that_guessing_takes_long(careful_hashes) -> None:
    assert careful_hashes.type is Type.ID
    assert careful_hashes.memory_cost >= 19 * 1024 and careful_hashes.time_cost >= 2


def test_a_change_needs_the_present_password(browser_of, femke, with_password) -> None:
    with_password(femke)
    browser = browser_of(femke)
    form = {"present_password": "wrong", "new_password": NEW}
    refused = send(browser, "/account/password", form, page="/account")
    assert refused.status_code == 422
    assert "not your present password" in refused.text
    weak = {"present_password": PASSWORD, "new_password": "password1234"}
    assert send(browser, "/account/password", weak, page="/account").status_code == 422


def test_guessing_the_present_password_is_throttled(browser_of, femke, with_password) -> None:
    with_password(femke)
    browser, form = browser_of(femke), {"present_password": "wrong", "new_password": NEW}
    answers = [
        send(browser, "/account/password", form, page="/account").status_code for _turn in range(11)
    ]
    assert answers == [422] * 10 + [429]


def test_a_forgotten_password_is_replaced_by_mail(client, femke, with_password, mails, app) -> None:
    with_password(femke)
    elsewhere = app.test_client()
    sign_in(elsewhere, femke.handle)
    asked = send(client, "/password/forgotten", {"name": "Femke-de-Boer@example.org"})
    assert (asked.status_code, asked.location) == (303, "/password/sent")
    assert client.get("/password/sent").status_code == 200
    path = link_in(mails()[0])
    assert send(client, path, {"new_password": "password1234"}).status_code == 422
    assert send(client, path, {"new_password": NEW}).location == "/sign-in"
    assert client.get(path).status_code == 404
    assert elsewhere.get("/people").status_code == 303
    assert sign_in(client, femke.handle).status_code == 422
    assert sign_in(client, femke.handle, NEW).status_code == 303


def test_asking_tells_nothing_about_who_is_here(client, femke, app, mails) -> None:
    known = send(client, "/password/forgotten", {"name": femke.email})
    waiting = jobs.waiting()
    unknown = send(app.test_client(), "/password/forgotten", {"name": "nobody@example.org"})
    assert jobs.waiting() == 2 * waiting
    assert (known.status_code, known.data) == (unknown.status_code, unknown.data)
    assert known.location == unknown.location
    assert [mail["To"].addresses[0].addr_spec for mail in mails()] == [femke.email]


def test_the_link_for_a_new_password_lasts_an_hour_and_a_newer_one_ends_it(
    client, femke, mails
) -> None:
    send(client, "/password/forgotten", {"name": femke.email})
    first = link_in(mails()[0])
    assert client.get(first).status_code == 200
    send(client, "/password/forgotten", {"name": femke.handle})
    second = next(path for mail in mails() if (path := link_in(mail)) != first)
    assert client.get(first).status_code == 404
    with clock.held_at(clock.now() + timedelta(minutes=61)):
        assert client.get(second).status_code == 404


def test_the_mailed_link_names_the_configured_site(client, femke, mails) -> None:
    page = client.get("/password/forgotten", headers={"Host": "evil.example"})
    assert "evil.example" not in page.text
    client.environ_base["HTTP_HOST"] = "evil.example"
    client.environ_base["HTTP_X_FORWARDED_HOST"] = "evil.example"
    send(client, "/password/forgotten", {"name": femke.email})
    (mail,) = mails()
    assert "evil.example" not in mail.as_string()


def test_nobody_is_flooded_with_links(client, femke) -> None:
    answers = [
        send(client, "/password/forgotten", {"name": femke.email}).status_code for _turn in range(6)
    ]
    assert answers == [303] * 5 + [429]


def test_who_has_no_account_gets_no_link(client, femke, ruben, mails, session) -> None:
    femke.left_at = clock.now()
    ruben.joined_at = None
    session.commit()
    for person in (femke, ruben):
        send(client, "/password/forgotten", {"name": person.email})
    assert not mails()


def test_an_empty_question_is_asked_again(client) -> None:
    assert send(client, "/password/forgotten", {"name": "  "}).status_code == 422


@pytest.mark.parametrize("where", ["/invitation/used", "/password/used", "/setup/used"])
def test_a_mailed_link_that_is_dead_says_so_and_where_to_go(client, where: str) -> None:
    answer = client.get(where)
    assert answer.status_code == 404
    assert "This link does not work any more" in answer.text
    assert 'href="/sign-in"' in answer.text
