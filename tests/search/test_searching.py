"""Searching as a person, from the tables to what is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from essp.core import worker
from essp.core.db import transaction
from essp.core.jobs import Job
from essp.people.models import Person
from essp.search import collecting, indexing, live
from essp.search.backends.whoosh import WhooshIndex
from essp.search.searching import Answer, jumps, search
from essp.spaces import membership
from essp.spaces.models import Access, Space
from essp.wiki import editing, lifecycle
from essp.wiki.models import Page

Make = Callable[..., Page]


def titles(answer: Answer) -> list[str]:
    return [getattr(each.row, "title", "") or each.row.name for each in answer.results]  # type: ignore[union-attr]


def test_pages_people_and_spaces_are_found(library: dict[str, Page], noor: Person) -> None:
    assert titles(search(noor, "transport")) == ["Transport indicator"]
    assert titles(search(noor, "femke kind:person")) == ["Femke de Boer"]
    assert titles(search(noor, "congestion", kind="space")) == ["Congestion management"]


def test_headings_topics_and_authors_are_found(library: dict[str, Page], noor: Person) -> None:
    assert titles(search(noor, "topic:headroom")) == ["Transport indicator"]
    assert set(titles(search(noor, "author:femke-de-boer", kind="page"))) == {
        "Transport indicator",
        "Kabels",
    }


def test_a_space_is_named_by_address_or_name(
    library: dict[str, Page], noor: Person, space: Space
) -> None:
    for typed in (f"space:{space.slug}", f'in:"{space.name.upper()}"'):
        assert set(titles(search(noor, typed, kind="page"))) == {"Transport indicator", "Kabels"}
    assert titles(search(noor, "space:nowhere")) == []


def test_a_closed_space_is_searched_by_its_members_only(
    library: dict[str, Page], noor: Person, ruben: Person, closed_space: Space
) -> None:
    for typed in ("zebravink", "zebravnik", '"project zebravink"', f"space:{closed_space.slug}"):
        answer = search(noor, typed)
        assert titles(answer) == [] and answer.meant is None
    assert titles(search(ruben, "zebravink")) == ["Zebravink"]
    assert [jump.entry.title for jump in jumps(noor, "zebr")] == []
    assert [jump.entry.title for jump in jumps(ruben, "zebr")] == ["Zebravink"]
    assert [jump.entry.title for jump in jumps(noor, "reorg")] == []


def test_closing_a_space_takes_effect_without_the_index(
    library: dict[str, Page], noor: Person, femke: Person, space: Space
) -> None:
    with transaction():
        space.access = Access.CLOSED.value
    assert titles(search(noor, "transport")) == []
    assert titles(search(noor, "trnasport")) == [] and search(noor, "trnasport").meant is None
    assert [jump.entry.key for jump in jumps(noor, "cong")] == []
    assert titles(search(femke, "transport")) == ["Transport indicator"]


def test_a_new_member_finds_at_once(
    library: dict[str, Page], noor: Person, femke: Person, closed_space: Space
) -> None:
    with transaction():
        membership.add_member(femke, closed_space, noor)
    assert titles(search(noor, "zebravink")) == ["Zebravink"]


def test_a_page_that_moved_into_a_closed_space_is_gone_before_the_index_knows(
    library: dict[str, Page], noor: Person, closed_space: Space
) -> None:
    with transaction():
        library["kabels"].space_id = closed_space.id
    assert titles(search(noor, "kabels")) == []
    assert jumps(noor, "kab") == []


def test_an_archived_page_is_not_found(
    library: dict[str, Page], noor: Person, femke: Person
) -> None:
    with transaction():
        lifecycle.archive_page(femke, library["kabels"])
    assert titles(search(noor, "kabels")) == []
    indexing.reindex_page.run([{"page_id": library["kabels"].id}])
    assert not indexing.check().found


def test_an_edit_is_found_once_its_job_is_done(
    library: dict[str, Page], noor: Person, femke: Person
) -> None:
    page = library["kabels"]
    with transaction():
        editing.edit_page(femke, page, text="Nu ook windmolens.", based_on=page.revision_number)
    worker.do_all()
    assert titles(search(noor, "windmolen")) == ["Kabels"]
    assert titles(search(noor, "lochem")) == []
    assert not indexing.check().found


def test_the_drift_check_names_what_is_missing_stale_and_extra(
    library: dict[str, Page], femke: Person, space: Space, session: Session
) -> None:
    assert not indexing.check().found
    kabels, indicator = library["kabels"], library["indicator"]
    live.index().write([], [f"page:{indicator.id}"])
    document = next(collecting.documents_of([f"page:{kabels.id}"]))
    live.index().write([replace(document, title="Other"), replace(document, key="page:999999")])
    drift = indexing.check()
    assert drift.missing == (f"page:{indicator.id}",)
    assert drift.stale == (f"page:{kabels.id}",)
    assert drift.extra == ("page:999999",)
    indexing.rebuild()
    assert not indexing.check().found


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    yield statements
    event.remove(connection, "before_cursor_execute", note)


def selects(statements: list[str]) -> int:
    return sum(statement.lstrip().upper().startswith("SELECT") for statement in statements)


def test_documents_come_in_few_queries(library: dict[str, Page], session: Session) -> None:
    keys = [f"page:{page.id}" for page in library.values()]
    with counted(session) as statements:
        assert len(list(collecting.documents_of(keys))) == 3
    assert selects(statements) == 5


def test_a_search_takes_few_queries(
    library: dict[str, Page], noor: Person, session: Session
) -> None:
    assert noor.id
    with counted(session) as statements:
        assert search(noor, "congestion kabels femke transport").results
    assert selects(statements) <= 5
    with counted(session) as statements:
        assert jumps(noor, "k")
    assert selects(statements) <= 4


def test_a_misspelling_shows_what_was_meant(library: dict[str, Page], noor: Person) -> None:
    answer = search(noor, "trnasport")
    assert answer.corrected and answer.meant is not None and answer.meant.text == "transport"
    assert titles(answer) == ["Transport indicator"]
    typed = search(noor, "trnasport", as_typed=True)
    assert titles(typed) == [] and typed.meant is None


def test_without_an_index_titles_are_searched_and_a_repair_is_asked_for(
    library: dict[str, Page], noor: Person, session: Session
) -> None:
    index = live.index()
    assert isinstance(index, WhooshIndex)
    for path in index._store.live().iterdir():
        path.unlink()
    answer = search(noor, "kabels zebravink")
    assert answer.degraded and titles(answer) == []
    assert titles(search(noor, "kabels")) == ["Kabels"]
    assert titles(search(noor, "zebravink")) == []
    assert [jump.entry.key for jump in jumps(noor, "kab")] == [f"page:{library['kabels'].id}"]
    assert jumps(noor, "zebra") == []
    asked = session.scalars(select(Job).where(Job.task == "search.rebuild")).all()
    assert len(asked) == 1
    indexing.rebuild_index.run()
    assert not search(noor, "kabels").degraded


def test_a_change_with_a_broken_index_asks_for_a_rebuild(
    library: dict[str, Page], femke: Person, noor: Person
) -> None:
    index = live.index()
    assert isinstance(index, WhooshIndex)
    (index._store.root / "CURRENT").unlink()
    indexing.reindex_page.run([{"page_id": library["kabels"].id}])
    worker.do_all()
    assert titles(search(noor, "kabels")) == ["Kabels"]


def test_people_known_from_an_import_are_found_with_what_they_wrote(
    library: dict[str, Page], make_person: Callable[..., Person], write: Make, noor: Person,
    space: Space,
) -> None:  # fmt: skip
    known = make_person("Ans Vroeger", joined_at=None)
    write(known, space, "Uit het archief", "Een oude tekst.")
    worker.do_all()
    assert titles(search(noor, "vroeger")) == ["Ans Vroeger", "Uit het archief"]
    assert not indexing.check().found


def test_a_renamed_person_is_found_by_the_new_name_as_author(
    library: dict[str, Page], femke: Person, noor: Person
) -> None:
    with transaction():
        femke.name = "Femke Vos"
    indexing.reindex_person.run([{"person_id": femke.id, "fields": ["name"]}])
    worker.do_all()
    assert "Kabels" in titles(search(noor, 'author:"femke vos"'))
    assert not indexing.check().found


def test_a_person_of_a_by_request_space_sees_that_it_exists_but_not_its_pages(
    write: Make, make_space: Callable[..., Space], femke: Person, noor: Person
) -> None:
    asked = make_space(femke, "Tarieven", access=Access.BY_REQUEST)
    write(femke, asked, "Tarieftabel", "tarieven van volgend jaar")
    indexing.rebuild()
    assert titles(search(noor, "tarieven")) == ["Tarieven"]
    assert set(titles(search(femke, "tarieven"))) == {"Tarieven", "Tarieftabel"}


def test_a_space_that_changes_is_found_under_its_new_name(
    library: dict[str, Page], femke: Person, noor: Person, space: Space
) -> None:
    with transaction():
        space.name = "Netdrukte"
    indexing.reindex_space.run([{"space_id": space.id}])
    assert titles(search(noor, "netdrukte", kind="space")) == ["Netdrukte"]
