"""Taking pages along: as Markdown, with the files they use, as far as one may read."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy.orm import Session

from essp.attachments.storing import store
from essp.core.db import transaction
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki import exporting
from essp.wiki.editing import create_page, edit_page
from essp.wiki.file_uses import note_file_uses
from essp.wiki.models import Page
from tests.hygiene import HygieneClient


@pytest.fixture
def page(femke: Person, space: Space) -> Page:
    """A page with a file, and one below it that uses the same file."""
    with transaction():
        page = create_page(femke, space, title="Switching plan", text="One.\n").page
        plan = store(femke, space, "station plan.csv", b"a,b\n1,2\n", page_uid=page.uid)
        edit_page(femke, page, text=f"See [the plan]({plan.url}).\n", based_on=1)
        night = create_page(
            femke, space, title="At night", text=f"Also [the plan]({plan.url}).\n", parent=page.uid
        ).page
        create_page(femke, space, title="Elsewhere", text="Nothing.\n")
        note_file_uses.run([{"page_id": page.id}, {"page_id": night.id}])
    return page


def unpacked(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_page_goes_along_with_the_files_it_uses(
    browser_of: Callable[[Person], HygieneClient], ruben: Person, page: Page
) -> None:
    answer = browser_of(ruben).get(f"/p/{page.uid}/export")
    assert answer.headers["Content-Disposition"] == "attachment; filename=switching-plan.zip"
    found = unpacked(answer.data)
    file = next(name for name in found if name.startswith("files/"))
    assert found[file] == b"a,b\n1,2\n"
    text = found["switching-plan.md"].decode()
    assert "Femke de Boer" in text
    assert f"]({file.replace(' ', '%20')})" in text


def test_a_page_without_files_is_one_markdown_file(
    browser_of: Callable[[Person], HygieneClient], femke: Person, space: Space
) -> None:
    with transaction():
        page = create_page(femke, space, title="Alone", text="Word [[Other]] *word*.\n").page
    answer = browser_of(femke).get(f"/p/{page.uid}/export")
    assert answer.mimetype == "text/markdown"
    assert answer.text.endswith("Word [[Other]] *word*.\n")


def test_a_branch_goes_along_with_its_folders_and_each_file_once(
    browser_of: Callable[[Person], HygieneClient], ruben: Person, page: Page
) -> None:
    found = unpacked(browser_of(ruben).get(f"/p/{page.uid}/export?below=1").data)
    assert [name for name in found if not name.startswith("files/")] == [
        "01-switching-plan.md",
        "01-switching-plan/01-at-night.md",
    ]
    assert len(found) == 3
    assert "](../files/" in found["01-switching-plan/01-at-night.md"].decode()


def test_a_space_goes_along_whole(
    browser_of: Callable[[Person], HygieneClient], ruben: Person, space: Space, page: Page
) -> None:
    found = unpacked(browser_of(ruben).get(f"/s/{space.slug}/-/export").data)
    assert {"02-elsewhere.md", "01-switching-plan.md"} <= found.keys()


def test_a_closed_space_is_not_to_be_had(
    browser_of: Callable[[Person], HygieneClient], noor: Person, closed_space: Space
) -> None:
    answer = browser_of(noor).get(f"/s/{closed_space.slug}/-/export")
    assert answer.status_code == 404


def test_a_file_whose_bytes_are_lost_does_not_stop_the_rest(
    femke: Person, page: Page, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    monkeypatch.setattr(exporting.files, "path_of", lambda _digest: tmp_path / "gone")
    assert [item.path for item in exporting.page_items(femke, page)] == ["switching-plan.md"]
