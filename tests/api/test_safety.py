"""The interface lets in a token and nothing else, and shows what its person sees and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from essp.api import operations
from essp.core import clock
from essp.core.db import transaction
from essp.core.limits import Limit
from essp.people.models import Person
from essp.people.queries import own_tokens
from essp.people.tokens import revoke_token
from essp.spaces.models import Access, Space
from essp.wiki.models import Page
from tests.api.conftest import ProgramOf

BROKEN = ['{"title": ', b"\xff\xfe{}", "[]", '"text"', "null", "{}", '{"title": 1, "text": []}']


def test_without_a_token_nothing_is_told_and_the_scheme_is_named(
    page: Page, client: FlaskClient
) -> None:
    for given in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic x"}):
        answer = client.get(f"/api/v1/pages/{page.uid}", headers=given)
        assert answer.status_code == 401
        assert answer.content_type == "application/problem+json"
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_browser_that_is_signed_in_is_nobody_here(
    page: Page, ruben: Person, browser_of: Callable[[Person], FlaskClient]
) -> None:
    browser = browser_of(ruben)
    assert browser.get(f"/p/{page.uid}").status_code in {301, 302, 303}
    assert browser.get(f"/api/v1/pages/{page.uid}").status_code == 401
    sent = browser.post(f"/api/v1/pages/{page.uid}/archive", data="{}", content_type="text/plain")
    assert sent.status_code == 401


def test_a_token_opens_no_screen(page: Page, ruben: Person, program_of: ProgramOf) -> None:
    program = program_of(ruben)
    answer = program.client.get("/account", headers={"Authorization": f"Bearer {program.secret}"})
    assert answer.status_code == 303 and "/sign-in" in answer.headers["Location"]


def test_a_token_ends_when_it_is_revoked_and_when_its_person_leaves(
    ruben: Person, femke: Person, program_of: ProgramOf, session: Session
) -> None:
    revoked, left = program_of(ruben), program_of(femke)
    with transaction():
        revoke_token(ruben, own_tokens(ruben)[0].id)
    femke.left_at = clock.now()
    session.commit()
    assert revoked.call("GET", "/spaces").status_code == 401
    assert left.call("GET", "/spaces").status_code == 401


def test_what_is_closed_is_not_there_for_others(
    hidden_page: Page, closed_space: Space, noor: Person, ruben: Person, program_of: ProgramOf
) -> None:
    paths = [
        f"/spaces/{closed_space.slug}", f"/spaces/{closed_space.slug}/pages",
        f"/pages/{hidden_page.uid}", f"/pages/{hidden_page.uid}/revisions",
        f"/pages/{hidden_page.uid}/revisions/1", f"/pages/{hidden_page.uid}/attribution",
        f"/pages/{hidden_page.uid}/compare?from=1&to=1",
    ]  # fmt: skip
    outsider, member = program_of(noor), program_of(ruben)
    assert [member.call("GET", path).status_code for path in paths] == [200] * len(paths)
    assert [outsider.call("GET", path).status_code for path in paths] == [404] * len(paths)
    assert outsider.call("GET", "/spaces").json["items"] == []


def test_a_space_by_request_shows_what_it_is_and_nothing_in_it(
    make_space: Callable[..., Space], femke: Person, noor: Person, program_of: ProgramOf
) -> None:
    space = make_space(femke, "Reviews", access=Access.BY_REQUEST, rules="Be kind.")
    outsider = program_of(noor)
    told = outsider.call("GET", f"/spaces/{space.slug}").json
    assert told["readable"] is False and told["rules"] is None
    assert outsider.call("GET", f"/spaces/{space.slug}/pages").status_code == 403


def test_a_field_that_is_not_offered_is_refused_wherever_it_stands(
    page: Page, ruben: Person, program_of: ProgramOf
) -> None:
    program = program_of(ruben)
    for extra in ("author", "author_id", "number", "revision", "at", "hash", "id", "archived"):
        sent = {"text": "New.", extra: 1}
        answer = program.call("PUT", f"/pages/{page.uid}", sent, If_Match='"1"')
        assert answer.status_code == 422, extra
        assert answer.json["errors"] == [{"field": extra, "message": "There is no such field."}]
    assert program.call("GET", "/spaces?role=administrator").status_code == 422


@pytest.mark.parametrize("sent", BROKEN)
def test_what_cannot_be_read_gets_a_problem(
    sent: str | bytes, space: Space, ruben: Person, program_of: ProgramOf
) -> None:
    program = program_of(ruben)
    answer = program.client.post(
        f"/api/v1/spaces/{space.slug}/pages",
        data=sent,
        headers={"Authorization": f"Bearer {program.secret}", "Content-Type": "application/json"},
    )
    assert answer.status_code in {400, 422}
    assert answer.content_type == "application/problem+json"


def test_only_json_that_says_so_is_read(space: Space, ruben: Person, program_of: ProgramOf) -> None:
    program = program_of(ruben)
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        answer = program.client.post(
            f"/api/v1/spaces/{space.slug}/pages",
            data='{"title": "x", "text": "x"}',
            headers={"Authorization": f"Bearer {program.secret}", "Content-Type": kind},
        )
        assert answer.status_code == 415, kind


def test_a_page_that_is_too_large_is_refused_with_its_size(
    space: Space, ruben: Person, program_of: ProgramOf
) -> None:
    sent = {"title": "Large", "text": "word " * 400_000}
    answer = program_of(ruben).call("POST", f"/spaces/{space.slug}/pages", sent)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "text"


def test_writing_is_limited_for_each_token_and_reading_is_not(
    space: Space,
    ruben: Person,
    femke: Person,
    program_of: ProgramOf,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(operations, "WRITES", Limit("api write test", 3, 60))
    program, other, path = program_of(ruben), program_of(femke), f"/spaces/{space.slug}/pages"
    codes = [
        program.call("POST", path, {"title": f"P{n}", "text": "x"}).status_code for n in range(5)
    ]
    assert codes == [201, 201, 201, 429, 429]
    stopped = program.call("POST", path, {"title": "P9", "text": "x"})
    assert int(stopped.headers["Retry-After"]) > 0
    assert program.call("GET", path).status_code == 200
    assert other.call("POST", path, {"title": "Mine", "text": "x"}).status_code == 201


def test_nothing_is_kept_by_caches_and_nothing_sets_a_cookie(
    page: Page, ruben: Person, program_of: ProgramOf
) -> None:
    answer = program_of(ruben).call("GET", f"/pages/{page.uid}")
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert "Authorization" in ", ".join(answer.headers.getlist("Vary"))
    assert "Set-Cookie" not in answer.headers
