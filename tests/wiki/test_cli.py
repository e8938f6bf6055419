"""Proving, exporting and attributing from the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from essp.core import clock, deltas
from essp.core.db import db, transaction
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki import lifecycle
from essp.wiki.cli import attribution, export, verify
from essp.wiki.editing import create_page, edit_page
from essp.wiki.integrity import page_heads, revision_hash
from essp.wiki.link_cli import links
from essp.wiki.models import Contribution, Link, Page, Revision, RevisionText
from essp.wiki.queries import find_page

Run = Callable[..., Result]
TEXT = "Start at 95% of the limit.\n\nWrite it down.\n"


@pytest.fixture
def run(app: Flask, session: Session) -> Run:
    """Run a command of the wiki."""

    def run(command: object, *arguments: str) -> Result:
        session.commit()
        return CliRunner().invoke(command, list(arguments), obj=app)  # type: ignore[arg-type]

    return run


@pytest.fixture
def page(femke: Person, ruben: Person, space: Space) -> Page:
    """A page with three revisions by two people."""
    with transaction():
        made = create_page(femke, space, title="Playbook", text=TEXT).page
        edit_page(ruben, made, text=TEXT.replace("95%", "92%"), based_on=1, summary="Review")
        edit_page(femke, made, text=TEXT.replace("95%", "90%"), based_on=2)
    return find_page(femke, made.uid)


def told(result: Result) -> dict[str, object]:
    return json.loads(result.stdout)


def test_a_whole_history_verifies(run: Run, page: Page) -> None:
    result = run(verify, "--json")
    assert result.exit_code == 0, result.output
    assert told(result)["breaks"] == [] and told(result)["revisions"] == 3
    assert "Whole: 1 pages, 3 revisions." in run(verify).output


@pytest.mark.parametrize("changed", ["text", "hash", "author", "time", "summary", "missing text"])
def test_whatever_is_altered_is_named_with_its_page_and_revision(
    changed: str, run: Run, page: Page, session: Session, ruben: Person
) -> None:
    here = (Revision.page_id == page.id) & (Revision.number == 1)
    where = (RevisionText.page_id == page.id) & (RevisionText.number == 1)
    altered = {
        "text": update(RevisionText)
        .where(where)
        .values(data=deltas.encode("Other.", None).data, whole=True),
        "missing text": delete(RevisionText).where(where),
        "hash": update(Revision).where(here).values(hash="0" * 64),
        "author": update(Revision).where(here).values(author_id=ruben.id),
        "time": update(Revision).where(here).values(at=clock.now()),
        "summary": update(Revision).where(here).values(written_summary="Nothing to see"),
    }
    session.execute(altered[changed])
    result = run(verify, "--json")
    assert result.exit_code == 1
    [found] = told(result)["breaks"]
    assert (found["page"], found["revision"]) == (page.uid, 1)
    assert f"{page.uid} revision 1" in run(verify).output


def test_a_last_revision_that_is_gone_is_seen(run: Run, page: Page, session: Session) -> None:
    session.execute(delete(Revision).where(Revision.page_id == page.id, Revision.number == 3))
    [found] = told(run(verify, "--json"))["breaks"]
    assert found["revision"] == 3


def _cut_off(page: Page, session: Session) -> None:
    """Take the last revision away with every trace of it."""
    session.execute(delete(Revision).where(Revision.page_id == page.id, Revision.number == 3))
    session.execute(
        delete(RevisionText).where(RevisionText.page_id == page.id, RevisionText.number == 3)
    )
    session.execute(update(Page).where(Page.id == page.id).values(revision_number=2))


def _rewrite_all(page: Page, session: Session) -> None:
    """Put other words into the first revision and make every hash anew."""
    last, text = "", "Start at 10% of the limit.\n"
    for revision in session.scalars(
        select(Revision).where(Revision.page_id == page.id).order_by(Revision.number)
    ):
        session.execute(
            update(RevisionText)
            .where(RevisionText.page_id == page.id, RevisionText.number == revision.number)
            .values(data=deltas.encode(text, None).data, whole=True)
        )
        revision.hash = last = revision_hash(revision, page.uid, text, last)
        text += "More.\n"
    session.flush()


@pytest.mark.parametrize("way", [_cut_off, _rewrite_all])
@pytest.mark.parametrize("kept", ["heads", "head"])
def test_what_was_cut_off_or_rewritten_as_a_whole_shows_against_what_was_kept(
    way: Callable[..., None], kept: str, run: Run, page: Page, session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "heads"
    assert run(verify, "--heads", str(file)).exit_code == 0
    head = run(verify, "--head").output.strip()
    against = str(file) if kept == "heads" else head
    assert run(verify, "--against", against).exit_code == 0
    way(page, session)
    assert run(verify).exit_code == 0, "nothing shows from inside"
    result = run(verify, "--against", against, "--json")
    assert result.exit_code == 1 and told(result)["breaks"]


def test_newer_revisions_are_no_fault_and_a_single_head_says_that_it_cannot_tell(
    run: Run, page: Page, femke: Person, tmp_path: Path
) -> None:
    file = tmp_path / "heads"
    run(verify, "--heads", str(file))
    head = run(verify, "--head").output.strip()
    with transaction():
        edit_page(femke, page, text="New.\n", based_on=3)
    assert run(verify, "--against", str(file)).exit_code == 0
    assert run(verify, "--against", head).exit_code == 2
    assert "neither a file nor a head" in run(verify, "--against", "nonsense").output
    assert next(page_heads()).startswith(f"{page.uid} 4 ")


def test_a_space_is_exported_in_the_order_of_its_tree_with_its_authors(
    run: Run, page: Page, space: Space, femke: Person, tmp_path: Path
) -> None:
    with transaction():
        below = create_page(femke, space, title="Rota: “één”", text="Who.\n", parent=page.uid).page
        old = create_page(femke, space, title="Old", text="Gone.\n").page
        lifecycle.archive_page(femke, old)
    folder = tmp_path / "out"
    result = run(export, space.slug, str(folder), "--json")
    assert result.exit_code == 0, result.output
    paths = [each["path"] for each in told(result)["pages"]]
    assert paths == ["01-playbook.md", f"01-playbook/01-{below.slug}.md", "02-old.md"]
    front, _, text = (folder / paths[0]).read_text().removeprefix("---\n").partition("---\n\n")
    head = yaml.safe_load(front)
    assert text == TEXT.replace("95%", "90%")
    assert head["title"] == "Playbook" and head["uid"] == page.uid and head["revision"] == 3
    assert head["authors"] == ["Femke de Boer"]
    assert "Rota: “één”" in (folder / paths[1]).read_text()
    assert "archived:" in (folder / paths[2]).read_text()


def test_an_export_overwrites_nothing_unasked(
    run: Run, page: Page, space: Space, tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").write_text("Mine.")
    refused = run(export, space.slug, str(tmp_path))
    assert refused.exit_code == 1 and "is not empty" in refused.output
    assert run(export, space.slug, str(tmp_path), "--force").exit_code == 0
    assert (tmp_path / "mine.txt").read_text() == "Mine."
    assert "There is no space" in run(export, "nowhere", str(tmp_path / "x")).output


def test_the_command_the_interface_and_the_screen_give_the_same_figures(
    run: Run, page: Page, femke: Person, browser_of: Callable[..., object]
) -> None:
    for target in (page.uid, f"/s/{page.space.slug}/{page.slug}"):
        shown = told(run(attribution, "show", target, "--json"))
        assert shown["uid"] == page.uid
        assert sum(each["words"] for each in shown["shares"]) == shown["words"]
    screen = browser_of(femke).get(f"/p/{page.uid}/authors").text  # type: ignore[attr-defined]
    words = re.sub(r"<[^>]+>", " ", screen)
    for each in shown["shares"]:
        assert each["name"] in words
        assert f"{round(each['share'] * 100)}%" in words
    assert "There is no page" in run(attribution, "show", "zzzzzzzzzz").output


def test_drift_is_found_and_rebuilt(run: Run, page: Page, space: Space, session: Session) -> None:
    assert run(attribution, "check").exit_code == 0
    session.execute(update(Contribution).where(Contribution.page_id == page.id).values(words=1))
    drifted = run(attribution, "check", "--space", space.slug, "--json")
    assert drifted.exit_code == 1
    assert told(drifted)["drifted"] == [{"uid": page.uid, "title": "Playbook"}]
    assert told(run(attribution, "rebuild", "--json")) == {"pages": 1}
    assert run(attribution, "check").exit_code == 0


def test_links_are_checked_and_worked_out_anew(run: Run, femke: Person, space: Space) -> None:
    with transaction():
        create_page(femke, space, title="Rota", text="x")
        page = create_page(femke, space, title="Handbook", text="[[Rota]]").page
    assert run(links, "check").output == "No drift.\n"
    with transaction():
        db.session.execute(delete(Link))
    drifted = run(links, "check", "--json")
    assert drifted.exit_code == 1
    assert json.loads(drifted.output) == {"drifted": [{"uid": page.uid, "title": "Handbook"}]}
    assert "2 pages" in run(links, "rebuild", "--space", space.slug).output
    assert run(links, "check").exit_code == 0
    assert run(links, "check", "--space", "nowhere").exit_code == 1
