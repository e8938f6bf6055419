"""Profiles and the directory: what people say of themselves, and how colleagues find them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from essp.core import clock
from essp.core.db import transaction
from essp.core.decision import Invalid, Refused
from essp.people import absences, accounts, directory, profiles, unclaimed
from tests.people.conftest import send

FULL = {
    "name": "Femke de Boer",
    "job_title": "Lead, congestion desk",
    "department": "Grid planning",
    "location": "Arnhem",
    "speaks": "Dutch, English,, dutch ",
    "ask_me_about": "redispatch\nqueues",
    "about": "I keep the grid within its limits.\n\nNot tariffs.",
}


def test_a_person_says_what_colleagues_see(browser_of, femke, ruben, session) -> None:
    sent = send(browser_of(femke), "/account/profile", FULL)
    assert sent.location == "/account/profile"
    session.refresh(femke)
    assert femke.speaks == ["Dutch", "English"]
    assert femke.ask_me_about == ["redispatch", "queues"]
    page = browser_of(ruben).get("/people/femke-de-boer").text
    for said in ("Lead, congestion desk", "Arnhem", "redispatch", "within its limits", "English"):
        assert said in page


def test_a_profile_leads_to_asking_in_the_open_who_can_still_answer(
    browser_of, femke, ruben, administrator
) -> None:
    ask = 'href="/ask?about=person:femke-de-boer"'
    assert ask in browser_of(ruben).get("/people/femke-de-boer").text
    assert ask not in browser_of(femke).get("/people/femke-de-boer").text
    with transaction():
        accounts.close_account(administrator, femke)
    assert ask not in browser_of(ruben).get("/people/femke-de-boer").text


def test_who_asks_somebody_who_is_away_is_led_to_their_deputy(
    browser_of, femke, ruben, noor, space
) -> None:
    today = absences.today_of(femke)
    days = {"first": today.isoformat(), "last": (today + timedelta(days=9)).isoformat()}
    asking = f"/s/{space.slug}/-/talk/new?about=person:femke-de-boer"
    assert "is away" not in browser_of(noor).get("/ask?about=person:femke-de-boer").text
    with transaction():
        absences.be_away(femke, femke, deputy=ruben, **days)
    for address in ("/ask?about=person:femke-de-boer", asking):
        asked = browser_of(noor).get(address).text
        assert "Femke de Boer is away until" in asked
        assert 'href="/ask?about=person:ruben-haak">Ask Ruben instead' in asked
    assert "Ask Ruben instead" not in browser_of(ruben).get("/ask?about=person:femke-de-boer").text


def test_lists_are_kept_once_in_whatever_way_they_were_written(browser_of, femke, session) -> None:
    typed = {
        "speaks": "dutch, Nederlands, Frysk",
        "ask_me_about": "#redispatch, Redispatch, cables",
    }
    send(browser_of(femke), "/account/profile", FULL | typed)
    session.refresh(femke)
    assert femke.speaks == ["Dutch", "Frysk"]
    assert femke.ask_me_about == ["redispatch", "cables"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "Ruben Haak"),
        ("name", "Rubеn Hааk"),
        ("job_title", "x" * 121),
        ("about", "x" * 2001),
        ("speaks", ",".join(str(n) for n in range(30))),
        ("ask_me_about", "x" * 200),
    ],
)
def test_what_cannot_be_used_is_given_back(browser_of, femke, ruben, field, value) -> None:
    sent = send(browser_of(femke), "/account/profile", FULL | {field: value})
    assert sent.status_code == 422
    assert f'id="{field}-error"' in sent.text
    assert value[:60] in sent.text


def test_a_name_may_change_its_accents_but_not_become_anothers(femke, ruben, session) -> None:
    profiles.edit_profile(femke, femke, profiles.Profile(name="Fémke de Boer"))
    assert femke.name == "Fémke de Boer"
    with pytest.raises(Invalid):
        profiles.edit_profile(femke, femke, profiles.Profile(name="ruben haak"))


def test_a_namesake_from_an_import_may_keep_the_name(session, femke) -> None:
    namesake = unclaimed.find_or_create_unclaimed("Femke de Boer", "other@example.org")
    namesake.joined_at = clock.now()
    session.commit()
    said = profiles.Profile(name="Femke de Boer", department="Legal")
    assert profiles.edit_profile(namesake, namesake, said) == ("department",)


def test_nobody_edits_anothers_profile(femke, ruben) -> None:
    with pytest.raises(Refused):
        profiles.edit_profile(femke, ruben, profiles.Profile(name="Somebody"))


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "{{7*7}}",
        "${7*7} %s%n {0.__class__}",
        '"><img src=x onerror=y>',
    ],
)
def test_what_is_said_is_shown_as_it_was_typed(browser_of, femke, hostile: str) -> None:
    browser = browser_of(femke)
    fields = ("job_title", "department", "location", "about", "ask_me_about", "speaks")
    form = {"name": femke.name} | dict.fromkeys(fields, hostile)
    send(browser, "/account/profile", form)
    for path in ("/people/femke-de-boer", "/people", "/account/profile"):
        page = browser.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert ">49<" not in page


def test_control_characters_and_line_breaks_do_not_get_into_a_line(femke) -> None:
    said = profiles.Profile(name="Femke\x00 de\r\nBoer", department="Grid\x00\nplanning\x1b[31m")
    profiles.edit_profile(femke, femke, said)
    assert femke.name == "Femke de Boer"
    assert femke.department == "Grid planning[31m"


def test_language_and_look_are_the_persons_choice(browser_of, femke) -> None:
    browser = browser_of(femke)
    form = {"language": "nl", "theme": "dark"}
    send(browser, "/account/display", form, page="/account")
    page = browser.get("/account").text
    assert '<html lang="nl" data-theme="dark"' in page
    assert "Je account" in page
    assert femke.shortcuts is False
    for odd in ({"language": "xx"}, {"theme": "x" * 50}):
        assert send(browser, "/account/display", odd, page="/account").status_code == 422


def test_the_directory_finds_by_name_department_and_place(browser_of, femke, ruben, noor) -> None:
    browser = browser_of(noor)
    ruben.location = "Zwolle"

    def found(query: str) -> set[str]:
        page = browser.get(f"/people?{query}").text
        main = page.partition('id="main"')[2].partition("</main>")[0]
        return {name for name in ("Femke de Boer", "Ruben Haak", "Noor Jansen") if name in main}

    assert found("") == {"Femke de Boer", "Ruben Haak", "Noor Jansen"}
    assert found("name=BOER") == {"Femke de Boer"}
    assert found("name=bo%20fem") == {"Femke de Boer"}
    assert found("department=System+operations") == {"Ruben Haak"}
    assert found("location=Zwolle&name=femke") == set()
    assert found("name=%25") == found("name=_") == set()


def test_odd_questions_to_the_directory_are_answered(browser_of, femke) -> None:
    browser = browser_of(femke)
    for query in (
        "page=0",
        "page=-1",
        "page=999999999999",
        "page=x",
        "name=" + "x" * 5000,
        "name=%00",
    ):
        assert browser.get(f"/people?{query}").status_code == 200


def test_a_long_directory_is_shown_in_parts(session, browser_of, femke, monkeypatch) -> None:
    monkeypatch.setattr(directory, "PAGE_LENGTH", 2)
    for number in range(4):
        unclaimed.find_or_create_unclaimed(f"Person {chr(97 + number)}", None)
    session.commit()
    browser = browser_of(femke)
    first, last = browser.get("/people").text, browser.get("/people?page=3").text
    assert "Next" in first
    assert "Previous" not in first
    assert "Person d" in last
    assert "Next" not in last.partition('class="pager"')[2].partition("</nav>")[0]


def test_who_cannot_answer_is_shown_as_such(session, browser_of, femke, administrator) -> None:
    unclaimed.find_or_create_unclaimed("Old Hand", None)
    accounts.expect_person("New Colleague", "new@example.org", invited_by=administrator)
    session.commit()
    browser = browser_of(administrator)
    assert (
        "Known from imported history; has not signed in yet."
        in browser.get("/people/old-hand").text
    )
    assert "Invited; has not signed in yet." in browser.get("/people/new-colleague").text
    accounts.close_account(administrator, femke)
    session.commit()
    assert (
        "What Femke de Boer wrote stays under this name."
        in browser.get("/people/femke-de-boer").text
    )


def test_a_person_that_is_not_there_is_not_found(browser_of, femke) -> None:
    assert browser_of(femke).get("/people/nobody").status_code == 404


@pytest.mark.parametrize("path", ["/people", "/people/femke-de-boer", "/account", "/people/invite"])
def test_who_is_not_signed_in_is_sent_to_sign_in(client, femke, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.location.partition("?")[0]) == (303, "/sign-in")


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_screen_before_sign_in_speaks_the_language_of_the_browser(client, language) -> None:
    for path in ("/sign-in", "/password/forgotten", "/password/sent"):
        page = client.get(path, headers={"Accept-Language": language})
        assert page.status_code == 200
        assert f'<html lang="{language}"' in page.text
