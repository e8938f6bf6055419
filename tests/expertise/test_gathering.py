"""Pieces of work: what is kept of each change, section and post, and that it is kept in step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import select

from essp.core.db import transaction
from essp.discussions.removing import remove_post
from essp.expertise import indexing, rebuilding
from essp.expertise.gathering import gather_page, gather_thread
from essp.expertise.indexing import held
from essp.expertise.models import Share, Work
from essp.expertise.rebuilding import rebuild
from essp.wiki.editing import edit_page, locked
from essp.wiki.lifecycle import archive_page, bring_back
from essp.wiki.models import Page
from tests.discussions.talking import answer, ask

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEXT = "Cables lie under the street.\n\n## Joints\n\nA splice joins two cables. Ask @ruben-haak.\n"


@pytest.fixture
def built(_index_of_the_test):
    rebuild()


def works(session, **wanted):
    """Kind, number, place, words and shares of the works of a page or a thread."""
    rows = session.scalars(
        select(Work).filter_by(**wanted).order_by(Work.kind, Work.number, Work.place)
    )
    return [
        (w.kind, 0 if w.kind == "section" else w.number, w.place, w.words, shares(session, w))
        for w in rows
    ]


def shares(session, work):
    rows = session.scalars(select(Share).filter_by(work_id=work.id))
    return {(row.person_id, row.part): row.words for row in rows}


def test_a_change_counts_with_the_words_it_newly_wrote_and_sections_with_those_that_stand(
    built, write, session, space, femke, ruben
) -> None:
    page = write(femke, space, "Cables", TEXT)
    gather_page.run([{"page_id": page.id}])
    write(ruben, space, "Cables", TEXT + "Dry it first.\n", summary="As Femke de Boer said")
    gather_page.run([{"page_id": page.id}])
    assert works(session, page_id=page.id) == [
        ("edit", 1, 0, 13, {(femke.id, "wrote"): 13}),
        ("edit", 2, 0, 3, {(ruben.id, "wrote"): 3, (femke.id, "thanked"): 0}),
        ("section", 0, 0, 5, {(femke.id, "wrote"): 5}),
        ("section", 0, 1, 11, {(femke.id, "wrote"): 8, (ruben.id, "wrote"): 3}),
    ]
    assert not rebuilding.check().found


def test_who_is_named_in_a_section_has_a_part_in_it(
    built, write, session, space, femke, ruben
) -> None:
    page = write(femke, space, "Cables", TEXT)
    gather_page.run([{"page_id": page.id}])
    assert works(session, page_id=page.id)[2][4] == {
        (femke.id, "wrote"): 8, (ruben.id, "named"): 0,
    }  # fmt: skip
    assert ("named", ruben.id) in {(kind, person) for kind, _work, person in held()}


def test_a_restored_version_is_nobodys_new_work(built, write, session, space, femke, ruben) -> None:
    page = write(femke, space, "Cables", TEXT)
    write(ruben, space, "Cables", "Gone.\n")
    with transaction():
        edit_page(ruben, locked(page), text=TEXT, based_on=2)
    gather_page.run([{"page_id": page.id}])
    assert [row[:4] for row in works(session, page_id=page.id) if row[0] == "edit"] == [
        ("edit", 1, 0, 13), ("edit", 2, 0, 1),
    ]  # fmt: skip


def test_pages_changed_at_one_moment_are_a_mass_edit(built, write, session, space, femke) -> None:
    pages = [write(femke, space, f"Page {n}", TEXT, at=MORNING) for n in range(3)]
    for page in pages:
        gather_page.run([{"page_id": page.id}])
    assert {w.bulk for w in session.scalars(select(Work).where(Work.kind == "edit"))} == {3}
    assert not rebuilding.check().found


def test_an_archived_page_is_no_work_until_it_is_back(built, write, session, space, femke) -> None:
    page = write(femke, space, "Cables", TEXT)
    gather_page.run([{"page_id": page.id}])
    before = works(session, page_id=page.id)
    with transaction():
        archive_page(femke, page)
    gather_page.run([{"page_id": page.id}])
    assert works(session, page_id=page.id) == [] and held() == set()
    with transaction():
        bring_back(femke, page)
    gather_page.run([{"page_id": page.id}])
    assert works(session, page_id=page.id) == before


def test_what_a_program_writes_is_no_knowledge(built, write, session, space, make_person) -> None:
    robot = make_person("sync-bot")
    page = write(robot, space, "Cables", TEXT)
    gather_page.run([{"page_id": page.id}])
    assert {p for row in works(session, page_id=page.id) for p in row[4]} <= {(0, "named")}


def test_posts_are_work_until_they_are_taken_back(
    built, session, space, femke, ruben, noor
) -> None:
    thread = ask(noor, space)
    said = answer(femke, thread, "The shift lead lifts it.")
    gather_thread.run([{"thread_id": thread.id}])
    assert [row[3:] for row in works(session, thread_id=thread.id)] == [
        (5, {(femke.id, "wrote"): 5})
    ]
    with transaction():
        remove_post(femke, said.uid)
    gather_thread.run([{"thread_id": thread.id}])
    assert works(session, thread_id=thread.id) == []
    assert not rebuilding.check().found


SAVES = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 1), st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f"]),
              max_size=8), st.booleans()),
    min_size=1, max_size=12,
)  # fmt: skip


@pytest.fixture
def unindexed(monkeypatch):
    monkeypatch.setattr(indexing, "write", lambda entries, gone: None)


@given(saves=SAVES)
@examples(
    max_examples=4,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_gathered_step_by_step_is_gathered_at_once(
    built, unindexed, write, session, make_space, femke, ruben, noor, saves
) -> None:
    people, space = (
        (femke, ruben, noor),
        make_space(femke, f"Space {session.info.setdefault('n', 0)}"),
    )
    session.info["n"] += 1
    for number, (who, which, letters, now) in enumerate(saves):
        lines = [f"{letter} word{letter} line{letter}" for letter in letters]
        text = "\n\n".join(["# one" if line.startswith("a") else line for line in lines]) + "\n"
        page = write(
            people[who], space, f"Page {which}", text, at=MORNING + timedelta(hours=number // 2)
        )
        if now:
            gather_page.run([{"page_id": page.id}])
    for page_id in session.scalars(select(Page.id)).all():
        gather_page.run([{"page_id": page_id}])
    session.expire_all()
    assert not rebuilding.check().differing
