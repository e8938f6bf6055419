"""Contributions by week tell the truth, and only of what the reader may read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from essp.core import clock
from essp.discussions.removing import remove_post
from essp.personal.weeks import WEEKS, year_of
from essp.wiki.editing import create_page, edit_page
from tests.discussions.talking import answer, ask

FRIDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def busy(femke, ruben, space, closed_space, session):
    """Femke edits and replies this week, edited eight days ago and too long ago, and works in secret."""
    with clock.held_at(FRIDAY - timedelta(weeks=WEEKS)):
        page = create_page(femke, space, title="Rota", text="One.\n").page
    with clock.held_at(FRIDAY - timedelta(days=8)):
        edit_page(femke, page, text="Two.\n", based_on=1)
    with clock.held_at(FRIDAY):
        edit_page(femke, page, text="Three.\n", based_on=2)
        create_page(femke, closed_space, title="Plan", text="Secret.\n")
        thread = ask(ruben, space)
        answer(femke, thread, "I do.")
        remove_post(femke, answer(femke, thread, "No.").uid)
    session.commit()
    return femke


def test_each_week_has_what_was_done_in_it(busy) -> None:
    with clock.held_at(FRIDAY):
        year = year_of(busy, busy, UTC)
    assert [(week.changes, week.posts) for week in year.weeks[-3:]] == [(0, 0), (1, 0), (2, 1)]
    assert str(year.weeks[-1].monday) == "2026-11-16" and len(year.weeks) == WEEKS
    assert (year.changes, year.posts, year.most) == (3, 1, 2)
    assert [year.shade(number) for number in (0, 1, 2)] == [0, 3, 5]


def test_what_is_closed_to_the_reader_does_not_count(busy, noor) -> None:
    with clock.held_at(FRIDAY):
        assert year_of(noor, busy, UTC).changes == 2


def test_a_week_begins_on_monday_where_the_site_is(femke, space, session) -> None:
    late = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)  # Monday already in Amsterdam
    with clock.held_at(late):
        create_page(femke, space, title="Rota", text="One.\n")
    with clock.held_at(FRIDAY):
        here = year_of(femke, femke, timezone(timedelta(hours=1)))
        assert [week.changes for week in here.weeks[-2:]] == [0, 1]
        assert [week.changes for week in year_of(femke, femke, UTC).weeks[-2:]] == [1, 0]


def test_the_profile_shows_it_with_a_table_beside(busy, noor, browser_of) -> None:
    with clock.held_at(FRIDAY):
        page = browser_of(noor).get(f"/people/{busy.handle}").text
        assert "2 changes of pages, 1 post." in page and "Read as a table" in page
        assert '<th scope="row">16 November 2026</th><td>1</td><td>1</td>' in page
        assert "Contributions by week" not in browser_of(noor).get(f"/people/{noor.handle}").text
