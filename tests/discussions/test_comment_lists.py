"""Many comments on a page, in parts; and places of comments that went wrong, found and mended."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, update

from essp.cli import essp
from essp.core.db import session as present_session
from essp.core.db import transaction
from essp.core.jobs import Job
from essp.core.text.anchors import Anchor
from essp.discussions.passage_models import Passage
from essp.discussions.passages import Pointed, comment, comment_by_id, resolve
from essp.discussions.web import comments_listed
from essp.wiki.editing import create_page, edit_page

TEXT = "## When\n\nStart as soon as the forecast shows it. Do not wait for noon.\n"


@pytest.fixture
def page(femke, space):
    with transaction():
        return create_page(femke, space, title="Playbook", text=TEXT).page


def said(actor, page, quote="forecast", text="Which one?"):
    with transaction():
        found = comment(actor, page.uid, Pointed(anchor=Anchor(quote)), text=text)
    return comment_by_id(page, found.thread_id)


def run(app, *command):
    return CliRunner().invoke(essp, ["comments", *command], obj=app)


def test_a_long_list_is_shown_in_parts(browser_of, noor, page, monkeypatch) -> None:
    monkeypatch.setattr(comments_listed, "FEW", 1)
    monkeypatch.setattr(comments_listed, "PART", 2)
    for number in range(3):
        said(noor, page, text=f"Number {number} open.")
    gone = said(noor, page, text="Done with.")
    with transaction():
        resolve(noor, page.uid, gone.thread.uid)
    browser = browser_of(noor)
    where = f"/p/{page.uid}/comments"
    first = browser.get(where).text
    assert "Number 0 open." in first
    assert "Number 1 open." not in first
    assert f"{where}?show=open" in first
    whole = browser.get(f"{where}?show=open").text
    assert "Number 1 open." in whole
    assert "Number 2 open." not in whole
    assert "Done with." not in whole
    last = browser.get(f"{where}?show=open&part=2").text
    assert "Number 2 open." in last
    assert browser.get(f"{where}?show=open&part=99").text.count("Number 2 open.") == 1
    assert "None any more." in browser.get(f"{where}?show=earlier").text
    assert "Number 0 open." in browser.get(f"{where}?show=nothing").text


def test_comments_in_their_places_are_no_fault(app, femke, page) -> None:
    said(femke, page)
    told = run(app, "check")
    assert told.exit_code == 0
    assert "Every comment stands" in told.output


def test_a_misplaced_comment_is_named_and_found_again(app, femke, page) -> None:
    kept = said(femke, page)
    right = (kept.passage.start, kept.passage.words)
    present_session().execute(update(Passage).values(start=0, words="When"))
    present_session().commit()
    present_session().execute(update(Passage).values(start=1, size=2))
    present_session().commit()
    told = run(app, "check", "--json")
    assert told.exit_code == 1
    (fault,) = json.loads(told.output)
    assert fault["comment"] == kept.thread.uid
    assert fault["what"].startswith("other words")
    assert run(app, "rebuild").exit_code == 0
    assert run(app, "check").exit_code == 0
    found = comment_by_id(page, kept.thread.id).passage
    assert (found.start, found.words) == right


def test_a_comment_that_nobody_looked_for_is_followed_to_the_newest_text(app, femke, page) -> None:
    kept = said(femke, page)
    with transaction():
        edit_page(femke, page, text=f"Ahead of it.\n\n{TEXT}", based_on=1)
    present_session().execute(delete(Job))
    present_session().commit()
    assert "not looked for in the newest text" in run(app, "check").output
    assert "looked for anew: 1" in run(app, "rebuild").output
    found = comment_by_id(page, kept.thread.id).passage
    assert (found.number, found.words) == (2, "forecast")
