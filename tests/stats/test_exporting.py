"""Tables leave the house by the rules of the screen: withheld cells are marked, formulas disarmed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from essp.people.models import Person, Role
from essp.spaces.models import Space
from essp.stats import exporting
from essp.stats.asking import SITE, Axis, Scope
from essp.stats.privacy_models import InsightLook
from essp.stats.sheets import ARMED, Column, Hidden, Sheet, as_csv, as_json
from essp.stats.shown import Withheld
from tests.stats.figures import DAY, agreed, department, figure, measured, people_in

BrowserOf = Callable[[Person], FlaskClient]
MakePerson = Callable[..., Person]
COLUMNS = (Column("what", "What", "What it is."), Column("many", "Many", "How many."))


@pytest.fixture
def carla(make_person: MakePerson, administrator: Person) -> Person:
    """A community manager of a site that measures in full."""
    agreed("full", administrator)
    return make_person("Carla Smit", role=Role.COMMUNITY_MANAGER.value)


def rows_of(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@given(st.text(max_size=20), st.sampled_from(["", "=", "+", "-", "@", "\t", "\r", " =", "\u00a0@"]))
def test_no_text_is_taken_for_a_formula_and_none_is_lost(text: str, before: str) -> None:
    [_head, [found, _many], *_rest] = rows_of(
        as_csv(Sheet("t", "T", COLUMNS, [[before + text, 1]]))
    )
    assert not found.startswith(ARMED)
    assert found.removeprefix("'") == before + text or found == before + text


def test_numbers_are_numbers_and_in_dutch_have_a_comma() -> None:
    sheet = Sheet("t", "T", COLUMNS, [["a", -0.075], ["b", 1482], ["c", None]], {"day": DAY})
    assert rows_of(as_csv(sheet))[:4] == [
        ["What", "Many"],
        ["a", "-0.075"],
        ["b", "1482"],
        ["c", ""],
    ]
    dutch = as_csv(sheet, comma=True, mark=True)
    assert dutch.startswith("\ufeff") and "a;-0,075\r\n" in dutch and "day;2026-03-17" in dutch


def test_what_is_withheld_is_marked_and_never_nothing() -> None:
    rows: list[list[Any]] = [
        ["a", Hidden(Withheld.FEW)],
        ["b", Hidden(Withheld.NOTHING)],
        ["c", Hidden(Withheld.NOT_MEASURED)],
        ["d", Hidden(Withheld.FEW, 10)],
    ]
    sheet = Sheet("t", "T", COLUMNS, rows)
    assert [row[1] for row in rows_of(as_csv(sheet))[1:5]] == ["<5", "—", "not measured", "<10"]
    told = json.loads(as_json(sheet))["rows"]
    assert told[0] == {"what": "a", "many": None, "withheld": {"many": "few"}}


def test_below_the_rows_stands_what_each_column_means() -> None:
    told = rows_of(as_csv(Sheet("t", "T", COLUMNS, [["a", 1]])))
    assert told[2:] == [[], ["What", "What it is."], ["Many", "How many."]]


def test_a_file_withholds_what_the_screen_withholds(
    carla: Person, browser_of: BrowserOf, make_person: MakePerson, session: Session
) -> None:
    for name in ("Planning", "Sales", "Legal"):
        people_in(make_person, name, 9)
    with measured():
        figure(31, 31, SITE)
        for name, people in (("Planning", 20), ("Sales", 8), ("Legal", 3)):
            figure(people, people, department(name))
        browser = browser_of(carla)
        table = browser.get(f"/insight/export/departments?day={DAY}")
        assert table.mimetype == "text/csv"
        assert "attachment" in table.headers["Content-Disposition"]
        assert f'insight-departments-{DAY}.csv"' in table.headers["Content-Disposition"]
        place = rows_of(table.text)[0].index("Questions")
        told = {row[0]: row[place] for row in rows_of(table.text)[1:] if len(row) > place}
        assert told == {"Planning": "20.0", "Sales": "<5", "Legal": "<5"}
        told_json = browser.get(f"/insight/export/departments?day={DAY}&format=json").json
        found = {
            row["department"]: (row["T1"], row.get("withheld", {}).get("T1"))
            for row in told_json["rows"]
        }
        assert found == {"Planning": (20, None), "Sales": (None, "few"), "Legal": (None, "few")}
    looks = session.scalars(select(InsightLook)).all()
    assert {(row.how, row.what, row.scope) for row in looks} == {
        ("export", "departments", "department")
    }


def test_a_trend_and_the_figures_of_a_day_come_along_with_their_words(
    carla: Person, femke: Person, space: Space, browser_of: BrowserOf
) -> None:
    with measured():
        figure(12, 9, SITE)
        browser = browser_of(carla)
        path = f"/insight/export/trend?measure=T1&day={DAY}&back=3&decimal=comma&bom=1"
        trend = rows_of(browser.get(path).text, ";")
        assert trend[1:4] == [
            ["2026-03-15", ""], ["2026-03-16", ""], ["2026-03-17", "12,0"]
        ]  # fmt: skip
        figures = browser.get(f"/insight/export/figures?day={DAY}&format=json").json
        [one] = [row for row in figures["rows"] if row["id"] == "T1"]
        assert (one["value"], one["n"], one["formula"]) == (12, 12, "Questions.")
        assert figures["about"]["scope"] == "site"
        own = f"/insight/export/figures?scope=space&key={space.slug}"
        assert browser_of(femke).get(own).status_code == 200


@pytest.mark.parametrize("name", exporting.tables())
def test_no_table_is_for_who_may_not_see_its_screen(
    name: str, noor: Person, closed_space: Space, browser_of: BrowserOf
) -> None:
    with measured():
        figure(12, 9, SITE)
        figure(12, 9, Scope(Axis.SPACE, str(closed_space.id)))
        answer = browser_of(noor).get(f"/insight/export/{name}?measure=T1")
        if name not in {"departments", "how", "log", "spaces"}:
            # Some ask for a space or topic first, or for the figure that they part.
            asks_more = name in {"conditions", "pages", "steps", "waiting"}
            assert answer.status_code == (422 if asks_more else 403)
        else:
            assert answer.status_code == 200
            assert "Reorganisation" not in answer.text and "12" not in rows_of(answer.text)[-1]
        hidden = f"/insight/export/{name}?measure=T1&scope=space&key={closed_space.slug}"
        missing = f"/insight/export/{name}?measure=T1&scope=space&key=no-such-place"
        assert browser_of(noor).get(hidden).status_code == browser_of(noor).get(missing).status_code


@pytest.mark.parametrize(
    ("query", "status"),
    [("scope=planet", 422), ("day=yesterday", 422), ("format=xlsx", 422), ("scope=topic&key=none", 404),
     ("scope=department&key=Nowhere", 404), ("scope=site&key=x", 404), ("back=-4", 200),
     ("back=99999999999999", 200), ("day=2999-01-01", 200), ("measure=nothing", 200)],
)  # fmt: skip
def test_odd_wishes_are_answered_plainly(
    query: str, status: int, carla: Person, browser_of: BrowserOf
) -> None:
    with measured():
        figure(12, 9, SITE)
        assert browser_of(carla).get(f"/insight/export/figures?{query}").status_code == status
        assert browser_of(carla).get("/insight/export/trend?measure=none").status_code == 422
        assert browser_of(carla).get("/insight/export/nothing").status_code == 404


def test_before_the_first_day_there_is_no_table_of_it(carla: Person, browser_of: BrowserOf) -> None:
    assert browser_of(carla).get("/insight/export/figures").status_code == 404
    assert browser_of(carla).get("/insight/export/how").status_code == 200
