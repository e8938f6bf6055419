"""A file over time: replaced, renamed, put away, restored; and no version is ever lost."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from essp.attachments import changing
from essp.attachments.models import Attachment, AttachmentVersion
from essp.attachments.storing import put, store
from essp.attachments.taking import take_in
from essp.core.db import transaction
from essp.core.decision import Invalid, Refused
from essp.people.models import Person
from essp.spaces.models import Space
from tests.attachments.pictures import picture

Browser = Callable[[Person], Any]


@pytest.fixture
def plan(space: Space, femke: Person, session: Session) -> Attachment:
    stored = store(femke, space, "plan.txt", b"The first plan")
    session.commit()
    return stored


def test_a_replaced_file_keeps_its_history_and_the_author_of_each_version(
    plan: Attachment, femke: Person, ruben: Person, browser_of: Browser
) -> None:
    browser, own = browser_of(ruben), f"/files/{plan.uid}"
    second = {"file": (io.BytesIO(b"The second plan"), "other.txt")}
    answer = browser.submit(f"{own}/replace", second, seen_on=own)
    assert (answer.status_code, answer.headers["Location"]) == (303, own)
    assert browser.get(f"{own}/plan.txt").data == b"The second plan"
    assert browser.get(f"{own}/versions/1").data == b"The first plan"
    assert browser.get(f"{own}/versions/2").data == b"The second plan"
    assert browser.get(f"{own}/versions/3").status_code == 404
    listed = browser.get(own).text
    assert listed.index("Version 2") < listed.index("Version 1")
    assert femke.name in listed and ruben.name in listed


def test_an_earlier_version_is_restored_as_a_new_one(
    plan: Attachment, femke: Person, ruben: Person, browser_of: Browser, session: Session
) -> None:
    own = f"/files/{plan.uid}"
    with transaction():
        changing.replace_file(femke, plan, take_in("b.txt", b"The second plan"))
    answer = browser_of(ruben).submit(f"{own}/versions/1/restore", {}, seen_on=own)
    assert answer.status_code == 303
    assert browser_of(femke).get(f"{own}/plan.txt").data == b"The first plan"
    found = session.scalars(select(AttachmentVersion).order_by(AttachmentVersion.number)).all()
    told = [(each.number, each.author_id, each.restored_from) for each in found]
    assert told == [(1, femke.id, None), (2, femke.id, None), (3, ruben.id, 1)]
    assert "Restored from version 1" in browser_of(femke).get(own).text
    with transaction():
        assert changing.restore_version(femke, plan, 1).number == 3


def test_the_same_content_or_none_at_all_replaces_nothing(
    plan: Attachment, femke: Person, browser_of: Browser
) -> None:
    browser, own = browser_of(femke), f"/files/{plan.uid}"
    for content, sentence in ((b"The first plan", "has this content already"), (b"", "is empty")):
        sent = {"file": (io.BytesIO(content), "plan.txt")}
        answer = browser.submit(f"{own}/replace", sent, seen_on=own)
        assert answer.status_code == 422 and sentence in answer.text
    assert "Choose a file first." in browser.submit(f"{own}/replace", {}, seen_on=own).text
    assert plan.number == 1


def test_another_kind_of_content_brings_its_ending(plan: Attachment, femke: Person) -> None:
    with transaction():
        changing.rename_file(femke, plan, "plan.docx")
        changing.replace_file(femke, plan, take_in("x", picture()))
    assert (plan.name, plan.number) == ("plan.png", 2)


def test_a_renamed_file_is_found_at_its_old_address(
    plan: Attachment, femke: Person, browser_of: Browser
) -> None:
    browser, own = browser_of(femke), f"/files/{plan.uid}"
    answer = browser.submit(f"{own}/rename", {"name": "  the / heat\r\nplan.txt "}, seen_on=own)
    assert answer.status_code == 303
    assert browser.get(f"{own}/plan.txt").headers["Location"] == f"{own}/heat%20plan.txt"
    answer = browser.submit(f"{own}/rename", {"name": "  "}, seen_on=own)
    assert answer.status_code == 422 and "needs a name" in answer.text


def test_an_archived_file_leaves_the_lists_is_not_changed_and_comes_back(
    plan: Attachment, space: Space, femke: Person, browser_of: Browser
) -> None:
    browser, own, listed = browser_of(femke), f"/files/{plan.uid}", f"/s/{space.slug}/-/files"
    browser.submit(f"{own}/archive", {}, seen_on=own)
    assert "plan.txt" not in browser.get(listed).text
    assert "plan.txt" in browser.get(f"{listed}?archived=1").text
    assert "was archived" in browser.get(own).text and browser.get(f"{own}/plan.txt").data
    assert browser.submit(f"{own}/archive", {}, seen_on=own).status_code == 403
    assert browser.submit(f"{own}/rename", {"name": "x.txt"}, seen_on=own).status_code == 403
    browser.submit(f"{own}/return", {}, seen_on=own)
    assert "plan.txt" in browser.get(listed).text
    assert browser.submit(f"{own}/return", {}, seen_on=own).status_code == 403


def test_only_its_owner_changes_a_file_of_a_profile(
    femke: Person, noor: Person, browser_of: Browser
) -> None:
    with transaction():
        stored = put(femke, femke, take_in("cv.txt", b"Ten years"))
    own = f"/files/{stored.uid}"
    assert "Only the person whose profile" in browser_of(noor).get(own).text
    assert browser_of(noor).submit(f"{own}/archive", {}, seen_on="/account").status_code == 403
    with pytest.raises(Refused), transaction():
        changing.rename_file(noor, stored, "x.txt")
    assert browser_of(femke).submit(f"{own}/archive", {}, seen_on=own).status_code == 303


def test_content_that_is_there_already_is_no_new_version(plan: Attachment, femke: Person) -> None:
    with pytest.raises(Invalid), transaction():
        changing.replace_file(femke, plan, take_in("b.txt", b"The first plan"))
