"""Where files are used, lists of them, and how they follow their pages: never telling of what is closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from essp.attachments import queries
from essp.attachments.models import Attachment
from essp.attachments.queries import Wanted, count_files_in, files_in
from essp.attachments.storing import put, store
from essp.attachments.taking import take_in
from essp.core import clock
from essp.core.db import transaction
from essp.core.decision import NotFound
from essp.core.worker import do_all
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki import file_uses, lifecycle
from essp.wiki.editing import create_page, edit_page
from essp.wiki.models import Page
from tests.attachments.pictures import picture

Browser = Callable[[Person], Any]


@pytest.fixture
def plan(space: Space, femke: Person, session: Session) -> Attachment:
    stored = store(femke, space, "plan.png", picture())
    session.commit()
    return stored


def write(actor: Person, space: Space, title: str, text: str) -> Page:
    with transaction():
        page = create_page(actor, space, title=title, text=text).page
    do_all()
    return page


def titles(actor: Person, attachment: Attachment) -> list[str]:
    return [page.title for page in file_uses.pages_using(actor, attachment)]


def test_a_file_shows_the_pages_whose_present_text_refers_to_it(
    plan: Attachment, space: Space, femke: Person, noor: Person, browser_of: Browser
) -> None:
    page = write(femke, space, "Shown", f"![Plan]({plan.url})\n")
    write(femke, space, "Linked", f"See [the plan]({plan.url}).\n")
    write(femke, space, "Neither", "Nothing of it.\n")
    assert titles(noor, plan) == ["Linked", "Shown"]
    assert "Linked" in browser_of(noor).get(f"/files/{plan.uid}").text
    assert "Used on" in browser_of(noor).get(f"/s/{space.slug}/-/files").text
    with transaction():
        edit_page(femke, page, text="No more.\n", based_on=1)
    do_all()
    assert titles(noor, plan) == ["Linked"]
    with transaction():
        lifecycle.archive_page(femke, file_uses.pages_using(femke, plan)[0])
    assert titles(noor, plan) == []


def test_a_page_that_one_may_not_read_is_not_told_of(
    plan: Attachment, space: Space, closed_space: Space, femke: Person, ruben: Person, noor: Person,
    browser_of: Browser,
) -> None:  # fmt: skip
    write(ruben, closed_space, "Hushed", f"![Plan]({plan.url})\n")
    write(femke, space, "Open", f"![Plan]({plan.url})\n")
    assert titles(noor, plan) == ["Open"] and titles(ruben, plan) == ["Hushed", "Open"]
    for address in (f"/files/{plan.uid}", f"/s/{space.slug}/-/files"):
        assert "Hushed" not in browser_of(noor).get(address).text
        assert "Hushed" in browser_of(ruben).get(address).text
    uses = file_uses.uses_of(noor, [plan.id])[plan.id]
    assert (len(uses.pages), uses.more) == (1, 0)


def test_the_files_of_a_page_are_those_put_on_it_and_those_in_its_text(
    plan: Attachment, space: Space, closed_space: Space, femke: Person, ruben: Person, noor: Person,
) -> None:  # fmt: skip
    hidden = store(ruben, closed_space, "hidden.png", picture(size=(9, 9)))
    page = write(ruben, space, "Page", f"![Plan]({plan.url}) ![Hidden]({hidden.url})\n")
    note = store(femke, space, "note.txt", b"A note", page_uid=page.uid)
    assert {each.name for each in file_uses.files_on(noor, page)} == {"plan.png", "note.txt"}
    assert len(file_uses.files_on(ruben, page)) == 3
    assert {each.id for each in file_uses.files_of([page.id], noor)[page.id]} == {plan.id, note.id}
    assert len(file_uses.files_of([page.id])[page.id]) == 3


def test_a_picture_sent_while_a_page_was_first_written_belongs_to_that_page(
    space: Space, closed_space: Space, femke: Person, noor: Person, session: Session
) -> None:
    with transaction():
        sent = put(femke, space, take_in("new.png", picture(size=(7, 7))))
    page = write(femke, space, "New", f"![New]({sent.url})\n")
    assert sent.page_uid == page.uid
    assert queries.find_attachment(noor, sent.uid)
    with transaction():
        lifecycle.move_page(femke, page, closed_space)
    assert sent.space_id == closed_space.id
    with pytest.raises(NotFound):
        queries.find_attachment(noor, sent.uid)


def test_what_several_pages_use_belongs_to_none_of_them(
    plan: Attachment, space: Space, femke: Person
) -> None:
    with transaction():
        first = create_page(femke, space, title="One", text=f"![a]({plan.url})\n").page
        create_page(femke, space, title="Two", text=f"![a]({plan.url})\n")
    file_uses.note_file_uses.run([{"page_id": first.id}])
    assert plan.page_uid == first.uid
    do_all()
    assert plan.page_uid == first.uid and len(file_uses.pages_using(femke, plan)) == 2


def test_files_of_a_space_are_listed_by_kind_and_words_in_parts(
    space: Space, femke: Person, noor: Person, session: Session, browser_of: Browser
) -> None:
    with transaction():
        for number in range(45):
            at = clock.now() - timedelta(minutes=number)
            store(femke, space, f"notes {number:02}.txt", f"{number}".encode(), at=at)
        store(femke, space, "Heat map.png", picture(), at=clock.now() - timedelta(days=9))
    assert count_files_in(noor, space, Wanted()) == 46
    assert [each.name for each in files_in(noor, space, Wanted(kind="picture"), limit=9)] == [
        "Heat map.png"
    ]
    assert count_files_in(noor, space, Wanted(words="HEAT map")) == 1
    assert count_files_in(noor, space, Wanted(words="100%_")) == 0
    browser, address = browser_of(noor), f"/s/{space.slug}/-/files"
    first = browser.get(address).text
    assert "notes 00.txt" in first and "notes 41.txt" not in first and "part=2" in first
    second = browser.get(f"{address}?part=2").text
    assert "notes 41.txt" in second and "Heat map.png" in second
    assert "The list ends before" in browser.get(f"{address}?part=9").text
    assert "No file fits" in browser.get(f"{address}?words=zebra").text
    assert browser.get(f"{address}?kind=nonsense&part=x").status_code == 200
