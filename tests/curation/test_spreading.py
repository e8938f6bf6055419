"""When a page falls due: sooner where much hangs on it, later where nothing moves, never all at once."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from essp.curation.spreading import (
    EARLIER,
    EVERGREEN,
    LATER,
    LEAST,
    MOST,
    Last,
    Use,
    due,
    term,
)

uses = st.builds(Use, reads=st.integers(0, 100_000), edits=st.integers(0, 500))
days = st.integers(LEAST, EVERGREEN)
todays = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@given(uses, st.integers(1, 1000), st.integers(1, 50))
def test_what_is_read_or_changed_more_is_never_due_later(use: Use, reads: int, edits: int):
    assert term(Use(use.reads + reads, use.edits)) <= term(use)
    assert term(Use(use.reads, use.edits + edits)) <= term(use)


@given(uses)
def test_a_first_term_is_between_a_month_and_a_year(use: Use):
    assert LEAST <= term(use) <= MOST


@given(uses, days)
def test_a_page_that_changed_begins_anew_whatever_its_term_was(use: Use, before: int):
    assert term(use, Last(before, same=False)) == term(use)


@given(st.integers(0, 50_000))
def test_an_evergreen_page_drifts_out_and_comes_to_rest(reads: int):
    use, terms = Use(reads), [term(Use(reads))]
    for _look in range(12):
        terms.append(term(use, Last(terms[-1], same=True)))
    assert terms == sorted(terms)
    assert terms[-1] == terms[-2] <= EVERGREEN


def test_a_calm_evergreen_page_is_looked_at_after_more_than_a_year():
    second = term(Use(), Last(term(Use()), same=True))
    assert second > 365
    assert term(Use(), Last(second, same=True)) > 365


@given(todays, days, st.lists(st.integers(0, 900), max_size=60))
def test_a_due_day_is_a_working_day_near_the_term_in_a_calmest_week(today, length, others):
    taken = [today + timedelta(days=step) for step in others]
    found = due(today, length, taken)
    first, last = length - int(length * EARLIER), max(length + int(length * LATER), length + 2)
    assert found.weekday() < 5
    assert today + timedelta(days=first) <= found <= today + timedelta(days=last)
    load = Counter(day.isocalendar()[:2] for day in taken)
    near = [today + timedelta(days=step) for step in range(first, last + 1)]
    weeks = {day.isocalendar()[:2] for day in near if day.weekday() < 5}
    assert load[found.isocalendar()[:2]] == min(load[week] for week in weeks)


@given(todays, st.integers(60, 400), st.integers(2, 60))
def test_many_pages_verified_on_one_day_fall_due_in_different_weeks(today, length, pages):
    taken: list[date] = []
    for _page in range(pages):
        taken.append(due(today, length, taken))
    load = Counter(day.isocalendar()[:2] for day in taken)
    whole_weeks = max(1, (int(length * EARLIER) + int(length * LATER)) // 7)
    assert max(load.values()) <= -(-pages // whole_weeks)


@given(todays, days, st.lists(st.integers(0, 900), max_size=20))
def test_the_same_question_has_the_same_answer_in_any_order(today, length, others):
    taken = [today + timedelta(days=step) for step in others]
    assert due(today, length, taken) == due(today, length, taken[::-1])
