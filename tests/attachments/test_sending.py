"""Sending files from a screen or from the editor: kept, told, refused in a sentence, nothing left behind."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from essp.attachments import folder
from essp.attachments.models import Attachment
from essp.attachments.taking import take_in
from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.people.models import Person
from essp.spaces.models import Access, Space
from essp.wiki import lifecycle
from essp.wiki.editing import create_page
from essp.wiki.models import Page
from tests.attachments.pictures import SCRIPT, picture
from tests.attachments.test_pictures import huge_png

Browser = Callable[[Person], Any]
JSON = {"Accept": "application/json"}


@pytest.fixture
def page(space: Space, femke: Person) -> Page:
    with transaction():
        return create_page(femke, space, title="Plan", text="Words.\n").page


def sent(content: bytes, name: str = "plan.png") -> dict[str, Any]:
    return {"file": (io.BytesIO(content), name)}


def left_behind() -> list[str]:
    return [path.name for path in folder.folder().glob("incoming-*")]


def test_a_file_is_put_on_a_page_without_script(
    page: Page, space: Space, femke: Person, noor: Person, browser_of: Browser
) -> None:
    browser, address = browser_of(femke), f"/p/{page.uid}/files"
    assert "has no files yet" in browser.get(address).text
    answer = browser.submit(address, sent(picture("JPEG")), seen_on=address)
    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    shown = browser.get(address).text
    assert (
        "plan.jpg" in shown and "/thumb/96" in shown and "so the file is called plan.jpg" in shown
    )
    assert "plan.jpg" in browser_of(noor).get(f"/s/{space.slug}/-/files").text


def test_the_editor_is_told_what_to_write(
    page: Page, femke: Person, browser_of: Browser, session: Session
) -> None:
    browser, address = browser_of(femke), f"/p/{page.uid}/files"
    browser.get(address)
    token = {"X-CSRFToken": _token(browser, address)}
    answer = browser.post(address, data=sent(picture(), "a [b].png"), headers=JSON | token)
    uid = session.scalars(select(Attachment.uid)).one()
    assert answer.status_code == 201
    assert answer.json["url"] == f"/files/{uid}/a%20%5Bb%5D.png" and answer.json["image"] is True
    assert answer.json["markdown"] == f"![a (b)](/files/{uid}/a%20%5Bb%5D.png)"
    other = browser.post(address, data=sent(b"Notes", "notes.txt"), headers=JSON | token)
    assert other.json["markdown"] == f"[notes.txt]({other.json['url']})"
    none = browser.post(address, data={}, headers=JSON | token)
    assert (none.status_code, none.json) == (422, {"error": "Choose a file first."})


def _token(browser: Any, address: str) -> str:
    return browser.get(address).text.partition('name="csrf_token" value="')[2].partition('"')[0]


BAD = [
    ("empty.txt", b"", "empty: it has no bytes"),
    ("large.bin", b"x" * ((20 << 20) + 1), "use at most 20 MB"),
    ("huge.png", huge_png(10_000, 10_000), "more than 40 million pixels"),
]


@pytest.mark.parametrize(("name", "content", "sentence"), BAD, ids=[name for name, *_ in BAD])
def test_what_cannot_be_kept_is_refused_in_a_sentence_and_leaves_nothing(
    name: str, content: bytes, sentence: str, page: Page, femke: Person, browser_of: Browser,
    session: Session,
) -> None:  # fmt: skip
    browser, address = browser_of(femke), f"/p/{page.uid}/files"
    answer = browser.submit(address, sent(content, name), seen_on=address)
    assert answer.status_code == 422 and sentence in answer.text and name in answer.text
    assert session.scalar(select(func.count()).select_from(Attachment)) == 0
    assert not left_behind()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("n" * 300 + ".png", "n" * 146 + ".png"),
        ("../../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("a; filename=b.html", "a; filename=b.html"),
        ("<script>.txt", "script>.txt"),
    ],
)
def test_names_from_anywhere_are_cleaned(
    name: str, kept: str, space: Space, femke: Person, browser_of: Browser, session: Session
) -> None:
    address = f"/s/{space.slug}/-/files"
    content = picture() if name.endswith(".png") else b"text"
    browser_of(femke).submit(address, sent(content, name), seen_on=address)
    found = session.scalars(select(Attachment)).one()
    assert kept in found.name and "/" not in found.name and "\n" not in found.name
    answer = browser_of(femke).get(found.url)
    assert answer.status_code == 200 and "X-Evil" not in answer.headers
    assert browser_of(femke).get(f"/files/{found.uid}").status_code == 200


def test_several_files_come_together_and_one_that_is_refused_keeps_none_out(
    space: Space, femke: Person, browser_of: Browser, session: Session
) -> None:
    address = f"/s/{space.slug}/-/files"
    both = {"file": [(io.BytesIO(b"one"), "one.txt"), (io.BytesIO(b""), "none.txt")]}
    answer = browser_of(femke).submit(address, both, seen_on=address)
    assert answer.status_code == 422 and "<b>none.txt</b>" in answer.text
    assert session.scalars(select(Attachment.name)).all() == ["one.txt"]


class CutOff(io.BytesIO):
    """A connection that ends half way."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > 500_000:
            raise ConnectionResetError
        return super().read(size)


def test_a_file_that_comes_in_half_leaves_nothing_behind(app: object) -> None:
    with pytest.raises(ConnectionResetError):
        take_in("half.bin", CutOff(b"x" * 1_000_000))
    assert not left_behind()


def test_a_full_disk_is_told_and_nothing_is_kept(
    page: Page, femke: Person, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, address = browser_of(femke), f"/p/{page.uid}/files"

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    browser.get(address)
    monkeypatch.setattr(os, "fsync", full)
    answer = browser.submit(address, sent(b"text", "a.txt"), seen_on=address)
    assert answer.status_code == 422 and "no room left on the server" in answer.text
    assert not left_behind()
    with pytest.raises(Invalid):
        take_in("a.png", picture())
    assert not left_behind()


def test_who_may_not_write_puts_nothing_anywhere(
    page: Page, femke: Person, noor: Person, make_space: Callable[..., Space], browser_of: Browser,
    session: Session,
) -> None:  # fmt: skip
    asked = make_space(femke, "By request", access=Access.BY_REQUEST)
    browser, seen = browser_of(noor), f"/p/{page.uid}/files"
    answer = browser.submit(f"/s/{asked.slug}/-/files", sent(b"x"), seen_on=seen)
    assert answer.status_code == 403
    with transaction():
        lifecycle.archive_page(femke, page)
    answer = browser.submit(f"/p/{page.uid}/files", sent(b"x"), seen_on="/account")
    assert answer.status_code == 403 and "archived" in answer.text
    answer = browser.submit(f"/people/{femke.handle}/files", sent(b"x"), seen_on="/account")
    assert answer.status_code == 403
    assert session.scalar(select(func.count()).select_from(Attachment)) == 0


def test_a_person_keeps_files_on_the_own_profile(
    space: Space, femke: Person, noor: Person, browser_of: Browser
) -> None:
    address = f"/people/{femke.handle}/files"
    answer = browser_of(femke).submit(address, sent(SCRIPT, "cv.html"), seen_on=address)
    assert answer.status_code == 303
    browser = browser_of(noor)
    assert "cv.html" in browser.get(f"/people/{femke.handle}").text
    listed = browser.get(address).text
    assert "on the profile" in listed and "data-filedrop" not in listed
    assert "Files" not in browser_of(femke).get(f"/people/{noor.handle}").text.split("<main")[1]


def test_a_stranger_to_the_site_sends_nothing(
    client: FlaskClient, page: Page, space: Space
) -> None:
    for address in (f"/p/{page.uid}/files", f"/s/{space.slug}/-/files"):
        assert client.get(address).status_code == 303
        assert client.post(address, data=sent(b"x")).status_code in {303, 400}


def test_far_too_much_is_refused_before_it_is_read_and_the_page_says_how_much_is_taken(
    page: Page, femke: Person, browser_of: Browser
) -> None:
    browser, address = browser_of(femke), f"/p/{page.uid}/files"
    answer = browser.post(address, data=sent(b"x" * (25 << 20), "large.bin"))
    assert answer.status_code == 413 and "20 MB for a file" in answer.text
    assert not left_behind()


@pytest.mark.parametrize("kept", [0.5, 0.8])
def test_a_form_that_breaks_off_is_told_apart_from_one_without_a_file(
    page: Page, femke: Person, browser_of: Browser, kept: float
) -> None:
    browser, address = browser_of(femke), f"/p/{page.uid}/files"
    head = '--cut\r\nContent-Disposition: form-data; name="file"; filename="plan.png"\r\n\r\n'
    whole = head.encode() + picture("PNG") + b"\r\n--cut--\r\n"
    half = whole[: int(len(whole) * kept)]
    for headers in ({}, JSON):
        answer = browser.post(
            address, data=half, content_type="multipart/form-data; boundary=cut", headers=headers
        )
        assert answer.status_code == 400
        assert "Not all of it arrived, so nothing of it was kept." in answer.text
    assert not left_behind()
    assert "has no files yet" in browser.get(address).text
