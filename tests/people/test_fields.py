"""The fields of an organisation: asked of everybody, shown only to whom they are meant for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from essp.core.decision import Invalid, Refused
from essp.people import answering, fields, policy, seeing
from essp.people.field_models import Audience, Hand, Kind, ProfileField
from essp.people.models import Person
from tests.people.conftest import send

Make = Callable[..., ProfileField]


@pytest.fixture
def make_field(administrator: Person, session: Session) -> Make:
    """Make fields: `make_field("Room", audience="department")`."""

    def make(name: str = "Room", **values: str) -> ProfileField:
        wanted = fields.Wanted(**{"name_en": name, "name_nl": f"{name} (nl)"} | values)
        made = fields.add_field(administrator, wanted)
        session.commit()
        return made

    return make


def filled(field: ProfileField, *typed: str) -> dict[str, list[str]]:
    return {field.uid: list(typed)}


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", ["  B 1.04\n"], "B 1.04"),
        ("long text", ["One.\r\n\r\nTwo. "], "One.\n\nTwo."),
        ("day", ["29", "2"], "02-29"),
        ("link", ["https://example.org/femke"], "https://example.org/femke"),
        ("phone", ["+31 (0)26 123 45 67"], "+31 (0)26 123 45 67"),
        ("text", ["   "], None),
        ("day", ["", ""], None),
    ],
)
def test_an_answer_is_kept_by_its_kind(make_field: Make, femke, kind, typed, kept) -> None:
    field = make_field(kind=kind)
    answering.answer(femke, femke, filled(field, *typed))
    shown = seeing.answers_of(femke, Audience.ADMINISTRATORS)
    assert [each.value for each in shown] == ([kept] if kept else [])


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("text", ["x" * 201]),
        ("long text", ["x" * 2001]),
        ("day", ["31", "2"]),
        ("day", ["7", ""]),
        ("day", ["x", "y"]),
        ("link", ["javascript:alert(1)"]),
        ("link", ["https://"]),
        ("link", ["http://[::1"]),
        ("link", ["https://me:secret@example.org"]),
        ("phone", ["call me"]),
        ("phone", ["1"]),
        ("choice", ["purple"]),
        ("choices", ["purple"]),
    ],
)
def test_what_cannot_be_an_answer_is_told_at_its_field(
    make_field: Make, femke, kind, typed
) -> None:
    field = make_field(kind=kind, choices="Red | Rood\nBlue | Blauw")
    with pytest.raises(Invalid) as wrong:
        answering.answer(femke, femke, filled(field, *typed))
    assert set(wrong.value.errors) == {f"field-{field.uid}"}


def test_choices_are_kept_in_their_order_and_read_in_both_languages(make_field, femke) -> None:
    field = make_field(kind="choices", choices="Red | Rood\nBlue | Blauw\nGreen | Groen")
    keys = {each["en"]: each["key"] for each in field.choices}
    answering.answer(femke, femke, filled(field, keys["Green"], keys["Red"]))
    [shown] = seeing.answers_of(femke, Audience.EVERYONE)
    assert shown.texts("en") == ["Red", "Green"]
    assert shown.texts("nl") == ["Rood", "Groen"]


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("who", ["self", "department", "manager", "manager of manager", "other"])
def test_who_sees_an_answer(make_field: Make, make_person, femke, session, audience, who) -> None:
    boss, chief = make_person("Bram Terpstra"), make_person("Carla Smit")
    mate = make_person("Daan Mulder", department=" grid PLANNING ")
    femke.manager_id, boss.manager_id = boss.id, chief.id
    answering.answer(femke, femke, filled(make_field(audience=audience.value), "canary"))
    session.commit()
    other = make_person("Noor Jansen", department="Legal")
    readers = {"self": femke, "department": mate, "manager": boss, "manager of manager": chief}
    reader = readers.get(who, other)
    sees = {
        Audience.EVERYONE: True,
        Audience.DEPARTMENT: who != "other",
        Audience.ADMINISTRATORS: who == "self",
    }[audience]
    shown = seeing.answers_of(femke, seeing.eyes_of(reader, femke))
    assert [each.value for each in shown] == (["canary"] if sees else [])


def test_two_people_without_a_department_are_not_colleagues_by_that(make_person) -> None:
    assert policy.eyes_of(make_person("A B"), make_person("C D"), []) is Audience.EVERYONE


def test_an_answer_for_administrators_leaks_nowhere(make_field, browser_of, femke, noor) -> None:
    answering.answer(femke, femke, filled(make_field(audience="administrators"), "sekretkanarie"))
    reader, handle = browser_of(noor), "/people/femke-de-boer"
    for path in (
        handle,
        f"{handle}?as=administrators",
        f"{handle}.vcf",
        "/people",
        "/people?new=1",
    ):
        assert "sekretkanarie" not in reader.get(path).text
    for path in ("/people?name=", "/search?q=", "/complete/people?q=", "/people?topic="):
        assert handle not in reader.get(f"{path}sekretkanarie").text.partition("<main")[2]
    assert "sekretkanarie" in browser_of(femke).get(handle).text


def test_one_looks_at_ones_own_profile_as_others_do(make_field, browser_of, femke) -> None:
    for audience in Audience:
        field = make_field(f"For {audience.value}", audience=audience.value)
        answering.answer(femke, femke, filled(field, f"said to {audience.value}"))
    browser = browser_of(femke)
    assert "said to administrators" in browser.get("/people/femke-de-boer").text
    as_everyone = browser.get("/people/femke-de-boer?as=everyone").text
    assert "said to everyone" in as_everyone
    assert "said to department" not in as_everyone
    as_department = browser.get("/people/femke-de-boer?as=department").text
    assert "said to department" in as_department
    assert "said to administrators" not in as_department


@pytest.mark.parametrize("hand", list(Hand))
def test_who_fills_a_field_in(make_field: Make, femke, administrator, noor, hand) -> None:
    field = make_field(hand=hand.value)
    allowed = {
        Hand.PERSON: {femke, administrator},
        Hand.ADMINISTRATORS: {administrator},
        Hand.SOURCE: set(),
    }[hand]
    for actor in (femke, administrator, noor):
        if actor in allowed:
            assert answering.answer(actor, femke, filled(field, actor.handle))
        else:
            with pytest.raises(Refused):
                answering.answer(actor, femke, filled(field, "no"))


def test_the_source_of_accounts_fills_in_what_is_its_own(make_field: Make, femke) -> None:
    mine, theirs = make_field(), make_field("Number", hand="source")
    answering.take_from_source(femke, filled(mine, "not this") | filled(theirs, "E 4711"))
    assert [each.value for each in seeing.answers_of(femke, Audience.EVERYONE)] == ["E 4711"]


def test_a_retired_field_is_not_shown_and_comes_back_with_its_answers(
    make_field: Make, femke, administrator
) -> None:
    field = make_field()
    answering.answer(femke, femke, filled(field, "B 1.04"))
    fields.retire_field(administrator, field)
    assert seeing.answers_of(femke, Audience.ADMINISTRATORS) == []
    assert answering.answer(femke, femke, filled(field, "B 2")) is False
    fields.bring_back_field(administrator, field)
    assert [each.value for each in seeing.answers_of(femke, Audience.EVERYONE)] == ["B 1.04"]


def test_what_people_said_to_some_is_never_shown_to_more(
    make_field: Make, femke, administrator
) -> None:
    field = make_field(audience="department")
    answering.answer(femke, femke, filled(field, "B 1.04"))
    with pytest.raises(Invalid) as wrong:
        fields.change_field(administrator, field, fields.Wanted("Room", "Kamer"))
    assert set(wrong.value.errors) == {"audience"}
    narrower = fields.Wanted("Room", "Kamer", audience="administrators")
    fields.change_field(administrator, field, narrower)
    with pytest.raises(Invalid) as wrong:
        fields.change_field(
            administrator, field, fields.Wanted("R", "K", kind="link", audience="administrators")
        )
    assert set(wrong.value.errors) == {"kind"}


def test_a_choice_keeps_its_answers_when_the_list_changes(make_field, femke, administrator) -> None:
    field = make_field(kind="choice", choices="Red | Rood\nBlue | Blauw")
    red = field.choices[0]["key"]
    answering.answer(femke, femke, filled(field, red))
    wanted = fields.Wanted("C", "K", kind="choice", choices="Blue | Blauw\nRed | Vermiljoen")
    fields.change_field(administrator, field, wanted)
    [shown] = seeing.answers_of(femke, Audience.EVERYONE)
    assert shown.texts("nl") == ["Vermiljoen"]


def test_fields_stand_in_the_order_they_are_put(make_field: Make, administrator) -> None:
    first, second, third = (make_field(name) for name in ("First", "Second", "Third"))
    fields.move_field(administrator, third, up=True)
    fields.move_field(administrator, first, up=True)
    assert list(fields.every_field()) == [first, third, second]


def test_only_administrators_arrange_fields(femke, make_field: Make) -> None:
    field, wanted = make_field(), fields.Wanted("A", "B")
    for attempt in (
        lambda: fields.add_field(femke, wanted),
        lambda: fields.change_field(femke, field, wanted),
        lambda: fields.move_field(femke, field, up=True),
        lambda: fields.retire_field(femke, field),
        lambda: fields.bring_back_field(femke, field),
    ):
        with pytest.raises(Refused):
            attempt()


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
