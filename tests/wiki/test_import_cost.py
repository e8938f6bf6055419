"""What comes in with its history costs few statements, however long the history and the page."""

from __future__ import annotations

from datetime import UTC, datetime

from essp.core.db import transaction
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.importing import append_imported, start_imported_page
from essp.wiki.models import Kind, Page
from essp.wiki.revisions import Change
from essp.wiki.sections import sections_of
from tests.wiki.test_reading import counted

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def brought_in(femke: Person, space: Space, title: str, size: int) -> tuple[Page, int]:
    """A page with so many revisions, headings and links, and what it took to bring it in."""
    changes = []
    for number in range(1, size + 1):
        parts = (
            f"## Station {each}\n\nSee [[Page {each}]], [[#Station {each}]], https://s{each}.example/"
            for each in range(number)
        )
        kind = Kind.EDITED if changes else Kind.CREATED
        text = "\n\n".join(parts)
        changes.append(Change(author=femke, text=text, title=title, kind=kind, at=AT))
    with counted() as asked, transaction():
        page = start_imported_page(femke, space, title=title, parent=None, author=femke, at=AT)
        append_imported(femke, page, changes, title=title, properties={})
    return page, len(asked)


def test_more_revisions_headings_and_links_take_no_more_statements(
    femke: Person, space: Space
) -> None:
    brought_in(femke, space, "First", 2)
    short, few = brought_in(femke, space, "Short", 3)
    long, many = brought_in(femke, space, "Long", 12)
    assert [len(sections_of(page)) for page in (short, long)] == [3, 12]
    assert long.revision_number == 12
    assert many == few


def test_the_tree_is_counted_as_changed_once_for_the_page_and_once_for_its_place(
    femke: Person, space: Space
) -> None:
    before = space.stamp
    brought_in(femke, space, "Rota", 2)
    assert space.stamp - before == 2
