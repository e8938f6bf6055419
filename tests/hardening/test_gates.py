"""What holds for every route at once: tokens, headers, caching, cookies, and reading that only reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from config import Settings
from essp.app import create_app
from essp.core.access import mark_of
from essp.core.db import Base
from tests.hardening.conftest import Attacker
from tests.hardening.furnished import Furnished, address, routes
from tests.turns import Turn

HEADERS = (
    "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options",
    "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy",
)  # fmt: skip
# What somebody opened counts as read by opening it.
BOOKKEEPING = {"sign_in", "rendering", "thread_reading"}
# A mail program presses it without a page of ours before it: its signed address is the proof.
WITHOUT_TOKEN = ("/mail/stop/", "/mail/desk/", "/mail/insight/")
NOWHERE = [
    "/metrics", "/.git/config", "/.env", "/console", "/debug", "/setup", "/install", "/restore",
    "/import", "/admin", "/wp-login.php", "/server-status", "/config.py", "/static/../config.py",
    "/static/..%2fconfig.py", "/static/%2e%2e/%2e%2e/etc/passwd", "/setup/guess", "/api/v1/none",
]  # fmt: skip


def forms(app: Flask, site: Furnished) -> list[str]:
    """The address of everything a browser can send a form to."""
    found = [address(rule, site) for _method, rule in routes(app, "POST", "PUT", "PATCH", "DELETE")]
    return [path for path in found if not path.startswith(("/api/", *WITHOUT_TOKEN))]


def rows(session: Session) -> dict[str, int]:
    """How many rows each table has, those of mere bookkeeping aside."""
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
        if table.name not in BOOKKEEPING
    }


def test_no_form_is_taken_without_its_token_or_with_a_wrong_one(
    app: Flask,
    site: Furnished,
    attacker: Attacker,
    stranger: Attacker,
    session: Session,
    turn: Turn,
) -> None:
    before, faults = rows(session), []
    others = re.search(r'name="csrf_token" value="([^"]+)"', stranger.ask("/sign-in").text)
    assert others
    tokens = [{}, {"csrf_token": ""}, {"csrf_token": "x"}, {"csrf_token": others[1]}]
    for at, path in enumerate(forms(app, site)):
        for place, (who, token) in enumerate(product((attacker, stranger), tokens)):
            # Each form without any token; with a wrong one by turns.
            if not token or turn.takes(at, place, of=3):
                answer = who.ask(path, "POST", data={"text": "x", "title": "x", **token})
                if answer.status_code != 400 and not (who is stranger and token.get("csrf_token")):
                    faults.append(f"{path} {token}: {answer.status_code}")
    assert not faults
    assert rows(session) == before


FROM_ELSEWHERE = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost.evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
)


def test_a_form_from_another_site_is_refused_whatever_its_token(
    app: Flask, site: Furnished, attacker: Attacker, without_tokens: None, turn: Turn
) -> None:
    taken = [
        f"{path} {told}"
        for at, path in enumerate(forms(app, site))
        for place, told in enumerate(FROM_ELSEWHERE)
        if turn.takes(at, place, of=2)
        and attacker.ask(path, "POST", headers=told).status_code != 400
    ]
    assert not taken


def test_a_form_of_this_site_is_taken(attacker: Attacker, without_tokens: None) -> None:
    for told in (
        {}, {"Origin": "http://localhost"}, {"Origin": "http://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "same-origin"},
    ):  # fmt: skip
        answer = attacker.ask("/preview", "POST", data={"text": "x"}, headers=told)
        assert answer.status_code == 200, told


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
    app: Flask,
    site: Furnished,
    attacker: Attacker,
    stranger: Attacker,
    session: Session,
    turn: Turn,
) -> None:
    before = rows(session)
    for at, (_method, rule) in enumerate(routes(app, "GET")):
        path = address(rule, site)
        # Not through `ask`, which would undo what this is looking for.
        with app.app_context():
            attacker.browser.get(f"{path}?q=playbook&fresh=1&part=1&discard=1")
            if turn.takes(at, of=3):
                attacker.browser.head(path)
            stranger.browser.get(f"{path}?q=playbook&fresh=1&part=1&discard=1")
    # That somebody was at home is noted for themselves, as the last use of a sign-in is; that they look at
    # a proposal is noted for who decides beside them, for five minutes; that they looked at figures, for
    # the works council.
    noted = {"home_visit": 0, "proposal_look": 0, "insight_look": 0}
    assert rows(session) | noted == before | noted


def unprotected(answer: TestResponse) -> str:
    """What is missing in the headers of an answer that protect it, in words."""
    missing = [name for name in HEADERS if name not in answer.headers]
    policy = answer.headers.get("Content-Security-Policy", "")
    if missing or "unsafe" in policy or "default-src 'none'" not in policy:
        return f"{missing} {policy}"
    return "tells its version" if "ython" in answer.headers.get("Server", "") else ""


def test_every_answer_to_another_method_carries_the_headers_that_protect_it(
    app: Flask, site: Furnished, attacker: Attacker, stranger: Attacker, turn: Turn
) -> None:
    asked = [address(rule, site) for _method, rule in routes(app, "GET")]
    ways = list(product((attacker, stranger), ("POST", "OPTIONS", "TRACE")))
    faults = []
    for at, path in enumerate([*asked, *NOWHERE]):
        for place, (who, method) in enumerate(ways):
            if turn.takes(at, place, of=3) and (fault := unprotected(who.ask(path, method))):
                faults.append(f"{method} {path}: {fault}")
    assert not faults


KEPT_BY_BROWSERS = {"people.picture", "attachments.serve", "attachments.version"}


def test_every_screen_is_protected_and_kept_by_no_cache_and_closed_to_who_is_not_signed_in(
    app: Flask, site: Furnished, attacker: Attacker, stranger: Attacker
) -> None:
    faults = []
    for _method, rule in routes(app, "GET"):
        path = address(rule, site)
        for who in (attacker, stranger):
            answer = who.ask(path)
            faults += [f"{path}: {fault}" for fault in [unprotected(answer)] if fault]
            if rule.endpoint != "static":
                faults += [f"{rule}: {fault}" for fault in kept(rule.endpoint, answer)]
        mark = mark_of(app.view_functions[rule.endpoint])
        if rule.endpoint != "static" and not (mark and mark.public):
            assert answer.status_code in {303, 401}, rule
            assert site.page.title not in answer.text
    assert not faults


def kept(endpoint: str, answer: TestResponse) -> Iterator[str]:
    """What would let a cache keep an answer for others, in words."""
    control, vary = answer.headers.get("Cache-Control", ""), answer.headers.get("Vary", "")
    if "private" not in control or ("no-store" not in control and endpoint not in KEPT_BY_BROWSERS):
        yield control or "no Cache-Control"
    if "Cookie" not in vary:
        yield f"Vary {vary}"


def test_what_other_systems_leave_open_is_not_there(attacker: Attacker, stranger: Attacker) -> None:
    for path in NOWHERE:
        answer = stranger.ask(path)
        assert answer.status_code in {401, 404}, path
        assert "Traceback" not in answer.text and "Werkzeug" not in answer.text
        for each in (answer, attacker.ask(path)):
            assert not unprotected(each), path


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
