"""Starting a space in the browser and changing what it is; what is typed, whatever it is, is only text."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from essp.people.models import Person
from essp.spaces import governing, membership
from essp.spaces.models import Space
from essp.spaces.queries import find_space, standing

Send = Callable[..., TestResponse]
Read = Callable[[Person, str], str]
MakeSpace = Callable[..., Space]


def test_somebody_starts_a_space_and_stands_in_its_home(
    femke: Person, post: Send, read: Read
) -> None:
    answer = post(
        femke,
        "/spaces/new",
        name="Congestion management",
        purpose="Keep every line within its limit.",
        access="open",
        rules="1. Improve the page first.",
        language="en",
    )
    assert answer.status_code == 303
    page = read(femke, urlsplit(answer.headers["Location"]).path)
    assert "Keep every line within its limit." in page
    assert "<li>Improve the page first.</li>" in page
    assert "open: everyone reads and edits" in page
    assert "You are the only owner" in page


def test_settings_change_the_space_and_the_old_address_leads_to_it_for_ever(
    space: Space,
    femke: Person,
    noor: Person,
    post: Send,
    browser_of: Callable[[Person], FlaskClient],
) -> None:
    old = space.slug
    answer = post(
        femke,
        f"/s/{old}/-/settings",
        based_on=governing.state_of(space),
        name="Grid load",
        slug="grid-load",
        access="open",
        language="nl",
    )
    assert answer.headers["Location"] == "/s/grid-load"
    browser = browser_of(noor)
    moved = browser.get(f"/s/{old}/-/members?part=2&_scheme=javascript&_external=1&endpoint=x")
    assert moved.status_code == 301
    assert moved.headers["Location"].startswith("/s/grid-load/-/members?part=2&")
    assert browser.get("/s/GRID-load").headers["Location"] == "/s/grid-load"
    assert post(noor, f"/s/{old}/-/membership").status_code == 303, (
        "a form opened before still works"
    )


def test_what_cannot_be_used_is_given_back_with_the_reason(
    space: Space, femke: Person, post: Send
) -> None:
    for path in ("/spaces/new", f"/s/{space.slug}/-/settings"):
        answer = post(
            femke, path, name="n" * 400, purpose="kept purpose", access="everyone", language="en"
        )
        text = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "Choose who may read the space." in text and "kept purpose" in text
        answer = post(
            femke,
            path,
            name="n" * 400,
            purpose="kept",
            access="open",
            language="xx",
            based_on=governing.state_of(space),
        )
        text = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "Use at most 120 characters." in text and "Choose one of the languages." in text


def test_what_another_owner_changed_meanwhile_is_shown_before_it_is_written_over(
    space: Space, femke: Person, ruben: Person, post: Send, session: Session
) -> None:
    membership.appoint_owner(femke, space, ruben)
    session.commit()
    seen = governing.state_of(space)
    settings = {"slug": "", "access": "open", "language": "en", "based_on": seen}
    path = f"/s/{space.slug}/-/settings"
    first = post(femke, path, name=space.name, rules="Numbers carry a source.", **settings)
    assert first.status_code == 303
    second = post(ruben, path, name=space.name, rules="Be kind.", **settings)
    text = second.get_data(as_text=True)
    assert second.status_code == 409
    assert "Numbers carry a source." in text and "Be kind." in text
    assert space.rules == "Numbers carry a source."
    settings["based_on"] = governing.state_of(space)
    assert post(ruben, path, name=space.name, rules="Be kind.", **settings).status_code == 303
    assert space.rules == "Be kind."


def test_fields_nobody_asked_for_are_left_aside(femke: Person, noor: Person, post: Send) -> None:
    answer = post(
        noor,
        "/spaces/new?created_by_id=1&id=77",
        name="Mine",
        access="open",
        language="en",
        id="77",
        created_by_id=str(femke.id),
        **{"space.access": "closed", "access[]": "closed", "owner": "femke-de-boer"},
    )
    assert answer.status_code == 303
    space = find_space(noor, "mine")
    assert space.id != 77 and space.created_by_id == noor.id
    assert space.access == "open" and not standing(femke, space).owner


SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}%s%(name)s"


def test_script_in_every_field_is_only_ever_text(
    femke: Person, noor: Person, make_person: Callable[..., Person], post: Send, read: Read
) -> None:
    answer = post(
        femke,
        "/spaces/new",
        name=SCRIPT,
        purpose=SCRIPT,
        rules=SCRIPT,
        access="by request",
        access_reason=SCRIPT,
        language="en",
        slug=SCRIPT,
    )
    assert answer.status_code == 303
    home = urlsplit(answer.headers["Location"]).path
    assert post(noor, f"{home}/-/requests", reason=SCRIPT).status_code == 303
    person = make_person(SCRIPT, handle="x")
    person.department = SCRIPT
    assert post(femke, f"{home}/-/members", person="x").status_code == 303
    pages = [
        read(femke, path)
        for path in (home, f"{home}/-/members", f"{home}/-/settings", "/spaces", "/spaces/new")
    ]
    for page in [*pages, read(noor, home), read(noor, "/spaces")]:
        assert "<script>alert" not in page and "<img src=x" not in page and ">49" not in page


def test_emoji_make_a_name_and_an_address(femke: Person, post: Send, read: Read) -> None:
    first = post(femke, "/spaces/new", name="⚡🔌🌍", access="open", language="en")
    second = post(femke, "/spaces/new", name="🌍🌍", access="open", language="en")
    assert first.headers["Location"] == "/s/space"
    assert second.headers["Location"] == "/s/space-2"
    assert "⚡🔌🌍" in read(femke, "/s/space")


def test_a_reader_of_dutch_reads_dutch(
    space: Space, femke: Person, noor: Person, session: Session, read: Read
) -> None:
    noor.language = femke.language = "nl"
    session.commit()
    assert "Recente wijzigingen" in read(noor, f"/s/{space.slug}")
    assert "Lid worden" in read(noor, f"/s/{space.slug}")
    assert "open: iedereen leest en schrijft" in read(noor, "/spaces")
    assert "Niemand wacht op antwoord." in read(femke, f"/s/{space.slug}/-/members")
    assert "Huisregels" in read(femke, f"/s/{space.slug}/-/settings")
