"""A closed space and a missing one are the same to whoever may not know of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from essp.core.decision import Invalid, NotFound
from essp.people.models import Person
from essp.spaces import governing, membership
from essp.spaces.models import Access, Space
from essp.spaces.queries import find_space, known_spaces

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
Browser = Callable[[Person], FlaskClient]
MakeSpace = Callable[..., Space]


def routes(app: Flask) -> list[tuple[str, str]]:
    """Method and path of every route of this part that names a space."""
    return [
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("spaces.") and "slug" in rule.arguments
        for method in sorted((rule.methods or set()) - {"OPTIONS"})
    ]


def seen(browser: FlaskClient, method: str, rule: str, slug: str) -> tuple[int, str, str]:
    """Status, body and place to go, without the tokens that differ each time."""
    path = rule.replace("<slug>", slug).replace("<handle>", "femke-de-boer")
    path = path.replace("<int:number>", "1")
    found = TOKEN.search(browser.get("/spaces/new").get_data(as_text=True))
    assert found
    fields = {"csrf_token": found[1], "answer": "accept", "person": "x", "access": "open"}
    answer: TestResponse = browser.open(
        path, method=method, data=fields if method == "POST" else None
    )
    body = TOKEN.sub("", answer.get_data(as_text=True))
    return answer.status_code, body, answer.headers.get("Location", "")


@pytest.mark.parametrize("who", ["outsider", "administrator"])
def test_every_route_answers_for_a_closed_space_as_for_a_missing_one(
    who: str, app: Flask, closed_space: Space, noor: Person, administrator: Person, browser: Browser
) -> None:
    person = noor if who == "outsider" else administrator
    walked = routes(app)
    assert len(walked) > 10
    for method, rule in walked:
        closed = seen(browser(person), method, rule, closed_space.slug)
        missing = seen(browser(person), method, rule, "no-such-space")
        assert closed == missing, (method, rule)
        assert closed[0] == 404, (method, rule)


def test_who_is_not_signed_in_learns_nothing_of_any_space(
    client: FlaskClient, closed_space: Space, space: Space
) -> None:
    for slug in (closed_space.slug, space.slug, "no-such-space"):
        answer = client.get(f"/s/{slug}")
        assert answer.status_code == 303
        assert "/sign-in" in answer.headers["Location"]


def test_an_old_address_of_a_space_that_was_closed_leads_nowhere_for_outsiders(
    space: Space, femke: Person, noor: Person, browser: Browser, session: Session
) -> None:
    old = space.slug
    governing.change_space(
        femke,
        space,
        name="Plans",
        slug="plans",
        purpose="",
        rules="",
        access=Access.CLOSED,
        language="en",
    )
    session.commit()
    assert space.slug.startswith("plans-"), "a closed space gets an address nobody can guess"
    missing = seen(browser(noor), "GET", "/s/<slug>", "no-such-space")
    assert seen(browser(noor), "GET", "/s/<slug>", old) == missing
    assert browser(femke).get(f"/s/{old}").status_code == 301


def test_a_space_of_the_same_name_as_a_closed_one_starts_as_if_that_were_not_there(
    closed_space: Space, noor: Person
) -> None:
    mine = governing.create_space(noor, name=closed_space.name)
    assert mine.slug == "reorganisation"
    assert mine.name == closed_space.name


def test_an_address_like_that_of_a_closed_space_is_free(closed_space: Space, noor: Person) -> None:
    assert (
        governing.create_space(noor, name="Other", slug="reorganisation").slug == "reorganisation"
    )


def test_the_address_of_a_closed_space_stays_when_its_owner_saves_it_again(
    closed_space: Space, femke: Person
) -> None:
    before = closed_space.slug
    governing.change_space(
        femke,
        closed_space,
        name="Reorganisation 2",
        slug=before,
        purpose="",
        rules="",
        access=Access.CLOSED,
        language="en",
    )
    assert closed_space.slug == before


def test_a_name_or_address_that_everyone_may_know_of_is_refused(
    space: Space, femke: Person, noor: Person, make_space: MakeSpace
) -> None:
    by_request = make_space(femke, "Incident reviews", access=Access.BY_REQUEST)
    for other in (space, by_request):
        with pytest.raises(Invalid, match="with this name already"):
            governing.create_space(noor, name=other.name.upper() + "\u200b")
        with pytest.raises(Invalid, match="taken or was used before"):
            governing.create_space(noor, name="Other", slug=other.slug)


def test_verbs_too_know_no_closed_space(
    closed_space: Space, noor: Person, administrator: Person, ruben: Person
) -> None:
    for outsider in (noor, administrator):
        for verb in (
            lambda a: membership.join_space(a, closed_space),
            lambda a: membership.leave_space(a, closed_space),
            lambda a: membership.add_member(a, closed_space, a),
            lambda a: membership.remove_member(a, closed_space, ruben),
            lambda a: membership.request_entry(a, closed_space, "please"),
            lambda a: membership.appoint_owner(a, closed_space, a),
        ):
            with pytest.raises(NotFound):
                verb(outsider)
        assert closed_space not in known_spaces(outsider)


def test_addresses_no_space_can_have_are_simply_missing(noor: Person) -> None:
    for odd in ("", "\0", "a\0b", "x" * 5000, "'; drop table space;--", "🌍", "%", "_"):
        with pytest.raises(NotFound):
            find_space(noor, odd)
