"""A day with something to say of each of the twelve figures, and its page as somebody reads it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from essp.core import clock
from essp.core.db import transaction
from essp.discussions.models import Kind, Thread
from essp.discussions.posting import start_thread
from essp.people.models import Person
from essp.spaces.models import Space
from essp.stats import catalogue as _declared  # noqa: F401 - every measure
from essp.stats.asking import SITE, Asked, Scope
from essp.stats.measures import catalogue
from tests.stats.figures import DAY, figure

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOON = datetime(2026, 3, 17, 12, tzinfo=AMSTERDAM)


def filled(day: date = DAY, scope: Scope = SITE, **other: Any) -> None:
    """A day on which every one of the twelve has something to say."""
    parts: dict[str, Any] = {
        "D1": waiting_at(day),
        "D2": {"p75": 20.0, "p90": 78.7, "open": 6, "ended": 35, "curve": [[1, 0.8], [5, 0.5], [79, 0.1]]},
        "D4": {"1": 120, "7": 190, "28": 220},
        "D5": {
            "steps": {"contributors": 40, "participants": 30, "consumers": 100, "absent": 70}
        },
        "D6": {"steps": {"new": 12, "returning": 7, "resurrected": 6, "lapsed": 9}},
        "D7": {"part": 34, "waiting": [{"kind": "post", "id": 1, "late": True}]},
        "D11": {"pages": [[1, 40, "overdue"], [2, 9, "proposed"]]}, "D12": {"waiting": 0},
    }  # fmt: skip
    values = {"D1": 3, "D2": 4.5, "D3": 0.71, "D4": 0.8, "D5": 0.29, "D6": 16, "D7": 0.85, "D8": 0.21,
              "D9": 2, "D10": 3, "D11": 7, "D12": 1.2} | other  # fmt: skip
    for name, value in values.items():
        figure(value, 240, scope, day, measure=name, n=240, parts=parts.get(name, {}))


def waiting_at(day: date) -> Any:
    """What the figure D1 is made of, of the questions that there are."""
    found = catalogue()["D1"].read(Asked(day, 1, AMSTERDAM)).get("")
    return found.parts if found else {}


def asked(space: Space, by: Person, title: str, at: datetime) -> Thread:
    with clock.held_at(at), transaction():
        return start_thread(by, space, Kind.QUESTION, title=title, text=f"{title} I wonder.")


def read(browser: FlaskClient, address: str = "/insight") -> BeautifulSoup:
    page = browser.get(address)
    assert page.status_code == 200, page.status
    return BeautifulSoup(page.text, "html.parser")


def words(page: BeautifulSoup) -> str:
    return " ".join(page.main.get_text(" ").split())
