"""The directory in the order of a Dutch register, and a person as a card for address books."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from essp.core import clock
from essp.core.db import db
from essp.people import accounts, answering, directory, fields, profiles
from essp.people.sorting import parts_of, sort_key
from essp.people.vcards import folded
from tests.people.conftest import send


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Femke de Boer", "boer, femke de"),
        ("Ilse van den Berg", "berg, ilse van den"),
        ("Jan van 't Hof", "hof, jan van 't"),
        ("Anna de Vries-van Dijk", "vries-van dijk, anna de"),
        ("Maria van der Meer Mohr", "meer mohr, maria van der"),
        ("Youssef El Amrani", "el amrani, youssef"),
        ("Zoë Ångström", "angstrom, zoe"),
        ("Cher", "cher"),
    ],
)
def test_a_name_stands_under_the_surname(name: str, key: str) -> None:
    assert sort_key(name) == key
    assert " ".join(part for part in parts_of(name) if part) == name


def names_in(page: str) -> list[str]:
    main = page.partition('<ul class="rows')[2].partition("</ul>")[0]
    return re.findall(r'class="who"[^>]*>([^<]+)</a>', main)


@pytest.fixture
def colleagues(make_person):
    """People whose names are told apart by more than their first letter."""
    for name, values in {
        "Ilse van den Berg": {"speaks": ["Dutch", "English"], "location": "Arnhem"},
        "Femke de Boer": {"speaks": ["nederlands"], "department": "Grid planning"},
        "Anna Aalbers": {"speaks": ["Deutsch"]},
        "Jan van 't Hof": {},
    }.items():
        make_person(name, **values)


def test_the_directory_reads_like_a_register(browser_of, noor, colleagues) -> None:
    names = names_in(browser_of(noor).get("/people").text)
    assert names == [
        "Anna Aalbers",
        "Ilse van den Berg",
        "Femke de Boer",
        "Jan van &#39;t Hof",
        "Noor Jansen",
    ]


def test_a_new_name_takes_its_place(browser_of, noor, colleagues) -> None:
    profiles.edit_profile(noor, noor, profiles.Profile(name="Noor van Aa"))
    assert names_in(browser_of(noor).get("/people").text)[0] == "Noor van Aa"


def test_the_register_is_narrowed_by_letter_language_and_place(
    browser_of, noor, colleagues
) -> None:
    browser = browser_of(noor)
    assert names_in(browser.get("/people?letter=b").text) == ["Ilse van den Berg", "Femke de Boer"]
    for dutch in ("nl", "Dutch", "Nederlands"):
        found = names_in(browser.get(f"/people?language={dutch}").text)
        assert found == ["Ilse van den Berg", "Femke de Boer"]
    assert names_in(browser.get("/people?language=German").text) == ["Anna Aalbers"]
    assert names_in(browser.get("/people?location=Arnhem&letter=b").text) == ["Ilse van den Berg"]
    assert names_in(browser.get("/people?language=klingon").text) == []
    assert names_in(browser.get("/people?letter=%23").text) == []
    assert browser.get("/people?letter=%00&team=%00&topic=%00&language=%25").status_code == 200


def test_the_register_is_narrowed_by_topic(browser_of, femke, noor, session) -> None:
    from essp.topics.asking import keep_topics_of

    profiles.edit_profile(
        femke, femke, profiles.Profile(name=femke.name, ask_me_about="redispatch")
    )
    keep_topics_of(femke)
    session.commit()
    browser = browser_of(noor)
    page = browser.get("/people?topic=Redispatch").text
    assert names_in(page) == ["Femke de Boer"]
    assert "One person can be asked about redispatch" in page
    assert "There is no topic of this name." in browser.get("/people?topic=ruimtevaart").text


def test_newcomers_come_first_where_they_are_asked_for(browser_of, femke, make_person) -> None:
    make_person("Old Hand", joined_at=clock.now() - timedelta(days=400))
    make_person("Very New", joined_at=clock.now() + timedelta(seconds=1))
    browser = browser_of(femke)
    assert "New here" in browser.get("/people").text
    assert names_in(browser.get("/people?new=1").text) == ["Very New", "Femke de Boer"]


def test_who_left_stands_apart(browser_of, femke, noor, administrator, session) -> None:
    accounts.close_account(administrator, femke)
    session.commit()
    browser = browser_of(noor)
    assert "Femke de Boer" not in names_in(browser.get("/people").text)
    assert names_in(browser.get("/people?left=1").text) == ["Femke de Boer"]


def test_a_long_directory_costs_no_more_questions(
    app, browser_of, femke, make_person, session
) -> None:
    for number in range(60):
        make_person(f"Person {number}", department="Grid planning", deputy_id=femke.id)
    browser = browser_of(femke)
    browser.get("/people")
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        browser.get("/people?department=Grid+planning&letter=p")
        assert len(asked) <= 9, asked
        asked.clear()
        browser.get("/people/femke-de-boer")
        assert len(asked) <= 26, asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert directory.PAGE_LENGTH == 50


def card(browser, handle: str = "femke-de-boer") -> list[str]:
    answer = browser.get(f"/people/{handle}.vcf")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/vcard; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))
    return answer.data.decode().replace("\r\n ", "").split("\r\n")


def test_a_person_is_saved_as_a_card(browser_of, femke, noor, administrator) -> None:
    said = profiles.Profile(
        name=femke.name, job_title="Lead, congestion; desk", department="Grid\\planning",
        location="Arnhem", speaks="Dutch, Polderish",
    )  # fmt: skip
    profiles.edit_profile(femke, femke, said)
    for name, audience in (("Desk", "everyone"), ("Private", "administrators")):
        made = fields.add_field(
            administrator, fields.Wanted(name, name, kind="phone", audience=audience)
        )
        answering.answer(femke, femke, {made.uid: [f"026 123 45 {60 + len(name)}"]})
    lines = card(browser_of(noor))
    assert lines[:3] == ["BEGIN:VCARD", "VERSION:4.0", "KIND:individual"]
    assert 'N;SORT-AS="Boer,Femke":de Boer;Femke;;;' in lines
    assert "TITLE:Lead\\, congestion\\; desk" in lines
    assert any(line.startswith("ORG:") and line.endswith(";Grid\\\\planning") for line in lines)
    assert "EMAIL;TYPE=work:femke-de-boer@example.org" in lines
    assert [line for line in lines if line.startswith("LANG")] == ["LANG;PREF=1:nl"]
    assert [line for line in lines if line.startswith("TEL")] == [
        'TEL;VALUE=uri;TYPE="work,voice":tel:0261234564'
    ]
    assert lines[-2:] == ["END:VCARD", ""]


def test_a_card_holds_no_line_that_somebody_smuggled_in(browser_of, femke, noor, session) -> None:
    femke.name = "Femke\r\nEMAIL:evil@example.org"
    session.commit()
    assert "EMAIL:evil@example.org" not in card(browser_of(noor))


def test_a_long_line_is_folded_between_letters() -> None:
    text = "NOTE:" + "é🦆" * 60
    lines = folded(text).split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert lines[0] + "".join(line[1:] for line in lines[1:]) == text


def test_somebody_who_is_not_there_has_no_card(browser_of, femke) -> None:
    assert browser_of(femke).get("/people/nobody.vcf").status_code == 404


def test_an_open_directory_says_what_it_looks_for(browser_of, femke) -> None:
    page = browser_of(femke).get("/people?name=x&department=Grid+planning&new=1").text
    assert 'value="x"' in page
    assert "Nobody found" in page
    assert send(browser_of(femke), "/account/profile", {"name": femke.name}).status_code == 303


def test_an_editor_is_told_the_names_behind_handles(browser_of, femke, noor, client) -> None:
    asked = "/complete/names?handles=femke-de-boer,nobody,%20noor-jansen"
    told = browser_of(noor).get(asked).json["names"]
    assert told == {"femke-de-boer": "Femke de Boer", "noor-jansen": "Noor Jansen"}
    assert browser_of(noor).get("/complete/names").json == {"names": {}}
    assert client.get(asked).status_code == 303
