"""A message between two people is reported like a post, and read by nobody more than it must be."""

from __future__ import annotations

import pytest

from essp.api.care_telling import case_told
from essp.care import handling, queries, reporting, things
from essp.care.models import Case, State, Thing
from essp.core.db import session, transaction
from essp.core.decision import NotFound, Refused
from essp.people.models import Person, Role

SECRET = "Only a fool would ask in secret."


@pytest.fixture
def mona(make_person) -> Person:
    """Another community manager."""
    return make_person("Mona Prins", role=Role.COMMUNITY_MANAGER.value)


@pytest.fixture
def case(between, ruben) -> Case:
    """Ruben reports what Noor wrote to him."""
    with transaction():
        made = reporting.report(ruben, Thing.MESSAGE, f"{between.uid}.2", reason="unkind")
    return session().get_one(Case, made.report.case_id)


def test_only_the_two_can_report_and_only_what_the_other_wrote(between, noor, ruben, carla) -> None:
    with pytest.raises(NotFound):
        reporting.report(carla, Thing.MESSAGE, f"{between.uid}.2", reason="unkind")
    with pytest.raises(Refused):
        reporting.report(noor, Thing.MESSAGE, f"{between.uid}.2", reason="unkind")
    for key in (
        f"{between.uid}.3",
        f"{between.uid}.0",
        f"{between.uid}.x",
        between.uid,
        "nothing.1",
    ):
        with pytest.raises(NotFound):
            reporting.report(ruben, Thing.MESSAGE, key, reason="unkind")
    found = things.find(noor, Thing.MESSAGE, f"{between.uid}.1")
    assert (found.author.id, found.words) == (ruben.id, "For Lochem, canal.")


def test_moderators_see_that_there_is_a_report_and_who_looks_at_it_reads_that_message(
    app, case, carla, mona, browser_of
) -> None:
    for each in (carla, mona):
        shown = browser_of(each)
        assert "Private message by" in shown.get("/care").text
        for path in ("/care", f"/care/{case.uid}"):
            assert SECRET not in shown.get(path).text and "contract" not in shown.get(path).text
        assert "and nobody else" in shown.get(f"/care/{case.uid}").text
    with transaction():
        handling.take(carla, case.uid)
    told = browser_of(carla).get(f"/care/{case.uid}").text
    assert SECRET in told and "canal" not in told
    assert SECRET not in browser_of(mona).get(f"/care/{case.uid}").text
    with app.test_request_context():
        assert case_told(carla, queries.find_case(carla, case.uid)).says == SECRET
        assert case_told(mona, queries.find_case(mona, case.uid)).says == ""


def test_the_question_itself_stays_closed_to_the_moderator(
    case, between, carla, browser_of
) -> None:
    with transaction():
        handling.take(carla, case.uid)
    assert browser_of(carla).get(f"/asked/{between.uid}").status_code == 404


def test_neither_the_owner_of_a_space_nor_the_two_look_after_it(case, femke, noor, ruben) -> None:
    for each in (femke, noor, ruben):
        with pytest.raises(NotFound):
            queries.find_case(each, case.uid)
    noor.role = Role.ADMINISTRATOR.value
    session().flush()
    with pytest.raises(NotFound):
        queries.find_case(noor, case.uid)


def test_its_author_is_talked_to_hears_the_rule_and_can_object(
    case, carla, mona, noor, ruben
) -> None:
    with transaction():
        handling.take(carla, case.uid)
        handling.decide(carla, case.uid, outcome="talked", rule="Be kind.", words="Please.")
    assert case.state == State.DONE.value
    [(decided, thing)] = queries.decisions_about(noor)
    assert decided.id == case.id and thing is not None and thing.words == SECRET
    [own] = queries.own_reports(ruben)
    assert own.thing is not None and own.thing.url == f"/asked/{own.thing.uid}"
    assert queries.read_of(carla, case).words == SECRET
    assert queries.read_of(mona, case).words == ""
    with transaction():
        handling.object_to(noor, case.uid, "It was meant kindly.")
        handling.take(mona, case.uid)
    assert queries.read_of(mona, case).words == SECRET


def test_each_message_of_the_other_has_the_line_that_reports_it(
    between, ruben, noor, browser_of
) -> None:
    path = f"/asked/{between.uid}"
    assert f"{path}/2/report" in browser_of(ruben).get(path).text
    assert f"{path}/1/report" not in browser_of(ruben).get(path).text
    assert f"{path}/1/report" in browser_of(noor).get(path).text
    browser = browser_of(ruben)
    form = browser.get(f"{path}/2/report").text
    assert SECRET in form and "Private message by" in form
    sent = browser.submit(f"{path}/2/report", {"reason": "unkind"}, seen_on=f"{path}/2/report")
    assert sent.headers["Location"] == path
    assert "You reported this" in browser.get(f"{path}/2/report").text
