"""Recent changes cost what is shown of them, however many pages there are."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from essp.core.db import transaction
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.editing import create_page
from essp.wiki.history import Filter, recent_changes


@pytest.mark.parametrize("everywhere", [False, True])
def test_the_latest_changes_are_found_without_walking_all_pages(
    session: Session, femke: Person, space: Space, everywhere: bool
) -> None:
    engine = session.get_bind()
    if engine.dialect.name != "sqlite":
        pytest.skip("the plan is read in the words of SQLite")
    with transaction():
        create_page(femke, space, title="Rota", text="Who is on call.")
    asked: list[tuple[str, Any]] = []

    def listen(*said: Any) -> None:
        asked.append((said[2], said[3]))

    event.listen(engine, "before_cursor_execute", listen)
    try:
        found = recent_changes(
            femke, Filter(without_minor=True), spaces=None if everywhere else [space.id]
        )
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    assert [each.page.title for each in found] == ["Rota"]
    statement, values = next(each for each in asked if "revision" in each[0])
    plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    steps = [row[3] for row in plan]
    assert steps and not [each for each in steps if each.startswith("SCAN page")]
