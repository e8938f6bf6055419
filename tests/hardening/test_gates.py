"""What holds for every route at once: tokens, headers, caching, cookies, and reading that only reads."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import Settings
from essp.app import create_app
from essp.core.access import mark_of
from essp.core.db import Base
from tests.hardening.conftest import Attacker
from tests.hardening.furnished import Furnished, address, routes

HEADERS = (
    "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options",
    "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy",
)  # fmt: skip
# What somebody opened counts as read by opening it.
BOOKKEEPING = {"sign_in", "rendering", "thread_reading"}
# A mail program presses it without a page of ours before it: its signed address is the proof.
WITHOUT_TOKEN = "/mail/stop/"
NOWHERE = [
    "/metrics", "/.git/config", "/.env", "/console", "/debug", "/setup", "/install", "/restore",
    "/import", "/admin", "/wp-login.php", "/server-status", "/config.py", "/static/../config.py",
    "/static/..%2fconfig.py", "/static/%2e%2e/%2e%2e/etc/passwd", "/setup/guess", "/api/v1/none",
]  # fmt: skip


def forms(app: Flask, site: Furnished) -> list[str]:
    """The address of everything a browser can send a form to."""
    found = [address(rule, site) for _method, rule in routes(app, "POST", "PUT", "PATCH", "DELETE")]
    return [path for path in found if not path.startswith(("/api/", WITHOUT_TOKEN))]


def rows(session: Session) -> dict[str, int]:
    """How many rows each table has, those of mere bookkeeping aside."""
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
        if table.name not in BOOKKEEPING
    }


def test_no_form_is_taken_without_its_token_or_with_a_wrong_one(
    app: Flask, site: Furnished, attacker: Attacker, stranger: Attacker, session: Session
) -> None:
    before, faults = rows(session), []
    others = re.search(r'name="csrf_token" value="([^"]+)"', stranger.ask("/sign-in").text)
    assert others
    for path in forms(app, site):
        for who in (attacker, stranger):
            for token in ({}, {"csrf_token": ""}, {"csrf_token": "x"}, {"csrf_token": others[1]}):
                answer = who.ask(path, "POST", data={"text": "x", "title": "x", **token})
                if answer.status_code != 400 and not (who is stranger and token.get("csrf_token")):
                    faults.append(f"{path} {token}: {answer.status_code}")
    assert not faults
    assert rows(session) == before


@pytest.mark.parametrize(
    "told",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    ],
    ids=str,
)
def test_a_form_from_another_site_is_refused_whatever_its_token(
    app: Flask, site: Furnished, attacker: Attacker, without_tokens: None, told: dict[str, str]
) -> None:
    answers = {path: attacker.ask(path, "POST", headers=told) for path in forms(app, site)}
    assert {path for path, answer in answers.items() if answer.status_code != 400} == set()


@pytest.mark.parametrize(
    "told", [{}, {"Origin": "http://localhost"}, {"Origin": "http://127.0.0.1:8000"},
             {"Sec-Fetch-Site": "same-origin"}], ids=str
)  # fmt: skip
def test_a_form_of_this_site_is_taken(
    site: Furnished, attacker: Attacker, without_tokens: None, told: dict[str, str]
) -> None:
    answer = attacker.ask("/preview", "POST", data={"text": "x"}, headers=told)
    assert answer.status_code == 200


def test_a_program_with_the_cookie_of_a_browser_changes_nothing(
    app: Flask, site: Furnished, attacker: Attacker
) -> None:
    for method, rule in routes(app, "POST", "PUT"):
        path = address(rule, site)
        if path.startswith("/api/"):
            for kind in ("text/plain", "application/json"):
                answer = attacker.ask(path, method, data='{"title": "x"}', content_type=kind)
                assert answer.status_code == 401, path


def test_reading_changes_nothing(
    app: Flask, site: Furnished, attacker: Attacker, stranger: Attacker, session: Session
) -> None:
    before = rows(session)
    for _method, rule in routes(app, "GET"):
        for who in (attacker, stranger):
            # Not through `ask`, which would undo what this is looking for.
            with app.app_context():
                who.browser.get(address(rule, site) + "?q=playbook&fresh=1&part=1&discard=1")
                who.browser.head(address(rule, site))
    # That somebody was at home is noted for themselves, as the last use of a sign-in is.
    assert rows(session) | {"home_visit": 0} == before | {"home_visit": 0}


def test_every_answer_carries_the_headers_that_protect_it(
    app: Flask, site: Furnished, attacker: Attacker, stranger: Attacker
) -> None:
    asked = [address(rule, site) for _method, rule in routes(app, "GET")]
    faults = []
    for path in [*asked, *NOWHERE]:
        for who in (attacker, stranger):
            for method in ("GET", "POST", "OPTIONS", "TRACE"):
                answer = who.ask(path, method)
                missing = [name for name in HEADERS if name not in answer.headers]
                policy = answer.headers.get("Content-Security-Policy", "")
                if missing or "unsafe" in policy or "default-src 'none'" not in policy:
                    faults.append(f"{method} {path}: {missing} {policy}")
                if "Server" in answer.headers and "ython" in answer.headers["Server"]:
                    faults.append(f"{path} tells its version")
    assert not faults


def test_nothing_private_is_kept_by_a_cache(
    app: Flask, site: Furnished, attacker: Attacker, stranger: Attacker
) -> None:
    faults = []
    for _method, rule in routes(app, "GET"):
        if rule.endpoint == "static":
            continue
        for who in (attacker, stranger):
            answer = who.ask(address(rule, site))
            control = answer.headers.get("Cache-Control", "")
            picture = rule.endpoint in {
                "people.picture",
                "attachments.serve",
                "attachments.version",
            }
            if "private" not in control or ("no-store" not in control and not picture):
                faults.append(f"{rule}: {control}")
            if "Cookie" not in answer.headers.get("Vary", ""):
                faults.append(f"{rule}: Vary {answer.headers.get('Vary')}")
    assert not faults


@pytest.mark.parametrize("path", NOWHERE)
def test_what_other_systems_leave_open_is_not_there(path: str, stranger: Attacker) -> None:
    answer = stranger.ask(path)
    assert answer.status_code in {401, 404}
    assert "Traceback" not in answer.text and "Werkzeug" not in answer.text


def test_who_is_not_signed_in_reads_public_screens_alone(
    app: Flask, site: Furnished, stranger: Attacker
) -> None:
    for _method, rule in routes(app, "GET"):
        mark = mark_of(app.view_functions[rule.endpoint])
        if rule.endpoint == "static" or (mark and mark.public):
            continue
        answer = stranger.ask(address(rule, site))
        assert answer.status_code in {303, 401}, rule
        assert site.page.title not in answer.text


def test_cookies_are_for_this_site_alone_and_out_of_reach_of_script(tmp_path) -> None:
    for url, secure in (("http://127.0.0.1:8000", False), ("https://wiki.example.org", True)):
        app = create_app(Settings(data=tmp_path, url=url, testing=True, secret_key="x"))
        answer = app.test_client().get("/sign-in", base_url=url)
        (cookie,) = answer.headers.getlist("Set-Cookie")
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
        assert ("Secure" in cookie and cookie.startswith("__Host-")) is secure
        assert ("Strict-Transport-Security" in answer.headers) is secure


def test_the_address_in_a_mail_is_the_configured_one_whatever_the_request_says(
    site: Furnished, without_tokens: None, app: Flask, session: Session, administrator
) -> None:
    from essp.core.worker import do_all

    folder = app.config["SETTINGS"].data / "mail"
    for old in folder.glob("*.eml"):
        old.unlink()
    poisoned = {
        "Host": "evil.example",
        "X-Forwarded-Host": "evil.example",
        "Forwarded": "host=evil.example",
    }
    answer = app.test_client().post(
        "/password/forgotten", data={"name": administrator.email}, headers=poisoned
    )
    assert answer.status_code == 303
    assert "evil.example" not in answer.headers["Location"]
    do_all()
    (mail,) = [path.read_text() for path in folder.glob("*.eml")]
    assert "evil.example" not in mail
    assert "http://127.0.0.1:8000/password/" in mail
