"""Nothing is kept about anybody that is neither handed out nor spared with a reason."""

from __future__ import annotations

from essp.personal.handing_out import KEPT, SPARED
from essp.personal.registry import columns_that_point_at_people


def test_every_table_that_points_at_a_person_is_told_of() -> None:
    handed_out = {column for kept in KEPT for column in kept.columns}
    spared = {each.column for each in SPARED}
    untold = columns_that_point_at_people() - handed_out - spared
    assert untold == set(), (
        "add it to KEPT in essp/personal/account.py or work.py, so that people get what is kept about "
        "them, or to SPARED with the reason"
    )
    assert handed_out & spared == set()


def test_every_kind_has_a_name_of_its_own_and_says_what_it_is_for() -> None:
    assert len({kept.name for kept in KEPT}) == len(KEPT)
    assert all(str(kept.title) and str(kept.why).endswith(".") for kept in KEPT)
    assert all(len(each.reason.split()) > 5 for each in SPARED)
