"""Files in the browser: pictures in place, the rest as a download, and nothing for who may not read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from essp.attachments import folder
from essp.attachments.queries import find_attachment
from essp.attachments.storing import store
from essp.core.decision import NotFound
from essp.people.models import Person
from essp.spaces.models import Access, Space
from tests.attachments.pictures import SCRIPT, SVG, picture

Browser = Callable[[Person], FlaskClient]
MakeSpace = Callable[..., Space]


def test_a_picture_is_shown_in_place_inert_and_for_this_reader_only(
    space: Space, femke: Person, noor: Person, session: Session, browser_of: Browser
) -> None:
    stored = store(femke, space, "plan é.png", picture())
    session.commit()
    answer = browser_of(noor).get(stored.url)
    assert answer.status_code == 200 and answer.data == picture()
    assert answer.content_type == "image/png"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer.headers["Cache-Control"]
    assert "no-cache" in answer.headers["Cache-Control"]
    assert "public" not in answer.headers["Cache-Control"]
    assert "Cookie" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("page.html", SCRIPT), ("drawing.svg", SVG), ("picture.png", SVG), ("x.js", b"alert(1)")],
)
def test_what_can_carry_script_is_only_ever_downloaded(
    name: str,
    content: bytes,
    space: Space,
    femke: Person,
    session: Session,
    browser_of: Browser,
) -> None:
    stored = store(femke, space, name, content)
    session.commit()
    answer = browser_of(femke).get(stored.url)
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name",
    [
        'a"; x=1; filename="b.html',
        "a\r\nSet-Cookie: stolen=1\r\n\r\n<script>.txt",
        "a\u2028b\u0085c.txt",
        "%0d%0aSet-Cookie: stolen=1.txt",
        "<script>alert(1)</script>.txt",
        "100%.txt",
        "a?b#c.txt",
    ],
)
def test_a_name_cannot_put_anything_into_the_headers(
    name: str, space: Space, femke: Person, session: Session, browser_of: Browser
) -> None:
    stored = store(femke, space, name, b"text")
    session.commit()
    answer = browser_of(femke).get(stored.url)
    assert answer.status_code == 200 and answer.data == b"text"
    assert "Set-Cookie" not in answer.headers or "stolen" not in answer.headers["Set-Cookie"]
    assert "stolen" not in {key.lower() for key in answer.headers.keys()}  # noqa: SIM118
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; ") and "\n" not in disposition
    assert '; x=1; filename="b' not in disposition.replace('\\"', "")


def test_a_part_of_a_file_is_sent_and_what_has_not_changed_is_not(
    space: Space, femke: Person, session: Session, browser_of: Browser
) -> None:
    stored = store(femke, space, "long.txt", b"0123456789")
    session.commit()
    browser = browser_of(femke)
    whole = browser.get(stored.url)
    assert whole.headers["Accept-Ranges"] == "bytes"
    for asked, given in (("2-4", b"234"), ("7-", b"789"), ("-2", b"89"), ("8-500", b"89")):
        part = browser.get(stored.url, headers={"Range": f"bytes={asked}"})
        assert (part.status_code, part.data) == (206, given)
    again = browser.get(stored.url, headers={"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    old = {"Range": "bytes=2-4", "If-Range": '"another"'}
    assert browser.get(stored.url, headers=old).data == b"0123456789"


def test_a_range_that_is_not_there_is_refused_and_many_at_once_get_the_whole(
    space: Space, femke: Person, session: Session, browser_of: Browser
) -> None:
    stored = store(femke, space, "long.txt", b"0123456789")
    session.commit()
    browser = browser_of(femke)
    assert browser.get(stored.url, headers={"Range": "bytes=50-"}).status_code == 416
    for many in ("bytes=0-1,4-5", "bytes=" + ",".join(["0-"] * 5000)):
        answer = browser.get(stored.url, headers={"Range": many})
        assert (answer.status_code, answer.data) == (200, b"0123456789")


def test_a_picture_is_made_small_in_a_few_widths_only(
    space: Space, femke: Person, noor: Person, session: Session, browser_of: Browser
) -> None:
    stored = store(femke, space, "plan.png", picture(size=(400, 200)))
    note = store(femke, space, "plan.txt", b"no picture")
    session.commit()
    browser = browser_of(noor)
    answer = browser.get(f"/files/{stored.uid}/thumb/320")
    assert answer.content_type == "image/webp" and answer.data[8:12] == b"WEBP"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    for missing in (f"{stored.uid}/thumb/321", f"{note.uid}/thumb/320"):
        assert browser.get(f"/files/{missing}").status_code == 404


def test_another_name_leads_to_the_true_one(
    space: Space, femke: Person, session: Session, browser_of: Browser
) -> None:
    stored = store(femke, space, "a b.txt", b"text")
    session.commit()
    answer = browser_of(femke).get(f"/files/{stored.uid}/evil.html")
    assert (answer.status_code, answer.headers["Location"]) == (301, stored.url)


def test_a_file_of_a_closed_space_and_a_missing_one_are_the_same_to_outsiders(
    closed_space: Space,
    femke: Person,
    noor: Person,
    administrator: Person,
    session: Session,
    browser_of: Browser,
) -> None:
    stored = store(femke, closed_space, "plan.png", picture())
    session.commit()
    for person in (noor, administrator):
        browser = browser_of(person)
        for method in ("get", "head", "post", "delete"):
            hidden = getattr(browser, method)(stored.url)
            missing = getattr(browser, method)("/files/0000000000/plan.png")
            assert hidden.status_code == missing.status_code
            assert plain(hidden.data) == plain(missing.data)
        seen = {"Range": "bytes=0-1", "If-None-Match": f'"{stored.sha256}"'}
        assert browser.get(stored.url, headers=seen).status_code == 404
        assert browser.get(f"/files/{stored.uid}/other.png").status_code == 404


def plain(body: bytes) -> bytes:
    """Without the token that differs each time."""
    before, _, rest = body.partition(b'name="csrf_token" value="')
    return before + rest.partition(b'"')[2]


def test_an_address_copied_before_the_space_was_closed_no_longer_works(
    space: Space, femke: Person, noor: Person, session: Session, browser_of: Browser
) -> None:
    stored = store(femke, space, "plan.png", picture())
    session.commit()
    browser = browser_of(noor)
    tag = browser.get(stored.url).headers["ETag"]
    space.access = Access.CLOSED.value
    session.commit()
    assert browser.get(stored.url, headers={"If-None-Match": tag}).status_code == 404


def test_who_is_not_signed_in_gets_no_file(
    space: Space, femke: Person, session: Session, client: FlaskClient
) -> None:
    stored = store(femke, space, "plan.png", picture())
    session.commit()
    assert client.get(stored.url).status_code == 303


def test_ids_no_file_can_have_are_simply_missing(femke: Person) -> None:
    for odd in ("", "\0", "x" * 5000, "'; --", "🌍"):
        with pytest.raises(NotFound):
            find_attachment(femke, odd)


def test_bytes_that_are_gone_are_missing_and_break_nothing(
    space: Space, femke: Person, session: Session, browser_of: Browser
) -> None:
    stored = store(femke, space, "gone.bin", b"soon gone")
    session.commit()
    folder.path_of(stored.sha256).unlink()
    assert browser_of(femke).get(stored.url).status_code == 404
