"""From a page that was brought in back to its original: led there, counted, and refused where it leads nowhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from essp.core import clock
from essp.core.decision import Invalid
from essp.importers.models import ImportItem, ImportPage, ImportSource
from essp.importers.originals import checked, original_of
from essp.people.models import Person
from essp.spaces.models import Access, Space
from essp.stats import recording
from essp.stats.models import Usage
from essp.stats.verbs import Opened
from essp.wiki.editing import create_page
from essp.wiki.models import Page
from tests.stats.figures import agreed

PLACE = "https://git.example/docs/{path}?plain=1"


@pytest.fixture
def sheet(session: Session, space: Space, femke: Person) -> Page:
    """A page that came from a repository, and was called otherwise there once."""
    page = create_page(femke, space, title="Station Olst", text="As it was.\n").page
    at = clock.now() - timedelta(days=3)
    source = ImportSource(space_id=space.id, kind="git", folder="", origin="/srv/sheets",
                          started_at=at, finished_at=at, originals=PLACE)  # fmt: skip
    session.add(source)
    session.flush()
    session.add(ImportPage(source_id=source.id, key="k", page_id=page.id, own_title="Olst",
                           title="Olst", link_title="Olst"))  # fmt: skip
    for number, path in enumerate(("old.md", "stations/Olst & Wijhe.md"), start=1):
        session.add(
            ImportItem(page_id=page.id, change=f"a{number}", number=number, path=path, message="")
        )
    session.commit()
    return page


def opened(session: Session) -> list[tuple[int, str, int]]:
    recording.write()
    session.expire_all()
    rows = session.scalars(select(Usage).where(Usage.verb == Opened.ORIGINAL_OPEN.value))
    return [(row.person_id, row.kind, row.object_id) for row in rows]


def test_the_history_of_a_page_says_where_it_came_from_and_leads_back_there(
    browser_of, session: Session, sheet: Page, ruben: Person
) -> None:
    agreed("full", ruben)
    client = browser_of(ruben)
    page = client.get(f"/p/{sheet.uid}/history").get_data(as_text=True)
    assert "stations/Olst &amp; Wijhe.md" in page and f"/p/{sheet.uid}/original" in page
    answer = client.get(f"/p/{sheet.uid}/original")
    assert answer.status_code == 302
    assert answer.location == "https://git.example/docs/stations/Olst%20%26%20Wijhe.md?plain=1"
    assert opened(session) == [(ruben.id, "page", sheet.id)]


def test_without_an_address_it_says_where_from_and_leads_nowhere(
    browser_of, session: Session, sheet: Page, ruben: Person
) -> None:
    session.scalars(select(ImportSource)).one().originals = ""
    session.commit()
    client = browser_of(ruben)
    page = client.get(f"/p/{sheet.uid}/history").get_data(as_text=True)
    assert "Olst &amp; Wijhe.md" in page and "/original" not in page
    assert client.get(f"/p/{sheet.uid}/original").status_code == 404
    assert opened(session) == []


def test_a_page_that_began_here_has_no_original(
    browser_of, session: Session, space: Space, femke: Person
) -> None:
    page = create_page(femke, space, title="Begun here", text="New.\n").page
    session.commit()
    client = browser_of(femke)
    assert original_of(page.id) is None
    assert "Brought in" not in client.get(f"/p/{page.uid}/history").get_data(as_text=True)
    assert client.get(f"/p/{page.uid}/original").status_code == 404


def test_nobody_is_led_to_the_original_of_a_page_that_they_may_not_read(
    browser_of, session: Session, space: Space, sheet: Page, noor: Person
) -> None:
    space.access = Access.CLOSED.value
    session.commit()
    client = browser_of(noor)
    assert client.get(f"/p/{sheet.uid}/original").status_code == 404
    assert opened(session) == []


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("javascript:alert('{path}')", "https://"),
        ("/srv/{path}", "https://"),
        ("https://{path}/docs", "https://"),
        ("https:///{path}", "https://"),
        ("https://git.example/docs/", "{path}"),
        ("https://git.example/{path}" + "x" * 500, "500"),
    ],
)
def test_an_address_that_leads_to_no_page_is_refused_with_what_to_write(address, says) -> None:
    with pytest.raises(Invalid) as wrong:
        checked(address)
    assert says in str(wrong.value.errors["originals"])


def test_an_address_is_kept_as_it_was_written() -> None:
    assert checked(f" {PLACE} ") == PLACE and checked("  ") == ""
