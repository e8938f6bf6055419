"""From a map of one day one goes to the day before and after, and what was chosen stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from essp.core import clock
from essp.core.db import transaction
from essp.people.models import Person, Role
from essp.stats.figure_models import FilledDay
from tests.stats.figures import DAY, agreed
from tests.stats.shown_days import read

BrowserOf = Callable[[Person], FlaskClient]


@pytest.fixture
def browser(make_person: Callable[..., Person], browser_of: BrowserOf) -> FlaskClient:
    """That of a community manager, of a site on which two days are filled."""
    made = make_person("Sanne Kuipers", role=Role.COMMUNITY_MANAGER.value, language="en")
    agreed("full", made)
    with transaction() as session:
        for day in (DAY, DAY - timedelta(days=1)):
            session.add(FilledDay(day=day, step="complete", at=clock.now(), rows=1))
    return browser_of(made)


@pytest.mark.parametrize(
    ("address", "chosen"),
    [
        ("/insight/silos", "order=people"),
        ("/insight/knowledge", "show=gap"),
        ("/insight/spaces", ""),
    ],
)
def test_the_days_around_are_one_press_away(
    address: str, chosen: str, browser: FlaskClient
) -> None:
    last = read(browser, f"{address}?{chosen}")
    assert last.select_one("button[aria-label='Day after']").has_attr("disabled")
    before = last.select_one("a[aria-label='Day before']")["href"]
    assert before.startswith(address) and chosen in before
    assert f"day={DAY - timedelta(days=1)}" in before
    day_before = read(browser, before)
    after = day_before.select_one("a[aria-label='Day after']")["href"]
    assert f"day={DAY}" in after and chosen in after
    form = day_before.select_one("form[method='get'] input[type='date']").find_parent("form")
    sent = {each["name"]: each["value"] for each in form.select("input")}
    assert form["action"] == address and sent["day"] == f"{DAY - timedelta(days=1)}"
    assert dict([chosen.split("=")] if chosen else []).items() <= sent.items()


@pytest.mark.parametrize("day", [date.min.isoformat(), "2999-01-01", "nonsense", "1969-12-31"])
def test_odd_days_are_answered_plainly(day: str, browser: FlaskClient) -> None:
    for address in (
        "/insight/silos",
        "/insight/knowledge",
        "/insight/spaces",
        "/insight/export/figures",
    ):
        assert browser.get(f"{address}?day={day}").status_code in {200, 422}, address
