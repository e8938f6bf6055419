"""The fields of an organisation on the screens: adding, filling in, and what the source fills in."""

from __future__ import annotations

from essp.people import answering, fields, seeing
from essp.people.field_models import Audience, Kind
from tests.people.conftest import send


def test_an_administrator_adds_a_field_and_a_person_answers_it(
    browser_of, administrator, femke, ruben
) -> None:
    office = browser_of(administrator)
    wanted = {"name_en": "Room", "name_nl": "Kamer", "kind": "text", "audience": "everyone",
              "hand": "person"}  # fmt: skip
    refused = send(office, "/profile-fields/new", wanted | {"name_nl": ""})
    assert refused.status_code == 422
    assert 'value="Room"' in refused.text
    assert send(office, "/profile-fields/new", wanted).status_code == 303
    [field] = fields.every_field()
    browser, name = browser_of(femke), f"field-{field.uid}"
    form = {"name": femke.name, f"{name}-asked": "1"}
    assert send(browser, "/account/profile", form | {name: "B 1.04"}).status_code == 303
    page = browser_of(ruben).get("/people/femke-de-boer").text
    assert "B 1.04" in page
    wrong = send(browser, "/account/profile", form | {name: "x" * 300, "name": ""})
    assert wrong.status_code == 422
    assert f'id="{name}-error"' in wrong.text and 'id="name-error"' in wrong.text
    assert "x" * 300 in wrong.text
    assert seeing.answers_of(femke, Audience.EVERYONE)[0].kind is Kind.TEXT


def test_every_kind_of_field_can_be_filled_in_on_the_form(browser_of, femke, make_field) -> None:
    for kind in Kind:
        make_field(kind.value.title(), kind=kind.value, choices="Red | Rood\nBlue | Blauw")
    browser = browser_of(femke)
    form: dict[str, object] = {"name": femke.name}
    for field in fields.every_field():
        name, red = f"field-{field.uid}", field.choices[0]["key"] if field.choices else ""
        typed = {"choice": red, "choices": [red], "day": ["28", "11"],
                 "link": "https://example.org/", "phone": "026 123 45 67"}  # fmt: skip
        form |= {f"{name}-asked": "1", name: typed.get(field.kind, "said")}
    assert send(browser, "/account/profile", form).status_code == 303
    page = browser.get("/people/femke-de-boer").text
    for said in ("28 November", "example.org", "tel:0261234567", "Red", "said"):
        assert said in page
    assert "selected>28<" in browser.get("/account/profile").text


def test_an_administrator_fills_in_what_people_may_not(
    browser_of, administrator, femke, make_field
) -> None:
    name = f"field-{make_field('Number', hand='administrators').uid}"
    office, path = browser_of(administrator), "/people/femke-de-boer/fields"
    assert send(office, path, {f"{name}-asked": "1", name: "E 12"}).status_code == 303
    assert "E 12" in browser_of(femke).get("/people/femke-de-boer").text
    assert name not in browser_of(femke).get("/account/profile").text
    assert browser_of(femke).get(path).status_code == 404
    refused = send(office, path, {f"{name}-asked": "1", name: "x" * 999})
    assert refused.status_code == 422


def test_the_screens_of_fields_are_the_administrators(
    browser_of, femke, make_field, administrator
) -> None:
    field = make_field()
    member, office = browser_of(femke), browser_of(administrator)
    for path in ("/profile-fields", "/profile-fields/new", f"/profile-fields/{field.uid}"):
        assert member.get(path).status_code == 404
        assert office.get(path).status_code == 200
    listed = "/profile-fields"
    assert send(office, f"{listed}/{field.uid}/move", {"up": "1"}, page=listed).status_code == 303
    assert (
        send(office, f"{listed}/{field.uid}/retire", {}, page=f"{listed}/{field.uid}").status_code
        == 303
    )
    assert "Retired" in office.get(listed).text
    assert (
        send(office, f"{listed}/{field.uid}/retire", {"back": "1"}, page=listed).status_code == 303
    )
    assert office.get("/profile-fields/zzzzzzzzzz").status_code == 404


def test_what_the_source_fills_in_is_shown_locked_to_the_person(
    browser_of, femke, administrator, session
) -> None:
    field = fields.add_field(
        administrator, fields.Wanted(name_en="Cost centre", name_nl="Kostenplaats", hand="source")
    )
    answering.take_from_source(femke, {field.uid: ["4711"]})
    session.commit()
    browser = browser_of(femke)
    page = browser.get("/account/profile").text
    assert "4711" in page and answering.name_in_form(field) not in page
    assert "This comes from where people sign in, and is changed there." in page
    name = answering.name_in_form(field)
    typed = {"name": "Femke de Boer", name: "666", f"{name}-asked": "1"}
    browser.submit("/account/profile", typed, seen_on="/account/profile")
    assert "4711" in browser.get("/account/profile").text
