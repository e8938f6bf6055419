"""A standing guard is changed where it stands, and what it was before is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.decision import Invalid, Refused
from essp.people.models import Person
from essp.wiki.guard_models import Level
from essp.wiki.models import Page
from essp.wiki.protecting import Wish, change, set_on
from essp.wiki.trail_models import CurationAct
from tests.wiki.test_protecting import TEXT, guard, page, save

__all__ = ["page"]


def test_a_standing_guard_is_changed_without_being_set_anew(
    page: Page, femke: Person, ruben: Person
) -> None:
    row = guard(femke, page, Level.AFTERWARDS)
    assert row is not None
    save(ruben, page, TEXT + "More.\n")
    until = clock.now() + timedelta(days=3)
    with transaction():
        change(femke, row.uid, Wish(Level.LOCKED, reason="An incident", until=until), seen=2)
        change(femke, row.uid, Wish(Level.LOCKED, reason="An incident", until=until))
    assert [each.uid for each in set_on(page)] == [row.uid]
    assert (row.level, row.reason, row.confirm_by) == ("locked", "An incident", None)
    assert page.approved_number == 2
    acts = select(CurationAct).where(CurationAct.kind == "protection changed")
    [act] = session().scalars(acts).all()
    assert act.about["before"] == {"level": "afterwards", "until": None, "reason": ""}
    with transaction():
        change(femke, row.uid, Wish(Level.LOCKED, reason="An incident"))
    assert row.confirm_by is not None


def test_only_owners_change_a_guard_and_not_into_nothing(
    page: Page, femke: Person, ruben: Person
) -> None:
    row = guard(femke, page, Level.BEFORE)
    assert row is not None
    with pytest.raises(Refused), transaction():
        change(ruben, row.uid, Wish(Level.AFTERWARDS))
    for wish in (Wish(Level.OPEN), Wish(Level.LOCKED), Wish(Level.BEFORE, reason="x" * 501)):
        with pytest.raises(Invalid), transaction():
            change(femke, row.uid, wish)
    assert row.level == "before"
