"""Sending files with posts from the browser: ahead by script, or in the form itself; nothing typed is lost."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from essp.attachments import folder
from essp.attachments.models import Attachment
from essp.attachments.queries import find_attachment
from essp.core.db import transaction
from essp.discussions.models import Post, Thread
from essp.discussions.queries import opening_of
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.editing import create_page
from essp.wiki.models import Page
from tests.attachments.pictures import picture
from tests.discussions.talking import answer, ask

Browser = Callable[[Person], Any]


@pytest.fixture
def thread(space: Space, femke: Person) -> Thread:
    return ask(femke, space)


@pytest.fixture
def page(space: Space, femke: Person) -> Page:
    with transaction():
        return create_page(femke, space, title="Plan", text="The limit is 40 MW.\n").page


def sent(content: bytes | None = None, name: str = "map.png") -> tuple[io.BytesIO, str]:
    return io.BytesIO(picture() if content is None else content), name


def newest(session: Session) -> Post:
    return session.scalars(select(Post).order_by(Post.id.desc()).limit(1)).one()


def only_file(session: Session) -> Attachment:
    return session.scalars(select(Attachment)).one()


@pytest.mark.parametrize("place", ["reply", "edit", "comment", "new", "anywhere"])
def test_script_sends_a_file_ahead_from_every_place_where_a_post_is_written(
    place: str, thread: Thread, page: Page, space: Space, femke: Person, browser_of: Browser
) -> None:
    first = opening_of(thread).uid
    keys = {"reply": first, "edit": first, "comment": page.uid, "new": space.slug}
    screens = {
        "reply": f"/posts/{first}/reply", "edit": f"/posts/{first}/edit",
        "comment": f"/p/{page.uid}/comments/new", "new": f"/s/{space.slug}/-/talk/new",
        "anywhere": "/ask",
    }  # fmt: skip
    kind = "new" if place == "anywhere" else place
    key = f"&key={keys[place]}" if place in keys else ""
    address = f"/talk/files?for={kind}{key}"
    browser = browser_of(femke)
    assert f'data-upload="{address.replace("&", "&amp;")}"' in browser.get(screens[place]).text
    told = browser.submit(address, {"file": sent()}, seen_on=screens[place])
    assert told.status_code == 201 and told.json["image"]
    assert told.json["markdown"] == f"![map]({told.json['url']})"
    kept = find_attachment(femke, told.json["uid"])
    assert kept.unsent and kept.space_id == (None if place == "anywhere" else space.id)


def test_what_cannot_be_kept_is_refused_with_a_reason(
    thread: Thread, femke: Person, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, first = browser_of(femke), opening_of(thread).uid
    address, seen = f"/talk/files?for=reply&key={first}", f"/posts/{first}/reply"
    empty = browser.submit(address, {"file": sent(b"")}, seen_on=seen)
    assert (empty.status_code, "is empty" in empty.json["error"]) == (422, True)
    monkeypatch.setattr(folder, "largest", lambda: 10)
    large = browser.submit(address, {"file": sent(b"x" * 11)}, seen_on=seen)
    assert (large.status_code, "too large" in large.json["error"]) == (422, True)
    assert not list(folder.folder().glob("incoming-*"))


def test_a_place_one_may_not_know_of_takes_no_files(
    closed_space: Space, ruben: Person, noor: Person, browser_of: Browser, session: Session
) -> None:
    hidden = opening_of(ask(ruben, closed_space)).uid
    browser = browser_of(noor)
    for key in (hidden, "zzzzzzzzzz"):
        address = f"/talk/files?for=reply&key={key}"
        assert browser.submit(address, {"file": sent()}, seen_on="/ask").status_code == 404
    assert session.scalar(select(Attachment)) is None


def test_a_reply_brings_its_files_without_script(
    thread: Thread, ruben: Person, noor: Person, browser_of: Browser, session: Session
) -> None:
    seen = f"/posts/{opening_of(thread).uid}/reply"
    form = {"text": "See here.", "file": sent(), "file_alt": "The [new] line"}
    assert browser_of(ruben).submit(seen, form, seen_on=seen).status_code == 303
    file, said = only_file(session), newest(session)
    assert said.text == f"See here.\n\n![The (new) line]({file.url})"
    assert file.post_uid == said.uid
    assert browser_of(noor).get(file.url).status_code == 200


def test_a_post_may_be_a_file_alone(
    thread: Thread, ruben: Person, browser_of: Browser, session: Session
) -> None:
    seen = f"/posts/{opening_of(thread).uid}/reply"
    form = {"text": "", "file": sent(b"A note.", "note.txt")}
    assert browser_of(ruben).submit(seen, form, seen_on=seen).status_code == 303
    assert newest(session).text == f"[note.txt]({only_file(session).url})"


def test_a_refused_file_keeps_neither_the_text_nor_the_others_out(
    thread: Thread, ruben: Person, browser_of: Browser, session: Session
) -> None:
    seen = f"/posts/{opening_of(thread).uid}/reply"
    form = {"text": "Both of them.", "file": [sent(b"", "empty.pdf"), sent()]}
    answered = browser_of(ruben).submit(seen, form, seen_on=seen)
    assert answered.status_code == 422
    assert "empty.pdf was not taken. The file is empty" in answered.text
    file = only_file(session)
    assert f"Both of them.\n\n![map]({file.url})" in answered.text
    assert newest(session).id == opening_of(thread).id and file.unsent


def test_threads_edits_and_comments_bring_files_without_script(
    space: Space, page: Page, femke: Person, browser_of: Browser, session: Session
) -> None:
    browser = browser_of(femke)
    new = f"/s/{space.slug}/-/talk/new"
    form = {"kind": "question", "title": "Which line?", "text": "", "file": sent()}
    assert browser.submit(new, form, seen_on=new).status_code == 303
    begun = newest(session)
    edit = f"/posts/{begun.uid}/edit"
    form = {"text": begun.text, "based_on": "1", "file": sent(b"Notes.", "notes.txt")}
    assert browser.submit(edit, form, seen_on=edit).status_code == 303
    comment = f"/p/{page.uid}/comments/new"
    form = {"quote": "40 MW", "text": "", "number": "1", "file": sent(b"Sheet.", "sheet.txt")}
    assert browser.submit(comment, form, seen_on=comment).status_code == 303
    question = {
        "title": "Which map?", "text": "", "space": space.slug, "file": sent(b"Map.", "map.txt")
    }  # fmt: skip
    assert browser.submit("/ask", question, seen_on="/ask").status_code == 303
    session.expire_all()
    homes = session.execute(select(Attachment.name, Attachment.post_uid)).all()
    assert {name: uid is not None for name, uid in homes} == {
        "map.png": True, "notes.txt": True, "sheet.txt": True, "map.txt": True,
    }  # fmt: skip


def test_a_file_tells_in_which_posts_it_is_to_those_who_read_them(
    space: Space, closed_space: Space, thread: Thread, femke: Person, noor: Person,
    browser_of: Browser, session: Session,
) -> None:  # fmt: skip
    seen = f"/posts/{opening_of(thread).uid}/reply"
    browser_of(femke).submit(seen, {"text": "", "file": sent()}, seen_on=seen)
    file = only_file(session)
    ask(femke, closed_space, title="Behind closed doors", text=f"![]({file.url})")
    shown = browser_of(noor).get(f"/files/{file.uid}").text
    assert f"/posts/{newest(session).uid}" not in shown and "Behind closed doors" not in shown
    assert "Who may lift a limit?" in shown and "In a post by Femke de Boer" in shown
    listed = browser_of(noor).get(f"/s/{space.slug}/-/files").text
    assert "In conversation:" in listed and "Femke de Boer" in listed
    assert "Behind closed doors" in browser_of(femke).get(f"/files/{file.uid}").text


def test_an_unsent_file_says_that_only_its_writer_sees_it(
    femke: Person, ruben: Person, browser_of: Browser, session: Session
) -> None:
    browser = browser_of(femke)
    browser.submit("/talk/files?for=new", {"file": sent()}, seen_on="/ask")
    address = f"/files/{only_file(session).uid}"
    assert "Only you see this file" in browser.get(address).text
    assert browser_of(ruben).get(address).status_code == 404


def test_an_edit_that_was_overtaken_keeps_the_file_in_its_text(
    thread: Thread, ruben: Person, browser_of: Browser, session: Session
) -> None:
    said = answer(ruben, thread)
    seen = f"/posts/{said.uid}/edit"
    form = {"text": "Another.", "based_on": "7", "file": sent()}
    answered = browser_of(ruben).submit(seen, form, seen_on=seen)
    assert answered.status_code == 409 and only_file(session).url in answered.text
