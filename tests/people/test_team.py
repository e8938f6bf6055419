"""Who works for whom, when people work, and who can be asked while somebody is away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from essp.core import clock
from essp.core.decision import Invalid, Refused
from essp.people import absences, accounts, hours, managing, queries, tree, unclaimed
from essp.people.models import Person
from tests.people.conftest import send


def test_a_profile_shows_the_way_up_and_those_below(
    session, browser_of, make_person, femke, noor
) -> None:
    boss = make_person("Bram Terpstra", job_title="Head of Grid planning")
    for name in ("Daan Mulder", "Wouter Dijk", "Youssef El Amrani", "Zoë Bos"):
        make_person(name, manager_id=femke.id)
    managing.set_manager(femke, femke, boss)
    session.commit()
    page = browser_of(noor).get("/people/femke-de-boer").text
    assert page.index("Bram Terpstra") < page.index("<b>Femke de Boer")
    assert "and one more" in page
    assert "Zoë Bos" in browser_of(noor).get("/people?team=femke-de-boer").text


def test_a_circle_is_refused_with_the_names_in_it(femke, ruben, noor) -> None:
    managing.set_manager(femke, femke, ruben)
    managing.set_manager(ruben, ruben, noor)
    with pytest.raises(Invalid) as wrong:
        managing.set_manager(noor, noor, femke)
    assert "Noor Jansen → Femke de Boer → Ruben Haak → Noor Jansen" in str(wrong.value)
    with pytest.raises(Invalid):
        managing.set_manager(noor, noor, noor)
    assert tree.above(femke) == [ruben.id, noor.id]


def test_a_circle_is_found_however_high_the_tree_is(session, femke, ruben) -> None:
    chain = [
        Person(name=f"P{n}", handle=f"p{n}", name_key=f"p{n}", created_at=clock.now())
        for n in range(90)
    ]
    session.add_all([*chain])
    session.flush()
    for person, manager in zip([femke, *chain], [*chain, ruben], strict=True):
        person.manager_id = manager.id
    session.commit()
    with pytest.raises(Invalid) as wrong:
        managing.set_manager(ruben, ruben, femke)
    told = str(wrong.value)
    assert "Ruben Haak → Femke de Boer → P0 " in told and " → … → " in told and len(told) < 300


@pytest.fixture
def questions(session) -> Iterator[list[str]]:
    """What the database is asked."""
    asked: list[str] = []

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def test_a_large_team_costs_no_more_than_a_small_one(
    session, browser_of, femke, noor, questions
) -> None:
    reader = browser_of(noor)
    asked = []
    for number in (2, 300):
        session.add_all(
            Person(
                name=f"T{number} {n}", handle=f"t{number}-{n}", name_key=f"t{number}-{n}",
                created_at=clock.now(), joined_at=clock.now(), manager_id=femke.id,
            )
            for n in range(number)
        )  # fmt: skip
        session.commit()
        questions.clear()
        page = reader.get("/people/femke-de-boer").text
        rows = reader.get("/people?team=femke-de-boer").text
        asked.append(len(questions))
    assert asked[1] <= asked[0] + 1  # of the number that is one more than shown
    assert page.count('href="/people/t') <= tree.SHOWN + 1
    assert rows.count('class="person') <= 60 and "page=2" in rows


def test_the_person_or_an_administrator_says_who_leads(femke, ruben, noor, administrator) -> None:
    with pytest.raises(Refused):
        managing.set_manager(ruben, femke, ruben)
    assert managing.set_manager(administrator, femke, noor)
    assert managing.set_manager(femke, femke, noor) is False
    assert managing.set_manager(femke, femke, None)


def test_nobody_works_for_somebody_who_left(femke, ruben, administrator, session) -> None:
    accounts.close_account(administrator, ruben)
    session.commit()
    with pytest.raises(Invalid):
        managing.set_manager(femke, femke, ruben)


def test_a_circle_in_the_tables_ends(session, femke, ruben) -> None:
    femke.manager_id, ruben.manager_id = ruben.id, femke.id
    session.commit()
    assert len(tree.above(femke)) <= tree.HIGHEST + 1


def test_a_colleague_is_named_by_handle_or_name(femke, ruben, make_person) -> None:
    assert queries.colleague_meant("@ruben-haak", "manager") is ruben
    assert queries.colleague_meant(" ruben HAAK ", "manager") is ruben
    assert queries.colleague_meant("", "manager") is None
    with pytest.raises(Invalid):
        queries.colleague_meant("Nobody Here", "manager")
    unclaimed.find_or_create_unclaimed("Ruben Haak", "another@example.org")
    with pytest.raises(Invalid) as wrong:
        queries.colleague_meant("Ruben Haak", "manager")
    assert "@ruben-haak-2" in str(wrong.value)
    assert queries.colleague_meant("ruben-haak", "manager") is ruben


def test_a_working_week_is_told_in_words(browser_of, femke, noor) -> None:
    days = {str(day): ("9.00", "17:30") for day in range(4)} | {"4": ("", "")}
    hours.choose_hours(femke, femke, time_zone="Europe/Amsterdam", days=days)
    assert hours.words_of(femke) == "Mon to Thu 09:00–17:30; Fri"
    page = browser_of(noor).get("/people/femke-de-boer").text
    assert "Mon to Thu 09:00–17:30; Fri, time of Amsterdam" in page


@pytest.mark.parametrize(
    "span", [("9", "17:00"), ("17:00", "09:00"), ("09:00", ""), ("25:00", "26:00")]
)
def test_odd_hours_are_given_back(browser_of, femke, span) -> None:
    form = {"name": femke.name, "day-2": "1", "from-2": span[0], "until-2": span[1]}
    refused = send(browser_of(femke), "/account/profile", form)
    assert refused.status_code == 422
    assert 'id="day-2-error"' in refused.text
    odd_zone = send(
        browser_of(femke), "/account/profile", {"name": femke.name, "time_zone": "Moon"}
    )
    assert odd_zone.status_code == 422


def test_an_absence_is_shown_with_who_can_be_asked(browser_of, femke, ruben, noor, session) -> None:
    with clock.held_at(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        absences.be_away(femke, femke, first="2026-11-19", last="2026-12-03", deputy=ruben)
        session.commit()
        for path in ("/people/femke-de-boer", "/people"):
            page = browser_of(noor).get(path).text
            assert "Away until 3 December" in page
            assert "/people/ruben-haak" in page
    with clock.held_at(datetime(2026, 12, 4, 12, tzinfo=UTC)):
        assert "Away" not in browser_of(noor).get("/people/femke-de-boer").text


@pytest.mark.parametrize(
    ("first", "last"),
    [("", ""), ("x", "2026-12-01"), ("2026-12-05", "2026-12-01"), ("2020-01-01", "2020-02-01"),
     ("2026-12-01", "2036-12-01")],
)  # fmt: skip
def test_days_that_cannot_be_are_given_back(browser_of, femke, first: str, last: str) -> None:
    with clock.held_at(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        refused = send(
            browser_of(femke), "/account/absence", {"away_from": first, "away_until": last},
            page="/account/profile",
        )  # fmt: skip
        assert refused.status_code == 422
        assert "-error" in refused.text


def test_the_deputy_is_somebody_who_is_here(femke, ruben, administrator, session) -> None:
    known = unclaimed.find_or_create_unclaimed("Old Hand", None)
    absences.be_away(ruben, ruben, first="2030-01-01", last="2030-01-31")
    for nobody in (femke, known, ruben):
        with pytest.raises(Invalid) as wrong:
            absences.be_away(femke, femke, first="2030-01-10", last="2030-01-12", deputy=nobody)
        assert set(wrong.value.errors) == {"deputy"}
    absences.be_away(femke, femke, first="2030-03-10", last="2030-03-12", deputy=ruben)
    accounts.close_account(administrator, ruben)
    session.commit()
    assert queries.find_person("femke-de-boer").deputy_id is None
    absences.be_back(femke, femke)
    assert femke.away_until is None
