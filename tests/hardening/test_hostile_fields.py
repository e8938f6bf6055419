"""Whatever is typed into any field of any form: the answer is a page, and the text is only text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from essp.people.models import Person, Role
from essp.spaces.models import Membership, Space
from essp.wiki.models import Page, Revision
from tests.hardening.conftest import Attacker
from tests.hardening.furnished import Furnished, address, routes
from tests.turns import Turn

pytestmark = pytest.mark.slow

SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
HOSTILE = {
    "controls": "a\0b\x01\x07\x1b[31m\x7f\x85\u2028\ufeff\ufffe\U0010ffff\u202egnp.exe\r\nBcc: x@y.z\r\n",
    "script": SCRIPT,
    "template": "{{7*7}}${7*7}<%=7*7%>#{7*7}",
    "format": "%s%n%(name)s{0.__class__}{site_name}'; DROP TABLE page; --",
    "long": "x" * 20_000,
    "emoji": "👩‍👩‍👧‍👦" * 100,
    "number": "9" * 30,
    "empty": "",
}  # fmt: skip
ALL_FIELDS = [
    "text",
    "title",
    "summary",
    "minor",
    "based_on",
    "parent",
    "save_key",
    "discard",
    "current",
    "choice-0",
    "own-0",
    "space",
    "name",
    "slug",
    "purpose",
    "rules",
    "access",
    "access_reason",
    "language",
    "reason",
    "person",
    "as",
    "answer",
    "email",
    "role",
    "label",
    "password",
    "present_password",
    "new_password",
    "next",
    "job_title",
    "department",
    "location",
    "about",
    "speaks",
    "ask_me_about",
    "theme",
    "shortcuts",
    "picture",
]
EXTRA = {
    "id": "1", "author": "1", "author_id": "1", "is_admin": "1", "version": "99", "locked": "1",
    "created_at": "1999-01-01", "created_by_id": "1", "revision_number": "99", "person_id": "1",
    "role": "administrator", "handle": "taken-over", "email": "evil@example.org", "left_at": "",
    "password_hash": "x", "person.role": "administrator", "person[role]": "administrator",
    "space_id": "1", "owner": "1", "at": "1999-01-01", "source": "import", "hash": "0" * 64,
}  # fmt: skip


def forms_to_send(at: int, turn: Turn, usual: dict[str, str]) -> Iterator[dict[str, str]]:
    """Forms for the route at this place of the list. In each run every route meets every kind of
    value, each in other fields; each field meets each kind at many routes, and every few commits at
    every route; one kind in all fields at once comes by turns."""
    kinds = list(HOSTILE.values())
    for shift in range(len(kinds)):
        shifted = {field: kinds[(i + shift) % len(kinds)] for i, field in enumerate(ALL_FIELDS)}
        same = dict.fromkeys(ALL_FIELDS, kinds[shift])
        for place, form in enumerate((shifted, {**shifted, **usual}, same, {**same, **usual})):
            if turn.takes(at, shift, 2 * place, of=len(kinds)):
                yield form


@pytest.mark.usefixtures("failures_are_answers", "without_tokens")
def test_no_form_is_answered_by_a_failure(
    app: Flask, site: Furnished, attacker: Attacker, turn: Turn
) -> None:
    usual = {"based_on": "2", "space": site.space.slug, "parent": "", "access": "open", "answer": "accept",
             "language": "en", "person": "ruben-haak", "title": "Usual", "name": "Usual", "slug": ""}  # fmt: skip
    faults = []
    for at, (_method, rule) in enumerate(routes(app, "POST")):
        path = address(rule, site)
        if path.startswith("/api/"):
            continue
        for sent in forms_to_send(at, turn, usual):
            answer = attacker.ask(path, "POST", data=sent)
            if answer.status_code >= 500 or SCRIPT in answer.text:
                faults.append(f"{path}: {answer.status_code}")
    assert not faults


@pytest.mark.usefixtures("without_tokens")
def test_what_is_kept_is_shown_letter_by_letter_everywhere(
    app: Flask, site: Furnished, attacker: Attacker, session: Session, administrator
) -> None:
    said = f"{HOSTILE['template']} {HOSTILE['format'][:24]} {SCRIPT}"
    sent = {
        f"/p/{site.page.uid}/edit": {"text": f"{said}\n", "based_on": "2", "summary": said},
        f"/p/{site.page.uid}/rename": {"title": f"T {said}", "summary": said},
        f"/s/{site.space.slug}/-/new": {"title": f"N {said}", "text": said, "summary": said},
        "/account/profile": {
            "name": f"Ada {said}"[:100], "job_title": said, "department": said, "location": said,
            "about": said, "speaks": said, "ask_me_about": said,
        },
        "/account/tokens": {"label": said},
        "/spaces/new": {
            "name": f"S {said}", "purpose": said, "rules": said, "access": "closed",
            "access_reason": said, "language": "en",
        },
    }  # fmt: skip
    for path, form in sent.items():
        with app.app_context():
            answer = attacker.browser.post(path, data=form)
        assert answer.status_code in {200, 303}, path
    seen = ""
    for _method, rule in routes(app, "GET"):
        others = [{}, {"handle": administrator.handle}] if "handle" in rule.arguments else [{}]
        for path in (address(rule, site, **other) for other in others):
            if rule.endpoint == "static" or path.startswith("/api/"):
                continue
            answer = attacker.ask(path, query_string={"q": said, "name": said, "title": said})
            assert answer.status_code < 500, path
            if answer.mimetype == "text/html":
                assert "<script>alert" not in answer.text, path
                assert "onerror=alert(2)>" not in answer.text, path
                seen += answer.text
    assert "49" not in re.findall(r"T (\d+)", seen)
    assert "class 'jinja2" not in seen and "&lt;class" not in seen
    for word in ("&lt;script&gt;", "{{7*7}}", "%s%n%(name)s"):
        assert word in seen


@pytest.mark.usefixtures("without_tokens")
def test_fields_that_no_form_has_change_nothing(
    app: Flask, site: Furnished, session: Session, make_person
) -> None:
    mallory = make_person("Mallory Vos")
    session.add(Membership(space_id=site.space.id, person_id=mallory.id, since=mallory.created_at))
    session.commit()
    who = Attacker(app, session, mallory)
    sent = {
        f"/p/{site.page.uid}/edit": {"text": "mine\n", "based_on": "2"},
        f"/s/{site.space.slug}/-/new": {"title": "Mine", "text": "x"},
        "/account/profile": {"name": "Mallory Vos"},
        "/account/display": {"language": "nl", "theme": "dark"},
        "/spaces/new": {"name": "Of Mallory", "access": "open", "language": "en", "purpose": "x"},
    }
    for path, form in sent.items():
        with app.app_context():
            answer = who.browser.post(path, data={**EXTRA, **form}, query_string=EXTRA)
        assert answer.status_code == 303, path
    session.expire_all()
    me = session.get(Person, mallory.id)
    assert (me.role, me.handle, me.email) == (Role.MEMBER.value, "mallory-vos", mallory.email)
    assert me.left_at is None and me.password_hash is None
    last = session.scalars(select(Revision).order_by(Revision.id.desc())).first()
    assert (last.author_id, last.source, last.number) == (me.id, "web", 1)
    assert last.at.year >= 2026 and last.hash != EXTRA["hash"]
    assert session.get(Page, site.page.id).revision_number == 3
    made = session.scalars(select(Space).where(Space.name == "Of Mallory")).one()
    assert made.created_by_id == me.id


def test_after_signing_in_a_browser_stays_on_this_site(
    app: Flask, site: Furnished, attacker: Attacker, stranger: Attacker
) -> None:
    for wanted in ("//evil.example", "https://evil.example", "/\\evil.example", "/%0a/evil.example",
                   "/%09/evil.example", "https:evil.example", "///evil.example/%2f.."):  # fmt: skip
        for name in ("next", "return_to", "url", "redirect", "continue", "to"):
            for path in ("/sign-in", "/", "/people", f"/p/{site.page.uid}"):
                answer = attacker.ask(path, query_string={name: wanted})
                host = urlsplit(answer.headers.get("Location", "/").replace("\\", "/")).netloc
                assert host in {"", "localhost"}, (path, wanted)
            answer = stranger.ask("/sign-in", query_string={name: wanted})
            assert "evil.example" not in re.sub(r'name="next" value="/[^/"][^"]*"', "", answer.text)
