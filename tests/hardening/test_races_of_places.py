"""Titles and trees changed by two at the same moment: one of them wins, and nothing is torn."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from essp.core.db import session, transaction
from essp.spaces.models import Space
from essp.wiki import lifecycle
from essp.wiki.editing import create_page, edit_page
from essp.wiki.integrity import verify
from essp.wiki.queries import find_page
from essp.wiki.texts import text_of
from tests.hardening.together import START, WRITERS, at_once, browser, new_page, outcome, writer


def test_one_title_goes_to_exactly_one_of_those_who_start_it_together(together: Flask) -> None:
    def start(number: int) -> str:
        space = session().scalars(select(Space)).one()
        return outcome(lambda: create_page(writer(number), space, title="Same", text="x"))

    assert sorted(at_once(together, start)) == ["Invalid"] * (WRITERS - 1) + ["done"]


def test_an_edit_and_an_archiving_at_once_lose_no_word(together: Flask) -> None:
    for turn in range(4):
        uid = new_page(together, f"Race {turn}")

        def act(number: int, uid: str = uid) -> str:
            page, me = find_page(writer(number), uid), writer(number)
            if number == 0:
                return outcome(lambda: lifecycle.archive_page(me, page))
            form = {"text": START + f"mark-1-{number}\n", "based_on": "1"}
            answer = browser(together, number).post(f"/p/{uid}/edit", data=form)
            assert answer.status_code in {303, 403, 409}
            assert answer.status_code == 303 or f"mark-1-{number}" in answer.text
            return str(answer.status_code)

        archived, edited = at_once(together, act, 2)
        assert archived == "done"
        with together.app_context():
            page = find_page(writer(0), uid)
            assert page.archived
            assert ("mark-1-1" in text_of(page)) is (edited == "303")


def test_two_pages_moved_below_each_other_at_once_make_no_circle(together: Flask) -> None:
    for turn in range(4):
        uids = [new_page(together, f"Circle {turn} {side}") for side in "ab"]

        def act(number: int, uids: list[str] = uids) -> str:
            me, page = writer(number), find_page(writer(number), uids[number])
            space, other = page.space, uids[1 - number]
            session().rollback()
            return outcome(lambda: lifecycle.move_page(me, page, space, parent=other))

        assert sorted(at_once(together, act, 2)) == ["Invalid", "done"]
        with together.app_context():
            pages = [find_page(writer(0), uid) for uid in uids]
            assert sum(page.parent_id is None for page in pages) == 1
            assert all(page.lineage.endswith(f"/{page.id}/") for page in pages)


def test_pages_that_link_to_each_other_are_saved_at_once(together: Flask) -> None:
    uids = [new_page(together, f"Linked {side}") for side in "ab"]

    def act(number: int) -> str:
        me, page = writer(number), find_page(writer(number), uids[number])
        session().rollback()
        mine = START + f"See [[Linked {'ba'[number]}]].\n"
        return outcome(lambda: edit_page(me, page, text=mine, based_on=1))

    assert at_once(together, act, 2) == ["done", "done"]


def test_an_edit_below_a_page_that_is_archived_meanwhile_is_in_the_history(together: Flask) -> None:
    for turn in range(4):
        above, below = (new_page(together, f"Tree {turn} {side}") for side in "ab")
        with together.app_context(), transaction():
            page = find_page(writer(0), below)
            lifecycle.move_page(writer(0), page, page.space, parent=above)

        def act(number: int, uids: tuple[str, str] = (above, below)) -> str:
            me, page = writer(number), find_page(writer(number), uids[number])
            session().rollback()
            if number == 0:
                return outcome(lambda: lifecycle.archive_page(me, page))
            return outcome(lambda: edit_page(me, page, text="mark-1-1\n", based_on=1))

        archived, edited = at_once(together, act, 2)
        assert archived == "done"
        with together.app_context():
            page = find_page(writer(0), below)
            assert page.archived
            assert (text_of(page) == "mark-1-1\n") is (edited == "done")
            assert verify() == []
