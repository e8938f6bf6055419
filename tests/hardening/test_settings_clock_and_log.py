"""Settings that cannot be read, clocks that are wrong, and a log that tells no secret."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from config import ConfigurationError, load
from essp.core import clock
from essp.core.db import transaction
from essp.people import accounts, links
from essp.people.models import Purpose
from essp.wiki.editing import create_page, edit_page
from essp.wiki.integrity import verify
from essp.wiki.models import Revision


@pytest.mark.parametrize(
    ("variable", "value", "expects"),
    [
        ("ESSP_PORT", "eighty", "a whole number from 1 to 65535"),
        ("ESSP_PORT", "70000", "a whole number from 1 to 65535"),
        ("ESSP_URL", "wiki.example.org", "a web address"),
        ("ESSP_DATABASE", "mysql://x", "sqlite:///FILE"),
        ("ESSP_WORKER", "none", "one of embedded, separate"),
        ("ESSP_TIMEZONE", "Mars/Base", "a time zone name"),
        ("ESSP_LANGUAGE", "de", "one of en, nl"),
        ("ESSP_DEMONSTRATION", "perhaps", "yes or no"),
        ("ESSP_MAIL_SERVER", "mail.example.org", "smtp://HOST:PORT"),
        ("ESSP_MAILBOX", "imaps://mail.example.org", "imaps://NAME:PASSWORD@HOST"),
        ("ESSP_MAIL_REPLIES", "reply+x@example.org", "an address such as reply@"),
        ("ESSP_SESSION_DAYS", "0", "a whole number from 1 to 365"),
        ("ESSP_NO_SUCH_THING", "1", "is not a setting"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_read_is_named_with_what_it_expects(
    variable: str, value: str, expects: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load({variable: value})
    assert variable in str(caught.value)
    assert expects in str(caught.value)


@pytest.mark.parametrize("skew", [timedelta(days=-3), timedelta(days=3), timedelta(days=-11_000)])
def test_history_is_in_the_order_of_its_numbers_whatever_the_clock_says(
    femke, space, browser_of, session, skew: timedelta
) -> None:
    with transaction():
        page = create_page(femke, space, title="Playbook", text="one\n").page
    with clock.held_at(clock.now() + skew), transaction():
        edit_page(femke, page, text="two\n", based_on=1)
    with transaction():
        edit_page(femke, page, text="three\n", based_on=2)
    browser = browser_of(femke)
    history = browser.get(f"/p/{page.uid}/history").text
    places = [history.find(f"/p/{page.uid}/revisions/{number}") for number in (3, 2, 1)]
    assert -1 not in places and places == sorted(places)
    for path in ("/", "/changes", f"/s/{space.slug}/{page.slug}", f"/p/{page.uid}/authors"):
        text = re.sub(r"<[^>]+>", " ", browser.get(path).text)
        assert not re.search(r"-\d+ (second|minute|hour|day|week|month|year)", text), path
    assert verify() == []
    assert session.query(Revision).filter_by(page_id=page.id).count() == 3


def test_a_sign_in_of_tomorrow_ends_all_the_same(femke, browser_of) -> None:
    with clock.held_at(clock.now() + timedelta(days=3)):
        browser = browser_of(femke)
    with clock.held_at(clock.now() + timedelta(days=40)):
        assert browser.get("/people").status_code == 303


def test_the_log_holds_no_password_and_no_token(
    app, client, femke, session, capfd, monkeypatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    password = "grey herons wait in the polder"
    with transaction():
        guest = accounts.expect_person("Noor Vos", "noor@example.org", invited_by=None)
        invitation = links.make_link(Purpose.INVITATION, guest)
        reset = links.make_link(Purpose.PASSWORD, femke)
    answers = [
        client.get(f"/invitation/{invitation}"),
        client.post(f"/invitation/{invitation}", data={"new_password": password}),
        client.post("/account/tokens", data={"label": "a program"}),
        client.post(f"/password/{reset}", data={"new_password": password}),
        client.post("/sign-in", data={"name": femke.handle, "password": f"{password}!"}),
        client.post("/sign-in", data={"name": femke.handle, "password": password}),
        client.get(f"/password/{reset}"),
    ]
    assert [each.status_code for each in answers] == [200, 303, 200, 303, 422, 303, 404]
    secret = re.search(r"essp_[\w-]{20,}", answers[2].text)
    cookie = client.get_cookie("essp")
    assert secret and cookie
    logged = "".join(capfd.readouterr())
    for kept in (password, invitation, reset, secret[0], cookie.value):
        assert kept not in logged


def test_a_failure_is_answered_and_logged_without_the_form(
    app, client, femke, monkeypatch, capfd
) -> None:
    from essp.people import signing_in

    for name, value in (
        ("WTF_CSRF_ENABLED", False), ("TESTING", False), ("PROPAGATE_EXCEPTIONS", False),
    ):  # fmt: skip
        monkeypatch.setitem(app.config, name, value)
    monkeypatch.setattr(signing_in, "sign_in", lambda *_a, **_o: 1 / 0)
    answer = client.post("/sign-in", data={"name": "femke", "password": "herons and secrets"})
    assert answer.status_code == 500
    assert "Traceback" not in answer.text and "ZeroDivision" not in answer.text
    assert "herons and secrets" not in "".join(capfd.readouterr())
