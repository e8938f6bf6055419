"""From words to people: work in the index and in the tables, for one reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from flask import Flask

from essp.core import clock
from essp.core.db import session, transaction
from essp.expertise import indexing
from essp.expertise.indexing import Entry
from essp.expertise.models import Part, Share, Work, WorkKind
from essp.expertise.retrieving import fitting, people_behind
from essp.expertise.scoring import Evidence, Ranked
from essp.people.models import Person
from essp.search import live
from essp.search.queries import access_of
from essp.spaces.models import Space
from essp.wiki import editing

Add = Callable[..., Work]


@pytest.fixture
def add(app: Flask, tmp_path: Path) -> Iterator[Add]:
    """Add a piece of work on a new page, with who has how many words in it, to tables and index."""
    usual = list(live._folder)
    live.use_folder_of(lambda: tmp_path / "index")
    indexing.rebuild([], lambda numbers: [])

    def make(
        space: Space, text: str, wrote: dict[Person, int], kind: WorkKind = WorkKind.EDIT,
        named: Person | None = None,
    ) -> Work:  # fmt: skip
        with transaction():
            page = editing.create_page(
                next(iter(wrote)), space, title=f"Page of {text[:40]}", text=text
            ).page
            work = Work(
                kind=kind.value, space_id=space.id, page_id=page.id, title=page.title,
                at=clock.now(), words=sum(wrote.values()),
            )  # fmt: skip
            session().add(work)
            session().flush()
            for person, words in wrote.items():
                part = Share(work_id=work.id, person_id=person.id, part=Part.WROTE.value)
                part.words = words
                session().add(part)
            if named is not None:
                session().add(
                    Share(work_id=work.id, person_id=named.id, part=Part.NAMED.value, words=0)
                )
        entries = [Entry(kind.value, work.id, space.id, page.title, text, "en")]
        if named is not None:
            entries.append(
                Entry("named", work.id, space.id, page.title, text, "en", person_id=named.id)
            )
        indexing.write(entries)
        return work

    yield make
    live.works().close()
    live._works.clear()
    live._folder[:] = usual


def people_for(actor: Person, asked: str, more: Sequence[str] = ()) -> list[Ranked]:
    access = access_of(actor)
    return people_behind(fitting(asked, more, access), access)


def names(actor: Person, asked: str) -> list[int]:
    return [each.person_id for each in people_for(actor, asked)]


def test_who_wrote_more_about_it_stands_first(
    add: Add, femke: Person, ruben: Person, space: Space
) -> None:
    add(space, "relay relay relay of the pump", {femke: 6})
    add(space, "a pump and something about paint and walls", {ruben: 8})
    assert names(femke, "Relay of a pump?") == [femke.id, ruben.id]


def test_a_section_counts_for_each_by_their_words(
    add: Add, femke: Person, ruben: Person, space: Space
) -> None:
    add(space, "the relay", {femke: 10, ruben: 30}, kind=WorkKind.SECTION)
    first, second = people_for(femke, "relay")
    assert (first.person_id, second.person_id) == (ruben.id, femke.id)
    assert second.by[Evidence.STANDS] == pytest.approx(1 / 3, rel=0.05)


def test_who_is_named_beside_the_words_is_found_too(
    add: Add, femke: Person, noor: Person, space: Space
) -> None:
    add(space, "for the relay ask Noor", {femke: 5}, named=noor)
    assert set(names(femke, "relay")) == {femke.id, noor.id}


def test_other_words_for_the_same_are_looked_for_as_well(
    add: Add, femke: Person, space: Space
) -> None:
    add(space, "het relais", {femke: 2})
    assert names(femke, "relay") == []
    assert [each.person_id for each in people_for(femke, "relay", ["relais"])] == [femke.id]


def test_work_in_a_closed_space_changes_nothing_for_who_may_not_open_it(
    add: Add, femke: Person, ruben: Person, noor: Person, space: Space, closed_space: Space
) -> None:
    add(space, "the relay of the pump", {femke: 5})
    add(space, "the relay", {ruben: 5})
    before = people_for(noor, "relay")
    for number in range(3):
        add(closed_space, f"relay number {number} of the secret station", {femke: 5})
    assert people_for(noor, "relay") == before


def test_what_the_tables_no_longer_hold_is_not_counted(
    add: Add, femke: Person, space: Space
) -> None:
    work = add(space, "the relay", {femke: 5})
    with transaction():
        session().delete(work)
    assert names(femke, "relay") == []


def test_nothing_telling_was_asked(add: Add, femke: Person, space: Space) -> None:
    add(space, "the relay", {femke: 5})
    assert names(femke, "who is it that the") == []
    assert names(femke, "") == []
