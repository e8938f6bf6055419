"""How pieces of work become an order of people, on cases small enough to work out by hand."""

from __future__ import annotations

import pytest

from essp.expertise.scoring import WEIGHTS, Evidence, FoundWork, ranked

ADA, BEN, CLEO = 1, 2, 3
CHANGED, STANDS, NAMED = Evidence.CHANGED, Evidence.STANDS, Evidence.NAMED


def whole(work: int, person: int, fit: float = 1.0, bulk: int = 1) -> FoundWork:
    return FoundWork(work, fit, {person: 1.0}, bulk)


def test_without_work_there_is_nobody() -> None:
    assert ranked({}, {}) == []
    assert ranked({CHANGED: []}, {ADA: 4}) == []


def test_each_edit_counts_by_the_square_of_its_fit() -> None:
    # The best fit is 4, so Ada has 1 and Ben (2/4)^2 + (2/4)^2 = 1/2.
    first, second = ranked(
        {CHANGED: [whole(1, ADA, 4.0), whole(2, BEN, 2.0), whole(3, BEN, 2.0)]}, {}
    )
    assert (first.person_id, first.score) == (ADA, WEIGHTS[CHANGED])
    assert (second.person_id, second.score) == (BEN, pytest.approx(WEIGHTS[CHANGED] / 2))


def test_one_of_many_pages_changed_at_once_says_less() -> None:
    # Ben's edit was one of 25: 1 / sqrt(25).
    _ada, ben = ranked({CHANGED: [whole(1, ADA), whole(2, BEN, bulk=25)]}, {})
    assert ben.by[CHANGED] == pytest.approx(1 / 5)


def test_a_section_is_divided_among_those_whose_words_stand_there() -> None:
    first, second = ranked({STANDS: [FoundWork(1, 3.0, {ADA: 0.25, BEN: 0.75})]}, {})
    assert (first.person_id, second.person_id) == (BEN, ADA)
    assert second.by[STANDS] == pytest.approx(1 / 3)


def test_who_writes_on_every_page_needs_more_to_stand_first() -> None:
    # Two like edits by Ada, one by Ben; Ada wrote on 150 pages: 2 / sqrt(160) against 1 / sqrt(11).
    found = {CHANGED: [whole(1, ADA), whole(2, ADA), whole(3, BEN)]}
    assert ranked(found, {})[0].person_id == ADA
    first, second = ranked(found, {ADA: 150, BEN: 1})
    assert (first.person_id, second.person_id) == (BEN, ADA)
    assert second.by[CHANGED] == pytest.approx(2 / 160**0.5 * 11**0.5)


def test_every_kind_is_normalised_before_it_is_weighed_and_added() -> None:
    found = {CHANGED: [whole(1, ADA, 100.0)], NAMED: [whole(2, BEN, 0.01), whole(2, ADA, 0.01)]}
    first, second = ranked(found, {})
    assert first.person_id == ADA
    assert first.score == pytest.approx(WEIGHTS[CHANGED] + WEIGHTS[NAMED])
    assert second.score == pytest.approx(WEIGHTS[NAMED])


def test_being_named_is_not_less_for_who_wrote_much() -> None:
    (ada,) = ranked({NAMED: [whole(1, ADA)]}, {ADA: 500})
    assert ada.by == {NAMED: 1.0}


def test_the_work_behind_each_kind_comes_with_it_best_first() -> None:
    (ada,) = ranked({CHANGED: [whole(7, ADA, 1.0), whole(9, ADA, 2.0)]}, {})
    assert ada.works == {CHANGED: [9, 7]}


def test_equals_stand_in_the_same_order_each_time() -> None:
    found = {CHANGED: [whole(1, CLEO), whole(2, BEN), whole(3, ADA)]}
    assert [each.person_id for each in ranked(found, {})] == [ADA, BEN, CLEO]
